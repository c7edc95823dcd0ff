"""The sources of the benchmark: the same for a seed, readable as a whole, and every entry on a page."""

from __future__ import annotations

import logging
from itertools import pairwise
from pathlib import Path

import bibtexparser
import pytest

from bench.dialect import SHARES, latex
from bench.paper import paper
from bench.shape import SHAPES, THOUSAND_FILES, pieces
from bench.site import WorkSite
from bench.source import fresh_copy, kept_site, write_site
from tests.site import TemporarySite

SIZE = 40  # every dialect occurs
shapes = pytest.mark.parametrize("shape", SHAPES.values(), ids=list(SHAPES))


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)


@shapes
def test_a_seed_gives_the_same_sources_and_another_seed_others(shape) -> None:
    first = list(pieces(shape, SIZE, seed=1))
    assert first == list(pieces(shape, SIZE, seed=1))
    assert first != list(pieces(shape, SIZE, seed=2))


@shapes
def test_every_entry_is_read_by_bibtexparser_and_shown_by_pubmd(shape, tmp_path: Path) -> None:
    write_site(tmp_path / "site", shape, SIZE)
    libraries = [bibtexparser.parse_file(str(file)) for file in (tmp_path / "site/bib").glob("*.bib")]
    count = sum(len(library.entries) for library in libraries)
    assert count == SIZE + (10 if shape.name == "beside" else 0)
    assert not [block.raw for library in libraries for block in library.failed_blocks]

    site = TemporarySite(tmp_path / "site")
    assert site.run("sync").status == 0
    ran = site.run("check")
    assert ran.out.startswith(f"{count} entries: {count} shown\n")
    assert ran.err == ""


def test_all_dialects_occur() -> None:
    files = {name for name, _ in pieces(SHAPES["exports"], 100, seed=1)}
    assert len(files) == len(SHARES)


def test_a_thousand_files_hold_a_thousand_entries_or_more_of_them_each() -> None:
    assert len({name for name, _ in pieces(THOUSAND_FILES, 1000, seed=1)}) == 1000
    assert len({name for name, _ in pieces(THOUSAND_FILES, 2000, seed=1)}) == 1000


def test_a_long_field_is_long() -> None:
    text = next(text for _, text in pieces(SHAPES["long-fields"], 1, seed=1))
    assert len(text) > 100_000
    assert text.count(" and ") >= 499


def test_every_abstract_has_an_accent_and_a_formula_where_that_is_the_point() -> None:
    texts = [text for name, text in pieces(SHAPES["latex"], SIZE, seed=1) if not text.startswith("@Comment")]
    abstracts = [text.partition("abstract")[2].partition("\n")[0] for text in texts]
    assert all("$" in each and "{\\" in each for each in abstracts)
    plain = [text for name, text in pieces(SHAPES["plain"], SIZE, seed=1)]
    assert not any("\\" in text.partition("abstract")[2].partition("\n")[0] for text in plain)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Gödel", r"G{\"o}del"),
        ("Erdős & Čech", r"Erd{\H{o}}s \& {\v{C}}ech"),
        ("5% of $n % 2$", r"5\% of $n % 2$"),
        ("Łukasiewicz", r"{\L}ukasiewicz"),
    ],
)
def test_accents_and_signs_are_written_in_latex_outside_of_formulas(text: str, written: str) -> None:
    assert latex(text) == written


def test_a_paper_has_its_topics_or_those_that_are_given() -> None:
    assert set(paper(1, 5).topics) <= {"restoration", "generation", "compression", "recognition", "geometry"}
    assert paper(1, 5, topics=("geometry",)).topics == ("geometry",)


def test_sources_are_made_once_and_copied(tmp_path: Path) -> None:
    kept = kept_site(SHAPES["exports"], 3, tmp_path)
    marked = kept / "bib/mark.txt"
    marked.write_text("kept")
    assert kept_site(SHAPES["exports"], 3, tmp_path) == kept
    copy = fresh_copy(kept, tmp_path / "copy")
    assert (copy / "bib/mark.txt").read_text() == "kept"


def test_a_change_is_one_letter_and_changes_again_each_time(tmp_path: Path) -> None:
    write_site(tmp_path / "site", SHAPES["one-file"], 20)
    site = WorkSite(tmp_path / "site")
    file = tmp_path / "site/bib/library.bib"
    texts = [file.read_bytes()]
    for _ in range(3):
        site.change_entry("library.bib")
        texts.append(file.read_bytes())
    for before, after in pairwise(texts):
        assert sum(one != two for one, two in zip(before, after, strict=True)) == 1


def test_a_cold_site_has_nothing_that_a_sync_has_written(tmp_path: Path) -> None:
    write_site(tmp_path / "site", SHAPES["exports"], 3)
    site = TemporarySite(tmp_path / "site")
    before = site.files()
    assert site.run("sync").status == 0
    assert site.files() != before
    WorkSite(tmp_path / "site").make_cold()
    assert site.files() == before
    assert not (tmp_path / "site/.pubmd").exists()
