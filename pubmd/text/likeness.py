"""What two spellings of one word have in common: how topics, and names of files and fields, are compared."""

from __future__ import annotations

from pubmd.text.draft import composed
from pubmd.text.prose import plain, read_prose

# TeX's `--` is a dash; word processors put one, or a hyphen of their own, where a hyphen was typed.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")


def read_text(latex: str) -> str:
    """What a reader sees of some LaTeX, without styles, on one line."""
    return plain(read_prose(latex)[0])


def folded(text: str) -> str:
    """What counts of a text that is no LaTeX: not its case, its dashes, its spaces, its form in Unicode."""
    if not text.isascii():
        # Case folding may take a character apart that was composed.
        text = composed(composed(text).casefold()).translate(_DASHES)
    return " ".join(text.casefold().split())


def likeness(latex: str) -> str:
    r"""What counts of a topic, however it is spelt: `D{\'e}bruitage` and `débruitage` are alike."""
    return folded(read_text(latex))


def is_slip(word: str, meant: str) -> bool:
    """Whether a word is another one with one letter too many, too few, wrong, or two that changed places."""
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    one, other = word[start:], meant[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )
