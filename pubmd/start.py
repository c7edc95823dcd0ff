"""Where the command begins: the last answer where it still holds, a plain sync, or the whole of pubmd."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence, Set
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
    except OSError as failure:
        status = _FAILED
        if not isinstance(failure, BrokenPipeError):
            with suppress(OSError):
                os.write(2, f"pubmd: standard output: {failure.strerror}\n".encode())
    os._exit(status)


def _status(args: list[str]) -> int:
    from pubmd.answer import command, made_by, replayed

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    status = replayed(args, is_tracked)
    if status is not None:
        return status
    if args[:1] == ["sync"]:
        made_by()  # before it is loaded: a `sync --watch` may outlive an upgrade
    plain = command(args)
    if plain:
        return _synced(*plain)
    if args == ["--version"]:
        from pubmd import __version__

        print(f"pubmd {__version__}")
        return 0
    from pubmd.cli import run

    return run(args)


def is_tracked(root: str, files: Sequence[str]) -> bool:
    """Whether git tracks these files of a site, as far as it has a say."""
    from pathlib import Path

    from pubmd.repository import untracked

    sources = [path for path in files if path.startswith("bib/")]
    return not untracked(Path(root), sources, [path for path in files if path not in sources])


def _synced(flags: Set[str], site: str | None) -> int:
    """Sync as a hook says it, without the framework: this command line has been read already."""
    from pathlib import Path

    from pubmd.commands.syncing import sync
    from pubmd.ending import ended

    folder = None if site is None else Path(site)
    return ended(lambda: sync(folder, check="--check" in flags, fail_on_change="--fail-on-change" in flags))
