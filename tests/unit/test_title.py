"""Titles for comparing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.library import Entry, library
from pubmd.paper.title import normal_title, titles_agree


def entry(fields: str, entry_type: str = "article") -> Entry:
    (found,) = library([read_bibliography(Source("bib/a.bib", f"@{entry_type}{{k, {fields}}}"))])
    return found


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Learning to See: A Survey", "learningtoseeasurvey"),
        ("{L}earning {{TO}} {S}ee---a survey.", "learningtoseeasurvey"),
        ("Learning \\emph{to} \\textbf{See}, \\LaTeX{} a~survey", "learningtoseeasurvey"),
        ('On G{\\"o}del and Erd\\H{o}s', "ongodelanderdos"),
        ("On Gödel and Erdős", "ongodelanderdos"),
        ("{\\OE}uvres de \\L{}ukasiewicz", "oeuvresdelukasiewicz"),
        ("Œuvres de Łukasiewicz", "oeuvresdelukasiewicz"),
        ("Straße", "strasse"),
        ("Stra{\\ss}e", "strasse"),
        ("$\\alpha$-GAN", "alphagan"),
        ("α-GAN", "alphagan"),
        ("H$_2$O", "h2o"),
        ("H₂O", "h2o"),
        ("<i>E. coli</i> &amp; H<sub>2</sub>O", "ecolih2o"),
        ("P &lt; Q & R", "pqr"),
        ("学习 去噪", "学习去噪"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_a_normal_title_is_its_letters_alone(title: str, expected: str) -> None:
    assert normal_title(entry(f"title = {{{title}}}")) == expected


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="{}@")))
def test_a_title_in_ascii_is_read_as_any_other(title: str) -> None:
    assert normal_title(entry(f"title = {{{title}.}}")) == normal_title(entry(f"title = {{{title}—}}"))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        pytest.param("learningtosee", "learningtosee", True, id="the same"),
        pytest.param("learningtosee", "", True, id="one is missing"),
        pytest.param("learningtoseeinthedark", "learningtoseeinthedarkasurvey", True, id="a subtitle"),
        pytest.param("learningtoseeinthedark", "learnigtoseeinthedark", True, id="a slip"),
        pytest.param("learningtoseeinthedark", "thesemanticsofseeingchairs", False, id="another title"),
        pytest.param("introduction", "introductiontorobotics", False, id="a short beginning"),
        pytest.param("deeplearningpart1", "deeplearningpart2", False, id="another number"),
        pytest.param("deeplearningmethodspart1", "deeplearningmethodspart12", False, id="a longer number"),
        pytest.param(
            "deeplearningmethodsparti", "deeplearningmethodspartii", False, id="another Roman number"
        ),
        pytest.param("去噪学习", "图像分割", False, id="other characters"),
    ],
)
def test_titles_agree_where_a_word_or_a_subtitle_differs(one: str, other: str, agree: bool) -> None:
    assert titles_agree(one, other) is agree
    assert titles_agree(other, one) is agree
