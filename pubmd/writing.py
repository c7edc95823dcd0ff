"""Files put on disk so that nothing is ever half there, whatever is killed, fills up or loses its power.

A folder that is a symbolic link is followed where it stays in the site. A file that is one, broken or not, is
replaced by a file of its own; what the link leads to is left alone.

What is overwritten or deleted is compared with what was read right before, so that an edit which somebody
saves while a sync is at work stays. Between that look and the rename lie a few microseconds in which nobody
looks; only a lock that all editors respect could close that gap.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from io import FileIO

_PREFIX, _SUFFIX = ".pubmd-", ".tmp"
_BUFFER = 1 << 20  # bytes; what comes in thousands of small pieces is not written in as many calls
_PATIENCE = 30.0  # seconds; a sync of 10,000 entries takes one or two
_TURN = 0.02  # seconds between two looks whether a lock is free
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
    with _told(path):
        handle = _locked_in_turn(_inside(root, path), waits)
    try:
        yield
    finally:
        os.close(handle)


def _locked_in_turn(file: Path, waits: Callable[[str], None]) -> int:
    """A handle that holds the lock of a file, once nobody else does. Raises WriteError in the end."""
    end = time.monotonic() + _PATIENCE
    is_waiting = False
    while (handle := _locked(file)) is None:
        if not is_waiting:
            is_waiting = True
            waits("another sync is running; waiting for it")
        if time.monotonic() > end:
            raise WriteError(
                f"another sync is still running after {_PATIENCE:.0f} seconds; nothing was written"
            )
        time.sleep(_TURN)
    return handle


def _locked(file: Path) -> int | None:
    """A handle that holds the lock of a file; None where another process does, or has just deleted it."""
    import fcntl  # which only Unix has

    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except PermissionError:  # to be read is enough for a lock
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), file.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def replace(
    root: Path,
    path: str,
    data: bytes | Sequence[bytes],
    may_go: Callable[[], bool] = lambda: True,
    *,
    is_durable: bool = True,
) -> os.stat_result | None:
    """Put a whole new file in an old one's place, which keeps its mode, and its owner; the new file's state.

    Its content, which may come in pieces, is on the disk before its name, unless it need not be `is_durable`;
    `persist` puts the name there. Right before, `may_go` is asked about what is there: where that may not go,
    it stays, and this gives None. Raises WriteError.
    """
    with _told(path):
        target = _inside(root, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary, opened = _temporary(target.parent)
        try:
            with opened as file:
                file.writelines([data] if isinstance(data, bytes) else data)
                file.flush()
                if is_durable:
                    os.fsync(file.fileno())
                _keep_owner(temporary, target)
                temporary.chmod(_mode(target))
                if not may_go():
                    temporary.unlink()
                    return None
                temporary.replace(target)
                return os.fstat(file.fileno())
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise


def _temporary(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file in a folder, and the same open; the name of a process of another machine is passed over."""
    for number in count():
        file = folder / f"{_PREFIX}{os.getpid()}-{number}{_SUFFIX}"
        with suppress(FileExistsError):
            return file, file.open("xb", buffering=_BUFFER)
    raise AssertionError("unreachable")


def remove(root: Path, path: str, may_go: Callable[[], bool] = lambda: True) -> bool:
    """Delete a file, if it is there; where that may not go, it stays, and this gives False.

    Raises WriteError.
    """
    with _told(path):
        target = _inside(root, path)
        if not may_go():
            return False
        target.unlink(missing_ok=True)
    return True


def respell(root: Path, path: str, to: str) -> None:
    """Give a file the other spelling of its name under which its folder has it already. Raises WriteError.

    On disks that take upper and lower case for the same, replacing `Vision.md` by `vision.md` may leave the
    old spelling. Elsewhere the two are two names of one file, and POSIX has `rename` leave both.
    """
    with _told(to):
        _inside(root, path).rename(_inside(root, to))


def content(file: Path | str) -> bytes | None:
    """The bytes of a file, None where there is none. Raises OSError, for what is no plain file, too."""
    return content_with_state(file)[1]


def content_with_state(file: Path | str) -> tuple[os.stat_result | None, bytes | None]:
    """The state of a file and its bytes, which were read behind it; None and None where there is none.

    Both are of one file, even where a link leads elsewhere meanwhile. Raises OSError, for what is no plain
    file, too.
    """
    try:
        with _opened(file) as opened:
            return os.fstat(opened.fileno()), opened.read()
    except FileNotFoundError:
        return None, None


class Reader:
    """Reads a file piece by piece, always the one that was there at first; it is open for as long.

    What it gives is empty where there was no plain file, or that cannot be read.
    """

    def __init__(self, file: Path) -> None:
        self._opened: FileIO | None = None
        with suppress(OSError):
            self._opened = _opened(file)

    def __call__(self, at: int, length: int) -> bytes:
        """So many bytes from an offset, or as many as there are."""
        try:
            return os.pread(self._opened.fileno(), length, at) if self._opened else b""
        except OSError:
            return b""

    def __del__(self) -> None:
        """Close it; nobody else knows when the last piece was asked for."""
        if self._opened:
            self._opened.close()


def _opened(file: Path | str) -> FileIO:
    mode = os.stat(file).st_mode  # noqa: PTH116 - a thousand paths take a while to make
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(mode):
        kind = "a named pipe" if stat.S_ISFIFO(mode) else "no plain file"
        raise OSError(errno.EINVAL, f"it is {kind}")
    return open(file, "rb", buffering=0)  # noqa: PTH123


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
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:  # a folder that may be written and not listed: its files are written all the same
        return
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


def note(text: str) -> str:
    """Put a text into a new file among the system's temporary ones, and give its path. Raises OSError."""
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", errors="replace", prefix="pubmd-failure-", suffix=".txt", delete=False
    ) as file:
        file.write(text)
    return file.name


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


def _keep_owner(temporary: Path, target: Path) -> None:
    """Give a file the owner and the group of the one that it replaces, as far as the system allows."""
    with suppress(OSError):
        own, wanted = temporary.stat(), target.stat()
        if (own.st_uid, own.st_gid) != (wanted.st_uid, wanted.st_gid):
            os.chown(temporary, wanted.st_uid, wanted.st_gid)


def _mode(target: Path) -> int:
    """The mode that a file has, or that a new one gets under the process's mask."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
