"""Hand-written pages to sources and configuration, and how the pages would come back: the whole way, pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pubmd.adoption.bibtex_text import bibtex_value, entry_text, file_text
from pubmd.adoption.collection import Paper, papers_of
from pubmd.adoption.comparison import Comparison
from pubmd.adoption.entry_fields import Labels, entry_fields, own_venues
from pubmd.adoption.hand_page import HandPage, read_page
from pubmd.adoption.page_order import in_one_file, is_in_order
from pubmd.adoption.round_trip import compared
from pubmd.adoption.section_plan import PagePlan, SectionPlan, sections_of
from pubmd.adoption.settings_text import settings_text
from pubmd.adoption.slip import Slip, leftover_problems
from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides
from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.paper.venue import VenueList
from pubmd.problem import Place, Problem, error
from pubmd.topic import newest_first

SETTINGS_FILE = "bib/pubmd.yml"
# What is said of papers that come from several sources.
_OF_SEVERAL_SOURCES = ("merged-entry", "duplicate-key", "possible-duplicate")


@dataclass(frozen=True, slots=True)
class Beside:
    """What a site's `bib/` holds already: a sync reads it together with what is made of the pages."""

    sources: Sequence[Source] = ()
    overrides: Overrides = field(default_factory=lambda: Overrides(()))


@dataclass(frozen=True, slots=True)
class Adoption:
    """What becomes of hand-written pages.

    `files` are the sources and the configuration, by their paths from the site's root; none where no page
    is understood. `comparisons` are the pages as they are against the pages as sync would write them;
    `hidden` counts the entries that come from comments.
    """

    files: dict[str, str]
    comparisons: tuple[Comparison, ...]
    problems: tuple[Problem, ...]
    hidden: int = 0

    @property
    def settled(self) -> tuple[str, ...]:
        """The pages that come back with nothing left unnamed and nothing lost: sync may write over them."""
        return tuple(each.file for each in self.comparisons if each.is_settled)


def adopted(
    pages: Mapping[str, str],
    others: Mapping[str, Sequence[str]] | None = None,
    recoded: Collection[str] = (),
    beside: Beside | None = None,
) -> Adoption:
    """Take pages over: their texts by their paths from the site's root, in the order given.

    `others` are the paths of all the site's pages, by the addresses that nav links have; `recoded` the pages
    whose bytes are not those of their text; `beside` is what a sync would read besides. Never raises. A page
    that is not understood is left out, with an error.
    """
    read = [read_page(file, text) for file, text in pages.items()]
    problems = [problem for page in read for problem in page.problems]
    understood = [page for page in read if not page.problems]
    if not understood:
        return Adoption({}, (), tuple(problems))
    taken = {page.file for page in understood}
    left = {
        address: next((path for path in paths if path not in taken), "")
        for address, paths in (others or {}).items()
    }
    unread = {page.file for page in read if page.problems}
    sections, of_sections = sections_of(understood, {at: path for at, path in left.items() if path}, unread)
    problems.extend(of_sections)
    if any(problem.is_error for problem in of_sections):
        return Adoption({}, (), tuple(problems))
    writer = _Writer(understood, sections)
    files = writer.files()
    settings, of_settings = read_settings(SETTINGS_FILE, files[SETTINGS_FILE])
    if settings is None:
        for each in of_settings:
            message = f"the pages make up no configuration that pubmd takes: {each.message}"
            problems.extend(
                error("import-unread", Place(page.file), message, each.hint) for page in understood
            )
        return Adoption({}, (), tuple(problems))
    built, of_build = _built(settings, files, beside or Beside())
    problems.extend(of_build)
    comparisons = []
    for section in sections:
        for plan in section.pages:
            if plan.number is not None:
                page = understood[plan.number]
                comparisons.append(
                    compared(
                        page,
                        built.get(page.file, ""),
                        writer.papers_on(plan.number),
                        writer.labels,
                        is_recoded=page.file in recoded,
                    )
                )
    rank = {file: at for at, file in enumerate(pages)}
    comparisons.sort(key=lambda each: rank[each.file])
    for page in understood:
        problems.extend(leftover_problems(page.file, page.leftovers))
    problems.extend(problem for each in comparisons for problem in each.problems())
    problems.sort(key=lambda problem: problem.place)
    hidden = sum(paper.is_hidden for paper in writer.papers)
    return Adoption(files, tuple(comparisons), tuple(dict.fromkeys(problems)), hidden)


def _built(
    settings: Settings, files: Mapping[str, str], beside: Beside
) -> tuple[dict[str, str], list[Problem]]:
    """The pages that the sources give, by path, and the errors that would stop a sync.

    Where there are other sources, also what they do to the pages.
    """
    sources = [Source(file, text) for file, text in files.items() if file.endswith(".bib")]
    more = [each for each in beside.sources if each.file not in files]
    made = build(settings, [*sources, *more], beside.overrides)
    found = [each for each in made.problems if each.is_error or (more and each.code in _OF_SEVERAL_SOURCES)]
    for path, papers in made.papers.items():
        for paper in papers:
            if paper.raw.source.file not in files and not any(
                each.raw.source.file in files for each in paper.merged
            ):
                message = f"`{paper.key}` is on this page by {paper.place()}, and was not written on it"
                hint = "take its topic away, or move the file out of bib/, and import again"
                found.append(error("import-difference", Place(path), message, hint))
    return {page.path: page.text for page in made.pages}, found


class _Writer:
    """Writes the sources and the configuration of some pages."""

    def __init__(self, pages: Sequence[HandPage], sections: Sequence[SectionPlan]) -> None:
        self.pages = pages
        self.sections = sections
        everything = [each for page in pages for each in (*page.publications, *page.hidden)]
        self.labels = Labels(everything)
        self.papers = papers_of(pages)
        self._by_publication = {
            id(each): paper for paper in self.papers for _, each in paper.found if not paper.is_hidden
        }
        self._by_id = _by_id(self.papers)
        self.own_venues = own_venues(each.venue for page in pages for each in page.publications)
        self.venues = VenueList(self.own_venues)
        self.plans: dict[int, tuple[SectionPlan, PagePlan]] = {
            plan.number: (section, plan)
            for section in sections
            for plan in section.pages
            if plan.number is not None
        }

    def papers_on(self, number: int) -> list[Paper]:
        """The papers of a page, in its order; those in comments are not among them."""
        return [self._by_publication[id(each)] for each in self.pages[number].publications]

    def files(self) -> dict[str, str]:
        """The texts of all files by their paths."""
        found: dict[str, str] = {}
        for number, page in enumerate(self.pages):
            self._note_order(number, page)
        for section in self.sections:
            found.update(self._sources(section))
        settings = settings_text(self.sections, self.pages, self.labels.own, self.own_venues)
        return {**found, SETTINGS_FILE: settings}

    def _note_order(self, number: int, page: HandPage) -> None:
        years = [each.venue.year for each in page.publications]
        for before, (year, publication) in zip(
            years, list(zip(years, page.publications, strict=True))[1:], strict=False
        ):
            if newest_first(before) > newest_first(year):
                line = publication.entry.first
                message = (
                    f"the years are not in their order: {year or 'a paper without a year'} stands below "
                    f"{before or 'one without a year'}; sync puts the newest first"
                )
                page.slips.append(Slip("order", (line,), message))
                return

    def _sources(self, section: SectionPlan) -> dict[str, str]:
        """The files of a section: one a page, or one for all where only that keeps the order of each page."""
        numbers = [plan.number for plan in section.pages if plan.number is not None]
        papers = [paper for paper in self.papers if paper.pages[0] in numbers]
        files = {number: self._file(number) for number in self.plans}
        years = {id(paper): paper.taken.venue.year for paper in self.papers}
        shown = {number: self.papers_on(number) for number in self.plans}
        home = {id(paper): files[paper.pages[0]] for paper in self.papers}
        rank = {id(paper): at for at, paper in enumerate(self.papers)}
        if all(
            is_in_order(
                shown[number], lambda paper: (home[id(paper)], rank[id(paper)]), lambda p: years[id(p)]
            )
            for number in numbers
        ):
            result = {}
            for number in numbers:
                own = [paper for paper in papers if paper.pages[0] == number]
                if own:
                    result[files[number]] = file_text(self._entry(paper, files[number]) for paper in own)
            return result
        name = f"bib/{section.id}-papers.bib"
        ordered = in_one_file(papers, [shown[number] for number in numbers], lambda paper: years[id(paper)])
        return {name: file_text(self._entry(paper, name) for paper in ordered)}

    def _file(self, number: int) -> str:
        """The source that is named after a page."""
        section, plan = self.plans[number]
        name = re.sub(r"[^\w.-]+", "-", plan.id)
        folder = f"{section.id}/" if len(self.sections) > 1 else ""
        return f"bib/{folder}{name}.bib"

    def _entry(self, paper: Paper, file: str) -> str:
        taken = paper.taken
        links = self.labels.fields(taken.entry.links)
        for _, other in paper.found:  # what only another page has
            for name, url in self.labels.fields(other.entry.links).items():
                links.setdefault(name, url)
        type_, fields = entry_fields(taken, links, self.venues)
        wanted = taken.entry.id
        if wanted and wanted != paper.key and taken.abstract and not self._is_taken(paper, wanted):
            fields["abs_id"] = wanted
        topics = [self._topic(number) for number in paper.pages if self._file(number) != file]
        if topics:
            fields["topics"] = ", ".join(topics)
        if paper.is_hidden:
            fields["hidden"] = "true"
        if taken.abstract:
            fields["abstract"] = bibtex_value(taken.abstract, typed=True)
        return entry_text(type_, paper.key, fields)

    def _is_taken(self, paper: Paper, wanted: str) -> bool:
        """Whether a paper above on the same page has the id, or any of a page has it as its key."""
        if not re.fullmatch(r"[^\s{}\\%#,\"']+", wanted):
            return True
        return any(self._by_id[number, wanted] is not paper for number in paper.pages)

    def _topic(self, number: int) -> str:
        section, plan = self.plans[number]
        word = re.sub(r"[,;\s]+", " ", plan.id).strip()
        return f"{section.id}/{word}" if len(self.sections) > 1 else word


def _by_id(papers: Sequence[Paper]) -> dict[tuple[int, str], Paper]:
    """The first paper of each page that has an id, or gets it."""
    found: dict[tuple[int, str], Paper] = {}
    for paper in papers:
        for number in paper.pages:
            found.setdefault((number, paper.taken.entry.id), paper)
    return found
