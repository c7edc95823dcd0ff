"""A venue that is not on the list: shown as it stands, without what is only its year, date or place."""

from __future__ import annotations

import re

from pubmd.paper.venue_index import Index
from pubmd.paper.venue_segment import is_date, is_of_its_own, is_tail, places
from pubmd.regex import regex

_LONGEST = 60
_EVENT = regex(
    r"\b(?:conference|conf\.|symposium|symp\.|workshops?|meeting|congress|colloquium|summit|forum)(?:\b|(?<=\.))",
    re.IGNORECASE,
)
_PROCEEDINGS = regex(
    r"(?:in:?\s+)?(?:conference\s+)?proc(?:eedings?|s?\.|(?=\s))(?:\s+of)?(?:\s+the\b)?[\s:,–—-]*",
    re.IGNORECASE,
)
_LEADING_YEAR = regex(r"(?:19|20)\d\d\s+")
_LABEL = regex(
    r"([A-Z][\w&/+-]*(?: [A-Z]{2,4})?)(?:\s?['’]\s?\d\d|\s(?:19|20)\d\d)"
    r"(?:\s?(?::|\s[-–—]\s)\s*(?=\w)|\s+(?=Proceedings\s+of\b))"
)
_IN_BRACKETS = regex(r"\s*\(([^()]*)\)$")
_SHORT_NAME = regex(r"\*?[A-Z0-9][\w&/*+-]{1,14}|[A-Z][A-Z&-]{1,4} [A-Z][A-Za-z]{1,9}")
_SHORT_YEAR = regex(r"[\s'’_/-]*(?:19|20)\d\d$|\s?['’-]\s?\d\d$")
_YEAR = regex(r"[\s,]*(?:[-'’]?\b(?:19|20)\d\d|['’]\s?\d\d)$")
_SERIES = regex(r"(.+?)(?:\s?['’]\s?\d\d|\s(?:19|20)\d\d)")
_CUT = regex(r"\s*,\s*|\s+[-–—]\s+|(?<=\d)\.\s+|:\s+")
_INVERTED = regex(
    r"(.+),\s*((?:The\s+)?[^,]{3,200}\b(?:Conference|Symposium|Workshop|Transactions|Journal)\s+on)",
    re.IGNORECASE,
)


def short_name(text: str, year: str = "") -> str:
    """The abbreviation that a text is, without its year; empty where it is none.

    With `year`, another one that is written together with the abbreviation belongs to it: `SE2030`.
    """
    if len(text) > _LONGEST:
        return ""
    bare = text.strip()
    ended = _SHORT_YEAR.search(bare)
    if ended and not (year and ended[0].isdigit() and ended[0] != year):
        bare = bare[: ended.start()].rstrip()
    return bare if sum(map(str.isupper, bare)) > 1 and _SHORT_NAME.fullmatch(bare) else ""


def cleaned(text: str, index: Index, year: str = "") -> tuple[str, str]:
    """The name and the abbreviation of a venue that nobody listed, out of what an exporter wrote.

    Only what is clearly no part of a name goes: `Proceedings of the`, years, and behind a conference's
    name its dates, place and volume. The abbreviation is the last `(ABC)`, the `ABC 2004` among the
    commas, or the `ABC '04:` in front. A journal keeps all but that.
    """
    abbreviation = ""
    label = _LABEL.match(text)
    if label and short_name(label[1]) and _EVENT.search(text, label.end()):
        abbreviation, text = label[1], text[label.end() :]
    if _EVENT.search(text):
        text = _upright(text)
        text = _without_start(text, year)
        text, found = _without_end(text, index)
        abbreviation = found or abbreviation
    brackets = _IN_BRACKETS.search(text)
    if brackets and brackets.start() and short_name(brackets[1]):
        return text[: brackets.start()], short_name(brackets[1])
    ended = _YEAR.search(text)
    before = text[: ended.start()] if ended else ""
    if before and "," not in before and (text.endswith(year or "?") or short_name(text)):
        text = before
    return text, abbreviation


def series_name(series: str) -> str:
    """The abbreviation in a series that names a conference's year, `CHI '20`; of other series none."""
    match = _SERIES.fullmatch(series.strip()) if len(series) <= _LONGEST else None
    return short_name(match[1]) if match else ""


def _upright(text: str) -> str:
    """`Web Intelligence (WI), 2010 International Conference on` the right way round."""
    match = _INVERTED.fullmatch(text)
    return f"{match[2]} {match[1]}" if match else text


def _without_start(text: str, year: str) -> str:
    proceedings = _PROCEEDINGS.match(text)
    if proceedings and _EVENT.search(text, proceedings.end()):
        rest = text[proceedings.end() :]
        if "of" in proceedings[0].lower() or not rest[0].islower():  # no `Proceedings des …`
            text = rest
    leading = _LEADING_YEAR.match(text)
    return text[leading.end() :] if leading and year in ("", leading[0].strip()) else text


def _without_end(text: str, index: Index) -> tuple[str, str]:
    """A conference's name without what stands behind it, and the abbreviation that was found there."""
    abbreviation = ""
    tail: list[str] = []
    while True:
        head, piece = _last_piece(text)
        if not _EVENT.search(head):
            break
        tail.insert(0, piece)
        name = short_name(piece)
        if name and is_of_its_own(head) and index.mentioned(piece):
            break  # the conference that a workshop belongs to
        if name and not is_of_its_own(piece) and (_YEAR.search(piece) or text.endswith(")")):
            abbreviation = name
        elif not (is_tail(piece) or is_date(piece) or 0 in places(tail, index.places, index.is_topic)):
            break
        text = head
    year = _YEAR.search(text)
    if year and _EVENT.search(text, 0, year.start()):
        text = text[: year.start()]
    return text.rstrip(" ,:;–—-"), abbreviation


def _last_piece(text: str) -> tuple[str, str]:
    """What stands before the last comma, dash or bracket, and what behind."""
    brackets = _IN_BRACKETS.search(text)
    if brackets:
        return text[: brackets.start()], brackets[1].strip()
    cuts = list(_CUT.finditer(text))
    return (text[: cuts[-1].start()], text[cuts[-1].end() :].strip(" .")) if cuts else ("", text)
