"""Sources that are read in batches, here or in other processes, come to the same."""

from __future__ import annotations

import pytest

from pubmd import processes, reading
from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides, read_overrides
from pubmd.config.settings import read_settings
from pubmd.processes import side_by_side
from pubmd.reading import in_turn
from tests.site import CONFIGURATION

ENTRY = """@article{{key{0},
  title = {{Title Number {0} with $x_{0}$ and {{\\'e}}}},
  author = {{Lovelace, Ada and G{{\\"o}}del, Kurt}},
  journal = {{Journal of Things}},
  year = {{{1}}},
  doi = {{10.1000/{2}}},
  keywords = {{vision, sound}},
  abstract = {{What stands in the abstract of number {0}.}},
}}

"""
SOURCES = [
    Source("bib/a.bib", "".join(ENTRY.format(at, 1990 + at % 30, at) for at in range(60))),
    # The same papers once more, a damaged entry, macros, and an entry that inherits.
    Source("bib/b.bib", "".join(ENTRY.format(f"b{at}", 1990 + at % 30, at) for at in range(30, 90))),
    Source("bib/c.bib", '@string{j = "J"}\n@article{c, title = {C}, journal = j, keywords = {sound}}\n'),
    Source(
        "bib/d.bib", "@article{d, title = {D}, crossref = {key1}, keywords = {sound}}\n@misc{e, title = {\n"
    ),
]
OVERRIDES = "key3: {title: Another Title}\nkey4: {topics: [-sound]}\nkey5: {hidden: true}\n"


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_a_build_is_the_same_however_it_is_divided(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    overrides, _ = read_overrides("bib/overrides.yml", OVERRIDES)
    assert settings
    whole = build(settings, SOURCES, overrides or Overrides(()))
    monkeypatch.setattr(reading, "_BATCH", 700)
    assert build(settings, SOURCES, overrides or Overrides(()), in_turn) == whole
    assert build(settings, SOURCES, overrides or Overrides(()), side_by_side) == whole
    assert len(whole.fates) == 6
    assert "Another Title" in whole.pages[0].text
    assert whole.fates["merged into another"] == 30
