"""Names of a BibTeX field as text: where one ends and the next begins, its words, what stands behind it.

A part of a field is its text and its offset in the field, so that a finding can say where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from pubmd.regex import regex

Part: TypeAlias = tuple[str, int]

# BibTeX: `and` in any case with white space on both sides; behind a comma or a dot people forget that space.
_AND = regex(r"(?:(?<=[\s,;.])|\A)and(?=\s|\Z)", re.IGNORECASE)
_BRACE_OR_AND = regex(rf"[{{}}]|{_AND.pattern}", re.IGNORECASE)
COMMA = regex(r"[{},，]")
_WORD = regex(r"(?:\\.|[^\s~\\]|\\\Z)+", re.DOTALL)
_BRACE_OR_SPACE = regex(r"\\.|[{}]|[\s~]+", re.DOTALL)

# Chinese, Japanese and Korean letters: names of one word, the family first.
CJK = regex(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff·・]+"
)
SUFFIX = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.", "esq", "esq."}

# What stands behind a family name without a comma, too.
TRAILING = {"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"}

_AFFILIATION = regex(
    r"\b(?:universit\w*|institut\w*|department|dept|laborator\w*|academy|college|school of|faculty|ministry"
    r"|hospital|gmbh|corp|corporation|foundation|collaboration|consortium)\b|^(?:inc|ltd|llc)\.?$",
    re.IGNORECASE,
)
INITIALS = regex(r"(?:[^\W\d_]{1,2}\.-?)+|[^\W\d_]")
_NICKNAME = regex(r"\((?:[^\W\d_]|[-'’])*[^\W\d_]\)")
# TeX's letters whose case their macro's name tells.
_LETTERS = {"oe": True, "ae": True, "aa": True, "o": True, "l": True, "ss": True, "i": True, "j": True}
_LETTERS |= {"OE": False, "AE": False, "AA": False, "O": False, "L": False}
_MACRO = regex(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_LETTER = regex(r"[^\W\d_]")


def split_names(value: str) -> list[Part]:
    """The stretches between the `and`s of a field, stripped; empty ones too. None of an empty field."""
    if not value.strip():
        return []
    cuts: list[tuple[int, int]]
    if "{" not in value and "}" not in value:
        cuts = [match.span() for match in _AND.finditer(value)]
    else:
        cuts, balanced = cuts_at(_BRACE_OR_AND, value)
        if not balanced:  # a brace that never closes must not swallow the names behind it
            cuts = [match.span() for match in _AND.finditer(value)]
    return [stripped(part) for part in between(value, 0, cuts)]


def split_at(part: Part, mark: re.Pattern[str]) -> list[Part]:
    """The stretches between the commas outside of braces, and outside of quotes if `mark` finds quotes."""
    text, at = part
    cuts = []
    quoted = False
    for start, end in cuts_at(mark, text)[0]:
        if text[start] == '"':
            quoted = not quoted
        elif not quoted:
            cuts.append((start, end))
    return list(between(text, at, cuts))


def words(part: Part) -> list[Part]:
    """The words of a name: what white space and ties separate outside of braces."""
    text, at = part
    if "{" not in text and "}" not in text:
        return [(match[0], at + match.start()) for match in _WORD.finditer(text)]
    cuts, _ = cuts_at(_BRACE_OR_SPACE, text)
    spaces = [cut for cut in cuts if text[cut[0]] != "\\"]
    return [each for each in between(text, at, spaces) if each[0]]


def is_lower(word: str) -> bool:
    r"""Whether BibTeX takes a word for a particle: its first letter outside of braces is a small one.

    A special character, `{\'E}`, counts as the letter that it is.
    """
    if word[0].isalpha():
        return word[0].islower()
    depth = 0
    for index, char in enumerate(word[:100]):
        if char == "\\" and (not depth or (depth == 1 and word[index - 1] == "{")):
            macro = _MACRO.match(word, index)
            if macro and macro[1] in _LETTERS:
                return _LETTERS[macro[1]]
            letter = _LETTER.search(word, macro.end() if macro else index + 1)
            return letter is not None and letter[0].islower()
        if char == "{":
            depth += 1
        elif char == "}":
            depth = max(0, depth - 1)
        elif not depth and char.isalpha():
            return char.islower()
    return False


def take_remark(part: Part) -> tuple[Part, Part]:
    """A name without the parentheses or the address in `<…>` behind it, and these, or an empty part."""
    text, at = part
    opening = {")": "(", "）": "（", ">": "<"}.get(text[-1:])
    start = text.rfind(opening) if opening else -1
    name = text[:start].rstrip() if start > 0 else ""
    if not name or is_nickname(text[start:]) or name.count("{") != name.count("}"):
        return part, ("", at)
    return (name, at), (text[start:], at + start)


def is_nickname(text: str) -> bool:
    """Whether parentheses hold what somebody is called, as in `William (Bill)`, and no place of work."""
    inner = text[1:-1]
    return bool(_NICKNAME.fullmatch(text)) and inner[0].isupper() and not (len(inner) > 1 and inner.isupper())


def is_affiliation(text: str) -> bool:
    """Whether a part between commas is, by its words, an institution or a kind of company."""
    return _AFFILIATION.search(text[:200]) is not None


def stripped(part: Part) -> Part:
    """A part without the white space around it."""
    text, at = part
    shorter = text.lstrip()
    return shorter.rstrip(), at + len(text) - len(shorter)


def cuts_at(pattern: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], bool]:
    """Where a pattern that also finds braces matches outside of them, and whether the braces are balanced."""
    cuts = []
    depth = 0
    balanced = True
    for match in pattern.finditer(text):
        found = match[0]
        if found == "{":
            depth += 1
        elif found == "}":
            balanced = balanced and depth > 0
            depth = max(0, depth - 1)
        elif not depth:
            cuts.append(match.span())
    return cuts, balanced and not depth


def between(text: str, at: int, cuts: list[tuple[int, int]]) -> Iterator[Part]:
    """The stretches of a text at an offset that these cuts leave."""
    start = 0
    for cut, end in cuts:
        yield text[start:cut], at + start
        start = end
    yield text[start:], at + start
