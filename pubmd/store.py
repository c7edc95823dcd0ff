"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), and the
whole has a digest of its own, so that nothing damaged or foreign is taken for it.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate, pairwise

_MARK = b"pubmd read 1\n"
_DIGEST = 32
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000


def dumped(made_by: bytes, spans: Mapping[bytes, bytes | memoryview]) -> Sequence[bytes | memoryview]:
    """The pieces of a file's content that holds these spans; none where they are too many to be worth it.

    The pieces are the spans themselves, behind a list of what they are found by and how long they are.
    """
    lengths = [(digest, len(data)) for digest, data in spans.items()]
    if sum(length for _, length in lengths) > _MOST_BYTES:
        return ()
    index = marshal.dumps((made_by, lengths))
    pieces = [len(index).to_bytes(8, "big"), index, *spans.values()]
    return [_MARK, _digest(pieces), *pieces]


def loaded(data: bytes, made_by: bytes) -> dict[bytes, memoryview]:
    """The spans in a file's content; none where it is damaged, or of another program or configuration."""
    start = len(_MARK) + _DIGEST
    content = memoryview(data)[start:]
    if not data.startswith(_MARK) or _digest([content]) != data[len(_MARK) : start]:
        return {}
    behind = 8 + int.from_bytes(content[:8], "big")
    try:
        maker, lengths = marshal.loads(content[8:behind])  # noqa: S302 - its digest says that pubmd wrote it
        if maker != made_by:
            return {}
        bounds = accumulate((length for _, length in lengths), initial=behind)
        return {
            digest: content[at:end] for (digest, _), (at, end) in zip(lengths, pairwise(bounds), strict=True)
        }
    except (ValueError, TypeError, EOFError):
        return {}


def _digest(pieces: Iterable[bytes | memoryview]) -> bytes:
    found = sha256()
    for piece in pieces:
        found.update(piece)
    return found.digest()
