"""Addresses of links: which may stand on a page, and what a BibTeX field means by its backslashes."""

from __future__ import annotations

import pytest

from pubmd.text.address import check_address, is_safe_address, parentheses_pair, percent_encoded, url_from_tex


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/a_b?c=d&e=f#g",
        "HTTPS://EXAMPLE.ORG/",
        "https://example.org:8080/",
        "https://user@example.org/",
        "http://[::1]:80/",
        "https://bücher.example/ä",
        "https://example.org/a b.pdf",
        "https://example.org/?q=javascript:alert(1)",
        "https://example.org/{{a}}",
        " https://example.org/ ",
        "mailto:ada@example.org",
        "mailto:ada@example.org?subject=a",
        "/",
        "/code/a.zip",
        "/?a=//b",
    ],
)
def test_an_address_that_leads_somewhere_may_stand_on_a_page(url: str) -> None:
    assert check_address(url) == ""
    assert is_safe_address(url)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("javascript:alert(1)", "is of the kind `javascript:`"),
        ("JaVaScRiPt:alert(1)", "is of the kind `javascript:`"),
        (" javascript:alert(1)", "is of the kind `javascript:`"),
        ("java\tscript:alert(1)", "holds a control character or a line end"),
        ("java\nscript:alert(1)", "holds a control character or a line end"),
        ("\x01javascript:alert(1)", "holds a control character or a line end"),
        ("https://example.org/\x00", "holds a control character or a line end"),
        ("https://example.org/\x85", "holds a control character or a line end"),
        ("https://example.org/\ud800", "holds a control character or a line end"),
        ("&#106;avascript:alert(1)", "does not begin with https://"),
        ("javascript&colon;alert(1)", "does not begin with https://"),
        ("javascript%3Aalert(1)", "does not begin with https://"),
        ("\u00a0javascript:alert(1)", "does not begin with https://"),
        ("data:text/html,<script>alert(1)</script>", "is of the kind `data:`"),
        ("vbscript:a", "is of the kind `vbscript:`"),
        ("file:///etc/passwd", "is of the kind `file:`"),
        ("ftp://example.org/", "is of the kind `ftp:`"),
        ("//evil.example/", "begins with // and so leads to another site"),
        ("/\\evil.example/", "begins with // and so leads to another site"),
        ("\\\\evil.example/", "does not begin with https://"),
        ("https:example.org", "has no usable host"),
        ("https:/example.org", "has no usable host"),
        ("https://", "has no usable host"),
        ("https:///a", "has no usable host"),
        ("https://?a", "has no usable host"),
        ("https://exa mple.org/", "has no usable host"),
        ("https://example.org\\@evil.example/", "has no usable host"),
        ("https://example.org:port/", "has no usable host"),
        ("https://a%2fb/", "has no usable host"),
        ("mailto:", "has no mailbox"),
        ("mailto:ada", "has no mailbox"),
        ("www.example.org", "does not begin with https://"),
        ("example.org/a", "does not begin with https://"),
        ("a.pdf", "does not begin with https://"),
        ("#a", "does not begin with https://"),
        ("10.1000/182", "does not begin with https://"),
    ],
    ids=repr,
)
def test_an_address_is_refused_with_its_reason(url: str, reason: str) -> None:
    assert check_address(url).startswith(reason)
    assert not is_safe_address(url)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        (r"https://example.org/a\_b", "https://example.org/a_b"),
        (r"https://example.org/a{\_}b", "https://example.org/a_b"),
        (r"https://example.org/a\{_\}b", "https://example.org/a_b"),
        (r"https://example.org/a{_}b", "https://example.org/a_b"),
        (r"https://example.org/a\textunderscore{}b", "https://example.org/a_b"),
        (r"https://example.org/a\%20b", "https://example.org/a%20b"),
        (r"https://example.org/?a\&b", "https://example.org/?a&b"),
        (r"https://example.org/\#a", "https://example.org/#a"),
        (r"https://example.org/\~{}ada", "https://example.org/~ada"),
        (r"https://example.org/\~ada", "https://example.org/~ada"),
        (r"https://example.org/{\~{}}ada", "https://example.org/~ada"),
        (r"https://example.org/$\sim$ada", "https://example.org/~ada"),
        (r"https://example.org/{$\sim$}ada", "https://example.org/~ada"),
        (r"https://example.org/\textasciitilde ada", "https://example.org/~ ada"),
        (r"https://example.org/{\textasciitilde}ada", "https://example.org/~ada"),
        (r"https://example.org/\string~ada", "https://example.org/~ada"),
        (r"https://example.org/a\-b\discretionary{}{}{}c\allowbreak/d", "https://example.org/abc/d"),
        (r"\url{https://example.org/a\_b}", "https://example.org/a_b"),
        (" https://example.org/~a_b%20c&d#e ", "https://example.org/~a_b%20c&d#e"),
        ("https://example.org/wiki/%5Cinput", "https://example.org/wiki/%5Cinput"),
        (r"https://example.org/a\b", r"https://example.org/a\b"),
    ],
    ids=repr,
)
def test_an_address_loses_the_backslashes_of_tex_and_nothing_else(url: str, meant: str) -> None:
    assert url_from_tex(url) == meant


def test_what_is_encoded_is_not_encoded_again() -> None:
    once = percent_encoded('https://example.org/a b%20c<"\\^`{|}>\u00a0ä\u200b')
    assert once == "https://example.org/a%20b%20c%3C%22%5C%5E%60%7B%7C%7D%3E%C2%A0ä%E2%80%8B"
    assert percent_encoded(once) == once


@pytest.mark.parametrize(
    ("text", "pair"), [("", True), ("a(b(c))d()", True), ("(", False), (")(", False), ("a)", False)]
)
def test_parentheses_pair_only_in_order(text: str, pair: bool) -> None:
    assert parentheses_pair(text) is pair
