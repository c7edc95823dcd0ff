"""What people add to entries by hand in `bib/overrides.yml`, as values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pubmd.problem import Place
from pubmd.text.doi import only_doi

OVERRIDES_FILE = "bib/overrides.yml"


class Override(NamedTuple):
    """What the file says of one entry, which `key` names by its citation key or its DOI.

    `fields` maps names in lower case to a text, as written, and its place. A field without a value (`code:`
    or `code: ~`) has the empty text: it takes the entry's own field away. `add_topics` and `remove_topics`
    change the entry's topics; `same_as` and `not_same_as` are keys or DOIs of other entries.
    """

    key: str
    fields: Mapping[str, tuple[str, Place]]
    add_topics: tuple[str, ...]
    remove_topics: tuple[str, ...]
    same_as: tuple[str, ...]
    not_same_as: tuple[str, ...]
    place: Place


class Overrides(NamedTuple):
    """The overrides in the order of their file."""

    entries: tuple[Override, ...] = ()


def identity(key: str) -> str:
    """What a key names an entry by: a DOI in lower case and without its resolver, a citation key as it is."""
    return only_doi(key).lower() or key


def topic_parts(text: str) -> list[str]:
    """The topics that a text of `topics` holds: split at semicolons if it has one, else at commas."""
    parts = text.split(";" if ";" in text else ",")
    return list(filter(None, (" ".join(part.split()) for part in parts)))
