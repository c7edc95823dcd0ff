"""The templates of pages; the only importer of Jinja2."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, cast

from pubmd.text.markup import Markup

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def template(name: str) -> Template:
    """The template of this name, which prints nothing but Markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pubmd"),
        undefined=StrictUndefined,
        finalize=_only_markup,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - what is printed is Markdown, and `finalize` lets nothing raw through
    )
    return environment.get_template(name)


@cache
def macro(name: str, macro_name: str) -> Callable[[object], str]:
    """A macro of the template of this name, as a function of what it prints."""
    return cast("Callable[[object], str]", getattr(template(name).module, macro_name))


def _only_markup(value: object) -> object:
    """Refuse to print what no sink's function has made, so that a forgotten escape fails at once.

    Raises TypeError for anything but Markup.
    """
    if isinstance(value, Markup):
        return value
    raise TypeError(f"not escaped for its sink: {value!r}")
