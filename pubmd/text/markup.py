r"""Prose as it must stand in a page: the only way from text to what Liquid, kramdown and a browser read.

Three readers see a page in turn. Liquid takes `{{` and `{%` anywhere. kramdown (`input: GFM`, smart quotes
and typographic symbols) reads Markdown in the lines of a paragraph, but not inside an element that it does
not know, such as `pub` and `highlighted`, nor inside a `div`: there it looks for tags only, and would show a
backslash. In the browser MathJax goes over the text that came out; to it `\$` is a dollar sign.

So there is a function per place, and what it gives may stand nowhere else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from pubmd.regex import regex
from pubmd.text.address import check_address, is_plain_address, parentheses_pair, percent_encoded
from pubmd.text.formula import is_formula
from pubmd.text.prose import Break, Chunk, Link, Math, Prose, Style, Styled, Text


class Markup(str):
    """Text that is ready for its place in a page. Only this module makes one."""

    __slots__ = ()


def kramdown(prose: Prose) -> Markup:
    """Text where kramdown reads Markdown: `**…** <br>`, `_…_ <br>`, `<span>…</span>`, `[…](`, `## …`.

    Neither for the start of a line, nor for the inside of `<pub>` and `<highlighted>`, see `inline_html`.
    White space at the ends is dropped, so that emphasis can stand around the text; a line break becomes a
    space. Where two results come to stand in one element, MathJax could pair a `$` of one with a `$` of the
    other: make one call of them.
    """
    return _rendered(prose, _MARKDOWN)


def inline_html(prose: Prose) -> Markup:
    """Text in a line inside `<pub>…</pub>` or `<highlighted>…</highlighted>`: HTML without Markdown."""
    return _rendered(prose, _INLINE_HTML)


def html(prose: Prose) -> Markup:
    """Text inside an abstract's `<div …>`: HTML without Markdown; line ends stay."""
    return _rendered(prose, _HTML)


def raw(text: str) -> Markup:
    """What the webmaster configured and wants passed as it stands: an intro, the attributes of links."""
    return Markup(text)


def filled(form: str, *parts: Markup) -> Markup:
    """A piece of a page: a form with each part in the place of a `{}`.

    Raises TypeError for a part that no function of this module has made, so that a forgotten escape fails at
    once, and ValueError where there are not as many places as parts.
    """
    for part in parts:
        if type(part) is not Markup:
            raise TypeError(f"not escaped for its place: {part!r}")
    pieces = [""] * (2 * len(parts) + 1)
    pieces[::2] = form.split("{}")
    pieces[1::2] = parts
    return Markup("".join(pieces))


def joined(separator: str, parts: Iterable[Markup]) -> Markup:
    """The parts with a separator between each two of them."""
    return Markup(separator.join(parts))


def link_target(url: str) -> Markup:
    """What stands between the parentheses of a Markdown link.

    A plain address stays as it is; what no address may hold, and parentheses without a partner, are
    percent-encoded. Raises `ValueError` for an address that `check_address` refuses.
    """
    if is_plain_address(url):
        return Markup(url)
    if refused := check_address(url):
        raise ValueError(f"the address {refused}")
    target = percent_encoded(url)
    if not parentheses_pair(target):
        target = target.replace("(", "%28").replace(")", "%29")
    return Markup(_REFERENCE.sub("&amp;", target))


# --- ids ---

# An identifier of CSS (https://drafts.csswg.org/css-syntax-3/#ident-token-diagram); HTML and a quoted string
# of JavaScript take it as well. Letters beyond the basic plane and a leading hyphen are left out.
_LETTER: Final = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\uffef"
)
_FINE_KEY: Final = regex(rf"(?:(?=\w)[{_LETTER}])(?:(?=[\w-])[{_LETTER}0-9-]){{0,99}}")
_PLAIN_KEY: Final = regex(r"[A-Za-z_][\w-]{0,99}", re.ASCII)  # those of them in ASCII, which nearly all are
_NOT_IN_ANCHOR: Final = regex(r"[^A-Za-z0-9_]+")


def anchor(key: str) -> Markup:
    """An id made of a citation key: for an attribute, `expandABS("…")` inside of one, a CSS selector.

    A key that is fine for all three stays as it is. Any other loses what does not fit and gets eight digits
    of its own hash instead, so that different keys have different ids, whatever else is on their page.
    """
    if _PLAIN_KEY.fullmatch(key) or (not key.isascii() and _FINE_KEY.fullmatch(key)):
        return Markup(key)
    name = _NOT_IN_ANCHOR.sub("-", key[:100]).strip("-")
    if not name or name[0].isdigit():
        name = f"id-{name}".rstrip("-")
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return Markup(f"{name}-{digest[:8]}")


def unique_anchors(keys: Sequence[str], taken: Iterable[str] = ()) -> tuple[Markup, ...]:
    """An id for each entry of a page, none twice and none of those taken, such as the heading's.

    An id is its key's `anchor`. Only where that is taken, or a key comes again, it gets the first free
    number: `li23`, `li23-2`. The id that is a key's own goes before a numbered one.
    """
    own = [anchor(key) for key in keys]
    used = set(taken)
    free = set(own) - used
    used |= free
    numbers: dict[str, int] = {}
    ids: list[Markup] = []
    for each in own:
        if each in free:
            free.remove(each)
            ids.append(each)
            continue
        number = numbers.get(each, 1) + 1
        while f"{each}-{number}" in used:
            number += 1
        numbers[each] = number
        ids.append(Markup(f"{each}-{number}"))
        used.add(ids[-1])
    return tuple(ids)


def heading_anchor(heading: str) -> str:
    """The id that kramdown gives the first heading of this text."""
    return re.sub(r"[^\w\- \t]", "", heading.strip().lower()).translate({0x20: "-", 0x09: "-"})


# --- from prose to pieces ---


class _Piece(NamedTuple):
    """A part of a text: `text` or `math` to escape, `code` to escape as HTML, a `tag` as it stands."""

    kind: str
    text: str


_TAGS: Final = {
    Style.EMPHASIS: "em",
    Style.STRONG: "strong",
    Style.SUPERSCRIPT: "sup",
    Style.SUBSCRIPT: "sub",
    Style.CODE: "code",
}
_DEEPEST: Final = 16  # levels of elements; what lies deeper is shown without its style
_LINE_BREAK: Final = "<br>\n"

_NO_TEXT: Final = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CONTROL: Final = regex("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE: Final = regex("[\ud800-\udfff]")
_WHITE: Final = "\t\n\r "
_WHITE_SPACE: Final = regex(r"[\t\n ]{2,}|[\t\n]")


def _cleaned(text: str) -> str:
    """The text without what no page may hold: control characters, halves of characters."""
    if not text.isprintable() and _NO_TEXT.search(text):
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", " ").replace("\x0c", " ")
        text = _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))
    return text


def _pieces(prose: Prose, one_line: bool) -> list[_Piece]:
    """The prose without its nesting and without white space at its ends; texts that touch are one."""
    pieces: list[_Piece] = []
    for kind, group in groupby(_flattened(prose, one_line), key=lambda piece: piece.kind):
        if kind in ("text", "code"):
            pieces.append(_Piece(kind, "".join(piece.text for piece in group)))
        else:
            pieces.extend(group)
    _strip(pieces, range(len(pieces)), str.lstrip)
    _strip(pieces, range(len(pieces) - 1, -1, -1), str.rstrip)
    return [piece for piece in pieces if piece.text]


def _strip(pieces: list[_Piece], order: Iterable[int], strip: Callable[[str, str], str]) -> None:
    for index in order:
        kind, text = pieces[index]
        if kind != "tag" or text == _LINE_BREAK:
            text = strip(text, _WHITE) if kind != "tag" else ""
            pieces[index] = _Piece(kind, text)
            if text:
                break


def _flattened(prose: Prose, one_line: bool) -> Iterator[_Piece]:
    """The pieces of the prose, in order; walked with a stack, since nothing says how deep a prose nests."""
    open_: list[tuple[Iterator[Chunk], str]] = [(iter(prose), "")]
    tags: list[str] = []
    while open_:
        chunks, tag = open_[-1]
        chunk = next(chunks, None)
        if chunk is None:
            open_.pop()
            if tag:
                tags.pop()
                yield _Piece("tag", f"</{tag}>")
        elif isinstance(chunk, Text):
            yield _Piece("code" if "code" in tags else "text", _cleaned(chunk.text))
        elif isinstance(chunk, Math):
            yield _math(_cleaned(chunk.source), "code" in tags)
        elif isinstance(chunk, Break):
            yield (
                _Piece("code" if "code" in tags else "text", " ") if one_line else _Piece("tag", _LINE_BREAK)
            )
        else:
            tag, start = _element(chunk, tags) if len(tags) < _DEEPEST else ("", "")
            if tag:
                tags.append(tag)
                yield _Piece("tag", start)
            open_.append((iter(chunk.content), tag))


def _element(chunk: Styled | Link, inside: list[str]) -> tuple[str, str]:
    """The name and start tag of a style or link; none for a link in a link or to a refused address."""
    if isinstance(chunk, Styled):
        return _TAGS[chunk.style], f"<{_TAGS[chunk.style]}>"
    if "a" in inside or check_address(chunk.url):
        return "", ""
    return "a", f'<a href="{_REFERENCE.sub("&amp;", percent_encoded(chunk.url))}">'


def _math(source: str, in_code: bool) -> _Piece:
    """Math, or text where MathJax would not end it where it ends or would do more than show it."""
    if in_code:  # MathJax leaves code alone
        return _Piece("code", f"${source}$")
    return _Piece("math", f"${source}$") if is_formula(source) else _Piece("text", source)


# --- from pieces to markup ---

# Stand-ins for what is put into text before it is escaped; no such character comes from outside. A lone
# backslash has an element of its own, so that MathJax does not read it with what follows.
_LONE_BACKSLASH: Final = "\x01"
_DOLLAR: Final = "\x02"  # `\$` to MathJax
_READ_WITH_BACKSLASH: Final = regex(r"\\(?=[\\$(\[]|begin\s*\{|(?:eq)?ref\s*\{)")


class _Rule(NamedTuple):
    """An escape: where the trigger occurs at all, each match of the pattern is replaced."""

    trigger: str
    pattern: re.Pattern[str]
    replacement: str


# A reference as kramdown (HTML_ENTITY_RE) and, in an attribute and in HTML, REXML and the browser read it.
_REFERENCE: Final = regex(r"&(?=#|[\w:][\w:.-]*;)", re.ASCII)

_HTML_RULES: Final = (
    _Rule("&", _REFERENCE, "&amp;"),
    _Rule("<", regex("<"), "&lt;"),
    _Rule("{", regex(r"\{(?=[{%]|\Z)"), "&#123;"),
    _Rule(_DOLLAR, regex(_DOLLAR), r"\\$"),
    _Rule(_LONE_BACKSLASH, regex(_LONE_BACKSLASH), r"<span>\\</span>"),
)
# Each rule sees the text as those before it left it. Where a rule looks at neighbours, these are still what
# they were, or have become something that is no letter, no digit and no white space.
_MARKDOWN_RULES: Final = (
    _Rule("&", _REFERENCE, "&amp;"),
    _Rule("\\", regex(r"\\(?![A-Za-z0-9])"), r"\\\\"),
    *(_Rule(each, regex(re.escape(each)), rf"\\{each}") for each in "`*[]|\"'"),
    _Rule("_", regex(r"(?<![A-Za-z])_|_(?![A-Za-z0-9])"), r"\\_"),
    _Rule("<", regex(r"<(?![ =]|[0-9.]+(?![\w.@-]))"), "&lt;"),
    _Rule(">", regex(r">(?=>)"), "&gt;"),
    _Rule("...", regex(r"\.(?=\.\.)"), r"\\."),
    _Rule("--", regex(r"-(?=-)"), r"\\-"),
    _Rule("~~", regex(r"~(?=~)"), r"\\~"),
    _Rule("$$", regex(r"\$(?=\$)"), r"\\$"),
    _Rule("{", regex(r"\{(?=[{%:#]|\Z)"), "&#123;"),  # `{:` and `{#` are attributes to kramdown
    _Rule(" #", regex(r"(?<= )#(?=#*\Z)"), r"\\#"),  # the end of a heading
    _Rule("^", regex(r"\A\^"), "&#94;"),  # `[^` is a footnote
    _Rule("’", regex(r"(?<=[^\W\d_])’(?=[^\W\d_])"), "'"),  # what kramdown shows as ’
    _Rule(_DOLLAR, regex(_DOLLAR), r"\\\\$"),
    _Rule(_LONE_BACKSLASH, regex(_LONE_BACKSLASH), r"<span>\\\\</span>"),
)


def _escaped(text: str, rules: tuple[_Rule, ...]) -> str:
    for trigger, pattern, replacement in rules:
        if trigger in text:
            text = pattern.sub(replacement, text)
    return text


class _Place(NamedTuple):
    """A place in a page: what is escaped there, whether it is one line, what a plain text does not hold."""

    rules: tuple[_Rule, ...]
    one_line: bool
    special: tuple[str, ...]

    def takes(self, text: str) -> bool:
        """Whether the text may stand here as it is. True of nearly every name, most titles and abstracts."""
        for each in self.special:  # several times as fast as a generator, or a pattern
            if each in text:
                return False
        return text.isprintable() or not _NO_TEXT.search(text)


_MARKDOWN: Final = _Place(
    _MARKDOWN_RULES,
    one_line=True,
    special=("\t", "\n", *"&<\\`*_[]|\"'{^’$", "  ", "--", "...", "~~", ">>", " #"),
)
_INLINE_HTML: Final = _Place(_HTML_RULES, one_line=True, special=("\t", "\n", *"&<\\{$", "  "))
_HTML: Final = _Place(_HTML_RULES, one_line=False, special=tuple("&<\\{$"))


def _rendered(prose: Prose, place: _Place) -> Markup:
    if not prose:
        return Markup()
    first = prose[0]
    if len(prose) == 1 and type(first) is Text and place.takes(first.text):
        return Markup(first.text.strip(_WHITE))
    pieces = _pieces(prose, place.one_line)
    dollars = sum(text.count("$") for kind, text in pieces if kind == "text")
    pair = dollars > 1 or (dollars == 1 and any(kind == "math" for kind, _ in pieces))
    following = [*(kind for kind, _ in pieces[1:]), ""][: len(pieces)]
    parts: list[str] = []
    for (kind, text), next_kind in zip(pieces, following, strict=True):
        if kind == "tag":
            parts.append(text)
            continue
        if place.one_line and ("  " in text or "\n" in text or "\t" in text):
            text = _WHITE_SPACE.sub(" ", text)
        if kind == "code":
            parts.append(_escaped(text, _HTML_RULES).replace("|", "&#124;"))
            continue
        if kind == "text":
            text = _READ_WITH_BACKSLASH.sub(_LONE_BACKSLASH, text)
            if next_kind == "math" and text.endswith("\\"):
                text = text[:-1] + _LONE_BACKSLASH
            if pair:
                text = text.replace("$", _DOLLAR)
        text = _escaped(text, place.rules)
        if place.rules is _MARKDOWN_RULES and text.startswith("$") and parts and parts[-1].endswith("$"):
            text = "\\" + text  # `$$` is math to kramdown
        parts.append(text)
    return Markup("".join(parts))
