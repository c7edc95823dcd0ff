"""A source file as text: bytes of any encoding that exporters write, and offsets as an editor shows them."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

from pubmd.problem import Place, Problem, warning
from pubmd.regex import regex

# What Python makes of a byte that is not UTF-8, and the character that old exporters meant by it.
_WINDOWS_1252 = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)
}

# The mark of UTF-32 begins as that of UTF-16 does.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes at the beginning that tell UTF-16 without a mark from UTF-8.
LOOKED_AT = 4096
_ENTRY = regex(r"@\s*\w+\s*[{(]|^\s*%", re.MULTILINE)


class Source:
    """A decoded file: its path from the site's root, and its text, in which every line ends with LF.

    The text may be given as what decodes it, and is then decoded when it is asked for.
    """

    def __init__(self, file: str, text: str | Callable[[], str]) -> None:
        self.file = file
        self._text = text

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return self._text if isinstance(self._text, str) else self._text()

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Source) and (self.file, self.text) == (other.file, other.text)

    def __hash__(self) -> int:
        return hash(self.file)

    def place(self, offset: int) -> Place:
        """Line and column, both from 1, of the character at this offset, which counts as within the text."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self._line_starts, offset)
        return Place(self.file, line, offset - self._line_starts[line - 1] + 1)


def decode(file: str, data: bytes) -> tuple[Source, tuple[Problem, ...]]:
    """The text of a file, and a warning where its encoding had to be guessed.

    Takes UTF-8 and UTF-16 with or without a byte order mark, and UTF-32 with one. A byte that is not UTF-8
    is read as Windows-1252 (or Latin-1, where Windows-1252 has nothing), which is what old exporters write;
    the rest of the file stays UTF-8. The warning names the place of the first such byte. Never raises.
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
        encoding, mend = codec[:6].upper(), "re-save it as UTF-8"
    source = Source(file, _text(text))
    character = source.text[offset : offset + 1]
    message = f"the file is not {encoding} here: what stands there was read as `{character}`"
    return source, (warning("recovered-encoding", source.place(offset), message, mend),)


def decoded_when_asked(file: str, data: Callable[[], bytes]) -> Source:
    """The text of a file of which `decode` is known to have nothing to say."""
    return Source(file, lambda: decode(file, data())[0].text)


def _text(decoded: str) -> str:
    """The text with LF at each line's end, and without its byte order mark."""
    if "\r" in decoded:
        decoded = decoded.replace("\r\n", "\n").replace("\r", "\n")
    return decoded.removeprefix("\ufeff")


def _codec(data: bytes) -> str:
    """The codec's name: UTF-32 or UTF-16 by its mark, or UTF-16 by what it holds; else UTF-8."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return codec
    head = data[:LOOKED_AT]
    if b"\0" not in head or len(head) < 4:
        return "utf-8"
    first, second = head[0::2].count(0), head[1::2].count(0)
    codec = "utf-16-be" if first > second else "utf-16-le"
    if max(first, second) * 4 > len(head) and not min(first, second):
        return codec
    # Text in any script has BibTeX's signs in between; a NUL that has strayed into UTF-8 makes no such text.
    text = head.decode(codec, errors="ignore")
    plain = sum("\0" < character < "\x80" for character in text)
    return codec if plain * 16 > len(text) and _ENTRY.search(text) else "utf-8"
