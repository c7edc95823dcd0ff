"""What the shell is offered for keys, topics and fields: read quickly, and silent about all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import typer

from pubmd.regex import regex

if TYPE_CHECKING:
    from pubmd.config.settings import Settings
    from pubmd.site import Site

_ENTRY = regex(r"^[ \t]*@(\w+)[ \t]*[{(][ \t\n]*([^\s,{}()=#%\"]+)[ \t\n]*,", re.MULTILINE)
_NO_ENTRIES = frozenset(("string", "comment", "preamble"))
Offer = TypeVar("Offer")
_MOST = 1000  # more than any shell shows
_MORE_FIELDS = ("author", "year", "venue", "topics")


def complete_key(ctx: typer.Context, incomplete: str) -> list[str]:
    """The citation keys that begin so."""
    return _silently(lambda: _keys(ctx, incomplete))


def complete_topic(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The topics that begin so, each with its page's label."""
    return _silently(lambda: _topics(ctx, incomplete))


def complete_page(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The topics that begin so, and the ids of pages that have none."""
    return _silently(lambda: _topics(ctx, incomplete, with_pages=True))


def complete_field(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin so and may be missing."""
    return _silently(lambda: _fields(ctx, incomplete))


def complete_setting(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin so and may be set, each with its `=`."""
    return [f"{name}=" for name in complete_field(ctx, incomplete) if name != "topics"]


def _silently(found: Callable[[], Iterable[Offer]]) -> list[Offer]:
    # A shell prints whatever goes wrong here into the line that is being typed.
    try:
        return list(found())
    except Exception:
        return []


def _site(ctx: typer.Context) -> Site:
    from pubmd.commands.terminal import given_site

    return given_site(ctx.params.get("site"))


def _keys(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    from pubmd.bibtex.source import decode

    words = list(ctx.params.get("keys") or ())
    before = ""
    if words[-1:] == [":"]:  # bash takes `DBLP:conf/x` for three words, of which it completes the last
        before = "".join(words[-2:])
    taken = set(words)
    files, _ = _site(ctx).sources()
    for file, data in files.items():
        for kind, key in _ENTRY.findall(decode(file, data)[0].text):
            if key.startswith(before + incomplete) and key not in taken and kind.lower() not in _NO_ENTRIES:
                taken.add(key)
                yield key.removeprefix(before)
                if len(taken) >= _MOST:
                    return


def _settings(ctx: typer.Context) -> Settings:
    from pubmd.bibtex.source import decode
    from pubmd.config.settings import read_settings
    from pubmd.site import SETTINGS_FILE

    source, _ = decode(SETTINGS_FILE, _site(ctx).read(SETTINGS_FILE) or b"")
    settings, _ = read_settings(SETTINGS_FILE, source.text)
    if settings is None:
        raise ValueError(SETTINGS_FILE)
    return settings


def _topics(ctx: typer.Context, incomplete: str, *, with_pages: bool = False) -> Iterator[tuple[str, str]]:
    from pubmd.topic import Topics

    settings = _settings(ctx)
    topics = Topics(settings)
    for page in settings.pages:
        # One word, where there is one, for a shell puts no quotes around what it completes.
        words = [each for each in page.keywords if " " not in each and len(topics.pages_of(each)) == 1]
        name = next(iter(words), topics.name(page))
        if (page.keywords or with_pages) and name.casefold().startswith(incomplete.casefold()):
            yield name, page.label


def _fields(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    from pubmd.paper.publication import shown_fields

    for name in sorted({*shown_fields(_settings(ctx)), *_MORE_FIELDS}):
        if name.startswith(incomplete.lower()):
            yield name
