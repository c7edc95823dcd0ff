"""Where the stretches of a file are after it has changed."""

from __future__ import annotations

import codecs
import marshal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd import stretch
from pubmd.bibtex.bibliography import part_bounds
from pubmd.bibtex.source import Source, decode
from pubmd.config.settings_reader import read_settings
from pubmd.exhibit import Exhibition
from pubmd.span import Packed, packed, read_span
from pubmd.stretch import Known, Piece, aligned, digest, stretches
from tests.site import CONFIGURATION

FILE = "bib/a.bib"
BY = b"this version"
ENTRIES = [
    f"@misc{{key{number},\n  title = {{Título {number}}},\n  note = {{{'é' * number}}},\n}}\n\n"
    for number in range(300)
]
TEXT = "".join(ENTRIES)


def kept(text: str = TEXT) -> list[Known]:
    return [each.known(BY) for each in stretches(Source(FILE, text))]


def pieces(data: bytes, earlier: list[Known] | None = None) -> list[Piece]:
    found = aligned(FILE, data, kept() if earlier is None else earlier, BY)
    assert found is not None
    return found


def described(found: list[Piece], text: str) -> None:
    """The pieces cover the text, and each says of its own stretch what is so."""
    at = 0
    for size, length, known, own in found:
        stretch = text[at : at + length]
        assert len(stretch.encode()) == size
        assert own == ("" if known else stretch)
        assert known in (b"", digest(BY, FILE, stretch.encode()))
        at += length
    assert at == len(text)


def test_the_file_has_several_stretches() -> None:
    assert len(kept()) > 5


def test_a_file_that_is_the_same_is_known_as_a_whole() -> None:
    found = pieces(TEXT.encode())
    assert [each[:3] for each in found] == kept()
    described(found, TEXT)


@pytest.mark.parametrize("at", [0, 1, 150, 298, 299])
@pytest.mark.parametrize(
    "entry",
    [
        pytest.param("", id="taken out"),
        pytest.param("@misc{new,\n  title = {Neu},\n}\n\n", id="another"),
        pytest.param(f"{ENTRIES[7]}@misc{{new,\n  title = {{Neu}},\n}}\n\n", id="one more"),
        pytest.param("@misc{new,\n  title = {Neu\n\n", id="damaged"),
        pytest.param("words between entries\n", id="no entry"),
    ],
)
def test_what_is_around_a_change_is_known(at: int, entry: str) -> None:
    text = "".join([*ENTRIES[:at], entry, *ENTRIES[at + 1 :]])
    found = pieces(text.encode())
    described(found, text)
    fresh = [each for each in found if not each.digest]
    assert 1 <= len(fresh) <= 6
    assert [each.length for each in found] == [end - start for start, end in part_bounds(text)]


SHORT = [f"@a{{k{number},\n}}\n" for number in range(40)]
ODD = ["", "@misc{x, title = {", "}\n", "%\n", "é", "\n}\n", "  @a{x\n}\n"]


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_whatever_changes_the_bounds_are_those_of_the_file(data: st.DataObject) -> None:
    some = st.sampled_from([*SHORT, *ENTRIES[:5], *ODD])
    entries = data.draw(st.lists(some, min_size=20, max_size=60))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretch, "part_bounds", partial(part_bounds, most=2))
        earlier = kept("".join(entries))
        for _ in range(data.draw(st.integers(1, 2))):
            at = data.draw(st.integers(0, len(entries) - 1))
            entries[at : at + data.draw(st.integers(0, 3))] = [data.draw(some)]
        text = "".join(entries)
        found = aligned(FILE, text.encode(), earlier, BY)
    if found is not None:
        described(found, text)
        assert [each.length for each in found] == [end - start for start, end in part_bounds(text, 2)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode(), id="a byte order mark"),
        pytest.param(TEXT.replace("Título 150", "T\r").encode(), id="a line end of an old Mac"),
        pytest.param(
            TEXT.encode().replace("Título 150".encode(), "Título".encode("cp1252")), id="Windows-1252"
        ),
        pytest.param(b"\0" + TEXT.encode(), id="a NUL at the beginning"),
        pytest.param(codecs.BOM_UTF8 + TEXT.encode()[:-5], id="a byte order mark and a change at the end"),
        pytest.param(TEXT.replace("@misc{key150", "<<<<<<< HEAD\n@misc{key150").encode(), id="a merge"),
        pytest.param(TEXT.replace("Título", "Title").encode(), id="all another"),
    ],
)
def test_what_has_to_be_looked_into_is_not_aligned(data: bytes) -> None:
    assert aligned(FILE, data, kept(), BY) is None


def test_a_byte_order_mark_that_is_one_of_two_is_not_text() -> None:
    two = "\ufeff" + TEXT  # what is read of a file that begins with two
    assert aligned(FILE, two.encode(), kept(two), BY) is None


@pytest.mark.parametrize(("file", "by"), [("bib/b.bib", BY), (FILE, b"another version")])
def test_a_stretch_of_another_file_or_version_is_not_known(file: str, by: bytes) -> None:
    assert aligned(file, TEXT.encode(), kept(), by) is None


def values(found: Packed) -> tuple[object, ...]:
    """What the bytes hold; the same value has several forms."""
    return marshal.loads(found.columns), found.texts[:], marshal.loads(found.rest[:])


@pytest.mark.reference
def test_a_real_stretch_that_can_be_kept_reads_the_same_alone(reference: Path) -> None:
    found, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert found
    exhibition = Exhibition(found)
    compared = 0
    for file in sorted((reference / "bibs").rglob("*.bib")):
        source, _ = decode("bib/vision.bib", file.read_bytes())
        bounds = part_bounds(source.text, 4)
        for start, end in bounds if len(source.text) < 300_000 else ():
            span = read_span(source, start, end, exhibition)
            known = packed(span, source, start, end)
            alone = Source(source.file, source.text[start:end])
            span = read_span(alone, 0, end - start, exhibition)
            again = packed(span, alone, 0, end - start) if span.part.is_closed else None
            if again:
                compared += 1
                assert known is not None
                assert values(again) == values(known), (file.name, start)
    assert compared > 1000
