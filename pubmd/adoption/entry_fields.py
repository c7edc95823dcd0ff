"""A publication of a hand-written page as the type and the fields of a BibTeX entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from pubmd.adoption.bibtex_text import address_value, bibtex_value
from pubmd.adoption.hand_page import HandPublication
from pubmd.adoption.link_target import address
from pubmd.adoption.name_list import names_value
from pubmd.adoption.page_entry import PageLink
from pubmd.adoption.venue_line import VenueLine
from pubmd.config.link_field import SHIPPED, may_be_link
from pubmd.paper.publication import PAPER
from pubmd.paper.venue import Venue, VenueList
from pubmd.paper.venue_index import Index
from pubmd.text.chunk import Text
from pubmd.text.prose import plain

_EVENT = re.compile(
    r"\b(?:conference|workshops?|symposium|proceedings|advances in|congress|meeting|challenge)\b", re.I
)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|letters|magazine|review|annals|nature|science|express|communications)\b", re.I
)
_ARCHIVE = re.compile(r"\b\w*rxiv\b|\bpreprint\b", re.IGNORECASE)
_THESIS = re.compile(r"\b(?:thesis|dissertation)\b", re.IGNORECASE)
_ARXIV_LINK = re.compile(r"https://arxiv\.org/abs/(\d{4}\.\d{4,5})")
_MOST_VENUES = 200


class Labels:
    """Which field holds the link of a label, for all pages; `own` is what the configuration needs."""

    def __init__(self, publications: Iterable[HandPublication]) -> None:
        entries = [each.entry for each in publications if not each.is_hidden]
        seen = Counter(_plain(link.label) for entry in entries for link in entry.links)
        together = any({"PDF", "Paper"} <= {_plain(link.label) for link in entry.links} for entry in entries)
        self.own: dict[str, str] = {}
        self._fields = {label.casefold(): name for name, label in SHIPPED.items()}
        pdf = next((label for label in seen if label.casefold() == "pdf"), "")
        if pdf and not seen["Paper"]:
            self.own["paper"] = pdf
            self._fields["pdf"] = "paper"
        elif pdf and not together:
            self._fields["pdf"] = "paper"
        for label in seen:
            self._name(label, seen)

    def _name(self, label: str, seen: Counter[str]) -> str:
        """The field for a label, a new one where no other has it."""
        known = self._fields.get(label.casefold())
        if known:
            return known
        slug = re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:40]
        slug = slug if slug[:1].isalpha() else f"link_{slug}".rstrip("_")
        name, number = slug, 1
        while (
            not may_be_link(name)
            or name in PAPER
            or name in self.own
            or (name in SHIPPED and seen[SHIPPED[name]])
        ):
            number += 1
            name = f"{slug}_link" if number == 2 else f"{slug}_{number}"
        self.own[name] = label
        self._fields[label.casefold()] = name
        return name

    def fields(self, links: Sequence[PageLink]) -> dict[str, str]:
        """A publication's links by their fields; of two with one label the second gets another field.

        A link that no page may have is left out.
        """
        found: dict[str, str] = {}
        for link in links:
            url = link_address(link)
            if not url:
                continue
            label = _plain(link.label)
            name, number = self._name(label, Counter()), 1
            base = name
            while name in found:
                number += 1
                name = f"{base}_{number}"
                if name not in self.own:
                    self.own[name] = self.own.get(base) or SHIPPED.get(base, label)
            found[name] = url
        return found

    def label(self, label: str) -> str:
        """What pubmd shows in place of a label."""
        name = self._fields.get(label.casefold(), "")
        return self.own.get(name) or SHIPPED.get(name, label)


def field_for(label: str) -> str:
    """The name of a field that may hold the links of a label, as `pubmd import` names it."""
    return Labels(())._name(label, Counter())


def link_address(link: PageLink) -> str:
    """The address of a link; empty where it leads nowhere that a page may lead to."""
    return address(link.target)


def _plain(label: str) -> str:
    from pubmd.adoption.shown_text import from_markdown

    return plain(from_markdown(label))


def own_venues(lines: Iterable[VenueLine]) -> dict[str, str]:
    """What a site calls its venues in short, where that list gives more of its lines back.

    A venue that the site names without an abbreviation has its name for one.
    """
    pairs = Counter((line.name, line.abbreviation) for line in lines if line.name)
    by_name: dict[str, set[str]] = {}
    for name, short in pairs:
        by_name.setdefault(name, set()).add(short)
    shipped = VenueList()
    wrong = [
        (name, short or name)
        for (name, short), _ in pairs.most_common()
        if len(by_name[name]) == 1 and _is_own(shipped.find(name), name, short)
    ]
    own: dict[str, str] = {}
    if len(pairs) > _MOST_VENUES:
        return own
    best = _right(VenueList(), pairs)
    for name, short in wrong:
        more = _right(VenueList({**own, name: short}), pairs)
        if more > best:
            own[name] = short
            best = more
    return own


def _is_own(found: Venue, name: str, short: str) -> bool:
    """Whether a site has a name or an abbreviation of its own for a venue.

    One that no list has, or has under the same name; or that the site names without an abbreviation.
    """
    if not short:
        return found.listed and found.text != name
    return found.text != f"{name} ({short})" and (not found.listed or found.name == name)


def _right(venues: VenueList, pairs: Mapping[tuple[str, str], int]) -> int:
    return sum(
        count
        for (name, short), count in pairs.items()
        if venues.find(name).text == (f"{name} ({short})" if short else name)
    )


def entry_type(name: str) -> str:
    """`inproceedings`, `article` or `misc`, by the venue's name."""
    if _THESIS.search(name):  # of a thesis BibTeX knows the school alone, and the line says more
        return "misc"
    is_event = _listed().get(VenueList().find(name).name)
    if is_event is None:
        if _ARCHIVE.search(name):
            return "misc"
        is_event = True if _EVENT.search(name) else False if _JOURNAL.search(name) else None
    if is_event is None:
        return "misc"
    if not is_event and _ARCHIVE.search(name):
        return "misc"
    return "inproceedings" if is_event else "article"


@cache
def _listed() -> dict[str, bool]:
    return {entry.name: entry.is_event for entry in Index.shipped().entries.values()}


# The field for the venue's name, by the entry's type.
VENUE_FIELDS = {"inproceedings": "booktitle", "article": "journal", "misc": "howpublished"}


def venue_fields(line: VenueLine, type_: str, name: str, venues: VenueList) -> dict[str, str] | None:
    """The fields that make a venue's line, its name in the field `name`; None where only `venue` makes it.

    The abbreviation has a field of its own only where the list would show another.
    """

    def shown(text: str, short: str = "") -> str:
        return venues.find(text, field=name, entry_type=type_, short=short, year=line.year).text

    if shown(line.name) == line.text:
        return {name: bibtex_value((Text(line.name),))}
    if line.abbreviation and shown(line.name, line.abbreviation) == line.text:
        short = bibtex_value((Text(line.abbreviation),))
        return {name: bibtex_value((Text(line.name),)), "abbr": short}
    if shown(line.text) == line.text:
        return {name: bibtex_value((Text(line.text),))}
    return None


def _venue_fields(line: VenueLine, type_: str, venues: VenueList) -> dict[str, str]:
    """The venue's name; where no list shows it as it is, the line itself, which counts before the name."""
    if not line.text:
        return {}
    name = VENUE_FIELDS[type_]
    found = venue_fields(line, type_, name, venues)
    if found is not None:
        return found
    own = {} if type_ == "misc" else {name: bibtex_value((Text(line.name),))}  # BibTeX asks for it
    return {**own, "venue": bibtex_value((Text(line.text),))}


def _preprint(line: VenueLine, links: dict[str, str], venues: VenueList) -> dict[str, str]:
    """The fields that arXiv's own BibTeX has, where they give the venue and the link to the paper."""
    number = _ARXIV_LINK.fullmatch(links.get("paper", ""))
    if not number or not line.text or venues.find("arXiv").text != line.text:
        return {}
    del links["paper"]
    return {"eprint": number[1], "archiveprefix": "arXiv"}


def entry_fields(
    publication: HandPublication, links: Mapping[str, str], venues: VenueList
) -> tuple[str, dict[str, str]]:
    """An entry's type and its fields, as a person would order them; those that say nothing are left out.

    `links` are the addresses by their fields. Neither the abstract nor what places the entry is among them.
    """
    line = publication.venue
    type_ = entry_type(line.name)
    links = dict(links)
    fields = {
        "title": bibtex_value(publication.title),
        "author": names_value(publication.authors, others=publication.others),
        **(_preprint(line, links, venues) or _venue_fields(line, type_, venues)),
        "year": line.year if line.year.isdigit() else bibtex_value((Text(line.year),)),
        "pubstate": bibtex_value((Text(line.state),)),
        "tag": bibtex_value(line.tag),
        "award": bibtex_value(publication.award.award),
        "award_note": bibtex_value(publication.award.note),
        **{name: address_value(url) for name, url in links.items()},
    }
    return type_, {name: value for name, value in fields.items() if value}
