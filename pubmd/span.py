"""A stretch of a source, read, with what is said of its entries ahead: as a value, and as bytes to keep."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from pubmd.bibtex.bibliography import Part, read_part
from pubmd.bibtex.raw_entry import RawEntry
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


def packed(span: Span, source: Source, start: int) -> bytes | None:
    """A span that begins at this offset as bytes that do not depend on it; None where it holds damage."""
    part = span.part
    if part.fragments:
        return None
    places = _Places(source, start)
    try:
        return marshal.dumps(
            (
                [(at - start, end - start, *rest) for at, end, *rest in part.entries],
                part.macros,
                part.commented_out,
                [(at - start, end - start) for at, end in part.passed_over],
                part.is_closed,
                [
                    (*each.signs, _packed_exhibit(each.exhibit, places)) if each else None
                    for each in span.ahead
                ],
            )
        )
    except ValueError:  # a value that is no plain string or tuple
        return None


def unpacked(data: bytes | memoryview, source: Source, start: int) -> Span:
    """The span that was packed, as it is where it begins at this offset of a source."""
    entries, macros, commented_out, passed_over, is_closed, ahead = marshal.loads(data)  # noqa: S302
    places = _Places(source, start)
    part = Part(
        tuple([(at + start, end + start, *rest) for at, end, *rest in entries]),
        macros,
        (),
        commented_out,
        tuple([(at + start, end + start) for at, end in passed_over]),
        is_closed,
    )
    return Span(
        part,
        tuple([Ahead(Signs(*each[:3]), _exhibit(each[3], places)) if each else None for each in ahead]),
    )


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


# An exhibit as plain values.
_Plain = tuple[
    str,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, str, bool, tuple[str, ...]] | None,
    tuple[str, str] | None,
    list[tuple[str, str, tuple[int, int], str, str]],
    list[tuple[int, int]],
]


def _packed_exhibit(exhibit: Exhibit, places: _Places) -> _Plain:
    card = exhibit.card
    return (
        exhibit.fate.value,
        exhibit.topics,
        exhibit.pages,
        (card.year, card.anchor, card.anchor_is_set, tuple(map(str, card.parts))) if card else None,
        exhibit.unlisted_venue,
        [
            (each.code, each.severity.value, places.moved(each.place), each.message, each.hint)
            for each in exhibit.problems
        ],
        [places.moved(each) for each in exhibit.unheard],
    )


def _exhibit(plain: _Plain, places: _Places) -> Exhibit:
    fate, topics, pages, of_card, unlisted_venue, problems, unheard = plain
    return Exhibit(
        _FATES[fate],
        topics,
        pages,
        Card(*of_card) if of_card else None,
        unlisted_venue,
        tuple(
            [
                Problem(code, Severity(severity), places.place(*place), message, hint)
                for code, severity, place, message, hint in problems
            ]
        ),
        tuple([places.place(*each) for each in unheard]),
    )
