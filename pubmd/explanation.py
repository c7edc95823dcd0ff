"""What each problem code means, an example of what brings it about, and the mend."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Explanation:
    """One code, as `pubmd explain` and the documentation tell it; the texts are Markdown."""

    code: str
    means: str
    example: str
    mend: str

    def text(self) -> str:
        """The explanation for a terminal, lines no longer than 80 characters."""
        from textwrap import fill, indent

        # An option such as `--fail-on-change` stays whole, to be copied.
        means, mend = (fill(text, 80, break_on_hyphens=False) for text in (self.means, self.mend))
        return f"{self.code}\n\n{means}\n\n{indent(self.example, '    ')}\n\n{mend}\n"

    def markdown(self) -> str:
        """The explanation as a section of a page."""
        return f"## {self.code}\n\n{self.means}\n\n```text\n{self.example}\n```\n\n{self.mend}\n"


@cache
def explanations() -> dict[str, Explanation]:
    """All explanations by their codes, in the order in which the documentation shows them."""
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files("pubmd").joinpath("data/problems.toml").read_text("utf-8"))
    return {code: Explanation(code, **texts) for code, texts in data.items()}
