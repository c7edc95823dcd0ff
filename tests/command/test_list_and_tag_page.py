"""docs/list-and-tag.md: each of its consoles is true of the site that it describes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.document import Block, Document
from tests.site import TemporarySite
from tests.walk import Walk

PAGE = Document("docs/list-and-tag.md")
CONFIGURATION = "sections:\n  vision:\n    pages:\n      denoising:\n      low-for-high:\n"
CONSOLES = PAGE.of("console")


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    files: dict[str, str | bytes] = {"bib/pubmd.yml": CONFIGURATION, "bib/export.bib": PAGE.only("bibtex")}
    return Walk(TemporarySite(tmp_path / "site", files), monkeypatch)


@pytest.mark.parametrize("console", CONSOLES, ids=[each.commands()[0].line for each in CONSOLES])
def test_each_command_prints_what_the_page_says(walk: Walk, console: Block) -> None:
    walk.console(console, f"{PAGE.path}:{console.line}")


def test_tagging_writes_what_the_page_says(walk: Walk) -> None:
    (console,) = (each for each in CONSOLES if "pubmd tag" in each.text)
    walk.console(console, PAGE.path)
    assert walk.site.read("bib/overrides.yml") == PAGE.only("yaml")


def test_the_editor_shows_the_lines_that_the_page_shows(walk: Walk) -> None:
    untagged, named = PAGE.of("text")
    walk.site.run("tag", "--edit", "li23iccv")
    assert f"\n{named.text}" in walk.shown
    walk.site.run("tag", "--edit")
    assert f"\n{untagged.text}" in walk.shown


def test_the_figures_are_those_that_are_measured(reference: Path) -> None:
    from tests.soak.suggestions import (
        OF_ANOTHER_FIELD,
        filled_in,
        known_by,
        measured,
        read_strangers,
        sources,
    )

    text = " ".join(PAGE.text.split())
    pages, papers = sources(reference).values()
    found = [measured(*each, every) for every in (1, None) for each in (pages, papers)]
    said = re.findall(r"(\d+) % for the first, (\d+) % for one of three, (\d+) % of those filled in", text)
    shares = [(each.first / each.papers, each.among_three / each.papers, each.right) for each in found]
    assert said == [tuple(f"{100 * share:.0f}" for share in each) for each in shares]
    assert re.findall(r"\((\d+) papers", text) == [str(each.papers) for each in found[:2]]
    assert re.findall(r"filled in \((\d+)\)", text) == [str(len(each.filled)) for each in found[2:]]
    strangers = read_strangers(reference / OF_ANOTHER_FIELD)
    topics, samples = pages
    counts = [filled_in(topics, known_by(samples, every), strangers) for every in (1, None)]
    (figures,) = re.findall(
        r"Of (\d+) papers of that other field .* for (\d+) where .* for (\d+) where", text
    )
    assert figures == tuple(map(str, (len(strangers), *counts)))
