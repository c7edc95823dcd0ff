"""A site in the project's own small theme, built by the real Jekyll."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

THEME = Path(__file__).with_name("theme")
PACKAGES = "jekyll jekyll-theme-minima ruby-kramdown-parser-gfm chromium chromium-driver libjs-mathjax"


class MissingError(RuntimeError):
    """A program or a library that the browser tests run is not installed; says how to install it."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is missing: sudo apt-get install {PACKAGES}")


@dataclass(frozen=True)
class Built:
    """The folder with the built site, and all that Jekyll said while it built it."""

    folder: Path
    said: str


def program(name: str) -> str:
    """The path of a program. Raises `MissingError`."""
    if path := shutil.which(name):
        return path
    raise MissingError(name)


def build(root: Path) -> Built:
    """Build the site at `root` in the theme. Raises `MissingError` where Jekyll or its parser is missing."""
    shutil.copytree(THEME, root, dirs_exist_ok=True)
    return build_as_it_is(root)


def build_as_it_is(root: Path) -> Built:
    """Build the site at `root`. Raises `MissingError` where Jekyll or its parser is missing."""
    jekyll = program("jekyll")
    built = root.with_name(f"{root.name}-built")
    ran = subprocess.run(
        [jekyll, "build", "--trace", "--disable-disk-cache", "--destination", built],
        cwd=root,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "JEKYLL_NO_BUNDLER_REQUIRE": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    if ran.returncode and "kramdown-parser-gfm" in ran.stdout:
        raise MissingError("kramdown-parser-gfm")
    assert ran.returncode == 0, f"Jekyll does not build the site:\n{ran.stdout}"
    return Built(built, ran.stdout)
