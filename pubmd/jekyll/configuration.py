"""`_config.yml` as far as it decides what becomes of pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pubmd.config.site_path import parts
from pubmd.jekyll.psych import Loaded, Value, load
from pubmd.problem import Place, Problem, error
from pubmd.regex import regex

# Jekyll takes the first of these that is there (`Configuration#config_files`).
CONFIG_FILES = ("_config.yml", "_config.yaml", "_config.toml")

_NOT_IN_LABEL = regex(r"(?i)[^a-z0-9_.-]")
# Psych counts the mark as a column: the first key seems to be indented, and the next one to end the document.
# Before a comment, an empty line or a mapping in braces that is no harm.
_MARK_BEFORE_A_KEY = regex(r"\ufeff[ \t]*[^\s#{]")
_SPECIAL_COLLECTIONS = ("data",)
# Types of front matter defaults as Jekyll 2 named them.
_OLD_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection: the folder `_<label>`, and whether and where its documents are written."""

    label: str
    is_written: bool
    permalink: str
    place: Place


@dataclass(frozen=True, slots=True)
class Default:
    """One item of `defaults:`: its scope, where a `type` of None fits any page, and its values."""

    path: str
    type: str | None
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What `_config.yml` says, Jekyll's own values filled in. Paths have no slash at their ends."""

    loaded: Loaded
    source: str
    destination: str
    layouts_folder: str
    collections_folder: str
    collections: tuple[Collection, ...]
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    defaults: tuple[Default, ...]
    permalink: str
    markdown: str
    markdown_endings: tuple[str, ...]
    kramdown: Mapping[str, Value]
    shows_unpublished: bool
    has_theme: bool

    @property
    def file(self) -> str:
        """The file's name."""
        return self.loaded.file

    def place(self, *path: str | int) -> Place:
        """Where a key stands, or else what it stands under, or else the file as a whole."""
        return self.loaded.place(*path)

    def value(self, key: str) -> Value:
        """The value at a key, None where there is none."""
        return self.loaded.value.get(key) if isinstance(self.loaded.value, dict) else None

    def has(self, key: str) -> bool:
        """Whether the file has a key at its top."""
        return isinstance(self.loaded.value, dict) and key in self.loaded.value

    def item_place(self, key: str, text: str) -> Place:
        """Where a text stands in the list at a key."""
        items = self.value(key)
        at = items.index(text) if isinstance(items, list) and text in items else -1
        return self.place(key, at) if at >= 0 else self.place(key)

    def collection_of(self, path: str) -> Collection | None:
        """The collection in whose folder a path from Jekyll's source folder lies."""
        for each in self.collections:
            if path.startswith(f"{self.collection_folder(each)}/"):
                return each
        return None

    def collection_folder(self, collection: Collection) -> str:
        """A collection's folder, from Jekyll's source folder."""
        return "/".join(filter(None, (self.collections_folder, f"_{collection.label}")))


def read_configuration(file: str, text: str) -> tuple[Configuration | None, tuple[Problem, ...]]:
    """The configuration in a text, or None and what keeps Jekyll from using it. Never raises."""
    if _MARK_BEFORE_A_KEY.match(text):
        message = "Jekyll reads no further than the first key: a byte order mark stands before it"
        hint = "save the file as UTF-8 without a byte order mark (BOM)"
        return None, (error("jekyll-config", Place(file, 1, 1), message, hint),)
    loaded, problems = load(file, text)
    if loaded is None:
        return None, problems
    if loaded.value is None:
        loaded = Loaded(file, {}, {})
    if not isinstance(loaded.value, dict):
        message = "Jekyll wants keys and values here, and builds the site as if this file were empty"
        return None, (error("jekyll-config", Place(file), message, "write `key: value` lines"),)
    problems = tuple(_refused(loaded, loaded.value))
    return (None if problems else _configuration(loaded, loaded.value)), problems


def _refused(loaded: Loaded, values: dict[str, Value]) -> Iterator[Problem]:
    """What Jekyll stops at before it builds anything (`Configuration#validate`)."""
    for key in ("include", "exclude"):
        if key in values and not isinstance(values[key], list):
            message = f"Jekyll does not build the site: `{key}` has to be a list"
            yield error("jekyll-config", loaded.place(key), message, f"write `{key}: [one, two]`")
    collections = values.get("collections")
    if collections is not None and not isinstance(collections, dict | list):
        message = "Jekyll does not build the site: `collections` has to be a mapping or a list"
        hint = "write `collections: {manipulation: {output: true}}`"
        yield error("jekyll-config", loaded.place("collections"), message, hint)


def _configuration(loaded: Loaded, values: dict[str, Value]) -> Configuration:
    kramdown = values.get("kramdown")
    return Configuration(
        loaded=loaded,
        source=_source(values),
        destination=_folder(values, "destination", "_site"),
        layouts_folder=_folder(values, "layouts_dir", "_layouts"),
        collections_folder=_folder(values, "collections_dir", ""),
        collections=tuple(_collections(loaded, values.get("collections"))),
        include=_texts(values, "include", (".htaccess",)),
        exclude=_texts(values, "exclude", ()),
        defaults=tuple(_defaults(values.get("defaults"))),
        permalink=_text(values, "permalink", "date"),
        markdown=_text(values, "markdown", "kramdown"),
        markdown_endings=tuple(
            f".{each.lower()}"
            for each in _text(values, "markdown_ext", "markdown,mkdown,mkdn,mkd,md").split(",")
        ),
        kramdown=kramdown if isinstance(kramdown, dict) else {},
        shows_unpublished=values.get("unpublished") not in (None, False),
        has_theme=any(values.get(key) for key in ("theme", "remote_theme")),
    )


def _text(values: dict[str, Value], key: str, default: str) -> str:
    """The text at a key; where nothing stands after the key, Jekyll keeps its own value."""
    found = values.get(key)
    return default if found is None or isinstance(found, list | dict) else str(found)


def _folder(values: dict[str, Value], key: str, default: str) -> str:
    return "/".join(parts(_text(values, key, default)))


def _source(values: dict[str, Value]) -> str:
    """The folder that Jekyll reads; one named from outside of the site counts as the site's root."""
    text = _text(values, "source", "")
    return "" if text.startswith(("/", "~")) or ".." in parts(text) else "/".join(parts(text))


def _texts(values: dict[str, Value], key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    found = values.get(key)
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else default


def _collections(loaded: Loaded, found: Value) -> Iterator[Collection]:
    names = found if isinstance(found, list | dict) else []
    if "posts" not in names:
        yield Collection("posts", True, "", Place(loaded.file))
    for at, name in enumerate(names):
        if not isinstance(name, str) or name in _SPECIAL_COLLECTIONS:
            continue
        label = _NOT_IN_LABEL.sub("", name)
        data = found.get(label) if isinstance(found, dict) else None
        data = data if isinstance(data, dict) else {}
        is_written = label == "posts" or data.get("output") not in (None, False)
        place = loaded.place("collections", name if isinstance(found, dict) else at)
        permalink = data.get("permalink")
        yield Collection(label, is_written, permalink if isinstance(permalink, str) else "", place)


def _defaults(found: Value) -> Iterator[Default]:
    for each in found if isinstance(found, list) else ():
        if not isinstance(each, dict):
            continue
        scope, values = each.get("scope"), each.get("values")
        scope = scope if isinstance(scope, dict) else {}
        if isinstance(values, dict):
            path, kind = scope.get("path"), scope.get("type")
            name = str(kind) if "type" in scope else None
            yield Default(
                path if isinstance(path, str) else "", _OLD_TYPES.get(name, name) if name else name, values
            )
