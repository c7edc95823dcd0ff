"""A site in a temporary folder, and pubmd run in it."""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from pubmd.cli import run

CONFIGURATION = """\
sections:
  topics:
    front_matter:
      title: "Topics"
    pages:
      vision: {}
      sound: {}
"""


@dataclass(frozen=True)
class Ran:
    """What a command gave: its exit status, and its two streams."""

    status: int
    out: str
    err: str


class TemporarySite:
    """A site's root folder, with the files that a test puts there."""

    def __init__(self, root: Path, files: dict[str, str | bytes] | None = None) -> None:
        self.root = root
        for path, content in (files or {}).items():
            self.write(path, content)

    def write(self, path: str, content: str | bytes) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def copy(self, folder: Path, to: str = ".") -> None:
        shutil.copytree(folder, self.root / to, dirs_exist_ok=True)

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def files(self) -> dict[str, bytes]:
        """All files but pubmd's private ones and git's, by path."""
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes()
            for file in sorted(self.root.rglob("*"))
            if file.is_file() and file.relative_to(self.root).parts[0] not in (".pubmd", ".git")
        }

    def states(self) -> dict[str, tuple[int, int, bytes]]:
        """Each file's inode, time of change and content: what a command that writes nothing leaves alone.

        But for the last answer and what was read, which are nobody's but pubmd's.
        """
        return {
            file.relative_to(self.root).as_posix(): (
                file.stat().st_ino,
                file.stat().st_mtime_ns,
                file.read_bytes(),
            )
            for file in sorted(self.root.rglob("*"))
            if file.is_file() and file.name not in ("answer", "read")
        }

    def run(self, *args: str) -> Ran:
        """`pubmd ARGS --site ROOT`, in this process."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = run([*args, "--site", str(self.root)])
        return Ran(status, out.getvalue(), err.getvalue())
