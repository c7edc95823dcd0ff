"""A topic page to its text: front matter, nav blocks, papers, in the form that the theme consumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pubmd.card import Card
from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.paper.library import Entry
from pubmd.problem import Problem, error
from pubmd.template import template
from pubmd.text.markup import Markup, heading_anchor, kramdown, link_target, raw, unique_anchors
from pubmd.text.prose import Text


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is to stand on disk: its path from the site's root, and its text with LF line ends."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class _NavItem:
    label: Markup
    target: Markup
    is_own: bool


@dataclass(frozen=True, slots=True)
class _View:
    """What the template prints."""

    front_matter: Markup
    heading: Markup
    intro: Markup
    nav: tuple[_NavItem, ...]
    nav_attributes: Markup
    papers: tuple[Markup, ...]


def render(page: PageSettings, section: SectionSettings, settings: Settings, cards: Sequence[Card]) -> Page:
    """The text of a page with these papers, in the order given."""
    view = _View(
        front_matter=raw(page.front_matter),
        heading=_text(page.heading),
        intro=raw(page.intro.strip("\n")),
        nav=tuple(
            _NavItem(_text(each.label), raw(settings.link_prefix + link_target(each.address)), each is page)
            for each in section.pages
        ),
        nav_attributes=raw(f'{{: style="{settings.nav_style}"}}' if settings.nav_style else ""),
        papers=tuple(map(Card.text, cards, _anchors(page.heading, cards))),
    )
    return Page(page.path, template("page.md.j2").render(page=view))


def anchor_conflicts(papers: Sequence[tuple[Entry, Card]]) -> list[Problem]:
    """An error for each `abs_id` that another paper of the same page has asked for already."""
    first: dict[str, Entry] = {}
    problems = []
    for entry, card in papers:
        if card.anchor_is_set and card.has_abstract:
            other = first.setdefault(card.anchor, entry)
            if other is not entry:
                message = (
                    f"`abs_id = {{{card.anchor}}}` of `{entry.key}` is taken on this page by "
                    f"`{other.key}` ({other.place('abs_id')})"
                )
                hint = "give one of the two another, or take it out: the citation key serves as well"
                problems.append(error("duplicate-abs-id", entry.place("abs_id"), message, hint))
    return problems


def _anchors(heading: str, cards: Sequence[Card]) -> tuple[Markup, ...]:
    """The ids of a page's abstracts: those asked for by `abs_id` first, so that no citation key takes one.

    None is the id that kramdown gives the page's heading.
    """
    order = sorted(range(len(cards)), key=lambda at: not cards[at].anchor_is_set)
    ids = unique_anchors([cards[at].anchor for at in order], taken=[heading_anchor(heading)])
    by_position = dict(zip(order, ids, strict=True))
    return tuple(by_position[at] for at in range(len(cards)))


def _text(text: str) -> Markup:
    return kramdown((Text(text),))
