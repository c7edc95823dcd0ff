"""An edit of a page that pubmd wrote, carried into the sources, so that a sync gives it back.

The page is read as it is and as pubmd would write it; each publication's parts are compared. What differs
becomes fields: in the `.bib` where no export will overwrite it, else in the overrides. Whether that was right
is not believed but tried: the pages are built from the changed sources, and the edited one is compared with
what comes out. Where that is not what was edited, nothing changes, and what stands in the way is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pubmd.adoption.bib_edit import BibEdit, applied, field_edit
from pubmd.adoption.bibtex_text import address_value, bibtex_value, entry_text
from pubmd.adoption.collection import Paper, papers_of
from pubmd.adoption.comparison import Comparison
from pubmd.adoption.entry_fields import Labels, entry_fields, link_address
from pubmd.adoption.hand_page import HandPage, HandPublication, read_page
from pubmd.adoption.name_list import names_value
from pubmd.adoption.round_trip import compared
from pubmd.adoption.shown_text import same_address
from pubmd.bibtex.grammar import Stumble
from pubmd.bibtex.source import Source
from pubmd.build import Build, build
from pubmd.config.override_change import OverrideChange
from pubmd.config.overrides import Overrides, read_overrides
from pubmd.config.overrides_text import OverridesTextError, changed_overrides
from pubmd.config.settings import PageSettings, Settings
from pubmd.paper.library import Entry
from pubmd.paper.publication import Publication, read_publication
from pubmd.paper.venue import VenueList
from pubmd.problem import Place, Problem, error
from pubmd.text.chunk import Text
from pubmd.text.prose import plain
from pubmd.topic import Topics

OVERRIDES_FILE = "bib/overrides.yml"
# What a sync would undo: these mends are no mends where pubmd wrote the page before the edit.
_UNDONE = frozenset(("order", "moved", "navigation", "heading", "front-matter", "permalink", "link-order"))
_PAPER_FIELDS = ("paper", "pdf", "url")


@dataclass(frozen=True, slots=True)
class Carried:
    """What an edit becomes: the texts of the files that change, what was done, and what could not be carried.

    Where there are errors among the problems no file changes. `comparison` is the edited page against the
    one that the changed sources give.
    """

    files: dict[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    comparison: Comparison | None = None


@dataclass(slots=True)
class _Changes:
    """Changes as they are collected: of fields by entry, of topics, of files."""

    fields: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    entries: dict[int, Entry] = field(default_factory=dict)
    add_topics: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    remove_topics: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    new: list[tuple[HandPublication, Entry | None]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)


def carried(
    path: str,
    text: str,
    settings: Settings,
    sources: Sequence[Source],
    overrides: Overrides,
    overrides_text: str,
) -> Carried:
    """Carry the edits of one page into the sources. Never raises for what page and sources hold.

    `path` is the page's, `text` its text as it is now; `overrides` are what `overrides_text` says.
    """
    page = next((each for each in settings.pages if each.path == path), None)
    if page is None:
        return Carried(problems=(_refused(path, 0, "no page of the configuration has this path"),))
    built = build(settings, sources, overrides)
    generated = next(each.text for each in built.pages if each.path == path)
    edited, before = read_page(path, text), read_page(path, generated)
    if edited.problems or edited.leftovers:
        stands = [
            _refused(path, each.line, f"this is not understood: `{each.text[:60]}`")
            for each in edited.leftovers
        ]
        return Carried(problems=(*edited.problems, *stands))
    shown = _publications(built, settings)
    publications = shown.get(path, ())
    if len(publications) != len(before.publications):
        return Carried(
            problems=(_refused(path, 0, "the page that the sources give is not understood itself"),)
        )
    editor = _Editor(page, settings, sources, overrides, overrides_text, shown)
    return editor.carry(edited, before, publications)


def _publications(built: Build, settings: Settings) -> dict[str, tuple[Publication, ...]]:
    """The publications of each page, by its path, in its order."""
    venues = VenueList(settings.venues)
    return {
        path: tuple(read_publication(entry, settings, venues)[0] for entry in entries)
        for path, entries in built.papers.items()
    }


class _Editor:
    """Carries the edits of one page."""

    def __init__(
        self,
        page: PageSettings,
        settings: Settings,
        sources: Sequence[Source],
        overrides: Overrides,
        overrides_text: str,
        shown: Mapping[str, tuple[Publication, ...]],
    ) -> None:
        self.page = page
        self.settings = settings
        self.sources = {source.file: source for source in sources}
        self.overrides = overrides
        self.overrides_text = overrides_text
        self.shown = shown
        self.topics = Topics(settings)
        self.labels = {link.label.casefold(): link.field for link in settings.links}
        self.venues = VenueList(settings.venues)
        self.changes = _Changes()

    def carry(self, edited: HandPage, before: HandPage, publications: Sequence[Publication]) -> Carried:
        pairs = _pairs(edited.publications, before.publications)
        paired = {other for other in pairs if other is not None}
        problems = []
        for at, other in enumerate(pairs):
            publication = edited.publications[at]
            if other is None:
                following = next(
                    (pairs[later] for later in range(at + 1, len(pairs)) if pairs[later] is not None), None
                )
                self._add(publication, publications[following].entry if following is not None else None)
            else:
                problems += self._compare(publication, before.publications[other], publications[other].entry)
        for at, shown in enumerate(publications):
            if at not in paired:
                self._remove(shown.entry)
        if problems:
            return Carried(problems=tuple(problems))
        try:
            files = self._files(edited)
        except OverridesTextError as failure:
            return Carried(problems=(_refused(self.page.path, 0, str(failure)),))
        except Stumble:
            return Carried(problems=(_refused(self.page.path, 0, "an entry is written in an unusual way"),))
        return self._tried(edited, files)

    def _tried(self, edited: HandPage, files: dict[str, str]) -> Carried:
        """Build the pages of the changed sources, and look whether the page is the edited one."""
        path = self.page.path
        sources = {
            **self.sources,
            **{file: Source(file, text) for file, text in files.items() if file.endswith(".bib")},
        }
        overrides = self.overrides
        problems: tuple[Problem, ...] = ()
        if OVERRIDES_FILE in files:
            read, problems = read_overrides(OVERRIDES_FILE, files[OVERRIDES_FILE])
            overrides = read or overrides
        built = build(self.settings, list(sources.values()), overrides)
        errors = [each for each in (*problems, *built.problems) if each.is_error]
        if errors:
            found = [
                _refused(path, 0, f"the sources would not be right: {each.message}") for each in errors[:5]
            ]
            return Carried(problems=tuple(found))
        output = next(each.text for each in built.pages if each.path == path)
        papers = papers_of([edited])
        comparison = compared(edited, output, papers, Labels(edited.publications))
        wrong = [
            _refused(
                path,
                max(1, each.first),
                f"this cannot be carried over [{', '.join(each.mends) or 'difference'}]",
            )
            for each in comparison.differences
            if not each.mends or _UNDONE.intersection(each.mends)
        ]
        wrong += [_refused(path, line, f"`{words}` would be lost") for line, words in comparison.lost]
        if wrong:
            return Carried(problems=tuple(wrong), comparison=comparison)
        return Carried(files, tuple(self.changes.done), tuple(comparison.problems()), comparison)

    # --- what changed

    def _compare(self, new: HandPublication, old: HandPublication, entry: Entry) -> list[Problem]:
        """Note the fields of an entry that have changed; gives what has no field."""
        fields: dict[str, str] = {}
        if plain(new.title) != plain(old.title) or new.title != old.title:
            fields["title"] = bibtex_value(new.title)
        if new.authors != old.authors or new.others != old.others:
            fields["author"] = names_value(new.authors, others=new.others)
        if new.venue.text != old.venue.text:
            fields.update(self._venue(new, entry))
        if new.venue.year != old.venue.year:
            fields["year"] = new.venue.year
        if new.venue.state != old.venue.state:
            fields["pubstate"] = bibtex_value((Text(new.venue.state),))
        if new.venue.tag != old.venue.tag:
            fields["tag"] = bibtex_value(new.venue.tag)
        if new.award != old.award:
            fields["award"] = bibtex_value(new.award.award)
            fields["award_note"] = bibtex_value(new.award.note)
        if new.abstract != old.abstract:
            fields["abstract"] = bibtex_value(new.abstract, typed=True)
        if new.entry.id != old.entry.id and new.abstract:
            fields["abs_id"] = new.entry.id
        problems = self._links(new, old, entry, fields)
        fields = {name: value for name, value in fields.items() if value != entry[name]}
        if fields:
            self.changes.entries[id(entry)] = entry
            self.changes.fields[id(entry)].update(fields)
        return problems

    def _venue(self, new: HandPublication, entry: Entry) -> dict[str, str]:
        """The venue's name in the field that has it now, where pubmd then shows it as it was typed."""
        line = new.venue
        name = next((each for each in ("booktitle", "journal", "howpublished") if entry[each]), "")
        if name and self.venues.find(line.name, year=line.year).text == line.text:
            return {name: bibtex_value((Text(line.name),)), **({"venue": ""} if entry["venue"] else {})}
        return {"venue": bibtex_value((Text(line.text),))}

    def _links(
        self, new: HandPublication, old: HandPublication, entry: Entry, fields: dict[str, str]
    ) -> list[Problem]:
        problems = []
        before = {link.label.casefold(): link for link in old.entry.links}
        after = {link.label.casefold(): link for link in new.entry.links}
        for label, link in after.items():
            was = before.get(label)
            url = link_address(link)
            if was and url and same_address(was.target, url):
                continue
            name = self.labels.get(label) or ("paper" if label == "pdf" else "")
            if not name:
                message = f"no field makes a link `{link.label}`"
                example = f"{label.replace(' ', '_')}: {link.label}"
                hint = f"name one under `links` in bib/pubmd.yml, such as `{example}`"
                problems.append(_refused(self.page.path, link.line, message, hint))
            elif not url:
                problems.append(_refused(self.page.path, link.line, f"the link `{link.label}` leads nowhere"))
            else:
                fields[name] = address_value(url)
        for label in before.keys() - after.keys():
            name = self.labels.get(label, "")
            names = [each for each in _PAPER_FIELDS if entry[each]] if name == "paper" else [name]
            fields.update((each, "") for each in names)
        return problems

    def _add(self, publication: HandPublication, following: Entry | None) -> None:
        """A publication that the page did not have: one that another page has, or a new one."""
        known = [
            each.entry
            for papers in self.shown.values()
            for each in papers
            if _identity(each) == publication.identity and publication.identity[0]
        ]
        if known:
            topic = self._topic()
            self.changes.add_topics[known[0].key].append(topic)
            self.changes.done.append(f"`{known[0].key}` gets the topic `{topic}`")
        else:
            self.changes.new.append((publication, following))

    def _remove(self, entry: Entry) -> None:
        topic = self._topic()
        self.changes.remove_topics[entry.key].append(topic)
        self.changes.done.append(f"`{entry.key}` is no longer on the page: `-{topic}` in {OVERRIDES_FILE}")

    def _topic(self) -> str:
        """A topic that leads to the page alone."""
        word = self.page.keywords[0]
        others = [page for page in self.settings.pages if page is not self.page]
        taken = {keyword.casefold() for page in others for keyword in page.keywords}
        return f"{self.page.section}/{word}" if word.casefold() in taken else word

    # --- the files

    def _files(self, edited: HandPage) -> dict[str, str]:
        edits: dict[str, list[BibEdit]] = defaultdict(list)
        changes: list[OverrideChange] = []
        for number, fields in self.changes.fields.items():
            entry = self.changes.entries[number]
            override = {}
            for name, value in fields.items():
                if self._is_in_bib(entry, name):
                    edit = field_edit(entry.raw, name, value)
                    if edit:
                        edits[entry.raw.source.file].append(edit)
                        self.changes.done.append(f"{entry.raw.source.file}: `{name}` of `{entry.key}`")
                else:
                    override[name] = value
                    self.changes.done.append(f"{OVERRIDES_FILE}: `{name}` of `{entry.key}`")
            if override:
                changes.append(OverrideChange(entry.key, override))
        for key, topics in self.changes.add_topics.items():
            changes.append(OverrideChange(key, add_topics=tuple(topics)))
        for key, topics in self.changes.remove_topics.items():
            changes.append(OverrideChange(key, remove_topics=tuple(topics)))
        files: dict[str, str] = {}
        self._new_entries(edited, edits, files)
        for file, of_file in edits.items():
            files[file] = applied(self.sources[file].text, of_file)
        if changes:
            files[OVERRIDES_FILE] = changed_overrides(self.overrides_text, changes)
        return files

    def _is_in_bib(self, entry: Entry, name: str) -> bool:
        """Whether a field belongs into the entry's own file: no override has it, and no export is that file.

        Files that are named after a page, as `pubmd import` writes them, and its `…-papers.bib` are a lab's
        own.
        """
        if entry.places.get(name, Place("")).file == OVERRIDES_FILE:
            return False
        file = entry.raw.source.file
        return bool(self.topics.named_by(file)) or file.endswith("-papers.bib")

    def _new_entries(self, edited: HandPage, edits: dict[str, list[BibEdit]], files: dict[str, str]) -> None:
        """Put new publications into the page's own file, in front of what follows them there."""
        if not self.changes.new:
            return
        named = [file for file in self.sources if self.page in self.topics.named_by(file)]
        is_alone = sum(page.id.casefold() == self.page.id.casefold() for page in self.settings.pages) == 1
        made = f"bib/{self.page.id}.bib" if is_alone else f"bib/{self.page.section}/{self.page.id}.bib"
        file = named[0] if named else made
        labels = Labels([])
        labels.own = {link.field: link.label for link in self.settings.links}
        keys = {
            entry.key.casefold()
            for papers in self.shown.values()
            for entry in (each.entry for each in papers)
        }
        papers = papers_of([edited])
        venues = VenueList(self.settings.venues)
        for publication, following in self.changes.new:
            paper = next(each for each in papers if each.taken is publication)
            text = self._new_entry(publication, paper, venues, keys)
            self.changes.done.append(f"{file}: `{paper.key}` is new")
            old = self.sources[file].text if file in self.sources else ""
            if following is not None and following.raw.source.file == file:
                at = following.raw.start
                edits[file].append(BibEdit(at, at, f"{text}\n"))
            elif old:
                lead = "" if old.endswith("\n\n") else "\n" if old.endswith("\n") else "\n\n"
                edits[file].append(BibEdit(len(old), len(old), f"{lead}{text}"))
            else:
                files[file] = f"{files[file]}\n{text}" if file in files else text

    def _new_entry(
        self, publication: HandPublication, paper: Paper, venues: VenueList, keys: set[str]
    ) -> str:
        links = {}
        for link in publication.entry.links:
            name = self.labels.get(link.label.casefold()) or (
                "paper" if link.label.casefold() == "pdf" else ""
            )
            url = link_address(link)
            if name and url:
                links[name] = url
        type_, fields = entry_fields(publication, links, venues)
        while paper.key.casefold() in keys:
            paper.key += "a"
        keys.add(paper.key.casefold())
        if publication.entry.id and publication.entry.id != paper.key and publication.abstract:
            fields["abs_id"] = publication.entry.id
        if publication.abstract:
            fields["abstract"] = bibtex_value(publication.abstract, typed=True)
        return entry_text(type_, paper.key, fields)


def _identity(publication: Publication) -> tuple[str, str]:
    """What a publication of the sources is compared by, as `HandPublication.identity`."""
    letters = "".join(char for char in plain(publication.title).casefold() if char.isalnum() or char == "_")
    return letters, publication.year


def _pairs(new: Sequence[HandPublication], old: Sequence[HandPublication]) -> list[int | None]:
    """For each publication the one that it was: by its title, its abstract's id, a link, or its authors."""
    left = dict.fromkeys(range(len(old)))
    pairs: list[int | None] = [None] * len(new)
    signs = (
        lambda each: each.identity[0],
        lambda each: each.entry.id,
        lambda each: next((link.target for link in each.entry.links), ""),
        lambda each: (str(each.authors), each.venue.text, each.venue.year) if each.authors else "",
    )
    for sign in signs:
        known: dict[object, list[int]] = defaultdict(list)
        for at in left:
            if sign(old[at]):
                known[sign(old[at])].append(at)
        for at, publication in enumerate(new):
            found = known.get(sign(publication)) if pairs[at] is None and sign(publication) else None
            if found:
                pairs[at] = found.pop(0)
                del left[pairs[at]]  # type: ignore[arg-type]
    return pairs


def _refused(path: str, line: int, message: str, hint: str = "") -> Problem:
    place = Place(path, line, 1) if line else Place(path)
    return error("import-not-carried", place, message, hint or "make this change in the sources, by hand")
