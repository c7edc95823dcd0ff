"""`pubmd sync --watch`: what sets a sync off, what is said of it, and how it ends.

The loop runs on scripted looks where its timing matters, and in a thread over a real folder where the file
system does; the pauses are shortened there. The process itself is started for its pipes and its signals.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from pubmd import stretch
from pubmd.bibtex.bibliography import part_bounds
from pubmd.change import Action, Change, Plan
from pubmd.problem import Place, error, warning
from pubmd.site import Site, SiteError, WriteError
from pubmd.watch import Narrator, Round, follow, states, sync_round, turns, watch
from tests.site import CONFIGURATION, TemporarySite

PATIENCE = 10  # seconds, for what takes a fraction of one
PAGE = "_topics/vision.md"


def entry(key: str, title: str) -> str:
    return (
        f"@inproceedings{{{key},\n"
        f"  title = {{{title}}},\n"
        "  author = {Lovelace, Ada},\n"
        "  booktitle = {Proceedings of the Analytical Society},\n"
        "  year = {2024},\n"
        "  topics = {vision},\n"
        "}\n"
    )


FIRST, SECOND = entry("ada24", "The First Title"), entry("ada24", "The Other Title")
assert len(FIRST) == len(SECOND)


def wait_for(condition: Callable[[], bool], what: str, seen: Callable[[], str]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, (
            f"{what} did not come about within {PATIENCE} s; said so far:\n{seen()}"
        )
        time.sleep(0.005)


# What sets a sync off, on looks that are written down: each letter is what one look finds.


def synced(looks: str) -> str:
    """What the last look before each sync found, where the watch ends after these looks."""
    left = list(looks)
    found = [""]

    def look() -> str:
        found[0] = left.pop(0)
        return found[0]

    return "".join(found[0] for _ in turns(look, lambda _: bool(left)))


LOOKS = {
    "one sync at once": ("a", "a"),
    "no change, no sync": ("aaaaaa", "a"),
    "a change that has settled": ("aabb", "ab"),
    "ended while a change settles": ("ab", "a"),
    "a change right after the first sync": ("abb", "ab"),
    "many changes in a row are one": ("abcdefggg", "ag"),
    "changes with a rest between them are several": ("abbccdd", "abcd"),
    "a file that comes and goes is no change": ("abaaa", "a"),
    "back to how it was before the last sync": ("abbaa", "aba"),
}


@pytest.mark.parametrize(("looks", "expected"), LOOKS.values(), ids=LOOKS)
def test_a_sync_follows_each_change_that_has_settled(looks: str, expected: str) -> None:
    assert synced(looks) == expected


def test_files_that_never_rest_are_synced_now_and_then() -> None:
    looks = count()
    pauses = iter(range(160))
    syncs = sum(1 for _ in turns(lambda: next(looks), lambda _: next(pauses, None) is not None))
    assert 5 <= syncs <= 20


def test_slow_looks_are_far_between(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 0.0
    pauses: list[float] = []

    def look() -> str:
        nonlocal clock
        clock += 1
        return "a"

    def pause(seconds: float) -> bool:
        pauses.append(seconds)
        return len(pauses) < 5

    monkeypatch.setattr("pubmd.watch.time.monotonic", lambda: clock)
    assert len(list(turns(look, pause))) == 1
    assert min(pauses[1:]) >= 10


@pytest.mark.parametrize(("has_failed", "at_least", "at_most"), [(False, 1, 1), (True, 3, 30)])
def test_only_a_sync_that_failed_is_tried_again_without_a_change(
    has_failed: bool, at_least: int, at_most: int
) -> None:
    waited = 0.0

    def pause(seconds: float) -> bool:
        nonlocal waited
        waited += seconds
        return waited < 30

    syncs = sum(1 for _ in turns(lambda: "a", pause, lambda: has_failed))
    assert at_least <= syncs <= at_most


# What is looked at.


@pytest.mark.parametrize(
    "path",
    [
        "bib/pubmd.yml",
        "bib/overrides.yml",
        "bib/a.bib",
        "bib/UPPER.BIB",
        "bib/folder/deeper/a.bib",
        "bib/with space é.bib",
    ],
)
def test_a_file_that_a_sync_reads_is_looked_at(tmp_path: Path, path: str) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION})
    before = states(tmp_path)
    site.write(path, "x")
    assert states(tmp_path) != before


@pytest.mark.parametrize(
    "path",
    [
        "bib/pubmd.lock",
        ".pubmd/journal",
        "_topics/vision.md",
        "a.bib",
        "bib/readme.md",
        "bib/a.bib~",
        "bib/#a.bib#",
        "bib/.a.bib.swp",
        "bib/.hidden.bib",
        "bib/.hidden/a.bib",
        "bib/4913",
        "bib/folder/pubmd.yml",
    ],
)
def test_what_pubmd_writes_and_what_it_does_not_read_is_not_looked_at(tmp_path: Path, path: str) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": FIRST})
    before = states(tmp_path)
    assert len(before) == 2
    site.write(path, "x")
    assert states(tmp_path) == before


def test_a_file_behind_a_link_to_a_folder_of_the_site_is_looked_at(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "exports/a.bib": FIRST})
    (tmp_path / "bib/exports").symlink_to("../exports")
    before = states(tmp_path)
    assert len(before) == 2
    site.write("exports/a.bib", "x")
    assert states(tmp_path) != before


def test_a_look_takes_what_it_finds(tmp_path: Path) -> None:
    assert states(tmp_path / "gone") == {}
    (tmp_path / "bib/folder.bib").mkdir(parents=True)
    (tmp_path / "bib/.#a.bib").symlink_to("ada@host.1234")
    (tmp_path / "bib/broken.bib").symlink_to("nothing")
    (tmp_path / "bib/loop").symlink_to(tmp_path / "bib")
    assert states(tmp_path) == {}


# What is said.

MISSING = error("missing-title", Place("bib/a.bib", 3, 1), "`ada24` has no title")
MOVED = error("missing-title", Place("bib/a.bib", 9, 1), "`ada24` has no title")
YEAR = warning("missing-year", Place("bib/a.bib", 12, 1), "`kurt31` has no year")
TWIN = warning(
    "ambiguous-key", Place("bib/a.bib", 1, 1), "`ada24` is in bib/b.bib:3:1 too (line 3, column 1)"
)
TWIN_MOVED = warning(
    "ambiguous-key", Place("bib/a.bib", 1, 1), "`ada24` is in bib/b.bib:4:1 too (line 4, column 1)"
)
SAME = Plan((Change("a.md", Action.UNCHANGED, b"x", b"x"),), b"lock", b"lock")
WRITTEN = Plan((Change("a.md", Action.UPDATED, b"x", b"y"),), b"lock", b"lock 2")
FINE = Round((), SAME)

MISSING_SAID = "bib/a.bib:3:1: error[missing-title]: `ada24` has no title\n"
YEAR_SAID = "bib/a.bib:12:1: warning[missing-year]: `kurt31` has no year\n"
TWIN_SAID = "bib/a.bib:1:1: warning[ambiguous-key]: `ada24` is in bib/b.bib:3:1 too (line 3, column 1)\n"
WRITTEN_SAID = "updated     a.md\n1 page: 1 updated\n"


def told(rounds: Sequence[Round | Exception]) -> list[tuple[str, str]]:
    """What each of these syncs adds to standard output and standard error."""
    left = list(rounds)
    said: list[tuple[str, str]] = []
    out: list[str] = []
    err: list[str] = []

    def once() -> Round:
        result = left.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def changes() -> Iterator[None]:
        for _ in rounds:
            yield
            said.append(("".join(out), "".join(err)))
            out.clear()
            err.clear()

    follow(changes(), once, Narrator(out.append, err.append))
    return said


NEWS: dict[str, tuple[Round | Exception, Round | Exception, str, str]] = {
    "nothing is new": (FINE, FINE, "", ""),
    "a page was written": (FINE, Round((), WRITTEN), WRITTEN_SAID, ""),
    "an error came": (FINE, Round((MISSING,)), "", f"{MISSING_SAID}1 error\nnothing was written\n"),
    "an error's line moved": (Round((MISSING,)), Round((MOVED,)), "", ""),
    "a line that is named moved": (Round((TWIN,), SAME), Round((TWIN_MOVED,), SAME), "", ""),
    "an error came beside a warning": (
        *(Round((YEAR,), SAME), Round((MISSING, YEAR))),
        *("", f"{MISSING_SAID}1 error and 1 warning\nnothing was written\n"),
    ),
    "a warning came beside another, and a page was written": (
        *(Round((TWIN,), SAME), Round((TWIN, YEAR), WRITTEN)),
        *(WRITTEN_SAID, f"{YEAR_SAID}2 warnings\n"),
    ),
    "a page was written, the warning stays": (
        *(Round((YEAR,), SAME), Round((YEAR,), WRITTEN)),
        *(WRITTEN_SAID, ""),
    ),
    "an error is mended, a warning stays": (
        *(Round((MISSING, YEAR)), Round((YEAR,), SAME)),
        *("", "1 problem gone, 1 warning left\n"),
    ),
    "two are mended, one stays": (
        *(Round((MISSING, TWIN, YEAR)), Round((YEAR,), WRITTEN)),
        *(WRITTEN_SAID, "2 problems gone, 1 warning left\n"),
    ),
    "all are mended": (
        *(Round((MISSING, YEAR)), Round((), WRITTEN)),
        *(WRITTEN_SAID, "all problems are gone\n"),
    ),
    "one is mended, another came": (Round((YEAR,), SAME), Round((TWIN,), SAME), "", TWIN_SAID),
    "a warning came that counts": (
        *(FINE, Round((YEAR,), stopped="nothing was written: --strict counts warnings")),
        *("", f"{YEAR_SAID}1 warning\nnothing was written: --strict counts warnings\n"),
    ),
    "it failed": (FINE, SiteError("bib/a.bib is odd"), "", "pubmd: bib/a.bib is odd\n"),
    "a write failed": (FINE, WriteError("a.md is odd"), "", "pubmd: a.md is odd\n"),
    "a folder went while it was read": (FINE, OSError(2, "gone", "bib/x"), "", "pubmd: bib/x: gone\n"),
    "it failed again": (SiteError("gone"), SiteError("gone"), "", ""),
    "it failed in another way": (SiteError("gone"), SiteError("full"), "", "pubmd: full\n"),
    "it worked again": (
        *(SiteError("gone"), Round((), WRITTEN)),
        *(WRITTEN_SAID, "all problems are gone\n"),
    ),
}


@pytest.mark.parametrize(("first", "second", "out", "err"), NEWS.values(), ids=NEWS)
def test_a_sync_tells_what_is_new(
    first: Round | Exception, second: Round | Exception, out: str, err: str
) -> None:
    assert told([FINE, first, second])[-1] == (out, err)


def test_the_first_sync_tells_what_a_sync_tells() -> None:
    assert told([FINE]) == [("1 page: nothing changed\n", "")]
    assert told([Round((YEAR,), SAME)]) == [("1 page: nothing changed\n", YEAR_SAID)]


def test_a_failure_forgets_no_problem() -> None:
    said = told([Round((YEAR,), SAME), SiteError("gone"), Round((YEAR,), SAME), FINE])
    assert [err for _, err in said[1:]] == [
        "pubmd: gone\n",
        "1 problem gone, 1 warning left\n",
        "all problems are gone\n",
    ]


def test_no_round_leaves_a_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=4))
    text = "".join(
        f"@misc{{k{at},\n  title = {{T{at}}},\n  keywords = {{vision}}\n}}\n\n" for at in range(400)
    )
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": text})
    opened = []
    gc.disable()  # as the command does
    try:
        for number in range(6):
            site.write("bib/a.bib", text.replace("{T7}", f"{{New {number}}}"))
            sync_round(Site(site.root), print)
            opened.append(len(list(Path("/proc/self/fd").iterdir())))
    finally:
        gc.enable()
    assert f"New {number}" in site.read("_topics/vision.md")
    assert opened[-1] <= opened[1]


def test_the_same_problem_a_second_time_is_told() -> None:
    assert "2 errors" in told([Round((MISSING,)), Round((MISSING, MOVED))])[-1][1]


def test_an_edited_page_is_shown_with_its_difference_once_and_its_copy_is_named() -> None:
    refused = Plan((Change("a.md", Action.REFUSED, b"mine\n", b"ours\n"),), b"lock", b"lock")
    first, second = told([Round(tuple(refused.problems()), refused)] * 2)
    assert "error[edited-page]" in first[1]
    assert "\n-mine\n+ours\n" in first[1]
    assert second == ("", "")
    replaced = Plan((Change("a.md", Action.REPLACED, b"mine\n", b"ours\n"),), b"lock", b"lock 2")
    out, err = told([FINE, Round((), replaced, (".pubmd/replaced/now/a.md",))])[-1]
    assert out.endswith("a copy of what was replaced is .pubmd/replaced/now/a.md\n")
    assert err == ""


def test_a_failure_stays_on_one_line() -> None:
    assert told([SiteError("a\nb\x1b[2J")]) == [("", "pubmd: a b�[2J\n")]


# A real folder.


class Watched:
    """A site that a thread watches, with shortened pauses."""

    def __init__(self, root: Path, files: dict[str, str] | None = None, pace: float = 0.1) -> None:
        self.root = root
        self.files = TemporarySite(root, {"bib/pubmd.yml": CONFIGURATION, **(files or {})})
        self.pace = pace
        self.out: list[str] = []
        self.err: list[str] = []
        self.looks = 0
        self.syncs = 0
        self._ended = False
        self._died: list[BaseException] = []
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        try:
            narrator = Narrator(self.out.append, self.err.append)
            follow(turns(self._look, self._pause, lambda: narrator.has_failed), self._once, narrator)
        except BaseException as failure:
            self._died.append(failure)
            raise

    def _look(self) -> object:
        self.looks += 1
        return states(self.root)

    def _pause(self, seconds: float) -> bool:
        time.sleep(seconds * self.pace)
        return not self._ended

    def _once(self) -> Round:
        result = sync_round(Site(self.root), self.err.append)
        self.syncs += 1
        return result

    def write(self, path: str, text: str) -> None:
        """Replace a file in one step, so that no sync can meet half of it."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        temporary_renamed_over(self.root / path, text)

    def said(self) -> str:
        return "".join((*self.out, *self.err))

    def until(self, condition: Callable[[], bool], what: str) -> None:
        wait_for(lambda: bool(self._died) or condition(), what, self.said)
        assert not self._died, self._died

    def until_said(self, text: str) -> None:
        self.until(lambda: text in self.said(), f"«{text}»")
        self.out.clear()
        self.err.clear()

    def until_shown(self, text: str) -> None:
        self.until(lambda: text in self.page(), f"a page with «{text}»")

    def until_looked(self, times: int = 10) -> None:
        end = self.looks + times
        self.until(lambda: self.looks >= end, f"{times} looks")

    def page(self) -> str:
        file = self.root / PAGE
        return file.read_text() if file.exists() else ""

    def __enter__(self) -> Watched:
        self._thread.start()
        self.until(lambda: bool(self.said()), "the first sync")
        return self

    def __exit__(self, *_: object) -> None:
        self._ended = True
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


def in_place(file: Path, text: str) -> None:
    file.write_text(text)


def half_first(file: Path, text: str) -> None:
    file.write_text(text[:40])
    time.sleep(0.05)
    file.write_text(text)


def temporary_renamed_over(file: Path, text: str) -> None:
    temporary = file.with_name(".goutputstream-1234")
    temporary.write_text(text)
    temporary.replace(file)


def deleted_and_created(file: Path, text: str) -> None:
    file.unlink()
    time.sleep(0.05)
    file.write_text(text)


def as_vim(file: Path, text: str) -> None:
    probe, backup = file.with_name("4913"), file.with_name(f"{file.name}~")
    probe.touch()
    probe.unlink()
    file.rename(backup)
    file.write_text(text)
    backup.unlink()


def as_emacs(file: Path, text: str) -> None:
    lock, automatic = file.with_name(f".#{file.name}"), file.with_name(f"#{file.name}#")
    lock.symlink_to("ada@host.1234:5678")
    automatic.write_text(text[:40])
    file.rename(file.with_name(f"{file.name}~"))
    file.write_text(text)
    automatic.unlink()
    lock.unlink()


def out_of_the_past(file: Path, text: str) -> None:
    file.write_text(text)
    os.utime(file, (86400, 86400))


def out_of_the_future(file: Path, text: str) -> None:
    file.write_text(text)
    os.utime(file, (4102444800, 4102444800))


def at_the_same_time(file: Path, text: str) -> None:
    before = file.stat()
    file.write_text(text)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def behind_a_link(file: Path, text: str) -> None:
    file.resolve().write_text(text)


def link_to_another(file: Path, text: str) -> None:
    other = file.resolve().with_name("another-export.bib")
    other.write_text(text)
    link = file.with_name("link")
    link.symlink_to(other)
    link.replace(file)


@pytest.mark.parametrize(
    "save",
    [
        in_place,
        half_first,
        temporary_renamed_over,
        deleted_and_created,
        as_vim,
        as_emacs,
        out_of_the_past,
        out_of_the_future,
        at_the_same_time,
        behind_a_link,
        link_to_another,
    ],
    ids=lambda save: save.__name__,
)
def test_each_way_to_save_a_file_is_noticed(tmp_path: Path, save: Callable[[Path, str], None]) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    source = tmp_path / "site/bib/export.bib"
    source.parent.mkdir(parents=True)
    if save in (behind_a_link, link_to_another):
        (outside / "export.bib").write_text(FIRST)
        source.symlink_to(outside / "export.bib")
    else:
        source.write_text(FIRST)
    with Watched(tmp_path / "site") as watched:
        assert "The First Title" in watched.page()
        save(source, SECOND)
        watched.until_shown("The Other Title")
        save(source, FIRST)
        watched.until_shown("The First Title")
    assert watched.files.run("sync", "--check").status == 0


def test_a_half_saved_file_leaves_the_last_good_pages_and_the_next_save_mends_it(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/vision.bib": FIRST}) as watched:
        good = watched.page()
        watched.until_said("created")
        watched.write("bib/vision.bib", SECOND[:60])
        watched.until_said("nothing was written\n")
        assert watched.page() == good
        watched.write("bib/vision.bib", SECOND)
        watched.until_said("all problems are gone\n")
        watched.until_shown("The Other Title")


def test_a_folder_of_sources_may_come_and_go(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": entry("kurt31", "On Formal Systems")}) as watched:
        watched.write("bib/group/deeper/b.bib", FIRST)
        watched.until_shown("The First Title")
        watched.write("bib/group/deeper/b.bib", SECOND)
        watched.until_shown("The Other Title")
        shutil.rmtree(tmp_path / "bib/group")
        watched.until(lambda: "The Other Title" not in watched.page(), "a page without it")
        watched.write("elsewhere/b.bib", FIRST)
        (tmp_path / "elsewhere").rename(tmp_path / "bib/group")
        watched.until_shown("The First Title")
        (tmp_path / "bib/group").rename(tmp_path / "elsewhere")
        watched.until(lambda: "The First Title" not in watched.page(), "a page without it")
        assert "On Formal Systems" in watched.page()


@pytest.mark.parametrize("how", ["removed", "renamed"])
def test_bib_itself_may_go_and_come_back(tmp_path: Path, how: str) -> None:
    away = tmp_path / "elsewhere"
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        watched.until_said("created")
        good = watched.page()
        if how == "removed":
            shutil.copytree(tmp_path / "bib", away)
            (tmp_path / "bib/pubmd.yml").unlink()
            shutil.rmtree(tmp_path / "bib")
        else:
            (tmp_path / "bib").rename(away)
        watched.until_said("pubmd: there is no bib/pubmd.yml")
        assert watched.page() == good
        away.rename(tmp_path / "bib")
        watched.until_said("all problems are gone\n")
        assert watched.page() == good
        watched.write("bib/a.bib", SECOND)
        watched.until_shown("The Other Title")


def test_an_unusable_configuration_is_told_and_the_next_save_mends_it(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/pubmd.yml": "sections: [", "bib/a.bib": FIRST}) as watched:
        watched.until_said("bib/pubmd.yml:1:")
        assert watched.page() == ""
        watched.write("bib/pubmd.yml", CONFIGURATION)
        watched.until_said("all problems are gone\n")
        good = watched.page()
        assert "The First Title" in good
        watched.write("bib/pubmd.yml", CONFIGURATION.replace("pages:", "pagse:"))
        watched.until_said("nothing was written\n")
        assert watched.page() == good
        watched.write("bib/pubmd.yml", CONFIGURATION.replace('"Topics"', '"Better Topics"'))
        watched.until_said("all problems are gone\n")
        assert "Better Topics" in watched.page()


def test_the_overrides_are_a_source_too(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        watched.write("bib/overrides.yml", "ada24: {title: Overridden}\n")
        watched.until_shown("Overridden")
        (tmp_path / "bib/overrides.yml").unlink()
        watched.until_shown("The First Title")


def test_hundreds_of_files_at_once_are_few_syncs(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}, pace=1) as watched:
        before = watched.syncs
        for number in range(300):
            watched.write(f"bib/{number}.bib", entry(f"key{number}", f"Title {number}"))
        watched.until(
            lambda: all(f"**Title {number}**" in watched.page() for number in (0, 150, 299)),
            "a page with all",
        )
        assert watched.syncs - before <= 10


def test_what_a_sync_writes_sets_no_sync_off(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        watched.write("bib/a.bib", SECOND)
        watched.until_shown("The Other Title")
        watched.until_looked()
        assert watched.syncs == 2


def test_a_save_without_a_change_says_nothing(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        watched.until_said("created")
        watched.write("bib/a.bib", FIRST)
        watched.until(lambda: watched.syncs == 2, "a sync")
        watched.until_looked()
        assert watched.said() == ""


def test_a_page_deleted_by_hand_comes_back_with_the_next_change_of_a_source(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        good = watched.page()
        (tmp_path / PAGE).unlink()
        watched.until_looked()
        assert watched.syncs == 1
        watched.write("bib/a.bib", FIRST)
        watched.until(lambda: watched.page() == good, "the page")


def test_a_page_edited_by_hand_is_told_with_the_next_change_and_stays(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST}) as watched:
        good = watched.page()
        watched.write(PAGE, f"{good}mine\n")
        watched.write("bib/a.bib", SECOND)
        watched.until_said("\n-mine\n")
        assert watched.page() == f"{good}mine\n"
        watched.write(PAGE, good)
        watched.write("bib/a.bib", SECOND)
        watched.until_said("all problems are gone\n")
        watched.until_shown("The Other Title")


def test_a_write_that_failed_is_tried_again_without_a_change(tmp_path: Path) -> None:
    with Watched(tmp_path, {"bib/a.bib": FIRST, "_topics": "a file in the folder's place"}) as watched:
        watched.until_said("pubmd: ")
        (tmp_path / "_topics").unlink()
        watched.until_said("all problems are gone\n")
        assert "The First Title" in watched.page()


# Signals, with the handlers of this process.


@contextmanager
def handler(number: signal.Signals, action: Any) -> Iterator[None]:
    before = signal.signal(number, action)
    try:
        yield
    finally:
        signal.signal(number, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_midst_of_a_sync_lets_it_finish(tmp_path: Path, number: signal.Signals) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": FIRST})
    said: list[str] = []

    def once() -> Round:
        signal.raise_signal(number)
        return sync_round(Site(tmp_path), said.append)

    with handler(signal.SIGINT, signal.default_int_handler), handler(signal.SIGTERM, signal.SIG_DFL):
        watch(Site(tmp_path), once, said.append, said.append)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    assert said[0] == f"watching the sources in {tmp_path / 'bib'}; Ctrl-C ends it\n"
    assert "2 pages: 2 created\n" in "".join(said)
    assert site.run("sync", "--check").status == 0


def test_a_second_interrupt_does_not_wait_for_the_sync(tmp_path: Path) -> None:
    reached = []

    def once() -> Round:
        signal.raise_signal(signal.SIGINT)
        reached.append("after the first")
        signal.raise_signal(signal.SIGINT)
        reached.append("after the second")
        return FINE

    with handler(signal.SIGINT, signal.default_int_handler):
        watch(Site(tmp_path), once, reached.append, lambda _: None)
    assert reached == ["after the first"]


def test_an_interrupt_that_the_shell_ignores_stays_ignored(tmp_path: Path) -> None:
    rounds = []

    def once() -> Round:
        rounds.append(signal.getsignal(signal.SIGINT))
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        return FINE

    with handler(signal.SIGINT, signal.SIG_IGN):
        watch(Site(tmp_path), once, lambda _: None, lambda _: None)
    assert rounds == [signal.SIG_IGN]


# The process.


class Process:
    """`pubmd sync --watch` with a pipe at each stream."""

    def __init__(self, root: Path) -> None:
        # A test run in a shell's background ignores interrupts, and hands that down.
        with handler(signal.SIGINT, signal.default_int_handler):
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    "from pubmd.cli import main; main()",
                    "sync",
                    "--watch",
                    "--site",
                    str(root),
                ],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        self.out: list[str] = []
        self.err: list[str] = []
        self._readers = [
            threading.Thread(target=lambda lines=lines, stream=stream: lines.extend(stream))
            for lines, stream in ((self.out, self._process.stdout), (self.err, self._process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    def until_said(self, line: str) -> None:
        wait_for(
            lambda: any(line in said for said in (*self.out, *self.err)),
            f"«{line}»",
            lambda: "".join((*self.out, *self.err)),
        )

    def ended_by(self, number: signal.Signals) -> int:
        self._process.send_signal(number)
        status = self._process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return status

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        for reader, stream in zip(self._readers, (self._process.stdout, self._process.stderr), strict=True):
            reader.join(PATIENCE)
            assert stream is not None
            stream.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_says_what_it_does_through_a_pipe_and_ends_with_one_line(
    tmp_path: Path, number: signal.Signals
) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": FIRST})
    with Process(tmp_path) as process:
        process.until_said("2 pages: 2 created")
        process.until_said("watching")
        assert process.err == [f"watching the sources in {tmp_path / 'bib'}; Ctrl-C ends it\n"]
        temporary_renamed_over(tmp_path / "bib/a.bib", SECOND)
        process.until_said("2 pages: 1 updated, 1 unchanged")
        status = process.ended_by(number)
        assert (status, process.err[1:]) == (130, ["pubmd: interrupted\n"])
    assert "The Other Title" in site.read(PAGE)
    assert site.run("sync", "--check").status == 0
