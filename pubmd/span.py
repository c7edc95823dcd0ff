"""A stretch of a source, read, with what is said of its entries ahead: as a value, and as bytes to keep."""

from __future__ import annotations

import marshal
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from itertools import repeat
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from pubmd.bibtex.bibliography import Part, PlainEntry, read_part
from pubmd.bibtex.raw_entry import Fields, RawEntry
from pubmd.bibtex.source import Source
from pubmd.card import Card
from pubmd.deferred import Deferred
from pubmd.exhibit import Exhibit, Exhibition, Fate
from pubmd.paper.library import plain_entry
from pubmd.paper.papers import NO_SIGNS, SignColumns, signs
from pubmd.problem import Place, Problem, Severity
from pubmd.showing import Showing


class Span(NamedTuple):
    """What a stretch of a source holds.

    `signs` and `showing` have as many as the part has entries, empty where the entry alone does not say
    enough.
    """

    part: Part
    signs: SignColumns
    showing: Showing


def read_span(source: Source, start: int, end: int, exhibition: Exhibition) -> Span:
    """Read a stretch of a source, and say of its entries what needs nothing else."""
    part = read_part(source, start, end)
    all_signs = []
    exhibits: list[Exhibit | None] = []
    for fields in part.entries:
        raw = RawEntry(source, *fields)
        entry = plain_entry(raw)
        if entry is None or (entry.fields is not raw.fields and exhibition.looks_at_month):
            all_signs.append(NO_SIGNS)
            exhibits.append(None)
        else:
            all_signs.append(signs(entry))
            exhibits.append(exhibition.exhibit(entry))
    return Span(part, SignColumns.of(all_signs), Showing.of(exhibits))


def unsaid(count: int) -> tuple[SignColumns, Showing]:
    """The signs and exhibits of so many entries of which nothing is said ahead."""
    return SignColumns.of([NO_SIGNS] * count), Showing.of([None] * count)


class Bytes(Protocol):
    """Bytes that may be fetched when a slice of them is asked for."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, part: slice, /) -> bytes:
        """Some of them; others, or fewer, where they cannot be fetched as they were."""


class Packed(NamedTuple):
    """A span as bytes that do not depend on where it begins.

    `columns` are what every build looks at, `texts` the cards' texts, those of a page behind each other.
    `rest` is what hardly anybody asks for; `seal` is its checksum.
    """

    columns: bytes
    texts: Bytes
    rest: Bytes
    seal: int


def packed(span: Span, source: Source, start: int, end: int) -> Packed | None:
    """A span between these offsets as bytes; None where it holds damage, or was read beyond its end."""
    part, showing = span.part, span.showing
    ends = [*(each[1] for each in part.entries), *(behind for _, behind in part.passed_over)]
    if part.fragments or any(behind > end for behind in ends):
        return None
    places = _Places(source, start)
    of_part = (
        *(part.types, part.keys, part.macros, part.commented_out),
        *([(at - start, behind - start) for at, behind in part.passed_over], part.is_closed),
    )
    texts, runs, starts = _by_page(showing)
    of_showing = (
        *(showing.fates, showing.pages, showing.years, showing.ids, showing.marks),
        *(runs, starts, showing.lengths),
        {at: [_packed_problem(each, places) for each in told] for at, told in showing.problems.items()},
        {at: [places.moved(each) for each in told] for at, told in showing.unheard.items()},
        showing.anchors,
    )
    rest = [
        (at - start, behind - start, fields, repeated, _more(exhibit))
        for (at, behind, _, _, fields, repeated), exhibit in zip(part.entries, showing.exhibits, strict=True)
    ]
    try:
        columns = marshal.dumps((of_part, tuple(span.signs), of_showing))  # type: ignore[arg-type]
        of_rest = marshal.dumps(rest)
    except ValueError:  # a value that is no plain string or tuple
        return None
    return Packed(columns, texts, of_rest, crc32(of_rest))


# Where the texts of each page begin and end, and their checksum; by the first of their pages, if any.
_Runs = Mapping[str, tuple[int, int, int]]


def _by_page(showing: Showing) -> tuple[bytes, _Runs, list[int]]:
    """The cards' texts, those of each page behind each other; and where each text begins among these."""
    texts: dict[str, list[bytes]] = defaultdict(list)
    lengths: Counter[str] = Counter()
    starts = []
    for at, pages in enumerate(showing.pages):
        page = _first(pages)
        starts.append(lengths[page])
        lengths[page] += showing.lengths[at]
        texts[page].append(showing.text(at))
    runs = {}
    whole = b""
    for page, of_page in texts.items():
        run = b"".join(of_page)
        runs[page] = len(whole), len(whole) + len(run), crc32(run)
        whole += run
    return whole, runs, starts


def _first(pages: Sequence[str]) -> str:
    return pages[0] if pages else ""


def unpacked(found: Packed, source: Source, start: int, end: int, exhibition: Exhibition) -> Span:
    """The span that was packed, as it is where it stands between these offsets of a source.

    Raises ValueError, TypeError or EOFError where the bytes make no sense.
    """
    of_part, of_signs, of_showing = marshal.loads(found.columns)  # noqa: S302
    types, keys, macros, commented_out, passed_over, is_closed = of_part
    fates, pages, years, ids, marks, runs, starts, lengths, problems, unheard, anchors = of_showing
    places = _Places(source, start)
    texts = (pages, runs, starts, lengths)
    more = _More(found, texts, partial(_again, source, start, end, exhibition))

    def entry(at: int) -> PlainEntry:
        first, behind, fields, repeated, _ = more.rows[at]
        return first + start, behind + start, types[at], keys[at], fields, repeated

    def exhibit(at: int) -> Exhibit | None:
        return _exhibit(more.rows[at][-1], showing, at) if fates[at] else None

    part = Part(
        Deferred(len(keys), entry),
        types,
        keys,
        macros,
        (),
        commented_out,
        tuple([(at + start, behind + start) for at, behind in passed_over]),
        is_closed,
    )
    showing = Showing(
        Deferred(len(keys), exhibit),
        fates,
        pages,
        years,
        ids,
        more.texts() if isinstance(found.texts, bytes) else [*zip(repeat(more.text), range(len(keys)))],
        lengths,
        marks,
        {at: tuple([_problem(each, places) for each in told]) for at, told in problems.items()},
        {at: tuple([places.place(*each) for each in told]) for at, told in unheard.items()},
        anchors,
    )
    return Span(part, SignColumns(*of_signs), showing)


def _again(source: Source, start: int, end: int, exhibition: Exhibition) -> Packed:
    """What was packed once, from its stretch, where what was kept of it turns out to be damaged."""
    found = packed(read_span(source, start, end, exhibition), source, start, end)
    return found or Packed(b"", b"", b"", 0)


class _More:
    """What a packed span has besides its columns, looked into when it is asked for."""

    def __init__(
        self,
        found: Packed,
        texts: tuple[Sequence[Sequence[str]], _Runs, Sequence[int], Sequence[int]],
        again: Callable[[], Packed],
    ) -> None:
        """`texts` are the columns that say where the texts are; see `packed`."""
        self._packed = found
        self._pages, self._runs, self._starts, self._lengths = texts
        self._read_again = again
        self._found: dict[str, bytes] = {}

    @cached_property
    def _again(self) -> Packed:
        return self._read_again()

    @cached_property
    def rows(self) -> list[tuple[int, int, Fields, tuple[str, ...], Any]]:
        """Each entry's bounds from the beginning, its fields and repeated fields, and more of its exhibit."""
        rest = self._packed.rest[:]
        if crc32(rest) != self._packed.seal:
            rest = self._again.rest[:]
        return marshal.loads(rest)  # type: ignore[no-any-return]  # noqa: S302

    def texts(self) -> list[bytes]:
        """The texts of all cards."""
        return [self.text(at) for at in range(len(self._starts))]

    def text(self, at: int) -> bytes:
        """The text of the card at a position."""
        page = _first(self._pages[at])
        if page not in self._found:
            self._found[page] = self._run(*self._runs[page])
        start = self._starts[at]
        return self._found[page][start : start + self._lengths[at]]

    def _run(self, start: int, end: int, seal: int) -> bytes:
        found = self._packed.texts[start:end]
        return found if crc32(found) == seal else self._again.texts[start:end]


def _more(exhibit: Exhibit | None) -> tuple[object, ...] | None:
    """What an exhibit has besides its columns."""
    if exhibit is None:
        return None
    card = exhibit.card
    of_card = (card.anchor, card.anchor_is_set, card.places) if card else None
    return exhibit.topics if exhibit.topics != exhibit.pages else None, exhibit.unlisted_venue, of_card


def _exhibit(more: Any, showing: Showing, at: int) -> Exhibit:
    """The exhibit in the columns at this position and in what there is more of it."""
    topics, unlisted_venue, of_card = more
    pages = showing.pages[at]
    card = None
    if of_card:
        anchor, is_set, places = of_card
        card = Card(showing.years[at], anchor, is_set, showing.ids[at], showing.text(at), places)
    return Exhibit(
        Fate(showing.fates[at]),
        pages if topics is None else topics,
        pages,
        card,
        unlisted_venue,
        showing.problems.get(at, ()),
        showing.unheard.get(at, ()),
    )


def _packed_problem(problem: Problem, places: _Places) -> tuple[object, ...]:
    place = places.moved(problem.place)
    return problem.code, problem.severity.value, place, problem.message, problem.hint


def _problem(said: Sequence[Any], places: _Places) -> Problem:
    code, severity, place, message, hint = said
    return Problem(code, Severity(severity), places.place(*place), message, hint)


class _Places:
    """Places by how far they are from the beginning of a span, which moves with what stands above it."""

    def __init__(self, source: Source, start: int) -> None:
        self._source = source
        self._start = start

    @cached_property
    def _base(self) -> Place:
        return self._source.place(self._start)

    def moved(self, place: Place) -> tuple[int, int]:
        """The lines, and on the first line the columns, from the beginning to a place."""
        lines = place.line - self._base.line
        return lines, place.column if lines else place.column - self._base.column

    def place(self, lines: int, columns: int) -> Place:
        """The place that is so far from the beginning."""
        column = columns if lines else columns + self._base.column
        return Place(self._base.file, self._base.line + lines, column)
