"""Rows of publications as text: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from pubmd.listing import Row, Summary
from pubmd.regex import regex
from pubmd.report import one_line
from pubmd.suggestion import HitRate, Suggestion
from pubmd.table import Column, table, width

_COLUMNS = (
    Column("KEY", least=16, gives=4),
    Column("YEAR"),
    Column("VENUE", least=6, gives=2),
    Column("TITLE", least=20, gives=1),
    Column("TOPICS", least=12, gives=3),
)
_LIKELY = Column("LIKELY TOPICS", least=16, gives=3)
_PAGE_LEAST = 20
_JOINERS = "\u200c\u200d"
_PARTS = regex(f"([{_JOINERS}])")
_ENOUGH = 10  # tagged papers
_EARLIER = "older"


def rows_table(
    rows: Sequence[Row], most: int | None = None, *, colours: bool = False, likely: bool = False
) -> str:
    """A line for each publication; with `likely` its likely topics in place of those that it has."""
    cells = [
        [
            cell_text(each)
            for each in (
                row.key or "(no key)",
                row.year or "-",
                row.venue or "-",
                row.title or "(no title)",
                likely_text(row.suggestions) if likely else _topics(row),
            )
        ]
        for row in rows
    ]
    return table((*_COLUMNS[:-1], _LIKELY if likely else _COLUMNS[-1]), cells, most, colours=colours)


def _topics(row: Row) -> str:
    return ", ".join(row.topics) or ("-" if row.is_untagged else f"({row.exhibit.fate})")


def cell_text(text: str) -> str:
    """A text safe for a terminal, as `one_line` has it, with the marks that join letters and emoji."""
    return "".join(each if each in _JOINERS else one_line(each) for each in _PARTS.split(text))


def likely_text(suggestions: Sequence[Suggestion]) -> str:
    """Likely topics with their scores: `denoising 72 %, sr-image 11 %`."""
    return ", ".join(f"{each.topic} {each.score:.0%}".replace("%", " %") for each in suggestions) or "-"


def hit_rate_text(rate: HitRate) -> str:
    """How often suggestions are right, in a sentence."""
    if rate.papers < _ENOUGH:
        noun = "paper has" if rate.papers == 1 else "papers have"
        return f"only {rate.papers} {noun} topics: too few to say how often this is right\n"
    return (
        f"of {rate.papers} tagged papers, each left out in turn, the first suggestion was right for "
        f"{rate.first / rate.papers:.0%}, one of the first three for {rate.among_three / rate.papers:.0%}\n"
    )


def count_text(shown: int, total: int) -> str:
    """How many publications are shown, of how many."""
    noun = "publication" if total == 1 else "publications"
    return f"{shown} of {total} {noun}\n" if shown != total else f"{total} {noun}\n"


def rows_json(rows: Sequence[Row], rate: HitRate | None = None) -> str:
    """A JSON object: `publications`, and with suggestions `hit_rate`. docs/list-and-tag.md has its shape."""
    found: dict[str, Any] = {"publications": [_object(row, rate is not None) for row in rows]}
    if rate:
        found["hit_rate"] = {"papers": rate.papers, "first": rate.first, "among_three": rate.among_three}
    return json.dumps(found, ensure_ascii=True, indent=2) + "\n"


def _object(row: Row, likely: bool) -> dict[str, Any]:
    place = row.entry.place()
    found: dict[str, Any] = {
        "key": row.key,
        "type": row.entry.type,
        "title": row.title,
        "authors": row.authors,
        "venue": row.venue,
        "year": row.year,
        "topics": list(row.topics),
        "pages": list(row.pages),
        "status": str(row.exhibit.fate),
        "new": row.is_new,
        "file": place.file,
        "line": place.line,
    }
    if likely:
        found["suggestions"] = [
            {"topic": each.topic, "score": round(each.score, 4)} for each in row.suggestions
        ]
    return found


def rows_csv(rows: Sequence[Row], *, likely: bool = False) -> str:
    """A line for each publication under a line with the columns' names; several values parted by `; `."""
    names = (
        "key",
        "type",
        "title",
        "authors",
        "venue",
        "year",
        "topics",
        "pages",
        "status",
        "new",
        "file",
        "line",
    )
    lines = [[*names, *(["suggestions"] if likely else [])]]
    for row in rows:
        fields = _object(row, likely)
        cells = ["; ".join(value) if isinstance(value := fields[name], list) else value for name in names]
        cells[names.index("new")] = "yes" if row.is_new else "no"
        if likely:
            cells.append("; ".join(each.topic for each in row.suggestions))
        lines.append([cell_text(str(cell)) for cell in cells])
    return _csv(lines)


def summary_table(summary: Summary, most: int | None = None, *, colours: bool = False) -> str:
    """A matrix: a line for each page, a column for each year, and the sums.

    Where there is no room for all years, the last column sums up the earlier ones.
    """
    longest = max((width(page) for page in summary.pages), default=0)
    if most is not None:
        summary = _with_years(summary, max((most - min(longest, _PAGE_LEAST) - 5) // 6, 1))
    columns = [Column("PAGE", least=_PAGE_LEAST, gives=1), Column("ALL", right=True)]
    columns += [Column(year or "none", right=True) for year in summary.years]
    return table(
        columns, [[one_line(cell) for cell in line] for line in _matrix(summary, "")], most, colours=colours
    )


def _with_years(summary: Summary, most: int) -> Summary:
    """A summary with no more columns than these, of which the last may stand for several years."""
    if len(summary.years) <= most:
        return summary
    kept, rest = summary.years[: most - 1], summary.years[most - 1 :]
    counts = {at: count for at, count in summary.counts.items() if at[1] in kept}
    for page in summary.pages:
        counts[page, _EARLIER] = sum(summary.counts.get((page, year), 0) for year in rest)
    return Summary(summary.pages, (*kept, _EARLIER), counts)


def _matrix(summary: Summary, nothing: str) -> list[list[str]]:
    lines = []
    for page in summary.pages:
        counts = [summary.counts.get((page, year), 0) for year in summary.years]
        lines.append([page, str(sum(counts)), *(str(count) if count else nothing for count in counts)])
    return lines


def summary_json(summary: Summary) -> str:
    """A JSON object: `pages`, each with its name, the sum, and a count for each year that it has."""
    pages = [
        {
            "page": page,
            "count": sum(summary.counts.get((page, year), 0) for year in summary.years),
            "years": {
                year: summary.counts[page, year] for year in summary.years if (page, year) in summary.counts
            },
        }
        for page in summary.pages
    ]
    return json.dumps({"pages": pages}, ensure_ascii=True, indent=2) + "\n"


def summary_csv(summary: Summary) -> str:
    """The matrix with a column for each year."""
    return _csv([["page", "count", *summary.years], *_matrix(summary, "0")])


def _csv(lines: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()
