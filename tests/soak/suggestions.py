"""How often the suggested topics are right on the real pages: `python -m tests.soak.suggestions`.

Each paper of the topic pages under PUBMD_REFERENCE is left out in turn. The pages that collect a year are no
topics. What reads the pages here is rough, and for this measure alone.
"""

from __future__ import annotations

import os
import re
import sys
from html import unescape
from pathlib import Path

from pubmd.suggestion import HitRate, Sample, Suggestions

_PAPER = re.compile(r"\n(?=\*\*(?!\[))")
_TITLE = re.compile(r"\*\*(.+?)\*\*")
_AUTHORS = re.compile(r"^_(.+?)_ *<br>", re.MULTILINE)
_ABSTRACT = re.compile(r"<div[^>]*class=abs[^>]*><br>\n(.*?)\n</div>", re.DOTALL)


def read_pages(folder: Path) -> tuple[dict[str, str], list[Sample]]:
    """The topics with their pages' headings, and the papers with their topics."""
    topics: dict[str, str] = {}
    papers: dict[str, Sample] = {}
    for file in sorted(folder.rglob("*.md")):
        if re.search(r"20\d\d", file.stem):
            continue
        topic = f"{file.parent.name}/{file.stem}"
        head, *blocks = _PAPER.split(unescape(file.read_text("utf-8")))
        heading = re.search(r"^## (.+)$", head, re.MULTILINE)
        topics[topic] = f"{file.stem} {heading[1] if heading else ''}"
        for block in blocks:
            title, authors, abstract = (each.search(block) for each in (_TITLE, _AUTHORS, _ABSTRACT))
            if title:
                known = papers.get(title[1].casefold())
                papers[title[1].casefold()] = Sample(
                    title[1],
                    abstract[1] if abstract else "",
                    tuple(authors[1].split(", ")) if authors else (),
                    frozenset((topic, *(known.topics if known else ()))),
                )
    return topics, list(papers.values())


def measured(folder: Path) -> HitRate:
    """How often the suggestions are right for the papers of these pages."""
    return Suggestions(*read_pages(folder)).hit_rate()


def main() -> None:
    """Print the figures."""
    if "PUBMD_REFERENCE" not in os.environ:
        sys.exit("PUBMD_REFERENCE does not name the folder of the reference pages")
    rate = measured(Path(os.environ["PUBMD_REFERENCE"]) / "pages")
    sys.stdout.write(
        f"{rate.papers} papers, each left out in turn: the first suggestion right for {rate.first} "
        f"({rate.first / rate.papers:.0%}), one of the first three for {rate.among_three} "
        f"({rate.among_three / rate.papers:.0%})\n"
    )


if __name__ == "__main__":
    main()
