"""Edits of pages that pubmd wrote, carried into the sources, so that a sync gives them back.

Each page is read as it is and as the sources give it, and all pages of a call are planned together: a paper
that is gone from one and has come on another has moved. Whether the plan is right is not believed but tried:
the pages are built from the changed sources, and each edited one is compared with what comes out. A page
whose edit cannot be carried is left out, and with it those that share a paper's move with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pubmd.adoption.collection import papers_of
from pubmd.adoption.comparison import Comparison, Difference
from pubmd.adoption.edit_plan import EditPlanner
from pubmd.adoption.entry_fields import Labels
from pubmd.adoption.hand_page import HandPage, HandPublication, read_page
from pubmd.adoption.page_edit import PageEdit, page_edit
from pubmd.adoption.page_frame import BY_FORCE, not_carried
from pubmd.adoption.pairing import edited_papers, out_of_order
from pubmd.adoption.round_trip import compared
from pubmd.adoption.source_edit import SourceEditor
from pubmd.bibtex.grammar import Stumble
from pubmd.bibtex.source import Source
from pubmd.build import Build, build
from pubmd.config.overrides import OVERRIDES_FILE, Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.overrides_text import OverridesTextError
from pubmd.config.settings import Settings
from pubmd.problem import Place, Problem, warning
from pubmd.text.prose import plain

# What a sync would undo: these mends are no mends where pubmd wrote the page before the edit.
_UNDONE = frozenset(
    [
        *("moved", "navigation", "heading", "front-matter", "permalink", "link-order", "two-pages", "style"),
    ]
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What edits become: the texts of the files that change, what was done, and what could not be carried.

    `pages` are the texts that a sync will write in place of the pages that were carried over, by path.
    """

    files: dict[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    pages: dict[str, str] = field(default_factory=dict)


def carried(
    pages: Mapping[str, str],
    settings: Settings,
    sources: Sequence[Source],
    overrides: Overrides,
    overrides_text: str,
    built: Build,
    refused: Mapping[str, Problem],
) -> Carried:
    """Carry the edits of some pages into the sources. Never raises for what pages and sources hold.

    `pages` are the texts of edited pages by their paths, in any order; `overrides` are what `overrides_text`
    says, and `built` is what all these come to. `refused` are the reasons why some of the pages are not to be
    carried over, by path.
    """
    by_path = {page.path: page for page in settings.pages}
    unknown = [
        not_carried(path, 0, "no page of the configuration has this path")
        for path in sorted({*pages} - {*by_path})
    ]
    generated = {page.path: page.text for page in built.pages}
    edits = [
        page_edit(by_path[path], pages[path], generated[path], built.papers.get(path, ()), settings)
        for path in sorted(pages)
        if path in by_path and pages[path] != generated[path]
    ]
    edits = [
        replace(each, problems=(*each.problems, refused[each.path])) if each.path in refused else each
        for each in edits
    ]
    found = _Call(edits, settings, sources, overrides, overrides_text, built).carry()
    return Carried(found.files, found.done, (*unknown, *found.problems), found.pages)


class _Call:
    """The edited pages of one call, and all that their edits are tried against."""

    def __init__(
        self,
        edits: Sequence[PageEdit],
        settings: Settings,
        sources: Sequence[Source],
        overrides: Overrides,
        overrides_text: str,
        built: Build,
    ) -> None:
        self.edits = edits
        self.settings = settings
        self.sources = {source.file: source for source in sources}
        self.overrides = overrides
        self.overrides_text = overrides_text
        self.before = {page.path: page.text for page in built.pages}
        self.planner = EditPlanner(settings, built)
        keys = {each.key for entry, _ in built.exhibits for each in (entry, *entry.merged)}
        self.editor = SourceEditor(settings, sources, overrides_text, keys)

    def carry(self) -> Carried:
        refused: dict[str, tuple[Problem, ...]] = {
            each.path: each.problems for each in self.edits if each.problems
        }
        while True:
            self._refuse_dependents(refused)
            left = [each for each in self.edits if each.path not in refused]
            found, wrong = self._tried(left)
            if not wrong:
                problems = [*(problem for each in refused.values() for problem in each), *found.problems]
                return Carried(found.files, found.done, tuple(problems), found.pages)
            if len(wrong) == len(left) > 1:  # perhaps one page alone spoils it for all
                alone = {each.path: self._tried([each])[1].get(each.path, ()) for each in left}
                wrong = {path: problems for path, problems in alone.items() if problems} or wrong
            refused.update(wrong)

    def _refuse_dependents(self, refused: dict[str, tuple[Problem, ...]]) -> None:
        """Refuse each page that shares a paper's move with one that is refused."""
        while True:
            more = {}
            for one in self.edits:
                for other in self.edits:
                    if one.path not in refused and other.path in refused and (title := _moves(one, other)):
                        message = (
                            f"`{title}` moves between this page and {other.path}, which is left as it is"
                        )
                        hint = f"settle what is said of {other.path}, and name both pages again"
                        more[one.path] = (not_carried(one.path, 0, message, hint),)
            if not more:
                return
            refused.update(more)

    def _tried(self, edits: Sequence[PageEdit]) -> tuple[Carried, dict[str, tuple[Problem, ...]]]:
        """Build the pages of the changed sources, and look whether each is the edited one."""
        plan, wrong = self.planner.planned(edits)
        if wrong:
            return Carried(), wrong
        try:
            files, done = self.editor.files(plan)
        except OverridesTextError as failure:
            return Carried(), _for_all(edits, [str(failure)])
        except Stumble:
            return Carried(), _for_all(edits, ["an entry is written in an unusual way"])
        changed = {file: Source(file, text) for file, text in files.items() if file.endswith(".bib")}
        overrides = self.overrides
        of_overrides: tuple[Problem, ...] = ()
        if OVERRIDES_FILE in files:
            read, of_overrides = read_overrides(OVERRIDES_FILE, files[OVERRIDES_FILE])
            overrides = read or overrides
        built = build(self.settings, list({**self.sources, **changed}.values()), overrides)
        errors = [each.message for each in (*of_overrides, *built.problems) if each.is_error]
        if errors:
            return Carried(), _for_all(
                edits, [f"the sources would not be right: {each}" for each in errors[:5]]
            )
        output = {page.path: page.text for page in built.pages}
        told: list[Problem] = []
        for edit in edits:
            found, is_wrong = self._compared(edit, output[edit.path])
            if is_wrong:
                wrong[edit.path] = tuple(found)
            told += found
        if wrong:
            return Carried(), wrong
        return Carried(files, done, tuple(told), {edit.path: output[edit.path] for edit in edits}), {}

    def _compared(self, edit: PageEdit, output: str) -> tuple[list[Problem], bool]:
        """What is told of an edited page beside the one that comes, and whether that keeps it back."""
        path = edit.path
        publications = edit.edited.publications
        comparison = compared(
            edit.edited, output, papers_of([edit.edited]), Labels(publications), pairs=edited_papers
        )
        theirs = set(
            self.before[path].split("\n")
        )  # lines that nobody edited may change: by another page's edit
        wrong = [
            not_carried(path, max(1, each.first), *_why(each))
            for each in comparison.differences
            if each.mends != ("order",)
            and (not each.mends or _UNDONE.intersection(each.mends))
            and not (any(each.before) and theirs.issuperset(each.before))
        ]
        wrong += [
            not_carried(path, line, f"`{words}` would be lost")
            for line, words in comparison.lost
            if line not in _changed_elsewhere(comparison, theirs)
        ]
        moved, is_moved = _order(edit, read_page(path, output))
        if wrong or is_moved:
            return [*wrong, *(moved if is_moved else ())], True
        return [*moved, *(each for each in comparison.problems() if not each.is_error)], False


def _changed_elsewhere(comparison: Comparison, theirs: set[str]) -> set[int]:
    lines: set[int] = set()
    for each in comparison.differences:
        if any(each.before) and theirs.issuperset(each.before):
            lines.update(range(each.first, each.last + 1))
    return lines


def _why(difference: Difference) -> tuple[str, str]:
    """What is said of a difference that a sync would undo, and what to do."""
    if "link-order" in difference.mends:
        return "the links stand in another order than pubmd gives them [link-order]", (
            "put them back: first those that pubmd knows, then the ones under `links` in bib/pubmd.yml, "
            f"in their order there; {BY_FORCE}"
        )
    if "two-pages" in difference.mends:
        return "this comes back, for another entry of the paper has it [two-pages]", (
            f"change it in that entry, by hand; {BY_FORCE}"
        )
    after = " ".join(" ".join(difference.after).split())
    named = f" [{', '.join(difference.mends)}]" if difference.mends else ""
    if not after:
        return f"a sync would not write this line{named}", ""
    return f"a sync would write `{after if len(after) <= 80 else after[:79] + '…'}` here{named}", ""


def _order(edit: PageEdit, output: HandPage) -> tuple[list[Problem], bool]:
    """What is told of papers that a sync puts elsewhere, and whether somebody has moved one on purpose.

    A paper that is new on the page, or has another year, goes where its year and the sources put it.
    """
    publications = edit.edited.publications
    places = edited_papers(publications, output.publications)
    free = {at for at, other in enumerate(edit.pairs) if other is None}
    for at, other in enumerate(edit.pairs):
        if other is not None and publications[at].venue.year != edit.before.publications[other].venue.year:
            free.add(at)
    moved = out_of_order(places, free)
    rule = "papers stand newest first, and within a year as in the sources"
    if moved:
        problems = []
        for at in moved:
            other = edit.pairs[at]
            file = edit.entries[other].raw.source.file if other is not None else ""
            message = f"`{_title(publications[at])}` was moved; {rule} [order]"
            hint = f"move its entry within {file}, if its year's papers are all there; {BY_FORCE}"
            problems.append(not_carried(edit.path, publications[at].entry.first, message, hint))
        return problems, True
    told: list[Problem] = []
    for at in sorted(free):
        place = places[at]
        if place is None or place == at or not _stands_elsewhere(at, places):
            continue
        above = f"below `{_title(output.publications[place - 1])}`" if place else "first on the page"
        message = f"`{_title(publications[at])}` comes {above}: {rule} [order]"
        told.append(warning("import-mended", Place(edit.path, publications[at].entry.first, 1), message))
    return told, False


def _stands_elsewhere(at: int, places: Sequence[int | None]) -> bool:
    """Whether a paper stands above or below another one that it will not stand above or below."""
    own = places[at]
    return own is not None and any(
        other is not None and (other < own) != (number < at)
        for number, other in enumerate(places)
        if number != at
    )


def _title(publication: HandPublication) -> str:
    text = plain(publication.title)
    return text if len(text) <= 50 else f"{text[:49]}…"


def _moves(one: PageEdit, other: PageEdit) -> str:
    """The title of a paper that is gone from one page and has come on the other, in either direction."""
    for source, target in ((one, other), (other, one)):
        come = {each.identity: each for each in target.come}
        for at, publication in enumerate(source.before.publications):
            if at not in source.pairs and publication.identity in come:
                return _title(publication)
    shared = {each.identity for each in one.come} & {each.identity for each in other.come}
    return next((_title(each) for each in one.come if each.identity in shared), "")


def _for_all(edits: Sequence[PageEdit], messages: Sequence[str]) -> dict[str, tuple[Problem, ...]]:
    return {edit.path: tuple(not_carried(edit.path, 0, each) for each in messages) for edit in edits}
