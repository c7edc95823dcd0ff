"""The last results, as JSON: what the tables in the docs are made of."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.comparison import Comparison, Figures
from bench.ratio import Spread


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison with its figures, or with why it has none."""

    what: str
    size: int
    command: str
    against: str
    limit: float | None = None
    memory_limit: int | None = None
    figures: Figures | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a heading."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """All tables of one run, and the machine that they come from, without anything that names it."""

    machine: str
    tables: tuple[Table, ...]


def row(comparison: Comparison, measured: Figures | None, reason: str = "") -> Row:
    """The row of a comparison."""
    return Row(
        what=comparison.what,
        size=comparison.size,
        command=comparison.side.shown,
        against=comparison.against.shown,
        limit=comparison.limit,
        memory_limit=comparison.memory_limit,
        figures=measured,
        reason=reason,
    )


def this_machine() -> str:
    """What a reader has to know of this machine: its processors, its system, its Python, the libraries."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("bibtexparser", "typer"))
    return f"{cores} processors, {platform.system()}, Python {platform.python_version()}, {libraries}"


def written(records: dict[str, Record]) -> str:
    """Records as JSON, by the name of their part of the docs."""
    plain = {part: asdict(record) for part, record in records.items()}
    return json.dumps(_rounded(plain), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read(text: str) -> dict[str, Record]:
    """The records that `written` gave; raises ValueError, KeyError or TypeError where it was another's."""
    return {part: _record(plain) for part, plain in json.loads(text).items()}


def kept(file: Path) -> dict[str, Record]:
    """The records of a file, none where it is not there."""
    return read(file.read_text("utf-8")) if file.exists() else {}


def _record(plain: dict[str, Any]) -> Record:
    tables = (Table(each["heading"], tuple(_rows(each["rows"]))) for each in plain["tables"])
    return Record(plain["machine"], tuple(tables))


def _rows(plain: Iterable[dict[str, Any]]) -> Iterable[Row]:
    for each in plain:
        found = each["figures"]
        measured = None
        if found:
            spreads = {name: Spread(**found[name]) for name in ("wall", "cpu")}
            measured = Figures(**{**found, **spreads})
        yield Row(**{**each, "figures": measured})


def _rounded(plain: Any) -> Any:
    """Figures to four digits: more would be noise, and a difference in every line."""
    if isinstance(plain, dict):
        return {name: _rounded(each) for name, each in plain.items()}
    if isinstance(plain, list | tuple):
        return [_rounded(each) for each in plain]
    return float(f"{plain:.4g}") if isinstance(plain, float) else plain
