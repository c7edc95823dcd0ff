"""A sync in a process of its own that is killed while it writes, and what must be true of the site then."""

from __future__ import annotations

import io
import os
import random
import signal
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import Any

from pubmd.cli import run
from pubmd.site import Site
from pubmd.sync import outcome
from tests.site import TemporarySite

LOCK = "bib/pubmd.lock"
# So slow is each step of writing at least: a kill meets any of them, whatever the disk.
STEP = 0.001


def forked(work: Callable[[], int]) -> int:
    """The id of a process that does this work and ends with its status."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of forks beside threads, which pytest-xdist has
        child = os.fork()
    if child:
        return child
    status = 99
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            status = work()
    finally:
        os._exit(status)


def status_of(child: int) -> int:
    """The status that a process ends with; that of a killed one is below 0."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def large_site(root: Path, pages: int, entries: int) -> Callable[[int], TemporarySite]:
    """A site of so many pages and entries, as a function that puts another version of its sources there.

    Every page differs between two versions, and one page is renamed.
    """
    site = TemporarySite(root)

    def put(version: int) -> TemporarySite:
        names = "".join(f"      p{number}:\n" for number in range(pages - 1))
        renamed = f"      last: {{file: last-{version % 2}.md}}\n"
        site.write("bib/pubmd.yml", f"sections:\n  topics:\n    pages:\n{names}{renamed}")
        for page in [*(f"p{number}" for number in range(pages - 1)), "last"]:
            titles = (f"Paper {page} {number} Version {version}" for number in range(entries // pages))
            text = "".join(
                f"@article{{{page}-{number},\n  title = {{{title}}},\n  author = {{Lovelace, Ada}},\n"
                f"  venue = {{Notes}},\n  year = 1843\n}}\n"
                for number, title in enumerate(titles)
            )
            site.write(f"bib/{page}.bib", text)
        return site

    return put


def pages(site: TemporarySite) -> dict[str, bytes]:
    return {
        path: data
        for path, data in site.files().items()
        if path.startswith("_topics/") and path.endswith(".md")
    }


def wanted(site: TemporarySite) -> dict[str, bytes]:
    """The pages as they should be."""
    built = outcome(Site(site.root)).build
    assert built is not None
    return {page.path: page.data for page in built.pages}


def slow_sync(root: Path, began: int) -> int:
    """A sync that tells a pipe of its first step on the disk, and takes its time for each."""

    def slowed(call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*args: Any, **options: Any) -> Any:
            os.write(began, b".")
            time.sleep(STEP)
            return call(*args, **options)

        return wrapper

    for name in ("replace", "fsync", "unlink", "chmod"):
        setattr(os, name, slowed(getattr(os, name)))
    return run(["sync", "--site", str(root)])


def killed_sync(root: Path, delay: float) -> int:
    """The status of a sync that is killed so many seconds after its first step on the disk."""
    read, write = os.pipe()
    child = forked(lambda: slow_sync(root, write))
    os.close(write)
    os.read(read, 1)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    status = status_of(child)
    os.close(read)
    return status


def time_of_writing(root: Path) -> float:
    """How long a sync takes from its first step on the disk to its end, in seconds."""
    moments = []
    read, write = os.pipe()
    child = forked(lambda: slow_sync(root, write))
    os.close(write)
    while os.read(read, 4096):
        moments.append(time.monotonic())
    os.close(read)
    assert status_of(child) == 0
    return moments[-1] - moments[0]


def assert_in_order(site: TemporarySite, new: dict[str, bytes]) -> None:
    """All is as after a sync in which nothing happened."""
    assert pages(site) == new
    lines = [f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(new.items())]
    assert site.read(LOCK) == "".join(lines)
    assert list(site.root.rglob(".pubmd-*")) == []
    assert not (site.root / ".pubmd/journal").exists()


def assert_kills_do_no_harm(root: Path, examples: int, *, number_of_pages: int, entries: int) -> None:
    """Kill a sync at so many random moments; each page is whole, and the next sync mends the rest."""
    at_random = random.Random(7)
    put = large_site(root, number_of_pages, entries)
    site = put(0)
    longest = time_of_writing(root)
    version = killed = halfway = 0
    for _ in range(examples):
        old, lock = pages(site), site.read(LOCK)
        version += 1
        put(version)
        new = wanted(site)
        delay = at_random.uniform(0, longest)
        status = killed_sync(root, delay)
        assert status in (0, -signal.SIGKILL)
        now = pages(site)
        for path in {*old, *new, *now}:
            assert now.get(path) in (old.get(path), new.get(path)), (path, delay)
        if site.read(LOCK) != lock:
            assert now == new
        killed += status != 0
        halfway += now not in (old, new)
        if at_random.random() < 0.5:
            # The page that a journal alone knows is pubmd's, too.
            version += 2
            put(version)
            new = wanted(site)
        healed = site.run("sync")
        assert healed.status == 0, healed.err
        assert healed.err == ""
        assert_in_order(site, new)
    assert killed, "no sync was killed"
    assert halfway, "no sync was killed between two pages"


def assert_syncs_at_once_agree(root: Path, syncs: int, *, number_of_pages: int, entries: int) -> None:
    """Start so many syncs at the same time; all are fine, and the site is as after one of them."""
    put = large_site(root, number_of_pages, entries)
    for version in range(2):
        site = put(version)
        children = [forked(lambda: run(["sync", "--site", str(root)])) for _ in range(syncs)]
        assert [status_of(child) for child in children] == [0] * syncs
        assert_in_order(site, wanted(site))
