"""Changes of overrides as edits of their text, in the form that each override has there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from pubmd.config.override_change import TOPICS, OverrideChange, State, state_of, topic_word
from pubmd.config.overrides import Override, identity, topic_parts
from pubmd.config.yaml_document import Document, is_mapping, is_null
from pubmd.config.yaml_edit import (
    Edit,
    EditError,
    end_of,
    is_flow,
    line_end,
    mapping_edits,
    sequence_edits,
    spelled,
)
from pubmd.regex import regex

if TYPE_CHECKING:
    from pubmd.config.yaml_document import Node

_EMPTY = regex(r"^(?:(?:---)?[ \t]*)(~|null)(?=[ \t]*(?:#|$))", re.IGNORECASE | re.MULTILINE)
_Items: TypeAlias = "list[tuple[str, Node, Node]]"


def edits_of(
    document: Document, asked: Mapping[str, OverrideChange], known: Mapping[str, Override]
) -> list[Edit]:
    """What changes a document; `asked` and `known` are by the entries' identity. Raises EditError."""
    root = document.root
    items = _own_items(root)
    by_name = {identity(key.strip()): (node, value) for key, node, value in items}
    edits = []
    gone: dict[str, str | None] = {}
    values: dict[str, str | None] = {}
    new = []
    in_brackets = is_flow(root)
    for name, change in asked.items():
        if name not in by_name:
            new.append((spelled(change.key, as_key=True), _fields_of_new(change)))
            continue
        key, value = by_name[name]
        state = state_of(known.get(name), change)
        is_empty = not (state.fields or state.added or state.removed or any(state.others))
        if is_empty and "#" not in document.text[key.end_mark.index : end_of(document, key, value)]:
            gone[key.value] = None
        elif is_null(value):
            fields = _fields_of_new(change)
            if in_brackets:
                values[key.value] = _flow(fields)
            else:
                edits += _filled(document, key, value, fields)
        else:
            edits += _entry_edits(document, value, change, state)
    if in_brackets and root:
        if edits and (gone or values or new):
            raise EditError("all overrides stand in one pair of brackets")
        if gone or values or new:
            edits += mapping_edits(
                document, root, {**values, **gone}, [(key, _flow(each)) for key, each in new]
            )
        return edits
    if root and gone:
        edits += mapping_edits(document, root, gone, ())
    return edits + _appended(document, new)


def _own_items(node: Node | None) -> _Items:
    """A mapping's items that stand in it, not those of merge keys."""
    if node is None or not is_mapping(node):
        return []
    return [(key.value, key, value) for key, value in node.value if not str(key.tag).endswith(":merge")]


def _fields_of_new(change: OverrideChange) -> list[tuple[str, str]]:
    """The fields of an override that says nothing yet, as YAML."""
    topics = [*change.add_topics, *(f"-{each}" for each in change.remove_topics)]
    fields = [(name, _field(value)) for name, value in change.fields.items() if value is not None]
    return [*fields, *([("topics", _list(topics))] if topics else [])]


def _field(value: str, style: str | None = None) -> str:
    return spelled(value, style=style) if value else "~"


def _topic(topic: str) -> str:
    # A comma parts topics, unless there is a semicolon, which then does.
    return spelled(f"{topic};" if "," in topic else topic)


def _list(topics: Iterable[str]) -> str:
    return f"[{', '.join(map(_topic, topics))}]"


def _flow(fields: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields) + "}"


def _block(fields: Iterable[tuple[str, str]], indent: int) -> str:
    return "".join(f"{' ' * indent}{name}: {value}\n" for name, value in fields)


def _indents(document: Document) -> tuple[int, int]:
    """The columns of keys and of fields, as the file has them."""
    items = _own_items(document.root)
    column = items[0][1].start_mark.column if items else 0
    for _, _, value in items:
        if is_mapping(value) and not is_flow(value) and value.value:
            inner = value.value[0][0].start_mark.column
            if inner > column:
                return column, inner
    return column, column + 2


def _filled(document: Document, key: Node, value: Node, fields: list[tuple[str, str]]) -> list[Edit]:
    """Fields for a key that had none."""
    end = end_of(document, key, value)
    at = line_end(document, end)
    edits = [Edit(at, at, _block(fields, _indents(document)[1]))]
    if value.start_mark.index < value.end_mark.index:  # `~` or `null`
        line = document.text[key.start_mark.index : value.start_mark.index]
        start = key.start_mark.index + len(line.rstrip(" "))
        edits.append(Edit(start, end, ""))
    return edits


def _appended(document: Document, new: list[tuple[str, list[tuple[str, str]]]]) -> list[Edit]:
    """Overrides of further entries, at the end of the file."""
    if not new:
        return []
    outer, inner = _indents(document)
    text = "".join(f"{' ' * outer}{key}:\n{_block(fields, inner)}" for key, fields in new)
    if document.root:
        at = document.root.end_mark.index
        at = at if document.text[at - 1 : at] == "\n" else len(document.text)
        return [Edit(at, at, text)]
    at = len(document.text)
    nothing = _EMPTY.search(document.text)
    rest = [Edit(nothing.start(1), nothing.end(1), "")] if nothing else []
    return [*rest, Edit(at, at, text)]


def _entry_edits(document: Document, node: Node, change: OverrideChange, state: State) -> list[Edit]:
    """What changes an override's fields."""
    own = {name.lower(): (name, key, value) for name, key, value in _own_items(node)}
    values: dict[str, str | None] = {}
    added: list[tuple[str, str]] = []
    edits: list[Edit] = []
    for name, text in change.fields.items():
        if name not in own:
            added += [(name, _field(text))] if text is not None else []
            continue
        spelling, _, value = own[name]
        if text is None:
            values[spelling] = None
        elif is_null(value) or value.value != text:
            values[spelling] = _field(text, getattr(value, "style", None))
    topics = [*state.added, *(f"-{each}" for each in state.removed)]
    if "topics" not in own:
        if change.add_topics or change.remove_topics:
            added.append(("topics", _list(topics)))
    elif not topics:
        if any(getattr(change, of) for of in TOPICS):
            values[own["topics"][0]] = None
    else:
        spelling, _, value = own["topics"]
        of_list = _list_edits(document, value, change) if value.id == "sequence" else None
        if of_list is None and topic_parts(value.value) != topics:
            values[spelling] = _list(topics)
        elif of_list and is_flow(node):
            (edit,) = of_list
            start = value.start_mark.index
            before, after = document.text[start : edit.start], document.text[edit.end : value.end_mark.index]
            values[spelling] = f"{before}{edit.text}{after}"
        elif of_list:
            edits += of_list
    if values or added:
        if not node.value and not is_flow(node):
            raise EditError("an override is written in an unusual way")
        edits += mapping_edits(document, node, values, added)
    return edits


def _list_edits(document: Document, node: Node, change: OverrideChange) -> list[Edit]:
    """What changes a list of topics, whose items may hold several topics each."""
    add, remove, drop = ({topic_word(each) for each in getattr(change, of)} for of in TOPICS)
    present: set[tuple[bool, str]] = set()
    items: list[str | None] = []
    for each in node.value:
        kept = []
        parts = topic_parts(each.value)
        for part in parts:
            name, removes = topic_word(part.removeprefix("-").lstrip()), part.startswith("-")
            if name not in drop and name not in (add if removes else remove):
                kept.append(part)
                present.add((removes, name))
        joint = "; " if ";" in each.value else ", "
        items.append("" if kept == parts else spelled(joint.join(kept)) if kept else None)
    new = [each for each in change.add_topics if (False, topic_word(each)) not in present]
    new += [f"-{each}" for each in change.remove_topics if (True, topic_word(each)) not in present]
    if not new and not any(each is None or each for each in items):
        return []
    return sequence_edits(document, node, items, [_topic(each) for each in new])
