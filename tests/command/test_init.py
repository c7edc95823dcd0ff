"""`pubmd init` shows all that it will write, writes that or nothing, and is done with it at once."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pubmd import writing
from pubmd.cli import run
from pubmd.config.settings_reader import read_settings
from pubmd.jekyll.configuration import read_configuration
from pubmd.jekyll.entry_filter import Shown, fate
from pubmd.jekyll.front_matter import front_matter
from pubmd.jekyll.front_matter_defaults import front_matter_value
from tests.site import Ran, TemporarySite

CONFIG = """\
# The lab's site
title: Lab   # shown above
exclude: [vendor, "Gemfile*"]   # not for the web
include:
  - _pages   # all pages

  # what comes next
defaults:
  - scope: {path: "", type: pages}
    values:
      layout: single
"""
LAYOUT = "<html><head><script>function expandABS(id) {}</script></head>{{ content }}</html>\n"
LAB: dict[str, str | bytes] = {
    "_config.yml": CONFIG,
    "_layouts/single.html": LAYOUT,
    "_pages/about.md": "---\ntitle: About\npermalink: /\n---\n",
}
SET_UP = ["_config.yml", ".gitattributes", ".pre-commit-config.yaml", "bib/example.bib", "bib/pubmd.yml"]


@pytest.fixture
def lab(tmp_path: Path) -> TemporarySite:
    site = TemporarySite(tmp_path, LAB)
    (tmp_path / ".git").mkdir()
    return site


def announced(ran: Ran) -> dict[str, str]:
    """What a diff says that files hold, for those that are new."""
    found = re.split(r"(?m)^--- (.*)\n\+\+\+ (.*)\n", ran.out)
    return {
        new: "".join(line[1:] for line in body.splitlines(True) if line.startswith("+"))
        for old, new, body in zip(found[1::3], found[2::3], found[3::3], strict=True)
        if old == "/dev/null"
    }


def test_a_file_that_is_no_page_is_shown_without_a_number_of_papers(lab: TemporarySite) -> None:
    out = lab.run("init").out
    lines = [
        line.partition(":")[0] for line in out.splitlines() if line.startswith(("  change ", "  create "))
    ]
    assert sorted(lines) == sorted(
        f"  {'change' if path == '_config.yml' else 'create'} {path}" for path in SET_UP
    )
    assert "paper" not in out.partition("---")[0]


def test_what_is_shown_is_what_is_written(lab: TemporarySite) -> None:
    before = lab.files()
    ran = lab.run("init", "--yes")
    assert (ran.status, ran.err) == (0, "")
    after = lab.files()
    assert sorted(path for path in after if after[path] != before.get(path)) == sorted(SET_UP)
    new = announced(ran)
    assert sorted(new) == sorted(path for path in SET_UP if path not in before)
    for path, text in new.items():
        assert after[path].decode() == text
    assert [line for line in ran.out.splitlines() if line.startswith("created")] == [
        f"created     {path}" for path in SET_UP[1:]
    ]
    assert "/topics/first-topic.html" in ran.out


def test_the_rest_of_the_configuration_stays_to_the_byte(lab: TemporarySite) -> None:
    lab.run("init", "--yes")
    assert lab.read("_config.yml") == CONFIG.replace('"Gemfile*"]', '"Gemfile*", bib]')


def test_a_second_time_there_is_nothing_to_write(lab: TemporarySite) -> None:
    lab.run("init", "--yes")
    states = lab.states()
    ran = lab.run("init")
    assert (ran.status, ran.out, ran.err) == (0, "nothing to write: this site is set up for pubmd\n", "")
    lab.run("sync")
    states = lab.states()
    assert lab.run("init", "--yes").status == 0
    assert lab.states() == states


def test_after_it_the_check_finds_nothing_wrong_and_sync_writes_the_page(lab: TemporarySite) -> None:
    lab.run("init", "--yes")
    assert lab.run("check").err == ""
    ran = lab.run("sync")
    assert (ran.status, ran.out) == (
        0,
        "created     _pages/topics/first-topic.md (1 paper)\n1 page: 1 created\n",
    )
    ran = lab.run("check", "--strict")
    assert (ran.status, ran.out) == (0, "1 entry: 1 shown\n1 page: up to date\n")


def test_without_a_terminal_and_without_yes_it_shows_and_writes_nothing(lab: TemporarySite) -> None:
    states = lab.states()
    ran = lab.run("init")
    assert ran.status == 1
    assert "bib/pubmd.yml" in announced(ran)
    assert "--yes" in ran.err
    assert lab.states() == states


def test_sections_and_pages_can_be_named(lab: TemporarySite) -> None:
    ran = lab.run("init", "--yes", "--section", "vision", "--section", "sound", "--page", "a", "--page", "b")
    assert ran.status == 0
    lab.run("sync")
    pages = [path for path in lab.files() if path.startswith("_pages/")]
    assert pages == ["_pages/about.md", *(f"_pages/{s}/{p}.md" for s in ("sound", "vision") for p in "ab")]


@pytest.mark.parametrize(
    "args", [("--section", "../x"), ("--section", "posts"), ("--page", "a b"), ("--no-such",)]
)
def test_what_makes_no_folder_is_a_usage_error(lab: TemporarySite, args: tuple[str, ...]) -> None:
    states = lab.states()
    assert lab.run("init", "--yes", *args).status == 2
    assert lab.states() == states


def test_sections_are_not_named_twice(lab: TemporarySite) -> None:
    lab.run("init", "--yes")
    assert lab.run("init", "--yes", "--section", "more").status == 2


def test_pages_written_by_hand_are_named_and_stay(lab: TemporarySite) -> None:
    page = '---\ntitle: "Vision"\npermalink: /v/old.html\n---\n<a onclick=\'expandABS("x")\'> Abstract </a>\n'
    lab.write("_pages/vision/old.md", page)
    ran = lab.run("init", "--yes")
    assert "written by hand, which stay as they are: _pages/vision/old.md" in ran.out
    assert lab.run("sync").status == 0
    assert lab.read("_pages/vision/old.md") == page
    assert "permalink: /v/first-topic.html\n" in lab.read("_pages/vision/first-topic.md")


def test_a_script_comes_with_a_layout_around_the_sites_own(lab: TemporarySite) -> None:
    lab.write("_layouts/single.html", "{{ content }}\n")
    ran = lab.run("init", "--yes")
    assert ran.status == 0
    assert lab.read("_layouts/topic.html").startswith("---\nlayout: single\n---\n")
    assert "function expandABS" in lab.read("_includes/expand-abstracts.html")
    assert lab.run("init").out.startswith("nothing to write")


def test_options_leave_the_script_and_the_hook_out(lab: TemporarySite) -> None:
    lab.write("_layouts/single.html", "{{ content }}\n")
    lab.run("init", "--yes", "--no-include", "--no-hook")
    assert not {"_includes/expand-abstracts.html", "_layouts/topic.html", ".pre-commit-config.yaml"} & set(
        lab.files()
    )


def test_what_is_there_is_added_to_and_not_replaced(lab: TemporarySite) -> None:
    hooks = "repos:\n- repo: local\n  hooks:\n  - id: x   # mine\n    name: x\n# the end\n"
    lab.write(".pre-commit-config.yaml", hooks)
    lab.write(".gitattributes", "*.png binary")
    lab.write("bib/mine.bib", "@misc{a, title = {A}}\n")
    lab.run("init", "--yes")
    assert lab.read(".gitattributes") == "*.png binary\nbib/pubmd.lock merge=union\n"
    added = lab.read(".pre-commit-config.yaml")
    assert added.startswith(hooks.removesuffix("# the end\n"))
    assert added.endswith("# the end\n")
    assert "      entry: pubmd sync --fail-on-change\n" in added
    assert "bib/example.bib" not in lab.files()


# --- sites that cannot be set up

UNUSABLE: dict[str, tuple[dict[str, str | bytes], str]] = {
    "no YAML": ({"_config.yml": "title: [Lab\n"}, "_config.yml:1:8: error[jekyll-syntax]"),
    "a list that is none": ({"_config.yml": "include: _pages\n"}, "error[jekyll-config]"),
    "no UTF-8": ({"_config.yml": b"a: 1\ntitle: M\xfcller\n"}, "not in UTF-8 (line 2)"),
    "another key's list": ({"_config.yml": "exclude: &x [a]\nother: *x\n"}, "write it there yourself"),
    "TOML": ({"_config.toml": "title = 1\n"}, "_config.toml"),
    "hooks that are no YAML": ({".pre-commit-config.yaml": "repos: [\n"}, "--no-hook"),
    "an unusable bib/pubmd.yml": ({"bib/pubmd.yml": "sectoins: {}\n"}, "error[config-unknown-key]"),
    "a file called bib": ({"bib": "x"}, "bib cannot be read"),
    "a folder called _config.yml": ({"_config.yml/x": "x"}, "_config.yml cannot be read"),
    "bytes": ({"_config.yml": bytes(range(256))}, "nothing was written"),
    "a byte order mark before a key": (
        {"_config.yml": b"\xef\xbb\xbftitle: Lab\ntheme: minima\n"},
        "_config.yml:1:1: error[jekyll-config]: Jekyll reads no further than the first key",
    ),
    "a file called _topics": (
        {"_config.yml": "theme: minima\n", "_topics": "x"},
        "`_topics` is a plain file",
    ),
    "a file called _layouts": ({"_config.yml": "theme: minima\n", "_layouts": "x"}, "`_layouts` is a plain"),
    "nested without end": ({"_config.yml": "[" * 10_000}, "error[jekyll-syntax]"),
}


@pytest.mark.parametrize(("files", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_site_that_cannot_be_set_up_is_left_alone(
    tmp_path: Path, files: dict[str, str | bytes], told: str
) -> None:
    site = TemporarySite(tmp_path, {"index.md": "---\n---\n", **files})
    states = site.states()
    ran = site.run("init", "--yes")
    assert ran.status == 2
    assert told in ran.err
    assert "Traceback" not in ran.err
    assert site.states() == states


@pytest.mark.parametrize("path", ["_config.yml", ".gitattributes", "bib/pubmd.yml", "bib"])
def test_a_symbolic_link_is_not_replaced(
    lab: TemporarySite, tmp_path_factory: pytest.TempPathFactory, path: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    target = elsewhere / "target"
    if path == "bib":
        target.mkdir()
    elif path == "_config.yml":
        target.write_text(CONFIG)
    (lab.root / path).unlink(missing_ok=True)
    (lab.root / path).parent.mkdir(exist_ok=True)
    (lab.root / path).symlink_to(target)
    ran = lab.run("init", "--yes")
    assert (ran.status, "symbolic link" in ran.err) == (2, True)
    assert (lab.root / path).is_symlink()
    assert not (lab.root / ".pre-commit-config.yaml").exists()
    assert list(elsewhere.rglob("*")) in ([], [target])


@pytest.mark.parametrize("failing", SET_UP)
def test_where_one_file_cannot_be_written_none_is(
    lab: TemporarySite, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    files, replace = lab.files(), writing.replace

    def broken(root: Path, path: str, data: bytes) -> None:
        if path == failing and data != files.get(path):
            raise writing.WriteError(f"{path} cannot be written: No space left on device")
        replace(root, path, data)

    monkeypatch.setattr(writing, "replace", broken)
    ran = lab.run("init", "--yes")
    assert (ran.status, ran.err) == (3, f"pubmd: {failing} cannot be written: No space left on device\n")
    assert lab.files() == files
    assert not (lab.root / "bib").exists()


def test_a_site_without_a_layout_is_told_so(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"index.md": "---\n---\nHi\n"})
    ran = site.run("init", "--yes")
    assert ran.status == 1
    assert "note: no layout was found" in ran.out
    assert "error[jekyll-no-layout]" in ran.err
    # Once there is a layout, the rest follows.
    site.write("_config.yml", site.read("_config.yml") + "theme: minima\n")
    ran = site.run("init", "--yes")
    assert (ran.status, ran.err) == (0, "")
    assert site.run("check").err == ""


# Defaults of a site's own for the pages' folder, and what then names the new layout.
DEFAULTS = {
    "for the folder": ("- scope: {path: _topics, type: topics}\n    values: {layout: page}", "_config.yml"),
    "for the folder's kind": ("- scope: {path: '', type: topics}\n    values: {layout: page}", "_config.yml"),
    "for one page": (
        "- scope: {path: _topics/first-topic.md, type: topics}\n    values: {layout: page}",
        "bib/pubmd.yml",
    ),
}


@pytest.mark.parametrize(("default", "file"), DEFAULTS.values(), ids=DEFAULTS)
def test_a_default_that_fits_better_does_not_keep_the_script_from_the_pages(
    tmp_path: Path, default: str, file: str
) -> None:
    config = f"theme: minima\ncollections:\n  topics: {{output: true}}\ndefaults:\n  {default}\n"
    site = TemporarySite(tmp_path, {"_config.yml": config})
    assert site.run("init", "--yes").status == 0
    assert site.read("_config.yml").startswith(config)
    assert "layout: topic" in site.read(file)
    site.run("sync")
    configuration, _ = read_configuration("_config.yml", site.read("_config.yml"))
    assert configuration is not None
    shown = fate(configuration, "_topics/first-topic.md")
    page = front_matter(site.read("_topics/first-topic.md"), ("layout",))
    assert page is not None
    assert isinstance(shown, Shown)
    assert front_matter_value(configuration, shown, page.values, "layout") == "topic"
    assert site.run("init", "--yes").out.endswith("nothing to write: this site is set up for pubmd\n")


def test_a_default_that_no_other_reaches_past_is_said_where_the_configuration_is_there(
    tmp_path: Path,
) -> None:
    settings = "sections: {topics: {pages: {one: {}, two: {}}}}\n"
    config = (
        "theme: minima\ncollections: {topics: {output: true}}\ndefaults:\n"
        "  - scope: {path: _topics/two.md}\n    values: {layout: page}\n"
    )
    site = TemporarySite(tmp_path, {"_config.yml": config, "bib/pubmd.yml": settings})
    ran = site.run("init", "--yes")
    assert (
        "note: the pages in _topics/ do not get the layout `topic`, for a default in _config.yml fits them "
        "better: write `layout: topic` into the section's `front_matter` in bib/pubmd.yml\n"
    ) in ran.out
    assert site.read("bib/pubmd.yml") == settings


@pytest.mark.parametrize("let_in", ["[bib]", "['*']"])
def test_sources_that_an_include_lets_in_are_said_and_nothing_is_added_for_them(
    tmp_path: Path, let_in: str
) -> None:
    config = f"theme: minima\ninclude: {let_in}\n"
    site = TemporarySite(tmp_path, {"_config.yml": config})
    ran = site.run("init", "--yes")
    assert ran.status == 1
    assert "_config.yml:2:11: error[jekyll-publishes-sources]: Jekyll copies `bib/`" in ran.err
    assert "exclude" not in site.read("_config.yml")
    before = site.files()
    ran = site.run("init", "--yes")
    assert (ran.status, ran.out.splitlines()[-1]) == (1, "nothing to write: mend what is named")
    assert site.files() == before
    # Once it is out, the rest follows.
    site.write("_config.yml", site.read("_config.yml").replace(f"include: {let_in}\n", ""))
    assert site.run("init", "--yes").status == 0
    assert "exclude: [bib," in site.read("_config.yml")


def test_folders_within_one_another_are_all_built_at_once(tmp_path: Path) -> None:
    settings = "sections: {vision: {folder: _all/_vision, pages: {one: {}}}}\n"
    site = TemporarySite(tmp_path, {"_config.yml": "theme: minima\n", "bib/pubmd.yml": settings})
    assert site.run("init", "--yes").status == 0
    assert "include: [_all, _vision]" in site.read("_config.yml")
    assert site.run("init").out.endswith("nothing to write: this site is set up for pubmd\n")


def test_for_a_new_section_the_check_names_the_command_that_adds_all_its_lines(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"_config.yml": "theme: minima\n"})
    site.run("init", "--yes", "--section", "vision")
    settings = site.read("bib/pubmd.yml").replace("sections:\n", "sections:\n  sound: {pages: {noise: {}}}\n")
    site.write("bib/pubmd.yml", settings)
    site.run("sync")
    ran = site.run("check")
    assert "error[jekyll-not-built]: Jekyll does not build `_sound/`" in ran.err
    assert "    hint: `pubmd init` adds all lines that are missing; by hand, add the line" in ran.err
    assert site.run("init", "--yes").status == 0
    ran = site.run("check")
    assert (ran.status, ran.err) == (0, "")


def test_what_becomes_public_or_is_so_no_more_is_said(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "_config.yml": "collections:\n  topics:\n",
        "_layouts/page.html": LAYOUT,
        "_topics/draft.md": "---\n---\n",
        "bib/paper.bib": "@misc{a, title = {A}}\n",
    }
    ran = TemporarySite(tmp_path, files).run("init", "--yes")
    assert "note: Jekyll builds these, too: _topics/draft.md\n" in ran.out
    assert "note: Jekyll publishes these no more: bib/paper.bib\n" in ran.out


# --- where it works


def test_the_root_is_looked_for_upwards(lab: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lab.root / "_pages")
    assert run(["init", "--yes"]) == 0
    assert "bib/pubmd.yml" in lab.files()


def test_the_search_ends_at_a_repositorys_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = TemporarySite(
        tmp_path, {"_config.yml": "title: other\n", "repo/.git/HEAD": "", "repo/site/x.md": ""}
    )
    monkeypatch.chdir(tmp_path / "repo/site")
    run(["init", "--yes"])
    assert site.read("_config.yml") == "title: other\n"
    assert "repo/site/bib/pubmd.yml" in site.files()


# --- at a terminal


def at_a_terminal(site: TemporarySite, *lines: str) -> tuple[int, str]:
    """`pubmd init` with these lines typed: its exit status, and what stands on the terminal."""
    control, terminal = pty.openpty()
    os.write(control, "".join(f"{line}\n" for line in lines).encode())
    ran = subprocess.Popen(
        [sys.executable, "-c", "from pubmd.cli import main; main()", "init", "--site", str(site.root)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    os.close(terminal)
    said = b""
    try:
        while chunk := os.read(control, 65536):
            said += chunk
    except OSError:  # the terminal's other end is closed
        pass
    os.close(control)
    return ran.wait(timeout=60), said.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(("answer", "status"), [("y", 0), ("n", 1)])
def test_at_a_terminal_it_asks(lab: TemporarySite, answer: str, status: int) -> None:
    ended, said = at_a_terminal(lab, "vision", "near, far", answer)
    assert ended == status
    assert "Section of the topic pages" in said
    assert ("bib/pubmd.yml" in lab.files()) == (answer == "y")
    if answer == "y":
        assert "\n      near:\n" in lab.read("bib/pubmd.yml")
        assert "\n    folder: _pages/vision\n" in lab.read("bib/pubmd.yml")


def test_an_answer_that_is_no_name_is_asked_for_again_with_the_reason(lab: TemporarySite) -> None:
    ended, said = at_a_terminal(lab, "Vision & Graphics", "posts", "vision", "near & far", "near far", "y")
    assert ended == 0
    reason = "wants letters, digits, `-` and `_`, such as `low-for-high`"
    assert f"Error: `Vision & Graphics` {reason}\nSection of the topic pages" in said
    assert "Error: `posts` is a name that Jekyll or pubmd uses for something else\nSection" in said
    assert f"Error: `&` {reason}\nIts pages" in said
    assert "--section" not in said
    settings, _ = read_settings("bib/pubmd.yml", lab.read("bib/pubmd.yml"))
    assert settings is not None
    assert [page.path for page in settings.pages] == ["_pages/vision/near.md", "_pages/vision/far.md"]


def test_of_files_that_are_no_pages_no_papers_are_counted(lab: TemporarySite) -> None:
    said = lab.run("init").out
    assert "--- _config.yml\n+++ _config.yml\n" in said
    assert "papers)" not in said
