"""The whole command: arguments in, and an exit status out, whatever happens."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import Annotated, NoReturn

import typer

from pubmd import __version__
from pubmd.commands import completion
from pubmd.commands.check import check
from pubmd.commands.import_ import import_
from pubmd.commands.init import init
from pubmd.commands.list import list_publications
from pubmd.commands.reference import explain, schema
from pubmd.commands.sync import sync
from pubmd.commands.tag import tag
from pubmd.ending import FINE, ended

app = typer.Typer(
    help="Keep a research lab's publication pages: BibTeX in bib/ in, the theme's Jekyll pages out.",
    epilog="Exit status: 0 fine, 1 errors in the sources or pages that differ, 2 the work could not start, "
    "3 a write failed, 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,  # the framework's own options take no shell's name
)


def main() -> NoReturn:
    """Run pubmd with the process's arguments, and leave with its exit status."""
    status = run(sys.argv[1:])
    # All is done and said: who interrupts from here on gets what was done, and no traceback of the leaving.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


def run(args: Sequence[str]) -> int:
    """Run pubmd with these arguments and give its exit status; never raises."""
    return ended(lambda: _run(args))


def _run(args: Sequence[str]) -> int:
    completion.prepare()
    args = completion.with_shell(args)
    try:
        return app(args=args, prog_name="pubmd", standalone_mode=False) or FINE
    except typer.Abort as failure:
        raise KeyboardInterrupt from failure


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        typer.echo(f"pubmd {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
    show_completion: Annotated[
        completion.Shell | None,
        typer.Option(
            completion.SHOW,
            callback=completion.show,
            is_eager=True,
            help="Print the completion for a shell, without a name for this one, and leave.",
        ),
    ] = None,
    install_completion: Annotated[
        completion.Shell | None,
        typer.Option(
            completion.INSTALL,
            callback=completion.install,
            is_eager=True,
            help="Set completion up for a shell, without a name for this one, and leave.",
        ),
    ] = None,
) -> None:
    pass


for _command in (sync, check, tag, init, schema, explain):
    app.command()(_command)
app.command("list")(list_publications)
app.command("import")(import_)
