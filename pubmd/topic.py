"""Which pages a publication is on: its topics, its file's name, the years that a page collects."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from pubmd.config.settings import PageSettings, Settings
from pubmd.paper.library import Entry
from pubmd.problem import Place, Problem, error, nearest, warning
from pubmd.regex import regex
from pubmd.text.likeness import folded, is_slip, likeness, read_text

# What a file manager, a browser or a person adds to the name of a copy.
_COPY = regex(r"\.bib\Z|[\s._-]+(?:copy|kopie|copie|old|new)?[\s._-]*\d{0,2}\Z|[\s._-]*\(\d+\)\Z")
# One letter makes another word of a shorter name.
_SHORTEST = 4
# From which likeness on, as `difflib` has it, a field's name is a slip of another's.
_LIKENESS = 0.8
# Fields that exporters write of their own accord: what stands in one is nobody's slip.
_EXPORTED = frozenset(("keyword",))


def split_topics(latex: str) -> list[str]:
    """The topics in a field's value: split at commas and semicolons, at semicolons alone where both occur."""
    value = read_text(latex)
    parts = value.split(";") if ";" in value else value.split(",")
    return [part for part in map(str.strip, parts) if part]


class Assignment(NamedTuple):
    """The pages of an entry, and what is wrong with its topics.

    `without` are the paths of pages that the overrides keep it off, by whatever way it would come there.
    `unheard` are places of fields that hold a page's keyword and are not looked at for topics, such as
    `keyword`.
    """

    pages: tuple[PageSettings, ...]
    without: frozenset[str]
    problems: tuple[Problem, ...]
    unheard: tuple[Place, ...] = ()


class Topics:
    """The words that lead to pages, as a configuration has them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._by_word: dict[str, list[PageSettings]] = defaultdict(list)
        self._by_file: dict[str, list[PageSettings]] = defaultdict(list)
        self._spellings: dict[str, str] = {}
        self._near: dict[str, str] = {}  # fields that are nearly one that holds topics, and that; or nothing
        self._other_fields: set[str] = set()  # fields that are known to be no such ones
        self._named: dict[str, list[PageSettings]] = {}  # by the paths of files
        self._order = {page.path: number for number, page in enumerate(settings.pages)}
        self._of_year: dict[str, list[PageSettings]] = defaultdict(list)
        for page in settings.pages:
            for year in page.years:
                self._of_year[year].append(page)
            for keyword in page.keywords:
                for spelling in (keyword, f"{page.section}/{keyword}"):
                    word = likeness(spelling)
                    self._spellings.setdefault(word, spelling)
                    if page not in self._by_word[word]:
                        self._by_word[word].append(page)
            self._by_file[folded(page.id)].append(page)
            self._by_file[folded(f"{page.section}/{page.id}")].append(page)

    def named_by(self, file: str) -> list[PageSettings]:
        """The pages that a source file is named after, from its path under the site's root.

        `bib/PAGE.bib` and `bib/SECTION/PAGE.bib` are; a file deeper down or in another folder is not.
        """
        named = self._named.get(file)
        if named is None:
            named = self._named[file] = self._by_file.get(_name(file), [])
        return named

    def nearly_named_by(self, file: str) -> str:
        """What a file may have been meant to be called, `bib/PAGE.bib`: its name is a copy's or a slip.

        Empty where it is called so, or nothing like it.
        """
        name = _name(file)
        if name in self._by_file:
            return ""
        original = _COPY.sub("", name)
        slips = (each for each in self._by_file if len(each) >= _SHORTEST and is_slip(name, each))
        near = original if original in self._by_file else next(slips, "")
        if not near:
            return ""
        page = self._by_file[near][0]
        return f"bib/{page.section}/{page.id}.bib" if "/" in near else f"bib/{page.id}.bib"

    def pages_of(self, topic: str) -> tuple[PageSettings, ...]:
        """The pages that a topic leads to; several where it does not say of which section."""
        return tuple(self._by_word.get(folded(topic), ()))

    def name(self, page: PageSettings) -> str:
        """The topic that leads to this page alone: its first keyword, with its section where need be."""
        own = page.keywords[0] if page.keywords else page.id
        return own if self.pages_of(own) in ((page,), ()) else f"{page.section}/{own}"

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
                if name in each.fields:
                    for topic in split_topics(each[name]):
                        for page in self._led_to(topic, name, each, problems):
                            found[page.path] = page
        for topic in entry.more_topics:
            for page in self._led_to(read_text(topic), "more_topics", entry, problems):
                found[page.path] = page
        without = frozenset(
            [
                page.path
                for topic in entry.less_topics
                for page in self._led_to(read_text(topic), "more_topics", entry, problems)
            ]
        )
        pages = tuple([page for path, page in found.items() if path not in without])
        unheard = []
        for name, page in self._elsewhere(entry):
            if page.path in found or page.path in without:
                continue
            if name in _EXPORTED:
                unheard.append(entry.place(name))
            else:
                problems.append(self._misspelt(entry, name, page))
        return Assignment(pages, without, tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(unheard)))

    def with_years(self, assignment: Assignment, year: str) -> tuple[PageSettings, ...]:
        """An entry's pages and those of the same sections that collect its year, in the settings' order."""
        collecting = self._of_year.get(year, ()) if self._of_year else ()
        if not collecting and len(assignment.pages) < 2:
            return assignment.pages
        sections = {page.section for page in assignment.pages}
        pages = {page.path: page for page in assignment.pages}
        for page in collecting:
            if page.section in sections and page.path not in assignment.without:
                pages[page.path] = page
        return tuple(sorted(pages.values(), key=lambda page: self._order[page.path]))

    def _led_to(self, topic: str, name: str, entry: Entry, problems: list[Problem]) -> Sequence[PageSettings]:
        """The pages that a topic leads to; `name` is the field that it stands in."""
        pages = self._by_word.get(folded(topic), ())
        if len(pages) > 1 and len({page.section for page in pages}) > 1:
            qualified = " or ".join(f"`{page.section}/{topic}`" for page in pages)
            message = f"the topic `{topic}` of `{entry.key}` fits pages of several sections"
            problems.append(error("ambiguous-topic", entry.place(name), message, f"write {qualified}"))
            return ()
        if not pages and name in ("topics", "more_topics"):
            problems.append(self._unknown(topic, entry.place(name)))
        return pages

    def _unknown(self, topic: str, place: Place) -> Problem:
        return warning("unknown-topic", place, f"the topic `{topic}` fits no page", self.hint(topic))

    def hint(self, topic: str) -> str:
        """How to write a topic that fits no page."""
        named = self._by_file.get(folded(topic), [])
        if named:
            keywords = " or ".join(f"`{self._unmistakable(each, named[0])}`" for each in named[0].keywords)
            return f"the page `{named[0].id}` has other keywords: write {keywords}"
        clear = (word for word, pages in self._by_word.items() if len({page.section for page in pages}) == 1)
        hint = nearest(folded(topic), (self._spellings[word] for word in clear))
        return hint or "a topic is the id of a page, or a keyword where the page has `keywords`"

    def _unmistakable(self, keyword: str, page: PageSettings) -> str:
        """A keyword of a page, its section in front where another section has the keyword too."""
        sections = {each.section for each in self._by_word[likeness(keyword)]}
        return keyword if len(sections) == 1 else f"{page.section}/{keyword}"

    def _elsewhere(self, entry: Entry) -> Iterator[tuple[str, PageSettings]]:
        """Pages whose keyword stands in a field that is nearly one that holds topics, each with the field."""
        if entry.fields.keys() <= self._other_fields:
            return
        for name in entry.fields:
            if self._meant(name):
                for topic in split_topics(entry[name]):
                    pages = self._by_word.get(folded(topic), ())
                    yield from ((name, page) for page in pages)

    def _meant(self, name: str) -> str:
        """The field that holds topics and that this one is nearly called; empty where there is none."""
        meant = self._near.get(name)
        if meant is None:
            meant = self._near[name] = _nearly(name, self._settings.topics_from)
            if not meant:
                self._other_fields.add(name)
        return meant

    def look_at(self, name: str) -> bool:
        """Whether anything in a field of this name is looked at for topics."""
        return name in self._settings.topics_from or self._meant(name) != ""

    def _misspelt(self, entry: Entry, name: str, page: PageSettings) -> Problem:
        """A field like `keywrods` that holds a page's keyword: the paper would be missing without a word."""
        message = (
            f"`{entry.key}` is not on the page `{page.id}`, but its field `{name}` holds a keyword of it"
        )
        return error("misspelt-field", entry.place(name), message, f"did you mean `{self._meant(name)}`?")

    def holds_keyword(self, text: str) -> bool:
        """Whether a text, folded (`pubmd.text.likeness`), holds a page's keyword as a word of its own."""
        return self._pattern.search(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = "|".join(re.escape(word) for word in self._by_word if word)
        return re.compile(rf"(?<![\w-])(?:{words or '(?!)'})(?![\w-])")


def _name(file: str) -> str:
    """What counts of a source's path: without `bib/` and the ending."""
    inside = file.partition("/")[2]
    stem, dot, ending = inside.rpartition(".")
    return folded(stem if dot and "/" not in ending else inside)


def _nearly(name: str, names: tuple[str, ...]) -> str:
    if name in names:
        return ""
    # `year = 2023, keywords = …` without the signs in between.
    swallowed = next((each for each in names if re.fullmatch(rf"[a-z]+\d+{re.escape(each)}", name)), "")
    if swallowed or not any(_have_letters_in_common(name, each) for each in names):
        return swallowed
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, names, n=1, cutoff=_LIKENESS)), "")


def _have_letters_in_common(one: str, other: str) -> bool:
    """Whether two words have as many as those that are alike; most have not, and need no library to tell."""
    return 2 * (Counter(one) & Counter(other)).total() >= _LIKENESS * (len(one) + len(other))


@lru_cache
def newest_first(year: str) -> tuple[int, int]:
    """A sort key for a year as it is shown: newest first, `in press` on top, no year at the end."""
    digits = re.search(r"\d{4}", year)
    if digits:
        return (1, -int(digits[0]))
    return (0, 0) if year.strip() else (2, 0)
