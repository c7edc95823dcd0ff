"""Where the command begins: the last answer where it still holds, else the whole of pubmd."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

_FAILED, _INTERRUPTED = 3, 130


def main() -> NoReturn:
    """Run pubmd with the process's arguments, and leave with its exit status.

    The process leaves without tidying its memory up, which takes a while after ten thousand entries, and
    without looking for garbage before: there is next to none.
    """
    gc.disable()
    status = _INTERRUPTED
    try:
        status = _status(sys.argv[1:])
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except KeyboardInterrupt:  # before the command itself, or after it, could catch it
        os.write(2, b"pubmd: interrupted\n")
    except OSError:
        status = _FAILED
    os._exit(status)


def _status(args: list[str]) -> int:
    from pubmd.answer import replayed

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    status = replayed(args)
    if status is not None:
        return status
    from pubmd.cli import run

    return run(args)
