"""A text made out of an earlier version of it, where one of its many parts has changed or come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

# What stands between two parts.
GAP = b"\n\n"


class Splice(NamedTuple):
    """A part's number, what stood there in the earlier version if anything did, and the text as it is now."""

    number: int
    before: tuple[bytes, ...]
    data: bytes


def splice(before: bytes, lengths: Sequence[int], at_hand: Mapping[int, bytes]) -> Splice | None:
    """What has become of an earlier version in a text of parts with these lengths.

    Those parts that are `at_hand`, by their numbers and in their order, are looked for; one of them may be
    new. All others are taken to be as they were: that has to be seen from elsewhere, such as a hash of the
    earlier version's parts. None where more than one part is new, or one has gone.
    """
    starts = [*accumulate((length + len(GAP) for length in lengths), initial=0)]
    shift = len(before) - (starts[-1] - len(GAP))

    def stands(number: int, at: int) -> bool:
        return at >= 0 and before.startswith(at_hand[number], at)

    first = next((each for each in at_hand if not stands(each, starts[each])), None)
    last = next((each for each in reversed([*at_hand]) if not stands(each, starts[each] + shift)), None)
    if first is None or first != last:
        return None
    start = starts[first]
    end = start + lengths[first] + shift
    has_come = end == start - len(GAP)
    if end < start and not has_come:
        return None
    view = memoryview(before)
    return Splice(
        first,
        () if has_come else (before[start:end],),
        b"".join((view[:start], at_hand[first], view[end:])),
    )
