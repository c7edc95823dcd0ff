"""Whatever a publication holds, its page shows exactly that, and the page around it is unharmed.

Pages are made with `pubmd.text.markup` and read by the real Liquid, the real kramdown and an HTML parser.
`PUBMD_EXAMPLES` sets how many pages are tried; the few by default are always the same ones.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pubmd.text.address import check_address
from pubmd.text.markup import heading_anchor, html, inline_html, kramdown, link_target, unique_anchors
from pubmd.text.prose import Break, Link, Math, Prose, Style, Styled, Text
from tests.renderer import (
    BREAK,
    Element,
    End,
    Formula,
    Renderer,
    Shown,
    Start,
    collapsed,
    parsed,
    read_by_mathjax,
    shown,
    tidied,
)
from tests.renderer.attacks import ATTACKS, FRAGMENTS, Attack

pytest_plugins = ("tests.renderer.fixtures",)

EXAMPLES = int(os.environ.get("PUBMD_EXAMPLES", "40"))


# --- a page ---


@dataclass(frozen=True)
class Entry:
    """What a publication shows, each part where the page's format has it."""

    title: Prose
    authors: Prose
    venue: Prose
    tag: Prose
    award: Prose
    note: Prose
    label: Prose
    url: str
    key: str
    abstract: Prose


def plain(text: str) -> Prose:
    return (Text(text),)


PLAIN = Entry(
    title=plain("On Computable Numbers"),
    authors=plain("Ada Lovelace, Kurt Gödel"),
    venue=plain("Journal of Examples (JE), 1936"),
    tag=plain("(Oral)"),
    award=plain("Best Paper"),
    note=plain("of the year"),
    label=plain("Paper"),
    url="https://example.org/a_b_(c)?d=e&f=g",
    key="lovelace36",
    abstract=plain("First. Second."),
)


# Definitions that text could refer to: a link, a footnote, attributes.
INTRO = "An intro.\n\n[x]: https://evil.example/\n[^1]: A note.\n{:x: .evil}\n"


def lines_of(entry: Entry, anchor: str) -> Iterator[tuple[str, Iterable[Shown]]]:
    """The lines of an entry and what each shows; a part that holds nothing has none."""
    yield f"**{kramdown(entry.title)}** <br>", [*element("strong", said(entry.title)), BREAK]
    if authors := kramdown(entry.authors):
        yield f"_{authors}_ <br>", [*element("em", said(entry.authors)), BREAK]
    if venue := inline_html(entry.venue):
        yield (
            f"<span><pub>{venue} <highlighted>{inline_html(entry.tag)}</highlighted></pub></span> <br>",
            [
                *element(
                    "span", element("pub", said(entry.venue), " ", element("highlighted", said(entry.tag)))
                ),
                BREAK,
            ],
        )
    if award := inline_html(entry.award):
        yield (
            f"<span><highlighted>{award}</highlighted> {kramdown(entry.note)}</span> <br>",
            [*element("span", element("highlighted", said(entry.award)), " ", said(entry.note)), BREAK],
        )
    yield (
        f'[{kramdown(entry.label)}]({link_target(entry.url)}){{:target="\\_blank"}} |',
        [*element("a", said(entry.label), href=entry.url, target="\\_blank"), " ", "|", " "],
    )
    yield (
        f"<a onclick='expandABS(\"{anchor}\")'> Abstract </a>",
        element("a", " Abstract ", onclick=f'expandABS("{anchor}")'),
    )


def element(tag: str, *inside: Iterable[Shown], **attributes: str) -> list[Shown]:
    """An element as it is shown."""
    content = [item for part in inside for item in part]
    return [Start(tag, tuple(sorted(attributes.items()))), *content, End(tag)]


def page_and_blocks(heading: Prose, nav: Prose, entries: list[Entry]) -> tuple[str, list[list[Shown]]]:
    """The entries as a page, in the format of the theme, and what each of its blocks shows."""
    style = '{: style="color: red"}'

    def nav_line(mark: str) -> list[Shown]:
        return element("strong", element("a", f"{mark} ", said(nav), href="/a/b", style="color: red"))

    above, below = (f"**[{mark} {kramdown(nav)}](/a/b){style}**" for mark in "▼▲")
    page = [f"{above}\n{above}\n", f"## {kramdown(heading)}\n", INTRO]
    blocks: list[list[Shown]] = [[*nav_line("▼"), " ", *nav_line("▼")], said(heading), list("An intro.")]
    for entry, anchor in zip(entries, unique_anchors([entry.key for entry in entries]), strict=True):
        lines = list(lines_of(entry, anchor))
        page.append("\n".join(source for source, _ in lines) + "\n")
        blocks.append([item for _, items in lines for item in items])
        page.append(
            f'<div style="display: none;" class=abs id="{anchor}"><br>\n{html(entry.abstract)}\n</div>\n'
        )
        blocks.append([BREAK, *said(entry.abstract, one_line=False)])
    page += ["---\n", f"{below}\n"]
    blocks += [[], nav_line("▲")]
    return "\n".join(page), [tidied(block) for block in blocks]


def said(prose: Prose, *, one_line: bool = True) -> list[Shown]:
    """What a reader is to see of a prose, by a plain reading of what its chunks mean."""
    items = without_space_before(_said(prose, one_line, ()))
    return without_space_before(reversed(items))[::-1]


def without_space_before(items: Iterable[Shown]) -> list[Shown]:
    """The items without spaces and line breaks in front of the first that is to be seen."""
    kept: list[Shown] = []
    seen = False
    for item in items:
        seen = seen or (isinstance(item, str | Formula) and item != " ")
        if seen or (item != BREAK and not isinstance(item, str)):
            kept.append(item)
    return kept


def _said(prose: Prose, one_line: bool, inside: tuple[str, ...]) -> Iterator[Shown]:
    for chunk in prose:
        match chunk:
            case Text(text):
                yield from visible(text)
            case Math(source) if "code" in inside:
                yield from visible(f"${source}$")
            case Math(source) if harmless(source):
                yield Formula(collapsed("".join(visible(source))))
            case Math(source):
                yield from visible(source)
            case Break():
                yield " " if one_line else BREAK
            case Styled(style, content):
                tag = {"emphasis": "em", "superscript": "sup", "subscript": "sub"}.get(style, str(style))
                yield from (Start(tag), *_said(content, one_line, (*inside, tag)), End(tag))
            case Link(url, content) if "a" in inside or check_address(url):
                yield from _said(content, one_line, inside)
            case Link(url, content):
                yield Start("a", (("href", url),))
                yield from _said(content, one_line, (*inside, "a"))
                yield End("a")


def visible(text: str) -> Iterator[str]:
    for each in text.replace("\v", " ").replace("\f", " "):
        if each in "\t\n\r ":
            yield " "
        elif "\ud800" <= each <= "\udfff":
            yield "\ufffd"
        elif not (each < " " or "\x7f" <= each <= "\x9f"):
            yield each


def harmless(source: str) -> bool:
    source = "".join(visible(source))
    macros = ("href", "def", "let", "newcommand", "class", "style", "require", "label", "bbox")
    return (
        source.strip() != ""
        and not any(f"\\{macro}" in source for macro in macros)
        and read_by_mathjax(f"${source}$ {{}}") == ["", Formula(collapsed(source)), " {}"]
        and (bare := re.sub(r"\\.", "", source)).count("{") == bare.count("}")
    )


def blocks_of(page: str) -> list[Element]:
    """The blocks of a rendered page; there is nothing but white space between them."""
    blocks: list[Element] = []
    for child in parsed(page).children:
        if isinstance(child, str):
            assert child.strip() == ""
        else:
            blocks.append(child)
    return blocks


def same_addresses(items: list[Shown]) -> list[Shown | tuple[str, object]]:
    """The items with addresses as the bytes they mean, so that percent-encoding makes no difference."""
    return [
        (
            item.tag,
            [(k, unquote_to_bytes((v or "").strip(" ")) if k == "href" else v) for k, v in item.attributes],
        )
        if isinstance(item, Start)
        else item
        for item in items
    ]


def assert_shows(renderer: Renderer, heading: Prose, nav: Prose, entries: list[Entry]) -> None:
    page, expected = page_and_blocks(heading, nav, entries)
    liquid, rendered = renderer.both(page)
    assert liquid == page
    blocks = blocks_of(rendered)
    assert [block.tag for block in blocks] == ["p", "h2", "p", *["p", "div"] * len(entries), "hr", "p"], (
        rendered
    )
    for anchor, block in zip(unique_anchors([entry.key for entry in entries]), blocks[4:-2:2], strict=True):
        assert block.attributes == {"style": "display: none;", "class": "abs", "id": anchor}
    for version in (2, 3):
        for block, items in zip(blocks, expected, strict=True):
            assert same_addresses(shown(block, version)) == same_addresses(items), rendered


# --- any text ---

texts = st.lists(
    st.one_of(
        st.sampled_from(FRAGMENTS),
        st.sampled_from(FRAGMENTS),
        st.text(max_size=4),
        st.text(alphabet=[chr(each) for each in range(32, 127)], max_size=4),
        st.sampled_from(["a", "word ", "x", " "]),
    ),
    max_size=9,
).map("".join)

formulas = st.one_of(
    st.sampled_from(
        ["x", "x_1^{{2}}", "a<b", "a_b_c", "y'", "\\alpha", "a\\\\b", "|x|", "\\{a\\}", "a*b*c", "{$}", "\\&"]
    ),
    texts,
)


def proses(inner: st.SearchStrategy[Prose]) -> st.SearchStrategy[Prose]:
    chunk = st.one_of(
        texts.map(Text),
        texts.map(Text),
        formulas.map(Math),
        st.just(Break()),
        st.builds(Styled, st.sampled_from(Style), inner),
        st.builds(Link, st.one_of(addresses, texts), inner),
    )
    return st.lists(chunk, max_size=4).map(tuple)


addresses = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["https://example.org/", "/", "/a?", "HTTP://b.c:80/?q=", "mailto:a@b.c?x="]), texts
    ),
).filter(lambda url: not check_address(url))
prose = st.one_of(texts.map(plain), proses(texts.map(plain)), proses(proses(texts.map(plain))))
# A page does without a title, a label or a heading that show nothing.
visible_prose = prose.map(lambda prose: prose if kramdown(prose) else plain("x"))
unlinked = st.one_of(texts.map(plain), st.tuples(texts.map(Text), formulas.map(Math), texts.map(Text))).map(
    lambda prose: prose if kramdown(prose) else plain("x")
)
entries = st.builds(
    Entry,
    title=visible_prose,
    authors=prose,
    venue=prose,
    tag=prose,
    award=prose,
    note=prose,
    label=unlinked,
    url=addresses,
    key=st.one_of(texts, st.sampled_from(["li23", "li23-2", "li:23", "2023"])),
    abstract=prose,
)


@settings(
    max_examples=EXAMPLES,
    derandomize="PUBMD_EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(heading=visible_prose, nav=unlinked, entries=st.lists(entries, min_size=1, max_size=3))
def test_a_page_shows_exactly_what_its_publications_hold(
    renderer: Renderer, heading: Prose, nav: Prose, entries: list[Entry]
) -> None:
    assert_shows(renderer, heading, nav, [PLAIN, *entries, replace(PLAIN, key="last")])


# --- known attacks ---


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_in_every_part_is_shown_as_text(renderer: Renderer, attack: Attack) -> None:
    text = plain(attack.text)
    entry = Entry(
        title=text,
        authors=text,
        venue=text,
        tag=text,
        award=text,
        note=text,
        label=text,
        url=f"https://example.org/?q={attack.text}" if attack.text.isprintable() else PLAIN.url,
        key=attack.text,
        abstract=text,
    )
    assert_shows(renderer, text, text, [PLAIN, entry, replace(PLAIN, key="last")])


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        pytest.param("Enhancement & HDR", "enhancement--hdr", id="ampersand"),
        pytest.param("2024 New", "2024-new", id="digit first"),
        pytest.param("denoising", "denoising", id="a word"),
        pytest.param("It’s (A_b) -- c…", "its-a_b----c", id="punctuation"),
        pytest.param("Übung 深度", "übung-深度", id="other letters"),
    ],
)
def test_a_heading_has_the_id_that_is_kept_from_the_entries(
    renderer: Renderer, heading: str, anchor: str
) -> None:
    block = blocks_of(renderer.render(f"## {kramdown(plain(heading))}\n"))[0]
    assert block.attributes == {"id": anchor}
    assert heading_anchor(heading) == anchor
