"""`pubmd tag`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pubmd.commands.completion import complete_key, complete_set_field, complete_setting, complete_topic
from pubmd.commands.options import QuietOption, SiteOption
from pubmd.commands.progress import Progress
from pubmd.ending import CANNOT_START, FINE, PROBLEMS
from pubmd.terminal import given_site, say

if TYPE_CHECKING:
    from pubmd.build import Build
    from pubmd.config.settings import Settings
    from pubmd.edit_list import EditList
    from pubmd.site import Site
    from pubmd.sync import Outcome
    from pubmd.tagging import Request, TagPlan

_QUICK = 1.0  # seconds, in which nobody reads a list
_MOST_ROUNDS = 20  # an editor that is a program may never be content


def tag(
    keys: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY]...", help="Citation keys or DOIs.", autocompletion=complete_key, show_default=False
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(
            "--topic", "-t", metavar="TOPIC", help="Give this topic.", autocompletion=complete_topic
        ),
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove", metavar="TOPIC", help="Take this topic away.", autocompletion=complete_topic
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=TEXT",
            help="Set a field; with nothing behind the `=`, take the entry's own away.",
            autocompletion=complete_setting,
        ),
    ] = None,
    unset: Annotated[
        list[str] | None,
        typer.Option(
            "--unset",
            metavar="FIELD",
            help="Let the entry's own field count again.",
            autocompletion=complete_set_field,
        ),
    ] = None,
    award: Annotated[str | None, typer.Option("--award", metavar="TEXT", help="Set the award.")] = None,
    edit: Annotated[
        bool,
        typer.Option(
            "--edit", help="Open the papers without topics, or those named, in $EDITOR, as a list of topics."
        ),
    ] = False,
    site: SiteOption = None,
    quiet: QuietOption = False,
) -> int:
    """Give publications topics, links and awards, in bib/overrides.yml."""
    from pubmd.tagging import Request

    topics, without = _topics(topic), _topics(remove)
    fields = _fields(settings or (), unset or (), award)
    place = given_site(site)
    if edit:
        if topics or without or fields:
            raise typer.BadParameter("--edit goes with keys alone: the list holds the topics")
        return _edit(place, keys or (), quiet=quiet)
    if not keys:
        raise typer.BadParameter("name the papers by their citation keys or DOIs, or say --edit")
    if not (topics or without or fields):
        raise typer.BadParameter("say what to do: --topic, --remove, --set, --unset, --award or --edit")
    return _tag(place, [Request(key, topics, without, fields) for key in dict.fromkeys(keys)], quiet=quiet)


def _topics(options: Sequence[str] | None) -> tuple[str, ...]:
    from pubmd.config.overrides import topic_parts

    return tuple(dict.fromkeys(topic for option in options or () for topic in topic_parts(option)))


def _fields(settings: Sequence[str], unset: Sequence[str], award: str | None) -> dict[str, str | None]:
    fields: dict[str, str | None] = dict.fromkeys(name.strip().lower() for name in unset)
    pairs = [setting.partition("=") for setting in settings]
    if award is not None:
        pairs.append(("award", "=", award))
    for name, sign, text in pairs:
        if not sign or not name.strip():
            raise typer.BadParameter(f"--set wants FIELD=TEXT, such as code=https://…, not `{name}`")
        field = name.strip().lower()
        if field in fields:
            raise typer.BadParameter(f"the field `{field}` is given twice")
        fields[field] = text.strip()
    return fields


def _read(place: Site) -> tuple[Outcome, tuple[Build, Settings] | None]:
    from pubmd.sync import outcome

    found = outcome(place, watch=Progress())
    return found, (found.build, found.settings) if found.build and found.settings else None


def _plan(place: Site, requests: Sequence[Request]) -> TagPlan | int:
    """What the requests come to, or the exit status where the site does not let them be judged."""
    from pubmd.config.overrides import OVERRIDES_FILE
    from pubmd.config.overrides_text import OverridesTextError
    from pubmd.tagging import tag_plan
    from pubmd.terminal import say_problems

    found, whole = _read(place)
    of_overrides = [each for each in found.problems if each.is_error and each.code.startswith("overrides-")]
    if whole is None or of_overrides:
        say_problems(of_overrides if whole else [each for each in found.problems if each.is_error])
        say("nothing was written")
        return PROBLEMS if whole else CANNOT_START
    try:
        return tag_plan(*whole, place.read(OVERRIDES_FILE), requests)
    except OverridesTextError as failure:
        say(f"pubmd: {failure}; nothing was written")
        return PROBLEMS


def _written(place: Site, requests: Sequence[Request]) -> TagPlan | int:
    """Plan and write, with no sync at work from the reading to the end."""
    plan = _plan(place, requests)
    if isinstance(plan, int) or plan.data is None:
        return plan
    with place.exclusively(lambda text: say(f"pubmd: {text}")):
        if not place.is_as_read():
            plan = _plan(place, requests)
        if not isinstance(plan, int) and plan.data is not None:
            place.write_overrides(plan.data)
    return plan


def _tag(place: Site, requests: Sequence[Request], *, quiet: bool) -> int:
    from pubmd.report import one_line

    plan = _written(place, requests)
    if isinstance(plan, int):
        return plan
    if plan.mistakes:
        for message in dict.fromkeys(each.message for each in plan.mistakes):
            say(f"pubmd: {one_line(message)}")
        say("nothing was written")
        return CANNOT_START
    _tell(plan, quiet=quiet)
    return FINE


def _tell(plan: TagPlan, *, quiet: bool) -> None:
    from pubmd.report import one_line

    if quiet:
        return
    for line in plan.told.splitlines() if plan.data is not None else ():
        print(one_line(line))
    for key in plan.hidden:
        print(f"{one_line(key)} is hidden, and on no page for all its topics; `--set hidden=` shows it")
    if plan.data is None:
        print("nothing changed: it is so already")
        return
    print("bib/overrides.yml is written; `pubmd sync` brings the pages up to date")


def _saved(draft: Path) -> str:
    """What an editor has saved. Bytes that are no UTF-8 are surrogates in it, which `_bytes` turns back."""
    from pubmd.commands.editor import EditorError

    try:
        data = draft.read_bytes()
    except FileNotFoundError:  # an editor that deletes the file leaves an empty list
        return ""
    if b"\0" in data:  # UTF-16, into which no remark can be written
        raise EditorError("the list was not saved as UTF-8")
    return data.decode(errors="surrogateescape").replace("\r\n", "\n")


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogateescape")


def _edit(place: Site, keys: Sequence[str], *, quiet: bool) -> int:
    from pubmd.edit_list import EditList
    from pubmd.listing import SelectionError, rows, with_suggestions
    from pubmd.report import one_line
    from pubmd.tagging import paper_finder

    found, whole = _read(place)
    if whole is None:
        from pubmd.terminal import say_problems

        say_problems(each for each in found.problems if each.is_error)
        return CANNOT_START
    build, settings = whole
    every = rows(build, settings, ())
    wanted = [row for row in every if row.is_untagged]
    if keys:
        find = paper_finder([row.entry for row in every])
        try:
            entries = [find(key) for key in keys]
        except SelectionError as failure:
            say(f"pubmd: {one_line(str(failure))}")
            return CANNOT_START
        wanted = [row for row in every if any(row.entry is entry for entry in entries)]
    if not wanted:
        if not quiet:
            print("no paper is without topics")
        return FINE
    wanted, _ = with_suggestions(wanted, every, settings)
    return _edited(place, EditList(wanted, settings), len(wanted), quiet=quiet)


def _edited(place: Site, papers: EditList, count: int, *, quiet: bool) -> int:
    """Open the list until it is right, left as it is, or empty, and apply it.

    Where nothing comes of what a person has written, the draft is kept.
    """
    from pubmd.commands.editor import EditorError

    text = papers.text()
    draft = place.write_draft(_bytes(text))
    is_done = False
    try:
        status = _rounds(place, draft, papers, count, quiet=quiet)
        is_done = status == FINE
    except EditorError as failure:
        say(f"pubmd: {failure}; nothing was written")
        status = CANNOT_START
    finally:
        if is_done or _is_as_written(draft, text):
            place.drop_draft(draft)
        else:
            say(f"your list is kept in {draft}")
    return status


def _is_as_written(draft: Path, text: str) -> bool:
    """Whether nobody has written anything into a list."""
    try:
        return draft.read_bytes() in (b"", _bytes(text))
    except FileNotFoundError:
        return True


def _rounds(place: Site, draft: Path, papers: EditList, count: int, *, quiet: bool) -> int:
    from pubmd.commands.editor import edit
    from pubmd.edit_list import with_mistakes
    from pubmd.tagging import Request

    text, told = papers.text(), ""
    for _ in range(_MOST_ROUNDS):
        begun = time.monotonic()
        edit(draft)
        is_quick = time.monotonic() - begun < _QUICK
        saved = _saved(draft)
        if saved == text:
            break
        lines, mistakes = papers.read(saved)
        if not lines and not mistakes:
            say("the list is empty: nothing was written")
            return FINE
        requests = [Request(line.key, line.topics, line.gone) for line in lines]
        plan = (_plan if mistakes else _written)(place, requests)
        if isinstance(plan, int):
            return plan
        for mistake in plan.mistakes:
            mistakes.setdefault(lines[mistake.request].number, []).append(mistake.message)
        if not mistakes:
            _tell(plan, quiet=quiet)
            if count > plan.papers and not quiet:
                print(f"{count - plan.papers} of {count} papers were skipped")
            return FINE
        text = with_mistakes(saved, mistakes)
        told = papers.mistakes_text(text)
        place.write_draft(_bytes(text), draft)
    if told:
        say(f"{told}the list has mistakes: nothing was written")
        return CANNOT_START
    say("the list was not changed: nothing was written")
    if is_quick:
        say("where the editor has a window of its own that is still open, have it wait: EDITOR='code --wait'")
    return FINE
