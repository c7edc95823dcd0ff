"""The command: arguments in, streams and an exit status out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pubmd import __version__

if TYPE_CHECKING:
    from pubmd.site import Site

FINE, PROBLEMS, CANNOT_START, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    help="Keep a research lab's publication pages: BibTeX in bib/ in, the theme's Jekyll pages out.",
    epilog="Exit status: 0 fine, 1 errors in the sources or pages that differ, 2 the work could not start, "
    "3 a write failed, 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SiteOption = Annotated[
    Path | None,
    typer.Option("--site", metavar="DIR", help="The site's root; else looked for from here upwards."),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings count as errors do.")]


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    GITHUB = "github"
    JSON = "json"


def main() -> NoReturn:
    """Run pubmd with the process's arguments, and leave with its exit status."""
    sys.exit(run(sys.argv[1:]))


def run(args: Sequence[str]) -> int:
    """Run pubmd with these arguments and give its exit status; never raises."""
    from pubmd.site import SiteError, WriteError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = app(args=list(args), prog_name="pubmd", standalone_mode=False) or FINE
        if status == INTERRUPTED:  # the framework catches Ctrl-C itself, and says nothing
            _say("pubmd: interrupted")
        if sys.stdout:
            sys.stdout.flush()
        return status
    except SiteError as failure:
        _say(f"pubmd: {failure}")
        return CANNOT_START
    except WriteError as failure:
        _say(f"pubmd: {failure}")
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        _say("pubmd: interrupted")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # the framework leaves so where a pipe's reader is gone
        return _without_reader()
    except OSError as failure:
        _say(f"pubmd: {failure.filename or 'standard output'}: {failure.strerror or failure}")
        return _without_reader()
    except Exception as failure:  # no traceback reaches a user
        return _failed(failure)


def _without_reader() -> int:
    """Write nothing more to standard output: the interpreter would fail once again as it leaves."""
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
    return FAILED


def _failed(failure: Exception) -> int:
    """Say a usage error as the framework does, and anything unexpected in one line with its place."""
    if hasattr(failure, "exit_code") and hasattr(failure, "show"):
        failure.show()
        return int(failure.exit_code)
    import traceback

    from pubmd.report import one_line

    last = traceback.extract_tb(failure.__traceback__)[-1]
    _say(
        f"pubmd: this is a bug in pubmd {__version__}: {type(failure).__name__}: {one_line(str(failure))} "
        f"({Path(last.filename).name}:{last.lineno}); no page was half-written. Please report this line, "
        "with the file that it happened on"
    )
    return FAILED


def _version(wanted: bool) -> None:
    if wanted:
        print(f"pubmd {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
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
) -> int:
    """Bring the pages up to date with bib/."""
    from pubmd import report
    from pubmd.sync import outcome, synced

    place = _site(site)
    if watch:
        if check or diff or fail_on_change:
            raise typer.BadParameter("--watch goes with --force and --strict alone")
        return _watch(place, force=force, strict=strict)
    copies: list[str] = []
    if check or diff:
        found = outcome(place, force=force)
    else:
        found, copies = synced(place, _waits, force=force, strict=strict)
    _say(report.problems_text(found.problems), end="")
    plan = found.plan
    if plan is None:
        _say(f"{report.verdict(found.problems)}nothing was written")
        return CANNOT_START if found.settings is None else PROBLEMS
    if strict and found.problems:
        _say(f"{report.verdict(found.problems)}nothing was written: --strict counts warnings")
        return PROBLEMS
    if check or diff:
        print(report.plan_diff(plan) if diff else report.plan_text(plan, done=False), end="")
        return PROBLEMS if plan.writes or plan.refused else FINE
    print(report.plan_text(plan, done=True), end="")
    for copy in copies:
        print(f"a copy of what was replaced is {copy}")
    if plan.refused:
        _say(report.refused_diff(plan), end="")
        return PROBLEMS
    return PROBLEMS if fail_on_change and plan.writes else FINE


def _watch(site: Site, *, force: bool, strict: bool) -> int:
    from functools import partial

    from pubmd.watch import sync_round, watch

    say, complain = (partial(print, end="", flush=True, file=to) for to in (sys.stdout, sys.stderr))
    watch(site, lambda: sync_round(site, _waits, force=force, strict=strict), say, complain)
    return INTERRUPTED


def _waits(text: str) -> None:
    _say(f"pubmd: {text}")


@app.command()
def check(
    site: SiteOption = None,
    format: Annotated[Format, typer.Option("--format", help="How problems are printed.")] = Format.TEXT,  # noqa: A002
    strict: StrictOption = False,
) -> int:
    """Say all that is wrong with the sources, what became of each entry, and which pages are out of date."""
    from pubmd import report
    from pubmd.jekyll import jekyll_problems
    from pubmd.sync import outcome

    place = _site(site)
    found = outcome(place)
    config, others = place.jekyll()
    of_jekyll = jekyll_problems(config, found.settings, others) if config and found.settings else ()
    problems = (*found.problems, *found.advice, *of_jekyll)
    plan = found.plan
    if format is Format.JSON:
        print(report.problems_json(problems, plan, found.fates), end="")
    else:
        printed = report.problems_github if format is Format.GITHUB else report.problems_text
        _say(printed(problems), end="")
        if found.settings:
            print(report.fates_text(found.fates), end="")
        if plan:
            print(report.plan_text(plan, done=False), end="")
        if not config:
            print("no _config.yml: whether Jekyll builds the pages was not checked")
        _say(report.verdict(problems), end="")
    if found.settings is None:
        return CANNOT_START
    errors = any(problem.is_error for problem in problems)
    failed = errors or plan is None or plan.writes or plan.refused or (strict and problems)
    return PROBLEMS if failed else FINE


@app.command()
def schema() -> int:
    """Print the JSON Schema of bib/pubmd.yml, for editors."""
    import json

    from pubmd.config.settings import schema as settings_schema

    print(json.dumps(settings_schema(), indent=2, ensure_ascii=False))
    return FINE


@app.command()
def explain(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help="A problem's code; without one, all codes.")
    ] = "",
) -> int:
    """Say what a problem code means, with an example and the mend."""
    from pubmd.explanation import explanations
    from pubmd.problem import nearest

    known = explanations()
    if not code:
        print("\n".join(known))
        return FINE
    code = code.strip("[]")
    if code not in known:
        hint = nearest(code, known) or "`pubmd explain` lists all codes"
        _say(f"pubmd: no problem has the code `{code}`; {hint}")
        return CANNOT_START
    print(known[code].text(), end="")
    return FINE


def _site(site: Path | None) -> Site:
    from pubmd.site import SETTINGS_FILE, Site, SiteError, find_site

    if site is None:
        return find_site(Path.cwd())
    if not (site / SETTINGS_FILE).is_file():
        raise SiteError(f"{site} is no pubmd site: it has no {SETTINGS_FILE}")
    return Site(site)


def _say(text: str, end: str = "\n") -> None:
    print(text, end=end, file=sys.stderr)
