r"""What a reader sees of Markdown or HTML, as prose: the way back from what `pubmd.text.markup` writes."""

from __future__ import annotations

import re
from html import unescape

from pubmd.adoption.span_tree import Node, html_tree, markdown_tree
from pubmd.text.address import percent_encoded
from pubmd.text.chunk import Break, Chunk, Link, Prose, Style, Styled, Text
from pubmd.text.draft import composed
from pubmd.text.inline_math import formula_at
from pubmd.text.prose import read_prose

_STYLES = {
    "em": Style.EMPHASIS, "i": Style.EMPHASIS, "strong": Style.STRONG, "b": Style.STRONG,
    "sup": Style.SUPERSCRIPT, "sub": Style.SUBSCRIPT, "code": Style.CODE, "tt": Style.CODE,
}  # fmt: skip
_BREAKS = ("br", "p", "/p")
# What has no more than a look, or none.
_SILENT = ("span", "pub", "highlighted", "u", "font", "small", "center", "big", "mark")
_KNOWN = frozenset((*_STYLES, *_SILENT, *_BREAKS, "a"))
_MATH = re.compile(r"\\\$|\\\((.{1,2000}?)\\\)|\$\$?[^$\n]{1,2000}?(?<!\\)\$\$?|\$")


def from_markdown(text: str, inside: str = "") -> Prose:
    """A stretch of a line in which kramdown reads Markdown, as prose.

    `inside` is the element that it stands in, `em` or `strong`: in emphasis a star is a star.
    """
    return _trimmed(_chunks(markdown_tree(text, inside)))


def from_html(text: str) -> Prose:
    """The inside of an element in which kramdown reads HTML alone, as prose; white space is one space."""
    return _trimmed(_chunks(html_tree(text)))


def unknown_tags(text: str, *, is_html: bool = False) -> list[str]:
    """The tags of a stretch that stand for nothing that pubmd knows, as they are spelt."""
    found: list[str] = []
    left = list(html_tree(text) if is_html else markdown_tree(text))
    while left:
        node = left.pop(0)
        if isinstance(node, Node):
            if node.name.removeprefix("/") not in _KNOWN and node.raw.startswith("<"):
                found.append(node.raw)
            left = [*node.content, *left]
    return found


def _chunks(content: list[Node | str]) -> list[Chunk]:
    chunks: list[Chunk] = []
    for node in content:
        if isinstance(node, str):
            for chunk in with_formulas(node):
                _add(chunks, chunk)
            continue
        inner = _chunks(node.content)
        if node.name in _STYLES and node.is_closed:
            chunks.append(Styled(_STYLES[node.name], tuple(_settled(inner))))
        elif node.name == "a" and node.target:
            chunks.append(Link(node.target, tuple(_settled(inner))))
        elif node.name in _BREAKS:
            chunks.append(Break())
        else:
            if node.name.removeprefix("/") not in _KNOWN and node.raw.startswith("<"):
                _add(chunks, Text(node.raw))
            for chunk in inner:
                _add(chunks, chunk)
    return chunks


def with_formulas(text: str) -> list[Chunk]:
    r"""A text as MathJax leaves it: `$…$` is a formula where it reads like one, and `\$` a dollar sign."""
    chunks: list[Chunk] = []
    at = start = 0
    while match := _MATH.search(text, at):
        at = match.end()
        source = f"${match[1]}$" if match[1] else match[0]
        if match[0] == "\\$":
            _add(chunks, Text(f"{text[start : match.start()]}$"))
        elif len(match[0]) > 1 and formula_at(source + text[at : at + 1], 0):
            _add(chunks, Text(text[start : match.start()]))
            # kramdown makes curly quotes of the primes in it.
            for chunk in read_prose(source.replace("’", "'").replace("‘", "'"), typed=True)[0]:
                _add(chunks, chunk)
        else:
            at = match.start() + 1
            continue
        start = at
    _add(chunks, Text(text[start:]))
    return chunks


def _add(chunks: list[Chunk], chunk: Chunk) -> None:
    """Put a chunk behind others; texts that touch are one."""
    if isinstance(chunk, Text):
        if chunks and isinstance(last := chunks[-1], Text):
            chunks[-1] = Text(last.text + chunk.text)
            return
        if not chunk.text:
            return
    chunks.append(chunk)


def _settled(chunks: list[Chunk]) -> list[Chunk]:
    """With white space as HTML shows it, and letters composed."""
    made: list[Chunk] = []
    for chunk in chunks:
        _add(made, Text(composed(re.sub(r"\s+", " ", chunk.text))) if isinstance(chunk, Text) else chunk)
    return made


def _trimmed(unsettled: list[Chunk]) -> Prose:
    """Without white space at the ends, empty texts, and breaks that part nothing."""
    made: list[Chunk] = []
    for chunk in _settled(unsettled):
        if isinstance(chunk, Break) and (not made or isinstance(made[-1], Break)):
            continue
        if isinstance(chunk, (Styled, Link)) and not chunk.content:
            continue
        if isinstance(chunk, Break) and isinstance(last := made[-1], Text):
            made[-1] = Text(last.text.rstrip())
        if isinstance(chunk, Text) and (not made or isinstance(made[-1], Break)):
            chunk = Text(chunk.text.lstrip())
        if chunk != Text(""):
            made.append(chunk)
    while made and (isinstance(made[-1], Break) or made[-1] == Text(" ")):
        made.pop()
    if made and isinstance(last := made[-1], Text):
        made[-1] = Text(last.text.rstrip())
    return tuple(made)


def same_address(one: str, two: str) -> bool:
    """Whether two spellings are one address on a page."""
    return percent_encoded(unescape(one)) == percent_encoded(unescape(two))
