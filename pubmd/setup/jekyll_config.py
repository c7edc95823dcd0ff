"""What `_config.yml` has to say so that Jekyll builds the pages, with a layout, and not the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from posixpath import basename, dirname

from pubmd.config.settings import SectionSettings, Settings
from pubmd.jekyll import jekyll_problems
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


def built(
    config: JekyllConfig, settings: Settings, pages: Iterable[tuple[str, str]], *, htaccess: bool
) -> JekyllConfig:
    """The configuration with which Jekyll builds the pages of all sections, and does not publish `bib/`.

    `pages` are paths and texts of the site's other pages and layouts; `htaccess` is whether there is such
    a file. Raises SetupError.
    """
    found = jekyll_problems((config.file, config.text), settings, pages)
    if any(each.code == "jekyll-publishes-sources" and f"`{SOURCES}/`" in each.message for each in found):
        comment = "The sources of the topic pages are not published."
        if not config.configuration.has("exclude"):
            comment += "\nWhat follows them is what Jekyll 3 leaves out where there is no such list."
        config = config.added(_list("exclude", [SOURCES], comment, _USUALLY_EXCLUDED))
    for section in settings.sections:
        config = _built(config, section, htaccess=htaccess)
    return config


def laid_out(config: JekyllConfig, settings: Settings, layout: str, *, always: bool) -> JekyllConfig:
    """The configuration with which pages get a layout: where they have none, or `always`.

    Pages whose front matter names one keep it. Raises SetupError.
    """
    for section in settings.sections:
        if always or layout_of(config, section) is None:
            config = _laid_out(config, section, layout)
    return config


def layout_of(config: JekyllConfig, section: SectionSettings) -> str | None:
    """The layout of a section's pages, by their front matter or by default; None where they get none."""
    page = section.pages[0]
    shown = fate(config.configuration, page.path)
    own = values_at(page.front_matter, ("layout",)) or {}
    if not isinstance(shown, Shown):
        return None
    layout = front_matter_value(config.configuration, shown, own, "layout")
    return None if layout in (None, False, "", "none") else str(layout)


def _built(config: JekyllConfig, section: SectionSettings, *, htaccess: bool) -> JekyllConfig:
    """The configuration with which Jekyll builds a section's folder."""
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


def _laid_out(config: JekyllConfig, section: SectionSettings, layout: str) -> JekyllConfig:
    shown = fate(config.configuration, section.pages[0].path)
    if not isinstance(shown, Shown) or names_layout(section):
        return config
    scope: dict[str, Value] = {"path": "" if shown.collection else dirname(shown.path), "type": shown.type}
    comment = "The layout of the topic pages."
    return config.added(_list("defaults", [{"scope": scope, "values": {"layout": layout}}], comment))


def names_layout(section: SectionSettings) -> bool:
    """Whether a section's pages name a layout, or none, in their own front matter."""
    return "layout" in (values_at(section.pages[0].front_matter, ("layout",)) or {})


def _list(key: str, items: Sequence[Value], comment: str = "", usual: tuple[str, ...] = ()) -> Addition:
    return Addition(key, list(items), comment, usual)
