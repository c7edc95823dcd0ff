"""All sources read, and their entries' exhibits made ahead: what of a sync can be divided, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple, Protocol, TypeVar

from pubmd.bibtex.bibliography import Bibliography, fit, joined, part_bounds
from pubmd.bibtex.source import Source
from pubmd.exhibit import Exhibit, Exhibition
from pubmd.paper.identity import Signs, signs
from pubmd.paper.library import Entry
from pubmd.progress import Watch, unwatched
from pubmd.span import Ahead, Span, packed, read_span, unpacked

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
    earlier: Mapping[bytes, bytes | memoryview] = field(default_factory=dict)
    now: dict[bytes, bytes | memoryview] = field(default_factory=dict)

    @property
    def is_news(self) -> bool:
        """Whether so much was read anew that it is worth keeping: the twentieth part, or more."""
        fresh = sum(len(data) for digest, data in self.now.items() if digest not in self.earlier)
        return fresh * 20 > sum(map(len, self.now.values()))


@dataclass(frozen=True, slots=True)
class Reading:
    """The sources as bibliographies, and what was said ahead of most entries, by the raw ones' `id`."""

    bibliographies: tuple[Bibliography, ...]
    _ahead: Mapping[int, Ahead]

    def exhibit(self, entry: Entry) -> Exhibit | None:
        """The exhibit that was made of an entry, if nothing but the entry itself has a part in it."""
        ahead = self._ahead.get(id(entry.raw))
        return ahead.exhibit if ahead and entry.is_as_read else None

    def signs(self, entry: Entry) -> Signs:
        """The signs of an entry."""
        ahead = self._ahead.get(id(entry.raw))
        return ahead.signs if ahead and entry.is_as_read else signs(entry)


class _Stretch(NamedTuple):
    """Where a span is: its source, and its bounds."""

    source: Source
    start: int
    end: int

    def digest(self, made_by: bytes) -> bytes:
        """What the span is kept by."""
        known = sha256(made_by)
        known.update(self.source.file.encode("utf-8", "surrogatepass"))
        known.update(self.source.text[self.start : self.end].encode("utf-8", "surrogatepass"))
        return known.digest()


def read(
    sources: Sequence[Source],
    exhibition: Exhibition,
    mapper: Mapper = in_turn,
    kept: Kept | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read all sources, in parts and by way of `mapper` where they are long; what is kept is not read again.

    An exhibit is made ahead where it depends on nothing but the entry itself.
    """
    made_by, earlier, now = (kept.made_by, kept.earlier, kept.now) if kept else (b"", {}, {})

    def read_batch(batch: Sequence[_Stretch]) -> list[_Fresh]:
        return [_fresh(each, exhibition, made_by) for each in batch]

    stretches = [_Stretch(source, *bounds) for source in sources for bounds in part_bounds(source.text)]
    known = [_known(each, made_by, earlier) for each in stretches] if earlier else [None] * len(stretches)
    batches = list(_batches([each for each, found in zip(stretches, known, strict=True) if not found]))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches, watch)
    fresh = iter([each for result in results for each in result])
    spans: dict[str, list[Span]] = {source.file: [] for source in sources}
    for each, found in zip(stretches, known, strict=True):
        found = found or next(fresh)
        if found.data is not None:
            now[found.digest] = found.data
        spans[each.source.file].append(found.span or unpacked(found.data or b"", each.source, each.start))
    return _reading(sources, [spans[source.file] for source in sources])


def _known(stretch: _Stretch, made_by: bytes, earlier: Mapping[bytes, bytes | memoryview]) -> _Fresh | None:
    """What an earlier reading has kept of a stretch; None where that is nothing, or not to be understood."""
    digest = stretch.digest(made_by)
    data = earlier.get(digest)
    if data is None:
        return None
    try:
        return _Fresh(unpacked(data, stretch.source, stretch.start), digest, data)
    except (ValueError, TypeError, EOFError, KeyError):
        return None


class _Fresh(NamedTuple):
    """A span as it was read, and as bytes with the digest that they are kept by; either may be missing.

    From process to process go the bytes alone, where there are any.
    """

    span: Span | None
    digest: bytes = b""
    data: bytes | memoryview | None = None

    def __reduce__(self) -> tuple[type[_Fresh], tuple[Span | None, bytes, bytes | memoryview | None]]:
        return _Fresh, (None if self.data is not None else self.span, self.digest, self.data)


def _fresh(stretch: _Stretch, exhibition: Exhibition, made_by: bytes) -> _Fresh:
    span = read_span(*stretch, exhibition)
    data = packed(span, stretch.source, stretch.start)
    return _Fresh(span, b"" if data is None else stretch.digest(made_by), data)


def _reading(sources: Sequence[Source], spans: Sequence[Sequence[Span]]) -> Reading:
    bibliographies = []
    said: dict[int, Ahead] = {}
    for source, of_source in zip(sources, spans, strict=True):
        parts = [span.part for span in of_source]
        bibliography = joined(source, parts)
        bibliographies.append(bibliography)
        if fit(parts):
            of_entries = [each for span in of_source for each in span.ahead]
            said.update(
                (id(raw), each)
                for raw, each in zip(bibliography.entries, of_entries, strict=True)
                if each is not None
            )
    return Reading(tuple(bibliographies), said)


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
