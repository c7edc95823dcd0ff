"""What a setup makes of a site: its sections, its layout, and a configuration that explains itself."""

from __future__ import annotations

import re

import pytest

from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides
from pubmd.config.settings_keys import CONFIGURATION
from pubmd.config.settings_reader import read_settings
from pubmd.config.yaml_shape import Group, Table
from pubmd.jekyll.configuration import read_configuration
from pubmd.setup.section import Section, found_sections, name_refusal, new_section
from pubmd.setup.settings_text import example_text, settings_text
from pubmd.setup.survey import Survey, usual_layout

VISION = Section("vision", "_vision", "/vision", ('title: "Vision"',), ("denoising", "low-for-high"))
SOUND = Section("sound", "_pages/sound", "/sound", ('title: "Sound"',), ("denoising",))
ABSTRACT = "<a onclick='expandABS(\"li23\")'> Abstract </a>\n"


def survey(config: str = "", **files: str) -> Survey:
    """A site; in the names of its files `__` stands for a slash and `DOT` for a dot."""
    texts = {path.replace("__", "/").replace("DOT", "."): text for path, text in files.items()}
    return Survey(tuple(texts), texts, {"_config.yml": config.encode()}, True)


def sections(site: Survey) -> tuple[Section, ...]:
    configuration, problems = read_configuration("_config.yml", site.own["_config.yml"].decode())
    assert configuration is not None, problems
    return found_sections(site, configuration, ["first"])


def page(front_matter: str, body: str = ABSTRACT) -> str:
    return f"---\n{front_matter}---\n{body}"


# --- the configuration that explains itself


@pytest.mark.parametrize("prefix", [False, True])
def test_a_new_configuration_says_what_was_asked_for(prefix: bool) -> None:
    settings, problems = read_settings("bib/pubmd.yml", settings_text([VISION, SOUND], prefix=prefix))
    assert problems == ()
    assert settings is not None
    assert [(each.id, each.folder, each.url) for each in settings.sections] == [
        ("vision", "_vision", "/vision"),
        ("sound", "_pages/sound", "/sound"),
    ]
    assert [each.path for each in settings.pages] == [
        "_vision/denoising.md",
        "_vision/low-for-high.md",
        "_pages/sound/denoising.md",
    ]
    assert settings.pages[0].front_matter.startswith('title: "Vision"\n')
    assert settings.link_prefix == ("{{ site.baseurl }}" if prefix else "")


def _examples(text: str) -> list[str]:
    return re.findall(r"(?m)^ *#(\w+):", text)


EXAMPLES = _examples(settings_text([VISION], prefix=False))


@pytest.mark.parametrize("name", dict.fromkeys(EXAMPLES))
def test_each_example_is_right_once_its_sign_is_taken_away(name: str) -> None:
    text = re.sub(rf"(?m)^( *)#({name}:)", r"\1\2", settings_text([VISION], prefix=False))
    assert text != settings_text([VISION], prefix=False)
    settings, problems = read_settings("bib/pubmd.yml", text)
    assert problems == ()
    assert settings is not None


def test_all_examples_together_are_right() -> None:
    text = re.sub(r"(?m)^( *)#(\w+:)", r"\1\2", settings_text([VISION, SOUND], prefix=False))
    settings, problems = read_settings("bib/pubmd.yml", text)
    assert problems == ()
    assert settings is not None
    assert settings.nav_style
    assert settings.pages[0].intro


def test_each_key_that_there_is_stands_in_a_new_configuration() -> None:
    def names(group: Group) -> set[str]:
        found = {key.name for key in group.keys}
        for key in group.keys:
            inner = key.holds.values if isinstance(key.holds, Table) else key.holds
            found |= names(inner) if isinstance(inner, Group) else set()
        return found

    text = settings_text([VISION], prefix=False)
    assert names(CONFIGURATION) <= set(re.findall(r"(?m)^ *#?(\w+):", text))


@pytest.mark.parametrize("order", [(VISION,), (VISION, SOUND)], ids=["one section", "a name in two sections"])
def test_the_example_is_on_the_first_page_and_without_a_problem(order: tuple[Section, ...]) -> None:
    settings, _ = read_settings("bib/pubmd.yml", settings_text(order, prefix=False))
    assert settings is not None
    built = build(settings, [Source("bib/example.bib", example_text(order))], Overrides(()))
    assert (*built.problems, *built.advice()) == ()
    shown = [page.path for page in built.pages if "**Solution of a Problem" in page.text]
    assert shown == ["_vision/denoising.md"]


# --- sections that are there


def test_folders_with_abstracts_are_sections_in_the_form_of_their_pages() -> None:
    head = 'title: "Research Topic: Vision"\nauthor_profile: True\n'
    site = survey(
        _vision__aDOTmd=page(f"{head}permalink: /topics/vision/a.html\nexcerpt: A\n"),
        _vision__bDOTmd=page(f"{head}permalink: /topics/vision/b.html\nexcerpt: B\n"),
        _pages__aboutDOTmd=page("title: About\n", "Nothing to open.\n"),
    )
    (section,) = sections(site)
    assert (section.id, section.folder, section.url) == ("vision", "_vision", "/topics/vision")
    assert section.front_matter == ('title: "Research Topic: Vision"', "author_profile: True")
    assert section.by_hand == ("_vision/a.md", "_vision/b.md")
    assert section.pages == ("first",)


def test_nested_folders_are_sections_and_pages_without_a_folder_are_none() -> None:
    site = survey(
        "include: [_pages]\n",
        _pages__vision__aDOTmd=page("title: A\n"),
        _pages__soundDOTmd=page("title: Sound\n"),
        _posts__xDOTmd=page("title: X\n"),
        _includes__xDOThtml=ABSTRACT,
        indexDOTmd=page("title: Home\n"),
    )
    assert [(each.id, each.folder) for each in sections(site)] == [("vision", "_pages/vision")]


@pytest.mark.parametrize(
    ("path", "front_matter", "found"),
    [
        ("_vision/a.md", "title: a: b\nx: &a b\n", ['title: "Vision"']),
        ("_vision/a.md", "title: A\ntitle: B\n", ["title: B"]),
        ("_vision/a.md", "title: |\n  A\nlayout: single\n", ['title: "Vision"', "layout: single"]),
        ("_vision/a.md", "permalink: /a//b/../c.html\n", ['title: "Vision"']),
        ("old/_vision/a.md", "title: A\n", ["title: A"]),
        ("_old/_vision/a.md", "title: A\n", None),
        ("_vision/a\x85b: c.md", "title: A\n", None),
        ("_a b/c.md", "title: A\n", None),
        ("_data/c.md", "title: A\n", None),
    ],
)
def test_odd_pages_make_a_usable_section_or_none(
    path: str, front_matter: str, found: list[str] | None
) -> None:
    site = Survey((path,), {path: page(front_matter)}, {"_config.yml": b""}, True)
    assert [list(each.front_matter) for each in sections(site)] == ([] if found is None else [found])
    if found:
        settings, problems = read_settings("bib/pubmd.yml", settings_text(sections(site), prefix=False))
        assert (settings is not None, problems) == (True, ())


@pytest.mark.parametrize(
    ("config", "found"),
    [
        ("collections: {vision: {output: true}}\n", ["_vision"]),
        ("collections: {vision: {output: true}}\ncollections_dir: all\n", ["all/_vision"]),
        ("include: [_pages, _vision, .htaccess]\n", ["_vision"]),
        ("collections: {vision: {output: false}}\n", []),
        ("collections: {talks: {output: true}}\n", []),
        ("collections: {vision: {output: true}, teaching: {output: true}}\n", ["_vision"]),
        ("collections: {lectures: {output: true}}\n", []),
    ],
)
def test_what_jekyll_is_told_to_build_and_holds_nothing_yet_is_a_section(
    config: str, found: list[str]
) -> None:
    site = survey(config, _pages__aboutDOTmd=page("", ""), _lectures__aDOTmd=page("", ""))
    assert [each.folder for each in sections(site)] == found


def test_a_page_is_never_set_up_where_a_file_is() -> None:
    site = survey(_vision__firstDOTmd=page(""), _vision__First__xDOTmd="", **{"_vision__first-2DOThtml": ""})
    (section, *_) = sections(site)
    assert section.pages == ("first-3",)


@pytest.mark.parametrize(
    ("config", "paths", "folder"),
    [
        ("", (), "_topics"),
        ("include: [_pages]\n", ("_pages/about.md",), "_pages/topics"),
        ("", ("_pages/about.md",), "_topics"),
        ("include: [_pages]\n", ("_pages/about.md", "_topics/a.md"), "_topics"),
        ("source: src\ncollections_dir: all\n", (), "src/all/_topics"),
    ],
    ids=["nothing", "pages", "pages that are not built", "its own folder", "another source"],
)
def test_a_new_section_goes_where_the_site_has_such_pages(
    config: str, paths: tuple[str, ...], folder: str
) -> None:
    configuration, _ = read_configuration("_config.yml", config)
    assert configuration is not None
    site = Survey(paths, dict.fromkeys(paths, ""), {}, False)
    assert new_section(site, configuration, "topics", ["a"]).folder == folder


@pytest.mark.parametrize(
    "name", ["", "a b", "../x", "posts", "_x", "a/b", "ä", "a..b", "bib", "a" * 101, "-x"]
)
def test_a_name_that_makes_no_folder_is_refused(name: str) -> None:
    assert name_refusal(name)


# --- the layout

LAYOUTS = {
    "one that is used": ("", {"_layouts/page.html": "", "_layouts/a.html": "", "a.md": "page"}, "page"),
    "the usual one of those used": ("", {"_layouts/list.html": "", "_layouts/single.html": "", "a.md": "list",
                                         "b.md": "list", "c.md": "single"}, "single"),
    "one that is there and not used": ("", {"_layouts/compress.html": "", "_layouts/x.html": ""}, "x"),
    "one that is used and not there": ("", {"_layouts/own.html": "", "a.md": "pgae"}, "own"),
    "by default": ("defaults: [{scope: {path: ''}, values: {layout: own}}]",
                   {"_layouts/own.html": "", "_layouts/x.html": "", "a.md": ""}, "own"),
    "of the theme minima": ("theme: minima", {}, "page"),
    "of a theme at GitHub": ("remote_theme: mmistakes/minimal-mistakes@4.24.0", {}, "single"),
    "of a theme that GitHub supports": ("theme: jekyll-theme-cayman", {}, "default"),
    "of a theme, by its use": ("theme: some-theme", {"a.md": "wide"}, "wide"),
    "none": ("title: x", {"a.md": "page"}, ""),
}  # fmt: skip


@pytest.mark.parametrize(("config", "files", "layout"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_layout_is_that_of_the_sites_ordinary_pages(
    config: str, files: dict[str, str], layout: str
) -> None:
    configuration, _ = read_configuration("_config.yml", config)
    assert configuration is not None
    texts = {path: page(f"layout: {named}\n" if named else "", "") for path, named in files.items()}
    assert usual_layout(Survey(tuple(texts), texts, {}, False), configuration) == (layout, bool(layout))


def test_the_layout_of_an_unknown_theme_is_said_to_be_a_guess() -> None:
    configuration, _ = read_configuration("_config.yml", "theme: some-theme\n")
    assert configuration is not None
    assert usual_layout(Survey((), {}, {}, False), configuration) == ("default", False)
