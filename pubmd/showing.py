"""What pages show of many entries: their exhibits, and in columns what all pages together look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate, chain
from typing import NamedTuple, TypeAlias, TypeVar

from pubmd.card import Card
from pubmd.deferred import chained, overlaid, picked
from pubmd.exhibit import Exhibit
from pubmd.problem import Place, Problem

_Value = TypeVar("_Value")
# A card's text, or what fetches it and what that is to be called with.
CardText: TypeAlias = bytes | tuple[Callable[[int], bytes], int]


class Showing(NamedTuple):
    """The exhibits of many entries, and what each page needs of them at hand, a column for each thing.

    `fates` is empty where there is no exhibit as yet. `pages` are as in an exhibit; `years`, `ids` and
    `texts` are those of the cards, empty where there is none. `lengths` are those of the texts, and `marks`
    tell these apart. `problems`, `unheard` and the `anchors` that `abs_id` asks for are by the positions of
    those entries that have any.
    """

    exhibits: Sequence[Exhibit | None]
    fates: Sequence[str]
    pages: Sequence[tuple[str, ...]]
    years: Sequence[str]
    ids: Sequence[str]
    texts: Sequence[CardText]
    lengths: Sequence[int]
    marks: Sequence[bytes]
    problems: Mapping[int, tuple[Problem, ...]]
    unheard: Mapping[int, tuple[Place, ...]]
    anchors: Mapping[int, str]

    @classmethod
    def of(cls, exhibits: Sequence[Exhibit | None]) -> Showing:
        """These exhibits, None where an entry has none as yet."""
        cards = [each and each.card for each in exhibits]
        return cls(
            exhibits,
            [each.fate.value if each else "" for each in exhibits],
            [each.pages if each else () for each in exhibits],
            [card.year if card else "" for card in cards],
            [str(card.id) if card else "" for card in cards],
            [card.text if card else b"" for card in cards],
            [len(card.text) if card else 0 for card in cards],
            [mark(card.text) if card else b"" for card in cards],
            {at: each.problems for at, each in enumerate(exhibits) if each and each.problems},
            {at: each.unheard for at, each in enumerate(exhibits) if each and each.unheard},
            {at: card.anchor for at, card in enumerate(cards) if card and card.asks_for_id},
        )

    def exhibit(self, at: int) -> Exhibit:
        """The exhibit at a position where there is one. Raises LookupError elsewhere."""
        exhibit = self.exhibits[at]
        if exhibit is None:
            raise LookupError(at)
        return exhibit

    def text(self, at: int) -> bytes:
        """The card's text at a position, empty where there is none."""
        found = self.texts[at]
        return found if isinstance(found, bytes) else found[0](found[1])

    def card(self, at: int) -> Card:
        """The card at a position of an entry that is on a page. Raises LookupError elsewhere."""
        card = self.exhibit(at).card
        if card is None:
            raise LookupError(at)
        return card

    @classmethod
    def joined(cls, parts: Sequence[Showing]) -> Showing:
        """The exhibits of several sequences of entries behind each other."""
        starts = list(accumulate((len(part.fates) for part in parts), initial=0))
        return cls(
            chained([part.exhibits for part in parts]),
            list(chain.from_iterable([part.fates for part in parts])),
            list(chain.from_iterable([part.pages for part in parts])),
            list(chain.from_iterable([part.years for part in parts])),
            list(chain.from_iterable([part.ids for part in parts])),
            list(chain.from_iterable([part.texts for part in parts])),
            list(chain.from_iterable([part.lengths for part in parts])),
            list(chain.from_iterable([part.marks for part in parts])),
            _moved([part.problems for part in parts], starts),
            _moved([part.unheard for part in parts], starts),
            _moved([part.anchors for part in parts], starts),
        )

    def at(self, positions: Sequence[int]) -> Showing:
        """The exhibits at these positions, which are in order."""
        if len(positions) == len(self.exhibits):
            return self
        now = {was: at for at, was in enumerate(positions)}
        return Showing(
            picked(self.exhibits, positions),
            [self.fates[at] for at in positions],
            [self.pages[at] for at in positions],
            [self.years[at] for at in positions],
            [self.ids[at] for at in positions],
            [self.texts[at] for at in positions],
            [self.lengths[at] for at in positions],
            [self.marks[at] for at in positions],
            {now[at]: told for at, told in self.problems.items() if at in now},
            {now[at]: told for at, told in self.unheard.items() if at in now},
            {now[at]: anchor for at, anchor in self.anchors.items() if at in now},
        )

    def with_those(self, exhibits: Mapping[int, Exhibit]) -> Showing:
        """The same with other exhibits at some positions."""
        if not exhibits:
            return self
        positions = list(exhibits)
        those = Showing.of(list(exhibits.values()))
        return Showing(
            overlaid(self.exhibits, exhibits),
            _with(self.fates, positions, those.fates),
            _with(self.pages, positions, those.pages),
            _with(self.years, positions, those.years),
            _with(self.ids, positions, those.ids),
            _with(self.texts, positions, those.texts),
            _with(self.lengths, positions, those.lengths),
            _with(self.marks, positions, those.marks),
            _with_some(self.problems, positions, those.problems),
            _with_some(self.unheard, positions, those.unheard),
            _with_some(self.anchors, positions, those.anchors),
        )


def mark(text: bytes) -> bytes:
    """What tells a text from all others, in few bytes."""
    return sha256(text).digest()[:16]


def _moved(columns: Sequence[Mapping[int, _Value]], starts: Sequence[int]) -> dict[int, _Value]:
    """Columns that have few values as one, each from its own start."""
    return {
        starts[number] + at: value for number, column in enumerate(columns) for at, value in column.items()
    }


def _with(column: Sequence[_Value], positions: Sequence[int], values: Sequence[_Value]) -> list[_Value]:
    """A column with other values at some positions."""
    changed = list(column)
    for at, value in zip(positions, values, strict=True):
        changed[at] = value
    return changed


def _with_some(
    column: Mapping[int, _Value], positions: Sequence[int], values: Mapping[int, _Value]
) -> dict[int, _Value]:
    """A column that has few values, with those of the positions taken out and others put in."""
    gone = frozenset(positions)
    kept = {at: value for at, value in column.items() if at not in gone}
    return {**kept, **{positions[number]: value for number, value in values.items()}}
