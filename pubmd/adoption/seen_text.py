"""What a browser shows of some lines of an entry: characters and their looks, so that spellings compare."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pubmd.adoption.shown_text import with_formulas
from pubmd.adoption.span_tree import DIV, MARKDOWN_INSIDE, Node, attributes, html_tree, markdown_tree
from pubmd.text.chunk import Chunk, Link, Math, Styled, Text
from pubmd.text.draft import composed

BREAK = "\u2028"
_PUNCTUATION = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~·•\u200b\ufeff\u00a0"
_SCRIPT_SIGNS = re.compile(r"[\s\"'()]")  # which quotes a script has, nobody sees
_NAMES = {"i": "em", "b": "strong", "tt": "code"}
_THING = "\ufffc"  # what stands for a picture, a film and the like
_THINGS = frozenset(
    [
        *("img", "picture", "video", "audio", "iframe", "object", "embed", "svg", "canvas", "hr", "input"),
        *("ul", "ol", "li", "table", "tr", "td", "th", "pre", "details", "summary", "button", "form"),
    ]
)
_NO_LOOK: frozenset[str] = frozenset()


class Glyph(NamedTuple):
    """A character, or a formula, and its looks: the elements around it, of a link its address.

    A tag that ends nothing, or begins what never ends, is a glyph of its own: `</u>`, `<u`.
    """

    text: str
    looks: frozenset[str]


def seen(lines: Sequence[str], *, in_abstract: bool = False, formulas: bool = False) -> list[Glyph]:
    """What is shown of lines, white space as HTML has it; a line break is a glyph, a paragraph's end is none.

    `in_abstract` where the lines begin inside an abstract's element, in which there is HTML alone. With
    `formulas`, text is as MathJax leaves it.
    """
    found: list[Glyph] = []
    # What ends in two spaces is a line break where another line follows, as it mostly does.
    for text, is_html in _stretches("".join(f"{line}\n" for line in lines), in_abstract):
        if DIV.fullmatch(text):
            found.append(_abstract_tag(text))
            continue
        tree = html_tree(text) if is_html else markdown_tree(text)
        found.append(Glyph(" ", _NO_LOOK))
        found.extend(_glyphs(tree, _NO_LOOK, formulas=formulas))
    return tidied(found)


def runs_on(lines: Sequence[str]) -> list[set[str]]:
    """For each line of a paragraph the mends of what makes it another thing there than it is alone.

    That is an element that is never closed and in which kramdown reads no Markdown, or emphasis that goes on
    into the next line.
    """
    alone = [seen([line]) for line in lines]
    spaced = [glyph for glyphs in alone for glyph in (Glyph(" ", _NO_LOOK), *glyphs)]
    is_crossed = tidied(spaced) != seen(lines)
    found = [{"emphasis"} if is_crossed else set() for _ in lines]
    for number, glyphs in enumerate(alone):
        if any(_has_html_alone(each.text) for each in glyphs):
            for each in found[number:]:
                each.add("unclosed")
            break
    return found


def _has_html_alone(text: str) -> bool:
    """Whether this is a start tag without an end, of an element in which kramdown reads no Markdown."""
    return len(text) > 1 and text[0] == "<" and text[-1] != ">" and text[1:] not in MARKDOWN_INSIDE


def _abstract_tag(tag: str) -> Glyph:
    if tag[1] == "/":
        return Glyph("</div>", _NO_LOOK)
    looks = (f"<{name}={''.join(value.split())}>" for name, value in attributes(tag).items())
    return Glyph("<div>", frozenset(looks))


def _stretches(text: str, is_html: bool) -> Iterable[tuple[str, bool]]:
    """The text in pieces, the tags of abstracts' elements among them, and whether each is in one."""
    at = 0
    for match in DIV.finditer(text):
        if match[0][1] != "/" and text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" "):
            continue  # amid a line kramdown takes it for text
        yield text[at : match.start()], is_html
        yield match[0], is_html
        is_html = match[0][1] != "/"
        at = match.end()
    yield text[at:], is_html


def _glyphs(content: list[Node | str], looks: frozenset[str], *, formulas: bool) -> list[Glyph]:
    found: list[Glyph] = []
    for node in content:
        if isinstance(node, str):
            if formulas and "code" not in looks:
                found.extend(_of_chunks(with_formulas(node), looks))
            else:
                found.extend(Glyph(char, looks) for char in composed(node))
        elif node.name == "br":
            found.append(Glyph(BREAK, _NO_LOOK))
        elif node.name.startswith("/"):
            found.append(Glyph(f"<{node.name}>", _NO_LOOK))
        elif node.name in _THINGS:
            found.append(Glyph(f"{_THING}{node.raw or node.target}", looks))
        elif not node.is_closed:
            found.append(Glyph(f"<{node.name}", _NO_LOOK))
        else:
            look = _look(node)
            inner = looks | {look} if look else looks
            found.extend(_glyphs(node.content, inner, formulas=formulas))
    return found


def _look(node: Node) -> str:
    name = _NAMES.get(node.name, node.name)
    if name == "a":
        opens = attributes(node.raw).get("onclick", "") if node.raw.startswith("<") else ""
        return f"a {node.target or _SCRIPT_SIGNS.sub('', opens)}"
    has_attributes = node.raw.startswith("<") and re.search(r"\s", node.raw.strip("<> \t\n")) is not None
    if name == "span" and not has_attributes:
        return ""
    return " ".join(node.raw.lower().split()) if has_attributes else name


def _of_chunks(chunks: Iterable[Chunk], looks: frozenset[str]) -> Iterable[Glyph]:
    for chunk in chunks:
        match chunk:
            case Text(text):
                yield from (Glyph(char, looks) for char in composed(text))
            case Math(source):
                yield Glyph(f"${source}$", looks)
            case Styled(style, content):
                short = {"superscript": "sup", "subscript": "sub", "emphasis": "em"}.get(style, str(style))
                yield from _of_chunks(content, looks | {short})
            case Link(url, content):
                yield from _of_chunks(content, looks | {f"a {url}"})


def tidied(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """White space as one space without a look, and none at the ends or beside a line break or an abstract."""
    found: list[Glyph] = []
    space = False
    for glyph in glyphs:
        if glyph.text.isspace() and glyph.text != BREAK:
            space = True
        elif glyph.text in (BREAK, "<div>", "</div>"):
            space = False
            found.append(glyph)
        else:
            if space and found and found[-1].text not in (BREAK, "<div>", "</div>"):
                found.append(Glyph(" ", _NO_LOOK))
            space = False
            found.append(glyph)
    return found


def shows_something(text: str) -> bool:
    """Whether readers see more of a stretch of a paragraph than punctuation: a word, a sign, a picture."""
    return any(
        each.text[0] not in _PUNCTUATION and each.text != BREAK
        for each in seen([text])
        if not (len(each.text) > 1 and each.text[0] == "<")
    )


def text_of(glyphs: Iterable[Glyph]) -> str:
    """The characters alone."""
    return "".join(glyph.text for glyph in glyphs)
