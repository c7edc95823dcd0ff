"""The command: `python -m bench` measures pubmd, `python -m bench others` other tools beside it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bench.comparison import Comparison, NotMeasuredError, figures
from bench.others import others
from bench.record import Record, Table, kept, row, this_machine, written
from bench.suite import suite
from bench.table import markdown, with_tables

RESULTS, PAGE = Path("docs/benchmark.json"), Path("docs/benchmark.md")


def main(arguments: Sequence[str]) -> int:
    """Measure, print the tables, and with `--keep` write them into the docs; the exit status is 0."""
    options = _parser().parse_args(arguments)
    if options.keep and options.only:
        raise SystemExit("bench: --only leaves rows out, and --keep keeps whole tables: say one of the two")
    planned = (
        others(options.sizes or [1000])
        if options.part == "others"
        else suite(options.sizes or [100, 1000, 10_000])
    )
    record = Record(this_machine(), tuple(_measured(planned, options.only, options.budget)))
    print(markdown(record))
    if options.keep:
        records = {**kept(RESULTS), options.part: record}
        RESULTS.write_text(written(records), "utf-8")
        PAGE.write_text(with_tables(PAGE.read_text("utf-8"), kept(RESULTS)), "utf-8")
    return 0


def _measured(planned: Mapping[str, Sequence[Comparison]], only: str, budget: float) -> Iterable[Table]:
    for heading, comparisons in planned.items():
        rows = []
        for each in comparisons:
            if only not in f"{heading}: {each.what}":
                continue
            print(f"{heading}: {each.what}, {each.size:,} entries …", file=sys.stderr, flush=True)
            try:
                rows.append(row(each, figures(each, budget)))
            except NotMeasuredError as failure:
                rows.append(row(each, None, str(failure)))
        if rows:
            yield Table(heading, tuple(rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("pubmd", "others"), default="pubmd")
    parser.add_argument(
        "--sizes", type=int, nargs="+", metavar="ENTRIES", help="default: 100 1000 10000; others: 1000"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=8.0,
        metavar="SECONDS",
        help="for each comparison; at least three pairs",
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only comparisons whose name holds this")
    parser.add_argument("--keep", action="store_true", help=f"write the results into {RESULTS} and {PAGE}")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
