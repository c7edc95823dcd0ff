"""Pages as they are against pages as they should be: what a sync would do, as a value."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import TYPE_CHECKING

from pubmd.conflict import marked_line, sides
from pubmd.lock import NO_LOCK, Lock, digest, lock_text
from pubmd.problem import Place, Problem, error, warning

if TYPE_CHECKING:
    from pubmd.page import Page


class Action(StrEnum):
    """What a sync does with one page."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REMOVED = "removed"
    REPLACED = "replaced"  # edited by hand, and `--force` was given: a copy is kept
    REFUSED = "edited by hand"  # left alone
    LEFT = "left"  # edited by hand and named by no configuration any more: left for good


@dataclass(frozen=True, slots=True)
class Change:
    """One page: its bytes before and after, None where there is no file, and what that amounts to."""

    path: str
    action: Action
    before: bytes | None
    after: bytes | None

    @property
    def writes(self) -> bool:
        """Whether the page's file is written or removed."""
        return self.action in (Action.CREATED, Action.UPDATED, Action.REPLACED, Action.REMOVED)

    @property
    def keeps_copy(self) -> bool:
        """Whether what is there goes into `.pubmd/` first."""
        return self.action is Action.REPLACED


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a sync does, in the order in which it does it; the lock comes last."""

    changes: tuple[Change, ...]
    lock_before: bytes | None
    lock_after: bytes | None

    @property
    def writes(self) -> bool:
        """Whether any file is written or removed."""
        return self.lock_before != self.lock_after or any(change.writes for change in self.changes)

    @property
    def refused(self) -> tuple[Change, ...]:
        """The pages edited by hand that are in the way."""
        return tuple(change for change in self.changes if change.action is Action.REFUSED)

    @property
    def counts(self) -> Counter[Action]:
        """How many pages meet which action."""
        return Counter(change.action for change in self.changes)

    def problems(self) -> list[Problem]:
        """An error for each page edited by hand that is in the way, a warning for each that is left over."""
        found = []
        for change in self.changes:
            if change.action is Action.REFUSED:
                found.append(_refusal(change))
            elif change.action is Action.LEFT:
                message = "the configuration no longer names this page; it was edited by hand, so it stays"
                found.append(
                    warning("leftover-page", Place(change.path), message, "delete it if nobody needs it")
                )
        return found


def plan(
    pages: Sequence[Page],
    on_disk: Mapping[str, bytes],
    lock: Lock,
    lock_before: bytes | None,
    *,
    journal: Lock = NO_LOCK,
    force: bool = False,
) -> Plan:
    """What brings the files up to date.

    `on_disk` holds the bytes of each file that exists at the path of a page or of a line of the lock. A page
    is pubmd's where lock or journal know its hash or where it is what pubmd would write, and so is one with
    the conflicts of a merge where that is so for either side; any other was edited by hand, and is left alone
    unless `force` is set. Line ends stay as the file has them.
    """
    changes = []
    lines: list[tuple[str, str]] = []
    for page in pages:
        change = _change(page, on_disk.get(page.path), lock, journal, force)
        changes.append(change)
        if change.action is Action.REFUSED:
            lines.extend((page.path, known) for known in lock.hashes.get(page.path, ()))
        else:
            lines.append((page.path, digest(page.text.encode())))
    named = {page.path for page in pages}
    for path in sorted({*lock.hashes, *journal.hashes} - named):
        before = on_disk.get(path)
        if before is not None:
            own = _is_own(path, before, (lock, journal))
            changes.append(Change(path, Action.REMOVED if own else Action.LEFT, before, None))
    text = lock_text(lines).encode()
    lock_after = text if lines or lock_before is not None else None
    if lock_before is not None and lock_before.replace(b"\r\n", b"\n") == text:
        lock_after = lock_before
    return Plan(tuple(changes), lock_before, lock_after)


def _change(page: Page, before: bytes | None, lock: Lock, journal: Lock, force: bool) -> Change:
    after = page.text.encode()
    if before is None:
        return Change(page.path, Action.CREATED, None, after)
    if digest(before) == digest(after):
        return Change(page.path, Action.UNCHANGED, before, before)
    if b"\r\n" in before:
        after = after.replace(b"\n", b"\r\n")
    wanted = Lock({page.path: frozenset([digest(after)])})
    if _is_own(page.path, before, (lock, journal, wanted)):
        return Change(page.path, Action.UPDATED, before, after)
    return Change(page.path, Action.REPLACED if force else Action.REFUSED, before, after)


def _is_own(path: str, before: bytes, known: Sequence[Lock]) -> bool:
    """Whether pubmd wrote a page, or both sides of the merge that left its conflicts in it."""
    versions = (before,) if any(lock.knows(path, before) for lock in known) else sides(before) or (before,)
    return all(any(lock.knows(path, version) for lock in known) for version in versions)


def _refusal(change: Change) -> Problem:
    """Why a page is left as it is: somebody's edit, or a merge that nobody has settled yet."""
    marked = marked_line(change.before or b"")
    if marked:
        message = "this page holds the marks of a merge conflict and is left as it is"
        hint = (
            "settle it for either side and sync again, or let `pubmd sync --force` replace the page; "
            "it keeps a copy in .pubmd/"
        )
        return error("conflicted-page", Place(change.path, marked, 1), message, hint)
    message = "this page was edited by hand and is left as it is"
    hint = (
        "take the edit over into the sources, or let `pubmd sync --force` replace the page; "
        "it keeps a copy in .pubmd/"
    )
    return error("edited-page", Place(change.path, _first_difference(change), 1), message, hint)


def diff(change: Change) -> str:
    """The change as a unified diff, from what is on disk to what a sync would write."""
    before, after = (_lines(data) for data in (change.before, change.after))
    old = change.path if change.before is not None else "/dev/null"
    new = change.path if change.after is not None else "/dev/null"
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(before, after, old, new)
    )


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode(errors="replace").replace("\r\n", "\n")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _first_difference(change: Change) -> int:
    """The first line of the page that a sync would change; its last one where lines are missing behind it."""
    before, after = _lines(change.before), _lines(change.after)
    pairs = zip_longest(before, after)
    number = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
    return max(1, min(number, len(before)))
