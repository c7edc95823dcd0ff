"""Pages with more slips than anybody has made: whatever happens to a page, nothing is lost unnamed."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubmd.adoption.adoption import Adoption, adopted
from pubmd.adoption.slip import MENDS
from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides
from pubmd.config.settings_reader import read_settings

SLIPS = Path(__file__).parents[1] / "adoption/slips"
OWN = {f"_vision/{file.name}": file.read_text("utf-8") for file in sorted(SLIPS.glob("*.md"))}
TAG = re.compile(r"</?\w+[^<>]*>|\*\*|_ <br>|\]\(|\)\{|<!--|-->")


def drop(lines: list[str], at: int, _: int) -> None:
    del lines[at]


def double(lines: list[str], at: int, _: int) -> None:
    lines.insert(at, lines[at])


def swap(lines: list[str], at: int, _: int) -> None:
    lines[at : at + 2] = lines[at : at + 2][::-1]


def join(lines: list[str], at: int, _: int) -> None:
    lines[at : at + 2] = [" ".join(lines[at : at + 2])]


def cut(lines: list[str], at: int, _: int) -> None:
    lines[at] = lines[at][: len(lines[at]) // 2]


def blank(lines: list[str], at: int, _: int) -> None:
    lines.insert(at, "")


def untag(lines: list[str], at: int, which: int) -> None:
    tags = list(TAG.finditer(lines[at]))
    if tags:
        tag = tags[which % len(tags)]
        lines[at] = lines[at][: tag.start()] + lines[at][tag.end() :]


def part(lines: list[str], at: int, _: int) -> None:
    before, _space, after = lines[at].partition(" ")
    lines[at : at + 1] = [before, after]


MUTATIONS = (drop, double, swap, join, cut, blank, untag, part)
CHANGES = st.lists(
    st.tuples(st.sampled_from(MUTATIONS), st.integers(0, 10_000), st.integers(0, 20)), min_size=1, max_size=4
)


def mutated(page: str, changes: list[tuple[object, int, int]]) -> str:
    lines = page.split("\n")
    for change, at, which in changes:
        change(lines, at % len(lines), which)  # type: ignore[operator]
    return "\n".join(lines)


def assert_nothing_is_unnamed(pages: dict[str, str], found: Adoption) -> None:
    """Each page is refused, or comes back with each difference named and each word there or named."""
    refused = {each.place.file for each in found.problems if each.code == "import-unread"}
    compared = {each.file: each for each in found.comparisons}
    assert refused | set(compared) == set(pages)
    if not compared:
        return
    settings, problems = read_settings("bib/pubmd.yml", found.files["bib/pubmd.yml"])
    assert settings is not None, problems
    sources = [Source(file, text) for file, text in found.files.items() if file.endswith(".bib")]
    output = {page.path: page.text for page in build(settings, sources, Overrides(())).pages}
    for file, comparison in compared.items():
        assert all(mend in MENDS for each in comparison.differences for mend in each.mends)
        errors = [each for each in found.problems if each.is_error and each.place.file == file]
        assert comparison.is_settled == (file in found.settled)
        assert bool(errors) or comparison.is_settled
        if comparison.is_identical:
            assert output[file] == pages[file]
        if comparison.is_settled:
            # A count that knows nothing of parts: longer words are there again, or on a line that is
            # told to differ.
            told = " ".join(line for each in comparison.differences for line in each.before)
            visible = re.sub(r"<!--.*?-->", " ", pages[file], flags=re.DOTALL)
            gone = words(visible) - words(output[file]) - words(told)
            assert not gone, (file, gone)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W\d_]{5,}", text))


@given(CHANGES, st.sampled_from(sorted(OWN)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_page_of_our_own_loses_nothing_unnamed(
    changes: list[tuple[object, int, int]], file: str
) -> None:
    pages = {**OWN, file: mutated(OWN[file], changes)}
    assert_nothing_is_unnamed(pages, adopted(pages))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture], max_examples=60)
@pytest.mark.reference
def test_a_mutated_real_page_loses_nothing_unnamed(reference: Path, data: st.DataObject) -> None:
    files = sorted((reference / "pages").rglob("*.md"))
    file = data.draw(st.sampled_from(files))
    page = mutated(file.read_text("utf-8"), data.draw(CHANGES))
    pages = {file.relative_to(reference / "pages").as_posix(): page}
    assert_nothing_is_unnamed(pages, adopted(pages))


@given(st.text())
def test_any_text_is_taken_without_a_crash(text: str) -> None:
    found = adopted({"_vision/a.md": text})
    assert found.problems or found.comparisons
