r"""A stretch of Markdown or HTML as kramdown reads it: elements, and the texts in them.

The span parsers of kramdown 2.4 are followed (https://github.com/gettalong/kramdown, `parser/kramdown/*.rb`,
`input: GFM`, smart quotes), for what counts is what readers of the page see, and not what somebody meant:
a star is emphasis only where kramdown takes it for that. Inside `pub`, `highlighted` and an abstract's
element there is HTML alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

# A tag, or what only looks like one: the name has to be followed by attributes alone.
_ATTRIBUTE = r"""\s+[^\W\d][\w:.-]{0,60}(?:\s*=\s*(?:\w{1,200}|"[^"]{0,2000}"|'[^']{0,2000}'))?"""
TAG = re.compile(
    rf"<(?:/([^\W\d][\w:.-]{{0,30}})\s*|([^\W\d][\w:.-]{{0,30}}+)((?:{_ATTRIBUTE}){{0,40}}+)\s*(/)?)>"
)
# The tags around an abstract.
DIV = re.compile(rf"<div(?:{_ATTRIBUTE}){{0,40}}+\s*>|</div\s*>", re.IGNORECASE)
# Elements in which kramdown reads Markdown on.
MARKDOWN_INSIDE = frozenset(
    [
        *("a", "abbr", "acronym", "b", "bdo", "big", "button", "cite", "caption", "del", "dfn", "em", "i"),
        *("ins", "label", "legend", "q", "ruby", "select", "small", "span", "strong", "sub", "sup", "tt"),
    ]
)
_EMPTY_ELEMENTS = frozenset(("br", "hr", "img", "input", "link", "meta", "wbr"))
_BLOCKS = frozenset(("p", "div", "ul", "ol", "li", "table", "tr", "td", "th", "pre", "section", "form"))
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PASSED_ON = re.compile(rf"{_ENTITY.pattern}|&[\w:][\w:.-]{{0,60}};")
_ESCAPED = re.compile(r"\\([\\.*_+`<>()\[\]{}#!:|\"'$=~-])")
_DASHES = {
    "---": "—", "--": "–", "...": "…", "\\<<": "<<", "\\>>": ">>", "<< ": "«\xa0", " >>": "\xa0»",
    "<<": "«", ">>": "»",
}  # fmt: skip
_LINE_BREAK = re.compile(r"(?:\x20\x20|\\\\?)(?=\n)")
_SYMBOL = re.compile("|".join(map(re.escape, _DASHES)))
_AUTOLINK = re.compile(r"<((?:mailto|https?|ftps?):[^<>]{1,2000}|[\w.-]{1,200}@[\w.-]{1,200})>")
_IAL = re.compile(r"\{:[^{}\n]{0,300}\}")
_MATH = re.compile(r"\$\$(.{0,2000}?)\$\$", re.DOTALL)
_STRUCK = re.compile(r"~~(?!\s|~)(.{0,500}?[^\s~])~~", re.DOTALL)
_AFTER_LETTERS = re.compile(r"[^\W\d_]-?\Z")
_BRACKET = re.compile(r"!?\[|\]")
_OPENING_BRACKET = re.compile(r"!?\[(?=[^^])", re.DOTALL)
_TARGET = re.compile(r"\(<([^<>]{0,2000})>\)|\(((?:[^()]|\([^()]{0,500}\)){0,3000}+)\)")
_TITLE = re.compile(r"\s+(?:\"[^\"]{0,300}\"|'[^']{0,300}')\s*\Z")
_SIGN = re.compile(r"""[*_`<&\\]|!?\[|[^\\]?["']|\$\$|\{:|--|\.\.\.|\x20?>>|~~|\x20\x20(?=\n)""")
_HTML_SIGN = re.compile("[<&]")
_PUNCTUATION = r"[!\"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"
_W = "[A-Za-z0-9_]"
# The rules of kramdown's smart quotes, in their order: what is matched, and what it becomes.
_QUOTES = (
    (re.compile(r"(\"|')(?=[_*]{1,2}\S)"), "{open1}"),
    (re.compile(rf"(\"|')(?={_PUNCTUATION}(?!\.\.)\B)"), "{close1}"),
    (re.compile(rf"(\s?)\"'(?={_W})"), "{1}“‘"),
    (re.compile(rf"(\s?)'\"(?={_W})"), "{1}‘“"),
    (re.compile(r"(\s?)'(?=\d\ds)", re.ASCII), "{1}’"),
    (re.compile(rf"(\s)('|\")(?={_W})"), "{1}{open2}"),
    (re.compile(r"([^ \\\t\r\n\[{(-])('|\")"), "{1}{close2}"),
    (re.compile(r"(\"|')(?=\s|s\b|$)", re.MULTILINE), "{close1}"),
    (re.compile(r"(.?)'", re.DOTALL), "{1}‘"),
    (re.compile(r"(.?)\"", re.DOTALL), "{1}“"),
)
_OPENING, _CLOSING = {'"': "“", "'": "‘"}, {'"': "”", "'": "’"}
_MOST_STEPS = 20_000  # what needs more is no line that somebody typed
_DEEPEST = 12


@dataclass(slots=True)
class Node:
    """An element: its tag's name, its address or attributes, and what is in it.

    Markdown's own are `em`, `strong`, `code`, `a`, `br`; an end tag that ends nothing is `/NAME`. `raw` is
    the tag as it is spelt; `start` and `end` bound the element in the text, `inner` what is in it.
    `is_closed` is false of an element that never ends; nothing is in it.
    """

    name: str
    target: str = ""
    raw: str = ""
    content: list[Node | str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    inner: tuple[int, int] = (0, 0)
    is_closed: bool = True


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, as a browser reads them."""
    from html.parser import HTMLParser

    found: dict[str, str] = {}

    class Reader(HTMLParser):
        def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update((name, value or "") for name, value in reversed(attrs))

    Reader().feed(tag)
    return found


def markdown_tree(text: str, inside: str = "") -> list[Node | str]:
    """The elements and texts of a stretch of a paragraph; `inside` is the element that it stands in."""
    reader = _Reader(text, Node(inside))
    reader.read(reader.root)
    return reader.root.content


def html_tree(text: str) -> list[Node | str]:
    """The elements and texts inside an element in which kramdown reads no Markdown."""
    reader = _Reader(text, Node(""))
    reader.read(reader.root, is_html=True)
    return reader.root.content


def leading_element(text: str, *names: str) -> Node | None:
    """The element of one of these names that a stretch of a paragraph begins with."""
    first = next(iter(markdown_tree(text)), None)
    return first if isinstance(first, Node) and first.name in names and first.start == 0 else None


class _Reader:
    """Reads from left to right, and goes back where kramdown does."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self.at = 0
        self.open: list[Node] = []
        self.depths: list[int] = []
        self.endless: dict[str, int] = {}  # from where on no element of a name ends
        self.steps = 0

    def read(self, node: Node, stop: re.Pattern[str] | None = None, *, is_html: bool = False) -> bool:
        """Read into an element up to its end, whether that is found; without a `stop`, all."""
        self.open.append(node)
        found = self._read(node, stop, is_html=is_html)
        self.open.pop()
        return found

    def _read(self, node: Node, stop: re.Pattern[str] | None, *, is_html: bool) -> bool:
        sign = _HTML_SIGN if is_html else _SIGN
        end: re.Match[str] | None = None
        while self.at < len(self.text):
            self.steps += 1
            match = sign.search(self.text, self.at) if self.steps < _MOST_STEPS else None
            if stop and (end is None or end.start() < self.at):
                end = stop.search(self.text, self.at)
                if end is None:
                    return False
            starts = [each.start() for each in (match, end) if each]
            if not starts:
                if stop is None:
                    _add(node, self.text[self.at :])
                    self.at = len(self.text)
                return False
            at = min(starts)
            _add(node, self.text[self.at : at])
            self.at = at
            if stop and stop.match(self.text, at) and self._may_end(node, stop, at):
                return True
            before = self.at
            if not (self._html(node, is_html=True) if is_html else self._markdown(node)):
                _add(node, self.text[self.at : before + 1])
                self.at = before + 1
        return False

    def _may_end(self, node: Node, stop: re.Pattern[str], at: int) -> bool:
        """Whether emphasis or a link ends with this sign; an element does where its end tag stands."""
        if stop is _BRACKET:  # of a link: the bracket that has none to pair with
            self.depths[-1] += -1 if self.text[at] == "]" else 1
            return not self.depths[-1]
        sign = stop.pattern.replace("\\", "")
        if node.name not in ("em", "strong") or set(sign) - set("*_"):
            return True
        text = self.text
        if not node.content or text[at - 1 : at].isspace():
            return False
        if node.name == "em" and text.startswith(sign * 2, at) and not text.startswith(sign * 3, at):
            return False
        return not (sign[0] == "_" and text[at + len(sign) : at + len(sign) + 1].isalnum())

    def _markdown(self, node: Node) -> bool:
        """Read what a sign begins; False where it is text."""
        text, at = self.text, self.at
        sign = text[at]
        if sign in "*_":
            return self._emphasis(node)
        if sign == "`":
            return self._code(node)
        if sign == "<" and (auto := _AUTOLINK.match(text, at)):
            address = auto[1] if ":" in auto[1] else f"mailto:{auto[1]}"
            content: list[Node | str] = [auto[1].removeprefix("mailto:")]
            node.content.append(
                Node("a", address, auto[0], content, at, auto.end(), (at + 1, auto.end() - 1))
            )
            self.at = auto.end()
            return True
        if sign == "<" and not text.startswith("<<", at) and self._html(node, is_html=False):
            return True
        if (bracket := _OPENING_BRACKET.match(text, at)) is not None:
            if not self._link(node):
                _add(node, bracket[0])
                self.at = bracket.end()
            return True
        if re.match(r"[^\\]?[\"']", text[at : at + 2], re.DOTALL):
            self._quote(node)
            return True
        if math := _MATH.match(text, at):
            _add(node, f"\\({math[1].strip()}\\)")
            self.at = math.end()
            return True
        if (ial := _IAL.match(text, at)) and node.content and isinstance(node.content[-1], Node):
            self.at = ial.end()
            return True
        if sign == "&":
            return self._entity(node)
        line_break = _LINE_BREAK.match(text, at)
        if line_break and (len(line_break[0]) > 1 or not any(_is_html(each) for each in self.open)):
            node.content.append(Node("br", "", line_break[0], [], at, line_break.end()))
            self.at = line_break.end()
            return True
        if symbol := _SYMBOL.match(text, at):
            _add(node, _DASHES[symbol[0]])
            self.at = symbol.end()
            return True
        if escaped := _ESCAPED.match(text, at):
            _add(node, escaped[1])
            self.at = escaped.end()
            return True
        if struck := _STRUCK.match(text, at):
            inner = markdown_tree(struck[1], "del")
            node.content.append(Node("del", "", "~~", inner, at, struck.end(), (at + 2, struck.end() - 2)))
            self.at = struck.end()
            return True
        return False

    def _entity(self, node: Node, *, is_html: bool = False) -> bool:
        # What kramdown passes on as an entity, a browser may read in part: `&amp_;`.
        entity = (_PASSED_ON if is_html else _ENTITY).match(self.text, self.at)
        if not entity:
            return False
        _add(node, unescape(entity[0]))
        self.at = entity.end()
        return True

    def _emphasis(self, node: Node) -> bool:
        text, start = self.text, self.at
        sign = text[start]
        run = sign * (2 if text.startswith(sign * 2, start) else 1)
        name = "strong" if len(run) == 2 else "em"
        is_word = sign == "_" and _AFTER_LETTERS.search(text, max(0, start - 2), start)
        if (
            is_word
            or text[start + len(run) : start + len(run) + 1].isspace()
            or any(each.name == name and each.raw in "*_**__" for each in self.open)
        ):
            _add(node, run)
            self.at = start + len(run)
            return True
        found = self._emphasized(start, run, name)
        if found is None and name == "strong" and node.name != "em":
            found = self._emphasized(start, sign, "em")
        if found:
            node.content.append(found)
            return True
        _add(node, run)
        self.at = start + len(run)
        return True

    def _emphasized(self, start: int, run: str, name: str) -> Node | None:
        self.at = start + len(run)
        found = Node(name, raw=run, start=start)
        if not self.read(found, re.compile(re.escape(run))):
            self.at = start
            return None
        found.inner = (start + len(run), self.at)
        self.at = found.end = self.at + len(run)
        return found

    def _code(self, node: Node) -> bool:
        text, start = self.text, self.at
        after = start
        while text[after : after + 1] == "`":
            after += 1
        run = text[start:after]
        stands_alone = not start or text[start - 1].isspace()
        if run == "`" and stands_alone and text[after : after + 1].isspace():
            return False
        end = text.find(run, after)
        if end < 0:
            _add(node, run)
            self.at = after
            return True
        inner = text[after:end]
        if len(run) > 1:
            inner = inner.removeprefix(" ").removesuffix(" ")
        self.at = end + len(run)
        node.content.append(Node("code", "", run, [inner], start, self.at, (after, end)))
        return True

    def _html(self, node: Node, *, is_html: bool) -> bool:
        """Read a tag, and the element that it begins; or, in HTML, an entity."""
        text, start = self.text, self.at
        if text[start] == "&":
            return self._entity(node, is_html=True)
        tag = TAG.match(text, start)
        if not tag:
            return False
        name = (tag[1] or tag[2]).lower()
        self.at = tag.end()
        if name in _BLOCKS and not tag[1] and not is_html:  # amid a line it is text
            _add(node, tag[0])
            return True
        if tag[1]:
            node.content.append(Node(f"/{name}", "", tag[0], [], start, tag.end()))
            return True
        found = Node(name, "", tag[0], [], start, tag.end(), (tag.end(), tag.end()))
        if name == "a":
            found.target = attributes(tag[0]).get("href", "")
        node.content.append(found)
        if name in _EMPTY_ELEMENTS or tag[4] or name in _BLOCKS:
            return True
        stop = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE)
        never = self.endless.get(name, len(text))
        if self.at < never and not stop.search(text, self.at):
            never = self.endless[name] = self.at
        is_raw = is_html or name not in MARKDOWN_INSIDE
        is_here = self.at < never and len(self.open) <= _DEEPEST
        if not is_here or not self.read(found, stop, is_html=is_raw):
            found.content.clear()
            found.is_closed = False
            self.at = tag.end()
            return True
        found.inner = (tag.end(), self.at)
        self.at = found.end = text.index(">", self.at) + 1
        return True

    def _link(self, node: Node) -> bool:
        text, start = self.text, self.at
        is_image = text[start] == "!"
        if not is_image and any(each.name in ("a", "img") and each.raw == "[" for each in self.open):
            return False
        found = Node("img" if is_image else "a", raw="[", start=start)
        self.at = opening = start + 1 + is_image
        self.depths.append(1)
        is_found = self.read(found, _BRACKET)
        self.depths.pop()
        closing = self.at
        target = _TARGET.match(text, closing + 1) if is_found else None
        if not target:
            self.at = start
            return False
        address = target[1] if target[2] is None else _TITLE.sub("", target[2])
        found.target = unescape(address.strip())
        found.inner = opening, closing
        self.at = found.end = target.end()
        node.content.append(found)
        return True

    def _quote(self, node: Node) -> None:
        for pattern, made in _QUOTES:
            match = pattern.match(self.text, self.at)
            if match:
                one = match[1] if match.groups() else ""
                two = match[2] if len(match.groups()) > 1 else ""
                _add(
                    node,
                    made.replace("{1}", one)
                    .replace("{open1}", _OPENING.get(one, ""))
                    .replace("{close1}", _CLOSING.get(one, ""))
                    .replace("{open2}", _OPENING.get(two, ""))
                    .replace("{close2}", _CLOSING.get(two, "")),
                )
                self.at = match.end()
                return


def _is_html(node: Node) -> bool:
    """Whether the parser of GFM does not look for a backslash at a line's end in an element."""
    return node.raw.startswith("<") or node.name == "del"


def _add(node: Node, text: str) -> None:
    """Put text into an element, to the text that is there."""
    if not text:
        return
    if node.content and isinstance(last := node.content[-1], str):
        node.content[-1] = last + text
    else:
        node.content.append(text)
