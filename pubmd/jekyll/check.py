"""Whether Jekyll builds the pages, with a layout, and keeps the sources to itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from posixpath import basename, splitext

from pubmd.config.settings import PageSettings, SectionSettings, Settings
from pubmd.jekyll.configuration import Configuration, read_configuration
from pubmd.jekyll.entry_filter import NO_TYPE, Hidden, Shown, Why, fate
from pubmd.jekyll.front_matter import values_at
from pubmd.jekyll.front_matter_defaults import front_matter_value
from pubmd.jekyll.layouts import USUAL_LAYOUTS, known_layouts
from pubmd.jekyll.permalinks import astray, taken
from pubmd.jekyll.psych import Value, plain
from pubmd.jekyll.rendering import rendering_problems
from pubmd.problem import Place, Problem, error, nearest, warning

_SOURCES = "bib"
# One file of each kind in `bib/`; Jekyll's patterns can leave out some and not others.
_SOURCE_FILES = ("export.bib", "pubmd.yml", "overrides.yml", "pubmd.lock")


def jekyll_problems(
    config: tuple[str, str], settings: Settings, other_pages: Iterable[tuple[str, str]]
) -> tuple[Problem, ...]:
    """What a site's `_config.yml` does to the pages that pubmd writes, and to their sources.

    `config` is the file's name and text. `other_pages` are path, from the site's
    root, and text of the site's other Markdown and HTML files, layouts too; those that pubmd writes are
    passed over. An error is what hides a page or publishes the sources. Never raises.

    Settings that a theme, a plugin or a second configuration file adds are not known here.
    """
    configuration, problems = read_configuration(*config)
    if configuration is None:
        return problems
    own = {page.path for page in settings.pages}
    others = [(path, text) for path, text in other_pages if path not in own]
    layouts = known_layouts(configuration, [path for path, _ in others])
    found = [
        *_sources_published(configuration),
        *(
            problem
            for section in settings.sections
            for page in section.pages
            for problem in _page_problems(configuration, section, page, layouts)
        ),
        *taken(configuration, settings, others),
        *rendering_problems(configuration, settings),
    ]
    return tuple(dict.fromkeys(found))


def _page_problems(
    configuration: Configuration, section: SectionSettings, page: PageSettings, layouts: frozenset[str]
) -> Iterator[Problem]:
    """What is wrong with one page; pages that share a cause give the same problem."""
    shown = fate(configuration, page.path)
    if isinstance(shown, Hidden):
        yield _not_built(configuration, page, shown)
        return
    own = values_at(page.front_matter, ("layout", "published")) or {}
    if not configuration.shows_unpublished and _is_unpublished(configuration, shown, own):
        message = f"Jekyll does not build `{page.path}`: it has `published: false`"
        yield warning("jekyll-not-built", page.place, message, "take it out where the page is to be seen")
    if splitext(page.path)[1] not in configuration.markdown_endings:
        yield _not_markdown(configuration, page)
    if isinstance(fate(_without_slashes(configuration), page.path), Hidden):
        yield _only_jekyll_4(configuration, page)
    problem = _layout_problem(configuration, section, page, shown, own, layouts)
    if problem:
        yield problem
    problem = astray(configuration, page, shown)
    if problem:
        yield problem


def _not_built(configuration: Configuration, page: PageSettings, hidden: Hidden) -> Problem:
    """That a page, or all in its folder, are not built, and what to write where."""
    place, reason, hint = _cause(configuration, page, hidden)
    what = hidden.path if hidden.path == page.path else f"{hidden.path}/"
    return error("jekyll-not-built", place, f"Jekyll does not build `{what}`: {reason}", hint)


def _cause(configuration: Configuration, page: PageSettings, hidden: Hidden) -> tuple[Place, str, str]:
    """Where the cause stands, what it is, and the mend."""
    name = basename(hidden.path)
    settings_file = page.place.file
    match hidden.why:
        case Why.OUTSIDE:
            source = configuration.source
            reason = f"`source:` has it read `{source}/` alone"
            return configuration.place("source"), reason, f"set a `folder` in `{source}/` in {settings_file}"
        case Why.DESTINATION:
            hint = f"set another `folder` in {settings_file}"
            return configuration.place("destination"), "it builds the site there", hint
        case Why.EXCLUDED:
            pattern = hidden.pattern
            place = configuration.item_place("exclude", pattern)
            hint = "take that out"
            if name != pattern and name.startswith(pattern):
                hint = f"write `{pattern}/`, if that folder is meant: a name also fits what begins with it"
            return place, f"`{pattern}` under `exclude:` fits it", hint
        case Why.NOT_WRITTEN:
            collection = next(each for each in configuration.collections if f"_{each.label}" == name)
            hint = f"write `{plain(collection.label)}: {{output: true}}` under `collections:`"
            return collection.place, f"the collection `{collection.label}` is not written", _or_setup(hint)
    if hidden.path == page.path:
        hint = "set another `file`, which begins with a letter or a digit"
        return page.place, "it passes over files that are named so", hint
    reason = "it passes over folders that are named so, unless `include:` names them"
    hint = f"add the line `include: [{plain(name)}]`"
    if configuration.has("include"):
        hint = f"add `{plain(name)}` to the list at `include:`"
    return configuration.place("include"), reason, _or_setup(hint)


def _or_setup(hint: str) -> str:
    """A hint below the command that follows it; each line alone would show the next one that is missing."""
    return f"`pubmd init` adds all lines that are missing; by hand, {hint}"


def _is_unpublished(configuration: Configuration, shown: Shown, own: dict[str, Value]) -> bool:
    if shown.collection is None:
        return own.get("published") is False
    return front_matter_value(configuration, shown, own, "published") is False


def _not_markdown(configuration: Configuration, page: PageSettings) -> Problem:
    ending = splitext(page.path)[1]
    message = f"Jekyll shows the pages as they are typed: `markdown_ext` does not name `{ending[1:]}`"
    hint = f"add it, without a space: `markdown_ext: {','.join([*_names(configuration), ending[1:]])}`"
    return error("jekyll-not-built", configuration.place("markdown_ext"), message, hint)


def _names(configuration: Configuration) -> Iterator[str]:
    return (each[1:].strip() for each in configuration.markdown_endings)


def _without_slashes(configuration: Configuration) -> Configuration:
    """The configuration as Jekyll 3 reads it: there, `include: [_x/]` is no folder's name."""
    return replace(
        configuration, include=tuple(each for each in configuration.include if not each.endswith("/"))
    )


def _only_jekyll_4(configuration: Configuration, page: PageSettings) -> Problem:
    folder = page.path.removeprefix(configuration.source).strip("/").split("/")[0]
    message = f"Jekyll 3 (GitHub Pages) does not build `{folder}/`: `include:` names it with a slash"
    place = configuration.item_place("include", f"{folder}/")
    return warning("jekyll-not-built", place, message, f"write `{plain(folder)}` under `include:`")


def _layout_problem(
    configuration: Configuration,
    section: SectionSettings,
    page: PageSettings,
    shown: Shown,
    own: dict[str, Value],
    layouts: frozenset[str],
) -> Problem | None:
    """That a page gets no layout, or one that the site does not have."""
    layout = front_matter_value(configuration, shown, own, "layout")
    is_own = "layout" in own and (own["layout"] is not None or shown.collection is None)
    place = page.place if is_own else configuration.place("defaults")
    pages = f"`{page.path}` gets" if is_own else f"the pages in `{section.folder}/` get"
    if layout in (None, False, "", "none"):
        if is_own:
            message = f"{pages} no layout, and so neither script nor styles: its front matter wants none"
            return error("jekyll-no-layout", place, message, "write the name of a layout there")
        kind = "pages" if shown.collection is None else f"the collection `{shown.type}`"
        message = (
            f"{pages} no layout, and so neither script nor styles: "
            f"neither their front matter nor `defaults:` for {kind} names one"
        )
        return error("jekyll-no-layout", place, message, _layout_hint(configuration, section, shown, layouts))
    name = str(layout)
    if not layouts or configuration.has_theme or name in layouts:
        return None
    message = f"{pages} the layout `{name}`, which is not in `{configuration.layouts_folder}/`"
    known = sorted(layouts)
    hint = nearest(name[:100], known) or f"there are {', '.join(f'`{each}`' for each in known[:10])}"
    return warning("jekyll-no-layout", place, message, hint)


def _layout_hint(
    configuration: Configuration, section: SectionSettings, shown: Shown, layouts: frozenset[str]
) -> str:
    """The default that gives pages the layout that the site's other pages have, or one that it has."""
    named = [each.values.get("layout") for each in configuration.defaults]
    used = [each for each in named if isinstance(each, str) and each not in ("", "none")]
    usual = [each for each in USUAL_LAYOUTS if each in layouts]
    name = (used + usual + sorted(layouts) + ["default"])[0]
    path = "" if shown.collection or section.folder == "." else shown.path[: -len(basename(shown.path)) - 1]
    scope = f"{{path: {json.dumps(path)}, type: {plain(shown.type)}}}"
    item = f"{{scope: {scope}, values: {{layout: {plain(name)}}}}}"
    if configuration.has("defaults"):
        return f"add `- {item}` under `defaults:`"
    return f"add the line `defaults: [{item}]`"


def published_sources(configuration: Configuration) -> list[str]:
    """Which kinds of files in `bib/` Jekyll copies into the built site, each as the name of one."""
    return [name for name in _SOURCE_FILES if _is_copied(configuration, f"{_SOURCES}/{name}")]


def _sources_published(configuration: Configuration) -> Iterator[Problem]:
    """That Jekyll copies `bib/` into the built site: an error for BibTeX files, which hold private notes."""
    copied = published_sources(configuration)
    if copied:
        yield _published(configuration, _SOURCES, copied)
    if _is_copied(configuration, ".pubmd/journal"):
        yield _published(configuration, ".pubmd", [])


def _published(configuration: Configuration, folder: str, copied: list[str]) -> Problem:
    path = f"{folder}/{(copied or ['journal'])[0]}"
    let_in = next((each for each in configuration.include if _is_let_in(configuration, each, path)), None)
    if configuration.has("exclude"):
        place, hint = configuration.place("exclude"), f"add `{folder}` to the list at `exclude:`"
    else:
        place, hint = Place(configuration.file), f"add the line `exclude: [{folder}]`"
    if let_in is not None:
        place = configuration.item_place("include", let_in)
        is_all = isinstance(fate(replace(configuration, include=()), path), Hidden)
        hint = f"take `{let_in}` out of `include:`, or make it more exact{'' if is_all else f'; and {hint}'}"
    message = f"Jekyll copies `{folder}/` into the built site"
    if copied[:1] == ["export.bib"]:
        return error("jekyll-publishes-sources", place, f"{message}, private notes and all", hint)
    if copied:
        message += f", though not its BibTeX files: {', '.join(f'`{name}`' for name in copied)}"
    return warning("jekyll-publishes-sources", place, message, hint)


def _is_let_in(configuration: Configuration, pattern: str, path: str) -> bool:
    """Whether one item of `include:` has a file copied: it alone does, or does for all of `exclude:`."""
    alone = replace(configuration, include=(pattern,), collections=())
    none = replace(configuration, include=(), collections=())
    excluded = replace(alone, exclude=(*configuration.exclude, path.split("/")[0]))
    is_by_it = isinstance(fate(alone, path), Shown) and isinstance(fate(none, path), Hidden)
    return is_by_it or isinstance(fate(excluded, path), Shown)


def _is_copied(configuration: Configuration, path: str) -> bool:
    """Whether Jekyll copies a file that has no front matter.

    A default `published: false` keeps it out where its scope has no type (`StaticFile#write?`).
    """
    shown = fate(configuration, path)
    if isinstance(shown, Hidden):
        return False
    as_file = replace(shown, type=NO_TYPE)
    return front_matter_value(configuration, as_file, {}, "published") is not False
