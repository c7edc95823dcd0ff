"""Where and when a paper came out: the fields that say so, its year, and whether it is a preprint."""

from __future__ import annotations

import re
from enum import IntEnum

from pubmd.paper.identifier import arxiv_id
from pubmd.paper.library import Entry
from pubmd.regex import regex
from pubmd.text.address import only_addresses

# The fields that name a venue, the one that counts first at the front. The last two are seldom the venue
# itself, and so count for less where two entries are made one.
VENUES = (
    *("booktitle", "journal", "journaltitle", "eventtitle", "howpublished"),
    *("school", "institution", "publisher"),
)
_NAMING = ("venue", "booktitle", "journal", "journaltitle", "eventtitle", "school", "institution")
# All that belongs to one occasion; taken from two entries it would be of neither.
OCCASION = (
    *("venue", *VENUES, "organization", "series", "shortjournal", "abbr", "abbrv", "eventdate"),
    *("year", "date", "month", "volume", "number", "issue", "pages", "pubstate"),
)
_PREPRINT_VENUE = regex(r"arxiv|\bcorr\b|[a-z]+rxiv\b|\bssrn\b|research square|\bpreprints?\b", re.IGNORECASE)
_YEAR = regex(r"\d{4}")
_NO_LETTER = regex(r"[\W_]+")


class Standing(IntEnum):
    """How well an entry says where its paper came out, the best first."""

    PUBLISHED = 0
    PERHAPS = 1
    PREPRINT = 2
    DATED = 3
    UNKNOWN = 4


def year(entry: Entry) -> str:
    """The first four digits of `year`, else of `date`; empty where there are none."""
    for name in ("year", "date"):
        found = _YEAR.search(entry[name])
        if found:
            return found[0]
    return ""


def is_preprint(entry: Entry) -> bool:
    """Whether the entry is a preprint: its venue is an archive, or it has an arXiv id and no venue."""
    venue = " ".join(entry[name] for name in ("venue", "booktitle", "journal", "journaltitle")).strip()
    return _PREPRINT_VENUE.search(venue) is not None if venue else arxiv_id(entry) != ""


def standing(entry: Entry) -> Standing:
    """Whether the entry names a venue, and of which kind."""
    if is_preprint(entry):
        return Standing.PREPRINT
    if any(entry[name].strip() for name in _NAMING):
        return Standing.PUBLISHED
    if names_venue(entry):
        return Standing.PERHAPS
    return Standing.DATED if year(entry) or entry["year"].strip() else Standing.UNKNOWN


def names_venue(entry: Entry) -> bool:
    """Whether any field names a venue; an address is none."""
    return any(entry[name].strip() and not only_addresses(entry[name]) for name in ("venue", *VENUES))


def may_be_one_occasion(one: Entry, other: Entry) -> bool:
    """Whether what two entries say of where and when does not differ."""
    years, venues = (year(one), year(other)), (_venue(one), _venue(other))
    return (
        is_preprint(one) == is_preprint(other)
        and (years[0] == years[1] or not all(years))
        and (venues[0] == venues[1] or not all(venues))
    )


def _venue(entry: Entry) -> str:
    named = next((entry[name] for name in _NAMING if entry[name].strip()), "")
    return _NO_LETTER.sub("", named).casefold()
