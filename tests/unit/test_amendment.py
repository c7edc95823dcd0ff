"""What the overrides do to entries."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.config.overrides import Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.paper.amendment import amended, kinship
from pubmd.paper.identity import Kinship, merged
from pubmd.paper.library import Entry, library
from pubmd.paper.papers import Papers
from pubmd.problem import Problem

LIBRARY = """\
@article{a,
  title = {Seeing},
  code = {https://example.org/old},
  award = {Oral},
  doi = {10.1000/A},
}

@article{b,
  title = {Hearing},
  venue = nobody,
  doi = {https://doi.org/10.1000/b},
}

@article{twice,
  title = {Touching},
}

@article{twice,
  title = {Tasting},
}
"""


def entries(text: str = LIBRARY) -> Sequence[Entry]:
    return library([read_bibliography(Source("bib/a.bib", text))])


def overrides(text: str) -> Overrides:
    found, problems = read_overrides("bib/overrides.yml", text)
    assert found is not None, problems
    return found


def after(text: str, found: Papers | None = None) -> tuple[list[Entry], list[Problem]]:
    told = overrides(text)
    papers = found or Papers.of(entries())
    changed, problems = amended(merged(papers, kinship(told, papers)), told)
    return list(changed.entries), problems


def test_no_overrides_change_nothing() -> None:
    found = Papers.of(entries())
    assert amended(found, Overrides()) == (found, [])


def test_a_field_replaces_the_entrys_own_and_stands_where_the_override_does() -> None:
    (a, *_), problems = after("a:\n  code: https://example.org/new\n  abstract: It says.\n")
    assert problems == []
    assert (a["code"], a["abstract"], a["title"]) == ("https://example.org/new", "It says.", "Seeing")
    assert str(a.place("code")) == "bib/overrides.yml:2:9"
    assert str(a.place("abstract")) == "bib/overrides.yml:3:13"
    assert str(a.place("title")) == "bib/a.bib:2:3"


def test_a_field_with_nothing_behind_it_takes_the_entrys_own_away() -> None:
    (a, *_), _ = after("a: {award: ~, code: }\n")
    assert (a["award"], a["code"]) == ("", "")


def test_an_entry_that_no_override_names_stays_as_it_is() -> None:
    found, _ = after("a: {award: Best Paper}\n")
    assert found[1:] == entries()[1:]


def test_a_field_that_is_replaced_needs_its_macro_no_more() -> None:
    (_, before, *_) = entries()
    assert before.undefined == (("venue", "nobody"),)
    (_, b, *_), _ = after("b: {venue: Notes}\n")
    assert b.undefined == ()
    (_, b, *_), _ = after("b: {award: Oral}\n")
    assert b.undefined == (("venue", "nobody"),)


@pytest.mark.parametrize(
    "key",
    [
        "a",
        "10.1000/A",
        "10.1000/a",
        "https://doi.org/10.1000/A",
        "http://doi.org/10.1000/a",
        "https://dx.doi.org/10.1000/a",
        "doi:10.1000/a",
        "DOI: 10.1000/A",
    ],
)
def test_an_entry_is_named_by_its_key_or_its_doi_in_any_form(key: str) -> None:
    (a, *_), problems = after(f"'{key}': {{award: Best Paper}}\n")
    assert problems == []
    assert a["award"] == "Best Paper"


def test_an_entry_of_arxiv_is_named_by_the_doi_that_arxiv_gave_it() -> None:
    text = "@misc{a,\n  title = {Seeing},\n  eprint = {1706.03762v2},\n  archiveprefix = {arXiv},\n}\n"
    found = Papers.of(entries(text))
    (a,), problems = after("10.48550/arXiv.1706.03762: {award: Best Paper}\n", found)
    assert problems == []
    assert a["award"] == "Best Paper"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("A: {award: x}\n", ["unknown-override"]),
        ("10.1000/c: {award: x}\n", ["unknown-override"]),
        ("twice: {award: x}\n", ["ambiguous-override"]),
        ("a: {same_as: c}\n", ["unknown-override"]),
        ("a: {not_same_as: [b, c, 10.1000/c]}\n", ["unknown-override", "unknown-override"]),
        ("a: {not_same_as: 'https://doi.org/10.1000/B'}\n", []),
        ("a: {not_same_as: twice}\n", []),
        ("twice: {not_same_as: twice}\n", []),
        ("twice: {same_as: twice}\n", []),
        ("twice: {not_same_as: a}\n", []),
        ("twice: {not_same_as: twice, award: x}\n", ["ambiguous-override"]),
        ("a: {not_same_as: a}\n", ["unknown-override"]),
    ],
)
def test_an_override_that_names_no_entry_or_two_is_told(text: str, codes: list[str]) -> None:
    _, problems = after(text)
    assert [problem.code for problem in problems] == codes
    assert all(str(problem.place) == "bib/overrides.yml:1:1" for problem in problems)


def test_an_ambiguous_override_changes_nothing_and_names_the_papers() -> None:
    found, (problem,) = after("twice: {award: x}\n")
    assert found == list(entries())
    assert problem.message == "`twice` could mean 2 papers: bib/a.bib:14:1, bib/a.bib:18:1"


def test_the_nearest_key_is_suggested() -> None:
    _, (problem,) = after("twicee: {award: x}\n")
    assert problem.hint == "did you mean `twice`?"


def test_topics_are_added_and_taken_away_beside_the_entrys_own() -> None:
    (a, *_), _ = after("a: {topics: [vision, -sound]}\n")
    assert (a.more_topics, a.less_topics) == (("vision",), ("sound",))
    assert a["topics"] == ""


def test_an_override_reaches_an_entry_that_was_merged_into_another() -> None:
    text = LIBRARY + "\n@misc{copy,\n  title = {Seeing},\n  doi = {10.1000/a},\n}\n"
    found = merged(Papers.of(entries(text)), Kinship())
    (a, *_), problems = after("copy: {award: Best Paper}\n", found)
    assert problems == []
    assert (a.key, a["award"]) == ("a", "Best Paper")


@pytest.mark.parametrize(
    ("text", "same", "different"),
    [
        ("a: {award: x}\n", [], []),
        ("a: {same_as: b}\n", ["ab"], []),
        ("a: {same_as: [b, c]}\n", ["abc"], []),
        ("a: {not_same_as: [b, c]}\n", [], ["ab", "ac"]),
        ("10.1000/A: {same_as: b}\n", ["ab"], []),
        ("a: {same_as: 'https://doi.org/10.1000/B'}\n", ["ab"], []),
        ("'doi:10.1000/b': {not_same_as: 10.1000/a}\n", [], ["ab"]),
        ("a: {same_as: b, not_same_as: c}\n", ["ab"], ["ac"]),
    ],
)
def test_kinship_is_told_by_keys_or_dois(text: str, same: list[str], different: list[str]) -> None:
    found = kinship(overrides(text), Papers.of(entries()))
    assert found.same == tuple(map(frozenset, same))
    assert found.different == frozenset(map(frozenset, different))


def test_a_doi_of_two_entries_means_both() -> None:
    text = "".join(f"@article{{{key}, title = {{{key}}}, doi = {{10.1000/x}}}}\n" for key in "ab")
    found = kinship(overrides("c: {not_same_as: 10.1000/x}\n"), Papers.of(entries(text)))
    assert found.different == {frozenset("ac"), frozenset("bc")}
