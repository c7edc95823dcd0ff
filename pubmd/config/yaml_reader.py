"""YAML nodes taken for what they should be, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from pubmd.config.yaml_document import Document, is_mapping, is_null
from pubmd.problem import Place, Problem, error
from pubmd.regex import regex

if TYPE_CHECKING:
    from pubmd.config.yaml_document import Node

_SURROGATE = regex("[\ud800-\udfff]")
_TAG = "tag:yaml.org,2002:"
_WHOLE = 'write the character itself, or its whole number, as in `"\\U0001F600"`'
_SHOWN = 60  # characters of a value that a message repeats


class Spelled(NamedTuple):
    """A text as it was meant, and where it stands."""

    text: str
    place: Place


class Item(NamedTuple):
    """A key of a mapping, where it stands, and its value."""

    key: Spelled
    key_node: Node
    value: Node


def described(node: Node) -> str:
    """What a node is, for a message."""
    if node.id != "scalar":
        return "a mapping" if is_mapping(node) else "a list"
    kind = str(node.tag).removeprefix(_TAG)
    known = {
        "null": "nothing",
        "bool": "true or false",
        "int": "a number",
        "float": "a number",
        "str": "text",
    }
    return known.get(kind, "a date" if kind == "timestamp" else f"a value with the tag `{shown(kind)}`")


def shown(text: str) -> str:
    """A text of a file as a message may repeat it: short, on one line, control characters spelled out."""
    cut = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return cut if cut.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut)


class Reader:
    """Takes the nodes of a document for what they should be, and collects what is wrong with them.

    The codes of its problems begin with `kind`: `config-type`, `overrides-type`.
    """

    def __init__(self, document: Document, kind: str, homes: Mapping[str, str] | None = None) -> None:
        """`homes` says of known keys where they belong, for those that stand in another place."""
        self.document = document
        self.kind = kind
        self.homes = homes or {}
        self._problems: dict[Problem, None] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong, in the order of the file, each problem once."""
        return tuple(sorted(self._problems, key=lambda problem: problem.place))

    def refuse(self, code: str, at: Node | Place, message: str, hint: str = "") -> None:
        """Note an error."""
        place = at if isinstance(at, Place) else self.document.place(at)
        self._problems[error(f"{self.kind}-{code}", place, message, hint)] = None

    def refuse_type(self, node: Node, name: str, wanted: str, hint: str = "") -> None:
        """Note that a value is something else than it should be."""
        if not hint and wanted == "text":
            hint = "write a text after the colon" if is_null(node) else "write one text"
        elif not hint and "list" in wanted:
            hint = "write `[one, two]`"
        elif not hint:
            hint = "write `key: value` lines below it, with a space after the colon and without `-`"
        self.refuse("type", node, f"{name} wants {wanted}, not {described(node)}", hint)

    def text(
        self, node: Node, name: str, *, number: bool = True, truth: bool = False, hint: str = ""
    ) -> Spelled | None:
        """A scalar's text as it was written; None after a problem.

        A date is a text; with `number` so is a number, with `truth` true and false. The hint is for a list or
        a mapping in its place.
        """
        tag = str(node.tag).removeprefix(_TAG)
        fits = (
            tag in ("str", "timestamp") or (number and tag in ("int", "float")) or (truth and tag == "bool")
        )
        if node.id != "scalar" or not fits:
            is_liquid = is_mapping(node) and self.document.spelling(node).startswith("{{")
            if is_liquid or (node.id == "scalar" and not is_null(node)):
                hint = "put it in quotes if it is meant as text"
            self.refuse_type(node, name, "text", hint)
            return None
        if _SURROGATE.search(node.value):
            self.refuse("value", node, f"{name} holds half a character", _WHOLE)
            return None
        return Spelled(node.value, self.document.place(node))

    def texts(self, node: Node, name: str) -> tuple[Spelled, ...] | None:
        """The texts of a list, or the one text that stands in its place."""
        if is_mapping(node) or is_null(node):
            self.refuse_type(node, name, "text or a list of texts")
            return None
        each = [node] if node.id == "scalar" else node.value
        found = (self.text(one, f"an item of {name}" if node.id == "sequence" else name) for one in each)
        return tuple(text for text in found if text)

    def items(self, node: Node, name: str, wanted: str, *, repeated: str) -> tuple[Item, ...] | None:
        """The items of a mapping in their order, merge keys (`<<`) put in; None where it is no mapping.

        A key that stands there twice is a problem with the code `repeated`; the first counts.
        """
        if not is_mapping(node):
            self.refuse_type(node, name, wanted)
            return None
        found: dict[str, Item] = {}
        merged: dict[str, Item] = {}
        order: dict[str, None] = {}
        for key_node, value in node.value:
            if str(key_node.tag) == f"{_TAG}merge":
                for item in self._merged(value, repeated):
                    order[merged.setdefault(item.key.text, item).key.text] = None
                continue
            key = self._key(key_node, name)
            if key is None:
                continue
            if key.text in found:
                place = found[key.text].key.place
                first = f"line {place.line}, column {place.column}"
                message = f"`{shown(key.text)}` stands in {name} twice, first in {first}"
                self.refuse(repeated, key_node, message, "leave one of the two")
                continue
            found[key.text] = Item(key, key_node, value)
            order[key.text] = None
        return tuple(found.get(key) or merged[key] for key in order)

    def _key(self, node: Node, name: str) -> Spelled | None:
        if node.id != "scalar":
            hint = "put text with `{{` or `[` in quotes"
            self.refuse("type", node, f"a key in {name} is {described(node)}", hint)
            return None
        if _SURROGATE.search(node.value):
            self.refuse("value", node, f"a key in {name} holds half a character", _WHOLE)
            return None
        return Spelled(node.value, self.document.place(node))

    def _merged(self, node: Node, repeated: str) -> Iterable[Item]:
        sources = node.value if node.id == "sequence" else [node]
        for source in sources:
            yield from self.items(source, "`<<`", "a mapping", repeated=repeated) or ()
