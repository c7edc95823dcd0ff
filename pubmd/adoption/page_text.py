"""A hand-written page as text: its front matter apart, and its lines without what is in comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"(?![\s#])([^\n:]{1,200}?)[ \t]*:(?=[ \t\n])")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_NO_TEXT = 0.01  # of all characters; a page has none, and a picture or an archive many


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its number from 1, its text, and what of it is in no comment."""

    number: int
    text: str
    shown: str

    @property
    def is_blank(self) -> bool:
        """Whether a reader sees nothing of it, and no comment stands there."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: the lines that it begins and ends on, and what stands in it."""

    first: int
    last: int
    text: str


@dataclass(frozen=True, slots=True)
class FrontMatterItem:
    """A key at the margin of the front matter, with all its lines as they are spelt."""

    key: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class PageText:
    """A page cut up: its whole text with LF line ends, front matter, and the lines behind that.

    `front_matter` is None where the page has none. `loose` are lines of the front matter that belong to no
    key: comments and blank lines. `body_line` is the number of the first line behind the front matter.
    """

    file: str
    text: str
    front_matter: tuple[FrontMatterItem, ...] | None
    loose: tuple[int, ...]
    body_line: int
    lines: tuple[Line, ...]
    comments: tuple[Comment, ...]


def is_text(text: str) -> bool:
    """Whether this is a text at all, and no picture, archive or program."""
    return len(_CONTROL.findall(text)) <= len(text) * _NO_TEXT


def page_text(file: str, text: str) -> PageText:
    """Cut a page up. Never raises."""
    head = _FRONT_MATTER.match(text)
    items, loose = _items(head[1] or "") if head else ((), ())
    body = text[head.end() :] if head else text
    first = text.count("\n", 0, head.end()) + 1 if head else 1
    comments = []
    shown = []
    at = 0
    line, counted = first, 0
    for start, end in _comments(body):
        line += body.count("\n", counted, start)
        last = line + body.count("\n", start, end)
        comments.append(Comment(line, last, body[start + 4 : end - 3]))
        shown.append(body[at:start])
        shown.append("\n" * (last - line))
        line, counted, at = last, end, end
    shown.append(body[at:])
    whole = body.split("\n")
    rest = "".join(shown).split("\n")
    if whole and not whole[-1]:
        whole.pop()
    lines = tuple(Line(first + number, line_text, rest[number]) for number, line_text in enumerate(whole))
    return PageText(file, text, items if head else None, loose, first, lines, tuple(comments))


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Where comments begin and end; one that never ends is text."""
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        at = end + len("-->")
        yield start, at


def without_comments(text: str) -> str:
    """A text with a space for each comment."""
    parts = []
    at = 0
    for start, end in _comments(text):
        parts.append(text[at:start])
        at = end
    return " ".join([*parts, text[at:]])


def _items(text: str) -> tuple[tuple[FrontMatterItem, ...], tuple[int, ...]]:
    """The keys of a front matter, each with the indented lines that follow it, and the other lines."""
    found: list[tuple[str, int, list[str]]] = []
    loose = []
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 2):
        key = _KEY.match(line)
        if key:
            found.append((key[1].strip("\"'"), number, [line]))
        elif found and (line[:1] in (" ", "\t") or line.startswith("- ")) and line.strip():
            found[-1][2].append(line)
        else:
            loose.append(number)
    items = (FrontMatterItem(key, line, "\n".join(lines).rstrip()) for key, line, lines in found)
    return tuple(items), tuple(loose)
