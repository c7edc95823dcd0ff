"""A bar on standard error, for what takes longer than a second."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from pubmd.progress import Item
from pubmd.terminal import is_terminal

_PATIENCE, _BETWEEN = 1.0, 0.1  # seconds
_CELLS, _LEAST = 30, 5
_USUAL = 80  # cells of a line, where a terminal does not say


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
                    # The last cell is left free: a terminal may go on to the next line behind it.
                    text = bar(number, len(items), name, _columns() - 1)
                    print(f"\r{text}", end="", file=sys.stderr, flush=True)
                yield item
        finally:
            if is_shown:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _columns() -> int:
    """How many characters a line of the terminal holds that standard error goes to."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


def bar(done: int, total: int, name: str, most: int = _USUAL) -> str:
    """How far it is, in so many cells at most: `papers [###...] 412 of 10000`."""
    numbers = f"{done} of {total}"
    cells = min(_CELLS, most - len(f"{name} [] {numbers}"))
    if cells < _LEAST:
        return f"{name} {numbers}"[: max(most, 0)]
    full = cells * done // max(total, 1)
    return f"{name} [{'#' * full}{'.' * (cells - full)}] {numbers}"
