"""Work side by side: a function over many things, in as many processes as there are cores.

The processes are forked, so that what the function needs is there without being sent; only results are. One
that fails, or cannot be made, costs time alone: its share is done here.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar

from pubmd.progress import Watch, unwatched

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_MOST = 4


def side_by_side(
    function: Callable[[_Item], _Result], items: Sequence[_Item], watch: Watch = unwatched
) -> list[_Result]:
    """The function's results for these things, in their order. The results have to be picklable.

    `watch` sees this process's own share.

    The first share is done by this process, so that whatever the function raises for it comes out here; for
    the other shares it is raised as well, since a share that failed is done again.
    """
    first, *others = _shares(items, max(1, min(_cores(), _MOST, len(items))))
    started = [_started(function, share) for share in others]
    try:
        results = [function(item) for item in watch(first, "sources")]
        for at, share in enumerate(others):
            process, started[at] = started[at], None
            received: list[_Result] | None = _received(*process, len(share)) if process else None
            results.extend([function(item) for item in share] if received is None else received)
        return results
    finally:
        for process in filter(None, started):
            os.close(process[1])  # what it sends now reaches nobody, and that ends it
            os.kill(process[0], signal.SIGKILL)
            os.waitpid(process[0], 0)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _shares(items: Sequence[_Item], number: int) -> list[Sequence[_Item]]:
    """The things in as many runs as wanted, of about the same length."""
    bounds = [len(items) * at // number for at in range(number + 1)]
    return [items[start:end] for start, end in pairwise(bounds)]


def _started(function: Callable[[_Item], _Result], share: Sequence[_Item]) -> tuple[int, int] | None:
    """A process at work on a share: its number and where its results come out; None where there is none."""
    if not hasattr(os, "fork"):
        return None
    try:
        source, sink = os.pipe()
    except OSError:
        return None
    try:
        process = os.fork()
    except OSError:
        os.close(source)
        os.close(sink)
        return None
    if process:
        os.close(sink)
        return process, source
    status = 1
    try:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_DFL)
        os.close(source)
        # All the work first: a full pipe would let this process wait until the first one reads.
        results = [pickle.dumps(function(item), pickle.HIGHEST_PROTOCOL) for item in share]
        with os.fdopen(sink, "wb") as stream:
            stream.writelines(results)
        status = 0
    except BaseException:  # noqa: S110 - the first process does this share again, and then sees why
        pass
    finally:
        os._exit(status)


def _received(process: int, source: int, number: int) -> list[_Result] | None:
    """What a process has sent; None where it has not come to its end."""
    try:
        with os.fdopen(source, "rb") as stream:
            return [pickle.load(stream) for _ in range(number)]  # noqa: S301 - from our own process
    except (EOFError, pickle.UnpicklingError):
        return None
    finally:
        os.waitpid(process, 0)
