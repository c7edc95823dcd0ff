"""The page "From hand-written pages to BibTeX", run from start to end."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.site import Ran, TemporarySite

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/from-hand-written-pages.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = FENCE.findall(TEXT)
CONSOLES = [body for language, body in BLOCKS if language == "console"]


def only(language: str) -> str:
    (found,) = (body for name, body in BLOCKS if name == language)
    return str(found)


def told(site: TemporarySite, console: str, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Run a console's command in the site, and look that it prints what the documentation says."""
    command, _, printed = console.partition("\n")
    monkeypatch.chdir(site.root)
    words = command.removeprefix("$ pubmd ").split()
    ran = site.run(*words)
    assert ran.out == printed
    assert ran.status == 0
    return ran


def test_it_is_so_from_start_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = TemporarySite(tmp_path, {"_config.yml": "", "_vision/denoising.md": only("markdown")})
    check, take_over, sync, update = CONSOLES
    states = site.states()
    assert told(site, check, monkeypatch).err == only("text")
    assert site.states() == states
    assert told(site, take_over, monkeypatch).err == only("text")
    assert site.read("bib/denoising.bib") == only("bibtex")
    assert site.read("bib/pubmd.yml") == only("yaml")
    assert told(site, sync, monkeypatch).err == ""
    page = site.read("_vision/denoising.md").replace("Photons are few", "Photons are rare")
    site.write("_vision/denoising.md", page)
    told(site, update, monkeypatch)
    assert site.run("sync").status == 0
    assert site.read("_vision/denoising.md") == page


def test_the_list_of_mends_is_current() -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.mends(TEXT) == TEXT
