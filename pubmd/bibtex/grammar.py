"""BibTeX's grammar: an entry or `@string` at an offset of a text, part by part, or where reading it stumbles.

It follows the reference implementation (bibtex.web, "Reading the database file(s)"), and takes in addition
what has one meaning only: `%` notes between the parts, several commas for one, and an empty value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from pubmd.bibtex.value import Fault, NoValue, Value, behind_space, scan_value
from pubmd.regex import regex

NAME = regex(r"[^\s\"#%'(),={}]+")
_HEAD = regex(r"@\s*+([A-Za-z][\w:.+/*-]*+)\s*+([{(])")
_KEY = {"{": regex(r"\s*+([^\s,}]*+)\s*+"), "(": regex(r"\s*+([^\s,)]*+)\s*+")}
# BibTeX itself takes a brace or quote into a key. No program writes one: something was lost.
_SIGN_IN_KEY = regex(r"[{}\"]")
_CLOSER = {"{": "}", "(": ")"}
# A field where the key should be. A key may hold `=` as well, so only names that entries do begin with.
_FIELD_AS_KEY = regex(
    r"[^=]*=[{\"].*|.*(?:author|title|editor|year|date|month|journal|volume|number|pages|doi|url)=.*",
    re.IGNORECASE | re.DOTALL,
)


class Assignment(NamedTuple):
    """A field and its value: `at` is the offset of the name, `start` and `end` bound the expression."""

    name: str
    at: int
    value: Value
    start: int
    end: int


class Command(NamedTuple):
    """An entry or `@string`: its type in lower case, its key (of a `@string`: empty), its fields, its end."""

    type: str
    key: str
    assignments: tuple[Assignment, ...]
    end: int


class Expected(Enum):
    """What should have stood where reading stumbled."""

    TYPE = auto()
    KEY = auto()
    KEY_WITHOUT_SIGN = auto()
    COMMA_BEHIND_KEY = auto()
    NAME = auto()
    EQUALS = auto()
    VALUE = auto()
    COMMA = auto()
    END = auto()  # the entry is over, and what looks like its rest follows


class Stumble(Exception):  # noqa: N818
    """Raised where a text is no entry: the offset, and what was expected there.

    `key` is the citation key, `assignments` are the fields before; `name` and `name_at` are those of the
    field that was being read or was read last (without any, `name_at` is the key's), `value_at` is where its
    value begins, -1 where it has none; `fault` says why that is none.
    """

    def __init__(self, at: int, expected: Expected) -> None:
        super().__init__(at, expected)
        self.at = at
        self.expected = expected
        self.key = ""
        self.assignments: tuple[Assignment, ...] = ()
        self.name = ""
        self.name_at = at
        self.value_at = -1
        self.fault: Fault | None = None


def read_command(text: str, start: int, end: int, *, escaped: bool = False) -> Command:
    """The entry or `@string` that begins at `start` and is over before `end`. Raises Stumble.

    With `escaped` a brace or quote behind a backslash does not count, as most other programs read it.
    """
    head = _HEAD.match(text, start, end)
    if not head:
        raise Stumble(start, Expected.TYPE)
    kind, opener = head[1].lower(), head[2]
    key, at = "", head.end()
    if kind != "string":
        key, at = _key(text, at, end, opener)
    reader = _FieldReader(text, end, _CLOSER[opener], escaped)
    try:
        behind = reader.read(at)
    except Stumble as stumble:
        stumble.key, stumble.assignments = key, tuple(reader.assignments)
        if not stumble.name:
            stumble.name_at = head.end()
        raise
    if "=" in key and not reader.assignments:
        raise Stumble(head.end(), Expected.KEY)
    return Command(kind, key, tuple(reader.assignments), behind)


def _key(text: str, at: int, end: int, opener: str) -> tuple[str, int]:
    """The citation key, and the offset of the comma or closing brace behind it."""
    match = _KEY[opener].match(text, at, end)
    assert match  # noqa: S101 - the pattern matches nothing, too
    key, behind = match[1], match.end()
    following = text[behind] if behind < end else ""
    if following == "=" or _FIELD_AS_KEY.fullmatch(key):
        raise Stumble(match.start(1), Expected.KEY)
    sign = _SIGN_IN_KEY.search(key)
    if sign:
        stumble = Stumble(match.start(1) + sign.start(), Expected.KEY_WITHOUT_SIGN)
        stumble.key = bare_key(key)
        raise stumble
    if following not in (",", _CLOSER[opener]) or not following:
        stumble = Stumble(match.end(1), Expected.COMMA_BEHIND_KEY)
        stumble.key = key
        raise stumble
    return key, behind


def bare_key(key: str) -> str:
    """What a key with braces or quotes in it was most likely meant to be: what stands behind the last one."""
    return next((piece for piece in reversed(_SIGN_IN_KEY.split(key)) if piece), "")


class _FieldReader:
    """Reads the fields of one entry, from behind its key on."""

    def __init__(self, text: str, end: int, closer: str, escaped: bool) -> None:
        self.text = text
        self.end = end
        self.closer = closer
        self.escaped = escaped
        self.assignments: list[Assignment] = []

    def read(self, at: int) -> int:
        """Read all fields, and give the offset behind the entry."""
        while True:
            at = behind_space(self.text, at, self.end)
            while self._at(at) == ",":
                at = behind_space(self.text, at + 1, self.end)
            if self._at(at) == self.closer:
                return at + 1
            at = behind_space(self.text, self._assignment(at), self.end)
            if self._at(at) not in (",", self.closer):
                raise behind_last(self.assignments, at, Expected.COMMA)

    def _at(self, at: int) -> str:
        return self.text[at] if at < self.end else ""

    def _assignment(self, at: int) -> int:
        """Read one field, and give the offset behind its value."""
        match = NAME.match(self.text, at, self.end)
        if not match:
            raise behind_last(self.assignments, at, Expected.NAME)
        name = match[0]
        equals = behind_space(self.text, match.end(), self.end)
        if self._at(equals) != "=":
            raise _stumble(equals, Expected.EQUALS, name, at, -1)
        start = behind_space(self.text, equals + 1, self.end)
        if start < self.end and self.text[start] in (",", self.closer):
            self.assignments.append(Assignment(name, at, "", start, start))
            return start
        try:
            value, behind = scan_value(self.text, start, self.end, escaped=self.escaped)
        except NoValue as failure:
            stumble = _stumble(failure.at, Expected.VALUE, name, at, start)
            stumble.fault = failure.fault
            raise stumble from None
        self.assignments.append(Assignment(name, at, value, start, behind))
        return behind


def behind_last(assignments: Sequence[Assignment], at: int, expected: Expected) -> Stumble:
    """The stumble of someone who read these fields, and then something unexpected."""
    if not assignments:
        return Stumble(at, expected)
    stumble = _stumble(at, expected, assignments[-1].name, assignments[-1].at, assignments[-1].start)
    stumble.assignments = tuple(assignments)
    return stumble


def _stumble(at: int, expected: Expected, name: str, name_at: int, value_at: int) -> Stumble:
    stumble = Stumble(at, expected)
    stumble.name, stumble.name_at, stumble.value_at = name, name_at, value_at
    return stumble
