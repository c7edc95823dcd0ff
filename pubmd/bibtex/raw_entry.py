"""An entry as its file has it, and the places of its parts."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from pubmd.bibtex.grammar import Command, Stumble, read_command
from pubmd.bibtex.source import Source
from pubmd.bibtex.value import Value
from pubmd.problem import Place

Fields = dict[str, Value]


class RawEntry(NamedTuple):
    """An entry as its file has it, its values still expressions of strings and macros.

    `fields` is keyed by lower-case name, in the file's order; of a field given twice the first is kept and
    its name stands in `repeated`. `start` and `end` are offsets in the source's text.
    """

    source: Source
    start: int
    end: int
    type: str
    key: str
    fields: Fields
    repeated: tuple[str, ...] = ()

    def place(self, name: str = "", offset: int | None = None) -> Place:
        """Where the field of this name stands; the entry's own place without a name or such a field.

        With an offset, where that character of the field's value stands, if the value is one plain string.
        """
        if name and name in self.fields:
            at, value_at = _positions(self.source, self.start, self.end).get(name, (self.start, None))
            in_value = offset is not None and value_at is not None
            return self.source.place(value_at + offset if in_value else at)  # type: ignore[operator]
        return self.source.place(self.start)


@lru_cache(maxsize=64)
def _positions(source: Source, start: int, end: int) -> dict[str, tuple[int, int | None]]:
    """The offsets of an entry's fields, and of the first character of those values that are one string."""
    found: dict[str, tuple[int, int | None]] = {}
    for each in _read_again(source.text, start, end).assignments:
        is_string = isinstance(each.value, str)
        value_at = each.start + (source.text[each.start] in '{"') if is_string else None
        found.setdefault(each.name.lower(), (each.at, value_at))
    return found


def _read_again(text: str, start: int, end: int) -> Command:
    """An entry that was read before, in the way in which it was."""
    try:
        command = read_command(text, start, end)
        if command.end == end:
            return command
    except Stumble:
        pass
    return read_command(text, start, end, escaped=True)
