"""`pubmd import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.commands.options import StrictOption
from pubmd.ending import FINE, PROBLEMS
from pubmd.terminal import given_site, say

if TYPE_CHECKING:
    from pubmd.takeover import Takeover


def import_(
    pages: Annotated[list[Path], typer.Argument(metavar="PAGE…", help="Hand-written pages in Markdown.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="DIR", help="Write the sources there, such as bib; else print them."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; show each line that sync would write otherwise.")
    ] = False,
    update: Annotated[
        bool, typer.Option("--update", help="Carry what was edited in pages of pubmd's into the sources.")
    ] = False,
    site: Annotated[
        Path | None,
        typer.Option(
            "--site", metavar="DIR", help="The site's root; else looked for from the pages upwards."
        ),
    ] = None,
    strict: StrictOption = False,
) -> int:
    """Make BibTeX and a configuration of pages that were written by hand, and say all that was amiss."""
    from pubmd import report
    from pubmd.takeover import takeover, written

    if update:
        if output is not None:
            raise typer.BadParameter("--update writes into the site's sources, and goes without --output")
        return _update(pages, site, only_look=check, strict=strict)
    found = takeover(pages, site, output)
    say(report.problems_text(found.problems), end="")
    if check:
        print(_report(found), end="")
    elif output is None:
        for path, text in found.adoption.files.items():
            print(f"{'#' if path.endswith('.yml') else '%'} {path}\n{text}")
    elif found.adoption.files:
        names, is_locked = written(found, output)
        for name in names:
            print(f"{'written':<12}{name}")
        print(_summary(found), end="")
        unsettled = [each.file for each in found.adoption.comparisons if not each.is_settled]
        for file in unsettled:
            say(f"pubmd: {file} would lose what is named above: sync leaves it alone until that is settled")
        if not is_locked and not unsettled:
            say("pubmd: this folder is not the bib/ of the pages' site: to sync, they are edited by hand")
    say(report.verdict(found.problems), end="")
    failed = any(problem.is_error for problem in found.problems) or (strict and found.problems)
    return PROBLEMS if failed else FINE


def _update(pages: list[Path], folder: Path | None, *, only_look: bool, strict: bool) -> int:
    from pubmd import report
    from pubmd.takeback import taken_back

    site = given_site(folder)
    found = taken_back(site, pages, lambda text: say(f"pubmd: {text}"), only_look=only_look)
    say(report.problems_text(found.problems), end="")
    for line in found.done:
        print(report.one_line(line))
    if not found.done and not any(problem.is_error for problem in found.problems):
        print("nothing to carry over")
    if only_look and found.done:
        print("nothing was written")
    say(report.verdict(found.problems), end="")
    failed = any(problem.is_error for problem in found.problems) or (strict and found.problems)
    return PROBLEMS if failed else FINE


def _report(found: Takeover) -> str:
    from pubmd.report import one_line

    texts = [each.text() for each in found.adoption.comparisons]
    lines = [one_line(line) for text in texts for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines) + _summary(found)


def _summary(found: Takeover) -> str:
    comparisons = found.adoption.comparisons
    same = sum(each.is_identical for each in comparisons)
    count = sum(each.publications for each in comparisons)
    hidden = found.adoption.hidden
    noun = "page" if len(comparisons) == 1 else "pages"
    more = f", {hidden} hidden" if hidden else ""
    papers = "publication" if count == 1 else "publications"
    fates = f"{same} identical, {len(comparisons) - same} to be mended"
    return f"{len(comparisons)} {noun}: {count} {papers}{more}; {fates}\n"
