"""Results as Markdown, for the terminal and for the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bench.ratio import Spread
from bench.record import Record, Row, Table

MEBIBYTE = 1 << 20
_COLUMNS = (
    ("what", "---"),
    ("entries", "--:"),
    ("at most", "--:"),
    ("wall", "--:"),
    ("CPU", "--:"),
    ("seconds", "--:"),
    ("memory", "--:"),
    ("pairs", "--:"),
    ("command", "---"),
    ("against", "---"),
)


def markdown(record: Record) -> str:
    """All tables of a record, with the machine in front."""
    return f"Measured on: {record.machine}.\n\n" + "\n".join(_table(each) for each in record.tables)


def with_tables(page: str, records: Mapping[str, Record]) -> str:
    """A page of the docs, with what stands between `<!-- PART -->` and `<!-- end of PART -->` made anew."""
    for part, record in records.items():
        pattern = re.compile(
            rf"(<!-- {re.escape(part)} -->\n).*?(<!-- end of {re.escape(part)} -->)", re.DOTALL
        )
        text = markdown(record)
        page = pattern.sub(lambda match, text=text: f"{match[1]}{text}\n{match[2]}", page)  # type: ignore[misc]
    return page


def _table(table: Table) -> str:
    """A table without the columns that would be empty."""
    lines = [_cells(row) for row in table.rows]
    used = [place for place in range(len(_COLUMNS)) if any(line[place] for line in lines)]
    head = [[_COLUMNS[place][half] for place in used] for half in (0, 1)]
    body = [[line[place].replace("|", "\\|") for place in used] for line in lines]
    return f"### {table.heading}\n\n" + "".join(f"| {' | '.join(cells)} |\n" for cells in (*head, *body))


def _cells(row: Row) -> list[str]:
    entries = f"{row.size:,}" if row.size else ""
    return [row.what, entries, _limit(row), *_figures(row), f"`{row.command}`", f"`{row.against}`"]


def _limit(row: Row) -> str:
    parts = [f"{row.limit:g} ×"] if row.limit is not None else []
    if row.memory_limit is not None:
        parts.append(f"{row.memory_limit // MEBIBYTE:,} MiB")
    return ", ".join(parts)


def _figures(row: Row) -> Iterator[str]:
    found = row.figures
    if found is None:
        yield from (f"not measured: {row.reason}", "", "", "", "")
        return
    over = row.limit is not None and found.wall.median > row.limit
    yield f"**{_ratio(found.wall)}**" if over else _ratio(found.wall)
    yield _ratio(found.cpu)
    yield f"{_seconds(found.seconds)} / {_seconds(found.against_seconds)}"
    heavy = row.memory_limit is not None and (found.memory or 0) > row.memory_limit
    memory = f"{found.memory / MEBIBYTE:,.0f} MiB" if found.memory else ""
    yield f"**{memory}**" if heavy else memory
    yield str(found.pairs)


def _ratio(found: Spread) -> str:
    return f"{_short(found.median)} ({_short(found.low)}–{_short(found.high)})"


def _short(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:,.1f}" if number < 100 else f"{number:,.0f}"


def _seconds(number: float) -> str:
    return f"{number:.3f}" if number < 1 else f"{number:.1f}"
