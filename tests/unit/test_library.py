"""Entries of several files: macros put in, and what a parent entry leaves to its children."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.paper.library import Entry, library


def entries(*texts: str) -> dict[str, Entry]:
    """The entries of files `bib/0.bib`, `bib/1.bib`, … by key."""
    files = [read_bibliography(Source(f"bib/{number}.bib", text)) for number, text in enumerate(texts)]
    assert not any(file.fragments for file in files)
    return {entry.key: entry for entry in library(files)}


def test_entries_come_in_the_order_of_files_and_within_them() -> None:
    assert list(entries("@a{z,}@a{y,}", "@a{x,}")) == ["z", "y", "x"]


@pytest.mark.parametrize(
    ("texts", "title", "undefined"),
    [
        pytest.param(["@string{p = {A}}@a{k, title = p}"], "A", (), id="in its own file"),
        pytest.param(["@a{k, title = p}", "@string{p = {A}}"], "A", (), id="in another file"),
        pytest.param(
            ["@string{p = {B}}", "@a{k, title = p}@string{p = {A}}"], "A", (), id="in its own file first"
        ),
        pytest.param(
            ["@a{k, title = p}", "@string{p = {A}}", "@string{p = {B}}"], "A", (), id="the first file"
        ),
        pytest.param(
            ["@a{k, title = q}", "@string{q = p # p}", "@string{p = {A}}"], "AA", (), id="through two files"
        ),
        pytest.param(["@a{k, title = P # { B}}@STRING{p = {A}}"], "A B", (), id="regardless of case"),
        pytest.param(["@a{k, title = p}"], "p", (("title", "p"),), id="nowhere"),
        pytest.param(["@a{k, title = jan # {~1}}"], "January~1", (), id="a month"),
        pytest.param(
            ["@a{k, title = p}@string{p = q}", "@string{q = p}"], "p", (("title", "p"),), id="in a circle"
        ),
    ],
)
def test_macros_are_looked_for_in_all_files(
    texts: list[str], title: str, undefined: tuple[tuple[str, str], ...]
) -> None:
    entry = entries(*texts)["k"]
    assert entry["title"] == title
    assert entry.undefined == undefined


def test_a_field_that_is_not_there_is_empty() -> None:
    assert entries("@a{k,}")["k"]["title"] == ""


PROCEEDINGS = (
    "@proceedings{p, title = {Proceedings of X}, editor = {Euler, L.}, year = 2020, month = jun,"
    " publisher = {Press}, doi = {10.1000/p}, url = {https://example.org/p}, abstract = {All.},"
    " keywords = {vision}, pages = {1--99}, series = {LNCS}}"
)


@pytest.mark.parametrize(
    ("child", "parent", "fields"),
    [
        pytest.param(
            "@inproceedings{k, title = {T}, crossref = {p}}",
            PROCEEDINGS,
            {
                "title": "T",
                "booktitle": "Proceedings of X",
                "year": "2020",
                "month": "June",
                "publisher": "Press",
                "series": "LNCS",
            },
            id="where and when, never who or what",
        ),
        pytest.param(
            "@inproceedings{k, booktitle = {Y}, year = {2021}, crossref = {p}}",
            "@proceedings{p, title = {X}, year = 2020, month = jun}",
            {"booktitle": "Y", "year": "2021"},
            id="what it has itself counts",
        ),
        pytest.param(
            "@inproceedings{k, booktitle = { }, crossref = {p}}",
            "@proceedings{p, booktitle = {X}, title = {Y}}",
            {"booktitle": "X"},
            id="an empty field is none",
        ),
        pytest.param(
            "@inproceedings{k, date = {2021-05}, crossref = {p}}",
            "@proceedings{p, year = 2020, month = jun, publisher = {P}}",
            {"date": "2021-05", "publisher": "P"},
            id="a date is a year",
        ),
        pytest.param(
            "@inproceedings{k, month = {May}, crossref = {p}}",
            "@proceedings{p, year = 2020, month = jun}",
            {"month": "May", "year": "2020"},
            id="a month is no year",
        ),
        pytest.param(
            "@article{k, crossref = {p}}",
            "@periodical{p, title = {Journal of X}, year = 2020}",
            {"journaltitle": "Journal of X", "year": "2020"},
            id="a periodical's title is the journal",
        ),
        pytest.param(
            "@article{k, journal = {Y}, crossref = {p}}",
            "@periodical{p, title = {Journal of X}}",
            {"journal": "Y"},
            id="a journal is a journaltitle",
        ),
        pytest.param(
            "@inproceedings{k, title = {T}, xdata = {p}}",
            "@xdata{p, title = {X}, author = {Euler, L.}, keywords = {vision}}",
            {"title": "T", "author": "Euler, L.", "keywords": "vision"},
            id="xdata gives everything",
        ),
        pytest.param(
            "@inproceedings{k, xdata = {p, q}}",
            "@xdata{p, year = 2020}@xdata{q, year = 2021, publisher = {P}}",
            {"year": "2020", "publisher": "P"},
            id="the first xdata counts",
        ),
        pytest.param(
            "@inproceedings{k, xdata = {p}}",
            "@xdata{p, xdata = {q}, year = 2020}@xdata{q, publisher = {P}}",
            {"year": "2020", "publisher": "P"},
            id="xdata of xdata",
        ),
        pytest.param(
            "@inproceedings{k, crossref = {p}}",
            "@proceedings{p, title = {X}, xdata = {q}}@xdata{q, publisher = {P}, author = {A}}",
            {"booktitle": "X", "publisher": "P"},
            id="xdata of a crossref",
        ),
        pytest.param(
            "@inproceedings{k, CrossRef = {P}}",
            "@proceedings{p, title = {X}}",
            {"booktitle": "X"},
            id="regardless of case",
        ),
        pytest.param(
            "@inproceedings{k, crossref = p}",
            "@proceedings{p, title = {X}}",
            {"booktitle": "X"},
            id="a key without braces",
        ),
    ],
)
@pytest.mark.parametrize("order", ["parent behind", "parent before", "in another file"])
def test_a_child_inherits_what_it_lacks(child: str, parent: str, fields: dict[str, str], order: str) -> None:
    texts = {"parent behind": [child + parent], "parent before": [parent + child]}.get(order, [child, parent])
    entry = entries(*texts)["k"]
    inherited = {
        name: value
        for name, value in entry.fields.items()
        if name not in ("crossref", "xdata") and value.strip()
    }
    assert inherited == fields
    assert entry.lost == ()


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("@a{k, crossref = {p}}", ("p",)),
        ("@a{k, xdata = {p, q,p}}@xdata{q,}", ("p",)),
        ("@a{k, xdata = {p}, crossref = {q}}", ("p", "q")),
        ("@a{k, crossref = {q}}@b{q, xdata = {p}}", ("p",)),
        ("@a{k, crossref = {}}", ()),
    ],
)
def test_a_parent_that_no_entry_is_called_is_lost(text: str, lost: tuple[str, ...]) -> None:
    assert entries(text)["k"].lost == lost


def test_a_parent_is_looked_for_near_by_first() -> None:
    child = "@inproceedings{k, crossref = {p}}"
    own, other, capital = (f"@proceedings{{{key}, title = {{{title}}}}}" for key, title in ("pA", "pB", "PC"))
    assert entries(other, capital + own + child)["k"]["booktitle"] == "A"
    assert entries(capital + child, other)["k"]["booktitle"] == "B"
    assert entries(child, capital)["k"]["booktitle"] == "C"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("@a{k, year = 1, crossref = {k}}", id="itself"),
        pytest.param(
            "@a{k, year = 1, crossref = {l}}@a{l, publisher = {P}, crossref = {k}}", id="each other"
        ),
        pytest.param(
            "@a{k, year = 1, xdata = {l}}@a{l, publisher = {P}, xdata = {m}}@a{m, xdata = {k, l}}",
            id="a ring",
        ),
    ],
)
def test_a_circle_ends(text: str) -> None:
    found = entries(text)
    assert found["k"]["year"] == "1"
    assert found["k"]["publisher"] == ("P" if "l" in found else "")
    assert all(entry.lost == () for entry in found.values())


def test_very_many_relations_are_followed_once_each() -> None:
    everyone = ",".join(f"x{number}" for number in range(200))
    text = "".join(f"@xdata{{x{number}, f{number} = 1, xdata = {{{everyone}}}}}\n" for number in range(200))
    assert entries(text + "@a{k, xdata = {x0}}")["k"]["f0"] == "1"
    chain = "".join(
        f"@a{{x{number}, publisher = {{P}}, xdata = {{x{number + 1}}}}}\n" for number in range(5000)
    )
    assert entries(chain + "@a{x5000, year = 1}")["x4990"]["year"] == "1"


def test_a_field_stands_where_it_was_written() -> None:
    text = (
        "@inproceedings{k,\n  title = {T},\n  crossref = {p},\n}\n"
        "@proceedings{p,\n  title = {X},\n  year = nobody,\n  publisher = {Press},\n}\n"
    )
    entry = entries("", text)["k"]
    assert str(entry.place()) == "bib/1.bib:1:1"
    assert str(entry.place("title")) == "bib/1.bib:2:3"
    assert str(entry.place("title", 1)) == "bib/1.bib:2:13"
    assert str(entry.place("publisher")) == "bib/1.bib:8:3"
    assert str(entry.place("publisher", 2)) == "bib/1.bib:8:18"
    assert str(entry.place("booktitle")) == "bib/1.bib:5:1"
    assert str(entry.place("nothing")) == "bib/1.bib:1:1"
    assert entry.undefined == (("year", "nobody"),)


@pytest.mark.parametrize(
    ("text", "name", "offset", "place"),
    [
        ('@a{k, x = "abc"}', "x", 2, "1:14"),
        ("@a{k, x = 123}", "x", 2, "1:13"),
        ("@a{k,\n x\n =\n {a\n b}}", "x", 3, "5:2"),
        ("@a{k, title = {y = {z}}, y = {abc}}", "y", 1, "1:32"),
        ("@a{k, xx = {x = {a}}, x = {abc}}", "x", None, "1:23"),
        ("@a{x=x, x = {x}}", "x", None, "1:9"),
        ("@a{k, x = {\\{}, y = {abc}}", "y", 1, "1:23"),
        ('@a{k, x = "G\\"odel", y = {abc}}', "y", 0, "1:27"),
        ('@a{k, x = {a} # "b"}', "x", 1, "1:7"),
        ("@a{k, % x = {1}\n x = {a}}", "x", 0, "2:7"),
        ("@a{k, X = {a}, x = {b}}", "x", None, "1:7"),
        ("@a{k, x = , y = 1}", "x", 0, "1:11"),
    ],
)
def test_a_character_of_a_value_has_its_place(text: str, name: str, offset: int | None, place: str) -> None:
    assert str(entries(text).popitem()[1].place(name, offset)) == f"bib/0.bib:{place}"
