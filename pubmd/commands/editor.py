"""A person's editor, on a file."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

from pubmd.regex import regex


class EditorError(Exception):
    """The editor could not be started, or did not end well. Says the mend in its text."""


# A command of the shell without variables, patterns and further commands.
_SIMPLE = regex(r"""(?:[^"'`$\\;|&<>(){}\[\]*?!#\n]|"[^"$`\\]*"|'[^']*')+""")


def edit(file: Path) -> None:
    """Open a file in `$VISUAL`, else `$EDITOR`, else vi, as git does, and wait until it is left.

    The variable holds a command of the shell, such as `code --wait`. Raises EditorError.
    """
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or shutil.which("vi") or ""
    if not editor:
        raise EditorError("no editor is known; say which in the environment: EDITOR=nano")
    # Ctrl-C is meant for the editor; a handler of our own, unlike SIG_IGN, is not handed down to it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        command = ["/bin/sh", "-c", f'{_replacing_its_shell(editor)} "$@"', editor, str(file)]
        status = subprocess.run(command, check=False).returncode  # noqa: S603 - the user's own choice
    except OSError as failure:
        raise EditorError(f"the editor `{editor}` cannot be started: {failure.strerror}") from failure
    finally:
        signal.signal(signal.SIGINT, before)
    if status < 0 or status > 128:
        raise EditorError(f"the editor `{editor}` was killed")
    if status == 127:
        raise EditorError(f"there is no editor `{editor}`; say which in the environment: EDITOR=nano")
    if status:
        raise EditorError(f"the editor `{editor}` failed with status {status}")


def _replacing_its_shell(editor: str) -> str:
    """A shell's command that puts an editor in the shell's own place, where it is one program with options.

    A shell that waits dies of the Ctrl-C that `ed` and others catch, and they would count as killed.
    """
    if not _SIMPLE.fullmatch(editor):
        return editor
    program = next(iter(shlex.split(editor)), "")
    # What is no program on the path may be a word of the shell's own, or a variable for the program.
    is_program = program.startswith("~/") or shutil.which(program) is not None
    return f"exec {editor}" if is_program else editor
