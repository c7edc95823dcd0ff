"""An answer that is given again is the one that a sync in full would give; in doubt there is none."""

from __future__ import annotations

import io
import marshal
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from pubmd import answer
from pubmd.answer import FILE, command, made_by, replayed
from pubmd.start import is_tracked
from pubmd.sync import settled
from tests.site import CONFIGURATION, Ran, TemporarySite

ENTRY = "@misc{{k{0},\n  title = {{Title {1}}},\n  author = {{Lovelace, Ada}},\n  keywords = {{vision}}\n}}\n"


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    entries = "".join(ENTRY.format(number, "A") for number in range(3))
    found = TemporarySite(tmp_path / "site", {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": entries})
    assert found.run("sync").status == 0
    return found


def answered(site: TemporarySite, *args: str) -> Ran | None:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = replayed([*args, "--site", str(site.root)], is_tracked)
    return None if status is None else Ran(status, out.getvalue(), err.getvalue())


@pytest.mark.parametrize("args", [("sync",), ("sync", "--check")])
def test_what_a_sync_leaves_is_answered_as_the_next_one_would(
    site: TemporarySite, args: tuple[str, ...]
) -> None:
    given = answered(site, *args)
    assert given is not None
    assert given.out.startswith("2 pages: ")
    assert given == site.run(*args)
    assert given == answered(site, *args)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("check",),
        ("sync", "--diff"),
        ("sync", "--force"),
        ("sync", "--watch"),
        ("sync", "--strict"),
        ("sync", "--quiet"),
        ("sync", "--site"),
        ("sync", "elsewhere"),
    ],
    ids=" ".join,
)
def test_other_commands_have_no_answer(args: tuple[str, ...]) -> None:
    assert command(args) is None


CHANGES = {
    "a source": lambda root: (root / "bib/a.bib").write_text(ENTRY.format(9, "B")),
    "a source that is gone": lambda root: (root / "bib/a.bib").unlink(),
    "a source that has come": lambda root: (root / "bib/b.bib").write_text(ENTRY.format(9, "B")),
    "a source in a new folder": lambda root: (
        (root / "bib/new").mkdir(),
        (root / "bib/new/b.bib").write_text(ENTRY.format(9, "B")),
    ),
    "overrides": lambda root: (root / "bib/overrides.yml").write_text("k1: {title: Other}\n"),
    "the configuration": lambda root: (root / "bib/pubmd.yml").write_text(CONFIGURATION + "    url: /x\n"),
    "the lock": lambda root: (root / "bib/pubmd.lock").unlink(),
    "a page": lambda root: (root / "_topics/vision.md").write_text("edited"),
    "a page that is gone": lambda root: (root / "_topics/vision.md").unlink(),
    "a folder that is a link": lambda root: (
        shutil.move(root / "_topics", root / "elsewhere"),
        (root / "_topics").symlink_to("elsewhere"),
        (root / "elsewhere/vision.md").write_text("edited"),
    ),
    "a journal": lambda root: (root / ".pubmd/journal").write_text(""),
    "a left temporary": lambda root: (root / ".pubmd/.pubmd-x.tmp").write_text(""),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_leaves_no_answer(site: TemporarySite, change: object) -> None:
    change(site.root)  # type: ignore[operator]
    assert answered(site, "sync", "--check") is None


@pytest.mark.parametrize("after", [0, 0.1], ids=["at once", "later"])
def test_a_check_that_finds_a_page_gone_leaves_no_answer(site: TemporarySite, after: float) -> None:
    time.sleep(after)
    (site.root / "_topics/vision.md").unlink()
    told = site.run("sync", "--check")
    assert told.status == 1
    assert told.out.startswith("to create   _topics/vision.md")
    assert answered(site, "sync", "--check") is None
    assert answered(site, "sync") is None
    assert site.run("sync", "--check") == told


@pytest.mark.parametrize("path", ["bib/a.bib", "_topics/vision.md", "bib/pubmd.lock"])
def test_a_change_of_the_same_size_in_the_same_moment_is_noticed(site: TemporarySite, path: str) -> None:
    file = site.root / path
    for attempt in range(20):
        site.run("sync")
        assert answered(site, "sync") is not None
        text = file.read_text()
        with file.open("r+") as stream:  # the inode stays
            stream.write(text.replace(text[5], "xy"[attempt % 2], 1))
        assert answered(site, "sync") is None
        file.write_text(text)


def test_a_copied_site_has_no_answer(site: TemporarySite, tmp_path: Path) -> None:
    shutil.copytree(site.root, tmp_path / "copy")
    assert answered(TemporarySite(tmp_path / "copy"), "sync") is None


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"pubmd answer 5\n", b"pubmd answer 5\n" + b"0" * 8 + marshal.dumps({})]
)
def test_a_damaged_answer_is_none(site: TemporarySite, damaged: bytes) -> None:
    site.write(FILE, damaged)
    assert answered(site, "sync") is None
    assert site.run("sync").status == 0


def test_a_hook_gets_an_answer_as_long_as_git_tracks_all_files(site: TemporarySite) -> None:
    def git(*args: str) -> None:
        subprocess.run(["git", "-C", site.root, *args], check=True, capture_output=True)

    hook = ("sync", "--fail-on-change")
    assert answered(site, *hook) == answered(site, "sync")  # no repository
    git("init")
    assert answered(site, *hook) is None
    assert "untracked-source" in site.run(*hook).err
    git("add", ".")
    assert answered(site, *hook) == answered(site, "sync") == site.run(*hook)
    git("rm", "--cached", "_topics/vision.md")
    assert answered(site, *hook) is None
    assert "git does not track `_topics/vision.md`" in site.run(*hook).err


@pytest.mark.parametrize("folder", ["bib", "_topics"])
def test_a_folder_that_was_moved_behind_a_link_gives_no_answer(
    site: TemporarySite, folder: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert answered(site, "sync") is not None
    outside = tmp_path_factory.mktemp("outside") / folder
    (site.root / folder).rename(outside)
    (site.root / folder).symlink_to(outside)
    assert answered(site, "sync") is None
    assert "leads out of the site" in site.run("sync").err


def test_a_link_to_what_is_not_there_yet_gives_no_answer(site: TemporarySite) -> None:
    (site.root / "bib/exports").symlink_to("../exports")
    assert site.run("sync").status == 0
    assert answered(site, "sync") is None
    site.write("exports/new.bib", "@misc{new, title = {New}, note = {n}, keywords = {vision}}")
    assert "1 paper more" in site.run("sync").out


def test_a_link_that_is_put_in_a_files_place_is_looked_at(site: TemporarySite) -> None:
    site.write("bib/notes", "Nothing to read.")
    site.run("sync")
    (site.root / "bib/notes").unlink()
    (site.root / "bib/notes").symlink_to("../exports")
    assert answered(site, "sync") is None


def test_a_link_to_a_file_that_nobody_reads_gives_no_answer(site: TemporarySite) -> None:
    site.write("exports", "Nothing to read.")
    (site.root / "bib/exports").symlink_to("../exports")
    assert site.run("sync").status == 0
    assert answered(site, "sync") is None
    (site.root / "exports").unlink()
    site.write("exports/new.bib", ENTRY.format("new", "New"))
    assert "1 paper more" in site.run("sync").out


def test_a_link_to_a_source_has_an_answer(site: TemporarySite) -> None:
    site.write("exports/new.bib", ENTRY.format("new", "New"))
    (site.root / "bib/new.bib").symlink_to("../exports/new.bib")
    site.run("sync")
    assert answered(site, "sync") is not None
    site.write("exports/new.bib", ENTRY.format("new", "Newer"))
    assert answered(site, "sync") is None


@pytest.mark.parametrize("link", ["_topics/vision.md", "bib/exports"])
def test_what_a_link_leads_to_that_is_moved_away_gives_no_answer(
    site: TemporarySite, link: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site.write("store/exports/notes.txt", "Nothing to read.")
    if link == "bib/exports":
        (site.root / link).symlink_to("../store/exports")
    else:
        (site.root / link).rename(site.root / "store/vision.md")
        (site.root / link).symlink_to("../store/vision.md")
    site.run("sync")
    assert answered(site, "sync") is not None
    outside = tmp_path_factory.mktemp("outside") / "store"
    (site.root / "store").rename(outside)
    (site.root / "store").symlink_to(outside)
    assert answered(site, "sync") is None
    assert "leads out of the site" in site.run("sync").err


@pytest.mark.parametrize("folder", ["bib/new", "_topics"])
def test_what_happens_to_folders_during_a_sync_leaves_no_answer(
    site: TemporarySite,
    folder: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    def meanwhile(*args: Any, **options: Any) -> Any:
        if folder == "bib/new":
            (site.root / folder).mkdir()
        else:
            outside = tmp_path_factory.mktemp("outside") / folder
            (site.root / folder).rename(outside)
            (site.root / folder).symlink_to(outside)
        return settled(*args, **options)

    (site.root / "bib/a.bib").touch()
    monkeypatch.setattr("pubmd.sync.settled", meanwhile)
    site.run("sync")
    monkeypatch.undo()
    assert answered(site, "sync") is None
    if folder == "bib/new":
        site.write("bib/new/new.bib", ENTRY.format("new", "New"))
        assert "1 paper more" in site.run("sync").out


def test_damage_that_is_an_error_now_that_its_paper_is_on_a_page_is_told(site: TemporarySite) -> None:
    site.write("bib/b.bib", ENTRY.format("b", "Alpha of the Paper"))
    site.write("bib/notes.bib", "@comment{ an old one, title = {Title Alpha of the Paper},\n year = {2020}\n")
    ran = site.run("sync")
    assert (ran.status, "warning[unreadable]" in ran.err) == (0, True)
    assert answered(site, "sync") is None
    ran = site.run("sync")
    assert (ran.status, "error[unreadable]" in ran.err) == (1, True)


def test_an_answer_with_any_byte_changed_is_damage(site: TemporarySite) -> None:
    data = (site.root / FILE).read_bytes()
    given = answered(site, "sync")
    assert given is not None
    for at in range(0, len(data), 7):
        (site.root / FILE).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert answered(site, "sync") is None
    (site.root / FILE).write_bytes(data)
    assert answered(site, "sync") == given


def test_an_answer_with_a_status_that_is_none_is_damage(site: TemporarySite) -> None:
    record = answer._read(str(site.root))
    record["answers"]["sync"] = 10**20, *record["answers"]["sync"][1:]
    answer._write(str(site.root), record)
    assert answered(site, "sync") is None


def test_an_answer_that_nobody_can_take_is_said(site: TemporarySite) -> None:
    program = "import sys; from pubmd.start import main; sys.argv = ['pubmd', 'sync']; main()"
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=site.root, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert ran.returncode == 3
    assert ran.stderr.splitlines()[-1] == "pubmd: standard output: No space left on device"


def test_an_answer_of_another_version_or_place_is_none_and_not_even_looked_into(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = answer._read(str(site.root))
    answer._write(str(site.root), record)
    assert answered(site, "sync") is not None
    for name, value in (("made_by", lambda: ["0.0.0"]), ("stamp", lambda _: (1, 2, 3, 4, 5, 6))):
        with monkeypatch.context() as patch:
            patch.setattr(answer, name, value)
            answer._write(str(site.root), record)
        with monkeypatch.context() as patch:
            patch.setattr(marshal, "loads", None)
            assert answered(site, "sync") is None


def test_a_sync_asks_what_makes_it_before_it_is_loaded(site: TemporarySite) -> None:
    program = (
        "import sys; from pubmd import answer, start; asked = answer.made_by\n"
        "def made_by(): print('pubmd.sync' in sys.modules); return asked()\n"
        "answer.made_by = made_by; sys.argv = ['pubmd', 'sync', '--quiet']; start.main()"
    )
    (site.root / FILE).unlink()
    ran = subprocess.run([sys.executable, "-c", program], cwd=site.root, capture_output=True, text=True)
    assert ran.stdout.splitlines()[0] == "False"


@pytest.mark.parametrize(("name", "counts"), [("pylatexenc", True), ("notes", False)])
def test_the_folder_that_the_caller_is_in_counts_where_packages_lie_in_it(
    name: str, counts: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path[1:]])
    found = made_by.__wrapped__()
    assert (str(tmp_path) in repr(found)) is counts


def test_what_has_made_an_answer_is_what_the_process_had_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    made_by.cache_clear()
    before = made_by()
    (tmp_path / "pylatexenc").mkdir()  # an upgrade under a long `sync --watch`
    assert made_by() is before
    made_by.cache_clear()  # as another process sees it
    assert made_by() != before
    made_by.cache_clear()


def test_a_check_makes_no_private_folder(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION})
    site.run("sync")
    shutil.rmtree(site.root / ".pubmd")
    states = site.states()
    assert site.run("sync", "--check").status == 0
    assert site.states() == states


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_an_answer_is_the_one_from_scratch(site: TemporarySite, seed: int) -> None:
    chance = random.Random(seed)
    given = 0
    kept = site.files()
    for _ in range(25):
        file = site.root / chance.choice([*kept, "bib/b.bib", "bib/pubmd.lock"])
        match chance.randrange(7):
            case 0:
                file.write_bytes(kept.get(file.relative_to(site.root).as_posix(), b""))
            case 1 if file.exists():
                os.utime(file, ns=(0, chance.choice([0, file.stat().st_mtime_ns])))
            case 2 if file.exists() and file.name != "pubmd.yml":
                data = bytearray(file.read_bytes())
                if data:
                    data[chance.randrange(len(data))] = ord(chance.choice("abc \n"))
                file.write_bytes(data)
            case 3 if file.exists() and file.name != "pubmd.yml":
                file.unlink()
            case 4:
                site.run("sync", "--force")
            case 5 if file.exists():
                file.chmod(chance.choice([0o644, 0o600]))
            case _:
                site.run("sync")
        answer = answered(site, "sync", "--check")
        (site.root / FILE).unlink(missing_ok=True) if answer is None else None
        whole = site.run("sync", "--check")
        if answer is not None:
            given += 1
            assert answer == whole
    assert given


def test_a_link_to_nothing_beside_the_program_is_passed_over(tmp_path: Path) -> None:
    """As an editor makes it to lock a file."""
    copy = tmp_path / "pubmd"
    shutil.copytree(Path(answer.__file__).parent, copy)
    (copy / ".#card.py").symlink_to("me@host.1:1")
    program = "import pubmd.answer as answer; print(len(answer.made_by()))"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (ran.stdout, ran.stderr) == ("5\n", "")
