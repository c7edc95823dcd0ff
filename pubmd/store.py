"""What was read of the sources, kept from one sync to the next, so that only what changed is read again.

It is a cache: never needed for a right answer, and in doubt as good as none. What is kept is found by the
digest of the text that it came from, of the program and of the configuration (see `pubmd.reading`), and the
whole has a digest of its own, so that nothing damaged or foreign is taken for it.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from hashlib import sha256

_MARK = b"pubmd read 1\n"
_DIGEST = 32
# More would take longer to load than what it spares.
_MOST_BYTES = 400_000_000


def dumped(made_by: bytes, spans: Mapping[bytes, bytes]) -> bytes | None:
    """A file's content that holds these spans; None where they are too many to be worth it."""
    if sum(map(len, spans.values())) > _MOST_BYTES:
        return None
    content = marshal.dumps((made_by, dict(spans)))
    return b"".join((_MARK, sha256(content).digest(), content))


def loaded(data: bytes, made_by: bytes) -> dict[bytes, bytes]:
    """The spans in a file's content; none where it is damaged, or of another program or configuration."""
    start = len(_MARK) + _DIGEST
    content = memoryview(data)[start:]
    if not data.startswith(_MARK) or sha256(content).digest() != data[len(_MARK) : start]:
        return {}
    try:
        maker, spans = marshal.loads(content)  # noqa: S302 - its digest says that pubmd wrote it
    except (ValueError, TypeError, EOFError):
        return {}
    return spans if maker == made_by else {}
