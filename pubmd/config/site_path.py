"""Paths of files that pubmd may write: inside the site, and outside the folders that are others' own."""

from __future__ import annotations

import unicodedata

from pubmd.regex import regex

# Sources and configuration; pubmd's cache; git's own files; the built site.
_RESERVED = ("bib", ".pubmd", ".git", "_site")
_DRIVE = regex(r"[A-Za-z]:")
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
# In bytes; most file systems stop at 255 and 4096, and a temporary file's name is longer.
_LONGEST_NAME, _LONGEST_PATH = 200, 1000


def parts(path: str) -> tuple[str, ...]:
    """The names in a path with forward slashes; empty ones and `.` are left out."""
    return tuple(part for part in path.split("/") if part not in ("", "."))


def refusal(path: str, inside: str = "") -> str:
    """Why pages may not lie at a path inside a folder of the site, as the end of a sentence; or nothing."""
    names = (*parts(inside), *parts(path))
    first = names[0].casefold() if names else ""
    if path.startswith("/") or _DRIVE.match(path):
        return "is absolute"
    if ".." in names:
        return "leads out of its folder with `..`"
    if "\\" in path:
        return "holds a backslash"
    if not path.isprintable() and any(unicodedata.category(each) in _INVISIBLE for each in path):
        return "holds an invisible character"
    if first in _RESERVED or ".git" in (name.casefold() for name in names):
        return f"lies in `{first if first in _RESERVED else '.git'}/`, which is not for pages"
    if any(name != name.strip() for name in names):
        return "has a space at the end of a name"
    if any(len(name.encode()) > _LONGEST_NAME for name in names):
        return "has a name that is too long"
    if len("/".join(names).encode()) > _LONGEST_PATH:
        return "is too long"
    return ""


def folded(path: str) -> str:
    """A path as file systems compare it that take upper and lower case for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
