"""The page "From hand-written pages to BibTeX", run from start to end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.document import Document, script
from tests.site import TemporarySite
from tests.walk import Walk

PAGE = Document("docs/from-hand-written-pages.md")


def test_it_is_so_from_start_to_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = TemporarySite(tmp_path, {"_config.yml": "", "_vision/denoising.md": PAGE.only("markdown")})
    walk = Walk(site, monkeypatch)
    check, take_over, sync, update = PAGE.of("console")
    states = site.states()
    warned = PAGE.only("text")
    walk.console(check, PAGE.path, warned)
    assert site.states() == states
    walk.console(take_over, PAGE.path, warned)
    assert site.read("bib/denoising.bib") == PAGE.only("bibtex")
    assert site.read("bib/pubmd.yml") == PAGE.only("yaml")
    walk.console(sync, PAGE.path)
    page = site.read("_vision/denoising.md").replace("Photons are few", "Photons are rare")
    site.write("_vision/denoising.md", page)
    walk.console(update, PAGE.path)
    assert site.run("sync").status == 0
    assert site.read("_vision/denoising.md") == page


def test_the_list_of_mends_is_current() -> None:
    assert script("docs/generate.py").mends(PAGE.text) == PAGE.text
