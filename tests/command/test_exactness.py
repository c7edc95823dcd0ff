"""The reference page, byte for byte, out of a bibliography that is taken from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site import TemporarySite

CONFIGURATION = """\
sections:
  manipulation:
    folder: _manipulation
    url: /manipulation
    front_matter:
      title: "Research Topic: Manipulation"
      excerpt: "Manipulation"
      author_profile: True
    pages:
      2024-New:           {label: 2024 New}
      editing-generation: {label: Generation, heading: Generation & Editing}
      hdr-enhancement:    {label: Enhancement, heading: Enhancement & HDR}
      denoising:          {label: Denoising}
      low-for-high:       {label: Low4High, heading: Low-Level For High-Level}
theme:
  nav_style: "color: rgb(191, 0, 0)"
  link_attributes: '{:target="\\_blank"}'
"""

# The parts of one entry of a hand-written page, line for line.
ENTRY = re.compile(
    r"\*\*(?P<title>[^\n]+)\*\* <br>\n"
    r"_(?P<authors>[^\n]+)_ <br>\n"
    r"<span><pub>(?P<venue>[^\n]+), (?P<year>\d{4})</pub></span> <br>\n"
    r"(?P<links>(?:\[[^\n]+\n)+)"
    r"<a onclick='expandABS\(\"(?P<id>[^\"]+)\"\)'> Abstract </a>\n\n"
    r"<div [^\n]+<br>\n(?P<abstract>[^\n]+)\n"
)
LINK = re.compile(r"\[([^\]]+)\]\((\S+)\)\{")
FIELDS = {
    "Paper": "paper",
    "Code": "code",
    "Dataset": "dataset",
    "Code & Dataset": "code_dataset",
    "Intro Video": "video",
    "Demo Video": "demo",
    "Project": "project",
}
# The one slip of the reference page: its last abstract is closed by an empty line and an indented tag.
SLIP = ("\n\n </div>\n\n---\n", "\n</div>\n\n---\n")


def _bibliography(page: str) -> str:
    entries = []
    for found in ENTRY.finditer(page):
        venue, _, short = found["venue"].rpartition(" (")
        fields = {
            "title": found["title"],
            "author": found["authors"].replace(", ", " and "),
            "booktitle": f"{venue} ({short}",
            "year": found["year"],
            "abstract": found["abstract"].replace("%", "\\%"),
            **{FIELDS[label]: url for label, url in LINK.findall(found["links"])},
        }
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
        entries.append(f"@inproceedings{{{found['id']},\n{lines}}}\n")
    return "\n".join(entries)


@pytest.mark.reference
def test_the_reference_page_comes_out_byte_for_byte(reference: Path, tmp_path: Path) -> None:
    page = (reference / "pages/manipulation/low-for-high.md").read_text()
    bibliography = _bibliography(page)
    assert bibliography.count("@inproceedings{") == 7
    assert page.count(SLIP[0]) == 1
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/low-for-high.bib": bibliography})
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    assert site.read("_manipulation/low-for-high.md") == page.replace(*SLIP)
