"""What works, but perhaps not as it was meant: slips in names of fields and files, unlisted venues."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pubmd.bibtex.source import Source
from pubmd.config.overrides import Overrides
from pubmd.config.settings import Settings
from pubmd.exhibit import Exhibit
from pubmd.field_name import meant
from pubmd.paper.library import Entry
from pubmd.problem import Place, Problem, warning
from pubmd.topic import Topics


def unheard_topics(places: Sequence[Place]) -> Iterator[Problem]:
    """A warning for each file with fields that hold a page's keyword, as exporters write them unasked."""
    for file, count in Counter(place.file for place in places).items():
        first = min(place for place in places if place.file == file)
        more = f", as in {count - 1} more of this file" if count > 1 else ""
        message = f"the field `keyword` holds a page's keyword{more}, but no topics are read from it"
        hint = "call it `keywords`, or add `keyword` to `topics_from` in bib/pubmd.yml"
        yield warning("misspelt-field", first, message, hint)


def misspelt_fields(shown: Sequence[Entry], settings: Settings) -> Iterator[Problem]:
    """A warning for each field's name that looks like a slip, once for each file."""
    seen: dict[str, set[str]] = defaultdict(set)
    for entry in shown:
        for each in (entry, *entry.merged):
            of_file = seen[each.raw.source.file]
            for name in [name for name in each.raw.fields if name not in of_file]:
                of_file.add(name)
                meaning = meant(name, settings)
                if meaning:
                    message = f"the field `{name}` means nothing to pubmd"
                    hint = f"did you mean `{meaning}`?"
                    yield warning("misspelt-field", each.raw.place(name), message, hint)


def misspelt_overrides(overrides: Overrides, settings: Settings) -> Iterator[Problem]:
    """A warning for each field of the overrides, which people type, whose name looks like a slip."""
    for override in overrides.entries:
        for name, (_, place) in override.fields.items():
            meaning = meant(name, settings, in_overrides=True)
            if meaning:
                message = f"the field `{name}` of `{override.key}` means nothing to pubmd"
                yield warning("misspelt-field", place, message, f"did you mean `{meaning}`?")


def misnamed_files(sources: Sequence[Source], topics: Topics) -> Iterator[Problem]:
    """A warning for each file without an entry on a page whose name is nearly a page's."""
    for source in sources:
        name = topics.nearly_named_by(source.file)
        if name:
            message = f"no entry of this file is on a page, and its name is nearly `{name}`"
            yield warning("misnamed-file", Place(source.file), message, f"did you mean `{name}`?")


def unlisted_venues(shown: Sequence[tuple[Entry, Exhibit]]) -> list[Problem]:
    """A warning for each venue that no list has, where it occurs first."""
    first: dict[str, tuple[Entry, str]] = {}
    for entry, exhibit in shown:
        if exhibit.unlisted_venue:
            name, field = exhibit.unlisted_venue
            first.setdefault(name, (entry, field))
    hint = "add its full name and abbreviation to `venues` in bib/pubmd.yml, or leave it as it is"
    return [
        warning("unlisted-venue", entry.place(field), f"the venue `{name}` is in no list", hint)
        for name, (entry, field) in first.items()
    ]
