"""All sources read, and their entries' exhibits made ahead: what of a sync can be divided, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

from pubmd.bibtex.bibliography import Bibliography, fit, joined, part_bounds
from pubmd.bibtex.source import Source
from pubmd.exhibit import Exhibition
from pubmd.paper.papers import SignColumns
from pubmd.progress import Watch, unwatched
from pubmd.showing import Showing
from pubmd.span import Packed, Span, packed, read_span, unpacked, unsaid

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
        fresh = sum(len(found.columns) for digest, found in self.now.items() if digest not in self.earlier)
        return fresh * 20 > sum(len(found.columns) for found in self.now.values())


class Reading(NamedTuple):
    """The sources as bibliographies, and what was said ahead of their entries.

    `signs` and `showing` have as many as all of them have entries, in order, empty where the entry alone did
    not say enough.
    """

    bibliographies: tuple[Bibliography, ...]
    signs: SignColumns
    showing: Showing


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


class _Kept(NamedTuple):
    """A span, packed, and the digest that it is kept by."""

    digest: bytes
    packed: Packed


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
    stretches = [each for source in sources for each in _stretches(source, kept)]
    found: list[_Kept | Span | None] = [_known(each, kept) for each in stretches]
    fresh = [at for at, known in enumerate(found) if known is None]

    def read_batch(batch: Sequence[int]) -> list[_Kept | Span]:
        return [_fresh(stretches[at], exhibition, kept.made_by) for at in batch]

    batches = list(_batches(fresh, stretches))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches, watch)
    for at, result in zip(fresh, chain.from_iterable(results), strict=True):
        found[at] = result
    spans: dict[str, list[Span]] = {source.file: [] for source in sources}
    keys: dict[str, list[Known]] = {source.file: [] for source in sources}
    for stretch, each in zip(stretches, found, strict=True):
        span, digest = _span(stretch, each, exhibition, kept)
        spans[stretch.source.file].append(span)
        keys[stretch.source.file].append((stretch.start, stretch.end, digest))
    kept.stretches.update((file, own) for file, own in keys.items() if all(digest for _, _, digest in own))
    return _reading(sources, [spans[source.file] for source in sources])


def _stretches(source: Source, kept: Kept) -> Iterator[_Stretch]:
    """The stretches of a source, in order."""
    found = kept.unchanged.get(source.file)
    if found is None:
        return (_Stretch(source, *bounds) for bounds in part_bounds(source.text))
    return (_Stretch(source, *each) for each in found)


def _known(stretch: _Stretch, kept: Kept) -> _Kept | None:
    """What an earlier reading has kept of a stretch, if anything."""
    if not kept.earlier:
        return None
    digest = stretch.digest(kept.made_by)
    found = kept.earlier.get(digest)
    return found and _Kept(digest, found)


def _fresh(stretch: _Stretch, exhibition: Exhibition, made_by: bytes) -> _Kept | Span:
    """A stretch that is read now, in the form in which it can be kept, if it can."""
    span = read_span(stretch.source, stretch.start, stretch.end, exhibition)
    found = packed(span, stretch.source, stretch.start, stretch.end)
    return _Kept(stretch.digest(made_by), found) if found else span


def _span(
    stretch: _Stretch, found: _Kept | Span | None, exhibition: Exhibition, kept: Kept
) -> tuple[Span, bytes]:
    """What a stretch holds, and the digest that it is kept by, if it is."""
    if isinstance(found, Span):
        return found, b""
    try:
        if not found:
            raise ValueError("nothing was found")
        span = unpacked(found.packed, stretch.source, stretch.start, stretch.end, exhibition)
    except (ValueError, TypeError, EOFError):  # what was kept makes no sense
        return _span(stretch, _fresh(stretch, exhibition, kept.made_by), exhibition, kept)
    kept.now[found.digest] = found.packed
    return span, found.digest


def _reading(sources: Sequence[Source], spans: Sequence[Sequence[Span]]) -> Reading:
    bibliographies = []
    said: list[tuple[SignColumns, Showing]] = []
    for source, of_source in zip(sources, spans, strict=True):
        parts = [span.part for span in of_source]
        bibliographies.append(joined(source, parts))
        if fit(parts):
            said += [(span.signs, span.showing) for span in of_source]
        else:
            said.append(unsaid(len(bibliographies[-1].keys)))
    return Reading(
        tuple(bibliographies),
        SignColumns.joined([signs for signs, _ in said]),
        Showing.joined([showing for _, showing in said]),
    )


def _batches(fresh: Sequence[int], stretches: Sequence[_Stretch]) -> Iterator[list[int]]:
    """The numbers of fresh stretches in runs of about the same length."""
    batch: list[int] = []
    length = 0
    for at in fresh:
        batch.append(at)
        length += stretches[at].end - stretches[at].start
        if length >= _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch
