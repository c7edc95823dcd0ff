"""Changes of fields, topics and entries, and the texts of the files that they are made in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pubmd.adoption.bib_edit import BibEdit, applied, field_edit
from pubmd.adoption.bibtex_text import bibtex_value, entry_text
from pubmd.adoption.collection import Paper
from pubmd.adoption.entry_fields import entry_fields
from pubmd.bibtex.source import Source
from pubmd.config.override_change import OverrideChange
from pubmd.config.overrides import OVERRIDES_FILE
from pubmd.config.overrides_text import changed_overrides
from pubmd.config.settings import PageSettings, Settings
from pubmd.paper.identifier import doi
from pubmd.paper.library import Entry
from pubmd.paper.venue import VenueList
from pubmd.problem import Place
from pubmd.topic import Topics


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A publication that no entry is of: its page, its links by their fields, and the entries around it.

    `above` and `below` have the nearest ones first; `topics` are those of further pages.
    """

    paper: Paper
    page: PageSettings
    links: Mapping[str, str]
    above: Sequence[Entry]
    below: Sequence[Entry]
    topics: Sequence[str] = ()


@dataclass(slots=True)
class SourceEdit:
    """What is to change in the sources, as it is collected; `done` says it to people.

    Fields and topics are by the entry's place among the objects of this process.
    """

    entries: dict[int, Entry] = field(default_factory=dict)
    fields: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    add_topics: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    remove_topics: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    new: list[NewEntry] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def change(self, entry: Entry, fields: Mapping[str, str]) -> None:
        """Give fields of an entry other values; an empty one takes the field out."""
        if fields:
            self.entries[id(entry)] = entry
            self.fields[id(entry)].update(fields)

    def add_topic(self, entry: Entry, topic: str) -> None:
        """Give an entry a topic."""
        self.entries[id(entry)] = entry
        if topic not in self.add_topics[id(entry)]:
            self.add_topics[id(entry)].append(topic)
            self.done.append(f"`{entry.key}` gets the topic `{topic}`")

    def remove_topic(self, entry: Entry, topic: str, *, is_left: bool) -> None:
        """Take a topic away from an entry; `is_left` where another page has it still."""
        self.entries[id(entry)] = entry
        if topic not in self.remove_topics[id(entry)]:
            self.remove_topics[id(entry)].append(topic)
            where = "no longer on the page" if is_left else "on no page any more"
            self.done.append(f"`{entry.key}` is {where}: `-{topic}` in {OVERRIDES_FILE}")


class SourceEditor:
    """Makes the files of changes: each field where it belongs, and every other byte as it was."""

    def __init__(
        self, settings: Settings, sources: Iterable[Source], overrides_text: str, keys: Iterable[str]
    ) -> None:
        self._settings = settings
        self._sources = {source.file: source for source in sources}
        self._overrides_text = overrides_text
        self._keys = {key.casefold() for key in keys}
        self._topics = Topics(settings)
        self._venues = VenueList(settings.venues)

    def files(self, edit: SourceEdit) -> tuple[dict[str, str], tuple[str, ...]]:
        """The texts of the files that change, by path, and what was done.

        Raises Stumble for an entry that is written in a way of its own, and OverridesTextError.
        """
        edits: dict[str, list[BibEdit]] = defaultdict(list)
        changes: list[OverrideChange] = []
        done = list(edit.done)
        for number, fields in edit.fields.items():
            entry = edit.entries[number]
            override = {}
            for name, value in fields.items():
                if self._is_in_bib(entry, name):
                    made = field_edit(entry.raw, name, value)
                    if made:
                        edits[entry.raw.source.file].append(made)
                        done.append(f"{entry.raw.source.file}: `{name}` of `{entry.key}`")
                else:
                    override[name] = value
                    done.append(f"{OVERRIDES_FILE}: `{name}` of `{entry.key}`")
            if override:
                changes.append(OverrideChange(_name(entry), override))
        for number, topics in edit.add_topics.items():
            changes.append(OverrideChange(_name(edit.entries[number]), add_topics=tuple(topics)))
        for number, topics in edit.remove_topics.items():
            changes.append(OverrideChange(_name(edit.entries[number]), remove_topics=tuple(topics)))
        files: dict[str, str] = {}
        keys = set(self._keys)
        done += [self._new_entry(each, keys, edits, files) for each in edit.new]
        for file, of_file in edits.items():
            files[file] = applied(self._sources[file].text, of_file)
        if changes:
            files[OVERRIDES_FILE] = changed_overrides(self._overrides_text, changes)
        return files, tuple(done)

    def _is_in_bib(self, entry: Entry, name: str) -> bool:
        """Whether a field belongs into the entry's own file: no override has it, and no export is that file.

        Files that are named after a page, as `pubmd import` writes them, and its `…-papers.bib` are a lab's
        own.
        """
        if entry.places.get(name, Place("")).file == OVERRIDES_FILE:
            return False
        file = entry.raw.source.file
        return bool(self._topics.named_by(file)) or file.endswith("-papers.bib")

    def _new_entry(
        self, new: NewEntry, keys: set[str], edits: dict[str, list[BibEdit]], files: dict[str, str]
    ) -> str:
        """Put a new publication into its page's own file, beside what is next to it there; says so."""
        page = new.page
        named = [file for file in self._sources if page in self._topics.named_by(file)]
        is_alone = sum(each.id.casefold() == page.id.casefold() for each in self._settings.pages) == 1
        made = f"bib/{page.id}.bib" if is_alone else f"bib/{page.section}/{page.id}.bib"
        file = named[0] if named else made
        text = self._text(new, keys)
        old = self._sources[file].text if file in self._sources else ""
        below, above = (
            next((entry.raw for entry in entries if entry.raw.source.file == file), None)
            for entries in (new.below[:1], new.above[:1])
        )
        if below:
            edits[file].append(BibEdit(below.start, below.start, f"{text}\n"))
        elif above:
            edits[file].append(BibEdit(above.end, above.end, f"\n\n{text.rstrip()}"))
        elif old:
            lead = "" if old.endswith("\n\n") else "\n" if old.endswith("\n") else "\n\n"
            edits[file].append(BibEdit(len(old), len(old), f"{lead}{text}"))
        else:
            files[file] = f"{files[file]}\n{text}" if file in files else text
        return f"{file}: `{new.paper.key}` is new"

    def _text(self, new: NewEntry, keys: set[str]) -> str:
        publication, paper = new.paper.taken, new.paper
        type_, fields = entry_fields(publication, new.links, self._venues)
        while paper.key.casefold() in keys:
            paper.key += "a"
        keys.add(paper.key.casefold())
        if publication.entry.id and publication.entry.id != paper.key and publication.abstract:
            fields["abs_id"] = publication.entry.id
        if new.topics:
            fields["topics"] = ", ".join(new.topics)
        if publication.abstract:
            fields["abstract"] = bibtex_value(publication.abstract, typed=True)
        return entry_text(type_, paper.key, fields)


def _name(entry: Entry) -> str:
    """What the overrides call an entry."""
    return entry.key or doi(entry)
