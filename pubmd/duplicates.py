"""What is said of papers that came twice, or may have, and how to settle it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from pubmd.paper.identifier import doi
from pubmd.paper.identity import Kinship, doubts, repeated
from pubmd.paper.library import Entry
from pubmd.paper.occasion import is_preprint
from pubmd.paper.papers import Papers
from pubmd.paper.title import normal_title, titles_agree
from pubmd.problem import Place, Problem, warning


def came_twice(shown: Papers, papers: Papers, relations: Kinship) -> list[Problem]:
    """Warnings about papers on pages, which `shown` are of all, that came twice or may have."""
    problems = []
    merged = list(shown.united())
    copies = _copies(papers) if merged else {}
    for _, entry in merged:
        for other in entry.merged:
            if relations.are_same(entry, other):
                continue
            if copy := copies.get(other.raw.source.file):
                problems.append(copy)
                continue
            message = (
                f"`{other.key}` is the same paper as `{entry.key}` ({entry.place()}), and was merged into it"
            )
            hint = _settling(other, entry, "take one of the two out")
            problems.append(warning("merged-entry", other.place(), message, hint))
    problems.extend(_same_keys(shown, papers, relations))
    for doubt in doubts(shown, relations):
        message = f"`{doubt.second.key}` and `{doubt.first.key}` ({doubt.first.place()}) {doubt.reason}"
        hint = _settling(doubt.second, doubt.first, "take one of the two out, if they are one paper")
        problems.append(warning("possible-duplicate", doubt.second.place(), message, hint))
    return problems


def _same_keys(shown: Papers, papers: Papers, relations: Kinship) -> Iterator[Problem]:
    """A warning for each paper on a page that has another one's key, or whose key another one has."""
    again = repeated(papers.keys)
    if not again:
        return
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for at, key in enumerate(papers.keys):
        if key in again:
            by_key[key].append(papers.entries[at])
    for at, key in enumerate(shown.keys):
        for other in by_key.get(key, ()):
            entry = shown.entries[at]
            if other is entry:
                continue
            one, two = sorted((entry, other), key=lambda each: each.place())
            if relations.are_different(one, two):
                continue
            message = f"the key `{key}` names another paper at {one.place()} already"
            hint = "give one of the two another key"
            if titles_agree(normal_title(one), normal_title(two)):
                hint = _settling(two, one, hint)
            yield warning("duplicate-key", two.place(), message, hint)


def left_behind(shown: Papers, untagged: Papers, relations: Kinship) -> list[Problem]:
    """Warnings about preprints on pages whose publication is in the sources, without a topic."""
    common = {*shown.signs.titles} & {*untagged.signs.titles} - {""}
    preprints = [entry for entry in _titled(shown, common) if is_preprint(entry)]
    publications = [entry for entry in _titled(untagged, common) if not is_preprint(entry)]
    on_no_page = set(map(id, publications))
    problems = []
    for doubt in doubts(Papers.of([*preprints, *publications]), relations):
        one, other = doubt.first, doubt.second
        is_pair = id(other) in on_no_page and id(one) not in on_no_page
        if is_pair and normal_title(one) == normal_title(other):
            message = f"`{other.key}` is on no page, and its preprint `{one.key}` ({one.place()}) is on one"
            hint = _settling(other, one, "give it its topics and take the preprint out")
            problems.append(warning("possible-duplicate", other.place(), message, hint))
    return problems


def _titled(papers: Papers, titles: Collection[str]) -> Iterator[Entry]:
    """The entries of those papers that have one of these titles."""
    return (papers.entries[at] for at, title in enumerate(papers.signs.titles) if title in titles)


def _copies(papers: Papers) -> dict[str, Problem]:
    """One warning for each file that holds nothing but papers of another, as an export dropped twice does.

    The papers have the same keys there: between exports of two programs each pair is looked at by itself.
    """
    into: dict[str, list[str]] = defaultdict(list)
    own = {*papers.files}
    for _, entry in papers.united():
        for other in entry.merged:
            into[other.raw.source.file].append(entry.raw.source.file)
            if other.key != entry.key:
                own.add(other.raw.source.file)
    found = {}
    for file, heads in into.items():
        if file not in own and len(heads) > 1 and len(set(heads)) == 1:
            message = (
                f"all {len(heads)} papers of this file are in `{heads[0]}`, too, and were merged into those"
            )
            found[file] = warning("merged-entry", Place(file), message, "take one of the two files out")
    return found


def _settling(second: Entry, first: Entry, otherwise: str) -> str:
    """How to say in the overrides whether two entries are one paper, where they have a key or DOI to name."""
    one, other = (entry.key or doi(entry) for entry in (second, first))
    if not one or not other:
        return otherwise
    said = f"{_quoted(one)}: {{same_as: {_quoted(other)}}}"
    return f"{otherwise}, or say in bib/overrides.yml `{said}` or `not_same_as`"


def _quoted(key: str) -> str:
    """A key as YAML reads it back."""
    return (
        key
        if re.fullmatch(r"[A-Za-z](?:[\w./+-]|:(?=\w))*|10\.\d+/[\w./-]*", key)
        else f"'{key.replace(chr(39), 2 * chr(39))}'"
    )
