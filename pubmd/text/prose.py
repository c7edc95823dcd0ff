"""A LaTeX string of a BibTeX field as chunks: text, math, styled text, links. The door to reading LaTeX."""

from __future__ import annotations

import re
from functools import cache

from pubmd.regex import regex
from pubmd.text.chunk import Break, Chunk, Finding, Link, Math, Prose, Style, Styled, Text
from pubmd.text.damage import UNPRINTABLE, printable
from pubmd.text.draft import composed

__all__ = [
    "Break", "Chunk", "Finding", "Link", "Math", "Prose", "Style", "Styled", "Text", "plain", "read_prose",
    "without_accents",
]  # fmt: skip

# Without any of these a string is what it says, but for braces; most are. To look for each is quicker than
# one pattern. The last three may be of an accent.
_SIGNS = ("$", "<")
_SIGNS_OF_ACCENTS = ("\\", "~", "`")
_MARKS = ("'", "--")  # in text that was written for TeX
_PARAGRAPH = regex(r"(?>\r\n?|\n)[ \t]*+[\r\n]")
_CONTROL = regex(f"[{UNPRINTABLE}]")
# Latin letters and punctuation: composed already, and with no white space but spaces.
_ORDINARY = regex(r"[ -~\xa1-\xac\xae-\u02ff\u2010-\u2027]*+")
# What most of the others hold of LaTeX: escaped characters, accents on single letters, and braces that pair.
_ESCAPED = regex(r"\\(?<!\\\\)([%&#_])")
_MARK = r"(?:['`^\"=.]|(?<![/.]\\)(?<![/.]\{\\)~)"
_ACCENT = regex(
    rf"""\{{(?<!\\\{{)\\ (?: {_MARK}(?:[A-Za-z]|\{{[A-Za-z]\}}|\{{\\[ij]\}}|\\[ij])
        | [bcdHkrtuv](?:\ [A-Za-z]|\{{[A-Za-z]\}}) | ss|o|O|l|L|ae|AE|oe|OE|aa|AA ) \}}
    | \\(?<!\\\\) (?: {_MARK}(?:[A-Za-z]|\{{[A-Za-z]\}}|\{{\\[ij]\}}) | [bcdHkrtuv]\{{[A-Za-z]\}} )""",
    re.VERBOSE,
)
_PAIRED = regex(r"[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}[^{}]*+)*+")
# Nobody writes so much text into a field: in the file a brace was forgotten.
_LONGEST = 1_000_000


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
    text = _plain_text(latex, typed)
    if text is not None:
        return ((Text(text),) if text else ()), ()
    if len(latex) <= _LONGEST:
        return _read_latex(latex, typed)
    message = f"{len(latex)} characters are too long a text to be read as LaTeX; they are shown as they stand"
    finding = Finding("unbalanced-brace", message, 0, "a `}` may be missing in the file")
    text = composed(" ".join(printable(latex).split()))
    return ((Text(text),) if text else ()), (finding,)


def _read_latex(latex: str, typed: bool) -> tuple[Prose, tuple[Finding, ...]]:
    from pubmd.text.latex import read_latex

    return read_latex(latex, typed=typed)


def _plain_text(latex: str, typed: bool) -> str | None:
    """The text that some LaTeX comes to where it holds only the simplest, see above; None for any other."""
    for sign in _SIGNS:
        if sign in latex:
            return None
    if "&" in latex and ";" in latex:  # perhaps an entity
        return None
    text = _ESCAPED.sub(_itself, without_accents(latex)) if "\\" in latex else latex
    for sign in _SIGNS_OF_ACCENTS:
        if sign in text:
            return None
    if "{" in text or "}" in text:  # which mean nothing where no macro is
        if not _PAIRED.fullmatch(text):
            return None
        text = text.replace("{", "").replace("}", "")
    if typed:
        if ("\n" in text or "\r" in text) and _PARAGRAPH.search(text):
            return None
    elif _MARKS[0] in text or _MARKS[1] in text:
        return None
    if _ORDINARY.fullmatch(text):
        return " ".join(text.split()) if "  " in text or text[:1] == " " or text[-1:] == " " else text
    if not text.isprintable() and _CONTROL.search(text):
        return None
    return composed(" ".join(text.split()))


def without_accents(latex: str) -> str:
    """A LaTeX string with Unicode's letters in place of simple accents; everything else stays."""
    return _ACCENT.sub(_accented, latex)


def _itself(match: re.Match[str]) -> str:
    return match[1]


def _accented(match: re.Match[str]) -> str:
    return _letter(match[0])


@cache
def _letter(latex: str) -> str:
    """What an accented letter reads as; there are few."""
    return plain(_read_latex(latex, False)[0])


def plain(prose: Prose) -> str:
    """The text of some prose alone, for sorting, comparing and places that know no markup.

    Math stands between dollars, a paragraph's end is a space, styles and addresses are left out.
    """
    if len(prose) == 1 and type(prose[0]) is Text:
        return prose[0].text
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
