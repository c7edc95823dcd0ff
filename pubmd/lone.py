"""Stretches of sources read with nothing of their files around them, as another process can do it."""

from __future__ import annotations

from functools import cached_property

from pubmd.bibtex.source import Source
from pubmd.config.settings import Settings
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
  year = {2023}, doi = {10.1000/182}, url = {https://example.org/a}, keywords = {a, b},
  abstract = {It is 50\\% faster than \\emph{before}.},
}
"""


class LoneReader:
    """Reads lone stretches for a process that has other things to do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _exhibition(self) -> Exhibition:
        return Exhibition(self._settings)

    def get_ready(self) -> None:
        """Load and compile what would be loaded and compiled for the first stretch."""
        for page in self._settings.pages[:1]:
            self((f"bib/{page.section}/{page.id}.bib", _SAMPLE))

    def __call__(self, lone: Lone) -> LoneResult:
        """What a stretch holds; None where what is around it may have a say."""
        found = read_alone(*lone, self._exhibition)
        return found and (bytes(found.columns), bytes(found.texts), found.all_rest(), found.seal)


def read_alone(file: str, text: str, exhibition: Exhibition) -> Packed | None:
    """A file's stretch of this text, packed; None where what is around it may have a say in it."""
    source = Source(file, text)
    span = read_span(source, 0, len(text), exhibition)
    return packed(span, source, 0, len(text)) if span.part.is_closed else None
