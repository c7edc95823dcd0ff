"""docs/list-and-tag.md: each of its consoles is true of the site that it describes."""

from __future__ import annotations

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


def test_the_editor_shows_the_line_that_the_page_shows(walk: Walk) -> None:
    walk.site.run("tag", "--edit")
    assert f"\n{PAGE.only('text')}" in walk.shown


def test_the_figures_are_those_that_are_measured(reference: Path) -> None:
    from tests.soak.suggestions import measured

    rate = measured(reference / "pages")
    text = " ".join(PAGE.text.split())
    assert f"({rate.papers} papers, " in text
    assert f"right for {rate.first / rate.papers:.0%}".replace("%", " %") in text
    assert f"first three for {rate.among_three / rate.papers:.0%}".replace("%", " %") in text
