"""What the commands share: the site that they are for, the terminal, and standard error."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from pubmd.regex import regex

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TextIO

    from pubmd.problem import Problem
    from pubmd.site import Site
    from pubmd.sync import Outcome


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
    return site.untracked(found.sources, [each.path for each in found.plan.changes if each.after is not None])


def is_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person sees what is printed; without a stream, to standard output."""
    stream = stream or sys.stdout
    return bool(stream) and hasattr(stream, "isatty") and stream.isatty()


def has_colours(stream: TextIO | None = None) -> bool:
    """Whether to print in colours: on a terminal that has some, and not under `NO_COLOR` (no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int | None:
    """How many characters a line of the terminal holds; None where standard output is none."""
    import shutil

    return shutil.get_terminal_size().columns if is_terminal() else None


_SEVERITY = regex(r"^(\S.*?: )(error|warning)(\[[a-z-]+\]: )", re.MULTILINE)
_RED, _YELLOW, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[0m"


def say_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, their weight in colour where there are colours."""
    from pubmd.report import problems_text

    text = problems_text(problems)
    if has_colours(sys.stderr):
        colour = {"error": _RED, "warning": _YELLOW}
        text = _SEVERITY.sub(lambda each: f"{each[1]}{colour[each[2]]}{each[2]}{_PLAIN}{each[3]}", text)
    say(text, end="")


def say(text: str, end: str = "\n") -> None:
    """Print to standard error."""
    print(text, end=end, file=sys.stderr)
