"""Titles for comparing: their letters alone, and whether two may be one paper's."""

from __future__ import annotations

import re
import unicodedata

from pubmd.paper.library import Entry
from pubmd.regex import regex

_MACRO = regex(r"\\([a-zA-Z]+)\s*|\\.", re.DOTALL)
_MARKUP = regex(
    r"</?(?:[a-z]|em|span|strong|su[bp]|tt)(?:\s[^<>]*)?>|&(?:amp|apos|gt|lt|nbsp|quot|#\w+);", re.IGNORECASE
)
_NO_LETTER = regex(r"[\W_]+")
_NO_ASCII_LETTER = bytes(code for code in range(0x80) if not chr(code).isalnum())
_ROMAN = regex(r"[ivx]+")
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


def normal_title(entry: Entry) -> str:
    r"""The title's letters and digits alone, without accents and regard to case, for comparing.

    `On {G}{\"o}del` and `On Gödel` are the same, and so are `$\alpha$` and `α`.
    """
    title = entry["title"]
    if "\\" in title:
        title = _MACRO.sub(lambda match: _LETTER_MACROS.get((match[1] or "").lower(), ""), title)
    if "<" in title or "&" in title:
        title = _MARKUP.sub("", title)
    if title.isascii():  # the same as below, in a quarter of the time
        return title.encode().translate(None, _NO_ASCII_LETTER).decode().lower()
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
