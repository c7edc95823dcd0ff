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


def in_parts(source: Source, size: int) -> Bibliography:
    return joined(source, [read_part(source, *bounds) for bounds in part_bounds(source.text, size)])


def test_a_short_file_is_one_part() -> None:
    assert part_bounds(MANY) == [(0, len(MANY))]


def test_each_part_begins_with_an_entry_and_none_is_short() -> None:
    bounds = part_bounds(MANY, 100)
    assert bounds[0][0] == 0
    assert bounds[-1][1] == len(MANY)
    assert [end for _, end in bounds[:-1]] == [start for start, _ in bounds[1:]]
    assert all(MANY[start:].startswith("@misc{") and end - start >= 100 for start, end in bounds)
    assert len(bounds) > 5


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
    assert any(len(part_bounds(source.text, size)) > 1 for size in (40, 200))
    for size in (40, 200, 600):
        assert in_parts(source, size) == whole(source)


@pytest.mark.reference
def test_real_files_read_the_same_in_parts(reference: Path) -> None:
    taken_apart = 0
    for file in sorted(each for each in (reference / "bibs").rglob("*") if each.is_file()):
        source, _ = decode(file.name, file.read_bytes())
        if len(part_bounds(source.text, 1000)) > 1:
            taken_apart += 1
            assert in_parts(source, 1000) == whole(source), file.name
    assert taken_apart > 100
