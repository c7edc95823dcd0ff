"""Writes `pubmd/paper/venue_table.py` out of `venues.json`: `make venues` runs it, a test compares."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pubmd.paper.venue_index import Entry, Index

HERE = Path(__file__).parent
TABLE = HERE.parent / "pubmd/paper/venue_table.py"
HEAD = '''\
"""What `venue_index` makes of `venues/venues.json`, made by `make venues`: edit that."""

from __future__ import annotations

# fmt: off
'''
TYPES = {
    "ENTRIES": "tuple[tuple[str, str, tuple[str, ...], bool, tuple[str, ...], bool, bool], ...]",
    "NAMES": "dict[str, int]",
    "BARE": "dict[str, tuple[tuple[int, tuple[str, ...]], ...]]",
    "ACRONYMS": "dict[str, tuple[tuple[int, str], ...]]",
}


def venues() -> dict[str, Any]:
    """The list as people keep it."""
    found: dict[str, Any] = json.loads((HERE / "venues.json").read_text("utf-8"))
    return found


def entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of the list."""
    for kind in ("conferences", "journals", "archives"):
        for line in data[kind]:
            yield Entry(
                line["name"],
                line.get("abbreviation", ""),
                tuple(line.get("also", ())),
                kind == "conferences",
                tuple(line.get("beside", ())),
                kind == "archives",
            )


def module() -> str:
    """The text of the module."""
    data = venues()
    tables = Index.of(entries(data), data["places"], data["vague"]).tables()
    return HEAD + "".join(_table(name, table) for name, table in tables.items())


def _table(name: str, table: Any) -> str:
    """A constant, one row a line: a difference in the list is one in as few lines here."""
    if isinstance(table, dict):
        rows, opening, closing = [f"{key!r}: {value!r}" for key, value in table.items()], "{", "}"
    else:
        rows, opening, closing = [*map(repr, table)], "(", ")"
    kind = TYPES.get(name, "tuple[str, ...]")
    return f"{name}: {kind} = {opening}\n" + "".join(f"    {row},\n" for row in rows) + f"{closing}\n"


if __name__ == "__main__":
    TABLE.write_text(module(), "utf-8")
