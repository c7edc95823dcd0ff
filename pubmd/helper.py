"""A process that gets ready while this one does something else, and then does what it is asked to."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pubmd.processes import can_fork, end, forked

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_MOST_ASKED = 1 << 22  # bytes


class Helper(Generic[_Item, _Result]):
    """A forked process that calls a function for this one, once it is ready.

    What it is asked and what comes out have to be plain values, as `marshal` takes them. One that fails, or
    cannot be had, gives no results.
    """

    def __init__(self, get_ready: Callable[[], object], function: Callable[[_Item], _Result]) -> None:
        self._process = 0
        if not can_fork():
            return
        import mmap

        handles: list[int] = []
        try:
            self._asked = mmap.mmap(-1, _MOST_ASKED)  # shared, so that nobody waits until it is read
            handles += os.pipe()
            handles += os.pipe()
            self._process = forked()
        except OSError:  # this process does all by itself
            for handle in handles:
                os.close(handle)
            return
        calls, self._calls, self._answers, answers = handles
        if self._process:
            os.close(calls)
            os.close(answers)
            return
        try:
            os.close(self._calls)
            os.close(self._answers)
            get_ready()
            length = int.from_bytes(os.read(calls, 8), "big")
            found = [function(item) for item in marshal.loads(self._asked[:length])]  # noqa: S302
            with os.fdopen(answers, "wb") as stream:
                marshal.dump(found, stream)
        finally:
            os._exit(0)

    def ask(self, items: Sequence[_Item]) -> Callable[[], Sequence[_Result]]:
        """Have the function called with each of these things, once; gives what waits for the results.

        They come in the order of the things, or there are none.
        """
        data = marshal.dumps(items)  # type: ignore[arg-type]
        if not self._process or len(data) > _MOST_ASKED:
            return tuple
        self._asked[: len(data)] = data
        try:
            os.write(self._calls, len(data).to_bytes(8, "big"))
        except OSError:  # it is no more
            return tuple
        return self._results

    def _results(self) -> Sequence[_Result]:
        try:
            with os.fdopen(self._answers, "rb", closefd=False) as stream:
                return marshal.load(stream)  # type: ignore[no-any-return]  # noqa: S302 - from our own process
        except (OSError, EOFError, ValueError, TypeError):
            return []

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if not self._process:
            return
        os.close(self._calls)
        os.close(self._answers)
        end(self._process)
        self._process = 0
