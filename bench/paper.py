"""A made-up paper: what exporters know of it, in Unicode with formulas, before a dialect writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from bench.vocabulary import (
    ACCENTED_WORDS,
    CITIES,
    FAMILY_NAMES,
    FORMULAS,
    GIVEN_NAMES,
    SMALL_WORDS,
    VENUES,
    WORDS,
    Venue,
)

TOPICS = ("restoration", "generation", "compression", "recognition", "geometry")
_PLAIN_GIVEN_NAMES = [name for name in GIVEN_NAMES if name.isascii()]
_PLAIN_FAMILY_NAMES = [name for name in FAMILY_NAMES if name.isascii() and name[0].isupper()]
# Half of the words of running text are small ones.
_RUNNING = [*WORDS, *SMALL_WORDS * (len(WORDS) // len(SMALL_WORDS))]


class Abstracts(StrEnum):
    """What abstracts hold."""

    MIXED = "mixed"  # where their exporter has them; a few with accents, formulas, percent signs
    PLAIN = "plain"  # all entries have one, of letters, commas and full stops
    LATEX = "latex"  # the same, each with an accent and a formula
    LONG = "long"  # as mixed, but one in a hundred has 100,000 characters, and its paper 500 authors


@dataclass(frozen=True, slots=True)
class Paper:
    """What is known of a paper."""

    number: int
    title: str
    acronym: str
    authors: tuple[tuple[str, str], ...]  # given names, family name
    venue: Venue
    year: int
    month: int
    city: str
    abstract: str
    topics: tuple[str, ...]
    doi: str
    links: tuple[tuple[str, str], ...]

    @property
    def first(self) -> str:
        """The first author's family name in the letters that keys are made of."""
        return "".join(char for char in self.authors[0][1].lower() if "a" <= char <= "z")


def paper(
    seed: int, number: int, abstracts: Abstracts = Abstracts.MIXED, topics: tuple[str, ...] = ()
) -> Paper:
    """The paper of this number: always the same for a seed; `topics` take the place of its own."""
    rng = Random(f"{seed}/{number}")
    acronym = "".join(rng.choices("ABCDEGHLMNPRSTVX", k=rng.randint(3, 5))) if rng.random() < 0.3 else ""
    is_long = abstracts is Abstracts.LONG and number % 100 == 0
    count = 500 if is_long else min(12, 1 + int(rng.expovariate(0.3)))
    authors = tuple(_person(rng) for _ in range(count))
    year, month = rng.randint(2004, 2025), rng.randint(1, 12)
    venue = rng.choice(VENUES)
    own = tuple(rng.sample(TOPICS, 2 if rng.random() < 0.2 else 1))
    home = f"https://example.org/{number}"
    links = tuple(
        (field, f"{home}/{field}")
        for field, share in (("code", 0.3), ("project", 0.1), ("video", 0.05))
        if rng.random() < share
    )
    return Paper(
        number=number,
        title=_title(rng, acronym),
        acronym=acronym,
        authors=authors,
        venue=venue,
        year=year,
        month=month,
        city=rng.choice(CITIES),
        doi=f"10.1000/{venue.abbreviation}.{year}.{number:07}",
        topics=topics or own,
        links=links,
        abstract=_abstract(rng, abstracts, 100_000 if is_long else int(rng.gauss(1200, 300))),
    )


def _person(rng: Random) -> tuple[str, str]:
    """Given names and a family name; in real libraries about one name of seven is more than plain letters."""
    is_odd = rng.random() < 0.28
    given = rng.choice(GIVEN_NAMES if is_odd else _PLAIN_GIVEN_NAMES)
    if rng.random() < 0.4:
        given += f" {rng.choice('ABCDEFGHIJKLMNOPRSTVW')}."
    return given, rng.choice(FAMILY_NAMES if is_odd else _PLAIN_FAMILY_NAMES)


def _title(rng: Random, acronym: str) -> str:
    words = [word.capitalize() for word in rng.choices(WORDS, k=rng.randint(5, 9))]
    words.insert(
        rng.randint(2, len(words) - 1), rng.choice(("for", "of", "with", "and", "in", "from", "via"))
    )
    if rng.random() < 0.03:
        words.append(f"at {rng.choice(FORMULAS)}")
    if rng.random() < 0.03:
        words.insert(1, rng.choice(ACCENTED_WORDS).capitalize())
    return f"{acronym}: {' '.join(words)}" if acronym else " ".join(words)


def _abstract(rng: Random, abstracts: Abstracts, length: int) -> str:
    """Sentences of random words, about as many characters as asked for."""
    length = max(length, 300)
    sentences = []
    total = 0
    while total < length:
        words = rng.choices(_RUNNING, k=rng.randint(8, 26))
        words[0] = words[0].capitalize()
        for place in range(9, len(words) - 1, 9):
            words[place] += ","
        sentence = " ".join(words) + "."
        sentences.append(sentence)
        total += len(sentence) + 1
    if abstracts in (Abstracts.MIXED, Abstracts.LONG):
        odd = rng.random()
        if odd < 0.08:
            sentences[0] = _with(sentences[0], rng.choice(FORMULAS))
        elif odd < 0.16:
            sentences[0] = _with(sentences[0], rng.choice(ACCENTED_WORDS))
        elif odd < 0.24:
            sentences[-1] = _with(sentences[-1], f"{rng.randint(2, 98)}.{rng.randint(0, 9)}%")
        elif odd < 0.30:
            sentences[-1] = _with(sentences[-1], "--- R&D, as it is called ---")
    elif abstracts is Abstracts.LATEX:
        sentences[0] = _with(sentences[0], rng.choice(ACCENTED_WORDS))
        sentences[-1] = _with(sentences[-1], rng.choice(FORMULAS))
    return " ".join(sentences)


def _with(sentence: str, piece: str) -> str:
    """A sentence with one piece more behind its third word."""
    words = sentence.split(" ")
    return " ".join((*words[:3], piece, *words[3:]))
