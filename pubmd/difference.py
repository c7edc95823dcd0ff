"""How a page on disk differs from the page that it should be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

# Beyond that a difference is shown as a whole: so many lines, so many pairs of lines that are the same.
_MOST_LINES, _MOST_PAIRS = 20_000, 2_000_000


def unified(path: str, old_data: bytes | None, new_data: bytes | None) -> str:
    """A page's change as a unified diff; None stands for no file. Line ends CRLF and LF count as the same."""
    before, after = (_lines(data) for data in (old_data, new_data))
    old, new = (path if data is not None else "/dev/null" for data in (old_data, new_data))
    if _are_too_many(before, after):
        lines = _one_hunk(before, after, old, new)
    else:
        import difflib

        lines = list(difflib.unified_diff(before, after, old, new))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _are_too_many(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether `difflib`, which is quadratic, would look for minutes for what these lines have in common."""
    if len(before) + len(after) > _MOST_LINES:
        return True
    counts = Counter(after)
    # A line that is more than a hundredth of a text, such as the empty one, difflib passes over.
    most = len(after) // 100 + 1 if len(after) >= 200 else len(after)
    return sum(counts[line] for line in before if counts[line] <= most) > _MOST_PAIRS


def _one_hunk(before: Sequence[str], after: Sequence[str], old: str, new: str) -> list[str]:
    """A unified diff that replaces all from the first line that differs to the last one."""
    shortest = min(len(before), len(after))
    start = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    most = shortest - start
    same = next((at for at in range(most) if before[-1 - at] != after[-1 - at]), most)
    gone, come = (lines[start : len(lines) - same] for lines in (before, after))
    if not gone and not come:
        return []
    places = (f"{start + 1 if lines else start},{len(lines)}" for lines in (gone, come))
    heading = [f"--- {old}\n", f"+++ {new}\n", "@@ -{} +{} @@\n".format(*places)]
    return [*heading, *(f"-{line}" for line in gone), *(f"+{line}" for line in come)]


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode(errors="replace").replace("\r\n", "\n")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def first_difference(old: bytes | None, new: bytes | None) -> int:
    """The first line of the old page that differs from the new one; its last where only more lines follow."""
    before, after = _lines(old), _lines(new)
    pairs = zip_longest(before, after)
    number = next((number for number, (old, new) in enumerate(pairs, 1) if old != new), 1)
    return max(1, min(number, len(before)))
