"""Papers as columns: what is picked or changed stays beside what belongs to it."""

from __future__ import annotations

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.library import library
from pubmd.paper.papers import Papers

TEXT = """
@misc{a, title = {Seeing in the Dark}, doi = {10.1000/A}}
@misc{b, title = {Hearing}, eprint = {2001.00001}}
@misc{c, title = {Touching}}
"""


def papers() -> Papers:
    return Papers.of(library([read_bibliography(Source("bib/a.bib", TEXT))]))


def rows(found: Papers) -> list[tuple[str, ...]]:
    entries = [entry.key for entry in found.entries]
    return list(zip(entries, found.keys, found.files, *found.signs, strict=True))


A = ("a", "a", "bib/a.bib", "10.1000/a", "", "seeinginthedark")
B = ("b", "b", "bib/a.bib", "", "2001.00001", "hearing")
C = ("c", "c", "bib/a.bib", "", "", "touching")


def test_each_column_has_what_belongs_to_the_entry() -> None:
    assert rows(papers()) == [A, B, C]
    assert list(papers().origins) == [0, 1, 2]


def test_what_is_picked_stays_together() -> None:
    found = papers().at([0, 2])
    assert rows(found) == [A, C]
    assert list(found.origins) == [0, 2]


def test_another_entry_has_signs_of_its_own_and_is_known_wherever_it_goes() -> None:
    before = papers()
    entry = before.entries[1]
    other = entry.but(fields={"title": "Tasting"}, merged=(before.entries[2],))
    found = before.with_changed({1: other})
    assert rows(found) == [A, ("b", "b", "bib/a.bib", "", "", "tasting"), C]
    assert rows(before) == [A, B, C]
    assert list(found.united()) == [(1, other)]
    assert list(found.at([1]).united()) == [(0, other)]
    assert list(found.at([0, 2]).united()) == []
    assert found.at([1]).entries[0] is other


def test_entries_that_were_made_one_before_are_known() -> None:
    one, other, _ = papers().entries
    assert list(Papers.of([other, one.but(merged=(other,))]).united()) == [(1, one.but(merged=(other,)))]


def test_there_may_be_none() -> None:
    assert rows(Papers.of([])) == []
