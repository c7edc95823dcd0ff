"""What `pubmd sync` does, without the framework that reads the command line: a hook need not wait for it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pubmd.answer import STORE_FILE, find_root, stamp
from pubmd.commands.progress import Progress
from pubmd.ending import CANNOT_START, FINE, INTERRUPTED, PROBLEMS
from pubmd.terminal import given_site, say, say_problems, untracked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pubmd.site import Site
    from pubmd.sync import Outcome, Reader

# Bytes of what is kept from which on it pays to have a reader: some four hundred entries.
_MUCH = 2_000_000
# What the last run found. The process leaves without tidying up, which takes a while after ten thousand
# entries, and so does to forget it any sooner.
_last: list[Outcome] = []


def sync(
    site: Path | None,
    *,
    check: bool = False,
    diff: bool = False,
    force: bool = False,
    fail_on_change: bool = False,
    strict: bool = False,
    quiet: bool = False,
    verbose: bool = False,
) -> int:
    """Bring the pages of a site up to date, print what was done, and give the exit status.

    The options are those of the command. Raises SiteError and WriteError.
    """
    copies: list[str] = []
    with _reader(site) as reader:
        from pubmd.sync import outcome, synced

        place = given_site(site)
        if check or diff:
            found = outcome(place, force=force, watch=Progress(), reader=reader)
        else:
            found, copies = synced(place, _waits, force=force, strict=strict, watch=Progress(), reader=reader)
    from pubmd import report

    _last[:] = [found]
    if not (diff or force):
        _remember(place, found)
    of_git = untracked(place, found) if fail_on_change else []
    problems = (*found.problems, *of_git)
    say_problems(each for each in problems if each.is_error or not quiet or strict)
    verbose = verbose and not diff
    if verbose and found.settings:
        print(report.fates_text(found.fates), end="")
    plan = found.plan
    if plan is None:
        say(f"{report.verdict(found.problems)}nothing was written")
        return CANNOT_START if found.settings is None else PROBLEMS
    is_stopped = bool(strict and found.warnings)
    differs = bool(plan.writes or plan.refused)
    if verbose:
        print(report.unchanged_text(plan), end="")
    if check or diff:
        if quiet and not diff:
            return PROBLEMS if differs else FINE
        print(report.plan_diff(plan) if diff else report.plan_text(plan, done=False), end="")
        if is_stopped:
            say(f"{report.verdict(found.problems)}sync would write nothing: --strict counts warnings")
        return PROBLEMS if differs or is_stopped else FINE
    if is_stopped:
        say(f"{report.verdict(found.problems)}nothing was written: --strict counts warnings")
        return PROBLEMS
    if not quiet:
        print(report.plan_text(plan, done=True), end="")
    for copy in copies:
        print(f"a copy of what was replaced is {copy}")
    say(report.refused_diff(plan), end="")
    failed = plan.refused or (fail_on_change and plan.writes) or (strict and of_git)
    return PROBLEMS if failed else FINE


@contextmanager
def _reader(folder: Path | None) -> Iterator[Reader | None]:
    """Somebody who gets ready to read what is new, while this process loads the rest of what a sync takes.

    Nobody where so little is kept that this process has read what is new itself by then.
    """
    if _kept_bytes(folder) < _MUCH:
        yield None
        return
    from pubmd.helper import Helper
    from pubmd.lone import get_ready, read_lone

    helper = Helper(get_ready, read_lone)
    try:
        yield helper
    finally:
        helper.close()


def _kept_bytes(folder: Path | None) -> int:
    """How many bytes earlier syncs have kept of the site that is meant, without loading what reads a site."""
    try:
        root = find_root(os.curdir) if folder is None else str(folder)
    except OSError:  # the current folder is gone
        return 0
    known = stamp(f"{root}/{STORE_FILE}") if root else None
    return known[3] if known else 0


def _remember(site: Site, found: Outcome) -> None:
    """Keep what `sync` and `sync --check` say where there is nothing to do, as this command prints it."""
    from pubmd import report
    from pubmd.sync import settled

    after = settled(site, found)
    if after and after.plan:
        told = (2, report.problems_text(after.problems))
        answers = {
            name: (FINE, [told, (1, report.plan_text(after.plan, done=done))])
            for name, done in (("sync", True), ("sync --check", False))
        }
        site.remember(answers, after.marks)


def watch(site: Path | None, *, force: bool, strict: bool) -> int:
    """Bring the pages up to date, and again after each change of a source, until Ctrl-C."""
    from functools import partial

    from pubmd import watch as watching

    place = given_site(site)
    say, complain = (partial(print, end="", flush=True, file=to) for to in (sys.stdout, sys.stderr))
    watching.watch(
        place, lambda: watching.sync_round(place, _waits, force=force, strict=strict), say, complain
    )
    return INTERRUPTED


def _waits(text: str) -> None:
    say(f"pubmd: {text}")
