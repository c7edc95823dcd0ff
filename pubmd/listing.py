"""A site's publications as rows of a list: which there are, what is known of each, which are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pubmd.build import Build
from pubmd.config.settings import PageSettings, Settings
from pubmd.exhibit import Exhibit, Fate
from pubmd.paper.library import Entry
from pubmd.paper.publication import lacks, read_heading, shown_fields
from pubmd.paper.venue import VenueList
from pubmd.problem import nearest
from pubmd.suggestion import HitRate, Sample, Suggestion, Suggestions
from pubmd.text.markup import kramdown
from pubmd.text.prose import read_prose
from pubmd.topic import Topics, newest_first

_TITLE_LINE = re.compile(r"^\*\*(?!\[)(.+?)\*\*", re.MULTILINE)
_TAG = re.compile(r"<[^<>]*>")
_NOT_LETTERS = re.compile(r"[\W_]+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LIKELY = 3  # how many suggestions a row has
_LEAST = 0.05  # the score from which on they say anything


class SelectionError(Exception):
    """What is asked for is nothing that a site has. Says the mend in its text."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a publication, as read text.

    `topics` are the topics that its pages have, `pages` all its pages as `section/id`; `is_new` where no page
    file on disk has it; `suggestions` are its likeliest topics, where they were asked for.
    """

    entry: Entry
    exhibit: Exhibit
    title: str
    authors: str
    venue: str
    year: str
    topics: tuple[str, ...]
    pages: tuple[str, ...]
    is_new: bool
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def key(self) -> str:
        """The citation key, as its file spells it."""
        return self.entry.key

    @property
    def is_untagged(self) -> bool:
        """Whether it is on no page for want of a topic."""
        return self.exhibit.fate is Fate.UNTAGGED


@dataclass(frozen=True, slots=True)
class Selection:
    """Which publications are asked for: those that fit all that is said.

    Of `topics` and of `years` one must fit; `missing` names fields, or `topics`, of which each
    must be missing.
    """

    untagged: bool = False
    new: bool = False
    topics: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def rows(build: Build, settings: Settings, page_texts: Iterable[str]) -> list[Row]:
    """A row for each paper of the sources, newest year first and within a year as in the sources.

    `page_texts` are the pages that are on disk.
    """
    topics, venues = Topics(settings), VenueList(settings.venues)
    present = frozenset(title for text in page_texts for title in _titles(text))
    found = (_row(*each, settings, topics, venues, present) for each in build.exhibits)
    return sorted(found, key=lambda row: newest_first(row.year))


def _row(
    entry: Entry,
    exhibit: Exhibit,
    settings: Settings,
    topics: Topics,
    venues: VenueList,
    present: frozenset[str],
) -> Row:
    heading = read_heading(entry, settings, venues)
    written = kramdown(read_prose(entry["title"])[0])
    return Row(
        entry,
        exhibit,
        _one_line(heading.title),
        _one_line(heading.authors),
        _one_line(heading.venue),
        _one_line(heading.year),
        topics=tuple(topics.name(page) for page in settings.pages if page.path in exhibit.topics),
        pages=tuple(f"{page.section}/{page.id}" for page in settings.pages if page.path in exhibit.pages),
        is_new=present.isdisjoint((_letters(heading.title), _letters(_unwritten(str(written))))),
    )


def _titles(page: str) -> Iterable[str]:
    """What the titles on a page come down to, whoever wrote it."""
    for match in _TITLE_LINE.finditer(page):
        yield _letters(_unwritten(match[1]))


def _unwritten(markdown: str) -> str:
    from html import unescape

    return unescape(_TAG.sub("", markdown)).replace("\\", "")


def _letters(text: str) -> str:
    """A title's letters and digits alone."""
    return _NOT_LETTERS.sub("", text).casefold()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def selected(rows: Sequence[Row], selection: Selection, settings: Settings) -> list[Row]:
    """The rows that are asked for. Raises SelectionError for a topic or a field that there is none of."""
    topics = Topics(settings)
    paths = frozenset(_asked_for(topic, topics, settings).path for topic in selection.topics)
    known = {*shown_fields(settings), "topics"}
    for name in selection.missing:
        if name.lower() not in known:
            hint = nearest(name, known) or "it wants a field that a page shows, such as `abstract` or `code`"
            raise SelectionError(f"no page shows a field `{name}`; {hint}")

    def fits(row: Row) -> bool:
        return (
            (row.is_untagged or not selection.untagged)
            and (row.is_new or not selection.new)
            and (not paths or not paths.isdisjoint(row.exhibit.pages))
            and (not selection.years or row.year in selection.years)
            and all(_lacks(row, name.lower()) for name in selection.missing)
        )

    return [row for row in rows if fits(row)]


def _lacks(row: Row, name: str) -> bool:
    return not row.topics if name == "topics" else lacks(row.entry, name)


def _asked_for(topic: str, topics: Topics, settings: Settings) -> PageSettings:
    """The page that a topic means, or that is called so: one that collects years may have no topic."""
    name = " ".join(topic.split()).casefold()
    called = [
        each
        for each in settings.pages
        if name in (each.id.casefold(), f"{each.section}/{each.id}".casefold())
    ]
    return called[0] if len(called) == 1 and not topics.pages_of(name) else page_of(topic, topics)


def page_of(topic: str, topics: Topics) -> PageSettings:
    """The page that a topic means. Raises SelectionError where it means none, or several."""
    pages = topics.pages_of(" ".join(topic.split()))
    if not pages:
        raise SelectionError(f"the topic `{topic}` fits no page; {topics.hint(topic)}")
    if len(pages) > 1:
        meant = " or ".join(f"`{topics.name(page)}`" for page in pages)
        raise SelectionError(f"the topic `{topic}` fits pages of several sections; write {meant}")
    return pages[0]


def with_suggestions(
    wanted: Sequence[Row], rows: Sequence[Row], settings: Settings
) -> tuple[list[Row], HitRate]:
    """Rows with their likeliest topics, and how often these are right for the papers that are tagged.

    Pages that collect years, or are named after one, are never suggested: their papers share no subject.
    """
    topics = Topics(settings)
    pages = {
        topics.name(page): (page.label, page.heading, *page.keywords, page.id)
        for page in settings.pages
        if page.keywords and not page.years and not _YEAR.search(f"{page.id} {page.label}")
    }
    samples = [
        Sample(
            row.title,
            row.entry["abstract"],
            tuple(filter(None, row.authors.split(", "))),
            frozenset(row.topics) & pages.keys(),
        )
        for row in rows
    ]
    known = Suggestions(pages, samples)
    numbers = {id(row): number for number, row in enumerate(rows)}
    suggested = [
        replace(
            row,
            suggestions=tuple(
                each
                for each in known.of(numbers[id(row)])
                if each.topic not in row.topics and each.score >= _LEAST
            )[:_LIKELY],
        )
        for row in wanted
    ]
    return suggested, known.hit_rate()


@dataclass(frozen=True, slots=True)
class Summary:
    """How many publications each page has of each year: `counts` maps pairs of a page's name and a year."""

    pages: tuple[str, ...]
    years: tuple[str, ...]
    counts: dict[tuple[str, str], int]


UNTAGGED = "(untagged)"


def summary(rows: Sequence[Row], settings: Settings) -> Summary:
    """How many of these rows are on which page, by years, the newest first."""
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        for page in row.pages or ((UNTAGGED,) if row.is_untagged else ()):
            counts[page, row.year] = counts.get((page, row.year), 0) + 1
    pages = [f"{page.section}/{page.id}" for page in settings.pages]
    pages += [UNTAGGED] if any(page == UNTAGGED for page, _ in counts) else []
    years = sorted({year for _, year in counts}, key=lambda year: (newest_first(year), year))
    return Summary(tuple(pages), tuple(years), counts)
