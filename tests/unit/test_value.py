"""The values of fields: strings, numbers and macros, joined by `#`."""

from __future__ import annotations

import pytest

from pubmd.bibtex.value import Fault, Macros, NoValue, Value, read_value, scan_value, substituted


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("", ""),
        ("{}", ""),
        ('""', ""),
        ("{a}", "a"),
        ("{ a }", " a "),
        ('"a"', "a"),
        ("2020", "2020"),
        ("{{a} {b {c}}}", "{a} {b {c}}"),
        ("{a {b {c {d {e}}}}}", "a {b {c {d {e}}}}"),
        ('{a "quoted" b}', 'a "quoted" b'),
        ('{5" disk}', '5" disk'),
        ('"a {"}b{"} c"', 'a {"}b{"} c'),
        ('"{\\"o}"', '{\\"o}'),
        ('"{a "b" c}"', '{a "b" c}'),
        ("{C:\\dir\\}", "C:\\dir\\"),
        ("{ends in \\\\}", "ends in \\\\"),
        ('"C:\\dir\\"', "C:\\dir\\"),
        ("{\\{a\\}}", "\\{a\\}"),
        ("{50% of # = , @x}", "50% of # = , @x"),
        ("jan", (("macro", "jan"),)),
        ("10th", (("macro", "10th"),)),
        ("1--10", (("macro", "1--10"),)),
        ('jan # "~31"', (("macro", "jan"), ("text", "~31"))),
        ('"1~" # jan', (("text", "1~"), ("macro", "jan"))),
        ('p#" X"', (("macro", "p"), ("text", " X"))),
        ('{a} # "b"\n#\tc # 4', (("text", "a"), ("text", "b"), ("macro", "c"), ("text", "4"))),
        ("jan # % a note\n {x}", (("macro", "jan"), ("text", "x"))),
    ],
)
def test_a_value_is_what_bibtex_reads(expression: str, value: Value) -> None:
    assert read_value(expression) == value


@pytest.mark.parametrize(
    "expression",
    [
        "{a",
        "a}",
        "{a}}",
        "{a} b",
        "{a} {b}",
        '"a',
        '"a"b"',
        '"a {b"',
        '"a }b"',
        "a b",
        "2020\n title = {x}",
        "a #",
        "# a",
        "{a} #",
        "a, b",
        "(a)",
        "a=b",
        "“a”",
        "„a“ b",
        "{\\{}",
    ],
)
def test_what_goes_on_or_does_not_end_is_no_value(expression: str) -> None:
    assert read_value(expression) is None


@pytest.mark.parametrize(
    ("text", "value", "behind"),
    [
        ("{a \\} b} c", "a \\} b", 8),
        ("{\\{}", "\\{", 4),
        ("{C:\\\\}", "C:\\\\", 6),
        ('"G\\"odel"', 'G\\"odel', 9),
        ('"a" # {\\}}', (("text", "a"), ("text", "\\}")), 10),
    ],
)
def test_other_programs_do_not_count_what_is_behind_a_backslash(text: str, value: Value, behind: int) -> None:
    assert scan_value(text, 0, len(text), escaped=True) == (value, behind)


@pytest.mark.parametrize(
    ("text", "at", "fault"),
    [
        ("{a", 0, Fault.UNCLOSED_BRACE),
        ("a # {b", 4, Fault.UNCLOSED_BRACE),
        ('"a', 0, Fault.UNCLOSED_QUOTE),
        ('"a }"', 0, Fault.UNCLOSED_QUOTE),
        ("“a”", 0, Fault.TYPOGRAPHIC_QUOTE),
        ("’a’", 0, Fault.TYPOGRAPHIC_QUOTE),
        ("=", 0, Fault.NO_STRING),
        ("a #", 3, Fault.NO_STRING),
    ],
)
def test_a_fault_names_the_piece_that_is_none(text: str, at: int, fault: Fault) -> None:
    with pytest.raises(NoValue) as caught:
        scan_value(text, 0, len(text))
    assert (caught.value.at, caught.value.fault) == (at, fault)


MACROS: dict[str, Value] = {
    "p": "Press",
    "pp": (("macro", "p"), ("text", " & "), ("macro", "P")),
    "self": (("text", "x"), ("macro", "self")),
    "one": (("macro", "other"),),
    "other": (("macro", "one"),),
    "mar": "March!",
    "broken": (("macro", "nobody"), ("text", "!")),
}


@pytest.mark.parametrize(
    ("value", "text", "undefined"),
    [
        pytest.param("plain p", "plain p", (), id="no macro"),
        pytest.param((("macro", "p"),), "Press", (), id="a macro"),
        pytest.param((("macro", "P"), ("text", " X")), "Press X", (), id="regardless of case"),
        pytest.param((("macro", "pp"),), "Press & Press", (), id="made of another"),
        pytest.param((("macro", "jan"), ("text", "~31")), "January~31", (), id="a month"),
        pytest.param((("macro", "DEC"),), "December", (), id="a month in capitals"),
        pytest.param((("macro", "mar"),), "March!", (), id="a month defined anew"),
        pytest.param((("macro", "april"),), "april", ("april",), id="nobody's"),
        pytest.param((("macro", "broken"),), "nobody!", ("nobody",), id="nobody's within another"),
        pytest.param((("macro", "X"), ("macro", "X")), "XX", ("X",), id="nobody's twice"),
        pytest.param((("macro", "self"),), "xself", ("self",), id="made of itself"),
        pytest.param((("macro", "one"),), "one", ("one",), id="a circle"),
    ],
)
def test_macros_are_put_in(value: Value, text: str, undefined: tuple[str, ...]) -> None:
    assert Macros(MACROS).expanded(value) == (text, undefined)


@pytest.mark.parametrize("first", ["x", "", None], ids=["a text", "an empty text", "defined nowhere"])
def test_macros_that_grow_without_end_stop_somewhere(first: str | None) -> None:
    macros: dict[str, Value] = {f"m{n}": (("macro", f"m{n - 1}"),) * 2 for n in range(1, 60)}
    macros.update({} if first is None else {"m0": first})
    text, undefined = Macros(macros).expanded((("macro", "m59"),))
    assert len(text) < 10_000_000
    assert undefined


def test_what_the_macros_of_a_file_come_to_has_an_end_as_well() -> None:
    macros = Macros({"long": "x" * 1000}, lambda: 10_000)
    texts = [macros.expanded((("macro", "long"), ("text", str(number)))) for number in range(100)]
    assert texts[5] == (f"{'x' * 1000}5", ())
    assert texts[50] == ("long50", ("long",))
    assert sum(len(text) for text, _ in texts) < 20_000


def test_a_long_text_of_ones_own_does_not_count_as_growth() -> None:
    own = "y" * 1_000_000
    assert Macros(MACROS).expanded((("text", own), ("macro", "p"))) == (f"{own}Press", ())


@pytest.mark.parametrize(
    ("value", "result"),
    [
        ("p", "p"),
        ((("macro", "p"),), "Press"),
        ((("macro", "p"), ("text", "!")), "Press!"),
        ((("macro", "p"), ("macro", "nobody")), (("text", "Press"), ("macro", "nobody"))),
        ((("macro", "jan"), ("macro", "p")), (("macro", "jan"), ("text", "Press"))),
    ],
)
def test_known_macros_are_substituted_and_the_others_stay(value: Value, result: Value) -> None:
    assert substituted(value, {"p": "Press"}) == result
