"""The identifiers of an entry, wherever exporters put them: its DOI, its arXiv id."""

from __future__ import annotations

import re

from pubmd.paper.library import Entry
from pubmd.regex import regex
from pubmd.text.address import addresses_in, without_braces
from pubmd.text.doi import doi_in, is_resolved, only_doi

# https://info.arxiv.org/help/arxiv_identifier.html: since 2007, and before.
_ARCHIVE = (
    r"acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat|cs"
    r"|dg-ga|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th"
    r"|patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con"
)
_VERSION = r"(?P<version>v\d+)?(?!\d)"
_ID = rf"(?P<id>\d{{4}}\.\d{{4,5}}|(?:{_ARCHIVE})(?:\.[a-z]{{2}})?/\d{{7}}){_VERSION}"
_BARE = regex(rf"\s*(?:arxiv\s*:\s*)?{_ID}(?![\w/])", re.IGNORECASE)
_URL = regex(rf"arxiv\.org/(?:abs|pdf|html)/{_ID}", re.IGNORECASE)
_TEXT = regex(rf"(?:arxiv\s*:|\babs/)\s*{_ID}", re.IGNORECASE)
_NUMBERED_DOI = regex(rf"10\.48550/arxiv\.{_ID}", re.IGNORECASE)
# An old id whose archive stands beside it: `0604596 [cond-mat]`, or in a field of its own.
_NUMBER = regex(
    rf"\s*(?:arxiv\s*:\s*)?(?P<id>\d{{7}}){_VERSION}\s*(?:\[(?:arxiv:)?(?P<archive>{_ARCHIVE})(?:\.[\w-]+)?\])?\s*",
    re.IGNORECASE,
)
_CATEGORY = regex(rf"(?P<archive>{_ARCHIVE})(?:\.[\w-]+)?", re.IGNORECASE)
# Where exporters put an id besides `eprint` and `doi`, and whether the text has to say whose it is there.
# DBLP has it in the volume.
_FIELDS = (
    ("url", True, (_URL,)),
    ("pdf", True, (_URL,)),
    ("arxiv", False, (_URL, _BARE, _NUMBER)),
    ("arxivid", False, (_BARE, _NUMBER)),
    ("journal", True, (_TEXT,)),
    ("volume", True, (_TEXT,)),
    ("number", True, (_TEXT,)),
)


def doi(entry: Entry) -> str:
    """The entry's DOI in lower case, bare; empty where it has none. arXiv's own DOIs are arXiv ids."""
    value = entry["doi"]
    found = doi_in(value) if value else ""
    if not found and "10." in (url := entry["url"]):
        found = only_doi(url) or next(
            (doi_in(each) for each in addresses_in(url)[:1] if is_resolved(each)), ""
        )
    return "" if _says_arxiv(found) and _NUMBERED_DOI.match(found) else found.lower()


def arxiv_id(entry: Entry) -> str:
    """The entry's arXiv id without its version; empty where it has none."""
    found = _of_eprint(entry) or _elsewhere(entry)
    if not found:
        return ""
    return found.partition("v")[0] if found[0].isdigit() else re.sub(r"v\d+\Z", "", found).lower()


def arxiv_address(entry: Entry) -> str:
    """Where the entry's arXiv id leads, of which version it may be; empty where there is none."""
    found = _of_eprint(entry) or _elsewhere(entry)
    return f"https://arxiv.org/abs/{found}" if found else ""


def arxiv_in(text: str, *, prefixed: bool = False) -> str:
    """The arXiv id, with its version, that a field's value is; `prefixed` wants it to say `arXiv:`."""
    text = without_braces(text)
    if prefixed and not text.lower().startswith("arxiv"):
        return ""
    found = _BARE.match(text)
    if found:
        return _written(found)
    numbered = _NUMBER.fullmatch(text)
    return _written(numbered) if numbered and numbered["archive"] else ""


def is_of_arxiv(entry: Entry) -> bool:
    """Whether the entry says that its `eprint` is arXiv's."""
    return _archive(entry) == "arxiv"


def _archive(entry: Entry) -> str:
    return (entry["archiveprefix"] or entry["eprinttype"]).strip("{} ").lower()


def _of_eprint(entry: Entry) -> str:
    eprint = without_braces(entry["eprint"]) if "eprint" in entry.fields else ""
    if not eprint:
        return ""
    archive = _archive(entry)
    category = None
    if archive not in ("", "arxiv"):
        category = _CATEGORY.fullmatch(archive)
        if not category:
            return ""
    found = _BARE.match(eprint) or _URL.search(eprint) or (_NUMBER.fullmatch(eprint) if archive else None)
    if not found:
        return ""
    if not category and _is_number(found):
        category = _CATEGORY.fullmatch((entry["primaryclass"] or entry["eprintclass"]).strip("{}[] "))
    return _written(found, category["archive"] if category else "")


def _elsewhere(entry: Entry) -> str:
    found = _NUMBERED_DOI.search(entry["doi"]) if _says_arxiv(entry["doi"]) else None
    if found:
        return _written(found)
    fields = entry.fields
    for name, has_to_say, patterns in _FIELDS:
        if name in fields and not (has_to_say and _says_nothing(fields[name].lower())):
            for pattern in patterns:
                found = pattern.search(without_braces(fields[name]))
                if found and (written := _written(found)):
                    return written
    return ""


def _says_arxiv(doi: str) -> bool:
    return "10.48550" in doi


def _says_nothing(text: str) -> bool:
    """Whether a text has nothing by which one of the patterns would know an id; most fields have not."""
    return "arxiv" not in text and "abs/" not in text


def _is_number(found: re.Match[str]) -> bool:
    """Whether it is the number alone of an old id."""
    return len(found["id"]) == 7


def _written(found: re.Match[str], archive: str = "") -> str:
    """An id with its version; empty for the number alone of an old one."""
    name = found["id"]
    if _is_number(found):
        archive = found.groupdict().get("archive") or archive
        if not archive:
            return ""
        name = f"{archive.lower()}/{name}"
    return name + (found["version"] or "")
