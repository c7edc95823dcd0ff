"""Work side by side: a function over many things, in as many processes as there are cores.

The processes are forked, so that what the function needs is there without being sent; only results are. One
that fails, or cannot be made, costs time alone: what it took is done here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from pubmd.progress import Watch, unwatched

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_MOST = 4
# As many numbers of two bytes as every system's pipes hold.
_MOST_CLAIMS = 4096


def side_by_side(
    function: Callable[[_Item], _Result], items: Sequence[_Item], watch: Watch = unwatched
) -> list[_Result]:
    """The function's results for these things, in their order. The results have to be picklable.

    Each process takes the next thing when it has done one, so that all of them end together; `watch` sees how
    far they are. What the function raises comes out here, for things that another process has taken as well,
    since what that did not finish is done once more.
    """
    claims = _claims(len(items))
    if claims is None:
        return [function(item) for item in watch(items, "sources")]
    started = [_started(function, items, claims) for _ in range(min(_cores(), _MOST, len(items)) - 1)]
    results: dict[int, _Result] = {}
    try:
        seen = enumerate(watch(items, "sources"))
        for at in claims:
            next(number for number, _ in seen if number >= at)
            results[at] = function(items[at])
        for _ in seen:
            pass
        for at, process in enumerate(started):
            started[at] = None
            if process:
                results.update(_received(*process))
        return [results[at] if at in results else function(item) for at, item in enumerate(items)]
    finally:
        claims.close()
        for process in filter(None, started):
            os.close(process[1])  # what it sends now reaches nobody, and that ends it
            end(process[0])


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_fork() -> bool:
    """Whether another process would have a core of its own."""
    return _cores() > 1 and hasattr(os, "fork")


class _Claims:
    """The numbers of the things that no process has taken yet, in a pipe from which all of them read."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._run = -(-total // _MOST_CLAIMS)  # things that are taken at once
        self._source, sink = os.pipe()
        runs = range(-(-total // self._run))
        os.write(sink, b"".join(number.to_bytes(2, "big") for number in runs))
        os.close(sink)

    def __iter__(self) -> Iterator[int]:
        while number := os.read(self._source, 2):
            start = int.from_bytes(number, "big") * self._run
            yield from range(start, min(start + self._run, self._total))

    def close(self) -> None:
        """Let no process take any more."""
        os.close(self._source)


def _claims(total: int) -> _Claims | None:
    """What several processes take things by; None where one has to do."""
    if total < 2 or not can_fork():
        return None
    try:
        return _Claims(total)
    except OSError:
        return None


def _started(
    function: Callable[[_Item], _Result], items: Sequence[_Item], claims: _Claims
) -> tuple[int, int] | None:
    """A process at work: its number and where its results come out; None where there is none."""
    try:
        source, sink = os.pipe()
    except OSError:
        return None
    parent = os.getpid()
    try:
        process = forked()
    except OSError:
        os.close(source)
        os.close(sink)
        return None
    if process:
        os.close(sink)
        return process, source
    status = 1
    try:
        os.close(source)
        import pickle

        # All the work first: a full pipe would let this process wait until the first one reads.
        results = []
        for at in claims:
            if os.getppid() != parent:  # which was killed, and nobody waits for this any more
                return None
            results.append(pickle.dumps((at, function(items[at])), pickle.HIGHEST_PROTOCOL))
        with os.fdopen(sink, "wb") as stream:
            stream.writelines(results)
        status = 0
    except BaseException:  # noqa: S110 - the first process does this once more, and then sees why
        pass
    finally:
        os._exit(status)


def forked() -> int:
    """The number of a new process, and 0 in that, which signals end. Raises OSError where there is none."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        process = os.fork()
        if not process:
            for each in signals:
                signal.signal(each, signal.SIG_DFL)
        return process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end(process: int) -> None:
    """End a process that was forked, whatever it is doing."""
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)
    wait_for(process)


def wait_for(process: int) -> None:
    """Wait until a process that was forked has ended."""
    with suppress(ChildProcessError):  # the system has seen to it, where SIGCHLD is ignored
        os.waitpid(process, 0)


def _received(process: int, source: int) -> dict[int, _Result]:
    """What a process has sent, by the numbers of the things; what is missing it has not finished."""
    import pickle

    found = {}
    try:
        with os.fdopen(source, "rb") as stream:
            while True:
                at, result = pickle.load(stream)  # noqa: S301 - from our own process
                found[at] = result
    except (EOFError, pickle.UnpicklingError):
        return found
    finally:
        wait_for(process)
