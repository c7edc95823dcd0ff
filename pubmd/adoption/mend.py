"""Which mends make of some lines some others, so that no reason is given that is not true.

First comes what a browser shows of both (`seen`): where that differs, only a mend that says so can explain
it. What looks the same is then named by its form, and is `spelling` where it has no name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Flag, auto

from pubmd.adoption.name_list import split_byline
from pubmd.adoption.page_text import without_comments
from pubmd.adoption.seen_text import BREAK, Glyph, seen, text_of, tidied
from pubmd.adoption.shown_text import from_markdown
from pubmd.adoption.span_tree import DIV
from pubmd.text.address import percent_encoded
from pubmd.text.prose import plain


class Place(Flag):
    """Which parts of an entry some lines are."""

    TITLE = auto()
    AUTHORS = auto()
    VENUE = auto()
    AWARD = auto()
    LINK = auto()
    ABSTRACT = auto()
    NOTHING = auto()


_LONGEST = 20_000  # characters; what is longer is no part of an entry that somebody typed
_BRACKETS = ("(", ")", "[", "]")
_ANYWHERE = Place.TITLE | Place.AUTHORS | Place.VENUE | Place.AWARD | Place.LINK | Place.ABSTRACT
_TEXT = Place.TITLE | Place.AUTHORS
_Glyphs = list[Glyph]


# --- what a reader sees


@dataclass(frozen=True, slots=True)
class _Visible:
    """A change that readers see: where it may happen, and what is the same before and after.

    `markup` is done to the lines before they are read, `change` to what is seen of them; with `formulas`
    the lines are compared as MathJax leaves them. `needs` is a mend that has to be known of the lines.
    """

    places: Place
    change: Callable[[_Glyphs], _Glyphs] = lambda glyphs: glyphs
    markup: Callable[[str], str] = lambda text: text
    formulas: bool = False
    needs: str = ""


def _without(glyphs: Iterable[Glyph], signs: Collection[str]) -> _Glyphs:
    return tidied(each for each in glyphs if each.text not in signs)


def _unspaced(glyphs: Iterable[Glyph]) -> _Glyphs:
    return [each for each in glyphs if not each.text.isspace() or each.text == BREAK]


def _plain_looks(glyphs: Iterable[Glyph], is_dropped: Callable[[str], bool]) -> _Glyphs:
    return [
        Glyph(each.text, frozenset(look for look in each.looks if not is_dropped(look))) for each in glyphs
    ]


def _emphasis(glyphs: _Glyphs) -> _Glyphs:
    """Without bold and italics, and without the sign of one that never became any."""
    made = _plain_looks(glyphs, lambda look: look in ("em", "strong"))
    head, tail = _cut_at_break(made)
    while head and head[0].text in ("*", "_", " "):
        head.pop(0)
    while head and head[-1].text in ("*", "_", " "):
        head.pop()
    return [*head, *tail]


def _is_another_look(look: str) -> bool:
    known = ("em", "strong", "code", "sup", "sub", "highlighted", "pub")
    return look not in known and not look.startswith("a ")


def _style(glyphs: _Glyphs) -> _Glyphs:
    return _plain_looks(glyphs, lambda look: _is_another_look(look) or look in ("pub", "highlighted"))


def _names(glyphs: _Glyphs) -> _Glyphs:
    """The names parted by commas; where one ends, a look does not count."""
    text = text_of(glyphs)
    made: _Glyphs = []
    at = 0
    pattern = re.compile(
        r"\s*[,;，、]?\s+(?:and|&)\s+(?=others\b)|\s*[,;，、]\s*(?:and|&)\s+|\s+(?:and|&)\s+|\s*[,;，、]\s*"
    )
    starts = _offsets(glyphs)
    for match in pattern.finditer(text):
        made += glyphs[at : starts[match.start()]]
        made.append(Glyph(",", frozenset()))
        at = starts[match.end()]
    made += glyphs[at:]
    ending = re.compile(r",?\s*(?:et\.? al\.?|others)\s*$", re.IGNORECASE)
    head, tail = _cut_at_break(made)
    if end := ending.search(text_of(head)):
        head = [*head[: _offsets(head)[end.start()]], Glyph(",et al.", frozenset())]
    while head and head[-1].text in ", ":
        head.pop()
    return [*head, *tail]


def _cut_at_break(glyphs: _Glyphs) -> tuple[_Glyphs, _Glyphs]:
    at = next((at for at, each in enumerate(glyphs) if each.text == BREAK), len(glyphs))
    return glyphs[:at], glyphs[at:]


def _offsets(glyphs: _Glyphs) -> dict[int, int]:
    """Where in the text each glyph begins."""
    found: dict[int, int] = {}
    at = 0
    for number, glyph in enumerate(glyphs):
        found.update({at + more: number for more in range(len(glyph.text))})
        at += len(glyph.text)
    found[at] = len(glyphs)
    return found


def _comma(glyphs: _Glyphs) -> _Glyphs:
    """Without commas and stops, and without brackets around the year or behind it."""
    made = list(glyphs)
    years = list(re.finditer(r"[(\[]?(?:19|20)\d\d", text_of(made)))
    if years:
        at = _offsets(made)[years[-1].start()]
        made = [
            *made[:at],
            *(each for each in made[at:] if each.text not in _BRACKETS or "highlighted" in each.looks),
        ]
    return _unspaced(_without(made, (",", ".", ";")))


def _tag(glyphs: _Glyphs) -> _Glyphs:
    """Behind the year without brackets, commas and highlighting."""
    years = list(re.finditer(r"(?:19|20)\d\d", text_of(glyphs)))
    at = _offsets(glyphs)[years[-1].start()] if years else 0
    behind = _plain_looks(glyphs[at:], lambda look: look == "highlighted")
    return [*glyphs[:at], *_unspaced(_without(behind, "()[],"))]


def _reordered(glyphs: _Glyphs) -> _Glyphs:
    return sorted(_unspaced(_without(glyphs, (",", "."))), key=lambda each: (each.text, sorted(each.looks)))


def _separator(glyphs: _Glyphs) -> _Glyphs:
    return _unspaced(_without(glyphs, (BREAK, "|")))


def _labels(glyphs: _Glyphs) -> _Glyphs:
    """One glyph for what a link says."""
    made: _Glyphs = []
    for each in _unspaced(glyphs):
        is_label = any(look.startswith("a ") for look in each.looks)
        if not is_label:
            made.append(each)
        elif not made or made[-1].looks != each.looks:
            made.append(Glyph("label", each.looks))
    return made


def _abstract_lines(glyphs: _Glyphs) -> _Glyphs:
    """Without line breaks where an abstract begins or ends."""
    made: _Glyphs = []
    for each in glyphs:
        if each.text == BREAK and made and made[-1].text == "<div>":
            continue
        while each.text == "</div>" and made and made[-1].text == BREAK:
            made.pop()
        made.append(each)
    return made


def _stray(names: Collection[str], others: bool) -> Callable[[_Glyphs], _Glyphs]:
    def change(glyphs: _Glyphs) -> _Glyphs:
        return tidied(
            each
            for each in glyphs
            if not (len(each.text) > 1 and each.text[0] == "<") or (each.text.strip("</>") in names) is others
        )

    return change


_LATELY_CLOSED = ("span", "pub", "highlighted", "div", "a")
_DIV_END = re.compile(r"(?:#+\s*)?</(?:div>|(?:div|di|d)?$)", re.MULTILINE)
_DIV_TAG = re.compile(rf"(?!</)(?:{DIV.pattern})(?:\s*<br\s*/?>)?", re.IGNORECASE)
_CENTER = re.compile(r"</?(?:center|p)\b[^<>]*>|</?span>", re.IGNORECASE)

# In the order in which they are tried.
_VISIBLE: dict[str, _Visible] = {
    "names": _Visible(Place.AUTHORS, _names),
    "comma": _Visible(Place.VENUE, _comma),
    "tag": _Visible(Place.VENUE, _tag),
    "separator": _Visible(_ANYWHERE | Place.NOTHING, _separator),
    "label": _Visible(Place.LINK, _labels, needs="label"),
    "unclosed": _Visible(
        _ANYWHERE | Place.NOTHING,
        _stray(_LATELY_CLOSED, others=False),
        lambda text: _DIV_TAG.sub("", _DIV_END.sub("", text)),
    ),
    "stray-tag": _Visible(
        _ANYWHERE | Place.NOTHING,
        _stray(("",), others=True),
        lambda text: _DIV_TAG.sub("", re.sub(r"</div\s*>", "", _CENTER.sub("", text))),
    ),
    "abstract-lines": _Visible(Place.ABSTRACT, _abstract_lines),
    "emphasis": _Visible(_TEXT, _emphasis),
    "style": _Visible(_ANYWHERE, _style),
    "formula": _Visible(_TEXT | Place.VENUE | Place.AWARD | Place.ABSTRACT, formulas=True),
    "link-address": _Visible(
        Place.LINK,
        lambda glyphs: [
            Glyph(each.text, frozenset(percent_encoded(look) for look in each.looks)) for each in glyphs
        ],
        needs="link-address",
    ),
    "moved": _Visible(Place.VENUE, _reordered),
}  # fmt: skip


def _places(lines: Sequence[str], *, in_abstract: bool) -> Place:
    """Which parts lines are that pubmd wrote."""
    found = Place.ABSTRACT if in_abstract else Place(0)
    for line in map(str.strip, lines):
        if line.startswith("**"):
            found |= Place.TITLE
        elif line.startswith("_"):
            found |= Place.AUTHORS
        elif line.startswith("<span><pub>"):
            found |= Place.VENUE
        elif line.startswith("<span>"):
            found |= Place.AWARD
        elif line.startswith(("[", "<a ")):
            found |= Place.LINK
        elif line:
            found |= Place.ABSTRACT
    return found or Place.NOTHING


# --- what a reader does not see


def _without_comments(text: str) -> str:
    """Without comments, and without the ends of comments that begin or end elsewhere."""
    text = without_comments(text)
    begun, ended = text.rfind("<!--"), text.find("-->")
    text = text[:begun] if begun >= 0 else text
    return text[ended + 3 :] if ended >= 0 else text


def _one_byline(text: str) -> str:
    match = re.fullmatch(r"(_|\*(?!\*))(.*)\1(\s*<br>)?", text.strip())
    if not match or "<" in match[2] or "**" in match[2]:
        return text
    names, others = split_byline(from_markdown(match[2], "em"))
    return f"{match[1]}{', '.join(map(plain, names))}{', et al.' if others else ''}{match[1]}{match[3] or ''}"


_ATTRIBUTES = re.compile(r"(\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))\{:[^{}]*\}")
_EMPHASIS = re.compile(r"^(?:\*+|_)?(.*?)(?:\*+|_)?(?=(?:\s*<br>)?$)", re.MULTILINE)

# Each makes a text and its mended form the same in one respect; those under a name of the visible mends count
# only beside these.
_FORMS: dict[str, Callable[[str], str]] = {
    "blank-lines": lambda text: re.sub(r"\n\s*(?=\n|\Z)|\A\s*\n", "", text),
    "comment": lambda text: re.sub(r"\n\s*\n", "\n", _without_comments(text)).strip("\n"),
    "names": _one_byline,
    "link-attributes": lambda text: _ATTRIBUTES.sub(r"\1", text),
    "spacing": lambda text: re.sub(r"[ \t\u00a0]+", "", text),
    "emphasis": lambda text: _EMPHASIS.sub(r"\1", text),
    "abstract-lines": lambda text: re.sub(r"\s+", "", text.replace("<br>", " ")),
    "id": lambda text: re.sub(r"\bexpandABS\([^()]*\)|\bid=(?:\"[^\"]*\"|'[^']*'|[^\s>]*)", "", text),
    "comma": lambda text: re.sub(r"[,.]", "", text),
    "separator": lambda text: re.sub(r"\s*<br\s*/?>|\s*\|", "", text),
    "label": lambda text: re.sub(r"\[[^\[\]\n]*\](?=\()", "", text),
    "tag": lambda text: re.sub(r"</?highlighted>|[()\[\],\s]", "", text),
    "style": lambda text: re.sub(
        r"</?(?:u|font|small|big|mark|center|span|pub|highlighted)\b[^<>]*>", "", text
    ),
    "unclosed": lambda text: _DIV_END.sub("", re.sub(r"</?(?:span|pub|highlighted)>", "", text)),
    "stray-tag": lambda text: re.sub(r"</?(?:div|span|p|center|font)\b[^<>]*>", "", text),
}  # fmt: skip
_UNSEEN = ("blank-lines", "comment", "link-attributes", "spacing", "emphasis", "abstract-lines", "id")


def mends_of(
    before: Sequence[str], after: Sequence[str], *, in_abstract: bool = False, known: Collection[str] = ()
) -> list[str]:
    """The mends that make `after` of `before`, as few as will do; none where they do not say the same.

    `in_abstract` where the lines stand in an abstract's element; `known` are mends that are known of these
    lines from elsewhere.
    """
    if sum(map(len, before)) > _LONGEST:
        return []
    visible = _visible(before, after, in_abstract=in_abstract, known=known)
    if visible is None:
        return []
    old, new = "\n".join(before), "\n".join(after)
    unseen = [
        name
        for name in _UNSEEN
        if (in_abstract or name != "abstract-lines") and (name in known or name != "id")
    ]
    found = _fewest(
        [name for name in _FORMS if name in unseen or name in visible],
        lambda names: _formed(old, names) == _formed(new, names),
    )
    if found is None:
        is_joined = in_abstract and _text_lines(before) != _text_lines(after)
        found = ["abstract-lines"] if is_joined else [] if visible else ["spelling"]
    return list(dict.fromkeys([*visible, *found]))


def _text_lines(lines: Sequence[str]) -> int:
    """How many lines hold more than a tag of an abstract's element."""
    return sum(bool(_DIV_TAG.sub("", _DIV_END.sub("", line)).strip()) for line in lines)


def _visible(
    before: Sequence[str], after: Sequence[str], *, in_abstract: bool, known: Collection[str]
) -> list[str] | None:
    """The fewest mends that explain what readers see otherwise; None where none do."""
    places = _places(after, in_abstract=in_abstract)
    names = [
        name
        for name, each in _VISIBLE.items()
        if places & each.places and (not each.needs or each.needs in known)
    ]

    def is_same(chosen: Sequence[str]) -> bool:
        old, new = (_seen(lines, chosen, in_abstract=in_abstract) for lines in (before, after))
        return old == new

    return [] if is_same([]) else _fewest(names, is_same)


def _seen(lines: Sequence[str], names: Sequence[str], *, in_abstract: bool) -> _Glyphs:
    text = _without_comments("\n".join(lines))
    chosen = [_VISIBLE[name] for name in names]
    for each in chosen:
        text = each.markup(text)
    formulas = any(each.formulas for each in chosen)
    glyphs = seen(text.split("\n"), in_abstract=in_abstract, formulas=formulas)
    for each in chosen:
        glyphs = each.change(glyphs)
    return glyphs


def _formed(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = _FORMS[name](text)
    return text


def _fewest(names: Sequence[str], is_same: Callable[[Sequence[str]], bool]) -> list[str] | None:
    """One of the names with which both are the same, or as few of them as will do."""
    for name in names:
        if is_same([name]):
            return [name]
    if not names or not is_same(names):
        return None
    needed = list(names)
    for name in names:
        fewer = [each for each in needed if each != name]
        if fewer and is_same(fewer):
            needed = fewer
    return needed
