"""The list of papers that an editor shows for `pubmd tag --edit`, and what came back of it.

A line is a key, topics parted by commas, and behind `#` a remark for the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pubmd.config.settings import Settings
from pubmd.list_text import likely_text
from pubmd.listing import Row
from pubmd.paper.identifier import doi
from pubmd.report import one_line
from pubmd.table import cut, width
from pubmd.topic import Topics

_MISTAKE = "#! "
_KEY = re.compile(r"[^\s#]\S*")
_REMARK = re.compile(r"(?:^|\s)#.*", re.DOTALL)
_SURROGATE = re.compile("[\udc80-\udcff]")
SURE = 0.4  # a likely topic from this score on is filled in
_TITLE = 90  # cells of a title
_WIDEST = 40  # cells to which keys and topics are lined up
_HELP = """\
# The papers that are on no page for want of a topic. A line is
#
#   key   topics, parted by commas   # what is likely | year and venue | title
#
# Save and leave the editor: the topics that the lines have then are written into bib/overrides.yml.
# Likely topics are filled in where they are fairly sure; look at them before you save.
# A line that you delete, or that has no topics, is skipped. What follows ` #` is not read.
# An empty list, or one that was not changed, changes nothing.
# To take the list as it stands, delete this line and save.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A paper of a list that came back: the line that it is on, from 1, its key and its topics."""

    number: int
    key: str
    topics: tuple[str, ...]


def list_text(rows: Sequence[Row], settings: Settings) -> str:
    """The list as the editor first shows it."""
    counts = Counter(row.key for row in rows)
    names = [_name(row, counts) for row in rows]
    topics = [_sure(row) for row in rows]
    of_names, of_topics = (min(max(map(width, each), default=0), _WIDEST) for each in (names, topics))
    lines = [_HELP, "#\n", *_topics_text(settings), "\n"]
    for row, name, sure in zip(rows, names, topics, strict=True):
        remark = " | ".join(
            one_line(part)
            for part in (
                likely_text(row.suggestions),
                f"{row.year} {row.venue}".strip(),
                cut(row.title, _TITLE),
            )
        )
        if name:
            lines.append(f"{_padded(name, of_names)}  {_padded(sure, of_topics)}  # {remark}\n")
        else:
            lines.append(f"# cannot be named here, for want of a key of its own or a DOI: {remark}\n")
    return "".join(lines)


def _name(row: Row, counts: Mapping[str, int]) -> str:
    """What a paper is called in the list: its key, or its DOI where the key is not enough."""
    if counts[row.key] == 1 and _KEY.fullmatch(row.key) and row.key.isprintable():
        return row.key
    return doi(row.entry)


def _sure(row: Row) -> str:
    return ", ".join(each.topic for each in row.suggestions[:1] if each.score >= SURE)


def _topics_text(settings: Settings) -> list[str]:
    topics = Topics(settings)
    pages = [page for page in settings.pages if page.keywords and not page.years]
    longest = max((width(topics.name(page)) for page in pages), default=0)
    return [
        "# Topics:\n",
        *(f"#   {_padded(topics.name(page), longest)}  {one_line(page.heading)}\n" for page in pages),
    ]


def _padded(text: str, to: int) -> str:
    return text + " " * (to - width(text))


def read_list(text: str) -> tuple[list[Line], dict[int, list[str]]]:
    """The lines of a list that came back, and what is wrong with them by the number of the line.

    A line without topics is none. Keys and topics are taken as they were written; surrogates stand for bytes
    that are no UTF-8.
    """
    lines: list[Line] = []
    mistakes: dict[int, list[str]] = {}
    first: dict[str, int] = {}
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        words = _REMARK.sub("", line, count=1).split(None, 1)
        if not words:
            continue
        key, topics = words[0], _topics(words[1] if len(words) > 1 else "")
        if key in first:
            message = f"`{key}` stands in line {first[key]} already; write all its topics into one line"
            mistakes.setdefault(number, []).append(message)
        first.setdefault(key, number)
        if _SURROGATE.search(" ".join((key, *topics))):
            message = "this line is not UTF-8; have your editor save the list so"
            mistakes.setdefault(number, []).append(message)
        elif topics:
            lines.append(Line(number, key, topics))
    return lines, mistakes


def _topics(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split("[,;]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def with_mistakes(text: str, mistakes: Mapping[int, Sequence[str]]) -> str:
    """A list that came back, with a remark above each line that something is wrong with."""
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        lines += [f"{_MISTAKE}{one_line(message)}" for message in mistakes.get(number, ())]
        if not line.startswith(_MISTAKE):
            lines.append(line)
    return "\n".join(lines)


def mistakes_text(text: str) -> str:
    """What is wrong with a list that has its remarks, each with its line as it was written."""
    told: list[str] = []
    above: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith(_MISTAKE):
            above.append(line.removeprefix(_MISTAKE))
            continue
        written = " ".join(_REMARK.sub("", one_line(line), count=1).split())
        told += [f"line {number}, `{cut(written, 60)}`: {message}\n" for message in above]
        above.clear()
    return "".join(told)
