"""What topic pages show already, read back from their text: the papers, and the ids of their abstracts."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pubmd.regex import regex
from pubmd.text.markup import anchor

# A title in bold on a line of its own, which is no line of a nav block; the id of an abstract's link. Both
# begin with plain signs, so that long pages are searched quickly.
_TITLE_LINE = regex(r"\n\*\*(?!\[[▶▼▲])([^\n]+?)\*\*[ \t]*+(?:<br ?/?>)?[ \t]*+\r?$", re.MULTILINE)
_LINKED_ID = regex(r"expandABS(?<!\wexpandABS)\([ \t]*+[\"']([^\"'\n]++)[\"']")
_ID = regex(r"\bid=[\"']([^\"'\n]++)[\"']")
_PAPER = b"\n\n**"  # what every paper begins with, on pages of pubmd's
# In damaged BibTeX: what seems to be a key, an `abs_id`, the start of a title, and where its value may end.
_KEY = regex(r"@\s*+\w++\s*+[{(]\s*+([^\s,{}()=\"]++)")
_ABS_ID = regex(r"\babs_id\s*+=\s*+[{\"]?\s*+([^\s{}\",]++)", re.IGNORECASE)
_TITLE = regex(r"(?<![\w-])title\s*+=", re.IGNORECASE)
_END = regex(r"[}\"]\s*+[,}\n]|\n\s*+[\w-]++\s*+=|\n@")
_STEP = 1 << 16  # bytes that are compared at once
_LONGEST_TITLE, _MOST_ENDS, _SHORTEST_PIECE = 2000, 16, 8
_TAG_OR_COMMAND = regex(r"<[^<>]*+>|\\[A-Za-z]++")
_NO_WORD = regex(r"[\W_]++")


class ShownPaper(NamedTuple):
    """A paper on a page: its title as the page spells it, and its abstract's id, or nothing."""

    title: str
    id: str


def papers(text: str) -> tuple[ShownPaper, ...]:
    """The papers that a page shows, in their order; what stands in comments it does not show.

    Linear in the text's length; never raises.
    """
    text = _lines(text)
    titles = [(match.start(), match[1]) for match in _TITLE_LINE.finditer(text)]
    ids = [(match.start(), match[1]) for match in _LINKED_ID.finditer(text)]
    found = []
    at = 0
    for (start, title), (end, _) in pairwise((*titles, (len(text), ""))):
        while at < len(ids) and ids[at][0] < start:
            at += 1
        found.append(ShownPaper(title, ids[at][1] if at < len(ids) and ids[at][0] < end else ""))
    return tuple(found)


def differing_parts(before: bytes, after: bytes) -> tuple[bytes, bytes]:
    """Two versions of a page without the papers that both begin with, and those that both end with.

    So that a long page need not be read as a whole for the one paper that is new on it.
    """
    shortest = min(len(before), len(after))
    start = after.rfind(_PAPER, 0, _length_in_common(before, after, shortest)) + 1
    # Where a comment ends decides about every paper. The one sign is soon found.
    if any(
        page.find(b"!", at) >= 0 and page.find(b"<!--", at) >= 0 for page, at in ((after, 0), (before, start))
    ):
        return before, after
    end = _length_in_common(before, after, shortest - start, from_the_end=True)
    following = before.find(_PAPER, len(before) - end) if end else -1
    if following < 0:
        return before[start:], after[start:]
    return before[start:following], after[start : following - len(before)]


def _length_in_common(one: bytes, other: bytes, most: int, *, from_the_end: bool = False) -> int:
    """How many bytes, at most so many, are the same from the beginning, or the end, of both."""
    known, step = 0, _STEP
    while step:
        end = min(known + step, most)
        if from_the_end:
            is_same = one[len(one) - end : len(one) - known] == other[len(other) - end : len(other) - known]
        else:
            is_same = one[known:end] == other[known:end]
        if is_same and end < most:
            known = end
        elif is_same:
            return most
        else:
            step //= 2
    return known


def _lines(text: str) -> str:
    """A page without what stands in comments, each line behind a line end."""
    parts = ["\n"]
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts.append(text[at:start])
        at = end + len("-->")
    return "".join([*parts, text[at:]])


def more_and_fewer(before: Sequence[ShownPaper], after: Sequence[ShownPaper]) -> tuple[int, int]:
    """How many papers a page gained and lost; one that keeps its title or its abstract's id has stayed.

    A title is the same in another spelling.
    """
    gone, come = list(before), list(after)
    # Nearly all titles are the very same, and need not be read for that.
    for name in (lambda each: each.title, lambda each: _folded(each.title), lambda each: each.id):
        gone, come = _differing(gone, come, name)
    return len(come), len(gone)


def _differing(
    before: Sequence[ShownPaper], after: Sequence[ShownPaper], name: Callable[[ShownPaper], str]
) -> tuple[list[ShownPaper], list[ShownPaper]]:
    """The papers of two pages but for those that have a name in common, as often as both have it."""
    common = Counter(filter(None, map(name, before))) & Counter(filter(None, map(name, after)))
    rest = []
    for page in (before, after):
        left = Counter(common)
        differing = []
        for each in page:
            own = name(each)
            if left[own]:
                left[own] -= 1
            else:
                differing.append(each)
        rest.append(differing)
    return rest[0], rest[1]


class Present:
    """What the pages on disk show, so that a damaged entry that is one of their papers can be told.

    The texts are asked for when something is damaged, which is seldom.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts = texts

    def shows(self, keys: Collection[str], text: str) -> bool:
        """Whether damaged BibTeX that seems to hold these keys has a key, an id or a title that is on a page.

        A title that ends with the text counts where it is the beginning of one on a page: the file was cut.
        """
        ids, titles = self._index
        keys = {*keys, *_KEY.findall(text), *_ABS_ID.findall(text)} - {""}
        if not ids.isdisjoint({*keys, *map(anchor, keys)}):
            return True
        return any(
            title in titles or (is_cut and any(each.startswith(title) for each in titles))
            for title, is_cut in _titles(text)
        )

    @cached_property
    def _index(self) -> tuple[frozenset[str], frozenset[str]]:
        ids: set[str] = set()
        titles: set[str] = set()
        for text in self._texts:
            ids.update(_ID.findall(text))
            for each in papers(text):
                titles.add(_folded(each.title))
                ids.add(each.id)
        return frozenset(ids - {""}), frozenset(titles - {""})


def _titles(text: str) -> Iterator[tuple[str, bool]]:
    """What may be a title in damaged BibTeX, and whether the text ends in the midst of it."""
    starts = [match.end() for match in _TITLE.finditer(text)]
    for start, following in zip(starts, [*starts, len(text)][1:], strict=True):
        value = text[start : min(start + _LONGEST_TITLE, following)]
        ends = [end.start() for end in _END.finditer(value)]
        for end in ends[:_MOST_ENDS]:
            yield _folded(value[:end]), False
        if not ends and start + len(value) == len(text):
            folded = _folded(value)
            yield folded, len(folded) >= _SHORTEST_PIECE


def _folded(title: str) -> str:
    """A title's letters and digits alone, so that a page's spelling and BibTeX's are the same."""
    if "&" in title:
        from html import unescape

        title = unescape(title)
    letters = unicodedata.normalize("NFKD", _NO_WORD.sub("", _TAG_OR_COMMAND.sub("", title)))
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()
