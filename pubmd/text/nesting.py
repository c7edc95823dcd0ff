"""What is open while LaTeX is read: groups, arguments, declarations, and elements of HTML across them."""

from __future__ import annotations

from typing import NamedTuple

from pubmd.text.chunk import Style
from pubmd.text.draft import Draft, Part
from pubmd.text.hypertext import Tag

# How many plain groups may stand between the end of an element and its beginning.
_DEEPEST = 12


class _Opened(NamedTuple):
    """Something that means more than a plain group, of which the stack holds only the offset.

    It goes on `until` a `}`, which is its own, or the end of the element of this name; where that is empty,
    until the end of the group around it.
    """

    until: str
    offset: int
    part: Part | None = None
    suffix: str = ""


class Nesting:
    """The groups, arguments, declarations and elements of one string that are open."""

    def __init__(self, draft: Draft, latex: str) -> None:
        self._draft = draft
        self._latex = latex
        self._stack: list[int | _Opened] = []
        self._idle: dict[str, int] = {}  # open elements whose style holds already, by name
        self._last_end_tag: dict[str, int] = {}

    def group(self, offset: int) -> None:
        """Open a plain group: braces that protect letters, or hold a declaration."""
        self._stack.append(offset)

    def argument(self, offset: int, style: Style | None = None, *, url: str = "", suffix: str = "") -> None:
        """Open an argument in a style, or as a link; `suffix` is added where it ends."""
        self._stack.append(_Opened("}", offset, self._draft.begin(style, url), suffix))

    def declare(self, offset: int, style: Style | None) -> None:
        """Set the rest of the group in a style, in place of what was declared in it before."""
        while self._stack and isinstance(opened := self._stack[-1], _Opened) and not opened.until:
            self._close(len(self._stack) - 1)
        if part := self._draft.begin(style):
            self._stack.append(_Opened("", offset, part))

    def end_group(self) -> bool:
        """Close the innermost group or argument; False where none is open."""
        index = len(self._stack) - 1
        declared = False
        while index >= 0 and isinstance(opened := self._stack[index], _Opened) and opened.until != "}":
            declared = declared or not opened.until
            index -= 1
        if index < 0:
            return False
        if declared or isinstance(self._stack[index], _Opened):
            self._close(index)
        else:
            del self._stack[index]  # an element that began in a plain group, `{<i>}`, goes on after it
        return True

    def element(self, tag: Tag, offset: int) -> bool:
        """Begin or end a styled element; False where its tag has no partner, and so is text."""
        if tag.closes:
            return self._end_element(tag.name)
        if tag.name not in self._last_end_tag:
            self._last_end_tag[tag.name] = self._latex.lower().rfind(f"</{tag.name}")
        if self._last_end_tag[tag.name] < tag.end:
            return False
        self._draft.settle()
        if part := self._draft.begin(tag.style):
            self._stack.append(_Opened(tag.name, offset, part))
        else:
            self._idle[tag.name] = self._idle.get(tag.name, 0) + 1
        return True

    def _end_element(self, name: str) -> bool:
        if self._idle.get(name):
            self._idle[name] -= 1
            return True
        for index in range(len(self._stack) - 1, max(-1, len(self._stack) - 1 - _DEEPEST), -1):
            opened = self._stack[index]
            if isinstance(opened, _Opened) and opened.until == name:
                groups = [each for each in self._stack[index:] if isinstance(each, int)]
                self._close(index)
                self._stack += groups
                return True
            if isinstance(opened, _Opened) and opened.until == "}":
                break
        return False

    def end(self) -> int | None:
        """Close everything; gives the offset of the first brace that was still open."""
        open_braces = (
            each if isinstance(each, int) else each.offset
            for each in self._stack
            if isinstance(each, int) or each.until == "}"
        )
        first = next(open_braces, None)
        self._close(0)
        return first

    def _close(self, index: int) -> None:
        """Close what stands at `index` of the stack, and all that was opened in it."""
        self._draft.settle()
        for opened in reversed(self._stack[index:]):
            if isinstance(opened, _Opened):
                self._draft.text(opened.suffix)
                self._draft.end(opened.part)
        del self._stack[index:]
