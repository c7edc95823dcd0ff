"""Lines as people write them on a page: what comes back otherwise, and why."""

from __future__ import annotations

import pytest

from pubmd.adoption.adoption import Adoption, adopted
from tests.hand_written import ECCV, FILE, FOOT, HEAD, LINKS, Entry, errors, fields, imported, mends

TITLE, AUTHORS, VENUE, LINK, ABSTRACT = 10, 11, 12, 13, 17


def test_stars_that_kramdown_shows_as_stars_stay_and_are_escaped() -> None:
    found = imported(authors="_Ada Lovelace*, Kurt Gödel*, Emmy Noether_")
    (difference,) = found.comparisons[0].differences
    assert difference.after == (r"_Ada Lovelace\*, Kurt Gödel\*, Emmy Noether_ <br>",)


@pytest.mark.parametrize(
    ("byline", "text"),
    [
        (r"_Ada Lovelace\*, Kurt Gödel\*_ (\* equal contribution)", r"(\* equal contribution)"),
        ("_Ada Lovelace, Kurt Gödel_, with others", ", with others"),
    ],
)
def test_text_beside_the_names_is_an_error_and_no_name(byline: str, text: str) -> None:
    found = imported(authors=byline)
    assert errors(found) == [("import-leftover", AUTHORS, f"text beside the names has no place: `{text}`")]
    assert "contribution" not in fields(found)["author"]
    assert fields(found)["author"].count(" and ") == 1
    assert found.settled == ()


@pytest.mark.parametrize(
    ("behind", "tag"),
    [
        (" (Oral, Best Paper Candidate)", "Oral, Best Paper Candidate"),
        (" (Oral)", "Oral"),
        (", Oral", "Oral"),
        (" <highlighted>Best Paper</highlighted>", "Best Paper"),
        (" [Spotlight]", "Spotlight"),
    ],
)
def test_a_tag_of_another_look_is_told_to_be_highlighted(behind: str, tag: str) -> None:
    found = imported(venue=f"<span><pub>{ECCV} (ECCV), 2024{behind}</pub></span>")
    assert fields(found)["tag"] == tag
    assert mends(found) == {VENUE: ("tag",)}
    assert found.comparisons[0].differences[0].after == (
        f"<span><pub>{ECCV} (ECCV), 2024 <highlighted>({tag})</highlighted></pub></span> <br>",
    )


# --- why a line is different


@pytest.mark.parametrize(
    ("part", "markup", "expected"),
    [
        ("title", "**Seeing <u>in</u> the Dark**", ("style",)),
        ("title", '**Seeing <font color="red">in</font> the Dark**', ("style",)),
        ("title", "**Seeing in the Dark for $5 or $6**", ("formula",)),
        ("title", "__Seeing in the Dark__", ("emphasis",)),
        ("title", '**Seeing "in" the Dark**', ("spelling",)),
        ("title", "**Seeing&nbsp;in the Dark**", ("spelling",)),
        ("title", "**Seeing\u00a0in the Dark**", ("spacing",)),
        ("authors", "_Ada\u00a0Lovelace, Kurt Gödel_", ("spacing",)),
        ("authors", "_Ada Lovelace, Kurt Gödel*_", ("spelling",)),
        ("authors", "_Ada Lovelace and Kurt Gödel_", ("names",)),
        ("authors", "_Ada Lovelace; Kurt Gödel_", ("names",)),
        ("authors", "*Ada Lovelace, Kurt Gödel*", ("emphasis",)),
        ("authors", "Ada Lovelace, Kurt Gödel", ("emphasis",)),
        ("authors", "_Ada Lovelace, Kurt Gödel _", ("emphasis", "spacing")),
        ("venue", f"<span><pub>{ECCV} (ECCV) 2024</pub></span>", ("comma",)),
        ("venue", f"<span><pub>{ECCV} (ECCV) (2024).</pub></span>", ("comma",)),
        ("venue", f"<span><pub>2024, {ECCV} (ECCV)</pub></span>", ("moved",)),
        ("venue", f"<span><pub>{ECCV} (ECCV 2024)</pub></span>", ("moved",)),
        ("venue", f"<span><pub>{ECCV}  (ECCV), 2024 </pub></span>", ("spacing",)),
        ("venue", f"<span><pub>{ECCV} (ECCV), 2024</pub>", ("unclosed",)),
        ("venue", f"<pub>{ECCV} (ECCV), 2024</pub>", ("spelling",)),
        ("links", f"[Paper](https://example.org/dark.pdf) |\n{LINKS}", ("link-attributes",)),
        ("abstract", "Photons &#97;re few.", ("spelling",)),
        ("abstract", "Photons <u>are</u> few.", ("style",)),
        ("abstract", "Photons are $5 or $6.", ("formula",)),
    ],
)  # fmt: skip
def test_the_reason_for_a_difference_is_true(part: str, markup: str, expected: tuple[str, ...]) -> None:
    found = imported(**{part: markup})
    assert list(mends(found).values()) == [expected]
    assert found.settled == (FILE,)


@pytest.mark.parametrize(
    ("part", "markup", "line"),
    [
        ("title", "**Seeing <blink>in</blink> the Dark**", TITLE),
        ("venue", "<span><pub>European <blink>Conference</blink> on Bridges, 2024</pub></span>", VENUE),
        ("abstract", "Photons <blink>are</blink> few.", ABSTRACT),
    ],
)
def test_a_tag_that_nobody_knows_is_an_error(part: str, markup: str, line: int) -> None:
    found = imported(**{part: markup})
    assert errors(found) == [
        ("import-leftover", line, "this tag stands for nothing that pubmd knows: `<blink>`")
    ]
    assert found.settled == ()


# --- what is told


def test_papers_that_an_open_abstract_hides_are_told_to_be_seen_again() -> None:
    first, *others = (
        Entry(title=f"**{word} in the Dark**").text() for word in ("Seeing", "Being", "Hearing")
    )
    opened = first.replace("</div>\n", "")
    found = adopted({FILE: HEAD + "\n".join([opened, *others]) + FOOT})
    told = [each for each in found.problems if "hides" in each.message]
    assert [(each.place.line, each.message) for each in told] == [
        (
            ABSTRACT + 1,
            "this abstract is never closed and hides the 2 papers below it: closed, and readers see them "
            "again [unclosed]",
        )
    ]
    assert found.settled == (FILE,)


def test_lines_are_cut_around_what_differs() -> None:
    long = "Photons " * 40
    found = imported(abstract=f"{long}are &#97; few.")
    lines = found.comparisons[0].text().splitlines()
    assert lines[2:] == [
        "    - …s Photons Photons Photons are &#97; few.",
        "    + …s Photons Photons Photons are a few.",
    ]


def test_spaces_that_look_alike_are_told_apart() -> None:
    found = imported(title="**Seeing\u00a0in the Dark**")
    assert "    - **Seeing⍽in the Dark** <br>\n    + **Seeing in the Dark** <br>\n" in (
        found.comparisons[0].text()
    )


# --- what has no place


@pytest.mark.parametrize(
    "line",
    [
        '<img src="/teaser.png">',
        '<video src="/v.mp4" controls></video>',
        '<a href="https://example.org/soft.pdf"><img src="/pdf.png"></a>',
        "<https://example.org/soft.pdf>",
        "★★★",
        "![stars](https://example.org/stars.svg)",
    ],
)
def test_a_line_without_words_that_readers_see_is_an_error(line: str) -> None:
    found = imported(venue=f"{Entry().venue} <br>\n{line}")
    assert {code for code, *_ in errors(found)} & {"import-leftover", "import-difference"}
    assert {at for _, at, _ in errors(found)} == {VENUE + 1}
    assert found.settled == ()


@pytest.mark.parametrize(
    ("part", "markup"),
    [
        ("venue", '<span><pub><a href="https://example.org">ECCV</a>, 2024</pub></span>'),
        ("abstract", "Photons <ul><li>are</li></ul> few."),
        ("abstract", 'Photons <img src="/few.png"> are few.'),
        ("links", '[![build](https://example.org/b.svg)](https://example.org/ci){:target="_blank"} |'),
    ],
)
def test_what_no_field_can_hold_is_an_error(part: str, markup: str) -> None:
    found = imported(**{part: markup})
    assert errors(found)
    assert found.settled == ()


def test_a_heading_that_is_a_link_is_an_error() -> None:
    page = HEAD.replace("## Denoising", "## [Denoising](https://example.org)") + Entry().text() + FOOT
    found = adopted({FILE: page})
    assert errors(found) == [
        ("import-leftover", 8, "a heading is text alone: `[Denoising](https://example.org)`")
    ]


# --- two pages, and what nobody types


def on_two_pages(**other: str) -> Adoption:
    """A paper on two pages, on the second of them with other parts."""
    second = (
        (HEAD + Entry(**other).text() + FOOT).replace("/denoising", "/seeing").replace("Denoising", "Seeing")
    )
    return adopted({FILE: HEAD + Entry().text() + FOOT, "_vision/seeing.md": second})


def told(found: Adoption) -> list[tuple[int, str]]:
    return [(each.place.line, each.message) for each in found.problems if "[two-pages]" in each.message]


def test_an_address_that_the_other_page_has_otherwise_is_named_with_both() -> None:
    found = on_two_pages(links='[Paper](https://example.org/other.pdf){:target="_blank"} |')
    assert told(found) == [
        (
            13,
            "the link `Paper` leads to `https://example.org/other.pdf` here, and to "
            "`https://example.org/dark.pdf` on the paper's other page, which counts [two-pages]",
        )
    ]


def test_words_that_the_other_page_has_otherwise_are_named() -> None:
    found = on_two_pages(abstract="Few.")
    assert told(found) == [
        (
            TITLE,
            "the paper's other page has a fuller abstract, which counts: `Few.` becomes `Photons are few.` "
            "[two-pages]",
        )
    ]
    assert "Few." not in found.files["bib/denoising.bib"]


@pytest.mark.parametrize(
    "page",
    [
        HEAD + "<!--" * 20_000 + Entry().text() + FOOT,
        HEAD + Entry(title="**" + "*" * 2_000 + "Seeing**").text() + FOOT,
        HEAD + Entry(title="**" + "*a " * 20_000 + "**").text() + FOOT,
        HEAD + Entry(title="**" + "<u>" * 20_000 + "**").text() + FOOT,
        HEAD + Entry(title="**Seeing" + " " * 90_000 + "**").text() + FOOT,
        HEAD + Entry(links="**x** " * 700 + Entry().links).text() + FOOT,
        HEAD + Entry(abstract="[" * 50_000).text() + FOOT,
    ],
    ids=["comments", "stars", "star after star", "tags", "spaces", "bold", "brackets"],
)
def test_what_nobody_types_needs_no_stack_and_comes_to_an_end(page: str) -> None:
    found = adopted({FILE: page})
    assert found.problems or found.comparisons[0].is_identical


def test_a_title_in_bold_by_underscores_is_a_title() -> None:
    found = imported(title="__Seeing in the Dark__")
    assert fields(found)["title"] == "Seeing in the Dark"
    assert mends(found) == {TITLE: ("emphasis",)}
    assert errors(found) == []


@pytest.mark.parametrize(
    "target", ["files/x.pdf", "../talk.pptx", "./d.zip", "x.pdf", "ftp://example.org/x", "#p1"]
)
def test_a_link_that_works_from_this_page_alone_is_not_thrown_away(target: str) -> None:
    found = imported(links=f'{Entry().links}\n[Slides]({target}){{:target="_blank"}} |')
    ((code, line, message),) = errors(found)
    assert (code, line) == ("import-leftover", LINK + 1)
    assert message.startswith(f"`{target}` is an address from this page on")
    assert found.settled == ()


def test_a_link_in_the_pages_own_scheme_gets_one() -> None:
    found = imported(links='[Paper](//example.org/x.pdf){:target="_blank"} |')
    assert fields(found)["paper"] == "https://example.org/x.pdf"
    assert mends(found) == {LINK: ("link-address",)}


@pytest.mark.parametrize("target", ["", "#", "www.example.org/x", "C:\\papers\\x.pdf", "javascript:void(0)"])
def test_a_link_that_leads_nobody_anywhere_is_left_out_and_named(target: str) -> None:
    found = imported(links=f'{Entry().links}\n[Slides]({target}){{:target="_blank"}} |')
    assert errors(found) == []
    assert "slides" not in fields(found)
    assert ("link-target",) in mends(found).values()


@pytest.mark.parametrize(
    "tag",
    [
        '<div class=abs id="lovelace24"><br>',
        '<div style="display: block;" class=abs id="lovelace24"><br>',
        '<div style="display: none;" class="abs note" id="lovelace24"><br>',
        '<div style="display: none; color: red;" class=abs id="lovelace24"><br>',
    ],
)
def test_an_abstract_of_another_look_is_named_as_that(tag: str) -> None:
    page = HEAD + Entry().text() + FOOT
    usual = '<div style="display: none;" class=abs id="lovelace24"><br>'
    found = adopted({FILE: page.replace(usual, tag)})
    assert mends(found) == {ABSTRACT - 1: ("abstract-look",)}
    assert errors(found) == []


@pytest.mark.parametrize(
    ("typed", "tag", "named"),
    [
        ("(ECCV)，2024（Oral）", "Oral", ("comma", "tag")),
        ("（ECCV）， 2024", "", ("comma",)),
        ("(ECCV), 2024（<highlighted>Oral</highlighted>）", "Oral", ("tag",)),
        ("(ECCV), 2024 (<highlighted>Oral</highlighted>)", "Oral", ("tag",)),
    ],
    ids=["full width", "abbreviation", "full width around", "brackets around"],
)
def test_brackets_and_commas_of_any_width_part_venue_year_and_tag(
    typed: str, tag: str, named: tuple[str, ...]
) -> None:
    found = imported(venue=f"<span><pub>{ECCV} {typed}</pub></span>")
    made = fields(found)
    assert (made["booktitle"], made["year"], made.get("tag", "")) == (ECCV, "2024", tag)
    assert "pubstate" not in made
    assert mends(found) == {VENUE: named}
    assert errors(found) == []


def test_brackets_of_full_width_in_a_chinese_name_stay() -> None:
    found = imported(venue="<span><pub>自动化学报（英文），2024</pub></span>")
    assert fields(found)["howpublished"] == "自动化学报（英文）"
    assert mends(found) == {VENUE: ("comma",)}
    assert errors(found) == []
