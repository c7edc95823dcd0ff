"""The whole command: arguments in, and an exit status out, whatever happens."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from pubmd import __version__
from pubmd.commands import completion
from pubmd.ending import FINE, ended

# What the overview says of each command, and the module and the function that do it: only the one that is
# asked for is loaded.
COMMANDS = {
    "sync": ("Bring the pages up to date with bib/.", "sync", "sync"),
    "check": (
        "Say all that is wrong with the sources, what became of each entry, and which pages are out of date.",
        "check",
        "check",
    ),
    "tag": ("Give publications topics, links and awards, in bib/overrides.yml.", "tag", "tag"),
    "init": (
        "Set a Jekyll site up for pubmd: show all that will be written, ask, and write it.",
        "init",
        "init",
    ),
    "schema": ("Print the JSON Schema of bib/pubmd.yml, for editors.", "reference", "schema"),
    "explain": ("Say what a problem code means, with an example and the mend.", "reference", "explain"),
    "list": ("Show the publications of bib/: key, year, venue, title, topics.", "list", "list_publications"),
    "import": (
        "Make BibTeX and a configuration of pages that were written by hand, and say all that was amiss.",
        "import_",
        "import_",
    ),
}


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
        return app(_wanted(args))(args=args, prog_name="pubmd", standalone_mode=False) or FINE
    except typer.Abort as failure:
        raise KeyboardInterrupt from failure


def _wanted(args: Sequence[str]) -> str:
    """The command that is asked for, by these arguments or by what a shell wants to complete; or nothing."""
    words = [*args, *completion.words()]
    return next((word for word in words if not word.startswith("-")), "")


def app(wanted: str) -> typer.Typer:
    """The command line. Of its commands only the wanted one is there in full, of the others what they are."""
    found = typer.Typer(
        help="Keep a research lab's publication pages: BibTeX in bib/ in, the theme's Jekyll pages out.",
        epilog="Exit status: 0 fine, 1 errors in the sources or pages that differ, 2 the work could not "
        "start, 3 a write failed, 130 interrupted.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,  # the framework's own options take no shell's name
    )
    found.callback()(_options)
    for name, (summary, module, function) in COMMANDS.items():
        if name == wanted:
            found.command(name)(getattr(import_module(f"pubmd.commands.{module}"), function))
        else:
            found.command(name, help=summary)(_unwanted)
    return found


def _unwanted() -> None:
    """What stands for a command that is not asked for."""


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        typer.echo(f"pubmd {__version__}")
        raise typer.Exit


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
