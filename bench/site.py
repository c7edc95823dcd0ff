"""A copy of a made-up site that commands work in, and what happens to it between two runs."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from bench.shape import Shape
from bench.source import CACHE, fresh_copy, kept_site

# Two lower-case letters behind the name of the field: the second of them is no part of a command.
_IN_A_TITLE = re.compile(rb"\n\s*title\s*=[^\n]*?[a-z][a-z]")
_KEY = re.compile(r"@\w+\{([^,\s]+),")


@dataclass(frozen=True, slots=True)
class WorkSite:
    """A site that is measured, in a folder of its own."""

    root: Path

    def make_cold(self) -> None:
        """Take away all that a sync has written."""
        shutil.rmtree(self.root / ".pubmd", ignore_errors=True)
        shutil.rmtree(self.root / "_research", ignore_errors=True)
        (self.root / "bib/pubmd.lock").unlink(missing_ok=True)

    def change_entry(self, file: str) -> None:
        """Change a letter of a title in the middle of a file to the next one, and write it anew.

        That is as an exporter would do it, and the file is as it never was before.
        """
        path = self.root / "bib" / file
        data = bytearray(path.read_bytes())
        found = _IN_A_TITLE.search(data, len(data) // 2) or _IN_A_TITLE.search(data)
        if not found:
            raise ValueError(f"{path} has no title")
        place = found.end() - 1
        data[place] = data[place] + 1 if data[place] < ord("z") else ord("a")
        path.write_bytes(data)

    def some_key(self) -> str:
        """A citation key of the site."""
        for file in sorted(self.root.glob("bib/*.bib")):
            found = _KEY.search(file.read_text("utf-8"))
            if found:
                return found[1]
        raise ValueError(f"{self.root} has no entries")


def work_site(shape: Shape, size: int, role: str = "", cache: Path = CACHE) -> WorkSite:
    """A fresh copy of a site of the cache; `role` keeps two copies of one site apart."""
    name = f"{shape.name}-{size}{f'-{role}' if role else ''}"
    return WorkSite(fresh_copy(kept_site(shape, size, cache), cache / "work" / name).resolve())
