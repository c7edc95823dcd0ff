"""One BibTeX file: its entries and macros, and what became of every line that is part of neither.

A parser passes over much without a word: an entry that a brace ended too early, a field that swallowed
the next, an entry inside a comment. Here every stretch of the text is asked what it is, and what has no
good answer comes back as a fragment, with its place and the mend.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple
from zlib import crc32

from pubmd.bibtex.block import Block, Kind, blocks
from pubmd.bibtex.diagnosis import holds_field
from pubmd.bibtex.fragment import (
    Fragment,
    all_heads,
    foreign_format,
    foreign_text,
    heads,
    is_fragment,
    is_prose,
    loose_text,
    unclosed,
)
from pubmd.bibtex.grammar import NAME, Command
from pubmd.bibtex.raw_entry import Fields, RawEntry
from pubmd.bibtex.second_look import SecondLook
from pubmd.bibtex.source import Source
from pubmd.bibtex.value import Value, read_value, substituted
from pubmd.deferred import Deferred, chained
from pubmd.regex import regex

_KEY = regex(r"[^\s,{}\"]*+")
# Two lines of dashes with YAML between them: a file that Jekyll was to read, too.
_JEKYLL_HEADER = regex(r"\s*+---[ \t]*+\n(?:(?!---[ \t]*$|[ \t]*@)[^\n]*+\n)*+---[ \t]*+$", re.MULTILINE)
_COMMENTED_LINES = regex(r"[^\n]*+(?:\n[ \t]*+%[^\n]*+)*+")
_LEAST_GROWTH = 1_000_000
_MOST_GROWTH = 20
_NO_ENTRY = regex(r"@\s*+(comment|preamble)\s*+[{(]", re.IGNORECASE)


# Between two entries, as nearly all programs write them: where a long file may be taken apart.
_SEAM = regex(r"\n[ \t]*\}[ \t]*\n\s*(?=@[A-Za-z]+\{)")
# How many characters behind that have a say in whether it is.
BESIDE_BOUND = 80


class Bibliography(NamedTuple):
    """All that one file holds.

    `types` and `keys` are those of its entries, which are made when they are asked for. `macros` are its
    `@string` definitions by lower-case name, of several the last; `commented_out` counts the entries that
    stand in comments. `passed_over` bounds what is neither entry nor fragment: macros, preambles, comments.
    With the entries and the fragments that covers all of the text but white space.
    """

    source: Source
    entries: Sequence[RawEntry]
    types: Sequence[str]
    keys: Sequence[str]
    macros: dict[str, Value]
    fragments: tuple[Fragment, ...]
    commented_out: int
    passed_over: tuple[tuple[int, int], ...] = ()


# A RawEntry's start, end, type, key, fields and repeated fields.
PlainEntry = tuple[int, int, str, str, Fields, tuple[str, ...]]


class Part(NamedTuple):
    """What a part of a file holds, without the file's text, so that it can be sent from process to process.

    `entries` are the parts of a RawEntry behind its source, the rest is as in Bibliography. `is_closed` says
    that the part ends with a plain entry, so that what follows it is read alike, with or without it.
    """

    entries: Sequence[PlainEntry]
    types: Sequence[str]
    keys: Sequence[str]
    macros: dict[str, Value]
    fragments: tuple[Fragment, ...]
    commented_out: int
    passed_over: tuple[tuple[int, int], ...]
    is_closed: bool


def part_bounds(text: str, most: int = 32) -> list[tuple[int, int]]:
    """Where a long file may be taken apart: parts that begin with an entry and hold about `most` of them.

    The bounds depend on the text beside them alone, so that a file is read alike on every machine, and a
    change moves no bound but the nearest.
    """
    seams = (seam.end() for seam in _SEAM.finditer(text))
    beside = ((at, text[at : at + BESIDE_BOUND].encode("utf-8", "surrogatepass")) for at in seams)
    chosen = (at for at, data in beside if crc32(data) % most == 0)
    return list(pairwise((0, *chosen, len(text))))


def read_part(source: Source, start: int, end: int) -> Part:
    """Read a part of a file. Never raises for what the file holds."""
    reader = _Reader(source, start, end)
    reader.read()
    return Part(
        tuple(reader.entries),
        [type_ for _, _, type_, *_ in reader.entries],
        [key for _, _, _, key, *_ in reader.entries],
        reader.macros,
        tuple(reader.fragments),
        reader.commented_out,
        tuple(reader.passed_over),
        reader.is_closed,
    )


def fit(parts: Sequence[Part]) -> bool:
    """Whether none of a file's parts has a say in how the next is read."""
    return all(part.is_closed for part in parts[:-1]) and not any(part.macros for part in parts[1:])


def joined(source: Source, parts: Sequence[Part]) -> Bibliography:
    """The file that was read in these parts; read anew as a whole where they do not `fit`."""
    if not fit(parts):
        parts = [read_part(source, 0, len(source.text))]
    entries = chained([part.entries for part in parts])
    return Bibliography(
        source,
        Deferred(len(entries), lambda at: RawEntry(source, *entries[at])),
        list(chain.from_iterable([part.types for part in parts])),
        list(chain.from_iterable([part.keys for part in parts])),
        parts[0].macros,
        tuple(fragment for part in parts for fragment in part.fragments),
        sum(part.commented_out for part in parts),
        tuple(bounds for part in parts for bounds in part.passed_over),
    )


def read_bibliography(source: Source) -> Bibliography:
    """Read one file. Never raises for what the file holds: what cannot be read comes back as a fragment."""
    return joined(source, [read_part(source, *bounds) for bounds in part_bounds(source.text)])


class _Reader:
    """Goes through a file's blocks, and splits again where a block turns out to end elsewhere."""

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.text = source.text
        self._start = start
        self._end = end
        self._closed = -1  # where the last entry ended that has nothing odd
        self.entries: list[PlainEntry] = []
        self.macros: dict[str, Value] = {}
        self.fragments: list[Fragment] = []
        self.commented_out = 0
        self.passed_over: list[tuple[int, int]] = []
        self._pending: list[Block] = []  # the next one last
        self._behind = 0  # where the last block ended that is not plain text
        self._is_bibtex = False  # whether there was any such block
        self._names: dict[str, str] = {}  # fields' names as they were written, and in lower case
        # What depends on a length depends on this part's, so that it is read alike whatever stands beside it.
        self._second_look = SecondLook(source, end - start)
        # Macros made of macros may come to much more than they were written with, and not without end.
        self._spare = _LEAST_GROWTH + _MOST_GROWTH * (end - start)
        self._definitions: dict[str, list[tuple[int, Value]]] = {}  # of macros that are defined anew

    def read(self) -> None:
        """Read the whole part."""
        start = self._start
        header = None if start else _JEKYLL_HEADER.match(self.text)
        if header:
            start = self._pass_over(0, header.end())
        self._pending = blocks(self.text, start, self._end)[::-1]
        while self._pending:
            block = self._pending.pop()
            end = self._take(block)
            if end != block.end:
                self._go_on(end, block.end)
        if not self._is_bibtex:
            self._take_foreign(start)
        if self._definitions:
            self._settle_macros()

    @property
    def is_closed(self) -> bool:
        """Whether the part ends with a plain entry."""
        return self._behind == self._closed <= self._end and not self.text[self._closed : self._end].strip()

    def _take(self, block: Block) -> int:
        """Account for a block, and give the offset to go on from."""
        if block.kind is Kind.TEXT:
            return self._take_text(block)
        self._is_bibtex = True
        if self._is_behind_percent(block.start):
            end = self._take_commented_out(block)
        else:
            match block.kind:
                case Kind.ENTRY:
                    end = self._take_entry(block)
                case Kind.MACRO:
                    end = self._take_macro(block)
                case Kind.COMMENT:
                    end = self._take_comment(block.start, block.end)
                case Kind.PREAMBLE:
                    end = self._pass_over(block.start, block.end)
                case _:
                    end = self._take_failed(block)
        self._behind = end
        return end

    def _go_on(self, end: int, reached: int) -> None:
        """Take up again at `end`, whatever the blocks up to `reached` were thought to be."""
        while self._pending and self._pending[-1].start < end:
            reached = max(reached, self._pending.pop().end)
        if reached > end:
            self._second_look.charge(reached - end)
            self._pending.extend(reversed(blocks(self.text, end, reached)))

    def _pass_over(self, start: int, end: int) -> int:
        self.passed_over.append((start, end))
        return end

    def _take_entry(self, block: Block) -> int:
        entry = self._plain_entry(block)
        is_open = bool(block.fields) and not block.fields[-1][1]
        if entry is None or self._is_cut_off(block.end, is_open=is_open):
            return self._look_again(block.start)
        self.entries.append(entry)
        self._closed = -1 if is_open else block.end
        return block.end

    def _plain_entry(self, block: Block) -> PlainEntry | None:
        """The entry of a block in which nothing is odd."""
        if not block.type or not _KEY.fullmatch(block.name):
            return None
        fields: dict[str, Value] = {}
        repeated = []
        for as_written, expression, is_string in block.fields:
            name = self._names.get(as_written)
            if name is None:
                if not NAME.fullmatch(as_written):
                    return None
                name = self._names[as_written] = as_written.lower()
            value = expression[1:-1] if is_string else read_value(expression)
            if value is None or ("=" in expression and holds_field(expression)):
                return None
            if name in fields:
                repeated.append(name)
            else:
                fields[name] = value
        return block.start, block.end, block.type, block.name, fields, tuple(repeated)

    def _take_macro(self, block: Block) -> int:
        value = read_value(block.fields[0][1])
        if not value or not NAME.fullmatch(block.name) or self._is_cut_off(block.end):
            return self._look_again(block.start)
        self._define(block.name, block.start, value)
        return self._pass_over(block.start, block.end)

    def _define(self, name: str, at: int, value: Value) -> None:
        name = name.lower()
        value = self._substituted(value, self.macros)
        before = self.macros.get(name)
        if before is not None and before != value:
            self._definitions.setdefault(name, [(0, before)]).append((at, value))
        self.macros[name] = value

    def _settle_macros(self) -> None:
        """Put into each entry what a macro stood for where the entry stands, as BibTeX does."""
        for entry in self.entries:
            start, *_, fields, _ = entry
            for field, value in fields.items():
                if not isinstance(value, str):
                    used = {
                        text.lower() for kind, text in value if kind == "macro"
                    } & self._definitions.keys()
                    known = {name: self._definition(name, start) for name in used}
                    fields[field] = self._substituted(value, known)

    def _substituted(self, value: Value, macros: dict[str, Value]) -> Value:
        """The value with macros put in, as long as the file has not made too much of them."""
        if isinstance(value, str) or self._spare <= 0:
            return value
        value = substituted(value, macros)
        self._spare -= len(value) if isinstance(value, str) else sum(len(text) + 1 for _, text in value)
        return value

    def _definition(self, name: str, at: int) -> Value:
        definitions = self._definitions[name]
        return definitions[bisect_right(definitions, at, key=lambda each: each[0]) - 1][1]

    def _is_cut_off(self, end: int, *, is_open: bool = False) -> bool:
        """Whether the rest of what ended here may follow, as text or on the same line."""
        if not self._pending:
            return False
        following = self._pending[-1]
        if following.kind is not Kind.TEXT and not is_open:
            return False
        return self._second_look.is_cut_off(end, self._second_look.limit(end), is_open=is_open)

    def _take_failed(self, block: Block) -> int:
        head = _NO_ENTRY.match(self.text, block.start)
        if not head:
            return self._look_again(block.start)
        limit = self._second_look.limit(block.start)
        is_comment = head[1].lower() == "comment"
        end = self._second_look.closing(head.end() - 1, len(self.text) if is_comment else limit)
        if end and is_comment:
            return self._take_comment(block.start, end)
        if end:
            return self._pass_over(block.start, end)
        end = self._second_look.end_of_fragment(block.start, limit)
        self.fragments.append(unclosed(self.source, block.start, end, head[1].lower()))
        return end

    def _look_again(self, start: int) -> int:
        found = self._second_look.read(start)
        if isinstance(found, Fragment):
            self.fragments.append(found)
            return found.end
        return self._accept(start, found)

    def _accept(self, start: int, command: Command) -> int:
        if command.type == "string":
            for each in command.assignments:
                self._define(each.name, start, each.value)
            return self._pass_over(start, command.end)
        fields: dict[str, Value] = {}
        repeated = []
        for each in command.assignments:
            name = each.name.lower()
            if name in fields:
                repeated.append(name)
            else:
                fields[name] = each.value
        self.entries.append((start, command.end, command.type, command.key, fields, tuple(repeated)))
        return command.end

    def _take_text(self, block: Block) -> int:
        text = self.text[block.start : block.end]
        if is_fragment(text):
            self.fragments.append(loose_text(self.source, block.start, block.end))
            return block.end
        self.commented_out += heads(text)
        return self._pass_over(block.start, block.end)

    def _take_comment(self, start: int, end: int) -> int:
        self.commented_out += all_heads(self.text[start + 1 : end])
        return self._pass_over(start, end)

    def _take_commented_out(self, block: Block) -> int:
        """Pass over a block behind a percent sign, with the lines below it that begin with one, too.

        An entry of which only the first line is commented out is commented out as a whole.
        """
        lines = _COMMENTED_LINES.match(self.text, block.start)
        end = lines.end() if lines else block.end
        is_first_line_only = "\n" not in self.text[block.start : end]
        is_readable = block.kind is not Kind.FAILED and (
            block.kind is not Kind.ENTRY or self._plain_entry(block) is not None
        )
        if is_first_line_only and is_readable and block.end > end:
            text = self.text[block.start + 1 : block.end]
            self.commented_out += 1 if block.kind is Kind.ENTRY else heads(text)
            return self._pass_over(block.start, block.end)
        self.commented_out += heads(self.text[block.start : end])
        return self._pass_over(block.start, end)

    def _take_foreign(self, start: int) -> None:
        """Tell of a file without any BibTeX that says something all the same."""
        text = self.text[start:]
        kind = foreign_format(text)
        if kind or (not self.fragments and is_prose(text)):
            self.passed_over = [(0, start)] if start else []
            self.fragments = [foreign_text(self.source, start, kind)]

    def _is_behind_percent(self, start: int) -> bool:
        line = max(self.text.rfind("\n", self._behind, start) + 1, self._behind)
        return self.text[line:start].lstrip()[:1] == "%"
