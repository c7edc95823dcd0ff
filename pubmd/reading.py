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
from pubmd.span import Ahead, Packed, Span, packed, read_span, unpacked

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How many characters are worth the way to another process, and few enough that all processes end together.
_BATCH = 40_000


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


# A stretch of a source: its bounds, and the digest that it is kept by.
Known = tuple[int, int, bytes]


@dataclass(frozen=True, slots=True)
class Kept:
    """Spans of an earlier reading by the digest of their text, and those of this one.

    `made_by` stands for all that a span depends on besides its text: the program and the configuration.
    `unchanged` has the stretches of those files that are as they were then; `stretches` gets those of this
    reading, of each file that is kept as a whole.
    """

    made_by: bytes = b""
    earlier: Mapping[bytes, Packed] = field(default_factory=dict)
    unchanged: Mapping[str, Sequence[Known]] = field(default_factory=dict)
    now: dict[bytes, Packed] = field(default_factory=dict)
    stretches: dict[str, Sequence[Known]] = field(default_factory=dict)

    @property
    def is_news(self) -> bool:
        """Whether so much was read anew that it is worth keeping: the twentieth part, or more."""
        fresh = sum(len(found.span) for digest, found in self.now.items() if digest not in self.earlier)
        return fresh * 20 > sum(len(found.span) for found in self.now.values())


class Reading(NamedTuple):
    """The sources as bibliographies, and what was said ahead of their entries.

    `ahead` has one for each entry of all of them, in order; None where the entry alone did not say enough.
    """

    bibliographies: tuple[Bibliography, ...]
    ahead: tuple[Ahead | None, ...]


class Said:
    """What was said ahead of entries, as long as they are as they were read."""

    def __init__(self, entries: Sequence[Entry], ahead: Sequence[Ahead | None]) -> None:
        self._entries = entries  # so that no other object gets the `id` of one
        self._by_id = dict(zip(map(id, entries), ahead, strict=True))

    def exhibit(self, entry: Entry) -> Exhibit | None:
        """The exhibit that was made of an entry, if it was."""
        ahead = self._by_id.get(id(entry))
        return ahead.exhibit if ahead else None

    def signs(self, entry: Entry) -> Signs:
        """The signs of an entry."""
        ahead = self._by_id.get(id(entry))
        return ahead.signs if ahead else signs(entry)


class _Stretch(NamedTuple):
    """Where a span is: its source, and its bounds; and what it is kept by, where that is known."""

    source: Source
    start: int
    end: int
    known: bytes = b""

    def digest(self, made_by: bytes) -> bytes:
        """What the span is kept by."""
        if self.known:
            return self.known
        known = sha256(made_by)
        known.update(f"{self.source.file}\0".encode("utf-8", "surrogatepass"))  # no name holds a NUL
        known.update(self.source.text[self.start : self.end].encode("utf-8", "surrogatepass"))
        return known.digest()

    def unpacked(self, found: Packed | None) -> Span:
        """The span that was packed of this stretch, or one with the same text."""
        if found is None:
            raise ValueError("neither a span nor one that was packed")
        return unpacked(found, self.source, self.start, self.end)


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
    kept = kept or Kept()

    def read_batch(batch: Sequence[_Stretch]) -> list[_Fresh]:
        return [_fresh(each, exhibition, kept.made_by) for each in batch]

    stretches = [each for source in sources for each in _stretches(source, kept)]
    known = [_known(each, kept) for each in stretches]
    batches = list(_batches([each for each, found in zip(stretches, known, strict=True) if not found]))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches, watch)
    fresh = iter([each for result in results for each in result])
    spans: dict[str, list[Span]] = {source.file: [] for source in sources}
    keys: dict[str, list[Known]] = {source.file: [] for source in sources}
    for each, found in zip(stretches, known, strict=True):
        found = found or next(fresh)
        if found.packed:
            kept.now[found.digest] = found.packed
        keys[each.source.file].append((each.start, each.end, found.digest))
        spans[each.source.file].append(found.span or each.unpacked(found.packed))
    kept.stretches.update((file, own) for file, own in keys.items() if all(digest for _, _, digest in own))
    return _reading(sources, [spans[source.file] for source in sources])


def _stretches(source: Source, kept: Kept) -> Iterator[_Stretch]:
    """The stretches of a source, in order."""
    found = kept.unchanged.get(source.file)
    if found is None:
        return (_Stretch(source, *bounds) for bounds in part_bounds(source.text))
    return (_Stretch(source, *each) for each in found)


def _known(stretch: _Stretch, kept: Kept) -> _Fresh | None:
    """What an earlier reading has kept of a stretch; None where that is nothing, or not to be understood."""
    if not kept.earlier:
        return None
    digest = stretch.digest(kept.made_by)
    found = kept.earlier.get(digest)
    if found is None:
        return None
    try:
        return _Fresh(stretch.unpacked(found), digest, found)
    except (ValueError, TypeError, EOFError, KeyError):
        return None


class _Fresh(NamedTuple):
    """A span as it was read, and packed with the digest that it is kept by; either may be missing.

    From process to process it goes packed, where it can be.
    """

    span: Span | None
    digest: bytes = b""
    packed: Packed | None = None

    def __reduce__(self) -> tuple[type[_Fresh], tuple[Span | None, bytes, Packed | None]]:
        return _Fresh, (None if self.packed else self.span, self.digest, self.packed)


def _fresh(stretch: _Stretch, exhibition: Exhibition, made_by: bytes) -> _Fresh:
    span = read_span(stretch.source, stretch.start, stretch.end, exhibition)
    found = packed(span, stretch.source, stretch.start, stretch.end)
    return _Fresh(span, stretch.digest(made_by) if found else b"", found)


def _reading(sources: Sequence[Source], spans: Sequence[Sequence[Span]]) -> Reading:
    bibliographies = []
    ahead: list[Ahead | None] = []
    for source, of_source in zip(sources, spans, strict=True):
        parts = [span.part for span in of_source]
        bibliography = joined(source, parts)
        bibliographies.append(bibliography)
        if fit(parts):
            for span in of_source:
                ahead.extend(span.ahead)
        else:
            ahead.extend([None] * len(bibliography.entries))
    return Reading(tuple(bibliographies), tuple(ahead))


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
