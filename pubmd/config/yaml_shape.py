"""What a YAML value may be: one declaration that reads it and describes it to editors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pubmd.config.yaml_document import is_mapping, is_null
from pubmd.config.yaml_reader import Item, Reader, Spelled, shown
from pubmd.problem import Place, nearest

if TYPE_CHECKING:
    from pubmd.config.yaml_document import Node

Schema: TypeAlias = dict[str, Any]


class Text(NamedTuple):
    """A text, or with `number` a number taken as it is written.

    `pattern` describes all of it, in what regular expressions of Python and of JSON Schema have in common;
    `wanted` is that pattern in words.
    """

    pattern: str = ""
    wanted: str = "text"
    hint: str = ""
    number: bool = True
    minimum: int | None = None
    maximum: int | None = None

    def read(self, reader: Reader, node: Node, name: str) -> Spelled | None:
        """The text, or None after a problem."""
        text = reader.text(node, name, number=self.number)
        return self.checked(reader, text, name) if text else None

    def checked(self, reader: Reader, text: Spelled, name: str) -> Spelled | None:
        """The text if it fits the pattern, or None after a problem."""
        if not self.pattern or re.fullmatch(self.pattern, text.text):
            return text
        found = f"`{shown(text.text)}`" if text.text.strip() else "an empty text"
        reader.refuse("value", text.place, f"{name} wants {self.wanted}, not {found}", self.hint)
        return None

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        schema: Schema = {"type": ["string", "number"] if self.number else "string"}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        for key, value in (("minimum", self.minimum), ("maximum", self.maximum)):
            if value is not None:
                schema[key] = value
        return schema


class Texts(NamedTuple):
    """A list of texts, or one text in its place."""

    each: Text

    def read(self, reader: Reader, node: Node, name: str) -> tuple[Spelled, ...] | None:
        """The texts that are right, or None after a problem with the value as a whole."""
        texts = reader.texts(node, name)
        if texts is None:
            return None
        return tuple(text for text in texts if self.each.checked(reader, text, name))

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        each = self.each.schema()
        return {"anyOf": [each, {"type": "array", "items": each}]}


class Anything(NamedTuple):
    """A mapping with keys of the user's own, but for those in `taken`, which come with what to do instead."""

    taken: tuple[tuple[str, str], ...] = ()

    def read(self, reader: Reader, node: Node, name: str) -> tuple[Item, ...] | None:
        """The items, or None after a problem with the value as a whole."""
        items = reader.items(node, name, "a mapping", repeated="syntax")
        if items is None:
            return None
        return tuple(item for item in items if self._is_fine(reader, item, name))

    def _is_fine(self, reader: Reader, item: Item, name: str) -> bool:
        key = item.key.text
        for taken, hint in self.taken:
            if key == taken:
                reader.refuse("value", item.key.place, f"`{taken}` may not stand in {name}", hint)
                return False
        if not key.strip():
            reader.refuse("value", item.key.place, f"a key in {name} is empty", "give it a name")
            return False
        _check_keys(reader, item.value, f"`{shown(key)}`")
        return True

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        schema: Schema = {"type": ["object", "null"], "propertyNames": {"pattern": r"\S"}}
        if self.taken:
            schema["properties"] = {taken: False for taken, _ in self.taken}
        return schema


def _check_keys(reader: Reader, node: Node, name: str) -> None:
    """Note keys that stand twice in a mapping, at any depth. A document is never nested deep."""
    if is_mapping(node):
        for item in reader.items(node, name, "a mapping", repeated="syntax") or ():
            _check_keys(reader, item.value, f"`{shown(item.key.text)}`")
    elif node.id == "sequence":
        for each in node.value:
            _check_keys(reader, each, name)


class Key(NamedTuple):
    """A key of a mapping: what it holds, what it means, what counts where it is not there.

    `default` is a value, `otherwise` says in words how the default is made; `missing` is what to do where a
    key that must be there is not, and empty where it need not be.
    """

    name: str
    holds: Shape
    description: str
    default: object = None
    otherwise: str = ""
    example: object = None
    missing: str = ""

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        schema = self.holds.schema()
        if not self.missing:
            schema = _or_null(schema)
        described = f"{self.description} Default: {self.otherwise}." if self.otherwise else self.description
        schema["description"] = described
        if self.default is not None:
            schema["default"] = self.default
        if self.example is not None:
            schema["examples"] = [self.example]
        return schema


def _or_null(schema: Schema) -> Schema:
    """A key with nothing after it counts as one that is not there."""
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return {**schema, "type": list(dict.fromkeys([*kinds, "null"]))}


class Fields(NamedTuple):
    """A mapping with declared keys, read: values that were wrong are left out."""

    place: Place
    values: Mapping[str, Any]

    def text(self, name: str) -> Spelled | None:
        """The text at a key."""
        found: Spelled | None = self.values.get(name)
        return found

    def texts(self, name: str) -> tuple[Spelled, ...] | None:
        """The texts at a key."""
        found: tuple[Spelled, ...] | None = self.values.get(name)
        return found

    def fields(self, name: str) -> Fields:
        """The mapping with declared keys at a key."""
        return self.values.get(name) or Fields(self.place, {})

    def groups(self, name: str) -> tuple[tuple[Spelled, Fields], ...]:
        """The table of mappings at a key."""
        found: tuple[tuple[Spelled, Fields], ...] = self.values.get(name) or ()
        return found

    def pairs(self, name: str) -> tuple[tuple[Spelled, Spelled], ...]:
        """The table of texts at a key."""
        found: tuple[tuple[Spelled, Spelled], ...] = self.values.get(name) or ()
        return found

    def items(self, name: str) -> tuple[Item, ...]:
        """The items of a mapping with keys of the user's own at a key."""
        found: tuple[Item, ...] = self.values.get(name) or ()
        return found


class Group(NamedTuple):
    """A mapping with declared keys."""

    keys: tuple[Key, ...]

    def read(self, reader: Reader, node: Node, name: str) -> Fields | None:
        """The values that are right, or None after a problem with the mapping as a whole."""
        known = {key.name: key for key in self.keys}
        items = reader.items(node, name, f"keys such as `{self.keys[0].name}`", repeated="syntax")
        if items is None:
            return None
        values: dict[str, Any] = {}
        hints = []
        for item in items:
            key = known.get(item.key.text)
            if key is None:
                hints.append(self._hint(reader, item.key.text))
                message = f"{name} has no key `{shown(item.key.text)}`"
                reader.refuse("unknown-key", item.key.place, message, hints[-1])
            elif not is_null(item.value):
                values[key.name] = key.holds.read(reader, item.value, f"`{key.name}`")
        place = reader.document.place(node)
        meant = {key: None for key in known if any(f"`{key}`" in hint for hint in hints)}
        self.check_missing(reader, place, name, {**meant, **values})
        return Fields(place, values)

    def _hint(self, reader: Reader, name: str) -> str:
        """How to mend a key that is not known here."""
        if name in reader.homes:
            return f"it belongs under {reader.homes[name]}"
        return nearest(name[:100], (key.name for key in self.keys)) or (
            f"its keys are {', '.join(key.name for key in self.keys)}"
        )

    def homes(self, home: str = "") -> Iterator[tuple[str, str]]:
        """The keys at any depth, and what they stand under; those that have no home stand at the top."""
        for key in self.keys:
            if home:
                yield key.name, home
            if isinstance(key.holds, Group):
                yield from key.holds.homes(f"`{key.name}`")
            elif isinstance(key.holds, Table) and isinstance(key.holds.values, Group):
                yield from key.holds.values.homes(f"a {key.holds.noun}")

    def check_missing(self, reader: Reader, place: Place, name: str, values: Mapping[str, Any]) -> None:
        """Note each key that must be there and is not."""
        for key in self.keys:
            if key.missing and key.name not in values:
                reader.refuse("missing", place, f"{name} has no `{key.name}`", key.missing)

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        required = [key.name for key in self.keys if key.missing]
        return {
            "type": "object" if required else ["object", "null"],
            "properties": {key.name: key.schema() for key in self.keys},
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }


class Table(NamedTuple):
    """A mapping from names of the user's own to values of one kind; `noun` is what a name names.

    `empty` is what to do where there must be an item and is none, and empty where there need not be one.
    """

    noun: str
    names: Text
    values: Text | Group
    repeated: str = "syntax"
    empty: str = ""

    def read(
        self, reader: Reader, node: Node, name: str
    ) -> tuple[tuple[Spelled, Spelled | Fields], ...] | None:
        """The items that are right, or None after a problem with the mapping as a whole."""
        items = reader.items(node, name, f"a mapping with a key per {self.noun}", repeated=self.repeated)
        if items is None:
            return None
        if not node.value and self.empty:
            reader.refuse("missing", node, f"{name} has no {self.noun}", self.empty)
        found = ((item.key, self._value(reader, item, name)) for item in items)
        return tuple((key, value) for key, value in found if value is not None)

    def _value(self, reader: Reader, item: Item, name: str) -> Spelled | Fields | None:
        if not self.names.checked(reader, item.key, f"a key in {name}"):
            return None
        named = f"the {self.noun} `{shown(item.key.text)}`"
        if isinstance(self.values, Group) and is_null(item.value):
            self.values.check_missing(reader, item.key.place, named, {})
            return Fields(item.key.place, {})
        return self.values.read(reader, item.value, named)

    def schema(self) -> Schema:
        """The declaration in JSON Schema."""
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^(?:{self.names.pattern})$"},
            "additionalProperties": self.values.schema(),
            **({"minProperties": 1} if self.empty else {}),
        }


Shape: TypeAlias = Text | Texts | Anything | Group | Table
