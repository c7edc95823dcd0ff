"""Kills, crowds and full disks, many of them; `make soak` runs this, `tests/command/test_trust.py` a few."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.killing import (
    assert_in_order,
    assert_kills_do_no_harm,
    assert_syncs_at_once_agree,
    large_site,
    pages,
    wanted,
)

EXAMPLES = int(os.environ.get("PUBMD_EXAMPLES", "1000"))


def test_a_sync_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    assert_kills_do_no_harm(tmp_path, EXAMPLES, number_of_pages=40, entries=400)


def test_two_dozen_syncs_at_once_agree(tmp_path: Path) -> None:
    for number in range(max(1, EXAMPLES // 100)):
        assert_syncs_at_once_agree(tmp_path / str(number), 24, number_of_pages=40, entries=400)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    if os.getuid():
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_disk_that_is_full_leaves_each_page_whole(small_disk: Path) -> None:
    at_random = random.Random(7)
    few, many = (large_site(small_disk / "site", 12, entries) for entries in (12, 1200))
    ballast = small_disk / "ballast"
    failed = halfway = 0
    for version in range(0, max(4, EXAMPLES // 5), 2):
        assert few(version).run("sync").status == 0
        site = many(version + 1)
        old, new, lock = pages(site), wanted(site), site.read("bib/pubmd.lock")
        with ballast.open("wb", buffering=0) as file:  # all but so many bytes
            left = os.statvfs(small_disk)
            file.write(b"x" * max(0, left.f_bavail * left.f_frsize - at_random.randrange(0, 200_000)))
        ran = site.run("sync")
        now = pages(site)
        assert ran.status in (0, 3)
        assert ran.err == "" if ran.status == 0 else "No space left on device" in ran.err
        for path in {*old, *new, *now}:
            assert now.get(path) in (old.get(path), new.get(path)), path
        assert list(site.root.rglob(".pubmd-*")) == []
        if site.read("bib/pubmd.lock") != lock:
            assert now == new
        failed += ran.status == 3
        halfway += now not in (old, new)
        ballast.unlink()
        assert site.run("sync").status == 0
        assert_in_order(site, new)
    assert failed, "the disk was never full"
    assert halfway or EXAMPLES < 100, "the disk was never full between two pages"
