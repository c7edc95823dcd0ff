"""`pubmd check`."""

from __future__ import annotations

from typing import Annotated

import typer

from pubmd.commands.terminal import (
    CANNOT_START,
    FINE,
    PROBLEMS,
    Format,
    SiteOption,
    StrictOption,
    given_site,
    say,
    untracked,
)


def check(
    site: SiteOption = None,
    format: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,  # noqa: A002
    strict: StrictOption = False,
) -> int:
    """Say all that is wrong with the sources, what became of each entry, and which pages are out of date."""
    from pubmd import report
    from pubmd.jekyll import jekyll_problems
    from pubmd.sync import outcome

    place = given_site(site)
    found = outcome(place)
    config, others = place.jekyll()
    of_jekyll = jekyll_problems(config, found.settings, others) if config and found.settings else ()
    problems = (*found.problems, *found.advice, *of_jekyll, *untracked(place, found))
    plan = found.plan
    if format is Format.JSON:
        print(report.problems_json(problems, plan, found.fates), end="")
    else:
        printed = report.problems_github if format is Format.GITHUB else report.problems_text
        say(printed(problems), end="")
        if found.settings:
            print(report.fates_text(found.fates), end="")
        if plan:
            print(report.plan_text(plan, done=False), end="")
        if not config:
            print("no _config.yml: whether Jekyll builds the pages was not checked")
        say(report.verdict(problems), end="")
    if found.settings is None:
        return CANNOT_START
    errors = any(problem.is_error for problem in problems)
    failed = errors or plan is None or plan.writes or plan.refused or (strict and problems)
    return PROBLEMS if failed else FINE
