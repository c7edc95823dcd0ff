"""The value of a BibTeX field: strings in braces or quotes, numbers and macros, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum, auto
from functools import cached_property
from typing import TypeAlias

from pubmd.regex import regex

# A literal as it stands between its delimiters, or the pieces of an expression: ("text" or "macro", text).
Value: TypeAlias = "str | tuple[tuple[str, str], ...]"

# White space, and `%` notes: BibTeX knows no comments inside an entry, people write them all the same.
_SPACE = regex(r"\s*+(?:%[^\n]*+\s*+)*+")
# `{…}` with braces two deep inside, which is nearly every value; the general reader takes the rest.
_BRACED = regex(r"\{([^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+)\}")
_BARE = regex(r"[^\s\"#%'(),={}]+")
_MARK = regex(r"[{}\"]")
_UNESCAPED_MARK = regex(r"(?:\\.)|([{}\"])", re.DOTALL)
_TYPOGRAPHIC = frozenset("“”„‟«»‘’‚‛″‶〝〞＂")
# Far more than any macro's text, and little enough that macros made of macros do no harm.
_LONGEST_EXPANSION = 100_000
_DEEPEST_EXPANSION = 50

# BibTeX's standard styles define the months; these are the names that biblatex and people know.
MONTHS = {
    "jan": "January",
    "feb": "February",
    "mar": "March",
    "apr": "April",
    "may": "May",
    "jun": "June",
    "jul": "July",
    "aug": "August",
    "sep": "September",
    "oct": "October",
    "nov": "November",
    "dec": "December",
}


class Fault(Enum):
    """Why an expression is no value."""

    UNCLOSED_BRACE = auto()
    UNCLOSED_QUOTE = auto()
    TYPOGRAPHIC_QUOTE = auto()
    NO_STRING = auto()  # neither a string, nor a number, nor a macro


class NoValue(Exception):  # noqa: N818
    """Raised where an expression is no value: the offset of the piece that is none, and why."""

    def __init__(self, at: int, fault: Fault) -> None:
        super().__init__(at, fault)
        self.at = at
        self.fault = fault


def scan_value(text: str, at: int, end: int, *, escaped: bool = False) -> tuple[Value, int]:
    r"""The value that begins at an offset of a text, and the offset behind it. Raises NoValue.

    Follows BibTeX: every brace counts, and a double quote ends a string unless it is inside of braces. With
    `escaped` a brace or quote behind a backslash does not count, as most other programs read it.
    """
    pieces = []
    while True:
        opener = text[at] if at < end else ""
        if opener in ("{", '"'):
            close = _closing(text, at, end, escaped)
            pieces.append(("text", text[at + 1 : close]))
            behind = close + 1
        elif opener and opener in _TYPOGRAPHIC:
            raise NoValue(at, Fault.TYPOGRAPHIC_QUOTE)
        else:
            match = _BARE.match(text, at, end)
            if not match:
                raise NoValue(at, Fault.NO_STRING)
            pieces.append(("text" if match[0].isdecimal() else "macro", match[0]))
            behind = match.end()
        at = behind_space(text, behind, end)
        if at >= end or text[at] != "#":
            break
        at = behind_space(text, at + 1, end)
    return (pieces[0][1] if len(pieces) == 1 and pieces[0][0] == "text" else tuple(pieces)), behind


def behind_space(text: str, at: int, end: int) -> int:
    """The offset behind white space and notes."""
    match = _SPACE.match(text, at, end)
    return match.end() if match else at


def _closing(text: str, start: int, end: int, escaped: bool) -> int:
    """The offset of the delimiter that ends the string that starts here. Raises NoValue."""
    quoted = text[start] == '"'
    depth = 0
    for match in (_UNESCAPED_MARK if escaped else _MARK).finditer(text, start + quoted, end):
        mark = match[1] if escaped else match[0]
        if mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0 and not quoted:
                return match.start()
            if depth < 0:
                break
        elif mark == '"' and quoted and depth == 0:
            return match.start()
    raise NoValue(start, Fault.UNCLOSED_QUOTE if quoted else Fault.UNCLOSED_BRACE)


def read_value(expression: str) -> Value | None:
    """The value that an expression stands for, as BibTeX reads it, or None where it is no valid one.

    An empty expression is an empty value.
    """
    match = _BRACED.fullmatch(expression)
    if match:
        return match[1]
    if not expression or expression.isdecimal():
        return expression
    if expression[0] not in _TYPOGRAPHIC and _BARE.fullmatch(expression):
        return (("macro", expression),)
    try:
        value, behind = scan_value(expression, 0, len(expression))
    except NoValue:
        return None
    return value if behind == len(expression) else None


def substituted(value: Value, macros: Mapping[str, Value]) -> Value:
    """The value with the macros that are known put in; the others stay what they are.

    A macro is put in as it stands, so that the order of definitions counts, as it does in BibTeX.
    """
    if isinstance(value, str):
        return value
    pieces: list[tuple[str, str]] = []
    spare = _LONGEST_EXPANSION
    for kind, text in value:
        known = macros.get(text.lower()) if kind == "macro" else None
        if known is None or spare <= 0:
            pieces.append((kind, text))
            continue
        parts = (("text", known),) if isinstance(known, str) else known
        pieces.extend(parts)
        spare -= sum(len(part) + 1 for _, part in parts)
    if all(kind == "text" for kind, _ in pieces):
        return "".join(text for _, text in pieces)
    return tuple(pieces)


class Macros:
    """The macros that hold in one file.

    About `allowance` characters may come of them, all in all, which is asked for with the first one. What a
    value says itself may be as long as it likes.
    """

    def __init__(
        self, definitions: Mapping[str, Value], allowance: Callable[[], int] = lambda: _LONGEST_EXPANSION
    ) -> None:
        self._definitions = definitions
        self._allowance = allowance
        self._known: dict[Value, tuple[str, tuple[str, ...]]] = {}

    @cached_property
    def _spare(self) -> int:
        return self._allowance()

    def expanded(self, value: Value) -> tuple[str, tuple[str, ...]]:
        """The text of a value with its macros put in, and the names of those that nobody defined.

        A macro that is not defined stands for its own name, and so does one that leads to itself or grows
        without end.
        """
        if isinstance(value, str):
            return value, ()
        if self._spare <= 0:
            return self._expanded(value, 0)
        known = self._known.get(value)
        if known is None:
            known = self._known[value] = self._expanded(value, min(_LONGEST_EXPANSION, self._spare))
        else:
            self._spare -= len(known[0])
        return known

    def _expanded(self, value: tuple[tuple[str, str], ...], allowance: int) -> tuple[str, tuple[str, ...]]:
        expansion = _Expansion(self._definitions, allowance)
        expansion.add(value, ())
        self._spare -= allowance - expansion.spare
        return "".join(expansion.parts), tuple(dict.fromkeys(expansion.undefined))


class _Expansion:
    def __init__(self, definitions: Mapping[str, Value], allowance: int) -> None:
        self.definitions = definitions
        self.parts: list[str] = []
        self.undefined: list[str] = []
        self.spare = allowance

    def add(self, value: Value, open_names: tuple[str, ...]) -> None:
        if isinstance(value, str):
            value = (("text", value),)
        for kind, text in value:
            name = text.lower()
            if kind == "text":
                part = text
            elif name in self.definitions and name not in open_names and self._may_grow(open_names):
                self.add(self.definitions[name], (*open_names, name))
                continue
            elif name in MONTHS:
                part = MONTHS[name]
            else:
                self.undefined.append(text)
                part = text
            self.parts.append(part)
            self.spare -= len(part) + 1 if open_names else 0

    def _may_grow(self, open_names: tuple[str, ...]) -> bool:
        return self.spare > 0 and len(open_names) < _DEEPEST_EXPANSION
