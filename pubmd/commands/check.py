"""`pubmd check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.commands.options import QuietOption, SiteOption, StrictOption, VerboseOption
from pubmd.commands.progress import Progress
from pubmd.ending import CANNOT_START, FINE, PROBLEMS
from pubmd.terminal import Format, given_site, say, say_problems, untracked

if TYPE_CHECKING:
    from pubmd.sync import Outcome


def check(
    site: SiteOption = None,
    format: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,  # noqa: A002
    strict: StrictOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Say all that is wrong with the sources, what became of each entry, and which pages are out of date."""
    from pubmd import report
    from pubmd.jekyll import jekyll_problems
    from pubmd.sync import outcome

    place = given_site(site)
    found = outcome(place, watch=Progress())
    config, others = place.jekyll()
    of_jekyll = jekyll_problems(config, found.settings, others) if config and found.settings else ()
    problems = (*found.problems, *found.advice, *of_jekyll, *untracked(place, found))
    plan = found.plan
    if format is Format.JSON:
        print(report.problems_json(problems, plan, found.fates), end="")
    else:
        told = [each for each in problems if each.is_error or not quiet or strict]
        if format is Format.GITHUB:
            say(report.problems_github(told), end="")
        else:
            say_problems(told)
        if verbose and plan:
            print(report.unchanged_text(plan), end="")
        if not quiet:
            _sums(found, has_jekyll=config is not None)
            say(report.verdict(problems), end="")
    if found.settings is None:
        return CANNOT_START
    errors = any(problem.is_error for problem in problems)
    failed = errors or plan is None or plan.writes or plan.refused or (strict and problems)
    return PROBLEMS if failed else FINE


def _sums(found: Outcome, *, has_jekyll: bool) -> None:
    """What became of all entries and pages."""
    from pubmd import report

    if found.settings:
        print(report.fates_text(found.fates), end="")
    if found.plan:
        print(report.plan_text(found.plan, done=False), end="")
    if not has_jekyll:
        print("no _config.yml: whether Jekyll builds the pages was not checked")
