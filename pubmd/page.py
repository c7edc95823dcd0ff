"""A topic page to its text: front matter, nav blocks, papers, in the form that the theme consumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from pubmd.card import Card
from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.lock import digest
from pubmd.paper.library import Entry
from pubmd.problem import Problem, error
from pubmd.text.markup import (
    Markup,
    filled,
    heading_anchor,
    joined,
    kramdown,
    link_target,
    raw,
    unique_anchors,
)
from pubmd.text.prose import Text


@dataclass(frozen=True)
class Page:
    """A page as it is to stand on disk: its path from the site's root, and its bytes, with LF line ends.

    `papers` is how many papers it shows.
    """

    path: str
    data: bytes
    papers: int = 0

    @cached_property
    def text(self) -> str:
        """The bytes' text."""
        return self.data.decode()

    @cached_property
    def digest(self) -> str:
        """The hash by which the lock knows the page; see `pubmd.lock`."""
        return digest(self.data)


def render(page: PageSettings, section: SectionSettings, settings: Settings, cards: Sequence[Card]) -> Page:
    """The text of a page with these papers, in the order given."""
    intro = raw(page.intro.strip("\n"))
    head = [
        filled("---\n{}---", raw(page.front_matter)),
        _navigation(page, section, settings, own="▼"),
        filled("## {}", _text(page.heading)),
        *([intro] if intro else []),
    ]
    foot = [raw("---"), _navigation(page, section, settings, own="▲")]
    texts = map(Card.with_id, cards, _ids(page.heading, cards))
    parts = (*map(str.encode, head), *texts, *map(str.encode, foot))
    return Page(page.path, b"\n\n".join(parts) + b"\n", len(cards))


def _navigation(page: PageSettings, section: SectionSettings, settings: Settings, *, own: str) -> Markup:
    """A nav block: a line for each page of the section, the page's own one with a sign of its own."""
    attributes = raw(f'{{: style="{settings.nav_style}"}}' if settings.nav_style else "")
    return joined(
        "\n",
        [
            filled(
                "**[{} {}]({}{}){}**",
                raw(own if each is page else "▶"),
                _text(each.label),
                raw(settings.link_prefix),
                link_target(each.address),
                attributes,
            )
            for each in section.pages
        ],
    )


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


def _ids(heading: str, cards: Sequence[Card]) -> Sequence[str]:
    """The ids of a page's abstracts: those asked for by `abs_id` first, so that no citation key takes one.

    None is the id that kramdown gives the page's heading.
    """
    own, taken = [card.id for card in cards], heading_anchor(heading)
    if len({*own, taken}) > len(own):  # as nearly always
        return own
    order = sorted(range(len(cards)), key=lambda at: not cards[at].anchor_is_set)
    ids = unique_anchors([cards[at].anchor for at in order], taken=[taken])
    by_position = dict(zip(order, ids, strict=True))
    return [by_position[at] for at in range(len(cards))]


def _text(text: str) -> Markup:
    return kramdown((Text(text),))
