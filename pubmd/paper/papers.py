"""The papers of a site, with what tells one from another at hand and their entries made when asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from pubmd.deferred import overlaid, picked
from pubmd.paper.identifier import arxiv_id, doi
from pubmd.paper.library import Entry
from pubmd.paper.title import normal_title
from pubmd.record import Record


class Signs(NamedTuple):
    """What tells one paper from another: a DOI, an arXiv id, and the title in its normal form."""

    doi: str
    arxiv_id: str
    title: str


NO_SIGNS = Signs("", "", "")


def signs(entry: Entry) -> Signs:
    """The signs of an entry; empty where it has none."""
    return Signs(doi(entry), arxiv_id(entry), normal_title(entry))


class SignColumns(NamedTuple):
    """The signs of many entries, a column for each kind."""

    dois: Sequence[str]
    arxiv_ids: Sequence[str]
    titles: Sequence[str]

    @classmethod
    def of(cls, signs_of_all: Sequence[Signs]) -> SignColumns:
        """The signs of as many entries."""
        return cls(*zip(*signs_of_all, strict=True)) if signs_of_all else cls((), (), ())

    @classmethod
    def joined(cls, parts: Sequence[SignColumns]) -> SignColumns:
        """The signs of several sequences of entries behind each other."""
        return cls(
            list(chain.from_iterable([part.dois for part in parts])),
            list(chain.from_iterable([part.arxiv_ids for part in parts])),
            list(chain.from_iterable([part.titles for part in parts])),
        )

    def with_those(self, signs_at: Mapping[int, Signs]) -> SignColumns:
        """The same with other signs at some positions."""
        if not signs_at:
            return self
        columns = [list(column) for column in self]
        for at, each in signs_at.items():
            for column, sign in zip(columns, each, strict=True):
                column[at] = sign
        return SignColumns(*columns)

    def at(self, positions: Sequence[int]) -> SignColumns:
        """The signs at these positions."""
        return SignColumns(*([column[at] for at in positions] for column in self))


class Papers(Record):
    """Papers in their order: their entries, and columns of as many keys, source files and signs.

    `origins` has for each the position at which its entry was read. `changed` are the entries, by position,
    that are others than those: unions, and what the overrides speak of.
    """

    def __init__(
        self,
        entries: Sequence[Entry],
        keys: Sequence[str],
        files: Sequence[str],
        signs: SignColumns,
        origins: Sequence[int],
        changed: Mapping[int, Entry],
    ) -> None:
        self.entries = entries
        self.keys = keys
        self.files = files
        self.signs = signs
        self.origins = origins
        self.changed = changed

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Papers:
        """Entries as papers, whatever was read of them before."""
        columns = SignColumns.of([signs(entry) for entry in entries])
        united = {at: entry for at, entry in enumerate(entries) if entry.merged}
        keys, files = [entry.key for entry in entries], [entry.raw.source.file for entry in entries]
        return cls(entries, keys, files, columns, range(len(entries)), united)

    def __len__(self) -> int:
        return len(self.entries)

    def united(self) -> Iterator[tuple[int, Entry]]:
        """The entries that others were merged into, by their positions."""
        return ((at, entry) for at, entry in sorted(self.changed.items(), key=itemgetter(0)) if entry.merged)

    def at(self, positions: Sequence[int]) -> Papers:
        """The papers at these positions, which are in order."""
        if len(positions) == len(self):
            return self
        return Papers(
            picked(self.entries, positions),
            [self.keys[at] for at in positions],
            [self.files[at] for at in positions],
            self.signs.at(positions),
            [self.origins[at] for at in positions],
            {at: self.changed[was] for at, was in enumerate(positions) if was in self.changed},
        )

    def without(self, positions: Collection[int]) -> Papers:
        """All papers but those at these positions."""
        return self.at([at for at in range(len(self)) if at not in positions]) if positions else self

    def with_changed(self, changed: Mapping[int, Entry]) -> Papers:
        """The same with other entries at some positions."""
        if not changed:
            return self
        return self.but(
            entries=overlaid(self.entries, changed),
            signs=self.signs.with_those({at: signs(entry) for at, entry in changed.items()}),
            changed={**self.changed, **changed},
        )
