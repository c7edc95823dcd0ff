"""A page of the documentation, walked through as a reader would: files laid down, commands run, in order.

| block | what is done |
| --- | --- |
| `console` | each command is run, and prints what the page shows, errors and warnings too |
| `yaml`, `bibtex` | becomes the file that the sentence above it names |
| `markdown`, `html` | stands so in the file that the sentence above it names |
| `text` | stood so in the list that the last command has opened in an editor |

Anything else that looks like an example fails, so that a page cannot show what nobody has run.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from pubmd.cli import run
from tests.document import Block, Command, Document
from tests.site import Ran, TemporarySite

_SHELL = re.compile(r"[|<>;&$*`]")
_SHOWN = ".shown"
# Saves the list as it stands, as its own help says, and keeps what it was for the test.
_EDITOR = f'sh -c \'cp "$0" {_SHOWN}; sed -i "/To take the list as it stands/d" "$0"\''


class _Stream(io.StringIO):
    """A stream of its own, all of which goes to a terminal, too."""

    def __init__(self, terminal: io.StringIO) -> None:
        super().__init__()
        self._terminal = terminal

    def write(self, text: str) -> int:
        self._terminal.write(text)
        return super().write(text)


class Walk:
    """A site in which a page is walked through; `ran` are the commands that were run."""

    def __init__(self, site: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
        self.site = site
        self.ran: list[str] = []
        site.root.mkdir(exist_ok=True)
        monkeypatch.chdir(site.root)
        monkeypatch.setenv("VISUAL", _EDITOR)
        monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)

    @property
    def shown(self) -> str:
        """The list that the last command has opened in an editor."""
        shown = self.site.root / _SHOWN
        return shown.read_text("utf-8") if shown.exists() else ""

    def through(self, document: Document) -> None:
        """Do all that a page shows, and fail where anything is not as it says."""
        for block in document.blocks:
            where = f"{document.path}:{block.line}"
            match block.language:
                case "console":
                    self.console(block, where)
                case "yaml" | "bibtex":
                    assert block.file, f"{where}: the sentence above names no file"
                    self.site.write(block.file, block.text)
                case "markdown" | "html":
                    assert block.file, f"{where}: the sentence above names no file"
                    assert f"\n{block.text}" in f"\n{self.site.read(block.file)}", where
                case "text":
                    assert f"\n{block.text}" in self.shown, f"{where}: no such list was opened"
                case _:
                    pytest.fail(f"{where}: nothing runs a block of `{block.language}`")
        stray = re.findall(r"(?m)^\s*\$ .*", document.prose)
        assert not stray, f"{document.path}: commands outside of a console"

    def console(self, block: Block, where: str, err: str | None = None) -> None:
        """Run a console's commands in order.

        They print what it shows, as a terminal has it. Where a page shows elsewhere what goes to standard
        error, `err` is that, and is compared by itself.
        """
        for command in block.commands():
            ran, terminal = self.run(command.line)
            assert (terminal if err is None else ran.out) == command.printed, f"{where}: {command.line}"
            assert err in (None, ran.err), f"{where}: {command.line}"
            assert ran.status == _status(command), f"{where}: {command.line}"

    def run(self, line: str) -> tuple[Ran, str]:
        """What a command gives, and what a terminal shows of both streams."""
        self.ran.append(line)
        words = shlex.split(line)
        if words[0] != "pubmd" or _SHELL.search(line):
            done = subprocess.run(
                ["bash", "-c", f"{{ {line}\n}} 2>&1"], stdout=subprocess.PIPE, text=True, timeout=60
            )
            return Ran(done.returncode, done.stdout, ""), done.stdout
        terminal = io.StringIO()
        out, err = _Stream(terminal), _Stream(terminal)
        with redirect_stdout(out), redirect_stderr(err):
            status = run(words[1:])
        return Ran(status, out.getvalue(), err.getvalue()), terminal.getvalue()


def _status(command: Command) -> int:
    """What a command exits with that prints this: 1 where it tells an error, or what a sync would write."""
    told = re.search(r"(?m)^\S+: error\[|^to (?:create|update|replace|remove|rename) ", command.printed)
    return 1 if told else 0
