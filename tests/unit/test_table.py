"""Tables: what fits, what is cut, how wide a character is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.table import Column, cut, table, width

COLUMNS = (Column("KEY"), Column("TITLE", least=6, gives=1), Column("N", right=True))


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("Gödel", 5), ("视频", 4), ("ｶﾅ", 2), ("e\u0301", 1), ("한국", 4), ("a\u200bb", 2)],
)
def test_a_wide_character_takes_two_cells_and_a_mark_none(text: str, cells: int) -> None:
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("a bcd", 3, "a…"),
        ("视频视频", 4, "视…"),
        ("视频视频", 5, "视频…"),
        ("abc", 1, "…"),
        ("abc", 0, ""),
    ],
)
def test_a_text_is_cut_to_its_cells(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


def test_columns_are_lined_up_by_cells_and_lines_end_without_spaces() -> None:
    assert table(COLUMNS, [["a", "视频", "1"], ["bcd", "x", "10"], ["e", "y", ""]]) == (
        "KEY  TITLE   N\na    视频    1\nbcd  x      10\ne    y\n"
    )


def test_the_column_that_gives_is_cut_and_the_others_are_whole() -> None:
    assert table(COLUMNS, [["abc", "one two three", "1"]], 15) == "KEY  TITLE    N\nabc  one tw…  1\n"


def test_nothing_is_cut_where_no_width_is_given() -> None:
    assert "x" * 5000 in table(COLUMNS, [["a", "x" * 5000, "1"]])


def test_colours_stand_around_the_heading_alone() -> None:
    heading, *rows = table(COLUMNS, [["a", "b", "1"]], colours=True).splitlines()
    assert heading == "\x1b[1mKEY  TITLE  N\x1b[0m"
    assert rows == ["a    b      1"]


@given(
    st.lists(st.lists(st.text("ab視 é", max_size=30), min_size=3, max_size=3), max_size=4),
    st.integers(min_value=1, max_value=60),
)
def test_no_line_is_wider_than_the_terminal(rows: list[list[str]], most: int) -> None:
    assert all(width(line) <= most for line in table(COLUMNS, rows, most).splitlines())
