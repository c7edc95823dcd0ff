"""A second look at entries that did not read at once, in all ways in which programs read BibTeX."""

from __future__ import annotations

import re

from pubmd.bibtex.diagnosis import holds_field
from pubmd.bibtex.fragment import Fragment, hopeless_text, is_rest, unread_entry
from pubmd.bibtex.grammar import Command, Expected, Stumble, behind_last, read_command
from pubmd.bibtex.source import Source
from pubmd.bibtex.value import Fault
from pubmd.regex import regex

# Where an entry most likely begins, whatever went wrong before: at a line's start, or behind a closing brace.
_NEXT_ENTRY = regex(
    r"^[ \t]*+(?:%[% \t]*+)?@\s*+[A-Za-z][\w:.+/*-]*+\s*+[{(]"
    r"|(?:(?<=[})])|(?<=[{][ \t]))[ \t]*+@[A-Za-z]\w*+\{[^\s,{}()=\"]++,",
    re.MULTILINE,
)
_HEAD_AND_KEY = regex(r"@[A-Za-z]\w*+[{(][^\s,{}()=\"]++,")
_COMMENTED = regex(r"[ \t]*+%")
_ANY_HEAD = regex(r"@\w*+[ \t]*+[{(]")
_NEXT_NAME = regex(r"[,\n][ \t]*+[A-Za-z][\w-]*+\s*+=\s*+\Z")
_BRACE = regex(r"[{}]")
_BRACE_OR_PARENTHESIS = regex(r"[{})]")


class SecondLook:
    """Reads single entries of a file, by BibTeX's grammar first and as other programs do then."""

    def __init__(self, source: Source, length: int) -> None:
        """`length` is how many characters of the source are to be read: a look may cost so much, not more."""
        self.source = source
        self.text = source.text
        self._next_entry = (0, 0)  # an offset, and where the next entry begins behind it
        # A look costs what it looks at. Text made to be looked at without end has to end somewhere.
        self._spare = 8 * length + 100_000

    def charge(self, characters: int) -> None:
        """Count characters that are to be looked at once more."""
        self._spare -= characters

    def read(self, start: int) -> Command | Fragment:
        """The entry or macro that begins here; a fragment where no way of reading makes sense of it."""
        if self._spare < 0:
            return hopeless_text(self.source, start, len(self.text))
        limit = self.limit(start)
        stumbles: list[Stumble] = []
        has_escapes = self.text.find("\\", start, limit) >= 0
        for escaped in (False, True) if has_escapes else (False,):
            try:
                command = read_command(self.text, start, limit, escaped=escaped)
            except Stumble as stumble:
                stumbles.append(stumble)
                self._spare -= limit - start if stumble.fault else 0
                continue
            doubt = self._doubt(command, limit)
            if doubt is None:
                return command
            stumbles.append(doubt)
        first = stumbles[0]
        beyond = self._read_beyond(start, limit, first)
        if beyond:
            return beyond
        if _HEAD_AND_KEY.match(self.text, first.at, limit):
            limit = first.at
        end = self.end_of_fragment(start, limit)
        return unread_entry(self.source, start, end, first, limit)

    def _read_beyond(self, start: int, limit: int, stumble: Stumble) -> Command | None:
        """The entry that holds what looks like the next one: in a note, or in a value that is BibTeX itself.

        Where a whole entry follows on other words in a value, a brace is missing instead.
        """
        if limit == len(self.text):
            return None
        if stumble.fault in (Fault.UNCLOSED_BRACE, Fault.UNCLOSED_QUOTE):
            if self.text[stumble.value_at + 1 : limit].strip() and self._is_entry(limit):
                return None
        elif stumble.at < limit or not _COMMENTED.match(self.text, limit):
            return None
        end = min(len(self.text), start + max(self._spare, 0))
        try:
            command = read_command(self.text, start, end)
        except Stumble as failure:
            self._spare -= (end if failure.fault else failure.at) - start
            return None
        self._spare -= command.end - start
        return None if self._doubt(command, self.limit(command.end - 1)) else command

    def _is_entry(self, limit: int) -> bool:
        """Whether the next entry that seems to begin here is one, with fields."""
        at = self.text.index("@", limit)
        try:
            return bool(read_command(self.text, at, self.limit(at)).assignments)
        except Stumble as stumble:
            return bool(stumble.assignments)

    def _doubt(self, command: Command, limit: int) -> Stumble | None:
        """Why an entry that reads well is damaged all the same."""
        doubt = None
        for at, each in enumerate(command.assignments):
            # A string that ends at the quote that was to open the next value ends with that one's name.
            is_quoted = self.text[each.start] == '"' and each.start < each.end
            tail = self.text[max(each.start, each.end - 100) : each.end - 1] if is_quoted else ""
            if _NEXT_NAME.search(tail) or holds_field(self.text[each.start : each.end]):
                doubt = behind_last(command.assignments[: at + 1], each.end, Expected.COMMA)
                break
        else:
            is_open = bool(command.assignments) and command.assignments[-1].value == ""
            if self.is_cut_off(command.end, limit, is_open=is_open):
                doubt = behind_last(command.assignments, command.end, Expected.END)
        if doubt:
            doubt.key = command.key
        return doubt

    def is_cut_off(self, end: int, limit: int, *, is_open: bool) -> bool:
        """Whether the rest of what ended here follows; `is_open` says that a value should have begun."""
        # Words on the same line that seem to hold a head may be a value that was to begin.
        head = (_HEAD_AND_KEY if is_open else _ANY_HEAD).search(self.text, end, limit)
        text = self.text[end : head.start() if head else limit]
        bare = text.lstrip()
        return bool(bare) and is_rest(bare.rstrip(), text[: len(text) - len(bare)], is_open=is_open)

    def limit(self, start: int) -> int:
        """Where the next entry begins behind this one's head; a damaged one ends there at the latest."""
        known_from, known = self._next_entry
        if not known_from <= start < known:
            found = _NEXT_ENTRY.search(self.text, start + 1)
            known = found.start() if found else len(self.text)
            self._next_entry = (start, known)
        return known

    def end_of_fragment(self, start: int, limit: int) -> int:
        """The end of a damaged entry: comments before the next one are not part of it."""
        end = limit
        while True:
            line = self.text.rfind("\n", start, end) + 1
            if not line or self.text[line:end].lstrip()[:1] not in ("", "%"):
                break
            end = line - 1
        return start + len(self.text[start:end].rstrip())

    def closing(self, opening: int, limit: int) -> int:
        """The offset behind the brace that closes the one at `opening`; 0 where none does."""
        if self._spare < 0:
            return 0
        depth = 0
        is_brace = self.text[opening] == "{"
        for match in (_BRACE if is_brace else _BRACE_OR_PARENTHESIS).finditer(self.text, opening, limit):
            if match[0] == ")":
                if depth == 0:
                    return match.end()
                continue
            depth += 1 if match[0] == "{" else -1
            if depth == 0 and is_brace:
                return match.end()
        self._spare -= limit - opening
        return 0
