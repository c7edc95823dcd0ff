"""Which pages a publication is on: topics, file names, years."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.config.overrides import Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.paper.amendment import amended
from pubmd.paper.library import Entry, library
from pubmd.paper.papers import Papers
from pubmd.problem import Severity
from pubmd.topic import Assignment, Topics, newest_first, split_topics

CONFIGURATION = """\
sections:
  manipulation:
    pages:
      2024-New:
      denoising: {keywords: [denoising, noise reduction]}
      low-for-high: {years: [2021, 2022]}
  Coding:
    pages:
      2024-New: {years: 2024}
      images:
  other:
    pages:
      bruit: {keywords: [Débruitage, 'R&D']}
"""


def settings(text: str = CONFIGURATION) -> Settings:
    found, problems = read_settings("bib/pubmd.yml", text)
    assert found is not None, problems
    return found


def entry(fields: str, file: str = "bib/library.bib") -> Entry:
    source = Source(file, f"@article{{key,\n  title = {{Seeing}},\n  {fields}\n}}\n")
    (found,) = library([read_bibliography(source)])
    return found


def pages(found: Entry, configuration: str = CONFIGURATION) -> tuple[list[str], list[str]]:
    """The pages that an entry is on, in the order of the configuration, and its problems' codes."""
    known = settings(configuration)
    given = Topics(known).assignment(found)
    on, problems = given.pages, given.problems
    return [f"{p.section}/{p.id}" for p in known.pages if p in on], [p.code for p in problems]


@pytest.mark.parametrize(
    ("value", "topics"),
    [
        ("denoising", ["denoising"]),
        ("one, two,three", ["one", "two", "three"]),
        ("one; two;three", ["one", "two", "three"]),
        ("noise, grain; two", ["noise, grain", "two"]),
        (" one ,, two , ", ["one", "two"]),
        ("one;", ["one"]),
        ("noise,grain;", ["noise,grain"]),
        ("noise \n\t reduction", ["noise reduction"]),
        ("{one}, {{two}}", ["one", "two"]),
        ("R\\&D", ["R&D"]),
        ("", []),
        (" ; , ", [","]),
        ("{}", []),
    ],
)
def test_topics_are_split_at_commas_or_else_at_semicolons_alone(value: str, topics: list[str]) -> None:
    assert split_topics(value) == topics


@given(
    st.lists(st.from_regex(r"[a-z]+(?: [a-z]+)?", fullmatch=True)), st.sampled_from([",", ";", " , ", ";\n"])
)
def test_joined_topics_split_into_themselves(topics: list[str], separator: str) -> None:
    assert split_topics(separator.join(topics)) == topics


@pytest.mark.parametrize(
    ("file", "named"),
    [
        ("bib/denoising.bib", ["manipulation/denoising"]),
        ("bib/Denoising.BIB", ["manipulation/denoising"]),
        ("bib/manipulation/denoising.bib", ["manipulation/denoising"]),
        ("bib/coding/images.bib", ["Coding/images"]),
        ("bib/2024-new.bib", ["manipulation/2024-New", "Coding/2024-New"]),
        ("bib/coding/2024-new.bib", ["Coding/2024-New"]),
        ("bib/coding/denoising.bib", []),
        ("bib/old/denoising.bib", []),
        ("bib/old/manipulation/denoising.bib", []),
        ("bib/denoising.old.bib", []),
        ("bib/noise reduction.bib", []),
        ("bib/manipulation.bib", []),
        ("bib/.bib", []),
        ("bib/Bruit.bib", ["other/bruit"]),
    ],
)
def test_a_file_is_named_after_a_page_by_its_id_alone_or_in_the_sections_folder(
    file: str, named: list[str]
) -> None:
    assert [f"{page.section}/{page.id}" for page in Topics(settings()).named_by(file)] == named


@pytest.mark.parametrize(
    ("fields", "on", "codes"),
    [
        ("topics = {denoising},", ["manipulation/denoising"], []),
        ("topics = {DENOISING},", ["manipulation/denoising"], []),
        ("topics = {Noise   Reduction},", ["manipulation/denoising"], []),
        ("keywords = {denoising, images},", ["manipulation/denoising", "Coding/images"], []),
        ("topics = {images}, keywords = {denoising},", ["manipulation/denoising", "Coding/images"], []),
        ("topics = {Manipulation/Noise Reduction},", ["manipulation/denoising"], []),
        ("topics = {coding/images},", ["Coding/images"], []),
        ("topics = {coding/2024-new},", ["Coding/2024-New"], []),
        ("keywords = {denoising, low noise},", ["manipulation/denoising"], []),
        ("keywords = {noise},", [], []),
        ("topics = {noise},", [], ["unknown-topic"]),
        ("topics = {denoising, noise},", ["manipulation/denoising"], ["unknown-topic"]),
        ("topics = {coding/denoising},", [], ["unknown-topic"]),
        ("topics = {2024-New},", [], ["ambiguous-topic"]),
        ("keywords = {2024-New, denoising},", ["manipulation/denoising"], ["ambiguous-topic"]),
        ("topics = {D{\\'e}bruitage},", ["other/bruit"], []),
        ("keywords = {De\u0301bruitage},", ["other/bruit"], []),
        ("keywords = {DÉBRUITAGE},", ["other/bruit"], []),
        ("keywords = {d&eacute;bruitage, x},", ["other/bruit"], []),
        ("topics = {noise~reduction},", ["manipulation/denoising"], []),
        ("topics = {\\emph{noise} reduction},", ["manipulation/denoising"], []),
        ("topics = {low--for--high},", ["manipulation/low-for-high"], []),
        ("topics = {low‐for‑high},", ["manipulation/low-for-high"], []),
        ("topics = {R\\&D},", ["other/bruit"], []),
        ("topics = {R&D},", ["other/bruit"], []),
        ("keyword = {denoising},", [], []),
        ("keywrods = {D{\\'e}bruitage},", [], ["misspelt-field"]),
        ("keywrods = {x; denoising},", [], ["misspelt-field"]),
        ("keywrods = {noise},", [], []),
        ("year2023keywords = {denoising},", [], ["misspelt-field"]),
        ("author_keywords = {denoising},", [], []),
        ("keywrods = {denoising}, topics = {images},", ["Coding/images"], ["misspelt-field"]),
        ("keywrods = {denoising}, topics = {denoising},", ["manipulation/denoising"], []),
        ("keywrods = {denoising}, topics = {noise reduction},", ["manipulation/denoising"], []),
        ("annote = {denoising},", [], []),
        ("", [], []),
    ],
)
def test_an_entry_is_on_the_pages_of_its_topics(fields: str, on: list[str], codes: list[str]) -> None:
    assert pages(entry(fields)) == (on, codes)


def test_a_files_name_is_compared_however_the_disk_spells_it() -> None:
    known = Topics(settings("sections: {topics: {pages: {débruitage: , low–light: }}}\n"))
    for file in ("bib/de\u0301bruitage.bib", "bib/topics/D\u00c9BRUITAGE.bib", "bib/low-light.bib"):
        assert len(known.named_by(file)) == 1


@pytest.mark.parametrize(
    ("file", "meant"),
    [
        ("bib/denoising (1).bib", "bib/denoising.bib"),
        ("bib/denoising(2).bib", "bib/denoising.bib"),
        ("bib/denoising-1.bib", "bib/denoising.bib"),
        ("bib/Denoising copy 2.bib", "bib/denoising.bib"),
        ("bib/denoising - Copy.bib", "bib/denoising.bib"),
        ("bib/denoising.bib.bib", "bib/denoising.bib"),
        ("bib/denosing.bib", "bib/denoising.bib"),
        ("bib/dneoising.bib", "bib/denoising.bib"),
        ("bib/manipulation/denoisinng.bib", "bib/manipulation/denoising.bib"),
        ("bib/manipulatoin/denoising.bib", "bib/manipulation/denoising.bib"),
        ("bib/denoising.bib", ""),
        ("bib/denoising-2023.bib", ""),
        ("bib/old/denoising.bib", ""),
        ("bib/library.bib", ""),
        ("bib/denois.bib", ""),
    ],
)
def test_a_files_name_may_nearly_be_a_pages(file: str, meant: str) -> None:
    assert Topics(settings()).nearly_named_by(file) == meant


def test_a_file_named_after_a_page_puts_its_entries_there_beside_their_topics() -> None:
    both = ["manipulation/denoising", "Coding/images"]
    assert pages(entry("topics = {images},", "bib/denoising.bib")) == (both, [])


def test_a_file_named_after_two_pages_puts_its_entries_on_neither() -> None:
    assert pages(entry("topics = {images},", "bib/2024-new.bib")) == (["Coding/images"], [])


def test_topics_come_from_the_configured_fields_alone() -> None:
    configuration = CONFIGURATION + "topics_from: groups\n"
    found = entry("groups = {denoising, others}, topics = {images}, keywords = {images},")
    assert pages(found, configuration) == (["manipulation/denoising"], [])


def test_an_ambiguous_topic_lists_the_ways_to_write_it() -> None:
    (problem,) = Topics(settings()).assignment(entry("topics = {2024-new},")).problems
    assert problem.severity is Severity.ERROR
    assert problem.hint == "write `manipulation/2024-new` or `Coding/2024-new`"
    assert str(problem.place) == "bib/library.bib:3:3"


@pytest.mark.parametrize(
    ("topic", "hint"),
    [
        ("denoisng", "did you mean `denoising`?"),
        ("Debruitage", "did you mean `Débruitage`?"),
        ("Bruit", "the page `bruit` has other keywords: write `Débruitage` or `R&D`"),
        ("other/bruit", "the page `bruit` has other keywords: write `Débruitage` or `R&D`"),
        ("2024-Nwe", "did you mean `Coding/2024-New`?"),
        ("zzz", "a topic is the id of a page, or a keyword where the page has `keywords`"),
    ],
)
def test_an_unknown_topic_is_a_warning_with_one_that_works(topic: str, hint: str) -> None:
    (problem,) = Topics(settings()).assignment(entry(f"topics = {{{topic}}},")).problems
    assert problem.severity is Severity.WARNING
    assert problem.hint == hint


def test_a_field_that_exporters_write_is_no_slip_but_told_of() -> None:
    found = Topics(settings()).assignment(entry("keyword = {x; denoising},"))
    assert not found.problems
    assert [str(place) for place in found.unheard] == ["bib/library.bib:3:3"]
    assert not Topics(settings()).assignment(entry("keyword = {x},")).unheard


def entry_after(fields: str, overrides: Overrides) -> Entry:
    found, _ = amended(Papers.of([entry(fields)]), overrides)
    return found.entries[0]


@pytest.mark.parametrize(
    ("topics", "on", "codes"),
    [
        ("images", ["manipulation/denoising", "Coding/images"], []),
        ("-denoising", [], []),
        ("-Noise Reduction", [], []),
        ("-manipulation/denoising", [], []),
        ("[images, -denoising]", ["Coding/images"], []),
        ("-images", ["manipulation/denoising"], []),
        ("-nois", ["manipulation/denoising"], ["unknown-topic"]),
        ("nois", ["manipulation/denoising"], ["unknown-topic"]),
        ("2024-new", ["manipulation/denoising"], ["ambiguous-topic"]),
    ],
)
def test_overrides_add_and_remove_topics(topics: str, on: list[str], codes: list[str]) -> None:
    overrides, problems = read_overrides("bib/overrides.yml", f"key: {{topics: {topics}}}\n")
    assert overrides is not None, problems
    changed = entry_after("keywords = {denoising},", overrides)
    assert pages(changed) == (on, codes)
    told = Topics(settings()).assignment(changed).problems
    assert [str(problem.place) for problem in told] == ["bib/overrides.yml:1:1"] * len(codes)


def test_a_topic_of_the_entry_is_told_at_the_entry_also_where_overrides_add_another() -> None:
    overrides, _ = read_overrides("bib/overrides.yml", "key: {topics: images}\n")
    changed = entry_after("topics = {nois},", overrides or Overrides())
    (problem,) = Topics(settings()).assignment(changed).problems
    assert str(problem.place) == "bib/library.bib:3:3"


@pytest.mark.parametrize(
    ("own", "year", "on"),
    [
        (["denoising"], "2022", ["denoising", "low-for-high"]),
        (["denoising"], "2021", ["denoising", "low-for-high"]),
        (["denoising"], "2020", ["denoising"]),
        (["denoising"], "2024", ["denoising"]),
        (["denoising"], "", ["denoising"]),
        (["images"], "2024", ["2024-New", "images"]),
        (["images"], "2022", ["images"]),
        (["low-for-high"], "2022", ["low-for-high"]),
        ([], "2022", []),
    ],
)
def test_a_page_with_years_takes_what_is_on_the_other_pages_of_its_section(
    own: list[str], year: str, on: list[str]
) -> None:
    pages = tuple(page for page in settings().pages if page.id in own)
    found = Topics(settings()).with_years(Assignment(pages, frozenset(), ()), year)
    assert [page.id for page in found] == on


def test_publications_stand_newest_first_with_what_is_in_press_above_and_no_year_below() -> None:
    years = ["", "1843", "2024", "in press", "2021–2022", "1985a", "forthcoming", "2023"]
    shown = ["in press", "forthcoming", "2024", "2023", "2021–2022", "1985a", "1843", ""]
    assert sorted(years, key=newest_first) == shown


def test_a_page_that_the_overrides_take_away_does_not_come_back_by_its_years() -> None:
    known = settings().pages
    own = tuple(page for page in known if not page.years)[:1]
    collecting = next(page for page in known if page.years and page.section == own[0].section)
    (year, *_) = collecting.years
    topics = Topics(settings())
    assert collecting in topics.with_years(Assignment(own, frozenset(), ()), year)
    assert collecting not in topics.with_years(Assignment(own, frozenset({collecting.path}), ()), year)
