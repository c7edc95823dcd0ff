"""`pubmd sync --watch`: a sync, and another one after each change of a source, until a signal ends it.

`bib/` is looked at a few times a second rather than watched by the operating system's events. Those are lost
where `bib/` itself is replaced, where a source is a symbolic link, and on network file systems and container
mounts. A look at a few dozen files takes a fraction of a millisecond, and what pubmd writes is not looked at,
so that no sync can set off the next one.
"""

from __future__ import annotations

import gc
import os
import signal
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from pubmd import report
from pubmd.config import overrides_reader, settings_reader  # noqa: F401 - before an upgrade can take them away
from pubmd.config.overrides import OVERRIDES_FILE
from pubmd.regex import regex
from pubmd.site import SETTINGS_FILE, Site, SiteError, WriteError
from pubmd.sources import listing
from pubmd.sync import synced

if TYPE_CHECKING:
    from pubmd.change import Plan
    from pubmd.problem import Problem

# All in seconds. Files are settled when two looks in a row find the same; an export that never rests is
# synced all the same after the longest wait.
_BETWEEN_LOOKS = 0.25
_TO_SETTLE = 0.2
_LONGEST_TO_SETTLE = 3.0
_TO_RETRY = 5.0
# On a slow disk a look is followed by at least this many times its own length of rest.
_REST_PER_LOOK = 20

# When the content and the inode last changed, the size, and the inode itself.
State = tuple[int, int, int, int]
# Where a problem's text names another place: that moves with every line that is written above it.
_PLACE = regex(r":\d+:\d+|\bline \d+(, column \d+)?")


@dataclass(frozen=True, slots=True)
class Round:
    """What one sync came to.

    `plan` is what was carried out, None where the problems stopped the sync: `stopped` says so then. `copies`
    are the paths of what `--force` replaced.
    """

    problems: tuple[Problem, ...]
    plan: Plan | None = None
    copies: tuple[str, ...] = ()
    stopped: str = "nothing was written"


def sync_round(
    site: Site, waits: Callable[[str], None], *, force: bool = False, strict: bool = False
) -> Round:
    """Sync a site once; `waits` is told where another sync has to be waited for.

    Raises SiteError where a file cannot be read, and WriteError where one cannot be written.
    """
    # A new Site for each sync, since it remembers what it has read.
    try:
        found, copies = synced(Site(site.root), waits, force=force, strict=strict)
    finally:
        gc.collect()  # as nobody else does (see `start`): what was read, and the file that it was kept in
    if found.plan and strict and found.warnings:
        return Round(found.problems, stopped="nothing was written: --strict counts warnings")
    return Round(found.problems, found.plan, tuple(copies))


def watch(
    site: Site, once: Callable[[], Round], say: Callable[[str], None], complain: Callable[[str], None]
) -> None:
    """Sync at once and after each change of a source, the overrides or the configuration; return when ended.

    SIGINT and SIGTERM end it between two syncs; a second signal does not wait for the sync. Pages are not
    watched: one that is edited or deleted meets the next sync. `say` gets what is done and `complain` what is
    wrong, in whole lines; both must not hold them back. Only for the main thread, as signals are.
    """
    complain(f"watching the sources in {report.one_line(str(site.root / 'bib'))}; Ctrl-C ends it\n")
    narrator = Narrator(say, complain)
    with _Ending() as ending:
        follow(turns(lambda: states(site.root), ending.pause, lambda: narrator.has_failed), once, narrator)


def follow(changes: Iterable[object], once: Callable[[], Round], narrator: Narrator) -> None:
    """Sync once for each item and tell what came of it; a sync that fails is told, and the next one runs."""
    for _ in changes:
        try:
            result = once()
        except (SiteError, WriteError, OSError) as failure:
            narrator.fail(_reason(failure))
        else:
            narrator.tell(result)


def turns(
    look: Callable[[], object],
    pause: Callable[[float], bool],
    has_failed: Callable[[], bool] = lambda: False,
) -> Iterator[None]:
    """An item at once, and one whenever what `look` finds has changed and settled.

    After a failed sync there is an item every few seconds, too: a full disk does not show in the sources.
    Ends when `pause`, which waits so many seconds, gives False.
    """
    seen = look()
    yield
    rest, waited = _BETWEEN_LOOKS, 0.0
    while pause(rest):
        waited += rest
        started = time.monotonic()
        found = look()
        rest = max(_BETWEEN_LOOKS, _REST_PER_LOOK * (time.monotonic() - started))
        settling = 0.0
        while found != seen and settling < _LONGEST_TO_SETTLE:
            if not pause(_TO_SETTLE):
                return
            settling += _TO_SETTLE
            before, found = found, look()
            if found == before:
                break
        if found != seen or (waited >= _TO_RETRY and has_failed()):
            seen, waited = found, 0.0
            yield


def states(root: Path) -> Mapping[str, State]:
    """The state of each file that a sync reads out of a site's `bib/`, by its path. Never raises.

    The files are those of `Site.sources`, the overrides and the configuration; a symbolic link's state is
    that of the file behind it.
    """
    found: dict[str, State] = {}
    named = (SETTINGS_FILE, OVERRIDES_FILE)
    try:
        files = listing(root).files
    except OSError:  # a sync says which folder cannot be read, and the mend is a change
        return found
    for path in files:
        if path in named or path.lower().endswith(".bib"):
            try:
                state = os.stat(f"{root}/{path}")  # noqa: PTH116 - a Path for each would cost more than that
            except OSError:  # gone since the folder was read, or a link to nothing
                continue
            if stat.S_ISREG(state.st_mode):
                found[path] = (state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)
    return found


class Narrator:
    """Tells what is new about each sync: what was written, and which problems came and went.

    A problem that stays is told once, even where its line moves.
    """

    def __init__(self, say: Callable[[str], None], complain: Callable[[str], None]) -> None:
        self._say = say
        self._complain = complain
        self._known: Counter[tuple[str, ...]] = Counter()
        self._failure = ""
        self._is_first = True

    @property
    def has_failed(self) -> bool:
        """Whether the last sync failed, for a reason that may lie outside the sources."""
        return bool(self._failure)

    def fail(self, failure: str) -> None:
        """Tell that a sync failed, if it did not fail in the same way before."""
        if failure != self._failure:
            self._complain(f"pubmd: {report.one_line(failure)}\n")
        self._failure = failure

    def tell(self, result: Round) -> None:
        """Tell what is new about a sync."""
        problems, plan = result.problems, result.plan
        now = Counter(map(_identity, problems))
        new = now - self._known
        gone = (self._known - now).total() + self.has_failed
        appeared = [problem for problem in problems if _identity(problem) in new]
        if appeared:
            self._complain(report.problems_text(appeared))
            if plan is None:
                self._complain(f"{report.verdict(problems)}{result.stopped}\n")
            elif len(appeared) < len(problems):
                self._complain(report.verdict(problems))
        elif gone and problems:
            noun = "problem" if gone == 1 else "problems"
            self._complain(f"{gone} {noun} gone, {report.verdict(problems).strip()} left\n")
        elif gone:
            self._complain("all problems are gone\n")
        if plan and (plan.writes or self._is_first):
            self._say(report.plan_text(plan, done=True))
            self._say("".join(f"a copy of what was replaced is {copy}\n" for copy in result.copies))
        if plan:
            paths = {problem.place.file for problem in appeared}
            refused = tuple(change for change in plan.refused if change.path in paths)
            self._complain(report.refused_diff(plan._replace(changes=refused)))
        self._known, self._failure, self._is_first = now, "", False


def _reason(failure: Exception) -> str:
    """A failure in words, also where the system's own came through: a folder that went while it was read."""
    if isinstance(failure, OSError) and failure.filename and failure.strerror:
        return f"{failure.filename}: {failure.strerror}"
    return str(failure)


def _identity(problem: Problem) -> tuple[str, ...]:
    """What makes a problem the same one as before, wherever its line has moved to."""
    return problem.code, problem.severity, problem.place.file, _PLACE.sub("", problem.message)


class _Ending:
    """Whether a signal has asked for the end; while it is open, signals ask instead of interrupting."""

    def __init__(self) -> None:
        self._asked = False
        self._before: dict[int, Callable[[int, FrameType | None], object] | int | None] = {}

    def __enter__(self) -> _Ending:
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) is not signal.SIG_IGN:  # a shell's background job stays one
                self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        return kind is KeyboardInterrupt  # the second Ctrl-C: ended in the midst of a sync, but ended

    def _ask(self, number: int, _frame: FrameType | None) -> None:
        self._asked = True
        signal.signal(number, self._before[number])

    def pause(self, seconds: float) -> bool:
        """Wait so many seconds; False where the end was asked for."""
        if not self._asked:
            time.sleep(seconds)
        return not self._asked
