"""Sources and settings to pages: the whole way, pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

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
from pubmd.config.overrides import Overrides
from pubmd.config.settings import Settings
from pubmd.deferred import Deferred, picked
from pubmd.duplicates import came_twice, left_behind
from pubmd.exhibit import Exhibit, Exhibition, Fate
from pubmd.page import Page, anchor_conflicts, render
from pubmd.paper.amendment import amended, kinship
from pubmd.paper.identity import merged
from pubmd.paper.library import Entry, library, macros_of, no_papers
from pubmd.paper.papers import Papers, signs
from pubmd.present import Present
from pubmd.problem import Problem, error, warning
from pubmd.progress import Watch, unwatched
from pubmd.reading import Ask, Kept, Mapper, Reading, in_turn, read
from pubmd.relevance import Relevance
from pubmd.showing import Showing
from pubmd.topic import Topics, newest_first

# How many exhibits are worth the way to another process.
_BATCH = 200


class Build(NamedTuple):
    """The pages that the sources give, what is wrong with the sources, and how many entries met which fate.

    Where a problem is an error the pages are not to be written. `advice` finds what is for `pubmd check`
    alone; `files` are the paths of the sources that have an entry on a page; `exhibits` are all papers, as in
    the sources, and what became of them; `papers` are the entries of each page, by its path, in its order.
    """

    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    advice: Callable[[], Iterable[Problem]]
    fates: Counter[Fate]
    files: frozenset[str]
    exhibits: Sequence[tuple[Entry, Exhibit]]
    papers: Mapping[str, Sequence[Entry]]


def build(
    settings: Settings,
    sources: Sequence[Source],
    overrides: Overrides,
    *,
    present: Present | None = None,
    mapper: Mapper = in_turn,
    kept: Kept | None = None,
    ask: Ask | None = None,
    watch: Watch = unwatched,
) -> Build:
    """All pages of a site. `sources` may come in any order: their file names decide.

    `present` is what the pages on disk show: an entry of theirs that cannot be read is an error. `mapper`
    does what can be done side by side, `kept` holds what was read before, if anything, `ask` has what is new
    read by somebody else, and `watch` sees how far it is.
    """
    exhibition = Exhibition(settings)
    topics = exhibition.topics
    reading = read(sorted(sources, key=lambda each: each.file), exhibition, mapper, kept, ask, watch)
    bibliographies = reading.bibliographies
    read_papers, fates = _papers(reading)
    relations = kinship(overrides, read_papers)
    unread = {key for each in bibliographies for fragment in each.fragments for key in fragment.keys}
    papers, problems = amended(merged(read_papers, relations), overrides, unread)
    fates[Fate.MERGED] = sum(len(entry.merged) for _, entry in papers.united())
    problems.extend(_ambiguous_files(bibliographies, topics))

    showing = _showing(papers, reading.showing, exhibition, mapper, watch)
    for fate, count in Counter(showing.fates).items():
        fates[Fate(fate)] += count
    problems.extend(each for _, told in sorted(showing.problems.items()) for each in told)
    unheard = [place for _, places in sorted(showing.unheard.items()) for place in places]
    shown = papers.at([at for at, pages in enumerate(showing.pages) if pages])
    problems.extend(came_twice(shown, papers, relations))
    untagged = papers.at([at for at, fate in enumerate(showing.fates) if fate == Fate.UNTAGGED])
    problems.extend(left_behind(shown, untagged, relations))
    if any(each.fragments for each in bibliographies):
        wanted = {*shown.keys, *(each.key for each in overrides.entries)}
        relevance = Relevance(topics, wanted)
        for bibliography, macros in zip(bibliographies, macros_of(bibliographies), strict=True):
            problems.extend(_unreadable(bibliography, macros, topics, relevance, present or Present()))
    problems.extend(unheard_topics(unheard))
    problems.extend(misspelt_overrides(overrides, settings))
    on_pages = _on_pages(showing)
    rendered = []
    for section in settings.sections:
        for page in section.pages:
            on_page = on_pages[page.path]
            asked = [(papers.entries[at], showing.anchors[at]) for at in on_page if at in showing.anchors]
            problems.extend(anchor_conflicts(asked))
            rendered.append(render(page, section, settings, showing, on_page))
    problems.sort(key=lambda problem: (problem.place, problem.code))
    files = {*shown.files, *(each.raw.source.file for _, entry in shown.united() for each in entry.merged)}
    others = [each.source for each in bibliographies if each.source.file not in files]
    exhibits = Deferred(len(papers), lambda at: (papers.entries[at], showing.exhibit(at)))

    def advice() -> Iterator[Problem]:
        yield from unlisted_venues([each for each in exhibits if each[1].card])
        yield from misspelt_fields(shown.entries, settings)
        yield from misnamed_files(others, topics)

    return Build(
        tuple(rendered),
        tuple(dict.fromkeys(problems)),
        advice,
        fates,
        frozenset(files),
        exhibits,
        {path: picked(papers.entries, on_page) for path, on_page in on_pages.items()},
    )


def _papers(reading: Reading) -> tuple[Papers, Counter[Fate]]:
    """The papers among the entries, and how many of these met a fate before anybody looked into them."""
    bibliographies = reading.bibliographies
    fates: Counter[Fate] = Counter(dict.fromkeys(Fate, 0))
    for each in bibliographies:
        fates[Fate.COMMENTED_OUT] += each.commented_out
        fates[Fate.UNREAD] += sum(fragment.entries for fragment in each.fragments)
    unsaid = [at for at, fate in enumerate(reading.showing.fates) if not fate]
    entries = library(bibliographies, unsaid)
    every = Papers(
        entries,
        list(chain.from_iterable([each.keys for each in bibliographies])),
        [file for each in bibliographies for file in [each.source.file] * len(each.keys)],
        reading.signs.with_those({at: signs(entries[at]) for at in unsaid}),
        range(len(entries)),
        {},
    )
    hidden = no_papers(list(chain.from_iterable([each.types for each in bibliographies])))
    fates[Fate.HIDDEN] = len(hidden)
    return every.without(hidden), fates


def _showing(papers: Papers, said: Showing, exhibition: Exhibition, mapper: Mapper, watch: Watch) -> Showing:
    """What the site makes of each paper; of those of which nothing was `said` ahead by way of `mapper`."""
    said = said.at(papers.origins)
    waiting = [at for at, fate in enumerate(said.fates) if not fate or at in papers.changed]
    batches = [waiting[at : at + _BATCH] for at in range(0, len(waiting), _BATCH)]

    def of_batch(batch: Sequence[int]) -> list[Exhibit]:
        return [exhibition.exhibit(papers.entries[at]) for at in batch]

    made = chain.from_iterable((mapper if len(batches) > 1 else in_turn)(of_batch, batches, watch))
    return said.with_those(dict(zip(waiting, made, strict=True)))


def _on_pages(showing: Showing) -> Mapping[str, list[int]]:
    """Where each page's papers are, by its path: newest year first, and within a year as in the sources."""
    of_ranks: dict[tuple[int, int], list[int]] = {}
    of_years = {year: of_ranks.setdefault(newest_first(year), []) for year in {*showing.years}}
    for at, year in enumerate(showing.years):
        of_years[year].append(at)
    on_pages: dict[str, list[int]] = defaultdict(list)
    for _, papers in sorted(of_ranks.items()):
        for at in papers:
            for path in showing.pages[at]:
                on_pages[path].append(at)
    return on_pages


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
