"""The list of venues, looked up by name, by abbreviated name and by acronym.

What it takes a while to make of the list, at each start, is made once: `venue_table` holds it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

from pubmd.paper.venue_words import (
    CHANGEABLE,
    GENERIC,
    PERIODICAL,
    SPONSORS,
    begins,
    dotted_words,
    folded,
    initials,
    says_enough,
    singular,
    without_sponsors,
    word_set,
    words,
)
from pubmd.regex import regex

# Without one of these and without a sponsor, `Multimedia` is no conference.
_KINDS = word_set("conference symposium workshop workshops meeting congress colloquium")
_ACRONYM = regex(r"[A-Z*]\S*(?:[A-Z]|\d[A-Z])\S*|\d+[A-Z]+|[A-Z]\S*[A-Z]\S*")
_LEADING = regex(
    r"(?:(?:in|the|of|proc\.?|procs\.?|proceedings|annual|(?:19|20)\d\d|\d+(?:st|nd|rd|th))[\s:]+)+",
    re.IGNORECASE,
)
_YEAR = regex(r"(?:[\s'’/_-]*(?:19|20)\d\d|\s?['’]\s?\d\d)$")
_ANY_YEAR = regex(r"(?:19|20)\d\d")
_MIDDLE_YEAR = regex(r"\s(?:19|20)\d\d(?=\s)")
_KIND_BEHIND = regex(r"\s(?:conference\s)?(?:proceedings|conference)$", re.IGNORECASE)
_SHORT_YEAR = regex(r"[\s_-]?\d\d$")
_VOLUME = regex(r"\d{1,3}|x*(?:ii|iii|iv|vi|vii|viii|ix)|x+[iv]")
_BEFORE = frozenset(("proceedings", "proc", "procs", "digest", "record"))
_BEHIND = frozenset(("proceedings", "volume", "vol"))
_NOT_ALNUM = regex(r"[\W_]+")
_LONGEST_ACRONYM = 60  # with all that may stand around it
_MOST_PIECES = 1 << 12  # that are remembered: towns, dates and acronyms come again and again


class Where(Enum):
    """Where an entry of a bibliography names a venue, and so what it can be."""

    ANYWHERE = 0
    BOOK = 1  # in `booktitle`: a journal only where its name says that it is one
    HOUSE = 2  # in `publisher` and the like: an archive


class Entry(NamedTuple):
    """A line of the list: a full name, its abbreviation, and the other names and acronyms it goes by."""

    name: str
    abbreviation: str
    also: tuple[str, ...]
    is_event: bool
    beside: tuple[str, ...] = ()  # what may stand beside it and makes it nothing else
    is_archive: bool = False
    is_own: bool = False  # a site's own


class Mention(NamedTuple):
    """What a piece such as `CVPR 2023` speaks of; `is_plain` where it can hardly mean anything else."""

    entry: str
    has_year: bool
    is_plain: bool


class _Name(NamedTuple):
    entry: str
    sponsors: frozenset[str]
    words: list[str]


# By the words of names without their sponsors, the entries with such names, each with those sponsors.
_Bare = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


class Index:
    """Entries by the words of their names, by the first letters of these, and by their acronyms.

    Each is known by the full name that the list has, or the site, whatever the site calls it.
    """

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.places: frozenset[str] = frozenset()
        self._vague: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}
        self._bare: _Bare = {}
        self._acronyms: dict[str, tuple[tuple[str, str], ...]] = {}
        self._initials: dict[str, list[_Name]] | None = None
        self._known: frozenset[str] = frozenset()
        self._sorted_words: Sequence[str] = ()
        self._mentioned: dict[str, list[Mention]] = {}
        self._vocabularies: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    @classmethod
    def of(cls, entries: Iterable[Entry], places: Iterable[str], vague: Iterable[str]) -> Index:
        """The index of a list of venues, of the places where they are, and of acronyms that say little."""
        index = cls()
        for entry in entries:
            index._add(entry)
        index.places = frozenset(map(str.casefold, places))
        index._vague = frozenset(map(_squeezed, vague))
        return index

    @classmethod
    def shipped(cls) -> Index:
        """The index of the venues that pubmd ships."""
        return _shipped()

    def tables(self) -> dict[str, Any]:
        """What is made of a list, as plain values with names, of which `shipped` takes it back."""
        self._look_words_up()
        return {
            "ENTRIES": [(*entry,) for entry in self.entries.values()],
            "PLACES": sorted(self.places),
            "VAGUE": sorted(self._vague),
            "NAMES": self._names,
            "BARE": self._bare,
            "ACRONYMS": self._acronyms,
            "KNOWN": sorted(self._known),
            "WORDS": [*self._sorted_words],
        }

    def with_own(self, own: Mapping[str, str]) -> Index:
        """The index with a site's own full names and abbreviations, which come before the others."""
        index = Index()
        index.entries = dict(self.entries)
        index.places, index._vague = self.places, self._vague
        index._names, index._bare, index._acronyms = dict(self._names), dict(self._bare), dict(self._acronyms)
        for name, abbreviation in own.items():
            index._add_own(" ".join(name.split()), " ".join(abbreviation.split()))
        return index

    def named(self, said: list[str], text: str) -> str | None:
        """The entry with a name of these words; `text` is what they were read from."""
        if text.isascii() and not self._may_name(said):
            return None
        for variant in _variants(said):
            found = self._exactly(variant)
            if found is not None:
                return found
        return self._abbreviated(said, text)

    def mentioned(self, piece: str) -> list[Mention]:
        """The entries whose acronym a piece is, with a year or without."""
        if len(piece) > _LONGEST_ACRONYM:
            return []
        found = self._mentioned.get(piece)
        if found is None:
            if len(self._mentioned) > _MOST_PIECES:
                self._mentioned.clear()
            found = self._mentioned[piece] = self._look_up(piece)
        return found

    def vocabulary(self, entry: str) -> tuple[frozenset[str], frozenset[str]]:
        """The words of an entry's names and acronyms, and those that say what it is about; all singular."""
        found = self._vocabularies.get(entry)
        if found is None:
            line = self.entries[entry]
            names = [line.name, *(other for other in line.also if not _is_acronym(other))]
            topics = {singular(word) for name in names for word in words(name)}
            others = {singular(word) for other in (line.abbreviation, *line.also) for word in words(other)}
            found = self._vocabularies[entry] = (frozenset(topics | others), frozenset(topics - GENERIC))
        return found

    def fits(self, entry: str, where: Where) -> bool:
        """Whether an entry can be what is named there: a book called `Pattern Recognition` is no journal."""
        line = self.entries[entry]
        if where is Where.ANYWHERE or line.is_own or line.is_archive:
            return True
        if where is Where.HOUSE:
            return False
        said = words(line.name)
        return line.is_event or not PERIODICAL.isdisjoint(said) or said[0] in SPONSORS

    def stands_beside(self, entry: str, said: list[str]) -> bool:
        """Whether words name what is held or printed together with an entry, and leaves it what it is."""
        beside = [words(each) for each in self.entries[entry].beside]
        return any(variant in beside for variant in _variants(said))

    def is_topic(self, word: str) -> bool:
        """Whether venues are called by a word."""
        self._look_words_up()
        return word in self._known

    def _look_up(self, piece: str) -> list[Mention]:
        leading = _LEADING.match(piece)
        text = piece[leading.end() :] if leading else piece
        year = _YEAR.search(text)
        bare = _MIDDLE_YEAR.sub("", text[: year.start()] if year else text)
        has_year = _ANY_YEAR.search(piece) is not None or year is not None
        found = self._spelt(bare, has_year)
        kind = _KIND_BEHIND.search(bare) if not found else None
        if kind:  # `SIGMOD Conference`, as DBLP has it
            found = self._spelt(bare[: kind.start()], has_year)
        if not found and _SHORT_YEAR.search(bare):
            found = self._spelt(_SHORT_YEAR.sub("", bare), True)
        return found

    def _may_name(self, said: list[str]) -> bool:
        """Whether each word belongs to a name, or begins one that does, or may be left out.

        Most runs of a text's pieces have one that does not, such as a month or a town. In a text beyond ASCII
        an abbreviated title may have other words.
        """
        self._look_words_up()
        return all(self._begins_one(word) or _VOLUME.fullmatch(word) for word in said)

    def _look_words_up(self) -> None:
        if not self._sorted_words:
            named = word_set(*self._names, *self._bare)
            self._sorted_words = sorted(named | _BEFORE | _BEHIND | CHANGEABLE | {"technical"})
            self._known = frozenset(word for entry in self.entries.values() for word in words(entry.name))

    def _begins_one(self, word: str) -> bool:
        at = bisect_left(self._sorted_words, word)
        return at < len(self._sorted_words) and self._sorted_words[at].startswith(word)

    def _exactly(self, said: list[str]) -> str | None:
        key = " ".join(said)
        found = self._names.get(key)
        if found is not None:
            return found
        sponsors, rest = without_sponsors(said)
        if not rest:
            return None
        key = " ".join(rest)
        return self._one((_name(key, *each) for each in self._bare.get(key, ())), sponsors)

    def _one(self, names: Iterable[_Name], sponsors: frozenset[str]) -> str | None:
        """The one entry among these names that such sponsors may hold."""
        fitting = {name.entry for name in names if self._holds(name, sponsors)}
        return fitting.pop() if len(fitting) == 1 else None

    def _holds(self, name: _Name, sponsors: frozenset[str]) -> bool:
        if sponsors & name.sponsors or sponsors == name.sponsors:
            return True
        if self.entries[name.entry].is_event:
            return not name.sponsors or (not sponsors and not _KINDS.isdisjoint(name.words))
        return not sponsors and name.words[0] == "transactions"

    def _abbreviated(self, said: list[str], text: str) -> str | None:
        """The entry whose name's words begin as these do, `IEEE Trans. Pattern Anal. Mach. Intell.`."""
        self._look_words_up()
        known = self._known
        dotted = dotted_words(text) if "." in text else set()
        if not dotted and all(word in known for word in said):
            return None
        if self._initials is None:
            self._initials = {}
            for key, names in self._bare.items():
                for each in names:
                    name = _name(key, *each)
                    self._initials.setdefault(initials(name.words), []).append(name)
        for variant in _variants(words(text, written_out=False)):
            sponsors, rest = without_sponsors(variant)
            if len(rest) < 2 and not (sponsors and rest and rest[0] in dotted):  # but `IEEE Softw.`
                continue
            if not any(len(word) > 2 for word in rest):
                continue
            fitting = (
                name
                for name in self._initials.get(initials(rest), ())
                if all(
                    begins(short, word, has_dot=short in dotted, known=known)
                    for short, word in zip(rest, name.words, strict=True)
                )
            )
            found = self._one(fitting, sponsors)
            if found is not None:
                return found
        return None

    def _spelt(self, text: str, has_year: bool) -> list[Mention]:
        found = self._acronyms.get(_squeezed(text), ())
        sponsors: frozenset[str] = frozenset()
        written = text
        if not found:
            first, _, written = text.replace("/", " ").rpartition(" ")
            sponsors = frozenset(folded(first).split())
            if not sponsors or not sponsors <= SPONSORS:
                return []
            found = self._acronyms.get(_squeezed(written), ())
        if "-" in written:  # `T-CC` is not `TCC`
            found = tuple(each for each in found if each[1] == written) or found
        return [
            Mention(entry, has_year, self._is_plain(written, has_year or bool(sponsors)) and len(found) == 1)
            for entry, spelling in found
            if self._is_spelling(written, spelling) and self._may_hold(entry, sponsors)
        ]

    def _is_plain(self, written: str, has_more: bool) -> bool:
        key = _squeezed(written)
        return has_more or (len(key) > 2 and key not in self._vague)

    def _is_spelling(self, written: str, spelling: str) -> bool:
        letters = _NOT_ALNUM.sub("", written)
        if letters == _NOT_ALNUM.sub("", spelling) or letters.isupper():
            return True
        return len(letters) > 3 and letters[1:].islower() and letters.lower() not in self._vague

    def _may_hold(self, entry: str, sponsors: frozenset[str]) -> bool:
        held = without_sponsors(words(self.entries[entry].name))[0]
        return not sponsors or not held or bool(sponsors & held)

    def _add(self, entry: Entry) -> None:
        self.entries[entry.name] = entry
        self._add_name(entry.name, entry.name)
        if entry.abbreviation:
            self._add_acronym(entry.name, entry.abbreviation)
            if entry.abbreviation.startswith("T-"):  # `IEEE Trans. PAMI`
                self._add_name(entry.name, f"IEEE Transactions on {entry.abbreviation[2:]}")
        for other in entry.also:
            if _is_acronym(other):
                self._add_acronym(entry.name, other)
            else:
                self._add_name(entry.name, other)

    def _add_name(self, entry: str, text: str) -> None:
        said = words(text)
        if not said:
            return
        key = " ".join(said)
        self._names[key] = entry
        sponsors, rest = without_sponsors(said)
        if sponsors:
            if not says_enough(rest):
                return
            key = " ".join(rest)
        self._bare[key] = (*self._bare.get(key, ()), (entry, tuple(sorted(sponsors))))

    def _add_acronym(self, entry: str, text: str) -> None:
        key = _squeezed(text)
        known = self._acronyms.get(key, ())
        if all(other != entry for other, _ in known):
            self._acronyms[key] = (*known, (entry, text))

    def _add_own(self, name: str, abbreviation: str) -> None:
        entry = self._meant(name, abbreviation)
        if entry is None:
            entry = name
            self._add(Entry(name, "", (), not _KINDS.isdisjoint(words(name)), is_own=True))
        else:
            known = self.entries[entry]
            self.entries[entry] = known._replace(name=name, also=(*known.also, known.name), is_own=True)
            self._names[" ".join(words(name))] = entry
        self.entries[entry] = self.entries[entry]._replace(abbreviation=abbreviation)
        if abbreviation:
            self._acronyms[_squeezed(abbreviation)] = ((entry, abbreviation),)

    def _meant(self, name: str, abbreviation: str) -> str | None:
        """The entry that a site's own name stands for; None where it is a venue of its own."""
        said = words(name)
        entry = self._exactly(said)
        if entry is None or self._names.get(" ".join(said)) == entry:
            return entry
        spellings = {
            _squeezed(each) for each in (self.entries[entry].abbreviation, *self.entries[entry].also)
        }
        sponsors = without_sponsors(said)[0] & without_sponsors(words(self.entries[entry].name))[0]
        return entry if sponsors or _squeezed(abbreviation) in spellings else None


@cache
def _shipped() -> Index:
    from pubmd.paper import venue_table as table

    index = Index()
    index.entries = {each[0]: Entry(*each) for each in table.ENTRIES}
    index.places, index._vague, index._known = map(frozenset, (table.PLACES, table.VAGUE, table.KNOWN))
    index._names, index._bare, index._acronyms = table.NAMES, table.BARE, table.ACRONYMS
    index._sorted_words = table.WORDS
    return index


def _name(key: str, entry: str, sponsors: Iterable[str]) -> _Name:
    return _Name(entry, frozenset(sponsors), key.split())


def _variants(said: list[str]) -> Iterator[list[str]]:
    """Some words, and what they are without `Proceedings` around them and a volume's number behind."""
    yield said
    start, end = 0, len(said)
    while start < end and said[start] in _BEFORE:
        start += 1
    if said[start : start + 2] in (
        ["conference", "proceedings"],
        ["conference", "record"],
        ["technical", "digest"],
    ):
        start += 2
    while end > start and (said[end - 1] in _BEHIND or _VOLUME.fullmatch(said[end - 1])):
        end -= 1
    if end - start < len(said):
        yield said[start:end]
    bare = said[start:end]
    if "conference" in bare[1:] and bare[-1] in _KINDS:  # `Computer Vision Conference`
        sponsors = len(bare) - len(without_sponsors(bare)[1])
        at = bare.index("conference", 1)
        if at > sponsors and at >= len(bare) - 2:
            yield [*bare[:sponsors], "conference", *bare[sponsors:at], *bare[at + 1 :]]


def _is_acronym(text: str) -> bool:
    """Whether one of a venue's other names is an acronym: `ACM MM`, `CVPR Workshops`."""
    parts = text.split()
    if len(parts) > 1 and parts[0].casefold() in SPONSORS:
        parts = parts[1:]
        return len(parts) == 1 and _ACRONYM.fullmatch(parts[0]) is not None
    return len(parts) < 3 and _ACRONYM.fullmatch(parts[0]) is not None


def _squeezed(text: str) -> str:
    return folded(text).replace(" ", "")
