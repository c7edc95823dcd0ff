"""What the macros of LaTeX, BibTeX and biblatex stand for in a bibliography: one table, name to meaning.

Names are without their backslash. Symbols that stand mostly in formulas are not repeated here: for them
pylatexenc's table is asked (`symbol`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from functools import cache
from typing import NamedTuple

from pubmd.text.chunk import Style


class Kind(Enum):
    """What is done with a macro."""

    SYMBOL = auto()  # `text` stands for it
    ACCENT = auto()  # `text`, a combining character, follows the next letter
    STYLE = auto()  # its argument in `style`
    DECLARATION = auto()  # the rest of the group in `style`; without one, upright again
    QUOTED = auto()  # its argument between the two characters of `text`
    SILENT = auto()  # nothing; an argument that follows is text
    DROPPED = auto()  # nothing, and nothing of its first `arguments`
    LENGTH = auto()  # nothing, and nothing of the length behind it
    LEFT_OUT = auto()  # as DROPPED, but what it held was meant to be read
    UNRESOLVED = auto()  # refers to what a field cannot know; its argument is shown in brackets
    BREAK = auto()  # the end of a paragraph
    FORMULA = auto()  # LaTeX knows it in math only: with its arguments it is a formula
    MATH = auto()  # its argument is a formula
    LINK = auto()  # `\href`
    ADDRESS = auto()  # `\url`
    VERBATIM = auto()  # its argument as it stands, as code
    CHARACTER = auto()  # `\char`, by its number
    ENVIRONMENT = auto()  # `\begin`
    CONDITION = auto()  # `\ifmmode`


class Meaning(NamedTuple):
    """A macro's kind and what that kind needs to know."""

    kind: Kind
    text: str = ""
    style: Style | None = None
    arguments: int = 0


# Combining characters of the accents (The TeXbook, chapter 9; LaTeX's T1, T4 and T5 encodings).
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "h": "\u0309", "r": "\u030a", "ocirc": "\u030a", "H": "\u030b", "v": "\u030c",
    "U": "\u030e", "G": "\u030f", "f": "\u0311", "d": "\u0323", "textdotbelow": "\u0323",
    "textcommabelow": "\u0326", "c": "\u0327", "k": "\u0328", "textogonekcentered": "\u0328", "b": "\u0331",
    "t": "\u0361", "newtie": "\u0361",
}  # fmt: skip

_LETTERS = {
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "imath": "ı", "jmath": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ",
    "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ", "ij": "ij", "IJ": "IJ", "textschwa": "ə",
}  # fmt: skip

_PUNCTUATION = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", "lbrace": "{", "rbrace": "}",
    "textbraceleft": "{", "textbraceright": "}", "lbrack": "[", "rbrack": "]", "textlbrackdbl": "⟦",
    "textrbrackdbl": "⟧", "textasciitilde": "~", "textasciicircum": "^", "textasciigrave": "`",
    "textquotesingle": "'", "textquotedbl": '"', "textbackslash": "\\", "backslash": "\\", "textless": "<",
    "textgreater": ">", "textbar": "|", "textdollar": "$", "textunderscore": "_", "textnumbersign": "#",
    "textpercent": "%", "textampersand": "&", "slash": "/", "textslash": "/", "lq": "‘", "rq": "’",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "quotedblbase": "„", "quotesinglbase": "‚", "glqq": "„", "grqq": "“", "glq": "‚", "grq": "‘",
    "flqq": "«", "frqq": "»", "flq": "‹", "frq": "›", "og": "«", "fg": "»", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "textendash": "–", "textemdash": "—", "textminus": "−", "hyphen": "-", "dash": "–",
    "Dash": "—", "textfractionsolidus": "⁄", "textexclamdown": "¡", "textquestiondown": "¿",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textperiodcentered": "·", "textbullet": "•",
    "textinterrobang": "‽", "textvisiblespace": "␣", "textasteriskcentered": "∗", "textcompwordmark": "",
}  # fmt: skip

_SIGNS = {
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "textdagger": "†", "textdaggerdbl": "‡", "copyright": "©",
    "textcopyright": "©", "textregistered": "®", "texttrademark": "™", "textservicemark": "℠", "pounds": "£",
    "textsterling": "£", "euro": "€", "EUR": "€", "texteuro": "€", "textyen": "¥", "textwon": "₩",
    "textdegree": "°", "degree": "°", "textcelsius": "°C", "textmu": "µ", "textmicro": "µ", "micro": "µ",
    "textohm": "Ω", "ohm": "Ω", "textperthousand": "‰", "perthousand": "‰", "textnumero": "№",
    "textordfeminine": "ª", "textordmasculine": "º", "textestimated": "℮", "textonehalf": "½",
    "textrightarrow": "→", "textleftarrow": "←", "textuparrow": "↑", "textdownarrow": "↓",
    "textlangle": "⟨", "textrangle": "⟩", "textdoublepipe": "ǁ", "textdoublebarpipe": "ǂ", "checkmark": "✓",
    "bigstar": "★", "ne": "≠", "implies": "⟹", "iff": "⟺", "triangle": "△", "bot": "⊥", "heartsuit": "♡",
}  # fmt: skip

# Names of TeX and its kin whose spelling is not that of the macro.
_LOGOS = {
    "LaTeXe": "LaTeX2ε", "AmS": "AMS", "AmSTeX": "AMS-TeX", "AmSLaTeX": "AMS-LaTeX", "MF": "METAFONT",
    "MP": "MetaPost", "eTeX": "ε-TeX",
}  # fmt: skip
_SPELT_AS_NAMED = (
    "TeX LaTeX BibTeX ConTeXt XeTeX XeLaTeX LuaTeX LuaLaTeX pdfTeX pdfLaTeX LyX TikZ PiCTeX SliTeX "
    "METAFONT MetaPost"
)

# Journals as the styles of the American Astronomical Society and the exports of ADS name them.
_JOURNALS = {
    "aj": "Astronomical Journal", "actaa": "Acta Astronomica", "ao": "Applied Optics",
    "araa": "Annual Review of Astronomy and Astrophysics", "apj": "Astrophysical Journal",
    "apjl": "Astrophysical Journal Letters", "apjlett": "Astrophysical Journal Letters",
    "apjs": "Astrophysical Journal Supplement", "apjsupp": "Astrophysical Journal Supplement",
    "apss": "Astrophysics and Space Science", "aap": "Astronomy and Astrophysics",
    "aapr": "Astronomy and Astrophysics Reviews", "aaps": "Astronomy and Astrophysics Supplement",
    "azh": "Astronomicheskii Zhurnal", "baas": "Bulletin of the American Astronomical Society",
    "caa": "Chinese Astronomy and Astrophysics", "cjaa": "Chinese Journal of Astronomy and Astrophysics",
    "gca": "Geochimica et Cosmochimica Acta", "grl": "Geophysical Research Letters", "icarus": "Icarus",
    "jcap": "Journal of Cosmology and Astroparticle Physics", "jcp": "Journal of Chemical Physics",
    "jgr": "Journal of Geophysical Research",
    "jqsrt": "Journal of Quantitative Spectroscopy and Radiative Transfer",
    "jrasc": "Journal of the Royal Astronomical Society of Canada",
    "memras": "Memoirs of the Royal Astronomical Society",
    "mnras": "Monthly Notices of the Royal Astronomical Society", "na": "New Astronomy",
    "nar": "New Astronomy Reviews", "nat": "Nature", "nphysa": "Nuclear Physics A",
    "pasa": "Publications of the Astronomical Society of Australia",
    "pasj": "Publications of the Astronomical Society of Japan",
    "pasp": "Publications of the Astronomical Society of the Pacific", "physrep": "Physics Reports",
    "physscr": "Physica Scripta", "planss": "Planetary and Space Science", "pra": "Physical Review A",
    "prb": "Physical Review B", "prc": "Physical Review C", "prd": "Physical Review D",
    "pre": "Physical Review E",
    "prl": "Physical Review Letters", "procspie": "Proceedings of SPIE",
    "qjras": "Quarterly Journal of the Royal Astronomical Society",
    "rmxaa": "Revista Mexicana de Astronomía y Astrofísica", "skytel": "Sky and Telescope",
    "solphys": "Solar Physics", "sovast": "Soviet Astronomy", "ssr": "Space Science Reviews",
}  # fmt: skip

_STYLES = {
    Style.EMPHASIS: "emph textit textsl mkbibemph mkbibitalic",
    Style.STRONG: "textbf mkbibbold strong",
    Style.SUPERSCRIPT: "textsuperscript textsuperior mkbibsuperscript up fup",
    Style.SUBSCRIPT: "textsubscript textinferior mkbibsubscript",
    Style.CODE: "texttt code",
}
_DECLARATIONS = {
    Style.EMPHASIS: "em it sl itshape slshape",
    Style.STRONG: "bf bfseries",
    Style.CODE: "tt ttfamily",
    None: "rm sf sc normalfont rmfamily sffamily scshape upshape mdseries cal mit unboldmath boldmath",
}
_SPACES = (
    ", ; : > space nobreakspace quad qquad enspace enskip thinspace medspace thickspace hfil hfill "
    "hfilll dotfill"
)
# Their argument, if they have one, is text as it stands.
_SILENT = (
    "textsc textrm textsf textup textmd textnormal textulc textsw text mbox hbox fbox vbox smash llap "
    "rlap uppercase lowercase MakeUppercase MakeLowercase MakeTextUppercase MakeTextLowercase "
    "NoCaseChange underline uline ul sout textlatin textgreek textcyrillic textcyr latintext bibcyr "
    "cyrchar section subsection subsubsection paragraph ce acro ac gls bibstring"
)
# They set nothing but type.
_TYPESETTING = (
    "- ! @ / relax protect null leavevmode unskip ignorespaces noindent indent allowbreak nobreak break "
    "nolinebreak xspace strut centering raggedright negthinspace fi bgroup egroup begingroup endgroup "
    "selectfont sloppy tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge "
    "smaller larger frenchspacing autocap"
)
_DROPPED = {
    1: "noopsort SortNoop noop label index phantom vphantom hphantom color textcolor colorbox raisebox end "
       "texorpdfstring foreignlanguage selectlanguage hyphenation includegraphics hypersetup",
    2: "fontsize setlength addtolength",
    3: "discretionary",
}  # fmt: skip
_LEFT_OUT = "thanks footnote footnotetext footnotemark marginpar ding today"
_UNRESOLVED = (
    "cite citep citet citealt citealp citeauthor citeyear citeyearpar citenum onlinecite parencite "
    "textcite autocite footcite footfullcite fullcite nocite supercite Cite Citet Textcite ref eqref "
    "pageref autoref cref Cref vref nameref"
)
_FORMULAS = (
    "frac dfrac tfrac sfrac sqrt binom mathrm mathbf mathit mathcal mathbb mathfrak mathscr mathsf "
    "mathtt mathnormal boldsymbol bm operatorname overline bar hat tilde vec dot ddot widehat widetilde "
    "acute grave check breve overset underset stackrel underbrace overbrace"
)


def _table() -> dict[str, Meaning]:
    table: dict[str, Meaning] = {}

    def each(names: str | Iterable[str], meaning: Meaning) -> None:
        table.update(dict.fromkeys(names.split() if isinstance(names, str) else names, meaning))

    for symbols in (_JOURNALS, _LETTERS, _PUNCTUATION, _SIGNS, _LOGOS):
        table.update((name, Meaning(Kind.SYMBOL, text)) for name, text in symbols.items())
    table.update((name, Meaning(Kind.SYMBOL, name)) for name in _SPELT_AS_NAMED.split())
    for style, names in _STYLES.items():
        each(names, Meaning(Kind.STYLE, style=style))
    for shape, names in _DECLARATIONS.items():
        each(names, Meaning(Kind.DECLARATION, style=shape))
    for count, names in _DROPPED.items():
        each(names, Meaning(Kind.DROPPED, arguments=count))
    each(_SPACES, Meaning(Kind.SYMBOL, " "))
    each((" ", "\t", "\n", "\r"), Meaning(Kind.SYMBOL, " "))
    each("hspace vspace", Meaning(Kind.DROPPED, " ", arguments=1))
    each(f"{_SILENT} {_TYPESETTING}", Meaning(Kind.SILENT))
    each(_LEFT_OUT, Meaning(Kind.LEFT_OUT, arguments=1))
    each(_UNRESOLVED, Meaning(Kind.UNRESOLVED))
    each(_FORMULAS, Meaning(Kind.FORMULA))
    each("kern hskip vskip mskip mkern raise lower moveleft moveright", Meaning(Kind.LENGTH))
    each("\\ par newline linebreak item ud smallskip medskip bigskip", Meaning(Kind.BREAK))
    each("enquote mkbibquote textquote", Meaning(Kind.QUOTED, "“”"))
    each("mkbibparens", Meaning(Kind.QUOTED, "()"))
    each("mkbibbrackets", Meaning(Kind.QUOTED, "[]"))
    each("ensuremath ( [", Meaning(Kind.MATH))
    each("verb lstinline path", Meaning(Kind.VERBATIM))
    table.update(
        href=Meaning(Kind.LINK),
        url=Meaning(Kind.ADDRESS),
        nolinkurl=Meaning(Kind.ADDRESS),
        char=Meaning(Kind.CHARACTER),
        symbol=Meaning(Kind.CHARACTER),
        begin=Meaning(Kind.ENVIRONMENT),
        ifmmode=Meaning(Kind.CONDITION),
    )
    # Accents last: `\d`, `\t` and their like are accents before they are anything else.
    table.update((name, Meaning(Kind.ACCENT, mark)) for name, mark in _ACCENTS.items())
    return table


MACROS = _table()


@cache
def _symbols() -> dict[str, str]:
    # Imported on need only: most libraries never name a symbol that is not in the table above.
    from pylatexenc.latex2text import get_default_latex_context_db

    specs = get_default_latex_context_db().iter_macro_specs(["advanced-symbols", "latex-base"])
    return {
        spec.macroname: spec.simplify_repl
        for spec in specs
        if isinstance(spec.simplify_repl, str) and "%" not in spec.simplify_repl
    }


def symbol(name: str) -> str | None:
    """The character that a macro of LaTeX's symbol tables stands for, or None where it is in none of them."""
    return _symbols().get(name)
