"""The door: what is read at once, what holds for every string, and the plain text of prose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.text.draft import composed
from pubmd.text.latex import read_latex
from pubmd.text.prose import Break, Chunk, Link, Math, Prose, Style, Styled, Text, plain, read_prose

# What a reader may meet, in any order: the signs that mean something, pieces of macros, tags and damage.
PIECES = [
    *"{}$~&<>`'\"-_^%#\\ \n\t\r!?;:.,[]()|@=0a1bÄé中\x00\x07\x85\x96\xa0\xad\u0301\u200b\u202e\ud800\uffff",
    "``", "''", "--", "---", "\\'", '\\"', "\\^", "\\~", "\\=", "\\.", "\\v ", "\\c", "\\i", "\\ss ", "\\TeX",
    "\\emph{", "\\textbf ", "{\\em ", "{\\tt ", "\\rm ", "\\textsuperscript{", "\\foo", "\\foo{", "\\foo[x]{",
    "\\url{", "\\href{https://a.example}{", "\\href{", "\\verb|", "\\cite{", "\\footnote{", "\\noopsort{",
    "\\begin{align}", "\\end{align}", "\\ifmmode", "\\else", "\\fi", "\\char`", '\\char"', "\\(", "\\)",
    "\\[", "\\]",
    "\\\\", "\\par", "\\$", "\\{", "\\}", "\\&", "$$", "$x$", "$_2$", "$\\backslash$", "$\\{$", "$\\}$",
    "\\textbackslash{}", "\\vphantom", "{$<$}", "{$>$}", "<i>", "</i>", "<sub>", "</sub>", "<p>", "<script>",
    "<mml:mi>", "<jats:p>", "&amp;", "&lt;", "&#8238;", "&nbsp;", "&#0;", "Lorem", " ipsum ", "5", "\n\n",
]  # fmt: skip
LATEX = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
NEVER_TEXT = re.compile("[\x00-\x1f\x7f-\x9f\xa0\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def chunks_of(prose: Prose) -> Iterator[Chunk]:
    for chunk in prose:
        yield chunk
        if isinstance(chunk, Styled | Link):
            yield from chunks_of(chunk.content)


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "A Survey of Surveys",
        "50% of R-trees, in C#: a_b^c",
        'Das "Museum" (1984) – 3 × 4',
        "Überblick über 中文",
        "a-b-c",
    ],
)
def test_a_string_without_tex_is_its_own_text(text: str, typed: bool) -> None:
    assert read_prose(text, typed=typed) == ((Text(text),), ())


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize(
    "nothing",
    ["", "  ", "\n\t", "{}", "{{ }}", "\\relax", "\u200b", "\\par", "<p></p>", "\\\\", "$ $", "\\emph{ }"],
)
def test_nothing_is_no_chunk(nothing: str, typed: bool) -> None:
    assert read_prose(nothing, typed=typed) == ((), ())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        pytest.param("  a \t b\n   c ", "a b c", id="runs-and-ends"),
        pytest.param("a\r\nb\rc", "a b c", id="any-line-end"),
        pytest.param("a\xa0b", "a b", id="no-break-space"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("{a } {b}", "a b", id="across-braces"),
    ],
)
def test_white_space_and_accents_are_normal(latex: str, text: str) -> None:
    assert read_prose(latex)[0] == (Text(text),)


@given(st.text(st.one_of(st.characters(max_codepoint=0x2FF), st.sampled_from("–—‘’“”…\u0301\u0323ΩÅ한가"))))
def test_text_is_composed_as_unicode_has_it(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("prose", "text"),
    [
        ((), ""),
        ((Text("An "), Math("O(n)"), Text(" algorithm")), "An $O(n)$ algorithm"),
        ((Text("CO"), Styled(Style.SUBSCRIPT, (Text("2"),))), "CO2"),
        ((Text("One."), Break(), Text("Two.")), "One. Two."),
        ((Link("https://a.example", (Styled(Style.EMPHASIS, (Text("here"),)),)),), "here"),
    ],
)
def test_plain_text_is_what_is_left_without_markup(prose: Prose, text: str) -> None:
    assert plain(prose) == text


def test_a_text_that_no_one_wrote_is_shown_as_it_stands() -> None:
    latex = "\\emph{a}\x01 " * 120_000
    prose, findings = read_prose(latex)
    assert prose == (Text(("\\emph{a} " * 120_000).strip()),)
    assert [finding.code for finding in findings] == ["unbalanced-brace"]


@given(LATEX, st.booleans())
def test_any_string_is_read_and_every_chunk_is_sound(latex: str, typed: bool) -> None:
    prose, findings = read_prose(latex, typed=typed)
    for level in (prose, *(each.content for each in chunks_of(prose) if isinstance(each, Styled | Link))):
        assert not any(isinstance(one, Text) and isinstance(next_, Text) for one, next_ in pairwise(level))
    for chunk in chunks_of(prose):
        match chunk:
            case Text(text):
                assert text
                assert not NEVER_TEXT.search(text)
                assert "  " not in text
            case Math(source):
                assert source.strip()
                assert not NEVER_TEXT.search(source)
            case Styled(_, content) | Link(_, content):
                assert content
                assert not isinstance(chunk, Link) or not NEVER_TEXT.search(chunk.url)
                assert not any(isinstance(each, Break) for each in content)
    assert all(0 <= finding.offset < len(latex) for finding in findings)


@given(LATEX, st.booleans())
def test_prose_begins_and_ends_with_something_to_read(latex: str, typed: bool) -> None:
    prose, _ = read_prose(latex, typed=typed)
    if prose:
        assert not isinstance(prose[0], Break)
        assert not isinstance(prose[-1], Break)
        assert plain(prose) == plain(prose).strip(" ")
    if not typed:
        assert Break() not in prose


@given(LATEX)
def test_no_style_is_inside_itself(latex: str) -> None:
    def check(prose: Prose, around: tuple[object, ...]) -> None:
        for chunk in prose:
            if isinstance(chunk, Styled | Link):
                key = chunk.style if isinstance(chunk, Styled) else Link
                assert key not in around
                check(chunk.content, (*around, key))

    check(read_prose(latex)[0], ())


@given(st.lists(st.from_regex(r"[A-Za-z0-9.,;:()%#_^/+*=-]{1,8}", fullmatch=True), min_size=1), st.booleans())
def test_plain_words_pass_through(words: list[str], typed: bool) -> None:
    text = " ".join(words)
    expected = text if typed else re.sub("-{2,}", lambda run: _dashes(len(run[0])), text)
    assert read_prose(text, typed=typed) == ((Text(expected),), ())


def _dashes(count: int) -> str:
    return "—" * (count // 3) + ["", "-", "–"][count % 3]


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_protecting_braces_change_no_letter(text: str) -> None:
    assert plain(read_prose("{{" + text + "}}")[0]) == plain(read_prose(text)[0])


# Pieces of which simple LaTeX is made, and what makes it less simple.
SIMPLE = [
    *"\\'\"^~={}eoij/-A2$.c`, \n\té;\u0301\x07\xad\xa0\r&<", "ss", "\\c", "\\v", "\\o", "\\i", "\\'", '\\"',
    "\\~", "{\\", "  ", "\n\n", "\r\n", "--", "word", "amp;", "\\%", "\\&", "\\_", "{Word}", "{\\'e}",
    "\\'{\\i}", "{\\ss}",
]  # fmt: skip


@given(st.lists(st.sampled_from(SIMPLE), max_size=9).map("".join), st.booleans())
@settings(max_examples=2000)
def test_the_short_way_through_simple_latex_ends_where_the_long_one_does(latex: str, typed: bool) -> None:
    assert read_prose(latex, typed=typed) == read_latex(latex, typed=typed)
