"""The keys of `bib/pubmd.yml`: what each holds, means and defaults to."""

from __future__ import annotations

from typing import Any

from pubmd.config.yaml_shape import Anything, Group, Key, Table, Text, Texts

LINK_ATTRIBUTES = '{:target="_blank"}'
TOPICS_FROM = ("topics", "keywords")

# Patterns are read by Python and, in the schema, by JavaScript. `\u0022` is `"` and `\u0027` is `'`: both
# know these escapes.
_CONTROL = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
# The path of a URL (RFC 3986, 3.3), with characters beyond ASCII; without `'()`, which end Markdown links.
_IN_PATH = rf"[^\s{_CONTROL}\u0022\u0027<>()\\`{{}}|^\[\]?#/]"
_NO_CLIMBING = r"(?!(?:[^/]*/)*\.\.?(?:/|$))"
# One attribute, class or id of a kramdown attribute list: `key="value"`, `.class`, `#id`.
_NAME = "[A-Za-z_][A-Za-z0-9_:-]*"
# A backslash before the closing quote would keep the value open.
_IN_VALUE = rf"\\{{}}\u00a0{_CONTROL}"
_DOUBLE = rf"\u0022(?:\\?[^\u0022{_IN_VALUE}])*\u0022"
_SINGLE = rf"\u0027(?:\\?[^\u0027{_IN_VALUE}])*\u0027"
_ATTRIBUTE = rf"(?:{_NAME}=(?:{_DOUBLE}|{_SINGLE})|[.#]{_NAME})"

_WORDS = rf"(?=\s*\S)[^{_CONTROL}]+"
_ONE_LINE = "a text on one line that is not empty"
_INSIDE = r"(?!/|[A-Za-z]:|(?:[^/]*/)*\.\.(?:/|$))"
_PATH = rf"{_INSIDE}(?=\s*\S)[^\\{_CONTROL}]+"

FIELD_NAME = r"[A-Za-z][A-Za-z0-9_:.+-]*"
_FIELD = Text(
    FIELD_NAME, "the name of a BibTeX field", "a letter, then letters, digits, `_`, `-`", number=False
)
_LABEL = Text(_WORDS, _ONE_LINE, "write what readers shall see, such as `Low4High`")
_ID = Text(_WORDS, _ONE_LINE, "write a name such as `denoising`")
_FRONT_MATTER = Anything(
    taken=(("permalink", "each page has one of its own: set `permalink` beside `front_matter`"),)
)
_YEAR = Text(
    "[1-9][0-9]{3}", "a year of four digits", "such as `2024`, or `[2023, 2024]`", minimum=1000, maximum=9999
)
ADDRESS = Text(
    rf"{_NO_CLIMBING}/(?:{_IN_PATH}+/)*{_IN_PATH}*",
    "a path that starts with `/`, without spaces, quotes, brackets, `\\`, `?`, `#`, `//` or `..`",
    "such as `/manipulation/denoising.html`",
    number=False,
)
KEYWORD = Text(
    rf"(?=\s*\S)[^,;{_CONTROL}]+",
    "a word or phrase",
    "topics are split at commas and semicolons: write a list, `[one, two]`",
)

_PAGE = Group(
    (
        Key(
            "label",
            _LABEL,
            "What links to the page say in the nav block of each page of the section.",
            otherwise="the page's id in title case, `low-for-high` as `Low For High`",
            example="Low4High",
        ),
        Key(
            "heading",
            _LABEL,
            "The page's heading.",
            otherwise="the label",
            example="Low-Level For High-Level",
        ),
        Key(
            "intro",
            Text(
                r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]*",
                "text without control characters",
                "take them out",
            ),
            "Markdown that stands under the heading as it is.",
            otherwise="none",
            example="Code is on [GitHub](https://github.com/).",
        ),
        Key(
            "file",
            Text(
                rf"{_INSIDE}[^\\{_CONTROL}]+\.(?:md|markdown)",
                "a path inside the section's folder that ends in `.md` or `.markdown`",
                "such as `denoising.md`",
                number=False,
            ),
            "The page's file, inside the section's folder.",
            otherwise="`<id>.md`",
            example="2024new.md",
        ),
        Key(
            "permalink",
            ADDRESS,
            "The page's address on the site, the last line of its front matter. Links to the page leave a "
            "final `.html` out.",
            otherwise="`<url of the section>/<id>.html`",
            example="/manipulation/low-for-high.html",
        ),
        Key(
            "keywords",
            Texts(KEYWORD),
            "A topic, or a list of topics, that puts a publication on this page. Upper and lower case count "
            "as the same. Two pages of one section have no keyword in common.",
            otherwise="the page's id",
            example=["denoising", "noise reduction"],
        ),
        Key(
            "years",
            Texts(_YEAR),
            "A year, or a list of years: the page also takes the publications of those years that are on the "
            "section's other pages.",
            otherwise="none",
            example=2024,
        ),
        Key(
            "front_matter",
            _FRONT_MATTER,
            "Front matter of this page alone. A key that the section has too is changed where it stands, "
            "another one is added after those of the section.",
            otherwise="that of the section",
            example={"excerpt": "Denoising"},
        ),
    )
)

_SECTION = Group(
    (
        Key(
            "pages",
            Table(
                "page",
                _ID,
                _PAGE,
                repeated="duplicate",
                empty="name a page: `pages: {denoising: {label: Denoising}}`",
            ),
            "The section's pages by their ids, in the order of the nav block. A page with nothing after its "
            "id takes all the defaults.",
            example={"denoising": None, "low-for-high": {"label": "Low4High"}},
            missing="name its pages: `pages: {denoising: {label: Denoising}}`",
        ),
        Key(
            "folder",
            Text(_PATH, "a path inside the site, with `/` between folders", "such as `_manipulation`"),
            "The folder of the section's pages, from the site's root. It may be nested.",
            otherwise="`_<section>`",
            example="_pages/manipulation",
        ),
        Key(
            "url",
            ADDRESS,
            "What the addresses of the section's pages begin with.",
            otherwise="`/<section>`",
            example="/manipulation",
        ),
        Key(
            "front_matter",
            _FRONT_MATTER,
            "Front matter of all the section's pages, in this order and spelling.",
            otherwise="none but `permalink`",
            example={"title": "Research Topic: Manipulation", "author_profile": True},
        ),
    )
)

_THEME = Group(
    (
        Key(
            "nav_style",
            Text(
                rf"[^\u0022\\{{}}{_CONTROL}]*",
                'CSS on one line without `"`, `\\`, `{` and `}`',
                'such as `"color: red"`',
                number=False,
            ),
            "The `style` of each nav link.",
            default="",
            otherwise="none, and then no `{: style=…}`",
            example="color: rgb(191, 0, 0)",
        ),
        Key(
            "link_attributes",
            Text(
                rf"(?:\{{:[ \t]*{_ATTRIBUTE}(?:(?:[ \t]+|(?=[.#])){_ATTRIBUTE})*[ \t]*\}})?",
                "a kramdown attribute list",
                f"write it in single quotes, such as `'{LINK_ATTRIBUTES}'`, or `''` for none",
                number=False,
            ),
            "The kramdown attribute list after each link of a publication; an empty text for none.",
            default=LINK_ATTRIBUTES,
            otherwise=f"`{LINK_ATTRIBUTES}`",
            example='{:target="_blank" rel="nofollow"}',
        ),
        Key(
            "link_prefix",
            Text(
                rf"(?:\{{\{{[^{{}}{_CONTROL}]*\}}\}}|[^\s{_CONTROL}\u0022\u0027<>()\\`{{}}|^\[\]])*",
                "an address without spaces, quotes and brackets, or Liquid such as `{{ site.baseurl }}`",
                "leave it out where the site has its domain to itself",
                number=False,
            ),
            "What stands before the address of each nav link, never before a permalink.",
            default="",
            otherwise="none",
            example="{{ site.baseurl }}",
        ),
    )
)

CONFIGURATION = Group(
    (
        Key(
            "sections",
            Table(
                "section",
                _ID,
                _SECTION,
                repeated="duplicate",
                empty="name a section: `sections: {manipulation: {pages: {denoising: {}}}}`",
            ),
            "The site's sections by their ids: pages that link to each other.",
            example={"manipulation": {"pages": {"denoising": None}}},
            missing="name one: `sections: {manipulation: {pages: {denoising: {}}}}`",
        ),
        Key("theme", _THEME, "How the site's theme wants its links."),
        Key(
            "links",
            Table("field", _FIELD, _LABEL),
            "Fields that become links, and their labels, in the order shown. They follow those that pubmd "
            "ships, or give one of them another label.",
            otherwise="those that pubmd ships",
            example={"blog": "Blog", "video": "Talk"},
        ),
        Key(
            "venues",
            Table("venue", _LABEL, _LABEL),
            "Full names of venues, and their abbreviations, added to the list that pubmd ships.",
            otherwise="none",
            example={"Optics Express": "OE"},
        ),
        Key(
            "topics_from",
            Texts(_FIELD),
            "The BibTeX fields that hold topics.",
            default=list(TOPICS_FROM),
            otherwise="`topics` and `keywords`",
            example=["topics"],
        ),
    )
)


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the configuration.

    It is made of the declaration that `read_settings` checks against. It knows keys, types and patterns;
    what only the whole file shows, such as two pages with one address, `read_settings` alone refuses.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Configuration of pubmd (bib/pubmd.yml)",
        **CONFIGURATION.schema(),
    }
