"""One page as somebody edited it, against the page that the sources give: which papers are which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pubmd.adoption.hand_page import HandPage, HandPublication, read_page
from pubmd.adoption.page_frame import frame_problems, not_carried
from pubmd.adoption.pairing import edited_papers
from pubmd.adoption.slip import Slip
from pubmd.config.settings import PageSettings, Settings
from pubmd.paper.library import Entry
from pubmd.problem import Problem
from pubmd.text.prose import plain


@dataclass(frozen=True, slots=True)
class PageEdit:
    """An edited page: it, the page that the sources give, and the entries of that page's publications.

    `pairs` are, for each publication of the edited page, the number of the one that it was, or None;
    `problems` are what keeps the page from being carried over at all.
    """

    page: PageSettings
    edited: HandPage
    before: HandPage
    entries: tuple[Entry, ...]
    pairs: tuple[int | None, ...]
    problems: tuple[Problem, ...]

    @property
    def path(self) -> str:
        """The page's path from the site's root."""
        return self.page.path

    @property
    def come(self) -> list[HandPublication]:
        """The publications that the page did not have."""
        publications = zip(self.edited.publications, self.pairs, strict=True)
        return [publication for publication, other in publications if other is None]

    @property
    def left(self) -> list[tuple[Entry, HandPublication]]:
        """The publications that have left the page, as they were, with their entries."""
        stayed = {other for other in self.pairs if other is not None}
        both = zip(self.entries, self.before.publications, strict=True)
        return [each for at, each in enumerate(both) if at not in stayed]

    @property
    def kept(self) -> list[tuple[HandPublication, HandPublication, Entry]]:
        """The publications that stayed, as they are and as they were, with their entries."""
        return [
            (publication, self.before.publications[other], self.entries[other])
            for publication, other in zip(self.edited.publications, self.pairs, strict=True)
            if other is not None
        ]

    def neighbours(self, publication: HandPublication) -> tuple[list[Entry], list[Entry]]:
        """The entries above and below a publication, the nearest ones first."""
        at = next(at for at, each in enumerate(self.edited.publications) if each is publication)
        above = [self.entries[other] for other in reversed(self.pairs[:at]) if other is not None]
        below = [self.entries[other] for other in self.pairs[at + 1 :] if other is not None]
        return above, below


def page_edit(
    page: PageSettings, text: str, generated: str, entries: Sequence[Entry], settings: Settings
) -> PageEdit:
    """Read an edited page beside the one that the sources give. `entries` are that one's, in its order."""
    edited, before = read_page(page.path, text), read_page(page.path, generated)
    pairs = tuple(edited_papers(edited.publications, before.publications))
    _give_back_ids(edited, before, pairs)
    problems = [*edited.problems, *_commented_out(edited, before)]
    for each in edited.leftovers:
        message = f"this is not understood: `{each.text[:60]}` ({each.reason})"
        hint = each.hint or (
            f"take it out, or put it into the `intro` of `{page.id}` in bib/pubmd.yml or a field of an entry"
        )
        problems.append(not_carried(page.path, each.line, message, hint))
    if len(entries) != len(before.publications):
        problems.append(not_carried(page.path, 0, "the page that the sources give is not understood itself"))
    if not problems:
        problems = frame_problems(edited, before, page, settings)
    return PageEdit(page, edited, before, tuple(entries), pairs, tuple(problems))


def _give_back_ids(edited: HandPage, before: HandPage, pairs: Sequence[int | None]) -> None:
    """Take an abstract's id from a new paper that was typed over another, or over its copy."""
    publications = edited.publications
    kept = [each for each, other in zip(publications, pairs, strict=True) if other is not None]
    owners = {each.entry.id: each for each in (*before.publications, *kept)}
    for at, (each, other) in enumerate(zip(publications, pairs, strict=True)):
        entry = each.entry
        if other is None and entry.id and owners.setdefault(entry.id, each) is not each:
            owner = plain(owners[entry.id].title)[:60]
            message = f"`{entry.id}` is the id of the abstract of `{owner}`: this paper's gets another"
            line = (entry.abstract or entry.opener or entry).first
            edited.slips.append(Slip("id", (line,), message))
            opener, abstract = (part and replace(part, target="") for part in (entry.opener, entry.abstract))
            publications[at] = replace(each, entry=replace(entry, opener=opener, abstract=abstract))


def _commented_out(edited: HandPage, before: HandPage) -> list[Problem]:
    """Settle what is in comments: a paper of the page has left it, and another one would be lost."""
    here = {each.identity for each in edited.publications}
    earlier = {each.identity: each for each in before.publications}
    problems = []
    for each in edited.hidden:
        title = f"`{plain(each.title)[:60]}`"
        was = earlier.get(each.identity)
        if each.identity in here or (was and _said(each) == _said(was)):
            is_here = each.identity in here
            fate = "stands on the page as well" if is_here else "leaves the page, its entry stays"
            lines = tuple(range(each.entry.first, each.entry.last + 1))
            message = f"{title} in a comment {fate}: the comment is left out"
            edited.slips.append(Slip("comment", lines, message))
        else:
            does = "was edited as well" if was else "is none of the page's"
            message = f"{title} in a comment {does}, and the next sync would leave the comment out"
            hint = "take the comment out; an entry with `hidden = {true}` keeps a paper that is on no page"
            problems.append(not_carried(edited.file, each.entry.first, message, hint))
    edited.hidden.clear()
    return problems


def _said(publication: HandPublication) -> tuple[object, ...]:
    """All that a page says of a publication."""
    links = [(link.label, link.target) for link in publication.entry.links]
    parts = (publication.title, publication.authors, publication.others, publication.venue, publication.award)
    return (*parts, publication.abstract, links)
