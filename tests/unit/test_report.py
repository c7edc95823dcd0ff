"""What a sync found and did, as text for people and programs."""

from __future__ import annotations

import json
from collections import Counter
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.change import Action, Change, Plan
from pubmd.exhibit import Fate
from pubmd.problem import Place, Problem, error, warning
from pubmd.report import (
    fates_text,
    one_line,
    plan_diff,
    plan_text,
    problems_github,
    problems_json,
    problems_text,
    refused_diff,
    verdict,
)

MISSING = error("missing-title", Place("bib/a.bib", 12, 3), "`li23` has no title", "add a `title` field")
EXPORT = warning("unread-file", Place("bib/export.ris"), "this file is not read")
HOSTILE = error("x", Place("bib/\x1b[31m\n.bib", 1, 1), "a\x1b[2Jb\r\nc\x07\x9b\u202ed", "e\nf")


def changed(*actions: Action, lock: tuple[bytes | None, bytes | None] = (b"x", b"y")) -> Plan:
    """A plan with a page for each action, named after it."""
    changes = []
    for action in actions:
        before = None if action is Action.CREATED else b"old\n"
        after = None if action in (Action.REMOVED, Action.LEFT) else b"new\n"
        if action is Action.UNCHANGED:
            after = before
        changes.append(Change(f"{action.name.lower()}.md", action, before, after))
    return Plan(tuple(changes), *lock)


# --- problems


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            MISSING,
            "bib/a.bib:12:3: error[missing-title]: `li23` has no title\n    hint: add a `title` field\n",
        ),
        (EXPORT, "bib/export.ris: warning[unread-file]: this file is not read\n"),
        (HOSTILE, "bib/�[31m .bib:1:1: error[x]: a�[2Jb  c���d\n    hint: e f\n"),
    ],
)
def test_a_problem_is_a_line_and_its_hint_another(problem: Problem, text: str) -> None:
    assert problems_text([problem]) == text


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (
            MISSING,
            "::error file=bib/a.bib,line=12,col=3,title=missing-title::"
            "`li23` has no title (add a `title` field)\n",
        ),
        (EXPORT, "::warning file=bib/export.ris,title=unread-file::this file is not read\n"),
        (
            warning("x", Place("bib/a,b: 100%.bib", 1, 2), "50%: one, two\n::error::three"),
            "::warning file=bib/a%2Cb%3A 100%25.bib,line=1,col=2,title=x::50%25: one, two ::error::three\n",
        ),
    ],
)
def test_github_gets_a_workflow_command_for_each_problem(problem: Problem, text: str) -> None:
    assert problems_github([problem]) == text


def test_programs_get_one_object() -> None:
    fates = Counter({Fate.SHOWN: 2, Fate.HIDDEN: 1, Fate.UNREAD: 0})
    found = json.loads(problems_json([MISSING, EXPORT], changed(Action.CREATED, Action.REFUSED), fates))
    assert found == {
        "problems": [
            {
                "file": "bib/a.bib",
                "line": 12,
                "column": 3,
                "severity": "error",
                "code": "missing-title",
                "message": "`li23` has no title",
                "hint": "add a `title` field",
            },
            {
                "file": "bib/export.ris",
                "line": 0,
                "column": 0,
                "severity": "warning",
                "code": "unread-file",
                "message": "this file is not read",
                "hint": "",
            },
        ],
        "pages": [
            {
                "path": "created.md",
                "action": "created",
                "renamed_from": "",
                "papers_more": 0,
                "papers_fewer": 0,
            },
            {
                "path": "refused.md",
                "action": "edited by hand",
                "renamed_from": "",
                "papers_more": 0,
                "papers_fewer": 0,
            },
        ],
        "entries": {"shown": 2, "hidden": 1, "unread": 0},
    }


def test_where_no_page_was_looked_at_there_are_none() -> None:
    assert json.loads(problems_json([], None, Counter())) == {"problems": [], "pages": [], "entries": {}}


@pytest.mark.parametrize(
    ("problems", "text"),
    [
        ([], ""),
        ([MISSING], "1 error\n"),
        ([EXPORT], "1 warning\n"),
        ([MISSING, EXPORT, EXPORT], "1 error and 2 warnings\n"),
        ([MISSING, MISSING], "2 errors\n"),
    ],
)
def test_a_verdict_counts_errors_and_warnings(problems: list[Problem], text: str) -> None:
    assert verdict(problems) == text


# --- the plan


@pytest.mark.parametrize(
    ("actions", "text"),
    [
        ([Action.CREATED], "created     created.md (no papers)\n1 page: 1 created\n"),
        (
            [Action.UPDATED, Action.CREATED, Action.UPDATED],
            "updated     updated.md\ncreated     created.md (no papers)\nupdated     updated.md\n"
            "3 pages: 1 created, 2 updated\n",
        ),
        (
            [Action.REPLACED, Action.REMOVED],
            "replaced    replaced.md\nremoved     removed.md (no papers)\n2 pages: 1 replaced, 1 removed\n",
        ),
        (
            [Action.CREATED, Action.REFUSED, Action.LEFT, Action.UNCHANGED],
            "created     created.md (no papers)\n4 pages: 1 created, 1 edited by hand, 1 left, 1 unchanged\n",
        ),
    ],
)
def test_what_was_done_is_a_line_for_each_page_written_and_a_sum(actions: list[Action], text: str) -> None:
    assert plan_text(changed(*actions), done=True) == text


def test_what_is_to_be_done_is_told_in_other_words() -> None:
    found = plan_text(changed(*Action), done=False)
    assert found == (
        "to create   created.md (no papers)\nto update   updated.md\n"
        "to remove   removed.md (no papers)\nto replace  replaced.md\n"
        "7 pages: 1 to create, 1 to update, 1 to replace, 1 to remove, 1 edited by hand, 1 left over, "
        "1 unchanged\n"
    )


@pytest.mark.parametrize(
    ("lock", "done", "text"),
    [
        ((b"x", b"x"), True, "1 page: nothing changed\n"),
        ((b"x", b"x"), False, "1 page: up to date\n"),
        ((b"x", b"y"), True, "updated     bib/pubmd.lock\n1 page: 1 unchanged\n"),
        ((b"x", b"y"), False, "to update   bib/pubmd.lock\n1 page: 1 unchanged\n"),
        ((None, b"y"), True, "created     bib/pubmd.lock\n1 page: 1 unchanged\n"),
        ((None, b"y"), False, "to create   bib/pubmd.lock\n1 page: 1 unchanged\n"),
    ],
)
def test_a_lock_that_alone_is_written_is_told(
    lock: tuple[bytes | None, bytes | None], done: bool, text: str
) -> None:
    assert plan_text(changed(Action.UNCHANGED, lock=lock), done=done) == text


def test_no_pages_are_told() -> None:
    assert plan_text(changed(), done=True) == "no pages\n"


def test_a_plan_as_diffs_shows_what_is_written_and_what_is_refused() -> None:
    plan = changed(*Action)
    shown = ("created", "updated", "removed", "replaced", "refused")
    assert [line[4:] for line in plan_diff(plan).splitlines() if line.startswith("--- ")] == [
        "/dev/null",
        *(f"{name}.md" for name in shown[1:]),
    ]
    assert refused_diff(plan) == "--- refused.md\n+++ refused.md\n@@ -1 +1 @@\n-old\n+new\n"


def test_diffs_hold_no_control_characters_of_a_page() -> None:
    before = "\ta\x1b[31m\x00\x9b b\x7f \u202ec\u3000d\xa0é\n".encode()
    plan = Plan((Change("p", Action.REFUSED, before, b"x\n"),), None, None)
    for text in (refused_diff(plan), plan_diff(plan)):
        assert "-\ta�[31m�� b� �c\u3000d\xa0é\n" in text


# --- entries


@pytest.mark.parametrize(
    ("fates", "text"),
    [
        ({}, "0 entries: 0 shown\n"),
        ({Fate.SHOWN: 1}, "1 entry: 1 shown\n"),
        ({Fate.SHOWN: 2, Fate.UNTAGGED: 3, Fate.HIDDEN: 0}, "5 entries: 2 shown, 3 untagged\n"),
        (
            dict.fromkeys(Fate, 1),
            "6 entries: 1 shown, 1 untagged, 1 hidden, 1 commented out, 1 merged into another, 1 unread\n",
        ),
    ],
)
def test_the_sum_of_entries_names_every_fate_that_one_met(fates: dict[Fate, int], text: str) -> None:
    assert fates_text(Counter({**dict.fromkeys(Fate, 0), **fates})) == text


# --- one line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain `text` – é 漢", "plain `text` – é 漢"),
        ("a\tb\nc\r\nd", "a b c  d"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("a\x00b\x7fc\x9bd\u202ee", "a�b�c�d�e"),
        ("a\u2028b\xa0c", "a b c"),
    ],
)
def test_a_line_holds_no_control_characters(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text())
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert one_line(text).isprintable()
    assert len(one_line(text)) == len(text)


@given(st.text(), st.text(), st.text())
def test_a_problem_takes_two_lines_whatever_it_holds(file: str, message: str, hint: str) -> None:
    problem = error("x", Place(file, 1, 1), message, hint)
    lines = problems_text([problem]).split("\n")
    assert len(lines) == (3 if hint else 2)
    assert all(line.isprintable() for line in lines)
    (command, rest) = problems_github([problem]).split("\n")
    assert rest == ""
    assert command.isprintable()
    found = problems_json([problem], None, Counter())
    assert not any(category(character) == "Cc" for character in found.replace("\n", ""))
    assert json.loads(found)["problems"][0]["message"] == message
