"""What a sync would do to each page, as a value."""

from __future__ import annotations

from itertools import product

import pytest

from pubmd.change import Action, Change, Plan, diff, plan
from pubmd.lock import NO_LOCK, Lock, digest, lock_text
from pubmd.page import Page
from pubmd.problem import Severity

PATH = "_topics/vision.md"
OLD, NEW, HAND = b"one\nold\n", b"one\nnew\n", b"one\nby hand\n"
PAGE = Page(PATH, NEW.decode())


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
    return plan([PAGE], on_disk, lock, lock_before, journal=journal, force=force)


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
    pages = [Page("b.md", "b"), Page("a.md", "a")]
    stale = {"d.md": b"d", "c.md": b"c"}
    lock = Lock({path: frozenset([digest(data)]) for path, data in stale.items()})
    found = plan(pages, stale, lock, b"")
    assert [change.path for change in found.changes] == ["b.md", "a.md", "c.md", "d.md"]
    assert found.counts == {Action.CREATED: 2, Action.REMOVED: 2}


# --- what is told of it


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
