"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), which is
kept itself as well, and has a checksum, so that nothing damaged or foreign is taken for it. What hardly
anybody asks for comes last: it is half of it, is read when it is asked for, and has a checksum for each span
(see `pubmd.span`).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any
from zlib import crc32

from pubmd.answer import Stamp
from pubmd.span import Packed
from pubmd.stretch import Known

_MARK = b"pubmd read 5\n"
_NUMBER = 8
_NUMBERS = 4  # behind the mark: checksum and length of the head, and of what is behind that
_START = len(_MARK) + _NUMBERS * _NUMBER
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000

# By its path, what tells one state of a file from others, and what its stretches are kept by.
Files = Mapping[str, tuple[Stamp, Sequence[Known]]]


def dumped(
    made_by: bytes, spans: Mapping[bytes, Packed], files: Files, settings: object = None
) -> Sequence[bytes | memoryview]:
    """The pieces of a file's content that holds all this; none where it is too much to be worth it.

    The settings come in a form that `marshal` takes.
    """
    rests = [each.all_rest() for each in spans.values()]
    index = [
        (digest, len(each.columns), len(each.texts), len(rest), each.seal)
        for (digest, each), rest in zip(spans.items(), rests, strict=True)
    ]
    if sum(sum(lengths) for _, *lengths, _ in index) > _MOST_BYTES:
        return ()
    head = marshal.dumps((made_by, index, {**files}, settings))  # type: ignore[arg-type]
    pieces = [piece for each in spans.values() for piece in (each.columns, each.texts)]
    numbers = (crc32(head), len(head), _checksum(pieces), sum(map(len, pieces)))
    return [_MARK, *(number.to_bytes(_NUMBER, "big") for number in numbers), head, *pieces, *rests]


class Store:
    """What is in a file, as far as it is whole, and of this program and configuration.

    `length` is how many bytes of spans there are, besides what is read when it is asked for.
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
        checksum, length, self._checksum, spans = (
            int.from_bytes(start[at : at + _NUMBER], "big") for at in range(len(_MARK), _START, _NUMBER)
        )
        if not start.startswith(_MARK) or max(length, spans) > _MOST_BYTES:
            return
        head = read(_START, length)
        self._behind = _START + length
        if len(head) != length or crc32(head) != checksum:
            return
        with suppress(ValueError, TypeError, EOFError):
            # Its checksum says that pubmd wrote it.
            maker, index, files, settings = marshal.loads(head)  # noqa: S302
            if maker == made_by:
                self.length, self.files, self.settings, self._index = spans, files, settings, index

    def spans(self) -> dict[bytes, Packed]:
        """The spans by the digests of their texts; none where they are damaged."""
        if not self.length:
            return {}
        content = memoryview(self._read(self._behind, self.length))
        if len(content) != self.length or crc32(content) != self._checksum:
            return {}
        found = {}
        at, rest_at = 0, self._behind + self.length
        for digest, columns, texts, rest, seal in self._index:
            behind = at + columns + texts
            own = content[at : at + columns], content[at + columns : behind]
            found[digest] = Packed(*own, partial(self._read, rest_at, rest), seal)
            at, rest_at = behind, rest_at + rest
        return found


def _checksum(pieces: Iterable[bytes | memoryview]) -> int:
    found = 0
    for piece in pieces:
        found = crc32(piece, found)
    return found
