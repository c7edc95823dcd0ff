"""Damage of exports: mended where its pattern is plain, and nothing else touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.text.damage import _DAMAGED, _REPAIRS, repaired
from pubmd.text.prose import Math, Prose, Style, Styled, Text, plain, read_prose


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Poincar{$\backslash$'e}", "Poincaré"),
        (r"Poincar$\backslash$'{e}", "Poincaré"),
        (r"Poincar{$\backslash$}'e", "Poincaré"),
        (r"G$\backslash$\"{o}del".replace('\\"', '"'), "Gödel"),
        (r"G{$\backslash$" + '"o}del', "Gödel"),
        (r"Haj$\backslash$v{c}", "Hajč"),
        (r"Gau$\{$$\backslash$ss$\}$", "Gauß"),
        (r"Erd$\{$$\backslash$H{o}$\}$s", "Erdős"),
        (r"Q$\backslash$&A 5$\backslash$%", "Q&A 5%"),
        (r"$\{$USENIX$\}$ Security", "USENIX Security"),
        (r"$\{$$\backslash$'E$\}$tude", "Étude"),
        (r"Garc\textbackslash{}'ia", "García"),
        (r"Taylor \textbackslash\& Francis", "Taylor & Francis"),
        (r"a \textbackslash emph\{b\} c", "a b c"),
        (r"{\&}mu;m and R{\&}D", "μm and R&D"),
        (r"\{\{\vphantom{\}\}}{{GaAs}}\vphantom\{\}\vphantom\{\} wires", "GaAs wires"),
        (r"\{\vphantom\}{{GaN}}\vphantom\{\} wires", "GaN wires"),
        (r"In\$\_\{x\}\$Ga\$\_2\$", "InxGa2"),
        (r"Al\_\{x\}Ga\^\{+\}", "AlxGa+"),
        (r"{$<$}sub{$>$}2{$<$}/Sub{$>$}", "2"),
        (r"\textless{}i\textgreater{}a\textless/i\textgreater", "a"),
        (r"{\textless}p{\textgreater}a{\textless}/p{\textgreater}", "a"),
        (r"\textexclamdown p\textquestiondown a \textexclamdown/p\textquestiondown{}", "a"),
        ('{$<$}math Display="inline"{$>$} {$<$}mi{$>$}g{$<$}/Mi{$>$} {$<$}/Math{$>$}-factor', "g -factor"),
    ],
)  # fmt: skip
def test_what_exports_damaged_is_mended(latex: str, text: str) -> None:
    prose, findings = read_prose(latex)
    assert plain(prose) == text
    assert findings == ()


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        (r"In\$\_\{x\}\$", (Text("In"), Styled(Style.SUBSCRIPT, (Text("x"),)))),
        (r"\$U(1)\$ and \$m\$", (Math("U(1)"), Text(" and "), Math("m"))),
        (r"\$\textbackslash{}bar\{1\}\$", (Math(r"\bar{1}"),)),
        (r"{\$}x{\_}i{\textasciicircum}2{\$}", (Math("x_i^2"),)),
        (r"\${{R}}\_2\$", (Math("{{R}}_2"),)),
        ('(<Formula format="inline"><TexMath><?TeX $N~=~2$?></TexMath><AltText>Math 1</AltText>'
         '<File name="x" type="svg"/></Formula>)', (Text("("), Math("N~=~2"), Text(")"))),
        ("<jats:alternatives><jats:tex-math>$$C_0$$</jats:tex-math><mml:math><mml:mi>C</mml:mi></mml:math>"
         "</jats:alternatives> a", (Math("C_0"), Text(" a"))),
        ("a \\documentclass[12pt]{minimal} \\usepackage{amsmath} \\begin{document}$$b^2$$\\end{document}",
         (Text("a "), Math("b^2"))),
    ],
)  # fmt: skip
def test_a_damaged_formula_is_a_formula_again(latex: str, prose: Prose) -> None:
    assert read_prose(latex) == (prose, ())


@pytest.mark.parametrize(
    "latex",
    [
        r"a set $\{$0,1$\}$ and $\{$a,b$\}$",
        r"the $\backslash$ key",
        r"\texttt{\textbackslash begin}",
        r"the morpheme\textbackslash 's sense",
        r"\$5 or \$6, A\$5-\$6, \$HOME/\$USER",
        r"\textless b \textgreater c",
        r"$\{a\}$ and \{b\}",
        r"0{$<$}x{$<$}1",
        r"\textquestiondown Qu\'e?",
        r"\$1.5 to \$2\_a",
    ],
)
def test_sound_latex_is_not_touched(latex: str) -> None:
    assert repaired(latex).text == latex


@pytest.mark.parametrize(
    ("latex", "text", "offsets"),
    [
        ("Vehicle \x96 Pedestrian\x92s", "Vehicle – Pedestrian’s", [8, 20]),
        ("\x93a\x94 \x85", "“a” …", [0, 2, 4]),
        ("300\x01C, 400\x01C\x00", "300C, 400C", [3, 12]),
        ("a\x81\x7f", "a", [1, 2]),
        ("a\u202eb\u2066c", "abc", [1, 3]),
        ("a\ud800\ufffe\uffffb", "ab", [1, 2, 3]),
        ("a\x0bb\x0cc", "abc", [1, 3]),
        ("Öffent\xadlich\u200bkeit\ufeff", "Öffentlichkeit", []),
        ("a\x01 \\foo{b}", "a b", [1, 3]),
    ],
)
def test_control_characters_are_mended_or_left_out_and_told(
    latex: str, text: str, offsets: list[int]
) -> None:
    for typed in (False, True):
        prose, findings = read_prose(latex, typed=typed)
        assert prose == (Text(text),)
        assert [finding.offset for finding in findings] == offsets
        assert {finding.code for finding in findings} <= {"control-character", "unknown-macro"}


@pytest.mark.parametrize(
    "damaged",
    [
        "",
        "Poincar{$\\backslash$'e} ",
        "$\\{$USENIX$\\}$ ",
        "\x01\x01 ",
        "\\$\\_\\{2\\}\\$ ",
        "{$<$}sub{$>$}2{$<$}/sub{$>$} ",
        "\x01$\\{$$\\backslash$'E$\\}$tude ",
    ],
)
def test_a_finding_is_told_where_it_was_before_the_mending(damaged: str) -> None:
    latex = damaged * 3 + r"\foo{a}" + damaged + r"\qux{b}"
    offsets = {finding.message: finding.offset for finding in read_prose(latex)[1]}
    for name in ("foo", "qux"):
        (offset,) = (offset for message, offset in offsets.items() if name in message)
        assert latex[offset : offset + 4] == f"\\{name}"


# What damage is made of.
PIECES = [
    *"{}$&<>_^%\\ '\"a2", "\\backslash", "\\textbackslash", "\\text", "\\vphantom", "\\documentclass",
    "{minimal}", "\\begin{document}", "\\end{document}", "\\emph", "less", "greater", "exclamdown",
    "questiondown", "sub", "mu;", "<Formula", "><TexMath><?TeX ", "?></TexMath>", "</Formula>",
    "<alternatives>", "<jats:alternatives>", "<tex-math>", "</tex-math>", "</alternatives>",
    "</jats:alternatives>", "{\\&}", "{$<$}", "{$>$}", "$\\{$", "\\}",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_nothing_is_damaged_that_has_none_of_the_signs(latex: str) -> None:
    if not _DAMAGED.search(latex):
        assert not any(pattern.search(latex) for _, pattern, _ in _REPAIRS)


@pytest.mark.parametrize("sign", [sign for sign, *_ in _REPAIRS if sign != "backslash"])
def test_each_sign_is_looked_for(sign: str) -> None:
    assert _DAMAGED.search(sign)
