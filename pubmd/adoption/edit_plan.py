"""What the edits of several pages change in the sources, planned together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pubmd.adoption.collection import Paper, papers_of
from pubmd.adoption.field_change import FieldChanges
from pubmd.adoption.hand_page import HandPage, HandPublication
from pubmd.adoption.page_edit import PageEdit
from pubmd.adoption.page_frame import not_carried
from pubmd.adoption.source_edit import NewEntry, SourceEdit
from pubmd.build import Build
from pubmd.config.settings import PageSettings, Settings
from pubmd.exhibit import Fate
from pubmd.paper.library import Entry
from pubmd.paper.publication import read_heading
from pubmd.paper.venue import VenueList
from pubmd.problem import Problem
from pubmd.text.prose import plain
from pubmd.topic import Topics


class EditPlanner:
    """Plans edits against the pages that the sources give as they are."""

    def __init__(self, settings: Settings, built: Build) -> None:
        self._topics = Topics(settings)
        self._changes = FieldChanges(settings)
        self._known = _by_identity(built, settings)
        self._papers = built.papers

    def planned(self, edits: Sequence[PageEdit]) -> tuple[SourceEdit, dict[str, tuple[Problem, ...]]]:
        """What the edits change in the sources, and what keeps pages from being carried over, by path."""
        plan = SourceEdit()
        problems: dict[str, list[Problem]] = defaultdict(list)
        said: dict[tuple[int, str], tuple[str, str]] = {}
        for edit in edits:
            for new, old, entry in (*edit.kept, *self._moved(edit, edits)):
                fields, of_entry = self._changes.of(edit.path, new, old, entry)
                problems[edit.path] += of_entry
                for name, value in fields.items():
                    path, other = said.setdefault((id(entry), name), (edit.path, value))
                    if other != value:
                        message = f"`{name}` of `{entry.key}` was edited in other words on"
                        hint = "say the same on both, or edit one of the two"
                        line = new.entry.first
                        problems[edit.path].append(not_carried(edit.path, line, f"{message} {path}", hint))
                        problems[path].append(not_carried(path, 0, f"{message} {edit.path}", hint))
                plan.change(entry, fields)
        self._come_and_gone(edits, plan, problems)
        return plan, {path: tuple(each) for path, each in problems.items() if each}

    def _moved(
        self, edit: PageEdit, edits: Sequence[PageEdit]
    ) -> Iterator[tuple[HandPublication, HandPublication, Entry]]:
        """The publications that came from other pages, as they are and as they were, with their entries."""
        was = {id(entry): old for other in edits for entry, old in other.left}
        for publication in edit.come:
            entry = self._known.get(publication.identity)
            if entry is not None and id(entry) in was:
                yield publication, was[id(entry)], entry

    def _come_and_gone(
        self, edits: Sequence[PageEdit], plan: SourceEdit, problems: dict[str, list[Problem]]
    ) -> None:
        new: dict[tuple[str, str], list[tuple[PageEdit, HandPublication]]] = defaultdict(list)
        gone = {edit.path: [entry for entry, _ in edit.left] for edit in edits}
        for edit in edits:
            for publication in edit.come:
                entry = self._known.get(publication.identity)
                if entry is None:
                    new[publication.identity].append((edit, publication))
                elif entry.key:
                    plan.add_topic(entry, self._topics.name(edit.page))
                else:
                    message = (
                        f"`{plain(publication.title)[:60]}` is in {entry.place()} without a citation key"
                    )
                    hint = "give the entry a key: its topics are told by it"
                    problems[edit.path].append(not_carried(edit.path, publication.entry.first, message, hint))
        for edit in edits:
            for entry in gone[edit.path]:
                is_left = id(entry) in plan.add_topics or any(
                    entry in entries and (path not in gone or entry not in gone[path])
                    for path, entries in self._papers.items()
                )
                plan.remove_topic(entry, self._topics.name(edit.page), is_left=is_left)
        for places in new.values():
            self._add(places, plan, problems)

    def _add(
        self,
        places: Sequence[tuple[PageEdit, HandPublication]],
        plan: SourceEdit,
        problems: dict[str, list[Problem]],
    ) -> None:
        """A new publication: an entry in the file of its page, which is not one that collects years."""
        edit, publication = next((each for each in places if not each[0].page.years), places[0])
        links, of_links = self._changes.links(edit.path, publication.entry.links)
        problems[edit.path] += of_links
        paper = _paper_of(edit.edited, publication)
        others = [each.page for each, _ in places if each is not edit]
        topics = [self._topics.name(page) for page in others if not _collects(page, edit.page, publication)]
        above, below = edit.neighbours(publication)
        plan.new.append(NewEntry(paper, edit.page, links, above, below, topics))


def _collects(page: PageSettings, home: PageSettings, publication: HandPublication) -> bool:
    """Whether a page has a paper by its year alone, once it is on another page."""
    return page.section == home.section and publication.venue.year in page.years


def _paper_of(page: HandPage, publication: HandPublication) -> Paper:
    return next(each for each in papers_of([page]) if each.taken is publication)


def _by_identity(built: Build, settings: Settings) -> dict[tuple[str, str], Entry]:
    """All entries that may come on a page, by what publications are compared by; the first of each."""
    venues = VenueList(settings.venues)
    found: dict[tuple[str, str], Entry] = {}
    for entry, exhibit in built.exhibits:
        if exhibit.fate is not Fate.HIDDEN:
            heading = read_heading(entry, settings, venues)
            letters = "".join(char for char in heading.title.casefold() if char.isalnum() or char == "_")
            if letters:
                found.setdefault((letters, heading.year), entry)
    return found
