"""Files put on disk so that nothing is ever half there, whatever is killed, fills up or loses its power.

A folder that is a symbolic link is followed where it stays in the site. A file that is one, broken or not, is
replaced by a file of its own; what the link leads to is left alone.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX, _SUFFIX = ".pubmd-", ".tmp"
_PATIENCE = 30.0  # seconds; a sync of 10,000 entries takes a few
# What file systems answer that have no way to put a folder's names on disk.
_NOT_FOR_FOLDERS = (errno.EINVAL, errno.ENOTSUP)


class WriteError(Exception):
    """A file could not be written. Every page is still the old one or already the new one."""


@contextmanager
def exclusively(root: Path, path: str, waits: Callable[[str], None]) -> Iterator[None]:
    """Be the only process that holds this lock file, which is left in place.

    Waits for another one, up to half a minute, and says so through `waits`. The operating system's lock ends
    with its process, so that a killed one is in nobody's way. Raises WriteError.
    """
    from filelock import FileLock, Timeout

    with _told(path):
        file = _inside(root, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waits("another sync is running; waiting for it")
            try:
                lock.acquire(timeout=_PATIENCE)
            except Timeout as failure:
                raise WriteError(
                    f"another sync is still running after {_PATIENCE:.0f} seconds; nothing was written"
                ) from failure
    try:
        yield
    finally:
        lock.release()


def replace(root: Path, path: str, data: bytes) -> None:
    """Put a whole new file in an old one's place, which keeps its mode. Raises WriteError.

    Its content is on the disk before its name; `persist` puts the name there.
    """
    with _told(path):
        target = _inside(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(_SUFFIX, _PREFIX, target.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(_mode(target))
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def remove(root: Path, path: str) -> None:
    """Delete a file, if it is there. Raises WriteError."""
    with _told(path):
        _inside(root, path).unlink(missing_ok=True)


def remove_folder(root: Path, path: str) -> None:
    """Delete a folder that is empty. Raises WriteError."""
    with _told(path):
        _inside(root, path).rmdir()


def persist(root: Path, paths: Iterable[str]) -> None:
    """Put on the disk that these files have come or gone, and their folders, too. Raises WriteError."""
    folders = {folder for path in paths for folder in (root / path).parents if folder.is_relative_to(root)}
    for folder in sorted(folders, reverse=True):
        with _told(folder.relative_to(root).as_posix()):
            if folder.is_dir():
                _persist(folder)


def _persist(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as failure:
        if failure.errno not in _NOT_FOR_FOLDERS:
            raise
    finally:
        os.close(handle)


def temporaries(folder: Path) -> list[Path]:
    """What killed syncs left in a folder."""
    return [left for left in folder.glob(f"{_PREFIX}*{_SUFFIX}") if left.is_file() and not left.is_symlink()]


def clear_temporaries(root: Path, folders: Iterable[Path]) -> None:
    """Delete what killed syncs left in these folders. Raises WriteError."""
    for folder in folders:
        for left in temporaries(folder):
            remove(root, left.relative_to(root).as_posix())


def is_inside(root: Path, path: str) -> bool:
    """Whether a path stays in the site, wherever symbolic links lead."""
    return Path(os.path.realpath(root / path)).is_relative_to(root)


def reason(failure: OSError) -> str:
    """The system's words for a failure."""
    return failure.strerror or str(failure)


def _inside(root: Path, path: str) -> Path:
    if not is_inside(root, path):
        raise WriteError(f"{path} leads out of the site through a symbolic link")
    return root / path


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn the system's failures into one that names the file as users know it."""
    try:
        yield
    except OSError as failure:
        raise WriteError(f"{path} cannot be written: {reason(failure)}") from failure


def _mode(target: Path) -> int:
    """The mode that a file has, or that a new one gets under the process's mask."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
