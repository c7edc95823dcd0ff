"""Likely topics: what they are judged by, and how honest their figures are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubmd.suggestion import HitRate, Sample, Suggestions
from tests.soak.suggestions import KNOWN, OF_ANOTHER_FIELD, filled_in, measured, read_strangers, sources

TOPICS = {"denoising": ("Denoising",), "sound": ("Sound & Speech",)}
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


def test_scores_are_shares_of_one_the_likeliest_first_and_leave_one_for_none() -> None:
    scores = [each.score for each in Suggestions(TOPICS, [*TAGGED, Sample("Speech and noise")]).of(4)]
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) < 1


def test_nothing_is_said_of_a_paper_that_shares_no_word() -> None:
    assert Suggestions(TOPICS, [*TAGGED, Sample("Xylophone")]).of(4) == ()


def test_a_page_speaks_for_itself_where_nothing_is_tagged() -> None:
    assert Suggestions(TOPICS, [Sample("Denoising of everything")]).of(0)[0].topic == "denoising"


# A new site: pages with names, and no paper on them yet.
NAMES = {
    "bird-song": ("Bird Song", "bird-song"),
    "tidal-energy": ("Tidal Energy", "tidal-energy"),
    "glaciers": ("Glaciers", "glaciers"),
    "soil": ("Soil", "earth", "humus", "soil"),
}
NEW = [
    Sample("Learning the Song of a Bird by Heart", "How birds sing, and why."),
    Sample("Energy for the Coast", "Tidal turbines are compared with wind."),
    Sample("How Glaciers Carve their Valleys", "Ice moves rock over centuries."),
    Sample("What Humus Holds", "Roots and fungi share what they find."),
    Sample("Wind over Plains", "Energy of the air, in numbers."),
    Sample("A Theorem on Knots", "Each knot is a sum of primes."),
    Sample("Proofs without Words", "Pictures may prove what they show."),
]


@pytest.mark.parametrize(
    ("number", "topic"), [(0, "bird-song"), (1, "tidal-energy"), (2, "glaciers"), (3, "soil")]
)
def test_a_pages_name_in_a_paper_gives_it_a_clear_lead_before_anything_is_tagged(
    number: int, topic: str
) -> None:
    likeliest, *others = Suggestions(NAMES, NEW).of(number)
    assert likeliest.topic == topic
    assert likeliest.score > 0.5
    assert sum(each.score for each in others) < likeliest.score / 4


def test_a_part_of_a_name_says_less_than_the_whole() -> None:
    known = Suggestions(NAMES, NEW)
    (part, *_), (whole, *_) = known.of(4), known.of(1)
    assert part.topic == whole.topic == "tidal-energy"
    assert part.score < whole.score


@pytest.mark.parametrize("number", [5, 6])
def test_before_anything_is_tagged_nothing_is_said_without_a_sign(number: int) -> None:
    assert Suggestions(NAMES, NEW).of(number) == ()


def test_nothing_is_said_where_all_topics_are_as_likely() -> None:
    topics = {"sr-image": ("SR Image",), "sr-video": ("SR Video",)}
    titles = ("SR for All", "Image Without SR", "Some Video", "Other Things", "More")
    papers = [Sample(title) for title in titles]
    assert Suggestions(topics, papers).of(0) == ()
    assert Suggestions(topics, papers).of(1)[0].topic == "sr-image"


def test_a_paper_may_belong_on_no_page_even_where_there_is_one_alone() -> None:
    tagged = Sample("Denoising raw images", "we show noise of sensors", topics=frozenset(["denoising"]))
    others = [Sample(f"{word} of plants", f"we show {word}") for word in ("roots", "leaves", "seeds", "bark")]
    known = Suggestions({"denoising": ("Denoising",)}, [tagged, *others, Sample("Denoising of stars")])
    assert all(each.score < 0.05 for number in range(1, 5) for each in known.of(number))
    assert known.of(5)[0].score > 0.5


@pytest.mark.reference
@pytest.mark.parametrize("known", KNOWN)
def test_what_is_filled_in_is_right_at_least_as_often_as_its_score_says(reference: Path, known: str) -> None:
    for topics, samples in sources(reference).values():
        found = measured(topics, samples, KNOWN[known])
        assert found.filled
        assert found.right >= found.said


@pytest.mark.reference
@pytest.mark.parametrize("tagged", [0, 1, 2])
@pytest.mark.parametrize("pages", [1, 2])
def test_papers_of_another_field_get_no_topic_of_a_site_with_a_page_or_two(
    reference: Path, pages: int, tagged: int
) -> None:
    topics = {"denoising": ("Denoising",), "low-for-high": ("Low4High", "Low-Level For High-Level")}
    known = [
        Sample("Image denoising of video with study of software", topics=frozenset(["denoising"])),
        Sample("Fine-Grained Features for Pixel-Wise Video", topics=frozenset([[*topics][pages - 1]])),
    ]
    strangers = read_strangers(reference / OF_ANOTHER_FIELD)
    wanted = dict([*topics.items()][:pages])
    # "The Low/High Index of Pupillary Activity" has the whole of a page's name in its title.
    assert filled_in(wanted, known[:tagged], strangers) == pages - 1


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
