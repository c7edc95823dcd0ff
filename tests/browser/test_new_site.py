"""A site that `pubmd init` has set up: the real Jekyll builds its first page, in the site's own layout."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import _there as there
from tests.browser.jekyll import build_as_it_is, program
from tests.site import TemporarySite

PAGES = """\
# Site settings
title                    : "Lab"
include:
  - .htaccess
  - _pages
exclude:
  - vendor
  - Gemfile*   # Ruby
collections:
  talks:
    output: true

# Front matter defaults
defaults:
  # _talks
  - scope:
      path: ""
      type: talks
    values:
      layout: single
  # _pages
  - scope:
      path: ""
      type: pages
    values:
      layout: single
      author_profile: true

sass: {style: compressed}
"""
ABSTRACT = "<a onclick='expandABS(\"old\")'> Abstract </a>\n"
LAB = """\
include: ["_pages", "_vision"]
baseurl: /lab
defaults: [{scope: {path: "", type: pages}, values: {layout: single}}]"""
SCRIPT = "<script>function expandABS(id) {}</script>"
# The files of a site; None is for the one that `jekyll new` makes.
SITES: dict[str, dict[str, str] | None] = {
    "jekyll new": None,
    "pages in _pages": {
        "_config.yml": PAGES,
        "_layouts/single.html": "<body class=own>{{ content }}</body>",
        "_layouts/archive.html": "<body>{{ content }}</body>",
        "_pages/about.md": "---\npermalink: /\n---\n",
        "_talks/one.md": "---\n---\n",
    },
    "a section that is there, under a baseurl": {
        "_config.yml": LAB,
        "_layouts/single.html": f"<body class=own>{SCRIPT}{{{{ content }}}}</body>",
        "_vision/old.md": f"---\ntitle: Vision\npermalink: /vision/old.html\n---\n{ABSTRACT}",
    },
    "no configuration": {
        "_layouts/default.html": "<body class=own>{{ content }}</body>",
        "index.md": "---\nlayout: default\n---\n",
    },
    "_config.yaml, CRLF, no last line end": {
        "_config.yaml": "title: Lab\r\nexclude: [a,\r\n  b]",
        "_layouts/page.html": "<body class=own>{{ content }}</body>",
    },
    "keys without values": {
        "_config.yml": "include:\nexclude: # none\ncollections:\ndefaults:\n",
        "_layouts/page.html": "<body class=own>{{ content }}</body>",
    },
    "anchors and aliases": {
        "_config.yml": "x: &x [a]\nexclude: *x\nv: &v {layout: page}\ndefaults:\n- {scope: {}, values: *v}\n",
        "_layouts/page.html": "<body class=own>{{ content }}</body>",
    },
    "folders of other names": {
        "_config.yml": "source: src\ncollections_dir: all\nincludes_dir: parts\nlayouts_dir: frames\n",
        "src/frames/page.html": "<body class=own>{{ content }}</body>",
        "src/index.md": "---\n---\n",
    },
    "collections in a list": {
        "_config.yml": "collections:\n- docs\n",
        "_layouts/page.html": "<body class=own>{{ content }}</body>",
    },
    "a collection in use": {
        "_config.yml": "collections:\n  topics: {output: true}\n",
        "_layouts/page.html": "<body class=own>{{ content }}</body>",
        "_topics/bare.md": "---\n---\nStays without a layout.\n",
    },
}


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> TemporarySite:
    files = SITES[request.param]
    if files is not None:
        return TemporarySite(tmp_path / "site", dict(files))
    jekyll = there(lambda: program("jekyll"))
    subprocess.run(
        [jekyll, "new", "--skip-bundle", tmp_path / "site"],
        env={**os.environ, "LANG": "C.UTF-8", "JEKYLL_NO_BUNDLER_REQUIRE": "true"},
        capture_output=True,
        check=True,
    )
    return TemporarySite(tmp_path / "site")


def test_a_new_site_shows_its_first_page_at_once(site: TemporarySite) -> None:
    before = site.files()
    ran = site.run("init", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert site.run("sync").status == 0
    assert site.run("check", "--strict").status == 0
    built = there(lambda: build_as_it_is(site.root))
    files = {
        file.relative_to(built.folder).as_posix(): file for file in built.folder.rglob("*") if file.is_file()
    }
    (path,) = (each for each in files if each.endswith("/first-topic.html"))
    text = files[path].read_text("utf-8")
    assert "<strong>Solution of a Problem in Concurrent Programming Control</strong>" in text
    assert text.count("function expandABS") == 1
    assert "<body class=own>" in text or 'class="site-header"' in text
    # Its nav block leads to itself, wherever the site is served.
    links = set(re.findall(r'<a href="([^"]*first-topic)"', text))
    config = "".join(data.decode() for name, data in before.items() if name.startswith("_config"))
    assert links == {f"{'/lab' if 'baseurl: /lab' in config else ''}/{path.removesuffix('.html')}"}
    # The sources and what belongs to them stay at home, and the other pages are as they were.
    assert not [each for each in files if each.startswith(("bib/", ".pubmd")) or each.endswith(".bib")]
    if "topics/bare.html" in files:
        assert "<body" not in files["topics/bare.html"].read_text("utf-8")
