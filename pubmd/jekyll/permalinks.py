"""Whether pages get the addresses that they ask for, and keep them to themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pubmd.config.settings import PageSettings, Settings
from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.destination import destination_of_path, destination_of_permalink, sanitized
from pubmd.jekyll.entry_filter import Shown, fate
from pubmd.jekyll.front_matter import front_matter
from pubmd.jekyll.front_matter_defaults import front_matter_value
from pubmd.problem import Place, Problem, error

_KEYS = ("permalink", "published")


def astray(configuration: Configuration, page: PageSettings, shown: Shown) -> Problem | None:
    """An error where Jekyll builds a page at another address than its permalink."""
    permalink = page.permalink
    if destination_of_permalink(configuration, shown, permalink) is None:
        message = f"Jekyll reads a placeholder in the permalink `{permalink}`: a `:` and a word"
        hint = "set a `permalink` without `:`"
    elif sanitized(permalink) != permalink:
        message = f"Jekyll builds the page at `{sanitized(permalink)}`, where no nav link leads"
        hint = "set a `permalink` without `..` and `./`"
    else:
        return None
    return error("jekyll-permalink", page.place, message, hint)


def taken(
    configuration: Configuration, settings: Settings, other_pages: Iterable[tuple[str, str]]
) -> Iterator[Problem]:
    """An error for each other page of the site that is built into the same file as one of pubmd's.

    Pages whose address depends on more than their path and permalink are passed over.
    """
    owners: dict[str, PageSettings] = {}
    for page in settings.pages:
        shown = fate(configuration, page.path)
        file = (
            destination_of_permalink(configuration, shown, page.permalink)
            if isinstance(shown, Shown)
            else None
        )
        if file is not None:
            owners[file] = page
    for path, text in other_pages:
        shown = fate(configuration, path)
        if isinstance(shown, Shown):
            built, line = _destination(configuration, shown, path, text)
            if built in owners:
                yield _taken(Place(path, line, 1 if line else 0), owners[built], built)


def _destination(configuration: Configuration, shown: Shown, path: str, text: str) -> tuple[str, int]:
    """The file that another page becomes, or nothing; and the line of its permalink, or 0."""
    if not text.startswith("---"):  # a file that Jekyll copies as it is
        return (f"/{shown.path}" if shown.collection is None else ""), 0
    found = front_matter(text, _KEYS)
    if found is None:
        return "", 0
    if not configuration.shows_unpublished and found.values.get("published") is False:
        return "", 0
    permalink = front_matter_value(configuration, shown, found.values, "permalink")
    if permalink is None:
        return destination_of_path(configuration, shown) or "", 0
    file = destination_of_permalink(configuration, shown, permalink) if isinstance(permalink, str) else None
    return file or "", found.lines.get("permalink", 0)


def _taken(place: Place, page: PageSettings, file: str) -> Problem:
    message = (
        f"Jekyll builds this page into `{file}`, as it does `{page.path}`, which pubmd writes: "
        "one of the two is lost"
    )
    hint = f"give it another permalink, or set one for `{page.id}` in {page.place.file}"
    return error("jekyll-permalink-taken", place, message, hint)
