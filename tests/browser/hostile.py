r"""A site whose every text is an attack or an accident, and what a reader must see of it, written by hand.

Each text goes into a title, a name, a venue, a tag, an award, its note and an abstract; after each such paper
comes a plain one, which must be unharmed. A formula is written ⟦source⟧ here.
"""

from __future__ import annotations

from typing import NamedTuple


class Snippet(NamedTuple):
    """A text as it is typed in BibTeX, what is shown of it, and what in an abstract, where that differs."""

    name: str
    typed: str
    shown: str
    in_abstract: str = ""


LONG_WORD = "Donaudampfschifffahrt" * 12
LONG_TEXT = " ".join(f"word{number}" for number in range(300))

SNIPPETS = [
    # Liquid
    Snippet("liquid-output", r"\{\{ site.title \}\}", "{{ site.title }}"),
    Snippet("liquid-tag", r"\{\% include x \%\}", "{% include x %}"),
    Snippet("liquid-endraw", r"\{\% endraw \%\}\{\{ 1 | plus: 1 \}\}", "{% endraw %}{{ 1 | plus: 1 }}"),
    Snippet("liquid-raw", r"\{\% raw \%\} a", "{% raw %} a"),
    Snippet("liquid-comment", r"\{\%- comment -\%\} a", "{%- comment -%} a"),
    Snippet("liquid-unclosed", r"a \{\{", "a {{"),
    Snippet("liquid-by-math", r"\{$x$\{ a", "{⟦x⟧{ a"),
    Snippet("bibtex-braces", "{{Deep}} {{{learning}}}", "Deep learning"),
    # HTML
    Snippet("script", "<script>window.hit=1</script>", "<script>window.hit=1</script>"),
    Snippet("script-unclosed", "<script>window.hit=1", "<script>window.hit=1"),
    Snippet("image", "<img src=x onerror=window.hit=1>", "<img src=x onerror=window.hit=1>"),
    Snippet("image-slashes", "<img/src=x/onerror=window.hit=1>", "<img/src=x/onerror=window.hit=1>"),
    Snippet("image-unclosed", "<img src=x onerror=window.hit=1 ", "<img src=x onerror=window.hit=1"),
    Snippet("svg", "<svg onload=window.hit=1>", "<svg onload=window.hit=1>"),
    Snippet("style", "<style>*\\{display:none\\}</style>", "<style>*{display:none}</style>"),
    Snippet("link", "<a href=/x onclick=window.hit=1>a</a>", "<a href=/x onclick=window.hit=1>a</a>"),
    Snippet("bold-with-handler", "<b onmouseover=window.hit=1>a", "<b onmouseover=window.hit=1>a"),
    Snippet("end-of-div", "a</div>b", "a b", "a\nb"),
    Snippet("start-of-div", "a<div>b", "a b", "a\nb"),
    Snippet("end-of-all", "</pub></strong></body></html>", "</pub></strong></body></html>"),
    Snippet("comment", "<!{-}{-} a", "<!-- a"),
    Snippet("comment-end", "a {-}{-}> b", "a --> b"),
    Snippet("instruction", "<?php a ?>", "<?php a ?>"),
    Snippet("declaration", "<![CDATA[ a ]]>", "<![CDATA[ a ]]>"),
    Snippet("textarea", "<textarea><plaintext>", "<textarea><plaintext>"),
    Snippet("entities", "&lt;script&gt;window.hit=1&lt;/script&gt;", "<script>window.hit=1</script>"),
    Snippet("entities-twice", "&amp;lt;b&amp;gt; R&amp;D AT\\&T", "<b> R&D AT&T"),
    Snippet("entity-number", "&#60;img src=x onerror=window.hit=1&#62;", "<img src=x onerror=window.hit=1>"),
    Snippet("references", r"\&{}lt;b\&{}gt; \&{}\#60; \&{}nbsp;", "&lt;b&gt; &#60; &nbsp;"),
    Snippet("signs", "50% & 3 < 4 > 2", "50% & 3 < 4 > 2"),
    Snippet("signs-escaped", r"50\% \& 3 < 4 \#1", "50% & 3 < 4 #1"),
    Snippet("known-tags", "H<sub>2</sub>O <i>in vivo</i>", "H2O in vivo"),
    # kramdown
    Snippet("stars", "**", "**"),
    Snippet("stars-around", "**a** *b* * c", "**a** *b* * c"),
    Snippet("underscores", "_a_ __b__ a_b_c", "_a_ __b__ a_b_c"),
    Snippet("underscores-escaped", r"\_a\_ snake\_case\_", "_a_ snake_case_"),
    Snippet("link-markdown", "[x](y) ![x](y)", "[x](y) ![x](y)"),
    Snippet("link-definition", "[x]: http://y", "[x]: http://y"),
    Snippet("link-reference", "[x][y] [x]", "[x][y] [x]"),
    Snippet("script-link", "[x](javascript:window.hit=1)", "[x](javascript:window.hit=1)"),
    Snippet("abbreviation", "*[HTML]: y", "*[HTML]: y"),
    Snippet("footnote", "[^1] [^1]: a ^[b]", "[^1] [^1]: a ^[b]"),
    Snippet("attributes", r"a\{:onclick='window.hit=1'\}", "a{:onclick='window.hit=1'}"),
    Snippet("attributes-quotes", r'\{:onclick="window.hit=1"\}', '{:onclick="window.hit=1"}'),
    Snippet("heading-id", r"a \{\#stolen\}", "a {#stolen}"),
    Snippet("extension", r"\{::nomarkdown\} <b> \{:/\}", "{::nomarkdown} <b> {:/}"),
    Snippet("extension-comment", r"\{::comment\} a", "{::comment} a"),
    Snippet("options", r'\{::options parse_block_html="true" /\}', '{::options parse_block_html="true" /}'),
    Snippet("table", "|a|b| c || d", "|a|b| c || d"),
    Snippet("code", r"\textasciigrave a\textasciigrave{} b", "`a` b"),
    Snippet("strike", r"\textasciitilde\textasciitilde a\textasciitilde\textasciitilde{}", "~~a~~"),
    Snippet("backslash", r"\textbackslash{} \textbackslash* \textbackslash n", r"\ \* \n"),
    Snippet("heading", "# a #", "# a #"),
    Snippet("quote", "> a", "> a"),
    Snippet("list", "1. a", "1. a"),
    Snippet("rule", "- - -", "- - -"),
    Snippet("autolink", "<http://example.org/a_b> http://example.org/", "<http://example.org/a_b> http://example.org/"),
    Snippet("typography", "a... <<b>> (c)", "a... <<b>> (c)"),
    Snippet("dashes", "1--2---3", "1–2—3", "1--2---3"),
    Snippet("quotes", '"a" \'b\'', '"a" \'b\''),
    Snippet("tex-quotes", "``a'' `b'", "“a” ‘b’"),
    # MathJax
    Snippet("formula", "$x_i < y$", "⟦x_i < y⟧"),
    Snippet("formula-markup", r"$a*b*c_{1}|\{x\}|$ *d*", r"⟦a*b*c_{1}|\{x\}|⟧ *d*"),
    Snippet("formula-liquid", r"$\frac{{a}}{{b}}$", r"⟦\frac{{a}}{{b}}⟧"),
    Snippet("formula-script", r"$\href{javascript:window.hit=1}{x}$", r"\href{javascript:window.hit=1}{x}"),
    Snippet("formula-class", r"$\class{abs}{x} \cssId{stolen}{y}$", r"\class{abs}{x} \cssId{stolen}{y}"),
    Snippet("dollar", "costs $5", "costs $5"),
    Snippet("dollars", r"\$5 or \$6", "$5 or $6"),
    Snippet("dollars-doubled", r"\$\$x\$\$ and \$\$", "$$x$$ and $$"),
    Snippet("dollars-and-formula", r"\$5 for $n$ and \$6", "$5 for ⟦n⟧ and $6"),
    Snippet("delimiters", r"\textbackslash(a\textbackslash) \textbackslash[b\textbackslash]", r"\(a\) \[b\]"),
    # letters
    Snippet("accents", r"G\"odel, Erd\H{o}s, Pok\'emon, \v{C}", "Gödel, Erdős, Pokémon, Č"),
    Snippet("chinese", "深度学习：图像去噪", "深度学习：图像去噪"),
    Snippet("hebrew", "שלום עולם (1)", "שלום עולם (1)"),
    Snippet("arabic", "تعلم عميق 2.0", "تعلم عميق 2.0"),
    Snippet("beyond-the-basic-plane", "😀 𝛼", "😀 𝛼"),
    Snippet("overriding-direction", "a\u202e\u2066b", "ab"),
    Snippet("control-characters", "a\x00\x07\x1bb", "ab"),
    Snippet("unbreakable-space", "a~b", "a b"),
    Snippet("long-word", LONG_WORD, LONG_WORD),
    Snippet("long-text", LONG_TEXT, LONG_TEXT),
]  # fmt: skip

PLAIN = "A Plain Paper Below"


class Key(NamedTuple):
    """A citation key, or an `abs_id`, that makes a poor id of an element."""

    name: str
    typed: str
    field: str = ""


KEYS = [
    Key("dblp", "DBLP:conf/eccv/PengXHLLX20"),
    Key("doi", "10.1007/978-3-030-58586-0_3"),
    Key("script", "x');window.hit=1;('"),
    Key("script-in-field", "script-in-field", "x');window.hit=1;('"),
    Key("quote-in-field", "quote-in-field", 'a"onclick="window.hit=1'),
    Key("tag-in-field", "tag-in-field", "a'></a><script>window.hit=1</script>"),
    Key("liquid-in-field", "liquid-in-field", r"\{\{ site.title \}\}"),
    Key("space-in-field", "space-in-field", "two words"),
    Key("entity", "a&amp;b"),
    Key("markup", "a*b*c_d_"),
    Key("umlaut", "Gödel31"),
    Key("chinese", "李23"),
    Key("digit", "2020first"),
    Key("dot", "a.b"),
    Key("dash", "a-b"),
    Key("colon", "a:b"),
    Key("slash", "a/b"),
    Key("twice-1", "li23"),
    Key("twice-2", "li23"),
    Key("numbered", "li23-2"),
    Key("other-case", "Li23"),
    Key("heading", "keys"),
    Key("name-of-javascript", "__proto__"),
    Key("name-of-the-script", "expandABS"),
]


class Address(NamedTuple):
    """A field of an address, as it is typed, and where the link must lead; `/…` is on the site itself."""

    name: str
    field: str
    typed: str
    leads_to: str


SICI = "10.1002/(SICI)1097-0258(19980815)17:15<1661::AID-SIM968>3.0.CO;2-2"
ADDRESSES = [
    Address("plain", "code", "https://example.org/a", "https://example.org/a"),
    Address("parentheses", "code", "https://example.org/a_(b)_(c)", "https://example.org/a_(b)_(c)"),
    Address("parenthesis", "code", "https://example.org/a(b", "https://example.org/a%28b"),
    Address("parenthesis-closed", "code", "https://example.org/a)b", "https://example.org/a%29b"),
    Address("space", "code", "https://example.org/a b", "https://example.org/a%20b"),
    Address("title-of-markdown", "code", 'https://example.org/a "b"', "https://example.org/a%20%22b%22"),
    Address("pipes", "code", "https://example.org/|a|b|", "https://example.org/%7Ca%7Cb%7C"),
    Address("double-quotes", "code", 'https://example.org/?q="x"', "https://example.org/?q=%22x%22"),
    Address("single-quotes", "code", "https://example.org/'x'", "https://example.org/'x'"),
    Address(
        "beyond-ascii", "code", "https://example.org/é/路?q=ü#ß",
        "https://example.org/%C3%A9/%E8%B7%AF?q=%C3%BC#%C3%9F",
    ),
    Address(
        "escaped-for-tex", "code", r"https://example.org/a\_b\%20c?d\&e\#f", "https://example.org/a_b%20c?d&e#f"
    ),
    Address("tilde", "code", r"https://example.org/~a/\~{}b", "https://example.org/~a/~b"),
    Address("url-macro", "code", r"\url{https://example.org/a_b}", "https://example.org/a_b"),
    Address("markup", "code", "https://example.org/_a_*b**c", "https://example.org/_a_*b**c"),
    Address("brackets", "code", "https://example.org/[x](y)", "https://example.org/[x](y)"),
    Address("tag", "code", "https://example.org/<b>", "https://example.org/%3Cb%3E"),
    Address("backquotes", "code", "https://example.org/`a`^b", "https://example.org/%60a%60%5Eb"),
    Address("liquid", "code", "https://example.org/{{ x }}", "https://example.org/%7B%7B%20x%20%7D%7D"),
    Address("liquid-tag", "code", "https://example.org/{% raw %}", "https://example.org/%7B%%20raw%20%%7D"),
    Address("ampersands", "code", "https://example.org/?a&copy=1&lt=2", "https://example.org/?a&copy=1&lt=2"),
    Address("reference", "code", "https://example.org/?a&lt;b", "https://example.org/?a&lt;b"),
    Address(
        "attribute", "code", 'https://example.org/a"onclick="window.hit=1',
        "https://example.org/a%22onclick=%22window.hit=1",
    ),
    Address(
        "attributes-of-kramdown", "code", 'https://example.org/a){:onclick="window.hit=1"}',
        "https://example.org/a%29%7B:onclick=%22window.hit=1%22%7D",
    ),
    Address("dollars", "code", "https://example.org/$a$", "https://example.org/$a$"),
    Address("dashes", "code", "https://example.org/a--b---c...d", "https://example.org/a--b---c...d"),
    Address("capitals", "code", "HTTPS://EXAMPLE.ORG/A", "https://example.org/A"),
    Address("on-this-site", "code", "/files/a b.zip", "/files/a%20b.zip"),
    Address("mail", "code", "mailto:ada@example.org", "mailto:ada@example.org"),
    Address("doi", "doi", "10.1007/978-3-030-58586-0_3", "https://doi.org/10.1007/978-3-030-58586-0_3"),
    Address("doi-escaped", "doi", r"10.1007/978-3-030-58586-0\_4", "https://doi.org/10.1007/978-3-030-58586-0_4"),
    Address("doi-sici", "doi", SICI, f"https://doi.org/{SICI.replace('<', '%3C').replace('>', '%3E')}"),
    Address("arxiv", "eprint", "2406.08204", "https://arxiv.org/abs/2406.08204"),
]  # fmt: skip

REFUSED = {
    "javascript": "javascript:window.hit=1",
    "javascript-in-capitals": " JaVaScRiPt:window.hit=1",
    "javascript-with-comment": "javascript://example.org/%0Awindow.hit=1",
    "data": "data:text/html,<script>window.hit=1</script>",
    "vbscript": "vbscript:msgbox",
}
# No address either; in `url` and `pdf`, where reference managers leave such things, they are passed over.
HALF = {
    "javascript-with-tab": "java\tscript:window.hit=1",
    "another-site-without-scheme": "//example.org/a",
    "backslashes": r"/\example.org/a",
}


class Formula(NamedTuple):
    """A title and an abstract as they are typed, and what is shown of them."""

    name: str
    title: str
    title_shown: str
    abstract: str
    abstract_shown: str


FORMULAS = [
    Formula("both", "Sums of $x_i^2$", "Sums of ⟦x_i^2⟧", "We add $x_i^2$ up.", "We add ⟦x_i^2⟧ up."),
    Formula("parentheses", r"On \(x_i^2\)", "On ⟦x_i^2⟧", r"For \(x_i^2\).", "For ⟦x_i^2⟧."),
    Formula("amount", "A $5 Camera", "A $5 Camera", "It costs $5, not more.", "It costs $5, not more."),
    Formula("amounts", r"\$5 and \$6 Lenses", "$5 and $6 Lenses", r"From \$5 to \$6.", "From $5 to $6."),
    Formula("mixed", r"\$5 per $n$ Bits", "$5 per ⟦n⟧ Bits", r"\$5 for $n$, \$6.", "$5 for ⟦n⟧, $6."),
]  # fmt: skip

SITE_LABEL = "^Blog [x](y) {{ site.title }} *b* | c"
LABELS = {
    "markup": "**A** & <b> | [x](y) {{ site.title }}",
    "keys": "{% raw %} Keys_",
    "links": "Links \\ `a` {:.b} ... &amp; &lt;",
    "formulas": "Formulas",
}
HEADINGS = {
    "markup": "{{ site.title }} <script>window.hit=1</script> *a* # {#stolen}",
    "keys": "Keys",
    "links": "[x](y) |a|b| & <b> &lt; #",
    "formulas": "Formulas {% endraw %}",
}
TITLE = "Hostile: {{ site.title }} & <b>"
INTRO = "See *the* [start page](/)."


def configuration() -> str:
    """The site's `bib/pubmd.yml`."""
    lines = ["sections:", "  hostile:", "    front_matter:", f"      title: '{TITLE}'", "    pages:"]
    for page, label in LABELS.items():
        lines += [f"      {page}:", f"        label: '{label}'", f"        heading: '{HEADINGS[page]}'"]
        lines += [f"        intro: '{INTRO}'"]
    lines += ["links:", f"  blog: '{SITE_LABEL}'"]
    return "\n".join(lines) + "\n"


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{key},\n{lines}}}\n\n"


def sources() -> dict[str, str]:
    """The site's `.bib` files, each named after its page."""
    return {
        "markup": "".join(map(_markup, range(len(SNIPPETS)), SNIPPETS)),
        "keys": "".join(map(_key, KEYS)),
        "links": "".join(map(_address, ADDRESSES)),
        "formulas": "".join(map(_formula, FORMULAS)),
    }


def _markup(number: int, snippet: Snippet) -> str:
    text = snippet.typed
    hostile = {
        "title": text,
        "author": f"{{{text}}} and Lovelace, Ada",
        "venue": f"At {text} here",
        "year": "2020",
        "tag": text,
        "award": text,
        "award_note": f"{text} end",
        "blog": "/",
        "abstract": text,
    }
    return _entry(f"m{number}", hostile) + _entry(f"p{number}", _plain(f"{PLAIN} {snippet.name}"))


def _key(key: Key) -> str:
    return _entry(key.typed, {**_plain(f"The Key {key.name}"), "abs_id": key.field})


def _address(address: Address) -> str:
    return _entry(f"a-{address.name}", {**_plain(f"The Link {address.name}"), address.field: address.typed})


def _formula(formula: Formula) -> str:
    fields = _plain(formula.title)
    return _entry(f"f-{formula.name}", {**fields, "abstract": formula.abstract})


def _plain(title: str) -> dict[str, str]:
    return {
        "title": title,
        "author": "Gödel, Kurt",
        "venue": "Plain Venue",
        "year": "2020",
        "abstract": f"What {title} is about.",
    }
