"""The line of venue, year and tag of a hand-written publication, taken apart; and award lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pubmd.adoption.shown_text import from_html, from_markdown
from pubmd.text.chunk import Prose, Text
from pubmd.text.prose import plain

_HIGHLIGHTED = re.compile(
    r"<highlighted(?:\s[^<>]*)?>(.*?)(?:</highlighted\s*>|<highlighted\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_PUB = re.compile(r"</?(?:span|pub|highlighted)(?:\s[^<>]*)?>", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w/:.–—-])((?:19|20)\d\d)(?![\w/:–—-])")
_STATE = re.compile(
    r"(?:in press|to appear|accepted|forthcoming|under review|submitted|early access|online first)\b.*",
    re.IGNORECASE,
)
# A tag that is not highlighted: what stands in brackets behind the year, or a word that says it.
_BEHIND = re.compile(
    r"[\s,.]*(?:[(\[]\s*([^()\[\]]{1,80}?)\s*[)\]]"
    r"|(oral|spotlight|highlight|poster|best [\w ]{1,40}|award[\w ]{0,40}?))[\s,.]*",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\(\s*\)|\[\s*\]")  # what is left of brackets around a highlighted tag
_ABBREVIATION = re.compile(r"(.*\S)\s*\(([^()]{1,40})\)", re.DOTALL)

_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Signs of an input method for Chinese, as lines in Latin letters have them.
WIDE = str.maketrans({"，": ", ", "；": "; ", "（": " (", "）": ") "})


@dataclass(frozen=True, slots=True)
class VenueLine:
    """A venue's full name and abbreviation, the year, what stands behind it, the tag; empty where missing.

    `text` is name and abbreviation as the page has them.
    """

    text: str = ""
    name: str = ""
    abbreviation: str = ""
    year: str = ""
    state: str = ""
    tag: Prose = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class AwardLine:
    """What is highlighted, and what is said of it."""

    award: Prose = ()
    note: Prose = ()


def venue_line(markup: str) -> VenueLine:
    """Take the inside of a venue's line apart. `more` is text that has no place in what pubmd writes."""
    tags = _HIGHLIGHTED.findall(markup)
    rest = plain(from_html(_PUB.sub(" ", _HIGHLIGHTED.sub(" ", markup))))
    if not _IDEOGRAPH.search(rest):
        rest = " ".join(rest.translate(WIDE).split())
    if tags:
        rest = " ".join(_EMPTY.sub(" ", rest).split())
    tag = from_html(_PUB.sub(" ", tags[0]).strip().removeprefix("(").removesuffix(")")) if tags else ()
    more = " ".join(plain(from_html(_PUB.sub(" ", each))) for each in tags[1:])
    years = list(_YEAR.finditer(rest))
    if not years:
        venue, _, state = rest.rpartition(",")
        if venue and _STATE.fullmatch(state.strip()):
            return _named(venue.strip(), state.strip(), "", tag, more)
        return _named(rest.strip(" ,"), "", "", tag, more)
    last = years[-1]
    before, behind = rest[: last.start()].rstrip(" ,([，（"), rest[last.end() :].strip(" ,")
    if rest[: last.start()].rstrip()[-1:] in ("(", "[") and rest[last.end() :].lstrip()[:1] in (")", "]"):
        behind = behind[1:].strip(" ,")
    if before.count("(") > before.count(")") and behind.startswith(")"):  # `(ECCV 2024)`
        behind = behind[1:].strip(" ,")
    behind = behind.removesuffix(".")
    if not before:  # `2023, ICCV`
        return _named(behind, last[1], "", tag, more)
    state = behind.strip("()[]")
    if not tag and _STATE.fullmatch(state):
        return _named(before, last[1], state, tag, more)
    behind_it = _BEHIND.fullmatch(behind)
    if behind_it and not tag:
        return _named(before, last[1], "", (Text(behind_it[1] or behind_it[2]),), more)
    return _named(before, last[1], behind, tag, more)


def _named(text: str, year: str, state: str, tag: Prose, more: str) -> VenueLine:
    text = text.strip()
    if text.count("(") > text.count(")"):
        text += ")"
    found = _ABBREVIATION.fullmatch(text)
    name, short = (found[1].strip(" ,"), found[2].strip()) if found else (text, "")
    return VenueLine(text, name, short, year, state, tag, more)


def award_line(markup: str) -> AwardLine:
    """Take an award's line apart."""
    found = _HIGHLIGHTED.search(markup)
    if not found:
        return AwardLine(note=from_markdown(_PUB.sub(" ", markup)))
    before, behind = _PUB.sub(" ", markup[: found.start()]), _PUB.sub(" ", markup[found.end() :])
    return AwardLine(from_html(_PUB.sub("", found[1])), from_markdown(f"{before.strip()} {behind.strip()}"))
