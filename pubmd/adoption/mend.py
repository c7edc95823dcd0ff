"""Which mend makes of some lines some others, from their form alone; none where they do not say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pubmd.adoption.line_part import LINK
from pubmd.adoption.name_list import split_byline
from pubmd.adoption.shown_text import from_html, from_markdown
from pubmd.text.prose import plain

_Change = Callable[[str], str]
_SPAN = re.compile(r"</?(?:span|pub|highlighted)\b[^<>]*>", re.IGNORECASE)


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?(?:-->|\Z)|\A(?:(?!<!--).)*?-->", "", text, flags=re.DOTALL)


def _one_abstract(text: str) -> str:
    """Abstracts on one line, without their tags' lines."""
    return re.sub(r"\s+", "", text.replace("<br>", " "))


def _names(text: str) -> str:
    match = re.fullmatch(r"(_|\*(?!\*))(.*)\1(\s*<br>)?", text.strip())
    if not match or "<" in match[2] or "**" in match[2]:
        return text
    names, others = split_byline(from_markdown(match[2]))
    return f"{match[1]}{', '.join(map(plain, names))}{', et al.' if others else ''}{match[1]}{match[3] or ''}"


# In the order in which they are tried: each makes a text and its mended form the same in one respect.
_CHANGES: dict[str, _Change] = {
    "blank-lines": lambda text: re.sub(r"\n\s*(?=\n|\Z)|\A\s*\n", "", text),
    "comment": lambda text: re.sub(r"\n\s*\n", "\n", _without_comments(text)).strip("\n"),
    "names": _names,
    "unclosed": lambda text: re.sub(
        r"</?span>|(?:#+\s*)?</(?:div>|(?:div|di|d)?$)|</?pub>|</?highlighted>", "", text, flags=re.MULTILINE
    ),
    "link-attributes": lambda text: re.sub(
        r"(\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\))\{:[^{}]*\}", r"\1", text
    ),
    "spacing": lambda text: re.sub(r"[ \t\u00a0|]+|<br\s*/?>[ \t]*$", "", text, flags=re.MULTILINE),
    "emphasis": lambda text: re.sub(
        r"^(?:\*+|_)?(.*?)(?:\*+|_)?(?=(?:\s*<br>)?$)", r"\1", text, flags=re.MULTILINE
    ),
    "comma": lambda text: text.replace(",", ""),
    "abstract-lines": _one_abstract,
    "stray-tag": lambda text: re.sub(r"</?(?:div|span|p|center|font)\b[^<>]*>", "", text),
}


def mends_of(before: Sequence[str], after: Sequence[str], *, in_abstract: bool = False) -> list[str]:
    """The mends that make `after` of `before`, as few as will do; none where they say different things."""
    old, new = "\n".join(before), "\n".join(after)
    names = [name for name in _CHANGES if in_abstract or name != "abstract-lines"]
    found = _fewest(old, new, names)
    if found is not None:
        return _told(found, old, new)
    if _shown(old) == _shown(new):
        named = ["spelling"]
        if in_abstract and len(before) != len(after):
            named = ["abstract-lines"]
        return named
    return []


def _fewest(old: str, new: str, names: Sequence[str]) -> list[str] | None:
    for name in names:
        if _applied(old, [name]) == _applied(new, [name]):
            return [name]
    if _applied(old, names) != _applied(new, names):
        return None
    needed = list(names)
    for name in names:
        fewer = [each for each in needed if each != name]
        if fewer and _applied(old, fewer) == _applied(new, fewer):
            needed = fewer
    return needed


def _applied(text: str, names: Sequence[str]) -> str:
    for name in names:
        text = _CHANGES[name](text)
    return text


def _told(names: list[str], old: str, new: str) -> list[str]:
    """The mends with their right names: a tag that goes without another in its place is a stray one."""
    if "unclosed" in names and not _SPAN.search(old + new) and "</div>" in old and "</div>" not in new:
        return ["stray-tag" if name == "unclosed" else name for name in names]
    return names


def _shown(text: str) -> str:
    """What a reader sees of some lines: links and tags apart."""
    text = LINK.sub(lambda match: f"{match[1]} ({match[2]}) ", text)
    both = plain(from_markdown(" ".join(text.split()))), plain(from_html(" ".join(text.split())))
    return re.sub(r"[\s|*_]+", "", both[0])
