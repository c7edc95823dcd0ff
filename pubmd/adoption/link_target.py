"""Where a link of a hand-written page leads: an address that a page may hold, somewhere else, or nowhere."""

from __future__ import annotations

import re
from html import unescape

from pubmd.paper.link import lacks_scheme
from pubmd.text.address import check_address, is_local_path

_ESCAPED = re.compile(r"\\([\\_*()\[\]{}#!~-])")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Other kinds of addresses that browsers follow.
_FOLLOWED = ("ftp:", "ftps:", "tel:", "sms:")


def address(target: str) -> str:
    """The address that a link's target means; empty where it leads nowhere that a page may lead to."""
    url = _meant(target)
    if url.startswith("//"):  # in the scheme that the page itself has come by
        url = f"https:{url}"
    return "" if check_address(url) else url


def leads_elsewhere(target: str) -> bool:
    """Whether readers get somewhere by a target that no page of pubmd may hold, such as `files/a.pdf`."""
    url = _meant(target)
    if address(target) or not url.strip("#") or is_local_path(url) or lacks_scheme(url):
        return False
    scheme = _SCHEME.match(url)
    return scheme is None or scheme[0].lower() in _FOLLOWED


def _meant(target: str) -> str:
    return unescape(_ESCAPED.sub(r"\1", target)).strip()
