"""Citation keys as a person would choose them."""

from __future__ import annotations

import re
import unicodedata

_GOOD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{1,59}")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "’": "'"}
)
# Words that say nothing about a paper.
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "not",
        "of",
        "on",
        "or",
        "the",
        "their",
        "to",
        "toward",
        "towards",
        "under",
        "using",
        "via",
        "what",
        "when",
        "where",
        "which",
        "with",
        "without",
    ]
)


def is_good_key(text: str) -> bool:
    """Whether an abstract's id can serve as a citation key as it stands."""
    return _GOOD.fullmatch(text) is not None


def made_key(family: str, year: str, title: str) -> str:
    """`lovelace1843sketch`: the first author's family name, the year, the title's first telling word."""
    words = [word for word in _WORD.findall(_plain_letters(title)) if word not in _SMALL]
    name = "".join(re.findall(r"[a-z]+", _plain_letters(family)))
    key = f"{name or 'anonymous'}{year if year.isdigit() else ''}{words[0] if words else ''}"
    key = key.replace("'", "")[:50]
    return key if key[0].isalpha() else f"p{key}"


def _plain_letters(text: str) -> str:
    """The text in lower case, without accents."""
    apart = unicodedata.normalize("NFKD", text[:500])
    return "".join(char for char in apart if not unicodedata.combining(char)).lower().translate(_LETTERS)


class Keys:
    """Citation keys that have been given, none twice, and none that differs from another in case alone."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}

    def is_free(self, key: str) -> bool:
        """Whether nobody has the key."""
        return key.casefold() not in self._taken

    def take(self, key: str) -> str:
        """The key, or it with the first free letter or number behind it."""
        base, number = key, self._numbers.get(key.casefold(), 0)
        while not self.is_free(key):
            number += 1
            key = f"{base}{chr(ord('a') + number)}" if number < 26 else f"{base}-{number}"
        self._numbers[base.casefold()] = number
        self._taken.add(key.casefold())
        return key
