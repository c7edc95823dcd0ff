"""The order of papers: on a page by years, then as in the sources, and in the sources as on each page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pubmd.adoption.collection import Paper
from pubmd.topic import newest_first


def is_in_order(papers: Sequence[Paper], rank: Callable[[Paper], Any], year: Callable[[Paper], str]) -> bool:
    """Whether sources in the order of `rank` give a page its papers in their order, the years aside."""
    wanted = sorted(papers, key=lambda paper: newest_first(year(paper)))
    given = sorted(sorted(papers, key=rank), key=lambda paper: newest_first(year(paper)))
    return wanted == given


def in_one_file(
    papers: Sequence[Paper], pages: Sequence[Sequence[Paper]], year: Callable[[Paper], str]
) -> list[Paper]:
    """The papers in each page's order within a year; where two pages differ the first counts."""
    mine = {id(paper) for paper in papers}
    after: dict[int, set[int]] = {id(paper): set() for paper in papers}
    waits = {id(paper): 0 for paper in papers}
    for page in pages:
        last: dict[str, Paper] = {}
        for paper in page:
            if id(paper) not in mine:
                continue
            before = last.get(year(paper))
            if (
                before is not None
                and id(paper) not in after[id(before)]
                and id(before) not in after[id(paper)]
            ):
                after[id(before)].add(id(paper))
                waits[id(paper)] += 1
            last[year(paper)] = paper
    by_id = {id(paper): paper for paper in papers}
    rank = {each: at for at, each in enumerate(by_id)}
    ordered: list[Paper] = []
    left = dict.fromkeys(by_id)
    free = [each for each in left if not waits[each]]
    while left:
        # A circle of pages that contradict each other: the first paper that is left goes on.
        each = free.pop(0) if free else next(iter(left))
        if each not in left:
            continue
        del left[each]
        ordered.append(by_id[each])
        for following in after[each]:
            waits[following] -= 1
            if not waits[following]:
                free.append(following)
        free.sort(key=rank.__getitem__)
    return ordered
