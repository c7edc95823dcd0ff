"""`bib/pubmd.yml` as settings: defaults, every way to get it wrong, and the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from pubmd.config.settings import LinkField, PageSettings, Settings, settings_advice
from pubmd.config.settings_keys import CONFIGURATION, schema
from pubmd.config.settings_reader import read_settings
from pubmd.config.yaml_shape import Group, Key, Table
from pubmd.problem import Place, Problem, Severity

FILE = "bib/pubmd.yml"

EXAMPLE = r"""
sections:
  manipulation:
    folder: _manipulation
    url: /manipulation
    front_matter:                      # emitted in this order
      title: "Research Topic: Manipulation"
      excerpt: "Manipulation"
      author_profile: True
    pages:                             # in nav order
      2024-New:           {label: 2024 New}
      editing-generation: {label: Generation, heading: Generation & Editing}
      denoising:          {label: Denoising}
      low-for-high:       {label: Low4High, heading: Low-Level For High-Level}
theme:
  nav_style: "color: rgb(191, 0, 0)"
  link_attributes: '{:target="\_blank"}'
  link_prefix: "{{ site.baseurl }}"
links:
  blog: Blog
venues:
  Optics Express: OE
topics_from: [topics, keywords]
"""


def read(text: str) -> Settings:
    configuration, problems = read_settings(FILE, text)
    assert problems == ()
    assert configuration is not None
    return configuration


def wrong(text: str) -> tuple[Problem, ...]:
    configuration, problems = read_settings(FILE, text)
    assert configuration is None
    assert problems
    return problems


def page(fields: str, page_id: str = "a") -> PageSettings:
    """A page of the section `m` with fields in flow style."""
    (only,) = read(f"sections: {{m: {{pages: {{{page_id}: {fields}}}}}}}").pages
    return only


def with_key(path: str, value: str) -> str:
    """A configuration with a value at a key, `page.label` for one of its page, and all else right."""
    home, _, key = path.rpartition(".")
    at = {"page": "", "section": "", "theme": "", "": ""} | {home: f"{key}: {value}"}
    rest = "\n".join(line for line in (at[""], f"theme: {{{at['theme']}}}" if at["theme"] else "") if line)
    section = f"{at['section']}, " if at["section"] else ""
    pages = "pages: {a: {" + at["page"] + "}}"
    if key in ("pages", "sections"):
        return f"sections: {{m: {{{key}: {value}}}}}" if key == "pages" else f"sections: {value}"
    return f"sections: {{m: {{{section}{pages}}}}}\n{rest}\n"


# What a right configuration says.


def test_the_example_becomes_these_settings() -> None:
    configuration = read(EXAMPLE)
    (section,) = configuration.sections
    assert (section.id, section.folder, section.url) == ("manipulation", "_manipulation", "/manipulation")
    assert section.place == Place(FILE, 3, 3)
    assert section.pages == configuration.pages
    assert [each.label for each in section.pages] == ["2024 New", "Generation", "Denoising", "Low4High"]
    assert section.pages[3] == PageSettings(
        section="manipulation",
        id="low-for-high",
        label="Low4High",
        heading="Low-Level For High-Level",
        intro="",
        path="_manipulation/low-for-high.md",
        permalink="/manipulation/low-for-high.html",
        address="/manipulation/low-for-high",
        keywords=("low-for-high",),
        years=frozenset(),
        front_matter=(
            'title: "Research Topic: Manipulation"\n'
            'excerpt: "Manipulation"\n'
            "author_profile: True\n"
            "permalink: /manipulation/low-for-high.html\n"
        ),
        place=Place(FILE, 14, 7),
    )
    assert configuration.nav_style == "color: rgb(191, 0, 0)"
    assert configuration.link_attributes == r'{:target="\_blank"}'
    assert configuration.link_prefix == "{{ site.baseurl }}"
    assert configuration.links[-1] == LinkField("blog", "Blog")
    assert configuration.venues == {"Optics Express": "OE"}
    assert configuration.topics_from == ("topics", "keywords")


def test_a_section_and_a_page_without_a_word_have_defaults() -> None:
    configuration = read("sections:\n  m:\n    pages:\n      low-for-high:\n")
    (section,) = configuration.sections
    assert (section.folder, section.url) == ("_m", "/m")
    assert section.pages[0] == PageSettings(
        section="m",
        id="low-for-high",
        label="Low For High",
        heading="Low For High",
        intro="",
        path="_m/low-for-high.md",
        permalink="/m/low-for-high.html",
        address="/m/low-for-high",
        keywords=("low-for-high",),
        years=frozenset(),
        front_matter="permalink: /m/low-for-high.html\n",
        place=Place(FILE, 4, 7),
    )
    assert (configuration.nav_style, configuration.link_prefix) == ("", "")
    assert configuration.link_attributes == '{:target="_blank"}'
    assert configuration.topics_from == ("topics", "keywords")
    assert configuration.venues == {}
    assert [(link.field, link.label) for link in configuration.links] == [
        ("paper", "Paper"),
        ("code", "Code"),
        ("code_dataset", "Code & Dataset"),
        ("dataset", "Dataset"),
        ("video", "Intro Video"),
        ("demo", "Demo Video"),
        ("project", "Project"),
        ("slides", "Slides"),
        ("poster", "Poster"),
        ("supp", "Supplement"),
    ]


@pytest.mark.parametrize(
    ("page_id", "label"),
    [
        ("low-for-high", "Low For High"),
        ("2024-New", "2024 New"),
        ("hdr_imaging", "Hdr Imaging"),
        ("iOS", "IOS"),
        ("3D", "3D"),
        ("é-tude", "É Tude"),
        ("a--b-", "A B"),
        ("--", "--"),
    ],
)
def test_a_label_is_the_id_in_title_case(page_id: str, label: str) -> None:
    assert page("", page_id).label == label


@pytest.mark.parametrize(
    "page_id", ["2024", "0x1F", "1_000", "12e3", "true", "null", "~", "2024-01-02", "07"]
)
def test_an_id_is_the_text_that_was_written(page_id: str) -> None:
    only = page("{permalink: /p}", page_id)
    assert (only.id, only.path, only.keywords) == (page_id, f"_m/{page_id}.md", (page_id,))


@pytest.mark.parametrize(
    ("fields", "attribute", "value"),
    [
        ("{label: Low4High}", "heading", "Low4High"),
        ("{heading: H & I}", "label", "A"),
        ("{label: 2024}", "label", "2024"),
        ("{label: ' a  b '}", "label", "a  b"),
        ("{label: no}", "label", "no"),
        ('{intro: "one\\n\\n**two**\\n"}', "intro", "one\n\n**two**\n"),
        ('{intro: "one\\r\\ntwo\\rthree"}', "intro", "one\ntwo\nthree"),
        ("{file: 2024new.md}", "path", "_m/2024new.md"),
        ("{file: x.markdown}", "path", "_m/x.markdown"),
        ("{file: ./sub//x.md}", "path", "_m/sub/x.md"),
        ("{file: bib/x.md}", "path", "_m/bib/x.md"),
        ("{permalink: /x/}", "address", "/x/"),
        ("{permalink: /x.html.html}", "address", "/x.html"),
        ("{permalink: /a/b.htm}", "address", "/a/b.htm"),
        ("{permalink: /}", "permalink", "/"),
        ("{keywords: [b, B, 'c  d']}", "keywords", ("b", "c d")),
        (r"{keywords: [Low-Light, low–light, R&D, R\&D]}", "keywords", ("Low-Light", "R&D")),
        ("{keywords: 3D vision}", "keywords", ("3D vision",)),
        ("{keywords: []}", "keywords", ()),
        ("{keywords: [2024, 2024-01-01]}", "keywords", ("2024", "2024-01-01")),
        ("{years: 2024}", "years", frozenset({"2024"})),
        ("{years: [2024, '2023']}", "years", frozenset({"2024", "2023"})),
        ("{label: , heading: ~, keywords: , years: , file: , front_matter: , intro: }", "label", "A"),
    ],
)
def test_a_page_says_otherwise(fields: str, attribute: str, value: object) -> None:
    assert getattr(page(fields), attribute) == value


@pytest.mark.parametrize(
    ("section", "path", "permalink"),
    [
        ("folder: _pages/manipulation/", "_pages/manipulation/a.md", "/m/a.html"),
        ("folder: .", "a.md", "/m/a.html"),
        ("folder: ./x//y", "x/y/a.md", "/m/a.html"),
        ("url: /x/y/", "_m/a.md", "/x/y/a.html"),
        ("url: /", "_m/a.md", "/a.html"),
        ("url: /über", "_m/a.md", "/über/a.html"),
        ("folder: , url: ", "_m/a.md", "/m/a.html"),
    ],
)
def test_a_section_says_otherwise(section: str, path: str, permalink: str) -> None:
    (only,) = read(f"sections: {{m: {{{section}, pages: {{a: }}}}}}").pages
    assert (only.path, only.permalink) == (path, permalink)


def test_pages_keep_the_order_of_the_file_across_sections() -> None:
    configuration = read("sections: {n: {pages: {b: , a: }}, m: {pages: {c: }}}")
    assert [each.permalink for each in configuration.pages] == ["/n/b.html", "/n/a.html", "/m/c.html"]


def test_the_same_keyword_may_lead_to_pages_of_two_sections() -> None:
    configuration = read("sections: {n: {pages: {a: }}, m: {pages: {a: }}}")
    assert [each.keywords for each in configuration.pages] == [("a",), ("a",)]


def test_links_follow_the_shipped_ones_or_take_their_place() -> None:
    links = read(with_key("links", "{Video: Talk, blog: Blog, doi: DOI, annex+: 3D}")).links
    assert [link.label for link in links][4:6] == ["Talk", "Demo Video"]
    assert links[10:] == (LinkField("blog", "Blog"), LinkField("doi", "DOI"), LinkField("annex+", "3D"))


@pytest.mark.parametrize(
    ("value", "fields"),
    [
        ("topics", ("topics",)),
        ("[Topics, tags, TAGS]", ("topics", "tags")),
        ("[]", ()),
        ("", ("topics", "keywords")),
    ],
)
def test_topics_come_from_these_fields(value: str, fields: tuple[str, ...]) -> None:
    assert read(with_key("topics_from", value)).topics_from == fields


@pytest.mark.parametrize(
    "value",
    [
        "",
        '{:target="_blank"}',
        '{: target="_blank" rel="noopener" }',
        '{:.button#first .big data-x=""}',
        r'{:target="\_blank"}',
    ],
)
def test_an_attribute_list_is_taken_as_it_is(value: str) -> None:
    assert read(with_key("theme.link_attributes", f"'{value}'")).link_attributes == value


@pytest.mark.parametrize(
    "value", ["", "/lab", "https://example.org/lab", "{{ site.baseurl }}", '{{ "/" | relative_url }}/x']
)
def test_a_link_prefix_is_taken_as_it_is(value: str) -> None:
    assert read(with_key("theme.link_prefix", f"'{value}'")).link_prefix == value


@pytest.mark.parametrize("start", ["\ufeff", "", "# a comment\n", "---\n"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_line_ends_do_not_count(start: str, ends: str) -> None:
    expected = read(EXAMPLE)
    found = read((start + EXAMPLE).replace("\n", ends))
    assert [each.front_matter for each in found.pages] == [each.front_matter for each in expected.pages]
    assert found.pages[0].place.line == expected.pages[0].place.line + start.count("\n")
    assert found.pages[0].place.column == 7


def test_anchors_aliases_and_merge_keys_are_followed() -> None:
    configuration = read("""
sections:
  m:
    pages:
      a: &common {years: [2024], heading: Both}
      b: {<<: *common, heading: B}
""")
    assert [(each.heading, each.years) for each in configuration.pages] == [
        ("Both", frozenset({"2024"})),
        ("B", frozenset({"2024"})),
    ]


# What a wrong one says: code and place of each problem, and words of the message.

ONE = "sections: {m: {pages: {a: }}}\n"
WRONG = {
    "empty": ("", [("config-missing", 1, 1, "empty")]),
    "only comments": ("# one\n\n# two\n", [("config-missing", 1, 1, "empty")]),
    "null": ("~\n", [("config-missing", 1, 1, "empty")]),
    "text": ("sections\n", [("config-type", 1, 1, "`sections`, not text")]),
    "no space after the colon": ("sections:m\n", [("config-type", 1, 1, "not text")]),
    "list": ("- sections\n", [("config-type", 1, 1, "not a list")]),
    "no sections": ("theme: {}\n", [("config-missing", 1, 1, "no `sections`")]),
    "nothing in sections": ("theme:\nsections:\n", [("config-missing", 1, 1, "no `sections`")]),
    "empty sections": ("sections: {}\n", [("config-missing", 1, 11, "`sections`")]),
    "sections as a list": ("sections: [m]\n", [("config-type", 1, 11, "not a list")]),
    "nothing in a section": ("sections:\n  m:\n", [("config-missing", 2, 3, "`m` has no `pages`")]),
    "no pages": ("sections:\n  m: {folder: x}\n", [("config-missing", 2, 6, "`m` has no `pages`")]),
    "empty pages": ("sections: {m: {pages: {}}}\n", [("config-missing", 1, 23, "`pages`")]),
    "pages as a list": (with_key("pages", "[a, b]"), [("config-type", 1, 23, "not a list")]),
    "page as a text": (with_key("pages", "{a: b}"), [("config-type", 1, 27, "`a`")]),
    "unknown key": ("sektions: {}\n" + ONE, [("config-unknown-key", 1, 1, "`sektions`")]),
    "unknown key instead": ("section: {m: }\n", [("config-unknown-key", 1, 1, "`section`")]),
    "unknown key of a section": (
        "sections: {m: {fodler: x, pages: {a: }}}",
        [("config-unknown-key", 1, 16, "`m` has no key `fodler`")],
    ),
    "unknown key of a page": (
        "sections:\n  m:\n    pages:\n      a:\n        lable: x\n",
        [("config-unknown-key", 5, 9, "`a` has no key `lable`")],
    ),
    "unknown key of the theme": ("theme: {style: x}\n" + ONE, [("config-unknown-key", 1, 9, "`style`")]),
    "key of another place": ("nav_style: x\n" + ONE, [("config-unknown-key", 1, 1, "`nav_style`")]),
    "label as a list": (
        with_key("page.label", "[x]"),
        [("config-type", 1, 35, "`label` wants text, not a list")],
    ),
    "label with Liquid": (with_key("page.label", "{{ x }}"), [("config-type", 1, 35, "not a mapping")]),
    "label as a boolean": (with_key("page.label", "True"), [("config-type", 1, 35, "true or false")]),
    "label with a tag": (with_key("page.label", "!mine x"), [("config-type", 1, 35, "`!mine`")]),
    "empty label": (with_key("page.label", "''"), [("config-value", 1, 35, "empty")]),
    "blank label": (with_key("page.label", "'  '"), [("config-value", 1, 35, "empty")]),
    "label on two lines": (with_key("page.label", '"a\\nb"'), [("config-value", 1, 35, r"a\nb")]),
    "heading with a control character": (
        with_key("page.heading", '"a\\x07"'),
        [("config-value", 1, 37, r"\x07")],
    ),
    "heading with half a character": (
        with_key("page.heading", '"\\ud83d"'),
        [("config-value", 1, 37, "half")],
    ),
    "intro with a control character": (with_key("page.intro", '"a\\0"'), [("config-value", 1, 35, r"\x00")]),
    "intro as a list": (with_key("page.intro", "[a]"), [("config-type", 1, 35, "`intro`")]),
    "year of two digits": (with_key("page.years", "24"), [("config-value", 1, 35, "`24`")]),
    "year in words": (with_key("page.years", "[2024, soon]"), [("config-value", 1, 42, "`soon`")]),
    "year as a mapping": (with_key("page.years", "{a: b}"), [("config-type", 1, 35, "not a mapping")]),
    "year in a list in a list": (with_key("page.years", "[[2024]]"), [("config-type", 1, 36, "not a list")]),
    "no year": (with_key("page.years", "[~]"), [("config-type", 1, 36, "not nothing")]),
    "empty keyword": (with_key("page.keywords", "['']"), [("config-value", 1, 39, "empty")]),
    "two keywords in one": (with_key("page.keywords", "'a, b'"), [("config-value", 1, 38, "`a, b`")]),
    "an id that is two topics": ("sections: {m: {pages: {'a;b': }}}", [("config-value", 1, 24, "`a;b`")]),
    "empty page id": (with_key("pages", "{'': }"), [("config-value", 1, 24, "empty")]),
    "page id without a name": (with_key("pages", "{: {}}"), [("config-value", 1, 25, "empty")]),
    "page id on two lines": (with_key("pages", '{"a\\nb": }'), [("config-value", 1, 24, r"a\nb")]),
    "page id as a list": (with_key("pages", "{[a]: }"), [("config-type", 1, 24, "a list")]),
    "empty section id": ("sections: {'': {pages: {a: }}}", [("config-value", 1, 12, "empty")]),
    "section id no address": ("sections: {m n: {pages: {a: }}}", [("config-value", 1, 12, "`/m n`")]),
    "page id no address": ("sections: {m: {pages: {a b: }}}", [("config-value", 1, 24, "`/m/a b.html`")]),
    "section id that climbs": (
        "sections: {../m: {pages: {a: }}}",
        [("config-value", 1, 12, "`/../m`")],
    ),
    "page id that climbs": (
        "sections: {m: {pages: {../a: }}}",
        [("config-value", 1, 24, "`..`"), ("config-value", 1, 24, "`/m/../a.html`")],
    ),
    "page id that is absolute": (
        "sections: {m: {pages: {/a: }}}",
        [("config-value", 1, 24, "absolute"), ("config-value", 1, 24, "`/m//a.html`")],
    ),
    "page id with a backslash": (
        "sections: {m: {pages: {a\\b: }}}",
        [("config-value", 1, 24, "backslash"), ("config-value", 1, 24, "`/m/a\\b.html`")],
    ),
    "absolute folder": (
        with_key("section.folder", "/m"),
        [("config-value", 1, 24, "inside the site, with `/` between folders, not `/m`")],
    ),
    "drive": (with_key("section.folder", "'C:/m'"), [("config-value", 1, 24, "`C:/m`")]),
    "climbing folder": (with_key("section.folder", "x/../../y"), [("config-value", 1, 24, "`x/../../y`")]),
    "folder with a backslash": (with_key("section.folder", "'x\\y'"), [("config-value", 1, 24, "`x\\y`")]),
    "folder with NUL": (with_key("section.folder", '"x\\0"'), [("config-value", 1, 24, r"\x00")]),
    "folder with an invisible character": (
        with_key("section.folder", '".g\\u200dit"'),
        [("config-value", 1, 24, "invisible")],
    ),
    "empty folder": (with_key("section.folder", "''"), [("config-value", 1, 24, "empty")]),
    "the sources' folder": (with_key("section.folder", "bib"), [("config-value", 1, 24, "`bib/`")]),
    "in the sources' folder": (with_key("section.folder", "./BIB/x"), [("config-value", 1, 24, "`bib/`")]),
    "the cache": (with_key("section.folder", ".pubmd/x"), [("config-value", 1, 24, "`.pubmd/`")]),
    "git's folder": (with_key("section.folder", ".Git"), [("config-value", 1, 24, "`.git/`")]),
    "git's folder further down": (
        with_key("section.folder", "x/.git/y"),
        [("config-value", 1, 24, "`.git/`")],
    ),
    "the built site": (with_key("section.folder", "_site"), [("config-value", 1, 24, "`_site/`")]),
    "folder with a long name": (with_key("section.folder", "x" * 201), [("config-value", 1, 24, "long")]),
    "folder with a space at the end": (
        with_key("section.folder", "'x /y'"),
        [("config-value", 1, 24, "space")],
    ),
    "folder as a list": (with_key("section.folder", "[x]"), [("config-type", 1, 24, "`folder`")]),
    "file of another kind": (with_key("page.file", "x.html"), [("config-value", 1, 34, "`.md`")]),
    "file without a name": (with_key("page.file", "x/.md"), [("config-value", 1, 34, "no name")]),
    "absolute file": (with_key("page.file", "/x.md"), [("config-value", 1, 34, "`/x.md`")]),
    "climbing file": (with_key("page.file", "../x.md"), [("config-value", 1, 34, "`../x.md`")]),
    "file in the sources' folder": (
        "sections: {m: {folder: ., pages: {a: {file: bib/x.md}}}}",
        [("config-value", 1, 45, "`bib/`")],
    ),
    "permalink without a slash": (
        with_key("page.permalink", "x.html"),
        [("config-value", 1, 39, "`x.html`")],
    ),
    "permalink with a space": (with_key("page.permalink", '"/a: b"'), [("config-value", 1, 39, "`/a: b`")]),
    "permalink with a quote": (with_key("page.permalink", "'/a\"'"), [("config-value", 1, 39, '`/a"`')]),
    "permalink with a bracket": (with_key("page.permalink", "/a(b)"), [("config-value", 1, 39, "`/a(b)`")]),
    "permalink with a tag": (with_key("page.permalink", "/a<b>"), [("config-value", 1, 39, "`/a<b>`")]),
    "permalink with Liquid": (with_key("page.permalink", "'/{{x}}'"), [("config-value", 1, 39, "`/{{x}}`")]),
    "permalink to another host": (with_key("page.permalink", "//x/y"), [("config-value", 1, 39, "`//x/y`")]),
    "permalink that climbs": (with_key("page.permalink", "/a/.."), [("config-value", 1, 39, "`/a/..`")]),
    "permalink with a fragment": (with_key("page.permalink", "'/a#b'"), [("config-value", 1, 39, "`/a#b`")]),
    "url without a slash": (with_key("section.url", "x"), [("config-value", 1, 21, "`x`")]),
    "url with a space": (with_key("section.url", "/x y"), [("config-value", 1, 21, "`/x y`")]),
    "front matter as a list": (
        with_key("section.front_matter", "[x]"),
        [("config-type", 1, 30, "not a list")],
    ),
    "front matter with a permalink": (
        with_key("page.front_matter", "{permalink: /x}"),
        [("config-value", 1, 43, "`permalink`")],
    ),
    "section's front matter with a permalink": (
        with_key("section.front_matter", "{permalink: /x}"),
        [("config-value", 1, 31, "`permalink`")],
    ),
    "front matter with an empty key": (
        with_key("page.front_matter", "{'': x}"),
        [("config-value", 1, 43, "empty")],
    ),
    "front matter with a list as key": (
        with_key("page.front_matter", "{[a]: x}"),
        [("config-type", 1, 43, "list")],
    ),
    "front matter with a key twice": (
        "sections:\n  m:\n    front_matter:\n      a: 1\n      a: 2\n    pages: {b: }\n",
        [("config-syntax", 5, 7, "line 4, column 7")],
    ),
    "front matter with a key twice further down": (
        with_key("page.front_matter", "{a: [{b: 1, 'b': 2}]}"),
        [("config-syntax", 1, 54, "line 1, column 48")],
    ),
    "style with a quote": (with_key("theme.nav_style", "'a\"b'"), [("config-value", 2, 20, "`nav_style`")]),
    "style that ends the list": (with_key("theme.nav_style", "'a}'"), [("config-value", 2, 20, "`a}`")]),
    "style with a backslash": (with_key("theme.nav_style", "'a\\'"), [("config-value", 2, 20, "`a\\`")]),
    "style as a number": (with_key("theme.nav_style", "5"), [("config-type", 2, 20, "not a number")]),
    "attributes that are none": (
        with_key("theme.link_attributes", "_blank"),
        [("config-value", 2, 26, "kramdown")],
    ),
    "attributes without quotes": (
        with_key("theme.link_attributes", "'{:target=_blank}'"),
        [("config-value", 2, 26, "kramdown")],
    ),
    "attributes that stay open": (
        with_key("theme.link_attributes", "'{:a=\"b\\\"}'"),
        [("config-value", 2, 26, "kramdown")],
    ),
    "attributes of another kind": (
        with_key("theme.link_attributes", "'{::comment}'"),
        [("config-value", 2, 26, "kramdown")],
    ),
    "attributes with a space that was a backslash": (
        with_key("theme.link_attributes", r'"{:target=\"\_blank\"}"'),
        [("config-value", 2, 26, r"\xa0blank")],
    ),
    "prefix with a space": (with_key("theme.link_prefix", "'a b'"), [("config-value", 2, 22, "`a b`")]),
    "prefix with a bracket": (with_key("theme.link_prefix", "/a(b"), [("config-value", 2, 22, "`/a(b`")]),
    "prefix with Liquid out of quotes": (
        with_key("theme.link_prefix", "{{ site.baseurl }}"),
        [("config-type", 2, 22, "not a mapping")],
    ),
    "prefix with a Liquid tag": (
        with_key("theme.link_prefix", "'{% x %}'"),
        [("config-value", 2, 22, "{% x %}")],
    ),
    "theme as text": ("theme: dark\n" + ONE, [("config-type", 1, 8, "not text")]),
    "link without a label": (with_key("links", "{blog: }"), [("config-type", 2, 14, "not nothing")]),
    "link with an empty label": (with_key("links", "{blog: ''}"), [("config-value", 2, 15, "empty")]),
    "link of no field": (with_key("links", "{a b: c}"), [("config-value", 2, 9, "`a b`")]),
    "link of a field shown elsewhere": (with_key("links", "{Title: c}"), [("config-value", 2, 9, "`title`")]),
    "link of a private field": (
        with_key("links", "{bdsk-url-1: c}"),
        [("config-value", 2, 9, "never published")],
    ),
    "link twice": (with_key("links", "{blog: B, Blog: C}"), [("config-duplicate", 2, 18, "line 2")]),
    "the same link key twice": (
        with_key("links", "{blog: B, blog: C}"),
        [("config-syntax", 2, 18, "line 2")],
    ),
    "links as a list": (with_key("links", "[blog]"), [("config-type", 2, 8, "not a list")]),
    "venue without abbreviation": (with_key("venues", "{Optics: }"), [("config-type", 2, 17, "`Optics`")]),
    "topics from no field": (with_key("topics_from", "[a b]"), [("config-value", 2, 15, "`a b`")]),
    "topics from a mapping": (with_key("topics_from", "{a: b}"), [("config-type", 2, 14, "not a mapping")]),
    "page twice": (with_key("pages", "{a: , b: , a: }"), [("config-duplicate", 1, 34, "line 1, column 24")]),
    "section twice": (
        "sections:\n  m: {pages: {a: }}\n  m: {pages: {b: }}\n",
        [("config-duplicate", 3, 3, "line 2, column 3")],
    ),
    "sections that differ in case": (
        "sections:\n  m: {pages: {a: }}\n  M: {pages: {b: }}\n",
        [("config-duplicate", 3, 3, "line 2, column 3")],
    ),
    "pages that differ in case": (
        with_key("pages", "{a: , A: }"),
        [("config-duplicate", 1, 29, "`_m/A.md` of `m/A` is that of `m/a` (line 1, column 24)")],
    ),
    "pages that differ in how they compose an accent": (
        with_key("pages", '{"\\u00e9": , "e\\u0301": }'),
        [("config-duplicate", 1, 36, "line 1, column 24")],
    ),
    "two pages in one file": (
        "sections:\n  m: {pages: {a: {file: X.md}}}\n  n: {folder: _m, pages: {b: {file: x.md}}}\n",
        [("config-duplicate", 3, 37, "`m/a` (line 2, column 25)")],
    ),
    "a page's file that is another's folder": (
        with_key("pages", "{a: , b: {file: A.md/b.md}}"),
        [("config-duplicate", 1, 39, "`m/a` (line 1, column 24)")],
    ),
    "a page's folder that is another's file": (
        with_key("pages", "{a: {file: x.md/y/a.md}, b: {file: x.md/y}, c: {file: x.md}}"),
        [
            ("config-value", 1, 58, ""),
            ("config-duplicate", 1, 77, "`m/a` (line 1, column 34)"),
        ],
    ),
    "a path that is too long": (
        with_key("pages", "{a: {file: " + "x/" * 500 + "a.md}}"),
        [("config-value", 1, 34, "is too long")],
    ),
    "two pages with one permalink": (
        with_key("pages", "{a: {permalink: /x.html}, b: {permalink: /x.html}}"),
        [("config-duplicate", 1, 64, "`m/a` (line 1, column 39)")],
    ),
    "a permalink that another page has by default": (
        with_key("pages", "{a: , b: {permalink: /m/a}}"),
        [("config-duplicate", 1, 44, "`m/a` (line 1, column 24)")],
    ),
    "two permalinks of one index": (
        with_key("pages", "{a: {permalink: /x/}, b: {permalink: /x/index.html}}"),
        [("config-duplicate", 1, 60, "`m/a`")],
    ),
    "a keyword of two pages": (
        with_key("pages", "{a: , b: {keywords: [x, A]}, c: {keywords: X}}"),
        [
            ("config-duplicate", 1, 47, "`m/a` (line 1, column 24)"),
            ("config-duplicate", 1, 66, "`m/b` (line 1, column 44)"),
        ],
    ),
    "many things at once": (
        "sections:\n"
        "  m:\n"
        "    folder: /x\n"
        "    pages:\n"
        "      a: {lable: x, years: 1}\n"
        "      a: \n"
        "links: {title: T}\n"
        "nonsense: 1\n",
        [
            ("config-value", 3, 13, "`/x`"),
            ("config-unknown-key", 5, 11, "`lable`"),
            ("config-value", 5, 28, "`1`"),
            ("config-duplicate", 6, 7, "`a`"),
            ("config-value", 7, 9, "`title`"),
            ("config-unknown-key", 8, 1, "`nonsense`"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_each_problem_names_its_place(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    problems = wrong(text)
    found = [(problem.code, problem.place.line, problem.place.column) for problem in problems]
    assert found == [(code, line, column) for code, line, column, _ in expected]
    for problem, (_, _, _, words) in zip(problems, expected, strict=True):
        assert words in problem.message


SYNTAX = {
    "tab": ("a:\n\tb: c\n", 2, 1, "a tab"),
    "quote left open": ('a: b\nc: "d\n', 2, 4, "a quote is never closed"),
    "bracket left open": ("a: b\nc: [d\n", 2, 4, "a `[` is never closed"),
    "brace left open": ("a: b\nc: {d: e\n", 2, 4, "a `{` is never closed"),
    "bracket too many": ("a: [b]]\n", 1, 7, "bracket"),
    "colon in a value": ("title: Research: all\n", 1, 16, "a `:`"),
    "text after quotes": ('a: "b" c\n', 1, 8, "text follows"),
    "apostrophe in single quotes": ("a: 'it's'\n", 1, 8, "text follows"),
    "indentation": ("a:\n  b: 1\n c: 2\n", 3, 2, "indentation"),
    "a line without a key": ("a: 1\nb\nc: 2\n", 2, 1, "no key"),
    "dash on the line of a key": ("a: - b\n", 1, 4, "a `-`"),
    "reserved character": ("a: @b\n", 1, 4, "means something else"),
    "unknown escape": ('a: "\\q"\n', 1, 6, "backslash"),
    "emphasis out of quotes": ("a: **b**\n", 1, 4, "`*` starts an alias"),
    "undefined alias": ("a: *b\n", 1, 4, "`*` starts an alias"),
    "anchor without a name": ("a: & b\n", 1, 5, "`&`"),
    "exclamation mark": ("a: !< b\n", 1, 6, "`!`"),
    "bar before text": ("a: |b\n", 1, 5, "`|`"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, 1, "a second document"),
    "more after the end": ("a: 1\n...\nb: 2\n", 3, 1, "a second document"),
    "directive": ("# one\n%YAML 1.1\n---\na: 1\n", 2, 1, "`%`"),
    "control character": ("a: b\nc: \x07\n", 2, 4, "U+0007"),
    "NUL": ("\x00", 1, 1, "U+0000"),
    "half a character": ("a: \ud800\n", 1, 4, "U+D800"),
    "number of no character": ('a: "\\UFFFFFFFF"\n', 1, 1, "cannot be read"),
    "alias of itself": ("a: &b [*b]\n", 1, 4, "alias"),
    "aliases of aliases": (
        "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10) if n else 'x'}]\n" for n in range(8)),
        6,  # the first with more than 100,000
        5,
        "repeat too much",
    ),
    "aliases deep in aliases": (
        "".join(f"a{n}: &a{n} [{f'*a{n - 1}' if n else 'x'}]\n" for n in range(40)),
        30,
        6,
        "nested too deep",
    ),
    "forty brackets": ("a: " + "[" * 40 + "]" * 40, 1, 33, "nested too deep"),
    "very many brackets": ("a: " + "[" * 200_000, 1, 104, "nested too deep"),
    "very many braces": ("{" * 200_000, 1, 101, "nested too deep"),
    "very many dashes": ("- " * 100_000, 1, 61, "nested too deep"),
    "very deep keys": ("\n".join(" " * n + "a:" for n in range(500)), 30, 30, "nested too deep"),
}


@pytest.mark.parametrize(("text", "line", "column", "words"), SYNTAX.values(), ids=SYNTAX)
def test_what_is_no_yaml_is_told_in_plain_words(text: str, line: int, column: int, words: str) -> None:
    (problem,) = wrong(text)
    assert (problem.code, problem.place) == ("config-syntax", Place(FILE, line, column))
    assert words in problem.message


def test_a_huge_file_is_refused_unread() -> None:
    (problem,) = wrong("# \n" * 1_000_000)
    assert (problem.code, problem.place) == ("config-syntax", Place(FILE))
    assert "256 KiB" in problem.message


def test_front_matter_that_would_fill_the_disk_is_refused_once() -> None:
    pages = ", ".join(f"a{number}: " for number in range(2000))
    text = f"sections: {{m: {{front_matter: {{t: {'x' * 20_000}}}, pages: {{{pages}}}}}}}"
    (problem,) = wrong(text)
    assert problem.code == "config-value"
    assert "16 MiB" in problem.message


def test_many_pages_and_honest_aliases_are_fine() -> None:
    pages = "".join(f"      p{number}: {{<<: *all}}\n" for number in range(500))
    text = f"sections:\n  m:\n    pages:\n      p: &all {{years: [2023, 2024]}}\n{pages}"
    assert len(read(text).pages) == 501


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("sektions: {}", "did you mean `sections`?"),
        (with_key("page.lable", "x"), "did you mean `label`?"),
        (with_key("page.Label", "x"), "did you mean `label`?"),
        (with_key("nav_style", "x"), "it belongs under `theme`"),
        (with_key("permalink", "x"), "it belongs under a page"),
        (with_key("xyz", "x"), "its keys are sections, theme, links, venues, topics_from"),
        (with_key("page.label", "{{ x }}"), "put it in quotes if it is meant as text"),
        (with_key("page.label", "true"), "put it in quotes if it is meant as text"),
        (with_key("sections", "{m n: {pages: {a: }}}"), "set `url`"),
        (with_key("pages", "{a b: }"), "set `permalink`"),
        (with_key("pages", "{'a,b': }"), "set `keywords`"),
        (
            "title: Research: all",
            "put a value that holds `: ` in quotes, and indent the keys of one level alike",
        ),
    ],
)
def test_a_hint_says_how_to_mend_it(text: str, hint: str) -> None:
    assert hint in [problem.hint for problem in wrong(text)]


ALL_WRONG = [text for text, _ in WRONG.values()] + [text for text, *_ in SYNTAX.values()]


@pytest.mark.parametrize("text", ALL_WRONG, ids=[*WRONG, *SYNTAX])
def test_every_problem_is_an_error_on_one_line_with_a_hint(text: str) -> None:
    for problem in wrong(text):
        assert problem.severity is Severity.ERROR
        assert problem.hint
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert (problem.message + problem.hint).isprintable()
        assert len(problem.message) < 300
        assert not re.search(
            r"Error|Token|ruamel|<(?:block|document|scalar|stream)", problem.message + problem.hint
        )


FRAGMENTS = [
    *(
        "sections:",
        " m:",
        "pages: ",
        "a",
        "b: ",
        ": ",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "{",
        "}",
        "[",
        "]",
        ", ",
    ),
    *(
        "&x ",
        "*x",
        "<<: ",
        "!!str ",
        "!t ",
        "|",
        ">",
        '"',
        "'",
        "#",
        "? ",
        "~",
        "2024",
        "\t",
        "\\",
        "%",
        "---\n",
    ),
    *("front_matter: ", "links: ", "theme: ", "keywords: ", "years: ", "é", "\u2028", "\x00", "\ud800", "\r"),
]


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_any_text_is_settings_or_problems(text: str) -> None:
    configuration, problems = read_settings(FILE, text)
    assert (configuration is None) == bool(problems)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1


# Advice.


@pytest.mark.parametrize(
    ("attributes", "mended"),
    [
        (r'{:target="\_blank"}', "'{:target=\"_blank\"}'"),
        (r'{: .x target="\_blank" rel="nofollow"}', '\'{: .x target="_blank" rel="nofollow"}\''),
        (r"{:target=''\_blank''}", "'{:target=''_blank''}'"),
    ],
)
def test_a_backslash_in_a_target_is_advised_against_by_what_would_mend_it(
    attributes: str, mended: str
) -> None:
    configuration = read(with_key("theme.link_attributes", f"'{attributes}'"))
    (advice,) = settings_advice(configuration)
    assert (advice.code, advice.severity) == ("link-attributes-backslash", Severity.WARNING)
    assert advice.place == Place(FILE, 2, 26)
    assert mended in advice.hint
    assert settings_advice(read(with_key("theme.link_attributes", mended))) == ()


def test_the_default_needs_no_advice() -> None:
    assert settings_advice(read(ONE)) == ()


# The schema.


def declared(group: Group, path: str = "") -> Iterator[tuple[str, Key]]:
    """All keys with their paths: `theme.nav_style`, `page.label`."""
    for key in group.keys:
        yield f"{path}{key.name}", key
        if isinstance(key.holds, Group):
            yield from declared(key.holds, f"{key.name}.")
        elif isinstance(key.holds, Table) and isinstance(key.holds.values, Group):
            yield from declared(key.holds.values, f"{key.holds.noun}.")


KEYS = dict(declared(CONFIGURATION))


def fits(schema: Any, value: Any) -> Any:
    """Whether a value fits a schema, as far as this one goes."""
    if isinstance(schema, bool):
        return schema
    if "anyOf" in schema:
        return any(fits(each, value) for each in schema["anyOf"])
    kinds = schema.get("type", [])
    kind = {str: "string", bool: "boolean", int: "number", list: "array", dict: "object"}.get(
        type(value), "null"
    )
    if kind not in ([kinds] if isinstance(kinds, str) else kinds):
        return False
    if kind == "string":
        return re.search(schema.get("pattern", ""), value) is not None
    if kind == "number":
        return schema.get("minimum", value) <= value <= schema.get("maximum", value)
    if kind == "array":
        return all(fits(schema["items"], each) for each in value)
    if kind == "object":
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        return (
            all(fits(known.get(key, others), each) for key, each in value.items())
            and all(re.search(schema.get("propertyNames", {}).get("pattern", ""), key) for key in value)
            and all(key in value for key in schema.get("required", ()))
            and len(value) >= schema.get("minProperties", 0)
        )
    return True


SAMPLES: list[Any] = [
    *(
        None,
        True,
        7,
        2024,
        "",
        " ",
        "x",
        "x.md",
        "/x",
        "a b",
        "a,b",
        "{:.x}",
        'a"b',
        "2023",
        "20",
        "x\ny",
        "\u0007",
    ),
    *(
        [],
        ["x"],
        ["2024"],
        [2024],
        [["x"]],
        [None],
        [True],
        {},
        {"x": "y"},
        {"x": None},
        {"x": {}},
        {"": "x"},
    ),
    *({"permalink": "x"}, {"a b": "x"}, {"x": {"pages": {"y": None}}}, {"x": {"pages": {}}}, {"x": 7}),
    *("/x.md", "../x.md", "x/../y", "C:/x", "..", "."),
    *("{{ x }}", "{% x %}", "//x", "/x/", "/..", "{:x}", "{:a='b' .c}", "x\\y", "é", "/é", "x:y", "#"),
]


def at(path: str, value: Any) -> dict[str, Any]:
    """Data that has a value at a key and is right elsewhere."""
    home, _, key = path.rpartition(".")
    one_page: dict[str, Any] = {"p": {key: value} if home == "page" else None}
    section: dict[str, Any] = {"pages": one_page} | ({key: value} if home == "section" else {})
    data: dict[str, Any] = {"sections": {"m": section}}
    return data | ({home: {key: value}} if home == "theme" else {key: value} if not home else {})


@pytest.mark.parametrize("path", KEYS)
def test_the_schema_and_the_reader_agree_on_any_value_of_a_key(path: str) -> None:
    described = schema()
    for value in SAMPLES:
        data = at(path, value)
        _, problems = read_settings(FILE, json.dumps(data))
        assert fits(described, data) == (not problems), (value, problems)


@pytest.mark.parametrize("path", KEYS)
def test_the_schema_has_an_example_of_each_key_that_works(path: str) -> None:
    key = KEYS[path]
    if isinstance(key.holds, Group):
        assert key.example is None  # its keys have theirs
        return
    found, problems = read_settings(FILE, json.dumps(at(path, key.example)))
    assert problems == ()
    assert found is not None


@pytest.mark.parametrize("path", KEYS)
def test_the_schema_describes_each_key_and_its_default(path: str) -> None:
    key = KEYS[path]
    assert re.fullmatch(r"[A-Z].*\.", key.schema()["description"])
    assert key.otherwise or key.missing or isinstance(key.holds, Group)


@pytest.mark.parametrize("path", [path for path, key in KEYS.items() if key.default is not None])
def test_a_default_in_the_schema_is_what_counts_without_the_key(path: str) -> None:
    default = json.dumps(KEYS[path].default)
    name = path.rpartition(".")[2]
    assert getattr(read(with_key(path, default)), name) == getattr(read(ONE), name)


def test_the_schema_refuses_keys_that_are_not_declared() -> None:
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for path in ("x", "theme.x", "section.x", "page.x"):
        assert not fits(schema(), at(path, "y"))


SECTION_KEYS = [path.removeprefix("section.") for path in KEYS if path.startswith("section.")]
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-1, 10**5)
    | st.text(max_size=8)
    | st.sampled_from(["/a", "x.md", "m"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(SECTION_KEYS), VALUES), VALUES)
def test_any_values_are_settings_or_problems(section: dict[str, Any], fields: Any) -> None:
    text = json.dumps({"sections": {"m": {"pages": {"a": fields}, **section}}})
    configuration, problems = read_settings(FILE, text)
    assert (configuration is None) == bool(problems)
    for each in configuration.pages if configuration else ():
        assert YAML(typ="safe", pure=True).load(each.front_matter)["permalink"] == each.permalink
        assert each.path.encode()
        assert ".." not in each.path.split("/")
