"""What the commands share: their exit statuses, the options that several have, and standard error."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pubmd.problem import Problem
    from pubmd.site import Site
    from pubmd.sync import Outcome

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
    from pubmd.site import find_site, named_site

    return find_site() if folder is None else named_site(folder)


def untracked(site: Site, found: Outcome) -> list[Problem]:
    """Warnings about files of a site that git does not track: CI will not have them."""
    if found.plan is None:
        return site.untracked(found.sources, ())
    return site.untracked(found.sources, [change.path for change in found.plan.changes if change.after])


def say(text: str, end: str = "\n") -> None:
    """Print to standard error."""
    print(text, end=end, file=sys.stderr)
