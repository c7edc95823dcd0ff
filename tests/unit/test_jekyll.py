"""What `_config.yml` does to pages and sources, told without Jekyll; `tests/browser` asks Jekyll itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.jekyll import jekyll_problems
from pubmd.jekyll.configuration import read_configuration
from pubmd.jekyll.destination import destination_of_path
from pubmd.jekyll.entry_filter import Hidden, Shown, Why, fate
from pubmd.jekyll.front_matter import front_matter
from pubmd.jekyll.pattern import fnmatch, glob_matches
from pubmd.jekyll.psych import Unquoted, load
from pubmd.problem import Place, Problem

FINE = """\
include: [_manipulation]
exclude: [bib]
defaults:
  - scope: {path: "", type: pages}
    values: {layout: single}
"""
LAYOUT = ("_layouts/single.html", "---\n---\n{{ content }}")


def settings(section: str = "", page: str = "", theme: str = "") -> Settings:
    """One section with one page, `denoising`, and further keys of the three in flow style."""
    text = f"sections: {{manipulation: {{{section} pages: {{denoising: {{{page}}}}}}}}}\ntheme: {{{theme}}}\n"
    found, problems = read_settings("bib/pubmd.yml", text)
    assert found is not None, problems
    return found


def problems(config: str, known: Settings | None = None, *others: tuple[str, str]) -> tuple[Problem, ...]:
    return jekyll_problems(("_config.yml", config), known or settings(), others)


def told(found: tuple[Problem, ...]) -> list[str]:
    """Severity, code and line of each problem."""
    return [f"{each.severity}[{each.code}]:{each.place.line}" for each in found]


def only(found: tuple[Problem, ...], code: str) -> Problem:
    """The one problem with a code."""
    (problem,) = [each for each in found if each.code == code]
    return problem


# --- the file


def test_a_site_that_is_set_up_well_gives_no_problem() -> None:
    assert problems(FINE, None, LAYOUT, ("index.md", "---\ntitle: Home\n---\n")) == ()


def test_a_configuration_that_is_no_yaml_is_named_with_its_place() -> None:
    assert told(problems("title: Lab\ninclude: [_manipulation\n")) == ["error[jekyll-syntax]:2"]


@pytest.mark.parametrize(
    ("config", "line"),
    [
        ("- include\n", 0),
        ("just text\n", 0),
        ("title: Lab\ninclude: _manipulation\n", 2),
        ("exclude:\ninclude: []\n", 1),
        ("collections: manipulation\n", 1),
        (f"\ufeff{FINE}", 1),
        (f"\ufeff---\n{FINE}", 1),
    ],
    ids=["list", "text", "include-text", "exclude-nothing", "collections-text", "mark", "mark-and-dashes"],
)
def test_what_jekyll_refuses_is_an_error(config: str, line: int) -> None:
    assert told(problems(config)) == [f"error[jekyll-config]:{line}"]


def test_a_byte_order_mark_before_a_key_is_named_with_its_mend() -> None:
    (problem,) = problems(f"\ufeff{FINE}")
    assert "reads no further than the first key" in problem.message
    assert problem.hint == "save the file as UTF-8 without a byte order mark (BOM)"


@pytest.mark.parametrize("first", ["# The lab\n", "\n", "  \n"])
def test_a_byte_order_mark_before_no_key_is_no_harm(first: str) -> None:
    assert problems(f"\ufeff{first}{FINE}", None, LAYOUT) == ()


def test_an_empty_configuration_means_what_jekyll_does_by_itself() -> None:
    assert told(problems("# nothing yet\n")) == [
        "error[jekyll-publishes-sources]:0",
        "error[jekyll-not-built]:0",
    ]


# --- whether pages are built


WRITTEN = "collections: {manipulation: {output: true}}"


def built(config: str, path: str) -> str | None:
    """The type of page that a file is built as, None where it is not built."""
    configuration, wrong = read_configuration("_config.yml", config)
    assert configuration is not None, wrong
    found = fate(configuration, path)
    return found.type if isinstance(found, Shown) else None


@pytest.mark.parametrize(
    ("config", "path", "expected"),
    [
        ("", "manipulation/a.md", "pages"),
        ("", "a.md", "pages"),
        ("", "_manipulation/a.md", None),
        ("include: [_manipulation]", "_manipulation/a.md", "pages"),
        ("include: [_manipulation/]", "_manipulation/a.md", "pages"),
        ("include: [/_manipulation]", "_manipulation/a.md", "pages"),
        ("include: [./_manipulation]", "_manipulation/a.md", None),
        ("include: [_man]", "_manipulation/a.md", "pages"),
        ("include: ['_m*']", "_manipulation/a.md", "pages"),
        ("include: ['*']", "_manipulation/a.md", "pages"),
        ("include: [manipulation]", "_manipulation/a.md", None),
        ("include: [_manipulation/a.md]", "_manipulation/a.md", "pages"),
        ("include: [_manipulation/b.md]", "_manipulation/a.md", None),
        ("include: ['_manipulation/*']", "_manipulation/a.md", None),
        ("include: [_pages]", "_pages/manipulation/a.md", "pages"),
        ("include: [_pages/manipulation]", "_pages/manipulation/a.md", None),
        ("include: [_pages]", "_pages/_manipulation/a.md", None),
        ("include: [_pages, _manipulation]", "_pages/_manipulation/a.md", "pages"),
        ("include: [_pages, _manipulation/]", "_pages/_manipulation/a.md", None),
        ("include: [_manipulation]", "_manipulation/_a.md", None),
        ("include: [_manipulation]", "_manipulation/#a.md", None),
        ("include: [_manipulation]", "_manipulation/~a.md", None),
        ("include: [_manipulation]", "_manipulation/.a.md", None),
        ("include: [_manipulation, _a.md]", "_manipulation/_a.md", "pages"),
        ("include: [no]", "no/a.md", "pages"),
        ("", "manipulation~/a.md", None),
        ("", "manipulation./a.md", None),
        ("exclude: [manipulation]", "manipulation/a.md", None),
        ("exclude: [manipulation/]", "manipulation/a.md", None),
        ("exclude: [man]", "manipulation/a.md", None),
        ("exclude: ['*.md']", "manipulation/a.md", None),
        ("exclude: ['m?nip[!b]*']", "manipulation/a.md", None),
        ("exclude: ['m[a-']", "manipulation/a.md", "pages"),
        ("exclude: [manipulation/b.md]", "manipulation/a.md", "pages"),
        ("exclude: [a.md]", "manipulation/a.md", "pages"),
        ("exclude: [2024]", "2024/a.md", "pages"),
        ("exclude: ['2024']", "2024/a.md", None),
        ("{include: [_manipulation], exclude: [_manipulation]}", "_manipulation/a.md", "pages"),
        (WRITTEN, "_manipulation/a.md", "manipulation"),
        ("collections: {manipulation: {output: yes}}", "_manipulation/b/a.md", "manipulation"),
        ("collections: {manipulation: {output: false}}", "_manipulation/a.md", None),
        ("collections: {manipulation: {output: no}}", "_manipulation/a.md", None),
        ("collections: {manipulation: }", "_manipulation/a.md", None),
        ("collections: [manipulation]", "_manipulation/a.md", None),
        (WRITTEN, "_manipulation/_a.md", None),
        (WRITTEN, "_manipulation/b/_c/a.md", "manipulation"),
        (WRITTEN, "_manipulation/_c/a.md", None),
        ("collections: {mani: {output: true}}", "_manipulation/a.md", None),
        (f"{WRITTEN}\ninclude: [_manipulation]", "_manipulation/a.md", "manipulation"),
        ("collections: [manipulation]\ninclude: [_manipulation]", "_manipulation/a.md", "pages"),
        (f"{WRITTEN}\nexclude: [_manipulation]", "_manipulation/a.md", None),
        (f"{WRITTEN}\ncollections_dir: all", "all/_manipulation/a.md", "manipulation"),
        (f"{WRITTEN}\ncollections_dir: all", "_manipulation/a.md", None),
        ("", "_posts/a.md", None),
        ("", "_posts/2024-01-01-a.md", "posts"),
        ("source: docs", "docs/manipulation/a.md", "pages"),
        ("source: ./docs/", "docs/manipulation/a.md", "pages"),
        ("source: docs", "manipulation/a.md", None),
        ("source: /srv/site", "manipulation/a.md", "pages"),
        ("destination: public", "public/a.md", None),
        ("{include: [_one], include: [_manipulation]}", "_manipulation/a.md", "pages"),
        ("a: &it [_manipulation]\ninclude: *it", "_manipulation/a.md", "pages"),
    ],
)  # fmt: skip
def test_a_file_is_built_as_jekyll_builds_it(config: str, path: str, expected: str | None) -> None:
    assert built(config, path) == expected


BY_SETUP = "`pubmd init` adds all lines that are missing; by hand, "
BUILT = "exclude: [bib]\ndefaults: [{scope: {path: ''}, values: {layout: single}}]\n"


@pytest.mark.parametrize(
    ("config", "section", "line", "hint"),
    [
        (BUILT, "", 0, BY_SETUP + "add the line `include: [_manipulation]`"),
        (f"{BUILT}include: [_pages]\n", "", 3, BY_SETUP + "add `_manipulation` to the list at `include:`"),
        (
            f"{BUILT}include: [_pages/x]\n",
            "folder: _pages/x,",
            3,
            BY_SETUP + "add `_pages` to the list at `include:`",
        ),
        (
            f"{BUILT}include: [_pages]\n",
            "folder: _pages/_x,",
            3,
            BY_SETUP + "add `_x` to the list at `include:`",
        ),
        (BUILT, "folder: '#x y',", 0, BY_SETUP + 'add the line `include: ["#x y"]`'),
        (
            f"{BUILT}collections:\n  manipulation:\n    output: false\n",
            "",
            4,
            BY_SETUP + "write `manipulation: {output: true}` under `collections:`",
        ),
        (
            f"{BUILT}collections:\n  - manipulation\n",
            "",
            4,
            BY_SETUP + "write `manipulation: {output: true}` under `collections:`",
        ),
        (
            "exclude:\n  - bib\ndefaults: [{values: {layout: single}}]\n",
            "folder: bibliography,",
            2,
            "write `bib/`, if that folder is meant: a name also fits what begins with it",
        ),
        (
            "exclude:\n  - bib\n  - drafts\ndefaults: [{values: {layout: single}}]\n",
            "folder: drafts,",
            3,
            "take that out",
        ),
        (f"{BUILT}source: docs\n", "", 3, "set a `folder` in `docs/` in bib/pubmd.yml"),
        (f"{BUILT}destination: out\n", "folder: out,", 3, "set another `folder` in bib/pubmd.yml"),
    ],
    ids=[
        "no-include",
        "include",
        "nested-path",
        "nested-name",
        "quoted-name",
        "collection",
        "list-of-collections",
        "excluded-by-chance",
        "excluded",
        "source",
        "destination",
    ],
)
def test_a_folder_that_is_not_built_is_one_error_with_its_mend(
    config: str, section: str, line: int, hint: str
) -> None:
    known = settings(section, page="}, other: {")
    (found,) = problems(config, known)
    assert told((found,)) == [f"error[jekyll-not-built]:{line}"]
    assert found.place.file == "_config.yml"
    assert found.hint == hint


def test_a_file_whose_own_name_hides_it_is_an_error_in_the_settings() -> None:
    (found,) = problems(FINE, settings(page="file: _denoising.md"))
    assert (found.code, found.place.file, found.place.line) == ("jekyll-not-built", "bib/pubmd.yml", 1)
    assert found.message.startswith("Jekyll does not build `_manipulation/_denoising.md`: ")


def test_a_slash_behind_an_included_folder_is_told_for_the_sake_of_jekyll_3() -> None:
    (found,) = problems(FINE.replace("_manipulation", "_manipulation/"))
    assert told((found,)) == ["warning[jekyll-not-built]:1"]
    assert found.hint == "write `_manipulation` under `include:`"


@pytest.mark.parametrize(
    ("endings", "is_known"), [("markdown,md", True), ("MD", True), ("mkd, md", False), ("markdown", False)]
)
def test_markdown_that_jekyll_does_not_know_by_its_ending_is_an_error(endings: str, is_known: bool) -> None:
    found = problems(f"{FINE}markdown_ext: '{endings}'\n")
    assert told(found) == ([] if is_known else ["error[jekyll-not-built]:6"])
    for each in found:
        assert each.hint.startswith("add it, without a space: `markdown_ext: m")


@pytest.mark.parametrize(
    ("config", "front_matter", "is_told"),
    [
        (FINE, "published: false", True),
        (f"{FINE}unpublished: true\n", "published: false", False),
        (FINE, "published: true", False),
        (FINE.replace("layout: single", "layout: single, published: false"), "author: x", False),
    ],
    ids=["unpublished", "shown-all-the-same", "published", "default-for-pages"],
)
def test_an_unpublished_page_is_a_warning(config: str, front_matter: str, is_told: bool) -> None:
    found = problems(config, settings(f"front_matter: {{{front_matter}}},"))
    assert told(found) == (["warning[jekyll-not-built]:1"] if is_told else [])


def test_a_default_unpublishes_a_document_of_a_collection() -> None:
    config = (
        "exclude: [bib]\ncollections: {manipulation: {output: true}}\n"
        "defaults: [{values: {layout: single, published: false}}]\n"
    )
    assert told(problems(config)) == ["warning[jekyll-not-built]:1"]


# --- layouts

COLLECTION = f"exclude: [bib]\n{WRITTEN}\n"
INCLUDED = "exclude: [bib]\ninclude: [_manipulation]\n"


def defaults(*items: tuple[str, str]) -> str:
    """The default `layout` in each scope."""
    lines = (f"  - {{scope: {{{scope}}}, values: {{layout: {layout}}}}}\n" for scope, layout in items)
    return f"defaults:\n{''.join(lines)}"


PAGES = ("path: '', type: pages", "single")
ALL = ("path: ''", "single")


@pytest.mark.parametrize(
    ("config", "front_matter", "has_layout"),
    [
        (INCLUDED, "", False),
        (INCLUDED, "layout: single", True),
        (INCLUDED, "layout: none", False),
        (INCLUDED, "layout: false", False),
        (INCLUDED + defaults(PAGES), "", True),
        (INCLUDED + defaults(PAGES), "layout: null", False),
        (INCLUDED + defaults(PAGES), "layout: none", False),
        (INCLUDED + defaults(ALL), "", True),
        (INCLUDED + "defaults: [{values: {layout: single}}]", "", True),
        (INCLUDED + "defaults: [{scope: {path: ''}, values: {author: x}}]", "", False),
        (INCLUDED + defaults(("path: '', type: page", "single")), "", True),
        (INCLUDED + defaults(("path: '', type: ''", "single")), "", False),
        (INCLUDED + defaults(("path: '', type: posts", "single")), "", False),
        (INCLUDED + defaults(("path: '', type: manipulation", "single")), "", False),
        (INCLUDED + defaults(("path: '', type: pages", "none")), "", False),
        (INCLUDED + defaults(("path: _manipulation", "single")), "", True),
        (INCLUDED + defaults(("path: _manipulation/", "single")), "", True),
        (INCLUDED + defaults(("path: _mani", "single")), "", True),
        (INCLUDED + defaults(("path: manipulation", "single")), "", False),
        (INCLUDED + defaults(("path: /_manipulation", "single")), "", False),
        (INCLUDED + defaults(("path: _pages", "single")), "", False),
        (INCLUDED + defaults(("path: _manipulation/denoising.md", "single")), "", True),
        (INCLUDED + defaults(("path: '_manip*'", "single")), "", True),
        (INCLUDED + defaults(("path: '**/*.md'", "single")), "", True),
        (INCLUDED + defaults(("path: '*.md'", "single")), "", False),
        (INCLUDED + defaults(("path: '{_manipulation,_x}/*'", "single")), "", True),
        # A longer path counts more, then a type, then what stands further down.
        (INCLUDED + defaults(("path: _manipulation", "none"), ALL), "", False),
        (INCLUDED + defaults(("path: '', type: pages", "none"), ALL), "", False),
        (INCLUDED + defaults(("path: ''", "none"), ALL), "", True),
        (COLLECTION, "", False),
        (COLLECTION, "layout: single", True),
        (COLLECTION + defaults(PAGES), "", False),
        (COLLECTION + defaults(("path: '', type: manipulation", "single")), "", True),
        (COLLECTION + defaults(ALL), "", True),
        (COLLECTION + defaults(("path: _manipulation", "single")), "", True),
        (COLLECTION + defaults(ALL), "layout: null", True),
        (COLLECTION + defaults(ALL), "layout: none", False),
        # A default that is empty takes a better one's place for pages, and not in collections.
        (COLLECTION + defaults(ALL, ("path: _m", "")), "", True),
        (INCLUDED + defaults(ALL, ("path: _m", "")), "", False),
    ],
)
def test_a_page_has_the_layout_that_jekyll_gives_it(config: str, front_matter: str, has_layout: bool) -> None:
    known = settings(f"front_matter: {{{front_matter}}}," if front_matter else "")
    found = [(each.code, each.is_error) for each in problems(config, known)]
    assert found == ([] if has_layout else [("jekyll-no-layout", True)])


def test_defaults_know_a_collection_without_the_folder_of_collections() -> None:
    config = (
        f"{COLLECTION}collections_dir: all\ndefaults: [{{scope: {{path: %s}}, values: {{layout: single}}}}]\n"
    )
    known = settings("folder: all/_manipulation,")
    for path in ("_manipulation", "all/_manipulation", "'all/_m*'"):
        assert problems(config % path, known) == ()
    assert told(problems(config % "'_m*'", known)) == ["error[jekyll-no-layout]:4"]


@pytest.mark.parametrize(
    ("config", "line", "hint"),
    [
        (
            INCLUDED,
            0,
            "add the line "
            '`defaults: [{scope: {path: "_manipulation", type: pages}, values: {layout: single}}]`',
        ),
        (
            COLLECTION + defaults(("path: '', type: pages", "archive")),
            3,
            'add `- {scope: {path: "", type: manipulation}, values: {layout: archive}}` under `defaults:`',
        ),
    ],
    ids=["no-defaults", "defaults"],
)
def test_a_missing_layout_comes_with_the_default_that_gives_one(config: str, line: int, hint: str) -> None:
    (found,) = problems(config, None, LAYOUT)
    assert found.place == (Place("_config.yml", line, 1) if line else Place("_config.yml"))
    assert found.hint == hint


@pytest.mark.parametrize(
    ("config", "others", "is_told"),
    [
        (FINE, [LAYOUT], False),
        (FINE.replace("single", "singel"), [LAYOUT], True),
        (FINE.replace("single", "singel"), [], False),
        (FINE.replace("single", "post") + "theme: minima\n", [LAYOUT], False),
        (FINE.replace("single", "post") + "remote_theme: mmistakes/minimal-mistakes\n", [LAYOUT], False),
        (FINE + "layouts_dir: templates\n", [LAYOUT, ("templates/page.html", "")], True),
        (FINE.replace("[bib]", "[bib, single.html]"), [LAYOUT, ("_layouts/page.html", "")], True),
    ],
    ids=["there", "misspelt", "none-known", "theme", "remote-theme", "other-folder", "excluded"],
)  # fmt: skip
def test_a_layout_that_the_site_does_not_have_is_a_warning(
    config: str, others: list[tuple[str, str]], is_told: bool
) -> None:
    found = problems(config, None, *others)
    assert [(each.code, each.is_error) for each in found] == (
        [("jekyll-no-layout", False)] if is_told else []
    )


def test_a_misspelt_layout_is_told_with_the_nearest() -> None:
    (found,) = problems(FINE.replace("single", "singel"), None, LAYOUT)
    assert found.hint == "did you mean `single`?"


# --- the sources


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("", "error"),
        ("exclude: []", "error"),
        ("exclude: [bib]", None),
        ("exclude: [bib/]", None),
        ("exclude: [/bib]", None),
        ("exclude: [./bib]", "error"),
        ("exclude: ['bib/*']", None),
        ("exclude: ['b*']", None),
        ("exclude: ['*.bib']", "warning"),
        ("exclude: ['*.bib', '*.yml', '*.lock']", None),
        ("exclude: [bib/pubmd.yml]", "error"),
        ("exclude: [yes, 2024, bib]", None),
        ("exclude: [bibliography]", "error"),
        ("{include: [bib], exclude: [bib]}", "error"),
        ("{include: ['*'], exclude: [bib]}", "error"),
        ("{include: ['*'], exclude: ['*']}", "error"),
        ("source: docs", None),
        ("defaults: [{scope: {path: bib}, values: {published: false}}]", None),
        ("defaults: [{scope: {path: bib, type: pages}, values: {published: false}}]", "error"),
    ],
)
def test_sources_in_the_built_site_are_told(lines: str, severity: str | None) -> None:
    found = [each for each in problems(f"{lines}\n") if "`bib/`" in each.message]
    assert [(each.code, each.severity) for each in found] == (
        [("jekyll-publishes-sources", severity)] if severity else []
    )


@pytest.mark.parametrize(
    ("lines", "line", "hint"),
    [
        ("title: Lab", 0, "add the line `exclude: [bib]`"),
        ("title: Lab\nexclude: [vendor]", 2, "add `bib` to the list at `exclude:`"),
        ("exclude: [bib]\ninclude: [.a, '*']", 2, "take `*` out of `include:`, or make it more exact"),
        (
            "include: [bib]",
            1,
            "take `bib` out of `include:`, or make it more exact; and add the line `exclude: [bib]`",
        ),
        (
            "exclude: [vendor]\ninclude: [bib]",
            2,
            "take `bib` out of `include:`, or make it more exact; and add `bib` to the list at `exclude:`",
        ),
        ("include: ['b*']", 0, "add the line `exclude: [bib]`"),
    ],
    ids=["no-exclude", "exclude", "include", "include-and-no-exclude", "include-and-exclude", "pattern"],
)  # fmt: skip
def test_the_mend_of_published_sources_fits_the_file(lines: str, line: int, hint: str) -> None:
    found = [each for each in problems(f"{lines}\n") if "`bib/`" in each.message]
    assert [(each.place.line, each.hint) for each in found] == [(line, hint)]


def test_the_copies_of_replaced_pages_stay_private_too() -> None:
    found = only(problems("include: [.]\nexclude: [bib]\n"), "jekyll-publishes-sources")
    assert (found.severity, found.place.line) == ("warning", 1)
    assert "`.pubmd/`" in found.message


# --- addresses


TITLED = "---\ntitle: A\n---\n"


@pytest.mark.parametrize(
    ("config", "path", "text", "line"),
    [
        ("", "a.md", "---\npermalink: /manipulation/denoising.html\n---\n", 2),
        ("", "a.md", "---\ntitle: A\npermalink: '/manipulation/denoising'\n---\n", 3),
        ("", "a.md", '---\r\ntitle: A\r\n"permalink": /manipulation/denoising.html # here\r\n---\r\n', 3),
        ("", "a.html", "---\npermalink: manipulation/denoising\n---\n", 2),
        ("", "a.html", "---\npermalink: /manipulation/%64enoising\n---\n", 2),
        ("", "a.md", "---\npermalink: /manipulation/denoising/\n---\n", None),
        ("", "a.md", "---\npermalink: /manipulation/:basename.html\n---\n", None),
        ("", "a.md", "---\ntitle: A\n---\npermalink: /manipulation/denoising.html\n", None),
        ("", "a.md", "permalink: /manipulation/denoising.html\n", None),
        ("", "a.md", "---\npublished: false\npermalink: /manipulation/denoising.html\n---\n", None),
        ("unpublished: true", "a.md", "---\npublished: no\npermalink: /manipulation/denoising\n---\n", 3),
        ("", "a.md", "---\npermalink: [\n---\n", None),
        ("", "_drafts/a.md", "---\npermalink: /manipulation/denoising.html\n---\n", None),
        ("", "_manipulation/old.md", "---\npermalink: /manipulation/denoising.html\n---\n", 2),
        ("", "manipulation/denoising.md", TITLED, 0),
        ("", "manipulation/denoising.html", "<p>no front matter</p>", 0),
        ("", "manipulation/denoising.md", "no front matter", None),
        ("permalink: pretty", "manipulation/denoising.md", TITLED, None),
        ("permalink: /:title/", "manipulation/denoising.md", TITLED, None),
        ("permalink: /:title", "manipulation/denoising.md", TITLED, 0),
        (WRITTEN, "_manipulation/denoising.html", TITLED, 0),
        ("collections: {x: {output: true, permalink: '/manipulation/:path'}}", "_x/denoising.md", TITLED, 0),
        ("collections: {x: {output: on, permalink: '/manipulation/:slug'}}", "_x/denoising.md", TITLED, None),
        ("collections: {x: {permalink: '/manipulation/:path'}}", "_x/denoising.md", TITLED, None),
    ],
)  # fmt: skip
def test_another_page_at_the_same_address_is_an_error(
    config: str, path: str, text: str, line: int | None
) -> None:
    found = [each for each in problems(f"{FINE}{config}\n", None, (path, text)) if "taken" in each.code]
    assert [(each.is_error, each.place.file, each.place.line) for each in found] == (
        [] if line is None else [(True, path, line)]
    )


def test_a_default_can_give_a_page_the_address_of_another() -> None:
    config = FINE + "  - {scope: {path: about.md}, values: {permalink: /manipulation/denoising.html}}\n"
    found = problems(config, None, ("about.md", "---\ntitle: A\n---\n"))
    assert [(each.code, str(each.place)) for each in found] == [("jekyll-permalink-taken", "about.md")]


def test_the_pages_that_pubmd_writes_are_not_taken_for_others() -> None:
    own = ("_manipulation/denoising.md", "---\npermalink: /manipulation/denoising.html\n---\n")
    assert problems(FINE, None, own) == ()


@pytest.mark.parametrize(
    ("permalink", "is_told"),
    [
        ("/a/b.html", False),
        ("/a/b", False),
        ("/a/b/", False),
        ("/a/b.v2", False),
        ("/a/c:d.html", False),
        ("/a..b.html", True),
        ("/a./b.html", True),
        ("/a/:path.html", True),
    ],
)
def test_a_permalink_that_jekyll_changes_is_an_error(permalink: str, is_told: bool) -> None:
    found = problems(FINE, settings(page=f'permalink: "{permalink}"'))
    assert told(found) == (["error[jekyll-permalink]:1"] if is_told else [])


def test_a_colon_in_a_permalink_of_a_collection_stops_jekyll() -> None:
    config = COLLECTION + defaults(ALL)
    assert told(problems(config, settings(page='permalink: "/a/c:d.html"'))) == ["error[jekyll-permalink]:1"]


@pytest.mark.parametrize(
    ("config", "path", "expected"),
    [
        ("", "a/b.md", "/a/b.html"),
        ("", "a/b.v2.md", "/a/b.v2.html"),
        ("", "a/index.md", "/a/index.html"),
        ("", "index.html", "/index.html"),
        ("permalink: pretty", "a/b.md", "/a/b/index.html"),
        ("permalink: none", "a/b.md", "/a/b.html"),
        ("permalink: pretty", "a/index.md", "/a/index.html"),
        ("", "a/b..md", "/a/b.html"),
        ("permalink: pretty", "a/b.xml", "/a/b.xml"),
        ("markdown_ext: markdown", "a/b.md", "/a/b.md"),
    ],
)
def test_the_file_that_a_page_becomes_follows_from_its_path(config: str, path: str, expected: str) -> None:
    configuration, _ = read_configuration("_config.yml", config)
    assert configuration is not None
    shown = fate(configuration, path)
    assert isinstance(shown, Shown)
    assert destination_of_path(configuration, shown) == expected


@pytest.mark.parametrize(
    ("config", "prefix", "is_told"),
    [
        ("", "", False),
        ("", "/lab", False),
        ("", "{{ site.baseurl }}", False),
        ("baseurl: ''", "", False),
        ("baseurl: /", "", False),
        ("baseurl:", "", False),
        ("baseurl: /lab", "", True),
        ("baseurl: lab", "", True),
        ("baseurl: /lab", "/lab", False),
        ("baseurl: /lab", "/lab/", False),
        ("baseurl: /lab", "/other", True),
        ("baseurl: /lab", "{{ site.baseurl }}", False),
        ("baseurl: /lab", "{{site.url}}{{site.baseurl}}", False),
        ("baseurl: /lab", "{{ site.url }}", True),
        ("baseurl: /lab", "https://example.org/lab", False),
        ("baseurl: /lab", "https://example.org", True),
        ("baseurl: /lab", "{{ site.data.prefix }}", False),
        ("baseurl: ''", "/lab", True),
        ("baseurl: ''", "{{ site.baseurl }}", False),
    ],
)
def test_nav_links_lead_to_where_the_site_is_served(config: str, prefix: str, is_told: bool) -> None:
    found = problems(f"{FINE}{config}\n", settings(theme=f"link_prefix: '{prefix}'"))
    assert told(found) == (["warning[jekyll-baseurl]:6"] if is_told else [])


# --- how pages are read


@pytest.mark.parametrize(
    ("lines", "line"),
    [
        ("markdown: kramdown", None),
        ("markdown: Kramdown", None),
        ("markdown:", None),
        ("markdown: CommonMarkGhPages", 6),
        ("kramdown:", None),
        ("kramdown:\n  input: GFM", None),
        ("kramdown:\n  input:", None),
        ("kramdown:\n  input: kramdown", 7),
        ("kramdown:\n  hard_wrap: false", None),
        ("kramdown:\n  hard_wrap: true", 7),
        ("kramdown:\n  hard_wrap: no", None),
        ("kramdown:\n  hard_wrap: 'no'", 7),
        ("kramdown:\n  hard_wrap: 'False '", None),
        ("kramdown:\n  hard_wrap:", None),
        ("kramdown:\n  parse_block_html: true", 7),
        ("kramdown:\n  parse_span_html: true", None),
        ("kramdown:\n  parse_span_html: false", 7),
        ("kramdown:\n  smart_quotes: apos,apos,quot,quot\n  entity_output: numeric\n  auto_ids: false", None),
    ],
)
def test_settings_that_change_how_pages_are_read_are_warnings(lines: str, line: int | None) -> None:
    assert told(problems(f"{FINE}{lines}\n")) == ([f"warning[jekyll-markdown]:{line}"] if line else [])


# --- YAML and patterns as Ruby reads them


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("", None),
        ("a: yes\nb: Off\nc: 'yes'\nd: \"no\"", {"a": True, "b": False, "c": "yes", "d": "no"}),
        ("a: 1\na: x", {"a": "x"}),
        ("a: ~\nb:\nc: NuLL\nd: ''", {"a": None, "b": None, "c": None, "d": ""}),
        ("a: 2024\nb: 2024-01-01\nc: :symbol\nd: '5'", {
            "a": Unquoted("2024"), "b": Unquoted("2024-01-01"), "c": Unquoted(":symbol"), "d": "5"}),
        ("y: {b: own, <<: {a: one, b: two}}", {"y": {"a": "one", "b": "two"}}),
        ("y: {<<: {a: one, b: two}, b: own}", {"y": {"a": "one", "b": "own"}}),
        ("x: &x [a]\ny: *x", {"x": ["a"], "y": ["a"]}),
        ("y: {<<: [{a: one}, {a: two, b: two}]}", {"y": {"a": "one", "b": "two"}}),
        ("- a\n- [b]", ["a", ["b"]]),
        ("a:\tx\t\n\t\nb: 'y'\t# z", {"a": "x", "b": "y"}),
    ],
)  # fmt: skip
def test_yaml_means_what_it_means_to_ruby(yaml: str, value: object) -> None:
    loaded, wrong = load("_config.yml", yaml)
    assert loaded is not None, wrong
    assert loaded.value == value


def test_a_place_that_is_not_written_is_that_of_what_it_would_stand_under() -> None:
    loaded, _ = load("_config.yml", "a:\n  b: [x,\ty]\n")
    assert loaded is not None
    assert str(loaded.place("a", "b", 1)) == "_config.yml:2:10"
    assert str(loaded.place("a", "b", 7)) == "_config.yml:2:3"
    assert str(loaded.place("a", "c")) == "_config.yml:1:1"
    assert str(loaded.place("c")) == "_config.yml"


# Each line is what Ruby 3.1 answers.
@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/*", "/a/b", True),
        ("/*.md", "/a/b.md", True),
        ("/?", "/a", True),
        ("/a?b", "/a/b", True),
        ("/[ab]", "/b", True),
        ("/[!ab]", "/c", True),
        ("/[^ab]", "/b", False),
        ("/[a-c]", "/b", True),
        ("/[", "/[", False),
        (r"/\*", "/*", True),
        (r"/\*", "/a", False),
        (r"/a\b", "/ab", True),
        ("/b\\", "/b", True),
        ("/{a,b}", "/a", False),
        ("/A", "/a", False),
        ("/*", "/.a", True),
    ],
)
def test_a_pattern_fits_as_in_rubys_fnmatch(pattern: str, path: str, fits: bool) -> None:
    assert fnmatch(pattern, path) is fits


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("*", "a", True),
        ("*", "a/b", False),
        ("*", ".a", False),
        (".*", ".a", True),
        ("**/b", "b", True),
        ("**/b", "a/c/b", True),
        ("**/b", ".a/b", False),
        ("a/**", "a/b", True),
        ("a/**", "a/b/c", False),
        ("a/**/*.md", "a/b.md", True),
        ("{a,b}/*", "b/c", True),
        ("{a,{b,c}}", "c", True),
        ("a/*/", "a/b", True),
        ("./a", "a", True),
    ],
)
def test_a_glob_finds_what_rubys_dir_finds(pattern: str, path: str, fits: bool) -> None:
    assert glob_matches(pattern, path) is fits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text", None),
        ("---\npermalink: /a\n", None),
        ("---\n---\n", ({}, {})),
        ("---\ntitle: x\npermalink: /a\n...\n", ({"permalink": "/a"}, {"permalink": 3})),
        (
            "---  \npermalink: >-\n  /a\npublished: no\n---\n",
            ({"permalink": "/a", "published": False}, {"permalink": 2, "published": 4}),
        ),
        ("---\n- permalink: /a\n---\n", ({}, {})),
        ("---\ntext: |\n  permalink: /a\n---\n", ({}, {})),
    ],
)  # fmt: skip
def test_front_matter_gives_values_and_their_lines(text: str, expected: object) -> None:
    found = front_matter(text, ("permalink", "published"))
    assert (found and (found.values, found.lines)) == expected


# --- anything


WORDS = "include exclude defaults collections scope values layout path type bib kramdown permalink"
SIGNS = [
    ": ",
    "- ",
    "\n",
    "\n  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "*",
    "'",
    '"',
    "~",
    "yes",
    "&a ",
    "*a",
    "<<",
    "!x ",
    "\\",
]


@given(st.lists(st.sampled_from([*WORDS.split(), *SIGNS]) | st.text(max_size=3), max_size=30).map("".join))
def test_no_configuration_brings_the_check_down(config: str) -> None:
    for found in problems(config, None, ("a.md", f"---\n{config}\n---\n"), LAYOUT):
        assert found.code.startswith("jekyll-")
        assert found.place.file in ("_config.yml", "bib/pubmd.yml", "a.md")


@given(st.text("ab/*?[]!^\\.{},", max_size=40), st.text("ab/.", max_size=20))
def test_no_pattern_brings_the_check_down(pattern: str, path: str) -> None:
    assert fnmatch(pattern, path) in (True, False)
    assert glob_matches(pattern, path) in (True, False)


def test_a_hidden_file_says_why() -> None:
    configuration, _ = read_configuration("_config.yml", "exclude: [x, manipulation/*]")
    assert configuration is not None
    found = fate(configuration, "manipulation/a.md")
    assert found == Hidden(Why.EXCLUDED, "manipulation/a.md", "manipulation/*")
