"""Sources and settings to pages: the whole way, pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from pubmd.advice import (
    misnamed_files,
    misspelt_fields,
    misspelt_overrides,
    unheard_topics,
    unlisted_venues,
)
from pubmd.bibtex.bibliography import Bibliography
from pubmd.bibtex.fragment import Fragment
from pubmd.bibtex.source import Source
from pubmd.bibtex.value import Macros
from pubmd.card import Card
from pubmd.config.overrides import Overrides
from pubmd.config.settings import Settings
from pubmd.duplicates import came_twice, left_behind
from pubmd.exhibit import Exhibit, Exhibition, Fate
from pubmd.page import Page, anchor_conflicts, render
from pubmd.paper.amendment import amended, kinship
from pubmd.paper.identity import merged
from pubmd.paper.library import Entry, library, macros_of
from pubmd.present import Present
from pubmd.problem import Problem, error, warning
from pubmd.progress import Watch, unwatched
from pubmd.reading import Kept, Mapper, Said, in_turn, read
from pubmd.relevance import Relevance
from pubmd.topic import Topics, newest_first

# How many exhibits are worth the way to another process.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Build:
    """The pages that the sources give, what is wrong with the sources, and how many entries met which fate.

    Where a problem is an error the pages are not to be written. `advice` finds what is for `pubmd check`
    alone; `files` are the paths of the sources that have an entry on a page; `exhibits` are all papers, as in
    the sources, and what became of them; `papers` are the entries of each page, by its path, in its order.
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    advice: Callable[[], Iterable[Problem]] = field(compare=False)
    fates: Counter[Fate]
    files: frozenset[str]
    exhibits: tuple[tuple[Entry, Exhibit], ...]
    papers: Mapping[str, tuple[Entry, ...]]


# An entry that pages show, and how.
_Shown = tuple[Entry, Exhibit]


def build(
    settings: Settings,
    sources: Sequence[Source],
    overrides: Overrides,
    *,
    present: Present | None = None,
    mapper: Mapper = in_turn,
    kept: Kept | None = None,
    watch: Watch = unwatched,
) -> Build:
    """All pages of a site. `sources` may come in any order: their file names decide.

    `present` is what the pages on disk show: an entry of theirs that cannot be read is an error. `mapper`
    does what can be done side by side, `kept` holds what was read before, if anything, and `watch` sees how
    far it is.
    """
    exhibition = Exhibition(settings)
    topics = exhibition.topics
    reading = read(sorted(sources, key=lambda each: each.file), exhibition, mapper, kept, watch)
    bibliographies = reading.bibliographies
    all_entries = library(bibliographies, (each is not None for each in reading.ahead))
    said = Said(all_entries, reading.ahead)
    papers = [entry for entry in all_entries if entry.is_paper]
    relations = kinship(overrides, papers)
    entries, problems = amended(merged(papers, relations, said.signs), overrides)
    fates = _fates_of_unread(bibliographies)
    fates[Fate.HIDDEN] = len(all_entries) - len(papers)
    fates[Fate.MERGED] = sum(len(entry.merged) for entry in entries)
    problems.extend(_ambiguous_files(bibliographies, topics))

    exhibits = list(_exhibits(entries, said, exhibition, mapper, watch))
    fates.update(exhibit.fate for _, exhibit in exhibits)
    problems.extend(problem for _, exhibit in exhibits for problem in exhibit.problems)
    unheard = [place for _, exhibit in exhibits for place in exhibit.unheard]
    shown = [(entry, exhibit) for entry, exhibit in exhibits if exhibit.card]
    on_pages = [entry for entry, _ in shown]
    problems.extend(came_twice(on_pages, entries, relations, said.signs))
    untagged = [entry for entry, exhibit in exhibits if exhibit.fate is Fate.UNTAGGED]
    problems.extend(left_behind(on_pages, untagged, relations, said.signs))
    if any(each.fragments for each in bibliographies):
        wanted = {each.key for each in on_pages} | {each.key for each in overrides.entries}
        relevance = Relevance(topics, wanted)
        for bibliography, macros in zip(bibliographies, macros_of(bibliographies), strict=True):
            problems.extend(_unreadable(bibliography, macros, topics, relevance, present or Present()))
    problems.extend(unheard_topics(unheard))
    problems.extend(misspelt_overrides(overrides, settings))
    by_page = _papers(shown)
    rendered = []
    for section in settings.sections:
        for page in section.pages:
            on_page = by_page[page.path]
            problems.extend(anchor_conflicts(on_page))
            rendered.append(render(page, section, settings, [card for _, card in on_page]))
    problems.sort(key=lambda problem: (problem.place, problem.code))
    files = {entry.raw.source.file for entry in on_pages}
    files.update(each.raw.source.file for entry in on_pages if entry.merged for each in entry.merged)
    others = [each.source for each in bibliographies if each.source.file not in files]

    def advice() -> Iterator[Problem]:
        yield from unlisted_venues(shown)
        yield from misspelt_fields(on_pages, settings)
        yield from misnamed_files(others, topics)

    return Build(
        tuple(rendered),
        tuple(dict.fromkeys(problems)),
        advice,
        fates,
        frozenset(files),
        tuple(exhibits),
        {path: tuple(entry for entry, _ in on_page) for path, on_page in by_page.items()},
    )


def _exhibits(
    entries: Sequence[Entry], said: Said, exhibition: Exhibition, mapper: Mapper, watch: Watch
) -> Iterator[tuple[Entry, Exhibit]]:
    """What the site makes of each entry; those of which nothing was said ahead by way of `mapper`."""
    ahead = [said.exhibit(entry) for entry in entries]
    waiting = [entry for entry, exhibit in zip(entries, ahead, strict=True) if exhibit is None]
    batches = [waiting[at : at + _BATCH] for at in range(0, len(waiting), _BATCH)]

    def of_batch(batch: Sequence[Entry]) -> list[Exhibit]:
        return [exhibition.exhibit(entry) for entry in batch]

    made = iter(chain.from_iterable((mapper if len(batches) > 1 else in_turn)(of_batch, batches, watch)))
    for entry, exhibit in zip(entries, ahead, strict=True):
        yield entry, exhibit or next(made)


def _papers(shown: Sequence[_Shown]) -> Mapping[str, list[tuple[Entry, Card]]]:
    """The papers of each page by its path: newest year first, and within a year as in the sources."""
    papers: dict[str, list[tuple[Entry, Card]]] = defaultdict(list)
    for entry, exhibit in shown:
        if exhibit.card:
            paper = (entry, exhibit.card)
            for path in exhibit.pages:
                papers[path].append(paper)
    for on_page in papers.values():
        on_page.sort(key=lambda paper: newest_first(paper[1].year))
    return papers


def _fates_of_unread(bibliographies: Sequence[Bibliography]) -> Counter[Fate]:
    fates: Counter[Fate] = Counter(dict.fromkeys(Fate, 0))
    for each in bibliographies:
        fates[Fate.COMMENTED_OUT] += each.commented_out
        fates[Fate.UNREAD] += sum(fragment.entries for fragment in each.fragments)
    return fates


def _ambiguous_files(bibliographies: Sequence[Bibliography], topics: Topics) -> list[Problem]:
    problems = []
    for each in bibliographies:
        named = topics.named_by(each.source.file)
        if len(named) > 1:
            folders = " or ".join(f"`bib/{page.section}/`" for page in named)
            message = "the file is named after pages of several sections"
            problems.append(error("ambiguous-file", each.source.place(0), message, f"move it to {folders}"))
    return problems


def _unreadable(
    bibliography: Bibliography, macros: Macros, topics: Topics, relevance: Relevance, present: Present
) -> list[Problem]:
    """An error for each fragment that may touch a page, and one warning for all the rest of the file."""
    is_page_file = bool(topics.named_by(bibliography.source.file))
    problems = []
    rest: list[Fragment] = []
    for fragment in bibliography.fragments:
        is_wanted = relevance.has(fragment, macros) or present.shows(fragment.keys, fragment.text)
        if is_page_file or is_wanted:
            problems.append(error("unreadable", fragment.place, fragment.message, fragment.hint))
        else:
            rest.append(fragment)
    if len(rest) == 1:
        problems.append(warning("unreadable", rest[0].place, rest[0].message, rest[0].hint))
    elif rest:
        lines = ", ".join(str(fragment.place.line) for fragment in rest[:10])
        more = f" and {len(rest) - 10} more" if len(rest) > 10 else ""
        message = f"{len(rest)} places of this file cannot be read: lines {lines}{more}; {rest[0].message}"
        problems.append(warning("unreadable", rest[0].place, message, rest[0].hint))
    return problems
