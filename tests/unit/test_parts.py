"""A long file is read in parts, and what comes out is what the whole file holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubmd.bibtex.bibliography import Bibliography, joined, part_bounds, read_part
from pubmd.bibtex.source import Source, decode

ENTRY = "@misc{{k{0},\n  title = {{T{0}}},\n}}\n\n"
MANY = "".join(ENTRY.format(number) for number in range(40))


def whole(source: Source) -> Bibliography:
    return joined(source, [read_part(source, 0, len(source.text))])


def in_parts(source: Source, most: int) -> Bibliography:
    return joined(source, [read_part(source, *bounds) for bounds in part_bounds(source.text, most)])


@pytest.mark.parametrize("text", ["", "\n", "nothing but words", ENTRY.format(1)])
def test_a_short_file_is_one_part(text: str) -> None:
    assert part_bounds(text) == [(0, len(text))]


@pytest.mark.parametrize("most", [1, 2, 8])
def test_each_part_begins_with_an_entry_and_nothing_is_left_out(most: int) -> None:
    bounds = part_bounds(MANY, most)
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(MANY)
    assert [end for _, end in bounds[:-1]] == [start for start, _ in bounds[1:]]
    assert all(MANY[start:].startswith("@misc{") for start, _ in bounds)
    assert 40 / most / 2 <= len(bounds) <= 40


def test_a_change_moves_no_bound_but_the_nearest() -> None:
    changed = MANY.replace("T20", "a title that is quite a bit longer")
    before, after = ({text[start:end] for start, end in part_bounds(text, 8)} for text in (MANY, changed))
    assert len(before - after) <= 2
    assert len(before & after) > 2


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param("@misc{x,\n  note = {\n}\n\n@misc{y, title = {Y}}\n},\n}\n", id="an entry in a value"),
        pytest.param(
            "@comment{\n@misc{x,\n  title = {X},\n}\n\n@misc{y,\n}\n}\n", id="a comment over entries"
        ),
        pytest.param("@misc{x,\n  title = {X\n}\n\n", id="a brace that is missing"),
        pytest.param("@misc{x,\n  title = {X}},\n}\n\n", id="a brace too many"),
        pytest.param('@misc{x,\n  title = "X,\n}\n\n', id="a quote that is missing"),
        pytest.param('@string{m = "late"}\n@misc{x, title = m}\n', id="a macro that comes late"),
        pytest.param("@misc{x,\n  title = {X},\n  year =\n}\n", id="a value that is missing"),
        pytest.param("@misc{x,\n  title = {X},\n}\n year = 2024 }\n", id="words behind an entry"),
        pytest.param("% @misc{x,\n%  title = {X},\n% }\n", id="an entry behind percent signs"),
        pytest.param("@misc{x,\n  title = {X},\n", id="an entry that is cut off"),
    ],
)
@pytest.mark.parametrize("at", [1, 7, 20, 40])
def test_what_is_odd_reads_the_same_in_parts(odd: str, at: int) -> None:
    entries = [ENTRY.format(number) for number in range(40)]
    source = Source("bib/a.bib", "".join([*entries[:at], odd, *entries[at:]]))
    for most in (1, 2, 8):
        assert len(part_bounds(source.text, most)) > 1
        assert in_parts(source, most) == whole(source)


@pytest.mark.reference
def test_real_files_read_the_same_in_parts(reference: Path) -> None:
    taken_apart = 0
    for file in sorted(each for each in (reference / "bibs").rglob("*") if each.is_file()):
        source, _ = decode(file.name, file.read_bytes())
        if len(part_bounds(source.text, 4)) > 1:
            taken_apart += 1
            assert in_parts(source, 4) == whole(source), file.name
    assert taken_apart > 100
