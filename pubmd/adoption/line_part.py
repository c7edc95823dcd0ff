"""The lines of a page's body in parts: titles, authors, venues, links, abstracts, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape

from pubmd.adoption.page_text import Line
from pubmd.adoption.span_tree import TAG, attributes, leading_element


class Kind(StrEnum):
    """What a part of a line is, from its form alone."""

    NAV = "nav link"
    HEADING = "heading"
    RULE = "line of dashes"
    BOLD = "bold text"
    EMPHASIS = "text in italics"
    VENUE = "venue"
    AWARD = "award"
    LINK = "link"
    OPENER = "link that opens an abstract"
    ABSTRACT = "abstract"
    CLOSER = "tag that closes nothing"
    TEXT = "text"
    BLANK = "blank line"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its lines, and what it says.

    `text` is the inside of a title, the authors, a venue's element or a link's label; `target` a link's
    address, or an abstract's id; `attributes` what stands in `{: …}` behind a link. Of an abstract,
    `is_whole` says whether its element is closed; of a nav link, whether it has a sign, and can be nothing
    else.
    """

    kind: Kind
    first: int
    last: int
    text: str = ""
    target: str = ""
    attributes: str = ""
    raw: str = ""
    is_whole: bool = True


_LONGEST_JOINED = 4000
_MOST_BOLD = 20  # bold texts on a line
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*\Z")
_RULE = re.compile(r"[ ]{0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_TARGET = r"(?:[^()\s{}]|\([^()\s]{0,500}\)|\{\{[^{}]{0,200}\}\}){0,3000}+"
_ATTRIBUTES = r"(\{:[^{}\n]{0,300}\})"
_LABEL = r"(?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,500}+"
LINK = re.compile(rf"(?<!!)\[({_LABEL})\]\([ \t]*<?({_TARGET})>?[ \t]*\)(\{{:[^{{}}\n]{{0,300}}\}})?")
_NAV = re.compile(
    rf"\*\*\[[ \t]*([▶▼▲►▾▴▸][ \t]*)?({_LABEL})\]\([ \t]*({_TARGET})[ \t]*\){_ATTRIBUTES}?[ \t]*\*\*"
)
_SIGNED = re.compile(
    rf"\[[ \t]*[▶▼▲►▾▴▸][ \t]*({_LABEL})\]\([ \t]*({_TARGET})[ \t]*\)(\{{:[^{{}}\n]{{0,300}}\}})?"
)
_SITE_LINK = re.compile(
    rf"\[({_LABEL})\]\([ \t]*((?:\{{\{{[^{{}}]{{0,200}}\}}\}})?/(?!/){_TARGET})[ \t]*\){_ATTRIBUTES}?"
)
_DIV = re.compile(
    r"<div(?=[\s>])(?:[^<>\"']|\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'){0,100}+>[ \t]*(<br\s*/?>)?", re.IGNORECASE
)
_DIV_END = re.compile(r"(?:#{1,6}[ \t]+)?</(?:div\s*>|(?:div|di|d)?[ \t]*\Z)", re.IGNORECASE)
_OPENER = re.compile(
    r"<a(?=\s)(?=[^<>]{0,300}?onclick)(?:[^<>\"']|\"[^\"<>]{0,500}\"|'[^'<>]{0,500}'){0,100}+>", re.IGNORECASE
)
_EXPAND = re.compile(r"expandABS\(\s*[\"']?(.*?)[\"']?\s*\)")
_ANCHOR_END = re.compile(r"([^<]{0,200}?)</a\s*>", re.IGNORECASE)
_TITLE_LINE = re.compile(
    r"[ \t]*\*\*(?=[^\s*])[^\n]*?(?:\*\*[ \t]*(?:<br\s*/?>)?|<br\s*/?>)[ \t]*\Z", re.IGNORECASE
)
# Emphasis that is opened and never closed, or the other way round, or that white space keeps from being one.
_HALF_EMPHASIS = re.compile(r"[_*]\s*(?=[^\s_*])([^_*]+?)\s*[_*]?|([^\s_*][^_*]*)(?<=\S)[_*]")
_NOTE = re.compile(r"<span>(?:(?!</?span).)+</span>")  # what is said of an award, or in place of one
_SILENT_TAG = re.compile(r"</?(?:span|p|center|font)\b[^<>]{0,300}>", re.IGNORECASE)
_ANY_CLOSER = re.compile(r"</(?:div|span|pub|highlighted|p|center|font)\s*>", re.IGNORECASE)


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """All parts of these lines, in order. What is in them and no white space is in one of the parts."""
    reader = _Reader(lines)
    return list(reader.parts())


class _Reader:
    """Goes through lines; an abstract's element takes as many as it has."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.at = 0

    def parts(self) -> Iterator[Part]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line.is_blank:
                yield Part(Kind.BLANK, line.number, line.number)
            elif line.shown.strip():
                text = line.shown
                while self.at < len(self.lines) and _goes_on(text, self.lines[self.at].shown):
                    text = f"{text.rstrip()} {self.lines[self.at].shown.strip()}"
                    self.at += 1
                for part in self._line(text, line.number):
                    yield (
                        part
                        if part.kind is Kind.ABSTRACT
                        else replace(part, last=self.lines[self.at - 1].number)
                    )

    def _line(self, text: str, number: int) -> Iterator[Part]:
        div = _DIV.search(text)
        if div:
            yield from _without_div(text[: div.start()], number)
            yield from self._abstract(div, text[div.end() :], number)
        else:
            yield from _without_div(text, number)

    def _abstract(self, div: re.Match[str], rest: str, number: int) -> Iterator[Part]:
        """The element that a tag begins, up to its end, or to where it should have ended."""
        found = attributes(div[0][: div[0].index(">") + 1])
        inside = [rest]
        end = _DIV_END.search(rest)
        last = number
        while not end and self.at < len(self.lines):
            line = self.lines[self.at]
            if _begins_something_else(line.shown, self._following(self.at + 1)):
                break
            self.at += 1
            last = line.number
            inside.append(line.shown)
            end = _DIV_END.search(line.shown)
        tail = ""
        if end:
            tail = inside[-1][end.end() :]
            inside[-1] = inside[-1][: end.start()]
        while not end and len(inside) > 1 and not inside[-1].strip():  # blank lines belong to what follows
            inside.pop()
            last -= 1
            self.at -= 1
        text = "\n".join(inside)
        yield Part(Kind.ABSTRACT, number, last, text, found.get("id", ""), div[0], is_whole=end is not None)
        if tail.strip():
            yield from self._line(tail, last)

    def _following(self, at: int) -> str:
        """The next line that is not blank."""
        return next((line.shown for line in self.lines[at : at + 4] if line.shown.strip()), "")


def _goes_on(text: str, following: str) -> bool:
    """Whether a line breaks off within a title, the authors, a venue or a link that the next line ends."""
    text, following = text.strip(), following.strip()
    if not following or len(text) > _LONGEST_JOINED or _DIV.search(text):
        return False
    low, next_low = text.lower(), following.lower()
    if "<pub>" in low and "</pub>" not in low:
        return "</pub>" in next_low and "<pub>" not in next_low
    if text.startswith("**"):
        return (
            text.count("**") == 1
            and "<br" not in low
            and following.count("**") == 1
            and following[:2] != "**"
        )
    if text[0] in "_*":
        closes = re.search(r"\w[.)]?[_*](?:[ \t]*<br\s*/?>)?\Z", following)
        return "<br" not in low and text[-1] not in "_*" and bool(closes) and following[0] not in "_*[<"
    return (
        re.fullmatch(r"\[[^\[\]]{1,60}", text) is not None
        and re.match(r"[^\[\]]{1,60}\]\(", following) is not None
    )


def _begins_something_else(text: str, following: str) -> bool:
    """Whether no abstract goes on with this line: the next title, an abstract's opener, or the page's end."""
    if _TITLE_LINE.match(text) or _NAV.match(text.strip()) or _OPENER.search(text) or _DIV.search(text):
        return True
    return bool(_RULE.match(text) and _NAV.match(following.strip())) or "<pub>" in text.lower()


def _without_div(text: str, number: int) -> Iterator[Part]:
    text = text.strip()
    if not text:
        return
    closed = re.fullmatch(r"(?:#{1,6}[ \t]+)?((?:</(?:div|span|p|center)\s*>\s*)+)", text, re.IGNORECASE)
    if closed:
        yield Part(Kind.CLOSER, number, number, text)
        return
    heading = _HEADING.match(text)
    if heading:
        yield Part(Kind.HEADING, number, number, heading[2], heading[1], raw=text)
    elif _RULE.match(text):
        yield Part(Kind.RULE, number, number, text)
    elif nav := _nav_parts(text, number):
        yield from nav
    else:
        for segment in _BREAK.split(text):
            if segment.strip():
                yield from _segment(segment.strip(), number)


def _nav_parts(text: str, number: int) -> list[Part]:
    """The nav links of a line that holds nothing else: bold and signed, or an older row of links."""
    for pattern in (_NAV, _SIGNED, _SITE_LINK):
        found = []
        at = 0
        while at < len(text):
            match = pattern.match(text, at)
            if not match:
                break
            label, target, style = match.groups()[-3:]
            signed = pattern is not _SITE_LINK
            found.append(
                Part(Kind.NAV, number, number, label.strip(), target, style or "", match[0], is_whole=signed)
            )
            at = match.end()
            while at < len(text) and (text[at] in "|·• \t" or text.startswith("&nbsp;", at)):
                at += 6 if text[at] == "&" else 1
        if found and at >= len(text):
            return found
    return []


def _segment(text: str, number: int) -> Iterator[Part]:
    """What stands between two line breaks."""
    bare = text.strip().strip("|").strip()
    if not bare:
        return
    low = bare.lower()
    emphasis = leading_element(bare, "em") if bare[0] in "_*" and not LINK.search(bare) else None
    if "<pub" in low or "</pub" in low:
        start = low.find("<span")
        start = low.find("<pub") if start < 0 or start > max(low.find("<pub"), 0) else start
        if start > 0 and bare[:start].strip():
            yield from _segment(bare[:start], number)
        yield Part(Kind.VENUE, number, number, bare[max(start, 0) :])
    elif bare.startswith("**") or (bare.startswith("__") and leading_element(bare, "strong")):
        yield from _bold(bare, number)
    elif "<highlighted" in low and (low.startswith(("<span", "<highlighted"))):
        end = low.find("**")
        if end < 0:
            yield Part(Kind.AWARD, number, number, bare)
        else:  # before a title it is nobody's award
            yield Part(Kind.TEXT, number, number, bare[:end])
            yield from _segment(bare[end:], number)
    elif emphasis:
        inner = slice(*emphasis.inner)
        yield Part(Kind.EMPHASIS, number, number, bare[inner], raw=bare[: emphasis.end])
        if bare[emphasis.end :].strip():
            yield Part(Kind.TEXT, number, number, bare[emphasis.end :].strip())
    elif LINK.search(bare) or _OPENER.search(bare):
        yield from _links(bare, number)
    elif _NOTE.fullmatch(bare):
        yield Part(Kind.AWARD, number, number, bare)
    elif half := _HALF_EMPHASIS.fullmatch(bare):
        yield Part(Kind.EMPHASIS, number, number, half[1] or half[2], raw=bare)
    elif _ANY_CLOSER.fullmatch(bare) or _SILENT_TAG.fullmatch(bare):
        yield Part(Kind.CLOSER, number, number, bare)
    else:
        yield Part(Kind.TEXT, number, number, bare)


def _bold(text: str, number: int) -> Iterator[Part]:
    """A title, and what else stands on its line."""
    for _ in range(_MOST_BOLD):
        strong = leading_element(text, "strong")
        if strong:
            yield Part(Kind.BOLD, number, number, text[slice(*strong.inner)], raw=text)
            text = text[strong.end :].strip()
        elif len(text) > 2 and not text[2].isspace():  # bold that is never closed
            yield Part(Kind.BOLD, number, number, text[2:].removesuffix("*"), raw=text)
            return
        if not text.startswith("**") or not strong:
            break
    if text.startswith("**"):
        yield Part(Kind.TEXT, number, number, text)
    elif text:
        yield from _segment(text, number)


def _links(text: str, number: int) -> Iterator[Part]:
    """The links of a line, and the text between them."""
    at = 0
    while at < len(text):
        found = [match for match in (LINK.search(text, at), _OPENER.search(text, at)) if match]
        if not found:
            break
        match = min(found, key=lambda each: each.start())
        yield from _between(text[at : match.start()], number)
        at = match.end()
        if match.re is LINK:
            label, target, attribute_list = match.groups()
            yield Part(Kind.LINK, number, number, label.strip(), target, attribute_list or "", match[0])
        else:
            end = _ANCHOR_END.match(text, at)
            script = unescape(attributes(match[0]).get("onclick", ""))
            wanted = _EXPAND.search(script)
            label = end[1] if end else ""
            at = end.end() if end else at
            yield Part(
                Kind.OPENER, number, number, label.strip(), wanted[1] if wanted else "", match[0],
                is_whole=end is not None and wanted is not None,
            )  # fmt: skip
    yield from _between(text[at:], number)


def _between(text: str, number: int) -> Iterator[Part]:
    text = text.strip().strip("|").strip()
    if not text:
        return
    kind = Kind.CLOSER if not TAG.sub("", text).strip() and _ANY_CLOSER.search(text) else Kind.TEXT
    yield Part(kind, number, number, text)
