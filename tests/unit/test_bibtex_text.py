"""Text as BibTeX: what is written is read back as what it was, and a change leaves every other byte alone."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pubmd.adoption.bib_edit import applied, field_edit
from pubmd.adoption.bibtex_text import bibtex_value, entry_text, says
from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.text.chunk import Link, Math, Prose, Style, Styled, Text
from pubmd.text.draft import composed
from pubmd.text.prose import read_prose

ALPHABET = "abcdeXYZ 0123 \\{}$~^&%#_`'\"-<>/!?.,;:()[]@=éßö–—“”’‘…αβ"


@st.composite
def texts(draw: st.DrawFn) -> str:
    text = composed(" ".join(draw(st.text(ALPHABET, min_size=1, max_size=30)).split()))
    return text or "a"


@given(texts(), st.booleans())
@example("${}$", False)
@example("$x_1$ or ${2}$", True)
def test_a_text_is_read_back_as_it_was(text: str, typed: bool) -> None:
    value = bibtex_value((Text(text),), typed=typed)
    assert read_prose(value, typed=typed)[0] == (Text(text),), value


@given(texts())
def test_the_braces_of_a_value_pair_so_that_bibtex_takes_it(text: str) -> None:
    entry = entry_text("misc", "key", {"title": bibtex_value((Text(text),)), "year": "2024"})
    read = read_bibliography(Source("bib/a.bib", entry))
    assert not read.fragments
    (found,) = read.entries
    assert (found.key, set(found.fields), found.fields["year"]) == ("key", {"title", "year"}, "2024")
    assert read_prose(str(found.fields["title"]))[0] == (Text(text),)


@pytest.mark.parametrize(
    ("prose", "value"),
    [
        ((Text("50% of R&D, #1_2"),), r"50\% of R\&D, \#1\_2"),
        ((Text("Gödel’s “Proof” – again…"),), "Gödel's “Proof” – again…"),
        ((Text("Sets {a} and \\b"),), r"Sets \textbraceleft{}a\textbraceright{} and \textbackslash{}b"),
        ((Text("H"), Styled(Style.SUBSCRIPT, (Text("2"),)), Text("O")), r"H\textsubscript{2}O"),
        ((Styled(Style.EMPHASIS, (Text("In vivo"),)),), r"\emph{In vivo}"),
        ((Math("x^2"), Text(" grows")), "$x^2$ grows"),
        ((Link("https://example.org/a_b", (Text("here"),)),), r"\href{https://example.org/a_b}{here}"),
    ],
)
def test_a_value_is_written_as_a_person_would(prose: Prose, value: str) -> None:
    assert bibtex_value(prose) == value
    assert says(value, prose)


FILE = """\
% mine
@article{a1,
  title  = {One},  % a remark
  author = "Lovelace, Ada",
  note   = {keep   this}
}

@misc{b2, title = {Two}, year = 2024}
"""


@pytest.mark.parametrize(
    ("at", "name", "value", "before", "after"),
    [
        (0, "title", "Uno", "{One}", "{Uno}"),
        (0, "author", "Gödel, Kurt", '"Lovelace, Ada"', '"Gödel, Kurt"'),
        (0, "author", "", '  author = "Lovelace, Ada",\n', ""),
        (0, "code", "https://e.org", "{keep   this}\n", "{keep   this},\n  code   = {https://e.org}\n"),
        (1, "year", "2025", "2024}", "{2025}}"),
        (1, "tag", "Oral", "= 2024}", "= 2024, tag = {Oral}}"),
        (1, "title", "", "title = {Two}, ", " "),
    ],
    ids=["value", "quotes", "removal", "addition", "number", "addition on one line", "removal on one line"],
)
def test_a_change_of_one_field_leaves_every_other_byte_alone(
    at: int, name: str, value: str, before: str, after: str
) -> None:
    assert FILE.count(before) == 1
    entry = read_bibliography(Source("bib/a.bib", FILE)).entries[at]
    edit = field_edit(entry, name, value)
    assert edit is not None
    text = applied(FILE, [edit])
    if name == "title" and not value:
        assert text == FILE.replace("b2, title = {Two}, year", "b2,  year")
    else:
        assert text == FILE.replace(before, after)
    again = read_bibliography(Source("bib/a.bib", text))
    assert not again.fragments
    assert again.entries[at].fields.get(name, "") == value


def test_a_field_that_is_so_already_is_left_alone() -> None:
    entry = read_bibliography(Source("bib/a.bib", FILE)).entries[0]
    assert field_edit(entry, "title", "One") is None
    assert field_edit(entry, "code", "") is None
