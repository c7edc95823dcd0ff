"""Which of a site's files Jekyll reads: `include:`, `exclude:`, collections, and names it passes over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from posixpath import dirname

from pubmd.config.site_path import parts
from pubmd.jekyll.configuration import Collection, Configuration
from pubmd.jekyll.pattern import fnmatch
from pubmd.regex import regex

PAGES = "pages"
NO_TYPE = "\0"  # of a file that is copied as it is; no `type:` can be written so
_SPECIAL = ("_", ".", "#", "~")
_POST = regex(r"\d{2,4}-\d{1,2}-\d{1,2}-[^/]*\.[^.]+")


class Why(Enum):
    """Why Jekyll does not build a file."""

    OUTSIDE = "not in Jekyll's source folder"
    DESTINATION = "in the folder of the built site"
    EXCLUDED = "named under `exclude:`"
    SPECIAL = "a name that Jekyll passes over"
    NOT_WRITTEN = "in a collection without `output: true`"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A file that Jekyll does not build: why, and the folder or file that is the reason.

    `pattern` is the item of `exclude:` that hides it.
    """

    why: Why
    path: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that Jekyll builds: as one of its `pages`, or as a document of a collection.

    `path` is what `defaults:` call it by: from Jekyll's source folder, or from the folder of collections.
    """

    type: str
    path: str
    collection: Collection | None = None


def fate(configuration: Configuration, path: str) -> Shown | Hidden:
    """What becomes of a file, by its path from the site's root (`Reader#read`).

    A file that is both a page and a document is written twice, the document last.
    """
    source = f"{configuration.source}/" if configuration.source else ""
    if not path.startswith(source):
        return Hidden(Why.OUTSIDE, dirname(path) or path)
    if path.startswith(f"{configuration.destination}/"):
        return Hidden(Why.DESTINATION, configuration.destination)
    found = _fate(configuration, path.removeprefix(source))
    return replace(found, path=source + found.path) if isinstance(found, Hidden) else found


def _fate(configuration: Configuration, inner: str) -> Shown | Hidden:
    collection = configuration.collection_of(inner)
    as_document = _as_document(configuration, inner, collection) if collection else None
    if isinstance(as_document, Shown):
        return as_document
    as_page = _as_page(configuration, inner)
    if isinstance(as_page, Shown) or as_document is None:
        return as_page
    return as_document


def _as_document(configuration: Configuration, path: str, collection: Collection) -> Shown | Hidden | None:
    """What becomes of a file in a collection's folder (`Collection#read`, `PostReader#read_posts`)."""
    folder = configuration.collection_folder(collection)
    entry = path[len(folder) + 1 :]
    name = entry.rsplit("/", 1)[-1]
    if collection.label == "posts" and not _POST.fullmatch(name):
        return None
    if not collection.is_written:
        return Hidden(Why.NOT_WRITTEN, folder)
    hidden = refusal(configuration, entry, f"_{collection.label}/{entry}", is_folder=False)
    if hidden:
        return Hidden(hidden.why, path, hidden.pattern)
    return Shown(collection.label, f"_{collection.label}/{entry}", collection)


def _as_page(configuration: Configuration, path: str) -> Shown | Hidden:
    """What becomes of a file elsewhere (`Reader#read_directories`): each folder above it has to be let in."""
    if any(path == "/".join(parts(each)) for each in configuration.include):
        return Shown(PAGES, path)  # `Reader#read_included_excludes`
    names = path.split("/")
    for depth, name in enumerate(names, start=1):
        reached = "/".join(names[:depth])
        hidden = refusal(configuration, name, reached, is_folder=depth < len(names))
        if hidden:
            return hidden
    return Shown(PAGES, path)


def refusal(configuration: Configuration, entry: str, path: str, *, is_folder: bool) -> Hidden | None:
    """Why an entry of a folder is left out, or None (`EntryFilter#filter`).

    `include:` is compared with the entry alone, `exclude:` with the path, from Jekyll's source folder.
    """
    if entry.endswith("."):
        return Hidden(Why.SPECIAL, path)
    name = entry.rsplit("/", 1)[-1]
    # Jekyll looks for a folder of that name at its source's root, wherever the entry lies.
    is_folder_at_root = is_folder and entry == path
    include = configuration.include
    if _fitting(include, entry, is_folder=is_folder_at_root) or _fitting(include, name, is_folder=False):
        return None
    exclude = [each for each in configuration.exclude if each not in include]
    pattern = _fitting(exclude, path, is_folder=is_folder)
    if pattern:
        return Hidden(Why.EXCLUDED, path, pattern)
    is_special = entry.startswith(_SPECIAL) or name.startswith(_SPECIAL) or entry.endswith("~")
    return Hidden(Why.SPECIAL, path) if is_special else None


def _fitting(patterns: Iterable[str], path: str, *, is_folder: bool) -> str:
    """The first pattern that a path fits or begins with, or nothing (`EntryFilter#glob_include?`)."""
    rooted = f"/{path}"
    for pattern in patterns:
        full = f"/{pattern.removeprefix('/')}"
        if rooted.startswith(full) or (is_folder and full == f"{rooted}/") or fnmatch(full, rooted):
            return pattern or "''"
    return ""
