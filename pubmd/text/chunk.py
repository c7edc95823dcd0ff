"""What prose is made of: text, math, paragraphs' ends, styled text, links. And what its reading finds."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from pubmd.record import Record


class Style(StrEnum):
    """What a styled chunk looks like."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    CODE = "code"


class Text(Record):
    """Characters as a reader sees them; never markup of any kind."""

    __match_args__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


class Math(Record):
    """Inline math for MathJax: the LaTeX between the dollars, without them."""

    __match_args__ = ("source",)

    def __init__(self, source: str) -> None:
        self.source = source


class Break(Record):
    """The end of a paragraph, where another follows."""


class Styled(Record):
    """Prose in a style."""

    __match_args__ = ("style", "content")

    def __init__(self, style: Style, content: Prose) -> None:
        self.style = style
        self.content = content


class Link(Record):
    """Prose that leads to an address, as it stood in the source."""

    __match_args__ = ("url", "content")

    def __init__(self, url: str, content: Prose) -> None:
        self.url = url
        self.content = content


Chunk: TypeAlias = Text | Math | Break | Styled | Link
Prose: TypeAlias = tuple[Chunk, ...]


class Finding(NamedTuple):
    """Something in a LaTeX string that a person should look at: an unknown macro, an unbalanced brace.

    `offset` counts characters from the start of the string that was read; the caller turns it into a place.
    """

    code: str
    message: str
    offset: int
    hint: str = ""
