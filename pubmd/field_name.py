"""Names of BibTeX fields: which pubmd gives a meaning to, and which a typing slip made of one of those."""

from __future__ import annotations

from functools import cache

from pubmd.config.settings import Settings
from pubmd.text.likeness import is_slip

_SHOWN = (
    *("title", "author", "editor", "year", "date", "venue", "booktitle", "journal", "journaltitle"),
    *("pubstate", "tag", "award", "award_note", "abstract", "abs_id", "pdf", "url", "doi", "eprint"),
)
_STEERING = ("hidden", "crossref", "xdata")
_IN_OVERRIDES = ("topics", "same_as", "not_same_as")
# Names one letter away that mean something else to BibTeX, biblatex or a program that exports.
_OTHERS = frozenset(
    [
        *(
            "authors",
            "codes",
            "data",
            "dates",
            "demos",
            "editora",
            "editorb",
            "editorc",
            "editors",
            "eprints",
        ),
        *("keyword", "tags", "titles", "urls", "years"),
    ]
)
# One letter makes another word of a shorter name.
_SHORTEST = 4


def meant(name: str, settings: Settings, *, in_overrides: bool = False) -> str:
    """The field that somebody who typed this name most likely meant; empty where the name is no slip.

    `settings` add fields of their own. What only overrides have is looked for there alone.
    """
    links = tuple(link.field for link in settings.links)
    return _meant(name, (*links, *settings.topics_from, *(_IN_OVERRIDES if in_overrides else ())))


@cache
def _meant(name: str, configured: tuple[str, ...]) -> str:
    known = dict.fromkeys((*_SHOWN, *_STEERING, *configured))
    if name in known or name in _OTHERS:
        return ""
    return next((each for each in known if _is_slip(name.replace("-", "_"), each)), "")


def _is_slip(name: str, meant: str) -> bool:
    # A letter in front is meant: MathSciNet has `fjournal`, and people take fields away with an `x`.
    return name == meant or (len(meant) >= _SHORTEST and is_slip(name, meant) and name[1:] != meant)
