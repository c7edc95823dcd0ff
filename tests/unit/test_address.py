"""Addresses of links: which may stand on a page, and what a BibTeX field means by its backslashes."""

from __future__ import annotations

import pytest

from pubmd.text.address import (
    addresses_in,
    check_address,
    is_local_path,
    is_safe_address,
    only_addresses,
    parentheses_pair,
    percent_encoded,
    url_from_tex,
    without_braces,
)


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
        ("file:///etc/passwd", "is a path on somebody's computer"),
        ("ftp://example.org/", "is of the kind `ftp:`"),
        ("//evil.example/", "begins with // and so leads to another site"),
        ("/\\evil.example/", "begins with // and so leads to another site"),
        ("\\\\evil.example/", "is a path on somebody's computer"),
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
        (r"https://example.org/\textasciitilde ada", "https://example.org/~ada"),
        (r"https://example.org/{\textasciitilde}ada", "https://example.org/~ada"),
        (r"https://example.org/\string~ada", "https://example.org/~ada"),
        (r"https://example.org/a\-b\discretionary{}{}{}c\allowbreak/d", "https://example.org/abc/d"),
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


@pytest.mark.parametrize(
    "path",
    [
        "/Users/ada/papers/a.pdf",
        "/home/ada/a.pdf",
        "/export/home/ada/a.pdf",
        "/Volumes/Disk/a.pdf",
        "/mnt/c/Users/ada/a.pdf",
        "/c/Users/ada/a.pdf",
        "/cygdrive/c/Users/ada/a.pdf",
        "/tmp/a.pdf",
        "/private/var/folders/a.pdf",
        "/root/a.pdf",
        "~/a.pdf",
        "~ada/a.pdf",
        "file:///Users/ada/a.pdf",
        "file:a.pdf",
        "C:\\Users\\ada\\a.pdf",
        "C:/Users/ada/a.pdf",
        "/C:/Users/ada/a.pdf",
        "C\\:\\\\Users\\\\ada\\\\a.pdf",
        "\\\\server\\share\\a.pdf",
        ":papers/a.pdf:PDF",
        "Full Text:files/12/a.pdf:application/pdf",
        "/storage/ABCD/a.pdf:application/pdf;Snapshot:/storage/b.html:text/html",
    ],
)
def test_a_path_on_a_computer_leads_nowhere(path: str) -> None:
    assert is_local_path(path)
    assert check_address(path) == "is a path on somebody's computer"


@pytest.mark.parametrize(
    "url",
    [
        *("/papers/a.pdf", "/home/", "/home/a.html", "/users/", "/users/ada.html", "/volumes/12/a.pdf"),
        *(
            "/people/home/ada",
            "/var",
            "/assets/pdf/a.pdf",
            "/media/a.pdf",
            "https://example.org/home/ada/a.pdf",
        ),
        *("https://example.org/~ada/a.pdf", "https://example.org/a:pdf", "mailto:ada@example.org"),
    ],
)
def test_a_path_of_the_site_is_none_on_a_computer(url: str) -> None:
    assert not is_local_path(url)
    assert check_address(url) == ""


A, B = "https://example.org/a", "https://example.org/b"


@pytest.mark.parametrize(
    ("value", "addresses"),
    [
        ("", ()),
        ("{}", ()),
        ("{ { } }", ()),
        (A, (A,)),
        (f"{{{A}}}", (A,)),
        (f"{{ {{{A} }} }}", (A,)),
        (rf"\url{{{A}}}", (A,)),
        (rf"{{\url{{{A}}}}}", (A,)),
        (rf"\url{{{{{A}}}}}.", (A,)),
        (rf"\href{{{A}}}{{The page}}", (A,)),
        (rf"\href{{{A}}}{{\url{{{B}}}}}", (A,)),
        (rf"\texttt{{{A}}}", (A,)),
        (rf"Available at \url{{{A}}}, seen in 1843", (A,)),
        (rf"\url{{{A}}} and \url{{{B}}}", (A, B)),
        (rf"\url{{{A}", (f"{{{A}",)),
        (f"Available at {A}", (A,)),
        (f"Available at: <{A}>", (f"Available at: <{A}>",)),
        (f"www.example.org {A}", ("www.example.org", A)),
        (f"/a.pdf {A}", ("/a.pdf", A)),
        (f"<{A}>", (A,)),
        (f"<URL:{A}>", (A,)),
        (f"URL: {A}", (A,)),
        (f"{A};", (A,)),
        (f"{A},", (A,)),
        (f"{A}.", (f"{A}.",)),
        (f"{A}; {B}", (A, B)),
        (f"{A};\n   {B}", (A, B)),
        (f"{A} {A}", (A,)),
        (f"{A}/\n   b.pdf", (f"{A}/b.pdf",)),
        (f"{A}\n   (seen in 1843)", (f"{A} (seen in 1843)",)),
        (f"{A} b.pdf", (f"{A} b.pdf",)),
        (f"{A}?b=1&amp;c=2", (f"{A}?b=1&c=2",)),
        (f"{A}_(b)", (f"{A}_(b)",)),
        ("https://example.org/{a}", ("https://example.org/{a}",)),
        ("https://bücher.example/ä", ("https://bücher.example/ä",)),
    ],
)
def test_addresses_are_what_a_field_means(value: str, addresses: tuple[str, ...]) -> None:
    assert addresses_in(value) == addresses


@pytest.mark.parametrize(
    ("value", "only"),
    [
        (A, True),
        ("www.example.org", True),
        (rf"{{\url{{{A}}}}}", True),
        (rf"\href{{{A}}}{{The page}}", True),
        (f"{A} {B}", True),
        (rf"Online, \url{{{A}}}", False),
        (f"Online, {A}", False),
        ("Notes", False),
        ("", False),
    ],
)
def test_a_field_of_addresses_alone_names_nothing_else(value: str, only: bool) -> None:
    assert only_addresses(value) is only


@pytest.mark.parametrize(
    ("value", "bare"),
    [
        ("a", "a"),
        ("{a}", "a"),
        (" { {{a}} } ", "a"),
        ("{a}{b}", "{a}{b}"),
        ("{{a}{b}}", "{a}{b}"),
        ("{{a} b}", "{a} b"),
        ("{a {b}}", "a {b}"),
        ("{a", "{a"),
        ("{{a}", "{{a}"),
        ("{}", ""),
        ("", ""),
    ],
)
def test_only_braces_around_the_whole_value_are_taken_off(value: str, bare: str) -> None:
    assert without_braces(value) == bare


def test_ten_thousand_braces_and_wrappers_are_read() -> None:
    assert addresses_in("{" * 10_000 + A + "}" * 10_000) == (A,)
    assert len(addresses_in("\\url{" * 10_000)) == 1
    assert addresses_in("{" * 10_000 + " " * 100_000) != ()
