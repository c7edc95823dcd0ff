"""The links of a publication: the addresses that an entry's fields mean, and those that are none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pubmd.config.settings import LinkField
from pubmd.paper.identifier import arxiv_address, arxiv_in, is_of_arxiv
from pubmd.paper.library import Entry
from pubmd.problem import Problem, error, warning
from pubmd.regex import regex
from pubmd.text.address import addresses_in, check_address, is_local_path
from pubmd.text.doi import doi_address, whole_doi_address

# What reference managers write, for purposes of their own too; all other fields are written by hand.
_EXPORTED = ("pdf", "url", "doi", "eprint")
_ARXIV = ("arxiv", "arxivid")
_FILE = regex(
    r"[^/]*\.(?:pdf|e?ps|djvu?|html?|xml|txt|tex|bib|md|zip|gz|docx?|pptx?|odt|epub|mp4|png|jpe?g)",
    re.IGNORECASE,
)
_HOST = regex(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
_LINK = regex(r"[a-z][a-z0-9+.-]+:(?!\s)|//|www\.|.{0,200}https?://", re.IGNORECASE | re.DOTALL)
_HALF_DOI = regex(r"(?:doi\s*:?\s*)?10\s*[./,]", re.IGNORECASE)


def read_links(
    entry: Entry, fields: Sequence[LinkField]
) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """An entry's links, pairs of a label and an address in the order of the fields, and what is wrong.

    A link leads where `check_address` allows, and nowhere else.
    """
    reader = _Reader(entry, fields)
    links = []
    for name, label in fields:
        url = ""
        if name == "paper":
            url = reader.paper()
        elif name in entry.fields:
            url = reader.link(name)
        if url:
            links.append((label, url))
    return tuple(links), tuple(reader.problems)


class _Reader:
    def __init__(self, entry: Entry, fields: Sequence[LinkField]) -> None:
        self.entry = entry
        self.fields = fields
        self.problems: list[Problem] = []

    def link(self, name: str) -> str:
        """The address in a field; empty where there is none, or none that may stand on a page."""
        url = self._address(name)
        if url and check_address(url):
            self._refuse(name, url)
            return ""
        return url

    def paper(self) -> str:
        """The paper's own address, from the first field that has a usable one.

        Behind those, the address of an arXiv id that stands elsewhere, unless it is a link of its own. What a
        reference manager wrote, such as a file's name in `pdf`, is passed over, and told of where no
        field has an address. What people wrote by hand is not.
        """
        passed_over = []
        for name in ("paper", *_EXPORTED):
            if name not in self.entry.fields:
                continue
            if self._is_by_hand(name) and self.entry[name].strip():
                return self.link(name)
            url = self._address(name)
            if url and not check_address(url):
                return url
            if url:
                passed_over.append((name, url))
        address = arxiv_address(self.entry)
        if passed_over and not address:
            self._refuse(*next((each for each in passed_over if _is_meant_as_link(*each)), passed_over[0]))
        return "" if address and self._shows_arxiv() else address

    def _shows_arxiv(self) -> bool:
        """Whether the entry has its arXiv id in a field that is a link of its own."""
        return any(name in _ARXIV and self.entry[name].strip() for name, _ in self.fields)

    def _is_by_hand(self, name: str) -> bool:
        """Whether people write this field themselves; in the overrides they write all."""
        return name not in _EXPORTED or name in self.entry.places

    def _address(self, name: str) -> str:
        """The address that a field means, whether it may stand on a page or not; empty where it has none."""
        value = self.entry[name]
        if not value.strip():
            return ""
        if name == "doi" and (address := doi_address(value)):
            return address
        if name == "eprint":
            return self._eprint(value)
        addresses = addresses_in(value)
        if len(addresses) > 1:
            message = f"`{name}` of `{self.entry.key}` holds several addresses; the first is used"
            hint = "leave only the one that the page is to link to"
            self.problems.append(warning("bad-link", self.entry.place(name), message, hint))
        return _identified(name, addresses[0]) if addresses else ""

    def _eprint(self, value: str) -> str:
        """The address of an id of arXiv's, or an address; ids of other archives lead nowhere here."""
        own = {"eprint", "archiveprefix", "eprinttype", "primaryclass", "eprintclass"}
        fields = {name: text for name, text in self.entry.fields.items() if name in own}
        found = arxiv_address(Entry(self.entry.raw, fields))
        if found:
            return found
        first = next(iter(addresses_in(value)), "")
        return first if is_of_arxiv(self.entry) or not check_address(first) else ""

    def _refuse(self, name: str, url: str) -> None:
        """Tell of an address that may not stand on a page."""
        is_error = self._is_by_hand(name) or _is_meant_as_link(name, url)
        weigh: Callable[..., Problem] = error if is_error else warning
        reason = check_address(url)
        if name == "doi":
            reason, hint = "is no DOI", "write it as `10.…/…`"
        elif name == "eprint":
            reason, hint = "is no id of arXiv's", "write it as `2301.01234`"
        elif _FILE.fullmatch(url):
            hint = (
                f"write its address, `https://…`, or where it lies on this site, such as `/files/{_cut(url)}`"
            )
        elif _HOST.fullmatch(url):
            hint = f"write `https://{_cut(url)}`"
        else:
            hint = "write a full address, `https://…`, or one of this site that begins with `/`"
        message = f"`{name}` of `{self.entry.key}` is no link: `{_cut(url)}` {reason}"
        self.problems.append(weigh("bad-link", self.entry.place(name), message, hint))


def _identified(name: str, url: str) -> str:
    """The address behind an identifier that stands where an address should, or was put together wrongly."""
    if address := whole_doi_address(url):
        return address
    found = arxiv_in(url, prefixed=name != "arxiv")
    return f"https://arxiv.org/abs/{found}" if found else url


def _is_meant_as_link(name: str, url: str) -> bool:
    """Whether a value that is no address was plainly meant as one: half an address, half a DOI."""
    if is_local_path(url):
        return False
    if name == "doi" and _HALF_DOI.match(url):
        return True
    return _LINK.match(url) is not None or lacks_scheme(url)


def lacks_scheme(url: str) -> bool:
    """Whether this begins with a host, `www.example.org/a`, and is no file's name."""
    return _HOST.fullmatch(url) is not None and not _FILE.fullmatch(url)


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
