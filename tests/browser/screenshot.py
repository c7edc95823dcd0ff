"""The picture in the README: this repository's own page on low-level vision, one abstract opened.

Run as `python -m tests.browser.screenshot`; writes `docs/low-for-high.png`.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.common.by import By

from tests.browser.chromium import browsing
from tests.browser.jekyll import MissingError, build
from tests.browser.own_sources import BIB, ROOT, SECTION
from tests.browser.server import serving
from tests.browser.topic_page import settle
from tests.site import TemporarySite

PAGE = "low-for-high"
PICTURE = ROOT / "docs" / f"{PAGE}.png"
WIDTH, HEIGHT = 1000, 700


def picture(folder: Path) -> bytes:
    """The top of the page as PNG; the site is built in `folder`. Raises `MissingError`."""
    site = TemporarySite(folder / "site")
    site.copy(BIB, "bib")
    synced = site.run("sync")
    assert synced.status == 0, synced.err
    with serving(build(site.root).folder) as served, browsing(folder / "profile", WIDTH) as browser:
        browser.get(f"{served.address}/{SECTION}/{PAGE}")
        settle(browser)
        abstract = browser.find_element(By.CSS_SELECTOR, ".page__content a[onclick]")
        browser.execute_script("arguments[0].click()", abstract)  # a mouse would leave its mark on the link
        shot = browser.execute_cdp_cmd(
            "Page.captureScreenshot",
            {
                "captureBeyondViewport": True,
                "clip": {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "scale": 1},
            },
        )
        return base64.b64decode(shot["data"])


def main() -> int:
    """Write the picture."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            PICTURE.write_bytes(picture(Path(folder)))
    except MissingError as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
