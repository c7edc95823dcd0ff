"""What only all papers together decide."""

from __future__ import annotations

import re

from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides
from pubmd.config.settings_reader import read_settings
from tests.site import CONFIGURATION


def test_papers_of_one_year_stay_in_the_order_of_the_sources_however_the_year_is_written() -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    years = ["2020a", "2021", "2020", "", "forthcoming", "2020a", "2020", "2021b"]
    text = "".join(
        f"@misc{{k{at}, title = {{T{at}}}, author = {{Li}}, year = {{{year}}}, keywords = {{vision}}}}\n"
        for at, year in enumerate(years)
    )
    vision = build(settings, [Source("bib/a.bib", text)], Overrides(())).pages[0]
    assert re.findall(r"\*\*(T\d)\*\*", vision.text) == ["T4", "T1", "T7", "T0", "T2", "T5", "T6", "T3"]
