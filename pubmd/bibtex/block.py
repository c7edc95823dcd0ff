"""BibTeX text as blocks that know where they stand; the only importer of bibtexparser, which splits it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Callable
from enum import Enum, auto
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from pubmd.regex import regex

# A head that BibTeX reads and bibtexparser takes for text: white space or a hyphen in the wrong place.
_ODD_HEAD = regex(r"^([ \t]*+)@(?!\w++[ \t]*+[{(])(\s*+)([A-Za-z][\w:.+/*-]*+)(\s*+)(?=[{(])", re.MULTILINE)
_TYPE = regex(r"@\s*+([A-Za-z][\w:.+/*-]*+)")
_NOT_IN_TYPE = regex(r"\W")
# A value that is the same to bibtexparser whatever it says: it looks at each comma and brace in it.
_TEXT = r"(?:[^{}\"@\\]++|\\\"?+)*+"
_GROUP = rf"\{{{_TEXT}(?:\{{{_TEXT}\}}{_TEXT})*+\}}"
_BRACED = rf"\{{{_TEXT}(?:{_GROUP}{_TEXT})*+\}}"
_WITHIN_QUOTES = r'(?:[^{}"@\\]++|\\(?![{}"]))*+'
_QUOTED = rf'"{_WITHIN_QUOTES}(?:{_GROUP}{_WITHIN_QUOTES})*+"'
_PLAIN_VALUE = regex(rf"(=\s*+)({_BRACED})")
_PLAIN_OR_QUOTED = regex(rf"(=\s*+)({_BRACED}|{_QUOTED})")
# bibtexparser takes quotes in it for text, so that a parenthesis between two of them ends it.
_COMMENT_IN_PARENTHESES = regex(r"@\s*+comment\s*+\(", re.IGNORECASE)
# A block that bibtexparser gave up may end with the beginning of the next one.
_NEXT_HEAD = regex(r"@\w*[ \t]*\Z")
_PRIVATE_USE = range(0xF0000, 0xFFFFE)
# Control characters that nothing takes for white space. With one of them an ASCII text stays one.
_CONTROLS = "\x01\x02\x03\x04\x05\x06\x07\x08"


class Kind(Enum):
    """What a stretch of BibTeX text is."""

    ENTRY = auto()
    MACRO = auto()
    PREAMBLE = auto()
    COMMENT = auto()  # `@comment{…}`
    TEXT = auto()  # whatever stands between blocks; BibTeX passes over it
    FAILED = auto()  # given up by the parser


class Block(NamedTuple):
    """A stretch of the text, from the offset `start` to `end`.

    `name` is the citation key or the macro's name, `fields` are a field's name and value as they stand (of a
    macro: its own), each with whether the value is known to be one string between its delimiters.
    """

    kind: Kind
    start: int
    end: int
    type: str = ""
    name: str = ""
    fields: tuple[tuple[str, str, bool], ...] = ()


def blocks(text: str, start: int, end: int) -> list[Block]:
    """The blocks of a text between two offsets, in their order.

    What lies between two of them is white space: what bibtexparser passes over is a block of its own.
    """
    original = text if start == 0 and end == len(text) else text[start:end]
    abridged = _abridged(original)
    masked = abridged.text
    found: list[Block] = []
    position = 0
    for parsed in _splitter()(masked).split().blocks:
        raw = (parsed.raw or "").strip()
        if not raw:
            continue
        at = masked.find(raw, position)
        if at < 0:
            continue  # what it holds turns up as a gap
        if at > position:
            _add_gap(found, original, abridged.offset(position), abridged.offset(at), start)
        behind = at + len(raw)
        first, last = abridged.offset(at), abridged.offset(behind)
        block = _block(parsed, original, abridged, first, last, start)
        if block.kind is Kind.FAILED:
            overlap = _NEXT_HEAD.search(masked, at + 1, behind)
            if overlap:
                behind = overlap.start()
                block = Block(Kind.FAILED, start + first, start + abridged.offset(behind))
        found.append(block)
        position = behind
    _add_gap(found, original, abridged.offset(position), len(original), start)
    return found


@cache
def _splitter() -> Callable[..., Any]:
    """Bibtexparser's class, imported when it is needed, and kept from talking.

    Its package loads all of its middlewares, and with these all of pylatexenc, which takes three times as
    long as what is needed here. So that is imported with the package found and not run, and afterwards the
    package is as if nobody had asked for it.
    """
    from importlib.util import find_spec, module_from_spec
    from logging import CRITICAL, getLogger  # which it imports anyway

    # It logs every block that fails, in its own words; here each becomes a problem with a place.
    getLogger("bibtexparser").setLevel(CRITICAL + 1)
    name = "bibtexparser"
    spec = None if name in sys.modules else find_spec(name)
    if spec:
        sys.modules[name] = module_from_spec(spec)
    try:
        from bibtexparser.splitter import Splitter
    finally:
        if spec:
            del sys.modules[name]
    return Splitter


def _add_gap(found: list[Block], text: str, at: int, behind: int, offset: int) -> None:
    """Add the text that bibtexparser passed over, unless it is white space."""
    gap = text[at:behind]
    bare = gap.strip()
    if bare:
        at += gap.index(bare)
        found.append(Block(Kind.TEXT, offset + at, offset + at + len(bare)))


def _block(parsed: Any, original: str, abridged: _Abridged, at: int, behind: int, offset: int) -> Block:
    kind = type(parsed).__name__
    while kind in ("DuplicateBlockKeyBlock", "DuplicateFieldKeyBlock"):
        parsed = parsed.ignore_error_block  # two entries or fields of one name are told apart much later
        kind = type(parsed).__name__
    start, end = offset + at, offset + behind
    if kind == "ImplicitComment":
        return Block(Kind.TEXT, start, end)
    # The type as it stands: the mask may have changed a hyphen in it, and bibtexparser takes `@comments`
    # for `@comment`.
    found = _TYPE.match(original, at)
    name = found[1].lower() if found else ""
    if kind == "Entry":
        fields = tuple([_field(each, abridged) for each in parsed.fields])
        return Block(Kind.ENTRY, start, end, name, abridged.whole(parsed.key), fields)
    if kind == "String" and name == "string":
        own = _field(parsed, abridged)
        return Block(Kind.MACRO, start, end, name, own[0], (own,))
    if kind == "Preamble" and name == "preamble":
        return Block(Kind.PREAMBLE, start, end, name)
    if kind == "ExplicitComment" and name == "comment":
        return Block(Kind.COMMENT, start, end, name)
    return Block(Kind.FAILED, start, end)


def _field(parsed: Any, abridged: _Abridged) -> tuple[str, str, bool]:
    name, value = parsed.key, parsed.value
    if name not in abridged.names:
        name = abridged.whole(name)
        abridged.names.add(name)
    plain = abridged.values.get(value)
    return (name, abridged.whole(value), False) if plain is None else (name, plain, True)


class _Abridged:
    r"""A text as bibtexparser gets it, and the way back to what it was.

    `backslash` stands for a backslash where there is one, and a number between two `sign`s for one of the
    `values`. `ends` are the offsets in the text behind these numbers, `shifts` how much was left out by then;
    `names` are fields' names that are known to be what they were.
    """

    def __init__(self, text: str, backslash: str, sign: str) -> None:
        self.text = text
        self.backslash = backslash
        self.sign = sign
        self.values: dict[str, str] = {}
        self.ends: list[int] = []
        self.shifts = [0]
        self.names: set[str] = set()

    def offset(self, at: int) -> int:
        """Where a character of this text stands in the text as it was."""
        return at + self.shifts[bisect_right(self.ends, at)]

    def whole(self, text: str) -> str:
        """A part of this text as it was."""
        sign = self.sign
        if sign and sign in text:
            parts = text.split(sign)
            parts[1::2] = [self.values[f"{sign}{number}{sign}"] for number in parts[1::2]]
            text = "".join(parts)
        if self.backslash and self.backslash in text:
            text = text.replace(self.backslash, "\\")
        return text


def _abridged(text: str) -> _Abridged:
    r"""Text that bibtexparser reads as BibTeX would, and without what it need not read.

    bibtexparser takes `\}` for an escaped brace, so that `file = {C:\dir\}` and an abstract that ends in
    `\\` fail their entries; BibTeX counts the brace. Only the backslash before a double quote stays.
    """
    backslash, sign = _unused_signs(text)
    abridged = _Abridged(text, backslash if "\\" in text else "", sign)
    if sign:
        _leave_values_out(abridged)
    masked = _ODD_HEAD.sub(_plain_head, abridged.text)
    if abridged.backslash:
        masked = masked.replace("\\", backslash).replace(f'{backslash}"', '\\"')
    abridged.text = masked
    return abridged


def _leave_values_out(abridged: _Abridged) -> None:
    """Put a number in place of each value that is plain."""
    parts = _apart(abridged.text)
    before = [*accumulate(map(len, parts))][2::3]
    values = parts[2::3]
    numbers = parts[2::3] = [f"{abridged.sign}{at}{abridged.sign}" for at in range(len(values))]
    abridged.text = "".join(parts)
    abridged.values = dict(zip(numbers, values, strict=True))
    abridged.ends = [*accumulate(map(len, parts))][2::3]
    abridged.shifts += map(int.__sub__, before, abridged.ends)


def _apart(text: str) -> list[str]:
    """A text in threes: what stands between, `=`, a plain value.

    Values between quotes are plain where no other quote is in the text: one that is left over could be the
    beginning of a value, whose end would be taken for a beginning.
    """
    if '"' in text and not _COMMENT_IN_PARENTHESES.search(text):
        parts = _PLAIN_OR_QUOTED.split(text)
        if not any('"' in part for part in parts[::3]):
            return parts
    return _PLAIN_VALUE.split(text)


def _plain_head(match: re.Match[str]) -> str:
    """`@ in-proceedings {` in the form that bibtexparser knows, and as long as it was."""
    indent, before, name, after = match.groups()
    return f"{indent}@{_NOT_IN_TYPE.sub('_', name)}{' ' * (len(before) + len(after))}"


def _unused_signs(text: str) -> tuple[str, str]:
    """Two characters that the text does not hold; empty where it holds every single one."""
    found = [sign for sign in _CONTROLS if sign not in text][:2]
    if len(found) < 2:
        found += sorted({*map(chr, _PRIVATE_USE)} - {*text})[:2]
    first, second = [*found, "", ""][:2]
    return first, second
