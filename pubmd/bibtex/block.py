"""BibTeX text as blocks that know where they stand; the only importer of bibtexparser, which splits it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

# A head that BibTeX reads and bibtexparser takes for text: white space or a hyphen in the wrong place.
_ODD_HEAD = re.compile(
    r"^([ \t]*+)@(?!\w++[ \t]*+[{(])(\s*+)([A-Za-z][\w:.+/*-]*+)(\s*+)(?=[{(])", re.MULTILINE
)
_TYPE = re.compile(r"@\s*+([A-Za-z][\w:.+/*-]*+)")
_NOT_IN_TYPE = re.compile(r"\W")
# A block that bibtexparser gave up may end with the beginning of the next one.
_NEXT_HEAD = re.compile(r"@\w*[ \t]*\Z")
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


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text, from the offset `start` to `end`.

    `name` is the citation key or the macro's name, `fields` are the pairs of a field's name and value as
    they stand (of a macro: the one pair).
    """

    kind: Kind
    start: int
    end: int
    type: str = ""
    name: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def blocks(text: str, start: int, end: int) -> list[Block]:
    """The blocks of a text between two offsets, in their order.

    What lies between two of them is white space: what bibtexparser passes over is a block of its own.
    """
    import bibtexparser.entrypoint

    # It logs every block that fails, in its own words; here each becomes a problem with a place.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
    original = text if start == 0 and end == len(text) else text[start:end]
    sign = _unused_sign(original) if "\\" in original else ""
    masked = _masked(original, sign)
    found: list[Block] = []
    position = 0
    for parsed in bibtexparser.entrypoint.parse_string(masked, parse_stack=[]).blocks:
        raw = (parsed.raw or "").strip()
        if not raw:
            continue
        at = masked.find(raw, position)
        if at < 0:
            continue  # what it holds turns up as a gap
        if at > position:
            _add_gap(found, original, position, at, start)
        behind = at + len(raw)
        block = _block(parsed, original, sign, at, behind, start)
        if block.kind is Kind.FAILED:
            overlap = _NEXT_HEAD.search(masked, at + 1, behind)
            if overlap:
                behind = overlap.start()
                block = Block(Kind.FAILED, start + at, start + behind)
        found.append(block)
        position = behind
    _add_gap(found, original, position, len(original), start)
    return found


def _add_gap(found: list[Block], text: str, at: int, behind: int, offset: int) -> None:
    """Add the text that bibtexparser passed over, unless it is white space."""
    gap = text[at:behind]
    bare = gap.strip()
    if bare:
        at += gap.index(bare)
        found.append(Block(Kind.TEXT, offset + at, offset + at + len(bare)))


def _block(parsed: Any, original: str, sign: str, at: int, behind: int, offset: int) -> Block:
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
        fields = tuple([(each.key, each.value) for each in parsed.fields])
        key = parsed.key
        if sign and sign in parsed.raw:
            key = key.replace(sign, "\\")
            fields = tuple([(each.replace(sign, "\\"), value.replace(sign, "\\")) for each, value in fields])
        return Block(Kind.ENTRY, start, end, name, key, fields)
    if kind == "String" and name == "string":
        key, value = (each.replace(sign, "\\") if sign else each for each in (parsed.key, parsed.value))
        return Block(Kind.MACRO, start, end, name, key, ((key, value),))
    if kind == "Preamble" and name == "preamble":
        return Block(Kind.PREAMBLE, start, end, name)
    if kind == "ExplicitComment" and name == "comment":
        return Block(Kind.COMMENT, start, end, name)
    return Block(Kind.FAILED, start, end)


def _masked(text: str, sign: str) -> str:
    r"""Text of the same length that bibtexparser reads as BibTeX would.

    bibtexparser takes `\}` for an escaped brace, so that `file = {C:\dir\}` and an abstract that ends in
    `\\` fail their entries; BibTeX counts the brace. Only the backslash before a double quote stays.
    """
    masked = _ODD_HEAD.sub(_plain_head, text)
    if sign:
        masked = masked.replace("\\", sign).replace(f'{sign}"', '\\"')
    return masked


def _plain_head(match: re.Match[str]) -> str:
    """`@ in-proceedings {` in the form that bibtexparser knows, and as long as it was."""
    indent, before, name, after = match.groups()
    return f"{indent}@{_NOT_IN_TYPE.sub('_', name)}{' ' * (len(before) + len(after))}"


def _unused_sign(text: str) -> str:
    """A character that the text does not hold; empty where it holds every single one."""
    first = next((sign for sign in _CONTROLS if sign not in text), "")
    if first:
        return first
    return next(iter({*map(chr, _PRIVATE_USE)} - {*text}), "")
