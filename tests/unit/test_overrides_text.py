"""`bib/overrides.yml` changed by a program: what is asked for is written, and nothing else is touched."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.config.overrides import Override
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.overrides_text import (
    OverrideChange,
    OverridesTextError,
    changed_overrides,
    changed_overrides_file,
)

FILE = "bib/overrides.yml"


def change(key: str, /, **fields: str | None) -> OverrideChange:
    return OverrideChange(key, fields)


def topics(
    key: str, add: str = "", *, remove: str = "", drop: str = "", **fields: str | None
) -> OverrideChange:
    return OverrideChange(key, fields, tuple(add.split()), tuple(remove.split()), tuple(drop.split()))


CASES = {
    "a first override": ("", [topics("li23", "denoising")], "li23:\n  topics: [denoising]\n"),
    "fields come before topics": (
        "",
        [topics("a", "x y", remove="z", code="/c")],
        "a:\n  code: /c\n  topics: [x, y, -z]\n",
    ),
    "comments alone": (
        "# what people add\n",
        [change("a", code="/c")],
        "# what people add\na:\n  code: /c\n",
    ),
    "comments alone, no line end": ("# all", [change("a", code="/c")], "# all\na:\n  code: /c\n"),
    "a document's start": ("---\n", [change("a", code="/c")], "---\na:\n  code: /c\n"),
    "nothing spelled out": ("~  # none\n", [change("a", code="/c")], "  # none\na:\n  code: /c\n"),
    "empty brackets": ("{}\n", [change("a", code="/c")], "{a: {code: /c}}\n"),
    "a second override": (
        "a:\n  code: /c\n\n# the end\n",
        [change("b", code="/d")],
        "a:\n  code: /c\n\n# the end\nb:\n  code: /d\n",
    ),
    "no line end at the end": (
        "a:\n  code: /c",
        [change("b", code="/d")],
        "a:\n  code: /c\nb:\n  code: /d\n",
    ),
    "no line end at the end, in the same override": (
        "a:\n  code: /c",
        [change("a", slides="/s")],
        "a:\n  code: /c\n  slides: /s\n",
    ),
    "no line end, and a change further up": (
        "a:\n  code: /c\nb: {code: /d}",
        [change("a", code="/x")],
        "a:\n  code: /x\nb: {code: /d}",
    ),
    "the file's own indentation": (
        "a:\n    code: /c\n",
        [change("b", code="/d")],
        "a:\n    code: /c\nb:\n    code: /d\n",
    ),
    "a document's end": (
        "a:\n  code: /c\n...\n",
        [change("b", code="/d")],
        "a:\n  code: /c\nb:\n  code: /d\n...\n",
    ),
    "a field is added behind the last": (
        "a:  # Ada's\n  code: /c  # there\n  # more\nb: {code: /d}\n",
        [change("a", award="Best Paper")],
        "a:  # Ada's\n  code: /c  # there\n  award: Best Paper\n  # more\nb: {code: /d}\n",
    ),
    "a field is replaced": (
        "a:\n  code: '/c'   # there\n  award: \"Best\"\n",
        [change("a", code="/d", award="Second")],
        "a:\n  code: '/d'   # there\n  award: \"Second\"\n",
    ),
    "a field in other letters": ("a:\n  Code: /c\n", [change("a", code="/d")], "a:\n  Code: /d\n"),
    "a field without a value gets one": (
        "a:\n  code:\n  slides: ~ # none\n",
        [change("a", code="/c", slides="/s")],
        "a:\n  code: /c\n  slides: /s # none\n",
    ),
    "a field taken from the entry": ("a:\n  award: Best\n", [change("a", award="")], "a:\n  award: ~\n"),
    "a field taken out of the overrides": (
        "a:\n  # first\n  code: /c # c\n  award: Best\n",
        [change("a", code=None)],
        "a:\n  # first\n  award: Best\n",
    ),
    "the last field goes, and its override with it": (
        "# top\na:\n  code: /c\n\n# of b\nb: {code: /d}\n",
        [change("a", code=None)],
        "# top\n\n# of b\nb: {code: /d}\n",
    ),
    "the last field goes, and a comment stays": (
        "a:  # Ada's\n  code: /c\nb: {code: /d}\n",
        [change("a", code=None)],
        "a:  # Ada's\nb: {code: /d}\n",
    ),
    "a text of many lines is replaced": (
        "a:\n  abstract: |\n    one\n    two\n\n  # c\n  code: /c\n",
        [change("a", abstract="three")],
        "a:\n  abstract: three\n\n  # c\n  code: /c\n",
    ),
    "a field behind a text of many lines": (
        "a:\n  abstract: |\n    one\n\nb: {code: /d}\n",
        [change("a", code="/c")],
        "a:\n  abstract: |\n    one\n  code: /c\n\nb: {code: /d}\n",
    ),
    "a field behind a text that keeps its empty lines": (
        "a:\n  abstract: |+ # all\n    one\n\nb: {code: /d}\n",
        [change("a", code="/c")],
        "a:\n  abstract: |+ # all\n    one\n\n  code: /c\nb: {code: /d}\n",
    ),
    "an override that says nothing": (
        "a:\nb: ~ # b\n",
        [change("a", code="/c"), change("b", code="/d")],
        "a:\n  code: /c\nb: # b\n  code: /d\n",
    ),
    "a field in brackets": (
        "a: {code: /c}\n",
        [change("a", award="Best, of all")],
        'a: {code: /c, award: "Best, of all"}\n',
    ),
    "a field in empty brackets": ("a: {}\n", [change("a", code="/c")], "a: {code: /c}\n"),
    "a field in brackets with a comma at their end": (
        "a: {code: /c, } # c\n",
        [change("a", slides="/s")],
        "a: {code: /c, slides: /s } # c\n",
    ),
    "a field in brackets over several lines": (
        "a: {\n  code: /c, # c\n  slides: /s # s\n}\n",
        [change("a", award="Best")],
        "a: {\n  code: /c, # c\n  slides: /s, award: Best # s\n}\n",
    ),
    "a field replaced in brackets": (
        "a: {code: /c, slides: }\n",
        [change("a", code="/d", slides="/s")],
        "a: {code: /d, slides: /s }\n",
    ),
    "the first field in brackets goes": (
        "a: { code: /c, slides: /s }\n",
        [change("a", code=None)],
        "a: { slides: /s }\n",
    ),
    "the last field in brackets goes": (
        "a: {code: /c, slides: /s}\n",
        [change("a", slides=None)],
        "a: {code: /c}\n",
    ),
    "one goes and another comes, in brackets": (
        "a: {code: /c, slides: /s}\n",
        [change("a", slides=None, poster="/p")],
        "a: {code: /c, poster: /p}\n",
    ),
    "the last of all fields in brackets goes": (
        "a: {code: /c}\nb: {code: /d}\n",
        [change("a", code=None)],
        "b: {code: /d}\n",
    ),
    "a topic is added to a list": (
        "a:\n  topics: [x]  # t\n",
        [topics("a", "y")],
        "a:\n  topics: [x, y]  # t\n",
    ),
    "a topic is added to a list of lines": (
        "a:\n  topics:\n    - x  # one\n  code: /c\n",
        [topics("a", "y", remove="z")],
        "a:\n  topics:\n    - x  # one\n    - y\n    - -z\n  code: /c\n",
    ),
    "a list of lines that is not indented": (
        "a:\n  topics:\n  - x\n",
        [topics("a", "y")],
        "a:\n  topics:\n  - x\n  - y\n",
    ),
    "a topic is added to a text": ("a:\n  topics: x\n", [topics("a", "y")], "a:\n  topics: [x, y]\n"),
    "a topic is added to brackets in brackets": (
        "a: {topics: [x], code: /c}\n",
        [topics("a", "y", code="/d")],
        "a: {topics: [x, y], code: /d}\n",
    ),
    "a topic is added to an empty list": ("a:\n  topics: []\n", [topics("a", "y")], "a:\n  topics: [y]\n"),
    "a topic that was taken away is added": (
        "a:\n  topics: [-x, y]\n",
        [topics("a", "x")],
        "a:\n  topics: [y, x]\n",
    ),
    "a topic that was added is taken away": (
        "a:\n  topics:\n  - x\n  - y\n",
        [topics("a", remove="x")],
        "a:\n  topics:\n  - y\n  - -x\n",
    ),
    "a topic is dropped": ("a:\n  topics: [x, -y, z]\n", [topics("a", drop="X y")], "a:\n  topics: [z]\n"),
    "a topic is dropped out of a text with several": (
        "a:\n  topics: ['x, y', z]\n",
        [topics("a", drop="x")],
        "a:\n  topics: [y, z]\n",
    ),
    "the only topic is dropped": (
        "a:\n  code: /c\n  topics:\n    - x\n",
        [topics("a", drop="x")],
        "a:\n  code: /c\n",
    ),
    "a topic with a comma": ("", [OverrideChange("a", {}, ("b, c",))], 'a:\n  topics: ["b, c;"]\n'),
    "the same entry twice": (
        "",
        [topics("a", "x"), topics("a", "y", code="/c")],
        "a:\n  code: /c\n  topics: [x, y]\n",
    ),
    "an entry by its DOI": (
        "https://doi.org/10.1000/ABC:\n  code: /c\n",
        [change("10.1000/abc", code="/d")],
        "https://doi.org/10.1000/ABC:\n  code: /d\n",
    ),
    "a key in quotes": ("'a b':\n  code: /c\n", [change("a b", code="/d")], "'a b':\n  code: /d\n"),
    "a byte order mark": ("\ufeffa:\n  code: /c\n", [change("a", code="/d")], "\ufeffa:\n  code: /d\n"),
    "line ends of Windows": (
        "# c\r\na:\r\n  code: /c\r\n\r\nb: {code: /d}\r\n",
        [change("a", slides="/s"), change("b", code="/e"), change("c", code="/f")],
        "# c\r\na:\r\n  code: /c\r\n  slides: /s\r\n\r\nb: {code: /e}\r\nc:\r\n  code: /f\r\n",
    ),
    "line ends of both kinds": (
        "a:\n  code: /c\r\nb:\r\n  code: /d\n",
        [change("a", code="/x"), change("b", code="/y")],
        "a:\n  code: /x\r\nb:\r\n  code: /y\n",
    ),
    "all in one pair of brackets": (
        "{a: {code: /c}, b: }\n",
        [change("b", code="/d"), change("c", code="/e")],
        "{a: {code: /c}, b: {code: /d}, c: {code: /e} }\n",
    ),
    "a merge key is left alone": (
        "a: &x {award: Best}\nb:\n  <<: *x\n  code: /c\n",
        [change("b", code="/d", award="Second")],
        "a: &x {award: Best}\nb:\n  <<: *x\n  code: /d\n  award: Second\n",
    ),
    "topics of a merge key are kept": (
        "a: &x {topics: [x]}\nb:\n  <<: *x\n  code: /c\n",
        [topics("b", "y")],
        "a: &x {topics: [x]}\nb:\n  <<: *x\n  code: /c\n  topics: [x, y]\n",
    ),
    "an alias in place of a text": (
        "a: {award: &best Best Paper}\nb:\n  award: *best  # too\n",
        [change("b", award="Second")],
        "a: {award: &best Best Paper}\nb:\n  award: Second  # too\n",
    ),
}


@pytest.mark.parametrize(("before", "changes", "after"), CASES.values(), ids=CASES)
def test_a_change_is_written_where_it_belongs(before: str, changes: list[OverrideChange], after: str) -> None:
    assert changed_overrides(before, changes) == after


@pytest.mark.parametrize(("before", "changes", "after"), CASES.values(), ids=CASES)
def test_the_same_change_again_changes_nothing(
    before: str, changes: list[OverrideChange], after: str
) -> None:
    assert changed_overrides(after, changes) == after


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("10.1000/x", "10.1000/x"),
        ("DBLP:conf/x", "DBLP:conf/x"),
        ("li23+b", "li23+b"),
        ("yes", '"yes"'),
        ("1e3", '"1e3"'),
        ("2024", '"2024"'),
        ("null", '"null"'),
        ("2024-01-02", '"2024-01-02"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("#a", '"#a"'),
        ("[a]", '"[a]"'),
        ("*a", '"*a"'),
        ("-", '"-"'),
        ("a\\b", "a\\b"),
        ('"a"', "'\"a\"'"),
        ("Gödel31", "Gödel31"),
        ("10.1000/(sici)1097;2-x", "10.1000/(sici)1097;2-x"),
    ],
)
def test_a_key_has_quotes_where_it_needs_them(key: str, written: str) -> None:
    assert changed_overrides("", [change(key, code="/c")]) == f"{written}:\n  code: /c\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("2024", "2024"),
        ("true", "true"),
        ("null", '"null"'),
        ("Best Paper: Runner-up", '"Best Paper: Runner-up"'),
        ('K\\"urt', 'K\\"urt'),
        ("{CVPR} 2024", '"{CVPR} 2024"'),
        ("one\ntwo\t\x07", '"one\\ntwo\\t\\x07"'),
        (" a", '" a"'),
        ("a:", '"a:"'),
        ("it's {\"}", "'it''s {\"}'"),
    ],
)
def test_a_value_has_quotes_where_it_needs_them(value: str, written: str) -> None:
    assert changed_overrides("", [change("a", note=value)]) == f"a:\n  note: {written}\n"


def test_there_need_not_be_a_file() -> None:
    assert changed_overrides_file(None, [change("ö", code="/c")]) == "ö:\n  code: /c\n".encode()


@pytest.mark.parametrize(
    ("text", "changes", "told"),
    [
        ("a: [", [change("a", code="/c")], "bib/overrides.yml:1:5: .*mend this first"),
        ("a: {code: /c}\na: {code: /d}\n", [change("a", code="/c")], "mend this first"),
        ("a: &x {code: /c}\nb: *x\n", [change("b", code="/d")], "by hand"),
        ("a: &x {award: Best}\nb: {<<: *x, code: /c}\n", [change("b", award=None)], "by hand"),
        ("a:\n  topics: [&t x, *t]\n", [topics("a", "y")], "by hand"),
        ("", [topics("a", "-x")], "by hand"),
        ("", [change("", code="/c")], "by hand"),
        ("", [change("a b", **{"no field": "x"})], "by hand"),
        ("", [change("a", note="\ud800")], "by hand"),
        ("", [topics("a", "x", remove="x")], "by hand"),
    ],
)
def test_what_cannot_be_written_is_refused(text: str, changes: list[OverrideChange], told: str) -> None:
    with pytest.raises(OverridesTextError, match=told):
        changed_overrides(text, changes)


def test_a_file_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(OverridesTextError, match="re-save it as UTF-8"):
        changed_overrides_file("ö: {code: /c}\n".encode("cp1252"), [change("a", code="/c")])


def test_a_byte_order_mark_is_kept_in_the_file() -> None:
    data = codecs.BOM_UTF8 + b"a: {code: /c}\n"
    assert changed_overrides_file(data, [change("a", code="/d")]) == codecs.BOM_UTF8 + b"a: {code: /d}\n"


# --- any file, any change

KEYS = st.sampled_from(
    ["li23", "10.1000/x", "yes", "1e3", "DBLP:conf/x", "a b", "Gödel", "#x", "it's", 'q"q', "null"]
)
VALUES = st.one_of(
    st.sampled_from(
        ["", "/c", "Best Paper", "a: b", "x # y", "[a]", "{b}", "it's", "null", "1.50", "-", "- x", "*a"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
NAMES = st.sampled_from(["code", "award", "slides", "note"])
TOPIC_NAMES = st.sampled_from(
    ["denoising", "low-for-high", "2024-New", "vision/denoising", "noise reduction"]
)
COMMENTS = st.sampled_from(["", "  # why", " # a: {b}, [c]"])


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@st.composite
def files(draw: st.DrawFn) -> str:
    """An overrides file, in any of the shapes that people write."""
    parts = [draw(st.sampled_from(["", "# top\n", "---\n", "\n\n"]))]
    for key in draw(st.lists(KEYS, unique=True, max_size=4)):
        names = draw(st.lists(NAMES, unique=True, max_size=3))
        fields = [
            (name, draw(st.sampled_from(["/old", "'old one'", '"old: \\" two"', "~", ""]))) for name in names
        ]
        of_topics = draw(st.lists(TOPIC_NAMES, unique=True, max_size=3))
        signs = [draw(st.sampled_from(["", "-"])) + each for each in of_topics]
        comment = draw(COMMENTS)
        shape = draw(st.sampled_from(["block", "flow", "lines"]))
        if shape == "flow":
            inner = [f"{name}: {value}" for name, value in fields]
            inner += [f"topics: [{', '.join(signs)}]"] if signs else []
            parts.append(f"{quoted(key)}: {{{', '.join(inner)}}}{comment}\n")
            continue
        parts.append(f"{quoted(key)}:{comment}\n")
        parts += [f"  {name}: {value}{draw(COMMENTS)}\n" for name, value in fields]
        if signs and shape == "block":
            parts.append(f"  topics: [{', '.join(signs)}]{comment}\n")
        elif signs:
            parts.append("  topics:\n" + "".join(f"    - {each}{draw(COMMENTS)}\n" for each in signs))
        parts.append(draw(st.sampled_from(["", "\n", "# between\n", "  # inside\n"])))
    text = "".join(parts)
    if draw(st.booleans()):
        text = text.rstrip("\n")
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text


@st.composite
def changes(draw: st.DrawFn) -> OverrideChange:
    names = draw(st.lists(TOPIC_NAMES, unique=True, max_size=3))
    kinds = [draw(st.sampled_from("ard")) for _ in names]
    of = {kind: tuple(name for name, its in zip(names, kinds, strict=True) if its == kind) for kind in "ard"}
    fields = draw(st.dictionaries(NAMES, st.one_of(st.none(), VALUES), max_size=3))
    return OverrideChange(draw(KEYS), fields, of["a"], of["r"], of["d"])


def by_key(text: str) -> dict[str, Override]:
    overrides, problems = read_overrides(FILE, text)
    assert overrides is not None, problems
    return {each.key: each for each in overrides.entries}


def said(override: Override | None) -> object:
    if override is None:
        return {}, (), (), (), ()
    fields = {name: text for name, (text, _) in override.fields.items()}
    rest = override.add_topics, override.remove_topics, override.same_as, override.not_same_as
    return fields, *rest


@given(files(), changes())
def test_what_is_read_back_is_what_was_asked_for(text: str, asked: OverrideChange) -> None:
    before = by_key(text).get(asked.key)
    new = changed_overrides(text, [asked])
    after = by_key(new).get(asked.key)
    for name, value in asked.fields.items():
        found = after.fields.get(name) if after else None
        assert (found[0] if found else None) == value
    added, removed = (set(after.add_topics), set(after.remove_topics)) if after else (set(), set())
    assert set(asked.add_topics) <= added - removed
    assert set(asked.remove_topics) <= removed - added
    assert not set(asked.drop_topics) & (added | removed)
    untouched = set(before.fields) - set(asked.fields) if before else set()
    for name in untouched:
        assert before is not None and after is not None
        assert after.fields[name][0] == before.fields[name][0]
    assert changed_overrides(new, [asked]) == new


@given(files(), changes())
def test_other_entries_keep_each_of_their_lines(text: str, asked: OverrideChange) -> None:
    new = changed_overrides(text, [asked])
    old_entries, new_entries = by_key(text), by_key(new)
    assert [key for key in new_entries if key != asked.key] == [
        key for key in old_entries if key != asked.key
    ]
    for key, override in old_entries.items():
        if key != asked.key:
            assert said(new_entries[key]) == said(override)
    kept = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    left = new.splitlines()
    for line in kept:
        assert line in left
        left.remove(line)
    assert ("\r\n" in new) >= ("\r\n" in text)
    assert new.startswith("\ufeff") == text.startswith("\ufeff")
    old, at = by_key(text).get(asked.key), 0
    if old is None:  # a new entry comes to the end, and the rest stays as it is
        for line in text.splitlines(keepends=True):
            at = new.index(line, at) + len(line)
