"""docs/list-and-tag.md: its commands print what it says, in the site that it describes."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.site import TemporarySite

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/list-and-tag.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONFIGURATION = "sections:\n  vision:\n    pages:\n      denoising:\n      low-for-high:\n"
CONSOLES = [body for language, body in FENCE.findall(PAGE) if language == "console"]
PRINTED = [body for body in CONSOLES if not body.rstrip().rpartition("\n")[2].startswith("$ ")]


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/export.bib": block("bibtex")})


def block(language: str) -> str:
    (found,) = (body for each, body in FENCE.findall(PAGE) if each == language)
    return found


@pytest.mark.parametrize("console", PRINTED, ids=[body.partition("\n")[0] for body in PRINTED])
def test_each_command_prints_what_the_page_says(site: TemporarySite, console: str) -> None:
    command, _, printed = console.partition("\n")
    ran = site.run(*shlex.split(command)[2:])
    assert (ran.status, ran.out) == (0, printed)


def test_tagging_writes_what_the_page_says(site: TemporarySite) -> None:
    (console,) = (body for body in PRINTED if "pubmd tag" in body)
    site.run(*shlex.split(console.partition("\n")[0])[2:])
    assert site.read("bib/overrides.yml") == block("yaml")


def test_the_editor_shows_the_line_that_the_page_shows(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VISUAL", f"sh -c 'cp \"$0\" {tmp_path}/shown'")
    site.run("tag", "--edit")
    assert block("text") in (tmp_path / "shown").read_text()


def test_the_three_commands_bring_a_new_paper_onto_its_page(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i '/To take the list as it stands/d'")
    for line in CONSOLES[0].splitlines():
        assert site.run(*shlex.split(line)[2:]).status == 0
    assert "**Towards Interactive Self-Supervised Denoising**" in site.read("_vision/denoising.md")


def test_the_figures_are_those_that_are_measured(reference: Path) -> None:
    from tests.soak.suggestions import measured

    rate = measured(reference / "pages")
    text = " ".join(PAGE.split())
    assert f"({rate.papers} papers, " in text
    assert f"right for {rate.first / rate.papers:.0%}".replace("%", " %") in text
    assert f"first three for {rate.among_three / rate.papers:.0%}".replace("%", " %") in text
