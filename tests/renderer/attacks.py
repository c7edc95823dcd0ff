"""Texts that a page must show as they are, and how each is written for Markdown and for HTML."""

from __future__ import annotations

from typing import NamedTuple


class Attack(NamedTuple):
    """A text, and its source in a line of Markdown and inside an abstract's `div`."""

    name: str
    text: str
    markdown: str
    html: str


ATTACKS = [
    # to the browser
    Attack(
        "script",
        "<script>alert(1)</script>",
        "&lt;script>alert(1)&lt;/script>",
        "&lt;script>alert(1)&lt;/script>",
    ),
    Attack(
        "event handler",
        "<img src=x onerror=alert(1)>",
        "&lt;img src=x onerror=alert(1)>",
        "&lt;img src=x onerror=alert(1)>",
    ),
    Attack(
        "out of an attribute",
        "\"'><svg onload=alert(1)>",
        "\\\"\\'>&lt;svg onload=alert(1)>",
        "\"'>&lt;svg onload=alert(1)>",
    ),
    Attack(
        "end tags",
        "</em></strong></pub></span></p></div>",
        "&lt;/em>&lt;/strong>&lt;/pub>&lt;/span>&lt;/p>&lt;/div>",
        "&lt;/em>&lt;/strong>&lt;/pub>&lt;/span>&lt;/p>&lt;/div>",
    ),
    Attack("comment", "<!-- a -->", r"&lt;!\-- a \-->", "&lt;!-- a -->"),
    Attack("comment without an end", "<!--", r"&lt;!\--", "&lt;!--"),
    Attack("CDATA", "<![CDATA[a]]>", r"&lt;!\[CDATA\[a\]\]>", "&lt;![CDATA[a]]>"),
    Attack("processing instruction", "<?php echo 1 ?>", "&lt;?php echo 1 ?>", "&lt;?php echo 1 ?>"),
    Attack(
        "references",
        "&lt;b&gt; &#60;b&#x3e; AT&T; R&D & &copy",
        "&amp;lt;b&amp;gt; &amp;#60;b&amp;#x3e; AT&amp;T; R&D & &copy",
        "&amp;lt;b&amp;gt; &amp;#60;b&amp;#x3e; AT&amp;T; R&D & &copy",
    ),
    Attack(
        "comparisons",
        "p < 0.05, a <= b, x <5, <5a@b.example>",
        "p < 0.05, a <= b, x <5, &lt;5a@b.example>",
        "p &lt; 0.05, a &lt;= b, x &lt;5, &lt;5a@b.example>",
    ),
    Attack("less than at the end", "a<", "a&lt;", "a&lt;"),
    Attack("control characters", "a\x00b\x1bc\x85d\x0ce\x01\x02", "abcd e", "abcd e"),
    Attack("half a character", "a\ud800b", "a\ufffdb", "a\ufffdb"),
    # to Liquid
    Attack(
        "output",
        "{{ site.title | upcase }}",
        r"&#123;{ site.title \| upcase }}",
        "&#123;{ site.title | upcase }}",
    ),
    Attack("include", "{% include x.html %}", "&#123;% include x.html %}", "&#123;% include x.html %}"),
    Attack(
        "raw block",
        "{% raw %}a{% endraw %}",
        "&#123;% raw %}a&#123;% endraw %}",
        "&#123;% raw %}a&#123;% endraw %}",
    ),
    Attack(
        "white space control",
        "{{- 1 -}}{%- x -%}",
        "&#123;{- 1 -}}&#123;%- x -%}",
        "&#123;{- 1 -}}&#123;%- x -%}",
    ),
    Attack("three braces", "{{{a}}}", "&#123;&#123;{a}}}", "&#123;&#123;{a}}}"),
    Attack("braces of BibTeX", "{a} {B}", "{a} {B}", "{a} {B}"),
    Attack("a brace at the end", "a{", "a&#123;", "a&#123;"),
    # to kramdown
    Attack("attributes", '{:onclick="alert(1)"}', r"&#123;:onclick=\"alert(1)\"}", '{:onclick="alert(1)"}'),
    Attack("a reference to attributes", "{:x}", "&#123;:x}", "{:x}"),
    Attack(
        "options",
        '{::options parse_span_html="false" /}',
        r"&#123;::options parse_span_html=\"false\" /}",
        '{::options parse_span_html="false" /}',
    ),
    Attack(
        "comment extension",
        "{::comment}a{:/comment}",
        "&#123;::comment}a&#123;:/comment}",
        "{::comment}a{:/comment}",
    ),
    Attack(
        "nomarkdown",
        "{::nomarkdown}<b>{:/}",
        "&#123;::nomarkdown}&lt;b>&#123;:/}",
        "{::nomarkdown}&lt;b>{:/}",
    ),
    Attack("an id for the heading", "A {#main}", "A &#123;#main}", "A {#main}"),
    Attack("the end of a heading", "C ##", r"C \##", "C ##"),
    Attack("a number sign", "C# #1 of C#", "C# #1 of C#", "C# #1 of C#"),
    Attack("link", "[a](javascript:alert(1))", r"\[a\](javascript:alert(1))", "[a](javascript:alert(1))"),
    Attack("image", "![a](//evil.example)", r"!\[a\](//evil.example)", "![a](//evil.example)"),
    Attack("reference link", "[x] [a][x]", r"\[x\] \[a\]\[x\]", "[x] [a][x]"),
    Attack("link definition", "[a]: //evil.example", r"\[a\]: //evil.example", "[a]: //evil.example"),
    Attack(
        "the end of a label", "a](//evil.example) [b", r"a\](//evil.example) \[b", "a](//evil.example) [b"
    ),
    Attack("footnote", "[^1] and [^1]: a", r"\[^1\] and \[^1\]: a", "[^1] and [^1]: a"),
    Attack("a footnote's sign at the start", "^1", "&#94;1", "^1"),
    Attack("abbreviation", "*[a]: b", r"\*\[a\]: b", "*[a]: b"),
    Attack("autolink", "<https://evil.example>", "&lt;https://evil.example>", "&lt;https://evil.example>"),
    Attack("address of mail", "<a@b.example>", "&lt;a@b.example>", "&lt;a@b.example>"),
    Attack("stars", "a*b* **c** ***d***", r"a\*b\* \*\*c\*\* \*\*\*d\*\*\*", "a*b* **c** ***d***"),
    Attack("underscores", "_a_ b_c 1_2 __d__ e_", r"\_a\_ b_c 1\_2 \_\_d\_\_ e\_", "_a_ b_c 1_2 __d__ e_"),
    Attack("only stars", "***", r"\*\*\*", "***"),
    Attack("only underscores", "__", r"\_\_", "__"),
    Attack("backticks", "`a` ``b``", r"\`a\` \`\`b\`\`", "`a` ``b``"),
    Attack("strikethrough", "~~a~~ ~b~", r"\~~a\~~ ~b~", "~~a~~ ~b~"),
    Attack("straight quotes", "\"a\" 'b' it's '90s", r"\"a\" \'b\' it\'s \'90s", "\"a\" 'b' it's '90s"),
    Attack(
        "curly quotes",
        "it’s Gödel’s ’90s boys’ “a”",
        "it's Gödel's ’90s boys’ “a”",
        "it’s Gödel’s ’90s boys’ “a”",
    ),
    Attack("hyphens", "a--b---c - d-e", r"a\--b\-\--c - d-e", "a--b---c - d-e"),
    Attack("dots", "a... b.. ....", r"a\... b.. \.\...", "a... b.. ...."),
    Attack("guillemets", "<<a>> << b >>", "&lt;&lt;a&gt;> &lt;< b &gt;>", "&lt;&lt;a>> &lt;&lt; b >>"),
    Attack("table", "a | b || c", r"a \| b \|\| c", "a | b || c"),
    Attack(
        "backslashes",
        "C:\\a \\* \\\\ b\\",
        "C:\\a \\\\\\* <span>\\\\</span>\\\\ b\\\\",
        "C:\\a \\* <span>\\</span>\\ b\\",
    ),
    Attack(
        "starts of blocks",
        "a\n\n# b\n> c\n- d\n1. e\n    f\n---\n===\n: g\n{: .x}\n[x]: y\n```\n</div>",
        r"a # b > c - d 1. e f \-\-- === : g &#123;: .x} \[x\]: y \`\`\` &lt;/div>",
        "a\n\n# b\n> c\n- d\n1. e\n    f\n---\n===\n: g\n{: .x}\n[x]: y\n```\n&lt;/div>",
    ),
    Attack(
        "without ends", '**a _b `c [d <e {f "g', r"\*\*a \_b \`c \[d &lt;e {f \"g", '**a _b `c [d &lt;e {f "g'
    ),
    Attack("white space", " a  b\t", "a b", "a  b"),
    # to MathJax, and to kramdown's own math
    Attack("a price", "only $5", "only $5", "only $5"),
    Attack("two prices", "$5 and $6", r"\\$5 and \\$6", r"\$5 and \$6"),
    Attack("display math", "$$a$$", r"\\$\\$a\\$\\$", r"\$\$a\$\$"),
    Attack("a backslash and a dollar", r"\$5", r"<span>\\</span>$5", r"<span>\</span>$5"),
    Attack("parentheses of TeX", r"\(a\)", r"<span>\\</span>(a\\)", r"<span>\</span>(a\)"),
    Attack("brackets of TeX", r"\[a\]", r"<span>\\</span>\[a\\\]", r"<span>\</span>[a\]"),
    Attack(
        "environment",
        r"\begin{a}b\end{a}",
        r"<span>\\</span>begin{a}b\end{a}",
        r"<span>\</span>begin{a}b\end{a}",
    ),
    # what looks odd and is plain
    Attack(
        "plain",
        "A + B: (IEEE/CVF) T-CSVT, MLP_iTM & 50% = 1; x^2 @ ~3! №1?",
        "A + B: (IEEE/CVF) T-CSVT, MLP_iTM & 50% = 1; x^2 @ ~3! №1?",
        "A + B: (IEEE/CVF) T-CSVT, MLP_iTM & 50% = 1; x^2 @ ~3! №1?",
    ),
    Attack(
        "other scripts",
        "深度学习 שלום Ångström e\u0301 😀 \u202eabc",
        "深度学习 שלום Ångström e\u0301 😀 \u202eabc",
        "深度学习 שלום Ångström e\u0301 😀 \u202eabc",
    ),
]

# What the three readers take for markup, and pieces of it.
_WORDS = r"""
    {{ }} {% %} {{- -}} {%- {{{ }}} { } {: :} {:: {# {:/} {::comment} {:/comment} {:.x} {:x}
    {%raw%} {%endraw%} {{x}} < > << >> <!-- --> </div> <div> <br> <b> </em> <pub> </pub> </span>
    <script> </script> <? ?> </ <![CDATA[ ]]> <a@b.c> <http://a.b> <p </p> &lt; &amp; & &# &#60;
    &#x3c; &copy &copy; ; : # ## = == === + ++ * ** *** _ __ ___ ` `` ``` ~ ~~ ~~~ | || [ ] ( )
    ]( [^ [^1] ]: [x]: ![ !( *[ ^[ ^ [] [x](y) [x] [1] \ \\ \( \) \[ \] \$ $ $$ $$$ \begin{x}
    \end{x} \ref{a} \a \" " "" ' '' ’ ‘ “ ” . .. ... .... - -- --- ---- ! ? , / @ % %% 1. 2)
    javascript: http://a.b_c_d I A b x_y s 80s 1 a-b é 中文 שלום 😀
"""
_SPACES = [
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    " >>",
    "<< ",
    " #",
    " ##",
    ": ",
    "\n# ",
    "\n> ",
    "\n- ",
]
_BLOCKS = ["\n1. ", "\n    ", "\n---\n", "\n===\n", "\n: a", "\n{: .x}\n", "\n[x]: y\n", "\n*[a]: b\n"]
_INVISIBLE = ["\x00", "\x01", "\x02", "\x1b", "\x85", "\u00a0", "\u0301", "\u200b", "\u202e"]
FRAGMENTS = [*_WORDS.split(), *_SPACES, *_BLOCKS, *_INVISIBLE]
