"""Likely topics: what they are judged by, and how honest their figures are."""

from __future__ import annotations

import pytest

from pubmd.suggestion import HitRate, Sample, Suggestions

TOPICS = {"denoising": "Denoising", "sound": "Sound & Speech"}
TAGGED = [
    Sample("Denoising raw images", "noise of sensors", ("Ada Lovelace",), frozenset(["denoising"])),
    Sample(
        "A noise model for images", "we denoise raw photographs", ("Kurt Gödel",), frozenset(["denoising"])
    ),
    Sample("Speech recognition", "spoken words", ("Alan Turing",), frozenset(["sound"])),
    Sample("Speaker separation", "several voices in one recording", ("Alan Turing",), frozenset(["sound"])),
]


def first(sample: Sample) -> str:
    return Suggestions(TOPICS, [*TAGGED, sample]).of(len(TAGGED))[0].topic


@pytest.mark.parametrize(
    ("sample", "topic"),
    [
        (Sample("Images without noise"), "denoising"),
        (Sample("Denoised photographs"), "denoising"),
        (Sample("A fast method", "recognition of spoken words"), "sound"),
        (Sample("A fast method", authors=("ALAN TURING",)), "sound"),
        (Sample("{\\emph{Speech}} enhancement"), "sound"),
    ],
    ids=["title", "another ending", "abstract", "author", "LaTeX"],
)
def test_a_paper_is_like_those_that_share_its_words(sample: Sample, topic: str) -> None:
    assert first(sample) == topic


def test_scores_are_shares_of_one_the_likeliest_first() -> None:
    scores = [each.score for each in Suggestions(TOPICS, [*TAGGED, Sample("Speech and noise")]).of(4)]
    assert scores == sorted(scores, reverse=True)
    assert sum(scores) == pytest.approx(1)


def test_nothing_is_said_of_a_paper_that_shares_no_word() -> None:
    assert Suggestions(TOPICS, [*TAGGED, Sample("Xylophone")]).of(4) == ()


def test_a_page_speaks_for_itself_where_nothing_is_tagged() -> None:
    assert Suggestions(TOPICS, [Sample("Denoising of everything")]).of(0)[0].topic == "denoising"


def test_titles_without_spaces_are_read_too() -> None:
    papers = [
        Sample("图像去噪方法", topics=frozenset(["denoising"])),
        Sample("语音识别", topics=frozenset(["sound"])),
        Sample("深度图像去噪"),
    ]
    assert Suggestions(TOPICS, papers).of(2)[0].topic == "denoising"


def test_a_paper_is_judged_as_if_it_had_no_topics_itself() -> None:
    wrongly_tagged = Sample("Images without noise", "denoise raw images", topics=frozenset(["sound"]))
    assert first(wrongly_tagged) == "denoising"


def test_the_hit_rate_leaves_each_paper_out() -> None:
    assert Suggestions(TOPICS, TAGGED).hit_rate().papers == 4
    # Alone on its topic, and unlike its page's name: nothing else could tell.
    alone = [*TAGGED[:2], Sample("Xylophone", topics=frozenset(["sound"]))]
    assert Suggestions(TOPICS, alone).hit_rate() == HitRate(3, 2, 2)


def test_without_papers_or_topics_there_is_nothing() -> None:
    assert Suggestions({}, []).hit_rate() == HitRate(0, 0, 0)
    assert Suggestions({}, [Sample("Denoising")]).of(0) == ()


def test_the_same_papers_give_the_same_scores() -> None:
    papers = [*TAGGED, Sample("Speech and noise")]
    assert Suggestions(TOPICS, papers).of(4) == Suggestions(TOPICS, papers).of(4)
