"""A process that gets ready while this one does something else, and then answers one question."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable
from typing import Generic, TypeVar

from pubmd.processes import can_fork, end, forked

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")
_MOST_ASKED = 1 << 22  # bytes


class Helper(Generic[_Question, _Answer]):
    """A forked process that calls a function for this one, once it is ready.

    What it is asked and what comes out have to be plain values, as `marshal` takes them, and no None. One
    that fails, or cannot be had, gives no answer.
    """

    def __init__(self, get_ready: Callable[[], object], function: Callable[[_Question], _Answer]) -> None:
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
            answer = function(marshal.loads(self._asked[:length]))  # noqa: S302
            with os.fdopen(answers, "wb") as stream:
                marshal.dump(answer, stream)  # type: ignore[arg-type]
        finally:
            os._exit(0)

    def ask(self, question: _Question) -> Callable[[], _Answer | None]:
        """Have the function called with this, once; gives what waits for the answer, None without one."""
        data = marshal.dumps(question)  # type: ignore[arg-type]
        if not self._process or len(data) > _MOST_ASKED:
            return _nothing
        self._asked[: len(data)] = data
        try:
            os.write(self._calls, len(data).to_bytes(8, "big"))
        except OSError:  # it is no more
            return _nothing
        return self._answer

    def _answer(self) -> _Answer | None:
        try:
            with os.fdopen(self._answers, "rb", closefd=False) as stream:
                return marshal.load(stream)  # type: ignore[no-any-return]  # noqa: S302 - from our own process
        except (OSError, EOFError, ValueError, TypeError):
            return None

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if not self._process:
            return
        os.close(self._calls)
        os.close(self._answers)
        end(self._process)
        self._process = 0


def _nothing() -> None:
    """What nobody answers."""
