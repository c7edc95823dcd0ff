"""The fields that a hand-written publication becomes: those that a person would write."""

from __future__ import annotations

import pytest

from tests.hand_written import ECCV, FILE, Entry, fields, imported, mends

# --- names


@pytest.mark.parametrize(
    ("names", "value"),
    [
        ("Ada Lovelace*, Kurt Gödel*, Emmy Noether", "Lovelace*, Ada and Gödel*, Kurt and Noether, Emmy"),
        (r"Ada Lovelace\*, Emmy Noether", "Lovelace*, Ada and Noether, Emmy"),
        ("John Ambrose Fleming, Jr.", "Fleming, Jr., John Ambrose"),
        ("William Henry Perkin III", "{Perkin III}, William Henry"),
        ("The Bourbaki Collaboration, Ada Lovelace", "{The Bourbaki Collaboration} and Lovelace, Ada"),
        ("Ada Lovelace (corresponding author)", "Lovelace, Ada (corresponding author)"),
        ("Shen Kuo (沈括)", "Kuo, Shen (沈括)"),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
    ],
)
def test_names_become_those_of_people(names: str, value: str) -> None:
    found = imported(authors=f"_{names}_")
    assert fields(found)["author"] == value
    assert set(mends(found).values()) <= {("spelling",)}
    assert found.settled == (FILE,)


# --- the venue


@pytest.mark.parametrize(
    ("line", "made"),
    [
        (f"{ECCV} (ECCV), 2024", {"@": "inproceedings", "booktitle": ECCV}),
        ("Workshop on Odd Bridges (WOB), 2024", {"booktitle": "Workshop on Odd Bridges"}),
        ("arXiv, 2024", {"@": "misc", "howpublished": "arXiv"}),
        ("arXiv preprint, 2024", {"@": "misc", "howpublished": "arXiv preprint"}),
        (
            "PhD thesis, University of Imaging Science, 2024",
            {"@": "misc", "howpublished": "PhD thesis, University of Imaging Science"},
        ),
    ],
)
def test_a_line_comes_back_from_the_entrys_own_fields(line: str, made: dict[str, str]) -> None:
    found = imported(venue=f"<span><pub>{line}</pub></span>")
    entry = fields(found)
    assert made.items() <= entry.items()
    assert "venue" not in entry
    assert "abbr" not in entry
    assert found.comparisons[0].is_identical


def test_what_a_site_calls_a_venue_is_in_its_list() -> None:
    found = imported(venue="<span><pub>arXiv preprint, 2024</pub></span>")
    assert "venues:\n  arXiv preprint: arXiv preprint\n" in found.files["bib/pubmd.yml"]


def test_a_link_to_arxiv_gives_a_preprint_the_fields_of_arxivs_own_bibtex() -> None:
    link = '[Paper](https://arxiv.org/abs/1843.01234){:target="_blank"} |'
    found = imported(venue="<span><pub>arXiv, 2024</pub></span>", links=link)
    entry = fields(found)
    assert (entry["@"], entry["eprint"], entry["archiveprefix"]) == ("misc", "1843.01234", "arXiv")
    assert not {"paper", "venue", "howpublished"} & set(entry)
    assert found.comparisons[0].is_identical


def test_a_line_that_no_field_gives_is_kept_beside_what_bibtex_asks_for() -> None:
    found = imported(venue="<span><pub>Proceedings of the 18th ECCV (ECCV), 2024</pub></span>")
    entry = fields(found)
    assert entry["venue"] == "Proceedings of the 18th ECCV (ECCV)"
    assert entry["booktitle"] == "Proceedings of the 18th ECCV"
    assert "abbr" not in entry
    assert found.comparisons[0].is_identical


@pytest.mark.parametrize(
    ("behind", "state", "after"),
    [
        (" (to appear)", "to appear", ", to appear"),
        (" (Early Access)", "Early Access", ", Early Access"),
        (", in press", "in press", ", in press"),
    ],
)
def test_a_state_behind_the_year_keeps_all_its_letters(behind: str, state: str, after: str) -> None:
    found = imported(venue=f"<span><pub>{ECCV} (ECCV), 2024{behind}</pub></span>")
    assert fields(found)["pubstate"] == state
    assert "tag" not in fields(found)
    expected = [(f"<span><pub>{ECCV} (ECCV), 2024{after}</pub></span> <br>",)] if after != behind else []
    assert [each.after for each in found.comparisons[0].differences] == expected
    assert set(mends(found).values()) <= {("comma",)}


def test_years_that_are_a_volume_are_no_year() -> None:
    found = imported(venue="<span><pub>Annals of Bridges 2023–2024</pub></span>")
    assert "year" not in fields(found)
    assert found.comparisons[0].is_identical


def test_a_title_that_ends_in_a_star_keeps_it() -> None:
    found = imported(title=r"**Finding Paths With A\***")
    assert fields(found)["title"] == "Finding Paths With A*"
    assert found.comparisons[0].is_identical


def test_what_is_said_in_place_of_an_award_comes_back() -> None:
    found = imported(venue=f"{Entry().venue} <br>\n<span>Invited talk</span>")
    assert fields(found)["award_note"] == "Invited talk"
    assert found.comparisons[0].is_identical


@pytest.mark.parametrize("label", ["PDF", "URL", "DOI", "Url", "eprint"])
def test_no_link_of_a_sites_own_makes_a_paper_of_it(label: str) -> None:
    found = imported(
        links='[Paper](https://example.org/a){:target="_blank"} |\n'
        f'[{label}](https://example.org/b){{:target="_blank"}} |'
    )
    assert not {"pdf", "url", "doi", "eprint"} & set(fields(found))
    assert found.comparisons[0].is_identical


def test_a_label_alone_makes_no_second_link() -> None:
    found = imported(links='[URL](https://example.org/b){:target="_blank"} |')
    assert fields(found)["url_link"] == "https://example.org/b"
    assert found.comparisons[0].is_identical
