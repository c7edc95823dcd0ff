"""A stretch of a source, read, with the exhibits of its entries: as a value, and as bytes to be kept."""

from __future__ import annotations

import marshal
from dataclasses import dataclass

from pubmd.bibtex.bibliography import Part, read_part
from pubmd.bibtex.raw_entry import RawEntry
from pubmd.bibtex.source import Source
from pubmd.card import Card
from pubmd.exhibit import Exhibit, Exhibition, Fate
from pubmd.paper.library import plain_entry


@dataclass(frozen=True, slots=True)
class Span:
    """What a stretch of a source holds.

    `exhibits` has one for each of the part's entries, None where the entry alone does not say enough.
    """

    part: Part
    exhibits: tuple[Exhibit | None, ...]


def read_span(source: Source, start: int, end: int, exhibition: Exhibition) -> Span:
    """Read a stretch of a source, and make the exhibits of those entries that need nothing else."""
    part = read_part(source, start, end)
    entries = (plain_entry(RawEntry(source, *entry)) for entry in part.entries)
    return Span(part, tuple([exhibition.exhibit(entry) if entry else None for entry in entries]))


def packed(span: Span, start: int) -> bytes | None:
    """A span that begins at this offset as bytes that do not depend on it; None where something is damaged.

    Exhibits that hold places are left out, since places move.
    """
    part = span.part
    if part.fragments:
        return None
    try:
        return marshal.dumps(
            (
                [(at - start, end - start, *rest) for at, end, *rest in part.entries],
                part.macros,
                part.commented_out,
                [(at - start, end - start) for at, end in part.passed_over],
                part.is_closed,
                [_packed_exhibit(each) if each else None for each in span.exhibits],
            )
        )
    except ValueError:  # a value that is no plain string or tuple
        return None


def unpacked(data: bytes, start: int) -> Span:
    """The span that was packed, as it is where it begins at this offset."""
    entries, macros, commented_out, passed_over, is_closed, exhibits = marshal.loads(data)  # noqa: S302
    part = Part(
        tuple([(at + start, end + start, *rest) for at, end, *rest in entries]),
        macros,
        (),
        commented_out,
        tuple([(at + start, end + start) for at, end in passed_over]),
        is_closed,
    )
    return Span(part, tuple([_exhibit(each) if each else None for each in exhibits]))


# An exhibit without places, as plain values.
_Plain = tuple[
    str,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, str, bool, tuple[str, ...]] | None,
    tuple[str, str] | None,
]


def _packed_exhibit(exhibit: Exhibit) -> _Plain | None:
    if exhibit.problems or exhibit.unheard:
        return None
    card = exhibit.card
    of_card = (card.year, card.anchor, card.anchor_is_set, card.parts) if card else None
    return exhibit.fate.value, exhibit.topics, exhibit.pages, of_card, exhibit.unlisted_venue


def _exhibit(plain: _Plain) -> Exhibit:
    fate, topics, pages, of_card, unlisted_venue = plain
    return Exhibit(Fate(fate), topics, pages, Card(*of_card) if of_card else None, unlisted_venue)
