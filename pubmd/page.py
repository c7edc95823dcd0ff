"""A topic page to its text: front matter, nav blocks, papers, in the form that the theme consumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.lock import digest
from pubmd.paper.library import Entry
from pubmd.problem import Problem, error
from pubmd.showing import Showing, mark
from pubmd.splice import GAP, splice
from pubmd.text.markup import (
    Markup,
    filled,
    heading_anchor,
    joined,
    kramdown,
    link_target,
    raw,
    unique_anchors,
)
from pubmd.text.prose import Text


class Page:
    """A page as it is to stand on disk: its path from the site's root, and its bytes, with LF line ends.

    The bytes may be given as what makes them, and are then made when they are asked for; `spliced` may make
    them of those and the mark of an earlier version. `papers` is how many papers it shows. `mark` tells it
    from every page with other bytes; it is empty where nobody knows.
    """

    def __init__(
        self,
        path: str,
        data: bytes | Callable[[], bytes],
        papers: int = 0,
        mark: str = "",
        spliced: Callable[[bytes, str], bytes | None] | None = None,
    ) -> None:
        self.path = path
        self.papers = papers
        self.mark = mark
        self._data = data
        self._spliced = spliced

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Page) and (self.path, self.data, self.papers, self.mark) == (
            *(other.path, other.data, other.papers, other.mark),
        )

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def data(self) -> bytes:
        """The bytes."""
        return self._data if isinstance(self._data, bytes) else self._data()

    def data_out_of(self, before: bytes, mark: str) -> bytes:
        """The bytes, made the shorter way where these are those of an earlier version with this mark."""
        if "data" not in self.__dict__:
            found = before if mark == self.mark else self._spliced and self._spliced(before, mark)
            if found is not None:
                self.data = found
        return self.data

    @cached_property
    def text(self) -> str:
        """The bytes' text."""
        return self.data.decode()

    @cached_property
    def digest(self) -> str:
        """The hash by which the lock knows the page; see `pubmd.lock`."""
        return digest(self.data)


def render(
    page: PageSettings, section: SectionSettings, settings: Settings, showing: Showing, papers: Sequence[int]
) -> Page:
    """The text of a page with the papers at these positions of what is shown, in the order given."""
    intro = raw(page.intro.strip("\n"))
    head = [
        filled("---\n{}---", raw(page.front_matter)),
        _navigation(page, section, settings, own="▼"),
        filled("## {}", _text(page.heading)),
        *([intro] if intro else []),
    ]
    foot = [raw("---"), filled("{}\n", _navigation(page, section, settings, own="▲"))]
    start, end = ("\n\n".join(part).encode() for part in (head, foot))
    texts = _own_texts(page.heading, showing, papers)
    own_marks = [showing.marks[at] for at in papers] if texts is None else map(mark, texts)
    marks = [mark(start), *own_marks, mark(end)]

    def data() -> bytes:
        own = map(showing.text, papers) if texts is None else texts
        return GAP.join((start, *own, end))

    def spliced(before: bytes, mark_before: str) -> bytes | None:
        lengths = [len(start), *[showing.lengths[at] for at in papers], len(end)]
        known = [start, *[showing.texts[at] for at in papers], end]
        at_hand = {number: text for number, text in enumerate(known) if isinstance(text, bytes)}
        found = splice(before, lengths, at_hand)
        if found is None:
            return None
        marks_before = (*marks[: found.number], *map(mark, found.before), *marks[found.number + 1 :])
        return found.data if _whole_mark(marks_before) == mark_before else None

    return Page(page.path, data, len(papers), _whole_mark(marks), spliced if texts is None else None)


def _whole_mark(marks: Iterable[bytes]) -> str:
    """The mark of a page by those of its parts."""
    return mark(b"".join(marks)).hex()


def _navigation(page: PageSettings, section: SectionSettings, settings: Settings, *, own: str) -> Markup:
    """A nav block: a line for each page of the section, the page's own one with a sign of its own."""
    attributes = raw(f'{{: style="{settings.nav_style}"}}' if settings.nav_style else "")
    return joined(
        "\n",
        [
            filled(
                "**[{} {}]({}{}){}**",
                raw(own if each is page else "▶"),
                _text(each.label),
                raw(settings.link_prefix),
                link_target(each.address),
                attributes,
            )
            for each in section.pages
        ],
    )


def anchor_conflicts(asked: Iterable[tuple[Entry, str]]) -> list[Problem]:
    """An error for each `abs_id` that another paper of the same page has asked for already."""
    first: dict[str, Entry] = {}
    problems = []
    for entry, anchor in asked:
        other = first.setdefault(anchor, entry)
        if other is not entry:
            message = (
                f"`abs_id = {{{anchor}}}` of `{entry.key}` is taken on this page by "
                f"`{other.key}` ({other.place('abs_id')})"
            )
            hint = "give one of the two another, or take it out: the citation key serves as well"
            problems.append(error("duplicate-abs-id", entry.place("abs_id"), message, hint))
    return problems


def _own_texts(heading: str, showing: Showing, papers: Sequence[int]) -> list[bytes] | None:
    """The papers' texts, each with an id of its own for its abstract; None where all have one already.

    Those asked for by `abs_id` come first, so that no citation key takes one. None is the id that kramdown
    gives the page's heading.
    """
    own, taken = {showing.ids[at] for at in papers}, heading_anchor(heading)
    if len(own | {taken}) > len(papers):  # as nearly always
        return None
    cards = [showing.card(at) for at in papers]
    order = sorted(range(len(cards)), key=lambda at: not cards[at].anchor_is_set)
    ids = unique_anchors([cards[at].anchor for at in order], taken=[taken])
    by_position = dict(zip(order, ids, strict=True))
    return [card.with_id(by_position[at]) for at, card in enumerate(cards)]


def _text(text: str) -> Markup:
    return kramdown((Text(text),))
