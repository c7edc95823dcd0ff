"""What a page on disk shows: which papers came and went, and which damaged entry is one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.present import Present, ShownPaper, differing_parts, more_and_fewer, papers

PAGE = """\
---
title: "Topics"
---

**[▲ Sound](/topics/sound){: style="color: red"}**
**[▼ Vision](/topics/vision){: style="color: red"}**

## Vision

Some **bold** words, and **more**.

**Seeing in the Dark: a *New* \\[Method\\] & Gödel&#39;s $\\alpha$** <br>
_Ada Lovelace_ <br>
<span><pub>Notes, 1843</pub></span> <br>
[Code](https://example.org){:target="_blank"} |
<a onclick='expandABS("seeing")'> Abstract </a>

<div style="display: none;" class=abs id="seeing"><br>
It says.
</div>

**Hearing**
_Ada Lovelace_

**Touching** <br>
<a onclick='expandABS("id-2-touch-0a1b2c3d")'> Abstract </a>

---

**[▶ Sound](/topics/sound)**
"""


def test_a_paper_in_a_comment_is_not_shown() -> None:
    hidden = PAGE.replace(
        "**Hearing**", "<!-- **Unseen** <br>\n<a onclick='expandABS(\"no\")'> -->\n**Hearing**"
    )
    assert papers(hidden) == papers(PAGE)


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("\n", "\r\n")], ids=["LF", "CRLF"])
def test_the_papers_of_a_page_are_its_titles_with_the_ids_of_their_abstracts(page: str) -> None:
    assert [(paper.title[:8], paper.id) for paper in papers(page)] == [
        ("Seeing i", "seeing"),
        ("Hearing", ""),
        ("Touching", "id-2-touch-0a1b2c3d"),
    ]


def test_a_paper_in_a_comment_is_shown_to_nobody() -> None:
    begun = PAGE.replace("**Hearing**", "<!--\n**Hearing**")
    ended = begun.replace("**Touching**", "-->\n**Touching**")
    assert [paper.title[:8] for paper in papers(ended)] == ["Seeing i", "Touching"]
    assert [paper.title[:8] for paper in papers(begun)] == ["Seeing i", "Hearing", "Touching"]


@given(st.text() | st.text(alphabet="*[▶ <br>\n\t"))
def test_any_text_has_papers(text: str) -> None:
    assert all(paper.title for paper in papers(text))


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ("", "", (0, 0)),
        ("", "ab", (2, 0)),
        ("ab", "", (0, 2)),
        ("ab", "ba", (0, 0)),
        ("ab", "bc", (1, 1)),
        ("aa", "a", (0, 1)),
        ("a", "aab", (2, 0)),
        ("a1", "b1", (0, 0)),
        ("a1", "b2", (1, 1)),
        ("a1", "a2", (0, 0)),
        ("a1b2", "c2a3", (0, 0)),
    ],
)
def test_a_paper_that_keeps_its_title_or_its_id_has_stayed(
    before: str, after: str, counted: tuple[int, int]
) -> None:
    """A letter is a title, and a digit behind it its abstract's id."""

    def read(text: str) -> list[ShownPaper]:
        letters = [at for at, sign in enumerate(text) if sign.isalpha()]
        return [ShownPaper(text[at], text[at + 1 : at + 2].strip("abc")) for at in letters]

    assert more_and_fewer(read(before), read(after)) == counted


def test_a_paper_stays_where_its_title_is_only_spelt_otherwise() -> None:
    before, after = (
        ShownPaper('A "Dark" *Night* -- Seen', ""),
        ShownPaper("A “Dark” <em>Night</em> – Seen", ""),
    )
    assert more_and_fewer([before], [after]) == (0, 0)


def page_of(shown: str) -> str:
    """A page with a paper for each letter: it is the title, and the abstract's id."""
    texts = (f"**{each}** <br>\n<a onclick='expandABS(\"{each}\")'> Abstract </a>" for each in shown)
    return "\n\n".join(("---\ntitle: T\n---", "**[▼ A](a)**\n**[▶ B](b)**", *texts, "---", "**[▲ A](a)**\n"))


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        ("abcde", "abxde", ("c", "x")),
        ("abcde", "abde", ("cd", "d")),
        ("abde", "abcde", ("d", "cd")),
        ("aaa", "aaaa", ("a", "aa")),
        ("abc", "abc", ("", "")),
    ],
)
def test_papers_that_two_versions_begin_and_end_with_are_left_out(
    before: str, after: str, left: tuple[str, str]
) -> None:
    parts = differing_parts(page_of(before).encode(), page_of(after).encode())
    assert tuple("".join(each.title for each in papers(part.decode())) for part in parts) == left


@given(
    st.text("abc", max_size=6),
    st.text("abc", max_size=6),
    st.sampled_from([("", ""), ("**b**", "<!--\n\n**b**"), ("**b** <br>", "**b**-->"), ("\n\n", "\n")]),
)
def test_what_two_versions_have_in_common_changes_no_count(
    before: str, after: str, edit: tuple[str, str]
) -> None:
    versions = page_of(before), page_of(after).replace(*edit)
    parts = [each.decode() for each in differing_parts(*(each.encode() for each in versions))]
    assert more_and_fewer(*map(papers, parts)) == more_and_fewer(*map(papers, versions))


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("seeing", "", True),
        ("2:touch", "@article{2:touch,", False),  # not the key behind that id
        ("other", "@article{other,\n @article{seeing,\n", True),
        ("other", "@article{other, abs_id = {seeing},", True),
        ("other", "@article{other, note = {seeing},", False),
        ("", "title = {Hearing", True),
        ("", "title = {Hearing},\n year = 1843", True),
        ("", "Title = {{Hearing}}, note = {", True),
        ("", 'title = "Hearing", note = {', True),
        ("", "title = {Hearing\n  year = 1843", True),
        ("", "title = {Hearing\n@article{b,", True),
        ("", "booktitle = {Hearing}, note = {", False),
        ("", "title = {Hearing Things}, note = {", False),
        ("", "title = {Hear", False),  # too little of a title to say that it is one
        ("", "title = {Seeing in", True),
        ("", "title = {Seeing in}, note = {", False),
        (
            "",
            "title = {Seeing in the {Dark}: a \\emph{New} [Method] \\& G{\\\"o}del's $\\alpha$}, note = {",
            True,
        ),
        ("", "title = {Seeing in the Dark:\n   a {New} [Method] & Gödel's $\\alpha$},\n note = {", True),
        ("bold", "@article{bold, title = {bold}}", False),
        ("Sound", "@article{Sound,", False),
    ],
)
def test_a_damaged_entry_is_told_by_its_key_its_id_or_its_title(key: str, text: str, expected: bool) -> None:
    assert Present([PAGE]).shows({key}, text) is expected
    assert not Present().shows({key}, text)


@pytest.mark.parametrize(
    "piece", ["title = ", "title = {a", "@article{a,", "**", "** ", "abs_id = {", "{", "\\"]
)
def test_damage_of_a_million_characters_takes_no_longer_than_it_must(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    present = Present([PAGE, text])
    assert present.shows({"other"}, text) in (True, False)
