"""A paper as a page shows it, and what decides where on the page it stands."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pubmd.config.settings import Settings
from pubmd.paper.publication import Publication
from pubmd.text.markup import Markup, anchor, filled, html, inline_html, joined, kramdown, link_target, raw
from pubmd.text.prose import Text


class Card(NamedTuple):
    """A paper, ready for every page that it is on.

    `year` is the year as it is shown; `anchor` is the abstract's id as it was asked for, the citation key
    where none was, and `anchor_is_set` tells the two apart. `text` is the paper's text in UTF-8, with the id
    that this gives, `id`, at the offsets `places`, of which there are none without an abstract.
    """

    year: str
    anchor: str
    anchor_is_set: bool
    id: str
    text: bytes
    places: tuple[int, ...] = ()

    @property
    def has_abstract(self) -> bool:
        """Whether there is an abstract, and so an id."""
        return bool(self.places)

    @property
    def asks_for_id(self) -> bool:
        """Whether somebody has asked for the id that the abstract has."""
        return self.anchor_is_set and self.has_abstract

    def with_id(self, id_: str) -> bytes:
        """The paper's text with this id for its abstract: which one that is, is up to the page."""
        if id_ == self.id or not self.places:
            return self.text
        length = len(self.id.encode())
        starts = (0, *(place + length for place in self.places))
        return id_.encode().join(
            self.text[at:end] for at, end in zip(starts, (*self.places, None), strict=True)
        )


def card(publication: Publication, settings: Settings) -> Card:
    """The card of a publication."""
    lines, parts = ["**{}**"], [kramdown(publication.title)]
    if publication.authors:
        lines.append("_{}_")
        parts.append(kramdown(publication.authors))
    if publication.venue or publication.tag:
        lines.append("<span><pub>{}</pub></span>")
        parts.append(_occasion(publication))
    if publication.award or publication.award_note:
        lines.append("<span>{}</span>")
        parts.append(_award(publication))
    if publication.links:
        lines.append(" |\n".join(["[{}]({}){}"] * len(publication.links)))
        attributes = raw(settings.link_attributes)
        for label, url in publication.links:
            parts += (_label(label), link_target(url), attributes)
    text = filled(" <br>\n".join(lines), *parts)
    id_ = anchor(publication.anchor)
    asked = (publication.year, publication.anchor, publication.anchor_is_set)
    if not publication.abstract:
        return Card(*asked, id_, text.encode())
    link = joined("", (text, _ABSTRACT_BESIDE_LINKS if publication.links else _ABSTRACT_ALONE)).encode()
    opening = b"".join((link, id_.encode(), _ABSTRACT_ID))
    whole = filled('{}"><br>\n{}\n</div>', id_, html(publication.abstract)).encode()
    return Card(*asked, id_, opening + whole, (len(link), len(opening)))


# What leads from a paper's text to its abstract: all before the id, and all between the two places of that.
_ABSTRACT_ALONE = raw(" <br>\n<a onclick='expandABS(\"")
_ABSTRACT_BESIDE_LINKS = raw(" |\n<a onclick='expandABS(\"")
_ABSTRACT_ID = b'")\'> Abstract </a>\n\n<div style="display: none;" class=abs id="'


def _occasion(publication: Publication) -> Markup:
    """The venue's line, and the tag behind it."""
    venue = inline_html(publication.venue)
    if not publication.tag:
        return venue
    tag = filled("<highlighted>({})</highlighted>", inline_html(publication.tag))
    return joined(" ", (venue, tag)) if publication.venue else tag


def _award(publication: Publication) -> Markup:
    """The award, and the note behind it."""
    parts = []
    if publication.award:
        parts.append(filled("<highlighted>{}</highlighted>", inline_html(publication.award)))
    if publication.award_note:
        parts.append(kramdown(publication.award_note))
    return joined(" ", parts)


@cache
def _label(text: str) -> Markup:
    return kramdown((Text(text),))
