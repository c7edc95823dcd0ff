"""Quotation marks: TeX's are read, and others stay as they are."""

from __future__ import annotations

import pytest

from pubmd.text.prose import plain, read_prose


@pytest.mark.parametrize(
    ("latex", "title", "typed"),
    [
        pytest.param("``We Feel'' It", "“We Feel” It", "“We Feel” It", id="double"),
        pytest.param("A `bed of nails' here", "A ‘bed of nails’ here", "A ‘bed of nails’ here", id="single"),
        pytest.param("``a `b' c''", "“a ‘b’ c”", "“a ‘b’ c”", id="nested"),
        pytest.param("``a `b'''", "“a ‘b’”", "“a ‘b’”", id="nested-at-the-end"),
        pytest.param("{`{K}'}-shaped", "‘K’-shaped", "‘K’-shaped", id="around-braces"),
        pytest.param("`a', `b'", "‘a’, ‘b’", "‘a’, ‘b’", id="several"),
        pytest.param("`don't stop'", "‘don’t stop’", "‘don't stop’", id="around-an-apostrophe"),
        pytest.param("don't, O'Brien", "don’t, O’Brien", "don't, O'Brien", id="apostrophes"),
        pytest.param("l'{\\'E}tat d'\\^etre", "l’État d’être", "l'État d'être", id="before-an-accent"),
        pytest.param("{\\em Macbeth}'s", "Macbeth’s", "Macbeth's", id="after-a-style"),
        pytest.param("users' '90s 'n' all", "users' '90s 'n' all", "users' '90s 'n' all", id="straight"),
        pytest.param('the "quick" 5" fox', 'the "quick" 5" fox', 'the "quick" 5" fox', id="straight-double"),
        pytest.param("the 1990's, $k$'s", "the 1990's, $k$'s", "the 1990's, $k$'s", id="not-between-letters"),
        pytest.param("a ''b'' c", "a ”b” c", "a ''b'' c", id="closing-only"),
        pytest.param("a 5'' disk", "a 5” disk", "a 5'' disk", id="inches"),
        pytest.param("a ``b", "a “b", "a ``b", id="double-without-an-end"),
        pytest.param("a `b", "a ‘b", "a `b", id="single-without-an-end"),
        pytest.param("a ` b, x`y", "a ` b, x`y", "a ` b, x`y", id="lone-backticks"),
        pytest.param("an [`]ignition'", "an [`]ignition'", "an [`]ignition'", id="damaged"),
        pytest.param("`a is not `b'", "‘a is not ‘b’", "`a is not ‘b’", id="two-openings"),
        pytest.param("“a” ‘b’ it’s", "“a” ‘b’ it’s", "“a” ‘b’ it’s", id="typographic-already"),
    ],
)  # fmt: skip
def test_quotation_marks(latex: str, title: str, typed: str) -> None:
    assert plain(read_prose(latex)[0]) == title
    assert plain(read_prose(latex, typed=True)[0]) == typed


def test_an_apostrophe_is_not_taken_for_the_end_of_a_quotation_far_away() -> None:
    latex = "a `b " + "word " * 200 + "users' c"
    assert plain(read_prose(latex, typed=True)[0]) == latex
