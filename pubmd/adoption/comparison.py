"""How a hand-written page comes back: the lines that differ and why, as a value, as problems, as a report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pubmd.adoption.slip import MENDS, Slip
from pubmd.problem import Place, Problem, error, warning

_MOST_LINES = 12

# Mends of which each has a slip of its own.
_TOLD_ONE_BY_ONE = (
    *("comment", "id", "permalink", "order", "two-pages", "abstract-link", "link-target", "label"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of a page that come back otherwise: which, as they are and as they come, and why.

    Where lines are new, `last` is less than `first`. `mends` are empty where nothing explains the difference.
    """

    first: int
    last: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    mends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a page comes back: its differences, the slips that were found on it, and what nobody accounts for.

    `lost` are pairs of a line and words that a reader can see now and would not see any more.
    """

    file: str
    differences: tuple[Difference, ...]
    slips: tuple[Slip, ...]
    lost: tuple[tuple[int, str], ...]
    has_leftovers: bool
    publications: int

    @property
    def is_identical(self) -> bool:
        """Whether sync would write the page as it is."""
        return not self.differences

    @property
    def is_settled(self) -> bool:
        """Whether all differences are explained and nothing that a reader sees is lost."""
        return not self.lost and not self.has_leftovers and all(each.mends for each in self.differences)

    def problems(self) -> Iterator[Problem]:
        """The slips, what kinds of mends there are and where, and errors for what is not accounted for."""
        for slip in self.slips:
            yield slip.problem(self.file)
        lines: dict[str, list[int]] = defaultdict(list)
        told = {(slip.mend, line) for slip in self.slips for line in slip.lines}
        for each in self.differences:
            for mend in each.mends:
                touched = range(each.first, max(each.first, each.last) + 1)
                if mend not in _TOLD_ONE_BY_ONE and not any((mend, line) in told for line in touched):
                    lines[mend].append(each.first)
        for mend, where in lines.items():
            if mend == "leftover":  # each has an error of its own
                continue
            more = f" (lines {_listed(where)})" if len(where) > 1 else ""
            yield warning("import-mended", Place(self.file, where[0], 1), f"{MENDS[mend]} [{mend}]{more}")
        for line, words in self.lost:
            message = f"these words would be lost: `{words}`"
            hint = "put them into a field of the entry, or into the page's `intro`"
            yield error("import-difference", Place(self.file, line, 1), message, hint)
        for each in self.differences:
            if not each.mends:
                message = f"this line would come back otherwise: `{_cut(' '.join(each.after))}`"
                if not any(line.strip() for line in each.after):
                    message = f"this line would not come back: `{_cut(' '.join(each.before))}`"
                hint = "`pubmd import --check` shows both; mend the line, and import again"
                yield error("import-difference", Place(self.file, max(1, each.first), 1), message, hint)

    def text(self) -> str:
        """The report: a line that sums up, then each difference."""
        if self.is_identical:
            return f"{self.file}: identical\n"
        count = sum(max(len(each.before), len(each.after)) for each in self.differences)
        noun = "line differs" if count == 1 else "lines differ"
        parts = [f"{self.file}: {count} {noun}\n"]
        for each in self.differences:
            why = ", ".join(each.mends) or "NOT EXPLAINED"
            where = f"{each.first}" if each.last <= each.first else f"{each.first}-{each.last}"
            parts.append(f"  {where} [{why}]\n")
            before, after = _focused(each.before, each.after)
            parts.extend(f"    - {line}\n" for line in before)
            parts.extend(f"    + {line}\n" for line in after)
        return "".join(parts)


def _listed(lines: Sequence[int]) -> str:
    shown = ", ".join(map(str, lines[:20]))
    return f"{shown} and {len(lines) - 20} more" if len(lines) > 20 else shown


def _focused(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lines, each cut around what differs from the most similar one of the others."""
    before, after = before[:_MOST_LINES], after[:_MOST_LINES]
    return [_window(line, _start(line, after)) for line in before], [
        _window(line, _start(line, before)) for line in after
    ]


def _start(line: str, others: Sequence[str]) -> int:
    """Where a line begins to differ from that one of others that it differs from last."""
    return max(
        (
            next((at for at, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), len(line))
            for other in others
        ),
        default=0,
    )


def _window(line: str, at: int) -> str:
    start = max(0, at - 30) if len(line) > 100 or at > 60 else 0
    end = start + 100
    cut = f"{'…' if start else ''}{line[start:end]}{'…' if len(line) > end else ''}"
    return cut.replace("\u00a0", "⍽")  # or both lines would look alike


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 60 else f"{text[:59]}…"
