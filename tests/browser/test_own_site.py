"""This repository's own pages, as a reader of the built site has them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.browser import own_sources
from tests.browser.conftest import OpenSite
from tests.browser.own_sources import PAGES, SECTION, Source
from tests.browser.topic_page import Paper

EACH_PAGE = pytest.mark.parametrize("page", PAGES)


def test_each_entry_of_the_sources_is_on_a_page() -> None:
    for source in own_sources.sources():
        assert source.pages, f"no page is meant for {source.title!r}"


@EACH_PAGE
def test_a_page_shows_its_papers_newest_first(own_site: OpenSite, page: str) -> None:
    wanted = [source.title for source in own_sources.on_page(page)]
    assert [paper.lines[0] for paper in own_site.page(page).papers] == wanted


def _pairs(own_site: OpenSite, page: str) -> list[tuple[Paper, Source]]:
    return list(zip(own_site.page(page).papers, own_sources.on_page(page), strict=True))


@EACH_PAGE
def test_title_authors_and_venue_read_as_in_the_sources(own_site: OpenSite, page: str) -> None:
    for paper, source in _pairs(own_site, page):
        title, authors, venue, links = paper.lines
        assert (title, authors) == (source.title, source.authors)
        assert re.fullmatch(rf"{re.escape(source.venue)}( \([A-Z][A-Za-z-]+\))?, {source.year}", venue)
        assert (paper.bold, paper.italic, paper.grey, paper.red) == ([title], [authors], [venue], [])
        labels = [label for label, _ in source.links] + (["Abstract"] if source.abstract else [])
        assert links == " | ".join(labels)


@pytest.mark.parametrize(
    ("page", "title", "venue"),
    [
        (
            "low-for-high",
            "On The Classification-Distortion-Perception Tradeoff",
            "Advances in Neural Information Processing Systems (NeurIPS), 2019",
        ),
        (
            "low-for-high",
            "Spatial-Then-Temporal Self-Supervised Learning for Video Correspondence",
            "IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR), 2023",
        ),
        (
            "2024-New",
            "Diffusion-Promoted HDR Video Reconstruction",
            "European Conference on Computer Vision Workshops (ECCVW), 2024",
        ),
    ],
)
def test_a_venue_is_shown_with_its_abbreviation_and_year(
    own_site: OpenSite, page: str, title: str, venue: str
) -> None:
    assert own_site.page(page).paper(title).lines[2] == venue


@EACH_PAGE
def test_each_link_leads_where_the_sources_say_and_into_the_shared_tab(own_site: OpenSite, page: str) -> None:
    for paper, source in _pairs(own_site, page):
        wanted = [
            (label, own_site.served.address + address if address.startswith("/") else address, "\\_blank")
            for label, address in source.links
        ]
        assert [(link.text, link.address, link.target) for link in paper.links] == wanted


@EACH_PAGE
def test_each_abstract_opens_its_own_text_alone_and_closes_again(own_site: OpenSite, page: str) -> None:
    for paper, source in _pairs(own_site, page):
        assert paper.is_closed
        assert paper.wants == paper.holds
        if source.abstract:
            assert paper.opened is not None
            assert paper.opened.shown == [(paper.holds, source.abstract)]
            assert paper.opened.left == []
        else:
            assert paper.opened is None


@EACH_PAGE
def test_a_page_has_its_layout_title_and_heading(own_site: OpenSite, page: str) -> None:
    seen = own_site.page(page)
    keys = PAGES[page]
    assert seen.layout == "layout--single"
    assert seen.title == f"{own_sources.TITLE} | Publications"
    assert seen.heading == keys.get("heading", keys["label"])
    assert seen.intro == []


@EACH_PAGE
def test_both_nav_blocks_name_all_pages_and_mark_the_own_one(own_site: OpenSite, page: str) -> None:
    for nav, own in zip(own_site.page(page).navs, "▼▲", strict=True):
        assert [(link.text, link.address) for link in nav] == [
            (f"{own if each == page else '▶'} {keys['label']}", f"{own_site.served.address}/{SECTION}/{each}")
            for each, keys in PAGES.items()
        ]
    assert own_site.page(page).nav_styles == {"color: rgb(191, 0, 0)"}


@pytest.mark.parametrize("block", [0, 1], ids=["top", "bottom"])
@pytest.mark.parametrize("position", range(len(PAGES)), ids=list(PAGES))
def test_a_click_in_the_nav_leads_to_the_page_of_that_name(
    own_site: OpenSite, browser: webdriver.Chrome, position: int, block: int
) -> None:
    page, keys = list(PAGES.items())[position]
    browser.get(f"{own_site.served.address}/{SECTION}/denoising")
    navs = browser.find_elements(By.CSS_SELECTOR, ".page__content > p:has(> strong > a)")
    navs[block].find_elements(By.TAG_NAME, "a")[position].click()
    assert browser.current_url == f"{own_site.served.address}/{SECTION}/{page}"
    assert browser.find_element(By.TAG_NAME, "h2").text == keys.get("heading", keys["label"])
    assert (f"/{SECTION}/{page}", 200) in own_site.served.answers


@EACH_PAGE
def test_a_page_is_built_at_its_permalink(own_site: OpenSite, page: str) -> None:
    assert (own_site.built.folder / SECTION / f"{page}.html").is_file()


@EACH_PAGE
def test_no_id_occurs_twice(own_site: OpenSite, page: str) -> None:
    ids = Counter(own_site.page(page).ids)
    assert ids
    assert [each for each, times in ids.items() if times > 1] == []


@EACH_PAGE
def test_the_console_is_silent_and_nothing_comes_from_elsewhere(own_site: OpenSite, page: str) -> None:
    seen = own_site.page(page)
    assert seen.console == []
    assert seen.requested
    assert [
        each for each in seen.requested if not each.startswith((f"{own_site.served.address}/", "data:"))
    ] == []


def test_jekyll_has_nothing_to_complain_of(own_site: OpenSite) -> None:
    assert not re.search("warn|error|deprecat|conflict", own_site.built.said, re.IGNORECASE)


def test_the_built_site_holds_the_pages_and_none_of_the_sources(own_site: OpenSite) -> None:
    built = {
        file.relative_to(own_site.built.folder).as_posix()
        for file in own_site.built.folder.rglob("*")
        if file.is_file()
    }
    assets = {"index.html", "assets/style.css", "assets/expand.js"}
    assert built == assets | {f"{SECTION}/{page}.html" for page in PAGES}
