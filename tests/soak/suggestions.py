"""How often the suggested topics are right on real papers: `python -m tests.soak.suggestions`.

Each paper of the topic pages under PUBMD_REFERENCE is left out in turn, and so is each of a BibTeX list of
another field, whose commonest keywords serve as topics; with all, some and none of the others tagged. All
papers of that field are looked at beside the pages, too, on none of which they belong. Pages that collect a
year are no topics. What reads the pages here is rough, and for this measure alone.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import decode
from pubmd.edit_list import SURE as FILLED_IN
from pubmd.paper.library import library
from pubmd.suggestion import Sample, Suggestions

# How many of the other papers have topics, as each how manieth.
KNOWN = {"all others tagged": 1, "a third tagged": 3, "an eighth tagged": 8, "none tagged": None}

OF_ANOTHER_FIELD = "bibs/GermanHCI+website-ng/_bibliography/references.bib"
_PAPER = re.compile(r"\n(?=\*\*(?!\[))")
_TITLE = re.compile(r"\*\*(.+?)\*\*")
_AUTHORS = re.compile(r"^_(.+?)_ *<br>", re.MULTILINE)
_ABSTRACT = re.compile(r"<div[^>]*class=abs[^>]*><br>\n(.*?)\n</div>", re.DOTALL)


def read_pages(folder: Path) -> tuple[dict[str, tuple[str, ...]], list[Sample]]:
    """The topics with their pages' headings, and the papers with their topics."""
    topics: dict[str, tuple[str, ...]] = {}
    papers: dict[str, Sample] = {}
    for file in sorted(folder.rglob("*.md")):
        if re.search(r"20\d\d", file.stem):
            continue
        topic = f"{file.parent.name}/{file.stem}"
        head, *blocks = _PAPER.split(unescape(file.read_text("utf-8")))
        heading = re.search(r"^## (.+)$", head, re.MULTILINE)
        topics[topic] = (file.stem, heading[1] if heading else "")
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


def read_list(file: Path) -> tuple[dict[str, tuple[str, ...]], list[Sample]]:
    """The twelve commonest keywords of a BibTeX file as topics, and the papers that have any of them."""
    source, _ = decode(file.name, file.read_bytes())
    papers = [(entry, _keywords(entry["keywords"])) for entry in library([read_bibliography(source)])]
    common = [word for word, _ in Counter(word for _, words in papers for word in words).most_common(12)]
    samples = [
        Sample(entry["title"], entry["abstract"], tuple(entry["author"].split(" and ")), frozenset(topics))
        for entry, words in papers
        if (topics := [word for word in common if word in words])
    ]
    return {word: (word,) for word in common}, samples


def read_strangers(file: Path) -> list[Sample]:
    """All papers of a BibTeX file, for a site on whose pages none of them belongs."""
    source, _ = decode(file.name, file.read_bytes())
    return [
        Sample(entry["title"], entry["abstract"], tuple(entry["author"].split(" and ")))
        for entry in library([read_bibliography(source)])
    ]


def _keywords(text: str) -> list[str]:
    return list(dict.fromkeys(word.strip().casefold() for word in re.split("[,;]", text) if word.strip()))


@dataclass(frozen=True)
class Measure:
    """How many papers were looked at, for how many the first or one of three was right, and how sure it was.

    `filled` holds the score of each first suggestion that `pubmd tag --edit` fills in, and if it was right.
    """

    papers: int
    first: int
    among_three: int
    filled: tuple[tuple[float, bool], ...]

    @property
    def right(self) -> float:
        """The share of those filled in that were right."""
        return sum(is_right for _, is_right in self.filled) / len(self.filled)

    @property
    def said(self) -> float:
        """The share that the scores of those filled in promise."""
        return sum(score for score, _ in self.filled) / len(self.filled)

    def __str__(self) -> str:
        first, three = self.first / self.papers, self.among_three / self.papers
        return (
            f"{self.papers} papers: the first right for {first:.0%}, one of the first three for {three:.0%}; "
            f"{len(self.filled)} filled in, {self.right:.0%} of them right, {self.said:.0%} by their scores"
        )


def known_by(samples: list[Sample], every: int | None) -> list[Sample]:
    """The papers, of which each `every`th has its topics, or none."""
    return [
        sample if every and not number % every else replace(sample, topics=frozenset())
        for number, sample in enumerate(samples)
    ]


def filled_in(topics: dict[str, tuple[str, ...]], known: list[Sample], strangers: list[Sample]) -> int:
    """How many papers that belong on no page get a topic filled in, beside those that are known."""
    suggestions = Suggestions(topics, [*strangers, *known])
    found = map(suggestions.of, range(len(strangers)))
    return sum(likely[0].score >= FILLED_IN for likely in found if likely)


def measured(topics: dict[str, tuple[str, ...]], samples: list[Sample], every: int | None = 1) -> Measure:
    """How good the suggestions are where the topics of each `every`th paper are known, or of none."""
    known = known_by(samples, every)
    suggestions = Suggestions(topics, known)
    found = [suggestions.of(number)[:3] for number in range(len(samples))]
    right = [
        [each.topic in sample.topics for each in likely]
        for likely, sample in zip(found, samples, strict=True)
    ]
    filled = tuple(
        (likely[0].score, is_right[0])
        for likely, is_right in zip(found, right, strict=True)
        if likely and likely[0].score >= FILLED_IN
    )
    return Measure(len(samples), sum(each[:1] == [True] for each in right), sum(map(any, right)), filled)


def sources(reference: Path) -> dict[str, tuple[dict[str, tuple[str, ...]], list[Sample]]]:
    """What is measured, by name."""
    return {
        "topic pages": read_pages(reference / "pages"),
        "keywords of a list": read_list(reference / OF_ANOTHER_FIELD),
    }


def main() -> None:
    """Print the figures."""
    if "PUBMD_REFERENCE" not in os.environ:
        sys.exit("PUBMD_REFERENCE does not name the folder of the reference pages")
    reference = Path(os.environ["PUBMD_REFERENCE"])
    for name, (topics, samples) in sources(reference).items():
        for known, every in KNOWN.items():
            sys.stdout.write(f"{name}, {known}: {measured(topics, samples, every)}\n")
    strangers = read_strangers(reference / OF_ANOTHER_FIELD)
    topics, samples = sources(reference)["topic pages"]
    for known, every in KNOWN.items():
        count = filled_in(topics, known_by(samples, every), strangers)
        sys.stdout.write(f"{len(strangers)} strangers to the topic pages, {known}: {count} filled in\n")


if __name__ == "__main__":
    main()
