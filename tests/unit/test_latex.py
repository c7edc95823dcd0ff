"""What the macros, groups and signs of LaTeX come to."""

from __future__ import annotations

import unicodedata
from itertools import product

import pytest
from pylatexenc.latex2text import get_default_latex_context_db

from pubmd.text.macros import MACROS
from pubmd.text.prose import Break, Link, Math, Prose, Style, Styled, Text, plain, read_prose


def styled(style: Style, text: str) -> Styled:
    return Styled(style, (Text(text),))


def em(text: str) -> Styled:
    return styled(Style.EMPHASIS, text)


def both(latex: str) -> Prose:
    """The prose of a string that reads the same whether it was pasted or written for TeX."""
    prose, _ = read_prose(latex)
    assert read_prose(latex, typed=True)[0] == prose
    return prose


def codes(latex: str, *, typed: bool = False) -> list[tuple[str, int]]:
    return [(finding.code, finding.offset) for finding in read_prose(latex, typed=typed)[1]]


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\"o \"{o} {\"o} {\"{o}}", "ö ö ö ö"),
        (r"\'\i, \'{\i}, {\'\i}, {\'{\i}}, \^{\j}", "í, í, í, í, ĵ"),
        (r"\`a \'e \^o \~n \=u \.z", "à é ô ñ ū ż"),
        (r"\u{g} \v{c} \H{o} \c{c} \k{a} \r{u} \d{s} \b{d}", "ğ č ő ç ą ů ṣ ḏ"),
        (r"\v c {\v S} {\u \i} \c s", "č Š ĭ ş"),
        (r"\' e", "é"),
        (r"{\" o} {\~ n}", "ö ñ"),
        (r"\'{{e}} {\'{{e}}}", "é é"),
        (r"\'{\^{e}} \d{\^a}", "ế ậ"),
        (r"\'{es} \t{ia}", "és i͡a"),
        (r"\'{\ae} \=\i", "ǽ ī"),
        (r"{\'{}\i}", "í"),
        (r"\.I \.{i}", "İ i̇"),
        (r"(11\=20)", "(112̄0)"),
        (r"\textcommabelow{s} \textdotbelow{a} \ocirc{u}", "ș ạ ů"),
        (r"\h{a} \G{a} \f{a}", "ả ȁ ȃ"),
        (r"\^{} \~{} \'{} \"{} {\v}", "^ ~ ´ ¨ ˇ"),
        (r"Ragnhei{\d}ur", "Ragnheiur"),
        (r"\'.", "´."),
    ],
)
def test_an_accent_is_on_the_letter_that_follows(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"so \"quoted\", he said", 'so "quoted", he said'),
        (r"10\^6 and x\^2", "10^6 and x^2"),
        (r"a.example/\~ada", "a.example/~ada"),
        (r"H.\~P. Maruska", "H. P. Maruska"),
        (r"N\^\{+\}", "N+"),
    ],
)
def test_an_escaped_sign_is_no_accent(latex: str, text: str) -> None:
    assert plain(both(latex)) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Stra\ss e, {\ss}", "Straße, ß"),
        (r"\o\O\l\L\ae\AE\oe\OE\aa\AA", "øØłŁæÆœŒåÅ"),
        (r"\i\j\dh\DH\th\TH\dj\DJ\ng\NG", "ıȷðÐþÞđĐŋŊ"),
        (r"\AA{}ngstr\"om", "Ångström"),
        (r"\cyrchar\CYRA\cyra", "Аа"),
    ],
)
def test_a_letter_of_another_alphabet_is_itself(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\& \% \$ \# \_ \{ \}", "& % $ # _ { }"),
        (r"\textasciitilde\textasciicircum\textbackslash\textbar\textless\textgreater", "~^\\|<>"),
        (r"\textbraceleft\textbraceright\textunderscore\textquotesingle\textquotedbl", "{}_'\""),
        (r"AND\slash OR", "AND/OR"),
        (r"\S 5, \P, \pounds5, \euro5, \textyen", "§5, ¶, £5, €5, ¥"),
        (r"\copyright{} A\texttrademark{} B\textregistered", "© A™ B®"),
        (r"\dots\ldots\textellipsis", "………"),
        (r"\textendash\textemdash\textperiodcentered\textbullet", "–—·•"),
        (r"5\,\textmu m, 5\textdegree C, 5\,\textohm", "5 µm, 5°C, 5 Ω"),
        (r"\textquoteleft a\textquoteright{} \textquotedblleft b\textquotedblright", "‘a’ “b”"),
        (r"\guillemotleft a\guillemotright{} \glqq b\grqq{} \textquestiondown", "«a» „b“ ¿"),
        (r"3 \texttimes{} 3 \textpm 1", "3 × 3 ±1"),
        (r"\alpha-Fe \rightarrow{} \infty", "α-Fe → ∞"),
        (r"\TeX, \LaTeX, \LaTeXe, \BibTeX, \XeTeX, \MF", "TeX, LaTeX, LaTeX2ε, BibTeX, XeTeX, METAFONT"),
        (r"The \TeX book and \TeX{} users", "The TeXbook and TeX users"),
        (r"\char92 \char`\\ \char`a \char'134 \char" + '"5C \\symbol{92}', "\\\\a\\\\\\"),
        (r"\apj", "Astrophysical Journal"),
    ],
)
def test_a_symbol_is_the_character_that_it_names(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)
    assert codes(latex) == []


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("200\\,mm\\;a\\:b\\ c\\quad d\\thinspace e", "200 mm a b c d e"),
        (r"a\!b pre\-fix shelf\/ful \relax Yu\null", "ab prefix shelfful Yu"),
        (r"Z\kern-.15em A \hskip 1em plus B\hspace{1em}C", "ZA plus B C"),
        ("vs.\\\n  the", "vs. the"),
        (r"a \noindent b {\small c} \protect d\xspace", "a b c d"),
    ],
)
def test_spacing_is_a_space_or_nothing(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("Figure~3 of D.~Knuth", "Figure 3 of D. Knuth"),
        ("10~000", "10 000"),
        ("within ~5 ms (~1.25), 40~50 nm", "within ~5 ms (~1.25), 40~50 nm"),
        ("https://a.example/~ada", "https://a.example/~ada"),
        ("a ~ b, K ~ 0", "a b, K ~ 0"),
        (r"a.example/{$\sim$}ada", "a.example/~ada"),
    ],
)
def test_a_tie_is_a_space_and_a_tilde_is_a_tilde(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)


def test_signs_of_tex_are_themselves_where_a_bibliography_is_no_tex_file() -> None:
    latex = "50% of R&D in C#, a_b^c\n100%\nof AT&T {\\relax}"
    assert both(latex) == (Text("50% of R&D in C#, a_b^c 100% of AT&T"),)
    assert codes(latex) == []


@pytest.mark.parametrize(
    ("latex", "text", "typed_text"),
    [
        ("pp. 1--2 --- and ----- {-}", "pp. 1–2 — and —– -", "pp. 1--2 --- and ----- -"),
        ("-{}- \\textendash", "-- –", "-- –"),
        ("?`Qu\\'e? !`Hola", "¿Qué? ¡Hola", "?`Qué? !`Hola"),
    ],
)
def test_ligatures_are_not_read_in_pasted_text(latex: str, text: str, typed_text: str) -> None:
    assert read_prose(latex)[0] == (Text(text),)
    assert read_prose(latex, typed=True)[0] == (Text(typed_text),)


@pytest.mark.parametrize("macro", ["emph", "textit", "textsl", "mkbibemph"])
def test_emphasis_is_kept(macro: str) -> None:
    assert both(rf"On \{macro}{{Escherichia coli}}.") == (Text("On "), em("Escherichia coli"), Text("."))


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        (r"\textbf{b}", (styled(Style.STRONG, "b"),)),
        (r"10\textsuperscript{th}", (Text("10"), styled(Style.SUPERSCRIPT, "th"))),
        (r"H\textsubscript{2}O", (Text("H"), styled(Style.SUBSCRIPT, "2"), Text("O"))),
        (r"H\textsubscript2O", (Text("H"), styled(Style.SUBSCRIPT, "2"), Text("O"))),
        (r"\texttt{a\_b}", (styled(Style.CODE, "a_b"),)),
        (r"\path{a_b\c}", (styled(Style.CODE, r"a_b\c"),)),
        (r"\verb|x_{|y", (styled(Style.CODE, "x_{"), Text("y"))),
        (r"{\em a} {\it b\/}-c", (em("a"), Text(" "), em("b"), Text("-c"))),
        (r"{\bf a}{\tt b}", (styled(Style.STRONG, "a"), styled(Style.CODE, "b"))),
        (r"{\itshape a} b", (em("a"), Text(" b"))),
        (r"a \em b", (Text("a "), em("b"))),
        (r"{\it a \rm b} c", (em("a"), Text(" b c"))),
        (r"{\it a \bf b} c", (em("a"), Text(" "), styled(Style.STRONG, "b"), Text(" c"))),
        (
            r"\emph{a \textbf{b} c}",
            (Styled(Style.EMPHASIS, (Text("a "), styled(Style.STRONG, "b"), Text(" c"))),),
        ),
        (r"\emph{a \emph{b} {\it c}}", (em("a b c"),)),
        (r"\emph{a $x$}", (Styled(Style.EMPHASIS, (Text("a "), Math("x"))),)),
        (r"a\emph{ b }c", (Text("a "), em("b"), Text(" c"))),
        (r"a \emph{} \textbf{ } b", (Text("a b"),)),
        (r"\emph a b", (em("a"), Text(" b"))),
        (r"\'\emph{e}", (em("é"),)),
        (r"\emph{{\bf a}} b", (Styled(Style.EMPHASIS, (styled(Style.STRONG, "a"),)), Text(" b"))),
    ],
)  # fmt: skip
def test_a_style_holds_for_its_argument_or_group(latex: str, prose: Prose) -> None:
    assert both(latex) == prose
    assert codes(latex) == []


@pytest.mark.parametrize(
    "macro",
    [
        "textsc",
        "textrm",
        "textsf",
        "textup",
        "textmd",
        "textnormal",
        "mbox",
        "hbox",
        "text",
        "underline",
        "MakeUppercase",
        "uppercase",
        "ce",
    ],
)
def test_a_macro_that_only_sets_type_leaves_its_argument_as_it_stands(macro: str) -> None:
    assert both(rf"The \{macro}{{Collage}} link") == (Text("The Collage link"),)
    assert codes(rf"\{macro}{{Collage}}") == []


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"{\noopsort{hakim}}{al-Hakim}", "al-Hakim"),
        (r"a\index{b}\label{c}\phantom{d}", "a"),
        (r"\textcolor{red}{a} \texorpdfstring{$x$}{x} \foreignlanguage{german}{b}", "a x b"),
        (r"\includegraphics[width=1cm]{a.png}b", "b"),
        (r"\enquote{a} \mkbibquote{b}", "“a” “b”"),
        (r"{\cal NC} {\sc Conniver} {\rm 2nd}", "NC Conniver 2nd"),
        (r"{\ifmmode\acute{c}\else\'{c}\fi}", "ć"),
        (r"\ifmmode x\fi a", "a"),
        (r"\section{Results}", "Results"),
    ],
)
def test_a_macro_takes_along_what_is_not_to_be_read(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)
    assert codes(latex) == []


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        (
            r"see \href{https://a.example/x_y\%20z\#n}{the \emph{site}}!",
            (
                Text("see "),
                Link("https://a.example/x_y%20z#n", (Text("the "), em("site"))),
                Text("!"),
            ),
        ),
        (
            r"\url{https://a.example/~ada?x=1&y=50%25#z}",
            (
                Link(
                    "https://a.example/~ada?x=1&y=50%25#z",
                    (Text("https://a.example/~ada?x=1&y=50%25#z"),),
                ),
            ),
        ),
        (r"\url{a.example}", (Text("a.example"),)),
        (r"\href{https://a.example}{}", (Link("https://a.example", (Text("https://a.example"),)),)),
        (r"\href{javascript:alert(1)}{a}", (Text("a"),)),
        (r"\href{https://a.example}{b \url{https://c.example}}",
            (Link("https://a.example", (Text("b https://c.example"),)),)),
    ],
)  # fmt: skip
def test_an_address_is_not_read_as_tex(latex: str, prose: Prose) -> None:
    assert both(latex) == prose


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("{{Deep} {L}earning for {URL}s}", "Deep Learning for URLs"),
        ("{A {B {C}}}", "A B C"),
        ("{" * 10_000 + "a" + "}" * 10_000, "a"),
    ],
    ids=["protected", "nested", "very deep"],
)
def test_protecting_braces_vanish(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)
    assert codes(latex) == []


@pytest.mark.parametrize(
    ("latex", "paragraphs"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n \r\nTwo.", ["One.", "Two."]),
        ("One.\rstill one\r\rTwo.", ["One. still one", "Two."]),
        ("One. \\par Two. \\\\[2pt] Three.\\newline Four.", ["One.", "Two.", "Three.", "Four."]),
        ("\\par One.\n\n\\par\n\nTwo.\\\\", ["One.", "Two."]),
        ("\\TeX\n\nTwo.", ["TeX", "Two."]),
        ("<p>One.</p><p>Two.</p>", ["One.", "Two."]),
        ("\\begin{itemize} \\item One. \\item Two. \\end{itemize}", ["One.", "Two."]),
    ],
)
def test_paragraphs_are_kept_apart_in_pasted_text_alone(latex: str, paragraphs: list[str]) -> None:
    chunks = [chunk for text in paragraphs for chunk in (Break(), Text(text))][1:]
    assert read_prose(latex, typed=True)[0] == tuple(chunks)
    assert read_prose(latex)[0] == (Text(" ".join(paragraphs)),)


def test_a_paragraph_does_not_end_inside_of_a_style() -> None:
    assert read_prose("\\emph{a\n\nb} c", typed=True)[0] == (em("a b"), Text(" c"))


@pytest.mark.parametrize(
    ("latex", "text", "offsets"),
    [
        (r"A \foo{b c} d", "A b c d", [2]),
        (r"\foo[opt]{a}{b}", "ab", [0]),
        (r"\VAX/\VAX{} at {\VAX}", "VAX/VAX at VAX", [0]),
        (r"On \VAX systems", "On VAX systems", [3]),
        (r"{\smc Some small capitals}", "Some small capitals", [1]),
        (r"a \<box>", "a <box>", [2]),
        ("a\\", "a", [1]),
    ],
)
def test_an_unknown_macro_loses_no_text_and_is_told(latex: str, text: str, offsets: list[int]) -> None:
    assert both(latex) == (Text(text),)
    assert codes(latex) == [("unknown-macro", offset) for offset in offsets]


def test_each_unknown_macro_is_told_once() -> None:
    latex = r"\foo{a} \qux1 \foo{b} \qux2 \baz{} \foo"
    assert codes(latex) == [("unknown-macro", 0), ("unknown-macro", 8), ("unknown-macro", 28)]


def test_a_finding_names_the_macro() -> None:
    (finding,) = read_prose(r"\foo{a}")[1]
    assert "`\\foo`" in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"as in \cite{knuth:84}, \citep[p.~5]{gödel_31}", "as in [knuth:84], [gödel_31]"),
        (r"\ref{fig} \nocite{x}", "[fig] [x]"),
        (r"A title\thanks{Supported by nobody.}\footnote[1]{Or is it?}", "A title"),
        (r"On \today", "On"),
        (r"Nanowires\ding{73}", "Nanowires"),
    ],
)
def test_what_cannot_be_shown_is_told(latex: str, text: str) -> None:
    assert both(latex) == (Text(text),)
    assert {code for code, _ in codes(latex)} == {"unknown-macro"}


@pytest.mark.parametrize(
    ("latex", "text", "offset"),
    [
        ("a } b", "a b", 2),
        ("a { b", "a b", 2),
        (r"\emph{a}} b", "a b", 8),
        ("{a {b}", "a b", 0),
        ("}" * 1000, "", 0),
    ],
    ids=["closed", "opened", "after an argument", "outer", "many"],
)
def test_an_unbalanced_brace_loses_no_text_and_is_told(latex: str, text: str, offset: int) -> None:
    assert plain(both(latex)) == text
    assert codes(latex) == [("unbalanced-brace", offset)]


def test_findings_are_in_the_order_of_the_text() -> None:
    assert [offset for _, offset in codes("\\foo{a} \x01 } \\baz{b} \x96")] == [0, 8, 10, 12, 20]


@pytest.mark.parametrize("name", sorted(MACROS.keys() - {"(", "["}))
def test_every_macro_of_the_table_is_known(name: str) -> None:
    findings = read_prose(rf"a \{name}{{b}} c")[1]
    assert not any("not known" in each.message and "refers" not in each.message for each in findings)


def test_the_symbols_of_pylatexenc_are_known() -> None:
    specs = get_default_latex_context_db().iter_macro_specs(["advanced-symbols"])
    names = {spec.macroname for spec in specs if isinstance(spec.simplify_repl, str)}
    assert len(names) > 300
    unknown = [name for name in names if name.isalpha() and codes(rf"a \{name} b")]
    assert unknown == []


LONG = 20_000


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        pytest.param("{" * LONG, "", id="opened"),
        pytest.param("\\emph{" * LONG + "a", "a", id="arguments"),
        pytest.param("{\\em{\\bf{\\tt " * LONG + "a", "a", id="declarations"),
        pytest.param("\\'" * LONG + "e", "e\u0301\u0301\u0301\u0301", id="accents"),
        pytest.param("a" + "\u0301\u0316" * LONG, "á" + "\u0316" * 8 + "\u0301" * 7, id="combining"),
        pytest.param("${" * LONG, "$" * LONG, id="dollars"),
        pytest.param("\\(a" * LONG, "(a" * LONG, id="formulas"),
        pytest.param("<i>" * LONG, "<i>" * LONG, id="tags"),
        pytest.param("<i>" * LONG + "a</i>", "a", id="elements"),
        pytest.param("&" + "amp;" * LONG + "lt;", "<", id="entities"),
        pytest.param(" `a" * LONG, ("‘a " * LONG)[:-1], id="quotes"),
        pytest.param("-" * 3 * LONG, "—" * LONG, id="dashes"),
        pytest.param("\\url{" * LONG, "", id="addresses"),
        pytest.param("\\begin{align}" * LONG, "", id="environments"),
        pytest.param("\\$\\textbar " * LONG, "$|" * LONG, id="escapes"),
        pytest.param("\\vphantom\\{" * LONG, "", id="phantoms"),
    ],
)
def test_a_string_without_end_is_read_to_its_end(latex: str, text: str) -> None:
    prose, findings = read_prose(latex)
    assert unicodedata.normalize("NFC", plain(prose)) == unicodedata.normalize("NFC", text)
    assert len(findings) <= 2


def test_findings_about_rubbish_are_few() -> None:
    names = ("".join(letters) for letters in product("bcdfghjkmp", repeat=4))
    latex = "".join(rf"\qx{name} " for name in names)
    assert len(read_prose(latex)[1]) == 50
