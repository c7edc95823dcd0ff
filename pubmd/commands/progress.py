"""A bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from pubmd.commands.terminal import is_terminal
from pubmd.progress import Item

_PATIENCE, _BETWEEN = 1.0, 0.1  # seconds
_CELLS = 30


class Progress:
    """Shows how far a command is, once it has been at work for a second; on a terminal alone."""

    def __init__(self) -> None:
        self._shows_from = time.monotonic() + _PATIENCE

    def __call__(self, items: Sequence[Item], name: str) -> Iterable[Item]:
        """The items; while they are taken, a bar that is gone at the end."""
        return self._watched(items, name) if is_terminal(sys.stderr) else items

    def _watched(self, items: Sequence[Item], name: str) -> Iterator[Item]:
        is_shown = False
        try:
            for number, item in enumerate(items):
                now = time.monotonic()
                if now >= self._shows_from:
                    is_shown, self._shows_from = True, now + _BETWEEN
                    print(f"\r{bar(number, len(items), name)}", end="", file=sys.stderr, flush=True)
                yield item
        finally:
            if is_shown:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def bar(done: int, total: int, name: str) -> str:
    """How far it is: `papers [###...] 412 of 10000`."""
    full = _CELLS * done // max(total, 1)
    return f"{name} [{'#' * full}{'.' * (_CELLS - full)}] {done} of {total}"
