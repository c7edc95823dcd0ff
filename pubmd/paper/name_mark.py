"""What people set beside a name: stars, daggers and envelopes, an affiliation's number, `Member, IEEE`."""

from __future__ import annotations

import re

from pubmd.paper.name_text import Part
from pubmd.regex import regex

_SYMBOL_MACRO = (
    r"\\(?:ast|star|dagger|ddagger|dag|ddag|textasteriskcentered|textdagger|textdaggerdbl)(?![A-Za-z])"
)
# A corresponding author's, as a character, by the macros of bbding and fontawesome, or as Springer has it.
_ENVELOPE_MACRO = r"\\(?:Letter|Envelope|faEnvelope)(?![A-Za-z])(?:\s*\{\})?"
_ENVELOPE = (
    rf"(?:✉[\ufe0e\ufe0f]?|{_ENVELOPE_MACRO}|\(?\\(?:textrm|mathrm|text)\s*\{{{_ENVELOPE_MACRO}\}}\)?)"
)
_SYMBOL = rf"(?:\\?[*∗＊⁎†‡]|{_SYMBOL_MACRO}|{_ENVELOPE})"
_SYMBOLS = rf"{_SYMBOL}(?:[\s,]*{_SYMBOL})*"
_SYMBOLS = rf"(?:{_SYMBOLS}|\{{{_SYMBOLS}\}})"
_MARK = regex(
    rf"[\s~]*(?:\$\s*\^?{_SYMBOLS}\s*\$|\\\(\s*\^?{_SYMBOLS}\s*\\\)"
    rf"|\\textsuperscript\s*(?:\{{\$?{_SYMBOLS}\$?\}}|{_SYMBOLS})|\^?{_SYMBOLS})(?P<braces>\}}*)\Z"
)
_MARK_WINDOW = 80
_EACH = regex(
    r"(?P<envelope>✉|\\Letter|\\Envelope|\\faEnvelope)"
    r"|(?P<double>‡|\\ddag|\\textdaggerdbl)|(?P<single>†|\\dag|\\textdagger)|\*|∗|＊|⁎|\\ast|\\star|\\texta"
)

# One of these is in every text that has an aside.
_SIGN = regex(r"[\^<⁰¹²³⁴-⁹]|\\textsuper|\\inst|\\orcid|\\author|\\affil|IEEE|Member|Fellow")
# A pair of plain tags; a lone one, or one with attributes, is text like any other.
_TAGS = regex(r"(?<!<)<(b|i|u|em|strong|span|small|font|mark)>([^<>]*+)</\1>", re.IGNORECASE)
_RAISED = rf"(?:\d{{1,3}}|[a-z](?![A-Za-z])|[§¶#]|{_SYMBOL})"
_RAISED = rf"\s*{_RAISED}(?:[\s,;]*{_RAISED}){{0,9}}[\s,]*"
# Raised numbers, letters and signs where a word ends: `M\textsuperscript{c}Donald` keeps its own.
_AFFILIATION_MARK = regex(
    rf"(?<![\s~])[\s~]*(?:\\[,;])?(?:\$\s*\^\s*(?:\{{{_RAISED}\}}|{_RAISED})\$|\\textsuperscript\s*\{{\$?{_RAISED}\$?\}}"
    rf"|\^(?:\{{{_RAISED}\}}|\d)|<sup>{_RAISED}</sup>|[⁰¹²³⁴-⁹](?:[\s,]?[⁰¹²³⁴-⁹]){{0,9}}[⁎*†‡]?"
    r"|\\(?:inst|orcid|orcidlink|orcidID|authormark|affilnum)\s*\{[^{}]{0,60}\})(?=[\s,;~}*∗†‡✉]|\Z)"
)
_WRAPPING = regex(rf"\\textsuperscript|</?sup>|{_SYMBOL}")
_TELLING = regex(r"[^\W_]|[§¶⁰¹²³⁴-⁹]")
_GRADE = regex(
    r",\s*(?:(?:Graduate\s+Student|Student|Senior|Life|Associate)\s+){0,2}(?:Member|Fellow)\s*,"
    r"\s*(?:IEEE|ACM|IET|OSA|SPIE|Optica)\b|,\s*IEEE(?=\s*(?:,|\Z))"
)


def take_mark(part: Part) -> tuple[Part, str]:
    """A name without the marks behind it, and these as characters: `Lovelace$^*$` has `*`."""
    text, at = part
    if "\\" not in text and text[-1:].isalnum():
        return part, ""
    match = _MARK.search(text, max(0, len(text) - _MARK_WINDOW))
    if not match:
        return part, ""
    rest = text[: match.start()] + match["braces"]
    return (("" if rest.strip("{}") == "" else rest), at), _symbols(match[0])


def without_asides(text: str) -> tuple[str, str]:
    r"""A name without affiliations' numbers, ORCIDs, grades and tags, and the first that tells something.

    `Rui Li$^{1,*}$` keeps its star. What is taken out leaves blanks of its length where it can, so that
    places stay what they were.
    """
    if not _SIGN.search(text):
        return text, ""
    text = _TAGS.sub(r"\2", text)
    told = ""

    def blank(match: re.Match[str]) -> str:
        nonlocal told
        symbols = _symbols(match[0])
        if not told and _TELLING.search(_WRAPPING.sub("", match[0])):
            told = match[0].strip(" ,~")
        return symbols.ljust(len(match[0]))

    text = _AFFILIATION_MARK.sub(blank, _GRADE.sub(blank, text))
    return text.rstrip(), told


def _symbols(text: str) -> str:
    """The marks of a text, each as one character."""
    of = {"envelope": "✉", "double": "‡", "single": "†"}
    return "".join(of.get(each.lastgroup or "", "*") for each in _EACH.finditer(text))
