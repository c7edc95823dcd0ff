"""The authors of a hand-written publication as the value of a BibTeX field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pubmd.adoption.bibtex_text import bibtex_value
from pubmd.paper.person import read_names
from pubmd.text.chunk import Chunk, Prose, Text
from pubmd.text.prose import plain

_BETWEEN = re.compile(r"\s*[,;，、]\s*(?:and\s+|&\s+)?|\s+(?:and|&)\s+")
_SUFFIXES = ("jr", "jr.", "sr", "sr.", "ii", "iii", "iv")
# A name that is nobody's, and has no family name.
_GROUP = re.compile(
    r"\A(?:the|team)\b|\b(?:collaboration|consortium|group|team|project|initiative|network|society|committee"
    r"|foundation|laboratory|institute|university|community)\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"(?<=\S)\s*[(（][^()（）]{1,80}[)）]\Z")
_ET_AL = re.compile(r"\s*\bet\.? al\.?\s*\Z|\s*\bothers\s*\Z", re.IGNORECASE)


def split_byline(prose: Prose) -> tuple[list[Prose], bool]:
    """The names of a byline, and whether others follow."""
    names: list[list[Chunk]] = [[]]
    for chunk in prose:
        if not isinstance(chunk, Text):
            names[-1].append(chunk)
            continue
        first, *rest = _BETWEEN.split(chunk.text)
        names[-1].append(Text(first))
        names.extend([Text(each)] for each in rest)
    found: list[Prose] = []
    others = False
    for name in names:
        last = name[-1] if name else Text("")
        if isinstance(last, Text) and _ET_AL.search(last.text):
            others = True
            name[-1] = Text(_ET_AL.sub("", last.text))
        bare = tuple(chunk for chunk in name if chunk != Text(""))
        if not plain(bare).strip():
            continue
        if found and plain(bare).strip().lower() in _SUFFIXES:
            found[-1] = _with_text(found[-1], f", {plain(bare).strip()}")
        else:
            found.append(_stripped(bare))
    return found, others


def _with_text(name: Prose, text: str) -> Prose:
    if name and isinstance(last := name[-1], Text):
        return (*name[:-1], Text(last.text + text))
    return (*name, Text(text))


def _stripped(name: Prose) -> Prose:
    chunks = list(name)
    if isinstance(first := chunks[0], Text):
        chunks[0] = Text(first.text.lstrip())
    if isinstance(last := chunks[-1], Text):
        chunks[-1] = Text(last.text.rstrip())
    return tuple(chunk for chunk in chunks if chunk != Text(""))


def names_value(names: Sequence[Prose], *, others: bool) -> str:
    """The names joined by `and`, each `Family, Given` where pubmd shows that as it stood."""
    values = [_name(each) for each in names]
    return " and ".join([*values, "others"] if others else values)


def _name(name: Prose) -> str:
    latex = bibtex_value(name)
    if len(name) == 1 and isinstance(only := name[0], Text) and not _GROUP.search(only.text):
        for candidate in (*_family_first(only.text), latex):
            names = read_names(candidate)
            if len(names.people) != 1 or names.line != name:
                continue
            if not names.findings or (names.people[0].remark and names.people[0].family):
                return candidate
    return f"{{{latex}}}"


def _family_first(text: str) -> list[str]:
    """The name as it is sorted, `von Last, Given`; what stands in brackets behind it stays behind it."""
    remark = _REMARK.search(text)
    note = bibtex_value((Text(remark[0]),)) if remark else ""
    text, _, suffix = (text[: remark.start()] if remark else text).partition(", ")
    words = text.split()
    if len(words) < 2:
        return []
    trailing = words.pop() if not suffix and len(words) > 2 and words[-1].lower() in _SUFFIXES else ""
    at = next((index for index, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    family, given = (bibtex_value((Text(" ".join(each)),)) for each in (words[at:], words[:at]))
    if trailing:  # BibTeX would set a comma in front of it
        return [f"{{{family} {trailing}}}, {given}{note}"]
    return [f"{family}, {suffix}, {given}{note}" if suffix else f"{family}, {given}{note}"]


def family_name(names: Sequence[Prose]) -> str:
    """The first author's family name, for a citation key."""
    if not names:
        return ""
    people = read_names(_name(names[0])).people
    if not people:
        return ""
    words = plain(people[0].family or people[0].literal).split()
    return words[-1] if words else ""
