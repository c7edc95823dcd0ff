"""Where and when a paper came out."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.library import Entry, library
from pubmd.paper.occasion import Standing, is_preprint, standing, year


def entry(fields: str, entry_type: str = "article") -> Entry:
    (found,) = library([read_bibliography(Source("bib/a.bib", f"@{entry_type}{{k, {fields}}}"))])
    return found


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


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("journal = {J}", Standing.PUBLISHED),
        ("venue = {V}", Standing.PUBLISHED),
        ("school = {S}", Standing.PUBLISHED),
        ("publisher = {P}, year = 2020", Standing.PERHAPS),
        ("howpublished = {Online}", Standing.PERHAPS),
        ("howpublished = {\\url{https://example.org}}, year = 2020", Standing.DATED),
        ("journal = {CoRR}", Standing.PREPRINT),
        ("publisher = {arXiv}, doi = {10.48550/arXiv.1706.03762}", Standing.PREPRINT),
        ("eprint = {1706.03762}, year = 2020", Standing.PREPRINT),
        ("year = {in press}", Standing.DATED),
        ("title = {T}", Standing.UNKNOWN),
    ],
)
def test_an_entry_says_more_or_less_well_where_its_paper_came_out(fields: str, expected: Standing) -> None:
    assert standing(entry(fields)) is expected
