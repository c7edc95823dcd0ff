"""The layouts that a site has."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import splitext

from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.entry_filter import refusal

# Layouts of ordinary pages, the likeliest first.
USUAL_LAYOUTS = ("single", "page", "default")


def layouts_path(configuration: Configuration) -> str:
    """The folder of layouts, from the site's root."""
    return "/".join(filter(None, (configuration.source, configuration.layouts_folder)))


def known_layouts(configuration: Configuration, paths: Iterable[str]) -> frozenset[str]:
    """The names of the layouts among the site's files (`LayoutReader#read`)."""
    folder = f"{layouts_path(configuration)}/"
    entries = [path[len(folder) :] for path in paths if path.startswith(folder)]
    return frozenset(
        splitext(entry)[0] for entry in entries if not refusal(configuration, entry, entry, is_folder=False)
    )
