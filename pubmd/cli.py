"""The whole command: arguments in, and an exit status out, whatever happens."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pubmd import __version__
from pubmd.commands.check import check
from pubmd.commands.import_ import import_
from pubmd.commands.init import init
from pubmd.commands.list import list_publications
from pubmd.commands.reference import explain, schema
from pubmd.commands.sync import sync
from pubmd.commands.tag import tag
from pubmd.commands.terminal import CANNOT_START, FAILED, FINE, INTERRUPTED, say

app = typer.Typer(
    help="Keep a research lab's publication pages: BibTeX in bib/ in, the theme's Jekyll pages out.",
    epilog="Exit status: 0 fine, 1 errors in the sources or pages that differ, 2 the work could not start, "
    "3 a write failed, 130 interrupted.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> NoReturn:
    """Run pubmd with the process's arguments, and leave with its exit status."""
    status = run(sys.argv[1:])
    # All is done and said: who interrupts from here on gets what was done, and no traceback of the leaving.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


def run(args: Sequence[str]) -> int:
    """Run pubmd with these arguments and give its exit status; never raises."""
    try:
        try:
            return _run(args)
        except KeyboardInterrupt:
            say("pubmd: interrupted")
            return INTERRUPTED
    except KeyboardInterrupt:  # once more, while the end was told
        return INTERRUPTED
    except OSError:  # nobody hears how it ended
        return _without_reader()


def _run(args: Sequence[str]) -> int:
    from pubmd.site import SiteError, WriteError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = app(args=list(args), prog_name="pubmd", standalone_mode=False) or FINE
        if status == INTERRUPTED:  # the framework catches Ctrl-C itself, and says nothing
            say("pubmd: interrupted")
        if sys.stdout:
            sys.stdout.flush()
        return status
    except SiteError as failure:
        say(f"pubmd: {failure}")
        return CANNOT_START
    except WriteError as failure:
        say(f"pubmd: {failure}")
        return FAILED
    except typer.Abort as failure:
        raise KeyboardInterrupt from failure
    except SystemExit as leaving:  # the framework leaves so from completion, and where a reader is gone
        return _without_reader() if leaving.code else FINE
    except BrokenPipeError:
        return _without_reader()
    except OSError as failure:
        say(f"pubmd: {failure.filename or 'standard output'}: {failure.strerror or failure}")
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
    from pubmd.report import one_line

    say(
        f"pubmd: this is a bug in pubmd {__version__}: {type(failure).__name__}: {one_line(str(failure))}; "
        f"no page was half-written. Please report this line{_with_details(failure)}, and the file that it "
        "happened on"
    )
    return FAILED


def _with_details(failure: Exception) -> str:
    """Where a failure's details were put, as a part of a sentence; its place where that is not possible."""
    import traceback

    from pubmd.writing import note

    try:
        python = ".".join(map(str, sys.version_info[:3]))
        head = f"pubmd {__version__}, Python {python}, {sys.platform}\n\n"
        return f" with its details, which are in {note(head + ''.join(traceback.format_exception(failure)))}"
    except OSError:
        last = traceback.extract_tb(failure.__traceback__)[-1]
        return f" ({Path(last.filename).name}:{last.lineno})"


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"pubmd {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


for _command in (sync, check, tag, init, schema, explain):
    app.command()(_command)
app.command("list")(list_publications)
app.command("import")(import_)
