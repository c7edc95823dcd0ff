"""`pubmd tag`: what is written, what is refused, and that nothing is ever done by halves."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import Ran, TemporarySite

OVERRIDES = "bib/overrides.yml"
CONFIGURATION = """\
sections:
  vision:
    pages:
      2024-New: {years: 2024, keywords: []}
      denoising: {keywords: [denoising, noise reduction]}
      sr: {}
  sound:
    pages:
      speech: {}
      sr: {keywords: [sr, recognition]}
links: {blog: Blog}
"""
SOURCES = """\
@article{tagged24, title = {On Noise}, author = {Lovelace, Ada}, year = 2024, venue = {Notes},
  keywords = {denoising}, code = {https://example.org/old}}
@article{free24, title = {Free of Topics}, author = {Turing, Alan}, year = 2024, venue = {Notes},
  doi = {10.1000/Free}}
@article{free23, title = {Spoken Words}, author = {Turing, Alan}, year = 2023, venue = {Notes}}
@article{twice, title = {One of Two}, author = {Noether, Emmy}, year = 2022, venue = {x}, doi = {10.1000/a}}
@article{twice, title = {Another Paper}, author = {Noether, Emmy}, year = 2021, venue = {Notes}}
"""


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": SOURCES})


# --- what is written

WRITTEN = {
    "topics": (
        ("free24", "--topic", "denoising", "--topic", "speech"),
        "",
        "free24:\n  topics: [denoising, speech]\n",
    ),
    "topics in one option": (
        ("free24", "-t", "Noise  reduction, speech"),
        "",
        "free24:\n  topics: [Noise reduction, speech]\n",
    ),
    "several papers": (
        ("free24", "free23", "--topic", "speech"),
        "",
        "free24:\n  topics: [speech]\nfree23:\n  topics: [speech]\n",
    ),
    "a topic of a section": (("free24", "--topic", "sound/sr"), "", "free24:\n  topics: [sound/sr]\n"),
    "a field, an award, a link of the site's own": (
        ("free24", "--set", "Code=https://example.org/a=b", "--award", "Best Paper", "--set", "blog=/blog"),
        "",
        "free24:\n  code: https://example.org/a=b\n  blog: /blog\n  award: Best Paper\n",
    ),
    "the entry's own field is taken away": (("tagged24", "--set", "code="), "", "tagged24:\n  code: ~\n"),
    "the entry's own field counts again": (
        ("tagged24", "--unset", "code"),
        "tagged24: {code: ~, award: Best} # why\n",
        "tagged24: {award: Best} # why\n",
    ),
    "a topic that the entry has itself is taken away": (
        ("tagged24", "--remove", "noise reduction"),
        "",
        "tagged24:\n  topics: [-noise reduction]\n",
    ),
    "a topic that the overrides gave is taken out of them": (
        ("free24", "--remove", "denoising"),
        "free24:\n  topics:\n  - noise reduction # this\n  - speech # that\n",
        "free24:\n  topics:\n  - speech # that\n",
    ),
    "a topic that the overrides took away is given back": (
        ("tagged24", "--topic", "denoising"),
        "# all\ntagged24: {topics: [-vision/denoising], award: Best}\n",
        "# all\ntagged24: {award: Best}\n",
    ),
    "a topic that the overrides took away, and that the entry has not": (
        ("free24", "--topic", "speech"),
        "free24: {topics: [denoising, -speech]}\n",
        "free24: {topics: [denoising, speech]}\n",
    ),
    "by its DOI": (("10.1000/free", "--topic", "speech"), "", "10.1000/free:\n  topics: [speech]\n"),
    "by its DOI's address": (
        ("https://doi.org/10.1000/FREE", "--topic", "speech"),
        "",
        "10.1000/free:\n  topics: [speech]\n",
    ),
    "by its key, where the overrides have its DOI": (
        ("free24", "--topic", "speech"),
        "10.1000/FREE: {award: Best}\n",
        "10.1000/FREE: {award: Best, topics: [speech]}\n",
    ),
    "one of two papers of one key, by its DOI": (
        ("10.1000/a", "--topic", "speech"),
        "",
        "10.1000/a:\n  topics: [speech]\n",
    ),
    "the same key twice": (("free24", "free24", "-t", "speech"), "", "free24:\n  topics: [speech]\n"),
    "one paper by its key and by its DOI": (
        ("free24", "10.1000/free", "https://doi.org/10.1000/FREE", "-t", "speech", "--award", "Best"),
        "",
        "free24:\n  award: Best\n  topics: [speech]\n",
    ),
}


@pytest.mark.parametrize(("args", "before", "after"), WRITTEN.values(), ids=WRITTEN)
def test_what_is_asked_for_is_written_and_again_changes_nothing(
    site: TemporarySite, args: tuple[str, ...], before: str, after: str
) -> None:
    if before:
        site.write(OVERRIDES, before)
    ran = site.run("tag", *args)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("bib/overrides.yml is written; `pubmd sync` brings the pages up to date\n")
    assert site.read(OVERRIDES) == after
    states = site.states()
    again = site.run("tag", *args)
    assert (again.status, again.out, again.err) == (0, "nothing changed: it is so already\n", "")
    assert site.states() == states


def test_it_says_what_changed(site: TemporarySite) -> None:
    site.write(OVERRIDES, "tagged24: {slides: /s}\n")
    ran = site.run(
        *(
            "tag",
            "tagged24",
            "--topic",
            "speech",
            "--remove",
            "denoising",
            "--set",
            "code=",
            "--unset",
            "slides",
        ),
    )
    assert ran.out.splitlines()[0] == (
        "tagged24: + speech, - denoising, code is taken away, slides is the entry's own again"
    )
    assert site.run("tag", "free24", "--topic", "speech", "--quiet").out == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028"], ids=["LF", "CRLF", "LS"])
def test_a_text_with_line_ends_is_told_on_one_line(site: TemporarySite, end: str) -> None:
    ran = site.run("tag", "free24", "--award", f"Best{end}Paper")
    assert ran.status == 0
    assert ran.out.splitlines()[0] == "free24: award = Best Paper"


def test_the_pages_follow(site: TemporarySite) -> None:
    site.run("tag", "free24", "--topic", "speech", "--award", "Best Paper")
    assert site.run("sync").status == 0
    assert "**Free of Topics**" in site.read("_sound/speech.md")
    assert "Best Paper" in site.read("_sound/speech.md")
    assert "**Free of Topics**" not in site.read("_vision/2024-New.md")


def test_a_paper_can_leave_a_page_that_collects_its_year(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", CONFIGURATION.replace("keywords: []", "keywords: [2024-New]"))
    site.run("tag", "tagged24", "--remove", "2024-New")
    assert site.read(OVERRIDES) == "tagged24:\n  topics: [-2024-New]\n"
    assert site.run("sync").status == 0
    assert "On Noise" not in site.read("_vision/2024-New.md")
    assert site.run("tag", "tagged24", "--remove", "2024-New").out.startswith("nothing changed")
    site.run("tag", "tagged24", "--topic", "2024-New")
    site.run("sync")
    assert "On Noise" in site.read("_vision/2024-New.md")


def test_a_topic_whose_page_is_gone_can_be_taken_out_of_the_overrides(site: TemporarySite) -> None:
    site.write(OVERRIDES, "free24: {topics: [Old  Topic, speech]}\nfree23: {topics: [old topic]}\n")
    ran = site.run("tag", "free24", "--remove", "old topic")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "free24: - Old Topic"
    assert site.read(OVERRIDES) == "free24: {topics: [speech]}\nfree23: {topics: [old topic]}\n"


def test_a_hidden_paper_that_gets_a_topic_is_said_to_be_on_no_page(site: TemporarySite) -> None:
    site.write("bib/b.bib", "@article{secret, title = {Not Yet}, year = 2024, hidden = {true}}\n")
    said = "secret is hidden, and on no page for all its topics; `--set hidden=` shows it\n"
    ran = site.run("tag", "secret", "free24", "--topic", "speech")
    assert ran.status == 0
    assert said in ran.out
    assert "free24 is hidden" not in ran.out
    assert said in site.run("tag", "secret", "--topic", "speech").out
    assert "hidden, and" not in site.run("tag", "secret", "--topic", "denoising", "--set", "hidden=").out
    site.run("sync")
    assert "Not Yet" in site.read("_sound/speech.md")


def test_a_paper_that_is_named_twice_is_said_once_to_be_hidden(site: TemporarySite) -> None:
    site.write("bib/b.bib", "@misc{secret, title = {Z}, hidden = {true}, doi = {10.1000/s}, year = 2020}\n")
    ran = site.run("tag", "secret", "10.1000/s", "--topic", "speech")
    assert ran.out.count("is hidden, and on no page") == 1
    assert "hidden, and" not in site.run("tag", "10.1000/s", "secret", "-t", "speech", "--set", "hidden=").out


# --- what is refused

REFUSED = {
    "an unknown key": (
        ("fre24", "-t", "speech"),
        2,
        ["no entry has the key or DOI `fre24`; did you mean `free24`?"],
    ),
    "an unknown topic": (("free24", "-t", "speach"), 2, ["did you mean `speech`?"]),
    "a topic of two sections": (("free24", "-t", "sr"), 2, ["write `vision/sr` or `sound/sr`"]),
    "a topic to take away that there is not": (
        ("free24", "--remove", "denoisin"),
        2,
        ["did you mean `denoising`?"],
    ),
    "a key of two papers": (("twice", "-t", "speech"), 2, ["bib/a.bib:6:1, bib/a.bib:7:1", "by its DOI"]),
    "an unknown field": (("free24", "--set", "coed=https://example.org"), 2, ["did you mean `code`?"]),
    "a field that no page shows": (("free24", "--set", "zzz=x"), 2, ["`links` in bib/pubmd.yml"]),
    "topics as a field": (("free24", "--set", "topics=speech"), 2, ["use --topic"]),
    "that two papers are one": (
        ("free24", "--set", "same_as=DBLP:x"),
        2,
        ["write the line `free24: {same_as: DBLP:x}` into bib/overrides.yml"],
    ),
    "that two papers are one, beside other words": (
        ("tagged24", "--set", "award=Best", "--set", "not_same_as=free24"),
        2,
        ["write the line `tagged24: {not_same_as: free24}` into bib/overrides.yml"],
    ),
    "a link that is none": (
        ("free24", "--set", "code=github.com/x/y"),
        2,
        ["write `https://github.com/x/y`"],
    ),
    "a link of the site's own that is none": (
        ("free24", "--set", "blog=javascript:x"),
        2,
        ["`blog` of `free24` is no link"],
    ),
    "an address of the paper's that is none, behind one that is": (
        ("free24", "--set", "url=https://example.org", "--set", "doi=11.1/x"),
        2,
        ["`doi` of `free24` is no link"],
    ),
    "given and taken away": (("free24", "-t", "denoising", "--remove", "noise reduction"), 2, ["both"]),
    "all that is wrong": (
        ("fre24", "free23", "-t", "speach", "--set", "coed=x"),
        2,
        ["`free24`?", "`speech`?", "`code`?"],
    ),
    "a setting without a text": (("free24", "--set", "code"), 2, ["FIELD=TEXT"]),
    "a field set twice": (("free24", "--set", "award=a", "--award", "b"), 2, ["given twice"]),
    "no key": (("-t", "speech"), 2, ["name the papers"]),
    "nothing to do": (("free24",), 2, ["say what to do"]),
    "a list and topics": (("--edit", "-t", "speech"), 2, ["--edit goes with keys alone"]),
}


@pytest.mark.parametrize(("args", "status", "told"), REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("before", [None, "# all\nfree23: {award: Best}\n"], ids=["no file", "a file"])
def test_what_is_wrong_is_told_and_nothing_is_written(
    site: TemporarySite, args: tuple[str, ...], status: int, told: list[str], before: str | None
) -> None:
    if before:
        site.write(OVERRIDES, before)
    states = site.states()
    ran = site.run("tag", *args)
    assert (ran.status, ran.out) == (status, "")
    for each in told:
        assert each in " ".join(ran.err.split())
    assert site.states() == states


def test_a_line_for_a_paper_that_has_overrides_goes_below_its_key(site: TemporarySite) -> None:
    site.write(OVERRIDES, "free24: {award: Best}\n")
    ran = site.run("tag", "free24", "--set", "same_as=free23")
    assert (ran.status, ran.out) == (2, "")
    assert "`same_as` is written by hand: add `same_as: free23` to `free24` in bib/overrides.yml\n" in ran.err
    ran = site.run("tag", "free24", "--unset", "same_as")
    assert "`same_as` is written by hand: take it out of `free24` in bib/overrides.yml\n" in ran.err


@pytest.mark.parametrize("broken", ["free24: [", "- a\n", "a: {code: /c}\na: {code: /d}\n"])
def test_broken_overrides_are_told_and_left_alone(site: TemporarySite, broken: str) -> None:
    site.write(OVERRIDES, broken)
    ran = site.run("tag", "free24", "--topic", "speech")
    assert ran.status == 1
    assert "bib/overrides.yml:" in ran.err
    assert site.read(OVERRIDES) == broken


def test_an_error_elsewhere_is_in_nobodys_way(site: TemporarySite) -> None:
    site.write("bib/denoising.bib", "@article{broken, title = {No end,\n}\n")
    assert site.run("tag", "free24", "--topic", "speech").status == 0


def test_no_configuration_no_tagging(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", "sections: 1\n")
    ran = site.run("tag", "free24", "--topic", "speech")
    assert ran.status == 2
    assert "config-type" in ran.err


def test_a_disk_that_is_full_leaves_the_old_overrides(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(OVERRIDES, "free23: {award: Best}\n")
    site.run("sync")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    ran = site.run("tag", "free24", "--topic", "speech")
    assert (ran.status, ran.out) == (3, "")
    assert "bib/overrides.yml cannot be written: No space left" in ran.err
    assert site.read(OVERRIDES) == "free23: {award: Best}\n"
    assert not list((site.root / "bib").glob(".pubmd-*"))


# --- the list in an editor

EDITOR = """\
import json, pathlib, sys
state = pathlib.Path(sys.argv[1])
rounds = json.loads(state.read_text())
shown = pathlib.Path(sys.argv[2])
(state.parent / f"shown-{len(rounds)}.txt").write_text(shown.read_text())
if rounds:
    for old, new in rounds.pop(0):
        text = shown.read_text()
        assert old in text, (old, text)
        shown.write_text(text.replace(old, new))
    state.write_text(json.dumps(rounds))
"""


class Editing:
    """A person who replaces texts in what the editor shows, once for each time that it is opened."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        (folder / "editor.py").write_text(EDITOR)
        monkeypatch.delenv("VISUAL", raising=False)
        state = folder / "rounds.json"
        monkeypatch.setenv("EDITOR", f"{sys.executable} {folder}/editor.py {state}")

    def __call__(
        self, site: TemporarySite, *rounds: list[tuple[str, str]], keys: tuple[str, ...] = ()
    ) -> Ran:
        import json

        (self.folder / "rounds.json").write_text(json.dumps(rounds))
        return site.run("tag", "--edit", *keys)

    def shown(self, left: int) -> str:
        """What was shown when so many rounds were still to come."""
        return (self.folder / f"shown-{left}.txt").read_text()


@pytest.fixture
def editing(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Editing:
    return Editing(tmp_path_factory.mktemp("editor"), monkeypatch)


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def test_the_list_has_a_line_for_each_untagged_paper_and_says_what_to_do(
    site: TemporarySite, editing: Editing
) -> None:
    editing(site, [])
    shown = editing.shown(1)
    assert [line.split()[0] for line in lines(shown)] == ["free24", "free23", "10.1000/a"]
    assert "# cannot be named here" in shown
    assert "2024 Notes | Free of Topics" in shown
    for topic in ("denoising", "vision/sr", "sound/sr", "speech"):
        assert f"#   {topic} " in shown


def test_what_is_saved_is_applied_and_what_has_no_topics_is_skipped(
    site: TemporarySite, editing: Editing
) -> None:
    site.write(OVERRIDES, "# ours\nfree23: {award: Best} # keep\n")
    ran = editing(site, [("free24   ", "free24 denoising, speech"), ("free23   ", "free23 sound/sr ")])
    assert (ran.status, ran.err) == (0, "")
    assert site.read(OVERRIDES) == (
        "# ours\nfree23: {award: Best, topics: [sound/sr]} # keep\nfree24:\n  topics: [denoising, speech]\n"
    )
    assert "free24: + denoising, + speech\n" in ran.out
    assert ran.out.endswith("2 of 4 papers were skipped\n")
    assert not list((site.root / ".pubmd").glob("draft-*"))


def test_the_list_as_it_stands_is_taken_where_the_line_that_says_so_is_deleted(
    site: TemporarySite, editing: Editing
) -> None:
    site.write(
        "bib/b.bib", "@misc{more, title = {Denoising}, author = {Noether, Emmy}, year = 2020, venue = {x}}"
    )
    assert any(
        line.startswith("more  ") and "denoising  #" in line for line in lines(shown_by(site, editing))
    )
    ran = editing(site, [("# To take the list as it stands, delete this line and save.\n", "")])
    assert ran.status == 0
    assert "more:\n  topics: [denoising]\n" in site.read(OVERRIDES)


def shown_by(site: TemporarySite, editing: Editing) -> str:
    editing(site)
    return editing.shown(0)


# What is written in place of the line's start, the line that is wrong then, and what stands above it.
MISTAKES = {
    "an unknown topic": ("free24 speach", "free24 speach", "`speach` fits no page; did you mean `speech`?"),
    "a topic of two sections": ("free24 sr ", "free24 sr ", "write `vision/sr` or `sound/sr`"),
    "an unknown key": ("fre24 speech", "fre24 speech", "`fre24`; did you mean `free24`?"),
    "a key of two papers": (
        "twice speech\nfree24 ",
        "twice speech",
        "could mean 2 papers: bib/a.bib:6:1, bib/a.bib:7:1",
    ),
    "a key twice": ("free24 speech\nfree24 denoising ", "free24 denoising", "`free24` stands in line"),
    "a key and the DOI of its paper": (
        "free24 speech\n10.1000/free denoising ",
        "10.1000/free denoising",
        "`10.1000/free` is the paper that is called `free24` already; write all its topics into one line",
    ),
    "no key": (", speech ", ", speech", "no entry has the key or DOI `,`"),
    "a sentence": ("please tag them all", "please tag them all", "no entry has the key or DOI `please`"),
    "a conflict mark": ("<<<<<<< HEAD\nfree24 ", "<<<<<<< HEAD", "no entry has the key or DOI `<<<<<<<`"),
    "a command of git's": ("pick free24 ", "pick free24", "no entry has the key or DOI `pick`"),
    "a topic of a page that collects years": (
        "free24 2024-New",
        "free24 2024-New",
        "`2024-New` fits no page",
    ),
}


@pytest.mark.parametrize(("written", "wrong", "told"), MISTAKES.values(), ids=MISTAKES)
@pytest.mark.parametrize("file", [None, "# ours\n"], ids=["no file", "a file"])
def test_a_mistake_opens_the_list_again_and_nothing_else_is_applied(
    site: TemporarySite, editing: Editing, written: str, wrong: str, told: str, file: str | None
) -> None:
    if file:
        site.write(OVERRIDES, file)
    ran = editing(site, [("free24   ", written), ("free23   ", "free23 speech")])
    remarks, _, rest = editing.shown(0).partition("\n#! ")[2].partition(f"\n{wrong}")
    assert told in remarks
    assert rest
    assert all(line.startswith("#! ") for line in remarks.splitlines()[1:])
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err
    assert "nothing was written" in ran.err
    assert (site.root / OVERRIDES).exists() == (file is not None)
    assert file is None or site.read(OVERRIDES) == file


def test_two_lines_that_give_a_paper_the_same_topics_are_one(site: TemporarySite, editing: Editing) -> None:
    ran = editing(site, [("free24   ", "free24 speech\n10.1000/free speech ")])
    assert (ran.status, ran.err) == (0, "")
    assert site.read(OVERRIDES) == "free24:\n  topics: [speech]\n"
    assert ran.out.endswith("3 of 4 papers were skipped\n")


def test_a_mended_list_is_applied_and_older_remarks_are_gone(site: TemporarySite, editing: Editing) -> None:
    ran = editing(
        site,
        [("free24   ", "free24 speach"), ("free23   ", "free23 speech")],
        [("free24 speach", "free24 denoisin")],
        [("free24 denoisin", "free24 denoising")],
    )
    assert editing.shown(1).count("#! ") == 1
    assert (ran.status, ran.err) == (0, "")
    assert site.read(OVERRIDES) == "free24:\n  topics: [denoising]\nfree23:\n  topics: [speech]\n"


def test_a_list_that_is_given_up_is_kept(site: TemporarySite, editing: Editing) -> None:
    ran = editing(site, [("free24   ", "free24 speach")])
    assert ran.status == 2
    (kept,) = (site.root / ".pubmd").glob("draft-*")
    assert f"your list is kept in {kept}" in ran.err
    assert "free24 speach" in kept.read_text()


def test_a_list_that_was_given_up_stays_whoever_edits_next(
    site: TemporarySite, editing: Editing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in each new container
    editing(site, [("free24   ", "free24 speach")])
    (kept,) = (site.root / ".pubmd").glob("draft-*")
    data = kept.read_bytes()
    assert editing(site, []).status == 0
    assert editing(site, [("free23   ", "free23 speech")]).status == 0
    assert list((site.root / ".pubmd").glob("draft-*")) == [kept]
    assert kept.read_bytes() == data


def test_a_disk_that_is_full_leaves_no_list_behind(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.run("sync")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setenv("VISUAL", "false")
    ran = site.run("tag", "--edit")
    assert ran.status == 3
    assert "cannot be written: No space left" in ran.err
    assert not list((site.root / ".pubmd").glob("draft-*"))


def test_the_bytes_of_a_list_that_is_not_utf_8_are_kept(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = "f() { printf 'free24 caf\\351 # \\351\\nfree23 speech # \\351\\n' > \"$1\"; }; f"
    monkeypatch.setenv("VISUAL", editor)
    ran = site.run("tag", "--edit")
    assert (ran.status, ran.out) == (2, "")
    assert "line 2, `free24 caf�`: this line is not UTF-8; have your editor save the list so\n" in ran.err
    assert ran.err.count("not UTF-8") == 1  # what stands in a remark is in nobody's way
    (kept,) = (site.root / ".pubmd").glob("draft-*")
    assert kept.read_bytes() == (
        b"#! this line is not UTF-8; have your editor save the list so\n"
        b"free24 caf\xe9 # \xe9\nfree23 speech # \xe9\n"
    )
    assert not (site.root / OVERRIDES).exists()


def test_a_list_in_utf_16_is_kept_as_it_is(site: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "f() { printf 'free24 speech' | iconv -t UTF-16 > \"$1\"; }; f")
    ran = site.run("tag", "--edit")
    assert (ran.status, ran.out) == (2, "")
    assert "the list was not saved as UTF-8; nothing was written\n" in ran.err
    (kept,) = (site.root / ".pubmd").glob("draft-*")
    assert kept.read_bytes() == "free24 speech".encode("utf-16")


UNCHANGED = "the list was not changed: nothing was written\n"
EMPTY = "the list is empty: nothing was written\n"


@pytest.mark.parametrize(
    ("editor", "status", "told"),
    [
        ("true", 0, UNCHANGED),
        ("touch", 0, UNCHANGED),
        ("truncate -s 0", 0, EMPTY),
        ("sed -i /^[^#]/d", 0, EMPTY),
        ("rm", 0, EMPTY),
        ("false", 2, "the editor `false` failed with status 1; nothing was written\n"),
        ("exit 3;", 2, "failed with status 3; nothing was written\n"),
        ("kill -9 $$;", 2, "was killed; nothing was written\n"),
        ("kill -INT $$;", 2, "was killed; nothing was written\n"),
        ("no-such-editor", 2, "there is no editor `no-such-editor`"),
        ("sed -i 's/^free24/free24 speech/' \"$1\"; false", 2, "failed with status 1; nothing was written\n"),
    ],
)
def test_an_editor_that_changes_nothing_or_fails_changes_nothing(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, editor: str, status: int, told: str
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    files = site.files()
    ran = site.run("tag", "--edit")
    assert (ran.status, ran.out) == (status, "")
    assert told in ran.err
    assert site.files() == files


@pytest.mark.parametrize(("editor", "is_told"), [("true", True), ("sleep 1.1; true", False)])
def test_an_editor_that_is_back_at_once_is_said_to_have_to_wait(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, editor: str, is_told: bool
) -> None:
    monkeypatch.setenv("VISUAL", editor)
    ran = site.run("tag", "--edit")
    assert ran.status == 0
    assert ("have it wait: EDITOR='code --wait'\n" in ran.err) == is_told


def test_an_editor_that_never_mends_its_list_is_left_at_last(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", 'f() { echo "nobody speech" >> "$1"; }; f')
    ran = site.run("tag", "--edit")
    assert ran.status == 2
    assert "`nobody`" in ran.err


CATCHING = """\
import os, pathlib, signal, sys
signal.signal(signal.SIGINT, lambda *_: None)
os.killpg(0, signal.SIGINT)  # as a terminal does at Ctrl-C
pathlib.Path(sys.argv[-1]).write_text("free24 speech\\n")
"""


@pytest.mark.parametrize("before", ["", "LINES=9 exec "], ids=["a program", "a command of the shell's"])
def test_an_editor_that_catches_an_interrupt_goes_on(site: TemporarySite, before: str) -> None:
    script = site.write("an editor.py", CATCHING)
    done = subprocess.run(
        [sys.executable, "-m", "pubmd", "tag", "--edit", "--site", str(site.root)],
        env={**os.environ, "VISUAL": f"{before}{sys.executable} -I '{script}' --now"},
        start_new_session=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert site.read(OVERRIDES) == "free24:\n  topics: [speech]\n"


def test_visual_goes_before_editor(site: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "false")
    monkeypatch.setenv("VISUAL", "true")
    assert site.run("tag", "--edit").status == 0


def test_keys_choose_what_is_edited(site: TemporarySite, editing: Editing) -> None:
    editing(site, [], keys=("tagged24", "10.1000/free"))
    assert [line.split()[0] for line in lines(editing.shown(1))] == ["tagged24", "free24"]
    assert site.run("tag", "--edit", "fre24").status == 2


TAKEN_AWAY = """\
# A topic that the paper has and that you delete from its line is taken away from it.
# A line that you delete is skipped.
"""


def test_a_topic_that_begins_with_a_number_sign_is_written(site: TemporarySite, editing: Editing) -> None:
    site.write("bib/pubmd.yml", CONFIGURATION.replace("speech: {}", "speech: {keywords: ['#talk']}"))
    ran = editing(
        site, [("free24   ", "free24  #talk"), ("free23   ", "free23  #tlak")], [("#tlak", "#talk")]
    )
    assert "`#tlak` fits no page; did you mean `#talk`?" in editing.shown(1)
    assert "# What follows ` # `, with both spaces, is not read.\n" in editing.shown(1)
    assert (ran.status, ran.err) == (0, "")
    assert site.read(OVERRIDES) == 'free24:\n  topics: ["#talk"]\nfree23:\n  topics: ["#talk"]\n'


def test_a_paper_that_is_named_is_shown_with_the_topics_that_it_has(
    site: TemporarySite, editing: Editing
) -> None:
    site.write("bib/b.bib", "@misc{secret, title = {Z}, topics = {sound/sr}, hidden = {true}, year = 2020}\n")
    site.write("bib/2024-New.bib", "@misc{filed, title = {Y}, topics = {speech}, year = 2019}\n")
    site.write(OVERRIDES, "free23: {topics: [vision/sr, speech]}\ntagged24: {topics: [-denoising, speech]}\n")
    editing(site, [], keys=("tagged24", "free23", "secret", "filed"))
    shown = [line.partition("  #")[0].split(None, 1) for line in lines(editing.shown(1))]
    assert [(name, topics.rstrip()) for name, topics in shown] == [
        ("tagged24", "speech"),
        ("free23", "vision/sr, speech"),
        ("secret", "sound/sr"),
        ("filed", "speech"),
    ]
    assert TAKEN_AWAY in editing.shown(1)


def test_the_list_of_untagged_papers_speaks_of_none_taken_away(site: TemporarySite, editing: Editing) -> None:
    editing(site, [])
    assert "taken away" not in editing.shown(1)
    assert "# A line that you delete, or that has no topics, is skipped.\n" in editing.shown(1)


# What the overrides say before, what is written in place of what, and what they say then.
TAKEN = {
    "the entry's own topic": ("", ("tagged24  denoising", "tagged24"), "tagged24:\n  topics: [-denoising]\n"),
    "one for another": (
        "",
        ("tagged24  denoising", "tagged24  speech"),
        "tagged24:\n  topics: [speech, -denoising]\n",
    ),
    "a topic of the overrides": (
        "tagged24: {topics: [speech], award: Best}\n",
        ("denoising, speech", "denoising"),
        "tagged24: {award: Best}\n",
    ),
    "the same page by another topic": ("", ("tagged24  denoising", "tagged24  Noise  Reduction"), None),
    "a line that is deleted": ("", ("tagged24  denoising  #", "#"), None),
}


@pytest.mark.parametrize(("before", "edit", "after"), TAKEN.values(), ids=TAKEN)
def test_a_topic_that_is_deleted_from_a_line_is_taken_away(
    site: TemporarySite, editing: Editing, before: str, edit: tuple[str, str], after: str | None
) -> None:
    if before:
        site.write(OVERRIDES, before)
    files = site.files()
    ran = editing(site, [edit], keys=("tagged24",))
    assert ran.status == 0
    if after is None:
        assert site.files() == files
    else:
        assert ran.err == ""
        assert site.read(OVERRIDES) == after


def test_a_likely_topic_that_is_deleted_is_not_taken_away(site: TemporarySite, editing: Editing) -> None:
    site.write("bib/b.bib", "@misc{more, title = {Denoising}, author = {Noether, Emmy}, year = 2020}\n")
    ran = editing(site, [("more      denoising", "more  speech")], keys=("tagged24", "more"))
    assert (ran.status, ran.err) == (0, "")
    assert site.read(OVERRIDES) == "more:\n  topics: [speech]\n"


def test_no_topic_is_taken_away_where_another_line_has_a_mistake(
    site: TemporarySite, editing: Editing
) -> None:
    ran = editing(
        site,
        [("tagged24  denoising", "tagged24"), ("free23  ", "free23 speach")],
        keys=("tagged24", "free23"),
    )
    assert ran.status == 2
    assert "`speach`" in ran.err
    assert not (site.root / OVERRIDES).exists()


def test_no_list_is_opened_where_every_paper_has_topics(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "false")
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/denoising.bib": SOURCES})
    ran = site.run("tag", "--edit")
    assert (ran.status, ran.out) == (0, "no paper is without topics\n")
