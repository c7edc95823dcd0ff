"""The include that makes abstracts accessible, in a page of this repository and in the real browser."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser import own_sources
from tests.browser.chromium import browsing
from tests.browser.conftest import _there as there
from tests.browser.jekyll import THEME, build
from tests.browser.server import serving
from tests.site import TemporarySite

INCLUDE = files("pubmd").joinpath("data/expand-abstracts.html").read_text("utf-8")
SCRIPT = '<script src="/assets/expand.js"></script>'


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page `low-for-high` is served, with the include in place of the theme's own script."""
    site = TemporarySite(tmp_path_factory.mktemp("included"))
    site.copy(own_sources.BIB, "bib")
    configuration = site.read("bib/pubmd.yml")
    front_matter = "author_profile: True"
    assert configuration.count(front_matter) == 1
    site.write(
        "bib/pubmd.yml", configuration.replace(front_matter, f"{front_matter}\n      layout: accessible")
    )
    layout = (THEME / "_layouts/single.html").read_text()
    assert layout.count(SCRIPT) == 1
    site.write("_layouts/accessible.html", layout.replace(SCRIPT, "{% include expand-abstracts.html %}"))
    site.write("_includes/expand-abstracts.html", INCLUDE)
    assert site.run("sync").status == 0
    with serving(there(lambda: build(site.root)).folder) as served:
        yield f"{served.address}/manipulation/low-for-high"


@pytest.fixture
def anchors(browser: webdriver.Chrome, address: str) -> list[WebElement]:
    browser.get(address)
    found = browser.find_elements(By.CSS_SELECTOR, 'a[onclick^="expandABS("]')
    assert len(found) == 7
    return found


def _shown(browser: webdriver.Chrome) -> list[str]:
    abstracts = browser.find_elements(By.CSS_SELECTOR, "div.abs")
    return [str(each.get_attribute("id")) for each in abstracts if each.is_displayed()]


def test_each_anchor_is_a_button_that_names_its_abstract_and_its_state(anchors: list[WebElement]) -> None:
    for anchor in anchors:
        assert anchor.aria_role == "button"
        assert anchor.accessible_name.strip() == "Abstract"
        assert f'expandABS("{anchor.get_attribute("aria-controls")}")' == anchor.get_attribute("onclick")
        assert anchor.get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize("key", [Keys.ENTER, Keys.SPACE], ids=["Enter", "space"])
def test_the_keyboard_opens_and_closes_an_abstract(
    browser: webdriver.Chrome, anchors: list[WebElement], key: str
) -> None:
    first = anchors[0]
    for _ in range(60):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        if browser.switch_to.active_element == first:
            break
    assert browser.switch_to.active_element == first, "the Tab key does not reach the anchor"
    ActionChains(browser).send_keys(key).perform()
    assert _shown(browser) == [first.get_attribute("aria-controls")]
    assert [each.get_attribute("aria-expanded") for each in anchors] == ["true", *["false"] * 6]
    ActionChains(browser).send_keys(key).perform()
    assert _shown(browser) == []
    assert first.get_attribute("aria-expanded") == "false"


def test_the_mouse_still_opens_and_closes_an_abstract(
    browser: webdriver.Chrome, anchors: list[WebElement]
) -> None:
    anchors[3].click()
    assert _shown(browser) == [anchors[3].get_attribute("aria-controls")]
    anchors[3].click()
    assert _shown(browser) == []


def test_without_javascript_all_abstracts_are_shown(address: str, tmp_path: Path) -> None:
    with browsing(tmp_path) as driver:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        driver.get(address)
        assert len(_shown(driver)) == 7
