"""Which entries are the same paper: identifiers, titles, and what people said of them."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pubmd.paper.library import Entry

_DOI = re.compile(r"10\.\d{4,9}/[^\s\"]+")
_DOI_URL = re.compile(r"https?://(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([_%#&])")
# https://info.arxiv.org/help/arxiv_identifier.html: since 2007, and before.
_ARXIV_ID = (
    r"(?P<id>\d{4}\.\d{4,5}"
    r"|(?:acc-phys|adap-org|alg-geom|ao-sci|astro-ph|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas|cond-mat"
    r"|cs|dg-ga|econ|eess|funct-an|gr-qc|hep-ex|hep-lat|hep-ph|hep-th|math|math-ph|mtrl-th|nlin|nucl-ex|nucl-th"
    r"|patt-sol|physics|plasm-ph|q-alg|q-bio|q-fin|quant-ph|solv-int|stat|supr-con)(?:\.[a-z]{2})?/\d{7})"
    r"(?:v\d+)?(?!\d)"
)
_ARXIV_EPRINT = re.compile(rf"\s*(?:arxiv\s*:\s*)?{_ARXIV_ID}(?![\w/])", re.IGNORECASE)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_URL = re.compile(rf"arxiv\.org/(?:abs|pdf|html)/{_ARXIV_ID}", re.IGNORECASE)
_ARXIV_TEXT = re.compile(rf"(?:arxiv\s*:|\babs/)\s*{_ARXIV_ID}", re.IGNORECASE)
# Where exporters put an id, besides `eprint` and `doi`; DBLP has it in the volume.
_ARXIV_FIELDS = (
    ("url", _ARXIV_URL),
    ("arxiv", _ARXIV_URL),
    ("arxiv", _ARXIV_EPRINT),
    ("journal", _ARXIV_TEXT),
    ("volume", _ARXIV_TEXT),
    ("number", _ARXIV_TEXT),
)
_PREPRINT_VENUE = re.compile(
    r"arxiv|\bcorr\b|[a-z]+rxiv\b|\bssrn\b|research square|\bpreprints?\b", re.IGNORECASE
)
_YEAR = re.compile(r"\d{4}")

_MACRO = re.compile(r"\\([a-zA-Z]+)\s*|\\.", re.DOTALL)
_MARKUP = re.compile(
    r"</?(?:[a-z]|em|span|strong|su[bp]|tt)(?:\s[^<>]*)?>|&(?:amp|apos|gt|lt|nbsp|quot|#\w+);", re.IGNORECASE
)
_NO_LETTER = re.compile(r"[\W_]+")
_ROMAN = re.compile(r"[ivx]+")
_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
    *("nu", "xi", "omicron", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
# Letters that Unicode does not take apart, and the macros that stand for them.
_LETTERS = {"ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i", "ß": "ss"}
_LETTER_MACROS = {name: name for name in ("o", "l", "ae", "oe", "ss", "i", "j", "aa", *_GREEK)} | {"aa": "a"}

# From which of Dice's measure on two titles are alike, and how long the beginning of one may stand for it.
_SIMILAR = 0.8
_LEAST_BEGINNING = 15
# A sign that very many different entries share (a broken export's constant DOI) must not cost their square.
_MOST_HEADS = 8


def doi(entry: Entry) -> str:
    """The entry's DOI in lower case, bare; empty where it has none. arXiv's own DOIs are arXiv ids."""
    value = entry["doi"]
    if not value:
        value = entry["url"]
        if not _DOI_URL.match(value):
            return ""
    if "{" in value or "\\" in value:
        value = _ESCAPED.sub(r"\1", value.replace("{", "").replace("}", ""))
    found = _DOI.search(value)
    return found[0].lower().rstrip(".,;") if found and not _ARXIV_DOI.match(found[0]) else ""


def arxiv_id(entry: Entry) -> str:
    """The entry's arXiv id without its version; empty where it has none."""
    eprint = entry["eprint"]
    if eprint:
        archive = (entry["archiveprefix"] or entry["eprinttype"]).strip("{} ").lower()
        found = _ARXIV_EPRINT.match(eprint) or _ARXIV_URL.search(eprint) if archive in ("", "arxiv") else None
        if found:
            return found["id"].lower()
    found = _ARXIV_DOI.search(entry["doi"])
    if found:
        return found["id"].lower()
    for name, pattern in _ARXIV_FIELDS:
        found = pattern.search(entry[name]) if name in entry.fields else None
        if found:
            return found["id"].lower()
    return ""


def normal_title(entry: Entry) -> str:
    r"""The title's letters and digits alone, without accents and regard to case, for comparing.

    `On {G}{\"o}del` and `On Gödel` are the same, and so are `$\alpha$` and `α`.
    """
    title = entry["title"]
    if "\\" in title:
        title = _MACRO.sub(lambda match: _LETTER_MACROS.get((match[1] or "").lower(), ""), title)
    if "<" in title or "&" in title:
        title = _MARKUP.sub("", title)
    if not title.isascii():
        title = "".join(map(_plain_letter, unicodedata.normalize("NFKD", title)))
    return _NO_LETTER.sub("", title).casefold()


def _plain_letter(letter: str) -> str:
    if letter.isascii():
        return letter
    if unicodedata.combining(letter):
        return ""
    name = unicodedata.name(letter, "")
    if name.startswith("GREEK ") and name.rpartition(" ")[2].lower() in _GREEK:
        return name.rpartition(" ")[2].lower()
    return _LETTERS.get(letter.lower(), letter)


def year(entry: Entry) -> str:
    """The first four digits of `year`, else of `date`; empty where there are none."""
    for name in ("year", "date"):
        found = _YEAR.search(entry[name])
        if found:
            return found[0]
    return ""


def is_preprint(entry: Entry) -> bool:
    """Whether the entry is a preprint: its venue is an archive, or it has an arXiv id and no venue."""
    venue = " ".join(entry[name] for name in ("booktitle", "journal", "journaltitle")).strip()
    return _PREPRINT_VENUE.search(venue) is not None if venue else arxiv_id(entry) != ""


@dataclass(frozen=True, slots=True)
class Kinship:
    """What people settled in the overrides: sets of keys that are one paper, and pairs that are not."""

    same: tuple[frozenset[str], ...] = ()
    different: frozenset[frozenset[str]] = frozenset()

    def are_same(self, one: Entry, other: Entry) -> bool:
        """Whether a person said that these two are the same paper."""
        return any({one.key, other.key} <= keys for keys in self.same)

    def are_different(self, one: Entry, other: Entry) -> bool:
        """Whether a person said that these two, or entries merged into them, are not the same paper."""
        return bool(self.different) and any(
            frozenset((first.key, second.key)) in self.different
            for first in (one, *one.merged)
            for second in (other, *other.merged)
        )


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two entries that may be the same paper, and why that is thought."""

    first: Entry
    second: Entry
    reason: str


def merged(entries: Sequence[Entry], kinship: Kinship) -> list[Entry]:
    """The entries with those that are certainly the same paper made one, in the order of the first ones.

    Two are the same where their DOI or their arXiv id agrees, or their key and title, or where a person said
    so. They are kept apart where their DOIs differ (a conference paper and its journal version), where the
    titles have nothing in common (a book's DOI on each of its chapters), or where a person said so. The
    fields of the first count; gaps are filled from the others in turn.
    """
    groups = _Groups(entries, kinship)
    groups.join_by(groups.dois)
    groups.join_by([arxiv_id(entry) for entry in entries])
    groups.join_by(
        [f"{entry.key}\n{title}" if title and entry.key else "" for entry, title in groups.titled()],
        lambda one, other: one.type == other.type or _years_agree(one, other),
    )
    groups.join_by_hand(kinship.same)
    return [_one([entries[at] for at in members]) for members in groups.members()]


def doubts(entries: Sequence[Entry], kinship: Kinship) -> list[Doubt]:
    """The pairs of different entries that a person should look at.

    They have the same title, and the same year or one is a preprint; or the same DOI or arXiv id, and
    different titles. Of several that an entry may be the same as, the first is named.
    """
    titles = [normal_title(entry) for entry in entries]
    dois = [doi(entry) for entry in entries]

    def may_be_one(one: int, other: int) -> bool:
        first, second = entries[one], entries[other]
        return _years_agree(first, second) or is_preprint(first) != is_preprint(second)

    def differ(one: int, other: int) -> bool:
        # Two DOIs settle it: one program writes the same arXiv id into very many of its entries.
        return titles[one] != titles[other] and not (dois[one] and dois[other] and dois[one] != dois[other])

    signs: tuple[tuple[list[str], Callable[[int, int], bool], str], ...] = (
        (titles, may_be_one, "have the same title"),
        (dois, differ, "have the same DOI and different titles"),
        ([arxiv_id(entry) for entry in entries], differ, "have the same arXiv id and different titles"),
    )
    found: dict[tuple[int, int], Doubt] = {}
    for values, is_doubtful, reason in signs:
        for at, earlier in _earlier(values):
            for one in earlier:
                if is_doubtful(one, at) and not kinship.are_different(entries[one], entries[at]):
                    found.setdefault((one, at), Doubt(entries[one], entries[at], reason))
                    break
    return list(found.values())


def _earlier(values: Sequence[str]) -> Iterator[tuple[int, list[int]]]:
    """The positions at which a value comes again, each with the first few before it that have the same."""
    positions: dict[str, list[int]] = defaultdict(list)
    for at, value in enumerate(values):
        if value:
            known = positions[value]
            if known:
                yield at, known
            if len(known) < _MOST_HEADS:
                known.append(at)


def _years_agree(one: Entry, other: Entry) -> bool:
    first, second = year(one), year(other)
    return first == second or not first or not second


def titles_agree(first: str, second: str) -> bool:
    """Whether two normal titles may be one paper's: a subtitle or a word may differ, not a number."""
    if first == second or not first or not second:
        return True
    numbers = [re.findall(r"\d+", title) for title in (first, second)]
    if all(numbers) and numbers[0] != numbers[1]:
        return False
    short, long = sorted((first[:500], second[:500]), key=len)
    if len(short) >= _LEAST_BEGINNING and long.startswith(short):
        return not _ROMAN.fullmatch(long, len(short))
    one, other = _pairs(short), _pairs(long)
    return 2 * len(one & other) >= _SIMILAR * (len(one) + len(other))


def _pairs(title: str) -> set[str]:
    """Each two letters that stand side by side; what share two titles have in common is Dice's."""
    return {title[at : at + 2] for at in range(len(title) - 1)}


class _Groups:
    """Sets of positions that grow together, each known by its smallest."""

    def __init__(self, entries: Sequence[Entry], kinship: Kinship) -> None:
        self.entries = entries
        self.dois = [doi(entry) for entry in entries]
        self._titles = [normal_title(entry) for entry in entries]
        self._first = list(range(len(entries)))
        # What forbids to join two groups: a DOI in each, and keys that are said to be different papers.
        self._doi = list(self.dois)
        self._different = kinship.different
        told = frozenset().union(*kinship.different)
        self._keys = {at: {entry.key} for at, entry in enumerate(entries) if entry.key in told}

    def titled(self) -> Iterator[tuple[Entry, str]]:
        """The entries with their normal titles."""
        return zip(self.entries, self._titles, strict=True)

    def join_by(
        self, signs: Sequence[str], agree: Callable[[Entry, Entry], bool] = lambda one, other: True
    ) -> None:
        """Join each entry to the first with the same sign and a title like its own that it agrees with."""
        heads: dict[str, list[int]] = defaultdict(list)
        exact: dict[tuple[str, str], int] = {}
        for at, sign in enumerate(signs):
            if not sign:
                continue
            title = self._titles[at]
            known = heads[sign]
            twin = exact.get((sign, title))
            candidates = ([] if twin is None else [twin]) + (known if len(known) < _MOST_HEADS else [])
            for one in candidates:
                if (
                    titles_agree(self._titles[one], title)
                    and agree(self.entries[one], self.entries[at])
                    and self._may_join(one, at)
                ):
                    self._join(one, at)
                    break
            else:
                known.append(at)
                exact.setdefault((sign, title), at)

    def join_by_hand(self, same: Sequence[frozenset[str]]) -> None:
        """Join what people said is one paper. A key that several papers have says nothing."""
        if not same:
            return
        by_key: dict[str, set[int]] = defaultdict(set)
        for at, entry in enumerate(self.entries):
            by_key[entry.key].add(self._head(at))
        for keys in same:
            heads = [by_key[key] for key in keys if key in by_key]
            first, *others = sorted(
                {self._head(at) for found in heads if len(found) == 1 for at in found}
            ) or [-1]
            for other in others:
                self._join(first, other)

    def members(self) -> list[list[int]]:
        """The groups, in the order of their smallest members."""
        groups: dict[int, list[int]] = {}
        for at in range(len(self._first)):
            groups.setdefault(self._head(at), []).append(at)
        return list(groups.values())

    def _head(self, at: int) -> int:
        while self._first[at] != at:
            self._first[at] = self._first[self._first[at]]
            at = self._first[at]
        return at

    def _may_join(self, one: int, other: int) -> bool:
        one, other = self._head(one), self._head(other)
        if one == other:
            return True
        if self._doi[one] and self._doi[other] and self._doi[one] != self._doi[other]:
            return False
        first, second = self._keys.get(one, ()), self._keys.get(other, ())
        return not any(frozenset((key, each)) in self._different for key in first for each in second)

    def _join(self, one: int, other: int) -> None:
        one, other = sorted((self._head(one), self._head(other)))
        if one == other:
            return
        self._first[other] = one
        self._doi[one] = self._doi[one] or self._doi[other]
        if other in self._keys:
            self._keys.setdefault(one, set()).update(self._keys[other])


def _one(members: Sequence[Entry]) -> Entry:
    """The first of the entries, its gaps filled from the others."""
    first, *others = members
    if not others:
        return first
    fields, origins, places = dict(first.fields), dict(first.origins), dict(first.places)
    undefined = list(first.undefined)
    for other in others:
        for name, value in other.fields.items():
            if value.strip() and not fields.get(name, "").strip():
                fields[name] = value
                origins[name] = other.origins.get(name, other.raw)
                if name in other.places:
                    places[name] = other.places[name]
                undefined = [pair for pair in undefined if pair[0] != name]
                undefined.extend(pair for pair in other.undefined if pair[0] == name)
    return replace(
        first,
        fields=fields,
        origins=origins,
        places=places,
        undefined=tuple(undefined),
        merged=tuple(others),
    )
