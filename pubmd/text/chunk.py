"""What prose is made of: text, math, paragraphs' ends, styled text, links. And what its reading finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Style(StrEnum):
    """What a styled chunk looks like."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters as a reader sees them; never markup of any kind."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """Inline math for MathJax: the LaTeX between the dollars, without them."""

    source: str


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a paragraph, where another follows."""


@dataclass(frozen=True, slots=True)
class Styled:
    """Prose in a style."""

    style: Style
    content: Prose


@dataclass(frozen=True, slots=True)
class Link:
    """Prose that leads to an address, as it stood in the source."""

    url: str
    content: Prose


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
