"""Stretches of a page that are compared with each other: its head, its publications, its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pubmd.adoption.hand_page import HandPage


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page: the number of its first line, and its lines."""

    first: int
    lines: tuple[str, ...]


def blocks(page: HandPage) -> list[Block]:
    """The page's head, its publications, and its foot."""
    lines = page.cut.text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    entries = [publication.entry for publication in page.publications]
    if not entries:
        return [Block(1, tuple(lines)), Block(len(lines) + 1, ())]
    starts = [entry.first for entry in entries]
    found = [Block(1, tuple(lines[: starts[0] - 1]))]
    for entry, end in zip(entries, [*(start - 1 for start in starts[1:]), entries[-1].last], strict=True):
        inside = lines[entry.first - 1 : end]
        while inside and not inside[-1].strip():
            inside.pop()
        found.append(Block(entry.first, tuple(inside)))
    last = entries[-1].last
    return [*found, Block(last + 1, tuple(lines[last:]))]


def paired(first: int, before: list[str], after: list[str]) -> list[tuple[int, list[str], list[str]]]:
    """The lines of a difference in pairs where they are as many, so that each has its own reason."""
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [(at, [old], [new]) for at, (old, new) in enumerate(pairs, first) if old != new]
    return [(first, before, after)]


def moved(before: Sequence[str], after: Sequence[str], old: Block, new: Block) -> list[str]:
    """Whether these lines stand elsewhere in the other block."""
    gone = all(line in new.lines for line in before if line.strip())
    come = all(line in old.lines for line in after if line.strip())
    return ["moved"] if gone and come else []


def line_of(block: Block, word: str) -> int:
    """The line of a block in which a word begins; its first where there is none."""
    found = (
        at
        for at, line in enumerate(block.lines, block.first)
        if re.search(rf"(?<![^\W_]){re.escape(word)}", line)
    )
    return next(found, block.first)
