"""What a lab trusts pubmd with: its pages, through kills, crowds, links, merges and missing permissions."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pubmd import writing
from pubmd.site import Site
from pubmd.sync import synced
from tests.killing import (
    assert_in_order,
    assert_kills_do_no_harm,
    assert_syncs_at_once_agree,
    forked,
    status_of,
)
from tests.site import CONFIGURATION, TemporarySite

ENTRY = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
PAGE, OTHER, LOCK = "_topics/vision.md", "_topics/sound.md", "bib/pubmd.lock"
PUBMD = [sys.executable, "-c", "from pubmd.cli import main; main()"]
NOBODY = 65534


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    """A site that is synced, and whose source has changed since."""
    files: dict[str, str | bytes] = {
        "bib/pubmd.yml": CONFIGURATION,
        "bib/vision.bib": ENTRY % ("a", "Old"),
    }
    site = TemporarySite(tmp_path / "site", files)
    assert site.run("sync").status == 0
    site.write("bib/vision.bib", ENTRY % ("a", "New"))
    return site


# --- kills and crowds


def test_a_sync_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    assert_kills_do_no_harm(tmp_path, 20, number_of_pages=12, entries=24)


def test_many_syncs_at_once_agree(tmp_path: Path) -> None:
    assert_syncs_at_once_agree(tmp_path, 24, number_of_pages=12, entries=24)


def test_a_sync_waits_for_another_one_and_says_so(site: TemporarySite) -> None:
    with writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail):
        second = subprocess.Popen(
            [*PUBMD, "sync", "--site", str(site.root)],
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert second.stderr is not None
        assert second.stderr.readline() == "pubmd: another sync is running; waiting for it\n"
        assert "Old" in site.read(PAGE)
    out, err = second.communicate(timeout=60)
    assert (second.returncode, err) == (0, "")
    assert out == f"updated     {PAGE} (1 paper more, 1 fewer)\n2 pages: 1 updated, 1 unchanged\n"


def test_a_sync_that_waits_in_vain_is_3_and_writes_nothing(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_PATIENCE", 0.1)
    with writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail):
        ran = site.run("sync")
    assert ran.status == 3
    assert ran.err.endswith("seconds; nothing was written\n")
    assert "Old" in site.read(PAGE)


def test_a_lock_file_that_a_killed_sync_left_is_in_nobodys_way(site: TemporarySite) -> None:
    site.write(".pubmd/sync.lock", "4711\n")
    assert site.run("sync").status == 0


def test_what_another_sync_did_while_this_one_waited_is_read_again(site: TemporarySite) -> None:
    def other(_: str) -> None:
        site.write("bib/vision.bib", ENTRY % ("a", "Newest"))
        site.write("bib/more.bib", ENTRY.replace("year", "topics = {sound}, year") % ("b", "Hearing"))
        held.__exit__(None, None, None)

    held = writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail)
    held.__enter__()
    found, _ = synced(Site(site.root), other)
    assert found.plan is not None
    assert [change.path for change in found.plan.changes if change.writes] == [PAGE, OTHER]
    assert "Newest" in site.read(PAGE)
    assert "Hearing" in site.read(OTHER)


@pytest.mark.parametrize("args", [["sync", "--check"], ["sync", "--diff"], ["check"]], ids=" ".join)
def test_what_writes_nothing_waits_for_nobody_and_makes_no_folder(
    site: TemporarySite, args: list[str]
) -> None:
    with writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail):
        assert site.run(*args).status == 1
    shutil.rmtree(site.root / ".pubmd")
    assert site.run(*args).status == 1
    assert not (site.root / ".pubmd").exists()


def test_a_sync_with_nothing_to_write_makes_no_folder(site: TemporarySite) -> None:
    site.run("sync")
    shutil.rmtree(site.root / ".pubmd")
    assert site.run("sync").out == "2 pages: nothing changed\n"
    assert not (site.root / ".pubmd").exists()


def test_what_a_killed_sync_left_is_cleared_even_where_nothing_is_to_be_written(site: TemporarySite) -> None:
    site.run("sync")
    after = site.files()
    site.write(".pubmd/journal", f"{'1' * 64}  {PAGE}\n")
    for folder in ("_topics", "bib", ".pubmd", ".pubmd/replaced/now/_topics"):
        site.write(f"{folder}/.pubmd-x.tmp", "half")
    assert site.run("sync").out == "2 pages: nothing changed\n"
    assert site.files() == after
    assert list(site.root.rglob(".pubmd-*")) == []
    assert not (site.root / ".pubmd/journal").exists()


def test_a_removal_that_was_interrupted_is_finished(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", CONFIGURATION.replace("      sound: {}\n", ""))
    site.write(".pubmd/journal", "")
    (site.root / OTHER).unlink()
    assert site.run("sync").status == 0
    assert_in_order(site, {PAGE: (site.root / PAGE).read_bytes()})


def test_a_copy_is_there_before_its_page_is_replaced(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write(PAGE, "by hand\n")
    replace = writing.replace

    def watched(root: Path, path: str, *rest: Any) -> bool:
        if path == PAGE:
            copies = list((root / ".pubmd/replaced").rglob("vision.md"))
            assert [copy.read_text() for copy in copies] == ["by hand\n"]
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(root, path, *rest)

    monkeypatch.setattr(writing, "replace", watched)
    assert status_of(forked(lambda: site.run("sync", "--force").status)) == -signal.SIGKILL
    assert site.read(PAGE) == "by hand\n"


# --- disks that are full, folders that may not be written


@pytest.mark.parametrize("limit", [0, 1, 4, 50, 120, 200, 250, 400])
def test_a_file_that_cannot_be_written_to_its_end_is_not_there_at_all(
    site: TemporarySite, limit: int
) -> None:
    old = site.files()

    def work() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return site.run("sync").status

    status = status_of(forked(work))
    now = site.files()
    assert list(site.root.rglob(".pubmd-*")) == []
    assert site.run("sync").status == 0
    new = site.files()
    assert (status, now) == ((0, new) if limit == 400 else (3, old))


@pytest.fixture
def open_site() -> Iterator[TemporarySite]:
    """A site where a user without privileges can reach it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o755)
        site = TemporarySite(root, {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": ENTRY % ("a", "Old")})
        assert site.run("sync").status == 0
        site.write("bib/vision.bib", ENTRY % ("a", "New"))
        own(site)
        yield site


def own(site: TemporarySite) -> None:
    """Make all files those of the user without privileges."""
    if os.getuid() == 0:
        for file in (site.root, *site.root.rglob("*")):
            os.chown(file, NOBODY, NOBODY)


def unprivileged(site: TemporarySite, *args: str) -> tuple[int, str]:
    """The status of a command by a user whom the file system can refuse, and what it said."""
    read, write = os.pipe()

    def work() -> int:
        if os.getuid() == 0:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        ran = site.run(*(args or ("sync",)))
        os.write(write, ran.err.encode())
        return ran.status

    child = forked(work)
    os.close(write)
    with open(read) as said:  # noqa: PTH123
        return status_of(child), said.read()


@pytest.mark.parametrize("folder", [".pubmd", "_topics", "bib", "."])
def test_a_folder_that_may_not_be_written_is_3_and_all_is_mended_later(
    open_site: TemporarySite, folder: str
) -> None:
    if folder == ".":
        shutil.rmtree(open_site.root / ".pubmd")
    before = open_site.files()
    (open_site.root / folder).chmod(0o555)
    status, said = unprivileged(open_site)
    (open_site.root / folder).chmod(0o755)
    assert status == 3
    assert said.startswith("pubmd: ")
    assert said.endswith(" cannot be written: Permission denied\n")
    changed = {path for path, data in open_site.files().items() if data != before[path]}
    assert changed == ({PAGE} if folder == "bib" else set())
    open_site.write("bib/vision.bib", ENTRY % ("a", "Newest"))
    assert unprivileged(open_site) == (0, "")
    assert "Newest" in open_site.read(PAGE)


def test_a_page_keeps_its_owner_where_the_administrator_syncs(open_site: TemporarySite) -> None:
    owner = (open_site.root / PAGE).stat()
    assert open_site.run("sync").status == 0
    assert "New" in open_site.read(PAGE)
    for path in (PAGE, LOCK):
        now = (open_site.root / path).stat()
        assert (now.st_uid, now.st_gid) == (owner.st_uid, owner.st_gid)


@pytest.mark.parametrize(
    ("path", "mode", "named"),
    [
        ("bib", 0o000, "bib/pubmd.yml"),
        ("bib", 0o311, "bib"),
        ("bib/more", 0o000, "bib/more"),
        ("bib/more", 0o644, "bib/more/library.bib"),
        ("bib/more/library.bib", 0o000, "bib/more/library.bib"),
        ("bib/overrides.yml", 0o000, "bib/overrides.yml"),
        ("bib/pubmd.lock", 0o000, "bib/pubmd.lock"),
        ("_topics", 0o000, "_topics/sound.md"),
        (".pubmd", 0o000, ".pubmd/journal"),
    ],
)
def test_what_may_not_be_read_is_2_and_named_and_takes_no_paper_off_a_page(
    open_site: TemporarySite, path: str, mode: int, named: str
) -> None:
    library = (ENTRY % ("b", "Library")).replace("year", "topics = {sound}, year")
    open_site.write("bib/more/library.bib", library)
    open_site.write("bib/overrides.yml", "a: {year: 1843}\n")
    own(open_site)
    before = open_site.files()
    usual = (open_site.root / path).stat().st_mode
    (open_site.root / path).chmod(mode)
    told = [unprivileged(open_site, *args) for args in (["sync"], ["sync", "--force"], ["check"])]
    (open_site.root / path).chmod(usual)
    for status, said in told:
        assert status == 2
        assert said.startswith("pubmd: ")
        assert said.endswith(f"{named} cannot be read: Permission denied\n")
    assert open_site.files() == before


def test_a_folder_of_pages_that_may_not_be_listed_is_written_all_the_same(open_site: TemporarySite) -> None:
    (open_site.root / "_topics").chmod(0o311)
    status, said = unprivileged(open_site)
    (open_site.root / "_topics").chmod(0o755)
    assert (status, said) == (0, "")
    assert "New" in open_site.read(PAGE)


# --- links


@pytest.mark.parametrize("path", [LOCK, ".pubmd/sync.lock", ".pubmd/journal"])
def test_a_file_that_is_a_link_out_of_the_site_is_not_followed(
    site: TemporarySite, tmp_path: Path, path: str
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("not pubmd's\n")
    (site.root / path).unlink(missing_ok=True)
    (site.root / path).symlink_to(outside)
    assert site.run("sync").status in (2, 3)
    assert outside.read_text() == "not pubmd's\n"
    assert "Old" in site.read(PAGE)


def test_sources_that_lie_outside_are_refused_before_any_page_is_written(
    site: TemporarySite, tmp_path: Path
) -> None:
    (site.root / "bib").rename(tmp_path / "bib")
    (site.root / "bib").symlink_to(tmp_path / "bib")
    ran = site.run("sync")
    assert ran.status == 2
    assert ran.err == (
        f"pubmd: {LOCK} leads out of the site through a symbolic link; pubmd writes nothing there\n"
    )
    assert "Old" in site.read(PAGE)


def test_a_page_that_is_a_link_within_the_site_becomes_a_file_of_its_own(site: TemporarySite) -> None:
    (site.root / PAGE).rename(site.root / "kept.md")
    (site.root / PAGE).symlink_to("../kept.md")
    assert site.run("sync").status == 0
    assert not (site.root / PAGE).is_symlink()
    assert "New" in site.read(PAGE)
    assert "Old" in site.read("kept.md")


def test_a_broken_link_at_a_pages_path_becomes_the_page(site: TemporarySite) -> None:
    (site.root / PAGE).unlink()
    (site.root / PAGE).symlink_to("nowhere.md")
    assert site.run("sync").status == 0
    assert not (site.root / PAGE).is_symlink()
    assert not (site.root / "_topics/nowhere.md").exists()


def test_links_in_a_circle_are_told_in_one_line(site: TemporarySite) -> None:
    (site.root / PAGE).unlink()
    (site.root / PAGE).symlink_to("vision.md")
    ran = site.run("sync")
    assert ran.status == 2
    assert ran.err.startswith(f"pubmd: {PAGE} cannot be read: ")


def test_a_named_pipe_at_a_pages_path_holds_nobody_up(site: TemporarySite) -> None:
    (site.root / PAGE).unlink()
    os.mkfifo(site.root / PAGE)
    ran = site.run("sync")
    assert (ran.status, ran.err) == (2, f"pubmd: {PAGE} cannot be read: it is a named pipe\n")


@pytest.mark.parametrize(
    ("path", "target", "reason"),
    [
        ("bib/a.bib", "nowhere.bib", "it is a symbolic link to nothing"),
        ("bib/a.bib", "a.bib", "Too many levels of symbolic links"),
        ("bib/a.bib", "/dev/zero", "it is no plain file"),
        ("bib/overrides.yml", "nowhere.yml", "it is a symbolic link to nothing"),
    ],
)
def test_a_source_whose_link_leads_to_no_file_is_2_and_named(
    site: TemporarySite, path: str, target: str, reason: str
) -> None:
    (site.root / path).symlink_to(target)
    before = site.read(PAGE)
    for args in (["sync"], ["sync", "--force"], ["check"]):
        ran = site.run(*args)
        assert (ran.status, ran.err) == (2, f"pubmd: {path} cannot be read: {reason}\n")
    assert site.read(PAGE) == before


def test_what_links_lead_to_is_read_once_and_what_is_not_read_is_named(
    site: TemporarySite, tmp_path: Path
) -> None:
    site.write("exports/sound.bib", ENTRY % ("b", "Sound"))
    site.write("exports/.git/config.bib", "@article{")
    (site.root / "exports/back").symlink_to("../bib")
    (site.root / "bib/exports").symlink_to("../exports")
    (site.root / "bib/sound.bib").symlink_to(tmp_path / "zotero.bib")
    (tmp_path / "zotero.bib").write_text(ENTRY % ("c", "Zotero"))
    (site.root / "bib/again").symlink_to("exports")
    (site.root / "bib/around").symlink_to("..")
    (site.root / "bib/home").symlink_to(tmp_path)
    (site.root / "bib/.hidden").symlink_to("nowhere")
    ran = site.run("sync")
    assert ran.status == 0
    told = [line for line in ran.err.splitlines() if "[" in line]
    assert told == [
        f"bib/{path}: warning[unread-file]: this folder is not read: the symbolic link {reason}"
        for path, reason in [
            ("around", "leads back to a folder around it"),
            ("exports", "leads to `bib/again`, which is read already"),
            ("home", "leads out of the site"),
            ("again/back", "leads to `bib`, which is read already"),
        ]
    ]
    assert "**Zotero**" in site.read(OTHER)
    assert site.run("check").out.startswith("3 entries: ")


# --- one file under two names


def test_a_page_whose_name_changes_in_case_alone_stays_on_a_disk_that_knows_no_case(
    site: TemporarySite,
) -> None:
    site.run("sync")
    site.write("bib/pubmd.yml", CONFIGURATION.replace("vision: {}", "vision: {file: Vision.md}"))
    # As on such a disk, both names lead to one file. Here the old one has to be taken away by hand.
    (site.root / "_topics/Vision.md").hardlink_to(site.root / PAGE)
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == f"renamed     {PAGE} -> _topics/Vision.md\n2 pages: 1 updated, 1 unchanged\n"
    assert "New" in site.read("_topics/Vision.md")
    assert f"{PAGE}\n" not in site.read(LOCK)
    (site.root / PAGE).unlink()
    assert site.run("sync", "--check").status == 0


def test_a_page_whose_folder_gets_another_name_for_the_same_stays(site: TemporarySite) -> None:
    site.run("sync")
    (site.root / "_topics").rename(site.root / "_pages")
    (site.root / "_topics").symlink_to("_pages")
    text = CONFIGURATION.replace("  topics:\n", "  topics:\n    folder: _pages\n")
    site.write("bib/pubmd.yml", text)
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"renamed     {PAGE} -> _pages/vision.md\n")
    assert "New" in site.read("_pages/vision.md")
    assert site.run("sync").out == "2 pages: nothing changed\n"


def test_two_pages_that_are_one_file_are_2(site: TemporarySite) -> None:
    (site.root / "_other").symlink_to("_topics")
    site.write("bib/pubmd.yml", f"{CONFIGURATION}  other:\n    pages:\n      vision: {{}}\n")
    ran = site.run("sync")
    assert ran.status == 2
    assert ran.err == (
        f"pubmd: _other/vision.md and {PAGE} are one file on this disk; give each page its own\n"
    )
    assert "Old" in site.read(PAGE)


# --- what the lock names


def test_paths_of_the_lock_at_which_no_page_can_be_are_left_over(site: TemporarySite, tmp_path: Path) -> None:
    (site.root / "_folder.md").mkdir()
    (site.root / "_outside").symlink_to(tmp_path)
    (site.root / "_circle").symlink_to("_circle")
    paths = ["_circle/a.md", "_folder.md", "_outside/a.md", f"{PAGE}/a.md"]
    site.write(LOCK, site.read(LOCK) + "".join(f"{'1' * 64}  {path}\n" for path in paths))
    ran = site.run("sync")
    assert ran.status == 0
    told = [line.partition(": ") for line in ran.err.splitlines() if "[" in line]
    assert [path for path, _, _ in told] == paths
    assert all(text.startswith("warning[leftover-page]: ") for _, _, text in told)
    assert "New" in site.read(PAGE)
    assert (site.root / "_folder.md").is_dir()
    assert site.run("sync").err == ""
    assert len(site.read(LOCK).splitlines()) == 2


# --- edits that are saved while a sync is at work

BY_HAND = "By hand, just now.\n"
STALE = "_topics/touch.md"


@pytest.fixture
def busy_site(site: TemporarySite) -> TemporarySite:
    """A site with a page to update, one to create, one to remove, and one that `--force` replaces."""
    site.write("bib/pubmd.yml", CONFIGURATION + "      touch: {}\n      smell: {}\n")
    assert site.run("sync").status == 0
    site.write("bib/pubmd.yml", CONFIGURATION + "      smell: {}\n")
    site.write("bib/vision.bib", ENTRY % ("a", "Newest"))
    (site.root / OTHER).unlink()
    site.write("_topics/smell.md", "By hand, before.\n")
    return site


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        (PAGE, "edited-page", 1),
        (OTHER, "edited-page", 1),
        ("_topics/smell.md", "edited-page", 1),
        (STALE, "leftover-page", 0),
    ],
)
def test_a_page_that_is_edited_while_a_sync_writes_is_left_and_told(
    busy_site: TemporarySite, path: str, code: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Site._begin

    def edited(site: Site, *plan: Any) -> Any:
        (site.root / path).write_text(BY_HAND)
        return begin(site, *plan)

    monkeypatch.setattr(Site, "_begin", edited)
    ran = busy_site.run("sync", "--force")
    monkeypatch.undo()
    assert ran.status == status
    assert f"[{code}]: " in ran.err
    assert (f"\n-{BY_HAND}" in ran.err) is (status == 1)
    assert busy_site.read(path) == BY_HAND
    for other in {PAGE, OTHER, "_topics/smell.md"} - {path}:
        assert "By hand" not in busy_site.read(other)
    assert (busy_site.root / STALE).exists() is (path == STALE)
    again = busy_site.run("sync")
    assert again.status == status
    assert busy_site.read(path) == BY_HAND
    assert busy_site.run("sync", "--force").status == 0
    assert list(busy_site.root.rglob(".pubmd-*")) == []


def test_a_page_is_compared_right_before_it_is_replaced(
    busy_site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    mode = writing._mode

    def edited(target: Path) -> int:
        if target == busy_site.root / PAGE:
            target.write_text(BY_HAND)
        return mode(target)

    monkeypatch.setattr(writing, "_mode", edited)
    assert busy_site.run("sync", "--force").status == 1
    assert busy_site.read(PAGE) == BY_HAND


def test_a_page_that_goes_or_becomes_what_it_should_be_while_a_sync_writes_is_no_edit(
    busy_site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Site._begin

    def edited(site: Site, changes: Any, lock: Any) -> Any:
        wanted = {change.path: change.after for change in changes}
        (site.root / PAGE).unlink()
        (site.root / OTHER).write_bytes(wanted[OTHER])
        return begin(site, changes, lock)

    monkeypatch.setattr(Site, "_begin", edited)
    ran = busy_site.run("sync", "--force")
    assert (ran.status, ran.err) == (0, "")
    assert "Newest" in busy_site.read(PAGE)


# --- merges


def conflicted(ours: str, theirs: str, base: str | None = None, end: str = "\n") -> bytes:
    """Two versions of a page as git leaves them where all of it is in conflict."""
    middle = "" if base is None else f"||||||| base\n{base}"
    text = f"<<<<<<< HEAD\n{ours}{middle}=======\n{theirs}>>>>>>> branch\n"
    return text.replace("\n", end).encode()


@pytest.fixture
def branches(site: TemporarySite) -> tuple[TemporarySite, str, str]:
    """A site whose lock has a conflict, and the page as either branch wrote it; both papers are sources."""
    ours, lock = site.read(PAGE), site.read(LOCK)
    assert site.run("sync").status == 0
    theirs, other = site.read(PAGE), site.read(LOCK)
    site.write(LOCK, conflicted(lock, other))
    site.write("bib/vision.bib", ENTRY % ("a", "Old") + ENTRY % ("b", "New"))
    return site, ours, theirs


@pytest.mark.parametrize("base", [None, "base\n"], ids=["merge", "diff3"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_conflict_between_two_pages_that_pubmd_wrote_is_settled(
    branches: tuple[TemporarySite, str, str], base: str | None, end: str
) -> None:
    site, ours, theirs = branches
    site.write(PAGE, conflicted(ours, theirs, base, end))
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    text = site.read(PAGE)
    assert "Old" in text
    assert "New" in text
    assert "<<<" not in text
    assert ("\r\n" in text) is (end == "\r\n")
    assert "<<<" not in site.read(LOCK)
    assert site.run("sync", "--check").status == 0


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_conflict_with_an_edit_by_hand_is_left_and_force_keeps_a_copy(
    branches: tuple[TemporarySite, str, str], side: str
) -> None:
    site, ours, theirs = branches
    ours, theirs = (f"{ours}by hand\n", theirs) if side == "ours" else (ours, f"{theirs}by hand\n")
    text = conflicted(ours, theirs)
    site.write(PAGE, text)
    ran = site.run("sync")
    assert ran.status == 1
    assert ran.err.startswith(f"{PAGE}:1:1: error[conflicted-page]: ")
    assert (site.root / PAGE).read_bytes() == text
    assert site.run("sync", "--force").status == 0
    assert [copy.read_bytes() for copy in (site.root / ".pubmd/replaced").rglob("*.md")] == [text]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("one\n<<<<<<< HEAD\ntwo\n", "conflicted-page"),
        ("one\n>>>>>>> branch\n", "conflicted-page"),
        ("one\n<<<<<<< HEAD\n=======\n", "conflicted-page"),
        ("Heading\n=======\n", "edited-page"),
        ("one <<<<<<< HEAD\n", "edited-page"),
        ("<<<<<<<< HEAD\n", "edited-page"),
    ],
)
def test_marks_of_a_conflict_are_told_from_other_text(site: TemporarySite, text: str, code: str) -> None:
    site.write(PAGE, text)
    ran = site.run("sync")
    assert ran.status == 1
    assert f": error[{code}]: " in ran.err.splitlines()[0]
    assert site.read(PAGE) == text


# --- a renamed page


def test_a_page_that_is_named_anew_is_removed_and_created(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", CONFIGURATION.replace("vision: {}", "vision: {file: seeing.md}"))
    assert site.run("sync").status == 0
    assert not (site.root / PAGE).exists()
    pages = {path: data for path, data in site.files().items() if path.startswith("_topics/")}
    assert set(pages) == {"_topics/seeing.md", OTHER}
    assert_in_order(site, pages)


@pytest.mark.parametrize(
    ("source", "papers"),
    [
        (ENTRY % ("a", "New"), ""),
        (ENTRY % ("a", "New") + ENTRY % ("b", "Newer"), " (1 paper more)"),
        (ENTRY % ("c", "Another"), None),
    ],
    ids=["same", "one more", "another"],
)
def test_a_page_under_a_new_path_is_told_as_renamed_where_it_is_the_same(
    site: TemporarySite, source: str, papers: str | None
) -> None:
    site.run("sync")
    site.write("bib/vision.bib", source)
    site.write("bib/pubmd.yml", CONFIGURATION.replace("vision: {}", "vision: {file: seeing.md}"))
    lines = [f"renamed     {PAGE} -> _topics/seeing.md{papers}\n"]
    if papers is None:
        lines = ["created     _topics/seeing.md (1 paper)\n", f"removed     {PAGE} (1 paper)\n"]
    expected = "".join(lines) + "3 pages: 1 created, 1 removed, 1 unchanged\n"
    checked = (
        site.run("check").out.replace("to rename  ", "renamed    ").replace("to create  ", "created    ")
    )
    found = json.loads(site.run("check", "--format", "json").out)["pages"]
    assert site.run("sync").out == expected
    assert lines[0] in checked
    assert [each["renamed_from"] for each in found] == [PAGE if papers is not None else "", "", ""]


def test_a_lock_that_was_deleted_before_it_was_held_is_taken_anew(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = site.root / ".pubmd/sync.lock"
    handles: list[int] = []

    def flock(handle: int, operation: int) -> None:
        if not handles:
            file.unlink()  # as `rm -r .pubmd` does it
        handles.append(handle)
        lock(handle, operation)

    lock = fcntl.flock
    monkeypatch.setattr(fcntl, "flock", flock)
    waited: list[str] = []
    with writing.exclusively(site.root, ".pubmd/sync.lock", waited.append):
        assert os.path.samestat(os.fstat(handles[-1]), file.stat())
        assert len(handles) == 2


def test_a_lock_whose_folder_was_deleted_is_made_again(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail)
    held.__enter__()
    monkeypatch.setattr(writing.time, "sleep", lambda _: shutil.rmtree(site.root / ".pubmd"))
    waited: list[str] = []
    with writing.exclusively(site.root, ".pubmd/sync.lock", waited.append):
        assert (site.root / ".pubmd/sync.lock").is_file()
    assert len(waited) == 1
    held.__exit__(None, None, None)


def test_a_lock_file_that_may_only_be_read_is_held_all_the_same(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: Any, flags: int, *mode: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(path, flags, *mode)

    site.write(".pubmd/sync.lock", "")
    real = os.open
    monkeypatch.setattr(os, "open", opened)
    with writing.exclusively(site.root, ".pubmd/sync.lock", pytest.fail):
        monkeypatch.setattr(os, "open", real)
        with pytest.raises(BlockingIOError), (site.root / ".pubmd/sync.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_file_system_without_locks_is_named(site: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    def flock(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", flock)
    ran = site.run("sync")
    assert ran.status == 3
    assert ran.err.endswith("pubmd: .pubmd/sync.lock cannot be written: No locks available\n")
    assert "Old" in site.read(PAGE)


# --- what is read piece by piece


def test_a_file_that_another_one_has_replaced_is_read_on_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "read"
    file.write_bytes(b"one two")
    read = writing.Reader(file)
    assert read(0, 3) == b"one"
    assert read(4, 100) == b"two"
    other = tmp_path / "other"
    other.write_bytes(b"six ten")
    other.replace(file)
    assert read(4, 3) == b"two"


def test_what_is_no_plain_file_is_read_as_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in (".", "pipe", "missing"):
        assert writing.Reader(tmp_path / name)(0, 10) == b""
