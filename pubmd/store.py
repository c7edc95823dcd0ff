"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), which is
kept itself as well, and has a checksum, so that nothing damaged or foreign is even looked into. The cards'
texts, and what hardly anybody asks for, are nearly all of it: they come last, are read when they are asked
for, and each is known to be whole by itself (see `pubmd.span`).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any
from zlib import crc32

from pubmd.answer import Stamp
from pubmd.span import Packed
from pubmd.stretch import Known

_MARK = b"pubmd read 6\n"
_NUMBER = 8
_NUMBERS = 4  # behind the mark: checksum and length of the head, and of the columns behind it
_START = len(_MARK) + _NUMBERS * _NUMBER
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000

# By its path, what tells one state of a file from others, and what its stretches are kept by.
Files = Mapping[str, tuple[Stamp, Sequence[Known]]]


class _Stored:
    """A part of a file, read where a slice of it is asked for."""

    def __init__(self, read: Callable[[int, int], bytes], at: int, length: int) -> None:
        self._read = read
        self._at = at
        self._length = length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, part: slice) -> bytes:
        start, end, _ = part.indices(self._length)
        return self._read(self._at + start, end - start)


def dumped(
    made_by: bytes, spans: Mapping[bytes, Packed], files: Files, settings: object = None
) -> Sequence[bytes]:
    """The pieces of a file's content that holds all this; none where it is too much to be worth it.

    The settings come in a form that `marshal` takes.
    """
    if sum(len(each.columns) + len(each.texts) + len(each.rest) for each in spans.values()) > _MOST_BYTES:
        return ()
    columns = [each.columns for each in spans.values()]
    texts, rests = [each.texts[:] for each in spans.values()], [each.rest[:] for each in spans.values()]
    index = [
        (digest, *map(len, parts), each.seal)
        for (digest, each), *parts in zip(spans.items(), columns, texts, rests, strict=True)
    ]
    head = marshal.dumps((index, {**files}, settings))  # type: ignore[arg-type]
    numbers = (_head_checksum(head, made_by), len(head), _checksum(columns), sum(map(len, columns)))
    return [_MARK, *(each.to_bytes(_NUMBER, "big") for each in numbers), head, *columns, *texts, *rests]


class Store:
    """What is in a file, as far as it is whole, and of this program and configuration.

    `length` is how many bytes of columns there are.
    """

    def __init__(self, read: Callable[[int, int], bytes], made_by: bytes) -> None:
        """`read` gives so many bytes of the file from an offset, or as many as there are."""
        self.made_by = made_by
        self.length = 0
        self.files: Files = {}
        self.settings: Any = None
        self._read = read
        self._index: Sequence[tuple[bytes, int, int, int, int]] = ()
        start = read(0, _START)
        checksum, length, self._checksum, columns = (
            int.from_bytes(start[at : at + _NUMBER], "big") for at in range(len(_MARK), _START, _NUMBER)
        )
        if not start.startswith(_MARK) or max(length, columns) > _MOST_BYTES:
            return
        head = read(_START, length)
        self._behind = _START + length
        if len(head) != length or _head_checksum(head, made_by) != checksum:
            return
        with suppress(ValueError, TypeError, EOFError):
            # Its checksum says that this very program wrote it.
            index, files, settings = marshal.loads(head)  # noqa: S302
            self.length, self.files, self.settings, self._index = columns, files, settings, index

    def spans(self) -> dict[bytes, Packed]:
        """The spans by the digests of their texts; none where their columns are damaged."""
        if not self.length:
            return {}
        content = self._read(self._behind, self.length)
        if len(content) != self.length or crc32(content) != self._checksum:
            return {}
        found = {}
        at, texts_at = 0, self._behind + self.length
        rest_at = texts_at + sum(texts for _, _, texts, *_ in self._index)
        for digest, columns, texts, rest, seal in self._index:
            found[digest] = Packed(
                content[at : at + columns],
                _Stored(self._read, texts_at, texts),
                _Stored(self._read, rest_at, rest),
                seal,
            )
            at, texts_at, rest_at = at + columns, texts_at + texts, rest_at + rest
        return found


def _head_checksum(head: bytes, made_by: bytes) -> int:
    """The checksum of a head, which begins with what made it: another program's is as good as damaged."""
    return crc32(head, crc32(made_by))


def _checksum(pieces: Iterable[bytes]) -> int:
    found = 0
    for piece in pieces:
        found = crc32(piece, found)
    return found
