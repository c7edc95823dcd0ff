"""Which mends make of some lines some others, so that no reason is given that is not true.

First comes what readers see of both (`visible_mends`): where that differs, only a mend that says so can
explain it. What looks the same is then named by its form, and is `spelling` where it has no name of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from pubmd.adoption.name_list import split_byline
from pubmd.adoption.shown_text import from_markdown
from pubmd.adoption.visible_mend import ABSTRACT_END, ABSTRACT_START, fewest, outside_comments, visible_mends
from pubmd.text.prose import plain


def _one_byline(text: str) -> str:
    match = re.fullmatch(r"(_|\*(?!\*))(.*)\1(\s*<br>)?", text.strip())
    if not match or "<" in match[2] or "**" in match[2]:
        return text
    names, others = split_byline(from_markdown(match[2], "em"))
    return f"{match[1]}{', '.join(map(plain, names))}{', et al.' if others else ''}{match[1]}{match[3] or ''}"


_ATTRIBUTES = re.compile(r"(\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))\{:[^{}]*\}")
_EMPHASIS = re.compile(r"^(?:\*+|_+)?(.*?)(?:\*+|_+)?(?=(?:\s*<br>)?$)", re.MULTILINE)

# Each makes a text and its mended form the same in one respect; those under a name of the visible mends count
# only beside these.
_FORMS: dict[str, Callable[[str], str]] = {
    "blank-lines": lambda text: re.sub(r"\n\s*(?=\n|\Z)|\A\s*\n", "", text),
    "comment": lambda text: re.sub(r"\n\s*\n", "\n", outside_comments(text)).strip("\n"),
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
    "unclosed": lambda text: ABSTRACT_END.sub("", re.sub(r"</?(?:span|pub|highlighted)>", "", text)),
    "stray-tag": lambda text: re.sub(r"</?(?:div|span|p|center|font)\b[^<>]*>", "", text),
}  # fmt: skip
_UNSEEN = ("blank-lines", "comment", "link-attributes", "spacing", "emphasis", "abstract-lines", "id")


_LONGEST = 20_000  # characters; what is longer is no part of an entry that somebody typed


def mends_of(
    before: Sequence[str], after: Sequence[str], *, in_abstract: bool = False, known: Collection[str] = ()
) -> list[str]:
    """The mends that make `after` of `before`, as few as will do; none where they do not say the same.

    `in_abstract` where the lines stand in an abstract's element; `known` are mends that are known of these
    lines from elsewhere.
    """
    if sum(map(len, before)) > _LONGEST:
        return []
    visible = visible_mends(before, after, in_abstract=in_abstract, known=known)
    if visible is None:
        return []
    old, new = "\n".join(before), "\n".join(after)
    unseen = [
        name
        for name in _UNSEEN
        if (in_abstract or name != "abstract-lines") and (name in known or name != "id")
    ]
    found = fewest(
        [name for name in _FORMS if name in unseen or name in visible],
        lambda names: _formed(old, names) == _formed(new, names),
    )
    if found is None:
        is_joined = in_abstract and _text_lines(before) != _text_lines(after)
        found = ["abstract-lines"] if is_joined else [] if visible else ["spelling"]
    return list(dict.fromkeys([*visible, *found]))


def _text_lines(lines: Sequence[str]) -> int:
    """How many lines hold more than a tag of an abstract's element."""
    return sum(bool(ABSTRACT_START.sub("", ABSTRACT_END.sub("", line)).strip()) for line in lines)


def _formed(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = _FORMS[name](text)
    return text
