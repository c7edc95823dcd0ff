"""Math amid text: where a formula ends, whether it is one at all, and which are better shown as text."""

from __future__ import annotations

import re

from pubmd.regex import regex
from pubmd.text.chunk import Style
from pubmd.text.macros import MACROS, Kind

# Formulas are short. Where the next dollar is further away, this one has lost its partner.
LIMIT = 5_000

_INNER = r"[^{}\\]++|\\."
for _ in range(6):
    _INNER = rf"[^{{}}\\]++|\\.|\{{(?:{_INNER})*+\}}"
_BODY = rf"(?:[^{{}}\\$]++|\\.|\{{(?:{_INNER})*+\}})++"  # braces pair, and a dollar stands only inside them
_FORMULA = regex(rf"\$\$({_BODY})\$\$|\$({_BODY})\$", re.DOTALL)
_BLANK_LINE = regex(r"(?>\r\n?|\n)[ \t]*+[\r\n]")

_DASHES = "-–—/("
_WORD = regex(r"\s[A-Za-z]{2,}\s")
_TEX = regex(r"[\\^_{}=<>+]")

_SCRIPT = regex(r"(?:\{ ?\} ?)?([_^]) ?(?:\{(.*)\}|(\\[a-z]+ ?\{[^{}]*\}|[^\\{}]))")
_UPRIGHT = regex(
    r"\\(?:rm|mathrm|mathsf|mathregular|text|textrm|textsf|textnormal|mbox|hbox)(?: ?\{([^{}]*)\}| ([^{}]*))"
)
_PLAIN = regex(r"(?:[^\W_]|[+.,/-])*[^\W_](?:[^\W_]|[+.,/-])*|[+-]")
_LONE_MACRO = regex(r"\\([A-Za-z]+|[^A-Za-z\s]) ?(?:\{ ?\})?")


def formula_at(latex: str, start: int) -> tuple[str, int] | None:
    """The formula that the `$` or `$$` at `start` begins, and where it ends; None where it is a mere dollar.

    It is one where its partner is missing or beyond the end of a group or paragraph, and where what stands
    between the two reads like text: `$5 and $6`, `$HOME and $PATH`.
    """
    match = _FORMULA.match(latex, start, start + LIMIT)
    if not match:
        return None
    display, inline = match.groups()
    if _BLANK_LINE.search(match[0]) or (inline and _is_text(inline, latex[match.end() : match.end() + 1])):
        return None
    return display or inline, match.end()


def _is_text(between: str, after: str) -> bool:
    number = between[0].isdigit()
    if number and after.isdigit() and (" " in between or between[-1] in _DASHES):
        return True
    spaced = between[-1].isspace() and (number or after.isalnum())
    return spaced and bool(_WORD.search(between)) and not _TEX.search(between)


def script(source: str) -> tuple[Style, str] | None:
    """The style and the text of a formula that is no more than an index, as in `H$_2$O` or `10$^{th}$`."""
    match = _SCRIPT.fullmatch(source)
    if not match:
        return None
    text = (match[3] if match[2] is None else match[2]).strip()
    if upright := _UPRIGHT.fullmatch(text):
        text = (upright[2] if upright[1] is None else upright[1]).strip()
    if not _PLAIN.fullmatch(text):
        return None
    return (Style.SUPERSCRIPT if match[1] == "^" else Style.SUBSCRIPT), text.replace("-", "−")


def lone_symbol(source: str) -> str | None:
    r"""The character of text that a formula comes to where it is one macro: `$\slash$`, `$\{$`, `$\&$`."""
    match = _LONE_MACRO.fullmatch(source)
    meaning = MACROS.get(match[1]) if match else None
    return meaning.text if meaning and meaning.kind is Kind.SYMBOL else None
