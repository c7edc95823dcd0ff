r"""Names of `author` and `editor` fields, in all the forms in which exporters and people write them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubmd.paper.name_everyday import everyday_line
from pubmd.paper.name_text import SUFFIX, is_lower
from pubmd.paper.person import Person, read_names
from pubmd.text.prose import Style, Styled, Text, plain


def shown(value: str) -> str:
    """The byline of a field as a reader sees it."""
    return plain(read_names(value).line)


def found(value: str) -> list[tuple[str, int]]:
    """The codes and offsets of what was odd."""
    return [(finding.code, finding.offset) for finding in read_names(value).findings]


SAME = {
    "Rui Li": [
        "Li, Rui", "Rui Li", "{Li}, {Rui}", "Rui~Li", "{Rui Li}", "{Rui} {Li}", "Li,Rui", " Li ,  Rui ",
        "Rui\n\t Li", "Li,\n  Rui", "Li, Rui 0001", "Rui Li 0001", "Li 0001, Rui", "family=Li, given=Rui",
        "given={Rui}, family={Li}", '"given=Rui", "family=Li"',
        "<b>Rui Li</b>", r"\textsc{Li}, Rui", r"\textsc{Rui Li}", r"\MakeUppercase{R}ui Li",
        r"\textbf{Li, Rui}", r"{\bf Li, Rui}",
    ],
    "Zheng-Ping Li": ["Zheng{-}Ping Li", "Zheng-Ping~Li", "Li, Zheng-Ping", "Li, {Zheng-Ping}"],
    "Kurt Gödel": [
        r'Kurt G{\"o}del', r'G{\"o}del, Kurt', r'G\"odel, Kurt', r'G\"{o}del, Kurt', "Gödel, Kurt",
        "Go\u0308del, Kurt", r'{G{\"o}del}, Kurt', r'{Kurt G\"odel}',
    ],
    "J. R. R. Tolkien": [
        "J. R. R. Tolkien", "Tolkien, J. R. R.", "J.~R.~R. Tolkien", "Tolkien, J.~R.~R.",
        "{J. R. R.} Tolkien",
    ],
    "J.R.R. Tolkien": ["J.R.R. Tolkien", "Tolkien, J.R.R.", "{Tolkien}, {J.R.R.}"],
    "Ludwig van Beethoven": [
        "Ludwig van Beethoven", "van Beethoven, Ludwig", "{van Beethoven}, Ludwig", "Ludwig {van Beethoven}",
        "family=Beethoven, given=Ludwig, prefix=van", "family={van Beethoven}, given=Ludwig, useprefix=true",
    ],
    "Martin Luther King, Jr.": [
        "King, Jr., Martin Luther", "King, Martin Luther, Jr.", "Martin Luther King, Jr.",
        "Martin Luther King Jr.", "King Jr., Martin Luther", "family=King, given=Martin Luther, suffix=Jr.",
    ],
    "Simon & Schuster": [r"{Simon {\&} Schuster}", r"{Simon \& Schuster}", "Simon & Schuster"],
    "李明": ["李, 明", "李 明", "李明", "{李}, {明}", "李，明", "family=李, given=明"],
    "홍길동": ["홍, 길동", "홍 길동", "홍길동"],
    "Rui Wang*": [
        "Rui Wang*", "Wang*, Rui", "Wang, Rui*", r"Rui Wang\*", r"Wang, Rui$^*$", r"Wang, Rui$^{*}$",
        r"Rui Wang\textsuperscript{*}", r"{Wang*}, Rui", "Rui Wang *", r"Rui Wang$^{\ast}$", "Rui Wang^*",
    ],
    "Rui Wang†": [
        "<b>Rui Wang</b>†",
        "Rui Wang†", r"Rui Wang$^\dagger$", r"Wang, Rui\textsuperscript{$\dagger$}", r"Wang\dag, Rui",
    ],
    "Rui Wang✉": [
        "Rui Wang✉", "Wang✉, Rui", "Wang, Rui ✉", "Rui Wang✉\ufe0f", r"Rui Wang$^✉$",
        r"Rui Wang\textsuperscript{✉}", r"Wang, Rui\textsuperscript{\Letter}",
        r"Wang, Rui$^{\textrm{\Letter}}$", r"Rui Wang$^{(\textrm{\Letter})}$",
        r"Wang\Envelope{}, Rui", r"Rui Wang\faEnvelope",
    ],
    "Rui Wang*✉": ["Rui Wang*✉", r"Wang, Rui$^{*,\textrm{\Letter}}$", r"Rui Wang\textsuperscript{*,✉}"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"), [pytest.param(name, value, id=value) for name in SAME for value in SAME[name]]
)
def test_one_person_has_one_byline_whoever_exported_it(name: str, value: str) -> None:
    assert shown(value) == name
    assert found(value) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Lovelace, Ada and Gödel, Kurt", "Ada Lovelace, Kurt Gödel"),
        ("Ada Lovelace and Kurt Gödel and Donald E. Knuth", "Ada Lovelace, Kurt Gödel, Donald E. Knuth"),
        ("Ada Lovelace AND Kurt Gödel And Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth"),
        ("Lovelace, Ada\n    and Gödel, Kurt", "Ada Lovelace, Kurt Gödel"),
        ("Lovelace, Ada and others", "Ada Lovelace, et al."),
        ("Lovelace, Ada and Gödel, Kurt and others", "Ada Lovelace, Kurt Gödel, et al."),
        ("Lovelace, Ada and {others}", "Ada Lovelace, et al."),
        ("Lovelace, Ada and et al.", "Ada Lovelace, et al."),
        ("Lovelace, Ada and et al", "Ada Lovelace, et al."),
        ("Lovelace, Ada, et al.", "Ada Lovelace, et al."),
        ("Ada Lovelace et al.", "Ada Lovelace, et al."),
        ("Ada Lovelace \\emph{et al.}", "Ada Lovelace, et al."),
        ("Ada Lovelace and ...", "Ada Lovelace, et al."),
        ("Lovelace, Ada and {al}, Et", "Ada Lovelace, et al."),
        ("Lovelace, A.and Gödel, K.", "A. Lovelace, K. Gödel"),
        ("LOVELACE, ADA and GÖDEL, KURT", "ADA LOVELACE, KURT GÖDEL"),
        ("R Lovelace and K Gödel", "R Lovelace, K Gödel"),
        ("Malcolm X", "Malcolm X"),
        ("Procter \\& Gamble", "Procter & Gamble"),
        ("Department of Health & Human Services", "Department of Health & Human Services"),
        ("Ada Lovelace, PhD", "Ada Lovelace, PhD"),
        ("'t Hooft, Gerard", "Gerard 't Hooft"),
        ("al-Khwarizmi, Muhammad", "Muhammad al-Khwarizmi"),
        ("محمد الخوارزمي and الحسن بن الهيثم", "محمد الخوارزمي, الحسن بن الهيثم"),
        ("Ada von und zu Lovelace", "Ada von und zu Lovelace"),
        ("José Ortega y Gasset", "José Ortega y Gasset"),
        (r"Ada M\textsuperscript{c}Donald", "Ada McDonald"),
        ("Alexander the Great", "Alexander the Great"),
        ("Sandor Petofi", "Sandor Petofi"),
        ("{Ada and Kurt}", "Ada and Kurt"),
        ("{National Institute of {A and B}} and Ada Lovelace", "National Institute of A and B, Ada Lovelace"),
        ("{M. Leibniz et al.}", "M. Leibniz et al."),
        ("ADA LOVELACE", "ADA LOVELACE"),
        ("LOVELACE, ADA", "ADA LOVELACE"),
        ("Ada", "Ada"),
        ("von Neumann", "von Neumann"),
        ("{Google}", "Google"),
        ("NASA", "NASA"),
        ("Gates, William (Bill)", "William (Bill) Gates"),
        ("William (Bill) Gates", "William (Bill) Gates"),
        ("Li, Ming (李明)", "Ming Li (李明)"),
        ("{García Márquez}, Gabriel José", "Gabriel José García Márquez"),
        ("{García Márquez}, Gabriel José and others", "Gabriel José García Márquez, et al."),
        ("García Márquez, Gabriel José and Gödel, Kurt", "Gabriel José García Márquez, Kurt Gödel"),
        ("García Márquez, Gabriel", "Gabriel García Márquez"),
        ("Van Beethoven, Ludwig Anton", "Ludwig Anton Van Beethoven"),
        ("Den Haag, Ada Maria", "Ada Maria Den Haag"),
        ("{García Márquez}, Gabriel José and {An Institute}", "Gabriel José García Márquez, An Institute"),
        ("山田, 太郎", "山田太郎"),
        ("de la Vallée Poussin, Charles Jean", "Charles Jean de la Vallée Poussin"),
        ("{\\'E}tienne de la Bo{\\'e}tie", "Étienne de la Boétie"),
        ("Lovelace, III, Ada", "Ada Lovelace, III"),
        ("Ada Lovelace III", "Ada Lovelace, III"),
        ("sortingnamekeytemplatename=x and Ada Lovelace", "Ada Lovelace"),
        ("given-i=L, family=Beethoven", "L Beethoven"),
        ('family="Robinson, Sons", given=Ada', "Ada Robinson, Sons"),
        ("", ""),
        (" \n ", ""),
    ],
)
def test_well_formed_names_are_read_without_a_finding(value: str, expected: str) -> None:
    assert shown(value) == expected
    assert found(value) == []


@pytest.mark.parametrize(
    ("value", "expected", "offset"),
    [
        ("A. Lovelace, K. Gödel, D. Knuth", "A. Lovelace, K. Gödel, D. Knuth", 0),
        ("A. Lovelace, K. Gödel, and D. Knuth", "A. Lovelace, K. Gödel, D. Knuth", 0),
        ("Ada Lovelace, Kurt Gödel, and Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth", 0),
        ("Ada Lovelace, Kurt Gödel and Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth", 0),
        ("Ada Lovelace, Kurt Gödel, Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth", 0),
        ("A. Lovelace, K. Gödel", "A. Lovelace, K. Gödel", 0),
        ("A. X, B. Y & C. Z", "A. X, B. Y, C. Z", 0),
        ("Ada Lovelace, Kurt Gödel & Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth", 0),
        (r"Ada Lovelace, Kurt Gödel, \& Donald Knuth", "Ada Lovelace, Kurt Gödel, Donald Knuth", 0),
        ("Ada Lovelace &amp; Kurt Gödel", "Ada Lovelace, Kurt Gödel", 0),
        ("Lovelace, A., Gödel, K., & Knuth, D.", "A. Lovelace, K. Gödel, D. Knuth", 0),
        ("Lovelace, A. & Gödel, K.", "A. Lovelace, K. Gödel", 0),
        ("Lovelace, A., & Gödel, K.", "A. Lovelace, K. Gödel", 0),
        ("Lovelace, Ada & Gödel, Kurt", "Ada Lovelace, Kurt Gödel", 0),
        ("García Márquez, Gabriel José & Gödel, Kurt", "Gabriel José García Márquez, Kurt Gödel", 0),
        ("Ada Lovelace und Kurt Gödel", "Ada Lovelace, Kurt Gödel", 0),
        (r"Ada Lovelace \and Kurt Gödel", "Ada Lovelace, Kurt Gödel", 0),
        ("Lovelace, Ada | Gödel, Kurt", "Ada Lovelace, Kurt Gödel", 0),
        ("Lovelace, A.; Gödel, K.", "A. Lovelace, K. Gödel", 0),
        ("Lovelace A; Gödel K", "A Lovelace, K Gödel", 0),
        ("Lovelace A, Gödel KF", "A Lovelace, KF Gödel", 0),
        ("Lovelace A and Gödel K.F.", "A Lovelace, K.F. Gödel", 0),
        ("Lovelace A and Gödel K and others", "A Lovelace, K Gödel, et al.", 0),
        ("Rui Li, Dong Liu", "Rui Li, Dong Liu", 0),
        ("Ada Lovelace, Kurt Gödel, et al.", "Ada Lovelace, Kurt Gödel, et al.", 0),
        ("Ada Lovelace, Kurt Gödel", "Kurt Gödel Ada Lovelace", 0),
        ("García Márquez, Gabriel José", "Gabriel José García Márquez", 0),
        ("García Márquez, Gabriel José and others", "Gabriel José García Márquez, et al.", 0),
        ("Ada Lovelace, Member, IEEE", "Ada Lovelace", 14),
        ("Kurt Gödel and Ada Lovelace, Graduate Student Member, IEEE", "Kurt Gödel, Ada Lovelace", 29),
        ("Ada Lovelace$^1$", "Ada Lovelace", 12),
        ("Ada$^1$ Lovelace", "Ada Lovelace", 3),
        ("Lovelace$^{1,*}$, Ada and Gödel$^{1}$, Kurt", "Ada Lovelace*, Kurt Gödel", 8),
        (
            r"Ada Lovelace\textsuperscript{1,2} and Kurt Gödel\textsuperscript{2}",
            "Ada Lovelace, Kurt Gödel",
            12,
        ),
        (r"Ada Lovelace\textsuperscript{1,2}* and Kurt Gödel$^2$†", "Ada Lovelace*, Kurt Gödel†", 12),
        ("Ada Lovelace<sup>1</sup>", "Ada Lovelace", 12),
        ("Ada Lovelace¹,²", "Ada Lovelace", 12),
        (r"Ada Lovelace\inst{1}", "Ada Lovelace", 12),
        (r"Ada Lovelace\orcidlink{0000-0001}", "Ada Lovelace", 12),
        ("Lovelace, A., Gödel, K., Knuth, D.", "A. Lovelace, K. Gödel, D. Knuth", 0),
        ("Lovelace, A., Gödel, K. and Knuth, D.", "A. Lovelace, K. Gödel, D. Knuth", 0),
        ("李明, 王芳, 张伟", "李明, 王芳, 张伟", 0),
        ("李明、王芳", "李明, 王芳", 0),
        ("李明，王芳，张伟", "李明, 王芳, 张伟", 0),
        ("Lovelace, Ada; Gödel, Kurt", "Ada Lovelace, Kurt Gödel", 0),
        ("Ada Lovelace; Kurt Gödel;", "Ada Lovelace, Kurt Gödel", 0),
        ("Lovelace, Ada; and Gödel, Kurt", "Ada Lovelace, Kurt Gödel", 0),
        ("Ada Lovelace & Kurt Gödel", "Ada Lovelace, Kurt Gödel", 0),
        (r"Ada Lovelace \& Kurt Gödel", "Ada Lovelace, Kurt Gödel", 0),
        ("Lovelace, Ada,", "Ada Lovelace", 0),
        ("Kurt Gödel and Lovelace, Ada,", "Kurt Gödel, Ada Lovelace", 15),
        ("Gödel, Kurt, and Lovelace, Ada", "Kurt Gödel, Ada Lovelace", 0),
        ("Gödel, Kurt,and Lovelace, Ada", "Kurt Gödel, Ada Lovelace", 0),
        ("Lovelace,, Ada", "Ada Lovelace", 0),
        (", Ada", "Ada", 0),
        ("Ada Lovelace and and Kurt Gödel", "Ada Lovelace, Kurt Gödel", 17),
        ("and Ada Lovelace", "Ada Lovelace", 0),
        ("Ada Lovelace and", "Ada Lovelace", 16),
        ("and and", "", 0),
        ("others", "et al.", 0),
        ("Lovelace, Ada, x, y, z", "Lovelace, Ada, x, y, z", 0),
        ("Kurt Gödel and Lovelace, Ada, King", "Kurt Gödel, Lovelace, Ada, King", 15),
        ("Google, Inc.", "Google, Inc.", 0),
        ("Lovelace, University of London", "Lovelace, University of London", 0),
        ("Ada Lovelace (University of London)", "Ada Lovelace (University of London)", 13),
        ("Lovelace, Ada (MIT)", "Ada Lovelace (MIT)", 14),
        ("Ada Lovelace <ada@example.org>", "Ada Lovelace <ada@example.org>", 13),
        ("Kurt Gödel and ada@example.org", "Kurt Gödel, ada@example.org", 15),
        ("Lovelace, Ada (joint first)", "Ada Lovelace (joint first)", 14),
    ],
)
def test_an_odd_name_is_told_with_its_place_and_loses_nobody(value: str, expected: str, offset: int) -> None:
    assert shown(value) == expected
    assert found(value) == [("odd-name", offset)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("{Ada Lovelace and Kurt Gödel", "Ada Lovelace, Kurt Gödel"),
        ("Ada} Lovelace and Kurt Gödel", "Ada Lovelace, Kurt Gödel"),
    ],
)
def test_an_unbalanced_brace_swallows_no_name(value: str, expected: str) -> None:
    assert shown(value) == expected
    assert [code for code, _ in found(value)] == ["unbalanced-brace"]


def test_findings_of_the_latex_in_a_name_say_where_they_are_in_the_field() -> None:
    value = r"Lovelace, Ada and Kurt \unknownmacro{Gödel}"
    assert shown(value) == "Ada Lovelace, Kurt Gödel"
    assert found(value) == [("unknown-macro", value.index("\\"))]


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("Lovelace, Ada", ("Ada", "", "Lovelace", "")),
        ("Charles Louis Xavier Joseph de la Vallée Poussin",
         ("Charles Louis Xavier Joseph", "de la", "Vallée Poussin", "")),
        ("de la Vallée Poussin, Charles", ("Charles", "de la", "Vallée Poussin", "")),
        ("{De La} Vallée, Ada", ("Ada", "", "De La Vallée", "")),
        ("jean de la fontaine", ("", "jean de la", "fontaine", "")),
        ("Jean {de} la Fontaine", ("Jean de", "la", "Fontaine", "")),
        (r"Karel {\v{c}}ap van {\v C}apek", ("Karel", "čap van", "Čapek", "")),
        (r"Ada {\'e}tienne Byron", ("Ada", "étienne", "Byron", "")),
        (r"Ada {\'E}tienne Byron", ("Ada Étienne", "", "Byron", "")),
        (r"Ada {\o}st Byron", ("Ada", "øst", "Byron", "")),
        (r"Ada {\O}st Byron", ("Ada Øst", "", "Byron", "")),
        ("von Beethoven, Jr., Ludwig", ("Ludwig", "von", "Beethoven", "Jr.")),
        ("李 明", ("明", "", "李", "")),
    ],
)  # fmt: skip
def test_the_parts_of_a_name_follow_the_rules_of_bibtex(value: str, parts: tuple[str, ...]) -> None:
    (person,) = read_names(value).people
    assert (plain(person.given), plain(person.particle), plain(person.family), plain(person.suffix)) == parts


@pytest.mark.parametrize(
    ("word", "lower"),
    [
        ("van", True), ("Van", False), ("{van}", False), ("{v}An", False), ("{V}an", True),
        ("d'Alembert", True), (r"{\'e}tienne", True), (r"{\'E}tienne", False), (r"\'etienne", True),
        (r"{\v{c}}apek", True), (r"{\v{C}}apek", False), (r"\v{C}apek", False), (r"{\ae}sop", True),
        (r"{\AE}sop", False), ("1st", True), ("123", False), ("李", False), ("ökonom", True), ("{", False),
        ("\\", False),
    ],
)  # fmt: skip
def test_a_particle_is_told_by_its_first_letter_outside_of_braces(word: str, lower: bool) -> None:
    assert is_lower(word) is lower


def test_a_person_keeps_the_mark_that_stood_behind_the_name() -> None:
    starred, plain_one, both = read_names(
        r"Ada Lovelace* and Kurt Gödel and Knuth$^{*,\dagger}$, Donald"
    ).people
    assert (starred.mark, starred.starred) == ("*", True)
    assert (plain_one.mark, plain_one.starred) == ("", False)
    assert both.mark == "*†"
    assert plain(both.family) == "Knuth"


def test_a_group_in_braces_is_not_taken_apart() -> None:
    (person,) = read_names("{National Institute of Numbers}").people
    assert person == Person(literal=(Text("National Institute of Numbers"),))


def test_styled_text_in_a_name_stays_styled() -> None:
    assert read_names(r"Lovelace, Ada M\textsuperscript{c}Byron").line == (
        Text("Ada M"),
        Styled(Style.SUPERSCRIPT, (Text("c"),)),
        Text("Byron Lovelace"),
    )


def test_equal_bylines_are_equal_values() -> None:
    assert read_names("Li, Rui and Gödel, Kurt").line == (Text("Rui Li, Kurt Gödel"),)
    assert read_names(r"{Li}, {Rui} and Kurt G{\"o}del").line == (Text("Rui Li, Kurt Gödel"),)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("Lovelace, A., & Gödel, K.", "write `Lovelace, A. and Gödel, K.`"),
        ("Lovelace A, Gödel K", "write `Lovelace, A and Gödel, K`"),
        ("Lovelace A and Gödel K", "write `Lovelace, A and Gödel, K`"),
        (
            "Ada Lovelace, Kurt Gödel",
            "write `Ada Lovelace and Kurt Gödel` if they are two, or `{Ada Lovelace}, Kurt Gödel`",
        ),
        ("; ".join(["Ada Lovelace"] * 30), "put ` and ` between names"),
    ],
)
def test_the_hint_on_a_list_is_the_list_as_bibtex_wants_it(value: str, hint: str) -> None:
    (finding,) = read_names(value).findings
    assert finding.hint == hint


@pytest.mark.parametrize(
    "value", ["Lovelace, A. and Gödel, K. and Knuth, D.", "A. Lovelace and K. Gödel and D. Knuth"]
)
@pytest.mark.parametrize("sign", ["; ", " & ", ", and ", ", & "])
def test_the_corrected_list_reads_as_the_odd_one_did(value: str, sign: str) -> None:
    assert shown(value.replace(" and ", sign)) == shown(value)
    assert found(value) == []


def test_many_odd_names_make_few_findings() -> None:
    names = read_names(" and ".join(f"Lovelace, Ada, a{number}, b, c" for number in range(300)))
    assert len(names.people) == 300
    assert 50 <= len(names.findings) <= 60


HUGE = 10_000_000


@pytest.mark.parametrize(
    "piece",
    [
        "{",
        "}",
        "{}",
        ",",
        ";",
        " ",
        "~",
        "*",
        '"',
        "\\",
        "$",
        "(",
        "and ",
        "a and ",
        "A. B, ",
        "Aa-",
        "Aa Bb-Aa ",
        "A.-B.",
        "\n\t\t",
        "A. B & ",
        "Li R, ",
        "a | ",
        "x$^1",
        "$^{1,*}$",
        "¹,",
        "<b>",
        ", Member, IEEE",
        "\\inst{",
        "✉",
        "(\\textrm{\\Letter}",
        "{a} ",
        "'",
        "= ",
    ],
    ids=json.dumps,
)
def test_a_huge_field_of_one_kind_is_read_in_linear_time(piece: str) -> None:
    # Quadratic work would take hours for this much; a hundredth of it is enough to notice.
    read_names(piece * (HUGE // 100 // len(piece)))


def test_braces_of_any_depth_are_read() -> None:
    depth = 20_000
    assert shown("{" * depth + "Ada Lovelace and Kurt Gödel" + "}" * depth) == "Ada Lovelace and Kurt Gödel"


NAMES = st.from_regex(r"\A[A-ZÄÖÜ][a-zäöüß]{1,8}\Z").filter(
    lambda name: name.lower() not in SUFFIX | {"and", "inc", "ltd", "llc"}
)


@settings(deadline=None)
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=6))
def test_both_orders_of_well_formed_names_give_one_byline(people: list[tuple[str, str]]) -> None:
    expected = ", ".join(f"{given} {family}" for given, family in people)
    assert shown(" and ".join(f"{family}, {given}" for given, family in people)) == expected
    assert shown(" and ".join(f"{given} {family}" for given, family in people)) == expected


EVERYDAY = [
    "Ada",
    "Lovelace",
    "King-Noel",
    "McCarthy",
    "Dvořák",
    "Ōta",
    "L.",
    "L",
    "JA",
    "J.-P.",
    "J.R.",
    "de",
]
WORDS = st.sampled_from(
    [
        *EVERYDAY * 4, r"{\'E}va", r"G{\"o}del", r"\'{A}da", "Li", "Wang", "van der", "and", "And", "AND",
        "und", "et", "Et", "et al", "Al", "al.", "others", "Others", "Jr", "Jr.", "II", "III", "Md", "M.D.",
        "PhD", "Inc", "IEEE", "University", "DEPARTMENT", "0001", "{Li}", "{van der Li}", "O'Neil", "Ada*",
        "a.", "(Bill)", "{G{\\\"o}del}", "{And}", "{King-Noel", "Jung-hyun", "李", "Li;", "Ada,",
        "Ada\n\tKurt", "Th.", "Consonni", "Collins", "čap", "ös", "École", "×",
    ]
)  # fmt: skip
FORMS = st.sampled_from(
    ["{0} {1}", "{0}, {1}", "{0} {1} {2}", "{0} {1}, {2}", "{0}, {1} {2}", "{0},{1}", "{0}-{1}", "{0}"]
)


@settings(deadline=None, max_examples=1000)
@given(
    st.lists(st.builds(str.format, FORMS, WORDS, WORDS, WORDS), min_size=1, max_size=3),
    st.sampled_from([" and ", " and ", " and\r\n  ", " AND ", ",and "]),
    st.sampled_from(["", "", " and others"]),
)
def test_a_list_of_everyday_names_is_shown_as_if_read_name_by_name(
    names: list[str], between: str, others: str
) -> None:
    value = between.join(names) + others
    line = everyday_line(value)
    if line:
        at_length = read_names(value.replace(" ", "  "))  # which means the same, and is no everyday list
        assert (at_length.line, at_length.findings) == ((Text(line),), ())


@pytest.mark.parametrize(
    "value",
    [
        "Lovelace, Ada and Kurt F. G{\\\"o}del and others", "van der Waerden, B. L. and J.-P. Serre",
        "Dvořák, Max and\n                  Christiaan de Moivre",
    ],
)  # fmt: skip
def test_what_most_programs_write_is_a_list_of_everyday_names(value: str) -> None:
    assert everyday_line(value) == shown(value.replace(" ", "  "))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aA ,.{}\\~$*;&()<@='\"\n李-0and"), max_size=60))
def test_no_field_raises_or_places_a_finding_outside_of_itself(value: str) -> None:
    names = read_names(value)
    plain(names.line)
    assert all(0 <= finding.offset <= len(value) for finding in names.findings)


LETTERS = st.text(alphabet="ABCdefgh", min_size=3, max_size=8)


@settings(deadline=None)
@given(LETTERS, LETTERS, st.sampled_from(["{}, {}", "{} {}", "{}, {}, x, y", "{} ({})", "{}; {}", "{}*, {}"]))
def test_no_name_loses_a_letter(first: str, second: str, form: str) -> None:
    letters = "".join(filter(str.isalpha, form.format(first, second)))
    assert sorted(filter(str.isalpha, shown(form.format(first, second)))) == sorted(letters)
