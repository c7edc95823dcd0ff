"""The marks that git leaves in a file that two branches have changed.

Their form is documented in git-merge under "How conflicts are presented": seven characters, then the end of
the line or a space and a label.
"""

from __future__ import annotations

import re

_MARK = re.compile(rb"(<{7}|\|{7}|={7}|>{7})(?: [^\r\n]*)?(?:\r?\n)?")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_OURS, _BASE, _THEIRS, _END = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"
# Which marks may follow one; `=======` counts only within a conflict, because text underlines with it.
_FOLLOWING = {_END: (_OURS,), _OURS: (_BASE, _THEIRS), _BASE: (_THEIRS,), _THEIRS: (_END,)}


def marked_line(data: bytes) -> int:
    """The line, from 1, of the first mark of a conflict; 0 where there is none."""
    if _OURS not in data and _BASE not in data and _END not in data:
        return 0
    lines = enumerate(_LINE.findall(data), 1)
    return next((number for number, line in lines if _mark(line) not in (b"", _THEIRS)), 0)


def sides(data: bytes) -> tuple[bytes, bytes] | None:
    """The file with all conflicts settled for our side, and for theirs; None where no conflict is whole."""
    if _OURS not in data:
        return None
    state = _END
    kept: dict[bytes, list[bytes]] = {_OURS: [], _THEIRS: []}
    for line in _LINE.findall(data):
        mark = _mark(line)
        if mark in _FOLLOWING[state]:
            state = mark
        elif mark and mark != _THEIRS:
            return None
        else:
            for side, lines in kept.items():
                if state in (_END, side):
                    lines.append(line)
    ours, theirs = (b"".join(lines) for lines in kept.values())
    return (ours, theirs) if state == _END and ours != data else None


def _mark(line: bytes) -> bytes:
    match = _MARK.fullmatch(line)
    return match[1] if match else b""
