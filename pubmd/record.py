"""Values with named parts, as the library's `dataclasses` makes them, for what every sync loads.

That library imports `inspect`, and writes and compiles the methods of each class: a tenth of a sync that has
little to do. Where a value may be a tuple as well, `NamedTuple` does.
"""

from __future__ import annotations

from typing import TypeVar

_Own = TypeVar("_Own", bound="Record")


class Record:
    """Equal to what is of its class and has the same parts, and never changed.

    The parts are its attributes, and the arguments as well.
    """

    def but(self: _Own, **parts: object) -> _Own:
        """The same with some of its parts replaced."""
        return type(self)(**{**vars(self), **parts})

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and vars(other) == vars(self)

    def __hash__(self) -> int:
        return hash((type(self), *vars(self).values()))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items())
        return f"{type(self).__name__}({parts})"
