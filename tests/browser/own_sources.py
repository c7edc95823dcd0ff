"""This repository's own `bib/`, read in a way that shares nothing with pubmd.

It understands tidy sources only: no TeX but braces and `\\%`, names as `Last, First`, one section, no
overrides. Where the sources get richer than that, a test fails, and this reading has to learn it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
BIB = ROOT / "bib"
CONFIGURATION = YAML(typ="safe").load((BIB / "pubmd.yml").read_text("utf-8"))
[(SECTION, _SECTION)] = CONFIGURATION["sections"].items()
PAGES: dict[str, dict[str, str]] = {page: dict(keys or {}) for page, keys in _SECTION["pages"].items()}
TITLE: str = _SECTION["front_matter"]["title"]

_PART = r'(?:\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}|"[^"]*"|[^\s,#{}"]+)'
_VALUE = rf"({_PART}(?:\s*#\s*{_PART})*)"
_STRING = re.compile(rf"@string\{{(\w+)\s*=\s*{_VALUE}\}}")
_FIELD = re.compile(rf"^ *(\w+) *= *{_VALUE},?$", re.MULTILINE)
_LABELS = {
    "code": "Code",
    "code_dataset": "Code & Dataset",
    "dataset": "Dataset",
    "video": "Intro Video",
    "demo": "Demo Video",
    "project": "Project",
    "slides": "Slides",
    "poster": "Poster",
    "supp": "Supplement",
}


@dataclass(frozen=True)
class Source:
    """An entry as it must be shown: on these pages, with these texts and links (label and address)."""

    pages: list[str]
    title: str
    authors: str
    venue: str
    year: str
    links: list[tuple[str, str]]
    abstract: str


def sources() -> list[Source]:
    """All entries, in the order of the files' names."""
    assert not (BIB / "overrides.yml").exists(), "there are overrides now, which are not read here"
    return [source for file in sorted(BIB.rglob("*.bib")) for source in _file(file)]


def on_page(page: str) -> list[Source]:
    """A page's entries: newest year first, and within a year as in the sources."""
    return sorted((each for each in sources() if page in each.pages), key=lambda each: -int(each.year))


def _file(file: Path) -> list[Source]:
    text = file.read_text("utf-8")
    strings = {name: _value(value, {}) for name, value in _STRING.findall(text)}
    entries = re.split(r"^@(?!string|comment)\w+\{[^,\s]+,$", text, flags=re.MULTILINE)[1:]
    return [
        _source(file.stem, {n.lower(): _value(v, strings) for n, v in _FIELD.findall(each)})
        for each in entries
    ]


def _value(value: str, strings: dict[str, str]) -> str:
    parts = [strings.get(part, part) for part in re.findall(_PART, value)]
    text = re.sub(r"\s+", " ", "".join(part[1:-1] if part[0] in '{"' else part for part in parts))
    assert "\\" not in text.replace("\\%", ""), f"this needs a reader of TeX: {text}"
    return text.replace("\\%", "%").replace("{", "").replace("}", "")


def _source(file: str, fields: dict[str, str]) -> Source:
    keywords = re.split("[,;] *", f"{fields.get('keywords', '')};{fields.get('topics', '')}")
    wanted = {file, *keywords, *(word.removeprefix(f"{SECTION}/") for word in keywords)}
    names = [" ".join(reversed(name.split(", "))) for name in fields["author"].split(" and ")]
    venue = fields.get("booktitle") or fields.get("journal") or fields["journaltitle"]
    paper = fields.get("paper") or fields.get("url") or ""
    if not paper and "doi" in fields:
        paper = f"https://doi.org/{fields['doi']}"
    elif not paper and "eprint" in fields:
        paper = f"https://arxiv.org/abs/{fields['eprint']}"
    links = [("Paper", paper), *((label, fields.get(name, "")) for name, label in _LABELS.items())]
    return Source(
        pages=[page for page in PAGES if page in wanted],
        title=fields["title"],
        authors=", ".join(names),
        venue=venue.removeprefix("Proceedings of the "),
        year=(fields.get("year") or fields["date"])[:4],
        links=[(label, address) for label, address in links if address],
        abstract=fields.get("abstract", ""),
    )
