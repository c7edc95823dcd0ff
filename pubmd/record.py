"""Values with named parts, as the library's `dataclasses` makes them, for what every sync loads.

That library imports `inspect`, and writes and compiles the methods of each class: a tenth of a sync that has
little to do. Where a value may be a tuple as well, `NamedTuple` does.
"""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

_Own = TypeVar("_Own", bound="Record")


class Record:
    """Equal to what is of its class and has the same parts, and never changed.

    The names of the parts stand in `__match_args__`; they are the arguments as well.
    """

    __match_args__: ClassVar[tuple[str, ...]] = ()

    def but(self: _Own, **parts: object) -> _Own:
        """The same with some of its parts replaced."""
        return type(self)(**{**self._parts(), **parts})

    def _parts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__match_args__}

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Record) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash((type(self), *self._parts().values()))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in self._parts().items())
        return f"{type(self).__name__}({parts})"
