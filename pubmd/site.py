"""A site on disk: the only place where files are read, written and deleted."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pubmd import writing
from pubmd.lock import LOCK_FILE, digest, lock_text, read_lock
from pubmd.problem import Place, Problem, warning
from pubmd.writing import WriteError as WriteError

if TYPE_CHECKING:
    from pubmd.change import Change, Plan
    from pubmd.setup.survey import Survey

SETTINGS_FILE = "bib/pubmd.yml"
OVERRIDES_FILE = "bib/overrides.yml"

_PRIVATE = ".pubmd"
_JOURNAL = f"{_PRIVATE}/journal"
_SYNC_LOCK = f"{_PRIVATE}/sync.lock"
# Exports that are no BibTeX, or BibTeX under a name that nobody reads.
_OTHER_EXPORTS = frozenset((".bibtex", ".biblatex", ".enw", ".nbib", ".ris"))
# Files in which a site's pages, layouts and scripts stand.
_TEXTS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm", ".js", ".liquid")
_LARGEST_TEXT = 1024 * 1024
# Folders that hold no page of the site's own.
_NOT_JEKYLLS = frozenset(
    ("_site", ".git", ".jekyll-cache", _PRIVATE, "bib", "node_modules", "vendor", ".venv")
)


class SiteError(Exception):
    """The work could not start: no site, or a file that cannot be read. Says the mend in its text."""


def find_site(start: Path) -> Site:
    """The site that a folder lies in: the nearest folder upwards with a `bib/pubmd.yml`.

    Raises SiteError where there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS_FILE).is_file():
            return Site(folder)
    raise SiteError(
        f"no {SETTINGS_FILE} in {start} or a folder above it; "
        "write one (the README shows how), or name the site with --site DIR"
    )


def jekyll_root(start: Path) -> Path:
    """The root of the Jekyll site that a folder lies in: the nearest one upwards that is configured.

    The search ends at the root of a git repository; where nothing is found it is the folder itself.
    """
    from pubmd.jekyll.configuration import CONFIG_FILES

    start = start.resolve()
    for folder in (start, *start.parents):
        if any((folder / name).exists() for name in (SETTINGS_FILE, *CONFIG_FILES)):
            return folder
        if (folder / ".git").exists():
            break
    return start


class Site:
    """A site by its root folder."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._seen: dict[str, bytes | None] = {}
        self._listed: list[str] = []

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None where there is none. Raises SiteError where it cannot be read."""
        try:
            data = self._seen[path] = _bytes(self.root / path)
        except OSError as failure:
            raise SiteError(f"{path} cannot be read: {writing.reason(failure)}") from failure
        return data

    def sources(self) -> tuple[dict[str, bytes], list[Problem]]:
        """The bytes of all `.bib` files by their paths, and a warning for each export of another kind."""
        found: dict[str, bytes] = {}
        problems = []
        self._listed = self._listing()
        for path in self._listed:
            file = self.root / path
            if file.suffix.lower() == ".bib" and not file.is_dir():
                found[path] = self.read(path) or b""
            elif file.suffix.lower() in _OTHER_EXPORTS:
                message = "this file is not read: pubmd reads `.bib` files"
                problems.append(
                    warning("unread-file", Place(path), message, "export it as BibTeX, with the ending .bib")
                )
        return found, problems

    def _listing(self) -> list[str]:
        """All that lies in `bib/` and is not hidden."""
        files = (file.relative_to(self.root) for file in sorted((self.root / "bib").rglob("*")))
        return [file.as_posix() for file in files if not any(part.startswith(".") for part in file.parts)]

    def jekyll(self) -> tuple[tuple[str, str] | None, list[tuple[str, str]]]:
        """Jekyll's configuration, and the site's other pages and layouts, each as a path and its text."""
        config = None
        for name in ("_config.yml", "_config.yaml"):
            data = self.read(name)
            if data is not None and config is None:
                config = (name, data.decode(errors="replace"))
        others = [
            (path, (self.read(path) or b"").decode(errors="replace"))
            for path in self._files()
            if path.lower().endswith((".md", ".markdown", ".html", ".htm"))
            or "_layouts" in path.split("/")[:-1]
        ]
        return config, sorted(others)

    def _files(self) -> Iterator[str]:
        """The paths of the site's own files, without those in `bib/`, of a built site and of tools."""
        for folder, subfolders, files in os.walk(self.root):
            subfolders[:] = [name for name in subfolders if name not in _NOT_JEKYLLS]
            inside = Path(folder).relative_to(self.root)
            yield from ((inside / name).as_posix() for name in files)

    def survey(self, *own: str) -> Survey:
        """What the site holds, for setting it up: these files of its own to the byte.

        Raises SiteError where a file cannot be read, and where one of its own may not be written.
        """
        from pubmd.jekyll.configuration import CONFIG_FILES
        from pubmd.setup.survey import Survey

        paths = sorted((*self._files(), *self._listing()))
        texts = {}
        for path in paths:
            file = self.root / path
            if path.lower().endswith(_TEXTS) and file.is_file() and file.stat().st_size <= _LARGEST_TEXT:
                texts[path] = (self.read(path) or b"").decode(errors="replace")
        found = {}
        for path in (*CONFIG_FILES, *own):
            data = self.writable(path)
            if data is not None:
                found[path] = data
        return Survey(tuple(paths), texts, found, (self.root / ".git").exists())

    def writable(self, path: str) -> bytes | None:
        """The bytes of a file that a setup may write, None where there is none. Raises SiteError."""
        if (self.root / path).is_symlink():
            raise SiteError(f"{path} is a symbolic link, which pubmd does not replace; write a file there")
        return self._own(path)

    def put(self, changes: Sequence[Change]) -> None:
        """Write files that are still as they were when the changes were made: all of them, or none.

        Raises SiteError where one has changed since, and WriteError; what was written by then is taken back.
        """
        for change in changes:
            if self.writable(change.path) != change.before:
                raise SiteError(f"{change.path} has changed since it was read; repeat the command")
        new_folders = {
            folder
            for change in changes
            for folder in (self.root / change.path).parents
            if not folder.exists()
        }
        done: list[Change] = []
        try:
            for change in changes:
                done.append(change)
                writing.replace(self.root, change.path, change.after or b"")
        except BaseException:
            for change in reversed(done):
                with suppress(WriteError):
                    self._take_back(change)
            for folder in sorted(new_folders, reverse=True):
                with suppress(WriteError):
                    writing.remove_folder(self.root, folder.relative_to(self.root).as_posix())
            raise
        writing.persist(self.root, [change.path for change in changes])

    def _take_back(self, change: Change) -> None:
        if change.before is None:
            writing.remove(self.root, change.path)
        else:
            writing.replace(self.root, change.path, change.before)

    def pages(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The bytes of those of these files that exist. Raises SiteError for a path that is no plain file."""
        found = {}
        for path in paths:
            data = self._own(path)
            if data is not None:
                found[path] = data
        return found

    def lock(self) -> bytes | None:
        """The lock file's bytes."""
        return self._own(LOCK_FILE)

    def journal(self) -> bytes | None:
        """The bytes of the journal that an interrupted sync left behind."""
        return self.read(_JOURNAL)

    def _own(self, path: str) -> bytes | None:
        """The bytes of a file that pubmd writes."""
        if not writing.is_inside(self.root, path):
            raise SiteError(
                f"{path} leads out of the site through a symbolic link; pubmd writes nothing there"
            )
        return self.read(path)

    @contextmanager
    def exclusively(self, waits: Callable[[str], None]) -> Iterator[None]:
        """Be the only sync of this site that writes; tells `waits` where it has to wait for another.

        Raises WriteError where the lock cannot be had.
        """
        with writing.exclusively(self.root, _SYNC_LOCK, waits):
            yield

    def is_as_read(self) -> bool:
        """Whether all that was read since this was last asked is still the same, and no source has come."""
        seen, self._seen = self._seen, {}
        try:
            return self._listed == self._listing() and all(
                _bytes(self.root / path) == data for path, data in seen.items()
            )
        except OSError:
            return False

    def is_interrupted(self) -> bool:
        """Whether a sync was killed before its end, and has left a journal or temporary files behind."""
        return (self.root / _JOURNAL).exists() or bool(writing.temporaries(self.root / _PRIVATE))

    def write(self, plan: Plan) -> list[str]:
        """Carry a plan out: pages first, each one whole or not at all, and the lock last.

        Gives the paths of the copies that were kept. Clears away what a killed sync left. Raises WriteError;
        what was written before stays, and the journal tells the next sync that it was pubmd's.
        """
        if not plan.writes and not self.is_interrupted():
            return []
        changes = [change for change in plan.changes if change.writes]
        paths = [change.path for change in changes]
        known = self._begin(changes)
        self._tidy({*paths, *known, LOCK_FILE})
        copies = [self._copy(change) for change in changes if change.keeps_copy]
        for change in changes:
            if change.after is None:
                writing.remove(self.root, change.path)
            else:
                writing.replace(self.root, change.path, change.after)
        writing.persist(self.root, paths)
        if plan.lock_after is not None and plan.lock_after != plan.lock_before:
            writing.replace(self.root, LOCK_FILE, plan.lock_after)
            writing.persist(self.root, [LOCK_FILE])
        writing.remove(self.root, _JOURNAL)
        return copies

    def _begin(self, changes: Iterable[Change]) -> Iterable[str]:
        """Write into the journal what is about to be written; the paths of all pages in it.

        What interrupted syncs have put there stays, until one comes to its end.
        """
        before = read_lock((self.journal() or b"").decode(errors="replace")).hashes
        hashes = [(path, known) for path, each in before.items() for known in each]
        hashes += [(change.path, digest(change.after)) for change in changes if change.after is not None]
        self._write_private(_JOURNAL, lock_text(hashes).encode())
        return [path for path, _ in hashes]

    def _tidy(self, paths: Iterable[str]) -> None:
        """Delete what killed syncs left in `.pubmd/` and beside these files."""
        private = self.root / _PRIVATE
        folders = {(self.root / path).parent for path in paths if writing.is_inside(self.root, path)}
        copied = [folder for folder in (private / "replaced").rglob("*") if folder.is_dir()]
        writing.clear_temporaries(self.root, [private, *copied, *sorted(folders)])

    def _copy(self, change: Change) -> str:
        """Keep what a forced sync replaces; the path of the copy."""
        stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        for path in _numbered(f"{_PRIVATE}/replaced/{stamp}", change.path):
            if not (self.root / path).exists():
                self._write_private(path, change.before or b"")
                return path
        raise AssertionError("unreachable")

    def _write_private(self, path: str, data: bytes) -> None:
        ignore = f"{_PRIVATE}/.gitignore"
        if not (self.root / ignore).exists():
            writing.replace(self.root, ignore, b"*\n")
        writing.replace(self.root, path, data)
        writing.persist(self.root, [path])


def _numbered(folder: str, path: str) -> Iterator[str]:
    yield f"{folder}/{path}"
    number = 2
    while True:
        yield f"{folder}-{number}/{path}"
        number += 1


def _bytes(file: Path) -> bytes | None:
    """The bytes of a file, None where there is none. Raises OSError."""
    try:
        if file.is_fifo():
            raise OSError(errno.EINVAL, "it is a named pipe")
        return file.read_bytes()
    except FileNotFoundError:
        return None
