"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), and has a
digest of its own, so that nothing damaged or foreign is taken for it. The fields of entries come last: they
are half of it, hardly ever asked for, and sealed one span at a time (see `pubmd.span`).
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from pubmd.answer import Stamp
from pubmd.reading import Known
from pubmd.span import Packed

_MARK = b"pubmd read 3\n"
_DIGEST, _NUMBER = 32, 8
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000


# By its path, what tells one state of a file from others, and what its stretches are kept by.
Files = Mapping[str, tuple[Stamp, Sequence[Known]]]


def dumped(made_by: bytes, spans: Mapping[bytes, Packed], files: Files) -> Sequence[bytes | memoryview]:
    """The pieces of a file's content that holds these spans; none where they are too many to be worth it."""
    index = [(digest, len(each.span), len(each.fields), each.seal) for digest, each in spans.items()]
    if sum(span + fields for _, span, fields, _ in index) > _MOST_BYTES:
        return ()
    head = marshal.dumps((made_by, index, {**files}))
    pieces = [_number(len(head)), head, *(each.span for each in spans.values())]
    length = sum(map(len, pieces))
    return [_MARK, _digest(pieces), _number(length), *pieces, *(each.fields for each in spans.values())]


def loaded(data: bytes, made_by: bytes) -> tuple[dict[bytes, Packed], Files]:
    """What is in a file's content; nothing where it is damaged, or of another program or configuration."""
    start = len(_MARK) + _DIGEST
    content = memoryview(data)[start + _NUMBER :]
    fields = int.from_bytes(data[start : start + _NUMBER], "big")
    if not data.startswith(_MARK) or _digest([content[:fields]]) != data[len(_MARK) : start]:
        return {}, {}
    behind = _NUMBER + int.from_bytes(content[:_NUMBER], "big")
    try:
        # Its digest says that pubmd wrote it.
        maker, index, files = marshal.loads(content[_NUMBER:behind])  # noqa: S302
        if maker != made_by:
            return {}, {}
        found = {}
        for digest, length, of_fields, seal in index:
            own = content[behind : behind + length], content[fields : fields + of_fields]
            found[digest] = Packed(*own, seal)
            behind, fields = behind + length, fields + of_fields
        return found, files
    except (ValueError, TypeError, EOFError):
        return {}, {}


def _number(number: int) -> bytes:
    return number.to_bytes(_NUMBER, "big")


def _digest(pieces: Iterable[bytes | memoryview]) -> bytes:
    found = sha256()
    for piece in pieces:
        found.update(piece)
    return found.digest()
