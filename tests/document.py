"""The project's own Markdown pages as tests read them: their blocks, and the commands in their consoles."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})(.*)")
# The file that a block is, in the sentence that leads to it: "Here is `bib/export.bib`, as before:"
_FILE = re.compile(r"`([^`\s][^`]*\.[a-z]+)`[^`]*:\s*\Z")
_COMMAND = "$ "


def script(path: str) -> ModuleType:
    """A script of the repository's that is in no package, by its path from the root, as a module."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a console, and all that the page says it prints."""

    line: str
    printed: str


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its text, the file that the sentence above names, and its own line."""

    language: str
    text: str
    file: str
    line: int

    def commands(self) -> list[Command]:
        """The commands of a console."""
        first, *rest = re.split(r"(?m)^\$ ", self.text)
        assert first == "", f"line {self.line}: what prints this?"
        return [Command(*each.partition("\n")[::2]) for each in rest]


class Document:
    """A Markdown page of the repository, by its path from the root.

    `blocks` are its fenced blocks, `prose` is all the rest.
    """

    def __init__(self, path: str, text: str | None = None) -> None:
        self.path = path
        self.text = (ROOT / path).read_text("utf-8") if text is None else text
        self.blocks: list[Block] = []
        self.prose = ""
        fence, language, opened, body, lead = "", "", 0, "", ""
        for number, line in enumerate(self.text.splitlines(keepends=True), 1):
            match = _FENCE.match(line)
            if fence and match and match[0].rstrip() == fence:
                named = _FILE.search(lead)
                self.blocks.append(Block(language, body, named[1] if named else "", opened))
                fence, body, lead = "", "", ""
            elif fence:
                body += line
            elif match:
                fence, language, opened = match[1], match[2].strip(), number
            else:
                lead = line if lead.endswith("\n\n") else lead + line
                self.prose += line
        assert not fence, f"{path}:{opened}: a block that never ends"

    def of(self, language: str) -> list[Block]:
        """The blocks of a language."""
        return [block for block in self.blocks if block.language == language]

    def texts(self, language: str) -> list[str]:
        """The texts of the blocks of a language."""
        return [block.text for block in self.of(language)]

    def only(self, language: str, holds: str = "") -> str:
        """The text of the one block of a language that holds a text."""
        (found,) = (text for text in self.texts(language) if holds in text)
        return found
