"""Stretches of sources read with nothing of their files around them, as another process can do it."""

from __future__ import annotations

from collections.abc import Sequence

from pubmd.bibtex.source import Source
from pubmd.config.plain_settings import restored
from pubmd.exhibit import Exhibition
from pubmd.span import Packed, packed, read_span

# A file's path and the text of a stretch of it; and what it holds, as the values of a Packed.
Lone = tuple[str, str]
LoneResult = tuple[bytes, bytes, bytes, int] | None

# What has a bit of all that most entries have, and nothing that is seldom.
_SAMPLE = """@inproceedings{key,
  title = {On {Title} Case: $x^2$ and \\'{e}},
  author = {Lovelace, Ada and G{\\"o}del, Kurt},
  booktitle = {Proceedings of the International Conference on Computer Vision},
  year = {2023}, doi = {10.1000/182}, url = {https://example.org/a}, keywords = {b, c},
  abstract = {It is 50\\% faster than \\emph{before}.},
}
"""
# Settings with one page, called `a`, and nothing else set.
_PAGE = (*("a", "a", "A", "A", "", "_a/a.md", "/a/a", "/a/a"), ("a",), frozenset[str](), "", ("",))
_SETTINGS: tuple[object, ...] = (
    [("a", "_a", "/a", [_PAGE], ("",))],
    *("", "", ""),
    *([], {}, ("keywords",), ("",)),
)


def get_ready() -> None:
    """Load and compile what would be loaded and compiled for the first stretch, whatever the settings are."""
    read_lone((_SETTINGS, [("bib/a.bib", _SAMPLE)]))


def read_lone(question: tuple[object, Sequence[Lone]]) -> list[LoneResult]:
    """What stretches hold under settings, which come in their `plain` form.

    None for one where what is around it may have a say.
    """
    settings, stretches = question
    exhibition = Exhibition(restored(settings))
    found = [read_alone(*each, exhibition) for each in stretches]
    return [each and (each.columns, each.texts[:], each.rest[:], each.seal) for each in found]


def read_alone(file: str, text: str, exhibition: Exhibition) -> Packed | None:
    """A file's stretch of this text, packed; None where what is around it may have a say in it."""
    source = Source(file, text)
    span = read_span(source, 0, len(text), exhibition)
    return packed(span, source, 0, len(text)) if span.part.is_closed else None
