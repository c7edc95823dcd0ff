"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

import pytest

from pubmd.deferred import Deferred, chained, overlaid, picked


def squares(length: int, made: list[int]) -> Deferred[int]:
    def square(at: int) -> int:
        made.append(at)
        return at * at

    return Deferred(length, square)


def test_an_item_is_made_when_it_is_asked_for_and_once() -> None:
    made: list[int] = []
    found = squares(5, made)
    assert len(found) == 5
    assert made == []
    assert (found[3], found[-2], found[3]) == (9, 9, 9)
    assert made == [3]


def test_it_reads_as_a_list_does() -> None:
    found, wanted = squares(5, []), [0, 1, 4, 9, 16]
    assert list(found) == wanted
    assert found == wanted
    assert found != wanted[:4]
    assert found[1:4] == wanted[1:4]
    assert found[::-1] == wanted[::-1]
    assert 9 in found
    assert not squares(0, [])


@pytest.mark.parametrize("at", [5, -6])
def test_there_is_nothing_beyond_its_ends(at: int) -> None:
    with pytest.raises(IndexError):
        squares(5, [])[at]


@pytest.mark.parametrize("parts", [[], [[]], [[1, 2]], [[1], [], [2, 3], []], [[], [], [4]]])
def test_sequences_are_chained_without_making_their_items(parts: list[list[int]]) -> None:
    made: list[int] = []

    def deferred(part: list[int]) -> Deferred[int]:
        return Deferred(len(part), lambda at: made.append(part[at]) or part[at])  # type: ignore[func-returns-value]

    found = chained([deferred(part) for part in parts])
    assert len(found) == sum(map(len, parts))
    assert made == []
    assert list(found) == [item for part in parts for item in part]


def test_items_are_picked_in_any_order() -> None:
    made: list[int] = []
    found = picked(squares(5, made), [4, 0, 4])
    assert list(found) == [16, 0, 16]
    assert made == [4, 0]


def test_others_are_laid_over_items_that_nobody_makes_then() -> None:
    made: list[int] = []
    found = overlaid(squares(4, made), {1: 100, 3: 300})
    assert (len(found), made) == (4, [])
    assert list(found) == [0, 100, 4, 300]
    assert made == [0, 2]
