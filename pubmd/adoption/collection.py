"""The publications of several hand-written pages as papers: which stand on which pages, under which keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pubmd.adoption.entry_key import Keys, is_good_key, made_key
from pubmd.adoption.hand_page import HandPage, HandPublication
from pubmd.adoption.name_list import family_name
from pubmd.adoption.slip import Slip
from pubmd.text.prose import plain


@dataclass(slots=True)
class Paper:
    """A paper: the publication that is taken, and pairs of a page's number and a publication on it.

    `is_hidden` where it stands in comments alone.
    """

    taken: HandPublication
    found: list[tuple[int, HandPublication]] = field(default_factory=list)
    is_hidden: bool = False
    key: str = ""

    @property
    def pages(self) -> tuple[int, ...]:
        """The numbers of its pages, the first one first."""
        return tuple(dict.fromkeys(number for number, _ in self.found))


def papers_of(pages: Sequence[HandPage]) -> list[Paper]:
    """The papers of all pages in their order, each with a citation key of its own.

    Two publications on different pages are one paper where title and year agree. One in a comment is left out
    where the same stands on a page. What is remarkable is noted in the pages' slips.
    """
    papers: list[Paper] = []
    known: dict[tuple[str, str], list[Paper]] = defaultdict(list)
    for number, page in enumerate(pages):
        count: Counter[tuple[str, str]] = Counter()  # one paper twice on a page stays two
        for publication in page.publications:
            same, at = known[publication.identity], count[publication.identity]
            if at < len(same) and publication.identity[0]:
                same[at].found.append((number, publication))
            else:
                paper = Paper(publication, [(number, publication)])
                papers.append(paper)
                same.append(paper)
            count[publication.identity] += 1
    titles = {each.taken.identity[0] for each in papers}
    for number, page in enumerate(pages):
        for publication in page.hidden:
            _take_hidden(publication, number, page, papers, known, titles)
    for paper in papers:
        paper.taken = _fullest(paper)
    _give_keys(papers, pages)
    return papers


def _fullest(paper: Paper) -> HandPublication:
    """The publication that says most, its gaps filled from the paper's other pages."""
    found = [each for _, each in paper.found]
    if len(found) == 1:
        return found[0]
    best = max(
        found, key=lambda each: (len(plain(each.abstract)), len(each.entry.links), bool(each.venue.tag))
    )
    tag = next((each.venue.tag for each in found if each.venue.tag), ())
    award = next((each.award for each in found if each.award.award or each.award.note), best.award)
    return replace(
        best,
        venue=replace(best.venue, tag=best.venue.tag or tag),
        award=best.award if best.award.award else award,
    )


def _take_hidden(
    publication: HandPublication,
    number: int,
    page: HandPage,
    papers: list[Paper],
    known: dict[tuple[str, str], list[Paper]],
    titles: set[str],
) -> None:
    same = [each for each in known[publication.identity] if each.is_hidden]
    if publication.identity[0] in titles:
        fate = "is left out: the paper stands on a page as well"
    elif same:
        same[0].found.append((number, publication))
        fate = "is kept once, with those in other comments, as a hidden entry"
    else:
        paper = Paper(publication, [(number, publication)], is_hidden=True)
        papers.append(paper)
        known[publication.identity].append(paper)
        fate = "is kept as a hidden entry"
    entry = publication.entry
    message = f"`{_cut(plain(publication.title))}` in a comment {fate}"
    page.slips.append(Slip("comment", tuple(range(entry.first, entry.last + 1)), message))


def _abstract_line(paper: Paper, number: int) -> int:
    entry = next(each.entry for page, each in paper.found if page == number)
    return entry.abstract.first if entry.abstract else entry.first


def _give_keys(papers: Sequence[Paper], pages: Sequence[HandPage]) -> None:
    """The abstract's id where it is good and nobody had it before, else one of author, year and title."""
    keys = Keys()
    owners: dict[tuple[int, str], Paper] = {}
    for paper in papers:
        for number, publication in paper.found:
            entry = publication.entry
            if entry.id and entry.abstract and not paper.is_hidden:
                other = owners.setdefault((number, entry.id), paper)
                if other is not paper:
                    line = entry.abstract.first
                    message = (
                        f"the id `{entry.id}` is that of the abstract in line "
                        f"{_abstract_line(other, number)} already: this paper gets another"
                    )
                    pages[number].slips.append(Slip("id", (line,), message))
    for paper in papers:
        wanted = paper.taken.entry.id
        if is_good_key(wanted) and keys.is_free(wanted):
            paper.key = keys.take(wanted)
    for paper in papers:
        if not paper.key:
            taken = paper.taken
            paper.key = keys.take(made_key(family_name(taken.authors), taken.venue.year, plain(taken.title)))


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
