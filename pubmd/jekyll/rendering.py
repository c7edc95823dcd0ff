"""Settings of a site under which pages look otherwise than pubmd means them."""

from __future__ import annotations

from collections.abc import Iterator

from pubmd.config.settings import Settings
from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.psych import Value
from pubmd.problem import Place, Problem, warning
from pubmd.regex import regex

_LIQUID = regex(r"\{\{-?\s*site\.(baseurl|url)\s*-?\}\}")
_HOST = regex(r"(?i)(?:https?:)?//[^/]+")


def rendering_problems(configuration: Configuration, settings: Settings) -> Iterator[Problem]:
    """A warning for each setting that changes how pages are read, or where their nav links lead."""
    yield from _markdown(configuration)
    yield from _kramdown(configuration)
    problem = _base_address(configuration, settings)
    if problem:
        yield problem


def _markdown(configuration: Configuration) -> Iterator[Problem]:
    name = configuration.markdown
    if name.lower() != "kramdown":
        message = f"`{name}` reads the pages, and knows none of kramdown's attribute lists (`{{:target=…}}`)"
        yield _warning(configuration.place("markdown"), message, "write `markdown: kramdown`")


def _kramdown(configuration: Configuration) -> Iterator[Problem]:
    """What kramdown's options do to a page; each was seen in built pages."""
    options = configuration.kramdown
    parser = options.get("input")
    if parser not in (None, "GFM"):
        message = (
            f"kramdown's parser `{parser}` shows backslashes and other signs that `GFM` takes as escapes"
        )
        yield _warning(configuration.place("kramdown", "input"), message, "write `input: GFM`")
    if _is_on(options.get("hard_wrap")):
        message = "with `hard_wrap` each line of a page ends with a line break of its own, besides the `<br>`"
        yield _warning(configuration.place("kramdown", "hard_wrap"), message, "write `hard_wrap: false`")
    if _is_on(options.get("parse_block_html")):
        message = "with `parse_block_html` kramdown takes signs in abstracts for markup, such as `*` and `_`"
        yield _warning(configuration.place("kramdown", "parse_block_html"), message, "take it out")
    if not _is_on(options.get("parse_span_html", True)):
        message = "without `parse_span_html` the notes of awards show the backslashes that escape signs"
        yield _warning(configuration.place("kramdown", "parse_span_html"), message, "take it out")


def _is_on(value: Value) -> bool:
    """Whether kramdown takes a value for true (`Options.parse`): any text but `false`, `no` too."""
    return value not in (None, False, "") and str(value).strip().lower() != "false"


def _base_address(configuration: Configuration, settings: Settings) -> Problem | None:
    """A warning where the prefix of nav links is not the path that the site's pages are served under.

    Without a `baseurl:` nothing is known: GitHub Pages fills it in.
    """
    if not configuration.has("baseurl"):
        return None
    baseurl = _text(configuration.value("baseurl"))
    address = _text(configuration.value("url")) or "//host"
    prefix = _LIQUID.sub(lambda match: baseurl if match[1] == "baseurl" else address, settings.link_prefix)
    if "{{" in prefix or _path(prefix) == _path(baseurl):
        return None
    place = configuration.place("baseurl")
    if not _path(baseurl):
        message = f"nav links lead to `{_path(prefix)}/…`, by `link_prefix`, and `baseurl` is empty"
        return warning(
            "jekyll-baseurl", place, message, f"write `baseurl: {_path(prefix)}`, or no `link_prefix`"
        )
    message = f"the site is served under `{_path(baseurl)}`, and nav links do not lead there"
    hint = f'write `theme: {{link_prefix: "{{{{ site.baseurl }}}}"}}` in {_settings_file(settings)}'
    return warning("jekyll-baseurl", place, message, hint)


def _settings_file(settings: Settings) -> str:
    return settings.link_attributes_place.file


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, list | dict) else str(value)


def _path(address: str) -> str:
    """The path of an address, with a slash at its start and none at its end."""
    path = _HOST.sub("", address, count=1).strip("/")
    return f"/{path}" if path else ""


def _warning(place: Place, message: str, hint: str) -> Problem:
    return warning("jekyll-markdown", place, message, hint)
