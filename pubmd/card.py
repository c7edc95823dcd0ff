"""A paper as a page shows it, and what decides where on the page it stands."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pubmd.config.settings import Settings
from pubmd.paper.publication import Publication
from pubmd.text.markup import Markup, filled, html, inline_html, joined, kramdown, link_target, raw
from pubmd.text.prose import Text


class Card(NamedTuple):
    """A paper, ready for every page that it is on.

    `year` is the year as it is shown; `anchor` is the abstract's id as it was asked for, the citation key
    where none was, and `anchor_is_set` tells the two apart; `parts` is the paper's text, taken apart where
    the id has to stand: which one that is, is up to the page.
    """

    year: str
    anchor: str
    anchor_is_set: bool
    parts: tuple[str, ...]

    @property
    def has_abstract(self) -> bool:
        """Whether there is an abstract, and so an id."""
        return len(self.parts) > 1

    def text(self, id_: Markup) -> Markup:
        """The paper's text with this id for its abstract."""
        return raw(id_.join(self.parts))


def card(publication: Publication, settings: Settings) -> Card:
    """The card of a publication."""
    head = [filled("**{}**", kramdown(publication.title))]
    if publication.authors:
        head.append(filled("_{}_", kramdown(publication.authors)))
    if publication.venue or publication.tag:
        head.append(filled("<span><pub>{}</pub></span>", _occasion(publication)))
    if publication.award or publication.award_note:
        head.append(filled("<span>{}</span>", _award(publication)))
    links = [
        filled("[{}]({}){}", _label(label), link_target(url), raw(settings.link_attributes))
        for label, url in publication.links
    ]
    blocks = [joined(" <br>\n", head), *([joined(" |\n", links)] if links else [])]
    text = joined(" <br>\n", blocks)
    if not publication.abstract:
        return Card(publication.year, publication.anchor, publication.anchor_is_set, (text,))
    parts = (
        filled("{}{}\n<a onclick='expandABS(\"", text, raw(" |" if links else " <br>")),
        raw('")\'> Abstract </a>\n\n<div style="display: none;" class=abs id="'),
        filled('"><br>\n{}\n</div>', html(publication.abstract)),
    )
    return Card(publication.year, publication.anchor, publication.anchor_is_set, parts)


def _occasion(publication: Publication) -> Markup:
    """The venue's line, and the tag behind it."""
    parts = [inline_html(publication.venue)] if publication.venue else []
    if publication.tag:
        parts.append(filled("<highlighted>({})</highlighted>", inline_html(publication.tag)))
    return joined(" ", parts)


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
