"""Which entries are the same paper: by identifiers, titles, and what people said of them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pubmd.paper.library import Entry
from pubmd.paper.occasion import is_preprint, year
from pubmd.paper.papers import Papers
from pubmd.paper.title import titles_agree
from pubmd.paper.union import union
from pubmd.regex import regex

# A sign that very many different entries share (a broken export's constant DOI) must not cost their square.
_MOST_HEADS = 8
# Titles with fewer letters are those of many papers: below the first they say nothing, below the second
# (`Editorial`, `Introduction`) only of papers that have an author in common.
_SHORTEST_TITLE = 4
_TELLING_TITLE = 16
_WORD = regex(r"[^\W\d_]{2,}")


class Kinship(NamedTuple):
    """What people settled in the overrides: sets of keys that are one paper, and pairs that are not."""

    same: tuple[frozenset[str], ...] = ()
    different: frozenset[frozenset[str]] = frozenset()

    def are_same(self, one: Entry, other: Entry) -> bool:
        """Whether a person said that these two are the same paper."""
        return any({one.key, other.key} <= keys for keys in self.same)

    def are_different(self, one: Entry, other: Entry) -> bool:
        """Whether a person said that these two, or entries merged into them, are not the same paper."""
        return bool(self.different) and any(
            frozenset((first.key, second.key)) in self.different
            for first in (one, *one.merged)
            for second in (other, *other.merged)
        )


class Doubt(NamedTuple):
    """Two entries that may be the same paper, and why that is thought."""

    first: Entry
    second: Entry
    reason: str


def merged(papers: Papers, kinship: Kinship) -> Papers:
    """The papers with those that are certainly the same made one, in the order of the first ones.

    Two are the same where their DOI or their arXiv id agrees, or their key and title, or where a person said
    so. They are kept apart where their DOIs differ (a conference paper and its journal version), where the
    titles have nothing in common (a book's DOI on each of its chapters), or where a person said so. Which are
    made one does not depend on their order, only which is the first.
    """
    some = _not_alone(papers, kinship)
    groups = _Groups(papers.at(some), kinship)
    groups.join_by(groups.papers.signs.dois)
    groups.join_by(groups.papers.signs.arxiv_ids)
    groups.join_by(_named(groups.papers))
    groups.join_by_hand(kinship.same)
    members = [[some[at] for at in group] for group in groups.members()]
    united = {
        first: union([papers.entries[at] for at in (first, *others)]) for first, *others in members if others
    }
    return papers.with_changed(united).without({at for _, *others in members for at in others})


def _not_alone(papers: Papers, kinship: Kinship) -> list[int]:
    """The positions of those papers that have any sign in common with another, or that people speak of."""
    told = frozenset[str]().union(*kinship.same)
    found = {at for at, key in enumerate(papers.keys) if key in told} if told else set[int]()
    # A key and a title that come again together come again by themselves: nearly always there is none.
    named = _named(papers) if repeated(papers.keys) else ()
    for column in (papers.signs.dois, papers.signs.arxiv_ids, named):
        again = repeated(column)
        if again:
            found.update(at for at, sign in enumerate(column) if sign in again)
    return sorted(found)


def repeated(values: Iterable[str]) -> frozenset[str]:
    """Those of the values that come more than once; the empty one does not count."""
    present = [value for value in values if value]
    if len({*present}) == len(present):  # as nearly always, and that is soon told
        return frozenset()
    return frozenset(value for value, count in Counter(present).items() if count > 1)


def _named(papers: Papers) -> list[str]:
    """The signs that key and title are together; empty where either is."""
    return [
        f"{key}\n{title}" if title and key else ""
        for key, title in zip(papers.keys, papers.signs.titles, strict=True)
    ]


def doubts(papers: Papers, kinship: Kinship) -> list[Doubt]:
    """The pairs of different papers that a person should look at.

    They have the same title, and the same year or one is a preprint; or the same DOI or arXiv id, and
    different titles. Of several that a paper may be the same as, the first is named.
    """
    entries = papers.entries
    dois, arxiv_ids, titles = papers.signs

    def may_be_one(one: int, other: int) -> bool:
        first, second = entries[one], entries[other]
        if not _title_tells(titles[one], first, second):
            return False
        return _years_agree(first, second) or is_preprint(first) != is_preprint(second)

    def differ(one: int, other: int) -> bool:
        # Two DOIs settle it: one program writes the same arXiv id into very many of its entries.
        return titles[one] != titles[other] and not (dois[one] and dois[other] and dois[one] != dois[other])

    reasons: tuple[tuple[Sequence[str], Callable[[int, int], bool], str], ...] = (
        (titles, may_be_one, "have the same title"),
        (dois, differ, "have the same DOI and different titles"),
        (arxiv_ids, differ, "have the same arXiv id and different titles"),
    )
    found: dict[tuple[int, int], Doubt] = {}
    for values, is_doubtful, reason in reasons:
        for at, earlier in _earlier(values):
            for one in earlier:
                if is_doubtful(one, at) and not kinship.are_different(entries[one], entries[at]):
                    found.setdefault((one, at), Doubt(entries[one], entries[at], reason))
                    break
    return list(found.values())


def _earlier(values: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """The positions at which a value comes again, each with the first few before it that have the same."""
    again = repeated(values)
    positions: dict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(values) if again else ():
        if value in again:
            known = positions[value]
            if known:
                yield at, known
            if len(known) < _MOST_HEADS:
                known.append(at)


def _years_agree(one: Entry, other: Entry) -> bool:
    first, second = year(one), year(other)
    return first == second or not first or not second


def _title_tells(title: str, one: Entry, other: Entry) -> bool:
    """Whether a title that two entries have says that they may be one paper."""
    if len(title) >= _TELLING_TITLE:
        return True
    names = [_name_words(entry["author"] or entry["editor"]) for entry in (one, other)]
    return bool(names[0] & names[1]) if all(names) else len(title) >= _SHORTEST_TITLE


def _name_words(names: str) -> set[str]:
    """The words of names, without accents, initials and what joins them."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", names[:2000]) if each.isalpha() or each in " ,.-~\n"
    )
    return set(_WORD.findall(plain.casefold())) - {"and", "others"}


class _Groups:
    """Sets of positions that grow together, each known by its smallest."""

    def __init__(self, papers: Papers, kinship: Kinship) -> None:
        self.papers = papers
        self._titles = papers.signs.titles
        # A turn that is the same in whatever order the papers come: where one could be joined to either of
        # two, the turn decides.
        turns = [
            (
                (entry.key, title, doi, arxiv_id),
                entry.raw.source.text[entry.raw.start : entry.raw.end],
            )
            for entry, doi, arxiv_id, title in zip(papers.entries, *papers.signs, strict=True)
        ]
        self._in_turn = sorted(range(len(papers)), key=turns.__getitem__)
        self._first = list(range(len(papers)))
        # What forbids to join two groups: a DOI in each, and keys that are said to be different papers.
        self._doi = list(papers.signs.dois)
        self._different = kinship.different
        told = frozenset().union(*kinship.different)
        self._keys = {at: {key} for at, key in enumerate(papers.keys) if key in told}

    def join_by(self, signs: Sequence[str]) -> None:
        """Join each entry to one that has the same sign and a title like its own."""
        heads: dict[str, list[int]] = defaultdict(list)
        exact: dict[tuple[str, str], int] = {}
        for at in self._in_turn:
            sign = signs[at]
            if not sign:
                continue
            title = self._titles[at]
            known = heads[sign]
            twin = exact.get((sign, title))
            candidates = ([] if twin is None else [twin]) + (known if len(known) < _MOST_HEADS else [])
            for one in candidates:
                if titles_agree(self._titles[one], title) and self._may_join(one, at):
                    self._join(one, at)
                    break
            else:
                known.append(at)
                exact.setdefault((sign, title), at)

    def join_by_hand(self, same: Sequence[frozenset[str]]) -> None:
        """Join what people said is one paper. A key that several papers have says so of these alone."""
        if not same:
            return
        by_key: dict[str, set[int]] = defaultdict(set)
        for at, key in enumerate(self.papers.keys):
            by_key[key].add(self._head(at))
        for keys in same:
            heads = [by_key[key] for key in keys if key in by_key]
            first, *others = sorted(
                {self._head(at) for found in heads if len(found) == 1 or len(keys) == 1 for at in found}
            ) or [-1]
            for other in others:
                self._join(first, other)

    def members(self) -> list[list[int]]:
        """The groups, in the order of their smallest members."""
        groups: dict[int, list[int]] = {}
        for at in range(len(self._first)):
            groups.setdefault(self._head(at), []).append(at)
        return list(groups.values())

    def _head(self, at: int) -> int:
        while self._first[at] != at:
            self._first[at] = self._first[self._first[at]]
            at = self._first[at]
        return at

    def _may_join(self, one: int, other: int) -> bool:
        one, other = self._head(one), self._head(other)
        if one == other:
            return True
        if self._doi[one] and self._doi[other] and self._doi[one] != self._doi[other]:
            return False
        first, second = self._keys.get(one, ()), self._keys.get(other, ())
        return not any(frozenset((key, each)) in self._different for key in first for each in second)

    def _join(self, one: int, other: int) -> None:
        one, other = sorted((self._head(one), self._head(other)))
        if one == other:
            return
        self._first[other] = one
        self._doi[one] = self._doi[one] or self._doi[other]
        if other in self._keys:
            self._keys.setdefault(one, set()).update(self._keys[other])
