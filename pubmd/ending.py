"""How a run ends: from whatever happens to an exit status, and a line that says why."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from pubmd import __version__
from pubmd.terminal import say

FINE, PROBLEMS, CANNOT_START, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def ended(work: Callable[[], int]) -> int:
    """Do some work and give its exit status, or that of the way in which it failed; never raises."""
    try:
        try:
            return _ended(work)
        except KeyboardInterrupt:
            say("pubmd: interrupted")
            return INTERRUPTED
    except KeyboardInterrupt:  # once more, while the end was told
        return INTERRUPTED
    except OSError:  # nobody hears how it ended
        return _without_reader()


def _ended(work: Callable[[], int]) -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        status = work()
        if status == INTERRUPTED:  # the framework catches Ctrl-C itself, and says nothing
            say("pubmd: interrupted")
        if sys.stdout:
            sys.stdout.flush()
        return status
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
    """Say a failure that has words for it in these, and anything unexpected in one line with its place."""
    if hasattr(failure, "exit_code") and hasattr(failure, "show"):  # the framework's usage errors
        failure.show()
        return int(failure.exit_code)
    # Imported here: most runs end well, and with less than a site.
    from pubmd.report import one_line
    from pubmd.site import SiteError, WriteError

    if isinstance(failure, SiteError | WriteError):
        say(f"pubmd: {failure}")
        return CANNOT_START if isinstance(failure, SiteError) else FAILED
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
