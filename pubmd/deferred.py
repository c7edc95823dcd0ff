"""Sequences whose items are made when they are asked for: most of ten thousand entries nobody looks at."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import TypeVar, overload

_Item = TypeVar("_Item", covariant=True)


class Deferred(Sequence[_Item]):
    """As many items as were said, made by their positions, each once and at its first use."""

    def __init__(self, length: int, make: Callable[[int], _Item]) -> None:
        self._length = length
        self._make = make
        self._made: dict[int, _Item] = {}

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> _Item: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_Item]: ...
    def __getitem__(self, at: int | slice) -> _Item | Sequence[_Item]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(self._length))]
        if not -self._length <= at < self._length:
            raise IndexError(at)
        at %= self._length
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    def __iter__(self) -> Iterator[_Item]:
        return map(self.__getitem__, range(self._length))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def chained(parts: Sequence[Sequence[_Item]]) -> Sequence[_Item]:
    """The items of several sequences as those of one, each looked up where it is."""
    if len(parts) == 1:
        return parts[0]
    behind = list(accumulate(map(len, parts)))

    def item(at: int) -> _Item:
        number = bisect_right(behind, at)
        return parts[number][at - behind[number]]

    return Deferred(behind[-1] if behind else 0, item)


def picked(items: Sequence[_Item], positions: Sequence[int]) -> Sequence[_Item]:
    """The items at these positions."""
    return Deferred(len(positions), lambda at: items[positions[at]])


def overlaid(items: Sequence[_Item], others: Mapping[int, _Item]) -> Sequence[_Item]:
    """The same items, but for others at some positions."""
    return Deferred(len(items), lambda at: others[at] if at in others else items[at])
