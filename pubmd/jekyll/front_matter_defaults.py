"""What `defaults:` gives to a page's front matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pubmd.jekyll.configuration import Configuration, Default
from pubmd.jekyll.entry_filter import Shown
from pubmd.jekyll.pattern import glob_matches
from pubmd.jekyll.psych import Value


def front_matter_value(
    configuration: Configuration, page: Shown, front_matter: Mapping[str, Value], key: str
) -> Value:
    """What a page has at a key: from its own front matter, or else from `defaults:`.

    An empty value of its own keeps a default from a page, and not from a collection's document
    (`Page#initialize`, `Document#merge_defaults`).
    """
    own = front_matter.get(key)
    if own is not None or (page.collection is None and key in front_matter):
        return own
    if page.collection is None:
        return _found(configuration, page, key)
    return _all(configuration, page).get(key)


def _found(configuration: Configuration, page: Shown, key: str) -> Value:
    """A page's default (`FrontmatterDefaults#find`): of those that have the key, the one that fits best."""
    best: Default | None = None
    for each in _fitting(configuration, page):
        if key in each.values and (best is None or _precedes(each, best)):
            best = each
    return best.values[key] if best else None


def _all(configuration: Configuration, page: Shown) -> dict[str, Value]:
    """A document's defaults (`FrontmatterDefaults#all`)."""
    found: dict[str, Value] = {}
    best: Default | None = None
    for each in _fitting(configuration, page):
        if best is None or _precedes(each, best):
            found, best = _merged(found, each.values), each
        else:
            found = _merged(each.values, found)
    return found


def _merged(below: Mapping[str, Value], above: Mapping[str, Value]) -> dict[str, Value]:
    """Two mappings as one, in which an empty value replaces nothing."""
    return {**below, **{key: value for key, value in above.items() if value is not None or key not in below}}


def _precedes(new: Default, old: Default) -> bool:
    """Whether a default comes before one that stands above it: a longer path does, then a type."""
    lengths = len(new.path.removeprefix("/")), len(old.path.removeprefix("/"))
    if lengths[0] != lengths[1]:
        return lengths[0] > lengths[1]
    return new.type is not None or old.type is None


def _fitting(configuration: Configuration, page: Shown) -> Iterator[Default]:
    for each in configuration.defaults:
        if (each.type is None or each.type == page.type) and _path_fits(configuration, page, each.path):
            yield each


def _path_fits(configuration: Configuration, page: Shown, scope: str) -> bool:
    """Whether a scope's path fits a page: as the beginning of its path, or as a glob of a folder above it."""
    if not scope:
        return True
    folder = f"{configuration.collections_folder}/" if configuration.collections_folder else "/"
    if "*" not in scope:
        beginning = scope.removeprefix(folder) if folder != "/" else scope
        return page.path.startswith(beginning)
    from_source = page.path
    if page.collection and configuration.collections_folder:
        from_source = folder + page.path
    names = from_source.split("/")
    return any(glob_matches(scope, "/".join(names[:depth])) for depth in range(1, len(names) + 1))
