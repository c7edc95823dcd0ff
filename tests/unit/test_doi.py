"""DOIs as they are meant, and where they lead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.text.doi import doi_address, doi_in, only_doi, whole_doi_address

SICI = "10.1002/(SICI)1097(19980815)17:15<1661::AID-1>3.0.CO;2-2"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/x", "10.1000/x"),
        ("{10.1000/x}", "10.1000/x"),
        ("{{10.1000/x}}", "10.1000/x"),
        ("10.1000/X_y-z(1).2", "10.1000/X_y-z(1).2"),
        ("10.1000.10/x", "10.1000.10/x"),
        ("10.1000/x.", "10.1000/x"),
        ("10.1000/x,", "10.1000/x"),
        ("10.1000/x;", "10.1000/x"),
        ("10.1000/x}", "10.1000/x"),
        ("10.1000/x/", "10.1000/x"),
        ("(10.1000/x)", "10.1000/x"),
        ("<10.1000/x>", "10.1000/x"),
        ("10.1000/(x)", "10.1000/(x)"),
        ("doi:10.1000/x", "10.1000/x"),
        ("DOI 10.1000/x", "10.1000/x"),
        ("info:doi/10.1000/x", "10.1000/x"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x", "10.1000/x"),
        ("www.doi.org/10.1000/x", "10.1000/x"),
        ("http://dx.doi.org/doi:10.1000/x", "10.1000/x"),
        ("https://doi.org/https://doi.org/10.1000/x", "10.1000/x"),
        ("10.1000/https://doi.org/10.1000/x", "10.1000/x"),
        ("https://doi.org/10.1000/x?a=b", "10.1000/x"),
        ("https://doi.org/10.1000/x#a", "10.1000/x"),
        ("https://doi.org/10.1000/a%28b%29", "10.1000/a(b)"),
        ("https://doi.org/10.1000/a%253Cb", "10.1000/a<b"),
        ("https://publisher.example/doi/full/10.1000/x", "10.1000/x"),
        ("https://publisher.example/articles/10.1000/x/full", "10.1000/x"),
        (r"\url{https://doi.org/10.1000/a\_b}", "10.1000/a_b"),
        (r"\href{https://doi.org/10.1000/x}{10.1000/x}", "10.1000/x"),
        (r"10.1000/a\_b", "10.1000/a_b"),
        (r"10.1000/a{\_}b", "10.1000/a_b"),
        (r"10.1000/a$\_$b", "10.1000/a_b"),
        (SICI, SICI),
        (SICI.replace("<", "$<$").replace(">", "$>$"), SICI),
        (SICI.replace("<", "{$<$}").replace(">", "{$>$}"), SICI),
        (SICI.replace("<", "{\\textless}").replace(">", "{\\textgreater}"), SICI),
        (SICI.replace("<", "\\textless ").replace(">", "\\textgreater "), SICI),
        (SICI.replace("<", "&lt;").replace(">", "&gt;"), SICI),
        (SICI.replace("<", "\\&lt;").replace(">", "\\&gt;"), SICI),
        (SICI.replace("<", "&#60;").replace(">", "&#62;"), SICI),
        (SICI.replace("<", "%3C").replace(">", "%3E"), SICI),
        ("10.1000/x; 10.1000/y", "10.1000/x"),
        ("10.1000/x,10.1000/y", "10.1000/x"),
        (r"10.1000/x;issue:issue:doi\\:10.1000/y", "10.1000/x"),
        ("10.1000/x [doi]", "10.1000/x"),
        ('10.1000/x","title":"y', "10.1000/x"),
        ("10.1000/978-3-\n   030-1", "10.1000/978-3-030-1"),
        ("10.1000/978\u2010 3\u20131".replace(" ", ""), "10.1000/978-3-1"),
        ("10.1000/\u200bx", "10.1000/x"),
        *(
            (text, "")
            for text in ("", "{}", "n/a", "x", "10.1000", "10.1000/", "10.10/x", "110.1000/x", "10.1000/.")
        ),
    ],
)
def test_a_doi_is_read_without_what_was_put_around_it(text: str, doi: str) -> None:
    assert doi_in(text) == doi
    assert doi_in(doi) == doi


def test_a_text_that_is_very_long_is_no_doi() -> None:
    assert doi_in("10.1000/" + "x)" * 10_000_000) == ""
    assert doi_in("10.1000/x" + ")" * 1900) == "10.1000/x"


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/x", "10.1000/x"),
        ("{doi: 10.1000/x}", "10.1000/x"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("https://example.org/10.1000/x", ""),
        ("see 10.1000/x", ""),
        ("10.1000/x and more", ""),
        ("x", ""),
    ],
)
def test_a_text_is_a_doi_or_holds_more(text: str, doi: str) -> None:
    assert only_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("10.1000/x", "https://doi.org/10.1000/x"),
        ("10.1000/a#b", "https://doi.org/10.1000/a%23b"),
        ("10/abc123", "https://doi.org/10/abc123"),
        ("https://doi.org/10/abc123", "https://doi.org/10/abc123"),
        ("10/a.b", ""),
        ("n/a", ""),
    ],
)
def test_a_doi_leads_to_its_resolver(text: str, url: str) -> None:
    assert doi_address(text) == url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("http://dx.doi.org/10.1000/x", "http://dx.doi.org/10.1000/x"),
        ("https://doi.org/10.1000/x?locatt=mode:legacy", "https://doi.org/10.1000/x?locatt=mode:legacy"),
        ("https://doi.org/https://doi.org/10.1000/x", "https://doi.org/10.1000/x"),
        ("https://doi.org/10.1000/x.", "https://doi.org/10.1000/x"),
        ("doi.org/10.1000/x", "https://doi.org/10.1000/x"),
        ("10.1000/x", "https://doi.org/10.1000/x"),
        ("https://example.org/10.1000/x", ""),
    ],
)
def test_the_address_of_a_doi_stays_where_it_leads_there(text: str, url: str) -> None:
    assert whole_doi_address(text) == url


PIECES = st.sampled_from(
    [
        *(
            "/",
            "/",
            "-",
            ".",
            "_",
            "x",
            "Full",
            "12",
            "7",
            "(57)",
            "(x)",
            ")",
            "full",
            "pdf",
            "abstract",
            "10.",
        ),
        *("10.1000", "doi.org", "doi:", ";", " "),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
def test_a_doi_without_anything_around_it_is_read_as_one_with_it(name: str) -> None:
    assert doi_in(f"10.1000/{name}") == doi_in(f"{{10.1000/{name}}}")
    address, other = (f"https://{host}/10.1000/{name}" for host in ("doi.org", "DOI.org"))
    assert whole_doi_address(address).replace(address, other) == whole_doi_address(other)
