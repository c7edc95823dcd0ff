"""The words of a venue's name: one spelling for all the ways in which exporters write them.

Two names are the same venue's where their words are: without case, accents, punctuation, small words,
years, ordinals and `Annual`, with `Proc.`, `Int. Conf.` and the like written out.
"""

from __future__ import annotations

from collections.abc import Set
from functools import lru_cache
from unicodedata import combining, normalize

from pubmd.regex import regex


def word_set(*lines: str) -> frozenset[str]:
    """The words of some lines."""
    return frozenset(" ".join(lines).split())


_STOP = word_set("of the and for in on with to at by")
_WRITTEN_OUT = {
    "proc": "proceedings", "procs": "proceedings", "proceeding": "proceedings", "conf": "conference",
    "int": "international", "intl": "international", "intern": "international", "symp": "symposium",
    "trans": "transactions", "natl": "national", "wksp": "workshop", "wkshp": "workshop", "jpn": "japanese",
    "colour": "color", "behaviour": "behavior", "modelling": "modeling", "visualisation": "visualization",
    "optimisation": "optimization", "localisation": "localization", "defence": "defense",
}  # fmt: skip
_ORDINALS = word_set(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth",
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth",
)
_RHYTHM = word_set("annual biennial")
_TENS = word_set("twenty thirty forty fifty sixty")
_NOT_PLAIN = _ORDINALS | _RHYTHM | _WRITTEN_OUT.keys()
_NUMBERING = regex(r"\b(?:(?:19|20)\d\d|\d+(?:st|nd|rd|th))\b")
# For each byte of ASCII the small letter, the digit or the space that it is here; no apostrophe is left.
_PLAIN_LETTERS = (
    "".join(char.lower() if char.isalnum() else " " for char in map(chr, range(128))).encode().ljust(256)
)
_OTHER_PUNCTUATION = regex(r"[\W_]+")
_WORD = regex(r"[^\W_]+\.?")
_CLIPPED_YEAR = regex(r"['’]\d\d\b")
_THREE_D = regex(r"\b3 d\b")

# Who holds a conference or publishes a journal; people add, leave out and exchange them as they like.
SPONSORS = word_set(
    "ieee acm cvf rsj ras iapr ifip usenix siam asme embs osa optica isca eurasip eurographics vgtc caa wic",
    "sigda siggraph sigchi sigkdd sigmod sigir sigsoft sigplan sigcomm sigact sigops sigarch sigmobile",
    "sigbed sigmetrics sigsac sigaccess sigspatial sigai sigart sigmm sigweb sigevo sigcse",
)
_NOBODY: frozenset[str] = frozenset()
# Words that say what kind of thing a venue is, not what it is about.
GENERIC = word_set(
    "proceedings conference international annual symposium meeting edition advances joint technical record",
    "digest papers congress held",
)
# Words by which a journal or a series says that it is one: no book is called so.
PERIODICAL = word_set("transactions journal letters proceedings magazine procedia notes surveys")
# Words that are left out of a venue's, or stand there as another.
CHANGEABLE = SPONSORS | word_set("computer society") | _TENS | _WRITTEN_OUT.keys() | {*_WRITTEN_OUT.values()}
_LITTLE = GENERIC | word_set("workshop workshops asia european asian world society magazine")


def folded(text: str) -> str:
    """A text in small letters, without accents, its words apart by single spaces."""
    if text.isascii():
        return " ".join(text.encode().translate(_PLAIN_LETTERS, b"'").decode().split())
    letters = normalize("NFKD", text.replace("’", "")).casefold()
    return _OTHER_PUNCTUATION.sub(" ", "".join(char for char in letters if not combining(char))).strip()


def words(text: str, *, written_out: bool = True) -> list[str]:
    """The words that tell venues apart, in their one spelling; `Conf.` and the like written out or not."""
    return list(_words(text, written_out))


@lru_cache(maxsize=1 << 12)
def _words(text: str, written_out: bool) -> tuple[str, ...]:
    if "'" in text or "’" in text:
        text = _CLIPPED_YEAR.sub(" ", text)
    bare = folded(text)
    if "3 d" in bare:
        bare = _THREE_D.sub("3d", bare)
    split = bare.split()
    if not _STOP.isdisjoint(split):
        split = [word for word in split if word not in _STOP]
    has_digits = not bare.replace(" ", "").isalpha()
    if _NOT_PLAIN.isdisjoint(split) and not (has_digits and _NUMBERING.search(bare)):
        return tuple(split)
    found: list[str] = []
    for index, word in enumerate(split):
        if word in _ORDINALS:
            if found and found[-1] == split[index - 1] and found[-1] in _TENS:
                found.pop()
        elif word in _RHYTHM:
            if split[index + 1 : index + 2] == ["review"]:
                found.append(word)
        elif not _NUMBERING.fullmatch(word):
            found.append(_WRITTEN_OUT.get(word, word) if written_out else word)
    return tuple(found)


def without_sponsors(venue: list[str]) -> tuple[frozenset[str], list[str]]:
    """Who holds a venue, and its words without them: `IEEE/CVF Conference …` and `Conference …` are one."""
    if not venue or venue[0] not in SPONSORS:
        return _NOBODY, venue
    count = 0
    while count < len(venue) and venue[count] in SPONSORS:
        count += 1
        if venue[count : count + 2] == ["computer", "society"]:
            count += 2
    return frozenset(venue[:count]), venue[count:]


def says_enough(venue: list[str]) -> bool:
    """Whether words without their sponsors still name a venue."""
    return not _LITTLE.issuperset(venue)


def singular(word: str) -> str:
    """A word without the `s` of its plural, for comparing only."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def initials(venue: list[str]) -> str:
    """The first letters of some words."""
    return "".join([word[0] for word in venue])


def dotted_words(text: str) -> set[str]:
    """The words of a text that end with the dot of an abbreviation."""
    letters = text.casefold() if text.isascii() else normalize("NFKD", text).casefold()
    return {match[0][:-1] for match in _WORD.finditer(letters) if match[0].endswith(".")}


def begins(short: str, word: str, *, has_dot: bool, known: Set[str]) -> bool:
    """Whether a word of an abbreviated title is the beginning of a word, or is it.

    Without a dot, as MEDLINE writes, a word that is one of the `known` ones is no beginning of another.
    """
    if short == word or _WRITTEN_OUT.get(short) == word:
        return True
    if not word.startswith(short) or (len(short) == 1 and word != "journal"):
        return False
    return has_dot or short not in known
