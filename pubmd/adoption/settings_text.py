"""The configuration `bib/pubmd.yml` that gives hand-written pages back, as text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from pubmd.adoption.hand_page import HandPage
from pubmd.adoption.page_text import FrontMatterItem
from pubmd.adoption.section_plan import PagePlan, SectionPlan
from pubmd.config.settings_keys import LINK_ATTRIBUTES

_PLAIN = re.compile(r"(?:[A-Za-z_/]|[1-9]\d*[ .-]?[A-Za-z]{2})[\w/.()+&’' -]*(?<! )")
_WORDS = frozenset(("true", "false", "yes", "no", "on", "off", "null", "none", "y", "n", "~"))


def scalar(text: str) -> str:
    """A text as a YAML scalar on one line, plain where that is safe anywhere, also inside `{…}`."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    if "\\" in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def settings_text(
    sections: Sequence[SectionPlan],
    pages: Sequence[HandPage],
    links: Mapping[str, str],
    venues: Mapping[str, str],
) -> str:
    """The configuration's text, with labels by fields and abbreviations by venues beside those shipped."""
    lines = [
        "# Made of the site's own pages. The documentation of pubmd says what each key means.",
        "sections:",
    ]
    for section in sections:
        lines += _section(section, pages)
    theme = _theme(pages)
    if theme:
        lines += ["theme:", *(f"  {name}: {scalar(value)}" for name, value in theme.items())]
    for name, pairs in (("links", links), ("venues", venues)):
        if pairs:
            lines += [f"{name}:", *(f"  {scalar(key)}: {scalar(value)}" for key, value in pairs.items())]
    return "\n".join(lines) + "\n"


def _section(section: SectionPlan, pages: Sequence[HandPage]) -> list[str]:
    lines = [
        f"  {scalar(section.id)}:",
        f"    folder: {scalar(section.folder)}",
        f"    url: {scalar(section.url)}",
    ]
    numbers = [page.number for page in section.pages if page.number is not None]
    shared, own = _front_matter([pages[number].front_matter for number in numbers])
    if shared:
        lines += ["    front_matter:", *_indented((item.text for item in shared), 6)]
    lines.append("    pages:")
    width = max(len(scalar(page.id)) for page in section.pages)
    for page in section.pages:
        hand = pages[page.number] if page.number is not None else None
        extra = own[numbers.index(page.number)] if page.number is not None else ()
        lines += _page(page, section, hand, extra, width)
    return lines


def _page(
    page: PagePlan, section: SectionPlan, hand: HandPage | None, own: Sequence[FrontMatterItem], width: int
) -> list[str]:
    keys = {"label": page.label} if page.label else {}
    if hand and hand.heading and hand.heading != page.label:
        keys["heading"] = hand.heading
    if page.file != f"{page.id}.md":
        keys["file"] = page.file
    if page.permalink != f"{section.url.rstrip('/')}/{page.id}.html":
        keys["permalink"] = page.permalink
    if re.search(r"[,;]", page.id):
        keys["keywords"] = re.sub(r"[,;\s]+", " ", page.id).strip()
    name = f"{scalar(page.id)}:"
    inside = ", ".join(f"{key}: {scalar(value)}" for key, value in keys.items())
    if not own and not (hand and hand.intro):
        return [f"      {name:<{width + 1}} {{{inside}}}"]
    lines = [f"      {name}", *(f"        {key}: {scalar(value)}" for key, value in keys.items())]
    if hand and hand.intro:
        lines.append(f"        intro: {_block(hand.intro)}")
    if own:
        lines += ["        front_matter:", *_indented((item.text for item in own), 10)]
    return lines


def _block(text: str) -> str:
    """A text of several lines, to the letter."""
    if (
        text[:1] in (" ", "\t")
        or not text.replace("\n", "").isprintable()
        or re.search(r"[ \t](?:\n|\Z)", text)
    ):
        return json.dumps(text, ensure_ascii=False)
    lines = (f"          {line}" if line else "" for line in text.split("\n"))
    return "\n".join(["|-", *lines])


def _indented(texts: Iterable[str], width: int) -> list[str]:
    margin = " " * width
    return [f"{margin}{line}" if line else "" for text in texts for line in text.split("\n")]


def _front_matter(
    pages: Sequence[tuple[FrontMatterItem, ...]],
) -> tuple[list[FrontMatterItem], list[list[FrontMatterItem]]]:
    """What a section's pages share, and what each has of its own."""
    orders = {tuple(item.key for item in page) for page in pages}
    if len(orders) != 1:
        return [], [list(page) for page in pages]
    shared = []
    for items in zip(*pages, strict=True):
        text = Counter(item.text for item in items).most_common(1)[0][0]
        shared.append(next(item for item in items if item.text == text))
    own = [
        [item for item, common in zip(page, shared, strict=True) if item.text != common.text]
        for page in pages
    ]
    return shared, own


def _theme(pages: Sequence[HandPage]) -> dict[str, str]:
    """How most links of the pages look."""
    nav = [link for page in pages for link in (*page.above, *page.below)]
    attributes = Counter(
        link.attributes for page in pages for each in page.publications for link in each.entry.links
    )
    theme = {}
    if nav:
        style = Counter(link.style for link in nav).most_common(1)[0][0]
        prefix = Counter(link.prefix for link in nav).most_common(1)[0][0]
        theme = {name: value for name, value in (("nav_style", style), ("link_prefix", prefix)) if value}
    if attributes:
        common = attributes.most_common(1)[0][0]
        if common != LINK_ATTRIBUTES:
            theme["link_attributes"] = common
    return theme
