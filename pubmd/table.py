"""Rows as a table of a given width, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

_GAP = "  "
_CUT = "…"
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, the width that it is not cut below, and whether its cells stand to the right.

    Where a table is too wide, columns give way in the order of `gives`, those with 0 never.
    """

    name: str
    least: int = 0
    gives: int = 0
    right: bool = False


def width(text: str) -> int:
    """How many cells of a terminal a text takes: two for a wide character, none for a mark on another one."""
    if text.isascii():
        return len(text)
    return sum(_width(char) for char in text)


def _width(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in ("W", "F") else 1


def cut(text: str, most: int) -> str:
    """A text that takes no more than so many cells; `…` stands for what was cut off."""
    if width(text) <= most:
        return text
    room = most - 1
    for at, char in enumerate(text):
        room -= _width(char)
        if room < 0:
            return f"{text[:at].rstrip()}{_CUT}" if most > 0 else ""
    return text


def table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    most: int | None = None,
    *,
    colours: bool = False,
) -> str:
    """Lines for a heading and for each row; cells are one line, without control characters.

    `most` is the width in cells that the lines fit into, None where nothing is to be cut.
    """
    widths = [max(map(width, (column.name, *cells))) for column, *cells in zip(columns, *rows, strict=True)]
    if most is not None:
        widths = _fitted(columns, widths, most)
    lines = [_line(columns, cells, widths) for cells in ([column.name for column in columns], *rows)]
    if most is not None:
        lines = [cut(line, most) for line in lines]
    if colours:
        lines[0] = f"{_BOLD}{lines[0]}{_PLAIN}"
    return "".join(f"{line}\n" for line in lines)


def _fitted(columns: Sequence[Column], widths: list[int], most: int) -> list[int]:
    fitted = list(widths)
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - most
    for number in sorted(
        (at for at, each in enumerate(columns) if each.gives), key=lambda at: columns[at].gives
    ):
        given = min(max(excess, 0), max(fitted[number] - columns[number].least, 0))
        fitted[number] -= given
        excess -= given
    return fitted


def _line(columns: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = []
    for column, cell, most in zip(columns, cells, widths, strict=True):
        text = cut(cell, most)
        padding = " " * (most - width(text))
        shown.append(padding + text if column.right else text + padding)
    return _GAP.join(shown).rstrip()
