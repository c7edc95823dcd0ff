"""Which pages a publication is on: its topics, its file's name, the years that a page collects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath

from pubmd.config.settings import PageSettings, Settings
from pubmd.paper.library import Entry
from pubmd.problem import Place, Problem, error, nearest, warning

_BRACES = str.maketrans("", "", "{}\\")
_SPACES = re.compile(r"\s+")


def split_topics(value: str) -> list[str]:
    """The topics in a field's value: split at commas and semicolons, at semicolons alone where both occur."""
    parts = value.split(";") if ";" in value else value.split(",")
    return [part for part in (_SPACES.sub(" ", part.translate(_BRACES)).strip() for part in parts) if part]


@dataclass(frozen=True, slots=True)
class Assignment:
    """The pages of an entry, and what is wrong with its topics.

    `without` are the paths of pages that the overrides keep it off, by whatever way it would come there.
    """

    pages: tuple[PageSettings, ...]
    without: frozenset[str]
    problems: tuple[Problem, ...]


class Topics:
    """The words that lead to pages, as a configuration has them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._by_word: dict[str, list[PageSettings]] = defaultdict(list)
        self._by_file: dict[str, list[PageSettings]] = defaultdict(list)
        for page in settings.pages:
            for keyword in dict.fromkeys(each.casefold() for each in page.keywords):
                self._by_word[keyword].append(page)
                self._by_word[f"{page.section.casefold()}/{keyword}"].append(page)
            self._by_file[page.id.casefold()].append(page)
            self._by_file[f"{page.section}/{page.id}".casefold()].append(page)

    def named_by(self, file: str) -> list[PageSettings]:
        """The pages that a source file is named after, from its path under the site's root.

        `bib/PAGE.bib` and `bib/SECTION/PAGE.bib` are; a file deeper down or in another folder is not.
        """
        path = PurePosixPath(file)
        return self._by_file.get("/".join(path.with_suffix("").parts[1:]).casefold(), [])

    def assignment(self, entry: Entry) -> Assignment:
        """The pages that an entry is on by its topics and its file, and what is wrong with its topics.

        Of entries that were merged, all topics count. Pages that collect years are not looked at here.
        """
        found: dict[str, PageSettings] = {}
        problems: list[Problem] = []
        for each in (entry, *entry.merged):
            named = self.named_by(each.raw.source.file)
            if len(named) == 1:
                found[named[0].path] = named[0]
            for name in self._settings.topics_from:
                for topic in split_topics(each[name]):
                    found.update(self._led_to(topic, name, each, problems))
        for topic in entry.more_topics:
            found.update(self._led_to(topic, "more_topics", entry, problems))
        without: dict[str, PageSettings] = {}
        for topic in entry.less_topics:
            without.update(self._led_to(topic, "more_topics", entry, problems))
        pages = tuple(page for path, page in found.items() if path not in without)
        if not found:
            problems.extend(self._misspelt(entry))
        return Assignment(pages, frozenset(without), tuple(problems))

    def _led_to(
        self, topic: str, name: str, entry: Entry, problems: list[Problem]
    ) -> dict[str, PageSettings]:
        """The pages that a topic leads to, by their paths; `name` is the field that it stands in."""
        pages = self._by_word.get(topic.casefold(), [])
        if len({page.section for page in pages}) > 1:
            qualified = " or ".join(f"`{page.section}/{topic}`" for page in pages)
            message = f"the topic `{topic}` of `{entry.key}` fits pages of several sections"
            problems.append(error("ambiguous-topic", entry.place(name), message, f"write {qualified}"))
            return {}
        if not pages and name in ("topics", "more_topics"):
            problems.append(self._unknown(topic, entry.place(name)))
        return {page.path: page for page in pages}

    def _unknown(self, topic: str, place: Place) -> Problem:
        hint = nearest(topic, self._by_word) or "a topic is the id or a keyword of a page"
        return warning("unknown-topic", place, f"the topic `{topic}` fits no page", hint)

    def _misspelt(self, entry: Entry) -> Iterator[Problem]:
        """A field like `keywrods` that holds a page's keyword: the paper would be missing without a word."""
        for name, value in entry.fields.items():
            meant = _nearly(name, self._settings.topics_from)
            if meant and any(topic.casefold() in self._by_word for topic in split_topics(value)):
                message = f"`{entry.key}` is on no page, but its field `{name}` holds a page's keyword"
                yield error("misspelt-field", entry.place(name), message, f"did you mean `{meant}`?")

    def holds_keyword(self, text: str) -> bool:
        """Whether a text holds a page's keyword as a word of its own."""
        return self._pattern.search(text) is not None

    @property
    def _pattern(self) -> re.Pattern[str]:
        return _pattern(tuple(self._by_word))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?![\w-])", re.IGNORECASE)


@cache
def _nearly(name: str, names: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    close = [] if name in names else get_close_matches(name, names, n=1, cutoff=0.8)
    return close[0] if close else ""


def with_years(pages: Sequence[PageSettings], assignment: Assignment, year: str) -> list[PageSettings]:
    """An entry's pages and those of the same sections that collect its year, in the order of `pages`."""
    own = {page.path for page in assignment.pages}
    sections = {page.section for page in assignment.pages}
    return [
        page
        for page in pages
        if page.path in own
        or (page.section in sections and year in page.years and page.path not in assignment.without)
    ]


def newest_first(year: str) -> tuple[int, int]:
    """A sort key for a year as it is shown: newest first, `in press` on top, no year at the end."""
    digits = re.search(r"\d{4}", year)
    if digits:
        return (1, -int(digits[0]))
    return (0, 0) if year.strip() else (2, 0)
