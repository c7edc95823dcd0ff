"""The pieces of a venue as exporters write it, and which of them are only its date, place or publisher."""

from __future__ import annotations

import re
from collections.abc import Callable

from pubmd.paper.venue_words import word_set, words
from pubmd.regex import regex

_SEPARATOR = regex(
    r"[,;:()\[\]{}]|\s[-–—|/]+(?=\s)|\s?—\s?|(?<=\d)\.(?=\s|$)|(?<=[A-Z]{3})\.(?=\s)"
    r"|(?<=[a-z])(?:--|–|-(?=[A-Z]+\s?['’]?\d))(?=[A-Z]{3})|(?<=\d\d)\s+(?=Proceedings\s+of\b)"
)
_STATUS = regex(
    r"(?:(?:to appear|accepted|accepted for publication|published|presented|appeared|in press|appears)"
    r"\s+(?:in|at|to|by|for)\b|in\s*:|in(?=\s+(?:the\s+)?[A-Z]))\s*(?:the\s+)?",
    re.IGNORECASE,
)
# MEDLINE: `Neural networks : the official journal of the International Neural Network Society`.
_WHOSE = regex(r"\s+:\s+(?:(?:an?|the)\s+)?(?:official\s+)?(?:publication|journal|organ)\s.*", re.IGNORECASE)
_PLACE_BEHIND = regex(r"\s*\(([^()]{2,60})\)")
_BRACKETS_WITHIN = regex(r"\s*\(([^()\s]{2,20})\)\s+(?=[^\W\d_])")
# IEEE Xplore and EndNote put what they sort by first: `Image Processing, IEEE Transactions on`.
_INVERTED = regex(r"\b(?:on|of|for)\W*$|^\W*(?:The\s+)?(?:IEEE|ACM)(?:/(?:IEEE|ACM|CVF))?\W*$", re.IGNORECASE)
_YEAR = regex(r"(?:19|20)\d\d")

_DATE = word_set(
    "january february march april may june july august september october november december",
    "jan feb mar apr jun jul aug sep sept oct nov dec",
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
)
_TAIL = word_set(
    "proceedings paper papers part parts vol volume volumes no nr number issue pages pp series revised",
    "selected full long main technical early access accepted press forthcoming oral spotlight highlight",
    "online virtual",
    "event first i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv",
    "xxv xxvi xxvii xxviii xxix xxx",
)
_PHRASES = frozenset(
    (
        "conference track proceedings", "conference proceedings", "main conference", "lncs", "lnai",
        "main track", "research track", "technical track", "conference track", "conference paper track",
        "conference papers track", "main conference track", "main proceedings", "research papers track",
        "lecture notes computer science", "lecture notes artificial intelligence",
        "lecture notes bioinformatics",
        "communications computer information science", "ccis", "lipics", "ceur workshop proceedings",
        "leibniz international proceedings informatics", "proceedings machine learning research",
        "jmlr workshop conference proceedings", "jmlr w cp",
        "ieee", "acm", "ieee computer society", "ieee press", "acm press",
        "cvf", "ieee cvf", "computer vision foundation", "springer", "springer verlag", "springer nature",
        "elsevier", "pmlr", "aaai press", "mit press", "curran", "curran associates", "curran associates inc",
        "morgan kaufmann", "morgan kaufmann publishers", "isca", "bmva", "bmva press", "openreview",
        "openreview net", "jmlr", "jmlr org", "usenix", "usenix association", "ijcai org", "ceur ws org",
        "iee", "iet", "osa", "spie", "optica", "eurographics association", "ios press",
        "association computational linguistics", "association computing machinery",
    )
)  # fmt: skip
# What makes something else of a conference: such words are never left out.
_OF_ITS_OWN = word_set(
    "workshop workshops companion adjunct extended abstract abstracts demo demos demonstration",
    "demonstrations poster posters findings supplement supplementary tutorial tutorials doctoral student",
    "students track tracks",
    "industry industrial keynote keynotes challenge competition session sessions special book short late",
    "breaking satellite forum consortium colocated located conjunction school journal letters transactions",
    "magazine",
)
_VOLUME = word_set("volume vol series")
_PARTICLES = word_set("of de do da del di la le les du am an der den al el en")
_PLACE = regex(r"[\w.'’-]+(?:[ /]+[\w.'’-]+){0,3}")


def segments(text: str) -> list[str]:
    """The pieces between commas, colons, brackets and dashes, what was put last by inversion first again."""
    status = _STATUS.match(text)
    if status:
        text = text[status.end() :]
    brackets = _BRACKETS_WITHIN.search(text)
    if brackets:  # `Conference on Computer Vision (ECCV) Workshops` are the workshops
        text = f"{text[: brackets.start()]} {text[brackets.end() :]}, {brackets[1]}"
    found = [piece for piece in map(str.strip, _SEPARATOR.split(text)) if piece]
    if len(found) > 1 and _INVERTED.search(found[-1]):
        found.insert(0, found.pop())
    return found


def without_addition(text: str, known: frozenset[str]) -> str:
    """A journal without the place in brackets, `Science (New York, N.Y.)`, or whose it is, as in MEDLINE."""
    whose = _WHOSE.search(text)
    if whose and whose.end() == len(text):
        return text[: whose.start()]
    start = text.rfind("(")
    place = _PLACE_BEHIND.fullmatch(text, len(text[:start].rstrip())) if start > 0 else None
    if place and all(is_known_place(piece.strip(), known) for piece in place[1].split(",")):
        return text[: place.start()]
    return text


def is_tail(segment: str) -> bool:
    """Whether a piece is a date, a volume or a publisher, and does not say which venue it is."""
    said = words(segment)
    if all(word in _DATE or word in _TAIL or (word[0].isdigit() and word[-1].isdigit()) for word in said):
        return True
    return " ".join(word for word in said if not (word.isdigit() or word in _VOLUME)) in _PHRASES


def is_date(segment: str) -> bool:
    """Whether a piece is a year or a date."""
    said = words(segment)
    dated = any(word in _DATE for word in said) or _YEAR.search(segment) is not None
    return dated and all(word.isdigit() or word in _DATE for word in said)


def is_of_its_own(segment: str) -> bool:
    """Whether a piece says that this is not the conference itself, but something at it."""
    return any(word in _OF_ITS_OWN for word in words(segment))


def places(pieces: list[str], known: frozenset[str], is_topic: Callable[[str], bool]) -> set[int]:
    """Which pieces say where a conference was held: known places, and what stands right before one or a date.

    `is_topic` says of a word that venues are called by it, so that no town is.
    """
    found: set[int] = set()
    anchored = False
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if is_known_place(piece, known):
            found.add(index)
            anchored = True
        elif is_date(piece):
            anchored = True
        elif anchored and _may_be_place(piece, is_topic):
            found.add(index)
        else:
            anchored = False
    return found


def is_known_place(piece: str, known: frozenset[str]) -> bool:
    """Whether a piece, or each side of its slash, is a country, a state or a town that conferences go to."""
    return all(side.strip().casefold() in known for side in piece.split("/"))


def _may_be_place(piece: str, is_topic: Callable[[str], bool]) -> bool:
    if not _PLACE.fullmatch(piece) or is_of_its_own(piece):
        return False
    parts = re.split(r"[ /]+", piece)
    if any(part.casefold() not in _PARTICLES and not part[:1].isupper() for part in parts):
        return False
    return not any(word.isdigit() or is_topic(word) for word in words(piece))
