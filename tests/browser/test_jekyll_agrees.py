"""The check of `_config.yml` and Jekyll agree: on small sites, the one says what the other does."""

from __future__ import annotations

import html
import os
import re
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.jekyll import jekyll_problems
from pubmd.problem import Problem
from tests.browser.conftest import _there as there
from tests.browser.jekyll import MissingError, program

# A page in the form in which pubmd writes it, with a sign for each of kramdown's options that matter.
BODY = r"""**[▼ Denoising](/manipulation/denoising)**
**[▶ Others](/manipulation/others)**

## Denoising

**Seeing \~~far\~~** <br>
_Ada Lovelace_ <br>
<span><pub>Notes, 2023</pub></span> <br>
<span><highlighted>Best Paper</highlighted> one \| two</span> <br>
[Paper](https://example.org/paper){:target="_blank"} |
<a onclick='expandABS("far")'> Abstract </a>

<div style="display: none;" class=abs id="far"><br>
It is *not* in italics, and x_1 is not x_2 -- as typed.
</div>
"""
OWN, OTHER, LAID_OUT = "Seeing", "ANOTHER PAGE", "THE LAYOUT"
SINGLE = "defaults: [{scope: {path: '', type: pages}, values: {layout: single}}]\n"
UNPUBLISHED = "{scope: {path: bib}, values: {published: false}}"
INCLUDED = f"include: [_manipulation]\nexclude: [bib]\n{SINGLE}"
WRITTEN = "collections: {manipulation: {output: true}}\nexclude: [bib]\n"


@dataclass(frozen=True)
class Case:
    """A site: its `_config.yml`, keys of pubmd's section and page in flow style, and other files."""

    config: str
    section: str = ""
    page: str = ""
    others: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> Settings:
        text = f"sections: {{manipulation: {{{self.section} pages: {{denoising: {{{self.page}}}}}}}}}\n"
        found, problems = read_settings("bib/pubmd.yml", text)
        assert found is not None, problems
        return found

    def files(self) -> dict[str, str]:
        (page,) = self.settings.pages
        return {
            "_config.yml": self.config,
            "_layouts/single.html": f"{LAID_OUT} {{{{ content }}}}",
            "bib/pubmd.yml": "sections: {}",
            "bib/pubmd.lock": "",
            "bib/overrides.yml": "",
            "bib/export.bib": "@misc{a, note = {private}}",
            page.path: f"---\n{page.front_matter}---\n{BODY}",
            **dict(self.others),
        }

    def problems(self) -> tuple[Problem, ...]:
        pages = [(path, text) for path, text in self.files().items() if path.endswith((".md", ".html"))]
        return jekyll_problems(("_config.yml", self.config), self.settings, pages)


CASES = {
    "included": Case(INCLUDED),
    "nothing is set": Case("title: Lab\n"),
    "empty": Case("# nothing yet\n"),
    "an ordinary folder": Case(f"exclude: [bib/]\n{SINGLE}", "folder: manipulation,"),
    "excluded by its beginning": Case(f"exclude: [bib, man]\n{SINGLE}", "folder: manipulation,"),
    "included and excluded": Case(f"{INCLUDED}".replace("[bib]", "[bib, _manipulation]")),
    "include by pattern": Case(f"include: ['_m[a-n]*']\nexclude: ['b?b']\n{SINGLE}"),
    "include everything": Case(f"include: ['*']\nexclude: [bib]\n{SINGLE}"),
    "nested folder by its path": Case(INCLUDED.replace("_manipulation", "_pages/x"), "folder: _pages/x,"),
    "nested folder by its name": Case(INCLUDED.replace("_manipulation", "_pages"), "folder: _pages/x,"),
    "a hidden file": Case(INCLUDED, page="file: _denoising.md"),
    "one file included": Case(INCLUDED.replace("_manipulation", "_manipulation/denoising.md")),
    "byte order mark before a comment": Case(f"\ufeff# The lab\n{INCLUDED}"),
    "byte order mark before a line end": Case(f"\ufeff\n{INCLUDED}"),
    "byte order mark before braces": Case("\ufeff{include: [_manipulation], exclude: [bib]}\n"),
    "byte order mark before three dashes": Case(f"\ufeff---\n{INCLUDED}"),
    "include is a text": Case("include: _manipulation\n"),
    "exclude is empty": Case("exclude:\n"),
    "sources excluded by ending": Case(INCLUDED.replace("[bib]", "['*.bib']")),
    "sources unpublished": Case(
        f"include: [_manipulation]\n{SINGLE}".replace("[{", f"[{UNPUBLISHED}, {{")
    ),
    "collection, default for pages": Case(WRITTEN + SINGLE),
    "collection, default of its own": Case(WRITTEN + SINGLE.replace("pages", "manipulation")),
    "collection not written": Case(f"collections: [manipulation]\nexclude: [bib]\n{SINGLE}"),
    "collection that is included too": Case(f"include: [_manipulation]\n{WRITTEN}{SINGLE}"),
    "collections in a folder": Case(
        f"{WRITTEN}collections_dir: all\n{SINGLE.replace(', type: pages', '')}", "folder: all/_manipulation,"
    ),
    "layout none": Case(INCLUDED, "front_matter: {layout: none},"),
    "layout null": Case(INCLUDED, "front_matter: {layout: },"),
    "layout null in a collection": Case(
        WRITTEN + SINGLE.replace("pages", "manipulation"), "front_matter: {layout: },"
    ),
    "layout misspelt": Case(INCLUDED.replace("single", "singel")),
    "default by glob": Case(INCLUDED.replace("path: '', type: pages", "path: '_m*/*.md'")),
    "default for an empty type": Case(INCLUDED.replace("type: pages", "type: ''")),
    "unpublished": Case(INCLUDED, "front_matter: {published: false},"),
    "no Markdown": Case(f"{INCLUDED}markdown_ext: 'mkd, md'\n"),
    "a source folder": Case(f"source: .\n{INCLUDED}"),
    "permalink with dots": Case(INCLUDED, page="permalink: /a/b..c.html"),
    "permalink of a folder": Case(INCLUDED, page="permalink: /a/b/"),
    "colon in a collection": Case(WRITTEN + SINGLE, page='permalink: "/a/b:c.html"'),
    "taken by permalink": Case(
        INCLUDED, others=(("a.md", f"---\npermalink: /manipulation/denoising\n---\n{OTHER}"),)
    ),
    "taken by path": Case(INCLUDED, others=(("manipulation/denoising.md", f"---\n---\n{OTHER}"),)),
    "taken by a copied file": Case(INCLUDED, others=(("manipulation/denoising.html", OTHER),)),
    "pretty addresses": Case(
        f"{INCLUDED}permalink: pretty\n", others=(("manipulation/denoising.md", f"---\n---\n{OTHER}"),)
    ),
    "another collection": Case(
        f"{INCLUDED}collections: {{x: {{output: true, permalink: '/manipulation/:path'}}}}\n",
        others=(("_x/denoising.md", f"---\n---\n{OTHER}"),),
    ),
}  # fmt: skip
MARKED = "byte order mark before a key"
READINGS = {
    line: Case(f"{INCLUDED}{line}\n")
    for line in (
        "kramdown: {}",
        "kramdown: {input: kramdown}",
        "kramdown: {hard_wrap: true}",
        "kramdown: {hard_wrap: 'no'}",
        "kramdown: {parse_block_html: true}",
        "kramdown: {parse_span_html: false}",
        "kramdown: {smart_quotes: 'apos,apos,quot,quot', entity_output: numeric, auto_ids: false}",
    )
}


@dataclass(frozen=True)
class Built:
    """The files of the built site, None where Jekyll failed; and what it said."""

    files: dict[str, str] | None
    said: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Built]:
    """Each case's site as Jekyll builds it."""
    jekyll = there(lambda: program("jekyll"))
    folder = tmp_path_factory.mktemp("sites")
    cases = list({**CASES, **READINGS, MARKED: Case(f"\ufeff{INCLUDED}")}.items())

    def build(number: int) -> Built:
        root = folder / str(number)
        for path, text in cases[number][1].files().items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return _built(jekyll, root)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        found = dict(zip((name for name, _ in cases), threads.map(build, range(len(cases))), strict=True))
    if "kramdown-parser-gfm" in (found["included"].said if found["included"].files is None else ""):
        there(_no_parser)
    return found.__getitem__


def _built(jekyll: str, root: Path) -> Built:
    ran = subprocess.run(
        [jekyll, "build", "--disable-disk-cache"],
        cwd=root,
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "JEKYLL_NO_BUNDLER_REQUIRE": "true"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=300,
    )
    site = root / "_site"
    files = {
        file.relative_to(site).as_posix(): file.read_text("utf-8")
        for file in sorted(site.rglob("*"))
        if file.is_file()
    }
    return Built(None if ran.returncode else files, ran.stdout)


def _no_parser() -> None:
    raise MissingError("kramdown-parser-gfm")


def _codes(problems: tuple[Problem, ...]) -> set[str]:
    return {problem.code for problem in problems}


@pytest.mark.parametrize("name", CASES)
def test_the_check_says_what_jekyll_does(name: str, built: Callable[[str], Built]) -> None:
    case, site = CASES[name], built(name)
    problems = case.problems()
    codes = _codes(problems)
    if site.files is None:
        assert codes & {"jekyll-config", "jekyll-permalink"}, site.said
        return
    assert "jekyll-config" not in codes
    own = [path for path, text in site.files.items() if OWN in text and not path.startswith("bib/")]
    others = [path for path, text in site.files.items() if OTHER in text]
    is_lost = bool(case.others) and not (own and others)
    assert ("jekyll-permalink-taken" in codes) == is_lost
    if not is_lost:
        is_converted = any("<strong>Seeing" in site.files[path] for path in own)
        assert ("jekyll-not-built" in codes) == (not is_converted)
    if own:
        assert ("jekyll-no-layout" in codes) == all(LAID_OUT not in site.files[path] for path in own)
        (page,) = case.settings.pages
        served = {f"{page.address}{end}" for end in (".html", "index.html", ".md")}
        assert ("jekyll-permalink" in codes) == (not served & {f"/{path}" for path in own})
    published = {path for path in site.files if path.startswith("bib/")}
    told = [problem for problem in problems if "`bib/`" in problem.message]
    assert [problem.code for problem in told] == (["jekyll-publishes-sources"] if published else [])
    if published:
        assert told[0].is_error == ("bib/export.bib" in published)


def test_behind_a_byte_order_mark_jekyll_reads_the_first_key_alone(built: Callable[[str], Built]) -> None:
    files = built(MARKED).files
    assert files is not None
    assert "bib/export.bib" in files  # for all that `exclude:` says
    assert OWN in files["manipulation/denoising.html"]  # `include:` is the first key
    assert LAID_OUT not in files["manipulation/denoising.html"]


@pytest.mark.parametrize("name", READINGS)
def test_the_check_names_the_options_under_which_a_page_reads_otherwise(
    name: str, built: Callable[[str], Built]
) -> None:
    is_told = "jekyll-markdown" in _codes(READINGS[name].problems())
    assert is_told == (_read(built(name)) != _read(built("included")))


def _read(site: Built) -> tuple[str, int]:
    """What a reader sees of the page: its text, and its line breaks."""
    assert site.files is not None, site.said
    page = site.files["manipulation/denoising.html"]
    text = html.unescape(re.sub(r"<[^>]*>", " ", page))
    return " ".join(text.split()), page.count("<br")
