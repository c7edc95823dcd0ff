"""Which entries are one paper, which are not, and which a person should look at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.identity import Kinship, doubts, merged
from pubmd.paper.library import Entry, library
from pubmd.paper.papers import Papers


def papers(text: str) -> Papers:
    file = read_bibliography(Source("bib/a.bib", text))
    assert not file.fragments
    return Papers.of(library([file]))


def after_merging(text: str, kinship: Kinship | None = None) -> Sequence[Entry]:
    return merged(papers(text), kinship or Kinship()).entries


def groups(text: str, kinship: Kinship | None = None) -> list[str]:
    """Which entries were made one, by their keys: `ab c`."""
    found = after_merging(text, kinship)
    return ["".join((each.key, *(other.key for other in each.merged))) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "@a{a, title = {Seeing Well}, doi = {10.1000/X}} @a{b, title = {Seeing well.}, doi = {https://doi.org/10.1000/x}}",
            ["ab"],
            id="one DOI",
        ),
        pytest.param(
            "@a{a, title = {Seeing in the Dark}, doi = {10.1000/x}}"
            "@a{b, title = {Seeing in the Dark: A Survey}, doi = {10.1000/x}}",
            ["ab"],
            id="one DOI, and a subtitle",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, doi = {10.1000/x}} @a{b, doi = {10.1000/x}}",
            ["ab"],
            id="one DOI, no title",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, doi = {10.1000/x}} @a{b, title = {Seeing}, url = {https://doi.org/10.1000/x}}",
            ["ab"],
            id="one DOI, as an address",
        ),
        pytest.param(
            "@incollection{a, title = {Light and Shade}, doi = {10.1000/x}}"
            "@incollection{b, title = {The Semantics of Chairs}, doi = {10.1000/x}}",
            ["a", "b"],
            id="a book's DOI on its chapters",
        ),
        pytest.param(
            "@misc{a, title = {Seeing}, eprint = {1706.03762}}"
            "@misc{b, title = {Seeing}, url = {https://arxiv.org/abs/1706.03762v2}}"
            "@article{c, title = {Seeing}, journal = {CoRR}, volume = {abs/1706.03762}}",
            ["abc"],
            id="one arXiv id",
        ),
        pytest.param(
            "@misc{a, title = {Seeing}, eprint = {1706.03762}}"
            "@inproceedings{b, title = {Seeing}, booktitle = {X}, doi = {10.1000/x}, eprint = {1706.03762}}",
            ["ab"],
            id="a preprint and its paper by the arXiv id",
        ),
        pytest.param(
            "@inproceedings{a, title = {Seeing}, doi = {10.1000/x}, eprint = {1706.03762}}"
            "@article{b, title = {Seeing}, doi = {10.1000/y}, eprint = {1706.03762}}",
            ["a", "b"],
            id="one arXiv id and two DOIs",
        ),
        pytest.param(
            "@misc{a, title = {Seeing}, eprint = {1706.03762}}"
            "@inproceedings{b, title = {Seeing}, doi = {10.1000/x}, eprint = {1706.03762}}"
            "@article{c, title = {Seeing}, doi = {10.1000/y}, eprint = {1706.03762}}",
            ["ab", "c"],
            id="a preprint of two papers goes with the first",
        ),
        pytest.param(
            "@misc{a, title = {Light and Shade}, eprint = {1706.03762}}"
            "@misc{b, title = {The Semantics of Chairs}, eprint = {1706.03762}}",
            ["a", "b"],
            id="one arXiv id and two titles",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{a, title = {SEEING}}", ["aa"], id="key and title"
        ),
        pytest.param(
            "@a{a, title = {Seeing}} @a{A, title = {Seeing}}", ["a", "A"], id="keys in other letters"
        ),
        pytest.param("@a{a, title = {Seeing}} @a{a, title = {Hearing}}", ["a", "a"], id="the key alone"),
        pytest.param("@a{a, title = {Seeing}} @a{b, title = {Seeing}}", ["a", "b"], id="the title alone"),
        pytest.param("@a{a, year = 2020} @a{a, year = 2020}", ["a", "a"], id="a key and no title"),
        pytest.param("@a{, title = {Seeing}} @a{, title = {Seeing}}", ["", ""], id="a title and no key"),
        pytest.param(
            "@inproceedings{a, title = {Seeing}, year = 2019} @article{a, title = {Seeing}, year = 2021}",
            ["aa"],
            id="key and title, another type and year",
        ),
        pytest.param(
            "@inproceedings{a, title = {Seeing}, year = 2019} @misc{a, title = {Seeing}, year = 2019}",
            ["aa"],
            id="another type in the same year",
        ),
        pytest.param(
            "@inproceedings{a, title = {Seeing}, year = 2019} @misc{a, title = {Seeing}}",
            ["aa"],
            id="another type without a year",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, doi = {10.1000/x}} @a{a, title = {Seeing}, doi = {10.1000/y}}",
            ["a", "a"],
            id="key and title, but two DOIs",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, doi = {10.1000/x}} @a{b, title = {Hearing}}"
            "@a{c, title = {Seeing}, doi = {10.1000/x}} @a{b, title = {Hearing}} @a{a, title = {Seeing}}",
            ["aca", "bb"],
            id="the order of the first ones",
        ),
    ],
)
def test_entries_that_are_certainly_one_paper_are_merged(text: str, expected: list[str]) -> None:
    assert groups(text) == expected


def kin(same: str = "", different: str = "") -> Kinship:
    """Each word is a set of one-letter keys."""
    return Kinship(
        tuple(frozenset(word) for word in same.split()),
        frozenset(frozenset(word) for word in different.split()),
    )


ALIKE = "".join(f"@a{{{key}, title = {{Seeing}}, doi = {{10.1000/x}}}}" for key in "abc")
UNLIKE = "".join(f"@a{{{key}, title = {{Paper {key}}}, doi = {{10.1000/{key}}}}}" for key in "abcd")


@pytest.mark.parametrize(
    ("text", "kinship", "expected"),
    [
        pytest.param(UNLIKE, kin("ac"), ["ac", "b", "d"], id="told to be the same"),
        pytest.param(UNLIKE, kin("ac cd"), ["acd", "b"], id="by way of a third"),
        pytest.param(UNLIKE, kin("ax"), ["a", "b", "c", "d"], id="a key that nobody has"),
        pytest.param(UNLIKE, kin("dcba"), ["abcd"], id="all"),
        pytest.param(
            "@a{a, title = {X}} @a{a, title = {Y}} @a{b, title = {X}}",
            kin("a"),
            ["aa", "b"],
            id="those of one key",
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2019} @a{a, title = {X}, year = 2020}",
            kin(different="a"),
            ["a", "a"],
            id="those of one key told to differ",
        ),
        pytest.param(ALIKE, kin(different="ab"), ["ac", "b"], id="told to differ"),
        pytest.param(ALIKE, kin(different="ac"), ["ab", "c"], id="told to differ, by way of a third"),
        pytest.param(ALIKE, kin(different="ab ac bc"), ["a", "b", "c"], id="all told to differ"),
        pytest.param(ALIKE, kin(same="ab", different="bc"), ["ab", "c"], id="both"),
        pytest.param(
            "@a{a, title = {X}} @a{b, title = {Y}} @a{b, title = {Z}}",
            kin("ab"),
            ["a", "b", "b"],
            id="a key of two papers",
        ),
        pytest.param(
            "@a{a, title = {X}} @a{b, title = {Y}} @a{b, title = {Y}}",
            kin("ab"),
            ["abb"],
            id="a key that came twice",
        ),
    ],
)
def test_what_people_said_counts(text: str, kinship: Kinship, expected: list[str]) -> None:
    assert groups(text, kinship) == expected


def test_the_fields_of_the_first_count_and_gaps_are_filled() -> None:
    text = (
        "@misc{a,\n title = {Seeing},\n note = { },\n doi = {10.1000/x}}\n"
        "@article{b,\n title = {Seeing!},\n note = nobody,\n year = 2020,\n doi = {10.1000/x}}\n"
        "@article{c,\n pages = {1--2},\n year = 2020,\n doi = {10.1000/x}}\n"
    )
    (found,) = after_merging(text)
    assert (found.key, found.type) == ("a", "misc")
    assert dict(found.fields) == {
        "title": "Seeing",
        "note": "nobody",
        "year": "2020",
        "pages": "1--2",
        "doi": "10.1000/x",
    }
    assert [other.key for other in found.merged] == ["b", "c"]
    assert found.undefined == (("note", "nobody"),)
    assert [found.place(name).line for name in ("title", "note", "year", "pages", "doi", "")] == [
        2,
        7,
        8,
        11,
        4,
        1,
    ]
    assert str(found.place("pages", 3)) == "bib/a.bib:11:14"


def test_an_undefined_macro_of_a_field_that_is_not_taken_is_not_told() -> None:
    text = "@a{a, note = {N}, doi = {10.1000/x}} @a{b, note = nobody, doi = {10.1000/x}}"
    (found,) = after_merging(text)
    assert found.undefined == ()


def occasion(text: str) -> dict[str, str]:
    """What the one paper of a text says of where and when."""
    (found,) = after_merging(text)
    names = ("venue", "booktitle", "journal", "publisher", "year", "date", "pages", "pubstate")
    return {name: found[name] for name in names if found[name]}


ARCHIVE = "@misc{a, title = {X}, eprint = {1706.03762}, "
PREPRINT = "@article{p, title = {X}, journal = {arXiv preprint arXiv:1706.03762}, year = 2021} "
PAPER = "@inproceedings{b, title = {X}, eprint = {1706.03762}, booktitle = {B}, year = 2022, pages = {1--2}} "
JOURNAL = "@article{c, title = {X}, eprint = {1706.03762}, journal = {J}, year = 2023, pubstate = {inpress}} "
B, J = (
    {"booktitle": "B", "year": "2022", "pages": "1--2"},
    {"journal": "J", "year": "2023", "pubstate": "inpress"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(PAPER + JOURNAL, B, id="the first"),
        pytest.param(JOURNAL + PAPER, J, id="the first, in the other order"),
        pytest.param(ARCHIVE + "year = 2021}" + PAPER, B, id="a year without a venue gives way"),
        pytest.param(PREPRINT + PAPER, B, id="a preprint gives way"),
        pytest.param(PAPER + PREPRINT, B, id="a preprint fills nothing"),
        pytest.param(
            ARCHIVE + "publisher = {arXiv}, year = 2021}" + JOURNAL,
            J,
            id="the archive as publisher gives way",
        ),
        pytest.param(
            PREPRINT + ARCHIVE + "year = 2020}",
            {"journal": "arXiv preprint arXiv:1706.03762", "year": "2021"},
            id="preprints alone",
        ),
        pytest.param(
            "@a{a, title = {X}, journal = {J}}@a{a, title = {X}, journal = {{J}.}, year = 2023, pages = {3}}",
            {"journal": "J", "year": "2023", "pages": "3"},
            id="the same venue completes",
        ),
        pytest.param(
            "@a{a, title = {X}, journal = {J}} @a{a, title = {X}, booktitle = {B}, year = 2023}",
            {"journal": "J"},
            id="another venue does not",
        ),
        pytest.param(
            "@a{a, title = {X}, publisher = {P}, year = 2022}"
            "@a{a, title = {X}, booktitle = {B}, year = 2022}",
            {"booktitle": "B", "publisher": "P", "year": "2022"},
            id="a publisher of the same year is completed",
        ),
    ],
)
def test_where_and_when_come_from_one_source(text: str, expected: dict[str, str]) -> None:
    assert occasion(text) == expected


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_which_are_one_paper_does_not_depend_on_their_order(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.tuples(KEYS, TITLES, DOIS, ARXIVS, KINDS), max_size=9))
    texts = [
        f"@misc{{{key}, title = {{{title}}}, {doi} {arxiv} {kind} number = {{{number}}}}}"
        for number, (key, title, doi, arxiv, kind) in enumerate(parts)
    ]
    told = kin(
        same=data.draw(st.sampled_from(["", "ab"])), different=data.draw(st.sampled_from(["", "a", "bc"]))
    )

    def members(texts: list[str]) -> set[frozenset[str]]:
        found = after_merging("".join(texts), told)
        return {frozenset(str(each.raw.fields["number"]) for each in (one, *one.merged)) for one in found}

    straight = members(texts)
    assert members(data.draw(st.permutations(texts))) == straight
    assert sum(map(len, straight)) == len(texts)


KEYS = st.sampled_from("abc")
TITLES = st.sampled_from(
    ["Seeing in the Dark", "Seeing in the Dark: A Survey", "Seeing in the Park", "Chairs"]
)
DOIS = st.sampled_from(["", "doi = {10.1000/x},", "doi = {10.1000/y},"])
ARXIVS = st.sampled_from(["", "eprint = {1706.03762},", "eprint = {1706.03763},"])
KINDS = st.sampled_from(["", "journal = {J}, year = 2020,", "journal = {CoRR}, year = 2019,"])

TITLE, DOI, ARXIV = (
    "have the same title",
    "have the same DOI and different titles",
    "have the same arXiv id and different titles",
)


@pytest.mark.parametrize(
    ("text", "kinship", "expected"),
    [
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{b, title = {seeing}, year = 2020}",
            kin(),
            [("a", "b", TITLE)],
            id="title and year",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{b, title = {seeing}}",
            kin(),
            [("a", "b", TITLE)],
            id="title, and one year",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{b, title = {seeing}, year = 2021}",
            kin(),
            [],
            id="two years",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020, eprint = {2001.00001}}"
            "@b{b, title = {seeing}, year = 2021, booktitle = {B}}",
            kin(),
            [("a", "b", TITLE)],
            id="a preprint and its paper",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020, journal = {bioRxiv}}"
            "@b{b, title = {seeing}, year = 2022, journal = {J}}",
            kin(),
            [("a", "b", TITLE)],
            id="a preprint of another archive",
        ),
        pytest.param("@a{a, year = 2020} @a{b, year = 2020}", kin(), [], id="no titles"),
        pytest.param("@a{a, title = {X}} @a{b, title = {X}}", kin(), [], id="a title of one letter"),
        pytest.param(
            "@a{a, title = {X}, author = {Lovelace, Ada}} @a{b, title = {X}, author = {A. Lovelace}}",
            kin(),
            [("a", "b", TITLE)],
            id="a title of one letter by one author",
        ),
        pytest.param(
            "@a{a, title = {Editorial}, author = {Lovelace, Ada}}"
            "@a{b, title = {Editorial}, author = {Gödel, Kurt}}",
            kin(),
            [],
            id="a title that many have, and other authors",
        ),
        pytest.param(
            "@a{a, title = {On Seeing in the Dark}, author = {Lovelace, Ada}}"
            "@a{b, title = {On Seeing in the Dark}, author = {Gödel, Kurt}}",
            kin(),
            [("a", "b", TITLE)],
            id="a title of its own, and other authors",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{b, title = {seeing}, year = 2020}",
            kin(different="ab"),
            [],
            id="settled",
        ),
        pytest.param(
            "@a{a, title = {Seeing}, year = 2020} @a{b, title = {Seeing}, year = 2019}"
            "@a{c, title = {Seeing}, year = 2020}",
            kin(),
            [("a", "c", TITLE)],
            id="another between the two",
        ),
        pytest.param(
            "@a{a, title = {Seeing}} @a{b, title = {Seeing}} @a{c, title = {Seeing}}",
            kin(different="ac"),
            [("a", "b", TITLE), ("b", "c", TITLE)],
            id="three, one pair settled",
        ),
        pytest.param(
            "@a{a, title = {X}, doi = {10.1000/x}} @a{b, title = {Y}, doi = {10.1000/x}}",
            kin(),
            [("a", "b", DOI)],
            id="one DOI and two titles",
        ),
        pytest.param(
            "@a{a, title = {X}, eprint = {2001.00001}} @a{b, title = {Y}, eprint = {2001.00001}}",
            kin(),
            [("a", "b", ARXIV)],
            id="one arXiv id and two titles",
        ),
        pytest.param(
            "@a{a, title = {X}, doi = {10.1000/x}, eprint = {2001.00001}}"
            "@a{b, title = {Y}, doi = {10.1000/y}, eprint = {2001.00001}}",
            kin(),
            [],
            id="one arXiv id, two titles and two DOIs",
        ),
        pytest.param(
            "@a{a, title = {X}, doi = {10.1000/x}, eprint = {2001.00001}}"
            "@a{b, title = {Y}, doi = {10.1000/x}, eprint = {2001.00001}}",
            kin(),
            [("a", "b", DOI)],
            id="one warning for a pair",
        ),
    ],
)
def test_pairs_that_may_be_one_paper_are_doubtful(
    text: str, kinship: Kinship, expected: list[tuple[str, str, str]]
) -> None:
    found = doubts(papers(text), kinship)
    assert [(doubt.first.key, doubt.second.key, doubt.reason) for doubt in found] == expected


def test_what_was_said_of_an_entry_counts_for_the_one_that_it_was_merged_into() -> None:
    text = (
        ALIKE.replace("@a{c", "@b{c").replace("{10.1000/x}}@b", "{10.1000/x}}@b") + "@a{d, title = {Seeing}}"
    )
    told = kin(different="bd")
    found = merged(papers(text), told)
    assert found.keys == ["a", "d"]
    assert doubts(found, told) == []
    assert len(doubts(found, Kinship())) == 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param("title = {{Paper {0}}}, doi = {{10.1000/constant}}", id="a constant DOI"),
        pytest.param("title = {{{0}}}, doi = {{10.1000/constant}}", id="a constant DOI and numbers"),
        pytest.param("title = {{Seeing}}, year = {0}, doi = {{10.1000/x{0}}}", id="a constant title"),
        pytest.param("title = {{Paper {0}}}, eprint = {{2001.00001}}", id="a constant arXiv id"),
    ],
)
def test_a_sign_that_very_many_share_joins_none_that_differ(fields: str) -> None:
    found = papers("".join(f"@a{{k{number}, {fields.format(number)}}}\n" for number in range(3000)))
    assert len(merged(found, Kinship())) == 3000
    assert len(doubts(found, Kinship())) <= 3000


def test_very_many_of_one_paper_are_one() -> None:
    (one,) = after_merging("@a{k, title = {Seeing}, doi = {10.1000/x}}\n" * 5000)
    assert len(one.merged) == 4999
