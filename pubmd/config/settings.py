"""What the configuration sets, as values: what goes on which page, and how links look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pubmd.problem import Place, Problem, warning
from pubmd.regex import regex

_KEPT_BACKSLASH = regex(r"""(target\s*=\s*["'])\\+(?=_)""")


class LinkField(NamedTuple):
    """A field, in lower case, whose value is shown as a link, and what the link says."""

    field: str
    label: str


class PageSettings(NamedTuple):
    """A page: its names, where it is on disk and on the site, and what is on it.

    `path` is its file, from the site's root; `address` is the permalink without a final `.html`, which is
    what nav links lead to. `front_matter` is finished YAML, the permalink last, without the lines `---`.
    `label` and `heading` are plain text, `intro` is Markdown. `place` is where the configuration names it.
    """

    section: str
    id: str
    label: str
    heading: str
    intro: str
    path: str
    permalink: str
    address: str
    keywords: tuple[str, ...]
    years: frozenset[str]
    front_matter: str
    place: Place


class SectionSettings(NamedTuple):
    """Pages that link to each other, in the order of their nav block."""

    id: str
    folder: str
    url: str
    pages: tuple[PageSettings, ...]
    place: Place


class Settings(NamedTuple):
    """A configuration with its defaults filled in. `venues` maps full names to abbreviations."""

    sections: tuple[SectionSettings, ...]
    nav_style: str
    link_attributes: str
    link_prefix: str
    links: tuple[LinkField, ...]
    venues: Mapping[str, str]
    topics_from: tuple[str, ...]
    link_attributes_place: Place

    @property
    def pages(self) -> tuple[PageSettings, ...]:
        """The pages of all sections in their order."""
        return tuple(page for section in self.sections for page in section.pages)


def settings_advice(settings: Settings) -> tuple[Problem, ...]:
    """Warnings about settings that work, but not as they look: for `pubmd check`, not for a sync.

    kramdown keeps a backslash within an attribute's value, and HTML takes a target that is no keyword for a
    window's name. Browsers imply `rel="noopener"` for the keyword `_blank` alone.
    """
    attributes = settings.link_attributes
    if not _KEPT_BACKSLASH.search(attributes):
        return ()
    message = (
        r"the page keeps the backslash of `link_attributes`: all links open in one window, called `\_blank`, "
        "and what is open there can steer the page that it came from"
    )
    mended = _KEPT_BACKSLASH.sub(r"\1", attributes).replace("'", "''")
    hint = f"write `link_attributes: '{mended}'`"
    return (warning("link-attributes-backslash", settings.link_attributes_place, message, hint),)
