"""What a site holds, as far as setting it up depends on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pubmd.jekyll.configuration import CONFIG_FILES, Configuration
from pubmd.jekyll.entry_filter import Shown, fate
from pubmd.jekyll.front_matter import front_matter
from pubmd.jekyll.front_matter_defaults import front_matter_value
from pubmd.jekyll.layouts import USUAL_LAYOUTS, known_layouts

PAGE_ENDINGS = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown", ".html", ".htm")
# A script that defines the function, and the include that does.
_DEFINES = re.compile(r"function\s+expandABS\b|\bexpandABS\s*=(?!=)|include expand-abstracts\.html")
_USES = re.compile(r"""onclick=["']?\s*expandABS\(""")
# Layouts for special kinds of pages, which a topic page is not.
_SPECIAL_LAYOUTS = ("none", "home", "post", "posts", "archive", "splash", "redirect", "compress")
# Layouts for an ordinary page in themes that are gems, whose files are not in the site.
_THEME_LAYOUTS = {
    "minima": "page",
    "minimal-mistakes": "single",
    "minimal-mistakes-jekyll": "single",
    "just-the-docs": "default",
    "jekyll-theme-chirpy": "page",
    "chirpy": "page",
    "al-folio": "page",
    "al_folio_core": "page",
    "academicpages.github.io": "single",
    "beautiful-jekyll-theme": "page",
    "beautiful-jekyll": "page",
    "hydejack": "page",
    "jekyll-theme-hydejack": "page",
    "so-simple-theme": "page",
    "contrast": "page",
}
# The themes that GitHub Pages supports; each has a layout `default`.
_GITHUBS_THEMES = (
    "architect",
    "cayman",
    "dinky",
    "hacker",
    "leap-day",
    "merlot",
    "midnight",
    "minimal",
    "modernist",
    "primer",
    "slate",
    "tactile",
    "time-machine",
)


@dataclass(frozen=True, slots=True)
class Survey:
    """A site's files: all paths; the texts of pages, layouts, includes and scripts.

    `own` holds the bytes of files that a setup changes, where they are there; `is_repository` is whether the
    site's root is that of a git repository.
    """

    paths: tuple[str, ...]
    texts: Mapping[str, str]
    own: Mapping[str, bytes]
    is_repository: bool

    @property
    def config_file(self) -> str:
        """The name of Jekyll's configuration file, the usual one where there is none."""
        return next((name for name in CONFIG_FILES if name in self.own), CONFIG_FILES[0])

    @property
    def pages(self) -> tuple[tuple[str, str], ...]:
        """The paths and texts of pages and layouts."""
        return tuple(
            (path, text)
            for path, text in sorted(self.texts.items())
            if path.endswith(PAGE_ENDINGS) or "_layouts/" in path
        )

    @property
    def opens_abstracts(self) -> bool:
        """Whether a script of the site defines `expandABS`."""
        return any(_DEFINES.search(text) for text in self.texts.values())

    @property
    def sources(self) -> tuple[str, ...]:
        """The site's BibTeX files."""
        return tuple(path for path in self.paths if path.lower().endswith(".bib"))


def has_abstracts(text: str) -> bool:
    """Whether a page has abstracts that are opened as the theme opens them."""
    return _USES.search(text) is not None


def usual_layout(survey: Survey, configuration: Configuration) -> tuple[str, bool]:
    """The layout of the site's ordinary pages, or nothing; and whether it is known to be there."""
    there = known_layouts(configuration, (path for path, _ in survey.pages))
    used = Counter(_layouts_of_pages(survey, configuration))
    named = [each for each, _ in used.most_common() if each not in _SPECIAL_LAYOUTS]
    if not configuration.has_theme:
        named = [each for each in named if each in there]
    ordinary = [each for each in sorted(there) if each not in _SPECIAL_LAYOUTS]
    for names in (named, ordinary):
        usual = [each for each in USUAL_LAYOUTS if each in names]
        if usual or names:
            return (usual or names)[0], True
    theme = configuration.value("theme") or configuration.value("remote_theme")
    if not isinstance(theme, str):
        return "", False
    name = theme.split("@")[0].rpartition("/")[2].lower()
    known = "default" if name.removeprefix("jekyll-theme-") in _GITHUBS_THEMES else _THEME_LAYOUTS.get(name)
    return known or "default", known is not None


def _layouts_of_pages(survey: Survey, configuration: Configuration) -> Iterator[str]:
    """The layout of each page that is built and is no post."""
    for path, text in survey.pages:
        shown = fate(configuration, path)
        if not isinstance(shown, Shown) or shown.type == "posts" or not text.startswith("---"):
            continue
        found = front_matter(text, ("layout",))
        if found is not None:
            layout = front_matter_value(configuration, shown, found.values, "layout")
            if isinstance(layout, str) and layout:
                yield layout


def include_text() -> str:
    """The include that opens abstracts, as pubmd ships it."""
    from importlib.resources import files

    return files("pubmd").joinpath("data/expand-abstracts.html").read_text("utf-8")
