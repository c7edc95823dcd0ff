"""Which publication of one page is which of another, and which of them stand elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence

from pubmd.adoption.hand_page import HandPublication

Pairs = Callable[[Sequence[HandPublication], Sequence[HandPublication]], list[int | None]]
_Sign = Callable[[HandPublication], object]


def same_papers(old: Sequence[HandPublication], new: Sequence[HandPublication]) -> list[int | None]:
    """For each publication of a page the number of the one that it is on the page as it is written again.

    The same title and year, else the same title.
    """
    return _paired(old, new, (lambda each: each.identity, lambda each: each.identity[0]))


def edited_papers(new: Sequence[HandPublication], old: Sequence[HandPublication]) -> list[int | None]:
    """For each publication of an edited page the number of the one that it was.

    By its title and year or its title, else by its abstract's id, a link, or its authors and venue: an edit
    seldom changes all of them. Another paper typed over one keeps its id, so more has to be left than that.
    """
    signs: tuple[_Sign, ...] = (
        lambda each: each.identity if each.identity[0] else "",
        lambda each: each.identity[0],
        lambda each: each.entry.id,
        lambda each: next((link.target for link in each.entry.links), ""),
        lambda each: (str(each.authors), each.venue.text, each.venue.year) if each.authors else "",
    )
    return _paired(new, old, signs, _is_edit)


def _is_edit(new: HandPublication, old: HandPublication) -> bool:
    """Whether a publication is another one edited: its title is left, or two of its other parts are."""
    left = [
        bool(new.authors) and new.authors == old.authors,
        bool(new.venue.text) and (new.venue.text, new.venue.year) == (old.venue.text, old.venue.year),
        bool(new.abstract) and new.abstract == old.abstract,
    ]
    return new.identity[0] == old.identity[0] != "" or sum(left) >= 2


def _paired(
    new: Sequence[HandPublication],
    old: Sequence[HandPublication],
    signs: Sequence[_Sign],
    may_be: Callable[[HandPublication, HandPublication], bool] = lambda new, old: True,
) -> list[int | None]:
    left = dict.fromkeys(range(len(old)))
    pairs: list[int | None] = [None] * len(new)
    for sign in signs:
        known: dict[object, list[int]] = defaultdict(list)
        for at in left:
            if sign(old[at]):
                known[sign(old[at])].append(at)
        for at, publication in enumerate(new):
            if pairs[at] is None and sign(publication):
                found = known.get(sign(publication), [])
                other = next((each for each in found if may_be(publication, old[each])), None)
                if other is not None:
                    pairs[at] = other
                    found.remove(other)
                    del left[other]
    return pairs


def out_of_order(pairs: Sequence[int | None], free: Collection[int] = ()) -> list[int]:
    """The numbers of those publications that stand elsewhere: all but a longest run that keeps its order.

    `free` are numbers of publications that may stand anywhere, and are not looked at.
    """
    fixed = [at for at, other in enumerate(pairs) if other is not None and at not in free]
    kept = _longest_run([other for at in fixed if (other := pairs[at]) is not None])
    return [at for at in fixed if pairs[at] not in kept]


def _longest_run(numbers: Sequence[int]) -> set[int]:
    """A longest increasing run of different numbers."""
    from bisect import bisect_left

    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    kept: set[int] = set()
    each = ends[-1] if ends else None
    while each is not None:
        kept.add(each)
        each = before[each]
    return kept
