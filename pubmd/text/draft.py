"""Prose while it is read: text, formulas and styled parts come in one by one and become chunks at the end."""

from __future__ import annotations

import re
import unicodedata
from typing import TypeAlias

from pubmd.regex import regex
from pubmd.text.chunk import Break, Chunk, Link, Math, Prose, Style, Styled, Text

# What an accent over nothing looks like: `\^{}` is how TeX spells a lone circumflex.
_LONE_ACCENTS = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘", "\u0307": "˙",
    "\u0308": "¨", "\u030a": "˚", "\u030b": "˝", "\u030c": "ˇ", "\u0327": "¸", "\u0328": "˛",
}  # fmt: skip
_DOTTED = {"ı": "i", "ȷ": "j"}  # under an accent the dot is gone anyway
_MOST_ACCENTS = 4

# As most texts: Latin letters, dashes and quotation marks. None of them is put together with another.
_COMPOSED = regex(r"[\x00-\u02ff\u2010-\u2027]*+")
_COMBINING_RUN = regex(r"[^\x00-\u02ff]{64,}")
_SPACES = regex(r"[^\S ]\s*+| \s++")  # but for single spaces, which are what they become


class Part:
    """A styled part, or with an address a link, that is not finished."""

    def __init__(self, style: Style | None, url: str, outer: list[_Item]) -> None:
        self.style = style
        self.url = url
        self.outer = outer
        self.items: list[_Item] = []


_Item: TypeAlias = "str | Math | Break | Part"


class Draft:
    """Prose that is being read."""

    def __init__(self) -> None:
        self._root: list[_Item] = []
        self._items = self._root
        self._accents: list[str] = []
        self._styles: set[Style | None] = set()  # those that hold here; None for a link
        self.last = ""  # the character before, as a reader sees it; none behind a formula

    def text(self, text: str) -> None:
        """Add text, the accents that wait on its first letter."""
        if self._accents:
            text = text.lstrip()
            if text and not text[0].isalnum():
                self.settle()
            elif text:
                marks = "".join(reversed(self._accents[-_MOST_ACCENTS:]))
                # Composed at once: the whole, which is so much longer, need not be then.
                self._items.append(composed(_DOTTED.get(text[0], text[0]) + marks))
                self.last = marks[-1]
                self._accents.clear()
                text = text[1:]
        if text:
            self._items.append(text)
            self.last = text[-1]

    def accent(self, mark: str) -> None:
        """Put a combining character on the letter that comes next."""
        self._accents.append(mark)

    def settle(self) -> None:
        """Show the accents to which no letter comes."""
        if self._accents:
            lone = "".join(_LONE_ACCENTS.get(mark, "") for mark in self._accents[-_MOST_ACCENTS:])
            self._accents.clear()
            self.text(lone)

    def math(self, source: str) -> None:
        """Add a formula."""
        self._accents.clear()
        self._items.append(Math(source))
        self.last = ""

    def paragraph(self) -> None:
        """End a paragraph."""
        self._items.append(Break())
        self.last = ""

    def styled(self, style: Style, text: str) -> None:
        """Add a little text in a style."""
        part = self.begin(style)
        self.text(text)
        self.end(part)

    def linked(self, url: str, text: str) -> None:
        """Add a link that shows this text."""
        part = self.begin(None, url)
        self.text(text)
        self.end(part)

    def begin(self, style: Style | None, url: str = "") -> Part | None:
        """Begin a styled part or, without a style, a link; None if that would say nothing new."""
        if style in self._styles or not (style or url):
            return None
        part = Part(style, url, self._items)
        self._items.append(part)
        self._items = part.items
        self._styles.add(style)
        return part

    def end(self, part: Part | None) -> None:
        """End a part; those that were begun in it have to be ended before."""
        if part:
            self._items = part.outer
            self._styles.discard(part.style)

    def prose(self) -> Prose:
        """What was read: without space or breaks at the ends, one space or break between."""
        self.settle()
        chunks: list[Chunk] = []
        for chunk in _chunks(self._root, whole=True):
            if isinstance(chunk, Break):
                _strip_end(chunks)
            if not chunks or isinstance(chunks[-1], Break):
                if isinstance(chunk, Text):
                    chunk = Text(chunk.text.lstrip(" "))
                if chunk == Text("") or isinstance(chunk, Break):
                    continue
            chunks.append(chunk)
        _strip_end(chunks)
        if chunks and isinstance(chunks[-1], Break):
            chunks.pop()
        return tuple(chunks)


def _chunks(items: list[_Item], whole: bool = False) -> list[Chunk]:
    """The chunks of the whole or of a part; spaces at a part's ends move out of it, as Markdown wants.

    Parts are no deeper in each other than there are styles, as none is begun in its own.
    """
    chunks: list[Chunk] = []
    texts: list[str] = []

    def finish_text() -> None:
        text = composed("".join(texts))
        texts.clear()
        if "  " in text or not text.isprintable():  # a space is the only white space that is printable
            text = _SPACES.sub(" ", text)
        if text:
            chunks.append(Text(text))

    for item in items:
        if isinstance(item, str):
            texts.append(item)
        elif isinstance(item, Break) and not whole:
            texts.append(" ")
        elif isinstance(item, Part):
            inner = _chunks(item.items)
            before, after = _edge(inner, 0), _edge(inner, -1)
            _strip_start(inner)
            _strip_end(inner)
            texts.append(before)
            if inner:
                finish_text()
                content = tuple(inner)
                chunks.append(Styled(item.style, content) if item.style else Link(item.url, content))
            texts.append(after)
        else:
            finish_text()
            chunks.append(item)
    finish_text()
    return chunks


def _edge(chunks: list[Chunk], index: int) -> str:
    return " " if chunks and isinstance(edge := chunks[index], Text) and edge.text[index] == " " else ""


def _strip_start(chunks: list[Chunk]) -> None:
    if chunks and isinstance(first := chunks[0], Text):
        text = first.text.lstrip(" ")
        chunks[:1] = [Text(text)] if text else []


def _strip_end(chunks: list[Chunk]) -> None:
    if chunks and isinstance(last := chunks[-1], Text):
        text = last.text.rstrip(" ")
        chunks[-1:] = [Text(text)] if text else []


def composed(text: str) -> str:
    """A text in Unicode's composed form (NFC)."""
    if text.isascii() or _COMPOSED.fullmatch(text):
        return text
    # Python takes quadratic time for a long run of combining characters. No letter bears more than a few.
    return unicodedata.normalize("NFC", _COMBINING_RUN.sub(_thinned, text))


def _thinned(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= 16:
            kept.append(character)
    return "".join(kept)
