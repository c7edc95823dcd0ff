"""A file that was damaged in one place loses nothing without a word.

Each entry is read in full afterwards, or a fragment names its place; all entries that were not touched are
read as before; and every character of the file belongs to an entry, a macro, a comment or a fragment.
"""

from __future__ import annotations

import os
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.bibtex.bibliography import Bibliography, read_bibliography
from pubmd.bibtex.raw_entry import RawEntry
from pubmd.bibtex.source import Source, decode
from pubmd.problem import Place
from tests.properties.exports import DIALECTS, Part, export

EXAMPLES = int(os.environ.get("PUBMD_EXAMPLES", "900"))
A_DIALECT = max(EXAMPLES // len(DIALECTS), 1)
MUTATIONS = ("byte", "flip", "brace", "comma", "quote", "equals", "at", "cut")
_SIGNS = {"flip": "{}", "brace": "{}()", "comma": ",", "quote": '"', "equals": "=", "at": "@"}


def read(text: str) -> Bibliography:
    return read_bibliography(Source("bib/a.bib", text))


def mutated(text: str, kind: str, rng: Random) -> tuple[str, int]:
    """The text with one thing wrong, and the offset of that: -1 where there is nothing to change."""
    if kind in _SIGNS:
        places = [at for at, sign in enumerate(text) if sign in _SIGNS[kind]]
        if not places:
            return text, -1
        at = rng.choice(places)
    else:
        at = rng.randrange(len(text))
    if kind == "cut":
        return text[:at], at
    if kind == "flip":
        return text[:at] + ("}" if text[at] == "{" else "{") + text[at + 1 :], at
    return text[:at] + text[at + 1 :], at


def uncovered(found: Bibliography) -> str:
    """The text that belongs to nothing."""
    text = found.source.text
    spans = [(each.start, each.end) for each in found.entries]
    spans += [(each.start, each.end) for each in found.fragments]
    spans += found.passed_over
    position, rest = 0, ""
    for start, end in sorted(spans):
        assert start >= position, f"{text[start:end]!r} is accounted for twice"
        rest += text[position:start]
        position = end
    return (rest + text[position:]).strip()


def lost(parts: list[Part], before: Bibliography, found: Bibliography, kind: str, at: int) -> list[str]:
    """What is wrong with the reading of a text that was changed at this offset."""
    text = found.source.text
    read_before = {each.start: each for each in before.entries}
    shift = 0 if kind == "flip" else -1
    read_at = {each.start: each for each in found.entries}
    wrong = []
    for part in parts:
        start = part.start if part.start <= at else part.start + shift
        end = part.end if part.end <= at else part.end + shift
        if kind == "cut":
            end = min(part.end, at)
            if start >= end:
                continue
        entry = read_at.get(start)
        whole = read_before[part.start]
        is_touched = part.start <= at < part.end
        if not is_touched:
            if entry is None or (entry.key, entry.fields) != (whole.key, whole.fields):
                # A comment's line that lost its end takes the entry's first line in.
                line = text[text.rfind("\n", 0, start) + 1 : start]
                if not (line.strip().startswith("%") and found.commented_out):
                    wrong.append(f"untouched: {part.key}: {entry}")
        elif not _is_whole(entry, whole, part, at) and not _is_named(found, start, end):
            wrong.append(f"touched: {part.key}: {entry}")
    return wrong


def _is_whole(entry: RawEntry | None, whole: RawEntry, part: Part, at: int) -> bool:
    """Whether the entry is read as before, but for the one word or value that was changed."""
    if entry is None:
        return False
    if part.key_span[0] <= at < part.key_span[1]:
        return entry.fields == whole.fields
    if entry.key != whole.key:
        return False
    if any(start <= at < end for start, end in part.name_spans):
        return len(entry.fields) + len(entry.repeated) == len(part.names)
    changed = sum(entry.fields[name] != whole.fields[name] for name in whole.fields if name in entry.fields)
    return entry.fields.keys() == whole.fields.keys() and changed <= 1


def _is_named(found: Bibliography, start: int, end: int) -> bool:
    """Whether a fragment overlaps this stretch or stands next to it."""
    text = found.source.text
    for each in found.fragments:
        if each.start < end and start < each.end:
            return True
        between = text[end : each.start] if each.start >= end else text[each.end : start]
        if not between.strip():
            return True
    return False


@pytest.mark.parametrize("dialect", DIALECTS)
@given(seed=st.integers(0, 2**32))
@settings(max_examples=A_DIALECT, deadline=None)
def test_an_undamaged_export_is_read_in_full(dialect: str, seed: int) -> None:
    text, parts = export(seed, dialect)
    found = read(text)
    assert [(each.key, tuple(each.fields)) for each in found.entries] == [
        (part.key, part.names) for part in parts
    ]
    assert [(each.start, each.end) for each in found.entries] == [(part.start, part.end) for part in parts]
    assert not found.fragments
    assert uncovered(found) == ""


@pytest.mark.parametrize("dialect", DIALECTS)
@given(seed=st.integers(0, 2**32), kind=st.sampled_from(MUTATIONS))
@settings(max_examples=A_DIALECT, deadline=None)
def test_one_thing_wrong_loses_nothing_without_a_word(dialect: str, seed: int, kind: str) -> None:
    text, parts = export(seed, dialect)
    damaged, at = mutated(text, kind, Random(seed))
    if at < 0:
        return
    found = read(damaged)
    assert uncovered(found) == ""
    assert lost(parts, read(text), found, kind, at) == []


_PIECES = (
    *("@", "@article{", "@a(", "@string{", "@comment{", "@preamble{", "%", "{", "}", "(", ")", '"', ",", "="),
    *(
        "#",
        "\\",
        "\n",
        "\r",
        " ",
        "\t",
        "key",
        "title",
        "year = 2020",
        "{x}",
        "---\n",
        "jan",
        "\0",
        "ä",
        "\ufeff",
    ),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_text_is_accounted_for(text: str) -> None:
    source, _ = decode("bib/a.bib", text.encode())
    found = read_bibliography(source)
    assert uncovered(found) == ""
    lines = source.text.split("\n")
    for fragment in found.fragments:
        assert source.text[fragment.start : fragment.end] == fragment.text
        assert fragment.text.strip()
        assert fragment.place.column <= len(lines[fragment.place.line - 1]) + 1
    for entry in found.entries:
        assert all(entry.place(name) >= entry.place() for name in entry.fields)


@given(st.binary(max_size=300))
@settings(max_examples=EXAMPLES, deadline=None)
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    source, _ = decode("bib/a.bib", data)
    assert uncovered(read_bibliography(source)) == ""


@pytest.mark.parametrize("dialect", DIALECTS)
@given(
    seed=st.integers(0, 2**32),
    before=st.sampled_from(("", "% ä\t数\U0001d11e\n", "\n\n", "@a{b,\n c = {\\\\\n\n\\\n}}\n")),
    line_end=st.sampled_from(("\n", "\r\n", "\r")),
    encoding=st.sampled_from(("utf-8", "utf-8-sig", "utf-16")),
)
@settings(max_examples=A_DIALECT, deadline=None)
def test_places_are_those_that_an_editor_shows(
    dialect: str, seed: int, before: str, line_end: str, encoding: str
) -> None:
    text = before + export(seed, dialect, 2)[0]
    source, _ = decode("bib/a.bib", text.replace("\n", line_end).encode(encoding))
    lines = text.split("\n")

    def shown(place: Place) -> str:
        return "\n".join(lines[place.line - 1 :])[place.column - 1 :]

    for entry in read_bibliography(source).entries:
        assert shown(entry.place()).startswith("@")
        for name, value in entry.fields.items():
            assert shown(entry.place(name)).lower().startswith(name)
            if isinstance(value, str):
                at = seed % (len(value) + 1)
                assert shown(entry.place(name, at)).startswith(value[at:])
            else:
                assert entry.place(name, 1) == entry.place(name)
