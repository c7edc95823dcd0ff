"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), and has a
checksum, so that nothing damaged or foreign is taken for it. What hardly anybody asks for comes last: it is
half of it, is read when it is asked for, and has a checksum for each span (see `pubmd.span`).
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from zlib import crc32

from pubmd.answer import Stamp
from pubmd.span import Packed
from pubmd.stretch import Known

_MARK = b"pubmd read 4\n"
_NUMBER = 8
_HEAD = len(_MARK) + 2 * _NUMBER
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000


# By its path, what tells one state of a file from others, and what its stretches are kept by.
Files = Mapping[str, tuple[Stamp, Sequence[Known]]]


def dumped(made_by: bytes, spans: Mapping[bytes, Packed], files: Files) -> Sequence[bytes | memoryview]:
    """The pieces of a file's content that holds these spans; none where they are too many to be worth it."""
    rests = [each.all_rest() for each in spans.values()]
    index = [
        (digest, len(each.columns), len(each.texts), len(rest), each.seal)
        for (digest, each), rest in zip(spans.items(), rests, strict=True)
    ]
    if sum(sum(lengths) for _, *lengths, _ in index) > _MOST_BYTES:
        return ()
    head = marshal.dumps((made_by, index, {**files}))
    pieces: list[bytes | memoryview] = [_number(len(head)), head]
    for each in spans.values():
        pieces += (each.columns, each.texts)
    return [_MARK, _number(_checksum(pieces)), _number(sum(map(len, pieces))), *pieces, *rests]


def loaded(read: Callable[[int, int], bytes], made_by: bytes) -> tuple[dict[bytes, Packed], Files]:
    """What is in a file; nothing where that is damaged, or of another program or configuration.

    `read` gives so many bytes of the file from an offset, or as many as there are.
    """
    head = read(0, _HEAD)
    checksum, length = (
        int.from_bytes(head[at : at + _NUMBER], "big") for at in range(len(_MARK), _HEAD, _NUMBER)
    )
    if not head.startswith(_MARK) or length > _MOST_BYTES:
        return {}, {}
    content = memoryview(read(_HEAD, length))
    if len(content) != length or crc32(content) != checksum:
        return {}, {}
    at = _NUMBER + int.from_bytes(content[:_NUMBER], "big")
    rest_at = _HEAD + length
    try:
        # Its checksum says that pubmd wrote it.
        maker, index, files = marshal.loads(content[_NUMBER:at])  # noqa: S302
        if maker != made_by:
            return {}, {}
        found = {}
        for digest, columns, texts, rest, seal in index:
            behind = at + columns + texts
            own = content[at : at + columns], content[at + columns : behind]
            found[digest] = Packed(*own, partial(read, rest_at, rest), seal)
            at, rest_at = behind, rest_at + rest
        return found, files
    except (ValueError, TypeError, EOFError):
        return {}, {}


def _number(number: int) -> bytes:
    return number.to_bytes(_NUMBER, "big")


def _checksum(pieces: Iterable[bytes | memoryview]) -> int:
    found = 0
    for piece in pieces:
        found = crc32(piece, found)
    return found
