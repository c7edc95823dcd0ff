"""`pubmd sync`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.commands.progress import Progress
from pubmd.commands.terminal import (
    CANNOT_START,
    FINE,
    INTERRUPTED,
    PROBLEMS,
    QuietOption,
    SiteOption,
    StrictOption,
    VerboseOption,
    given_site,
    say,
    say_problems,
    untracked,
)

if TYPE_CHECKING:
    from pubmd.site import Site
    from pubmd.sync import Outcome


def sync(
    site: SiteOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where sync would.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Replace pages edited by hand, too; a copy of each is kept.")
    ] = False,
    fail_on_change: Annotated[
        bool, typer.Option("--fail-on-change", help="Exit 1 where anything was written.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on: sync after each change, until Ctrl-C.")
    ] = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Bring the pages up to date with bib/."""
    from pubmd import report
    from pubmd.sync import outcome, synced

    place = given_site(site)
    if watch:
        if check or diff or fail_on_change or quiet or verbose:
            raise typer.BadParameter("--watch goes with --force and --strict alone")
        return _watch(place, force=force, strict=strict)
    copies: list[str] = []
    if check or diff:
        found = outcome(place, force=force, watch=Progress())
    else:
        found, copies = synced(place, _waits, force=force, strict=strict, watch=Progress())
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
            return PROBLEMS if plan.writes or plan.refused else FINE
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
        site.remember(answers)


def _watch(site: Site, *, force: bool, strict: bool) -> int:
    from functools import partial

    from pubmd.watch import sync_round, watch

    say, complain = (partial(print, end="", flush=True, file=to) for to in (sys.stdout, sys.stderr))
    watch(site, lambda: sync_round(site, _waits, force=force, strict=strict), say, complain)
    return INTERRUPTED


def _waits(text: str) -> None:
    say(f"pubmd: {text}")
