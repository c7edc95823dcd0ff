"""Bytes of any encoding become text whose places are those that an editor shows."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.bibtex.source import Source, decode
from pubmd.problem import Severity

TEXT = "@article{gödel,\n  title = {Über – 数},\n}\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="UTF-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="UTF-16 LE with a mark"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="UTF-16 BE with a mark"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16 LE without a mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="UTF-16 BE without a mark"),
        pytest.param(codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), id="UTF-32 LE with a mark"),
        pytest.param(codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), id="UTF-32 BE with a mark"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="CR"),
        pytest.param(TEXT.replace("\n", "\r\n", 1).replace("},\n", "},\r").encode(), id="mixed line ends"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("utf-16"), id="UTF-16 with CRLF"),
    ],
)
def test_text_is_the_same_in_all_encodings_and_line_ends(data: bytes) -> None:
    assert decode("bib/a.bib", data) == (Source("bib/a.bib", TEXT), ())


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_in_any_script(codec: str) -> None:
    text = "@article{数,\n  title = {" + "低照度图像增强　" * 20 + "},\n  note = {Ā" + "数" * 100 + "}\n}\n"
    assert decode("bib/a.bib", text.encode(codec)) == (Source("bib/a.bib", text), ())


@pytest.mark.parametrize("at", range(0, 40, 3))
def test_a_nul_that_strayed_into_utf_8_makes_no_utf_16_of_it(at: int) -> None:
    text = f"{TEXT[:at]}\0{TEXT[at:]}"
    assert decode("bib/a.bib", text.encode()) == (Source("bib/a.bib", text), ())


@pytest.mark.parametrize(
    ("data", "text"),
    [
        pytest.param(b"", "", id="nothing"),
        pytest.param(codecs.BOM_UTF8, "", id="only a mark"),
        pytest.param(codecs.BOM_UTF16_LE, "", id="only a mark of UTF-16"),
        pytest.param(b"a", "a", id="one byte"),
        pytest.param(b"\0", "\0", id="NUL"),
        pytest.param(b"a\0b", "a\0b", id="a NUL within"),
        pytest.param(b"\x01\x1b[31m\x7f", "\x01\x1b[31m\x7f", id="control characters"),
    ],
)
def test_odd_text_is_kept_as_it_is(data: bytes, text: str) -> None:
    assert decode("a.bib", data) == (Source("a.bib", text), ())


@pytest.mark.parametrize(
    ("data", "text", "place", "encoding"),
    [
        pytest.param(b"G\xf6del", "Gödel", "a.bib:1:2", "UTF-8", id="Latin-1"),
        pytest.param(b"a\n\xdcber \x96 \x93x\x94", "a\nÜber – “x”", "a.bib:2:1", "UTF-8", id="Windows-1252"),
        pytest.param(
            b"\x81\x8d\x8f\x90\x9d", "\x81\x8d\x8f\x90\x9d", "a.bib:1:1", "UTF-8", id="not even that"
        ),
        pytest.param("ä ".encode() + b"\xe4", "ä ä", "a.bib:1:3", "UTF-8", id="mixed into UTF-8"),
        pytest.param(b"\xe4 " + "ä".encode(), "ä ä", "a.bib:1:1", "UTF-8", id="before UTF-8"),
        pytest.param(b"a\r\n\r\xe9", "a\n\né", "a.bib:3:1", "UTF-8", id="behind CRLF and CR"),
        pytest.param(codecs.BOM_UTF8 + b"x\xe9", "xé", "a.bib:1:2", "UTF-8", id="behind a mark"),
        pytest.param("ab€".encode()[:-1], "abâ‚", "a.bib:1:3", "UTF-8", id="cut within a character"),
        pytest.param(b"\xed\xa0\x80", "í\xa0€", "a.bib:1:1", "UTF-8", id="half of a pair"),
        pytest.param(
            codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xd8",
            "ab�",
            "a.bib:1:3",
            "UTF-16",
            id="UTF-16",
        ),
        pytest.param(codecs.BOM_UTF16_BE + b"\0a\0", "a�", "a.bib:1:2", "UTF-16", id="UTF-16 cut short"),
        pytest.param(codecs.BOM_UTF32_LE + b"a\0\0\0b\0", "a�", "a.bib:1:2", "UTF-32", id="UTF-32 cut short"),
    ],
)
def test_what_is_in_no_good_encoding_is_read_and_told(
    data: bytes, text: str, place: str, encoding: str
) -> None:
    source, (problem,) = decode("a.bib", data)
    assert source.text == text
    assert (problem.code, problem.severity, str(problem.place)) == (
        "recovered-encoding",
        Severity.WARNING,
        place,
    )
    assert problem.message.startswith(f"the file is not {encoding} here")


@given(st.binary())
def test_any_bytes_are_text_that_can_be_written(data: bytes) -> None:
    source, problems = decode("a.bib", data)
    assert source.text.encode().decode() == source.text
    assert "\r" not in source.text
    assert len(problems) <= 1
    assert not problems or source.place(len(source.text)) >= problems[0].place


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, "a:1:1"),
        ("ab", 1, "a:1:2"),
        ("ab", 2, "a:1:3"),
        ("a\nb", 1, "a:1:2"),
        ("a\nb", 2, "a:2:1"),
        ("\n\n", 2, "a:3:1"),
        ("\t\tä数\N{MUSICAL SYMBOL G CLEF}x", 5, "a:1:6"),
        ("a\u2028b\x0bc\x0cd\x85e", 8, "a:1:9"),
        ("ab", 9, "a:1:3"),
    ],
)
def test_a_place_counts_lines_and_characters_from_one(text: str, offset: int, place: str) -> None:
    assert str(Source("a", text).place(offset)) == place


@given(st.text(alphabet="ab\nä\t"), st.data())
def test_a_place_leads_back_to_its_character(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    place = Source("a", text).place(offset)
    lines = text.split("\n")
    assert len("\n".join(lines[: place.line - 1])) + (place.line > 1) + place.column - 1 == offset
