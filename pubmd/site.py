"""A site on disk: the only place where files are read, written and deleted."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pubmd import answer, writing
from pubmd.config.overrides import OVERRIDES_FILE
from pubmd.config.site_path import folded
from pubmd.lock import LOCK_FILE, Lock, lock_in, lock_text
from pubmd.problem import Place, Problem, warning
from pubmd.sources import FOLDER, Listing, listing
from pubmd.writing import WriteError as WriteError

if TYPE_CHECKING:
    from pubmd.change import Change, Plan

SETTINGS_FILE = "bib/pubmd.yml"

_PRIVATE = ".pubmd"
_JOURNAL = f"{_PRIVATE}/journal"
_SYNC_LOCK = f"{_PRIVATE}/sync.lock"
# Exports that are no BibTeX, or BibTeX under a name that nobody reads.
_OTHER_EXPORTS = frozenset((".bibtex", ".biblatex", ".enw", ".nbib", ".ris"))
# Failures that say what is at a path that no page's file can have.
_NO_PAGES_FILE = {
    errno.EISDIR: "a folder is there",
    errno.EINVAL: "no plain file is there",
    errno.ELOOP: "symbolic links lead in a circle there",
    errno.ENAMETOOLONG: "its path is too long for this disk",
    errno.ENOTDIR: "a plain file is where its folder should be",
}
# Folders that hold no page of the site's own.
_NOT_JEKYLLS = frozenset(
    ("_site", ".git", ".jekyll-cache", _PRIVATE, "bib", "node_modules", "vendor", ".venv")
)


class SiteError(Exception):
    """The work could not start: no site, or a file that cannot be read. Says the mend in its text."""


class PagesOnDisk(NamedTuple):
    """What is at the paths of pages: the bytes of each file.

    `odd` says of a path that no configuration names why something else is there, as the end of a sentence.
    `spellings` are the paths that lead to the file of a page under another spelling, each with the page's.
    """

    files: dict[str, bytes]
    odd: dict[str, str]
    spellings: dict[str, str]


def find_site(start: Path | None = None) -> Site:
    """The site that a folder lies in: the nearest folder upwards with a `bib/pubmd.yml`.

    Without a folder it is the current one. Raises SiteError where there is none.
    """
    try:
        start = Path(os.path.realpath(start or Path.cwd()))
    except OSError as failure:
        raise SiteError("the current folder is gone; go to another, or name the site with --site DIR") from (
            failure
        )
    for folder in (start, *start.parents):
        if _is_file(folder / SETTINGS_FILE):
            return Site(folder)
    raise SiteError(
        f"no {SETTINGS_FILE} in {start} or a folder above it; "
        "`pubmd init` sets a site up, `pubmd import` takes hand-written pages over; "
        "or name the site with --site DIR"
    )


def named_site(folder: Path) -> Site:
    """The site whose root is named. Raises SiteError where the folder is none."""
    if not _is_file(folder / SETTINGS_FILE):
        raise SiteError(f"{folder} is no pubmd site: it has no {SETTINGS_FILE}; `pubmd init` sets one up")
    return Site(folder)


class Site:
    """A site by its root folder."""

    def __init__(self, root: Path) -> None:
        self.root = Path(os.path.realpath(root))
        self._place = str(self.root).rstrip("/")
        self._seen: dict[str, bytes | None] = {}
        self._listed = Listing([], {}, [])
        self._stamps: dict[str, tuple[answer.Stamp | None, bytes | None, float]] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that people keep, None where there is none.

        Raises SiteError where it cannot be read, and for a link that leads to nothing: what it led to is
        missing.
        """
        data = self._read(path)
        if data is None and os.path.islink(self._at(path)):  # noqa: PTH114
            raise SiteError(f"{path} cannot be read: it is a symbolic link to nothing")
        return data

    def _read(self, path: str) -> bytes | None:
        at = time.time()
        with _told(path):
            state, data = writing.content_with_state(self._at(path))
        self._seen[path] = data
        known = answer.stamped(state) if state else None
        is_settled = known is not None and answer.is_settled(known, at)
        self._stamps[path] = known, None if is_settled else data, at  # the content itself is not asked for
        return data

    def is_still(self, path: str, state: answer.Stamp) -> bool:
        """Whether a file is in this state, which has to have been settled; then it counts as read."""
        at = time.time()
        if answer.stamp(self._at(path)) != state:
            return False
        self._seen[path] = None
        self._stamps[path] = state, None, at
        return True

    def read_again(self, path: str) -> bytes:
        """The bytes of a file that counts as read. Raises SiteError where it is no more as it was then."""
        with _told(path):
            state, data = writing.content_with_state(self._at(path))
        if data is None or state is None or answer.stamped(state) != self._stamps[path][0]:
            raise SiteError(f"{path} has changed while it was looked at; run the command once more")
        return data

    def _at(self, path: str) -> str:
        """Where a path of the site is on disk; for thousands of them, which pathlib takes a while for."""
        return f"{self._place}/{path}"

    def sources(self) -> tuple[dict[str, bytes], list[Problem]]:
        """The bytes of all `.bib` files by their paths, and a warning for each export of another kind."""
        paths, problems = self.source_paths()
        read = {path: self.read(path) for path in paths}
        return {path: data for path, data in read.items() if data is not None}, problems

    def source_paths(self) -> tuple[list[str], list[Problem]]:
        """The paths of all `.bib` files, and a warning for each export of another kind."""
        found = []
        problems = []
        self._listed = self.listing()
        for path in self._listed.files:
            ending = os.path.splitext(path)[1].lower()  # noqa: PTH122
            if ending == ".bib":
                found.append(path)
            elif ending in _OTHER_EXPORTS:
                message = "this file is not read: pubmd reads `.bib` files"
                problems.append(
                    warning("unread-file", Place(path), message, "export it as BibTeX, with the ending .bib")
                )
        for path, reason in self._listed.unread.items():
            message = f"this folder is not read: the symbolic link {reason}"
            hint = "put its files here, or a link to each of them"
            problems.append(warning("unread-file", Place(path), message, hint))
        return found, problems

    def listing(self) -> Listing:
        """What lies in `bib/`. Raises SiteError where a folder cannot be read."""
        try:
            return listing(self.root)
        except OSError as failure:
            path = os.path.relpath(failure.filename or FOLDER, self.root)
            raise SiteError(f"{path} cannot be read: {writing.reason(failure)}") from failure

    def jekyll(self) -> tuple[tuple[str, str] | None, list[tuple[str, str]]]:
        """Jekyll's configuration, and the site's other pages and layouts, each as a path and its text."""
        config = None
        for name in ("_config.yml", "_config.yaml"):
            data = self.read(name)
            if data is not None and config is None:
                config = (name, data.decode(errors="replace"))
        others = []
        for path in self.files():
            is_page = path.lower().endswith((".md", ".markdown", ".html", ".htm"))
            if is_page or "_layouts" in path.split("/")[:-1]:
                data = self._seen[path] if path in self._seen else self._read(path)
                others.append((path, (data or b"").decode(errors="replace")))
        return config, sorted(others)

    def files(self) -> Iterator[str]:
        """The paths of the site's own files, without those in `bib/`, of a built site and of tools."""
        for folder, subfolders, files in os.walk(self.root):
            subfolders[:] = [name for name in subfolders if name not in _NOT_JEKYLLS]
            inside = Path(folder).relative_to(self.root)
            yield from ((inside / name).as_posix() for name in files)

    def pages(
        self, named: Set[str], known: Set[str] = frozenset(), passing: Collection[str] = ()
    ) -> PagesOnDisk:
        """What is at the paths of pages that the configuration names, and of those that only the lock knows.

        Those that are `passing` are there, and not read. Raises SiteError for a page's path that is no plain
        file in the site, or the same file as another's.
        """
        found = PagesOnDisk({}, {}, {})
        entries: dict[tuple[int, int, str], str] = {}
        for path in sorted(named):
            data = None if path in passing else self.own(path)
            if data is not None:
                found.files[path] = data
            if data is not None or path in passing:
                other = entries.setdefault(self._entry(path), path)
                if other != path:
                    raise SiteError(f"{other} and {path} are one file on this disk; give each page its own")
        for path in sorted({*known} - named):
            if not writing.is_inside(self.root, path):
                found.odd[path] = "it leads out of the site through a symbolic link"
                continue
            try:
                data = self._read(path)
            except SiteError as failure:
                cause = failure.__cause__
                if not isinstance(cause, OSError) or cause.errno not in _NO_PAGES_FILE:
                    raise
                found.odd[path] = _NO_PAGES_FILE[cause.errno]
                continue
            if data is not None and self._entry(path) in entries:
                found.spellings[path] = entries[self._entry(path)]
            elif data is not None:
                found.files[path] = data
        return found

    def _entry(self, path: str) -> tuple[int, int, str]:
        """What tells a file from others, whatever the spelling of its path and the links on its way."""
        file = self.root / path
        with _told(path):
            state = file.lstat()
        return state.st_dev, state.st_ino, folded(f"{os.path.realpath(file.parent)}/{file.name}")

    def untracked(self, sources: Iterable[str], pages: Iterable[str]) -> list[Problem]:
        """What `repository.untracked` says of these sources, and of the pages and the lock that there are."""
        from pubmd.repository import untracked

        there = [path for path in (*pages, LOCK_FILE) if os.path.lexists(self.root / path)]
        return untracked(self.root, sources, there)

    def lock(self) -> bytes | None:
        """The lock file's bytes."""
        return self.own(LOCK_FILE)

    def journal(self) -> bytes | None:
        """The bytes of the journal that an interrupted sync left behind."""
        return self._read(_JOURNAL)

    def own(self, path: str) -> bytes | None:
        """The bytes of a file that pubmd writes."""
        if not writing.is_inside(self.root, path):
            raise SiteError(
                f"{path} leads out of the site through a symbolic link; pubmd writes nothing there"
            )
        return self._read(path)

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
            return self._listed == listing(self.root) and all(
                self._is_unchanged(path, data) for path, data in seen.items()
            )
        except OSError:
            return False

    def _is_unchanged(self, path: str, data: bytes | None) -> bool:
        """Whether a file is as it was read; by its stamp, where that has settled."""
        known = self.settled_stamp(path)
        if known:
            return answer.stamp(self._at(path)) == known
        return writing.content(self._at(path)) == data

    def as_answered(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """The hashes of pages that nothing has touched since the last sync, by path; of all pages, by mark.

        That is as sure as the last answer; see `pubmd.answer`.
        """
        at = time.time()
        pages = answer.pages(str(self.root))
        untouched = {path: digest for path, (stamp, _, digest) in pages.items() if stamp}
        self._stamps.update((path, (pages[path][0], None, at)) for path in untouched)
        return untouched, {mark: digest for _, mark, digest in pages.values()}

    def remember(
        self,
        answers: Mapping[str, tuple[int, Sequence[tuple[int, str]]]],
        pages: Mapping[str, tuple[str, str]],
    ) -> None:
        """Keep what commands are to say for as long as nothing changes that was read; see `pubmd.answer`.

        `pages` has the mark and the hash of each page by its path. No folder is made for it. A failure is
        none: the next sync runs in full.
        """
        if self._listed.unread or not (self.root / _PRIVATE / ".gitignore").is_file():
            return
        links = [path for path in self._listed.files if os.path.islink(self._at(path))]  # noqa: PTH114
        if not all(self._stamps.get(path, (None,))[0] for path in links):
            return  # what a link leads to, and nobody has read, may change without a trace on the link
        folders = {}
        with suppress(OSError, SiteError, WriteError):
            for path in self._listed.folders:
                at, known = time.time(), answer.stamp(self._at(path))
                folders[path] = known, answer.listing(self._at(path)), at
            now = self.listing()
            is_same = {*now.files} - {LOCK_FILE} == {*self._listed.files} - {LOCK_FILE}
            if is_same and now.folders == self._listed.folders and not now.unread:
                answer.remember(str(self.root), answers, self._stamps, folders, pages)

    def settled_stamp(self, path: str) -> answer.Stamp | None:
        """What tells the state in which a file was read from every other; None where nothing does as yet."""
        known, unsettled, _ = self._stamps.get(path, (None, None, 0))
        return known if unsettled is None else None

    def stored(self) -> writing.Reader:
        """What reads what `store` has put by: so many bytes from an offset, or as many as there are."""
        return writing.Reader(self.root / answer.STORE_FILE)

    def store(self, data: Sequence[bytes]) -> None:
        """Put something by that is of use to the next sync, and needed by none.

        No folder is made for it. A failure is none.
        """
        if data and (self.root / _PRIVATE / ".gitignore").is_file():
            with suppress(WriteError):
                writing.replace(self.root, answer.STORE_FILE, data, is_durable=False)

    def is_interrupted(self) -> bool:
        """Whether a sync was killed before its end, and has left a journal or temporary files behind."""
        return os.path.lexists(self.root / _JOURNAL) or bool(writing.temporaries(self.root / _PRIVATE))

    def write(self, plan: Plan) -> tuple[Plan, list[str]]:
        """Carry a plan out: pages first, each one whole or not at all, and the lock last.

        Gives the plan as it was carried out, without the pages that somebody has edited since they were read,
        and the paths of the copies that were kept. Clears away what a killed sync left. Raises WriteError;
        what was written before stays, and the journal tells the next sync that it was pubmd's.
        """
        if not plan.writes and not self.is_interrupted():
            return plan, []
        changes = [change for change in plan.changes if change.writes]
        paths = [change.path for change in changes]
        known = self._begin(changes, lock_in(plan.lock_after))
        self._tidy({*paths, *known, LOCK_FILE})
        copies = [self._copy(change) for change in changes if change.keeps_copy]
        met = {change.path: self.own(change.path) for change in changes if not self._carry_out(change)}
        plan = plan.having_met({path: data or b"" for path, data in met.items()})
        writing.persist(self.root, paths)
        if plan.lock_after is not None and plan.lock_after != plan.lock_before:
            writing.replace(self.root, LOCK_FILE, plan.lock_after)
            writing.persist(self.root, [LOCK_FILE])
        writing.remove(self.root, _JOURNAL)
        return plan, copies

    def _carry_out(self, change: Change) -> bool:
        """Write or remove a page; False where it is not as it was read, and so stays."""
        may_go = partial(self._is_as_planned, change)
        if change.after is None:
            return writing.remove(self.root, change.path, may_go)
        if change.was:
            writing.respell(self.root, change.was, change.path)
        at = time.time()
        state = writing.replace(self.root, change.path, change.after, may_go)
        if state is None:
            return False
        self._stamps[change.path] = answer.stamped(state), change.after, at
        return True

    def _is_as_planned(self, change: Change) -> bool:
        """Whether nothing is at a page's path but what was read there, or what is to be there."""
        if self._is_unchanged(change.path, change.before):
            return True
        return writing.content(self._at(change.path)) in (None, change.before, change.after)

    def is_carried_out(self, change: Change) -> bool:
        """Whether a page was written, and is there still, or was removed."""
        if change.after is None:
            return self.own(change.path) is None
        known, data, _ = self._stamps[change.path]
        return data == change.after and answer.stamp(self._at(change.path)) == known

    def write_overrides(self, data: bytes) -> None:
        """Put new overrides in place of the old ones, whole or not at all. Raises WriteError."""
        self._ignore_private()
        writing.replace(self.root, OVERRIDES_FILE, data)
        writing.persist(self.root, [OVERRIDES_FILE])

    def write_draft(self, data: bytes, draft: Path | None = None) -> Path:
        """Put what a person is to edit into this draft, or a new one; the file's path. Raises WriteError.

        A new one takes the name of none that is there: somebody may mean to come back to that.
        """
        self._ignore_private()
        file = draft or self._new_draft()
        try:
            self._write_private(file.relative_to(self.root).as_posix(), data)
        except WriteError:
            if draft is None:  # which nobody has seen, and is empty
                file.unlink(missing_ok=True)
            raise
        return file

    def _new_draft(self) -> Path:
        if not writing.is_inside(self.root, _PRIVATE):
            raise WriteError(f"{_PRIVATE} leads out of the site through a symbolic link")
        import tempfile

        try:
            handle, name = tempfile.mkstemp(".txt", "draft-", self.root / _PRIVATE)
        except OSError as failure:
            raise WriteError(f"{_PRIVATE} cannot be written: {writing.reason(failure)}") from failure
        os.close(handle)
        return Path(name)

    def drop_draft(self, draft: Path) -> None:
        """Delete a draft. Raises WriteError."""
        writing.remove(self.root, draft.relative_to(self.root).as_posix())

    def _begin(self, changes: Iterable[Change], lock: Lock) -> Iterable[str]:
        """Write into the journal what is about to be written; the paths of all pages in it.

        `lock` is what the lock will be. What interrupted syncs have put there stays until one is done.
        """
        written = {change.path for change in changes if change.after is not None}
        hashes = [*lock_in(self.journal()).lines, *(line for line in lock.lines if line[0] in written)]
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
        stamp = time.strftime("%Y-%m-%dT%H%M%SZ", time.gmtime())
        for path in _numbered(f"{_PRIVATE}/replaced/{stamp}", change.path):
            if not os.path.lexists(self.root / path):
                self._write_private(path, change.before or b"")
                return path
        raise AssertionError("unreachable")

    def _write_private(self, path: str, data: bytes) -> None:
        self._ignore_private()
        writing.replace(self.root, path, data)
        writing.persist(self.root, [path])

    def _ignore_private(self) -> None:
        ignore = f"{_PRIVATE}/.gitignore"
        if not os.path.lexists(self.root / ignore):
            writing.replace(self.root, ignore, b"*\n")


def _numbered(folder: str, path: str) -> Iterator[str]:
    yield f"{folder}/{path}"
    number = 2
    while True:
        yield f"{folder}-{number}/{path}"
        number += 1


def _is_file(file: Path) -> bool:
    with _told(str(file)):
        try:
            return stat.S_ISREG(file.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            return False


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn the system's failures into one that names the file as users know it."""
    try:
        yield
    except OSError as failure:
        raise SiteError(f"{path} cannot be read: {writing.reason(failure)}") from failure
