"""`bib/pubmd.lock`: what pubmd last wrote, a line a page, as `sha256sum -c` reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from pubmd.config.site_path import parts, refusal
from pubmd.regex import regex

LOCK_FILE = "bib/pubmd.lock"

_LINE = regex(r"([0-9a-f]{64}) [ *](.+)")
_CONFLICT = regex(r"(?:<{7}|={7}|>{7}|\|{7})(?: .*)?")


def digest(data: bytes) -> str:
    """The SHA-256 of a page, in hexadecimal; line ends CRLF and LF count as the same."""
    return sha256(data.replace(b"\r\n", b"\n") if b"\r" in data else data).hexdigest()


class Lock(NamedTuple):
    """The hashes that a page may have and still be pubmd's, by its path from the site's root.

    `damaged` are the lines, from 1, that are neither a hash and a page's path nor a mark of a merge conflict.
    """

    hashes: Mapping[str, frozenset[str]] = MappingProxyType({})
    damaged: tuple[int, ...] = ()

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Its pairs of a path and a hash."""
        return [(path, known) for path, hashes in self.hashes.items() for known in hashes]

    def knows(self, path: str, data: bytes) -> bool:
        """Whether pubmd wrote this page."""
        return digest(data) in self.hashes.get(path, ())

    def renamed(self, names: Mapping[str, str]) -> Lock:
        """The same with what it says of some paths said of others."""
        hashes: dict[str, frozenset[str]] = {}
        for path, known in self.hashes.items():
            name = names.get(path, path)
            hashes[name] = hashes.get(name, frozenset()) | known
        return Lock(hashes, self.damaged)


NO_LOCK = Lock()


def read_lock(text: str) -> Lock:
    """The lock in a file's text. Never raises.

    Several lines for one path all count, and the marks of a merge conflict do not: both sides' pages are
    pubmd's.
    """
    hashes: dict[str, frozenset[str]] = {}
    damaged = []
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match and _is_page(match[2]):
            hashes[match[2]] = hashes.get(match[2], frozenset()) | {match[1]}
        elif line.strip() and not _CONFLICT.fullmatch(line):
            damaged.append(number)
    return Lock(hashes, tuple(damaged))


def lock_in(data: bytes | None) -> Lock:
    """The lock in a file's bytes; an empty one where there is no file. Never raises."""
    return read_lock((data or b"").decode(errors="replace"))


def lock_text(hashes: Iterable[tuple[str, str]]) -> str:
    """The file's text for these pairs of a path and a hash: sorted, a line each."""
    return "".join(f"{known}  {path}\n" for path, known in sorted(set(hashes)))


def _is_page(path: str) -> bool:
    """Whether a page may lie here. What a lock names is deleted, and it may come out of anybody's branch."""
    return path.endswith((".md", ".markdown")) and path == "/".join(parts(path)) and not refusal(path)
