"""BibTeX text that nobody could read: what it seems to be, where a person should look first, and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pubmd.bibtex.diagnosis import diagnosis, shown
from pubmd.bibtex.grammar import Stumble, bare_key
from pubmd.bibtex.source import Source
from pubmd.problem import Place
from pubmd.regex import regex

_ENTRY = r"@\s*+(?!(?:comment|string|preamble)\s*+[{(])[A-Za-z][\w:.+/*-]*+\s*+[{(]"
_HEAD = regex(_ENTRY, re.IGNORECASE)
_KEY = regex(rf"{_ENTRY}\s*+([^\s,=]++)", re.IGNORECASE)
_NO_SIGNS = str.maketrans("", "", '{}"')
# An entry without its `@`, or with `comment` for its type: its key, and its first field.
_BARE_HEAD = regex(
    r"(?<![@\w])[A-Za-z]\w*+\s*+[{(]\s*+([^\s,{}()=\"]++)\s*+,\s*+[A-Za-z][\w-]*+\s*+=\s*+[{\"\w]"
)
# Lines that are comments in some program's eyes; `@comment` needs no braces in BibTeX's.
_COMMENT_LINE = regex(r"%|#|//|@comment\b", re.IGNORECASE)
_SEPARATORS = "}),; \t\n"
# What makes a line look like BibTeX: a brace, `name = {`, a comma in front, an `@`.
_PIECE = regex(r"[{}]|[\w-]\s*+=\s*+[{\"\w]|^@\s*+(?:[A-Za-z]|$)")
_FIELD = regex(r"(?<![\w-])[A-Za-z][\w-]*+\s*+=")
_TYPES = (
    *("article", "bookinbook", "booklet", "book", "collection", "conference", "dataset", "inbook"),
    *("incollection", "inproceedings", "inreference", "manual", "mastersthesis", "misc", "mvbook", "online"),
    *("patent", "periodical", "phdthesis", "proceedings", "reference", "report", "software", "techreport"),
    *("thesis", "unpublished", "xdata", "www"),
)
# An entry without its brace: `@article key,`, `@articlekey,`, `@article}key,`.
_NO_BRACE = regex(rf"@\s*+({'|'.join(_TYPES)}|[A-Za-z]\w*+)[^\w\s]?[ \t]*([^\s,{{}}()=\"]*+)", re.IGNORECASE)
_SIGN_AND_NO_BRACE = regex(r"^[ \t]*+(@)(?!\s*+[A-Za-z][\w:.+/*-]*+\s*+[{(])", re.MULTILINE)
# An entry without its `@`: `article{key,`.
_NO_AT = regex(r"[{\"]*+\s*+([A-Za-z]\w*+)\s*+[{(][{(\"]*+\s*+([^\s,{}()=\"]++)[{}\"]*+\s*+[,=]")
_FOREIGN = (
    (regex(r"\s*+<(?:!doctype html|html|head|body)", re.IGNORECASE), "a web page"),
    (regex(r"\s*+<"), "XML"),
    (regex(r"\s*+TY  -"), "RIS"),
    (regex(r"\s*+%0 "), "EndNote's own format"),
    (regex(r"\s*+PMID *-"), "PubMed's format"),
    (regex(r"\s*+[\[{]\s*+[{\"]"), "JSON"),
)


class Fragment(NamedTuple):
    """A stretch of a file that could not be read, from the offset `start` to `end`.

    `place` is where to look, `key` the citation key that it seems to have, `entries` the number of entries
    that it holds or held.
    """

    place: Place
    text: str
    key: str
    message: str
    hint: str
    entries: int
    start: int
    end: int

    @property
    def keys(self) -> frozenset[str]:
        """All the citation keys that it seems to hold."""
        found = (*_KEY.findall(self.text), *_BARE_HEAD.findall(self.text), *_braceless(self.text))
        whole = (each.translate(_NO_SIGNS) for each in found)  # a sign was put in, or one was lost before it
        return frozenset((self.key, *map(bare_key, found), *whole)) - {""}


def heads(text: str) -> int:
    """How many entries seem to begin in a text."""
    return len(_HEAD.findall(text))


def all_heads(text: str) -> int:
    """How many entries seem to begin in a text, with those that have no `@` of their own."""
    return heads(text) + len(_BARE_HEAD.findall(text))


def _braceless(text: str) -> list[str]:
    """The keys of the entries in a text that have lost their brace; each begins a line."""
    found = (_NO_BRACE.match(text, line.start(1)) for line in _SIGN_AND_NO_BRACE.finditer(text))
    return [match[2] for match in found if match]


def is_fragment(text: str) -> bool:
    """Whether text between blocks looks like a piece of BibTeX."""
    return _first_piece(text) >= 0


def is_rest(text: str, behind: str, *, is_open: bool = False) -> bool:
    """Whether text behind an entry was cut off from it by a brace too many; `behind` stands between them.

    `is_open` says that the entry ended where a value should begin.
    """
    # What follows on the same line is no comment of a language that has its own line for it.
    first = 0 if "\n" not in behind and text[:1] in ("#", "/") else _first_line(text)
    bare = text[max(first, 0) :].lstrip("}) \t\n")
    if first < 0 or not bare.strip(_SEPARATORS) or (bare[0] == "@" and not is_open) or _NO_AT.match(bare):
        return False
    piece = _first_piece(text)
    if first == 0 and "\n" not in behind:
        return is_open or piece >= 0
    if piece < 0 or (behind + text[:piece]).count("\n") > 1:
        return False
    bare = text[piece:].lstrip("}) \t\n")
    return bare[:1] == "," or _FIELD.match(bare) is not None


def is_prose(text: str) -> bool:
    """Whether a text says more than comments do."""
    return _first_line(text) >= 0


def foreign_format(text: str) -> str:
    """The format that a text without any BibTeX is in; empty where that cannot be told."""
    return next((name for pattern, name in _FOREIGN if pattern.match(text)), "")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that are neither blank nor comments, each with its offset, without indentation."""
    at = 0
    for line in text.split("\n"):
        bare = line.lstrip()
        if bare and not _COMMENT_LINE.match(bare):
            yield at + len(line) - len(bare), bare
        at += len(line) + 1


def _first_line(text: str) -> int:
    """The offset of the first line that is neither blank nor a comment; -1 where there is none."""
    return next((at for at, _ in _lines(text)), -1)


def _first_piece(text: str) -> int:
    """The offset of the first line that looks like BibTeX and is no comment; -1 where there is none."""
    if not any(sign in text for sign in "{}=@,") or not text.strip(",; \t\n"):
        return -1
    for number, (at, line) in enumerate(_lines(text)):
        if _PIECE.search(line) or (number == 0 and line[0] == ","):
            return at
    return -1


def unread_entry(source: Source, start: int, end: int, stumble: Stumble, limit: int) -> Fragment:
    """The fragment that an entry or a macro is, which reading up to `limit` stumbled over."""
    text = source.text[start:end]
    found = diagnosis(source.text, stumble, limit)
    is_macro = text[:7].lower() == "@string"
    key = stumble.key
    if is_macro and (stumble.assignments or stumble.name):
        key = stumble.assignments[0].name if stumble.assignments else stumble.name
    kind = "macro" if is_macro else "entry"
    who = f"the {kind} `{shown(key)}` cannot be read" if key else f"this {kind} cannot be read"
    message = f"{who}: {found.message}"
    return Fragment(source.place(found.at), text, key, message, found.hint, int(not is_macro), start, end)


def unclosed(source: Source, start: int, end: int, entry_type: str) -> Fragment:
    """The fragment that a `@comment` or `@preamble` without an end is."""
    text = source.text[start:end]
    message = f"this `@{entry_type}` cannot be read: its closing brace is missing"
    entries = heads(text[1:]) + int(_BARE_HEAD.match(text[1:]) is not None)
    return Fragment(source.place(start), text, "", message, "balance its braces", entries, start, end)


def loose_text(source: Source, start: int, end: int) -> Fragment:
    """The fragment that a text between entries is, which looks like a piece of BibTeX."""
    text = source.text[start:end]
    first, at = max(_first_line(text), 0), max(_first_piece(text), 0)
    no_at = _NO_AT.match(text, first) or _NO_AT.match(text, at)
    no_brace = _NO_BRACE.match(text, at)
    key = ""
    entries = max(all_heads(text) + len(_braceless(text)), int(_FIELD.search(text) is not None))
    if text[at] == "@":
        entry_type = f" `{shown(no_brace[1])}`" if no_brace else ""
        message, hint = f"no brace opens behind the entry type{entry_type}", "write it as `@article{key, …}`"
        key, entries = no_brace[2] if no_brace else "", max(entries, 1)
    elif no_at:
        at = no_at.start()
        message = f"there is no `@` before `{shown(no_at[1])}`"
        hint = "put one there, or `%` if it is a comment"
        is_entry = no_at[1].lower() not in ("string", "comment", "preamble")
        key, entries = (no_at[2], max(entries, 1)) if is_entry else ("", all_heads(text))
    elif not text.strip("}) \t\n"):
        message, hint = "a closing brace stands outside of any entry", "take it out"
    else:
        message = "it is part of no entry, and looks like a piece of one"
        hint = "mend it, or put `%` before each line"
    who = f"the entry `{shown(key)}` cannot be read" if key else "this text cannot be read"
    return Fragment(source.place(start + at), text, key, f"{who}: {message}", hint, entries, start, end)


def hopeless_text(source: Source, start: int, end: int) -> Fragment:
    """The fragment that text is which was looked at too often."""
    text = source.text[start:end]
    message = "this text cannot be read: braces are missing in too many places from here on"
    entries = max(heads(text), 1)
    return Fragment(source.place(start), text, "", message, "export it again", entries, start, end)


def foreign_text(source: Source, start: int, kind: str) -> Fragment:
    """The fragment that a file is in which nothing is BibTeX; `kind` is the format that it is in."""
    text = source.text[start:].strip()
    start = source.text.index(text, start)
    message = f"this file is {kind}, not BibTeX" if kind else "nothing in this file is BibTeX"
    return Fragment(
        source.place(start), text, "", message, "export it again as BibTeX", 0, start, start + len(text)
    )
