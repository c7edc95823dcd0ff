"""A splice is right about the text wherever it is right about the parts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pubmd.splice import GAP, splice

PARTS = st.lists(
    st.sampled_from([b"", b"a", b"b", b"ab", b"\n", b"\n\n", b"a\n\nb", b"long enough"]), max_size=8
)


@given(PARTS, PARTS, st.sets(st.integers(0, 7)))
def test_the_text_is_that_of_the_parts_where_the_others_are_as_they_were(
    before: list[bytes], parts: list[bytes], numbers: set[int]
) -> None:
    at_hand = {number: part for number, part in enumerate(parts) if number in numbers}
    found = splice(GAP.join(before), [*map(len, parts)], at_hand)
    if found and [*parts[: found.number], *found.before, *parts[found.number + 1 :]] == before:
        assert found.data == GAP.join(parts)


@given(PARTS.filter(bool), st.data())
def test_one_part_that_has_changed_or_come_is_found(parts: list[bytes], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(parts) - 1))
    new = b"something new, which no other is"
    changed = [*parts[:number], new, *parts[number + 1 :]]
    lengths = [*map(len, changed)]
    found = splice(GAP.join(parts), lengths, {number: new})
    assert found == (number, (parts[number],), GAP.join(changed))
    if number and len(parts) > 1:
        found = splice(GAP.join(parts[:number] + parts[number + 1 :]), lengths, {number: new})
        if number < len(parts) - 1:
            assert found == (number, (), GAP.join(changed))
