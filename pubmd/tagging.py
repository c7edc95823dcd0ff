"""What people ask for with `pubmd tag`, as changes of the overrides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pubmd.build import Build
from pubmd.config.override_change import topic_word
from pubmd.config.overrides import OVERRIDES_FILE, Override, Overrides, identity
from pubmd.config.overrides_text import OverrideChange, changed, text_of
from pubmd.config.settings import PageSettings, Settings
from pubmd.config.yaml_edit import spelled
from pubmd.listing import SelectionError, page_of
from pubmd.paper.amendment import amended, finder
from pubmd.paper.library import Entry
from pubmd.paper.papers import Papers
from pubmd.paper.publication import PAPER, is_hidden, read_publication, shown_fields
from pubmd.paper.venue import VenueList
from pubmd.problem import nearest
from pubmd.topic import Topics

# What says in the overrides whether two papers are one; a command that names one of them does not judge it.
_KINSHIP = ("same_as", "not_same_as")


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for one paper, as a person wrote it.

    `key` is its citation key or DOI; a field's text is empty where the entry's own is to be taken away, and
    None where the overrides are to say nothing of it any more.
    """

    key: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    fields: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a request: its number among the requests, and a sentence with the mend."""

    request: int
    message: str


def paper_finder(entries: Sequence[Entry]) -> Callable[[str], Entry]:
    """What finds the one paper that a citation key or a DOI means; raises SelectionError unless it is one."""
    find = finder(entries)
    keys = [each.key for each in entries if each.key]

    def paper(key: str) -> Entry:
        found = find(key)
        if len(found) == 1:
            return found[0]
        if not found:
            hint = nearest(key, keys) or "`pubmd list` shows all keys"
            raise SelectionError(f"no entry has the key or DOI `{key}`; {hint}")
        places = ", ".join(str(each.place()) for each in found)
        raise SelectionError(
            f"`{key}` could mean {len(found)} papers: {places}; "
            "give them different citation keys, or name the paper by its DOI"
        )

    return paper


class Tagging:
    """What a site has, to judge requests by."""

    def __init__(self, build: Build, overrides: Overrides, settings: Settings) -> None:
        self._settings = settings
        self._topics = Topics(settings)
        self._venues = VenueList(settings.venues)
        self._exhibits = {id(entry): exhibit for entry, exhibit in build.exhibits}
        entries = [entry for entry, _ in build.exhibits]
        self._entry_of, find = paper_finder(entries), finder(entries)
        self._first: dict[int, Request] = {}  # of those that name one paper, by its entry
        self._overrides: dict[int, list[Override]] = {}
        for override in overrides.entries:
            for entry in find(override.key):
                self._overrides.setdefault(id(entry), []).append(override)

    def changes(self, requests: Sequence[Request]) -> tuple[list[OverrideChange], list[Mistake]]:
        """The changes that fulfil the requests, and all that is wrong with these.

        Where there is a mistake, nothing is to be written.
        """
        changes: list[OverrideChange] = []
        mistakes: list[Mistake] = []
        for number, request in enumerate(requests):
            told: list[str] = []
            entry = self._entry(request.key, told.append)
            first = self._first.setdefault(id(entry), request) if entry else request
            if first is request:
                changes += self._changes(request, entry, told.append)
            elif not _are_alike(first, request):
                told.append(
                    f"`{request.key}` is the paper that is called `{first.key}` already; "
                    "write all its topics into one line"
                )
            mistakes += [Mistake(number, message) for message in dict.fromkeys(told)]
        return changes, mistakes

    def _changes(
        self, request: Request, entry: Entry | None, tell: Callable[[str], None]
    ) -> list[OverrideChange]:
        overrides = self._overrides.get(id(entry), [])
        stale = {topic: self._stale(topic, overrides) for topic in request.remove}
        add = [self._page(topic, tell) for topic in request.add]
        remove = [None if stale[topic] else self._page(topic, tell) for topic in request.remove]
        for page in remove:
            if page and page in add:
                tell(f"the topic `{self._topics.name(page)}` is both added and taken away")
        fields = {name.lower(): text for name, text in request.fields.items()}
        key = overrides[-1].key if overrides else identity(request.key.strip())
        for name, text in fields.items():
            if name in _KINSHIP:
                tell(_by_hand(key, name, text, is_there=bool(overrides)))
            else:
                self._check_field(name, tell)
        if entry is None:
            return []
        drop: dict[str, list[str]] = {}
        for topic, keys in stale.items():
            for each in keys:
                drop.setdefault(each, []).append(topic)
        more = [
            topic
            for topic, page in zip(request.add, add, strict=True)
            if page and self._wants_more(page, entry, overrides, drop)
        ]
        less = [
            topic
            for topic, page in zip(request.remove, remove, strict=True)
            if page and self._wants_less(page, entry, overrides, drop)
        ]
        dropped = [OverrideChange(each, drop_topics=tuple(words)) for each, words in drop.items()]
        change = OverrideChange(key, fields, tuple(map(_spaced, more)), tuple(map(_spaced, less)))
        return [*dropped, *([change] if fields or more or less else [])]

    def _stale(self, topic: str, overrides: Sequence[Override]) -> list[str]:
        """The keys of the overrides that still give a topic which leads to no page any more."""
        if self._topics.pages_of(topic):
            return []
        word = topic_word(topic)
        return [each.key for each in overrides if word in map(topic_word, each.add_topics)]

    def _entry(self, key: str, tell: Callable[[str], None]) -> Entry | None:
        try:
            return self._entry_of(key)
        except SelectionError as failure:
            tell(str(failure))
            return None

    def _page(self, topic: str, tell: Callable[[str], None]) -> PageSettings | None:
        try:
            return page_of(topic, self._topics)
        except SelectionError as failure:
            tell(str(failure))
            return None

    def _check_field(self, name: str, tell: Callable[[str], None]) -> None:
        known = shown_fields(self._settings) | {"hidden"}
        if name == "topics":
            tell("`topics` is no field with one text; use --topic and --remove")
        elif name not in known:
            hint = nearest(name, known) or "a link of your own wants a label under `links` in bib/pubmd.yml"
            tell(f"no page shows a field `{name}`; {hint}")

    def _wants_more(
        self, page: PageSettings, entry: Entry, overrides: Sequence[Override], drop: dict[str, list[str]]
    ) -> bool:
        """Whether the overrides must add a topic for a paper to be on a page; `drop` gets what must go."""
        if page.path in self._exhibits[id(entry)].topics:
            return False
        for override in overrides:
            words = self._leading_to(page, override.remove_topics)
            if words:
                drop.setdefault(override.key, []).extend(words)
        added = [word for override in overrides for word in override.add_topics]
        return page not in self._own(entry) and not self._leading_to(page, added)

    def _wants_less(
        self, page: PageSettings, entry: Entry, overrides: Sequence[Override], drop: dict[str, list[str]]
    ) -> bool:
        """Whether the overrides must take a topic away, for a paper to leave a page."""
        for override in overrides:
            words = self._leading_to(page, override.add_topics)
            if words:
                drop.setdefault(override.key, []).extend(words)
        removed = [word for override in overrides for word in override.remove_topics]
        is_collected = bool(page.years) and page.path in self._exhibits[id(entry)].pages
        return (is_collected or page in self._own(entry)) and not self._leading_to(page, removed)

    def _own(self, entry: Entry) -> tuple[PageSettings, ...]:
        """The pages that an entry is on without the overrides."""
        return self._topics.assignment(entry.but(more_topics=(), less_topics=())).pages

    def _leading_to(self, page: PageSettings, words: Iterable[str]) -> list[str]:
        return [word for word in words if page in self._topics.pages_of(word)]

    def bad_fields(self, requests: Sequence[Request], after: Overrides) -> list[Mistake]:
        """What is wrong with what the requests set, such as a link that is none, as a page would show it."""
        by_key = {identity(each.key): each for each in after.entries}
        mistakes = []
        for number, request in enumerate(requests):
            names = [name.lower() for name, text in request.fields.items() if text]
            if names:
                amended_entry = self._amended(request, by_key)
                mistakes += [
                    Mistake(number, told) for name in names for told in self._bad(amended_entry, name)
                ]
        return mistakes

    @property
    def papers(self) -> int:
        """How many papers the requests have named."""
        return len(self._first)

    def hidden(self, after: Overrides) -> tuple[str, ...]:
        """The keys of papers that get topics and are kept off every page all the same."""
        by_key = {identity(each.key): each for each in after.entries}
        return tuple(
            each.key for each in self._first.values() if each.add and is_hidden(self._amended(each, by_key))
        )

    def _amended(self, request: Request, after: Mapping[str, Override]) -> Entry:
        """The entry of a request as the overrides leave it."""
        entry = self._entry_of(request.key)
        overrides = [after[name] for name in self._names(entry, request) if name in after]
        found, _ = amended(Papers.of([entry]), Overrides(tuple(overrides)))
        return found.entries[0]

    def _bad(self, entry: Entry, name: str) -> Iterator[str]:
        """What is wrong with one field of an entry, also where another one is shown in its stead."""
        fields = {each: text for each, text in entry.fields.items() if each == name or each not in PAPER}
        for problem in read_publication(entry.but(fields=fields), self._settings, self._venues)[1]:
            if problem.place == entry.place(name):
                yield f"{problem.message}; {problem.hint}"

    def _names(self, entry: Entry, request: Request) -> list[str]:
        names = [identity(each.key) for each in self._overrides.get(id(entry), [])]
        return names or [identity(self._first.get(id(entry), request).key.strip())]


def _are_alike(one: Request, other: Request) -> bool:
    """Whether two requests ask for the same."""
    return ({*one.add}, {*one.remove}, one.fields) == ({*other.add}, {*other.remove}, other.fields)


@dataclass(frozen=True, slots=True)
class TagPlan:
    """What requests come to: the new file, None where nothing changes; the changes in words; the mistakes.

    `hidden` are the keys, as they were given, of papers that get topics and are on no page all the same;
    `papers` is how many papers the requests name.
    """

    data: bytes | None
    told: str
    mistakes: tuple[Mistake, ...] = ()
    hidden: tuple[str, ...] = ()
    papers: int = 0


def tag_plan(build: Build, settings: Settings, data: bytes | None, requests: Sequence[Request]) -> TagPlan:
    """What fulfils the requests; `data` are the overrides as they are on disk, None where there are none.

    Raises OverridesTextError where the file cannot be read, or cannot be changed by a program.
    """
    text = text_of(data)
    before = changed(text, ()).before
    tagging = Tagging(build, before, settings)
    changes, mistakes = tagging.changes(requests)
    if mistakes:
        return TagPlan(None, "", tuple(mistakes))
    new = changed(text, changes)
    bad = tagging.bad_fields(requests, new.after)
    if bad:
        return TagPlan(None, "", tuple(bad))
    return TagPlan(
        new.text.encode() if new.text != text else None,
        changes_text(before, new.after),
        hidden=tagging.hidden(new.after),
        papers=tagging.papers,
    )


def _by_hand(key: str, name: str, text: str | None, *, is_there: bool) -> str:
    """How to say in the overrides that two papers are one, or are not, or to take that out again."""
    own = spelled(key, as_key=True)
    if not text:
        return f"`{name}` is written by hand: take it out of `{own}` in {OVERRIDES_FILE}"
    pair = f"{name}: {spelled(text)}"
    if is_there:
        return f"`{name}` is written by hand: add `{pair}` to `{own}` in {OVERRIDES_FILE}"
    return f"`{name}` is written by hand: write the line `{own}: {{{pair}}}` into {OVERRIDES_FILE}"


def _spaced(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def changes_text(before: Overrides, after: Overrides) -> str:
    """A line for each override that is another than before: `li23: + denoising, code = https://…`."""
    old = {identity(each.key): each for each in before.entries}
    new = {identity(each.key): each for each in after.entries}
    lines = []
    for name in {**new, **old}:
        told = _differences(old.get(name), new.get(name))
        if told:
            lines.append(_spaced(f"{(new.get(name) or old[name]).key}: {', '.join(told)}") + "\n")
    return "".join(lines)


def _differences(one: Override | None, other: Override | None) -> list[str]:
    before_added, after_added = ({*each.add_topics} if each else set() for each in (one, other))
    before_removed, after_removed = ({*each.remove_topics} if each else set() for each in (one, other))
    told = [f"+ {topic}" for topic in sorted((after_added - before_added) | (before_removed - after_removed))]
    told += [
        f"- {topic}" for topic in sorted((after_removed - before_removed) | (before_added - after_added))
    ]
    before = {name: text for name, (text, _) in one.fields.items()} if one else {}
    after = {name: text for name, (text, _) in other.fields.items()} if other else {}
    for name in {**after, **before}:
        if name not in after:
            told.append(f"{name} is the entry's own again")
        elif before.get(name) != after[name]:
            told.append(f"{name} = {after[name]}" if after[name] else f"{name} is taken away")
    return told
