"""How the core lets others see how far it is, without knowing who looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watch(Protocol):
    """What is given a step's items and its name, and gives the items back one after the other."""

    def __call__(self, items: Sequence[Item], name: str) -> Iterable[Item]:
        """The items as they are."""


def unwatched(items: Sequence[Item], name: str) -> Iterable[Item]:
    """The items, seen by nobody."""
    return items
