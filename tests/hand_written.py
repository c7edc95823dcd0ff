"""A hand-written page with one publication, and what its import makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pubmd.adoption.adoption import Adoption, adopted

FILE = "_vision/denoising.md"
HEAD = """\
---
title: Vision
permalink: /vision/denoising.html
---

**[▼ Denoising](/vision/denoising)**

## Denoising

"""
FOOT = "\n---\n\n**[▲ Denoising](/vision/denoising)**\n"
LINKS = "\n".join(
    f'[{label}](https://example.org/{label}){{:target="_blank"}} |' for label in ("Code", "Project")
)
ECCV = "European Conference on Computer Vision"


@dataclass(frozen=True)
class Entry:
    """A publication of a page, each part in the page's markup."""

    title: str = "**Seeing in the Dark**"
    authors: str = "_Ada Lovelace, Kurt Gödel_"
    venue: str = f"<span><pub>{ECCV} (ECCV), 2024</pub></span>"
    links: str = '[Paper](https://example.org/dark.pdf){:target="_blank"} |'
    abstract: str = "Photons are few."

    def text(self) -> str:
        return (
            f"{self.title} <br>\n{self.authors} <br>\n{self.venue} <br>\n{self.links}\n"
            "<a onclick='expandABS(\"lovelace24\")'> Abstract </a>\n\n"
            f'<div style="display: none;" class=abs id="lovelace24"><br>\n{self.abstract}\n</div>\n'
        )


def imported(**parts: Any) -> Adoption:
    return adopted({FILE: HEAD + Entry(**parts).text() + FOOT})


def fields(found: Adoption) -> dict[str, str]:
    """The fields of the one entry, and its type under `@`."""
    lines = found.files["bib/denoising.bib"].splitlines()
    made = {"@": lines[0].partition("{")[0].removeprefix("@")}
    for line in lines[1:-1]:
        name, _, value = line.partition("=")
        made[name.strip()] = value.strip(" ,")[1:-1]
    return made


def mends(found: Adoption) -> dict[int, tuple[str, ...]]:
    """The mends by the first line of each difference."""
    (comparison,) = found.comparisons
    return {each.first: each.mends for each in comparison.differences}


def errors(found: Adoption) -> list[tuple[str, int, str]]:
    return [(each.code, each.place.line, each.message) for each in found.problems if each.is_error]
