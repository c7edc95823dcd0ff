"""Which entries are one paper, which are not, and which a person should look at."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.identity import (
    Kinship,
    arxiv_id,
    doi,
    doubts,
    is_preprint,
    merged,
    normal_title,
    titles_agree,
    year,
)
from pubmd.paper.library import Entry, library


def entries(text: str) -> list[Entry]:
    file = read_bibliography(Source("bib/a.bib", text))
    assert not file.fragments
    return library([file])


def entry(fields: str, entry_type: str = "article") -> Entry:
    (found,) = entries(f"@{entry_type}{{k, {fields}}}")
    return found


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("doi = {10.1145/1.2}", "10.1145/1.2"),
        ("doi = {10.1145/ABC}", "10.1145/abc"),
        ("doi = { 10.1145/1.2. }", "10.1145/1.2"),
        ("doi = {https://doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("doi = {http://dx.doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("doi = {doi:10.1145/1.2}", "10.1145/1.2"),
        ("doi = {{10.1145/1.2}}", "10.1145/1.2"),
        ("doi = {10.1007/978-3-030-1_2}", "10.1007/978-3-030-1_2"),
        ("doi = {10.1007/978-3-030-1\\_2}", "10.1007/978-3-030-1_2"),
        ("doi = {10.1007/978-3-030-1{\\_}2}", "10.1007/978-3-030-1_2"),
        (
            "doi = {10.1002/(SICI)1097(19980815)17:15<1661::AID>3.0.CO;2-2}",
            "10.1002/(sici)1097(19980815)17:15<1661::aid>3.0.co;2-2",
        ),
        ("doi = {10.48550/arXiv.2301.00001}", ""),
        ("doi = {n/a}", ""),
        ("doi = {}", ""),
        ("url = {https://doi.org/10.1145/1.2}", "10.1145/1.2"),
        ("url = {https://example.org/10.1145/1.2}", ""),
        ("doi = {10.1145/1.2}, url = {https://doi.org/10.1145/3.4}", "10.1145/1.2"),
        ("title = {T}", ""),
    ],
)
def test_a_doi_is_bare_and_in_lower_case(fields: str, expected: str) -> None:
    assert doi(entry(fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("eprint = {1706.03762}, archiveprefix = {arXiv}", "1706.03762"),
        ("eprint = {1706.03762v5}, eprinttype = {arxiv}", "1706.03762"),
        ("eprint = {1706.03762}", "1706.03762"),
        ("eprint = {arXiv:1706.03762}", "1706.03762"),
        ("eprint = {hep-th/9901001v2}, archiveprefix = {arXiv}", "hep-th/9901001"),
        ("eprint = {math.GT/0309136}", "math.gt/0309136"),
        ("eprint = {https://arxiv.org/abs/1706.03762v1}", "1706.03762"),
        ("eprint = {1706.03762}, eprinttype = {hal}", ""),
        ("eprint = {hal-01234567}", ""),
        ("eprint = {https://example.org/doi/pdf/10.1080/01691864.2016.1234567}", ""),
        ("eprint = {https://example.org/pdf/1234567.pdf}", ""),
        ("eprint = {12345678}, eprinttype = {pubmed}", ""),
        ("doi = {10.48550/arXiv.1706.03762}", "1706.03762"),
        ("doi = {https://doi.org/10.48550/ARXIV.1706.03762v2}", "1706.03762"),
        ("doi = {10.48550/arxiv.hep-th/9901001}", "hep-th/9901001"),
        ("url = {http://arxiv.org/abs/1706.03762}", "1706.03762"),
        ("url = {https://arxiv.org/pdf/1706.03762v3.pdf}", "1706.03762"),
        ("url = {https://example.org/1706.03762}", ""),
        ("arxiv = {1706.03762}", "1706.03762"),
        ("arxiv = {https://arxiv.org/abs/1706.03762}", "1706.03762"),
        ("journal = {arXiv preprint arXiv:1706.03762}", "1706.03762"),
        ("journal = {CoRR}, volume = {abs/1706.03762}", "1706.03762"),
        ("journal = {CoRR}, volume = {abs/cs/0112017}", "cs/0112017"),
        ("number = {arXiv:1706.03762}", "1706.03762"),
        ("volume = {1706}, number = {3762}, pages = {1706.03762}", ""),
        ("note = {An extension of arXiv:1706.03762}", ""),
    ],
)
def test_an_arxiv_id_is_found_where_exporters_put_it(fields: str, expected: str) -> None:
    assert arxiv_id(entry(fields)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Learning to See: A Survey", "learningtoseeasurvey"),
        ("{L}earning {{TO}} {S}ee---a survey.", "learningtoseeasurvey"),
        ("Learning \\emph{to} \\textbf{See}, \\LaTeX{} a~survey", "learningtoseeasurvey"),
        ('On G{\\"o}del and Erd\\H{o}s', "ongodelanderdos"),
        ("On Gödel and Erdős", "ongodelanderdos"),
        ("{\\OE}uvres de \\L{}ukasiewicz", "oeuvresdelukasiewicz"),
        ("Œuvres de Łukasiewicz", "oeuvresdelukasiewicz"),
        ("Straße", "strasse"),
        ("Stra{\\ss}e", "strasse"),
        ("$\\alpha$-GAN", "alphagan"),
        ("α-GAN", "alphagan"),
        ("H$_2$O", "h2o"),
        ("H₂O", "h2o"),
        ("<i>E. coli</i> &amp; H<sub>2</sub>O", "ecolih2o"),
        ("P &lt; Q & R", "pqr"),
        ("学习 去噪", "学习去噪"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_a_normal_title_is_its_letters_alone(title: str, expected: str) -> None:
    assert normal_title(entry(f"title = {{{title}}}")) == expected


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        pytest.param("learningtosee", "learningtosee", True, id="the same"),
        pytest.param("learningtosee", "", True, id="one is missing"),
        pytest.param("learningtoseeinthedark", "learningtoseeinthedarkasurvey", True, id="a subtitle"),
        pytest.param("learningtoseeinthedark", "learnigtoseeinthedark", True, id="a slip"),
        pytest.param("learningtoseeinthedark", "thesemanticsofseeingchairs", False, id="another title"),
        pytest.param("introduction", "introductiontorobotics", False, id="a short beginning"),
        pytest.param("deeplearningpart1", "deeplearningpart2", False, id="another number"),
        pytest.param("deeplearningmethodspart1", "deeplearningmethodspart12", False, id="a longer number"),
        pytest.param(
            "deeplearningmethodsparti", "deeplearningmethodspartii", False, id="another Roman number"
        ),
        pytest.param("去噪学习", "图像分割", False, id="other characters"),
    ],
)
def test_titles_agree_where_a_word_or_a_subtitle_differs(one: str, other: str, agree: bool) -> None:
    assert titles_agree(one, other) is agree
    assert titles_agree(other, one) is agree


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("year = 2020", "2020"),
        ("year = {2020a}", "2020"),
        ("year = {in press}, date = {2021-02}", "2021"),
        ("date = {2021-02-03/2022}", "2021"),
        ("year = {2020}, date = {2021}", "2020"),
        ("year = {20}", ""),
        ("title = {1999}", ""),
    ],
)
def test_the_year_is_four_digits(fields: str, expected: str) -> None:
    assert year(entry(fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("eprint = {1706.03762}", True),
        ("journal = {CoRR}, volume = {abs/1706.03762}", True),
        ("journal = {arXiv preprint arXiv:1706.03762}", True),
        ("journal = {bioRxiv}, doi = {10.1101/1}", True),
        ("journaltitle = {SSRN Electronic Journal}", True),
        ("booktitle = {CVPR}, eprint = {1706.03762}", False),
        ("journal = {Corrosion Science}", False),
        ("title = {T}", False),
    ],
)
def test_a_preprint_has_an_archive_for_its_venue(fields: str, expected: bool) -> None:
    assert is_preprint(entry(fields)) is expected


def groups(text: str, kinship: Kinship | None = None) -> list[str]:
    """Which entries were made one, by their keys: `ab c`."""
    found = merged(entries(text), kinship or Kinship())
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
            ["a", "a"],
            id="a conference paper and its journal version",
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
        "@article{c,\n pages = {1--2},\n year = 2021,\n doi = {10.1000/x}}\n"
    )
    (found,) = merged(entries(text), Kinship())
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
    (found,) = merged(entries(text), Kinship())
    assert found.undefined == ()


TITLE, DOI, ARXIV = (
    "have the same title",
    "have the same DOI and different titles",
    "have the same arXiv id and different titles",
)


@pytest.mark.parametrize(
    ("text", "kinship", "expected"),
    [
        pytest.param(
            "@a{a, title = {X}, year = 2020} @a{b, title = {x}, year = 2020}",
            kin(),
            [("a", "b", TITLE)],
            id="title and year",
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2020} @a{b, title = {x}}",
            kin(),
            [("a", "b", TITLE)],
            id="title, and one year",
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2020} @a{b, title = {x}, year = 2021}", kin(), [], id="two years"
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2020, eprint = {2001.00001}}"
            "@b{b, title = {x}, year = 2021, booktitle = {B}}",
            kin(),
            [("a", "b", TITLE)],
            id="a preprint and its paper",
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2020, journal = {bioRxiv}}"
            "@b{b, title = {x}, year = 2022, journal = {J}}",
            kin(),
            [("a", "b", TITLE)],
            id="a preprint of another archive",
        ),
        pytest.param("@a{a, year = 2020} @a{b, year = 2020}", kin(), [], id="no titles"),
        pytest.param(
            "@a{a, title = {X}, year = 2020} @a{b, title = {x}, year = 2020}",
            kin(different="ab"),
            [],
            id="settled",
        ),
        pytest.param(
            "@a{a, title = {X}, year = 2020} @a{b, title = {X}, year = 2019} @a{c, title = {X}, year = 2020}",
            kin(),
            [("a", "c", TITLE)],
            id="another between the two",
        ),
        pytest.param(
            "@a{a, title = {X}} @a{b, title = {X}} @a{c, title = {X}}",
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
    found = doubts(entries(text), kinship)
    assert [(doubt.first.key, doubt.second.key, doubt.reason) for doubt in found] == expected


def test_what_was_said_of_an_entry_counts_for_the_one_that_it_was_merged_into() -> None:
    text = (
        ALIKE.replace("@a{c", "@b{c").replace("{10.1000/x}}@b", "{10.1000/x}}@b") + "@a{d, title = {Seeing}}"
    )
    told = kin(different="bd")
    found = merged(entries(text), told)
    assert [each.key for each in found] == ["a", "d"]
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
    found = entries("".join(f"@a{{k{number}, {fields.format(number)}}}\n" for number in range(3000)))
    assert len(merged(found, Kinship())) == 3000
    assert len(doubts(found, Kinship())) <= 3000


def test_very_many_of_one_paper_are_one() -> None:
    found = entries("@a{k, title = {Seeing}, doi = {10.1000/x}}\n" * 5000)
    (one,) = merged(found, Kinship())
    assert len(one.merged) == 4999
