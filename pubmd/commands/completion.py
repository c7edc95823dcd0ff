"""Completion: set up for a shell by its name, and what it is then offered for keys, topics and fields.

What is offered is read quickly, and without a word about anything that is wrong.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from pubmd.regex import regex

if TYPE_CHECKING:
    from pubmd.config.settings import Settings
    from pubmd.site import Site

_ENTRY = regex(r"^[ \t]*@(\w+)[ \t]*[{(][ \t\n]*([^\s,{}()=#%\"]+)[ \t\n]*,", re.MULTILINE)
# What a key or a topic may hold to be offered: a shell quotes nothing of it, and runs the rest at Enter.
_SAFE = regex(r"[\w.:/+@-]+")
_NO_ENTRIES = frozenset(("string", "comment", "preamble"))
Offer = TypeVar("Offer")
_MOST = 1000  # more than any shell shows
_MORE_FIELDS = ("author", "year", "venue", "topics")
_PROGRAM, _VARIABLE = "pubmd", "_PUBMD_COMPLETE"
SHOW, INSTALL = "--show-completion", "--install-completion"


class Shell(StrEnum):
    """The shells that completion is made for."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def show(ctx: typer.Context, shell: Shell | None) -> None:
    """Print what sets completion up in a shell, and leave."""
    if shell and not ctx.resilient_parsing:
        typer.echo(_script(shell), nl=False)
        raise typer.Exit


def _script(shell: Shell) -> str:
    from typer._completion_shared import get_completion_script

    script = get_completion_script(prog_name=_PROGRAM, complete_var=_VARIABLE, shell=str(shell))
    if shell is Shell.ZSH:
        # zsh runs the file when it is first asked, and takes what it then offers for the answer.
        script += f'\n\n[[ $funcstack[1] == _{_PROGRAM} ]] && _{_PROGRAM}_completion "$@"'
    return f"{script}\n"


def install(ctx: typer.Context, shell: Shell | None) -> None:
    """Put what sets completion up where a shell looks for it, and leave."""
    if shell and not ctx.resilient_parsing:
        from typer._completion_shared import install as installed

        from pubmd import writing

        name, path = installed(shell=str(shell), prog_name=_PROGRAM)
        path = path.resolve()
        writing.replace(path.parent, path.name, _script(shell).encode())
        typer.echo(f"{name} completion is in {path}, and works in each {name} that is started from now on")
        raise typer.Exit


def with_shell(args: Sequence[str]) -> list[str]:
    """Arguments in which the options for completion name a shell: where they do not, the current one.

    The framework has no options that go with and without a value. Raises typer.BadParameter.
    """
    if not args or args[-1] not in (SHOW, INSTALL):
        return list(args)
    import shellingham

    try:
        name, _ = shellingham.detect_shell()
    except (shellingham.ShellDetectionFailure, OSError):
        name = ""
    if name not in [*Shell]:
        which = f"this shell is {name}" if name else "which shell this is cannot be told"
        raise typer.BadParameter(f"{which}: name one of {', '.join(Shell)}, such as `{args[-1]} zsh`")
    return [*args, name]


def prepare() -> None:
    """Have the framework know how to talk with each shell, where one asks what to offer."""
    if _VARIABLE in os.environ:
        from typer._completion_classes import completion_init

        completion_init()


def words() -> list[str]:
    """The words behind `pubmd` on the line that a shell wants to complete; none where it wants nothing."""
    line = os.environ.get("COMP_WORDS") or os.environ.get("_TYPER_COMPLETE_ARGS") or ""
    return line.split()[1:] if _VARIABLE in os.environ else []


def complete_key(ctx: typer.Context, incomplete: str) -> list[str]:
    """The citation keys that begin so."""
    return _silently(lambda: _keys(ctx, incomplete))


def complete_topic(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The topics that begin so, each with its page's label."""
    return _silently(lambda: _topics(ctx, incomplete))


def complete_page(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The topics that begin so, and the ids of pages that have none."""
    return _silently(lambda: _topics(ctx, incomplete, with_pages=True))


def complete_field(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin so and may be missing."""
    return _silently(lambda: _fields(ctx, incomplete))


def complete_setting(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin so and may be set, each with its `=`."""
    return [f"{name}=" for name in complete_set_field(ctx, incomplete)]


def complete_set_field(ctx: typer.Context, incomplete: str) -> list[str]:
    """The fields that begin so and may be set, and so be set no more."""
    return [name for name in complete_field(ctx, incomplete) if name != "topics"]


def _silently(found: Callable[[], Iterable[Offer]]) -> list[Offer]:
    # A shell prints whatever goes wrong here into the line that is being typed.
    try:
        return list(found())
    except Exception:
        return []


def _site(ctx: typer.Context) -> Site:
    from pubmd.terminal import given_site

    folder = ctx.params.get("site")  # not converted yet, and with the `~` that the shell has yet to replace
    return given_site(Path(folder).expanduser() if folder else None)


def _keys(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    from pubmd.bibtex.source import decode

    words = list(ctx.params.get("keys") or ())
    before = ""
    if words[-1:] == [":"]:  # bash takes `DBLP:conf/x` for three words, of which it completes the last
        before = "".join(words[-2:])
    taken = set(words)
    files, _ = _site(ctx).sources()
    for file, data in files.items():
        for kind, key in _ENTRY.findall(decode(file, data)[0].text):
            if key.startswith(before + incomplete) and key not in taken and kind.lower() not in _NO_ENTRIES:
                if not _SAFE.fullmatch(key):
                    continue
                taken.add(key)
                yield key.removeprefix(before)
                if len(taken) >= _MOST:
                    return


def _settings(ctx: typer.Context) -> Settings:
    from pubmd.bibtex.source import decode
    from pubmd.config.settings_reader import read_settings
    from pubmd.site import SETTINGS_FILE

    source, _ = decode(SETTINGS_FILE, _site(ctx).read(SETTINGS_FILE) or b"")
    settings, _ = read_settings(SETTINGS_FILE, source.text)
    if settings is None:
        raise ValueError(SETTINGS_FILE)
    return settings


def _topics(ctx: typer.Context, incomplete: str, *, with_pages: bool = False) -> Iterator[tuple[str, str]]:
    from pubmd.topic import Topics

    settings = _settings(ctx)
    topics = Topics(settings)
    for page in settings.pages:
        words = [each for each in page.keywords if len(topics.pages_of(each)) == 1]
        name = next(filter(_SAFE.fullmatch, (*words, topics.name(page))), "")
        if name and (page.keywords or with_pages) and name.casefold().startswith(incomplete.casefold()):
            yield name, page.label


def _fields(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    from pubmd.paper.publication import shown_fields

    for name in sorted({*shown_fields(_settings(ctx)), *_MORE_FIELDS}):
        if name.startswith(incomplete.lower()):
            yield name
