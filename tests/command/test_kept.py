"""What a sync has kept changes nothing but its time: pages and words are those of one that has nothing."""

from __future__ import annotations

import os
import random
import re
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from pubmd import answer, processes, stretch
from pubmd.bibtex.bibliography import part_bounds
from pubmd.bibtex.source import decode
from pubmd.commands import syncing
from pubmd.lock import digest
from pubmd.site import Site
from pubmd.standing import Standing
from pubmd.writing import content_with_state
from tests.site import CONFIGURATION, Ran, TemporarySite

ENTRY = """@article{{k{0},
  title = {{Title Number {1} with $x_{0}$ and {{\\'e}}}},
  author = {{Lovelace, Ada and A. X, B. Y}},
  journal = {{Journal of Things}},
  year = {{{2}}},
  month = jan,
  url = {{figure{0}.pdf}},
  keyword = {{vision}},
  keywords = {{{3}}},
  abstract = {{What stands in the abstract of number {0}.}},
}}

"""
FILE = ".pubmd/read"


def entry(number: int, title: object = "", topic: str = "vision", year: int = 2020) -> str:
    return ENTRY.format(number, title or number, year, topic)


@pytest.fixture(params=[True, False], ids=["with a helper", "alone"])
def site(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> TemporarySite:
    monkeypatch.setattr(syncing, "_MUCH", 0 if request.param else 1 << 40)
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=3))
    files = {
        f"bib/{name}.bib": "".join(map(entry, range(start, start + 15)))
        for name, start in (("a", 0), ("b", 10))
    }
    found = TemporarySite(tmp_path / "site", {"bib/pubmd.yml": CONFIGURATION, **files})
    assert found.run("sync").status == 0
    assert (found.root / FILE).is_file()
    return found


def from_scratch(site: TemporarySite) -> tuple[Ran, dict[str, bytes]]:
    """What a sync gives that has nothing kept, in a copy of the site."""
    copy = TemporarySite(site.root.parent / "copy")
    shutil.copytree(site.root, copy.root)
    for name in ("read", "answer"):
        (copy.root / ".pubmd" / name).unlink(missing_ok=True)
    ran = copy.run("sync")
    files = copy.files()
    shutil.rmtree(copy.root)
    return ran, files


def test_an_entry_that_changed_and_lines_that_moved_come_out_as_from_scratch(site: TemporarySite) -> None:
    text = site.read("bib/a.bib")
    site.write("bib/a.bib", "% two lines\n\n" + text.replace("Number 7 ", "Number Seven "))
    expected = from_scratch(site)
    ran = site.run("sync")
    assert (ran, site.files()) == expected
    assert "Number Seven" in site.read("_topics/vision.md")
    assert "bib/a.bib:9:3: warning[bad-link]: `url` of `k0` is no link" in ran.err


@pytest.mark.parametrize("data", [b"", b"pubmd read 1\n", b"\0" * 10_000], ids=["empty", "cut", "foreign"])
def test_a_damaged_file_is_as_good_as_none(site: TemporarySite, data: bytes) -> None:
    site.write(FILE, data)
    site.write("bib/a.bib", site.read("bib/a.bib") + entry(99))
    expected = from_scratch(site)
    assert (site.run("sync"), site.files()) == expected


def test_a_folder_in_its_place_is_as_good_as_none(site: TemporarySite) -> None:
    (site.root / FILE).unlink()
    (site.root / FILE).mkdir()
    site.write("bib/a.bib", site.read("bib/a.bib") + entry(99))
    assert site.run("sync").status == 0
    assert "Number 99" in site.read("_topics/vision.md")


def test_another_configuration_shows_at_once(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", CONFIGURATION + "venues:\n  Journal of Things: JoT\n")
    site.run("sync")
    assert "Journal of Things (JoT)" in site.read("_topics/vision.md")


def test_a_little_change_leaves_the_file_and_a_great_one_writes_it_anew(site: TemporarySite) -> None:
    before = (site.root / FILE).read_bytes()
    site.write("bib/c.bib", "@misc{c, title = {C}, author = {A B}, keywords = {sound}}\n")
    site.run("sync")
    assert (site.root / FILE).read_bytes() == before
    site.write("bib/c.bib", "".join(map(entry, range(50, 70))))
    site.run("sync")
    assert (site.root / FILE).read_bytes() != before


@pytest.mark.parametrize("seed", range(8))
def test_whatever_changes_a_sync_gives_what_it_gives_from_scratch(site: TemporarySite, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        file = chance.choice(["bib/a.bib", "bib/b.bib", "bib/c.bib"])
        text = site.read(file) if (site.root / file).exists() else ""
        number = chance.randrange(30)
        match chance.randrange(8):
            case 0:
                text = entry(number, "Anew", chance.choice(["vision", "sound"])) + text
            case 1:
                text = text.replace(f"Number {number} ", f"Number {number}{number} ")
            case 2:
                text = text.replace(f"@article{{k{number},", f"@inproceedings{{k{number + 1},")
            case 3:
                text += f"@string{{jan = {{J{number}}}}}\n" + entry(number, year=2000 + number)
            case 4 if text:
                at = chance.randrange(len(text))
                text = text[:at] + chance.choice('{}",=@% \n') + text[at + 1 :]
            case 5:
                site.write("bib/overrides.yml", f"k{number}: {{title: Over, topics: [sound]}}\n")
            case 6:
                text = "".join(reversed(text.split("\n\n")))
            case _:
                text = text.replace("vision", "sound" if number % 2 else "vision; sound", 3)
        site.write(file, text)
        expected = from_scratch(site)
        assert (site.run("sync"), site.files()) == expected


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_to_pages_and_lock_a_sync_gives_what_it_gives_from_scratch(
    site: TemporarySite, seed: int
) -> None:
    chance = random.Random(seed)
    told = 0
    for step in range(16):
        path = chance.choice(["_topics/vision.md", "_topics/sound.md", "bib/pubmd.lock"])
        file = site.root / path
        state = file.stat() if file.exists() else None
        match chance.randrange(7):
            case 0 | 4 if state:  # an edit of the same size, with the time stamp put back
                data = bytearray(file.read_bytes())
                data[chance.randrange(len(data))] = ord(chance.choice("abc019\n"))
                file.write_bytes(data)
                os.utime(file, ns=(state.st_atime_ns, state.st_mtime_ns))
            case 1 if state:
                file.write_bytes(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
            case 2 if state:
                file.unlink()
            case 3:
                site.run("sync", "--force")
        if chance.randrange(3):
            site.write("bib/b.bib", "".join(map(entry, range(10, 20 + step))))
        expected = from_scratch(site)
        assert (site.run("sync"), site.files()) == expected
        told += bool(expected[0].err.count("edited-page"))
    assert told


def test_a_page_that_stays_and_that_nothing_has_touched_is_not_looked_at(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.sleep(0.1)  # until a change is sure to move a stamp
    site.run("sync")
    hashed = []
    monkeypatch.setattr("pubmd.change.digest", lambda data: hashed.append(data) or digest(data))
    site.write("bib/b.bib", site.read("bib/b.bib") + entry(99))
    vision, sound = (site.root / f"_topics/{name}.md" for name in ("vision", "sound"))
    before, stays = vision.read_bytes(), sound.read_bytes()
    opened = []
    monkeypatch.setattr(
        "pubmd.writing.content_with_state", lambda file: opened.append(str(file)) or content_with_state(file)
    )
    site.run("sync")
    assert hashed == [before]  # which is about to be replaced
    assert str(vision) in opened
    assert str(sound) not in opened
    sound.write_bytes(stays + b"By hand.\n")
    assert site.run("sync").status == 1
    assert hashed[1:] == [vision.read_bytes(), stays + b"By hand.\n"]  # the one was written a moment ago


@pytest.mark.parametrize("edited", ["vision", "sound"], ids=["that is to be replaced", "that stays"])
@pytest.mark.parametrize("is_settled", [True, False])
def test_a_page_that_is_saved_while_damage_is_looked_for_on_it_stays(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, edited: str, is_settled: bool
) -> None:
    site.write("bib/b.bib", site.read("bib/b.bib") + "@misc{damaged, title = {Nothing here\n")
    site.run("sync")
    time.sleep(0.1)
    if is_settled:
        site.run("sync")
    page = site.root / f"_topics/{edited}.md"
    texts = Standing.texts

    def saved_meanwhile(self: Standing) -> Iterator[str]:
        if not page.read_text().endswith("By hand.\n"):
            with page.open("a") as file:
                file.write("By hand.\n")
            time.sleep(0.1)
        yield from texts(self)

    monkeypatch.setattr(Standing, "texts", saved_meanwhile)
    site.write("bib/a.bib", site.read("bib/a.bib") + entry(99))
    site.run("sync")
    monkeypatch.undo()
    assert page.read_text().endswith("By hand.\n")
    time.sleep(0.1)
    expected = from_scratch(site)
    assert (site.run("sync"), site.files()) == expected
    assert expected[0].status == 1
    assert f"_topics/{edited}.md" in expected[0].err


def test_a_file_that_nothing_has_touched_is_not_looked_into(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("bib/a.bib", "".join(map(entry, range(40))).replace("A. X, B. Y", "Babbage, Charles"))
    site.write("bib/a.bib", re.sub("  (?:url|keyword) .*\n", "", site.read("bib/a.bib")))
    os.utime(site.root / "bib/a.bib", ns=(0, 1))
    shutil.rmtree(site.root / ".pubmd")
    time.sleep(0.1)  # until a change is sure to move the stamp
    site.run("sync", "--force")
    decoded = []

    def watched(file: str, data: bytes) -> object:
        decoded.append(file)
        return decode(file, data)

    monkeypatch.setattr("pubmd.bibtex.source.decode", watched)
    monkeypatch.setattr("pubmd.sync.decode", watched)
    site.write("bib/b.bib", entry(99))
    assert site.run("sync").status == 0
    assert "Number 99" in site.read("_topics/vision.md")
    assert decoded == ["bib/b.bib"]


def test_a_source_that_is_saved_while_it_counts_as_read_is_told_and_nothing_written(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned = site.read("bib/a.bib") + entry(50).replace("keywords", "topics").replace("vision", "visoin")
    site.write("bib/a.bib", warned)
    time.sleep(0.1)
    assert "warning[unknown-topic]" in site.run("sync").err
    is_still = Site.is_still

    def saved_meanwhile(self: Site, path: str, state: answer.Stamp) -> bool:
        found = is_still(self, path, state)
        if path == "bib/a.bib" and found:
            site.write(path, warned + entry(51))
        return found

    monkeypatch.setattr(Site, "is_still", saved_meanwhile)
    site.write("bib/b.bib", site.read("bib/b.bib") + entry(99))
    before = site.files()
    ran = site.run("sync")
    assert ran.status == 2
    assert ran.err == "pubmd: bib/a.bib has changed while it was looked at; run the command once more\n"
    assert {path: data for path, data in site.files().items() if path != "bib/a.bib"} == {
        path: data for path, data in before.items() if path != "bib/a.bib"
    }
    monkeypatch.undo()
    expected = from_scratch(site)
    assert (site.run("sync"), site.files()) == expected
    assert "Number 51" in site.read("_topics/vision.md")


def test_a_source_that_a_link_led_away_from_while_it_was_read_is_read_anew(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "other"):
        site.write(f"{name}.bib", "".join(entry(number, f"{name} {number}") for number in range(20)))
    link = site.root / "bib/a.bib"

    def lead_to(name: str) -> None:
        link.unlink()
        link.symlink_to(f"../{name}.bib")

    def swapped(file: object) -> object:
        if str(file).endswith("a.bib"):
            lead_to("other")
        return content_with_state(file)  # type: ignore[arg-type]

    lead_to("one")
    time.sleep(0.1)
    monkeypatch.setattr("pubmd.writing.content_with_state", swapped)
    site.run("sync")
    monkeypatch.undo()
    lead_to("one")
    expected = from_scratch(site)
    assert (site.run("sync"), site.files()) == expected
    assert "Number one 7" in site.read("_topics/vision.md")


def test_macros_that_grow_are_read_alike_whatever_stands_in_the_rest_of_the_file(site: TemporarySite) -> None:
    doubled = "".join(f"@string{{m{at + 1} = m{at} # m{at}}}\n" for at in range(12))
    used = "".join(f"@string{{c{at} = m12}}\n" for at in range(18))
    text = (
        f'@string{{m0 = undefined # "xxxxxxxxxx"}}\n{doubled}{used}@string{{t = "first"}}\n'
        '@misc{p, title = {Paper} # " " # t, keywords = {vision}}\n@string{t = "second"}\n' + entry(0)
    )
    for more in (20, 320, 20):
        site.write("bib/a.bib", text + "".join(map(entry, range(1, more + 1))))
        expected = from_scratch(site)
        assert (site.run("sync"), site.files()) == expected


@pytest.mark.parametrize(
    ("head", "rest"),
    [
        ("@comment{ to be sorted {\n}\n", "@misc{k99, title = {T}, keywords = {vision}\n}\n}\n"),
        ("@misc{x, annote = {\n@misc{y,\n  eprint = {1}\n}\n", "@misc{z,\n  eprint = {2}\n}\n}\n}\n"),
    ],
    ids=["a comment", "an entry"],
)
def test_what_was_read_beyond_a_stretch_is_no_part_of_it(
    site: TemporarySite, head: str, rest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=1))
    first = entry(0) + entry(1)
    for text in (first + head + rest, first + head, first + head + rest):
        site.write("bib/a.bib", text)
        expected = from_scratch(site)
        assert (site.run("sync"), site.files()) == expected


def test_pages_that_were_moved_behind_a_link_out_of_the_site_are_refused(site: TemporarySite) -> None:
    time.sleep(0.1)  # until a change is sure to move a stamp
    site.run("sync")
    outside = site.root.parent / "outside"
    (site.root / "_topics").rename(outside)
    (site.root / "_topics").symlink_to(outside)
    for args in (["sync"], ["sync", "--check"]):
        ran = site.run(*args)
        assert ran.status == 2
        assert ran.err.startswith("pubmd: _topics/sound.md leads out of the site through a symbolic link")


@pytest.mark.parametrize("kind", ["pipe", "folder", "endless"])
def test_an_answer_that_is_no_plain_file_is_none(site: TemporarySite, kind: str) -> None:
    file = site.root / ".pubmd/answer"
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "folder":
        file.mkdir()
    else:
        file.symlink_to("/dev/zero")
    site.write("bib/b.bib", site.read("bib/b.bib") + entry(99))
    assert site.run("sync").out.startswith("updated     _topics/vision.md")
    assert site.run("sync").out == "2 pages: nothing changed\n"


def test_bounds_that_a_change_nearby_moves_are_those_of_a_whole_reading(site: TemporarySite) -> None:
    """A macro made of itself shows where a file was taken apart: not nice, but the same each time."""
    head = "@string{cvpr = cvpr # { X}}\n@string{cvpr = cvpr # { Y}}\n"
    short = "@misc{{b{0}, title={{T {0}}}, keywords={{vision}}, venue=cvpr\n}}\n"
    for number in range(6):
        site.write("bib/b.bib", head + "".join(map(short.format, range(8))))
        site.run("sync")
        site.write("bib/b.bib", site.read("bib/b.bib").replace(f"misc{{b{number},", f"misc{{new{number},"))
        expected = from_scratch(site)
        assert (site.run("sync"), site.files()) == expected
