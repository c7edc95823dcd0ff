"""A topic page as a reader of the site has it: what it shows, where its links lead, what its abstracts do."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.browser.chromium import console, requested

READER = Path(__file__).with_name("reader.js").read_text("utf-8")


@dataclass(frozen=True)
class Link:
    """A link: its text, the full address that it leads to, and the window that it names."""

    text: str
    address: str
    target: str | None


@dataclass(frozen=True)
class Opened:
    """The open abstracts, by id and text, after a click on one Abstract; and those after a second click."""

    shown: list[tuple[str, str]]
    left: list[tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """One paper: the lines that a reader sees, and what is bold, italic, grey and red in them.

    `wants` is the id that its Abstract opens, `holds` that of the abstract below it; `is_closed` says that
    the abstract was not to be seen when the page came.
    """

    lines: list[str]
    bold: list[str]
    italic: list[str]
    grey: list[str]
    red: list[str]
    links: list[Link]
    wants: str
    holds: str
    is_closed: bool
    formulas: int
    abstract_formulas: int
    opened: Opened | None


@dataclass(frozen=True)
class TopicPage:
    """A page in the browser, before and after each Abstract was clicked twice.

    `hit` is what a script in the text of a page would have set, `console` what the browser complained of.
    """

    address: str
    title: str
    layout: str
    heading: str
    intro: list[str]
    navs: list[list[Link]]
    nav_styles: set[str | None]
    papers: list[Paper]
    ids: list[str]
    active: list[str]
    hit: Any
    console: list[str]
    requested: list[str]

    def paper(self, title: str) -> Paper:
        """The one paper of this title."""
        found = [paper for paper in self.papers if paper.lines[0] == title]
        assert len(found) == 1, f"{len(found)} papers are called {title!r} on {self.address}"
        return found[0]


def visit(driver: webdriver.Chrome, address: str) -> TopicPage:
    """Open a page, read it, and click each Abstract twice."""
    console(driver), requested(driver)
    driver.get(address)
    settle(driver)
    seen = ask(driver, "page()")
    assert not seen["loose"], f"text of {address} stands outside of any paragraph: {seen['loose']}"
    top, heading, *middle, rule, bottom = seen["blocks"]
    assert [top["tag"], heading["tag"], rule["tag"], bottom["tag"]] == ["p", "h2", "hr", "p"], address
    blocks = iter(middle)
    intro: list[str] = []
    papers: list[Paper] = []
    opened = _clicked(driver)
    for block in blocks:
        if not papers and not _is_paper(block):
            intro.append(block["text"])
            continue
        assert _is_paper(block), f"no paper on {address}: {block}"
        abstract = None
        if block["opens"]:
            abstract = next(blocks, rule)
            assert (abstract["tag"], abstract["classes"]) == ("div", "abs"), f"no abstract: {abstract}"
        papers.append(_paper(block, abstract, opened))
    return TopicPage(
        address=address,
        title=seen["title"],
        layout=seen["layout"],
        heading=heading["text"],
        intro=intro,
        navs=[_links(top), _links(bottom)],
        nav_styles={link["style"] for nav in (top, bottom) for link in nav["links"]},
        papers=papers,
        ids=seen["ids"],
        active=seen["active"],
        hit=driver.execute_script("return window.hit"),
        console=console(driver),
        requested=requested(driver),
    )


def ask(driver: webdriver.Chrome, question: str) -> Any:
    """What the reader answers, see `reader.js`."""
    return driver.execute_script(f"{READER}\nreturn {question};")


def settle(driver: webdriver.Chrome) -> None:
    """Wait until all formulas are set."""
    driver.execute_async_script("MathJax.Hub.Queue(arguments[0]);")


def _is_paper(block: dict[str, Any]) -> bool:
    return bool(block["tag"] == "p" and block["parts"][:1] == ["strong"])


def _links(block: dict[str, Any]) -> list[Link]:
    return [Link(link["text"], link["address"], link["target"]) for link in block["links"]]


def _clicked(driver: webdriver.Chrome) -> dict[str, Opened]:
    """What each Abstract showed, by what it would do when it is clicked; a click is a real one."""
    opened = {}
    for each in driver.find_elements(By.CSS_SELECTOR, ".page__content a[onclick]"):
        does = each.get_dom_attribute("onclick")
        each.click()
        shown = _open(driver)
        each.click()
        opened[does] = Opened(shown, _open(driver))
    return opened


def _open(driver: webdriver.Chrome) -> list[tuple[str, str]]:
    return [(abstract, text) for abstract, text in ask(driver, "open()")]


def _paper(block: dict[str, Any], abstract: dict[str, Any] | None, opened: dict[str, Opened]) -> Paper:
    wants = ""
    if abstract:
        [(label, does)] = block["opens"]
        assert label == "Abstract"
        wants = does.removeprefix('expandABS("').removesuffix('")')
        assert does == f'expandABS("{wants}")'
    return Paper(
        lines=block["text"].split("\n"),
        bold=block["bold"],
        italic=block["italic"],
        grey=[text for text, colour in block["grey"] if colour == "rgb(102, 102, 102)"],
        red=[text for text, colour in block["red"] if colour == "rgb(191, 0, 0)"],
        links=_links(block),
        wants=wants,
        holds=abstract["id"] if abstract else "",
        is_closed=abstract is None or not abstract["visible"],
        formulas=block["formulas"],
        abstract_formulas=abstract["formulas"] if abstract else 0,
        opened=opened[block["opens"][0][1]] if abstract else None,
    )
