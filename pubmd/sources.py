"""The files below `bib/`: what is there, wherever symbolic links lead, and which folders are passed over."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = "bib"


class Listing(NamedTuple):
    """All files in `bib/` that are not hidden, by their paths from the site's root, sorted.

    `folders` are those that were looked into; `unread` says of each that was not why, as a sentence's end.
    """

    files: list[str]
    unread: dict[str, str]
    folders: list[str]


def listing(root: Path) -> Listing:
    """The files in a site's `bib/`; those behind a link to a folder of the site count as lying in the link.

    A folder is read once: a link to one that is read already, or around its own, is not followed. Raises
    OSError where a folder cannot be read.
    """
    found = Listing([], {}, [])
    read: dict[str, str] = {}
    links = [FOLDER]
    while links:
        path = links.pop(0)
        real = os.path.realpath(root / path)
        if real in read:
            found.unread[path] = f"leads to `{read[real]}`, which is read already"
        elif not Path(real).is_relative_to(root):
            found.unread[path] = "leads out of the site"
        elif any(Path(known).is_relative_to(real) for known in read):
            found.unread[path] = "leads back to a folder around it"
        else:
            links += _walk(root, path, real, read, found)
    found.files.sort()
    found.folders.extend(sorted(read.values()))
    return found


def _walk(root: Path, path: str, real: str, read: dict[str, str], found: Listing) -> list[str]:
    """Note the files in a folder and those below it; the links to folders in it, sorted."""
    links = []
    folders = [(path, real)]
    while folders:
        path, real = folders.pop()
        read[real] = path
        for entry in _entries(root / path):
            inside = f"{path}/{entry.name}"
            if entry.is_symlink() and _leads_to_folder(entry):
                links.append(inside)
            elif entry.is_dir(follow_symlinks=False):
                folders.append((inside, f"{real}/{entry.name}"))
            else:
                found.files.append(inside)
    return sorted(links)


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from (entry for entry in entries if not entry.name.startswith("."))
    except FileNotFoundError:  # gone since its name was read
        return


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # links in a circle, or one behind a locked door: told where it is to be read
        return False
