"""A file that was damaged in one place or in several loses nothing without a word.

Each entry is read in full afterwards, or a fragment names its place; with one damage, all entries that were
not touched are read as before; and every character of the file belongs to an entry, a macro, a comment or a
fragment.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
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
MUTATIONS = ("byte", "flip", "brace", "comma", "quote", "equals", "at", "cut", "insert")
# A cut right behind a sign that is too much may leave a sound entry.
SEVERAL = tuple(kind for kind in MUTATIONS if kind != "cut")
_SIGNS = {"flip": "{}", "brace": "{}()", "comma": ",", "quote": '"', "equals": "=", "at": "@"}


def read(text: str) -> Bibliography:
    return read_bibliography(Source("bib/a.bib", text))


@dataclass(frozen=True)
class Damage:
    """One thing wrong: from the offset `at` to `end` the text was replaced."""

    at: int
    end: int
    by: str = ""


def damage(text: str, kind: str, rng: Random) -> Damage | None:
    """One thing to go wrong in a text; None where there is nothing of this kind."""
    if kind in _SIGNS:
        places = [at for at, sign in enumerate(text) if sign in _SIGNS[kind]]
        if not places:
            return None
        at = rng.choice(places)
    else:
        at = rng.randrange(len(text))
    if kind == "cut":
        return Damage(at, len(text))
    if kind == "flip":
        return Damage(at, at + 1, "}" if text[at] == "{" else "{")
    if kind == "insert":
        return Damage(at, at, rng.choice('{}",=@'))
    return Damage(at, at + 1)


class Damaged:
    """A text with several things wrong, and where what stands in it stands afterwards."""

    def __init__(self, text: str, damages: Iterable[Damage]) -> None:
        self.damages: list[Damage] = []
        for each in sorted(damages, key=lambda each: (each.at, each.end)):
            if not self.damages or each.at > self.damages[-1].end:
                self.damages.append(each)
        self.text, end = "", 0
        for each in self.damages:
            self.text += text[end : each.at] + each.by
            end = each.end
        self.text += text[end:]

    def offset(self, at: int) -> int:
        """Where the character at an offset of the original stands now, or what follows it."""
        shift = 0
        for each in self.damages:
            if at >= each.end:
                shift += len(each.by) - (each.end - each.at)
            elif at > each.at:
                return each.at + shift + len(each.by)
        return at + shift

    def touches(self, start: int, end: int) -> int:
        """How many things are wrong between two offsets of the original, or beside them."""
        return sum(
            start <= each.at <= end if each.at == each.end else each.at < end and start < each.end
            for each in self.damages
        )


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


def lost(parts: list[Part], before: Bibliography, found: Bibliography, damaged: Damaged) -> list[str]:
    """What is wrong with the reading of a damaged text."""
    read_before = {each.start: each for each in before.entries}
    wrong = []
    for part in parts:
        start, end = damaged.offset(part.start), damaged.offset(part.end)
        if start >= end:
            continue
        entry = next((each for each in found.entries if start <= each.start < end), None)
        whole = read_before[part.start]
        if _is_commented_out(found, start):
            continue
        if damaged.touches(part.start, part.end):
            if not _is_whole(entry, whole, part, damaged) and not _is_named(found, start, end):
                wrong.append(f"touched: {part.key}: {entry}")
        # Of several damages one may hide another, and what lies between them is named with both.
        elif (entry is None or (entry.key, entry.fields) != (whole.key, whole.fields)) and (
            len(damaged.damages) == 1 or not _is_named(found, start, end)
        ):
            wrong.append(f"untouched: {part.key}: {entry}")
    return wrong


def _is_commented_out(found: Bibliography, start: int) -> bool:
    """Whether a comment that lost its end has taken in what stands here, and is counted for it."""
    text = found.source.text
    line = text[text.rfind("\n", 0, start) + 1 : start]
    in_comment = any(
        at < start < end and text[at:end].startswith("@comment{") for at, end in found.passed_over
    )
    return bool(found.commented_out) and (in_comment or line.strip().startswith("%"))


def _is_whole(entry: RawEntry | None, whole: RawEntry, part: Part, damaged: Damaged) -> bool:
    """Whether the entry is read as before, but for the words and values that were changed."""
    if entry is None:
        return False
    in_key = damaged.touches(*part.key_span)
    # Two names are one where the signs between them are lost.
    in_names = sum(damaged.touches(start - 1, end + 1) for start, end in part.name_spans)
    in_values = damaged.touches(part.start, part.end) - in_key - in_names
    if entry.key != whole.key and not in_key:
        return False
    missing = len(part.names) - len(entry.fields) - len(entry.repeated)
    # What no page shows may end in the value before it, where both signs in between are lost.
    unshown = len(damaged.damages) > 1 and "bdsk-url-1" in whole.fields.keys() - entry.fields.keys()
    if not 0 <= missing <= in_names // 2 + unshown:
        return False
    renamed = len(whole.fields.keys() - entry.fields.keys()) - unshown
    changed = sum(entry.fields[name] != whole.fields[name] for name in whole.fields if name in entry.fields)
    return renamed <= in_names and changed <= in_values + in_names


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
    assert_nothing_is_lost(seed, dialect, [kind])


@pytest.mark.parametrize("dialect", DIALECTS)
@given(seed=st.integers(0, 2**32), kinds=st.lists(st.sampled_from(SEVERAL), min_size=2, max_size=3))
@settings(max_examples=A_DIALECT, deadline=None, derandomize="PUBMD_EXAMPLES" not in os.environ)
def test_two_or_three_things_wrong_lose_nothing_without_a_word(
    dialect: str, seed: int, kinds: list[str]
) -> None:
    assert_nothing_is_lost(seed, dialect, kinds)


def assert_nothing_is_lost(seed: int, dialect: str, kinds: list[str]) -> None:
    text, parts = export(seed, dialect)
    rng = Random(seed)
    damaged = Damaged(text, filter(None, (damage(text, kind, rng) for kind in kinds)))
    found = read(damaged.text)
    assert uncovered(found) == ""
    assert lost(parts, read(text), found, damaged) == []


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
