"""Changes of single fields and entries in a `.bib` file that leave every other byte of it alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pubmd.bibtex.grammar import Assignment, Stumble, read_command
from pubmd.bibtex.raw_entry import RawEntry

_TO_LINE_END = re.compile(r"[ \t]*,?[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class BibEdit:
    """A stretch of a file's text, from offset to offset, and what is to stand in its place."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[BibEdit]) -> str:
    """A text with its edits, which do not overlap; at one place they come in the order given."""
    parts = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[at : edit.start], edit.text]
        at = max(at, edit.end)
    return "".join([*parts, text[at:]])


def field_edit(entry: RawEntry, name: str, value: str) -> BibEdit | None:
    """What gives a field of an entry this value, or takes it out where the value is empty; None: it is so.

    A value stands in braces or quotes, as it does now; a new field gets a line of its own in front of the
    entry's end, its name as wide as those above. Raises Stumble where the entry is written in a way of its
    own.
    """
    text = entry.source.text
    found = _assignments(entry)
    same = [each for each in found if each.name.lower() == name]
    if same and value:
        first = same[0]
        if first.value == value:
            return None
        opener, closer = ('"', '"') if text[first.start] == '"' and '"' not in value else ("{", "}")
        return BibEdit(first.start, first.end, f"{opener}{value}{closer}")
    if same:
        return _removal(text, same[0])
    return _addition(text, entry, found, f"{name} = {{{value}}}", name, value) if value else None


def _assignments(entry: RawEntry) -> tuple[Assignment, ...]:
    text = entry.source.text
    try:
        command = read_command(text, entry.start, entry.end)
        if command.end == entry.end:
            return command.assignments
    except Stumble:
        pass
    return read_command(text, entry.start, entry.end, escaped=True).assignments


def _removal(text: str, field: Assignment) -> BibEdit:
    """Take out a field, with its line where it has one."""
    behind = _TO_LINE_END.match(text, field.end)
    start = text.rfind("\n", 0, field.at) + 1
    if behind and not text[start : field.at].strip():
        return BibEdit(start, behind.end(), "")
    comma = re.compile(r"\s*,").match(text, field.end)
    return BibEdit(field.at, comma.end() if comma else field.end, "")


def _addition(
    text: str, entry: RawEntry, found: tuple[Assignment, ...], plain: str, name: str, value: str
) -> BibEdit:
    if not found:
        at = entry.end - 1
        ends = text[:at].rstrip().endswith(",")
        lead = "" if ends else ","
        return BibEdit(at, at, f"{lead}\n  {plain},\n")
    last = found[-1]
    start = text.rfind("\n", 0, last.at) + 1
    margin = text[start : last.at]
    comma = re.compile(r"[ \t]*,").match(text, last.end)
    at = comma.end() if comma else last.end
    lead = "" if comma else ","
    if margin.strip():  # the whole entry is one line
        return BibEdit(at, at, f"{lead} {plain}{',' if comma else ''}")
    width = text.find("=", last.at) - last.at
    line = f"{name:<{width}}= {{{value}}}" if len(name) < width else plain
    return BibEdit(at, at, f"{lead}\n{margin}{line}{',' if comma else ''}")
