"""What is wrong, where, and how to mend it: the one value in which every stage speaks of bad input."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """How much a problem weighs: an error stops the sync, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Place(NamedTuple):
    """Where a problem is, as an editor shows it.

    `file` is relative to the site's root, with forward slashes; `line` and `column` count from 1, the
    column in characters. `line` 0 stands for the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Problem(NamedTuple):
    """One problem: its code (see `pubmd explain`), its weight, its place, a sentence, and the mend."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    @property
    def is_error(self) -> bool:
        """Whether this problem stops the sync."""
        return self.severity is Severity.ERROR


def error(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that stops the sync."""
    return Problem(code, Severity.ERROR, place, message, hint)


def warning(code: str, place: Place, message: str, hint: str = "") -> Problem:
    """A problem that is told and does not stop the sync."""
    return Problem(code, Severity.WARNING, place, message, hint)


def nearest(word: str, known: Iterable[str]) -> str:
    """The hint `did you mean …?` with the nearest of the known words, or nothing where none is near."""
    from difflib import get_close_matches

    words = {each.casefold(): each for each in known}
    close = get_close_matches(word.casefold(), words, n=1, cutoff=0.6)
    return f"did you mean `{words[close[0]]}`?" if close else ""
