"""Disks that fail: each page is the old or the new one, the lock claims no more, the next sync mends it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pubmd import writing
from tests.site import CONFIGURATION, Ran, TemporarySite

ENTRY = "@article{a, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
LOCK = "bib/pubmd.lock"
STALE = "  old:\n    pages:\n      touch:\n"
HAND = "Written by hand.\n"
# What a sync does to a disk, in the way that a test can make it fail.
CALLS = (
    (os, "replace"),
    (os, "fsync"),
    (os, "chmod"),
    (os, "unlink"),
    (os, "mkdir"),
    (writing, "_temporary"),
)


class Disk:
    """Counts a sync's calls, and fails the one of a given number, or all from it on."""

    def __init__(self, fails: int, for_good: bool, failure: Callable[[], BaseException]) -> None:
        self.fails = fails
        self.for_good = for_good
        self.failure = failure
        self.calls = 0

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.fails or (self.for_good and self.calls > self.fails):
                raise self.failure()
            return call(*args, **options)

        return wrapper

    @contextmanager
    def fitted(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in CALLS:
                patch.setattr(module, name, self.wrapped(getattr(module, name)))
            yield


def full_disk() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def site_of(root: Path) -> TemporarySite:
    """A site with a page to update, to create, to remove, and one that only `--force` replaces."""
    site = TemporarySite(root, {"bib/pubmd.yml": CONFIGURATION + STALE, "bib/vision.bib": ENTRY % "Old"})
    assert site.run("sync").status == 0
    (root / "_topics/sound.md").unlink()
    site.write("bib/pubmd.yml", CONFIGURATION + "      taste:\n")
    site.write("_topics/taste.md", HAND)
    site.write("bib/vision.bib", ENTRY % "New")
    return site


def pages(site: TemporarySite) -> dict[str, bytes]:
    return {
        path: data for path, data in site.files().items() if path.startswith("_") and path.endswith(".md")
    }


def temporaries(site: TemporarySite) -> list[str]:
    return [str(file.relative_to(site.root)) for file in site.root.rglob(".pubmd-*")]


@dataclass(frozen=True)
class State:
    """A site's pages and its lock."""

    pages: dict[str, bytes]
    lock: str

    @classmethod
    def of(cls, site: TemporarySite) -> State:
        return cls(pages(site), site.read(LOCK))


def wanted(root: Path) -> State:
    """The state of a site after a sync in which nothing fails."""
    root.mkdir()
    site = site_of(root)
    assert site.run("sync", "--force").status == 0
    return State.of(site)


def assert_whole(site: TemporarySite, old: State, new: State) -> None:
    """Each page is the old or the new one, and the lock is the new one only where all pages are."""
    now = State.of(site)
    for path in {*old.pages, *new.pages, *now.pages}:
        assert now.pages.get(path) in (old.pages.get(path), new.pages.get(path)), path
    assert now.lock in (old.lock, new.lock)
    if now.lock == new.lock:
        assert now.pages == new.pages


MODES = pytest.mark.parametrize("for_good", [False, True], ids=["once", "for-good"])


def failing_runs(
    tmp_path: Path, for_good: bool, failure: Callable[[], BaseException] = full_disk
) -> Iterator[tuple[TemporarySite, Ran, State]]:
    """A fresh site after a sync in which each call in turn failed, what the sync said, and the old state."""
    number = 0
    while True:
        number += 1
        root = tmp_path / str(number)
        root.mkdir()
        site = site_of(root)
        old = State.of(site)
        disk = Disk(number, for_good, failure)
        with disk.fitted():
            ran = site.run("sync", "--force")
        if disk.calls < number:
            assert ran.status == 0
            assert number > 15
            return
        yield site, ran, old


@MODES
def test_a_disk_that_fails_leaves_each_page_whole_and_the_next_sync_mends_it(
    for_good: bool, tmp_path: Path
) -> None:
    new = wanted(tmp_path / "fine")
    for site, ran, old in failing_runs(tmp_path, for_good):
        if ran.status:
            assert ran.status == 3
            assert ran.err.count("\n") == 1
            assert ran.err.startswith("pubmd: ")
            assert "No space left on device" in ran.err
        assert_whole(site, old, new)
        healed = site.run("sync", "--force")
        assert healed.status == 0, healed.err
        assert State.of(site) == new
        assert site.run("sync", "--check").status == 0


@MODES
def test_what_was_edited_by_hand_is_in_a_copy_or_still_there_whatever_fails(
    for_good: bool, tmp_path: Path
) -> None:
    for site, _, _ in failing_runs(tmp_path, for_good):
        copies = [file.read_text() for file in (site.root / ".pubmd").rglob("taste.md")]
        assert HAND in [site.read("_topics/taste.md"), *copies]


@MODES
def test_after_a_failure_pages_are_still_pubmds_when_the_sources_have_changed(
    for_good: bool, tmp_path: Path
) -> None:
    for site, _, _ in failing_runs(tmp_path, for_good):
        if site.read("_topics/taste.md") == HAND:
            (site.root / "_topics/taste.md").unlink()
        site.write("bib/vision.bib", ENTRY % "Newer")
        healed = site.run("sync")
        assert healed.status == 0, healed.err
        assert "**Newer**" in site.read("_topics/vision.md")


def test_after_two_failures_pages_are_still_pubmds_when_the_sources_have_changed(tmp_path: Path) -> None:
    for site, _, _ in failing_runs(tmp_path, for_good=True):
        if site.read("_topics/taste.md") == HAND:
            (site.root / "_topics/taste.md").unlink()
        for number in range(1, 9):
            site.write("bib/vision.bib", ENTRY % f"Newer {number}")
            with Disk(number, True, full_disk).fitted():
                site.run("sync")
        site.write("bib/vision.bib", ENTRY % "Newest")
        healed = site.run("sync")
        assert healed.status == 0, healed.err
        assert "**Newest**" in site.read("_topics/vision.md")


def test_no_temporary_file_stays_where_a_call_failed(tmp_path: Path) -> None:
    for site, _, _ in failing_runs(tmp_path, for_good=False):
        assert site.run("sync", "--force").status == 0
        assert temporaries(site) == []


def test_no_temporary_file_stays_after_the_next_sync_where_one_was_killed(tmp_path: Path) -> None:
    for site, _, _ in failing_runs(tmp_path, for_good=True):
        assert site.run("sync", "--force").status == 0
        assert temporaries(site) == []


def test_an_interrupted_sync_leaves_each_page_whole_and_the_next_one_goes_on(tmp_path: Path) -> None:
    new = wanted(tmp_path / "fine")
    for site, ran, old in failing_runs(tmp_path, False, KeyboardInterrupt):
        assert ran.status == 130
        assert_whole(site, old, new)
        assert site.run("sync", "--force").status == 0
        assert State.of(site) == new


def test_the_journal_is_gone_when_all_is_written(tmp_path: Path) -> None:
    site = site_of(tmp_path)
    site.run("sync", "--force")
    assert sorted(file.name for file in (tmp_path / ".pubmd").rglob("*") if file.is_file()) == [
        ".gitignore",
        "answer",
        "read",
        "sync.lock",
        "taste.md",
    ]
    assert (tmp_path / ".pubmd/.gitignore").read_text() == "*\n"
