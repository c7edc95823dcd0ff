"""Which fields of an entry a publication's edit changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pubmd.adoption.bibtex_text import address_value, bibtex_value
from pubmd.adoption.entry_fields import VENUE_FIELDS, field_for, link_address, venue_fields
from pubmd.adoption.hand_page import HandPublication
from pubmd.adoption.name_list import names_value
from pubmd.adoption.page_entry import PageLink
from pubmd.adoption.page_frame import BY_FORCE, not_carried
from pubmd.adoption.settings_text import scalar
from pubmd.adoption.shown_text import same_address
from pubmd.adoption.venue_line import VenueLine
from pubmd.config.settings import Settings
from pubmd.paper.library import Entry
from pubmd.paper.occasion import VENUES
from pubmd.paper.publication import PAPER
from pubmd.paper.venue import VenueList
from pubmd.problem import Problem
from pubmd.text.address import check_address, only_addresses
from pubmd.text.chunk import Text
from pubmd.text.prose import plain, read_prose

_OWN_PAPER = ("paper", "pdf", "url")  # of the fields that Paper is made of, those that are nothing but it


class FieldChanges:
    """Finds the fields that edits change, by the labels and venues of a configuration."""

    def __init__(self, settings: Settings) -> None:
        self._labels = {link.label.casefold(): link.field for link in settings.links}
        self._venues = VenueList(settings.venues)

    def of(
        self, path: str, new: HandPublication, old: HandPublication, entry: Entry
    ) -> tuple[dict[str, str], list[Problem]]:
        """The fields of an entry that are to change, and errors for what has no field; `path` is a page's."""
        fields: dict[str, str] = {}
        if new.title != old.title:
            fields["title"] = bibtex_value(new.title)
        if (new.authors, new.others) != (old.authors, old.others):
            fields["author"] = names_value(new.authors, others=new.others)
        if new.venue.text != old.venue.text:
            fields.update(self._venue(new.venue, entry))
        if new.venue.year != old.venue.year:
            fields["year"] = new.venue.year
        if new.venue.state != old.venue.state:
            fields["pubstate"] = bibtex_value((Text(new.venue.state),))
        if new.venue.tag != old.venue.tag:
            fields["tag"] = bibtex_value(new.venue.tag)
        if new.award.award != old.award.award:
            fields["award"] = bibtex_value(new.award.award)
        if new.award.note != old.award.note:
            fields["award_note"] = bibtex_value(new.award.note)
        if new.abstract != old.abstract:
            fields["abstract"] = bibtex_value(new.abstract, typed=True)
        if new.entry.id != old.entry.id and new.abstract:
            fields["abs_id"] = new.entry.id
        links, problems = self._links(path, new.entry.links, old.entry.links)
        fields.update(links)
        for name in [name for name, value in links.items() if not value and name == "paper"]:
            del fields[name]
            fields.update((each, "") for each in _OWN_PAPER if entry[each])
            left = next((each for each in PAPER if each not in _OWN_PAPER and entry[each]), "")
            if left:
                message = f"the link `Paper` was taken out, and `{entry.key}` has it from its `{left}`"
                hint = f"take `{left}` out of the entry if no such link is wanted, or put the link back"
                problems.append(not_carried(path, new.entry.first, message, hint))
        return {name: value for name, value in fields.items() if value != entry[name]}, problems

    def _venue(self, line: VenueLine, entry: Entry) -> dict[str, str]:
        """The field that makes the venue's line, changed where pubmd then shows the line as it was typed."""
        if entry["venue"]:
            return {"venue": bibtex_value((Text(line.text),))}
        made = next((each for each in VENUES if entry[each].strip() and not only_addresses(entry[each])), "")
        name = made or VENUE_FIELDS.get(entry.type, "howpublished")
        short = next((each for each in ("shortjournal", "abbr", "abbrv") if entry[each]), "")
        shown = self._venues.find(
            line.name,
            field=name,
            entry_type=entry.type,
            series=plain(read_prose(entry["series"])[0]),
            short=plain(read_prose(entry[short])[0]) if short else "",
            year=line.year,
        )
        if shown.text == line.text:
            return {name: bibtex_value((Text(line.name),))}
        found = venue_fields(line, entry.type, name, self._venues)
        if found is None or (short and short != "abbr"):
            return {"venue": bibtex_value((Text(line.text),))}
        return {**({"abbr": ""} if short else {}), **found}

    def links(self, path: str, links: Iterable[PageLink]) -> tuple[dict[str, str], list[Problem]]:
        """The fields of a new publication's links, and errors for those that no field makes."""
        return self._links(path, links, ())

    def _links(
        self, path: str, new: Iterable[PageLink], old: Iterable[PageLink]
    ) -> tuple[dict[str, str], list[Problem]]:
        fields: dict[str, str] = {}
        problems = []
        before, after = _by_label(old), _by_label(new)
        for label, link in after.items():
            was = before.get(label)
            url = link_address(link)
            if was and url and same_address(was.target, url):
                continue
            name = self._labels.get(label) or ("paper" if label == "pdf" else "")
            if not name:
                message = f"no field makes a link `{link.label}`"
                example = f"{field_for(link.label)}: {scalar(link.label)}"
                hint = f"name one under `links` in bib/pubmd.yml, such as `{example}`"
                problems.append(not_carried(path, link.line, message, hint))
            elif not url:
                message = f"the address of the link `{link.label}` {check_address(link.target)}"
                hint = f"write the whole address, with `https://` or, for a file of the site, `/`; {BY_FORCE}"
                problems.append(not_carried(path, link.line, message, hint))
            else:
                fields[name] = address_value(url)
        for label in before.keys() - after.keys():
            if name := self._labels.get(label, ""):
                fields.setdefault(name, "")
        return fields, problems


def _by_label(links: Iterable[PageLink]) -> Mapping[str, PageLink]:
    return {link.label.casefold(): link for link in links}
