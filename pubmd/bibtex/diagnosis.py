"""What is wrong with an entry that reading stumbled over: where to look, a sentence, and the mend."""

from __future__ import annotations

import re
from typing import NamedTuple

from pubmd.bibtex.grammar import NAME, Expected, Stumble
from pubmd.bibtex.value import Fault, behind_space
from pubmd.regex import regex

# A field's beginning inside of another one's value: that one has lost its end.
_SWALLOWED = regex(
    r"(?:\n[ \t]*+,?|,)[ \t]*+[A-Za-z][\w-]*+\s*+=\s*+[{\"]|\n[ \t]*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+\w"
)
# The same, of fields that many exports have, or where the signs between two fields stand in full.
_COMMON = (
    r"(?:abstract|author|booktitle|crossref|date|doi|editor|file|isbn|issn|journal|journaltitle|keywords|month|note|number"
    r"|pages|publisher|series|title|topics|url|volume|year)"
)
_FIELD_WITHIN = regex(
    rf"""[,}}"]\s*+{_COMMON}\s*+=\s*+[{{}}"]
       | (?:,[ \t]*+\n[ \t]*+|\n[ \t]*+,[ \t]*+){_COMMON}\s*+=\s*+\S
       | ,{_COMMON}=\w
       | ,[ ]{_COMMON}[ ]=[ ]\w[^,{{}}"]*+[}}"],\s
       | [}}"],[ \t]*+\n[ \t]*+[A-Za-z][\w-]*+[ \t]*+=[ \t]*+[{{"]""",
    re.IGNORECASE | re.VERBOSE,
)
# What all of these have in common, of any field: a short pattern, and hardly a formula fits it.
_NAME_WITHIN = regex(r'[,}"\n]\s*+[A-Za-z][\w-]*+\s*+=', re.IGNORECASE)
_WIDEST = 100  # a name, and the white space around it
_ENTRY_WITHIN = regex(r"@\w++\s*+[{(][^\s,{}()]*+\s*+,")
# A string that a word processor ended.
_CURLY_END = regex(r'"[^"”“„‟″]*+([”“„‟″])[ \t]*+(?:,[ \t]*+)?(?:\n|\Z)')
_LONGEST_NAME = 80
_REST_OF_LINE = regex(r"[^\n]*+")


class Diagnosis(NamedTuple):
    """The offset at which to look, what is wrong there, and the mend."""

    at: int
    message: str
    hint: str


def holds_field(expression: str) -> bool:
    """Whether a value holds another field, because two damages in one entry made up for each other.

    A value may well hold a whole entry, its BibTeX source, and then no field stands before that one's head.
    """
    equals = expression.find("=")
    while equals >= 0:
        # Nothing else of the text is looked at: the pattern alone takes long to find that nothing fits.
        bounds = max(equals - _WIDEST, 0), equals + _WIDEST
        field = _NAME_WITHIN.search(expression, *bounds) and _FIELD_WITHIN.search(expression, *bounds)
        if field:
            return not _ENTRY_WITHIN.search(expression, 0, field.start())
        equals = expression.find("=", equals + _WIDEST // 2)
    return False


def shown(name: str) -> str:
    """A key or a name as a message shows it, which is not at any length."""
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def diagnosis(text: str, stumble: Stumble, limit: int) -> Diagnosis:
    """Why an entry cannot be read, as far as that can be told; reading it ended at `limit` at the latest."""
    match stumble.expected:
        case Expected.TYPE:
            message = "there is no entry type before the brace"
            return Diagnosis(stumble.at, message, "write it as `@article{key, …}`")
        case Expected.KEY:
            message = "there is no citation key, or no comma behind it"
            return Diagnosis(stumble.at, message, "put a key and a comma behind the opening brace")
        case Expected.KEY_WITHOUT_SIGN:
            sign = "a double quote" if text[stumble.at] == '"' else f"a brace, `{text[stumble.at]}`,"
            return Diagnosis(stumble.at, f"{sign} stands in the citation key", "take it out")
        case Expected.COMMA_BEHIND_KEY:
            if behind_space(text, stumble.at, limit) >= limit:
                return Diagnosis(stumble.at, _ends(text, limit), "complete it, or take it out")
            return Diagnosis(stumble.at, "there is no comma behind the citation key", "put one there")
    return _of_field(text, stumble, limit)


def _ends(text: str, limit: int) -> str:
    return "the file ends in the middle of it" if limit == len(text) else "its closing brace is missing"


def _of_field(text: str, stumble: Stumble, limit: int) -> Diagnosis:
    name, at, value_at = shown(stumble.name), stumble.name_at, stumble.value_at
    is_open = stumble.fault in (Fault.UNCLOSED_BRACE, Fault.UNCLOSED_QUOTE)
    reached = limit if is_open else stumble.at
    curly = _CURLY_END.match(text, value_at, reached) if value_at >= 0 else None
    if curly:
        message = f"the value of `{name}` ends with a curly quote, `{curly[1]}`"
        return Diagnosis(at, message, "put braces around it instead")
    if value_at >= 0 and _SWALLOWED.search(text, value_at + 1, reached):
        missing = "a double quote" if text[value_at] == '"' else "a closing brace"
        return Diagnosis(at, f"{missing} is missing in `{name}`", f"put it behind the value of `{name}`")
    if stumble.expected is Expected.VALUE:
        return _no_value(text, stumble, limit)
    if stumble.at >= limit:
        message, hint = f"{_ends(text, limit)}, in `{name}` or behind it", "balance the braces"
        return Diagnosis(at, message if name else _ends(text, limit), hint)
    if stumble.expected is Expected.EQUALS:
        return _no_equals(text, stumble, limit)
    if stumble.expected is Expected.NAME:
        message = f"a field's name should be here, not `{text[stumble.at]}`"
        return Diagnosis(
            stumble.at, message, "take out what is too much, or put in what is missing before it"
        )
    return _no_end_of_value(text, stumble, limit)


def _no_value(text: str, stumble: Stumble, limit: int) -> Diagnosis:
    name, at = shown(stumble.name), stumble.name_at
    balance = f"balance the braces of `{name}`"
    end = "; the file ends within it" if limit == len(text) else ""
    match stumble.fault:
        case Fault.UNCLOSED_BRACE:
            return Diagnosis(at, f"a closing brace is missing in `{name}`{end}", balance)
        case Fault.UNCLOSED_QUOTE:
            message = f"a double quote is missing in `{name}`, or its braces do not balance{end}"
            return Diagnosis(at, message, f"put braces around the value of `{name}`")
        case Fault.TYPOGRAPHIC_QUOTE:
            quote = text[stumble.at]
            message = f"the value of `{name}` stands in curly quotes, `{quote}`"
            return Diagnosis(at, message, "put braces in their place")
    if stumble.at >= limit:
        return Diagnosis(at, f"{_ends(text, limit)}, in `{name}`", balance)
    return Diagnosis(at, f"`{name}` has no readable value", "put braces around it")


def _no_equals(text: str, stumble: Stumble, limit: int) -> Diagnosis:
    name, at = shown(stumble.name), stumble.name_at
    if _is_assigned(text, stumble.at, limit):
        following = NAME.match(text, stumble.at, limit)
        both = f"{name} {shown(following[0]) if following else ''}"
        return Diagnosis(at, f"`{both}` is no field name", "write it in one word")
    previous = stumble.assignments[-1] if stumble.assignments else None
    if previous and "\n" not in text[previous.end : at]:
        # Words on the line where a value ended: the value's own, most likely.
        before = shown(previous.name)
        message = f"`{before}` ends before `{name}`, which is no field"
        return Diagnosis(previous.at, message, f"balance the braces of `{before}`")
    return Diagnosis(at, f"there is no `=` behind `{name}`", "put one before its value")


def _no_end_of_value(text: str, stumble: Stumble, limit: int) -> Diagnosis:
    """What is wrong where a value is over and goes on, or where the entry is over and goes on."""
    name, at = shown(stumble.name), stumble.name_at
    if not name:
        return Diagnosis(stumble.at, "its brace closes behind the key", "put a comma in the brace's place")
    opener = text[stumble.value_at]
    rest = _REST_OF_LINE.match(text, stumble.at, limit)
    line = rest[0].rstrip(" \t,") if rest else ""
    if stumble.expected is Expected.END and opener in '{"':
        return Diagnosis(at, f"`{name}` closes more braces than it opens", f"balance the braces of `{name}`")
    if _is_assigned(text, stumble.at, limit):
        return Diagnosis(at, f"there is no comma behind `{name}`", "put one behind its value")
    if stumble.expected is Expected.END or (opener not in '{"' and line.endswith("}")):
        return Diagnosis(at, f"an opening brace is missing in `{name}`", "put it before the value")
    if opener not in '{"':
        if line.endswith('"'):
            return Diagnosis(at, f"a double quote is missing in `{name}`", "put it before the value")
        return Diagnosis(at, f"the value of `{name}` stands without braces", "put braces around it")
    if "\n" in text[stumble.assignments[-1].end : stumble.at]:
        message = f"a comma or a closing brace is missing behind `{name}`"
        return Diagnosis(at, message, "put it behind the value")
    if opener == '"':
        return Diagnosis(at, f"a double quote within `{name}` ends it", f"put braces around `{name}`")
    if "}" in line:
        return Diagnosis(at, f"`{name}` closes more braces than it opens", f"balance the braces of `{name}`")
    return Diagnosis(at, f"the value of `{name}` goes on behind its closing brace", "put a comma there")


def _is_assigned(text: str, at: int, limit: int) -> bool:
    """Whether a field begins here: a name and `=`."""
    name = NAME.match(text, at, limit)
    if not name:
        return False
    equals = behind_space(text, name.end(), limit)
    return equals < limit and text[equals] == "="
