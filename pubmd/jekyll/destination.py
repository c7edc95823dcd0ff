"""The file of the built site that a page becomes."""

from __future__ import annotations

from posixpath import splitext
from urllib.parse import unquote

from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.entry_filter import Shown
from pubmd.regex import regex

_HTML = (".html", ".xhtml", ".htm")
_PAGE_PLACEHOLDER = regex(":(?:path|basename|output_ext)")
_DOCUMENT_PLACEHOLDER = regex(":[a-z_]+")
_SLASHES = regex("//+")
# Styles whose names say nothing of how an address ends.
_STYLE_ENDINGS = {"pretty": "/", "date": ":output_ext", "ordinal": ":output_ext", "none": ":output_ext"}


def destination_of_permalink(configuration: Configuration, page: Shown, permalink: str) -> str | None:
    """The file that a permalink stands for, None where Jekyll replaces a part of it (`URL#to_s`)."""
    placeholder = _PAGE_PLACEHOLDER if page.collection is None else _DOCUMENT_PLACEHOLDER
    if placeholder.search(permalink):
        return None
    ending = "" if permalink.endswith("/") else splitext(permalink)[1]
    return _file(sanitized(permalink), ending or _converted(configuration, splitext(page.path)[1]))


def sanitized(url: str) -> str:
    """An address as Jekyll cleans it (`URL#sanitize_url`)."""
    return _SLASHES.sub("/", f"/{url}".replace("..", "/").replace("./", ""))


def destination_of_path(configuration: Configuration, page: Shown) -> str | None:
    """The file that a page without a permalink becomes, None where that is not known for sure."""
    folder, _, name = page.path.rpartition("/")
    base, extension = splitext(name)
    ending = _converted(configuration, extension)
    base = base.rstrip(".")
    if page.collection is None:  # Page#template
        if ending not in _HTML:
            return f"/{page.path}" if ending == extension else None
        if base == "index":
            return _file(sanitized(f"{folder}/"), ending)
        return _file(sanitized(f"{folder}/{base}{_ending(configuration.permalink, ending)}"), ending)
    if page.type == "posts":
        return None
    template = page.collection.permalink or f"/:collection/:path{_ending(configuration.permalink, '')}"
    path = f"{folder}/{base}".removeprefix(f"_{page.type}")
    for placeholder, value in ((":collection", page.type), (":path", path), (":output_ext", ending)):
        template = template.replace(placeholder, value)
    return None if _DOCUMENT_PLACEHOLDER.search(template) else _file(sanitized(template), ending)


def _converted(configuration: Configuration, extension: str) -> str:
    """The ending of what becomes of a file (`Renderer#converter_output_ext`)."""
    return ".html" if extension.lower() in configuration.markdown_endings else extension


def _ending(style: str, ending: str) -> str:
    """How addresses end under a permalink style (`Utils#add_permalink_suffix`)."""
    last = _STYLE_ENDINGS.get(style) or next(
        (each for each in ("/", ":output_ext") if style.endswith(each)), ""
    )
    return last.replace(":output_ext", ending)


def _file(url: str, ending: str) -> str:
    """The file that an address stands for (`Page#destination`)."""
    path = unquote(url)
    if url.endswith("/"):
        path += "index"
    return path if path.endswith(ending) else path + ending
