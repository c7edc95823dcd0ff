"""A publication as a page shows it: an entry's fields read as names, venue, links and text."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

from pubmd.config.settings import Settings
from pubmd.paper.identifier import arxiv_id
from pubmd.paper.library import Entry
from pubmd.paper.link import read_links
from pubmd.paper.occasion import VENUES, year
from pubmd.paper.person import read_names
from pubmd.paper.venue import VenueList
from pubmd.problem import Problem, error, warning
from pubmd.regex import regex
from pubmd.text.address import only_addresses
from pubmd.text.prose import Chunk, Finding, Prose, Text, plain, read_prose

_SHOWN = (
    *("title", "author", "editor", "venue", "series", "year", "date", "pubstate", "tag", "award"),
    *("award_note", "abstract", "abs_id", "pdf", "url", "doi", "eprint", "hidden"),
)
# The fields that Paper may be made of, the first that is usable.
PAPER = ("paper", "pdf", "url", "doi", "eprint")
_AS_GOOD = {
    "paper": PAPER,
    "author": ("author", "editor"),
    "year": ("year", "date"),
    "venue": ("venue", *VENUES),
}
_ABBREVIATION = regex(r".*\(([^()]{2,20})\)")
# biblatex's values of `pubstate`, as people write them.
_STATES = {
    "inpreparation": "In Preparation",
    "submitted": "Submitted",
    "forthcoming": "Forthcoming",
    "inpress": "In Press",
    "prepublished": "Prepublished",
}
_DATE = regex(r"\d{4}-\d\d")
_TRUE = frozenset(("true", "yes", "1"))
_ReadProse = Callable[[str], tuple[Prose, tuple[Finding, ...]]]


class Publication(NamedTuple):
    """All that a page shows of a paper.

    `unlisted_venue` is the venue's name, where no list has it, and the field that holds it; `links` are pairs
    of a label and an address; `anchor` is the id that was asked for, the citation key where none was, and
    `anchor_is_set` tells the two apart. Prose that is empty is not shown.
    """

    entry: Entry
    title: Prose
    authors: Prose
    venue: Prose
    unlisted_venue: tuple[str, str] | None
    year: str
    tag: Prose
    award: Prose
    award_note: Prose
    links: tuple[tuple[str, str], ...]
    abstract: Prose
    anchor: str
    anchor_is_set: bool


class Heading(NamedTuple):
    """What people know a paper by, as read text; `venue` is its abbreviation, else its name."""

    title: str
    authors: str
    venue: str
    year: str


def shown_fields(settings: Settings) -> frozenset[str]:
    """The fields that can reach a page."""
    links = (link.field for link in settings.links)
    return frozenset((*_SHOWN, *VENUES, *links, *settings.topics_from))


def lacks(entry: Entry, name: str) -> bool:
    """Whether an entry has nothing in a field, nor in one that is as good: a `doi` will do for `paper`."""
    return not any(entry[each].strip("{} ") for each in _AS_GOOD.get(name, (name,)))


def is_hidden(entry: Entry) -> bool:
    """Whether the entry says that it is to be on no page."""
    return entry["hidden"].strip("{} ").lower() in _TRUE


def read_publication(
    entry: Entry, settings: Settings, venues: VenueList
) -> tuple[Publication, tuple[Problem, ...]]:
    """The publication of an entry that is on a page, and what is wrong with its content."""
    reader = _Reader(entry, settings, venues)
    publication = reader.read()
    return publication, tuple(reader.problems)


def read_heading(entry: Entry, settings: Settings, venues: VenueList) -> Heading:
    """What people know an entry by, whether it is on a page or not."""
    return _Reader(entry, settings, venues).heading()


class _Reader:
    def __init__(self, entry: Entry, settings: Settings, venues: VenueList) -> None:
        self.entry = entry
        self.fields = entry.fields
        self.settings = settings
        self.venues = venues
        self.problems: list[Problem] = []
        self.unlisted_venue: tuple[str, str] | None = None
        self._shown_year: str | None = None

    def heading(self) -> Heading:
        """What people know the paper by."""
        name = plain(self._often("venue") or self._listed_venue())
        abbreviation = _ABBREVIATION.fullmatch(name)
        return Heading(
            title=plain(self._prose("title")),
            authors=plain(self._authors()),
            venue=abbreviation[1] if abbreviation else name,
            year=self._year(),
        )

    def read(self) -> Publication:
        entry = self.entry
        self._check()
        wanted = entry["abs_id"].strip()
        return Publication(
            entry,
            title=self._title(),
            authors=self._authors(),
            venue=self._venue_line(),
            unlisted_venue=self.unlisted_venue,
            year=self._year(),
            tag=self._prose("tag"),
            award=self._prose("award"),
            award_note=self._prose("award_note"),
            links=self._links(),
            abstract=self._prose("abstract", partial(read_prose, typed=True)),
            anchor=wanted or entry.key or plain(read_prose(entry["title"])[0]),
            anchor_is_set=bool(wanted),
        )

    def _check(self) -> None:
        entry = self.entry
        if not entry.key:
            hint = "give it one: the abstract's address on the page is made of it"
            self._warn("missing-key", "", "this entry has no citation key", hint)
        for name in entry.raw.repeated:
            message = f"`{entry.key}` has the field `{name}` twice; the first counts"
            self._warn("duplicate-field", name, message, "take one of the two out")
        for name, macro in entry.undefined:
            if name not in shown_fields(self.settings):
                continue
            message = f"no `@string` defines `{macro}`, which `{name}` of `{entry.key}` uses"
            self._warn("undefined-string", name, message, "put the value in braces, or define the macro")
        for key in entry.lost:
            message = f"`{entry.key}` inherits from `{key}`, which no entry is called"
            self._warn("missing-crossref", "crossref", message, "add that entry, or take the field out")

    def _warn(self, code: str, name: str, message: str, hint: str = "") -> None:
        self.problems.append(warning(code, self.entry.place(name), message, hint))

    def _prose(self, name: str, read: _ReadProse = read_prose) -> Prose:
        value = self.fields.get(name)
        if not value:
            return ()
        prose, findings = read(value)
        self._tell(name, findings)
        return prose

    def _often(self, name: str) -> Prose:
        """The prose of a field that many entries have alike."""
        return self._prose(name, _read_often)

    def _tell(self, name: str, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            place = self.entry.place(name, finding.offset)
            self.problems.append(warning(finding.code, place, finding.message, finding.hint))

    def _title(self) -> Prose:
        title = self._prose("title")
        if not plain(title).strip():
            who = f"`{self.entry.key}`" if self.entry.key else "this entry"
            message = f"{who} has no title"
            self.problems.append(error("missing-title", self.entry.place(), message, "add a `title` field"))
        return title

    def _authors(self) -> Prose:
        name = "author" if self.entry["author"].strip() else "editor"
        if not self.entry[name].strip():
            return ()
        names = read_names(self.entry[name])
        self._tell(name, names.findings)
        return names.line

    def _year(self) -> str:
        """The year as it is shown: read once, and told of once."""
        if self._shown_year is None:
            value = self.entry["year"].strip("{} ")
            if value and not _DATE.match(value):
                self._shown_year = plain(self._often("year"))
            else:
                self._shown_year = year(self.entry)
        return self._shown_year

    def _venue_line(self) -> Prose:
        """The venue, the year, and the state of publication, joined by commas."""
        venue = self._often("venue") or self._listed_venue()
        if not plain(venue).strip():
            hint = "add `booktitle`, `journal` or `venue`"
            self._warn("missing-venue", "", f"`{self.entry.key}` has no venue", hint)
        shown_year = self._year()
        if not shown_year:
            self._warn("missing-year", "", f"`{self.entry.key}` has no year", "add a `year` field")
        parts = [venue] if venue else []
        if shown_year:
            parts.append((Text(shown_year),))
        if state := self._state():
            parts.append(state)
        return _joined(parts)

    def _state(self) -> Prose:
        value = self.fields.get("pubstate")
        if not value:
            return ()
        known = _STATES.get(value.strip("{} ").lower())
        return (Text(known),) if known else self._often("pubstate")

    def _listed_venue(self) -> Prose:
        fields = self.fields
        for name in VENUES:
            value = fields.get(name)
            if value and value.strip() and not only_addresses(value):
                prose = self._often(name)
                venue = self.venues.find(
                    plain(prose),
                    field=name,
                    entry_type=self.entry.type,
                    series=_text(fields.get("series")),
                    short=_text(fields.get("shortjournal") or fields.get("abbr") or fields.get("abbrv")),
                    year=year(self.entry),
                )
                if not venue.listed:
                    self.unlisted_venue = (venue.name, name)
                return (Text(venue.text),) if venue.text else prose
        if arxiv_id(self.entry):
            return (Text(self.venues.find("arXiv").text),)
        return ()

    def _links(self) -> tuple[tuple[str, str], ...]:
        links, problems = read_links(self.entry, self.settings.links)
        self.problems.extend(problems)
        return links


def _text(latex: str | None) -> str:
    """What a reader sees of a field that many entries have alike; nothing where there is none."""
    return plain(_read_often(latex)[0]) if latex else ""


def _joined(parts: list[Prose]) -> Prose:
    """The parts, with commas between them; texts that touch become one."""
    chunks: list[Chunk] = []
    text = ""
    for part in parts:
        if chunks or text:
            text += ", "
        for chunk in part:
            if isinstance(chunk, Text):
                text += chunk.text
            else:
                chunks += (Text(text), chunk) if text else (chunk,)
                text = ""
    return (*chunks, Text(text)) if text else tuple(chunks)


@lru_cache(maxsize=1 << 12)
def _read_often(latex: str) -> tuple[Prose, tuple[Finding, ...]]:
    """What `read_prose` says of a text that many entries have: a venue, a year."""
    return read_prose(latex)
