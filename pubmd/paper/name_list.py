"""Authors' lists that something else than ` and ` separates: commas, semicolons, `&`.

BibTeX knows ` and ` alone; publishers' pages and reference managers give lists as they are printed. They are
read where they are beyond doubt. `Given Family, Given Family` is doubtful: to BibTeX it is one name.
"""

from __future__ import annotations

import re
from enum import Enum

from pubmd.paper.name_text import (
    CJK,
    COMMA,
    INITIALS,
    SUFFIX,
    TRAILING,
    Part,
    between,
    cuts_at,
    is_affiliation,
    is_lower,
    split_at,
    stripped,
    words,
)
from pubmd.regex import regex


def _words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


# `&#228;` and `&auml;` end with a semicolon that separates nothing.
_PEOPLE = regex(
    r"[{}]|(?<=\s)&amp;(?=\s)|&#?\w{1,8};|(?<!\\)[;；、，]|(?<=\s)\||\\and(?![A-Za-z])"
    r"|(?<=[\s,])\\?&(?=\s)|(?<=\s)(?:und|et)(?=\s)"
)
_SEPARATOR = regex(r"(?<!\\)[;；、，]|[&|]|\\and|\s(?:und|et)\s")
_CERTAIN = frozenset((";", "；", "、", "|", "\\and"))
# `Lovelace, Ada`, with one word on one of the sides, is how BibTeX sorts a name.
_SORTED = regex(r"[^\s,{}]+\s*,[^,]+|[^,]+,\s*[^\s,]+")
_OTHERS = regex(r"\W*(?:others|et\.?[\s~]*al)\W*", re.IGNORECASE)
# `Li R` and `Cullis A.G.`, as PubMed and Vancouver's style write names.
_FAMILY_FIRST = regex(
    r"((?:[^\W\d_][\w'’-]*\s){0,2}[^\W\d_][\w'’-]*[^\W\d_A-Z][\w'’-]*)\s+((?:[A-Z]\.?[\s-]?){1,2}(?:[A-Z]\.)?)"
)
_LINKING = _words("of for the and in on")
# What family names of several words begin with.
_PARTICLES = _words(
    "al bin da dal dalla de del della den der des di do dos du el la las le lo los mac mc ould san santa",
    "st sta ten ter van vanden vander von zu ben abu abd ibn",
)
# The commonest family names of Mandarin, in pinyin.
_CHINESE = _words(
    "bai cai cao chen cheng cui dai deng ding dong du duan fan feng fu gao gong gu guo han hao he hou hu",
    "huang jiang jin kong lai li liang liao lin liu lu luo lyu ma mao meng mo pan peng qian qin qiu ren shao",
    "shen shi song su sun tan tang tian wan wang wei wu xia xiao xie xiong xu xue yan yang yao ye yin yu",
    "yuan zeng zha zhang zhao zheng zhong zhou zhu zou",
)


class Manner(Enum):
    """How the names of a field are written, as far as its other names tell."""

    UNKNOWN = 0
    SPOKEN = 1  # Given Family
    SORTED = 2  # Family, Given


def manner_of(parts: list[Part]) -> Manner:
    """How the names between the `and`s of a field are written.

    It tells `Ada Lovelace, Kurt Gödel and Donald Knuth` from `García Márquez, Gabriel José and Gödel, Kurt`.
    """
    texts = [text.rstrip(" ,") for text, _ in parts]
    with_comma = [text for text in texts if "," in text]
    if not with_comma:
        return Manner.UNKNOWN
    if any(_SORTED.fullmatch(text) and not _has_suffix(text) for text in with_comma):
        return Manner.SORTED
    spoken = any(
        " " in text and "," not in text and text[0] != "{" and not _OTHERS.fullmatch(text) for text in texts
    )
    return Manner.SPOKEN if spoken else Manner.UNKNOWN


def family_first(parts: list[Part]) -> list[Part]:
    """The names of a field in which all are written `Li R`, as `Li, R`; an empty list of any other."""
    names = [part for part in parts if not _OTHERS.fullmatch(part[0])]
    if len(names) < 2 or not all(map(_is_vancouver, names)):
        return []
    return [part if _OTHERS.fullmatch(part[0]) else _sorted(part) for part in parts]


def split_people(part: Part, manner: Manner) -> list[Part]:
    """The people that something else than `and` separates, or an empty list where the part is one name."""
    text, at = part
    if _SEPARATOR.search(text):
        cuts = [cut for cut in cuts_at(_PEOPLE, text)[0] if text[slice(*cut)] in _SIGNS]
        signs = {text[slice(*cut)] for cut in cuts}
        people = [each for each in map(stripped, between(text, at, cuts)) if each[0]]
        if signs & _CERTAIN:
            return family_first(people) or people
        # `Simon & Schuster` is a publisher and `李，明` a person; with given names they would be two people.
        if signs:
            return _joined_by_sign(people, manner)
    if "," not in text:
        return []
    return _split_commas(part, manner)


_SIGNS = _CERTAIN | {"，", "&", "\\&", "&amp;", "und", "et"}


def is_doubtful(part: Part, manner: Manner) -> tuple[str, str] | None:
    """The two sides of a comma that may separate two people as well as a family name from given names."""
    if manner is Manner.SORTED or "," not in part[0]:
        return None
    sides = [each for each in map(stripped, split_at(part, COMMA)) if each[0]]
    if len(sides) != 2 or not all(map(_is_full_name, sides)):
        return None
    if CJK.fullmatch(sides[0][0]) or _is_given(sides[1]):
        return None
    first = [text for text, _ in words(sides[0])]
    if first[0].lower().strip(".") in _PARTICLES or "’" in first[0] or "'" in first[0]:
        return None
    if any(word.lower().strip(".") in _PARTICLES for word in first) or first[-1] in TRAILING:
        return None
    return sides[0][0], sides[1][0]


def _joined_by_sign(people: list[Part], manner: Manner) -> list[Part]:
    """The people of `A. Lovelace, K. Gödel & D. Knuth`, if all is names between commas and `&`."""
    if any("," not in text.strip(" ,") for text, _ in people):
        manner = Manner.SPOKEN
    found: list[Part] = []
    for each in people:
        names = _names(each, manner)
        if not names:
            return []
        found.extend(names)
    return found if len(found) > 1 else []


def _names(part: Part, manner: Manner) -> list[Part]:
    """The whole names of which a part is made; an empty list where it is made of something else."""
    people = [each for each in map(stripped, split_at(part, COMMA)) if each[0]]
    if len(people) < 2:
        return people if people and (_is_full_name(people[0]) or _is_vancouver(people[0])) else []
    several = _split_commas(part, manner)
    if several:
        return several
    if len(people) % 2 == 0 and (len(people) == 2 or all(len(words(each)) == 1 for each in people)):
        affiliated = any(is_affiliation(text) or _LINKING & set(text.split()) for text, _ in people)
        return [] if affiliated else _pairs(part, people)
    return []


def _split_commas(part: Part, manner: Manner) -> list[Part]:
    """The people of a list such as `A. Lovelace, K. Gödel, D. Knuth` or `Lovelace, A., Gödel, K.`."""
    people = [each for each in map(stripped, split_at(part, COMMA)) if each[0]]
    if len(people) < 2 or any(each[0].lower() in SUFFIX for each in people):
        return []
    if all(map(_is_vancouver, people)):
        return family_first(people)
    if all(map(_is_full_name, people)):
        if CJK.fullmatch(people[0][0]):  # `山田, 太郎` is one person
            return people if len(people) > 2 else []
        return people if len(people) > 2 or _is_list_of_two(people, manner) else []
    if len(people) > 3 and len(people) % 2 == 0 and all(map(_is_given, people[1::2])):
        return _pairs(part, people)
    return []


def _is_list_of_two(people: list[Part], manner: Manner) -> bool:
    """Whether `Given Family, Given Family` are two people for certain."""
    if manner is not Manner.UNKNOWN:
        return manner is Manner.SPOKEN
    if all(INITIALS.fullmatch(words(each)[0][0]) for each in people):
        return True
    # No family is called `Rui Li`.
    return all(len(words(each)) == 2 and words(each)[1][0].lower() in _CHINESE for each in people)


def _pairs(part: Part, people: list[Part]) -> list[Part]:
    """Every second comma's stretch together with the one before it: `Family, Given`."""
    text, at = part
    return [
        (text[first[1] - at : second[1] - at + len(second[0])], first[1])
        for first, second in zip(people[::2], people[1::2], strict=True)
    ]


def _is_full_name(part: Part) -> bool:
    """Whether a part is a whole name without a comma, given and family."""
    tokens = words(part)
    if len(tokens) == 1 and CJK.fullmatch(tokens[0][0]):
        return 2 <= len(tokens[0][0]) <= 4
    if not 2 <= len(tokens) <= 6 or is_lower(tokens[0][0]) or is_lower(tokens[-1][0]):
        return False
    if INITIALS.fullmatch(tokens[-1][0]) and not (len(tokens[-1][0]) == 1 and "." in tokens[0][0]):
        return False
    return not is_affiliation(part[0]) and _LINKING.isdisjoint(text for text, _ in tokens)


def _is_given(part: Part) -> bool:
    """Whether a part is initials and nothing else."""
    tokens = words(part)
    return 0 < len(tokens) < 5 and all(INITIALS.fullmatch(text) for text, _ in tokens)


def _is_vancouver(part: Part) -> bool:
    return len(part[0]) < 80 and _FAMILY_FIRST.fullmatch(part[0]) is not None


def _has_suffix(text: str) -> bool:
    return text.rpartition(",")[2].strip().lower() in SUFFIX


def _sorted(part: Part) -> Part:
    match = _FAMILY_FIRST.fullmatch(part[0])
    return (f"{match[1]}, {match[2].strip()}", part[1]) if match else part
