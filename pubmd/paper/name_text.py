"""Names of a BibTeX field as text: where one ends and the next begins, its words, what stands behind it.

A part of a field is its text and its offset in the field, so that a finding can say where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

Part: TypeAlias = tuple[str, int]

# BibTeX: `and` in any case with white space on both sides; behind a comma people forget that space.
_AND = re.compile(r"(?:(?<=[\s,;])|\A)and(?=\s|\Z)", re.IGNORECASE)
_BRACE_OR_AND = re.compile(rf"[{{}}]|{_AND.pattern}", re.IGNORECASE)
# `&#228;` and `&auml;` end with a semicolon that separates nothing.
_PEOPLE = re.compile(r"[{}]|&#?\w{1,8};|(?<!\\)[;；、，]|(?<=\s)\\?&(?=\s)")
_SEPARATOR = re.compile(r"(?<!\\)[;；、，]|&")
COMMA = re.compile(r"[{},，]")
_WORD = re.compile(r"(?:\\.|[^\s~\\]|\\\Z)+", re.DOTALL)
_BRACE_OR_SPACE = re.compile(r"\\.|[{}]|[\s~]+", re.DOTALL)

# Chinese, Japanese and Korean letters: names of one word, the family first.
CJK = re.compile(
    "[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff·・]+"
)
SUFFIX = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "phd", "ph.d.", "md", "m.d.", "esq", "esq."}

_SYMBOL_MACRO = (
    r"\\(?:ast|star|dagger|ddagger|dag|ddag|textasteriskcentered|textdagger|textdaggerdbl)(?![A-Za-z])"
)
_SYMBOL = rf"(?:\\?[*∗＊⁎†‡]|{_SYMBOL_MACRO})"
_SYMBOLS = rf"{_SYMBOL}(?:[\s,]*{_SYMBOL})*"
_SYMBOLS = rf"(?:{_SYMBOLS}|\{{{_SYMBOLS}\}})"
_MARK = re.compile(
    rf"[\s~]*(?:\$\s*\^?{_SYMBOLS}\s*\$|\\\(\s*\^?{_SYMBOLS}\s*\\\)"
    rf"|\\textsuperscript\s*(?:\{{\$?{_SYMBOLS}\$?\}}|{_SYMBOLS})|\^?{_SYMBOLS})(?P<braces>\}}*)\Z"
)
_MARK_WINDOW = 80
_DAGGERS = re.compile(
    r"(?P<double>‡|\\ddag|\\textdaggerdbl)|(?P<single>†|\\dag|\\textdagger)|\*|∗|＊|⁎|\\ast|\\star|\\texta"
)

_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+|[^\W\d_]")
_NICKNAME = re.compile(r"\((?:[^\W\d_]|[-'’])*[^\W\d_]\)")
# TeX's letters whose case their macro's name tells.
_LETTERS = {"oe": True, "ae": True, "aa": True, "o": True, "l": True, "ss": True, "i": True, "j": True}
_LETTERS |= {"OE": False, "AE": False, "AA": False, "O": False, "L": False}
_MACRO = re.compile(r"\\(?:([A-Za-z]+)|.)", re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")


def split_names(value: str) -> list[Part]:
    """The stretches between the `and`s of a field, stripped; empty ones too. None of an empty field."""
    if not value.strip():
        return []
    cuts: list[tuple[int, int]]
    if "{" not in value and "}" not in value:
        cuts = [match.span() for match in _AND.finditer(value)]
    else:
        cuts, balanced = _cuts(_BRACE_OR_AND, value)
        if not balanced:  # a brace that never closes must not swallow the names behind it
            cuts = [match.span() for match in _AND.finditer(value)]
    return [stripped(part) for part in _between(value, 0, cuts)]


def split_at(part: Part, mark: re.Pattern[str]) -> list[Part]:
    """The stretches between the commas outside of braces, and outside of quotes if `mark` finds quotes."""
    text, at = part
    cuts = []
    quoted = False
    for start, end in _cuts(mark, text)[0]:
        if text[start] == '"':
            quoted = not quoted
        elif not quoted:
            cuts.append((start, end))
    return list(_between(text, at, cuts))


def split_people(part: Part, lone_comma: bool) -> list[Part]:
    """The people that something else than `and` separates, or an empty list where the part is one name.

    `lone_comma` says that the field's other names are written without commas, so that here, too, a
    comma is not what stands behind a family name.
    """
    text, at = part
    if _SEPARATOR.search(text):
        cuts = [cut for cut in _cuts(_PEOPLE, text)[0] if cut[1] - cut[0] < 3]
        signs = {text[end - 1] for _, end in cuts}
        people = [each for each in map(stripped, _between(text, at, cuts)) if each[0]]
        # `Simon & Schuster` is a publisher and `李，明` a person; with given names they would be two people.
        if signs & set(";；、") or (signs and all(_is_full_name(each) for each in people)):
            return people
    if "," not in text:
        return []
    return _split_commas(part, lone_comma)


def _split_commas(part: Part, lone_comma: bool) -> list[Part]:
    """The people of a list such as `A. Lovelace, K. Gödel, D. Knuth` or `Lovelace, A., Gödel, K.`."""
    people = [each for each in map(stripped, split_at(part, COMMA)) if each[0]]
    if len(people) < 2 or any(each[0].lower() in SUFFIX for each in people):
        return []
    if all(_is_full_name(each) for each in people):
        if CJK.fullmatch(people[0][0]):  # `山田, 太郎` is one person
            return people if len(people) > 2 else []
        initials = all(_INITIALS.fullmatch(words(each)[0][0]) for each in people)
        return people if len(people) > 2 or lone_comma or initials else []
    if len(people) > 3 and len(people) % 2 == 0 and all(_is_given(each) for each in people[1::2]):
        text, at = part
        return [
            (text[first[1] - at : second[1] - at + len(second[0])], first[1])
            for first, second in zip(people[::2], people[1::2], strict=True)
        ]
    return []


def _is_full_name(part: Part) -> bool:
    """Whether a part is a whole name without a comma, given and family."""
    tokens = words(part)
    if len(tokens) == 1 and CJK.fullmatch(tokens[0][0]):
        return 2 <= len(tokens[0][0]) <= 4
    return 2 <= len(tokens) <= 6 and not _INITIALS.fullmatch(tokens[-1][0]) and not is_lower(tokens[0][0])


def _is_given(part: Part) -> bool:
    """Whether a part is initials and nothing else."""
    tokens = words(part)
    return 0 < len(tokens) < 5 and all(_INITIALS.fullmatch(text) for text, _ in tokens)


def words(part: Part) -> list[Part]:
    """The words of a name: what white space and ties separate outside of braces."""
    text, at = part
    if "{" not in text and "}" not in text:
        return [(match[0], at + match.start()) for match in _WORD.finditer(text)]
    cuts, _ = _cuts(_BRACE_OR_SPACE, text)
    spaces = [cut for cut in cuts if text[cut[0]] != "\\"]
    return [each for each in _between(text, at, spaces) if each[0]]


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


def take_mark(part: Part) -> tuple[Part, str]:
    """A name without the star or dagger behind it, and that as a character: `Lovelace$^*$` has `*`."""
    text, at = part
    match = _MARK.search(text, max(0, len(text) - _MARK_WINDOW))
    if not match:
        return part, ""
    signs = (
        "‡" if each["double"] else "†" if each["single"] else "*" for each in _DAGGERS.finditer(match[0])
    )
    rest = text[: match.start()] + match["braces"]
    return (("" if rest.strip("{}") == "" else rest), at), "".join(signs)


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


def stripped(part: Part) -> Part:
    """A part without the white space around it."""
    text, at = part
    shorter = text.lstrip()
    return shorter.rstrip(), at + len(text) - len(shorter)


def _cuts(pattern: re.Pattern[str], text: str) -> tuple[list[tuple[int, int]], bool]:
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


def _between(text: str, at: int, cuts: list[tuple[int, int]]) -> Iterator[Part]:
    start = 0
    for cut, end in cuts:
        yield text[start:cut], at + start
        start = end
    yield text[start:], at + start
