"""Formulas amid text, and what only looks like one."""

from __future__ import annotations

import pytest

from pubmd.text.prose import Math, Prose, Style, Styled, Text, plain, read_prose


def script(style: Style, text: str) -> Styled:
    return Styled(style, (Text(text),))


def sub(text: str) -> Styled:
    return script(Style.SUBSCRIPT, text)


def sup(text: str) -> Styled:
    return script(Style.SUPERSCRIPT, text)


@pytest.mark.parametrize(
    ("latex", "source"),
    [
        (r"$x^2$", "x^2"),
        (r"\(x^2\)", "x^2"),
        (r"$$x^2$$", "x^2"),
        (r"\[x^2\]", "x^2"),
        (r"{$O(n \log n)$}", r"O(n \log n)"),
        (r"$\frac{1}{\sqrt{2}}$", r"\frac{1}{\sqrt{2}}"),
        (r"$\{a, b\}$", r"\{a, b\}"),
        ("$ \\Omega\n   (n) $", r"\Omega (n)"),
        (r"$\text{if $y$}$", r"\text{if $y$}"),
        (r"$a \$ b$", r"a \$ b"),
        (r"$\alpha$", r"\alpha"),
        ("$<$", "<"),
        (r"$\rightarrow$", r"\rightarrow"),
        (r"$_2^+$", "_2^+"),
        (r"$_{2-\delta}$", r"_{2-\delta}"),
        (r"$x\ $", "x\\ "),
        (r"$p &lt; 0.05 &amp; q$", "p < 0.05 & q"),
        (r"$a &#36; b$", "a &#36; b"),
        (r"\ensuremath{\alpha^2}", r"\alpha^2"),
        (r"\begin{equation} E = mc^2 \end{equation}", "E = mc^2"),
        (r"\begin{align*}a &= b\end{align*}", r"\begin{aligned}a &= b\end{aligned}"),
        (r"\frac{1}{2}", r"\frac{1}{2}"),
        (r"\mathbb{R}", r"\mathbb{R}"),
    ],
)
def test_a_formula_is_kept_for_mathjax(latex: str, source: str) -> None:
    assert read_prose(latex) == ((Math(source),), ())
    assert read_prose(latex, typed=True) == ((Math(source),), ())


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        ("H$_2$O", (Text("H"), sub("2"), Text("O"))),
        ("10$^{th}$ ed.", (Text("10"), sup("th"), Text(" ed."))),
        (r"10$^{\mathrm{th}}$", (Text("10"), sup("th"))),
        (r"4$^{\textrm{ème}}$", (Text("4"), sup("ème"))),
        (r"Cu$_\mathrm{CUS}$", (Text("Cu"), sub("CUS"))),
        (r"${}^{63}$Cu", (sup("63"), Text("Cu"))),
        ("Cu$^{2+}$, K$^-$", (Text("Cu"), sup("2+"), Text(", K"), sup("−"))),
        ("10$^{-6}$", (Text("10"), sup("−6"))),
        ("Ga$_{1-x}$", (Text("Ga"), sub("1−x"))),
        (r"\(_{0.5}\)", (sub("0.5"),)),
    ],
)
def test_a_formula_that_is_an_index_is_text(latex: str, prose: Prose) -> None:
    assert read_prose(latex) == (prose, ())


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"GaN{$\slash$}sapphire", "GaN/sapphire"),
        (r"{$ \{ $Meta$ \} $Font}", "{Meta}Font"),
        (r"Q$\&$A, 5$\%$, $\#$1", "Q&A, 5%, #1"),
        (r"a$\quad$b $\ldots$", "a b …"),
    ],
)
def test_a_formula_that_is_a_sign_of_text_is_text(latex: str, text: str) -> None:
    assert read_prose(latex) == ((Text(text),), ())


@pytest.mark.parametrize(
    "latex",
    [
        "It costs $5",
        "US$5 and US$6",
        "between $5 and $6 or $7",
        "$5-$10, $20/$30",
        "$2,000 in April and $20,089 in May",
        "the $HOME and $PATH of a shell",
        "Ca$h",
        "a $ sign",
        "$",
        "$$",
        "$a\n\nb$",
    ],
)
def test_a_dollar_that_is_no_formula_is_a_dollar(latex: str) -> None:
    assert plain(read_prose(latex)[0]) == " ".join(latex.split())
    assert all(isinstance(chunk, Text) for chunk in read_prose(latex)[0])


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        (r"\$5 and \$6", (Text("$5 and $6"),)),
        ("$5 per $x$", (Text("$5 per "), Math("x"))),
        ("from $2.5$ to $6.5$ eV", (Text("from "), Math("2.5"), Text(" to "), Math("6.5"), Text(" eV"))),
        ("$800$-$900$ K", (Math("800"), Text("-"), Math("900"), Text(" K"))),
        ("$(1,2)$-trees", (Math("(1,2)"), Text("-trees"))),
        ("$n log n + m$", (Math("n log n + m"),)),
        ("{a $} b $x$", (Text("a $ b "), Math("x"))),
        (r"\( x", (Text("( x"),)),
        (r"(000\)", (Text("(000)"),)),
    ],
)
def test_dollars_and_formulas_are_told_apart(latex: str, prose: Prose) -> None:
    assert read_prose(latex)[0] == prose
