"""A source file as text: bytes of any encoding that exporters write, and offsets as an editor shows them."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from pubmd.problem import Place, Problem, warning

# What Python makes of a byte that is not UTF-8, and the character that old exporters meant by it.
_WINDOWS_1252 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)
}


@dataclass(frozen=True)
class Source:
    """A decoded file: its path from the site's root, and its text, in which every line ends with LF."""

    file: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def place(self, offset: int) -> Place:
        """Line and column, both from 1, of the character at this offset, which counts as within the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1)


def decode(file: str, data: bytes) -> tuple[Source, tuple[Problem, ...]]:
    """The text of a file, and a warning where its encoding had to be guessed.

    Takes UTF-8 and UTF-16 with or without a byte order mark. A byte that is not UTF-8 is read as
    Windows-1252 (or Latin-1, where Windows-1252 has nothing), which is what old exporters write; the
    rest of the file stays UTF-8. The warning names the place of the first such byte. Never raises.
    """
    codec = _codec(data)
    try:
        return Source(file, _text(data.decode(codec))), ()
    except UnicodeDecodeError as failure:
        offset = len(_text(data[: failure.start].decode(codec)))
    if codec.startswith("utf-8"):
        text = data.decode(codec, errors="surrogateescape").translate(_WINDOWS_1252)
        encoding, mend = "UTF-8", "read as Windows-1252; re-save it as UTF-8"
    else:
        text = data.decode(codec, errors="replace")
        encoding, mend = "UTF-16", "re-save it as UTF-8"
    source = Source(file, _text(text))
    character = source.text[offset : offset + 1]
    message = f"the file is not {encoding} here: what stands there was read as `{character}`"
    return source, (warning("recovered-encoding", source.place(offset), message, mend),)


def _text(decoded: str) -> str:
    """The text with LF at each line's end, and without its byte order mark."""
    if "\r" in decoded:
        decoded = decoded.replace("\r\n", "\n").replace("\r", "\n")
    return decoded.removeprefix("\ufeff")


def _codec(data: bytes) -> str:
    """The codec's name: UTF-16 by its mark, or by the NUL beside nearly every letter; else UTF-8."""
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    head = data[:512]
    if b"\0" in head and len(head) >= 4:
        first, second = head[0::2].count(0), head[1::2].count(0)
        if second * 4 > len(head) and not first:
            return "utf-16-le"
        if first * 4 > len(head) and not second:
            return "utf-16-be"
    return "utf-8"
