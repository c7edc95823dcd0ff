"""`pubmd list`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.commands.completion import complete_field, complete_page
from pubmd.commands.options import QuietOption, SiteOption, VerboseOption
from pubmd.commands.progress import Progress
from pubmd.ending import CANNOT_START, FINE, PROBLEMS
from pubmd.terminal import given_site, has_colours, is_terminal, say, say_problems, terminal_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubmd.listing import Row
    from pubmd.suggestion import HitRate


class ListFormat(StrEnum):
    """How publications are printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def list_publications(
    site: SiteOption = None,
    untagged: Annotated[bool, typer.Option("--untagged", help="Those that are on no page.")] = False,
    new: Annotated[
        bool, typer.Option("--new", help="Those that are on none of the page files on disk.")
    ] = False,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", "-t", metavar="TOPIC", help="Those on this topic's page.", autocompletion=complete_page
        ),
    ] = None,
    year: Annotated[
        list[str] | None, typer.Option("--year", "-y", metavar="YEAR", help="Those of this year.")
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            metavar="FIELD",
            help="Those without this field, such as abstract or code.",
            autocompletion=complete_field,
        ),
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Show the likely topics of each, with a score.")
    ] = False,
    summary: Annotated[
        bool, typer.Option("--summary", help="Show how many each page has of each year.")
    ] = False,
    format: Annotated[ListFormat, typer.Option("--format", help="How they are printed.")] = ListFormat.TABLE,  # noqa: A002
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Show the publications of bib/: key, year, venue, title, topics."""
    from pubmd import list_text, listing
    from pubmd.report import one_line
    from pubmd.sync import outcome

    place = given_site(site)
    found = outcome(place, watch=Progress())
    # Where there is a plan, the sources have no errors: what else may be one is about pages edited by hand.
    has_errors = found.plan is None
    say_problems(each for each in found.problems if (has_errors if each.is_error else verbose))
    if found.settings is None or found.build is None:
        return CANNOT_START
    pages = place.pages({page.path for page in found.settings.pages}).files
    rows = listing.rows(
        found.build, found.settings, [data.decode(errors="replace") for data in pages.values()]
    )
    selection = listing.Selection(untagged, new, *(tuple(each or ()) for each in (topic, year, missing)))
    try:
        wanted = listing.selected(rows, selection, found.settings)
    except listing.SelectionError as failure:
        say(f"pubmd: {one_line(str(failure))}")
        return CANNOT_START
    if summary:
        matrix = listing.summary(wanted, found.settings)
        if format is ListFormat.TABLE:
            text = list_text.summary_table(matrix, terminal_width(), colours=has_colours())
        else:
            text = (
                list_text.summary_json(matrix) if format is ListFormat.JSON else list_text.summary_csv(matrix)
            )
        print(text, end="")
    else:
        rate = None
        if suggest:
            wanted, rate = listing.with_suggestions(wanted, rows, found.settings)
        _show(wanted, len(rows), format, rate, quiet=quiet)
    return PROBLEMS if has_errors else FINE


def _show(rows: Sequence[Row], total: int, format: ListFormat, rate: HitRate | None, *, quiet: bool) -> None:  # noqa: A002
    from pubmd import list_text

    if format is ListFormat.JSON:
        print(list_text.rows_json(rows, rate), end="")
        return
    if format is ListFormat.CSV:
        print(list_text.rows_csv(rows, likely=rate is not None), end="")
        return
    if rows:
        likely = rate is not None
        print(list_text.rows_table(rows, terminal_width(), colours=has_colours(), likely=likely), end="")
    if quiet:
        return
    # Into a pipe goes the table alone.
    tell = print if is_terminal() else say
    if rate and rows:
        tell(list_text.hit_rate_text(rate), end="")
    tell(list_text.count_text(len(rows), total), end="")
