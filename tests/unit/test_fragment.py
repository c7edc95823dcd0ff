"""What cannot be read is named: its place, its key, what is wrong with it, and the mend."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import Bibliography, read_bibliography
from pubmd.bibtex.fragment import Fragment
from pubmd.bibtex.source import Source

BEFORE = "@misc{before,\n  title = {B},\n}\n\n"
AFTER = "\n\n@misc{after,\n  title = {A},\n}\n"


def read(text: str) -> Bibliography:
    return read_bibliography(Source("a.bib", text))


def between(text: str) -> Fragment:
    """The one fragment that a text is between two entries, which are read."""
    found = read(BEFORE + text + AFTER)
    assert [entry.key for entry in found.entries] == ["before", "after"]
    (fragment,) = found.fragments
    return fragment


# The first line of each text is line 5 of its file.
@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param(
            "@article{k\n  title = {T},\n  year = 2020,\n}",
            "5:11",
            "there is no comma behind the citation key",
            id="no comma behind the key",
        ),
        pytest.param(
            "@article{k title = {T}, year = 2020}",
            "5:11",
            "there is no comma behind the citation key",
            id="no comma behind the key, on one line",
        ),
        pytest.param(
            "@article{k,\n  title = {T}\n  year = 2020,\n}",
            "6:3",
            "there is no comma behind `title`",
            id="no comma behind a field",
        ),
        pytest.param(
            '@article{k,\n  year = 2020\n  title = "T",\n}',
            "6:3",
            "there is no comma behind `year`",
            id="no comma behind a number",
        ),
        pytest.param(
            "@article{k,\n  month = jan\n  title = {T},\n}",
            "6:3",
            "there is no comma behind `month`",
            id="no comma behind a macro",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title = {T,\n  year = {2020},\n}",
            "7:3",
            "a closing brace is missing in `title`",
            id="no closing brace",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title = {T {U},\n  year = 2020,\n}",
            "7:3",
            "a closing brace is missing in `title`",
            id="no inner closing brace",
        ),
        pytest.param(
            "@article{k, author = {A}, title = {T, year = {2020}}",
            "5:27",
            "a closing brace is missing in `title`",
            id="no closing brace, on one line",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title = {{T}\n}",
            "7:3",
            "its closing brace is missing, in `title` or behind it",
            id="no closing brace in the last field",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title = {T}\n",
            "7:3",
            "its closing brace is missing, in `title` or behind it",
            id="no final brace",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n",
            "6:3",
            "its closing brace is missing, in `author` or behind it",
            id="no final brace behind a comma",
        ),
        pytest.param("@article{k,\n", "5:10", "its closing brace is missing", id="nothing behind the key"),
        pytest.param("@article{k\n", "5:11", "its closing brace is missing", id="nothing but the key"),
        pytest.param(
            "@article{k,\n  author = {A}},\n  title = {T},\n}",
            "6:3",
            "`author` closes more braces than it opens",
            id="a surplus brace",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title = {T} U},\n  year = 2020,\n}",
            "7:3",
            "`title` closes more braces than it opens",
            id="a surplus brace within a value",
        ),
        pytest.param(
            "@article{k,\n  author = {A}},\n  title = {T}\n}",
            "6:3",
            "`author` closes more braces than it opens",
            id="a surplus brace, no comma at the end",
        ),
        pytest.param(
            "@article{k,\n  author = {A},}\n  title = {T},\n}",
            "6:3",
            "`author` closes more braces than it opens",
            id="a surplus brace behind the comma",
        ),
        pytest.param(
            "@article{k},\n  author = {A},\n}",
            "5:12",
            "its brace closes behind the key",
            id="a brace behind the key",
        ),
        pytest.param(
            "@article{k,\n  author = A},\n  title = {T},\n}",
            "6:3",
            "an opening brace is missing in `author`",
            id="no opening brace",
        ),
        pytest.param(
            "@article{k,\n  author = A and B},\n  title = {T},\n}",
            "6:3",
            "an opening brace is missing in `author`",
            id="no opening brace before several words",
        ),
        pytest.param(
            "@article{k,\n  author = }A and B},\n  title = {T},\n}",
            "6:3",
            "an opening brace is missing in `author`",
            id="a closing brace for an opening one",
        ),
        pytest.param(
            "@article{k,\n  author = }@home {A} and B},\n  title = {T},\n}",
            "6:3",
            "an opening brace is missing in `author`",
            id="a closing brace for an opening one before a sign",
        ),
        pytest.param(
            "@article{k,\n  author = A and B,\n  title = {T},\n}",
            "6:3",
            "the value of `author` stands without braces",
            id="no braces",
        ),
        pytest.param(
            '@article{k,\n  author = "A,\n  title = "T",\n  year = 2020\n}',
            "6:3",
            "a double quote is missing in `author`",
            id="no closing quote",
        ),
        pytest.param(
            '@article{k,\n  author = "A,\n  year = 2020\n}',
            "6:3",
            "a double quote is missing in `author`",
            id="no closing quote, and none behind",
        ),
        pytest.param(
            '@article{k,\n  title = "T",\n  author = A and B",\n  year = 2020\n}',
            "7:3",
            "a double quote is missing in `author`",
            id="no opening quote",
        ),
        pytest.param(
            '@article{k,\n  title = "On "T" and U",\n  year = 2020\n}',
            "6:3",
            "a double quote within `title` ends it",
            id="quotes in quotes",
        ),
        pytest.param(
            "@article{k,\n  title = “On T”,\n  year = 2020\n}",
            "6:3",
            "the value of `title` stands in curly quotes, `“`",
            id="curly quotes",
        ),
        pytest.param(
            '@article{k,\n  title = "On T”,\n  year = 2020\n}',
            "6:3",
            "the value of `title` ends with a curly quote, `”`",
            id="a curly quote at the end",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  title {T},\n}",
            "7:3",
            "there is no `=` behind `title`",
            id="no =",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  year 2020,\n}",
            "7:3",
            "there is no `=` behind `year`",
            id="no = before a number",
        ),
        pytest.param(
            "@article{k,\n  date added = {A},\n}",
            "6:3",
            "`date added` is no field name",
            id="a name of two words",
        ),
        pytest.param(
            "@article{k,\n  abstract = {A}, and B},\n  year = 2020,\n}",
            "6:3",
            "`abstract` ends before `and`, which is no field",
            id="a brace before a comma within a value",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  % title = {T\n     and more},\n  year = 2020\n}",
            "8:6",
            "there is no `=` behind `and`",
            id="half of a field commented out",
        ),
        pytest.param(
            "@article{k,\n  author = {A},\n  {T},\n}",
            "7:3",
            "a field's name should be here, not `{`",
            id="no name",
        ),
        pytest.param("@article{k,\n  title = #,\n}", "6:3", "`title` has no readable value", id="no string"),
        pytest.param(
            "@article{k,\n  author = {T, \\{ U},\n  title = {A\n}",
            "6:3",
            "a closing brace is missing in `author`",
            id="half a set and another brace",
        ),
        pytest.param(
            "article{k,\n  title = {T},\n}", "5:1", "there is no `@` before `article`", id="no sign"
        ),
        pytest.param(
            "@articlek,\n  title = {T},\n}",
            "5:1",
            "no brace opens behind the entry type `article`",
            id="no brace",
        ),
        pytest.param(
            "@article k,\n  title = {T},\n}",
            "5:1",
            "no brace opens behind the entry type `article`",
            id="a space for the brace",
        ),
        pytest.param(
            "{article{k,\n  title = {T},\n}",
            "5:1",
            "there is no `@` before `article`",
            id="a brace for the sign",
        ),
        pytest.param(
            "@article{{k,\n  title = {T},\n}",
            "5:10",
            "a brace, `{`, stands in the citation key",
            id="two braces before the key",
        ),
        pytest.param(
            "@article{{k},\n  title = {T},\n}",
            "5:10",
            "a brace, `{`, stands in the citation key",
            id="the key in braces",
        ),
        pytest.param(
            "@art{icle{k,\n  title = {T},\n}",
            "5:10",
            "a brace, `{`, stands in the citation key",
            id="a brace in the type",
        ),
        pytest.param(
            '@article{"k",\n  title = {T},\n}',
            "5:10",
            "a double quote stands in the citation key",
            id="the key in quotes",
        ),
        pytest.param(
            "@article{k{\n  title = {T},\n}",
            "5:11",
            "a brace, `{`, stands in the citation key",
            id="a brace for the comma behind the key",
        ),
        pytest.param(
            "@article(}k,\n  title = {T},\n)",
            "5:10",
            "a brace, `}`, stands in the citation key",
            id="a closing brace before the key",
        ),
        pytest.param(
            "@article}k,\n  title = {T},\n}",
            "5:1",
            "no brace opens behind the entry type `article`",
            id="the wrong brace",
        ),
    ],
)
def test_a_damaged_entry_is_named_with_what_is_wrong(text: str, place: str, message: str) -> None:
    fragment = between(text)
    assert str(fragment.place) == f"a.bib:{place}"
    assert fragment.message == f"the entry `k` cannot be read: {message}"
    assert fragment.hint
    assert (fragment.key, fragment.entries, fragment.text) == ("k", 1, text.strip())


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        pytest.param("@article{k title = {T}}", {"k"}, id="the key that is named"),
        pytest.param("@article{k{23, title = {T}}", {"23", "k23"}, id="a key with a brace put in, or moved"),
        pytest.param(
            "@a{k title = {T}, note = {x @misc{b, y = {z}}}}", {"k", "b"}, id="another one's within"
        ),
        pytest.param("@comment{x, y = { }", set(), id="a comment"),
        pytest.param("article{k, a = {b}}\nbook{l, c = {d}}", {"k", "l"}, id="two without a sign"),
        pytest.param("@articlek,\n a = {b}}\n\n@book l,\n c = {d}}", {"k", "l"}, id="two without a brace"),
        pytest.param("title = {T}, year = {2020}", set(), id="none"),
    ],
)
def test_a_damaged_text_tells_all_keys_that_it_may_hold(text: str, keys: set[str]) -> None:
    (fragment,) = read(text).fragments
    assert fragment.keys == keys


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        pytest.param(
            "@article{\n  title = {T},\n}",
            "6:3",
            "there is no citation key, or no comma behind it",
            id="no key",
        ),
        pytest.param(
            "@article{title={T},\n}",
            "5:10",
            "there is no citation key, or no comma behind it",
            id="no key, tight",
        ),
        pytest.param(
            "@article{year=2020,\n}",
            "5:10",
            "there is no citation key, or no comma behind it",
            id="a number first",
        ),
        pytest.param(
            "@article{ktitle={T}, year=2020}",
            "5:10",
            "there is no citation key, or no comma behind it",
            id="no comma, tight",
        ),
        pytest.param("@{k, title = {T}}", "5:1", "there is no entry type before the brace", id="no type"),
    ],
)
def test_an_entry_without_a_key_or_a_type_is_named_by_its_place(text: str, place: str, message: str) -> None:
    fragment = between(text)
    assert str(fragment.place) == f"a.bib:{place}"
    assert fragment.message == f"this entry cannot be read: {message}"
    assert (fragment.key, fragment.entries) == ("", 1)


@pytest.mark.parametrize(
    ("text", "place", "message", "entries"),
    [
        pytest.param(
            "}",
            "5:1",
            "this text cannot be read: a closing brace stands outside of any entry",
            0,
            id="a brace",
        ),
        pytest.param(
            "% a comment\n  title = {T},\n  year = 2020,\n}",
            "6:3",
            "this text cannot be read: it is part of no entry, and looks like a piece of one",
            1,
            id="an entry without its head",
        ),
        pytest.param(
            "words, and {more} words",
            "5:1",
            "this text cannot be read: it is part of no entry, and looks like a piece of one",
            0,
            id="words with braces",
        ),
        pytest.param(
            "@comment{words { }",
            "5:1",
            "this `@comment` cannot be read: its closing brace is missing",
            0,
            id="a comment",
        ),
        pytest.param(
            '@preamble{"x" # {',
            "5:1",
            "this `@preamble` cannot be read: its closing brace is missing",
            0,
            id="a preamble",
        ),
        pytest.param(
            '@string{s = "x}',
            "5:9",
            "the macro `s` cannot be read: a double quote is missing in `s`, or its braces do not balance",
            0,
            id="a macro",
        ),
        pytest.param(
            "@string{s {x}}", "5:9", "the macro `s` cannot be read: there is no `=` behind `s`", 0, id="no ="
        ),
        pytest.param(
            "string{s = {x}}",
            "5:1",
            "this text cannot be read: there is no `@` before `string`",
            0,
            id="no sign",
        ),
        pytest.param(
            "@string s = {x}}",
            "5:1",
            "the entry `s` cannot be read: no brace opens behind the entry type `string`",
            1,
            id="no brace",
        ),
        pytest.param(
            "@", "5:1", "this text cannot be read: no brace opens behind the entry type", 1, id="a sign"
        ),
    ],
)
def test_other_text_is_named_with_what_is_wrong(text: str, place: str, message: str, entries: int) -> None:
    fragment = between(text)
    assert (str(fragment.place), fragment.message) == (f"a.bib:{place}", message)
    assert fragment.entries == entries


@pytest.mark.parametrize(
    ("length", "place", "message"),
    [
        (1, "5:1", "no brace opens behind the entry type"),
        (4, "5:1", "no brace opens behind the entry type `art`"),
        (9, "5:10", "the file ends in the middle of it"),
        (10, "5:11", "the file ends in the middle of it"),
        (11, "5:10", "the file ends in the middle of it"),
        (18, "6:3", "the file ends in the middle of it, in `titl` or behind it"),
        (20, "6:3", "the file ends in the middle of it, in `title` or behind it"),
        (22, "6:3", "the file ends in the middle of it, in `title`"),
        (26, "6:3", "a closing brace is missing in `title`; the file ends within it"),
        (32, "6:3", "the file ends in the middle of it, in `title` or behind it"),
        (40, "7:3", "the file ends in the middle of it, in `year`"),
        (43, "7:3", "the file ends in the middle of it, in `year` or behind it"),
    ],
)
def test_a_file_that_was_cut_off_is_named_where_it_ends(length: int, place: str, message: str) -> None:
    text = "@article{k,\n  title = {Seeing},\n  year = 2020\n}\n"
    found = read(BEFORE + text[:length])
    (fragment,) = found.fragments
    assert str(fragment.place) == f"a.bib:{place}"
    assert fragment.message.partition(" cannot be read: ")[2] == message
    assert fragment.entries == 1


def test_each_of_several_damaged_entries_is_named() -> None:
    found = read("@a{one, x = {\n\n@b{two, x = 1 y}\n\n@c{three, x = {1}}\n\n@d{four\n\n@e{five, x = }}}\n")
    assert [entry.key for entry in found.entries] == ["three", "five"]
    assert [(each.key, each.place.line) for each in found.fragments] == [
        ("one", 1),
        ("two", 3),
        ("four", 7),
        ("", 9),
    ]


def test_a_damaged_entry_on_a_line_of_many_harms_none_of_the_others() -> None:
    found = read("@a{one, x = {1}} @b{two, x = {1} @c{three, x = {1}} @d{four, x = 1}")
    assert [entry.key for entry in found.entries] == ["one", "three", "four"]
    assert [each.key for each in found.fragments] == ["two"]


def test_comments_behind_a_damaged_entry_are_not_part_of_it() -> None:
    fragment = between("@article{k,\n  title = {T,\n}\n\n% denoising below\n% more")
    assert fragment.text == "@article{k,\n  title = {T,\n}"


def test_two_damages_that_make_up_for_each_other_are_told_all_the_same() -> None:
    fragment = between("@article{k,\n  author = {A,\n  title = {T},\n  year = 2020},\n  note = {N},\n}")
    assert fragment.message == "the entry `k` cannot be read: a closing brace is missing in `author`"


def test_text_behind_a_good_entry_is_told_and_the_entry_is_read() -> None:
    found = read("@a{k, x = {1}}\n}\n\n@b{l, x = {1}}\n\nBook{m,\n x = {1}\n}\n")
    assert [entry.key for entry in found.entries] == ["k", "l"]
    assert [(each.key, str(each.place)) for each in found.fragments] == [
        ("", "a.bib:2:1"),
        ("m", "a.bib:6:1"),
    ]


def test_a_key_of_any_length_is_shown_in_part() -> None:
    (fragment,) = read("@a{" + "k" * 1000 + "\n").fragments
    assert len(fragment.key) == 1000
    assert len(fragment.message) < 200


@pytest.mark.parametrize(
    ("before", "line", "column"),
    [
        pytest.param("", 2, 2, id="nothing"),
        pytest.param("% ä数\N{MUSICAL SYMBOL G CLEF}\n\t\n", 4, 2, id="other letters"),
        pytest.param("@a{b,\n c = {\\\\\n\n\\\n}}\n", 7, 2, id="backslashes before line ends"),
    ],
)
def test_a_place_is_right_whatever_stands_before_it(before: str, line: int, column: int) -> None:
    (fragment,) = read(f"{before}@a{{k,\n\ttitle {{T}},\n}}").fragments
    assert (fragment.place.line, fragment.place.column) == (line, column)
