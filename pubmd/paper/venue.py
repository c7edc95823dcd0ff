"""The canonical name of a venue, with its abbreviation, out of what exporters write.

`venues/venues.json` lists venues, one a line, with the other names and acronyms that they go by. A text is a
listed venue where one of its pieces is one of these names and every other piece is explained: as the
venue's own acronym or words, a date, a place, a volume, a publisher. Whatever is not explained, such as
`Workshops`, `Companion` or another conference's acronym, makes it something else: better shown as it
stands than under a wrong name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pubmd.paper.venue_index import Index, Mention, Where
from pubmd.paper.venue_segment import is_tail, places, segments, without_addition
from pubmd.paper.venue_unlisted import cleaned, series_name, short_name
from pubmd.paper.venue_words import GENERIC, SPONSORS, singular, words
from pubmd.regex import regex

_LONGEST = 400  # longer than any venue: somebody's abstract in the wrong field
_MOST_PIECES = 24
_LONGEST_RUN = 7
_ARCHIVE = regex(r"((?:bio|med|tech|chem|psya)rxiv)\b[\W\d]*(?:preprint\b.*)?", re.IGNORECASE)
_ACRONYM_BEHIND = regex(r"(.{12,}?)\s+([A-Z][\w&/-]*[A-Z][\w&/'’-]*(?:\s?['’]?\d{2,4})?)")
_PAPERS = {"long", "short", "papers"}
_ARXIV = regex(
    r"(?:in:?\s+|e?-?(?:pre)?print\s+)*arxiv(?:\b|\d{6}|:).*|corr(?:\W+abs/.*)?|abs/\d{4}\.\d{4,5}.*",
    re.IGNORECASE,
)


class Venue(NamedTuple):
    """A venue as a page shows it; `listed` where it is one of the list's."""

    name: str
    abbreviation: str = ""
    listed: bool = False

    @property
    def text(self) -> str:
        """`Name (ABBR)`, or the name alone."""
        if self.abbreviation and self.abbreviation != self.name:
            return f"{self.name} ({self.abbreviation})"
        return self.name


class VenueList:
    """The venues that pubmd ships, and a site's own.

    `own` maps full names to abbreviations. Where such a name is one of a shipped venue's, the site's name
    and abbreviation are shown for it, whatever form an export has; where an abbreviation is a shipped
    venue's as well, it means the site's.
    """

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        shipped = Index.shipped()
        self._index = shipped.with_own(own) if own else shipped
        self._found: dict[tuple[str, str, str, str, str, str], Venue] = {}
        self._known: dict[tuple[str, tuple[Mention, ...], Where], Venue | None] = {}

    def find(
        self,
        raw_text: str,
        *,
        field: str = "",
        entry_type: str = "",
        series: str = "",
        short: str = "",
        year: str = "",
    ) -> Venue:
        """The venue that a text names: a listed one, or the text itself, cleaned.

        `raw_text` is a `booktitle` or `journal` as a reader sees it, without LaTeX. `field` and `entry_type`
        say where it stands: in a book's title, `Machine Learning` is no journal. `series` and `short`
        (the entry's own abbreviation, where an export has one) help to tell, but never alone; `year` is
        the entry's, which an unlisted venue need not repeat.
        """
        key = raw_text, field, entry_type, series, short, year
        venue = self._found.get(key)
        if venue is None:
            where = _where(field, entry_type)
            venue = self._find(" ".join(raw_text.split()), series, short, year, where)
            if len(raw_text) + len(series) + len(short) <= _LONGEST:
                self._found[key] = venue
        return venue

    def _find(self, text: str, series: str, short: str, year: str, where: Where) -> Venue:
        if not text or len(text) > _LONGEST:
            return Venue(text)
        mentions = (self._index.mentioned(hint) for hint in (short, series) if hint)
        hints = tuple([mention for found in mentions for mention in found])
        key = text, hints, where
        if key not in self._known:
            self._known[key] = self._of_list(*key)
        listed = self._known[key]
        if listed:
            return listed
        name, abbreviation = cleaned(text, self._index, year)
        if not abbreviation and not hints:  # a listed abbreviation would be another venue's
            abbreviation = short_name(short, year) or series_name(series)
        return Venue(name, abbreviation if abbreviation not in name.split() else "")

    def _of_list(self, text: str, hints: Sequence[Mention], where: Where) -> Venue | None:
        """The listed venue that a text names, or None."""
        name = self._listed(text, hints, where)
        if name is None:
            bare = without_addition(text, self._index.places)
            name = self._listed(bare, hints, where) if bare != text else None
        if name is None:
            return None
        entry = self._index.entries[name]
        return Venue(entry.name, entry.abbreviation, listed=True)

    def _listed(self, text: str, hints: Sequence[Mention], where: Where) -> str | None:
        """The entry that a text names, or None."""
        if _ARXIV.fullmatch(text):
            return self._index.named(["arxiv"], "arXiv")
        archive = _ARCHIVE.fullmatch(text)
        if archive:
            return self._index.named(words(archive[1]), archive[1])
        reading = _Reading(self._index, text, where)
        if not 0 < len(reading.pieces) <= _MOST_PIECES:
            return None
        for start, end, name in reading.named():
            if reading.explains(name, start, end):
                return name
        return reading.by_acronym(hints)


def _where(field: str, entry_type: str) -> Where:
    if field in ("school", "institution", "publisher"):
        return Where.HOUSE
    if field in ("booktitle", "eventtitle", "howpublished") and entry_type not in ("", "article"):
        return Where.BOOK
    return Where.ANYWHERE


class _Reading:
    """One text in pieces, and what each of them may be."""

    def __init__(self, index: Index, text: str, where: Where) -> None:
        self.index = index
        self.where = where
        self.pieces = list(self._in_two(segments(text)))
        self.said = [words(piece) for piece in self.pieces]
        self.mentions = [index.mentioned(piece) for piece in self.pieces]
        self._places: set[int] | None = None

    def _in_two(self, pieces: list[str]) -> Iterator[str]:
        """The pieces, with an acronym that follows a name without a comma as a piece of its own."""
        for piece in pieces:
            match = _ACRONYM_BEHIND.fullmatch(piece)
            if match and self.index.mentioned(match[2]) and self._is_name(match[1]):
                yield match[1]
                yield match[2]
            else:
                yield piece

    def _is_name(self, text: str) -> bool:
        return self.index.named(words(text), text) is not None

    def named(self) -> Iterator[tuple[int, int, str]]:
        """The runs of pieces that are an entry's name, the longest first: start, end, entry."""
        count = len(self.pieces)
        for length in range(min(count, _LONGEST_RUN), 0, -1):
            for start in range(count - length + 1):
                end = start + length
                said = [word for each in self.said[start:end] for word in each]
                name = self.index.named(said, " ".join(self.pieces[start:end])) if said else None
                if name is not None and self.index.fits(name, self.where):
                    yield start, end, name

    def by_acronym(self, hints: Sequence[Mention]) -> str | None:
        """The one entry whose acronym stands among the pieces or the hints, if it explains all the others."""
        whole = self.index.mentioned(" ".join(self.pieces)) if len(self.pieces) == 2 else []
        # `EMNLP (Findings)`
        if len(whole) == 1 and whole[0].is_plain and self.index.fits(whole[0].entry, self.where):
            return whole[0].entry
        mentioned = [mention for each in self.mentions for mention in each]
        fitting = {
            mention.entry
            for mention in (*mentioned, *hints)
            if self.index.fits(mention.entry, self.where)
            and self.explains(mention.entry, 0, 0)
            and (self._has_topic(mention.entry) or (mention.is_plain and mention not in hints))
        }
        return fitting.pop() if len(fitting) == 1 else None

    def explains(self, name: str, start: int, end: int) -> bool:
        """Whether an entry explains all pieces but those of a run."""
        return all(
            start <= position < end or self._explains(name, position) for position in range(len(self.pieces))
        )

    def _explains(self, name: str, position: int) -> bool:
        piece, mentions = self.pieces[position], self.mentions[position]
        entry = self.index.entries[name]
        if any(mention.entry == name for mention in mentions):
            return True
        said = self.said[position]
        if is_tail(piece) or (entry.beside and self.index.stands_beside(name, said)):
            return True
        if mentions:  # the conference that a workshop belongs to
            hosts = {f"{self.index.entries[mention.entry].abbreviation} " for mention in mentions}
            at_host = any(other.startswith(host) for other in entry.also for host in hosts)
            return at_host or ("workshop" in entry.name.lower() and mentions[0].has_year)
        if set(said) <= _PAPERS:  # a volume of the proceedings, or proceedings of their own
            return any(each[:1] in (["volume"], ["vol"]) for each in self.said)
        vocabulary, _ = self.index.vocabulary(name)
        if all(word in GENERIC or word in SPONSORS or singular(word) in vocabulary for word in said):
            return True
        return entry.is_event and position in self._where()

    def _has_topic(self, name: str) -> bool:
        """Whether some piece says what an entry is about, in the words of its names."""
        _, topics = self.index.vocabulary(name)
        return any(
            singular(word) in topics and not mentions
            for said, mentions in zip(self.said, self.mentions, strict=True)
            for word in said
        )

    def _where(self) -> set[int]:
        if self._places is None:
            self._places = places(self.pieces, self.index.places, self.index.is_topic)
        return self._places
