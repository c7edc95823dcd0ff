"""Items come into a YAML file so that every other byte of it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.jekyll.psych import load
from pubmd.setup.insertion import Addition, NoPlaceError, UnreadableError, block, flow, with_addition

BIB = Addition("exclude", ["bib"], "Not published.", ("Gemfile",))
OWN = "# Not published.\nexclude: [bib, Gemfile]\n"
LAYOUT = Addition("defaults", [{"scope": {"path": "", "type": "topics"}, "values": {"layout": "page"}}])
LAID_OUT = '- scope:\n    path: ""\n    type: topics\n  values:\n    layout: page\n'
TOPICS = Addition("collections", {"topics": {"output": True}})

# What a file is before and after.
LISTS = {
    "empty file": ("", OWN),
    "comments alone": ("# mine\n", f"# mine\n\n{OWN}"),
    "no such key": ("title: x\n", f"title: x\n\n{OWN}"),
    "a blank line at the end": ("title: x\n\n", f"title: x\n\n{OWN}"),
    "no line end at the end": ("title: x", f"title: x\n\n{OWN}"),
    "a text that keeps blank lines is the last": ("t: |+\n  x\n\n", f"t: |+\n  x\n\n{OWN}"),
    "an end of the document": ("title: x\n...\n", f"title: x\n\n{OWN}...\n"),
    "indented keys": ("  a: 1\n", "  a: 1\n\n  # Not published.\n  exclude: [bib, Gemfile]\n"),
    "flow": ("exclude: [a, 'b'] # c\nx: 1\n", "exclude: [a, 'b', bib] # c\nx: 1\n"),
    "flow, empty": ("exclude: []\n", "exclude: [bib]\n"),
    "flow, last comma": ("exclude: [a, b,]\n", "exclude: [a, b, bib,]\n"),
    "flow, several lines": ("exclude: [\n  a, # x\n  b # y\n]\n", "exclude: [\n  a, # x\n  b, bib # y\n]\n"),
    "flow, an alias is the last": ("x: &x a\nexclude: [b, *x]\n", "x: &x a\nexclude: [b, *x, bib]\n"),
    "flow, tagged": ("exclude: !!seq [a]\n", "exclude: !!seq [a, bib]\n"),
    "block": ("exclude:\n  - a # c\n\n# d\nx: 1\n", "exclude:\n  - a # c\n  - bib\n\n# d\nx: 1\n"),
    "block, not indented": ("exclude:\n- a\nx: 1\n", "exclude:\n- a\n- bib\nx: 1\n"),
    "block, wide": ("exclude:\n    -   a\n", "exclude:\n    -   a\n    - bib\n"),
    "block, at the end without a line end": ("exclude:\n- a", "exclude:\n- a\n- bib"),
    "block, a commented item follows": ("exclude:\n  - a\n  # - b\n", "exclude:\n  - a\n  - bib\n  # - b\n"),
    "block, an alias last": ("x: &x a\nexclude:\n- b\n- *x\n", "x: &x a\nexclude:\n- bib\n- b\n- *x\n"),
    "block, anchored": ("exclude: &e\n  - a\nx: 1\n", "exclude: &e\n  - a\n  - bib\nx: 1\n"),
    "an explicit key": ("? exclude\n: - a\n", "? exclude\n: - a\n  - bib\n"),
    "nothing": ("exclude:\nx: 1\n", "exclude: [bib, Gemfile]\nx: 1\n"),
    "nothing, and a comment": ("exclude: # none\n#  - a\n", "exclude: [bib, Gemfile] # none\n#  - a\n"),
    "nothing, spelt": ("exclude: ~ # x\n", "exclude: [bib, Gemfile] # x\n"),
    "nothing, at the end": ("x: 1\nexclude:", "x: 1\nexclude: [bib, Gemfile]"),
    "an alias": ("x: &x [a]\nexclude: *x # y\n", "x: &x [a]\nexclude: [a, bib] # y\n"),
    "out of a merge key": ("x: &x {exclude: [a]}\n<<: *x\n",
                           "x: &x {exclude: [a]}\n<<: *x\n\n# Not published.\nexclude: [a, bib]\n"),
    "the key twice": ("exclude: [a]\nexclude: [b]\n", "exclude: [a]\nexclude: [b, bib]\n"),
    "a file in braces": ("{title: x}\n", "{title: x, exclude: [bib, Gemfile]}\n"),
    "CRLF": ("a: 1\r\nexclude:\r\n  - b\r\nc: 2\r\n", "a: 1\r\nexclude:\r\n  - b\r\n  - bib\r\nc: 2\r\n"),
    "CRLF, flow": ("a: 1\r\nb:\r\nexclude: [c]\r\n", "a: 1\r\nb:\r\nexclude: [c, bib]\r\n"),
    "CRLF, no line end at the end": ("a: 1\r\nexclude:\r\n- b", "a: 1\r\nexclude:\r\n- b\r\n- bib"),
    "mixed line ends": ("a: 1\r\nexclude:\n- b\nc: 2\r\n", "a: 1\r\nexclude:\n- b\n- bib\nc: 2\r\n"),
    "CR alone": ("a: 1\rexclude:\r- b\r", "a: 1\rexclude:\r- b\r- bib\r"),
    "a byte order mark": ("\ufeffexclude: [a]\n", "\ufeffexclude: [a, bib]\n"),
    "tabs": ("title:\tx\nexclude:\t[a,\tb]\t# c\n", "title:\tx\nexclude:\t[a,\tb, bib]\t# c\n"),
    "letters beyond ASCII": ("title: Ünïcode 😀\nexclude: [ä]\n", "title: Ünïcode 😀\nexclude: [ä, bib]\n"),
}  # fmt: skip
MAPPINGS = {
    "a list of mappings": (LAYOUT, "defaults:\n- scope: {path: a}\n  values:\n    layout: b\n\n# c\n",
                           f"defaults:\n- scope: {{path: a}}\n  values:\n    layout: b\n{LAID_OUT}\n# c\n"),
    "a list of mappings whose last value is an alias": (
        LAYOUT, "x: &x {a: b}\ndefaults:\n- scope: {path: a}\n  values: *x\nz: 1\n",
        f"x: &x {{a: b}}\ndefaults:\n- scope: {{path: a}}\n  values: *x\n{LAID_OUT}z: 1\n"),
    "a list on one line": (LAYOUT, "defaults: [{scope: {path: a}}]\n",
                           "defaults: [{scope: {path: a}}, {scope: {path: \"\", type: topics}, values: "
                           "{layout: page}}]\n"),
    "a mapping": (TOPICS, "collections:\n  a:\n    output: true # x\nb: 1\n",
                  "collections:\n  a:\n    output: true # x\n  topics:\n    output: true\nb: 1\n"),
    "a mapping whose last key holds nothing": (TOPICS, "collections:\n  a:\n# x\nb: 1\n",
                                           "collections:\n  a:\n  topics:\n    output: true\n# x\nb: 1\n"),
    "a mapping on one line": (TOPICS, "collections: {a: {output: true}}\n",
                              "collections: {a: {output: true}, topics: {output: true}}\n"),
    "an empty mapping": (TOPICS, "collections: {}\n", "collections: {topics: {output: true}}\n"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), LISTS.values(), ids=LISTS)
def test_an_item_comes_into_a_list_and_all_else_stays(before: str, after: str) -> None:
    assert with_addition("_config.yml", before, BIB) == after


@pytest.mark.parametrize(("addition", "before", "after"), MAPPINGS.values(), ids=MAPPINGS)
def test_a_mapping_comes_in_and_all_else_stays(addition: Addition, before: str, after: str) -> None:
    assert with_addition("_config.yml", before, addition) == after


@pytest.mark.parametrize(
    "text",
    ["exclude: &x [a]\ny: *x\n", "exclude: text\n", "exclude: {a: b}\n", "- a\n", "just text\n"],
    ids=["another key has the same list", "a text", "a mapping", "a list at the top", "a text at the top"],
)
def test_where_there_is_no_place_for_an_item_nothing_is_made_up(text: str) -> None:
    with pytest.raises(NoPlaceError):
        with_addition("_config.yml", text, BIB)


def test_what_is_no_yaml_is_told_with_its_place() -> None:
    with pytest.raises(UnreadableError) as found:
        with_addition("_config.yml", "a: [b\nc: d\n", BIB)
    assert [str(problem.place) for problem in found.value.problems] == ["_config.yml:1:4"]


VALUES = st.recursive(
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=8) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab:# -", min_size=1, max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(VALUES)
def test_a_value_reads_as_it_was_in_either_style(value: object) -> None:
    for text in (f"x: {flow(value)}\n", "\n".join(block({"x": value})) + "\n"):  # type: ignore[arg-type,dict-item]
        loaded, problems = load("", text)
        assert loaded is not None, problems
        assert loaded.value == {"x": value}, text


@given(
    st.lists(
        st.sampled_from(
            [
                "title: x",
                "# exclude",
                "",
                "exclude:",
                "- a",
                "  - b # c",
                "exclude: [a]",
                "x: |",
                "  text",
                "y: &a b",
                "z: *a",
                "  k: v",
                "exclude: []",
                "---",
            ]
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_the_file_holds_its_own_lines_stay(lines: list[str], end: str, last: bool) -> None:
    text = end.join(lines) + (end if last else "")
    try:
        after = with_addition("_config.yml", text, BIB)
    except (NoPlaceError, UnreadableError):
        return
    found, _ = load("_config.yml", after)
    assert found is not None and isinstance(found.value, dict)
    assert "bib" in (found.value["exclude"] or [])  # type: ignore[operator]
    kept = [line for line in after.split(end) if "bib" not in line and line != "# Not published."]
    changed = [line for line in lines if line not in kept]
    assert len(changed) <= 1
