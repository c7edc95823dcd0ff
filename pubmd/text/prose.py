"""A LaTeX string of a BibTeX field as chunks: text, math, styled text, links. The door to reading LaTeX."""

from __future__ import annotations

import re

from pubmd.text.chunk import Break, Chunk, Finding, Link, Math, Prose, Style, Styled, Text
from pubmd.text.damage import UNPRINTABLE, printable
from pubmd.text.draft import composed

__all__ = [
    "Break", "Chunk", "Finding", "Link", "Math", "Prose", "Style", "Styled", "Text", "plain", "read_prose",
]  # fmt: skip

# Without any of these a string is what it says; most are.
_TEX = rf"[\\{{}}$~&<`'{UNPRINTABLE}]|--"
_TYPED_TEX = rf"[\\{{}}$~&<`{UNPRINTABLE}]|(?>\r\n?|\n)[ \t]*+[\r\n]"
# Nobody writes so much text into a field: in the file a brace was forgotten.
_LONGEST = 1_000_000
_NEEDS_READING = re.compile(_TEX)
_TYPED_NEEDS_READING = re.compile(_TYPED_TEX)


def read_prose(latex: str, *, typed: bool = False) -> tuple[Prose, tuple[Finding, ...]]:
    """The value of a BibTeX field as prose, and what in it a person should look at.

    `latex` is the value with its `@string`s expanded and its outer delimiters off. `typed` is for text that
    was pasted rather than written for TeX, such as abstracts: `--`, `---` and straight quotes stay as they
    are, and paragraphs are kept apart by `Break`. TeX's opening and closing quotes are read everywhere.

    Texts that touch are one, no chunk is empty, no text holds a line end or a control character, styles and
    links never stand inside themselves, and breaks stand only between chunks of the whole. The findings are
    `unknown-macro`, `unbalanced-brace` and `control-character`, one for each macro or character. Nothing is
    raised, whatever the string holds.
    """
    findings: tuple[Finding, ...] = ()
    if (_TYPED_NEEDS_READING if typed else _NEEDS_READING).search(latex):
        if len(latex) <= _LONGEST:
            from pubmd.text.latex import read_latex

            return read_latex(latex, typed=typed)
        message = (
            f"{len(latex)} characters are too long a text to be read as LaTeX; they are shown as they stand"
        )
        findings = (Finding("unbalanced-brace", message, 0, "a `}` may be missing in the file"),)
        latex = printable(latex)
    text = composed(" ".join(latex.split()))
    return ((Text(text),) if text else ()), findings


def plain(prose: Prose) -> str:
    """The text of some prose alone, for sorting, comparing and places that know no markup.

    Math stands between dollars, a paragraph's end is a space, styles and addresses are left out.
    """
    return "".join(map(_plain, prose))


def _plain(chunk: Chunk) -> str:
    match chunk:
        case Text(text):
            return text
        case Math(source):
            return f"${source}$"
        case Break():
            return " "
        case Styled(_, content) | Link(_, content):
            return plain(content)
