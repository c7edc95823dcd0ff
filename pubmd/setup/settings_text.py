"""The text of a new `bib/pubmd.yml`, which explains itself, and of a first entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from pubmd.config.settings_keys import CONFIGURATION
from pubmd.config.yaml_shape import Group, Key, Table
from pubmd.jekyll.psych import Unquoted, Value, plain
from pubmd.setup.insertion import flow
from pubmd.setup.section import Section

_HEAD = """\
# What pubmd makes of the .bib files in this folder: pages, grouped in sections. After a change here or in
# a .bib file, `pubmd sync` brings the pages up to date; `pubmd sync --diff` shows what it would change, and
# `pubmd check` says what is wrong. `pubmd schema` describes this file to editors.
#
# A line that starts with `#` and no space is an example: take the `#` away to use it.
"""
_WIDTH = 100
_LABEL = "label"

EXAMPLE = """\
An example that shows how a paper gets on a page: `keywords` (or `topics`) names the page's id. Replace it, or
drop whole exports of a reference manager into this folder: what names no page stays off the pages.

@article{{dijkstra65,
  title    = {{Solution of a Problem in Concurrent Programming Control}},
  author   = {{Dijkstra, Edsger W.}},
  journal  = {{Communications of the ACM}},
  volume   = {{8}},
  number   = {{9}},
  pages    = {{569}},
  year     = {{1965}},
  doi      = {{10.1145/365559.365617}},
  keywords = {{{keyword}}},
  abstract = {{Programs that run at the same time take turns, so that one alone is in its critical section.}},
}}
"""


def example_text(sections: Sequence[Section]) -> str:
    """A `.bib` file with one entry, which is on the first page."""
    section = sections[0]
    page = section.pages[0]
    is_plain = sum(page in each.pages for each in sections) == 1
    return EXAMPLE.format(keyword=page if is_plain else f"{section.id}/{page}")


def settings_text(sections: Iterable[Section], *, prefix: bool) -> str:
    """A configuration with these sections.

    Each key that they do not need is there as an example behind a `#`, with what it means. `prefix` says
    whether nav links need the site's `baseurl` in front.
    """
    lines = [*_HEAD.splitlines(), ""]
    lines += [*_described(_key("sections")), "sections:"]
    for number, section in enumerate(sections):
        lines += [f"  {plain(section.id)}:", *_indented(_section(section, explains=not number), 4)]
    lines += ["", *_described(_key("theme")), "theme:"]
    theme = _group(_key("theme"))
    for key in theme.keys:
        is_prefix = prefix and key.name == "link_prefix"
        lines += _indented([*_described(key), f"{'' if is_prefix else '#'}{key.name}: {_example(key)}"], 2)
    for name in ("links", "venues", "topics_from"):
        key = _key(name)
        lines += ["", *_described(key), f"#{name}: {_example(key)}"]
    return "\n".join(lines) + "\n"


def _section(section: Section, *, explains: bool) -> Iterator[str]:
    """The lines of a section; `explains` is whether with comments, which the first one has."""
    keys = {key.name: key for key in _group(_key("sections")).keys}
    for name, lines in (
        ("folder", [f"folder: {plain(section.folder)}"]),
        ("url", [f"url: {plain(section.url)}"]),
        ("front_matter", ["front_matter:", *_indented(section.front_matter, 2)]),
        ("pages", ["pages:"]),
    ):
        yield from _described(keys[name]) if explains else ()
        if name == "pages" and section.by_hand:
            by_hand = f"Written by hand, and left alone: {', '.join(section.by_hand)}."
            yield from _comment(f"{by_hand} `pubmd import` takes such pages over.")
        yield from lines
    for number, page in enumerate(section.pages):
        yield f"  {plain(page)}:"
        yield from _indented(_page(page, _group(keys["pages"]), explains=explains and not number), 4)


def _page(page: str, keys: Group, *, explains: bool) -> Iterator[str]:
    """The lines of a page."""
    for key in keys.keys:
        if explains:
            yield from _described(key)
        if key.name == _LABEL:
            yield f"{key.name}: {plain(_title(page))}"
        elif explains:
            yield f"#{key.name}: {_example(key)}"


def _title(page: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in page.replace("-", " ").replace("_", " ").split())


def _key(name: str) -> Key:
    return next(key for key in CONFIGURATION.keys if key.name == name)


def _group(key: Key) -> Group:
    """The keys of what a key holds."""
    holds = key.holds.values if isinstance(key.holds, Table) else key.holds
    assert isinstance(holds, Group)  # noqa: S101 (the declaration stands in this package)
    return holds


def _described(key: Key) -> list[str]:
    """What a key means, as a comment."""
    return _comment(f"{key.description} Default: {key.otherwise}." if key.otherwise else key.description)


def _comment(text: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _example(key: Key) -> str:
    return flow(_value(key.example))


def _value(example: object) -> Value:
    """A declared example as a YAML value."""
    if isinstance(example, dict):
        return {key: _value(each) for key, each in example.items()}
    if isinstance(example, list):
        return [_value(each) for each in example]
    if isinstance(example, bool) or example is None:
        return example
    return Unquoted(str(example)) if isinstance(example, int) else str(example)


def _indented(lines: Iterable[str], columns: int) -> list[str]:
    return [f"{' ' * columns}{line}" for line in lines]
