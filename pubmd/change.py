"""Pages as they are against pages as they should be: what a sync would do, as a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pubmd.conflict import marked_line, sides
from pubmd.difference import first_difference, unified
from pubmd.lock import NO_LOCK, Lock, digest, lock_in, lock_text
from pubmd.present import ShownPaper, differing_parts, more_and_fewer, papers
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


class Change(NamedTuple):
    """One page: its bytes before and after, None where there is no file, and what that amounts to.

    Where a page is unchanged and nobody has looked at it the bytes are empty.

    `shown` is how many papers there are on the page afterwards, where it is one that pubmd writes.
    `was` is the path under which the lock knows the page's file, where that is another spelling of the same.
    `is_known` says whether pubmd ever wrote a page there. `oddity` is why a page that no configuration names
    any more cannot be looked at, as the end of a sentence. `is_page` is false for a file of another kind,
    which has no papers.
    """

    path: str
    action: Action
    before: bytes | None
    after: bytes | None
    shown: int = 0
    was: str = ""
    is_known: bool = True
    oddity: str = ""
    is_page: bool = True

    @property
    def writes(self) -> bool:
        """Whether the page's file is written or removed."""
        return self.action in (Action.CREATED, Action.UPDATED, Action.REPLACED, Action.REMOVED)

    @property
    def keeps_copy(self) -> bool:
        """Whether what is there goes into `.pubmd/` first."""
        return self.action is Action.REPLACED

    @property
    def papers(self) -> tuple[int, int]:
        """How many papers more a sync puts on the page, and how many fewer there are of those before."""
        if not self.writes:
            return 0, 0
        if self.before is None:
            return self.shown, 0
        return more_and_fewer(*map(_papers, differing_parts(self.before, self.after or b"")))

    def shared(self, other: Change) -> float:
        """Which part of its papers, from 0 to 1, this page has in common with what becomes of another."""
        before, after = _papers(self.before), _papers(other.after)
        more, _ = more_and_fewer(before, after)
        return (len(after) - more) / max(len(before), len(after), 1)


class Plan(NamedTuple):
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

    def renamed(self) -> dict[str, Change]:
        """The pages that are another page under a new path, by the new one: each as one change, from the old.

        A page that comes is one that goes where they share half of the papers of either, or more.
        """
        found = {change.path: change for change in self.changes if change.was}
        gone = [change for change in self.changes if change.action is Action.REMOVED]
        pairs = []
        for change in self.changes if gone else ():
            if change.action is Action.CREATED:
                pairs += [(old.shared(change), change.path, old.path, old, change) for old in gone]
        taken = set()
        for shared, path, before, old, change in sorted(pairs, key=lambda pair: (-pair[0], *pair[1:3])):
            if shared >= 0.5 and path not in found and before not in taken:
                found[path] = change._replace(before=old.before, was=before)
                taken.add(before)
        return found

    def having_met(self, met: Mapping[str, bytes]) -> Plan:
        """The plan without the pages that somebody edited while it was carried out, told as such.

        `met` holds what is there now. The lock goes on to say of these pages what it said before.
        """
        if not met:
            return self
        before = lock_in(self.lock_before).hashes
        lines = [line for line in lock_in(self.lock_after).lines if line[0] not in met]
        changes = []
        for change in self.changes:
            if change.path in met:
                known = before.get(change.was or change.path, frozenset())
                action = Action.LEFT if change.after is None else Action.REFUSED
                if action is Action.REFUSED:
                    lines.extend((change.path, each) for each in known)
                now = met[change.path]
                change = change._replace(action=action, before=now, was="", is_known=bool(known))
            changes.append(change)
        has_lock = bool(lines) or self.lock_before is not None
        return Plan(tuple(changes), self.lock_before, lock_text(lines).encode() if has_lock else None)

    def carried_out(self) -> Plan:
        """The plan of a sync that follows this one, if nothing happens in between."""
        changes = []
        for change in self.changes:
            if change.after is not None:
                action = Action.UNCHANGED if change.writes else change.action
                changes.append(change._replace(action=action, before=change.after, was=""))
        return Plan(tuple(changes), self.lock_after, self.lock_after)

    def problems(self) -> list[Problem]:
        """An error for each page edited by hand that is in the way, a warning for each that is left over."""
        found = []
        for change in self.changes:
            if change.action is Action.REFUSED:
                found.append(_refusal(change))
            elif change.action is Action.LEFT:
                found.append(_leftover(change))
        return found


def plan(
    pages: Sequence[Page],
    on_disk: Mapping[str, bytes],
    lock: Lock,
    lock_before: bytes | None,
    *,
    journal: Lock = NO_LOCK,
    odd: Mapping[str, str] | None = None,
    spellings: Mapping[str, str] | None = None,
    digests: Mapping[str, str] | None = None,
    made: Mapping[str, str] | None = None,
    force: bool = False,
) -> Plan:
    """What brings the files up to date.

    `on_disk` holds the bytes of each file that exists at the path of a page or of a line of the lock; `odd`
    says of a path of the lock why there is something else, and `spellings` of which page it is only another
    spelling of the file's name. A page is pubmd's where lock or journal know its hash or where it is what
    pubmd would write, and so is one with the conflicts of a merge where that is so for either side; any other
    was edited by hand, and is left alone unless `force` is set. Line ends stay as the file has them.
    `digests` has the hashes of those files of which they are known already, `made` those of pages by their
    marks. A page that is as it should be by these is not looked at, nor made; what is to be replaced or
    removed is always looked at.
    """
    changes = []
    lines: list[tuple[str, str]] = []
    spellings, digests, made = spellings or {}, digests or {}, made or {}
    marks = {digest: mark for mark, digest in made.items()}
    lock, journal = lock.renamed(spellings), journal.renamed(spellings)
    was = {page: path for path, page in spellings.items()}
    for page in pages:
        if is_as_made(page, digests, made) and page.path not in was:
            changes.append(Change(page.path, Action.UNCHANGED, b"", b"", page.papers))
            lines.append((page.path, digests[page.path]))
            continue
        change = _change(page, on_disk.get(page.path), (lock, journal), force, marks)
        if page.path in was:
            change = _respelt(change, was[page.path])
        changes.append(change)
        if change.action is Action.REFUSED:
            lines.extend((page.path, each) for each in lock.hashes.get(page.path, ()))
        else:
            lines.append((page.path, made.get(page.mark) or page.digest))
    named = {page.path for page in pages}
    for path in sorted({*lock.hashes, *journal.hashes} - named):
        before = on_disk.get(path)
        if odd and path in odd:
            changes.append(Change(path, Action.LEFT, None, None, oddity=odd[path]))
        elif before is not None:
            own = _is_own(path, before, (lock, journal), digest(before))
            changes.append(Change(path, Action.REMOVED if own else Action.LEFT, before, None))
    text = lock_text(lines).encode()
    lock_after = text if lines or lock_before is not None else None
    if lock_before is not None and lock_before.replace(b"\r\n", b"\n") == text:
        lock_after = lock_before
    return Plan(tuple(changes), lock_before, lock_after)


def is_as_made(page: Page, digests: Mapping[str, str], made: Mapping[str, str]) -> bool:
    """Whether a file is as its page should be, going by hashes that are known."""
    return page.path in digests and digests[page.path] == made.get(page.mark)


def _change(
    page: Page, before: bytes | None, locks: Sequence[Lock], force: bool, marks: Mapping[str, str]
) -> Change:
    """What a page's file needs; `marks` are those of earlier versions, by their hashes."""
    if before is None:
        return Change(page.path, Action.CREATED, None, page.data, page.papers)
    has_crlf = b"\r" in before and b"\r\n" in before  # the one sign is soon found
    was = digest(before)
    after = page.data_out_of(before, marks[was]) if was in marks and not has_crlf else page.data
    if before == after or (has_crlf and was == page.digest):
        return Change(page.path, Action.UNCHANGED, before, before, page.papers)
    if has_crlf:
        after = after.replace(b"\n", b"\r\n")
    wanted = Lock({page.path: frozenset([page.digest])})
    if _is_own(page.path, before, (*locks, wanted), was):
        return Change(page.path, Action.UPDATED, before, after, page.papers)
    action = Action.REPLACED if force else Action.REFUSED
    is_known = any(page.path in lock.hashes for lock in locks)
    return Change(page.path, action, before, after, page.papers, is_known=is_known)


def _respelt(change: Change, was: str) -> Change:
    """The same page where its file has to get another spelling of its name, too."""
    if change.action is Action.REFUSED:
        return change
    action = Action.UPDATED if change.action is Action.UNCHANGED else change.action
    return change._replace(action=action, was=was)


def _is_own(path: str, before: bytes, locks: Sequence[Lock], was: str) -> bool:
    """Whether pubmd wrote a page with this hash, or both sides of the merge that left its conflicts in it."""
    hashes = frozenset[str]().union(*(lock.hashes.get(path, ()) for lock in locks))
    if was in hashes:
        return True
    versions = sides(before)
    return versions is not None and all(digest(version) in hashes for version in versions)


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
    forced = "`pubmd sync --force` replaces the page, and keeps a copy in .pubmd/"
    if change.is_known:
        message = "this page was edited by hand and is left as it is"
        hint = f"`pubmd import {change.path} --update` takes the edit over into the sources; {forced}"
    else:
        message = "this page is none that pubmd wrote, and is left as it is"
        hint = f"`pubmd import {change.path}` takes its papers over into the sources; {forced}"
    return error(
        "edited-page", Place(change.path, first_difference(change.before, change.after), 1), message, hint
    )


def _leftover(change: Change) -> Problem:
    """Why a page that the configuration no longer names stays."""
    message = "the configuration no longer names this page; it was edited by hand, so it stays"
    hint = "delete it if nobody needs it"
    if change.oddity:
        message = f"bib/pubmd.lock names this page, but {change.oddity}; it stays, and the lock forgets it"
        hint = "look at what is there, and delete it if nobody needs it"
    return warning("leftover-page", Place(change.path), message, hint)


def diff(change: Change) -> str:
    """The change as a unified diff, from what is on disk to what a sync would write."""
    return unified(change.path, change.before, change.after)


def _papers(data: bytes | None) -> tuple[ShownPaper, ...]:
    return papers(_text(data))


def _text(data: bytes | None) -> str:
    return (data or b"").decode(errors="replace")
