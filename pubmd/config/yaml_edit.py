"""Changes of a YAML text that leave every other byte of it alone.

A parser tells where each node stands; what is to change is cut out and put in at these places. A change is an
`Edit` of the document's text. Nothing here knows whether the result means what it should: who edits reads the
result back and compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pubmd.config.yaml_document import Document
from pubmd.regex import regex

if TYPE_CHECKING:
    from pubmd.config.yaml_document import Node

# What may stand without quotes anywhere: no indicator in front, no `: `, ` #`, bracket or comma within.
_PLAIN = regex(r"(?:[^\W_]|[/_.(]|-(?=[^\W_]))(?:[\w./+@?=&%~()!;'\"$\\^*<>|-]|:(?=[\w/])|#| (?=[^\s#]))*")
# What other readers of YAML take for something else than text.
_NO_TEXT = regex(
    r"~|null|true|false|yes|no|on|off|y|n|[-+.\d][\d_,.:]*(?:e[-+]?\d+)?|0x[\da-f_]+|0o?[0-7_]+|"
    r"[-+]?\.(?:inf|nan)|\d{4}-\d\d?-\d\d?.*",
    re.IGNORECASE,
)
_NULL = regex(r"~|null", re.IGNORECASE)
_COLON = regex(r"\s*:")
_ALIAS = regex(r"\s*:\s*\*[^\s,\[\]{}]+")
_COMMA = regex(r"\s*,")


class EditError(Exception):
    """A text is written in a way that cannot be changed piece by piece. Its text says what to do instead."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a text, and what is to stand in its place."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """A text with its edits, which do not overlap; of several at one place the first comes first."""
    parts = []
    at = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.end)):
        if edit.start < at:
            raise EditError("two changes touch the same lines")
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def spelled(value: str, *, style: str | None = None, as_key: bool = False) -> str:
    """A text as YAML, on one line, right in a flow collection, too.

    Without quotes where it may be, unless `style` is the quote of what it replaces. A key is put in quotes
    where other readers would take it for a number, a date or a truth value.
    """
    is_plain = (
        _PLAIN.fullmatch(value)
        and value.isprintable()
        and not _NULL.fullmatch(value)
        and value[-1] not in ":"
    )
    if is_plain and style not in ("'", '"') and not (as_key and _NO_TEXT.fullmatch(value)):
        return value
    if value.isprintable() and (style == "'" or (style != '"' and ('"' in value or "\\" in value))):
        return "'" + value.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    if char.isprintable():
        return char
    number = ord(char)
    return {"\n": "\\n", "\t": "\\t"}.get(char) or (
        f"\\x{number:02X}"
        if number < 0x100
        else f"\\u{number:04X}"
        if number < 0x10000
        else f"\\U{number:08X}"
    )


def is_flow(node: Node | None) -> bool:
    """Whether a node is a mapping or a list in brackets."""
    return bool(getattr(node, "flow_style", False))


def end_of(document: Document, key: Node, value: Node) -> int:
    """The place behind a value, without the comments and empty lines that the parser counts to it."""
    key_end: int = key.end_mark.index
    if value.start_mark.index < key_end:
        alias = _ALIAS.match(document.text, key_end)
        if not alias:
            raise EditError("a value is written in an unusual way")
        return alias.end()
    if value.start_mark.index == value.end_mark.index:
        colon = _COLON.match(document.text, key_end)
        return colon.end() if colon else key_end
    return _end_of_written(document, value)


def _end_of_written(document: Document, node: Node) -> int:
    end: int = node.end_mark.index
    if node.id == "scalar":
        spelling = document.spelling(node)
        if getattr(node, "style", None) not in ("|", ">"):
            return end
        keeps_lines = "+" in spelling.partition("\n")[0].partition("#")[0]
        content = spelling.removesuffix("\n") if keeps_lines else spelling.rstrip()
        return int(node.start_mark.index) + len(content)
    if is_flow(node):
        return end
    if node.id == "mapping":
        return end_of(document, *node.value[-1])
    last = node.value[-1]
    if not node.start_mark.index <= last.start_mark.index < last.end_mark.index:
        raise EditError("a list holds an alias, or nothing, as an item")
    return _end_of_written(document, last)


def line_end(document: Document, at: int) -> int:
    """The start of the line behind the one that a place is in."""
    return document.text.index("\n", at) + 1


def _line_start(document: Document, at: int) -> int:
    """The start of the line that an item begins; raises EditError where something stands before it."""
    start = document.text.rfind("\n", 0, at) + 1
    if document.text[start:at].strip():
        raise EditError("several things stand on one line that are usually on lines of their own")
    return start


def mapping_edits(
    document: Document, node: Node, values: Mapping[str, str | None], added: Sequence[tuple[str, str]]
) -> list[Edit]:
    """What changes a mapping.

    `values` maps its keys, as read, to the YAML in place of theirs, or to None where the item goes; `added`
    are keys and values, as YAML, that come to its end.
    """
    pairs = [(key, value) for key, value in node.value]
    if is_flow(node):
        return [_flow_edit(document, node, [_flow_pair(document, *pair, values) for pair in pairs], added)]
    edits = []
    for key, value in pairs:
        if key.value not in values:
            continue
        new = values[key.value]
        end = end_of(document, key, value)
        if new is None:
            edits.append(Edit(_line_start(document, key.start_mark.index), line_end(document, end), ""))
        else:
            edits.append(_replaced(document, key, value, end, new))
    if added:
        indent = " " * pairs[0][0].start_mark.column
        at = line_end(document, end_of(document, *pairs[-1]))
        edits.append(Edit(at, at, "".join(f"{indent}{key}: {value}\n" for key, value in added)))
    return edits


def _replaced(document: Document, key: Node, value: Node, end: int, new: str) -> Edit:
    colon = _COLON.match(document.text, key.end_mark.index)
    if not colon:
        return Edit(key.end_mark.index, key.end_mark.index, f": {new}")
    if key.end_mark.index <= value.start_mark.index < end:
        return Edit(value.start_mark.index, end, new)
    return Edit(colon.end(), end, f" {new}")


def _flow_pair(
    document: Document, key: Node, value: Node, values: Mapping[str, str | None]
) -> tuple[int, int, str | None]:
    """A pair's place, and its text as it will be, None where it goes."""
    start, end = int(key.start_mark.index), end_of(document, key, value)
    new = values.get(key.value, "")
    if key.value not in values or new is None:
        return start, end, None if key.value in values else document.text[start:end]
    edit = _replaced(document, key, value, end, new)
    return start, end, document.text[start : edit.start] + edit.text + document.text[edit.end : end]


def sequence_edits(
    document: Document, node: Node, items: Sequence[str | None], added: Sequence[str]
) -> list[Edit]:
    """What changes a list of scalars.

    `items` are the new YAML of each, None where it goes, `""` where it stays; `added` come to its end.
    """
    if is_flow(node):
        pieces = []
        for each, new in zip(node.value, items, strict=True):
            start, end = each.start_mark.index, each.end_mark.index
            if start < node.start_mark.index:
                raise EditError("a list holds an alias as an item")
            pieces.append((start, end, document.text[start:end] if new == "" else new))
        return [_flow_edit(document, node, pieces, [("", each) for each in added])]
    edits = []
    at = line_end(document, _end_of_written(document, node))
    dashes = [document.text.rindex("-", 0, each.start_mark.index) for each in node.value]
    for dash, each, new in zip(dashes, node.value, items, strict=True):
        end = _end_of_written(document, each)
        if new is None:
            edits.append(Edit(_line_start(document, dash), line_end(document, end), ""))
        elif new:
            edits.append(Edit(each.start_mark.index, end, new))
    if added:
        indent = " " * (dashes[0] - document.text.rfind("\n", 0, dashes[0]) - 1)
        edits.append(Edit(at, at, "".join(f"{indent}- {each}\n" for each in added)))
    return edits


def _flow_edit(
    document: Document,
    node: Node,
    items: Sequence[tuple[int, int, str | None]],
    added: Sequence[tuple[str, str]],
) -> Edit:
    """A flow collection written anew: its items' places and texts, None where one goes, and what comes to it.

    What stands between the items stays, comments among it, but for what follows an item that goes.
    """
    text = document.text
    opening = text.index("{" if node.id == "mapping" else "[", node.start_mark.index)
    closing = node.end_mark.index - 1
    new = [f"{key}: {value}" if key else value for key, value in added]
    kept = [at for at, (_, _, piece) in enumerate(items) if piece is not None]
    if not kept:
        inner = "" if items else text[opening + 1 : closing]
        return Edit(opening + 1, closing, ", ".join(new) + (inner if "#" in inner else ""))
    starts = [start for start, _, _ in items]
    behind = [text[end:start] for (_, end, _), start in zip(items, [*starts[1:], closing], strict=True)]
    written = [text[opening + 1 : starts[0]]]
    for at in kept[:-1]:
        written += [items[at][2] or "", behind[at]]
    last = kept[-1]
    tail = behind[last]
    if last != len(items) - 1:
        tail = behind[-1] if "#" not in tail else tail.rstrip(" ") + behind[-1].lstrip(" ,")
    piece = items[last][2] or ""
    comma = _COMMA.match(tail)
    if not new:
        joined = tail
    elif comma:
        joined = f"{comma[0]} {', '.join(new)}{tail[comma.end() :]}"
    else:
        joined = f", {', '.join(new)}{tail}"
    if piece.endswith(":") and not joined[:1].isspace():  # `code:,` and `code:}` would be texts
        piece += " "
    return Edit(opening + 1, closing, "".join([*written, piece, joined]))
