"""`bib/overrides.yml`: what it adds to entries, and every way to get it wrong."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.config.overrides import Override, Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.problem import Place, Problem, Severity

FILE = "bib/overrides.yml"


def read(text: str) -> tuple[Override, ...]:
    overrides, problems = read_overrides(FILE, text)
    assert problems == ()
    assert overrides is not None
    return overrides.entries


def only(text: str) -> Override:
    (override,) = read(text)
    return override


def wrong(text: str) -> tuple[Problem, ...]:
    overrides, problems = read_overrides(FILE, text)
    assert overrides is None
    return problems


def test_an_override_holds_fields_topics_and_kinship() -> None:
    override = only("""
li23:
  code: https://example.org/code
  topics: [denoising, -low-for-high]
  award: "Best Paper"
  hidden: true
  same_as: other-key
  not_same_as: [a, 10.1000/b]
""")
    assert override == Override(
        key="li23",
        fields={
            "code": ("https://example.org/code", Place(FILE, 3, 9)),
            "award": ("Best Paper", Place(FILE, 5, 10)),
            "hidden": ("true", Place(FILE, 6, 11)),
        },
        add_topics=("denoising",),
        remove_topics=("low-for-high",),
        same_as=("other-key",),
        not_same_as=("a", "10.1000/b"),
        place=Place(FILE, 2, 1),
    )


@pytest.mark.parametrize("text", ["", "\n", "# nothing yet\n", "---\n", "{}", "~", "\ufeff"])
def test_an_empty_file_is_no_overrides(text: str) -> None:
    assert read_overrides(FILE, text) == (Overrides(()), ())


def test_entries_and_fields_keep_their_order() -> None:
    entries = read("b: {slides: /s, code: /c}\na:\n10.1000/XYZ: {code: /d}\n")
    assert [entry.key for entry in entries] == ["b", "a", "10.1000/XYZ"]
    assert list(entries[0].fields) == ["slides", "code"]
    assert entries[1] == Override("a", {}, (), (), (), (), Place(FILE, 2, 1))


@pytest.mark.parametrize(
    "key", ["2024", "https://doi.org/10.1000/xyz", "10.1000/(sici)1097;2-x", "a:b+c", "0x1F", "true", "null"]
)
def test_a_key_is_the_text_that_was_written(key: str) -> None:
    assert only(f"{key}: {{award: x}}").key == key


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2024", "2024"),
        ("0x1F", "0x1F"),
        ("1.50", "1.50"),
        ("True", "True"),
        ("2024-01-02", "2024-01-02"),
        ("'{CVPR} 2024'", "{CVPR} 2024"),
        ("'it''s'", "it's"),
        ('"a\\tb"', "a\tb"),
        ("''", ""),
        ("|\n    one\n    two\n", "one\ntwo\n"),
        (">-\n    one\n    two\n", "one two"),
        ('K\\"urt 100% $x$', 'K\\"urt 100% $x$'),
    ],
)
def test_a_field_is_the_text_that_was_written(value: str, text: str) -> None:
    assert only(f"a:\n  note: {value}\n").fields["note"][0] == text


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_field_without_a_value_is_taken_away(nothing: str) -> None:
    assert only(f"a:\n  Code: {nothing}\n").fields == {"code": ("", Place(FILE, 2, 3))}


def test_field_names_are_compared_in_lower_case() -> None:
    override = only("a: {Code: /c, TOPICS: x, Same_As: b}")
    assert (list(override.fields), override.add_topics, override.same_as) == (["code"], ("x",), ("b",))


@pytest.mark.parametrize(
    ("topics", "added", "removed"),
    [
        ("denoising", ("denoising",), ()),
        ("-denoising", (), ("denoising",)),
        ("[a, -b, c]", ("a", "c"), ("b",)),
        ("\n  - a\n  - -b", ("a",), ("b",)),
        ("'- b'", (), ("b",)),
        ("'a, -b,  c  d '", ("a", "c d"), ("b",)),
        ("a; b, c", ("a", "b, c"), ()),
        ("['a, b', c]", ("a", "b", "c"), ()),
        ("[manipulation/a, A-b]", ("manipulation/a", "A-b"), ()),
        ("[a, A, -b, -B]", ("a",), ("b",)),
        ("[2024, 3D]", ("2024", "3D"), ()),
        ("[]", (), ()),
        ("''", (), ()),
    ],
)
def test_topics_are_added_and_taken_away(
    topics: str, added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    override = only(f"key:\n  topics: {topics}\n")
    assert (override.add_topics, override.remove_topics) == (added, removed)


def test_anchors_and_merge_keys_are_followed() -> None:
    first, second = read("a: &x {award: Best, code: /a}\nb: {<<: *x, code: /b}\n")
    assert first.fields["award"] == second.fields["award"]
    assert second.fields["code"] == ("/b", Place(FILE, 2, 19))


WRONG = {
    "no yaml": ("a: {b\n", [("overrides-syntax", 1, 4, "`{`")]),
    "tab": ("a:\n\tcode: /c\n", [("overrides-syntax", 2, 1, "tab")]),
    "aliases without end": ("a: &a {code: *a}\n", [("overrides-syntax", 1, 4, "alias")]),
    "list": ("- a\n", [("overrides-type", 1, 1, "not a list")]),
    "text": ("li23\n", [("overrides-type", 1, 1, "not text")]),
    "entry as text": ("li23: denoising\n", [("overrides-type", 1, 7, "`li23` wants fields")]),
    "entry as list": ("li23: [denoising]\n", [("overrides-type", 1, 7, "not a list")]),
    "key as list": ("[a]: {code: /c}\n", [("overrides-type", 1, 1, "a list")]),
    "field as list": (
        "a: {author: [A, B]}\n",
        [("overrides-type", 1, 13, "`author` wants text, not a list")],
    ),
    "field as mapping": ("a: {code: {b: c}}\n", [("overrides-type", 1, 11, "not a mapping")]),
    "field with a tag": ("a: {code: !mine c}\n", [("overrides-type", 1, 11, "`!mine`")]),
    "topics as mapping": ("a: {topics: {b: c}}\n", [("overrides-type", 1, 13, "not a mapping")]),
    "topics without a value": ("a:\n  topics:\n", [("overrides-type", 2, 10, "not nothing")]),
    "topics with nothing in the list": ("a: {topics: [~]}\n", [("overrides-type", 1, 14, "not nothing")]),
    "a dash and a space before a topic": (
        "a:\n  topics:\n  - - b\n",
        [("overrides-type", 3, 5, "not a list")],
    ),
    "entry twice": ("a: {code: /c}\na: {code: /d}\n", [("overrides-duplicate", 2, 1, "line 1, column 1")]),
    "entry twice by its DOI": (
        "10.1000/A: \nhttps://doi.org/10.1000/a: \n",
        [("overrides-duplicate", 2, 1, "line 1")],
    ),
    "field twice": ("a: {code: /c, code: /d}\n", [("overrides-duplicate", 1, 15, "line 1, column 5")]),
    "field twice in another case": ("a: {code: /c, Code: /d}\n", [("overrides-duplicate", 1, 15, "line 1")]),
    "empty key": ("'': {code: /c}\n", [("overrides-value", 1, 1, "empty")]),
    "no field name": ("a: {'b c': d}\n", [("overrides-value", 1, 5, "`b c`")]),
    "empty field name": ("a: {'': d}\n", [("overrides-value", 1, 5, "``")]),
    "half a character": ('a: {code: "\\ud800"}\n', [("overrides-value", 1, 11, "half")]),
    "a dash alone": ("a: {topics: '-'}\n", [("overrides-value", 1, 13, "`-`")]),
    "topic added and taken away in another spelling": (
        "a: {topics: [low-light, -low–light]}\n",
        [("overrides-value", 1, 25, "`low–light`")],
    ),
    "topic added and taken away": ("a: {topics: [b, -B]}\n", [("overrides-value", 1, 17, "`B`")]),
    "empty other key": ("a: {same_as: ['']}\n", [("overrides-value", 1, 15, "empty")]),
    "same and not the same as itself": (
        "a: {same_as: a, not_same_as: a}\n",
        [("overrides-value", 1, 30, "`a`")],
    ),
    "same and not the same": ("a: {same_as: b, not_same_as: [c, b]}\n", [("overrides-value", 1, 34, "`b`")]),
    "many things at once": (
        "a: [b]\nc: {code: [/c], topics: {}}\na: \n",
        [
            ("overrides-type", 1, 4, "`a`"),
            ("overrides-type", 2, 11, "`code`"),
            ("overrides-type", 2, 25, "`topics`"),
            ("overrides-duplicate", 3, 1, "`a`"),
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_each_problem_names_its_place(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    problems = wrong(text)
    assert [(each.code, each.place) for each in problems] == [
        (code, Place(FILE, line, column)) for code, line, column, _ in expected
    ]
    for problem, (*_, words) in zip(problems, expected, strict=True):
        assert words in problem.message
        assert problem.severity is Severity.ERROR
        assert problem.hint
        assert (problem.message + problem.hint).isprintable()


def test_names_in_a_list_are_told_how_bibtex_joins_them() -> None:
    (problem,) = wrong("a: {author: [Ada Lovelace, Kurt Gödel]}")
    assert "Ada Lovelace and Kurt Gödel" in problem.hint


def test_a_huge_file_is_refused_unread() -> None:
    (problem,) = wrong("#" * (2 * 1024 * 1024 + 1))
    assert (problem.code, problem.place) == ("overrides-syntax", Place(FILE))
    assert "2048 KiB" in problem.message


def test_a_thousand_entries_are_read() -> None:
    text = "".join(f"key{number}: {{topics: [denoising], code: /c{number}}}\n" for number in range(1000))
    entries = read(text)
    assert len(entries) == 1000
    assert entries[-1].fields["code"] == ("/c999", Place(FILE, 1000, 37))


FRAGMENTS = [
    *(
        "a",
        "b: ",
        "10.1000/x: ",
        "topics: ",
        "same_as: ",
        "code: ",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "-b",
        "{",
        "}",
    ),
    *(
        "[",
        "]",
        ", ",
        "&x ",
        "*x",
        "<<: ",
        "!!str ",
        "|",
        ">",
        '"',
        "'",
        "#",
        "? ",
        "~",
        "true",
        "\t",
        "\\",
        "\ud800",
    ),
]


@settings(max_examples=300, deadline=None)
@given(st.text() | st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join))
def test_any_text_is_overrides_or_problems(text: str) -> None:
    overrides, problems = read_overrides(FILE, text)
    assert (overrides is None) == bool(problems)
    for problem in problems:
        assert re.fullmatch("overrides-(?:syntax|type|duplicate|value)", problem.code)
    for entry in overrides.entries if overrides else ():
        assert all(value.encode() or not value for value, _ in entry.fields.values())
