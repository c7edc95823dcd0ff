"""The overrides `bib/overrides.yml` as values, and all that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pubmd.config.overrides import Override, Overrides, identity, topic_parts
from pubmd.config.settings_keys import FIELD_NAME
from pubmd.config.yaml_document import Document, is_null, parse
from pubmd.config.yaml_reader import Item, Reader, Spelled, shown
from pubmd.problem import Place, Problem
from pubmd.text.likeness import likeness

MOST_CHARACTERS = 2 * 1024 * 1024
_SEVERAL = {
    "author": "join names by ` and `: `Ada Lovelace and Kurt Gödel`",
    "editor": "join names by ` and `: `Ada Lovelace and Kurt Gödel`",
}


def read_overrides(file: str, text: str) -> tuple[Overrides | None, tuple[Problem, ...]]:
    """The overrides in a text, or None and all that is wrong with it. An empty file is no overrides.

    `file` is its path from the site's root, for the places of problems. Never raises.
    """
    document, problems = parse(file, text, "overrides", MOST_CHARACTERS)
    return overrides_of(document) if document else (None, problems)


def overrides_of(document: Document) -> tuple[Overrides | None, tuple[Problem, ...]]:
    """The overrides in a document, or None and all that is wrong with it. Never raises."""
    if document.root is None:
        return Overrides(), ()
    reader = Reader(document, "overrides")
    wanted = "citation keys or DOIs, each with fields: `key: {award: Best Paper}`"
    items = reader.items(document.root, "the file", wanted, repeated="duplicate") or ()
    entries = tuple(_overrides(reader, items))
    return (None if reader.problems else Overrides(entries)), reader.problems


def _overrides(reader: Reader, items: tuple[Item, ...]) -> Iterator[Override]:
    seen: dict[str, Spelled] = {}
    for item in items:
        key = item.key
        if not key.text.strip():
            reader.refuse("value", key.place, "the citation key is empty", "name the entry, or its DOI")
            continue
        first = seen.setdefault(identity(key.text), key)
        if first is not key:
            message = (
                f"`{shown(key.text)}` is the DOI of `{shown(first.text)}` in line {first.place.line} too"
            )
            reader.refuse("duplicate", key.place, message, "put both under one")
        yield _override(reader, item)


def _override(reader: Reader, item: Item) -> Override:
    key, name = item.key.text.strip(), f"`{shown(item.key.text)}`"
    items: tuple[Item, ...] | None = ()
    if not is_null(item.value):
        wanted = "fields, such as `{award: Best Paper}`"
        items = reader.items(item.value, name, wanted, repeated="duplicate")
    fields: dict[str, tuple[str, Place]] = {}
    lists: dict[str, tuple[Spelled, ...]] = {}
    seen: dict[str, Place] = {}
    for each in items or ():
        field = each.key.text.lower()
        if not re.fullmatch(FIELD_NAME, field):
            message = f"`{shown(each.key.text)}` is no name of a BibTeX field"
            reader.refuse("value", each.key.place, message, "a letter, then letters, digits, `_`, `-`")
        elif field in seen:
            message = f"the field `{field}` stands in {name} twice, first in line {seen[field].line}"
            reader.refuse("duplicate", each.key.place, message, "leave one of the two")
        elif field in ("topics", "same_as", "not_same_as"):
            lists[field] = reader.texts(each.value, f"`{field}`") or ()
        elif is_null(each.value):
            fields[field] = "", reader.document.place(each.key_node)
        else:
            hint = _SEVERAL.get(field, "a field holds one text; topics alone are a list")
            value = reader.text(each.value, f"`{field}`", truth=True, hint=hint)
            if value:
                fields[field] = value.text, value.place
        seen.setdefault(field, each.key.place)
    added, removed = _topics(reader, lists.get("topics", ()))
    same, different = (_others(reader, lists.get(each, ())) for each in ("same_as", "not_same_as"))
    for other in lists.get("not_same_as", ()):
        if other.text.strip() in same:
            message = f"`{shown(other.text)}` is both the same as {name} and not"
            reader.refuse("value", other.place, message, "take it out of `same_as` or of `not_same_as`")
    return Override(key, fields, added, removed, same, different, item.key.place)


def _topics(reader: Reader, texts: tuple[Spelled, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The topics to add and those to take away."""
    added: dict[str, str] = {}
    removed: dict[str, str] = {}
    for text in texts:
        for topic in topic_parts(text.text):
            name = topic.removeprefix("-").lstrip()
            to, other = (removed, added) if topic.startswith("-") else (added, removed)
            if not name:
                hint = "write `-topic` to take a topic away"
                reader.refuse("value", text.place, "a `-` stands without a topic", hint)
            elif likeness(name) in other:
                message = f"the topic `{shown(name)}` is both added and taken away"
                reader.refuse("value", text.place, message, "leave one of the two")
            else:
                to.setdefault(likeness(name), name)
    return tuple(added.values()), tuple(removed.values())


def _others(reader: Reader, texts: tuple[Spelled, ...]) -> tuple[str, ...]:
    """The other entries that a list names; an entry's own key stands for all that have it."""
    others: dict[str, None] = {}
    for text in texts:
        other = text.text.strip()
        if not other:
            reader.refuse("value", text.place, "a citation key is empty", "name an entry, or its DOI")
        else:
            others[other] = None
    return tuple(others)
