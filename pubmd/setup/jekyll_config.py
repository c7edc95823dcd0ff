"""What `_config.yml` has to say so that Jekyll builds the pages, with a layout, and not the sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import basename, dirname

from pubmd.config.settings import SectionSettings, Settings
from pubmd.jekyll.check import published_sources
from pubmd.jekyll.configuration import Configuration, read_configuration
from pubmd.jekyll.entry_filter import Hidden, Shown, Why, fate
from pubmd.jekyll.front_matter import values_at
from pubmd.jekyll.front_matter_defaults import front_matter_value
from pubmd.jekyll.psych import Value, load
from pubmd.problem import Problem
from pubmd.setup.insertion import Addition, NoPlaceError, UnreadableError, flow, with_addition

SOURCES = "bib"
# What Jekyll 3 leaves out where `exclude:` is not written; Jekyll 4 does so always.
_USUALLY_EXCLUDED = (
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
)
_HTACCESS = ".htaccess"  # what `include:` holds where it is not written


class SetupError(Exception):
    """The site cannot be set up as it is. Says the mend in its text; `problems` are those of a file."""

    def __init__(self, text: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class JekyllConfig:
    """Jekyll's configuration as a file and its text, and what it says."""

    file: str
    text: str
    configuration: Configuration

    def added(self, addition: Addition) -> JekyllConfig:
        """The configuration with an addition. Raises SetupError."""
        return read_config(self.file, inserted(self.file, self.text, addition))


def inserted(file: str, text: str, addition: Addition) -> str:
    """A YAML text with an addition. Raises SetupError."""
    try:
        return with_addition(file, text, addition)
    except UnreadableError as failure:
        raise SetupError(f"{file} cannot be read", failure.problems) from failure
    except NoPlaceError as failure:
        raise SetupError(
            f"{file} has no place for `{addition.key}: {flow(addition.value)}` that leaves all else "
            "as it is: write it there yourself, and repeat the command"
        ) from failure


def read_config(file: str, text: str) -> JekyllConfig:
    """Jekyll's configuration. Raises SetupError where Jekyll cannot use it."""
    configuration, problems = read_configuration(file, text)
    if configuration is None:
        raise SetupError(f"{file} has to be mended first", problems)
    return JekyllConfig(file, text, configuration)


def filled(file: str, text: str) -> str:
    """A configuration's text in which neither `include:` nor `exclude:` is without a value.

    Jekyll builds nothing where one is. Raises SetupError.
    """
    loaded, _ = load(file, text)
    values = loaded.value if loaded and isinstance(loaded.value, dict) else {}
    for key, items in (("include", [_HTACCESS]), ("exclude", [SOURCES])):
        if key in values and values[key] is None:
            text = inserted(file, text, _list(key, items))
    return text


def built(config: JekyllConfig, settings: Settings, *, htaccess: bool) -> JekyllConfig:
    """The configuration with which Jekyll builds the pages of all sections, and does not publish `bib/`.

    `htaccess` is whether there is such a file. Raises SetupError.
    """
    published = published_sources(config.configuration)
    if published:
        comment = "The sources of the topic pages are not published."
        if not config.configuration.has("exclude"):
            comment += "\nWhat follows them is what Jekyll 3 leaves out where there is no such list."
        excluded = config.added(_list("exclude", [SOURCES], comment, _USUALLY_EXCLUDED))
        # What `include:` lets in is published all the same: the check names it.
        if published_sources(excluded.configuration) != published:
            config = excluded
    for section in settings.sections:
        config = _built(config, section, htaccess=htaccess)
    return config


def laid_out(
    config: JekyllConfig, settings: Settings, layout: str, *, always: bool
) -> tuple[JekyllConfig, list[str]]:
    """The configuration with which pages get a layout: where they have none, or `always`.

    Pages whose front matter names one keep it. Also the folders of sections that no default can give it to.
    Raises SetupError.
    """
    out_of_reach = []
    for section in settings.sections:
        if wants_layout(config, section, always=always):
            found = with_layout(config, section, layout)
            out_of_reach += [] if found else [section.folder]
            config = found or config
    return config, out_of_reach


def wants_layout(config: JekyllConfig, section: SectionSettings, *, always: bool) -> bool:
    """Whether a section's pages are to get a layout: where their front matter names none, nor a default does.

    With `always`, in place of that default.
    """
    return not names_layout(section) and (always or None in _layouts(config, section))


def layout_of(config: JekyllConfig, section: SectionSettings) -> str | None:
    """The layout of a section's pages, by their front matter or by default; None where they get none."""
    return _layouts(config, section)[0]


def _layouts(config: JekyllConfig, section: SectionSettings) -> list[str | None]:
    """The layout of each of a section's pages."""
    found: list[str | None] = []
    for page in section.pages:
        shown = fate(config.configuration, page.path)
        own = values_at(page.front_matter, ("layout",)) or {}
        layout = (
            front_matter_value(config.configuration, shown, own, "layout")
            if isinstance(shown, Shown)
            else None
        )
        found.append(None if layout in (None, False, "", "none") else str(layout))
    return found


def _built(config: JekyllConfig, section: SectionSettings, *, htaccess: bool) -> JekyllConfig:
    """The configuration with which Jekyll builds a section's folder, and those that it lies in."""
    while (named := _named(config, section, htaccess=htaccess)).text != config.text:
        config = named
    return config


def _named(config: JekyllConfig, section: SectionSettings, *, htaccess: bool) -> JekyllConfig:
    """The configuration that also names the first folder of a section that Jekyll passes over."""
    hidden = fate(config.configuration, section.pages[0].path)
    if not isinstance(hidden, Hidden) or hidden.path == section.pages[0].path:
        return config
    if hidden.why not in (Why.SPECIAL, Why.NOT_WRITTEN):
        return config  # the check says so
    configuration, name = config.configuration, basename(hidden.path)
    at_collections = "/".join(filter(None, (configuration.source, configuration.collections_folder)))
    is_root = dirname(hidden.path) == at_collections and section.folder == hidden.path
    fits = is_root and hidden.why is Why.SPECIAL and not _includes_folders(configuration)
    if fits and name.startswith("_") and not isinstance(configuration.value("collections"), list):
        comment = "The topic pages: Jekyll builds them as a collection."
        return config.added(Addition("collections", {name[1:]: {"output": True}}, comment))
    comment = "Jekyll builds the folder of the topic pages."
    return config.added(_list("include", [name], comment, (_HTACCESS,) if htaccess else ()))


def _includes_folders(configuration: Configuration) -> bool:
    """Whether it is this site's habit to name folders under `include:`."""
    return any(each.startswith("_") and "." not in each for each in configuration.include)


def with_layout(config: JekyllConfig, section: SectionSettings, layout: str) -> JekyllConfig | None:
    """The configuration with a default by which a section's pages get a layout, as far as they are built.

    None where no default does: one that is there has a scope that fits a page better. Raises SetupError.
    """
    shown = fate(config.configuration, section.pages[0].path)
    if not isinstance(shown, Shown):
        return config
    folder = dirname(shown.path)
    for path in ("", folder) if shown.collection else (folder,):
        scope: dict[str, Value] = {"path": path, "type": shown.type}
        item: Value = {"scope": scope, "values": {"layout": layout}}
        added = config.added(_list("defaults", [item], "The layout of the topic pages."))
        if set(_layouts(added, section)) == {layout}:
            return added
    return None


def names_layout(section: SectionSettings) -> bool:
    """Whether a section's pages name a layout, or none, in their own front matter."""
    return "layout" in (values_at(section.pages[0].front_matter, ("layout",)) or {})


def _list(key: str, items: Sequence[Value], comment: str = "", usual: tuple[str, ...] = ()) -> Addition:
    return Addition(key, list(items), comment, usual)
