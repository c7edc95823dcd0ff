"""What a sync said the last time, and all that it depended on: the answer to give where nothing has changed.

A hook runs at every commit and mostly finds nothing to do. That question is answered here, on the standard
library alone, before the framework and the parsers are imported. An answer may be given again only where
everything that it came from is the same: the files and folders that were read, those that were looked for and
not there, pubmd itself, and what it is installed beside. Whatever is in doubt gives no answer, and the sync
runs in full.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from binascii import crc32
from contextlib import suppress
from functools import cache
from stat import S_ISREG

from pubmd import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

FILE = ".pubmd/answer"
STORE_FILE = ".pubmd/read"  # see `pubmd.store`
SETTINGS_FILE = "bib/pubmd.yml"

# Seconds after which a file's time stamps are sure to move with its next change: clocks of file systems that
# count in nanoseconds tick every few milliseconds, others every two seconds.
_FINE_TICK, _COARSE_TICK = 0.05, 2.5
_MARK = b"pubmd answer 5\n"
_CHECKSUM = 8  # hexadecimal digits behind the mark
_MOST_BYTES = 1 << 28

# Device, inode, mode, size, and when the content and the inode last changed, in nanoseconds.
Stamp = tuple[int, int, int, int, int, int]


def stamp(path: str) -> Stamp | None:
    """What tells one state of a file or folder from the next; None where there is nothing at the path.

    Take it before the content is read: a change while that is read is then noticed afterwards.
    """
    try:
        return stamped(os.stat(path))  # noqa: PTH116 - pathlib is not imported here, for speed
    except OSError:
        return None


def stamped(found: os.stat_result) -> Stamp:
    """The stamp in what the system says of a file."""
    return (
        *(found.st_dev, found.st_ino, found.st_mode, found.st_size),
        *(found.st_mtime_ns, found.st_ctime_ns),
    )


def is_settled(known: Sequence[int], at: float) -> bool:
    """Whether a change after the moment `at` (seconds since the epoch) is sure to change this stamp.

    Two changes within one tick of the file system's clock may leave the same stamp.
    """
    changed = known[5]
    tick = _COARSE_TICK if changed % 1_000_000 == 0 else _FINE_TICK
    return changed / 1e9 + tick < at


def command(args: Sequence[str]) -> tuple[frozenset[str], str | None] | None:
    """A command line that can have an answer: the options of `pubmd sync`, and what `--site` names.

    None for every other; those are for the framework to read.
    """
    if not args or args[0] != "sync":
        return None
    flags = set()
    site = None
    rest = iter(args[1:])
    for arg in rest:
        if arg in ("--check", "--fail-on-change"):
            flags.add(arg)
        elif arg == "--site":
            site = next(rest, None)
            if site is None:
                return None
        elif arg.startswith("--site="):
            site = arg.removeprefix("--site=")
        else:
            return None
    return frozenset(flags), site


def find_root(folder: str) -> str | None:
    """The nearest folder upwards that holds a `bib/pubmd.yml`, as a path without symbolic links."""
    folder = os.path.realpath(folder)
    while not os.path.isfile(os.path.join(folder, SETTINGS_FILE)):  # noqa: PTH113, PTH118
        above = os.path.dirname(folder)  # noqa: PTH120
        if above == folder:
            return None
        folder = above
    return folder


def replayed(args: Sequence[str], are_tracked: Callable[[str, Sequence[str]], bool]) -> int | None:
    """Give the last answer to a command line once more: prints it, and gives its exit status.

    None, and nothing printed, where there is no answer or anything has changed that it came from. What is
    damaged, of another version or from another place counts as no answer. `are_tracked` says of a site's root
    and the paths of files whether git has nothing to say of them; it is asked for `--fail-on-change`. Never
    raises for what lies on disk.
    """
    wanted = command(args)
    if wanted is None:
        return None
    flags, site = wanted
    name = "sync --check" if "--check" in flags else "sync"
    try:
        root = find_root(os.curdir) if site is None else _named_root(site)
        if root is None:
            return None
        record = _read(root)
        status, printed = record["answers"][name]
        if status not in range(256) or not all(isinstance(text, str) for _, text in printed):
            return None
        status = int(status)
        in_doubt = _in_doubt(root, record)
        if in_doubt is not None and "--fail-on-change" in flags:
            files = [path for path, (known, _, _) in record["files"].items() if known]
            in_doubt = in_doubt if are_tracked(root, files) else None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, EOFError):
        return None
    if in_doubt is None:
        return None
    if any(stream == 2 and text for stream, text in printed) and sys.stderr.isatty():
        return None  # problems have colours there
    if in_doubt:
        _write(root, record)
    for stream, text in printed:
        print(text, end="", file=sys.stderr if stream == 2 else sys.stdout)
    return status


def pages(root: str) -> dict[str, tuple[Stamp | None, str, str]]:
    """The pages of a site that the last answer speaks of, by their paths from the root.

    Each comes with its stamp, None where it may be another one by now, its mark and its hash (see
    `pubmd.page`). There are none where there is no answer. Never raises for what lies on disk.
    """
    found = {}
    try:
        record = _read(root)
        if not _is_in_place(root, record):
            return {}
        for path, (mark, digest) in record["pages"].items():
            known, settled, _ = record["files"][path]
            own = stamp(f"{root}/{path}") if settled else None
            found[path] = own if own == known else None, mark, digest
    except (OSError, ValueError, TypeError, KeyError, AttributeError, EOFError):
        return {}
    return found


def listing(path: str) -> list[str]:
    """The names in a folder, sorted, each with what it is: a slash for a folder, two for a link to anything.

    Raises OSError.
    """
    with os.scandir(path) as found:
        return sorted(f"{each.name}{_kind(each)}" for each in found)


def _kind(entry: os.DirEntry[str]) -> str:
    return ("//" if entry.is_symlink() else "") + ("/" if entry.is_dir() else "")


def remember(
    root: str,
    answers: Mapping[str, tuple[int, Sequence[tuple[int, str]]]],
    files: Mapping[str, tuple[Stamp | None, bytes | None, float]],
    folders: Mapping[str, tuple[Stamp | None, Sequence[str], float]],
    pages: Mapping[str, tuple[str, str]],
) -> None:
    """Keep answers for as long as nothing changes that they came from.

    `answers` maps `sync` and `sync --check` to the exit status and what it printed, as pairs of a
    stream (1 or 2) and a text. `files` and `folders` map paths from the root to a stamp, what was found
    there afterwards (a file's bytes, None where there was none or the stamp is settled; a folder's
    `listing`), and the moment of the stamp, in seconds since the epoch. `pages` maps
    paths to marks and hashes, for the function of that name.
    `.pubmd/` has to exist. A failure to write is no failure: the next sync runs in full.
    """
    from hashlib import sha256

    def hash_of(path: str, data: bytes) -> str:
        # A page's is known: that of the lock, but for the line ends. An answer is kept where all is in order.
        return sha256(data).hexdigest() if path not in pages or b"\r" in data else pages[path][1]

    ways = _ways(root, _on_the_way(root, files, folders))
    if not all(f"{real}/".startswith(f"{root}/") for path, real in ways if path not in files):
        return  # a folder that was moved away meanwhile
    record = {
        "private": _private_names(root),
        "ways": ways,
        "files": {
            path: (known, settled, "" if settled or data is None else hash_of(path, data))
            for path, (known, data, at) in files.items()
            for settled in (known is not None and is_settled(known, at),)
        },
        "folders": {
            path: (known, known is not None and is_settled(known, at), [*names])
            for path, (known, names, at) in folders.items()
        },
        "answers": {**answers},
        "pages": {**pages},
    }
    _write(root, record)


def _in_doubt(root: str, record: dict[str, Any]) -> bool | None:
    """Whether all is as it was, and had to be looked into; None where anything is not.

    What was looked into and has settled by now is taken down in the record.
    """
    if not _is_in_place(root, record) or record["private"] != _private_names(root):
        return None
    looked = False
    for path, (known, settled, content) in record["folders"].items():
        at = time.time()
        found = stamp(f"{root}/{path}")
        if found is None or (settled and found != known):
            return None
        if not settled:
            if listing(f"{root}/{path}") != content:
                return None
            record["folders"][path] = found, is_settled(found, at), content
            looked = True
    for path, (known, settled, content) in record["files"].items():
        at = time.time()
        if not _is_as_known(f"{root}/{path}", known, settled, content):
            return None
        if known is not None and not settled:
            record["files"][path] = known, is_settled(known, at), content
            looked = True
    return looked


def _is_as_known(file: str, known: Stamp | None, settled: bool, content: str) -> bool:
    """Whether a file has this stamp, and this hash if the stamp does not settle it; None is for no file."""
    return stamp(file) == known and (settled or not known or _digest(file) == content)


@cache
def made_by() -> list[object]:
    """What pubmd's work depends on besides a site: its own files, and the folders that it may import from.

    Looked at once: what a process has loaded stays as it is, whatever is installed meanwhile.
    """
    own = os.path.dirname(__file__)  # noqa: PTH120
    files = []
    folders = [own]
    while folders:
        with os.scandir(folders.pop()) as found:
            for each in found:
                if each.name == "__pycache__":
                    continue
                if each.is_dir():
                    folders.append(each.path)
                else:
                    files.append((each.path, *(stamp(each.path) or ())[3:]))  # an editor's lock leads nowhere
    beside = sys.path if _is_imported_from(sys.path[0]) else sys.path[1:]
    return [__version__, sys.version, sorted(files), beside, [stamp(path) for path in beside]]


def _is_imported_from(first: str) -> bool:
    """Whether the first of Python's folders is one for packages, and not just where the caller is."""
    names = ("pubmd", "bibtexparser", "pylatexenc", "ruamel")
    return sys.flags.safe_path or any(os.path.isdir(f"{first or '.'}/{name}") for name in names)  # noqa: PTH112


def _checksum(root: str, data: bytes) -> bytes:
    """A record's checksum, which begins with what made it, and where.

    So that an answer of another version, or one that was copied or came out of git, is as good as damaged.
    """
    place = root, (stamp(root) or ())[:2]
    return b"%08x" % crc32(data, crc32(repr((made_by(), place)).encode("utf-8", "surrogatepass")))


def _ways(root: str, paths: Iterable[str]) -> list[list[str]]:
    """Where these paths really are: a move behind a link leaves the stamps alone of what is moved."""
    return [[path, os.path.realpath(f"{root}/{path}")] for path in paths]


def _is_in_place(root: str, record: dict[str, Any]) -> bool:
    """Whether what the record speaks of is really where it was."""
    ways: list[list[str]] = record["ways"]
    return ways == _ways(root, [path for path, _ in ways])


def _on_the_way(root: str, files: Iterable[str], folders: Iterable[str]) -> list[str]:
    """The paths that may lead through a link: all folders, and what is a link itself."""
    links = [path for path in files if os.path.islink(f"{root}/{path}")]  # noqa: PTH114
    return sorted({"bib", *folders, *links, *map(os.path.dirname, files)})


def _private_names(root: str) -> list[str]:
    """What lies in `.pubmd/`: a journal or a killed sync's leavings are work for a sync."""
    names = listing(os.path.join(root, os.path.dirname(FILE)))  # noqa: PTH118, PTH120
    return [name for name in names if name != os.path.basename(FILE)]  # noqa: PTH119


def _named_root(folder: str) -> str | None:
    root = os.path.realpath(folder)
    return root if os.path.isfile(os.path.join(root, SETTINGS_FILE)) else None  # noqa: PTH113, PTH118


def _digest(path: str) -> str:
    from hashlib import sha256

    with open(path, "rb") as file:  # noqa: PTH123
        return sha256(file.read()).hexdigest()


def _read(root: str) -> dict[str, Any]:
    """The record in the file. Raises ValueError where that is not what this program wrote here."""
    path = os.path.join(root, FILE)  # noqa: PTH118
    state = os.stat(path)  # noqa: PTH116
    if not S_ISREG(state.st_mode) or state.st_size > _MOST_BYTES:
        raise ValueError("an answer is a plain file")
    with open(path, "rb") as file:  # noqa: PTH123
        if file.read(len(_MARK)) != _MARK:
            raise ValueError("no answer begins so")
        checksum, data = file.read(_CHECKSUM), file.read()
    if checksum != _checksum(root, data):
        raise ValueError("an answer is damaged, or another program's")
    record: dict[str, Any] = marshal.loads(data)  # noqa: S302 - its checksum says that we wrote it
    return record


def _write(root: str, record: Mapping[str, object]) -> None:
    """Put the record in the old one's place, with its checksum, unless `.pubmd/` leads out of the site."""
    folder = os.path.join(root, os.path.dirname(FILE))  # noqa: PTH118, PTH120
    if os.path.realpath(folder) != folder:
        return
    temporary = os.path.join(folder, f".pubmd-{os.getpid()}.tmp")  # noqa: PTH118
    try:
        data = marshal.dumps({**record})
        with open(temporary, "xb") as file:  # noqa: PTH123
            file.write(_MARK + _checksum(root, data) + data)
        os.replace(temporary, os.path.join(root, FILE))  # noqa: PTH105, PTH118
    except (OSError, ValueError):
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
