"""What the structure of a file comes to: entries, macros, comments, and what could not be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pubmd.bibtex.bibliography import Bibliography, read_bibliography
from pubmd.bibtex.source import Source, decode
from pubmd.bibtex.value import Value
from pubmd.paper.library import library


def read(text: str) -> Bibliography:
    return read_bibliography(Source("bib/a.bib", text))


def values(text: str) -> list[tuple[str, dict[str, Value]]]:
    """The entries' keys and fields of a text in which nothing is wrong."""
    found = read(text)
    assert not found.fragments, found.fragments
    return [(entry.key, entry.fields) for entry in found.entries]


ENTRY = [("k", {"title": "A", "year": "2020"})]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@article{k, title = {A}, year = {2020}}", id="on one line"),
        pytest.param(
            "@article{k,\n  title = {A},\n  year = {2020},\n}\n", id="a comma behind the last field"
        ),
        pytest.param("@ARTICLE{k,\n\tTITLE={A},\n\tYear=2020}", id="capitals, and a number"),
        pytest.param('@article{k, title = "A", year = "2020"}', id="quotes"),
        pytest.param("@article(k, title = {A}, year = 2020)", id="parentheses"),
        pytest.param("@article {k ,\n title={A} , year\n=\n2020 }", id="white space everywhere"),
        pytest.param("@article{\n  k\n  ,title = {A}\n  ,year = {2020}\n}", id="commas first"),
        pytest.param("@article\n{k, title = {A}, year = {2020}}", id="the brace on the next line"),
        pytest.param("@ article{k, title = {A}, year = {2020}}", id="a space behind the sign"),
        pytest.param("  @article{k, title = {A}, year = {2020}}", id="indented"),
        pytest.param("@in-proceedings{k, title = {A}, year = {2020}}", id="a hyphen in the type"),
        pytest.param("@article{k, title = {A},, year = {2020},,}", id="two commas"),
        pytest.param("@article{k, title = {A},\n  , year = {2020}}", id="two commas on two lines"),
        pytest.param("@article{k, title = {A},\n % a note\n year = {2020}}", id="a note"),
        pytest.param(
            "@article{k,\n title = {A}, % a note, with = {it\n year = {2020}}", id="a note with anything"
        ),
        pytest.param("@article{k,\n %\n % a\n % b,\n\n title = {A}, year = {2020}}", id="several notes"),
        pytest.param(
            "@article{k,\n title = {A} % here\n , year = {2020} % there\n}", id="notes before commas"
        ),
        pytest.param("@article{k, title = {A}, % year = {1999},\n year = 2020}", id="a field commented out"),
        pytest.param("some words\n@article{k, title = {A}, year = {2020}}\nmore words", id="words around"),
        pytest.param("words @article{k, title = {A}, year = {2020}} words", id="words beside"),
        pytest.param("\ufeff@article{k, title = {A}, year = {2020}}", id="a mark that was left over"),
        pytest.param("@article{k, title = {A}, year = {2020}},", id="a comma behind the entry"),
        pytest.param("---\n---\n@article{k, title = {A}, year = {2020}}", id="a header for Jekyll"),
        pytest.param(
            "---\nlayout: {x}\n# a: @b{c}\n---\n\n@article{k, title = {A}, year = {2020}}",
            id="a header with text",
        ),
        pytest.param(
            '@preamble{"\\newcommand{\\x}{y}"}\n@article{k, title = {A}, year = {2020}}', id="a preamble"
        ),
        pytest.param(
            '@preamble("x")\n@article{k, title = {A}, year = {2020}}', id="a preamble in parentheses"
        ),
        pytest.param(
            "@comment words {\n@article{k, title = {A}, year = {2020}}", id="a comment without braces"
        ),
        pytest.param("@article{k, title = {A}, year = {2020}}\n@Comment", id="a comment without anything"),
        pytest.param(
            "@article{k, title = {A}, year = {2020}}\n\n@Comment{jabref-meta: groupstree:\n"
            "0 AllEntriesGroup:;\n1 StaticGroup:Group\\;0\\;1\\;\\;\\;\\;;\n}\n\n"
            "@Comment{jabref-entrytype: Article: req[a] opt[b]}\n",
            id="JabRef's metadata",
        ),
        pytest.param("% Encoding: UTF-8\n\n@article{k, title = {A}, year = {2020}}", id="JabRef's encoding"),
        pytest.param(
            "# a = {\n// b = {\n@article{k, title = {A}, year = {2020}}", id="comments of other languages"
        ),
    ],
)
def test_an_entry_is_read_however_it_is_written(text: str) -> None:
    assert values(text) == ENTRY


@pytest.mark.parametrize(
    ("text", "key", "title"),
    [
        pytest.param("@a{k, title = {C:\\dir\\}}", "k", "C:\\dir\\", id="a backslash at the end"),
        pytest.param("@a{k, title = {It ends. \\\\}}", "k", "It ends. \\\\", id="two backslashes at the end"),
        pytest.param('@a{k, title = "C:\\dir\\"}', "k", "C:\\dir\\", id="a backslash before a quote"),
        pytest.param('@a{k, title = "{\\"o}"}', "k", '{\\"o}', id="an accent in quotes"),
        pytest.param('@a{k, title = "G\\"odel"}', "k", 'G\\"odel', id="an accent in quotes without braces"),
        pytest.param('@a{k, title = "a {"}b{"} c"}', "k", 'a {"}b{"} c', id="quotes in braces in quotes"),
        pytest.param('@a{k, title = "{a "b", c}"}', "k", '{a "b", c}', id="a quotation in quotes"),
        pytest.param('@a{k, title = {a "b, c}}', "k", 'a "b, c', id="one quote in braces"),
        pytest.param("@a{k, title = {\\{a\\}}}", "k", "\\{a\\}", id="a set"),
        pytest.param("@a{k, title = {a \\{ b}}", "k", "a \\{ b", id="half a set"),
        pytest.param("@a{k, title = {a \\} b}}", "k", "a \\} b", id="the other half"),
        pytest.param("@a{k, title = {a\n@x{b}\nc}}", "k", "a\n@x{b}\nc", id="a sign at a line's start"),
        pytest.param(
            "@a{k, title = {\n@b{c,\n d = {e},\n}}}", "k", "\n@b{c,\n d = {e},\n}", id="BibTeX in it"
        ),
        pytest.param('@a{k, title = "a\n @ x{b} c"}', "k", "a\n @ x{b} c", id="a sign in quotes"),
        pytest.param(
            "@a{k, title = {a\n@in-b{c,}\n}}", "k", "a\n@in-b{c,}\n", id="a type with a hyphen in it"
        ),
        pytest.param("@a{k=1, title = {A}}", "k=1", "A", id="a key with ="),
        pytest.param("@a{k'1, title = {A}}", "k'1", "A", id="a key with an apostrophe"),
        pytest.param("@a{10.1/2:3+4_5, title = {A}}", "10.1/2:3+4_5", "A", id="a key with signs"),
        pytest.param("@a{ключ数, title = {A}}", "ключ数", "A", id="a key in other scripts"),
        pytest.param("@a{, title = {A}}", "", "A", id="an empty key"),
        pytest.param("@a{k, title = }", "k", "", id="an empty value"),
        pytest.param("@a{k, title = , year = 2020}", "k", "", id="an empty value before a comma"),
        pytest.param("@a{k, title = {a\x01b\x9fc\x00}}", "k", "a\x01b\x9fc\x00", id="control characters"),
        pytest.param("@a{k, title = {a % b}}", "k", "a % b", id="a percent sign"),
        pytest.param("@a{k, title = {x, y = z}}", "k", "x, y = z", id="an equation"),
        pytest.param(
            "@a{k, title = {a\n% b}, year = 1\n}}", "k", "a\n% b", id="a percent sign at a line's start"
        ),
    ],
)
def test_a_value_is_what_bibtex_or_else_other_programs_read(text: str, key: str, title: str) -> None:
    entry, *others = read(text).entries
    assert others == []
    assert (entry.key, entry.fields["title"]) == (key, title)


def test_the_type_is_in_lower_case_and_otherwise_as_written() -> None:
    types = [entry.type for entry in read("@InProceedings{a}\n@ in-book\n(b,)\n@a.b:c{c,}").entries]
    assert types == ["inproceedings", "in-book", "a.b:c"]


def test_fields_keep_their_order_and_the_first_of_a_name_counts() -> None:
    (entry,) = read("@a{k, Year = 1, b = 2, year = 3, B = 4, year = 5}").entries
    assert list(entry.fields.items()) == [("year", "1"), ("b", "2")]
    assert entry.repeated == ("year", "b", "year")


def test_a_field_given_twice_is_told_where_a_note_stands_as_well() -> None:
    (entry,) = read("@a{k, Year = 1, % x\n year = 3}").entries
    assert (entry.fields, entry.repeated) == ({"year": "1"}, ("year",))


def test_entries_of_one_key_and_of_keys_that_differ_in_case_are_all_kept() -> None:
    found = values("@a{k, x = 1}\n@a{K, x = 2}\n@a{k, x = 3}\n@a{k, x = 1}\n@a{k, x = 1}")
    assert found == [
        ("k", {"x": "1"}),
        ("K", {"x": "2"}),
        ("k", {"x": "3"}),
        ("k", {"x": "1"}),
        ("k", {"x": "1"}),
    ]


def test_entries_behind_one_that_was_broken_off_are_told_apart() -> None:
    found = read("@a{k\n@a{k, x = 1}\n@a{k, x = 1}\n@string{s\n@a{k, x = 1}\n")
    assert [entry.start for entry in found.entries] == [5, 18, 41]
    assert [(fragment.start, fragment.end) for fragment in found.fragments] == [(0, 4), (31, 40)]


def test_an_expression_stays_one_until_all_macros_are_known() -> None:
    ((_, fields),) = values('@a{k, month = jan # "~31", b = "x" # "y", c = {d}}')
    assert fields == {
        "month": (("macro", "jan"), ("text", "~31")),
        "b": (("text", "x"), ("text", "y")),
        "c": "d",
    }


@pytest.mark.parametrize(
    ("text", "macros"),
    [
        ('@string{a = "x"}', {"a": "x"}),
        ("@STRING(A = {x})", {"a": "x"}),
        ("@string {\n a\n=\n{x}\n}", {"a": "x"}),
        ("@string\n{a = {x}}", {"a": "x"}),
        ("@ string{a = {x}}", {"a": "x"}),
        ('@string{a = "x"}@string{b = a # "y"}', {"a": "x", "b": "xy"}),
        ("@string{b = a # c}@string{a = {x}}", {"a": "x", "b": (("macro", "a"), ("macro", "c"))}),
        ('@string{a = "x"}@string{a = "y"}', {"a": "y"}),
        ('@string{a = "x"}@string{a = a # "y"}', {"a": "xy"}),
        ('@string{a = "x", b = "y",}', {"a": "x", "b": "y"}),
        ('@string{a = {\\}}@string{b = "G{\\"o}del"}', {"a": "\\", "b": 'G{\\"o}del'}),
        ("%@string{a = {x}}\n@string{b = {y}}", {"b": "y"}),
        ("@string{a = {}}", {"a": ""}),
        ("@string{a = b=c}", {}),
    ],
)
def test_macros_are_read_and_made_of_others(text: str, macros: dict[str, Value]) -> None:
    assert read(text).macros == macros


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        pytest.param(
            "@string{p={A}}\n@a{x, title=p}\n@string{p={B}}\n@a{y, title=p}\n"
            "@string{p={C}}\n@a{z, title=p # p}",
            ["A", "B", "CC"],
            id="from its definition on",
        ),
        pytest.param("@a{x, title=p}\n@string{p={A}}\n@string{p={B}}", ["A"], id="before, the first"),
        pytest.param(
            "@string{p={A}}\n@string{q=p}\n@string{p={B}}\n@a{x, title=q}\n@a{y, title=p}",
            ["A", "B"],
            id="as it was when another was made of it",
        ),
        pytest.param("@string{p={A}}\n@string{p={A}}\n@a{x, title=P}", ["A"], id="the same twice"),
    ],
)
def test_a_macro_that_is_defined_anew_counts_from_there_on(text: str, titles: list[str]) -> None:
    assert [entry["title"] for entry in library([read(text)])] == titles


@pytest.mark.parametrize(
    ("text", "keys", "commented_out"),
    [
        pytest.param("%@a{old, x = 1}\n@a{new, x = 1}", ["new"], 1, id="one line"),
        pytest.param("  % @a{old, x = 1}\n@a{new, x = 1}", ["new"], 1, id="one line, indented"),
        pytest.param("%@a{old,\n%  x = 1,\n%}\n@a{new, x = 1}", ["new"], 1, id="each line"),
        pytest.param("%@a{old,\n  x = 1,\n}\n@a{new, x = 1}", ["new"], 1, id="the first line"),
        pytest.param("%% @a{old,\n%%\tx = {1,\n%%}\n@a{new, x = 1}", ["new"], 1, id="damaged, each line"),
        pytest.param("%@a{old,\n% x = {1}\n%}\n%@b{older,\n% y = {2}\n%}\n@a{new,}", ["new"], 2, id="two"),
        pytest.param("%@a{old,\n% x = {1\n\n@a{new,}", ["new"], 1, id="damaged, a blank line behind"),
        pytest.param("% see @a{old} and @b{older}\n@a{new,}", ["new"], 2, id="prose"),
        pytest.param("% @in-a\t{old}\n% @string{x = {y}}\n@a{new,}", ["new"], 1, id="odd heads"),
        pytest.param("@a{new,} % @b{old,}\n@a{newer,}", ["new", "newer"], 1, id="behind an entry"),
        pytest.param("@comment{@a{old, x = 1}}\n@a{new,}", ["new"], 1, id="a comment around it"),
        pytest.param(
            "@comment{\n@a{old,\n x = {1}\n}\n\n@b{older,\n}\n}\n@a{new,}",
            ["new"],
            2,
            id="a comment around two",
        ),
        pytest.param("@Comment (@a{old, x = 1} )\n@a{new,}", ["new"], 1, id="a comment in parentheses"),
        pytest.param("@comment @a{new, x = 1}", ["new"], 0, id="a comment that ends at once"),
        pytest.param("@a{k,\n title = {x},\n % @b{no,\n}", ["k"], 0, id="a note within an entry"),
    ],
)
def test_what_is_commented_out_is_counted_and_not_read(
    text: str, keys: list[str], commented_out: int
) -> None:
    found = read(text)
    assert [entry.key for entry in found.entries] == keys
    assert found.commented_out == commented_out
    assert found.fragments == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t\n",
        "% nothing\n%\n",
        "# nothing\n",
        "@comment{nothing}\n",
        "---\n---\n",
        "---\na: 1\n---\n% b\n",
    ],
)
def test_a_file_of_nothing_or_of_comments_is_nothing(text: str) -> None:
    assert read(text) == Bibliography(
        Source("bib/a.bib", text), (), [], [], {}, (), 0, tuple(uncommented(read(text)))
    )


def uncommented(found: Bibliography) -> Iterator[tuple[int, int]]:
    """What was passed over, where it is more than white space."""
    for start, end in found.passed_over:
        assert found.source.text[start:end].strip()
        yield start, end


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html>\n<html><body>Not found</body></html>", "this file is a web page, not BibTeX"),
        ("<?xml version='1.0'?>\n<a/>", "this file is XML, not BibTeX"),
        ("TY  - JOUR\nTI  - Seeing\nER  -\n", "this file is RIS, not BibTeX"),
        ("%0 Journal Article\n%T Seeing\n", "this file is EndNote's own format, not BibTeX"),
        ("PMID- 1234\nTI  - Seeing\n", "this file is PubMed's format, not BibTeX"),
        ('[{"title": "Seeing"}]', "this file is JSON, not BibTeX"),
        ("Seeing, by Ada Lovelace\n", "nothing in this file is BibTeX"),
        ("---\na: 1\n---\n404: Not Found", "nothing in this file is BibTeX"),
    ],
)
def test_a_file_in_another_format_is_named(text: str, message: str) -> None:
    found = read(text)
    assert found.entries == ()
    assert [fragment.message for fragment in found.fragments] == [message]


HOSTILE = {
    "signs": "@" * 100_000,
    "lines of signs": "@\n" * 100_000,
    "braces": "{" * 100_000,
    "closing braces": "}" * 100_000,
    "open entries": "@a{b,c={\n" * 3_000,
    "open entries on one line": "@a{b,c={ } " * 3_000,
    "open entries without keys": "@a{,y={\\{\\{}} " * 3_000,
    "open quotes": '@a{,y="{\\{}" ' * 3_000,
    "heads": "@a(" * 20_000,
    "comments that do not end": "@comment{\n" * 5_000,
    "comments on one line": "@comment{ " * 20_000,
    "macros that do not end": "@string{a = \n" * 5_000,
    "commented heads": "%@a{b, " * 10_000,
    "commented lines": "%@a{b,\nx\n" * 10_000,
    "entries in entries": "@a{b,c={\n" * 5_000 + "}}" * 5_000,
    "values with heads": "@a{b,c={\n@x{y}\n}}\n" * 5_000,
    "open values with heads": "@a{b,c={\n@x{y}\n" * 5_000,
    "surplus braces": "@a{b,x={y}},\ny=2}\n" * 5_000,
    "commas": "@a{b" + "," * 100_000 + "}",
    "notes": "@a{b," + "%\n" * 100_000,
    "names": "@a{b," + "x=1\n" * 50_000 + "}",
    "one word": "w" * 5_000_000,
    "one line": "w = " * 1_000_000,
    "white space": "@a{b,c" + " \n" * 100_000 + "d}",
    "spaces": " " * 5_000_000 + "x",
    "newlines": "@a{b,c={=," + "\n" * 100_000 + "}}",
    "commas and newlines": "@a{b,c={=" + ",\n" * 100_000 + "}}",
    "a header without an end": "---\n" + "a: b\n" * 100_000,
    "an expression": '@a{b,x="a"' + '#"a"' * 50_000 + "}",
    "private characters": "@a{b,c={\\}}" + "".join(map(chr, range(0xF0000, 0xFFFFE))),
    "a long key": "@a{" + "k=" * 500_000 + ",x={y}}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_made_to_hurt_is_accounted_for(text: str) -> None:
    assert unaccounted(read(text)) == ""


def unaccounted(found: Bibliography) -> str:
    """The text that is part of nothing."""
    spans = [(each.start, each.end) for each in (*found.entries, *found.fragments)]
    position, rest = 0, ""
    for start, end in sorted([*spans, *found.passed_over]):
        assert start >= position
        rest += found.source.text[position:start]
        position = end
    return (rest + found.source.text[position:]).strip()


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("word " * 2_000_000, id="ten million characters"),
        pytest.param("{" * 50_000 + "}" * 50_000, id="nested fifty thousand deep"),
        pytest.param("{}" * 500_000, id="a million braces"),
        pytest.param("\\" * 100_000, id="backslashes"),
    ],
)
@pytest.mark.parametrize("quote", [True, False])
def test_a_huge_value_is_read_as_it_is(title: str, quote: bool) -> None:
    value = f'"{title}"' if quote else f"{{{title}}}"
    assert values(f"@a{{k, title = {value}}}") == [("k", {"title": title})]


# Behind a backslash it is a TeX macro in a preamble.
# How people comment an entry out who know no other way.
_COMMENT_FOR_TYPE = re.compile(r"@comment\{[^\s,{}=]+,\s*\w+\s*=", re.IGNORECASE)
_HEAD = re.compile(r"(?<!\\)@[ \t]*(?!(?:string|preamble|comment)\b)[a-z]\w*\s*[{(]", re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("@comment{@article{k, title = {A}}}", 1, id="an entry in a comment"),
        pytest.param("@comment{k,\n  title = {A}\n}", 1, id="`comment` for its type"),
        pytest.param("@comment{article{k,\n  title = {A}\n}}", 1, id="`comment{` behind its sign"),
        pytest.param("@comment{\n@a{k, b = {c}}\nd{l, e = {f}}}", 2, id="two"),
        pytest.param("@comment{words, and {more} = words}", 0, id="words"),
        pytest.param("@Comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n}", 0, id="metadata"),
    ],
)
def test_entries_in_comments_are_counted(text: str, count: int) -> None:
    found = read(text)
    assert (found.commented_out, found.entries, found.fragments) == (count, (), ())


@pytest.mark.reference
def test_every_entry_of_the_reference_bibliographies_has_a_fate(reference: Path) -> None:
    told, files, entries = [], 0, 0
    for file in sorted((reference / "bibs").rglob("*")):
        if not file.is_file():
            continue
        source, _ = decode(file.name, file.read_bytes())
        found = read_bibliography(source)
        files, entries = files + 1, entries + len(found.entries)
        name = os.fspath(file.relative_to(reference / "bibs"))
        assert unaccounted(found) == "", name
        # A head behind an entry's own belongs to a value.
        outside = len(found.entries)
        position = 0
        for entry in found.entries:
            outside += len(_HEAD.findall(source.text, position, entry.start))
            position = entry.end
        outside += len(_HEAD.findall(source.text, position)) + len(_COMMENT_FOR_TYPE.findall(source.text))
        # An entry that has lost its `@` or its brace has no head.
        unread = sum(
            each.entries
            for each in found.fragments
            if _HEAD.search(each.text) or _COMMENT_FOR_TYPE.search(each.text)
        )
        counted = len(found.entries) + found.commented_out + unread
        if outside != counted:
            told.append((name, outside, counted))
    assert files > 1000
    assert entries > 39_000
    assert told == []
