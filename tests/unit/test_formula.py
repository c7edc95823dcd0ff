"""Which LaTeX MathJax shows as a formula, and does nothing more."""

from __future__ import annotations

import pytest

from pubmd.text.formula import is_formula


@pytest.mark.parametrize(
    "source",
    [
        "x",
        "x_1^{{2}}",
        r"\alpha \leftarrow \beta \newline",
        r"\{a\}",
        r"a\$b",
        r"\text{if $x$}",
        r"a \\ b",
        r"a < b \& c",
        r"\mathrm{href}",
        "x\n+ y",
    ],
)
def test_a_formula_is_one(source: str) -> None:
    assert is_formula(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="nothing"),
        pytest.param(" ", id="white space"),
        pytest.param("a{b", id="an open brace"),
        pytest.param("a}b", id="a closed brace"),
        pytest.param("}{", id="braces in the wrong order"),
        pytest.param(r"a\}{", id="an escaped brace is no partner"),
        pytest.param("a$b", id="a dollar"),
        pytest.param("{a}$", id="a dollar at the end"),
        pytest.param("a\\", id="a backslash at the end"),
        pytest.param(r"\href{javascript:alert(1)}{x}", id="a link"),
        pytest.param(r"\class{a}{x}", id="a class"),
        pytest.param(r"\style{position: fixed}{x}", id="a style"),
        pytest.param(r"\cssId{main}{x}", id="an id"),
        pytest.param(r"\bbox[position: fixed]{x}", id="a box with a style"),
        pytest.param(r"\mmlToken{mi}[href='javascript:alert(1)']{x}", id="attributes"),
        pytest.param(r"\def\alpha{x}", id="a definition"),
        pytest.param(r"\gdef\alpha{x}", id="a global definition"),
        pytest.param(r"\let\alpha=x", id="another name"),
        pytest.param(r"\newcommand{\alpha}{x}", id="a new command"),
        pytest.param(r"\renewenvironment{a}{b}{c}", id="a new environment"),
        pytest.param(r"\DeclareMathOperator{\a}{b}", id="a new operator"),
        pytest.param(r"\require{action}", id="an extension"),
        pytest.param(r"\includegraphics{a}", id="a file"),
        pytest.param(r"\label{a}", id="a label"),
        pytest.param(r"a \text{\href{b}{c}} d", id="a link inside"),
    ],
)
def test_what_ends_elsewhere_or_does_more_is_no_formula(source: str) -> None:
    assert not is_formula(source)


def test_many_braces_take_no_recursion() -> None:
    assert is_formula("{" * 100_000 + "}" * 100_000)
