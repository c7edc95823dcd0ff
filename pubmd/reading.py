"""All sources read, and their entries' exhibits made ahead: what of a sync can be divided, and kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

from pubmd.bibtex.bibliography import Bibliography, fit, joined
from pubmd.bibtex.source import Source
from pubmd.exhibit import Exhibition
from pubmd.lone import Lone, LoneResult, read_alone
from pubmd.paper.papers import SignColumns
from pubmd.progress import Watch, unwatched
from pubmd.showing import Showing
from pubmd.span import Packed, Span, packed, read_span, unpacked, unsaid
from pubmd.stretch import Known, Piece, Stretch, stretches

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# How many characters are worth the way to another process, and few enough that all processes end together.
_BATCH = 40_000
# How many characters one process reads about as fast as all of them, once it is ready.
_LITTLE = 200_000


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


# Has somebody read lone stretches, and gives what waits for their results; these may be missing.
Ask = Callable[[Sequence[Lone]], Callable[[], Sequence[LoneResult]]]


class Kept:
    """Spans of an earlier reading by the digest of their text, and those of this one.

    `made_by` stands for all that a span depends on besides its text: the program and the configuration.
    `pieces` has those of files that need not be looked through, because they were before; `stretches` gets
    those of this reading, of each file that is kept as a whole.
    """

    def __init__(
        self,
        made_by: bytes = b"",
        earlier: Mapping[bytes, Packed] | None = None,
        pieces: Mapping[str, Sequence[Piece]] | None = None,
    ) -> None:
        self.made_by = made_by
        self.earlier = earlier or {}
        self.pieces = pieces or {}
        self.now: dict[bytes, Packed] = {}
        self.stretches: dict[str, Sequence[Known]] = {}

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


class _Kept(NamedTuple):
    """A span, packed, and what it is kept by."""

    known: Known
    packed: Packed


def read(
    sources: Sequence[Source],
    exhibition: Exhibition,
    mapper: Mapper = in_turn,
    kept: Kept | None = None,
    ask: Ask | None = None,
    watch: Watch = unwatched,
) -> Reading:
    """Read all sources, in parts and by way of `mapper` where they are long; what is kept is not read again.

    Where little is new that is read by way of `ask`, if that can be. An exhibit is made ahead where it
    depends on nothing but the entry itself.
    """
    kept = kept or Kept()
    parts = [each for source in sources for each in stretches(source, kept.pieces.get(source.file))]
    found: dict[int, _Kept | Span] = {
        at: known for at, part in enumerate(parts) if (known := _known(part, kept))
    }
    lone = [at for at in range(len(parts)) if at not in found]
    is_little = 0 < sum(parts[at].length for at in lone) < _LITTLE
    answers = ask([(parts[at].source.file, parts[at].text) for at in lone]) if ask and is_little else tuple
    seen = {at: _span(parts[at], each, exhibition, kept.made_by) for at, each in found.items()}
    for at, answer in zip(lone, answers(), strict=False):
        if answer:
            found[at] = _Kept(parts[at].known(kept.made_by), Packed(*answer))

    def read_batch(batch: Sequence[int]) -> list[_Kept | Span]:
        return [_fresh(parts[at], exhibition, kept.made_by) for at in batch]

    fresh = [at for at in range(len(parts)) if at not in found]
    batches = list(_batches(fresh, parts))
    results = (mapper if len(batches) > 1 else in_turn)(read_batch, batches, watch)
    found.update(zip(fresh, chain.from_iterable(results), strict=True))
    seen.update(
        (at, _span(parts[at], each, exhibition, kept.made_by)) for at, each in found.items() if at not in seen
    )
    spans: dict[str, list[Span]] = {source.file: [] for source in sources}
    own: dict[str, list[_Kept | None]] = {source.file: [] for source in sources}
    for at, part in enumerate(parts):
        span, of_span = seen[at]
        spans[part.source.file].append(span)
        own[part.source.file].append(of_span)
    for file, of_file in own.items():
        whole = [each for each in of_file if each]
        kept.now.update((each.known[2], each.packed) for each in whole)
        if len(whole) == len(of_file):
            kept.stretches[file] = [each.known for each in whole]
    return _reading(sources, [spans[source.file] for source in sources])


def _known(part: Stretch, kept: Kept) -> _Kept | None:
    """What an earlier reading has kept of a stretch, if anything."""
    if not kept.earlier:
        return None
    known = part.known(kept.made_by)
    found = kept.earlier.get(known[2])
    return found and _Kept(known, found)


def _fresh(part: Stretch, exhibition: Exhibition, made_by: bytes) -> _Kept | Span:
    """A stretch that is read now, in the form in which it can be kept, if it can."""
    found = read_alone(part.source.file, part.text, exhibition) if part.is_new else None
    if found:
        return _Kept(part.known(made_by), found)
    span = read_span(part.source, part.start, part.end, exhibition)
    found = packed(span, part.source, part.start, part.end)
    return _Kept(part.known(made_by), found) if found else span


def _span(
    part: Stretch, found: _Kept | Span, exhibition: Exhibition, made_by: bytes
) -> tuple[Span, _Kept | None]:
    """What a stretch holds, and what that is kept as, if it is."""
    if isinstance(found, Span):
        return found, None
    try:
        return unpacked(found.packed, part.source, part.start, part.end, exhibition), found
    except (ValueError, TypeError, EOFError):  # what was kept makes no sense
        return _span(part, _fresh(part, exhibition, made_by), exhibition, made_by)


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


def _batches(fresh: Sequence[int], parts: Sequence[Stretch]) -> Iterator[list[int]]:
    """The numbers of fresh stretches in runs of about the same length."""
    batch: list[int] = []
    length = 0
    for at in fresh:
        batch.append(at)
        length += parts[at].length
        if length >= _BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch
