r"""What a reader sees of Markdown or HTML, as prose: the way back from what `pubmd.text.markup` writes.

kramdown (`input: GFM`, smart quotes) is followed for what stands in titles, names and labels; inside `pub`
and `div` there is HTML alone.
"""

from __future__ import annotations

import re
from html import unescape

from pubmd.text.address import percent_encoded
from pubmd.text.chunk import Break, Chunk, Link, Prose, Style, Styled, Text
from pubmd.text.draft import composed
from pubmd.text.inline_math import formula_at
from pubmd.text.prose import read_prose

_STYLES = {
    "em": Style.EMPHASIS, "i": Style.EMPHASIS, "strong": Style.STRONG, "b": Style.STRONG,
    "sup": Style.SUPERSCRIPT, "sub": Style.SUBSCRIPT, "code": Style.CODE, "tt": Style.CODE,
}  # fmt: skip
_SILENT = ("span", "pub", "highlighted", "u", "font", "small", "center")
# A tag; what stands in quotes may hold anything but angle brackets.
TAG = re.compile(r"""<(/?)([A-Za-z][\w:-]{0,30})((?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}'){0,200}+)>""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ESCAPED = re.compile(r"\\(\\\$|[\\.*_+`<>()\[\]{}#!:|\"'$=~-])")
_DASHES = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»"}
_LINK = re.compile(
    r"\[((?:[^\[\]\\\n]|\\.){0,2000}+)\]\(((?:[^()\s\\]|\([^()\s]{0,500}\)|\\.){0,2000}+)(?:\s+\"[^\"]{0,200}\")?\)"
)
_CODE = re.compile(r"(`{1,3})(?!`)(.{1,500}?)(?<!`)\1(?!`)")
_MATH = re.compile(r"\$\$?[^$\n]{1,2000}?(?<!\\)\$\$?")
_SIGNS = re.compile(r"""[\\&<`\[*_"'$]|---?|\.\.\.|>>""")
_DEEPEST = 4


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, as a browser reads them."""
    from html.parser import HTMLParser

    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((name, value or "") for name, value in reversed(attrs))

    Reader().feed(tag)
    return found


def from_markdown(text: str) -> Prose:
    """A stretch of a line in which kramdown reads Markdown, as prose."""
    return _Reader(text).prose()


def from_html(text: str) -> Prose:
    """The inside of an element in which kramdown reads HTML alone, as prose; white space is one space."""
    return _Reader(text, is_html=True).prose()


class _Reader:
    """Reads from left to right; an element or emphasis that is never closed is text."""

    def __init__(self, text: str, *, is_html: bool = False, depth: int = 0) -> None:
        self.text = text
        self.is_html = is_html
        self.depth = depth
        self.chunks: list[Chunk] = []
        self.words: list[str] = []

    def prose(self) -> Prose:
        at = 0
        text = self.text
        while match := _SIGNS.search(text, at):
            self.words.append(text[at : match.start()])
            at = self._special(match)
        self.words.append(text[at:])
        self._settle()
        return _trimmed(self.chunks)

    def _settle(self) -> None:
        text = composed(re.sub(r"\s+", " ", "".join(self.words)))
        self.words.clear()
        if text:
            if self.chunks and isinstance(last := self.chunks[-1], Text):
                self.chunks[-1] = Text(re.sub(" +", " ", last.text + text))
            else:
                self.chunks.append(Text(text))

    def _add(self, chunk: Chunk) -> None:
        self._settle()
        self.chunks.append(chunk)

    def _special(self, match: re.Match[str]) -> int:
        """Read what may be more than its characters; gives the offset to go on from."""
        sign, at = match[0], match.start()
        text = self.text
        if sign == "&":
            entity = _ENTITY.match(text, at)
            self.words.append(unescape(entity[0]) if entity else "&")
            return entity.end() if entity else at + 1
        if sign == "<":
            return self._tag(at)
        if sign == "$":
            math = _MATH.match(text, at)
            # What stands between dollars is MathJax's, and Markdown's signs in it are escaped for kramdown.
            if math:
                inner = unescape(math[0] if self.is_html else _ESCAPED.sub(r"\1", math[0]))
                if formula_at(inner + text[math.end() : math.end() + 1], 0):
                    for chunk in read_prose(inner, typed=True)[0]:
                        if isinstance(chunk, Text):
                            self.words.append(chunk.text)
                        else:
                            self._add(chunk)
                    return math.end()
        if self.is_html:
            if sign == "\\" and text.startswith("\\$", at):
                self.words.append("$")
                return at + 2
        else:
            end = self._markdown(sign, at)
            if end:
                return end
        self.words.append(sign)
        return match.end()

    def _markdown(self, sign: str, at: int) -> int:
        """Read a sign of Markdown; 0 where it is text."""
        text = self.text
        if sign == "\\":
            escaped = _ESCAPED.match(text, at)
            if escaped:
                self.words.append(escaped[1][-1])
                return escaped.end()
        elif sign in _DASHES:
            self.words.append(_DASHES[sign])
            return at + len(sign)
        elif sign in "\"'":
            self.words.append(self._quote(sign, at))
            return at + 1
        elif self.depth < _DEEPEST:
            if sign == "`" and (code := _CODE.match(text, at)):
                self._add(Styled(Style.CODE, (Text(code[2].strip()),)))
                return code.end()
            if sign == "[" and (link := _LINK.match(text, at)):
                content = _Reader(link[1], depth=self.depth + 1).prose()
                self._add(Link(unescape(re.sub(r"\\(.)", r"\1", link[2])), content))
                return link.end()
            if sign in "*_":
                return self._emphasis(sign, at)
        return 0

    def _emphasis(self, sign: str, at: int) -> int:
        text = self.text
        run = 2 if text.startswith(sign * 2, at) else 1
        before, after = text[at - 1 : at], text[at + run : at + run + 1]
        if not after or after.isspace() or (sign == "_" and before.isalnum()):
            return 0
        mark = re.escape(sign * run)
        stop = "" if sign == "*" else r"(?!\w)"
        end = re.compile(rf"(?<![\s\\]){mark}(?!{re.escape(sign)}){stop}").search(text, at + run, at + 3000)
        if not end:
            return 0
        content = _Reader(text[at + run : end.start()], depth=self.depth + 1).prose()
        self._add(Styled(Style.STRONG if run == 2 else Style.EMPHASIS, content))
        return end.end()

    def _quote(self, sign: str, at: int) -> str:
        """A straight quotation mark as kramdown shows it."""
        before, after = self.text[at - 1 : at] if at else " ", self.text[at + 1 : at + 2]
        opens = (before.isspace() or before in "([{-–—=“‘\"'") and bool(after) and not after.isspace()
        if sign == '"':
            return "“" if opens else "”"
        return "‘" if opens and not re.match(r"\d\ds", self.text[at + 1 : at + 4]) else "’"

    def _tag(self, at: int) -> int:
        if not self.is_html and self.text.startswith("<<", at):
            self.words.append("«")
            return at + 2
        tag = TAG.match(self.text, at)
        if not tag:
            self.words.append("<")
            return at + 1
        slash, name = tag[1], tag[2].lower()
        if name == "br":
            self._add(Break())
            return tag.end()
        if slash or name in _SILENT or self.depth >= _DEEPEST:
            if name not in (*_SILENT, *_STYLES, "a"):
                self.words.append(tag[0])
            return tag.end()
        close = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
        if name in _STYLES or name == "a":
            end = close.search(self.text, tag.end(), tag.end() + 5000)
            if end:
                inner = self.text[tag.end() : end.start()]
                content = _Reader(inner, is_html=self.is_html, depth=self.depth + 1).prose()
                url = attributes(tag[0]).get("href", "") if name == "a" else ""
                if url:
                    self._add(Link(url, content))
                elif name in _STYLES:
                    self._add(Styled(_STYLES[name], content))
                else:
                    self._settle()
                    self.chunks.extend(content)
                return end.end()
            return tag.end()
        self.words.append(tag[0])
        return tag.end()


def _trimmed(chunks: list[Chunk]) -> Prose:
    """Without white space at the ends, empty texts, and breaks that part nothing."""
    made: list[Chunk] = []
    for chunk in chunks:
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
