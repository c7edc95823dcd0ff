"""Blocks are the same, whether bibtexparser sees plain values or only numbers in their place."""

from __future__ import annotations

import subprocess
import sys
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pubmd.bibtex import block
from pubmd.bibtex.block import Kind, blocks
from pubmd.bibtex.value import read_value

LONG = 'a long value, with {words {in} braces}, C:\\dir\\, lines\n  and \\"signs, which nobody counts'
PIECES = [
    *(
        "@article{key,",
        "@string{a = ",
        "@comment{",
        "@misc(k,",
        "\n",
        "}",
        "{",
        '"',
        ",",
        "=",
        "\\",
        "#",
        "@",
        " ",
    ),
    *(
        "\n@book{b,",
        "  title = ",
        " year = 2020",
        " = {",
        " = {},",
        "={a}",
        '= "a {b, c} d",',
        '= "a \\& {\\"o} b"',
        '= "a \\"',
        '= "https://example.org/@me,x?p,q=",',
        '\n@comment( a = "b) c" @misc{k, title = {T}} )',
        ") c",
        f" = {{{LONG}}}",
        f'= "{LONG}"',
        f"= {{{LONG}",
        f"{{{LONG}}}",
    ),
    *("\x01", "\x020\x02", "% note\n", "},\n", "name", LONG),
]


def test_bibtexparser_is_there_for_whoever_asks_for_all_of_it() -> None:
    program = """\
import sys
from pubmd.bibtex.block import Kind, blocks
text = "@misc{k, title = {T}}"
assert [each.kind for each in blocks(text, 0, len(text))] == [Kind.ENTRY]
assert "bibtexparser" not in sys.modules
import bibtexparser
assert bibtexparser.__version__ and [each.key for each in bibtexparser.parse_string(text).entries] == ["k"]
blocks.__globals__["_splitter"].cache_clear()
assert [each.kind for each in blocks(text, 0, len(text))] == [Kind.ENTRY]
assert sys.modules["bibtexparser"] is bibtexparser
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def whole(text: str) -> list[block.Block]:
    """The blocks where no value is left out."""
    with mock.patch.object(block, "_apart", lambda text: [text]):
        return blocks(text, 0, len(text))


def as_they_stand(found: list[block.Block]) -> list[block.Block]:
    """The blocks without what is known of their values."""
    return [
        each._replace(fields=tuple((name, value, False) for name, value, _ in each.fields)) for each in found
    ]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example("".join(map(chr, range(1, 9))) + f"@article{{key, title = {{{LONG}}}}}")
@settings(max_examples=2000)
def test_blocks_are_the_same_whatever_bibtexparser_sees_of_plain_values(text: str) -> None:
    found = blocks(text, 0, len(text))
    assert as_they_stand(found) == whole(text)
    for each in found:
        for _, value, is_string in each.fields:
            assert not is_string or read_value(value) == value[1:-1]


def test_a_plain_value_comes_back_as_it_stands() -> None:
    text = f"  % before\n@article{{key, title = {{{LONG}}},\n year = 2020, note={{{LONG}}} }}\nbehind"
    found = blocks(text, 0, len(text))
    assert [each.kind for each in found] == [Kind.TEXT, Kind.ENTRY, Kind.TEXT]
    assert found[1].fields == (
        ("title", f"{{{LONG}}}", True),
        ("year", "2020", False),
        ("note", f"{{{LONG}}}", True),
    )
    assert text[found[1].start] == "@"
    assert text[: found[1].end].endswith("} }")


@pytest.mark.parametrize(
    "value",
    ['"https://example.org/@me,x?p,q="', '"mail a@b.org, subject = "', '{a "word" = b}', '"{"} = "'],
)
def test_a_quote_that_is_no_plain_values_hides_nothing(value: str) -> None:
    text = f'@misc{{k,\n title = "Title",\n url = {value},\n year = "2020",\n note = ""\n}}\n'
    (found,) = blocks(text, 0, len(text))
    assert found.kind is Kind.ENTRY
    assert [each[:2] for each in found.fields] == [
        ("title", '"Title"'),
        ("url", value),
        ("year", '"2020"'),
        ("note", '""'),
    ]


def test_a_comment_in_parentheses_ends_where_it_did() -> None:
    text = '@comment( note = "see 1) here" @misc{k, title = {T}} (done) )\n@misc{j, title = "T"}\n'
    assert as_they_stand(blocks(text, 0, len(text))) == whole(text)
