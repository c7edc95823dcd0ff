"""What the commands share: their exit statuses, the options that several have, and standard error."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pubmd.site import Site

FINE, PROBLEMS, CANNOT_START, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

SiteOption = Annotated[
    Path | None,
    typer.Option("--site", metavar="DIR", help="The site's root; else looked for from here upwards."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings count as errors do.")]


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


def given_site(folder: Path | None) -> Site:
    """The site whose root `--site` names, else the one that holds the current folder. Raises SiteError."""
    from pubmd.site import SETTINGS_FILE, Site, SiteError, find_site

    if folder is None:
        return find_site(Path.cwd())
    if not (folder / SETTINGS_FILE).is_file():
        raise SiteError(f"{folder} is no pubmd site: it has no {SETTINGS_FILE}")
    return Site(folder)


def say(text: str, end: str = "\n") -> None:
    """Print to standard error."""
    print(text, end=end, file=sys.stderr)
