"""HTML and XML in titles and abstracts: what is understood, and what stays text."""

from __future__ import annotations

import pytest

from pubmd.text.prose import Break, Math, Prose, Style, Styled, Text, read_prose


def styled(style: Style, text: str) -> Styled:
    return Styled(style, (Text(text),))


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("a &amp; b &lt; c &gt; d", "a & b < c > d"),
        ("&#233;&#xE9;&#XE9;&eacute;", "éééé"),
        ("1&#x2013;2 &ndash; 3", "1–2 – 3"),
        ("a&nbsp;b&nbsp;&nbsp;c", "a b c"),
        ("&amp;amp; &amp;lt; &amp;amp;eacute;", "& < é"),
        ("R\\&amp;D, G\\&ouml;del, \\&\\#233;", "R&D, Gödel, é"),
        ("&#150;", "–"),
        ("a&shy;b&#8238;c&#1;", "abc"),
        ("AT&T; R&D; Q&A;", "AT&T; R&D; Q&A;"),
        ("&OHgr; &nosuch; &#; &#x; &amp &#8212", "&OHgr; &nosuch; &#; &#x; &amp &#8212"),
        ("&amp;nosuch;", "&nosuch;"),
        ("&lt;i&gt;a&lt;/i&gt;", "<i>a</i>"),
        ("&lbrace;a&rbrace; &bsol;emph &dollar;1&dollar;", "{a} \\emph $1$"),
    ],
)
def test_an_entity_is_the_character_that_html_gives_it(latex: str, text: str) -> None:
    for typed in (False, True):
        assert read_prose(latex, typed=typed) == ((Text(text),), ())


@pytest.mark.parametrize(
    ("latex", "prose"),
    [
        ("<i>E. coli</i> a", (styled(Style.EMPHASIS, "E. coli"), Text(" a"))),
        ("<em>a</em><b>b</b>", (styled(Style.EMPHASIS, "a"), styled(Style.STRONG, "b"))),
        ("CO<sub>2</sub>", (Text("CO"), styled(Style.SUBSCRIPT, "2"))),
        ("m<SUP>2</SUP>", (Text("m"), styled(Style.SUPERSCRIPT, "2"))),
        ("<strong>a</strong> <tt>b</tt>", (styled(Style.STRONG, "a"), Text(" "), styled(Style.CODE, "b"))),
        ("<code>a_b</code>", (styled(Style.CODE, "a_b"),)),
        ('<i class="x" lang=la>a</i>', (styled(Style.EMPHASIS, "a"),)),
        ("<jats:italic>a</jats:italic>", (styled(Style.EMPHASIS, "a"),)),
        ('<jats:sub specific-use="x">2</jats:sub>', (styled(Style.SUBSCRIPT, "2"),)),
        ("{<i>}a{</i>} b", (styled(Style.EMPHASIS, "a"), Text(" b"))),
        ("<i>{a</i>} b", (styled(Style.EMPHASIS, "a"), Text(" b"))),
        ("<i>a <i>b</i> c</i> d", (styled(Style.EMPHASIS, "a b c"), Text(" d"))),
        ("\\emph{a <i>b</i>} c", (styled(Style.EMPHASIS, "a b"), Text(" c"))),
        ("<b><i>a</b></i>", (Styled(Style.STRONG, (styled(Style.EMPHASIS, "a"),)), Text("</i>"))),
        ('<span style="x">a</span> <u>b</u><scp>c</scp>', (Text("a bc"),)),
        ("<jats:xref ref-type='x'>a</jats:xref>", (Text("a"),)),
        ('<mml:math display="inline"><mml:mi>x</mml:mi> <mml:mo>=</mml:mo></mml:math>', (Text("x ="),)),
        ("<math><mi>x</mi></math>", (Text("x"),)),
        ('<inline-formula><tex-math notation="LaTeX">$x$</tex-math></inline-formula>', (Math("x"),)),
        ("X-<tex>$\\gamma$</tex>", (Text("X-"), Math("\\gamma"))),
    ],
)
def test_a_known_tag_is_a_style_or_nothing(latex: str, prose: Prose) -> None:
    for typed in (False, True):
        assert read_prose(latex, typed=typed) == (prose, ())


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c",
        "p<0.05 and q<b>c",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="https://a.example">a</a>',
        '<i onclick="alert(1)">a',
        "<111> and </i> and <i>",
        "<!- a -> <![CDATA[b]]>",
        "<i",
        "<>",
        "a <ctrl-M> key",
    ],
)
def test_whatever_else_looks_like_a_tag_is_text(text: str) -> None:
    for typed in (False, True):
        assert read_prose(text, typed=typed)[0] == (Text(text),)


@pytest.mark.parametrize(
    "latex",
    [
        "<p>One.</p>\n<p>Two.</p>",
        "One.<br><br/>Two.",
        "<jats:title>One.</jats:title><jats:p>Two.</jats:p>",
        '<p class="first">One.<p>Two.',
        "<ul><li>One.</li><li>Two.</li></ul>",
    ],
)
def test_tags_of_paragraphs_part_paragraphs(latex: str) -> None:
    assert read_prose(latex, typed=True) == ((Text("One."), Break(), Text("Two.")), ())
    assert read_prose(latex) == ((Text("One. Two."),), ())
