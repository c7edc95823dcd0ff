"""The benchmark's figures: pairs, ratios, tables, and the tables of the docs."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest

from bench.comparison import Comparison, Figures, NotMeasuredError, Side, figures
from bench.process import peak_memory, run
from bench.ratio import Spread, ratios, spread
from bench.record import Record, Row, Table, read, written
from bench.table import markdown, with_tables

ROOT = Path(__file__).parents[2]
MEASURED = Figures(5, Spread(1.5, 1.25, 12.0), Spread(0.5, 0.25, 150.0), 0.25, 12.34, memory=3 << 20)
ROW = Row("cold | start", 1000, "pubmd sync", "python -c pass", limit=1.2, figures=MEASURED)


def python(folder: Path, program: str) -> Side:
    return Side((sys.executable, "-c", program), folder, "python")


def test_a_ratio_is_taken_pair_by_pair() -> None:
    assert ratios([(2, 1), (30, 10), (4, 4)]) == Spread(2, 1, 3)


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert spread([1, 2, 4, 100]) == Spread(3, 1, 100)


@pytest.mark.parametrize("pairs", [[], [(1.0, 0.0)]], ids=["no pairs", "nothing to compare with"])
def test_no_ratio_is_made_up(pairs: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError):
        ratios(pairs)


def test_a_process_is_measured_with_its_children(tmp_path: Path) -> None:
    work = "sum(range(3_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}]); sys.exit(7)"
    alone = run((sys.executable, "-c", "pass"), tmp_path, {})
    both = run((sys.executable, "-c", child), tmp_path, {})
    assert both.status == 7
    assert both.cpu > alone.cpu


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import time; held = b'x' * (30 << 20); time.sleep(0.3)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; p.wait()"
    assert peak_memory((sys.executable, "-c", both), tmp_path, {}) > 60 << 20


def test_two_commands_run_in_turn(tmp_path: Path) -> None:
    log = "import sys; open('log', 'a').write({!r})"
    sides = [python(tmp_path, log.format(letter)) for letter in "AB"]
    found = figures(Comparison("turns", 0, *sides), budget=0)
    assert (tmp_path / "log").read_text() == "AB" * (1 + found.pairs)
    assert found.pairs == 3


@pytest.mark.parametrize(
    ("side", "reason"),
    [
        (
            partial(python, program="import sys; print('why'); sys.exit(4)"),
            "`python` left with 4 and said: why",
        ),
        (
            lambda folder: Side((sys.executable, "-c", "pass"), folder, "python", holds="x"),
            "`python` printed no `x`",
        ),
        (
            lambda folder: Side(
                (sys.executable, "-c", "pass"), folder, "python", lacks=lambda: "made nothing"
            ),
            "`python` made nothing",
        ),
    ],
    ids=["fails", "prints something else", "makes nothing"],
)
def test_a_command_that_does_not_do_its_work_has_no_figures(side, reason: str, tmp_path: Path) -> None:
    with pytest.raises(NotMeasuredError, match=f"^{reason}$"):
        figures(Comparison("broken", 0, side(tmp_path), python(tmp_path, "pass")), budget=0)


def test_a_table_has_a_line_for_each_comparison_and_marks_what_is_over_its_limit() -> None:
    late = Row("late", 0, "pubmd tag", "python -c pass", reason="it said no")
    text = markdown(Record("2 processors", (Table("Speed", (ROW, late)),)))
    assert text == (
        "Measured on: 2 processors.\n\n### Speed\n\n"
        "| what | entries | at most | wall | CPU | seconds | memory | pairs | command | against |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --- | --- |\n"
        "| cold \\| start | 1,000 | 1.2 × | **1.50 (1.25–12.0)** | 0.50 (0.25–150) | 0.250 / 12.3 | 3 MiB "
        "| 5 | `pubmd sync` | `python -c pass` |\n"
        "| late |  |  | not measured: it said no |  |  |  |  | `pubmd tag` | `python -c pass` |\n"
    )


def test_a_table_leaves_out_empty_columns() -> None:
    lean = Row("a", 0, "b", "c", figures=Figures(3, Spread(1, 1, 1), Spread(1, 1, 1), 1, 1))
    text = markdown(Record("2 processors", (Table("Speed", (lean,)),)))
    assert "| what | wall | CPU | seconds | pairs | command | against |" in text


def test_memory_over_its_limit_is_marked() -> None:
    heavy = Row("a", 0, "b", "c", memory_limit=2 << 20, figures=MEASURED)
    text = markdown(Record("2 processors", (Table("Speed", (heavy,)),)))
    assert "| 2 MiB |" in text
    assert "| **3 MiB** |" in text


def test_what_is_written_is_read_again() -> None:
    late = Row("late", 10, "pubmd tag", "python -c pass", reason="it said no")
    records = {"pubmd": Record("2 processors", (Table("Speed", (ROW, late)),))}
    assert read(written(records)) == records


def test_a_page_gets_its_tables_and_keeps_the_rest() -> None:
    rest = "\nafter\n<!-- others -->\nkept\n<!-- end of others -->\n"
    page = f"before\n<!-- pubmd -->\nstale\n<!-- end of pubmd -->{rest}"
    record = Record("a \\1 machine", (Table("Speed", (ROW,)),))
    text = with_tables(page, {"pubmd": record})
    assert text.startswith("before\n<!-- pubmd -->\nMeasured on: a \\1 machine.\n")
    assert text.endswith(f"<!-- end of pubmd -->{rest}")
    assert "stale" not in text


def test_the_docs_show_the_results_that_are_kept() -> None:
    page = (ROOT / "docs/benchmark.md").read_text("utf-8")
    records = read((ROOT / "docs/benchmark.json").read_text("utf-8"))
    assert set(records) == {"pubmd", "others"}
    assert page == with_tables(page, records)
