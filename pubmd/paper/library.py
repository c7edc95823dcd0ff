"""All files' entries together: macros put in, `crossref` and `xdata` inherited."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from pubmd.bibtex.bibliography import Bibliography
from pubmd.bibtex.raw_entry import RawEntry
from pubmd.bibtex.source import Source
from pubmd.bibtex.value import Macros, Value
from pubmd.deferred import Deferred, chained, overlaid
from pubmd.problem import Place
from pubmd.record import Record

# What a paper takes from the proceedings that its `crossref` names: where and when, never who or what.
_INHERITED = (
    *("booktitle", "date", "eventtitle", "institution", "journal", "journaltitle", "month", "organization"),
    *("publisher", "school", "series", "venue", "year"),
)
# Fields that say the same: who has one takes none of the others.
_ALIKE = {
    **dict.fromkeys(("date", "year", "month"), ("date", "year")),
    **dict.fromkeys(("journal", "journaltitle"), ("journal", "journaltitle")),
}
_RELATIONS = ("xdata", "crossref")
# The one field that most programs write as a macro.
MONTH = "month"
_NONE: Mapping[str, Any] = {}
# More than any entry has: parents of parents that are made to grow without end stop here.
_MOST_FIELDS = 200
# How much text the macros of a file may come to: far more than any library's, and little enough to be kept.
_LEAST_ALLOWANCE = 1_000_000
_MOST_GROWTH = 20
# biblatex's types whose entries hold data for others or name them, and two that hold settings of a style.
_NO_PAPERS = frozenset(("xdata", "set", "control", "ieeetranbstctl"))


class Entry(Record):
    """An entry whose fields are LaTeX strings.

    `fields` are its fields, by lower-case name, with macros put in. `origins` holds the entries of a file
    that fields were taken over from, `places` where a field stands that is in no such entry. `undefined` are
    pairs of a field and a macro in it that nobody defined; `lost` are the keys that its `crossref` or `xdata`
    names and no entry has; `merged` are the entries that were found to be the same paper; `more_topics` and
    `less_topics` are what the overrides add and take away.
    """

    def __init__(
        self,
        raw: RawEntry,
        fields: Mapping[str, str],
        undefined: tuple[tuple[str, str], ...] = (),
        lost: tuple[str, ...] = (),
        origins: Mapping[str, RawEntry] = _NONE,
        places: Mapping[str, Place] = _NONE,
        merged: tuple[Entry, ...] = (),
        more_topics: tuple[str, ...] = (),
        less_topics: tuple[str, ...] = (),
    ) -> None:
        self.raw = raw
        self.fields = fields
        self.undefined = undefined
        self.lost = lost
        self.origins = origins
        self.places = places
        self.merged = merged
        self.more_topics = more_topics
        self.less_topics = less_topics

    @property
    def key(self) -> str:
        """The citation key as its file spells it."""
        return self.raw.key

    @property
    def type(self) -> str:
        """The entry type in lower case, such as `inproceedings`."""
        return self.raw.type

    def place(self, name: str = "", offset: int | None = None) -> Place:
        """Where a field stands, or a character of its value, or the entry."""
        return self.places.get(name) or self.origins.get(name, self.raw).place(name, offset)

    def __getitem__(self, name: str) -> str:
        """The field's value, empty where there is none."""
        return self.fields.get(name, "")


def no_papers(types: Sequence[str]) -> frozenset[int]:
    """Where among entry types are those of no works of their own, such as biblatex's `@xdata` and `@set`."""
    if _NO_PAPERS.isdisjoint(types):  # as nearly always
        return frozenset()
    return frozenset(at for at, entry_type in enumerate(types) if entry_type in _NO_PAPERS)


def library(
    bibliographies: Sequence[Bibliography], not_plain: Iterable[int] | None = None
) -> Sequence[Entry]:
    """The entries of all files in their order, made when they are asked for.

    A macro is looked for in the entry's own file first, then in the others; a parent entry as well.
    `not_plain` are the positions of those that are not known to be a `plain_entry`, which nobody needs to
    look into; without them all are looked into.
    """
    of_files = [
        _of_file(each, macros) for each, macros in zip(bibliographies, macros_of(bibliographies), strict=True)
    ]
    entries = chained(of_files)
    unknown = range(len(entries)) if not_plain is None else not_plain
    heirs = [at for at in unknown if any(relation in entries[at].fields for relation in _RELATIONS)]
    if not heirs:
        return entries
    family = _Family(entries, bibliographies)
    for at in heirs:
        family.settle(at)
    return overlaid(entries, family.settled)


def _of_file(bibliography: Bibliography, macros: Macros) -> Sequence[Entry]:
    raw_entries = bibliography.entries

    def entry(at: int) -> Entry:
        raw = raw_entries[at]
        return Entry(raw, *_expanded(raw, macros))

    return Deferred(len(raw_entries), entry)


def plain_entry(raw: RawEntry) -> Entry | None:
    """The entry of a file that needs nothing else to be read: no macro, and no other entry's fields.

    A macro in `month` does not count, and the field is left out then: no page shows it.
    """
    fields = raw.fields
    if "crossref" in fields or "xdata" in fields:
        return None
    # Nearly all values are plain strings, and then the file's own dictionary serves.
    for name, value in fields.items():
        if type(value) is not str:
            if name != MONTH:
                return None
            fields = {other: value for other, value in fields.items() if other != MONTH}
    return Entry(raw, fields)  # type: ignore[arg-type]


def macros_of(bibliographies: Sequence[Bibliography]) -> list[Macros]:
    """The macros that hold in each of the files: its own, and those of all others."""
    shared: dict[str, Value] = {}
    for each in reversed(bibliographies):
        shared.update(each.macros)
    return [
        Macros(
            ChainMap(each.macros, shared) if each.macros else shared,
            partial(_allowance, each.source),
        )
        for each in bibliographies
    ]


def _allowance(source: Source) -> int:
    return _LEAST_ALLOWANCE + _MOST_GROWTH * len(source.text)


def _expanded(raw: RawEntry, macros: Macros) -> tuple[Mapping[str, str], tuple[tuple[str, str], ...]]:
    """An entry's fields with macros put in, and the pairs of a field and a macro that nobody defined."""
    # Nearly all values are plain strings, and then the file's own dictionary serves.
    if {*map(type, raw.fields.values())} <= {str}:
        return raw.fields, ()  # type: ignore[return-value]
    fields: dict[str, str] = {}
    undefined: list[tuple[str, str]] = []
    for name, value in raw.fields.items():
        fields[name], unknown = macros.expanded(value)
        undefined.extend((name, macro) for macro in unknown)
    return fields, tuple(undefined)


class _Family:
    """Entries that inherit from each other; each is settled once, its parents before it.

    `settled` has those by their positions, with what they have inherited.
    """

    def __init__(self, entries: Sequence[Entry], bibliographies: Sequence[Bibliography]) -> None:
        self._entries = entries
        self.settled: dict[int, Entry] = {}
        self._by_key: dict[str, int] = {}
        names = (_names(each.source.file, key) for each in bibliographies for key in each.keys)
        for at, of_entry in enumerate(names):
            for name in of_entry:
                self._by_key.setdefault(name, at)

    def settle(self, at: int) -> None:
        """Put the fields of an entry's parents, and of theirs, behind its own."""
        waiting, open_ones = [at], set[int]()
        while waiting:
            at = waiting[-1]
            ahead = [] if at in open_ones else self._parents(at)
            open_ones.add(at)
            ahead = [each for each in ahead if each not in self.settled and each not in open_ones]
            if ahead:
                waiting.extend(ahead)
            else:
                waiting.pop()
                if at not in self.settled:
                    self.settled[at] = self._heir(at)

    def _parents(self, at: int) -> list[int]:
        return [parent for _, _, parent in self._relations(at) if parent is not None]

    def _relations(self, at: int) -> Iterator[tuple[str, str, int | None]]:
        """The relations of an entry: which it is, the key that it names, and the entry of that key."""
        entry = self._entries[at]
        for relation in _RELATIONS:
            for key in entry[relation].split(",") if relation in entry.fields else ():
                name = key.strip()
                if name:
                    yield relation, name, self._find(entry, name)

    def _find(self, entry: Entry, key: str) -> int | None:
        return next(
            (self._by_key[name] for name in _names(entry.raw.source.file, key) if name in self._by_key), None
        )

    def _heir(self, at: int) -> Entry:
        """An entry with what it inherits from its parents, which are settled."""
        entry = self._entries[at]
        if not any(relation in entry.fields for relation in _RELATIONS):
            return entry
        fields, origins, undefined = dict(entry.fields), dict(entry.origins), list(entry.undefined)
        lost: dict[str, None] = {}
        for relation, key, found in self._relations(at):
            if found is None:
                lost[key] = None
                continue
            # A parent that is not settled by now is the entry's own child: the circle ends.
            if found not in self.settled or len(fields) >= _MOST_FIELDS:
                continue
            parent = self.settled[found]
            lost.update(dict.fromkeys(parent.lost))
            own = frozenset(name for name, value in fields.items() if value.strip())
            for name, source, value in _legacy(parent, relation, entry.type):
                if not own.isdisjoint((name, *_ALIKE.get(name, ()))):
                    continue
                fields[name] = value
                origins[name] = parent.origins.get(source, parent.raw)
                undefined.extend((name, macro) for field_, macro in parent.undefined if field_ == source)
        return entry.but(fields=fields, origins=origins, undefined=tuple(undefined), lost=tuple(lost))


def _names(file: str, key: str) -> tuple[str, str, str]:
    """What an entry is found by, the nearest first: in its own file, in any, and regardless of case."""
    return f"{file}\n{key}", f"\n{key}", f"\n\n{key.lower()}"


def _legacy(parent: Entry, relation: str, heir_type: str) -> Iterator[tuple[str, str, str]]:
    """What is inherited: the name that it gets, the name that it has, and the value."""
    if relation == "xdata":
        for name, value in parent.fields.items():
            if name not in _RELATIONS:
                yield name, name, value
        return
    for name in _INHERITED:
        if name in parent.fields:
            yield name, name, parent.fields[name]
    # biblatex's rule: the title of proceedings is their papers' booktitle, a periodical's the journal.
    if not parent["booktitle"] and parent["title"]:
        is_journal = parent.type == "periodical" or heir_type == "article"
        yield ("journaltitle" if is_journal else "booktitle"), "title", parent["title"]
