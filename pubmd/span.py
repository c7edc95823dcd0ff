"""A stretch of a source, read, with what is said of its entries ahead: as a value, and as bytes to keep."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, NamedTuple
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


class Packed(NamedTuple):
    """A span as bytes that do not depend on where it begins.

    `columns` are what every build looks at, `texts` the cards' texts behind each other. `rest` is what hardly
    anybody asks for, and so may be what fetches it; `seal` is its checksum.
    """

    columns: bytes | memoryview
    texts: bytes | memoryview
    rest: bytes | Callable[[], bytes]
    seal: int

    def all_rest(self) -> bytes:
        """The rest, fetched if need be."""
        return self.rest if isinstance(self.rest, bytes) else self.rest()


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
    of_showing = (
        *(showing.fates, showing.pages, showing.years, showing.ids),
        *(list(map(len, showing.texts)), showing.marks),
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
    return Packed(columns, b"".join(showing.texts), of_rest, crc32(of_rest))


def unpacked(found: Packed, source: Source, start: int, end: int, exhibition: Exhibition) -> Span:
    """The span that was packed, as it is where it stands between these offsets of a source.

    Raises ValueError, TypeError or EOFError where the bytes make no sense.
    """
    of_part, of_signs, of_showing = marshal.loads(found.columns)  # noqa: S302
    types, keys, macros, commented_out, passed_over, is_closed = of_part
    fates, pages, years, ids, lengths, marks, problems, unheard, anchors = of_showing
    places = _Places(source, start)
    rest = _Rest(found, source, start, end, exhibition)

    def entry(at: int) -> PlainEntry:
        first, behind, fields, repeated, _ = rest.rows[at]
        return first + start, behind + start, types[at], keys[at], fields, repeated

    def exhibit(at: int) -> Exhibit | None:
        *_, more = rest.rows[at]
        return _exhibit(more, showing, at) if fates[at] else None

    texts = memoryview(found.texts)
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
        [texts[at:behind] for at, behind in pairwise(accumulate(lengths, initial=0))],
        marks,
        {at: tuple([_problem(each, places) for each in told]) for at, told in problems.items()},
        {at: tuple([places.place(*each) for each in told]) for at, told in unheard.items()},
        anchors,
    )
    return Span(part, SignColumns(*of_signs), showing)


class _Rest:
    """What a packed span has besides its columns, looked into when it is asked for."""

    def __init__(self, found: Packed, source: Source, start: int, end: int, exhibition: Exhibition) -> None:
        self._packed = found
        self._stretch = source, start, end
        self._exhibition = exhibition

    @cached_property
    def rows(self) -> list[tuple[int, int, Fields, tuple[str, ...], Any]]:
        """Each entry's bounds from the beginning, its fields and repeated fields, and more of its exhibit."""
        rest = self._packed.all_rest()
        if crc32(rest) != self._packed.seal:  # what was kept is damaged
            again = packed(read_span(*self._stretch, self._exhibition), *self._stretch)
            rest = again.all_rest() if again else b""
        return marshal.loads(rest)  # type: ignore[no-any-return]  # noqa: S302


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
        text = bytes(showing.texts[at])
        card = Card(showing.years[at], anchor, is_set, showing.ids[at], text, places)
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
