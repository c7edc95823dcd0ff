"""`pubmd init`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.ending import CANNOT_START, FINE, PROBLEMS
from pubmd.terminal import say

if TYPE_CHECKING:
    from pubmd.jekyll.configuration import Configuration
    from pubmd.setup.plan import Setup
    from pubmd.setup.section import Section
    from pubmd.setup.survey import Survey


def init(
    site: Annotated[
        Path | None,
        typer.Option("--site", metavar="DIR", help="The site's root; else looked for from here upwards."),
    ] = None,
    section: Annotated[
        list[str] | None,
        typer.Option("--section", metavar="NAME", help="A section of topic pages; may be given repeatedly."),
    ] = None,
    page: Annotated[
        list[str] | None,
        typer.Option("--page", metavar="ID", help="A page of each new section; may be given repeatedly."),
    ] = None,
    include: Annotated[
        bool,
        typer.Option("--include/--no-include", help="Set up the script that opens abstracts."),
    ] = True,
    hook: Annotated[bool, typer.Option("--hook/--no-hook", help="Set up the hook for pre-commit.")] = True,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
) -> int:
    """Set a Jekyll site up for pubmd: show all that will be written, ask, and write it."""
    from pubmd.jekyll_site import jekyll_root, put
    from pubmd.jekyll_site import survey as survey_of
    from pubmd.setup.jekyll_config import SetupError
    from pubmd.setup.plan import READ, SETTINGS_FILE, Wishes, jekyll_configuration, setup
    from pubmd.setup.survey import include_text
    from pubmd.site import Site, SiteError

    if site is not None and not site.is_dir():
        raise SiteError(f"{site} is no folder")
    place = Site(jekyll_root(Path.cwd()) if site is None else site)
    survey = survey_of(place, *READ)
    asks = not yes and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    try:
        configuration = jekyll_configuration(survey)
        sections: tuple[Section, ...] = ()
        if SETTINGS_FILE not in survey.own:
            sections = _sections(survey, configuration, section or [], page or [], asks=asks)
        elif section or page:
            raise typer.BadParameter(f"{SETTINGS_FILE} is there already: name sections and pages in it")
        found = setup(survey, Wishes(sections, include_text(), include, hook))
    except SetupError as failure:
        return _refused(failure)
    if not found.changes:
        _tell(found)
        is_done = _status(found) == FINE
        print(f"nothing to write: {'this site is set up for pubmd' if is_done else 'mend what is named'}")
        return _status(found)
    print(f"in {place.root}:\n")
    _show(found)
    _tell(found)
    if not yes and not asks:
        say("nothing was written: there is no terminal to ask at; --yes writes what is shown here")
        return PROBLEMS
    if asks and not typer.confirm("Write this?"):
        say("nothing was written")
        return PROBLEMS
    put(place, found.changes)
    for change in found.changes:
        print(f"{change.action!s:<12}{change.path}")
    print("next: `pubmd sync` writes the pages, at these addresses:")
    for each in found.settings.pages:
        print(f"    {each.permalink}")
    return _status(found)


def _sections(
    survey: Survey, configuration: Configuration, names: list[str], pages: list[str], *, asks: bool
) -> tuple[Section, ...]:
    """The sections to set up: those that are named, or else found, or else asked for."""
    from pubmd.setup.section import (
        DEFAULT_SECTION,
        FIRST_PAGE,
        found_sections,
        name_refusal,
        new_section,
        suggestions,
    )

    found = {each.id: each for each in found_sections(survey, configuration, pages or [FIRST_PAGE])}
    if not names and not found and asks:
        known = suggestions(survey, configuration)
        if known:
            print(f"The site has these folders and collections: {', '.join(known)}")
        names = _asked("Section of the topic pages", DEFAULT_SECTION, lambda answer: [answer.lstrip("_")])
        if not pages:
            pages = _asked(
                "Its pages (ids, with spaces between)",
                FIRST_PAGE,
                lambda answer: answer.replace(",", " ").split(),
            )
    for option, given in (("--section", names), ("--page", pages)):
        for name in given:
            if refusal := name_refusal(name):
                raise typer.BadParameter(f"{option} `{name}` {refusal}")
    if not names and found:
        return tuple(found.values())
    wanted = dict.fromkeys(names or [DEFAULT_SECTION])
    return tuple(
        found.get(name) or new_section(survey, configuration, name, pages or [FIRST_PAGE]) for name in wanted
    )


def _asked(question: str, default: str, names_in: Callable[[str], list[str]]) -> list[str]:
    """The names that a person answers with; asks again, with the reason, while one of them is none."""
    from pubmd.setup.section import name_refusal

    def checked(answer: str) -> list[str]:
        names = names_in(answer.strip())
        for name in names or [""]:
            if refusal := name_refusal(name):
                raise typer.BadParameter(f"`{name}` {refusal}")
        return names

    found: list[str] = typer.prompt(question, default=default, value_proc=checked)
    return found


def _refused(failure: Exception) -> int:
    from pubmd import report
    from pubmd.setup.jekyll_config import SetupError

    if isinstance(failure, SetupError):
        say(report.problems_text(failure.problems), end="")
    say(f"pubmd: {failure}; nothing was written")
    return CANNOT_START


def _show(found: Setup) -> None:
    """What will be written: a line for each file with its reason, and all of it as a diff."""
    from pubmd import report

    for change in found.changes:
        verb = "create" if change.before is None else "change"
        print(f"  {verb} {change.path}: {found.reasons[change.path]}")
    print()
    print(report.files_diff(found.changes), end="")
    print()


def _tell(found: Setup) -> None:
    """What the user should know, and what Jekyll will still make of the pages."""
    from pubmd import report

    for note in found.notes:
        print(f"note: {report.one_line(note)}")
    say(report.problems_text(found.problems), end="")


def _status(found: Setup) -> int:
    return PROBLEMS if any(problem.is_error for problem in found.problems) else FINE
