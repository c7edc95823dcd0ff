"""Writes `pubmd/paper/venue_table.py` out of `venues.json`: `make venues` runs it, a test compares."""

from __future__ import annotations

import json
import sys
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
# What a line may have, and in what form.
KEYS = {"name": str, "abbreviation": str, "also": list, "beside": list}
TYPES = {
    "ENTRIES": "tuple[tuple[str, str, tuple[str, ...], bool, tuple[str, ...], bool, bool], ...]",
    "NAMES": "dict[str, str]",
    "BARE": "dict[str, tuple[tuple[str, tuple[str, ...]], ...]]",
    "ACRONYMS": "dict[str, tuple[tuple[str, str], ...]]",
}


def venues() -> dict[str, Any]:
    """The list as people keep it."""
    found: dict[str, Any] = json.loads((HERE / "venues.json").read_text("utf-8"))
    return found


def entries(data: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of the list. Raises ValueError for a line that is not as CONTRIBUTING.md says."""
    for kind in ("conferences", "journals", "archives"):
        for line in data[kind]:
            if not line.get("name") or not all(isinstance(line[key], KEYS.get(key, ())) for key in line):
                raise ValueError(f"among the {kind}: {line}: its keys are {', '.join(KEYS)}")
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
    """A constant, one row a line, so that a line of the list is a few lines here, and moves no others."""
    if isinstance(table, dict):
        rows, opening, closing = [f"{key!r}: {value!r}" for key, value in table.items()], "{", "}"
    else:
        rows, opening, closing = [*map(repr, table)], "(", ")"
    kind = TYPES.get(name, "tuple[str, ...]")
    return f"{name}: {kind} = {opening}\n" + "".join(f"    {row},\n" for row in rows) + f"{closing}\n"


if __name__ == "__main__":
    try:
        TABLE.write_text(module(), "utf-8")
    except ValueError as wrong:
        sys.exit(f"venues.json: {wrong}")
