"""`pubmd sync`."""

from __future__ import annotations

from typing import Annotated

import typer

from pubmd.commands import syncing
from pubmd.commands.options import QuietOption, SiteOption, StrictOption, VerboseOption


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
    if watch:
        if check or diff or fail_on_change or quiet or verbose:
            raise typer.BadParameter("--watch goes with --force and --strict alone")
        return syncing.watch(site, force=force, strict=strict)
    return syncing.sync(
        site,
        check=check,
        diff=diff,
        force=force,
        fail_on_change=fail_on_change,
        strict=strict,
        quiet=quiet,
        verbose=verbose,
    )
