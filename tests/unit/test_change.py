"""What a sync would do to each page, as a value."""

from __future__ import annotations

import subprocess
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from pubmd.change import Action, Change, Plan, diff, plan
from pubmd.lock import NO_LOCK, Lock, digest, lock_text
from pubmd.page import Page
from pubmd.problem import Severity

PATH = "_topics/vision.md"
OLD, NEW, HAND = b"one\nold\n", b"one\nnew\n", b"one\nby hand\n"
PAGE = Page(PATH, NEW)


def crlf(data: bytes) -> bytes:
    return data.replace(b"\n", b"\r\n")


def knows(*pages: bytes, path: str = PATH) -> Lock:
    return Lock({path: frozenset(map(digest, pages))})


def planned(
    before: bytes | None,
    lock: Lock = NO_LOCK,
    *,
    journal: Lock = NO_LOCK,
    force: bool = False,
    lock_before: bytes | None = b"",
) -> Plan:
    on_disk = {} if before is None else {PATH: before}
    found = plan([PAGE], on_disk, lock, lock_before, journal=journal, force=force)
    known = {path: digest(data) for path, data in on_disk.items()}
    assert plan([PAGE], on_disk, lock, lock_before, journal=journal, digests=known, force=force) == found
    without_looking = _without_looking(on_disk, lock, lock_before, journal=journal, force=force)
    assert without_looking.lock_after == found.lock_after
    assert [each.action for each in without_looking.changes] == [each.action for each in found.changes]
    return found


def _without_looking(
    on_disk: dict[str, bytes], lock: Lock, lock_before: bytes | None, *, journal: Lock, force: bool
) -> Plan:
    """The plan where all hashes are known: of a page that is as it should be nobody has the bytes."""
    known = {path: digest(data) for path, data in on_disk.items()}
    is_as_wanted = known.get(PATH) == PAGE.digest

    def data() -> bytes:
        assert not is_as_wanted
        return NEW

    page = Page(PATH, data, mark="a mark")
    made = {"a mark": PAGE.digest, "another": digest(OLD)}
    looked_at = {} if is_as_wanted else on_disk
    return plan([page], looked_at, lock, lock_before, journal=journal, digests=known, made=made, force=force)


# --- a page that the configuration names

STATES = {
    "no file": None,
    "as wanted": NEW,
    "as wanted, CRLF": crlf(NEW),
    "old": OLD,
    "old, CRLF": crlf(OLD),
    "by hand": HAND,
    "by hand, CRLF": crlf(HAND),
    "empty": b"",
}
LOCKS = {
    "no lock": NO_LOCK,
    "lock of the old": knows(OLD),
    "lock of the new": knows(NEW),
    "lock of both": knows(OLD, NEW),
    "lock of another page": knows(OLD, HAND, path="_topics/sound.md"),
}
JOURNALS = {"no journal": NO_LOCK, "journal of the old": knows(OLD), "journal of the new": knows(NEW)}


@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
@pytest.mark.parametrize(
    ("state", "lock", "journal"),
    list(product(STATES, LOCKS, JOURNALS)),
)
def test_each_page_meets_one_action(state: str, lock: str, journal: str, force: bool) -> None:
    before = STATES[state]
    (change,) = [
        each
        for each in planned(before, LOCKS[lock], journal=JOURNALS[journal], force=force).changes
        if each.path == PATH
    ]
    is_known = state.startswith("old") and (
        lock in ("lock of the old", "lock of both") or journal == "journal of the old"
    )
    if state == "no file":
        action = Action.CREATED
    elif state.startswith("as wanted"):
        action = Action.UNCHANGED
    elif is_known:
        action = Action.UPDATED
    else:
        action = Action.REPLACED if force else Action.REFUSED
    assert change.action is action
    assert change.before == before
    assert change.writes is (action in (Action.CREATED, Action.UPDATED, Action.REPLACED))
    assert change.keeps_copy is (action is Action.REPLACED)
    assert change.after == (crlf(NEW) if "CRLF" in state else NEW)


def test_nothing_is_forced_that_was_not_asked_for() -> None:
    (change,) = plan([PAGE], {PATH: HAND}, NO_LOCK, None).changes
    assert change.action is Action.REFUSED


def test_a_page_with_mixed_line_ends_is_written_with_crlf_throughout() -> None:
    (change,) = planned(b"one\r\nold\n", knows(OLD)).changes
    assert (change.action, change.after) == (Action.UPDATED, crlf(NEW))


# --- the lock


@pytest.mark.parametrize(
    ("before", "lock", "force", "lines"),
    [
        (None, NO_LOCK, False, [NEW]),
        (NEW, NO_LOCK, False, [NEW]),
        (crlf(NEW), knows(NEW), False, [NEW]),
        (OLD, knows(OLD), False, [NEW]),
        (NEW, knows(OLD, NEW), False, [NEW]),
        (HAND, NO_LOCK, False, []),
        (HAND, knows(OLD), False, [OLD]),
        (HAND, knows(OLD, NEW), False, [OLD, NEW]),
        (HAND, knows(OLD), True, [NEW]),
    ],
)
def test_the_lock_holds_what_is_written_and_what_it_knew_of_a_refused_page(
    before: bytes | None, lock: Lock, force: bool, lines: list[bytes]
) -> None:
    found = planned(before, lock, force=force)
    assert found.lock_after == lock_text([(PATH, digest(each)) for each in lines]).encode()


def test_a_lock_that_says_the_same_stays_as_it_is() -> None:
    text = lock_text([(PATH, digest(NEW))]).encode()
    for before in (text, crlf(text)):
        found = planned(NEW, knows(NEW), lock_before=before)
        assert found.lock_after == before
        assert not found.writes


@pytest.mark.parametrize("before", [None, b"", b"damage\n"])
def test_a_lock_alone_that_differs_is_written(before: bytes | None) -> None:
    found = planned(NEW, NO_LOCK, lock_before=before)
    assert [change.writes for change in found.changes] == [False]
    assert found.writes


def test_no_lock_is_written_where_there_is_nothing_to_put_into_it() -> None:
    found = planned(HAND, NO_LOCK, lock_before=None)
    assert found.lock_after is None
    assert not found.writes


# --- a page that no configuration names any more


@pytest.mark.parametrize(
    ("before", "lock", "journal", "action"),
    [
        (OLD, knows(OLD), NO_LOCK, Action.REMOVED),
        (crlf(OLD), knows(OLD), NO_LOCK, Action.REMOVED),
        (OLD, NO_LOCK, knows(OLD), Action.REMOVED),
        (NEW, knows(OLD), knows(NEW), Action.REMOVED),
        (HAND, knows(OLD), NO_LOCK, Action.LEFT),
        (HAND, knows(OLD), knows(NEW), Action.LEFT),
        (None, knows(OLD), NO_LOCK, None),
        (HAND, NO_LOCK, NO_LOCK, None),
    ],
)
@pytest.mark.parametrize("force", [False, True], ids=["", "force"])
def test_a_page_that_is_not_named_any_more_is_removed_or_left(
    before: bytes | None, lock: Lock, journal: Lock, action: Action | None, force: bool
) -> None:
    on_disk = {} if before is None else {PATH: before}
    found = plan([], on_disk, lock, b"x", journal=journal, force=force)
    assert [change.action for change in found.changes] == ([action] if action else [])
    assert all(change.after is None and not change.keeps_copy for change in found.changes)
    assert found.lock_after == b""


def test_pages_come_in_their_order_and_stale_ones_behind_them_by_path() -> None:
    pages = [Page("b.md", b"b"), Page("a.md", b"a")]
    stale = {"d.md": b"d", "c.md": b"c"}
    lock = Lock({path: frozenset([digest(data)]) for path, data in stale.items()})
    found = plan(pages, stale, lock, b"")
    assert [change.path for change in found.changes] == ["b.md", "a.md", "c.md", "d.md"]
    assert found.counts == {Action.CREATED: 2, Action.REMOVED: 2}


# --- a page under another spelling of its name


@pytest.mark.parametrize(
    ("before", "force", "action"),
    [
        (OLD, False, Action.UPDATED),
        (NEW, False, Action.UPDATED),
        (crlf(NEW), False, Action.UPDATED),
        (HAND, False, Action.REFUSED),
        (HAND, True, Action.REPLACED),
    ],
)
def test_a_page_whose_file_is_known_under_another_spelling_is_that_page(
    before: bytes, force: bool, action: Action
) -> None:
    spelt = "_topics/Vision.md"
    lock = knows(OLD, path=spelt)
    found = plan([PAGE], {PATH: before}, lock, b"x", spellings={spelt: PATH}, force=force)
    (change,) = found.changes
    assert (change.path, change.action) == (PATH, action)
    is_refused = action is Action.REFUSED
    assert change.was == ("" if is_refused else spelt)
    assert found.lock_after == lock_text([(PATH, digest(OLD if is_refused else NEW))]).encode()
    assert [each.was for each in found.renamed().values()] == ([] if is_refused else [spelt])


# --- a page under a new path


def titled(*titles: str) -> str:
    return "".join(f"**{title}** <br>\n_Ada Lovelace_\n\n" for title in titles)


@pytest.mark.parametrize(
    ("gone", "come", "renamed"),
    [
        ({"a": "12"}, {"b": "12"}, {"b": "a"}),
        ({"a": "12"}, {"b": "21"}, {"b": "a"}),
        ({"a": "12"}, {"b": "123"}, {"b": "a"}),
        ({"a": "12"}, {"b": "13"}, {"b": "a"}),
        ({"a": "123"}, {"b": "1"}, {}),
        ({"a": "1"}, {"b": "123"}, {}),
        ({"a": "1"}, {"b": "2"}, {}),
        ({"a": ""}, {"b": ""}, {}),
        ({"a": "12", "b": "34"}, {"c": "34", "d": "12"}, {"c": "b", "d": "a"}),
        ({"a": "12", "b": "1"}, {"c": "12", "d": "1"}, {"c": "a", "d": "b"}),
        ({"a": "12", "b": "12"}, {"c": "12"}, {"c": "a"}),
        ({"a": "12"}, {"b": "12", "c": "12"}, {"b": "a"}),
        ({}, {"a": "1"}, {}),
        ({"a": "1"}, {}, {}),
    ],
)
def test_a_page_that_comes_is_one_that_goes_where_they_share_half_of_their_papers(
    gone: dict[str, str], come: dict[str, str], renamed: dict[str, str]
) -> None:
    on_disk = {path: titled(*titles).encode() for path, titles in gone.items()}
    lock = Lock({path: frozenset([digest(data)]) for path, data in on_disk.items()})
    found = plan([Page(path, titled(*titles).encode()) for path, titles in come.items()], on_disk, lock, b"x")
    assert {path: change.was for path, change in found.renamed().items()} == renamed
    assert found.counts == +Counter({Action.CREATED: len(come), Action.REMOVED: len(gone)})


# --- what is met while a plan is carried out


def test_a_plan_without_pages_that_were_edited_meanwhile_says_of_them_what_the_lock_said() -> None:
    names = ("new.md", "updated.md", "removed.md", "other.md")
    lock = Lock({name: frozenset([digest(OLD)]) for name in names[1:]})
    before = lock_text([(name, digest(OLD)) for name in names[1:]]).encode()
    wanted = [Page(name, NEW) for name in ("new.md", "updated.md", "other.md")]
    whole = plan(wanted, dict.fromkeys(names[1:], OLD), lock, before)
    met = whole.having_met(dict.fromkeys(names[:3], HAND))
    assert {change.path: (change.action, change.before) for change in met.changes} == {
        "new.md": (Action.REFUSED, HAND),
        "updated.md": (Action.REFUSED, HAND),
        "removed.md": (Action.LEFT, HAND),
        "other.md": (Action.UPDATED, OLD),
    }
    assert [change.path for change in met.changes if not change.is_known] == ["new.md"]
    lines = [("updated.md", digest(OLD)), ("other.md", digest(NEW))]
    assert met.lock_after == lock_text(lines).encode()
    assert whole.having_met({}) is whole


def test_a_first_sync_that_meets_edits_alone_leaves_no_lock() -> None:
    whole = planned(None, lock_before=None)
    assert whole.having_met({PATH: HAND}).lock_after is None


# --- what is told of it


@pytest.mark.parametrize(
    ("lock", "journal", "message", "way"),
    [
        (NO_LOCK, NO_LOCK, "this page is none that pubmd wrote", f"`pubmd import {PATH}` takes"),
        (knows(OLD), NO_LOCK, "this page was edited by hand", f"`pubmd import {PATH} --update` takes"),
        (NO_LOCK, knows(OLD), "this page was edited by hand", f"`pubmd import {PATH} --update` takes"),
    ],
)
def test_a_refused_page_says_whether_pubmd_ever_wrote_it_and_the_ways_out(
    lock: Lock, journal: Lock, message: str, way: str
) -> None:
    (problem,) = planned(HAND, lock, journal=journal).problems()
    assert problem.message.startswith(message)
    assert problem.hint.startswith(way)
    assert "`pubmd sync --force`" in problem.hint


def test_a_path_of_the_lock_where_no_page_can_be_is_a_warning_that_says_why() -> None:
    found = plan([], {}, knows(OLD), b"x", odd={PATH: "a folder is there"})
    (problem,) = found.problems()
    assert (problem.code, problem.severity) == ("leftover-page", Severity.WARNING)
    assert "but a folder is there; it stays" in problem.message
    assert found.lock_after == b""


def test_a_refused_page_is_an_error_at_the_first_line_that_differs() -> None:
    found = planned(HAND, knows(OLD))
    (problem,) = found.problems()
    assert (problem.code, problem.severity) == ("edited-page", Severity.ERROR)
    assert str(problem.place) == f"{PATH}:2:1"
    assert [change.path for change in found.refused] == [PATH]


@pytest.mark.parametrize(
    ("before", "line"),
    [
        (b"", 1),
        (b"zero\none\nnew\n", 1),
        (b"one\nnew\nmore\n", 3),
        (b"one\n", 1),
        (b"one\nnew", 2),
        (b"one\r\nby hand\r\n", 2),
        (b"one\r\nnew\r\n\xff\r\n", 3),
    ],
)
def test_the_first_line_that_differs_is_one_of_the_page(before: bytes, line: int) -> None:
    (problem,) = planned(before).problems()
    assert problem.place.line == line


def test_a_page_left_over_is_a_warning() -> None:
    (problem,) = plan([], {PATH: HAND}, knows(OLD), b"x").problems()
    assert (problem.code, problem.severity, str(problem.place)) == ("leftover-page", Severity.WARNING, PATH)


@pytest.mark.parametrize("before", [None, NEW, OLD])
def test_nothing_is_told_of_pubmds_own_pages(before: bytes | None) -> None:
    assert planned(before, knows(OLD)).problems() == []


# --- the difference


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        (b"one\ntwo\n", b"one\nTWO\n", "--- p\n+++ p\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n"),
        (None, b"one\n", "--- /dev/null\n+++ p\n@@ -0,0 +1 @@\n+one\n"),
        (b"one\n", None, "--- p\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"),
        (b"one\r\ntwo\r\n", b"one\r\nTWO\r\n", "--- p\n+++ p\n@@ -1,2 +1,2 @@\n one\n-two\n+TWO\n"),
        (
            b"one\ntwo",
            b"one\ntwo\n",
            "--- p\n+++ p\n@@ -1,2 +1,2 @@\n one\n-two\n\\ No newline at end of file\n+two\n",
        ),
        (
            b"two",
            b"TWO",
            "--- p\n+++ p\n@@ -1 +1 @@\n"
            "-two\n\\ No newline at end of file\n+TWO\n\\ No newline at end of file\n",
        ),
        (b"", b"one\n", "--- p\n+++ p\n@@ -0,0 +1 @@\n+one\n"),
        (b"one\x0btwo\x85\n", b"one\n", "--- p\n+++ p\n@@ -1 +1 @@\n-one\x0btwo�\n+one\n"),
        (
            "a\u2028b\nc\n".encode(),
            "a\u2028b\nC\n".encode(),
            "--- p\n+++ p\n@@ -1,2 +1,2 @@\n a\u2028b\n-c\n+C\n",
        ),
        (b"same\n", b"same\n", ""),
        (b"same\r\n", b"same\n", ""),
    ],
)
def test_a_difference_is_a_unified_diff(before: bytes | None, after: bytes | None, text: str) -> None:
    assert diff(Change("p", Action.UPDATED, before, after)) == text


@pytest.mark.parametrize("common", ["unique", "every second", "few kinds"])
def test_the_difference_of_a_page_of_megabytes_is_one_hunk_that_applies(common: str, tmp_path: Path) -> None:
    number = 100_000
    if common == "unique":
        old, new = (["head\n", *(f"{side}{each}\n" for each in range(number)), "tail\n"] for side in "ab")
    elif common == "every second":
        old, new = (
            [line for each in range(number) for line in (f"{each}\n", f"{side}{each}\n")] for side in "ab"
        )
    else:
        old = [f"{each % 1000}\n" for each in range(number)]
        new = [line for line in old for _ in range(2)]
    before, after = "".join(old), "".join(new)
    text = diff(Change("p", Action.UPDATED, before.encode(), after.encode()))
    assert text.count("\n@@ ") == 1
    (tmp_path / "p").write_text(before)
    subprocess.run(
        ["git", "apply", "--no-index", "-p0", "--unidiff-zero"], input=text.encode(), cwd=tmp_path, check=True
    )
    assert (tmp_path / "p").read_text() == after


def test_the_difference_of_a_page_of_a_thousand_papers_shows_what_differs() -> None:
    papers = [f"**Paper {number}** <br>\n_Ada Lovelace_ <br>\n\n" for number in range(1000)]
    before, after = "".join(papers), "".join(papers[:500] + papers[501:])
    text = diff(Change("p", Action.UPDATED, before.encode(), after.encode()))
    assert [line for line in text.splitlines() if line.startswith("-*")] == ["-**Paper 500** <br>"]


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("", "1", "-0,0 +1,2"),
        ("1", "", "-1,2 +0,0"),
        ("1", "12", "-2,0 +3,2"),
        ("12", "1", "-3,2 +2,0"),
        ("12", "2", "-1,2 +0,0"),
        ("11", "1", "-3,2 +2,0"),
        ("1", "2", "-1,2 +1,2"),
    ],
)
def test_a_difference_in_one_hunk_names_its_lines(
    before: str, after: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each digit is two lines."""
    monkeypatch.setattr("pubmd.difference._MOST_LINES", 0)
    old, new = ("".join(f"{sign} one\n{sign} two\n" for sign in text).encode() for text in (before, after))
    assert diff(Change("p", Action.UPDATED, old, new)).splitlines()[2] == f"@@ {place} @@"
