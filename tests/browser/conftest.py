"""The two sites, each built and served once, the browser, and each page as it was when it was visited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeVar

import pytest
from selenium import webdriver

from tests.browser import hostile, own_sources
from tests.browser.chromium import browsing
from tests.browser.jekyll import Built, MissingError, build
from tests.browser.server import Served, serving
from tests.browser.topic_page import TopicPage, visit
from tests.site import Ran, TemporarySite

T = TypeVar("T")


@dataclass(frozen=True)
class OpenSite:
    """A site in the browser: what pubmd and Jekyll said, where it is served, and its pages by their ids."""

    synced: Ran
    built: Built
    served: Served
    page: Callable[[str], TopicPage]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    with ExitStack() as stack:
        yield _there(lambda: stack.enter_context(browsing(tmp_path_factory.mktemp("profile"))))


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory, browser: webdriver.Chrome) -> Iterator[OpenSite]:
    """This repository's own sources as a site."""
    site = TemporarySite(tmp_path_factory.mktemp("own"))
    site.copy(own_sources.BIB, "bib")
    with ExitStack() as stack:
        yield _opened(stack, site, own_sources.SECTION, browser)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, browser: webdriver.Chrome) -> Iterator[OpenSite]:
    """The site whose every text is an attack or an accident."""
    site = TemporarySite(tmp_path_factory.mktemp("hostile"), {"bib/pubmd.yml": hostile.configuration()})
    for page, text in hostile.sources().items():
        site.write(f"bib/{page}.bib", text)
    with ExitStack() as stack:
        yield _opened(stack, site, "hostile", browser)


def _opened(stack: ExitStack, site: TemporarySite, section: str, browser: webdriver.Chrome) -> OpenSite:
    synced = site.run("sync")
    assert synced.status == 0, synced.err
    built = _there(lambda: build(site.root))
    served = _there(lambda: stack.enter_context(serving(built.folder)))
    visited: dict[str, TopicPage | AssertionError] = {}

    def page(page_id: str) -> TopicPage:
        if page_id not in visited:
            try:
                visited[page_id] = visit(browser, f"{served.address}/{section}/{page_id}")
            except AssertionError as failure:
                visited[page_id] = failure
        seen = visited[page_id]
        if isinstance(seen, AssertionError):
            raise seen
        return seen

    return OpenSite(synced, built, served, page)


def _there(start: Callable[[], T]) -> T:
    """What `start` gives; a skip where a program that it needs is not installed."""
    try:
        return start()
    except MissingError as missing:
        pytest.skip(str(missing))
