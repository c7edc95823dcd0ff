"""Prose in each of the places of a page, and ids and link targets: the exact source."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pubmd.text.markup import (
    Markup,
    anchor,
    filled,
    heading_anchor,
    html,
    inline_html,
    kramdown,
    link_target,
    raw,
    unique_anchors,
)
from pubmd.text.prose import Break, Link, Math, Prose, Style, Styled, Text
from tests.renderer.attacks import ATTACKS, Attack


def plain(text: str) -> Prose:
    return (Text(text),)


def styled(style: Style, text: str) -> Styled:
    return Styled(style, plain(text))


# --- text ---


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_text_is_escaped_where_its_place_needs_it_and_only_there(attack: Attack) -> None:
    assert kramdown(plain(attack.text)) == attack.markdown
    assert html(plain(attack.text)) == attack.html
    assert inline_html(plain(attack.text)) == re.sub(r"\s+", " ", attack.html)


@pytest.mark.parametrize("place", [kramdown, inline_html, html])
def test_nothing_is_markup_of_nothing(place: Callable[[Prose], Markup]) -> None:
    assert place(()) == place(plain("")) == place(plain(" \n")) == place(plain("\x00")) == ""


@pytest.mark.parametrize("place", [kramdown, inline_html, html])
def test_texts_that_touch_are_read_as_one(place: Callable[[Prose], Markup]) -> None:
    for text in ("{{", "--", "...", "&lt;", "~~", "<<", "a_b", "it’s", "$$", "\\("):
        assert place((Text(text[:1]), Text(text[1:]))) == place(plain(text)), text


# --- prose ---


@pytest.mark.parametrize(
    ("prose", "markdown", "in_html"),
    [
        pytest.param((Math("x_1"),), "$x_1$", "$x_1$", id="a plain formula"),
        pytest.param((Math("x_{i}*y"),), r"$x\_{i}\*y$", "$x_{i}*y$", id="what is emphasis to kramdown"),
        pytest.param((Math(r"\alpha\\b"),), r"$\alpha\\\b$", r"$\alpha\\b$", id="backslashes"),
        pytest.param((Math("a<b|c'"),), r"$a&lt;b\|c\'$", "$a&lt;b|c'$", id="a tag, a pipe, a prime"),
        pytest.param((Math("x^{{2}}"),), "$x^&#123;{2}}$", "$x^&#123;{2}}$", id="Liquid in a formula"),
        pytest.param(
            (Math("a"), Math("b"), Math("c")), r"$a$\$b$\$c$", "$a$$b$$c$", id="formulas that touch"
        ),
        pytest.param((Text("$5"), Math("x")), r"\\$5$x$", r"\$5$x$", id="a price beside a formula"),
        pytest.param(
            (Text("a\\"), Math("x")),
            r"a<span>\\</span>$x$",
            r"a<span>\</span>$x$",
            id="a backslash before",
        ),
        pytest.param((Math("a{"),), "a&#123;", "a&#123;", id="a formula that is none is text"),
        pytest.param(
            (Math(r"\href{/}{x}"), Text("$1 $2")),
            r"\href{/}{x}\\$1 \\$2",
            r"\href{/}{x}\$1 \$2",
            id="harmful",
        ),
        pytest.param((Math(" "), Text("a")), "a", "a", id="an empty formula"),
        pytest.param(
            tuple(styled(style, "a*") for style in Style),
            r"<em>a\*</em><strong>a\*</strong><sup>a\*</sup><sub>a\*</sub><code>a*</code>",
            "<em>a*</em><strong>a*</strong><sup>a*</sup><sub>a*</sub><code>a*</code>",
            id="styles",
        ),
        pytest.param(
            (Styled(Style.CODE, (Text("a|<b>\\& $1 $2 \\("), Math("x_1"), styled(Style.EMPHASIS, "*"))),),
            r"<code>a&#124;&lt;b>\& $1 $2 \($x_1$<em>*</em></code>",
            r"<code>a&#124;&lt;b>\& $1 $2 \($x_1$<em>*</em></code>",
            id="kramdown and MathJax leave code alone",
        ),
        pytest.param(
            (Link("https://example.org/?a&b=1&lt;", plain("a_")),),
            r'<a href="https://example.org/?a&b=1&amp;lt;">a\_</a>',
            '<a href="https://example.org/?a&b=1&amp;lt;">a_</a>',
            id="a link",
        ),
        pytest.param(
            (Link('https://example.org/"><b> {{', plain("a")),),
            '<a href="https://example.org/%22%3E%3Cb%3E%20%7B%7B">a</a>',
            '<a href="https://example.org/%22%3E%3Cb%3E%20%7B%7B">a</a>',
            id="a link out of its attribute",
        ),
        pytest.param((Link("javascript:alert(1)", plain("a*")),), r"a\*", "a*", id="a link that is refused"),
        pytest.param(
            (Link("/a", (Link("/b", plain("c")),)),),
            '<a href="/a">c</a>',
            '<a href="/a">c</a>',
            id="a link in a link",
        ),
        pytest.param((Text("a"), Break(), Text("b")), "a b", "a<br>\nb", id="a break"),
        pytest.param((Break(), Text("a"), Break()), "a", "a", id="breaks at the ends"),
        pytest.param(
            (Text("C"), Break(), Text("#")), r"C \#", "C<br>\n#", id="the end of a heading after a break"
        ),
        pytest.param(
            (Text(" "), styled(Style.EMPHASIS, " a "), Text(" ")),
            "<em>a</em>",
            "<em>a</em>",
            id="white space at ends",
        ),
    ],
)
def test_prose_in_its_places(prose: Prose, markdown: str, in_html: str) -> None:
    assert kramdown(prose) == markdown
    assert html(prose) == in_html
    assert inline_html(prose) == in_html.replace("<br>\n", " ")


def test_prose_may_nest_deeper_than_python_recurses() -> None:
    prose = plain("a")
    for _ in range(10_000):
        prose = (Styled(Style.EMPHASIS, prose),)
    assert re.fullmatch(r"(<em>)+a(</em>)+", html(prose))
    assert html(prose).count("<em>") == html(prose).count("</em>") < 100


def test_a_text_of_millions_of_characters_is_escaped() -> None:
    assert kramdown(plain("*" * 1_000_000)) == "\\*" * 1_000_000
    assert html(plain("\\\n<" * 1_000_000)) == "\\\n&lt;" * 1_000_000


def test_all_that_goes_into_a_page_is_markup() -> None:
    prose = plain("a")
    made = [
        kramdown(prose),
        inline_html(prose),
        html(prose),
        raw("a"),
        link_target("/a"),
        anchor("a"),
        anchor("a:"),
    ]
    assert all(type(each) is Markup for each in [*made, *unique_anchors(["a", "a"])])


def test_what_the_webmaster_configured_stays_as_it_is() -> None:
    assert raw('{:target="_blank"} {{ site.baseurl }} <b>') == '{:target="_blank"} {{ site.baseurl }} <b>'


# --- the reference pages ---


def test_the_reference_pages_need_no_escape(reference: Path) -> None:
    parts: set[str] = set()
    for file in (reference / "pages").glob("*/*.md"):
        page = file.read_text(encoding="utf-8")
        lines = [
            *((kramdown, each) for each in re.findall(r"^\*\*([^[\n]+)\*\* <br>$", page, re.M)),
            *((kramdown, each) for each in re.findall(r"^_([^\n]+)_ <br>$", page, re.M)),
            *((kramdown, each) for each in re.findall(r"^## ([^<\n]+)$", page, re.M)),
            *((kramdown, each) for each in re.findall(r"\[[▶▼▲] ([^\]]+)\]", page)),
            *((inline_html, each) for each in re.findall(r"<pub>([^<]+)", page)),
            *((inline_html, each) for each in re.findall(r"<highlighted>([^<]+)", page)),
            *((html, each) for each in re.findall(r'<div [^\n]+ id="\w+"><br>\n([^<\n]+)\n', page)),
        ]
        for place, text in lines:
            parts.add(place.__name__)
            assert place(plain(text)) == text.strip(), file
        for url in re.findall(r"\]\(([^)\s]+)\)\{", page):
            assert link_target(url) == url
        for key in re.findall(r'class=abs id="([^"]+)"', page):
            assert anchor(key) == key
    assert parts == {"kramdown", "inline_html", "html"}


# --- link targets ---


@pytest.mark.parametrize(
    ("url", "target"),
    [
        (
            "https://example.org/a_b_c/*d*/~e?uri=f-27&id=4#g",
            "https://example.org/a_b_c/*d*/~e?uri=f-27&id=4#g",
        ),
        ("/manipulation/2024-New", "/manipulation/2024-New"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("https://doi.org/10.1000/S0(12)3(4)", "https://doi.org/10.1000/S0(12)3(4)"),
        ("https://example.org/a(b", "https://example.org/a%28b"),
        ("https://example.org/a)b(c)", "https://example.org/a%29b%28c%29"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a%20b%", "https://example.org/a%20b%"),
        ("https://example.org/a'b\"c", "https://example.org/a'b%22c"),
        ("https://example.org/a|b\\c^d`e", "https://example.org/a%7Cb%5Cc%5Ed%60e"),
        ("https://example.org/<b>", "https://example.org/%3Cb%3E"),
        ("https://example.org/{{a}}{%b%}", "https://example.org/%7B%7Ba%7D%7D%7B%b%%7D"),
        ("https://example.org/?a&lt;b&#60;c", "https://example.org/?a&amp;lt;b&amp;#60;c"),
        ("https://example.org/ä/深", "https://example.org/ä/深"),
        ("https://example.org/[a]", "https://example.org/[a]"),
        (" https://example.org/ ", "https://example.org/"),
    ],
)
def test_a_link_target_is_its_address_made_safe(url: str, target: str) -> None:
    assert link_target(url) == target


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "//evil.example", "a.pdf"])
def test_a_refused_address_is_no_link_target(url: str) -> None:
    with pytest.raises(ValueError, match="the address "):
        link_target(url)


# --- ids ---


@pytest.mark.parametrize("key", ["li23iccv", "Zeyu24_accv", "_a", "a-b", "müller20", "深度2020", "A" * 100])
def test_a_key_that_is_fine_is_its_own_id(key: str) -> None:
    assert anchor(key) == key


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("DBLP:conf/cvpr/Li23", "DBLP-conf-cvpr-Li23"),
        ("2023a", "id-2023a"),
        ("", "id"),
        ("-a", "a"),
        ("a b", "a-b"),
        ("a'\"><b>", "a-b"),
        ('");alert(1);//', "alert-1"),
        ("{{a}}", "a"),
        ("a.b", "a-b"),
        ("a²", "a"),
        ("a\ud800", "a"),
        ("*", "id"),
        ("A" * 101, "A" * 100),
    ],
    ids=repr,
)
def test_any_other_key_is_named_and_hashed(key: str, name: str) -> None:
    assert re.fullmatch(re.escape(name) + "-[0-9a-f]{8}", anchor(key))
    assert anchor(key) == anchor(key)


def test_an_id_is_the_same_in_every_run() -> None:
    # SHA-256 of the key, as `sha256sum` gives it.
    assert anchor("a:b") == "a-b-6783a31e"


def test_keys_that_look_alike_have_different_ids() -> None:
    keys = ["a:b", "a/b", "a.b", "a b", "a-b", "a--b", "-a-b"]
    assert len({anchor(key) for key in keys}) == len(keys)


@pytest.mark.parametrize(
    ("keys", "taken", "ids"),
    [
        pytest.param(["a", "b"], [], ["a", "b"], id="different"),
        pytest.param(["a", "a", "a"], [], ["a", "a-2", "a-3"], id="the same"),
        pytest.param(["a", "a", "a-2"], [], ["a", "a-3", "a-2"], id="a key's own id goes first"),
        pytest.param(["a", "A"], [], ["a", "A"], id="letter case"),
        pytest.param(["a", "b"], ["a"], ["a-2", "b"], id="the heading's"),
        pytest.param(["a", "a"], ["a", "a-2"], ["a-3", "a-4"], id="several taken"),
        pytest.param([], ["a"], [], id="none"),
    ],
)
def test_the_ids_of_a_page_are_unique(keys: list[str], taken: list[str], ids: list[str]) -> None:
    assert list(unique_anchors(keys, taken)) == ids


def test_an_id_does_not_depend_on_the_other_entries() -> None:
    keys = ["a:b", "2023", "", "c"]
    assert unique_anchors(keys) == tuple(anchor(key) for key in keys)
    assert unique_anchors(["x", *reversed(keys)]) == ("x", *(anchor(key) for key in reversed(keys)))


def test_a_heading_keeps_its_id_from_the_entries() -> None:
    assert unique_anchors(["denoising"], [heading_anchor("Denoising")]) == ("denoising-2",)


def test_a_piece_of_a_page_takes_nothing_that_is_not_escaped() -> None:
    assert filled("**{}** {:}", kramdown((Text("a*b"),))) == "**a\\*b** {:}"
    with pytest.raises(TypeError, match="not escaped for its place: 'raw'"):
        filled("**{}**", "raw")  # type: ignore[arg-type]
