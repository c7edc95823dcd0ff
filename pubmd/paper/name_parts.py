"""The four parts of a name, as text: given names, particle (BibTeX: von), family name, suffix (Jr)."""

from __future__ import annotations

import re
from typing import NamedTuple

from pubmd.paper.name_text import (
    CJK,
    SUFFIX,
    TRAILING,
    Part,
    is_affiliation,
    is_lower,
    split_at,
    stripped,
    words,
)
from pubmd.regex import regex

_EXTENDED = regex(
    r"\"?\s*(?:(?:given|family|prefix|suffix|middle)(?:-i)?|id|gender|hash|uniquename|use\w+|\w+templatename)\s*=",
    re.IGNORECASE,
)
_COMMA_OR_QUOTE = regex(r"[{},\"]")
_EMPTY: Part = ("", 0)


class NameParts(NamedTuple):
    """A name's parts; an empty text where it has none."""

    given: Part = _EMPTY
    particle: Part = _EMPTY
    family: Part = _EMPTY
    suffix: Part = _EMPTY


def name_parts(stretches: list[Part]) -> NameParts | None:
    """The parts of the name whose stretches between commas these are, or None where they make no name.

    BibTeX knows `Given particle Family`, `particle Family, Given` and `particle Family, Suffix, Given`;
    `Family, Given, Suffix` and `Given Family, Suffix` are understood as well.
    """
    if len(stretches) < 2:
        return _given_first(stretches[0]) if stretches else NameParts()
    if len(stretches) > 3:
        return None
    rest = stretches[1:]
    suffix = next((part for part in rest if part[0].lower() in SUFFIX), _EMPTY)
    if suffix is not _EMPTY:
        rest.remove(suffix)
        if not rest:
            return _given_first(stretches[0])._replace(suffix=suffix)
    elif len(rest) == 2:
        return None
    if is_affiliation(rest[0][0]):
        return None
    return _family_first(stretches[0], rest[0], suffix)


def _given_first(name: Part) -> NameParts:
    """A name as it is spoken."""
    tokens = _without_number(words(name))
    suffix = _EMPTY
    if len(tokens) > 1 and tokens[-1][0] in TRAILING and (len(tokens) > 2 or tokens[-1][0][0] in "JS"):
        suffix = tokens.pop()
    if tokens and all(CJK.fullmatch(text) for text, _ in tokens):
        return NameParts(_span(tokens[1:], name), family=tokens[0], suffix=suffix)
    lower = [index for index, (text, _) in enumerate(tokens[:-1]) if is_lower(text)]
    start, end = (lower[0], lower[-1] + 1) if lower else (len(tokens) - 1,) * 2
    return NameParts(
        _span(tokens[:start], name), _span(tokens[start:end], name), _span(tokens[end:], name), suffix
    )


def _family_first(family: Part, given: Part, suffix: Part) -> NameParts:
    """A name as it is sorted."""
    tokens = _without_number(words(family))
    if suffix is _EMPTY and len(tokens) > 1 and tokens[-1][0] in TRAILING:
        suffix = tokens.pop()
    lower = [index for index, (text, _) in enumerate(tokens[:-1]) if is_lower(text)]
    end = lower[-1] + 1 if lower else 0
    given = _span(_without_number(words(given)), given)
    return NameParts(given, _span(tokens[:end], family), _span(tokens[end:], family), suffix)


def _span(tokens: list[Part], name: Part) -> Part:
    """The stretch of a name from its first to its last of these words."""
    if not tokens:
        return _EMPTY
    start = tokens[0][1]
    end = tokens[-1][1] + len(tokens[-1][0])
    return name[0][start - name[1] : end - name[1]], start


def _without_number(tokens: list[Part]) -> list[Part]:
    """The words without the number by which DBLP tells people of one name apart: `Ada Lovelace 0001`."""
    if len(tokens) > 1 and len(tokens[-1][0]) == 4 and tokens[-1][0][0] == "0" and tokens[-1][0].isdecimal():
        return tokens[:-1]
    return tokens


def is_extended(text: str) -> bool:
    """Whether a name is in biblatex's extended form, `family=…, given=…`, or an option among such names."""
    return _EXTENDED.match(text) is not None


def extended_parts(name: Part) -> NameParts | None:
    """The parts of a name in biblatex's extended form; None of an option, which names nobody."""
    if name[0].count('"') == 2:
        name = _unquoted(name)
    found: dict[str, Part] = {}
    for stretch in split_at(name, _COMMA_OR_QUOTE):
        text, at = _unquoted(stripped(stretch))
        key, equals, value = text.partition("=")
        found[key.strip().lower()] = _unquoted(stripped((value, at + len(key) + len(equals))))
    keys = ("given", "prefix", "family", "suffix")
    parts = NameParts(*(found.get(key) or found.get(f"{key}-i") or _EMPTY for key in keys))
    return parts if any(text for text, _ in parts) else None


def _unquoted(part: Part) -> Part:
    """A part without the quotes or the braces that hold all of it."""
    text, at = part
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    if quoted or (text[:1] + text[-1:] == "{}" and len(words(part)) == 1):
        return stripped((text[1:-1], at + 1))
    return part
