"""An entry as the site shows it: what becomes of it, on which pages, and with what card."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from pubmd.card import Card, card
from pubmd.config.settings import Settings
from pubmd.paper.library import MONTH, Entry
from pubmd.paper.publication import is_hidden, read_publication, shown_fields
from pubmd.paper.venue import VenueList
from pubmd.problem import Place, Problem
from pubmd.topic import Topics


class Fate(StrEnum):
    """What became of an entry; each entry of each file has exactly one."""

    SHOWN = "shown"
    UNTAGGED = "untagged"
    HIDDEN = "hidden"
    COMMENTED_OUT = "commented out"
    MERGED = "merged into another"
    UNREAD = "unread"


class Exhibit(NamedTuple):
    """What the site makes of an entry.

    `topics` are the paths of the pages that its topics and its file lead to, `pages` of those and the ones
    that collect its year; `card` is None where there are none. `unlisted_venue`
    is the venue's name, where no list has it, and the field that holds it; `unheard` are the places of fields
    that hold a page's keyword and are not looked at for topics.
    """

    fate: Fate
    topics: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    card: Card | None = None
    unlisted_venue: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()
    unheard: tuple[Place, ...] = ()


class Exhibition:
    """What decides how entries are shown: the settings, with the words and venues that they come to."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.topics = Topics(settings)
        # Whether `month`, which most programs write as a macro, has any say in what pages show.
        self.looks_at_month = MONTH in shown_fields(settings) or self.topics.look_at(MONTH)

    @cached_property
    def _venues(self) -> VenueList:
        """The venues; a while is spared where everything is kept, or another process reads what is not."""
        return VenueList(self.settings.venues)

    def exhibit(self, entry: Entry) -> Exhibit:
        """What the site makes of an entry. It depends on nothing but the entry and the settings."""
        if is_hidden(entry):
            return Exhibit(Fate.HIDDEN)
        assignment = self.topics.assignment(entry)
        if not assignment.pages:
            return Exhibit(Fate.UNTAGGED, problems=assignment.problems, unheard=assignment.unheard)
        publication, problems = read_publication(entry, self.settings, self._venues)
        return Exhibit(
            Fate.SHOWN,
            tuple([page.path for page in assignment.pages]),
            tuple([page.path for page in self.topics.with_years(assignment, publication.year)]),
            card(publication, self.settings),
            publication.unlisted_venue,
            (*assignment.problems, *problems),
            assignment.unheard,
        )
