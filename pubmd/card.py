"""A paper as a page shows it, and what decides where on the page it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pubmd.config.settings import Settings
from pubmd.paper.publication import Publication
from pubmd.template import macro
from pubmd.text.markup import Markup, html, inline_html, kramdown, link_target, raw
from pubmd.text.prose import Text

# Where the abstract's id is to stand: which one that is, is up to the page. No text that is escaped holds it.
_ID = raw("\0")


@dataclass(frozen=True, slots=True)
class Card:
    """A paper, ready for every page that it is on.

    `year` is the year as it is shown; `anchor` is the abstract's id as it was asked for, the citation key
    where none was, and `anchor_is_set` tells the two apart; `parts` is the paper's text, taken apart where
    the id has to stand.
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


@dataclass(frozen=True, slots=True)
class _LinkLine:
    label: Markup
    target: Markup


@dataclass(frozen=True, slots=True)
class _View:
    """What the template prints, each part escaped for the place where it puts it."""

    title: Markup
    authors: Markup
    venue: Markup
    tag: Markup
    award: Markup
    award_note: Markup
    links: tuple[_LinkLine, ...]
    link_attributes: Markup
    abstract: Markup
    id: Markup = _ID


def card(publication: Publication, settings: Settings) -> Card:
    """The card of a publication."""
    view = _View(
        title=kramdown(publication.title),
        authors=kramdown(publication.authors),
        venue=inline_html(publication.venue),
        tag=inline_html(publication.tag),
        award=inline_html(publication.award),
        award_note=kramdown(publication.award_note),
        links=tuple(_LinkLine(_label(label), link_target(url)) for label, url in publication.links),
        link_attributes=raw(settings.link_attributes),
        abstract=html(publication.abstract),
    )
    parts = tuple(macro("paper.md.j2", "paper_text")(view).split(_ID))
    return Card(publication.year, publication.anchor, publication.anchor_is_set, parts)


@cache
def _label(text: str) -> Markup:
    return kramdown((Text(text),))
