"""What ruamel.yaml says of a text that it cannot read, put as its author can mend it."""

from __future__ import annotations

import re
from typing import Any

DIRECTIVE = ("a line that starts with `%` tells how to read YAML, and pubmd knows one way", "take it out")
NESTING = ("brackets or keys are nested too deep here", "is a bracket left open further up?")


class Fault(Exception):  # noqa: N818 (never leaves this module)
    """What keeps a text from being a document: an offset, a message, a hint."""

    def __init__(self, at: int, told: tuple[str, str]) -> None:
        super().__init__(told[0])
        self.at = at
        self.message, self.hint = told


_QUOTES = "put the value in quotes"
# A part of what ruamel says; whether the place is where it began to read the thing; the message; the hint.
_SAID = (
    (
        r"found character '\\t'",
        False,
        "a tab stands where only spaces may",
        "indent with spaces",
    ),
    (
        "that cannot start any token",
        False,
        "a value starts with a character that means something else in YAML",
        _QUOTES,
    ),
    (
        "mapping values are not allowed",
        False,
        "a `:` stands where no key can be",
        "put a value that holds `: ` in quotes, and indent the keys of one level alike",
    ),
    (
        "could not find expected ':'",
        True,
        "a line among keys is no key",
        "write `key: value`, with a space after the colon",
    ),
    (
        "sequence entries are not allowed",
        False,
        "a `-` stands where no list can start",
        "start the list on a line of its own, or write `[one, two]`",
    ),
    ("while scanning a quoted scalar", True, "a quote is never closed", "close it on its line"),
    (
        "while scanning a double-quoted scalar",
        False,
        "a backslash in double quotes starts no escape that YAML knows",
        "use single quotes, in which a backslash is a backslash",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        False,
        "text follows a value that has ended, or its indentation fits no level above it",
        "put the whole value in quotes, and indent the keys of one level alike",
    ),
    (
        r"expected <block end>, but found '[\]},]'",
        False,
        "a bracket or comma stands after the end of a value",
        "take it out, or put the whole value in quotes",
    ),
    (
        "expected <block end>",
        False,
        "the indentation of this line fits no level above it",
        "indent the keys of one level alike",
    ),
    (
        r"expected ',' or '\]'",
        True,
        "a `[` is never closed, or a comma is missing after it",
        "close it with `]`, or put the value in quotes",
    ),
    (
        r"expected ',' or '}'",
        True,
        "a `{` is never closed, or a comma is missing after it",
        "close it with `}`, or put the value in quotes",
    ),
    ("expected the node content", False, "a value is missing here", "write one, or put the text in quotes"),
    (
        "undefined alias|while scanning an alias",
        False,
        "`*` starts an alias here, and no value has that name",
        "put a text that starts with `*` in quotes",
    ),
    ("while scanning an anchor", False, "`&` starts an anchor here, and its name is missing", _QUOTES),
    (
        "but found another document|found non-comment content",
        False,
        "a second document starts here",
        "take out the line `---` or `...`",
    ),
    ("maximum depth", False, *NESTING),
    (
        "block scalar",
        False,
        "`|` or `>` starts a text on the lines below, but other text follows it",
        _QUOTES,
    ),
    ("tag", False, "`!` starts a tag here that YAML cannot read", _QUOTES),
)


def fault_of(found: Exception) -> Fault:
    """What an exception of ruamel's means to the person who wrote the file."""
    if isinstance(found, RecursionError):
        return Fault(0, NESTING)
    character: Any = getattr(found, "character", None)
    if isinstance(character, int):
        position: int = getattr(found, "position", 0)
        return Fault(position, (f"the character U+{character:04X} may not stand in YAML", "take it out"))
    mark: Any = getattr(found, "problem_mark", None)
    said = f"{getattr(found, 'context', None)}\n{getattr(found, 'problem', None)}"
    at = mark.index if mark else 0
    for part, where_it_began, message, hint in _SAID:
        if re.search(part, said):
            began: Any = getattr(found, "context_mark", None)
            return Fault(began.index if where_it_began and began else at, (message, hint))
    return Fault(at, ("this cannot be read as YAML", "look for a quote or bracket that is not closed"))
