"""Which mends explain what readers see otherwise of some lines: as few of them as will do.

What a browser shows of lines before and after (`seen`) is compared. Each mend makes both the same in the one
respect that its name says; where none does, nothing explains the difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import Flag, auto

from pubmd.adoption.page_text import without_comments
from pubmd.adoption.seen_text import BREAK, Glyph, seen, text_of, tidied
from pubmd.adoption.span_tree import DIV
from pubmd.adoption.venue_line import WIDE
from pubmd.text.address import percent_encoded


class _Place(Flag):
    """Which parts of an entry some lines are."""

    TITLE = auto()
    AUTHORS = auto()
    VENUE = auto()
    AWARD = auto()
    LINK = auto()
    ABSTRACT = auto()
    NOTHING = auto()


_BRACKETS = ("(", ")", "[", "]")
_ANYWHERE = _Place.TITLE | _Place.AUTHORS | _Place.VENUE | _Place.AWARD | _Place.LINK | _Place.ABSTRACT
_TEXT = _Place.TITLE | _Place.AUTHORS
_Glyphs = list[Glyph]


@dataclass(frozen=True, slots=True)
class _Visible:
    """A change that readers see: where it may happen, and what is the same before and after.

    `markup` is done to the lines before they are read, `change` to what is seen of them; with `formulas`
    the lines are compared as MathJax leaves them. `needs` is a mend that has to be known of the lines.
    """

    places: _Place
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


def _abstract_look(glyphs: _Glyphs) -> _Glyphs:
    """The tags of abstracts' elements with nothing but their ids."""
    return [
        Glyph(each.text, frozenset(look for look in each.looks if look.startswith("<id=")))
        if each.text == "<div>"
        else each
        for each in glyphs
    ]


def _encoded(look: str) -> str:
    """A link as pubmd writes it: in a scheme, and without what no address may hold."""
    return percent_encoded(f"a https:{look[2:]}" if look.startswith("a //") else look)


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


def _narrow(glyphs: _Glyphs) -> _Glyphs:
    return [Glyph(each.text.translate(WIDE).strip() or each.text, each.looks) for each in glyphs]


def _comma(glyphs: _Glyphs) -> _Glyphs:
    """Without commas and stops, and without brackets around the year or behind it."""
    made = _narrow(glyphs)
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
    behind = _plain_looks(_narrow(glyphs[at:]), lambda look: look == "highlighted")
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
# The end of an abstract's element as people leave it, and its start.
ABSTRACT_END = re.compile(r"(?:#+\s*)?</(?:div>|(?:div|di|d)?$)", re.MULTILINE)
ABSTRACT_START = re.compile(rf"(?!</)(?:{DIV.pattern})(?:\s*<br\s*/?>)?", re.IGNORECASE)
_CENTER = re.compile(r"</?(?:center|p)\b[^<>]*>|</?span>", re.IGNORECASE)

# In the order in which they are tried.
_VISIBLE: dict[str, _Visible] = {
    "names": _Visible(_Place.AUTHORS, _names),
    "comma": _Visible(_Place.VENUE, _comma),
    "tag": _Visible(_Place.VENUE, _tag),
    "separator": _Visible(_ANYWHERE | _Place.NOTHING, _separator),
    "label": _Visible(_Place.LINK, _labels, needs="label"),
    "id": _Visible(
        _Place.LINK | _Place.ABSTRACT,
        lambda glyphs: _plain_looks(glyphs, lambda look: look.startswith(("a expandABS", "<id="))),
        needs="id",
    ),
    "abstract-look": _Visible(_ANYWHERE | _Place.NOTHING, _abstract_look),
    "unclosed": _Visible(
        _ANYWHERE | _Place.NOTHING,
        _stray(_LATELY_CLOSED, others=False),
        lambda text: ABSTRACT_START.sub("", ABSTRACT_END.sub("", text)),
    ),
    "stray-tag": _Visible(
        _ANYWHERE | _Place.NOTHING,
        _stray(("",), others=True),
        lambda text: ABSTRACT_START.sub("", re.sub(r"</div\s*>", "", _CENTER.sub("", text))),
    ),
    "abstract-lines": _Visible(
        _Place.ABSTRACT, _abstract_lines, lambda text: re.sub(r"(?<=\S)[ \t]*(?=<div[\s>])", "\n", text)
    ),
    "emphasis": _Visible(_TEXT, _emphasis),
    "style": _Visible(_ANYWHERE, _style),
    "formula": _Visible(_TEXT | _Place.VENUE | _Place.AWARD | _Place.ABSTRACT, formulas=True),
    "link-address": _Visible(
        _Place.LINK,
        lambda glyphs: [
            Glyph(each.text, frozenset(_encoded(look) for look in each.looks)) for each in glyphs
        ],
        needs="link-address",
    ),
    "moved": _Visible(_Place.VENUE, _reordered),
}  # fmt: skip


def _places(lines: Sequence[str], *, in_abstract: bool) -> _Place:
    """Which parts lines are that pubmd wrote."""
    found = _Place.ABSTRACT if in_abstract else _Place(0)
    for line in map(str.strip, lines):
        if line.startswith("**"):
            found |= _Place.TITLE
        elif line.startswith("_"):
            found |= _Place.AUTHORS
        elif line.startswith("<span><pub>"):
            found |= _Place.VENUE
        elif line.startswith("<span>"):
            found |= _Place.AWARD
        elif line.startswith(("[", "<a ")):
            found |= _Place.LINK
        elif line:
            found |= _Place.ABSTRACT
    return found or _Place.NOTHING


def visible_mends(
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

    if is_same([]):
        return []
    milder = [name for name in names if name != "moved"]  # which explains nearly all that others do
    return fewest(milder, is_same) or fewest(names, is_same)


def _seen(lines: Sequence[str], names: Sequence[str], *, in_abstract: bool) -> _Glyphs:
    text = outside_comments("\n".join(lines))
    chosen = [_VISIBLE[name] for name in names]
    for each in chosen:
        text = each.markup(text)
    formulas = any(each.formulas for each in chosen)
    glyphs = seen(text.split("\n"), in_abstract=in_abstract, formulas=formulas)
    for each in chosen:
        glyphs = each.change(glyphs)
    return glyphs


def outside_comments(text: str) -> str:
    """Without comments, and without the ends of comments that begin or end elsewhere."""
    text = without_comments(text)
    begun, ended = text.rfind("<!--"), text.find("-->")
    text = text[:begun] if begun >= 0 else text
    return text[ended + 3 :] if ended >= 0 else text


def fewest(names: Sequence[str], is_same: Callable[[Sequence[str]], bool]) -> list[str] | None:
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
