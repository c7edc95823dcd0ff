"""A page's mark says whether it has other bytes, without anybody having to make them."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.exhibit import Exhibition
from pubmd.page import Page, render
from pubmd.paper.library import library
from pubmd.showing import Showing
from tests.site import CONFIGURATION

ENTRIES = "".join(
    f"@misc{{{key}, title = {{{title}}}, year = 2020, keywords = {{vision}}, abstract = {{It {title}s.}}}}\n"
    for key, title in (("a", "See"), ("b", "Hear"), ("c", "Touch"), ("vision", "Taste"), ("A", "Smell"))
)


def settings(configuration: str = CONFIGURATION) -> Settings:
    found, problems = read_settings("bib/pubmd.yml", configuration)
    assert found, problems
    return found


def shown(text: str = ENTRIES) -> Showing:
    exhibition = Exhibition(settings())
    return Showing.of(
        [exhibition.exhibit(each) for each in library([read_bibliography(Source("bib/a.bib", text))])]
    )


def page(papers: list[int], showing: Showing | None = None, configuration: str = CONFIGURATION) -> Page:
    found = settings(configuration)
    (section, *_) = found.sections
    return render(section.pages[0], section, found, showing or shown(), papers)


VERSIONS = {
    "three papers": page([0, 1, 2]),
    "in another order": page([0, 2, 1]),
    "two": page([0, 1]),
    "none": page([]),
    "another title": page([0, 1, 2], shown(ENTRIES.replace("See", "Look"))),
    "a heading that has the id of a paper": page([0, 1, 3]),
    "papers with one id": page([0, 1, 4]),
    "another label": page(
        [0, 1, 2], configuration=CONFIGURATION.replace("vision: {}", "vision: {label: Seen}")
    ),
}


def test_pages_with_other_bytes_have_other_marks() -> None:
    assert len({each.data for each in VERSIONS.values()}) == len(VERSIONS)
    assert len({each.mark for each in VERSIONS.values()}) == len(VERSIONS)


@pytest.mark.parametrize("papers", [[0, 1, 2], [0, 1, 3], [0, 1, 4], []])
def test_a_page_that_is_made_again_has_the_same_mark(papers: list[int]) -> None:
    assert page(papers) == page(papers)
    assert page(papers).mark == page(papers).mark


def test_a_page_is_made_out_of_the_one_before_without_the_texts_that_stayed() -> None:
    after = shown()
    # Nothing is at hand but the one that has changed or come.
    kept = after._replace(texts=[text if at == 1 else (fail, at) for at, text in enumerate(after.texts)])
    changed = page([0, 1, 2], shown(ENTRIES.replace("Hear", "Listen to")))
    for before in (changed, page([0, 2])):
        made = page([0, 1, 2], kept)
        assert made.data_out_of(before.data, before.mark) == page([0, 1, 2]).data == made.data


def fail(at: int) -> bytes:
    raise AssertionError(at)


@pytest.mark.parametrize("papers", [[0, 1, 2], [0, 1, 3], [0, 1, 4], [2, 1, 0], [0], []])
@pytest.mark.parametrize("name", VERSIONS)
def test_a_page_comes_out_the_same_whatever_was_before(name: str, papers: list[int]) -> None:
    before = VERSIONS[name]
    for mark in (before.mark, "no mark"):
        assert page(papers).data_out_of(before.data, mark) == page(papers).data


def test_what_has_not_the_mark_that_it_should_have_is_not_used() -> None:
    after = shown()
    before = page([0, 1, 2], shown(ENTRIES.replace("Hear", "Listen to")))
    edited = before.data.replace(b"Touch", b"Teach")  # which another paper's text is
    kept = after._replace(
        texts=[text if at == 1 else (after.text, at) for at, text in enumerate(after.texts)]
    )
    assert page([0, 1, 2], kept).data_out_of(before.data, page([0, 2]).mark) == page([0, 1, 2]).data
    # The bytes are for the caller to know; it has their hash.
    assert b"Teach" in page([0, 1, 2], kept).data_out_of(edited, before.mark)


def test_the_mark_needs_no_text() -> None:
    showing = shown()
    without = showing._replace(texts=[b""] * len(showing.texts))
    assert page([0, 1, 2], without).mark == page([0, 1, 2], showing).mark
    assert page([0, 1, 2], without).data != page([0, 1, 2], showing).data
