"""TeX's quotation marks and apostrophes: which of the marks a text holds are meant as such."""

from __future__ import annotations

import unicodedata

from pubmd.regex import regex

_OPENS = regex(r"[\w\\{$]")
_CLOSES = regex(r"(?<![\\\s`])'(?!\w)(?!'(?!'))")
_OPENING = regex(r"(?<!\\)`")
_LETTER = regex(r"\{*+(?:[^\W\d_]|\\['`^\"~=.A-Za-z])")

# A quotation in single quotes is a phrase; where its end is further away, an apostrophe is taken for it.
_LONGEST = 500


class Quotation:
    """The quotation marks of one string, asked for from its beginning to its end.

    In typed text a mark is TeX's only where its partner is there too; any other stays as it is.
    """

    def __init__(self, latex: str, typed: bool) -> None:
        self._latex = latex
        self._typed = typed
        self._open = 0
        self._last_double = latex.rfind("''")
        self._next_single = -2  # not looked for yet; -1: there is none
        self._closing: set[int] = set()

    def mark(self, at: int, before: str) -> tuple[str, int]:
        """What a reader sees for the mark at `at`, and where it ends; `before` is what they see before it."""
        opens = self._latex[at] == "`"
        if self._latex.startswith("``" if opens else "''", at) and at not in self._closing:
            return self._double(at, opens), at + 2
        return (self._opening(at, before) if opens else self._apostrophe(at, before)), at + 1

    def _double(self, at: int, opens: bool) -> str:
        if opens:
            if self._typed and at > self._last_double:
                return "``"
            self._open += 1
            return "“"
        if self._typed and not self._open:
            return "''"
        self._open = max(0, self._open - 1)
        return "”"

    def _opening(self, at: int, before: str) -> str:
        if before.isalnum() or not _OPENS.match(self._latex, at + 1):
            return "`"
        if self._next_single != -1 and self._next_single <= at:
            match = _CLOSES.search(self._latex, at + 1)
            self._next_single = match.start() if match else -1
        closing = self._next_single
        if at < closing < at + _LONGEST and not (
            self._typed and _OPENING.search(self._latex, at + 1, closing)
        ):
            self._closing.add(closing)
            return "‘"
        return "`" if self._typed else "‘"

    def _apostrophe(self, at: int, before: str) -> str:
        if at in self._closing:
            return "’"
        if self._typed or not (before.isalpha() or (before and unicodedata.combining(before))):
            return "'"
        return "’" if _LETTER.match(self._latex, at + 1) else "'"
