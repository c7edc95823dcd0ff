"""DOIs: how people and programs write them, and where they lead (https://www.doi.org/doi-handbook/)."""

from __future__ import annotations

import re

from pubmd.regex import regex
from pubmd.text.address import addresses_in
from pubmd.text.hypertext import without_entities

# No DOI is nearly as long; what is, is a text in which one may be cited.
_LONGEST = 2000
_RESOLVER = r"(?:https?://)?(?:(?:dx\.|www\.)?doi\.org|doi\.acm\.org|doi\.ieeecomputersociety\.org)/"
_PREFIXES = rf"(?:{_RESOLVER}|(?:info:)?doi\s*[:/]?\s*)*"
# A line may have ended within a DOI, behind a sign that ends none.
_NAME = r"10\.\d{4,9}(?:\.\d+)*/(?:[^\s\"{}^`|]|(?<=[-/_(])\s(?=[^\s]))+"
_DOI = regex(rf"(?<![\d.]){_NAME}")
# Nearly all are written so, and need no second look: behind the first part is no dot, and so no DOI, and at a
# resolver no letter at the end, and so no kind of page.
_PLAIN = r"10\.\d{4,9}/[\w.-]{0,200}\w(?:(?:/|\(\d\d\))[\w-]{0,50}\w){0,9}"
_PLAIN_DOI = regex(_PLAIN, re.ASCII)
_PLAIN_ADDRESS = regex(rf"https?://(?:dx\.)?doi\.org/{_PLAIN}(?<=\d)", re.ASCII)
_ONLY_DOI = regex(rf"{_PREFIXES}{_NAME}\s*", re.IGNORECASE)
_SHORT = regex(rf"{_PREFIXES}(10/[a-z0-9]{{3,12}})", re.IGNORECASE)
_RESOLVED = regex(_RESOLVER, re.IGNORECASE)
# Where another DOI begins behind the first, or the first itself is repeated with a resolver inside.
_ANOTHER = regex(r"[;,]\S{0,60}?10\.\d{4,9}/.*", re.DOTALL)
_REPEATED = regex(r".*(?:doi\.org/|doi:)(?=10\.)", re.IGNORECASE | re.DOTALL)
# What addresses have behind the DOI: a query, a fragment, the kind of page.
_QUERY = regex(r"\?[\w-]+=.*", re.DOTALL)
_BEHIND = regex(r"[?#].*|/(?:abstract|e?pdf|full|fulltext|html|meta|summary)/?\Z", re.I | re.DOTALL)
_BRACKETS = {")": "(", "]": "[", ">": "<"}
_DEBRIS = ".,;:/'…"
# Signs that come along from a PDF or a word processor: hyphens of several lengths, some without any width.
_TYPESET = {
    **dict.fromkeys(range(0x2010, 0x2016), "-"),
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
}


def doi_in(text: str) -> str:
    r"""The DOI in a field's value, bare and as it is meant; empty where there is none.

    `{\url{https://doi.org/10.1000/a\_b}}` is `10.1000/a_b`. What publishers and people put around a DOI is
    taken off: resolvers, `doi:`, punctuation at the end, TeX, entities and percent-encoding.
    """
    if _PLAIN_DOI.fullmatch(text):
        return text
    text = _plain(text)
    found = _DOI.search(text)
    if not found:
        return ""
    doi = "".join(found[0].split())
    doi = _REPEATED.sub("", _ANOTHER.sub("", doi))
    doi = _BEHIND.sub("", doi) if "://" in text else _QUERY.sub("", doi)
    return _clean(doi.partition("\\")[0])


def only_doi(text: str) -> str:
    """The DOI, if the text is one and nothing more, with or without a resolver or `doi:`; else empty."""
    return doi_in(text) if "10." in text and _ONLY_DOI.fullmatch(_plain(text)) else ""


def is_resolved(url: str) -> bool:
    """Whether an address is one of a DOI at a resolver."""
    return _RESOLVED.match(url) is not None


def doi_address(text: str) -> str:
    """Where the DOI in a field's value leads, a short one (`10/ggd754`) too; empty where there is none."""
    doi = doi_in(text)
    if not doi:
        short = _SHORT.fullmatch(_plain(text))
        doi = short[1] if short else ""
    for sign in "%?#":
        doi = doi.replace(sign, f"%{ord(sign):02X}")
    return f"https://doi.org/{doi}" if doi else ""


def whole_doi_address(text: str) -> str:
    """Where a text leads that is a DOI and nothing more; empty for any other.

    An address at a resolver stays as it was written, as long as it leads there.
    """
    if _PLAIN_ADDRESS.fullmatch(text):
        return text
    doi = only_doi(text)
    resolved = _RESOLVED.match(text) if doi else None
    if resolved and "://" in text and text.startswith(doi, resolved.end()):
        behind = text[resolved.end() + len(doi) :]
        if behind[:1] in ("", "?", "#"):
            return text
    return doi_address(doi) if doi else ""


def _plain(text: str) -> str:
    """The text of a value, without TeX, entities, percent-encoding and what typesetting has added."""
    if len(text) > _LONGEST:
        return ""
    text = next(iter(addresses_in(text)), "")
    text = without_entities(text)
    if "%" in text:
        from urllib.parse import unquote

        text = unquote(unquote(text))
    return text if text.isascii() else text.translate(_TYPESET)


def _clean(doi: str) -> str:
    """A DOI without the punctuation behind it, and the brackets that nothing in it opens."""
    while doi and (
        doi[-1] in _DEBRIS or (doi[-1] in _BRACKETS and doi.count(doi[-1]) > doi.count(_BRACKETS[doi[-1]]))
    ):
        doi = doi[:-1]
    return doi if _DOI.fullmatch(doi) else ""
