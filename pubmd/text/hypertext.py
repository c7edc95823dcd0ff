"""HTML and XML that publishers leave in titles and abstracts: the tags that are known, the entities."""

from __future__ import annotations

import re
from typing import NamedTuple

from pubmd.regex import regex
from pubmd.text.chunk import Style

_STYLES = {
    "i": Style.EMPHASIS, "em": Style.EMPHASIS, "italic": Style.EMPHASIS,
    "b": Style.STRONG, "strong": Style.STRONG, "bold": Style.STRONG,
    "sub": Style.SUBSCRIPT, "inf": Style.SUBSCRIPT, "sup": Style.SUPERSCRIPT,
    "tt": Style.CODE, "code": Style.CODE, "monospace": Style.CODE,
}  # fmt: skip
_PARAGRAPHS = {
    "p", "br", "div", "ul", "ol", "li", "jats:p", "jats:title", "jats:sec", "jats:list", "jats:list-item",
}  # fmt: skip
_MATHML = {
    "math", "mi", "mn", "mo", "ms", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "merror",
    "mpadded", "mphantom", "mfenced", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover",
    "mmultiscripts", "mprescripts", "none", "mtable", "mtr", "mtd", "semantics",
}  # fmt: skip
# Wrapped around something, they say nothing about it that is shown.
_TRANSPARENT = {
    "span", "u", "sc", "scp", "small", "underline", "tex", "tex-math", "texmath", "inline-formula", "formula",
}  # fmt: skip

_TAG = regex(r"<(/?)([A-Za-z][A-Za-z0-9:._-]{0,30}+)((?:\s[^<>]{0,300}+)?)(?<!/)/?>")
_HARMLESS = regex(
    r"""(?:\s+(?:class|id|lang|xml:lang|dir|style|title|align)\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[\w-]++))*+\s*+/?"""
)
_ENTITY = regex(r"\\?&(?:amp;)*(?:\\?#(\d{1,7}|[xX][0-9A-Fa-f]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")


class Tag(NamedTuple):
    """A tag that is understood: its name, whether it ends an element, and what the element means."""

    name: str
    closes: bool
    style: Style | None
    parts: bool  # whether it parts paragraphs
    end: int


def known_tag(name: str) -> bool:
    """Whether tags of this name are understood."""
    low = name.lower()
    return low in _PARAGRAPHS or _bare(low) in _STYLES or _transparent(low)


def tag_at(text: str, at: int) -> Tag | None:
    """The tag that starts at `at`, or None: whatever is not understood, such as `<script>`, is text.

    A tag that carries more than harmless attributes is text too. The attributes of tags that only wrap
    (`span`, JATS, MathML) are of no account, as nothing of them is kept.
    """
    match = _TAG.match(text, at)
    if not match:
        return None
    slash, name, attributes = match.groups()
    low = name.lower()
    transparent = _transparent(low)
    style = _STYLES.get(_bare(low))
    parts = low in _PARAGRAPHS
    if not (transparent or style or parts):
        return None
    if not transparent and not low.startswith("jats:") and not _HARMLESS.fullmatch(attributes):
        return None
    return Tag(low, bool(slash), style, parts, match.end())


def _bare(name: str) -> str:
    return name.removeprefix("jats:")


def _transparent(name: str) -> bool:
    prefix, _, rest = name.rpartition(":")
    if prefix == "jats":
        return rest not in _STYLES and name not in _PARAGRAPHS
    return (prefix == "mml" and rest in _MATHML) or name in _TRANSPARENT or name in _MATHML


def entity_at(text: str, at: int) -> tuple[str, int]:
    """The characters that the entity at `at` stands for, and where it ends; a bare `&` stands for itself.

    Entities are the names that HTML knows, with their semicolon. `&amp;lt;`, encoded twice, is `<`.
    """
    match = _ENTITY.match(text, at)
    if match:
        import html
        from html.entities import html5

        number, name = match.groups()
        if number:
            return html.unescape(f"&#{number};"), match.end()
        if f"{name};" in html5:
            return html5[f"{name};"], match.end()
    ampersand = text.index("&", at)
    return "&", ampersand + (5 if text.startswith("&amp;", ampersand) else 1)


def without_entities(text: str) -> str:
    """A text with its entities decoded, whatever they stand for."""
    return _ENTITY.sub(lambda entity: entity_at(entity[0], 0)[0], text) if "&" in text else text


def decoded(formula: str) -> str:
    """A formula with its entities decoded, but for those that would be signs of TeX."""
    return _ENTITY.sub(_outside_tex, formula) if "&" in formula else formula


def _outside_tex(entity: re.Match[str]) -> str:
    text = entity_at(entity[0], 0)[0]
    return entity[0] if text in "\\{}$%#" else text
