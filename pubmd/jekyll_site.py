"""A Jekyll site that is to be set up: what it holds, and its files written all or none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from pubmd import writing
from pubmd.change import Change
from pubmd.jekyll.configuration import CONFIG_FILES
from pubmd.setup.survey import Survey
from pubmd.site import SETTINGS_FILE, Site, SiteError
from pubmd.writing import WriteError

# Files in which a site's pages, layouts and scripts stand.
_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm", ".js", ".liquid")
_LARGEST_TEXT = 1024 * 1024


def jekyll_root(start: Path) -> Path:
    """The root of the Jekyll site that a folder lies in: the nearest one upwards that is configured.

    The search ends at the root of a git repository; where nothing is found it is the folder itself.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / name).exists() for name in (SETTINGS_FILE, *CONFIG_FILES)):
            return folder
        if (folder / ".git").exists():
            break
    return start


def survey(site: Site, *own: str) -> Survey:
    """What the site holds, for setting it up: these files of its own to the byte.

    Raises SiteError where a file cannot be read, and where one of its own may not be written.
    """
    from pubmd.jekyll.configuration import CONFIG_FILES
    from pubmd.setup.survey import Survey

    paths = sorted((*site.files(), *site.listing().files))
    texts = {}
    for path in paths:
        file = site.root / path
        if path.lower().endswith(_TEXTS) and file.is_file() and file.stat().st_size <= _LARGEST_TEXT:
            texts[path] = (site.read(path) or b"").decode(errors="replace")
    found = {}
    for path in (*CONFIG_FILES, *own):
        data = _writable(site, path)
        if data is not None:
            found[path] = data
    return Survey(tuple(paths), texts, found, (site.root / ".git").exists())


def _writable(site: Site, path: str) -> bytes | None:
    """The bytes of a file that a setup may write, None where there is none. Raises SiteError."""
    if (site.root / path).is_symlink():
        raise SiteError(f"{path} is a symbolic link, which pubmd does not replace; write a file there")
    return site.own(path)


def put(site: Site, changes: Sequence[Change]) -> None:
    """Write files that are still as they were when the changes were made: all of them, or none.

    Raises SiteError where one has changed since, and WriteError; what was written by then is taken back.
    """
    for change in changes:
        if _writable(site, change.path) != change.before:
            raise SiteError(f"{change.path} has changed since it was read; repeat the command")
    new_folders = {
        folder for change in changes for folder in (site.root / change.path).parents if not folder.exists()
    }
    done: list[Change] = []
    try:
        for change in changes:
            done.append(change)
            writing.replace(site.root, change.path, change.after or b"")
    except BaseException:
        for change in reversed(done):
            with suppress(WriteError):
                _take_back(site, change)
        for folder in sorted(new_folders, reverse=True):
            with suppress(WriteError):
                writing.remove_folder(site.root, folder.relative_to(site.root).as_posix())
        raise
    writing.persist(site.root, [change.path for change in changes])


def _take_back(site: Site, change: Change) -> None:
    if change.before is None:
        writing.remove(site.root, change.path)
    else:
        writing.replace(site.root, change.path, change.before)
