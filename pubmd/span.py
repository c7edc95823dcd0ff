"""A stretch of a source, read, with what is said of its entries ahead: as a value, and as bytes to keep."""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from pubmd.bibtex.bibliography import Part, read_part
from pubmd.bibtex.raw_entry import Fields, RawEntry
from pubmd.bibtex.source import Source
from pubmd.card import Card
from pubmd.exhibit import Exhibit, Exhibition, Fate
from pubmd.paper.identity import Signs, signs
from pubmd.paper.library import plain_entry
from pubmd.problem import Place, Problem, Severity

_FATES = {fate.value: fate for fate in Fate}


class Ahead(NamedTuple):
    """What is said of an entry before others are read: its signs and its exhibit."""

    signs: Signs
    exhibit: Exhibit


class Span(NamedTuple):
    """What a stretch of a source holds.

    `ahead` has one for each of the part's entries, None where the entry alone does not say enough.
    """

    part: Part
    ahead: tuple[Ahead | None, ...]


def read_span(source: Source, start: int, end: int, exhibition: Exhibition) -> Span:
    """Read a stretch of a source, and say of its entries what needs nothing else."""
    part = read_part(source, start, end)
    return Span(part, tuple(_ahead(source, part, exhibition)))


def _ahead(source: Source, part: Part, exhibition: Exhibition) -> Iterator[Ahead | None]:
    for fields in part.entries:
        raw = RawEntry(source, *fields)
        entry = plain_entry(raw)
        if entry is None or (entry.fields is not raw.fields and exhibition.looks_at_month):
            yield None
        else:
            yield Ahead(signs(entry), exhibition.exhibit(entry))


class Packed(NamedTuple):
    """A span as bytes that do not depend on where it begins.

    `fields` are those of the entries that `ahead` says all of, which hardly anybody asks for; `seal` is their
    digest, so that they need not be looked at before.
    """

    span: bytes | memoryview
    fields: bytes | memoryview
    seal: bytes


def packed(span: Span, source: Source, start: int, end: int) -> Packed | None:
    """A span between these offsets as bytes; None where it holds damage, or was read beyond its end."""
    part = span.part
    ends = [*(each[1] for each in part.entries), *(behind for _, behind in part.passed_over)]
    if part.fragments or any(behind > end for behind in ends):
        return None
    places = _Places(source, start)
    entries = []
    fields = {}
    for (at, end, type_, key, own, repeated), ahead in zip(part.entries, span.ahead, strict=True):
        if ahead:
            fields[at - start] = own
        entries.append(
            (
                *(at - start, end - start, type_, key, None if ahead else own, repeated),
                (*ahead.signs, *_packed_exhibit(ahead.exhibit, places)) if ahead else None,
            )
        )
    passed_over = [(at - start, end - start) for at, end in part.passed_over]
    try:
        data = marshal.dumps((entries, part.macros, part.commented_out, passed_over, part.is_closed))
        of_fields = marshal.dumps(fields)
    except ValueError:  # a value that is no plain string or tuple
        return None
    return Packed(data, of_fields, sha256(of_fields).digest())


def unpacked(found: Packed, source: Source, start: int, end: int) -> Span:
    """The span that was packed, as it is where it stands between these offsets of a source.

    Raises ValueError, TypeError, EOFError or KeyError where the bytes make no sense.
    """
    packed_entries, macros, commented_out, passed_over, is_closed = marshal.loads(found.span)  # noqa: S302
    places = _Places(source, start)
    fields = _Fields(found, source, start, end)
    entries = []
    ahead: list[Ahead | None] = []
    for at, behind, type_, key, own, repeated, said in packed_entries:
        entries.append((at + start, behind + start, type_, key, fields if said else own, repeated))
        ahead.append(Ahead(Signs(*said[:3]), _exhibit(said, places)) if said else None)
    part = Part(
        tuple(entries),
        macros,
        (),
        commented_out,
        tuple([(at + start, behind + start) for at, behind in passed_over]),
        is_closed,
    )
    return Span(part, tuple(ahead))


class _Fields:
    """The fields of a span's entries, by the offsets at which these begin."""

    def __init__(self, found: Packed, source: Source, start: int, end: int) -> None:
        self._packed = found
        self._stretch = source, start, end

    def __call__(self, at: int) -> Fields:
        return self._by_start[at - self._stretch[1]]

    @cached_property
    def _by_start(self) -> dict[int, Fields]:
        if sha256(self._packed.fields).digest() == self._packed.seal:
            return marshal.loads(self._packed.fields)  # type: ignore[no-any-return]  # noqa: S302
        source, start, _ = self._stretch  # what was kept is damaged
        raw_entries = [RawEntry(source, *entry) for entry in read_part(*self._stretch).entries]
        return {each.start - start: each.fields for each in raw_entries}


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


def _packed_exhibit(exhibit: Exhibit, places: _Places) -> tuple[object, ...]:
    """An exhibit as plain values."""
    card = exhibit.card
    return (
        exhibit.fate.value,
        exhibit.topics,
        exhibit.pages,
        (card.year, card.anchor, card.anchor_is_set, str(card.id), card.text, card.places) if card else None,
        exhibit.unlisted_venue,
        [
            (each.code, each.severity.value, places.moved(each.place), each.message, each.hint)
            for each in exhibit.problems
        ],
        [places.moved(each) for each in exhibit.unheard],
    )


def _exhibit(said: Sequence[Any], places: _Places) -> Exhibit:
    """The exhibit in what was packed of an entry, behind its signs."""
    _, _, _, fate, topics, pages, card, unlisted_venue, problems, unheard = said
    return Exhibit(
        _FATES[fate],
        topics,
        pages,
        Card(*card) if card else None,
        unlisted_venue,
        tuple([_problem(each, places) for each in problems]) if problems else (),
        tuple([places.place(*each) for each in unheard]) if unheard else (),
    )


def _problem(said: Sequence[Any], places: _Places) -> Problem:
    code, severity, place, message, hint = said
    return Problem(code, Severity(severity), places.place(*place), message, hint)
