"""The union of entries that are one paper: the first one's fields, its gaps filled from the others."""

from __future__ import annotations

from collections.abc import Sequence

from pubmd.paper.library import Entry
from pubmd.paper.occasion import OCCASION, may_be_one_occasion, standing

_OCCASION = frozenset(OCCASION)


def union(members: Sequence[Entry]) -> Entry:
    """The first of the entries with its gaps filled from the others in turn; they stand in its `merged`.

    A gap is a field that is missing or blank. Where and when the paper came out is taken as one: from the
    first entry that names a venue, from a preprint only where no other does. Other entries complete that as
    long as they say nothing else.
    """
    first, *others = members
    if not others:
        return first
    giver = min(members, key=standing)
    # The giver's fields of the occasion, then all of the first, then those that fill gaps.
    filled = first.but(fields={name: value for name, value in first.fields.items() if name not in _OCCASION})
    filled = _filled(filled, giver, _OCCASION)
    for member in members:
        names = set(member.fields) - _OCCASION
        if member is not giver and may_be_one_occasion(giver, member) and may_be_one_occasion(filled, member):
            names |= _OCCASION
        filled = _filled(filled, member, names)
    kept = frozenset(filled.fields)
    return filled.but(
        undefined=tuple(pair for pair in filled.undefined if pair[0] in kept), merged=tuple(others)
    )


def _filled(entry: Entry, other: Entry, names: frozenset[str] | set[str]) -> Entry:
    """The entry with those of its gaps filled that have one of these names and that the other can fill."""
    taken = [
        name
        for name, value in other.fields.items()
        if name in names and value.strip() and not entry[name].strip()
    ]
    if not taken:
        return entry
    fields, origins, places = dict(entry.fields), dict(entry.origins), dict(entry.places)
    for name in taken:
        fields[name] = other.fields[name]
        origins[name] = other.origins.get(name, other.raw)
        places.pop(name, None)
        if name in other.places:
            places[name] = other.places[name]
    undefined = [pair for pair in entry.undefined if pair[0] not in taken]
    undefined += [pair for pair in other.undefined if pair[0] in taken]
    return entry.but(fields=fields, origins=origins, places=places, undefined=tuple(undefined))
