"""What the import takes a line to show is what the real kramdown makes of it."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pubmd.adoption.adoption import adopted
from pubmd.adoption.seen_text import BREAK, Glyph, seen, text_of, tidied
from tests.renderer import Element, Renderer, RenderingError, parsed

pytest_plugins = ("tests.renderer.fixtures",)

EXAMPLES = int(os.environ.get("PUBMD_EXAMPLES", "400"))
PIECES = st.sampled_from(
    [
        *(
            "*",
            "**",
            "_",
            "__",
            "`",
            "\\*",
            "\\_",
            "\\\\",
            "[",
            "](https://example.org/a_b)",
            "'",
            '"',
            "\\'",
        ),
        *("<u>", "</u>", "<highlighted>", "</highlighted>", "<b>", "</b>", '<font color="red">', "</font>"),
        *("&amp;", "&lt;", "&eacute;", "--", "---", "...", "<<", ">>", "<br>", "$", "$5", "\\$", "$$"),
        *("  ", "  \nw", "\\\nw", "\nw"),
        *("a", "B", "Emmy", "1", "80s", " ", " ", " ", ",", ".", "(", ")", "-", "é", "_x", "y_z", "|x", "~~"),
    ]
)


def glyphs(element: Element, looks: frozenset[str] = frozenset()) -> list[Glyph]:
    """The characters of rendered HTML with the elements that they stand in."""
    found = []
    for child in element.children:
        if isinstance(child, str):
            found += [Glyph(" " if char.isspace() else char, looks) for char in child]
        elif child.tag == "br":
            found.append(Glyph(BREAK, frozenset()))
        elif child.tag == "a":
            found += glyphs(child, looks | {f"a {child.attributes.get('href')}"})
        elif child.tag == "code":  # Jekyll says in which language Markdown's code is
            found += glyphs(child, looks | {"code"})
        elif child.tag in ("p", "") or (child.tag == "span" and not child.attributes):
            found += glyphs(child, looks)
        else:
            tag = {"b": "strong", "i": "em"}.get(child.tag, child.tag)
            more = "".join(
                f' {name}="{"".join((value or "").split())}"' for name, value in child.attributes.items()
            )
            found += glyphs(child, looks | {f"<{child.tag}{more}>" if more else tag})
    return found


def rendered(renderer: Renderer, text: str) -> list[Glyph]:
    return tidied(glyphs(parsed(renderer.render(text))))


def between(line: str) -> list[str]:
    """The line in a paragraph, for alone a line with a bar is a table."""
    return ["w", line, "w"]


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_line_is_seen_as_kramdown_shows_it(renderer: Renderer, text: str) -> None:
    lines = between(f"w {text} w")
    expected = seen(lines)
    # What is never closed is read on by kramdown to the end of the paragraph, and has a mend of its own.
    assume(not any(glyph.text.startswith("<") and len(glyph.text) > 1 for glyph in expected))
    try:
        shown = rendered(renderer, "\n".join(lines))
    except RenderingError:  # Liquid
        assume(False)
    assert (text_of(expected), expected) == (text_of(shown), shown)


@pytest.mark.parametrize(
    "line",
    [
        "_Ada Lovelace*, Kurt Gödel*, Emmy Noether_",
        "**A *very* dark __night__**",
        "*Ada Lovelace**, Kurt*",
        "_Ada_Lovelace_, Kurt_",
        "**A `code*` and *more***",
        "_Ada\\*, Kurt\\*_ (\\* alike)",
        "\"Noise\" isn't 'it' in the '80s",
    ],
)
def test_a_line_as_people_write_it(renderer: Renderer, line: str) -> None:
    lines = between(line)
    assert seen(lines) == rendered(renderer, "\n".join(lines))


# --- what is told to look the same

PAGE = """\
---
title: Vision
permalink: /vision/denoising.html
---

**[▼ Denoising](/vision/denoising)**

## Denoising

**Seeing in the Dark** <br>
_Ada Lovelace, Kurt Gödel, Emmy Noether_ <br>
<span><pub>Conference on Bridges (CB), 2024 <highlighted>(Oral)</highlighted></pub></span> <br>
<span><highlighted>Best Paper</highlighted> of the year</span> <br>
[Paper](https://example.org/dark.pdf){:target="_blank"} |
<a onclick='expandABS("lovelace24")'> Abstract </a>

<div style="display: none;" class=abs id="lovelace24"><br>
Photons are few.
</div>

---

**[▲ Denoising](/vision/denoising)**
"""
LINES = range(9, 18)
UNSEEN = {"spelling", "spacing"}
SLIPS = st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 60), PIECES), min_size=1, max_size=4)


def with_slips(slips: list[tuple[int, int, str]]) -> list[str]:
    lines = PAGE.split("\n")
    for number, at, piece in slips:
        at %= len(lines[number]) + 1
        lines[number] = lines[number][:at] + piece + lines[number][at:]
    return "\n".join(lines).split("\n")


@given(SLIPS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_what_is_called_spelling_looks_the_same_to_kramdown(
    renderer: Renderer, slips: list[tuple[int, int, str]]
) -> None:
    lines = with_slips(slips)
    found = adopted({"_vision/denoising.md": "\n".join(lines)})
    changed = list(lines)
    for comparison in found.comparisons:
        for each in reversed(comparison.differences):
            if UNSEEN.issuperset(each.mends) and each.mends:
                changed[each.first - 1 : each.last] = each.after
    assume(changed != lines)
    before, after = (rendered(renderer, "\n".join(each[4:])) for each in (lines, changed))
    assert text_of(before) == text_of(after)
    assert [(one, two) for one, two in zip(before, after, strict=True) if one != two] == []
