"""What is installed: the wheel, what it is made from, the ways that the README names; without the network.

The checkout is a copy with a version that no other pubmd has: no test can meet the one in development.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path

import pytest

import pubmd
from tests.document import ROOT, Document
from tests.site import CONFIGURATION, TemporarySite

VERSION = "9.8.7"
MODULES = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pubmd").rglob("*.py")}
DATA = {
    *(f"pubmd/data/{name}" for name in ("expand-abstracts.html", "problems.toml")),
}
INFO = f"pubmd-{VERSION}.dist-info"
ENTRY = (
    "@inproceedings{a, title = {Seeing}, author = {Lovelace, Ada}, booktitle = {CVPR}, year = 2023,\n"
    "  abstract = {It says.}}\n"
)


@dataclass(frozen=True)
class Machine:
    """A machine on which people install pubmd: their checkout, and the environment of their commands."""

    root: Path
    environment: dict[str, str]

    @property
    def checkout(self) -> Path:
        return self.root / "checkout"

    def run(self, *command: str | Path, cwd: Path | None = None) -> str:
        """What a command prints on both streams; it must succeed."""
        ran = subprocess.run(
            command,
            cwd=cwd or self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert ran.returncode == 0, ran.stdout
        return ran.stdout

    def build(self, *what: str, source: Path) -> list[Path]:
        """What hatchling builds of a folder with sources."""
        to = source / "dist"
        self.run(sys.executable, "-m", "hatchling", "build", *what, cwd=source)
        return sorted(to.iterdir())


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory, offline: dict[str, str]) -> Machine:
    root = tmp_path_factory.mktemp("machine")
    names = ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", ".gitignore")
    for name in ("pubmd", "docs", "bench", "bib", "tests/unit"):
        shutil.copytree(ROOT / name, root / "checkout" / name)  # with what Python has left there
    for name in names:
        shutil.copy(ROOT / name, root / "checkout")
    source = root / "checkout/pubmd/__init__.py"
    source.write_text(source.read_text().replace(f'"{pubmd.__version__}"', f'"{VERSION}"'))
    environment = offline | {
        "HOME": str(root / "home"),
        "PATH": os.pathsep.join([str(root / "bin"), str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "PIPX_HOME": str(root / "pipx"),
        "PIPX_BIN_DIR": str(root / "pipx/bin"),
        "PIPX_MAN_DIR": str(root / "pipx/man"),
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "UV_TOOL_DIR": str(root / "uv"),
        "UV_TOOL_BIN_DIR": str(root / "uv/bin"),
        "UV_CACHE_DIR": str(root / "cache"),
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
    }
    return Machine(root, environment)


@pytest.fixture(scope="module")
def built(machine: Machine) -> tuple[Path, Path]:
    """The source archive and the wheel of the checkout."""
    archive, wheel = sorted(machine.build(source=machine.checkout), key=lambda path: path.suffix)
    return archive, wheel


def contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as files:
        return {name: files.read(name) for name in files.namelist()}


# --- the wheel


def test_the_wheel_holds_all_modules_all_data_and_nothing_else(built: tuple[Path, Path]) -> None:
    names = {"METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"}
    assert set(contents(built[1])) == MODULES | DATA | {f"{INFO}/{name}" for name in names}


def test_all_that_modules_read_from_the_package_is_named_here() -> None:
    own = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pubmd").rglob("*") if path.is_file()}
    assert {path for path in own if "__pycache__" not in path} == MODULES | DATA


def test_the_version_has_one_source(built: tuple[Path, Path]) -> None:
    archive, wheel = built
    assert (archive.name, wheel.name) == (f"pubmd-{VERSION}.tar.gz", f"pubmd-{VERSION}-py3-none-any.whl")
    assert Parser().parsestr(contents(wheel)[f"{INFO}/METADATA"].decode())["Version"] == VERSION


def test_the_hook_that_is_shown_has_the_version() -> None:
    (revision,) = re.findall(r"(?m)^ +rev: (\S+)$", Document("docs/continuous-integration.md").text)
    assert revision == f"v{pubmd.__version__}"


def test_the_source_archive_builds_the_same_wheel(
    built: tuple[Path, Path], machine: Machine, tmp_path: Path
) -> None:
    archive, wheel = built
    machine.run("tar", "-xzf", archive, "-C", tmp_path)
    (source,) = tmp_path.iterdir()
    found = {path.relative_to(source).parts[0] for path in source.rglob("*")}
    names = {"README.md", "CHANGELOG.md", "LICENSE", "PKG-INFO", "pyproject.toml", ".gitignore"}
    assert found == {"pubmd", *names}
    (again,) = machine.build("--target", "wheel", source=source)
    assert contents(again) == contents(wheel)


# --- the ways to install it

WAYS = {
    "pipx": (["pipx", "install", "CHECKOUT"], "pipx/bin/pubmd"),
    "uv": (["uv", "tool", "install", "CHECKOUT"], "uv/bin/pubmd"),
    "pip": (["VENV/bin/pip", "install", "CHECKOUT"], "venv/bin/pubmd"),
    "the wheel": (["VENV/bin/pip", "install", "WHEEL"], "venv/bin/pubmd"),
}


@pytest.mark.parametrize(("command", "installed"), WAYS.values(), ids=WAYS)
def test_what_is_installed_works_in_a_site(
    command: list[str], installed: str, machine: Machine, built: tuple[Path, Path], tmp_path: Path
) -> None:
    venv = machine.root / "venv"
    if "VENV/bin/pip" in command:
        shutil.rmtree(venv, ignore_errors=True)
        machine.run(sys.executable, "-m", "venv", venv)
    places = {
        "CHECKOUT": str(machine.checkout),
        "WHEEL": str(built[1]),
        "VENV/bin/pip": str(venv / "bin/pip"),
    }
    machine.run(*(places.get(word, word) for word in command))
    program = machine.root / installed
    assert machine.run(program, "--version") == f"pubmd {VERSION}\n"
    site = TemporarySite(tmp_path / "site", {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": ENTRY})
    assert machine.run(program, "sync", cwd=site.root) == (
        "created     _topics/vision.md (1 paper)\n"
        "created     _topics/sound.md (no papers)\n"
        "2 pages: 2 created\n"
    )
    page = site.read("_topics/vision.md")
    assert "<pub>IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR), 2023</pub>" in page
    assert machine.run(program, "explain", "missing-year").startswith("missing-year\n\n")
    site.write("_config.yml", "theme: minima\n")
    machine.run(program, "init", "--yes", cwd=site.root)
    assert (
        site.read("_includes/expand-abstracts.html")
        == (ROOT / "pubmd/data/expand-abstracts.html").read_text()
    )


def test_the_readme_names_these_ways() -> None:
    (console,) = (text for text in Document("README.md").texts("console") if "install" in text)
    named = re.findall(r"(?m)^\$ (.*) /path/to/pubmd$", console)
    assert named == ["pipx install", "uv tool install", "pip install"]
