"""What a sync found and did, as text for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pubmd.change import Action, Change, Plan, diff
from pubmd.exhibit import Fate
from pubmd.lock import LOCK_FILE
from pubmd.problem import Problem
from pubmd.regex import regex

# In the order in which a summary counts them, each with what it says before the pages are written.
_ACTIONS = {
    Action.CREATED: "to create",
    Action.UPDATED: "to update",
    Action.REPLACED: "to replace",
    Action.REMOVED: "to remove",
    Action.REFUSED: "edited by hand",
    Action.LEFT: "left over",
    Action.UNCHANGED: "unchanged",
}
# Control characters but tabs and line ends, and marks that turn the writing's direction.
_INVISIBLE = regex("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_QUIET = (Action.UNCHANGED, Action.REFUSED, Action.LEFT)


def problems_text(problems: Iterable[Problem]) -> str:
    """Each problem on a line, its hint on the next.

    `bib/export.bib:12:3: error[missing-title]: …` and `    hint: …`.
    """
    lines = []
    for each in problems:
        place, message = one_line(str(each.place)), one_line(each.message)
        lines.append(f"{place}: {each.severity}[{each.code}]: {message}\n")
        if each.hint:
            lines.append(f"    hint: {one_line(each.hint)}\n")
    return "".join(lines)


def problems_github(problems: Iterable[Problem]) -> str:
    """Each problem as a workflow command that GitHub shows beside the line.

    The form is documented under "Workflow commands for GitHub Actions".
    """
    lines = []
    for each in problems:
        where = f"file={_property(each.place.file)}"
        if each.place.line:
            where += f",line={each.place.line},col={each.place.column}"
        text = each.message if not each.hint else f"{each.message} ({each.hint})"
        lines.append(f"::{each.severity} {where},title={_property(each.code)}::{_data(text)}\n")
    return "".join(lines)


def problems_json(problems: Iterable[Problem], plan: Plan | None, fates: Counter[Fate]) -> str:
    """A whole check as a JSON object, in the form that docs/continuous-integration.md describes."""
    renamed = plan.renamed() if plan else {}
    found = {
        "problems": [
            {
                "file": each.place.file,
                "line": each.place.line,
                "column": each.place.column,
                "severity": str(each.severity),
                "code": each.code,
                "message": each.message,
                "hint": each.hint,
            }
            for each in problems
        ],
        "pages": [
            {
                "path": change.path,
                "action": str(change.action),
                "renamed_from": renamed[change.path].was if change.path in renamed else "",
                "papers_more": change.papers[0],
                "papers_fewer": change.papers[1],
            }
            for change in (plan.changes if plan else ())
        ],
        "entries": {str(fate): count for fate, count in fates.items()},
    }
    import json  # which few reports need

    text = json.dumps(found, ensure_ascii=False, indent=2)
    return _INVISIBLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def plan_text(plan: Plan, *, done: bool) -> str:
    """A line for each page that a sync writes or removes, and a line that counts all pages.

    Where the lock alone is written it has a line of its own: else `--check` would fail for no visible reason.
    """
    renamed = plan.renamed()
    gone = {change.was for change in renamed.values()}
    lines = [
        _change_line(renamed.get(change.path, change), done)
        for change in plan.changes
        if change.action not in _QUIET and change.path not in gone
    ]
    if plan.writes and not lines:
        action = Action.CREATED if plan.lock_before is None else Action.UPDATED
        lines.append(f"{_word(action, done):<12}{LOCK_FILE}\n")
    counts = plan.counts
    total = sum(counts.values())
    parts = [f"{counts[action]} {_word(action, done)}" for action in _ACTIONS if counts[action]]
    if parts == [f"{total} unchanged"] and not plan.writes:
        parts = ["nothing changed" if done else "up to date"]
    if not plan.changes:
        return "no pages\n"
    lines.append(f"{_counted(total, 'page')}: {', '.join(parts)}\n")
    return "".join(lines)


def plan_diff(plan: Plan) -> str:
    """What a sync would write and what it refuses, as unified diffs; each under its line of the plan."""
    renamed = plan.renamed()
    texts = []
    for change in plan.changes:
        if change.writes:
            texts.append(_change_line(renamed.get(change.path, change), done=False))
        if change.writes or change.action is Action.REFUSED:
            texts.append(_visible(diff(change)))
    return "".join(texts)


def files_diff(changes: Iterable[Change]) -> str:
    """What will be written to files that are no pages, as unified diffs."""
    return "".join(_visible(diff(change)) for change in changes)


def refused_diff(plan: Plan) -> str:
    """How the pages edited by hand differ from what a sync would write."""
    return "".join(_visible(diff(change)) for change in plan.refused)


def unchanged_text(plan: Plan) -> str:
    """A line for each page that is as it should be."""
    changes = (change for change in plan.changes if change.action is Action.UNCHANGED)
    return "".join(f"{change.action!s:<12}{change.path}\n" for change in changes)


def fates_text(fates: Counter[Fate]) -> str:
    """The sum of all entries by what became of them."""
    total = sum(fates.values())
    parts = [f"{count} {fate}" for fate, count in fates.items() if count or fate is Fate.SHOWN]
    noun = "entry" if total == 1 else "entries"
    return f"{total} {noun}: {', '.join(parts)}\n"


def verdict(problems: Sequence[Problem]) -> str:
    """A line that counts errors and warnings; empty where there are none."""
    errors = sum(problem.is_error for problem in problems)
    warnings = len(problems) - errors
    parts = [_counted(count, noun) for count, noun in ((errors, "error"), (warnings, "warning")) if count]
    return f"{' and '.join(parts)}\n" if parts else ""


def one_line(text: str) -> str:
    """A text that may hold anything out of a source, safe for a terminal: one line, no control characters."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "�" for char in text)


def _visible(text: str) -> str:
    """Lines of a page that may hold anything, safe for a terminal."""
    return _INVISIBLE.sub("�", text)


def _change_line(change: Change, done: bool) -> str:
    """What becomes of one page: the path that it had, and its papers where they are more or fewer."""
    word = _word(change.action, done)
    path = change.path
    if change.was:
        word = "renamed" if done else "to rename"
        path = f"{change.was} -> {path}"
    return f"{word:<12}{path}{_papers(change)}\n"


def _papers(change: Change) -> str:
    """How many papers a page has, where it comes or goes, or how many more and fewer."""
    if not change.is_page:
        return ""
    more, fewer = change.papers
    if change.before is None or change.after is None:
        return f" ({_counted(more + fewer, 'paper')})" if more + fewer else " (no papers)"
    if more and fewer:
        return f" ({_counted(more, 'paper')} more, {fewer} fewer)"
    if more or fewer:
        return f" ({_counted(more + fewer, 'paper')} {'more' if more else 'fewer'})"
    return ""


def _word(action: Action, done: bool) -> str:
    return str(action) if done else _ACTIONS[action]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
