"""Which topics an untagged paper is likely to have, judged by the papers that are tagged already.

Nearest centroid over tf-idf vectors (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008,
sections 6.4 and 14.2). A paper is a vector of the words of its title and abstract, of pairs of words of its
title, and of its authors; a topic is the sum of its papers' vectors and of one of its page's own words.
What speaks for a topic is the cosine between the two and, the more the fewer papers are tagged, how much of
a name of its page stands in the paper. Scores are that, sharpened into shares of one; the share that is left
is for none of the topics, as a paper may belong on no page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from math import expm1, log, sqrt

_WORD = re.compile(r"[^\W\d_]{2,}")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_MARKS = str.maketrans("", "", "{}\\$")
# Letters of scripts that put no spaces between words: there, pairs of letters serve as words.
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_COMMON = frozenset(
    [
        *("a", "an", "and", "are", "as", "at", "be", "by", "can", "for", "from", "has", "in", "into", "is"),
        *("it", "its", "of", "on", "or", "our", "that", "the", "their", "this", "to", "use", "using", "via"),
        *("we", "which", "with"),
    ]
)
_ENDINGS = ("ing", "es", "ed", "s")
_TITLE = 3  # how many times a word of the title counts
_LONGEST = 20_000  # characters of an abstract that are looked at
_IN_ABSTRACT = 0.5  # what a word of a page's name counts that stands in the abstract alone
# The numbers below are such that on papers that were left out, a first suggestion is right at least as often
# as its score says; tests/soak/suggestions.py measures it.
_SHARPNESS = 30.0  # one over the difference at which one topic is e times as likely as the other
_FEW = 10  # with so few tagged papers, less is dared:
_ALONE = 0.7  # of the sharpness, this much where none is tagged
_NONE = 20.0  # the weight of what is none of the topics, where that of a topic without any sign is nothing
_NAME = 0.07  # what a page's whole name in a title is worth, as a cosine, where no paper is tagged
_NAMES_ALONE = 20  # with so many tagged papers, half of that
_NO_SIGN = 1e-9
_EVEN = 0.01  # scores of all topics that differ by less say nothing
_MOST_LEFT_OUT = 1000


@dataclass(frozen=True, slots=True)
class Sample:
    """What is looked at of a paper, as its source has it, and the topics that it has already."""

    title: str
    abstract: str = ""
    authors: tuple[str, ...] = ()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic and its score, a share of one."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many papers were left out in turn, and for how many the first or one of three was right."""

    papers: int
    first: int
    among_three: int


class Suggestions:
    """What is known of topics, to judge papers by."""

    def __init__(self, topics: Mapping[str, Sequence[str]], samples: Sequence[Sample]) -> None:
        """`topics` maps each to the names of its page; `samples` are all papers, tagged or not."""
        self._samples = samples
        counts = [_counts(each) for each in samples]
        self._counts = counts
        self._found_in = Counter(word for each in counts for word in each)
        self._papers = len(samples)
        self._vectors = [self._vector(each) for each in counts]
        self._sums: dict[str, dict[str, float]] = {
            topic: dict(self._vector(_counts(Sample(" ".join(names))))) for topic, names in topics.items()
        }
        self._names = {
            topic: [weights for name in names if (weights := self._weights(dict.fromkeys(_words(name), 1)))]
            for topic, names in topics.items()
        }
        for sample, vector in zip(samples, self._vectors, strict=True):
            for topic in sample.topics:
                total = self._sums.setdefault(topic, {})
                for word, weight in vector.items():
                    total[word] = total.get(word, 0.0) + weight
        tagged = sum(bool(each.topics) for each in samples)
        self._sharpness = _SHARPNESS * (tagged + _FEW * _ALONE) / (tagged + _FEW)
        self._name = _NAME * _NAMES_ALONE / (tagged + _NAMES_ALONE)
        self._squares = {topic: _square(total) for topic, total in self._sums.items()}

    def of(self, number: int) -> tuple[Suggestion, ...]:
        """The topics that anything speaks for, with their scores for a sample, the likeliest first.

        `number` is the sample's; it is left out of what is known. Empty where nothing speaks for any topic,
        or as much for each of several.
        """
        vector, own = self._vectors[number], self._samples[number].topics
        title = frozenset(_words(self._samples[number].title))
        signs = {
            topic: self._cosine(topic, vector, topic in own)
            + self._name * self._share_of_name(topic, title, self._counts[number])
            for topic in self._sums
        }
        weights = {topic: expm1(self._sharpness * sign) for topic, sign in signs.items() if sign > _NO_SIGN}
        total = sum(weights.values()) + _NONE
        ranked = sorted(weights, key=lambda topic: -weights[topic])
        found = tuple(Suggestion(topic, weights[topic] / total) for topic in ranked)
        is_even = len(found) == len(signs) > 1 and found[0].score - found[-1].score < _EVEN
        return () if is_even else found

    def _share_of_name(self, topic: str, title: Set[str], counts: Mapping[str, int]) -> float:
        """How much of a name of a topic's page stands in a paper, squared: a part of a name says little."""
        shares = (
            sum(
                weight * (1.0 if word in title else _IN_ABSTRACT if word in counts else 0.0)
                for word, weight in name.items()
            )
            / sum(name.values())
            for name in self._names.get(topic, ())
        )
        return max(shares, default=0.0) ** 2

    def hit_rate(self) -> HitRate:
        """How often the suggestions are right for the papers that are tagged: a thousand of them at most."""
        tagged = [number for number, each in enumerate(self._samples) if each.topics]
        chosen = tagged[:: len(tagged) // _MOST_LEFT_OUT + 1]
        first = among_three = 0
        for number in chosen:
            topics = self._samples[number].topics
            ranked = [each.topic for each in self.of(number)[:3]]
            first += bool(topics.intersection(ranked[:1]))
            among_three += bool(topics.intersection(ranked))
        return HitRate(len(chosen), first, among_three)

    def _cosine(self, topic: str, vector: Mapping[str, float], is_own: bool) -> float:
        total, square = self._sums[topic], self._squares[topic]
        product = sum(weight * total[word] for word, weight in vector.items() if word in total)
        if is_own:  # the topic as it would be without this paper
            length = _square(vector)
            square += length - 2 * product
            product -= length
        return product / sqrt(square) if square > 1e-9 else 0.0

    def _vector(self, counts: Mapping[str, int]) -> dict[str, float]:
        weights = self._weights(counts)
        length = sqrt(_square(weights))
        return {word: weight / length for word, weight in weights.items()} if length else {}

    def _weights(self, counts: Mapping[str, int]) -> dict[str, float]:
        """What words are worth: the more the rarer they are, and nothing where each paper has them."""
        papers = self._papers + 1
        return {
            word: (1 + log(count)) * log(papers / (self._found_in[word] + 0.5)) if papers > 2 else 1.0
            for word, count in counts.items()
            if self._found_in[word] < papers - 1 or papers <= 2
        }


def _square(vector: Mapping[str, float]) -> float:
    return sum(weight * weight for weight in vector.values())


def _counts(sample: Sample) -> Counter[str]:
    """What a paper is made of, and how many times."""
    title = _words(sample.title)
    counts = Counter(title * _TITLE)
    counts.update(f"{one} {two}" for one, two in pairwise(title))
    counts.update(_words(sample.abstract[:_LONGEST]))
    counts.update(f"@{author.casefold()}" for author in sample.authors)
    return counts


def _words(text: str) -> list[str]:
    words = []
    for word in _WORD.findall(_COMMAND.sub(" ", text).translate(_MARKS).casefold()):
        if _UNSPACED.search(word):
            words += [word[at : at + 2] for at in range(len(word) - 1)]
        elif word not in _COMMON:
            words.append(_stem(word))
    return words


def _stem(word: str) -> str:
    """A word without its English ending, so that `denoising` and `denoised` are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word
