"""The tests' own renderer: what it says where it cannot work, and how it reads a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.renderer import Formula, Renderer, RendererMissingError, Start, parsed, read_by_mathjax, shown


def test_without_ruby_the_renderer_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RendererMissingError, match="apt-get install jekyll"):
        Renderer()


def test_without_jekyll_the_renderer_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ruby = tmp_path / "ruby"
    ruby.write_text("#!/bin/sh\necho 'cannot load such file -- jekyll' >&2\nexit 1\n", encoding="utf-8")
    ruby.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(
        RendererMissingError, match=r"cannot load such file -- jekyll.*apt-get install jekyll"
    ):
        Renderer()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        pytest.param("a $x$ b", ["a ", Formula("x"), " b"], id="dollars"),
        pytest.param(r"\(x\)", ["", Formula("x", r"\("), ""], id="parentheses"),
        pytest.param("$$x$$", ["", Formula("x", "$$"), ""], id="display"),
        pytest.param(r"\begin{a}x\end{a}", ["", Formula("x", r"\begin{a}"), ""], id="environment"),
        pytest.param(r"\$5 and \$6", ["", "$", "5 and ", "$", "6"], id="escaped dollars"),
        pytest.param("only $5", ["only ", "$", "5"], id="a lone dollar"),
        pytest.param("$a{$}b$", ["", Formula("a{$}b"), ""], id="a dollar in braces"),
        pytest.param(r"$a\$b$", ["", Formula(r"a\$b"), ""], id="an escaped dollar in math"),
        pytest.param("${$", ["", "$", "{", "$", ""], id="braces without a partner"),
    ],
)
def test_mathjax_reads(text: str, read: list[str | Formula]) -> None:
    assert read_by_mathjax(text) == read


def test_only_mathjax_3_reads_two_backslashes_as_one() -> None:
    assert "".join(map(str, read_by_mathjax(r"a\\b", 2))) == r"a\\b"
    assert "".join(map(str, read_by_mathjax(r"a\\b", 3))) == r"a\b"


def test_white_space_is_shown_as_a_browser_shows_it() -> None:
    assert shown(parsed("\n a  <i> b</i>\n<br /> c ")) == [
        "a",
        " ",
        Start("i"),
        "b",
        ("i",),
        Start("br"),
        "c",
    ]


def test_code_holds_no_math() -> None:
    assert Formula("x") not in shown(parsed("<code>$x$</code>"))
    assert Formula("x") in shown(parsed("<em>$x$</em>"))


def test_an_end_tag_that_ends_nothing_is_seen() -> None:
    assert [child.tag for child in parsed("a</div>").children if not isinstance(child, str)] == ["/div"]
