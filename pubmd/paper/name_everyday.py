"""Names as nearly all are written, `Lovelace, Ada` or `Donald E. Knuth`, with initials and particles.

What such a name means needs no second look, and a page shows its words as they stand, the given names first.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pubmd.paper.name_text import is_lower
from pubmd.regex import regex
from pubmd.text.prose import without_accents

# Beyond ASCII, where small letters and capitals are mixed, a Latin letter counts as both.
_CAPITAL, _SMALL = "[A-ZÀ-ſ]", "[a-zÀ-ſ]"
# Words by which a name is more than that: a suffix, `et al.`, the next name of the list, an institution.
_TELLING = r"(?:And|Et|Jr|Sr|Md|MD|Esq|Phd|II|Ii|Iii|IV|Iv|Inc|Ltd|Llc|Dept|Corp)\b|M\.D\."
_INSTITUTION = (
    "Universit|Institut|Department|Laborator|Academy|College|Faculty|Ministry|Hospital|Gmbh|Corporation|Foundation"
    "|Collaboration|Consortium"
)
_PARTICLES = r"(?:(?:von|van|vom|de|del|della|den|der|des|di|da|dos|du|la|le|ten|ter|zu|zur) )*+"
_WORD = rf"(?!{_TELLING}){_CAPITAL}{_SMALL}++(?:-?{_CAPITAL}{_SMALL}++)*+"
_FAMILY = rf"(?:{_WORD}|\{{{_PARTICLES}{_WORD}(?: {_WORD})*+\}})"
# `Ada`, `A`, `AM`, `Th.`, `A.-M.`
_GIVEN = rf"(?!{_TELLING}|{_INSTITUTION}){_CAPITAL}(?:{_SMALL}++\.?|\.(?:-?{_CAPITAL}\.)*+|{_CAPITAL}?)"
# In front of a comma several words may be a whole name, but not if one given name stands behind it.
_ONE_GIVEN = rf"{_GIVEN}(?:-{_GIVEN})*(?: {_CAPITAL}\.)*"
_FAMILIES = rf"{_FAMILY}(?:(?: {_WORD})++(?=, {_ONE_GIVEN}\Z))?"
_GIVEN = rf"{_GIVEN}(?:[ -]{_GIVEN})*"
# Two patterns, since a library mostly has its names in one way, and to compile them takes a while.
_SORTED = regex(rf"(?P<particle>{_PARTICLES})(?P<family>{_FAMILIES}), (?P<given>{_GIVEN})")
_UNSORTED = regex(rf"(?P<given>{_GIVEN}) (?P<particle>{_PARTICLES})(?P<family>{_FAMILY})")
_OTHERS = " and others"


class EverydayName(NamedTuple):
    """The parts of an everyday name, without accents in LaTeX; empty where it has none."""

    given: str
    particle: str
    family: str


def everyday_name(text: str) -> EverydayName | None:
    """The parts of what stands between two `and`s, if it is an everyday name."""
    found = _name(_in_letters(text))
    if not found:
        return None
    given, particle, family = map(_bare, found.group("given", "particle", "family"))
    if any(map(is_lower, (*given.split(), *family.split()[:-1]))):  # a particle like `ös`
        return None
    return EverydayName(given, particle.rstrip(), family)


def everyday_line(value: str) -> str:
    """A field's names as a page shows them, if all of them are everyday ones; empty for any other list.

    In such a list nothing but ` and ` is an `and`, and nothing has to be told of.
    """
    value = _in_letters(value)
    if "\n" in value:
        value = " ".join([line.strip(" \t\r") for line in value.split("\n")])
    names, others = (value[: -len(_OTHERS)], ", et al.") if value.endswith(_OTHERS) else (value, "")
    shown = []
    for name in names.split(" and "):
        if not _name(name):
            return ""
        family, comma, given = name.partition(", ")
        shown.append(f"{given} {family}" if comma else name)
    return _bare(", ".join(shown) + others)


def _name(text: str) -> re.Match[str] | None:
    return (_SORTED if "," in text else _UNSORTED).fullmatch(text)


def _in_letters(text: str) -> str:
    """A text with letters in place of LaTeX's accents; empty where it has a sign among those."""
    if "×" in text or "÷" in text:
        return ""
    return without_accents(text) if "\\" in text else text


def _bare(text: str) -> str:
    return text.replace("{", "").replace("}", "") if "{" in text else text
