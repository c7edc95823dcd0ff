"""What `bib/overrides.yml` adds to entries whose own file is exported again and again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence

from pubmd.config.overrides import Override, Overrides
from pubmd.paper.identifier import arxiv_id, doi
from pubmd.paper.identity import Kinship
from pubmd.paper.library import Entry
from pubmd.paper.papers import Papers
from pubmd.problem import Place, Problem, error, nearest, warning
from pubmd.text.doi import only_doi


def kinship(overrides: Overrides, papers: Papers) -> Kinship:
    """What `same_as` and `not_same_as` say of which entries are one paper, by the entries' citation keys."""
    told = [each for each in overrides.entries if each.same_as or each.not_same_as]
    if not told:
        return Kinship()
    by_doi: dict[str, set[str]] = defaultdict(set)
    for key, *own in zip(papers.keys, papers.signs.dois, papers.signs.arxiv_ids, strict=True):
        for name in _dois(*own) if key else ():
            by_doi[name].add(key)

    def keys(name: str) -> set[str]:
        return by_doi.get(only_doi(name).lower()) or {name}

    same = (keys(each.key).union(*map(keys, each.same_as)) for each in told if each.same_as)
    different = (
        frozenset((key, other))
        for each in told
        for name in each.not_same_as
        for key in keys(each.key)
        for other in keys(name)
    )
    return Kinship(tuple(map(frozenset, same)), frozenset(different))


def amended(
    papers: Papers, overrides: Overrides, unread: Collection[str] = ()
) -> tuple[Papers, list[Problem]]:
    """The papers with the overrides' fields in place of their own, and what is wrong with the overrides.

    An override is meant for the entry of its citation key or DOI, also where that entry was merged into
    another. A key that two papers have is an error where it is to change one of them, and a key that no entry
    has a warning; so is one that is said to be the same as itself, or not, where only one entry has it. Of
    keys of entries that are `unread` nothing is said: that they cannot be read is told already.
    """
    if not overrides.entries:
        return papers, []
    index = _index(papers)
    entries = papers.entries
    changed: dict[int, Entry] = {}
    problems = []
    for override in overrides.entries:
        found = _found(index, override.key)
        if len(found) > 1 and _changes(override):
            places = ", ".join(str(entries[at].place()) for at in found)
            message = f"`{override.key}` could mean {len(found)} papers: {places}"
            hint = "give them different citation keys, or name the paper by its DOI"
            problems.append(error("ambiguous-override", override.place, message, hint))
        elif len(found) == 1:
            at = found[0]
            changed[at] = _amended(changed.get(at) or entries[at], override)
        elif not found and override.key not in unread:
            problems.append(_unknown(override.key, override.place, papers.keys))
        for key in (*override.same_as, *override.not_same_as):
            if not _found(index, key):
                if key not in unread:
                    problems.append(_unknown(key, override.place, papers.keys))
            elif key == override.key and sum(len(_named(entries[at], key)) for at in found) == 1:
                message = f"only one entry has the key or DOI `{key}`"
                problems.append(warning("unknown-override", override.place, message, "name another entry"))
    return papers.with_changed(changed), problems


def _changes(override: Override) -> bool:
    """Whether the override says more than of which entries its own is not one."""
    return (
        bool(override.fields or override.add_topics or override.remove_topics or override.same_as)
        or not override.not_same_as
    )


def finder(entries: Sequence[Entry]) -> Callable[[str], tuple[Entry, ...]]:
    """What finds the entries that a citation key or a DOI means, as in the overrides."""
    index = _index(Papers.of(entries))
    return lambda name: tuple(entries[at] for at in _found(index, name.strip()))


def _unknown(key: str, place: Place, keys: Sequence[str]) -> Problem:
    message = f"no entry has the key or DOI `{key}`"
    return warning("unknown-override", place, message, nearest(key, keys))


def _index(papers: Papers) -> Mapping[str, tuple[int, ...]]:
    """The positions of the papers that each key and DOI means, those of entries merged into them as well."""
    index: dict[str, dict[int, None]] = defaultdict(dict)
    for at, (key, *own) in enumerate(
        zip(papers.keys, papers.signs.dois, papers.signs.arxiv_ids, strict=True)
    ):
        for name in (key, *_dois(*own)):
            index[name][at] = None
    for at, entry in papers.united():
        for each in entry.merged:
            for name in _names(each):
                index[name][at] = None
    return {name: tuple(sorted(found)) for name, found in index.items() if name}


def _named(entry: Entry, name: str) -> list[Entry]:
    """Those of an entry and the ones merged into it that have this key or DOI."""
    wanted = {name, only_doi(name).lower()} - {""}
    return [each for each in (entry, *entry.merged) if not wanted.isdisjoint(_names(each))]


def _names(entry: Entry) -> tuple[str, ...]:
    """What an entry is meant by: its citation key, and its DOIs."""
    return (entry.key, *_dois(doi(entry), arxiv_id(entry)))


def _dois(own: str, archived: str) -> tuple[str, ...]:
    """A paper's DOI, and the one that arXiv gives each of its papers; `archived` is its arXiv id."""
    return tuple([name for name in (own, archived and f"10.48550/arxiv.{archived}") if name])


def _found(index: Mapping[str, tuple[int, ...]], name: str) -> tuple[int, ...]:
    return index.get(name) or index.get(only_doi(name).lower()) or ()


def _amended(entry: Entry, override: Override) -> Entry:
    fields, places = dict(entry.fields), dict(entry.places)
    for name, (value, place) in override.fields.items():
        fields[name], places[name] = value, place
    if override.add_topics or override.remove_topics:
        places["more_topics"] = override.place
    return entry.but(
        fields=fields,
        places=places,
        undefined=tuple(pair for pair in entry.undefined if pair[0] not in override.fields),
        more_topics=(*entry.more_topics, *override.add_topics),
        less_topics=(*entry.less_topics, *override.remove_topics),
    )
