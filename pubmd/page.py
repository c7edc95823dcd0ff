"""A topic page to its text: front matter, nav blocks, papers, in the form that the theme consumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.paper.publication import Publication
from pubmd.problem import Problem, error
from pubmd.text.markup import (
    Markup,
    heading_anchor,
    html,
    inline_html,
    kramdown,
    link_target,
    raw,
    unique_anchors,
)
from pubmd.text.prose import Text

if TYPE_CHECKING:
    from jinja2 import Template


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
class _LinkLine:
    label: Markup
    target: Markup


@dataclass(frozen=True, slots=True)
class _Paper:
    """A publication, each part escaped for the place where the template puts it."""

    title: Markup
    authors: Markup
    venue: Markup
    tag: Markup
    award: Markup
    award_note: Markup
    links: tuple[_LinkLine, ...]
    abstract: Markup
    id: Markup


@dataclass(frozen=True, slots=True)
class _View:
    """What the template prints."""

    front_matter: Markup
    heading: Markup
    intro: Markup
    nav: tuple[_NavItem, ...]
    nav_attributes: Markup
    link_attributes: Markup
    papers: tuple[_Paper, ...]


def render(
    page: PageSettings, section: SectionSettings, settings: Settings, publications: Sequence[Publication]
) -> Page:
    """The text of a page with these publications, in the order given."""
    anchors = _anchors(page.heading, publications)
    view = _View(
        front_matter=raw(page.front_matter),
        heading=_text(page.heading),
        intro=raw(page.intro.strip("\n")),
        nav=tuple(
            _NavItem(_text(each.label), raw(settings.link_prefix + link_target(each.address)), each is page)
            for each in section.pages
        ),
        nav_attributes=raw(f'{{: style="{settings.nav_style}"}}' if settings.nav_style else ""),
        link_attributes=raw(settings.link_attributes),
        papers=tuple(map(_paper, publications, anchors)),
    )
    return Page(page.path, _template().render(page=view))


def anchor_conflicts(publications: Sequence[Publication]) -> list[Problem]:
    """An error for each `abs_id` that another paper of the same page has asked for already."""
    first: dict[str, Publication] = {}
    problems = []
    for each in publications:
        if each.anchor_is_set and each.abstract:
            other = first.setdefault(each.anchor, each)
            if other is not each:
                place = each.entry.place("abs_id")
                message = (
                    f"`abs_id = {{{each.anchor}}}` of `{each.entry.key}` is taken on this page by "
                    f"`{other.entry.key}` ({other.entry.place('abs_id')})"
                )
                hint = "give one of the two another, or take it out: the citation key serves as well"
                problems.append(error("duplicate-abs-id", place, message, hint))
    return problems


def _anchors(heading: str, publications: Sequence[Publication]) -> tuple[Markup, ...]:
    """The ids of a page's abstracts: those asked for by `abs_id` first, so that no citation key takes one.

    None is the id that kramdown gives the page's heading.
    """
    order = sorted(range(len(publications)), key=lambda at: not publications[at].anchor_is_set)
    ids = unique_anchors([publications[at].anchor for at in order], taken=[heading_anchor(heading)])
    by_position = dict(zip(order, ids, strict=True))
    return tuple(by_position[at] for at in range(len(publications)))


def _paper(publication: Publication, anchor: Markup) -> _Paper:
    return _Paper(
        title=kramdown(publication.title),
        authors=kramdown(publication.authors),
        venue=inline_html(publication.venue),
        tag=inline_html(publication.tag),
        award=inline_html(publication.award),
        award_note=kramdown(publication.award_note),
        links=tuple(_LinkLine(_text(label), link_target(url)) for label, url in publication.links),
        abstract=html(publication.abstract),
        id=anchor,
    )


def _text(text: str) -> Markup:
    return kramdown((Text(text),))


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pubmd"),
        undefined=StrictUndefined,
        finalize=_only_markup,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is printed is Markdown, and `finalize` lets nothing raw through
    )
    return environment.get_template("page.md.j2")


def _only_markup(value: object) -> object:
    """Refuse to print what no sink's function has made, so that a forgotten escape fails at once.

    Raises TypeError for anything but Markup.
    """
    if isinstance(value, Markup):
        return value
    raise TypeError(f"not escaped for its sink: {value!r}")
