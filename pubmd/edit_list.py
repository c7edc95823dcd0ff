"""The list of papers that an editor shows for `pubmd tag --edit`, and what came back of it.

A line is a key, topics parted by commas, and behind `#` a remark for the reader.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pubmd.config.settings import Settings
from pubmd.list_text import cell_text, likely_text
from pubmd.listing import Row
from pubmd.paper.identifier import doi
from pubmd.report import one_line
from pubmd.table import cut, width
from pubmd.topic import Topics

_MISTAKE = "#! "
_KEY = re.compile(r"[^\s#]\S*")
_REMARK = re.compile(r"(?:^|\s)#.*", re.DOTALL)
# The same where topics of the site begin with a `#`, or a word of theirs does.
_SPACED_REMARK = re.compile(r"(?:^\s*#|\s#(?!\S)).*", re.DOTALL)
_SIGN = re.compile(r"(?:^|\s)#\S")
_SURROGATE = re.compile("[\udc80-\udcff]")
SURE = 0.4  # a likely topic from this score on is filled in
_TITLE = 90  # cells of a title
_WIDEST = 40  # cells to which keys and topics are lined up
_HELP = """\
# {what} A line is
#
#   key   topics, parted by commas   # what is likely | year and venue | title
#
# Save and leave the editor: the topics that the lines have then are written into bib/overrides.yml.
# Likely topics are filled in where they are fairly sure; look at them before you save.
{gone}# What follows {sign} is not read.
# An empty list, or one that was not changed, changes nothing.
# To take the list as it stands, delete this line and save.
"""
_UNTAGGED = "The papers that are on no page for want of a topic."
_NAMED = "The papers that you have named, with the topics that they have."
_SKIPPED = "# A line that you delete, or that has no topics, is skipped.\n"
_TAKEN_AWAY = """\
# A topic that the paper has and that you delete from its line is taken away from it.
# A line that you delete is skipped.
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A paper of a list that came back: the line that it is on, from 1, its key and its topics.

    `gone` are the topics that the paper had in the list as it was first shown, and has no more.
    """

    number: int
    key: str
    topics: tuple[str, ...]
    gone: tuple[str, ...] = ()


class EditList:
    """The list of some papers: its text, and what a text that came back means."""

    def __init__(self, rows: Sequence[Row], settings: Settings) -> None:
        self._rows = rows
        self._settings = settings
        self._topics = Topics(settings)
        words = [word for page in settings.pages for word in page.keywords]
        self._remark = _SPACED_REMARK if any(map(_SIGN.search, words)) else _REMARK
        counts = Counter(row.key for row in rows)
        self._names = [_name(row, counts) for row in rows]
        self._held = {
            name: held
            for name, row in zip(self._names, rows, strict=True)
            if name and (held := self._held_by(row))
        }

    def _held_by(self, row: Row) -> tuple[str, ...]:
        """The topics that a paper has, hidden or not, as far as a line can say them."""
        pages = self._topics.assignment(row.entry).pages
        names = [self._topics.name(page) for page in self._settings.pages if page in pages]
        return tuple(name for name in names if self._topics.pages_of(name))

    def text(self) -> str:
        """The list as the editor first shows it."""
        filled = [
            ", ".join(self._held.get(name, ()) or _sure(row))
            for name, row in zip(self._names, self._rows, strict=True)
        ]
        of_names, of_topics = (
            min(max(map(width, each), default=0), _WIDEST) for each in (self._names, filled)
        )
        is_of_untagged = all(row.is_untagged for row in self._rows)
        help_text = _HELP.format(
            what=_UNTAGGED if is_of_untagged else _NAMED,
            gone=_TAKEN_AWAY if self._held else _SKIPPED,
            sign="` #`" if self._remark is _REMARK else "` # `, with both spaces,",
        )
        lines = [help_text, "#\n", *self._topics_text(), "\n"]
        for row, name, topics in zip(self._rows, self._names, filled, strict=True):
            remark = " | ".join(
                cell_text(part)
                for part in (
                    likely_text(row.suggestions),
                    f"{row.year} {row.venue}".strip(),
                    cut(row.title, _TITLE),
                )
            )
            if name:
                lines.append(f"{_padded(name, of_names)}  {_padded(topics, of_topics)}  # {remark}\n")
            else:
                lines.append(f"# cannot be named here, for want of a key of its own or a DOI: {remark}\n")
        return "".join(lines)

    def _topics_text(self) -> list[str]:
        pages = [page for page in self._settings.pages if page.keywords and not page.years]
        names = [self._topics.name(page) for page in pages]
        longest = max(map(width, names), default=0)
        return [
            "# Topics:\n",
            *(
                f"#   {_padded(name, longest)}  {one_line(page.heading)}\n"
                for name, page in zip(names, pages, strict=True)
            ),
        ]

    def read(self, text: str) -> tuple[list[Line], dict[int, list[str]]]:
        """The lines of a list that came back, and what is wrong with them by the number of the line.

        A line that asks for nothing is none. Keys and topics are taken as they were written; surrogates stand
        for bytes that are no UTF-8.
        """
        lines: list[Line] = []
        mistakes: dict[int, list[str]] = {}
        first: dict[str, int] = {}
        for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
            words = self._remark.sub("", line, count=1).split(None, 1)
            if not words:
                continue
            key, topics = words[0], _topics(words[1] if len(words) > 1 else "")
            if key in first:
                message = f"`{key}` stands in line {first[key]} already; write all its topics into one line"
                mistakes.setdefault(number, []).append(message)
            first.setdefault(key, number)
            gone = self._gone(key, topics)
            if _SURROGATE.search(" ".join((key, *topics))):
                message = "this line is not UTF-8; have your editor save the list so"
                mistakes.setdefault(number, []).append(message)
            elif topics or gone:
                lines.append(Line(number, key, topics, gone))
        return lines, mistakes

    def mistakes_text(self, text: str) -> str:
        """What is wrong with a list that has its remarks, each with its line as it was written."""
        told: list[str] = []
        above: list[str] = []
        for number, line in enumerate(text.split("\n"), 1):
            if line.startswith(_MISTAKE):
                above.append(line.removeprefix(_MISTAKE))
                continue
            written = " ".join(self._remark.sub("", one_line(line), count=1).split())
            told += [f"line {number}, `{cut(written, 60)}`: {message}\n" for message in above]
            above.clear()
        return "".join(told)

    def _gone(self, key: str, topics: Sequence[str]) -> tuple[str, ...]:
        """The topics that a paper was shown with, and whose pages its line leads to no more."""
        pages = {page.path for topic in topics for page in self._topics.pages_of(topic)}
        return tuple(
            topic
            for topic in self._held.get(key, ())
            if pages.isdisjoint(page.path for page in self._topics.pages_of(topic))
        )


def _name(row: Row, counts: Mapping[str, int]) -> str:
    """What a paper is called in the list: its key, or its DOI where the key is not enough."""
    if counts[row.key] == 1 and _KEY.fullmatch(row.key) and row.key.isprintable():
        return row.key
    return doi(row.entry)


def _sure(row: Row) -> tuple[str, ...]:
    return tuple(each.topic for each in row.suggestions[:1] if each.score >= SURE)


def _topics(text: str) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split("[,;]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _padded(text: str, to: int) -> str:
    return text + " " * (to - width(text))


def with_mistakes(text: str, mistakes: Mapping[int, Sequence[str]]) -> str:
    """A list that came back, with a remark above each line that something is wrong with."""
    lines = []
    for number, line in enumerate(text.split("\n"), 1):
        lines += [f"{_MISTAKE}{one_line(message)}" for message in mistakes.get(number, ())]
        if not line.startswith(_MISTAKE):
            lines.append(line)
    return "\n".join(lines)
