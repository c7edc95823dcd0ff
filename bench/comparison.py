"""One command measured against another, in turn, so that noise hits both."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.process import Run, peak_memory, run, said
from bench.ratio import Spread, ratios, spread

FEWEST, MOST = 3, 15
_UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONNOUSERSITE", "PYTHONPYCACHEPREFIX", "PYTHONUNBUFFERED")


@dataclass(frozen=True, slots=True)
class Side:
    """A command, the folder that it runs in, and what has to happen before each run.

    `shown` is the command as the table shows it. `holds` must stand in what it prints, and `lacks` says what
    is wrong with what it has made, if anything: where either fails there are no figures, since a command that
    does not do its work is fast. `keeps` names variables of the environment that are set for it.
    """

    command: Sequence[str]
    folder: Path
    shown: str
    before: Callable[[], None] = lambda: None
    holds: str = ""
    lacks: Callable[[], str] = str
    keeps: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The variables that it runs with: those of the bench, and its own.

        Those that keep Python from storing and using compiled modules are left out: people have none.
        """
        usual = {name: value for name, value in os.environ.items() if name not in _UNUSUAL}
        return {**usual, **self.keeps}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A command against another: what it is about, and how much it may cost at most."""

    what: str
    size: int
    side: Side
    against: Side
    limit: float | None = None
    weighs: bool = False  # whether the first command's memory is of interest
    memory_limit: int | None = None  # bytes
    ready: Callable[[], None] = lambda: None  # once, before the first run


@dataclass(frozen=True, slots=True)
class Figures:
    """What a comparison gave: ratios pair by pair, and the medians of both commands' seconds."""

    pairs: int
    wall: Spread
    cpu: Spread
    seconds: float
    against_seconds: float
    memory: int | None = None


class NotMeasuredError(Exception):
    """A command did not do what was to be measured; says what it did."""


def figures(comparison: Comparison, budget: float) -> Figures:
    """Measure a comparison: one uncounted run of each, then pairs until the budget of seconds is spent.

    At least three pairs and at most fifteen. Raises NotMeasuredError where a command fails or prints
    something else than it should.
    """
    sides = (comparison.side, comparison.against)
    comparison.ready()
    for side in sides:
        side.before()
        status, output = said(side.command, side.folder, side.environment)
        if status:
            last = output.strip().splitlines()[-1:] or ["nothing"]
            raise NotMeasuredError(f"`{side.shown}` left with {status} and said: {last[0][:200]}")
        if side.holds not in output:
            raise NotMeasuredError(f"`{side.shown}` printed no `{side.holds}`")
        if lack := side.lacks():
            raise NotMeasuredError(f"`{side.shown}` {lack}")
    end = time.monotonic() + budget
    pairs: list[tuple[Run, Run]] = []
    while len(pairs) < FEWEST or (len(pairs) < MOST and time.monotonic() < end):
        runs = []
        for side in sides:
            side.before()
            runs.append(run(side.command, side.folder, side.environment))
            if runs[-1].status:
                raise NotMeasuredError(f"`{side.shown}` left with {runs[-1].status} in one of its runs")
        pairs.append((runs[0], runs[1]))
    memory = None
    if comparison.weighs:
        comparison.side.before()
        memory = peak_memory(comparison.side.command, comparison.side.folder, comparison.side.environment)
    return Figures(
        pairs=len(pairs),
        wall=ratios([(one.wall, two.wall) for one, two in pairs]),
        cpu=ratios([(one.cpu, two.cpu) for one, two in pairs]),
        seconds=spread([one.wall for one, _ in pairs]).median,
        against_seconds=spread([two.wall for _, two in pairs]).median,
        memory=memory,
    )
