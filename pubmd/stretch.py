"""The stretches that a source is read and kept in, and where they are in a file that has changed."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from pubmd.bibtex.bibliography import BESIDE_BOUND, part_bounds
from pubmd.bibtex.source import LOOKED_AT, Source
from pubmd.conflict import marked_line

# A stretch as it was kept: its length in bytes and in characters, and the digest that it is kept by.
Known = tuple[int, int, bytes]


class Piece(NamedTuple):
    """A stretch of a file that need not be looked through for stretches.

    `size` is its length in bytes, `length` in characters. `digest` is what it is kept by; where it has none
    it is new, and this is its `text`.
    """

    size: int
    length: int
    digest: bytes
    text: str = ""


class Stretch(NamedTuple):
    """A stretch of a source between two offsets, and what is known of it as a piece."""

    source: Source
    start: int
    end: int
    piece: Piece | None = None

    @property
    def length(self) -> int:
        """How many characters it has."""
        return self.end - self.start

    @property
    def is_new(self) -> bool:
        """Whether it is what is new in a file that is known else, whose text need not be decoded for it."""
        return self.piece is not None and bool(self.piece.text)

    @property
    def text(self) -> str:
        """Its text."""
        return self.piece.text if self.piece and self.piece.text else self.source.text[self.start : self.end]

    def known(self, made_by: bytes) -> Known:
        """What it is kept by; see `digest`."""
        if self.piece and self.piece.digest:
            return self.piece[:3]
        data = self.text.encode("utf-8", "surrogatepass")
        return len(data), self.length, digest(made_by, self.source.file, data)


def digest(made_by: bytes, file: str, data: bytes | memoryview) -> bytes:
    """What a stretch with these bytes of a file is kept by.

    `made_by` stands for all else that depends on which what is read of it.
    """
    known = sha256(made_by)
    known.update(f"{file}\0".encode("utf-8", "surrogatepass"))  # no name holds a NUL
    known.update(data)
    return known.digest()


def stretches(source: Source, pieces: Iterable[Piece] | None = None) -> Iterator[Stretch]:
    """The stretches of a source, in order; where no pieces are known it is looked through for them."""
    if pieces is None:
        yield from (Stretch(source, *bounds) for bounds in part_bounds(source.text))
        return
    start = 0
    for piece in pieces:
        yield Stretch(source, start, start + piece.length, piece)
        start += piece.length


def aligned(file: str, data: bytes, earlier: Sequence[Known], made_by: bytes) -> list[Piece] | None:
    """The pieces of a file of which these stretches were kept, whatever of it has changed since.

    What it begins and ends with is as it was; what is in between is looked through anew, with the nearest
    stretches on either side, whose bounds may be others now: all bounds are those that the whole file has.
    None where that is the whole file, or it is not UTF-8 with LF at the lines' ends, or has the marks of a
    merge.
    """
    if data.startswith(codecs.BOM_UTF8) or b"\0" in data[:LOOKED_AT]:
        return None  # which are no part of the text, or of another one
    view = memoryview(data)
    front = _unchanged(file, view, earlier, made_by)
    at = sum(size for size, _, _ in earlier[:front])
    if front == len(earlier) and at == len(data):
        return [Piece(*each) for each in earlier]
    back = _unchanged(file, view[at:], earlier[front:], made_by, from_the_end=True)
    before, behind = earlier[: _sure(earlier[:front])], earlier[len(earlier) - max(back - 1, 0) :]
    start, end = sum(size for size, _, _ in before), len(data) - sum(size for size, _, _ in behind)
    changed = data[start:end]
    if not (before or behind) or b"\r" in changed or marked_line(changed):
        return None
    try:
        text = changed.decode()
    except UnicodeDecodeError:
        return None
    following = data[end : end + 4 * BESIDE_BOUND].decode(errors="ignore")
    bounds = [at for at, _ in part_bounds(text + following) if at < len(text)]
    new = [text[at:end] for at, end in pairwise((*bounds, len(text)))] if text else []
    return [
        *(Piece(*each) for each in before),
        *(Piece(len(each.encode()), len(each), b"", each) for each in new),
        *(Piece(*each) for each in behind),
    ]


def _sure(front: Sequence[Known]) -> int:
    """How many of the stretches that a file begins with have bounds that no change behind them can move."""
    count, beside = len(front), 0
    while count and beside < BESIDE_BOUND:
        count -= 1
        beside += front[count][1]
    return count


def _unchanged(
    file: str, data: memoryview, earlier: Sequence[Known], made_by: bytes, *, from_the_end: bool = False
) -> int:
    """How many of a file's stretches these bytes begin with, or end with."""
    at = count = 0
    for size, _, known in reversed(earlier) if from_the_end else earlier:
        behind = at + size
        if behind > len(data):
            break
        found = data[len(data) - behind : len(data) - at] if from_the_end else data[at:behind]
        if digest(made_by, file, found) != known:
            break
        at, count = behind, count + 1
    return count
