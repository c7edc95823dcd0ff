"""Texts that are code to Liquid, kramdown, the browser or MathJax are shown as they are, and do nothing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.browser import hostile
from tests.browser.conftest import OpenSite
from tests.browser.hostile import (
    ADDRESSES,
    FORMULAS,
    HALF,
    HEADINGS,
    KEYS,
    LABELS,
    PLAIN,
    REFUSED,
    SNIPPETS,
    Address,
    Formula,
    Key,
    Snippet,
)
from tests.browser.topic_page import Paper
from tests.site import TemporarySite

# Half an address that was plainly meant as one is an error wherever it stands.
_MEANT_AS_LINK = "another-site-without-scheme"

EACH_PAGE = pytest.mark.parametrize("page", LABELS)


def named(row: Snippet | Key | Address | Formula) -> str:
    return row.name


def _opens(paper: Paper) -> str:
    """The text that the paper's Abstract opens; it must be the paper's own, alone, and close again."""
    assert paper.is_closed
    assert paper.wants == paper.holds
    assert paper.opened is not None
    [(opened, text)] = paper.opened.shown
    assert opened == paper.holds
    assert paper.opened.left == []
    return text


@pytest.mark.parametrize("snippet", SNIPPETS, ids=named)
def test_a_hostile_text_is_shown_as_it_is_wherever_it_stands(
    hostile_site: OpenSite, snippet: Snippet
) -> None:
    paper = hostile_site.page("markup").papers[2 * SNIPPETS.index(snippet)]
    text = snippet.shown
    title, authors, venue, award, links = paper.lines
    assert title == text
    assert authors == f"{text}, Ada Lovelace"
    assert venue == f"At {text} here, 2020 ({text})"
    assert award == f"{text} {text} end"
    assert links == f"{hostile.SITE_LABEL} | Abstract"
    assert (paper.bold, paper.italic) == ([title], [authors])
    assert (paper.grey, paper.red) == ([venue], [f"({text})", text])
    assert _opens(paper) == (snippet.in_abstract or text)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=named)
def test_the_paper_below_a_hostile_one_is_unharmed(hostile_site: OpenSite, snippet: Snippet) -> None:
    paper = hostile_site.page("markup").papers[2 * SNIPPETS.index(snippet) + 1]
    title = f"{PLAIN} {snippet.name}"
    assert paper.lines == [title, "Kurt Gödel", "Plain Venue, 2020", "Abstract"]
    assert (paper.bold, paper.italic, paper.grey) == ([title], ["Kurt Gödel"], ["Plain Venue, 2020"])
    assert _opens(paper) == f"What {title} is about."


@pytest.mark.parametrize("key", KEYS, ids=named)
def test_any_key_makes_an_id_that_opens_its_own_abstract(hostile_site: OpenSite, key: Key) -> None:
    paper = hostile_site.page("keys").paper(f"The Key {key.name}")
    assert _opens(paper) == f"What The Key {key.name} is about."


def test_a_key_that_is_a_fine_id_stays_as_it_is(hostile_site: OpenSite) -> None:
    page = hostile_site.page("keys")
    ids = [
        page.paper(f"The Key {name}").holds
        for name in ("twice-1", "umlaut", "dash", "numbered", "other-case")
    ]
    assert ids == ["li23", "Gödel31", "a-b", "li23-2", "Li23"]


@pytest.mark.parametrize("address", ADDRESSES, ids=named)
def test_a_link_leads_to_its_address(hostile_site: OpenSite, address: Address) -> None:
    paper = hostile_site.page("links").paper(f"The Link {address.name}")
    [link] = paper.links
    wanted = (
        hostile_site.served.address + address.leads_to if address.leads_to[0] == "/" else address.leads_to
    )
    assert link.address == wanted
    assert link.target == "_blank"
    assert link.text == ("Code" if address.field == "code" else "Paper")
    assert paper.lines[1:] == ["Kurt Gödel", "Plain Venue, 2020", f"{link.text} | Abstract"]
    assert _opens(paper) == f"What The Link {address.name} is about."


@pytest.mark.parametrize("formula", FORMULAS, ids=named)
def test_formulas_are_set_and_amounts_of_money_are_not(hostile_site: OpenSite, formula: Formula) -> None:
    paper = hostile_site.page("formulas").paper(formula.title_shown)
    assert _opens(paper) == formula.abstract_shown
    assert paper.formulas == formula.title_shown.count("⟦")
    assert paper.abstract_formulas == formula.abstract_shown.count("⟦")


@EACH_PAGE
def test_a_page_shows_each_of_its_papers_once(hostile_site: OpenSite, page: str) -> None:
    wanted = {
        "markup": 2 * len(SNIPPETS),
        "keys": len(KEYS),
        "links": len(ADDRESSES),
        "formulas": len(FORMULAS),
    }
    assert len(hostile_site.page(page).papers) == wanted[page]


@EACH_PAGE
def test_hostile_labels_headings_and_front_matter_are_shown_as_they_are(
    hostile_site: OpenSite, page: str
) -> None:
    seen = hostile_site.page(page)
    assert seen.title == f"{hostile.TITLE} | Publications"
    assert seen.layout == "layout--single"
    assert seen.heading == HEADINGS[page]
    assert seen.intro == ["See the start page."]
    for nav, own in zip(seen.navs, "▼▲", strict=True):
        assert [(link.text, link.address) for link in nav] == [
            (f"{own if each == page else '▶'} {label}", f"{hostile_site.served.address}/hostile/{each}")
            for each, label in LABELS.items()
        ]
    assert seen.nav_styles == {None}


@EACH_PAGE
def test_nothing_on_a_page_can_run_load_or_send_anything(hostile_site: OpenSite, page: str) -> None:
    seen = hostile_site.page(page)
    assert seen.active == []
    assert seen.hit is None
    assert seen.console == []
    elsewhere = [
        each for each in seen.requested if not each.startswith((f"{hostile_site.served.address}/", "data:"))
    ]
    assert elsewhere == []


@EACH_PAGE
def test_no_id_occurs_twice(hostile_site: OpenSite, page: str) -> None:
    ids = Counter(hostile_site.page(page).ids)
    assert ids
    assert [each for each, times in ids.items() if times > 1] == []


def test_each_request_of_the_pages_is_answered(hostile_site: OpenSite) -> None:
    for page in LABELS:
        hostile_site.page(page)
    answers = [(path, status) for path, status in hostile_site.served.answers if status >= 400]
    assert hostile_site.served.answers
    assert answers == []


def test_a_click_on_a_link_opens_its_address_in_a_window_of_its_own(
    hostile_site: OpenSite, browser: webdriver.Chrome
) -> None:
    browser.get(f"{hostile_site.served.address}/hostile/markup")
    own = browser.current_window_handle
    browser.find_element(By.LINK_TEXT, hostile.SITE_LABEL).click()
    [other] = set(browser.window_handles) - {own}
    browser.switch_to.window(other)
    try:
        assert browser.current_url == f"{hostile_site.served.address}/"
        assert browser.find_element(By.TAG_NAME, "h1").text == "Start"
    finally:
        browser.close()
        browser.switch_to.window(own)


def test_none_of_the_sources_is_in_the_built_site(hostile_site: OpenSite) -> None:
    files = [
        file.relative_to(hostile_site.built.folder).as_posix()
        for file in hostile_site.built.folder.rglob("*.*")
    ]
    assert "hostile/markup.html" in files
    assert [file for file in files if not file.endswith((".html", ".css", ".js"))] == []


def _with_address(root: Path, field: str, address: str) -> TemporarySite:
    site = TemporarySite(root, {"bib/pubmd.yml": hostile.configuration()})
    fields = (
        f"title = {{A Title}}, author = {{Gödel, Kurt}}, venue = {{V}}, year = 2020, {field} = {{{address}}}"
    )
    site.write("bib/links.bib", f"@article{{bad,\n{fields}\n}}\n")
    return site


@pytest.mark.parametrize(
    ("field", "address"),
    [
        *((field, each) for field in ("paper", "pdf", "url", "code", "blog") for each in REFUSED.values()),
        *((field, each) for field in ("paper", "code", "blog") for each in HALF.values()),
        ("url", HALF[_MEANT_AS_LINK]),
    ],
    ids=lambda value: value.strip(),
)
def test_an_address_that_leads_nowhere_or_runs_something_stops_the_sync(
    tmp_path: Path, field: str, address: str
) -> None:
    site = _with_address(tmp_path, field, address)
    before = site.files()
    ran = site.run("sync")
    assert ran.status == 1
    assert "bib/links.bib:2:" in ran.err
    assert "error[bad-link]" in ran.err
    assert site.files() == before


@pytest.mark.parametrize(
    "address", [pytest.param(each, id=name) for name, each in HALF.items() if name != _MEANT_AS_LINK]
)
def test_half_an_address_in_the_field_url_makes_no_link(tmp_path: Path, address: str) -> None:
    site = _with_address(tmp_path, "url", address)
    ran = site.run("sync")
    assert ran.status == 0
    assert "warning[bad-link]" in ran.err
    page = site.read("_hostile/links.md")
    assert "**A Title**" in page
    assert "Paper" not in page
