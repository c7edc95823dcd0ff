"""The fields that are shown as links: those that pubmd ships, and the user's."""

from __future__ import annotations

from collections.abc import Sequence

from pubmd.config.settings import LinkField
from pubmd.config.yaml_reader import Reader, Spelled
from pubmd.problem import Place
from pubmd.regex import regex

SHIPPED = {
    "paper": "Paper",
    "code": "Code",
    "code_dataset": "Code & Dataset",
    "dataset": "Dataset",
    "video": "Intro Video",
    "demo": "Demo Video",
    "project": "Project",
    "slides": "Slides",
    "poster": "Poster",
    "supp": "Supplement",
}
# Fields that are shown elsewhere in an entry, or that steer pubmd. Those that Paper is made of may well be
# links of their own too.
_OWN_PLACE = frozenset(
    [
        *("title", "author", "editor", "year", "date", "month", "tag", "award", "award_note", "pubstate"),
        *("venue", "booktitle", "journal", "journaltitle", "howpublished", "school", "institution"),
        *("publisher", "organization", "series", "shortjournal", "abbr", "abbrv", "abstract", "abs_id"),
        *("topics", "keywords", "hidden", "crossref", "xdata", "same_as", "not_same_as"),
    ]
)
# What reference managers fill with local paths and private remarks.
_PRIVATE = regex(
    r"note|annote|annotation|file|local-url|owner|timestamp|__markedentry|date-(?:added|modified)|bdsk-.*"
)


def may_be_link(field: str) -> bool:
    """Whether a field, in lower case, can be shown as a link: it has no other meaning, and is not private."""
    return field not in _OWN_PLACE and not _PRIVATE.fullmatch(field)


def link_fields(reader: Reader, configured: Sequence[tuple[Spelled, Spelled]]) -> tuple[LinkField, ...]:
    """The shipped fields, under a label of the user's where there is one, then the user's own fields."""
    links = dict(SHIPPED)
    seen: dict[str, Place] = {}
    for name, label in configured:
        field = name.text.lower()
        if field in _OWN_PLACE:
            message = f"the field `{field}` has another meaning, and can be no link"
            reader.refuse("value", name.place, message, "name a field that holds an address, such as `blog`")
        elif _PRIVATE.fullmatch(field):
            message = f"the field `{field}` may hold private remarks or paths, and is never published"
            reader.refuse("value", name.place, message, "name a field that holds an address, such as `blog`")
        elif field in seen:
            message = f"the field `{field}` stands in `links` twice, first in line {seen[field].line}"
            reader.refuse("duplicate", name.place, message, "leave one of the two")
        else:
            seen[field] = name.place
            links[field] = label.text.strip()
    return tuple(LinkField(field, label) for field, label in links.items())
