"""Whether BibTeX text that nobody could read may belong on a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from pubmd.bibtex.fragment import Fragment
from pubmd.bibtex.value import Macros
from pubmd.regex import regex
from pubmd.text.likeness import folded, likeness
from pubmd.topic import Topics

_DOI = regex(r"10\.\d{4,9}/[^\s\"]+")
_ARXIV = regex(r"(?<![\d.])(?:\d{4}\.\d{4,5}|[a-z.-]+/\d{7})(?!\d)")
_BEHIND_DOI = ".,;:)]>'"
# A macro where a value is: behind `=` or `#`.
_MACRO = regex(r"([=#]\s*+)([A-Za-z][^\s\"#%'(),={}]*+)")
_JOINED = regex(r"[\"}]\s*+#\s*+[\"{]")
_TEX = regex(r"[\\~&]|--")
_BRACES_AS_SPACES = str.maketrans("{}", "  ")
_NO_BRACES = str.maketrans("", "", "{}")
# A formula or a tag that somebody only seems to have begun would hide what follows.
_NO_OPENERS = str.maketrans("$<", "  ")
# LaTeX is read in pieces of this size, which have as much in common as any keyword needs.
_PIECE = 200_000
_OVERLAP = 2_000


class Relevance:
    """Tells the fragments that may touch a page from all others.

    `wanted` are citation keys and DOIs that somebody has a use for: those of papers on pages, and those in
    the overrides.
    """

    def __init__(self, topics: Topics, wanted: Collection[str]) -> None:
        self._topics = topics
        self._keys = frozenset(wanted)
        folded_keys = map(folded, wanted)
        self._dois = frozenset(found[0] for found in map(_DOI.search, folded_keys) if found)

    def has(self, fragment: Fragment, macros: Macros) -> bool:
        """Whether a fragment may touch a page; `macros` are those that hold where it stands.

        Its keys count, its DOIs, and each keyword of a page that it seems to hold: as it stands, in LaTeX,
        over several lines, or by a macro.
        """
        if not self._keys.isdisjoint(fragment.keys):
            return True
        return any(map(self._is_told_of, _readings(_spelled_out(fragment.text, macros))))

    def _is_told_of(self, text: str) -> bool:
        return self._topics.holds_keyword(text) or (bool(self._dois) and self._holds_doi(text))

    def _holds_doi(self, text: str) -> bool:
        for found in _DOI.findall(text):
            # What ends a value may be part of a DOI: each reading is tried.
            cut = (found.partition(sign)[0].rstrip(_BEHIND_DOI) for sign in ",;")
            if not self._dois.isdisjoint((found, found.rstrip(_BEHIND_DOI), *cut)):
                return True
        return any(f"10.48550/arxiv.{each}" in self._dois for each in _ARXIV.findall(text))


def _readings(text: str) -> Iterator[str]:
    """A damaged text as it stands, without its braces, and as LaTeX; folded."""
    yield folded(text.translate(_BRACES_AS_SPACES))
    if not _TEX.search(text):
        yield folded(text.translate(_NO_BRACES))
        return
    text = text.translate(_NO_OPENERS)
    for at in range(0, len(text), _PIECE):
        yield likeness(text[at : at + _PIECE + _OVERLAP])


def _spelled_out(text: str, macros: Macros) -> str:
    """A damaged text with its macros put in and the parts of its values joined."""

    def value(match: re.Match[str]) -> str:
        return f"{match[1]}{{{macros.expanded((('macro', match[2]),))[0]}}}"

    return _JOINED.sub("", _MACRO.sub(value, text))
