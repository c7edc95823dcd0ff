"""All sources read, and the exhibits of their entries made ahead: the part of a sync that can be divided."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from pubmd.bibtex.bibliography import Bibliography, Part, fit, joined, part_bounds, read_part
from pubmd.bibtex.raw_entry import RawEntry
from pubmd.bibtex.source import Source
from pubmd.exhibit import Exhibit, Exhibition
from pubmd.paper.library import plain_entry

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How many characters are worth the way to another process.
_BATCH = 100_000

# A stretch of a source: its number, where it begins and where it ends.
_Span = tuple[int, int, int]
_Read = tuple[Part, list[Exhibit | None]]


class Mapper(Protocol):
    """A function's results for things, in their order."""

    def __call__(self, function: Callable[[_Item], _Result], items: Sequence[_Item], /) -> list[_Result]:
        """Call the function with each of the things."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """The sources as bibliographies, and by the `id` of their raw entries the exhibits of most."""

    bibliographies: tuple[Bibliography, ...]
    exhibits: Mapping[int, Exhibit]


def in_turn(function: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
    """The function's results for these things, one after the other."""
    return [function(item) for item in items]


def read(sources: Sequence[Source], exhibition: Exhibition, mapper: Mapper = in_turn) -> Reading:
    """Read all sources, in parts and by way of `mapper` where they are long.

    An exhibit is made ahead where it depends on nothing but the entry itself. Whoever uses it has to look
    whether the entry stayed `is_as_read`.
    """

    def read_batch(batch: Sequence[_Span]) -> list[_Read]:
        return [_read_span(sources[number], start, end, exhibition) for number, start, end in batch]

    batches = list(_batches(sources))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches)
    parts: list[list[_Read]] = [[] for _ in sources]
    for batch, result in zip(batches, results, strict=True):
        for (number, _, _), part in zip(batch, result, strict=True):
            parts[number].append(part)
    bibliographies = []
    exhibits: dict[int, Exhibit] = {}
    for source, of_source in zip(sources, parts, strict=True):
        bibliography = joined(source, [part for part, _ in of_source])
        bibliographies.append(bibliography)
        if fit([part for part, _ in of_source]):
            ahead = [exhibit for _, part in of_source for exhibit in part]
            for raw, exhibit in zip(bibliography.entries, ahead, strict=True):
                if exhibit:
                    exhibits[id(raw)] = exhibit
    return Reading(tuple(bibliographies), exhibits)


def _batches(sources: Sequence[Source]) -> Iterator[list[_Span]]:
    """The stretches of all sources, in runs of about the same length."""
    batch: list[_Span] = []
    length = 0
    for number, source in enumerate(sources):
        for start, end in part_bounds(source.text, _BATCH):
            batch.append((number, start, end))
            length += end - start
            if length >= _BATCH:
                yield batch
                batch, length = [], 0
    if batch:
        yield batch


def _read_span(source: Source, start: int, end: int, exhibition: Exhibition) -> _Read:
    part = read_part(source, start, end)
    entries = (plain_entry(RawEntry(source, *entry)) for entry in part.entries)
    return part, [exhibition.exhibit(entry) if entry else None for entry in entries]
