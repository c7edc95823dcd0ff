"""Settings as plain values, in which they can be kept from one sync to the next."""

from __future__ import annotations

from typing import Any

from pubmd.config.settings import LinkField, PageSettings, SectionSettings, Settings
from pubmd.problem import Place


def plain(settings: Settings) -> tuple[object, ...]:
    """Settings as tuples, sets and strings, which `restored` takes back."""
    sections = [
        (section.id, section.folder, section.url, [_page(each) for each in section.pages], (*section.place,))
        for section in settings.sections
    ]
    links = [(each.field, each.label) for each in settings.links]
    place = (*settings.link_attributes_place,)
    return (sections, *settings[1:4], links, {**settings.venues}, settings.topics_from, place)


def _page(page: PageSettings) -> tuple[object, ...]:
    return (*page[:-1], (*page.place,))


def restored(values: Any) -> Settings:
    """The settings that these are the plain values of."""
    sections, nav_style, link_attributes, link_prefix, links, venues, topics_from, place = values
    return Settings(
        tuple(
            SectionSettings(
                section,
                folder,
                url,
                tuple(PageSettings._make((*page, Place(*own))) for *page, own in pages),
                Place(*of_section),
            )
            for section, folder, url, pages, of_section in sections
        ),
        nav_style,
        link_attributes,
        link_prefix,
        tuple(LinkField(*each) for each in links),
        venues,
        topics_from,
        Place(*place),
    )
