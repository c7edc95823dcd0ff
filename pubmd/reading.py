"""All sources read, and exhibits of their entries made ahead: what of a sync can be divided, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol, TypeVar

from pubmd.bibtex.bibliography import Bibliography, fit, joined, part_bounds
from pubmd.bibtex.source import Source
from pubmd.exhibit import Exhibit, Exhibition
from pubmd.progress import Watch, unwatched
from pubmd.span import Span, packed, read_span, unpacked

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How many characters are worth the way to another process.
_BATCH = 100_000


class Mapper(Protocol):
    """A function's results for things, in their order."""

    def __call__(
        self, function: Callable[[_Item], _Result], items: Sequence[_Item], watch: Watch, /
    ) -> list[_Result]:
        """Call the function with each of the things, in the sight of `watch`."""
        ...


def in_turn(function: Callable[[_Item], _Result], items: Sequence[_Item], watch: Watch) -> list[_Result]:
    """The function's results for these things, one after the other."""
    return [function(item) for item in watch(items, "sources")]


@dataclass(frozen=True, slots=True)
class Kept:
    """Spans of an earlier reading by the digest of their text, and those of this one.

    `made_by` stands for all that a span depends on besides its text: the program and the configuration.
    """

    made_by: bytes = b""
    earlier: Mapping[bytes, bytes] = field(default_factory=dict)
    now: dict[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """The sources as bibliographies, and by the `id` of their raw entries the exhibits of most."""

    bibliographies: tuple[Bibliography, ...]
    exhibits: Mapping[int, Exhibit]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Where a span is: the number of its source, its bounds, and the digest that it is kept by."""

    number: int
    start: int
    end: int
    digest: bytes


def read(
    sources: Sequence[Source],
    exhibition: Exhibition,
    mapper: Mapper = in_turn,
    kept: Kept | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read all sources, in parts and by way of `mapper` where they are long; what is kept is not read again.

    An exhibit is made ahead where it depends on nothing but the entry itself. Whoever uses it has to look
    whether the entry stayed `is_as_read`.
    """
    kept = kept or Kept()

    def read_batch(batch: Sequence[_Stretch]) -> list[bytes | Span]:
        spans = [(each, read_span(sources[each.number], each.start, each.end, exhibition)) for each in batch]
        return [packed(span, each.start) or span for each, span in spans]

    stretches = list(_stretches(sources, kept.made_by))
    found: dict[_Stretch, bytes | Span] = {
        each: kept.earlier[each.digest] for each in stretches if each.digest in kept.earlier
    }
    batches = list(_batches([each for each in stretches if each not in found]))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches, watch)
    for batch, result in zip(batches, results, strict=True):
        found.update(zip(batch, result, strict=True))
    spans: list[list[Span]] = [[] for _ in sources]
    for each in stretches:
        span = found.pop(each)
        if isinstance(span, bytes):
            kept.now[each.digest] = span
            span = unpacked(span, each.start)
        spans[each.number].append(span)
    return _reading(sources, spans)


def _reading(sources: Sequence[Source], spans: Sequence[Sequence[Span]]) -> Reading:
    bibliographies = []
    exhibits: dict[int, Exhibit] = {}
    for source, of_source in zip(sources, spans, strict=True):
        parts = [span.part for span in of_source]
        bibliography = joined(source, parts)
        bibliographies.append(bibliography)
        if fit(parts):
            ahead = [exhibit for span in of_source for exhibit in span.exhibits]
            for raw, exhibit in zip(bibliography.entries, ahead, strict=True):
                if exhibit:
                    exhibits[id(raw)] = exhibit
    return Reading(tuple(bibliographies), exhibits)


def _stretches(sources: Sequence[Source], made_by: bytes) -> Iterator[_Stretch]:
    for number, source in enumerate(sources):
        for start, end in part_bounds(source.text):
            known = sha256(made_by)
            known.update(f"{source.file}\0{source.text[start:end]}".encode("utf-8", "surrogatepass"))
            yield _Stretch(number, start, end, known.digest())


def _batches(stretches: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """The stretches in runs of about the same length."""
    batch: list[_Stretch] = []
    length = 0
    for each in stretches:
        batch.append(each)
        length += each.end - each.start
        if length >= _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch
