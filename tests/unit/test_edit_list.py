"""The list of `pubmd tag --edit`: how its lines are read, and how mistakes are shown."""

from __future__ import annotations

import pytest

from pubmd.config.settings_reader import read_settings
from pubmd.edit_list import EditList, Line, with_mistakes

SETTINGS, _ = read_settings("bib/pubmd.yml", "sections: {vision: {pages: {denoising: {}, sound: {}}}}\n")
assert SETTINGS
PAPERS = EditList((), SETTINGS)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("# all\n\n  # more\n", []),
        ("li23 denoising", [Line(1, "li23", ("denoising",))]),
        ("li23  denoising, sound # 2023 | A title, with #", [Line(1, "li23", ("denoising", "sound"))]),
        ("li23\tnoise  reduction ;sound\r", [Line(1, "li23", ("noise reduction", "sound"))]),
        ("li23 a,,a , b,", [Line(1, "li23", ("a", "b"))]),
        ("li23\nyao23   # title\n", []),
        ("\ufeffli23 a\n\n10.1000/x#y b", [Line(1, "li23", ("a",)), Line(3, "10.1000/x#y", ("b",))]),
        ("li23 c# a", [Line(1, "li23", ("c# a",))]),
        ("DBLP:conf/x a", [Line(1, "DBLP:conf/x", ("a",))]),
    ],
)
def test_a_line_is_a_key_and_its_topics(text: str, lines: list[Line]) -> None:
    assert PAPERS.read(text) == (lines, {})


@pytest.mark.parametrize(
    ("line", "topics"),
    [
        ("li23  #l4h", ("#l4h",)),
        ("li23  #L4H  # denoising 95 % | 2023 | A title, #l4h", ("#L4H",)),
        ("li23  denoising, #l4h # all", ("denoising", "#l4h")),
        ("li23  #l4h, denoising # all", ("#l4h", "denoising")),
        ("li23  Track  #2, #l4h # all", ("Track #2", "#l4h")),
        ("li23  #l4g", ("#l4g",)),  # which is no topic, and told
        ("li23  #", ()),
        ("li23  denoising # #l4h", ("denoising",)),
    ],
)
def test_what_begins_with_a_number_sign_is_a_topic_where_the_site_has_such(
    line: str, topics: tuple[str, ...]
) -> None:
    text = "sections: {vision: {pages: {denoising: {}, low: {keywords: ['#l4h', 'Track #2']}}}}\n"
    settings, _ = read_settings("bib/pubmd.yml", text)
    assert settings
    papers = EditList((), settings)
    assert papers.read(line) == ([Line(1, "li23", topics)] if topics else [], {})
    assert papers.read(f"  #{line}") == ([], {})
    assert PAPERS.read("li23  denoising  #l4h") == ([Line(1, "li23", ("denoising",))], {})


def test_a_key_that_stands_there_twice_is_a_mistake() -> None:
    lines, mistakes = PAPERS.read("a x\n# c\na y\n")
    assert [line.number for line in lines] == [1, 3]
    assert list(mistakes) == [3]
    assert "line 1" in mistakes[3][0]


def test_mistakes_stand_above_their_lines_and_older_ones_go() -> None:
    assert with_mistakes("# top\n#! older\na x\nb y\n", {4: ["one", "two\nlines"]}) == (
        "# top\na x\n#! one\n#! two lines\nb y\n"
    )


def test_a_list_with_mistakes_reads_as_before() -> None:
    text = "a x\nb y  # z"
    assert [line.key for line in PAPERS.read(with_mistakes(text, {1: ["m"], 2: ["n"]}))[0]] == ["a", "b"]


def test_mistakes_are_told_with_their_lines_as_the_list_has_them_with_its_remarks() -> None:
    text = with_mistakes(
        "#! older\na x\nb  y  # title\nc z", {3: ["no such topic"], 2: ["no such key", "nor topic"]}
    )
    assert text.split("\n")[2::2] == ["a x", "b  y  # title"]
    assert PAPERS.mistakes_text(text) == (
        "line 3, `a x`: no such key\nline 3, `a x`: nor topic\nline 5, `b y`: no such topic\n"
    )
