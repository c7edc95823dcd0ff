"""YAML as Ruby's Psych loads it: version 1.1, tabs where spaces are, and of two equal keys the last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from pubmd.config.yaml_document import Document, is_mapping, is_null, parse
from pubmd.problem import Place, Problem
from pubmd.regex import regex

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

    from pubmd.config.yaml_document import Node

_TAG = "tag:yaml.org,2002:"
_MOST_CHARACTERS = 256 * 1024
_SPACE = regex(r"(?m)(?<=\S)[ \t]+|^[ \t]+$")
_TRUE = regex("(?i:yes|true|on)")
_FALSE = regex("(?i:no|false|off)")
_NULL = regex("(?i:null)|~|")
_PLAIN = regex(r"[A-Za-z_/][\w./-]*(?: [\w./-]+)*", re.ASCII)
_LETTER = regex("[yYnN]")  # truth values to some readers of YAML 1.1


@dataclass(frozen=True, slots=True)
class Unquoted:
    """A scalar that is no text to Ruby: a number, a date, a symbol."""

    spelling: str

    def __str__(self) -> str:
        return self.spelling


Value: TypeAlias = bool | str | Unquoted | list["Value"] | dict[str, "Value"] | None
# The keys and, in lists, the positions that lead to a value.
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document's value, and the places of its keys and list items."""

    file: str
    value: Value
    places: Mapping[Path, Place]

    def place(self, *path: str | int) -> Place:
        """Where a key or item stands, or else what it stands under, or else the file as a whole."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path) or Place(self.file)


def load(file: str, text: str) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """What Psych makes of a YAML text, or None and a problem `jekyll-syntax`; an empty text holds None."""
    document, problems = load_document(file, text)
    return (loaded(document) if document else None), problems


@lru_cache(32)  # a setup reads the same text again and again
def load_document(file: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """A YAML text as the tree that Psych reads, or None and a problem `jekyll-syntax`."""
    if "\t" in text:  # Psych minds them at the start of a line alone
        text = _SPACE.sub(lambda match: " " * len(match[0]), text)
    return parse(file, text, "jekyll", _MOST_CHARACTERS)


def plain(text: str) -> str:
    """A text as it may stand in a YAML list or after a key: as it is, or else in quotes."""
    is_text = _PLAIN.fullmatch(text) and not any(
        each.fullmatch(text) for each in (_TRUE, _FALSE, _NULL, _LETTER)
    )
    if is_text:
        return text
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False)


def loaded(document: Document) -> Loaded:
    """A document's value and places."""
    places: dict[Path, Place] = {}
    value = _value(document, document.root, (), places) if document.root is not None else None
    return Loaded(document.file, value, places)


def _value(document: Document, node: Node, path: Path, places: dict[Path, Place]) -> Value:
    """A node's value. A document is never nested deep, and its aliases never multiply beyond measure."""
    if node.id == "scalar":
        return _scalar(node)  # type: ignore[arg-type]
    if not is_mapping(node):
        items: list[Value] = []
        for at, each in enumerate(node.value):
            places[*path, at] = document.place(each)
            items.append(_value(document, each, (*path, at), places))
        return items
    found: dict[str, Value] = {}
    for key, value in node.value:
        if str(key.tag) == f"{_TAG}merge":
            for source in _sources(value):
                merged = _value(document, source, path, places)
                found.update(merged if isinstance(merged, dict) else {})
        elif key.id == "scalar":
            places[*path, key.value] = document.place(key)
            found[key.value] = _value(document, value, (*path, key.value), places)
    return found


def _sources(node: Node) -> Iterator[Node]:
    """What a merge key puts in, the one that counts most last."""
    yield from reversed(node.value) if node.id == "sequence" else (node,)


def _scalar(node: ScalarNode) -> Value:
    text = str(node.value)
    tag = str(node.tag).removeprefix(_TAG)
    if is_null(node):
        return None
    if node.style is not None:
        return text
    if _TRUE.fullmatch(text):
        return True
    if _FALSE.fullmatch(text):
        return False
    if _NULL.fullmatch(text):
        return None
    is_symbol = text.startswith(":") and len(text) > 1
    return text if tag == "str" and not is_symbol else Unquoted(text)
