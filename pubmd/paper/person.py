"""The people of an `author` or `editor` field, and the byline that a page shows.

Names are read by BibTeX's rules (Tame the BeaST, section 11; `btxdoc`), biblatex's extended names by
Biber's. What real exports hold beside that is recognised where it is clear, and shown as it stands,
with a finding, where it is not: an odd name never loses an entry or another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pubmd.paper.name_everyday import everyday_line, everyday_name
from pubmd.paper.name_list import Manner, family_first, is_doubtful, manner_of, split_people
from pubmd.paper.name_mark import take_mark, without_asides
from pubmd.paper.name_parts import NameParts, extended_parts, is_extended, name_parts
from pubmd.paper.name_text import (
    CJK,
    COMMA,
    Part,
    is_nickname,
    split_at,
    split_names,
    stripped,
    take_remark,
    words,
)
from pubmd.regex import regex
from pubmd.text.prose import Finding, Prose, Text, read_prose

ODD_NAME = "odd-name"
_LEFT_OUT = "leave the names alone in this field; a star or a dagger may stay"
_FINDINGS_SHOWN = 50
_LONG = 200

_NOTHING: Prose = ()
_OTHERS = regex(
    r"\W*(?:others|(?:\\\w+\W+)?et\.?[\s~]*al(?:ii|ia)?\b\.?|al\.?\}?,\s*\{?et\.?)\W*|\.\.\.|…|\{?\\l?dots\W*",
    re.IGNORECASE,
)
_ET_AL = regex(r"[\s,~]+(?:et\.?[\s~]*al\.?|(?:\\\w+\s*)?\{et\.?[\s~]*al\.?\})$", re.IGNORECASE)


class Person(NamedTuple):
    """One name, in BibTeX's four parts, decoded.

    `literal` is a name that is not taken apart: a corporate author in braces, or one that could not be
    understood. `remark` is what stood behind the name, such as an affiliation in parentheses, and
    `mark` the star or dagger that the sources set behind it.
    """

    given: Prose = _NOTHING
    particle: Prose = _NOTHING
    family: Prose = _NOTHING
    suffix: Prose = _NOTHING
    literal: Prose = _NOTHING
    remark: Prose = _NOTHING
    mark: str = ""

    @property
    def starred(self) -> bool:
        """Whether the name carries a mark, as those of equal contribution do."""
        return bool(self.mark)


class Names(NamedTuple):
    """The names of one field: as they were written, the byline of them, and what was odd about them.

    `line` is what a page shows: `Given particle Family, Suffix`, joined by commas, then `et al.`.
    """

    written: str
    line: Prose
    findings: tuple[Finding, ...] = ()

    @property
    def people(self) -> tuple[Person, ...]:
        """The people in their order; made when they are asked for, because a page needs the line alone."""
        return _read(self.written).people


class _Read(NamedTuple):
    """The people of a field, or of a stretch of it, and each as a page shows them; whether others follow."""

    people: tuple[Person, ...]
    shown: tuple[Prose, ...] = ()
    others: bool = False
    findings: tuple[Finding, ...] = ()


def read_names(value: str) -> Names:
    r"""The names in the value of a BibTeX `author` or `editor` field.

    Takes the value with its macros expanded and without its delimiters, still in LaTeX: names are split
    before they are decoded, so that `{Simon {\&} Schuster}` stays one. Offsets of findings count from
    its start. Never raises; whatever is not understood is a person with a `literal` and a finding.
    """
    everyday = everyday_line(value)
    if everyday:
        return Names(value, (Text(everyday),))
    read = _read(value)
    return Names(value, _line(read), read.findings)


def _read(value: str) -> _Read:
    """The people of a field, name by name."""
    people: list[Person] = []
    shown: list[Prose] = []
    findings: list[Finding] = []
    others = False
    parts = split_names(value)
    manner = manner_of(parts) if len(parts) > 1 else Manner.UNKNOWN
    turned = family_first(parts) if "," not in value else []
    if turned:
        sense = f"`{_shortened(parts[0][0])}` and all others are read as family names with initials"
        findings.append(_odd(sense, parts[0][1], _corrected(turned)))
    for text, at in turned or parts:
        if text:
            read = (_name if len(text) < _LONG else _name.__wrapped__)(text, manner)
            people.extend(read.people)
            shown.extend(read.shown)
            others = others or read.others
            if read.findings and len(findings) < _FINDINGS_SHOWN:
                told = any(each.hint == _LEFT_OUT for each in findings)  # once for a field
                findings.extend(
                    each._replace(offset=each.offset + at)
                    for each in read.findings
                    if not (told and each.hint == _LEFT_OUT)
                )
    if len(parts) > 1 and not all(text for text, _ in parts):
        at = next(at for text, at in parts if not text)
        findings.append(_odd("an `and` has no name on one of its sides", at, "take the surplus `and` out"))
    if others and not people:
        findings.append(_odd("there are others, but no name", 0))
    return _Read(tuple(people), tuple(shown), others, tuple(findings))


@lru_cache(maxsize=1 << 14)
def _name(text: str, manner: Manner) -> _Read:
    """What stands between two `and`s: one person, mostly; authors come again and again in a library."""
    everyday = everyday_name(text)
    if everyday:
        given, particle, family = [(Text(part),) if part else _NOTHING for part in everyday]
        person = Person(given, particle, family)
        return _Read((person,), (_shown(person),))
    if len(text) < 40 and _OTHERS.fullmatch(text):
        return _Read((), others=True)
    findings: list[Finding] = []
    shorter = _without_et_al(text)
    if shorter != text and "," in text[len(shorter) :] and manner is Manner.UNKNOWN:
        manner = Manner.SPOKEN  # behind a list of commas
    alone, aside = without_asides(shorter)
    if aside:
        message = f"`{_shortened(aside)}` is no part of a name and is left out"
        findings.append(_odd(message, max(0, text.find(aside)), _LEFT_OUT))
    people = _people((alone, 0), manner, findings) if alone else []
    return _Read(tuple(people), tuple(map(_shown, people)), shorter != text, tuple(findings))


def _line(read: _Read) -> Prose:
    """The people as a page shows them."""
    pieces: list[Prose] = []
    for each in read.shown:
        if pieces:
            pieces.append(_COMMA)
        pieces.append(each)
    if read.others:
        pieces.append(_COMMA_ET_AL if pieces else _ET_AL_ALONE)
    return _joined(pieces)


_SPACE: Prose = (Text(" "),)
_COMMA: Prose = (Text(", "),)
_COMMA_ET_AL: Prose = (Text(", et al."),)
_ET_AL_ALONE: Prose = (Text("et al."),)


def _shown(person: Person) -> Prose:
    """A person as a page shows them."""
    return _joined(_pieces(person))


def _pieces(person: Person) -> Iterator[Prose]:
    if person.literal:
        yield person.literal
    elif _is_cjk(person.family) and _is_cjk(person.given):
        yield person.family
        yield person.given
    else:
        started = False
        for part in (person.given, person.particle, person.family):
            if part:
                if started:
                    yield _SPACE
                yield part
                started = True
    if person.suffix:
        yield _COMMA
        yield person.suffix
    if person.mark:
        yield (Text(person.mark),)
    if person.remark:
        yield _SPACE
        yield person.remark


def _is_cjk(prose: Prose) -> bool:
    if len(prose) != 1 or not isinstance(prose[0], Text) or prose[0].text.isascii():
        return False
    return CJK.fullmatch(prose[0].text) is not None


def _joined(pieces: Iterable[Prose]) -> Prose:
    """The pieces as one prose, neighbouring texts made one, so that equal bylines are equal values."""
    chunks: list[object] = []
    texts: list[str] = []
    for piece in pieces:
        for chunk in piece:
            if isinstance(chunk, Text):
                texts.append(chunk.text)
            else:
                if texts:
                    chunks.append(Text("".join(texts)))
                    texts = []
                chunks.append(chunk)
    if texts:
        chunks.append(Text("".join(texts)))
    return tuple(chunks)  # type: ignore[arg-type]


def _people(name: Part, manner: Manner, findings: list[Finding]) -> list[Person]:
    """The people that stand between two `and`s: one, unless the sources separate them in another way."""
    text, at = name
    if is_extended(text):
        parts = extended_parts(name)
        return [_made(parts, findings)] if parts else []  # an option of the whole list, no name
    several = split_people(name, manner)
    if several:
        sense = f"reads as {len(several)} people" if len(several) > 1 else "ends with a semicolon"
        findings.append(_odd(f"`{_shortened(text)}` {sense}", at, _corrected(several)))
        return [person for part in several for person in _person(part, findings)]
    sides = is_doubtful(name, manner)
    if sides:
        message = f"`{_shortened(text)}` is one person to BibTeX, of the family `{_shortened(sides[0])}`"
        hint = f"write `{sides[0]} and {sides[1]}` if they are two, or `{{{sides[0]}}}, {sides[1]}`"
        findings.append(_odd(message, at, hint))
    return _person(name, findings)


def _corrected(people: list[Part]) -> str:
    """The hint that shows a list as BibTeX wants it, or says how, where it is long."""
    text = " and ".join(" ".join(each.strip(" ,").split()) for each, _ in people[:20])
    return f"write `{text}`" if len(text) < _LONG and len(people) < 20 else "put ` and ` between names"


def _person(name: Part, findings: list[Finding]) -> list[Person]:
    """One name as a list of one, or an empty one where nothing of it is left."""
    (text, at), mark = take_mark(name)
    if not text:
        return [Person(literal=(Text(mark),))] if mark else []
    (text, at), remark = take_remark((text, at))
    person = _named((text, at), findings)
    if remark[0]:
        if not is_nickname(remark[0]) and not CJK.fullmatch(remark[0].strip("()（） ")):
            findings.append(
                _odd(
                    f"`{_shortened(remark[0])}` is no part of a name",
                    remark[1],
                    "names stand alone in this field",
                )
            )
        person = person._replace(remark=_decoded(remark, findings))
    person = person._replace(mark=mark + person.mark) if mark else person
    return [person] if _shown(person) else []


def _named(name: Part, findings: list[Finding]) -> Person:
    """A name without what stood behind it."""
    text, at = name
    if text[0] == "{" and text[-1] == "}" and len(words(name)) == 1 and text[1:2] != "\\":
        return Person(literal=_decoded(name, findings))
    if "@" in text or "://" in text:
        findings.append(
            _odd(f"`{_shortened(text)}` is more than a name", at, "names stand alone in this field")
        )
        return Person(literal=_decoded(name, findings))
    wrapped = _WRAPPED.fullmatch(text) if "," in text and len(words(name)) == 1 else None
    if wrapped:  # `\textbf{Li, Rui}`: the bold family, the bold given name
        inner = [stripped(part) for part in split_at((wrapped[2], at + wrapped.start(2)), COMMA)]
        stretches = [(f"{wrapped[1]}{each}}}" if each else "", start) for each, start in inner]
    else:
        stretches = [stripped(part) for part in split_at(name, COMMA)]
    parts = [part for part in stretches if part[0]]
    if len(parts) < len(stretches):
        findings.append(_odd(f"`{_shortened(text)}` has a comma too many", at, "take it out"))
    marks = ""
    for index, part in enumerate(parts):
        parts[index], mark = take_mark(part)
        marks += mark
    in_parts = name_parts(parts)
    person = _made(in_parts, findings) if in_parts else None
    if person is None:
        findings.append(
            _odd(
                f"`{_shortened(text)}` is not understood and is shown as it stands",
                at,
                "write `Family, Given` or `Given Family`; put the name of a group in braces",
            )
        )
        person = Person(literal=_decoded((text.strip(", "), at), findings))
    return person._replace(mark=marks) if marks else person


def _made(parts: NameParts, findings: list[Finding]) -> Person:
    """The person of these parts."""
    given, particle, family, suffix = (_decoded(part, findings) for part in parts)
    return Person(given, particle, family, suffix)


def _decoded(part: Part, findings: list[Finding]) -> Prose:
    """A part of a name as a reader sees it, its findings placed in the whole value."""
    text, at = part
    if not text:
        return _NOTHING
    prose, found = read_prose(_TIE.sub(" ", text))
    findings.extend(finding._replace(offset=finding.offset + at) for finding in found)
    return prose


_WRAPPED = regex(
    r"(\\(?:textbf|textit|textsc|textsf|emph|underline|uline|mbox|hl|MakeUppercase)\s*\{|\{\\(?:bf|it|em|sc)\b\s*)"
    r"(.*)\}",
    re.DOTALL,
)
# A tie is there for TeX's line breaks; `\~n` is an accent.
_TIE = regex(r"(?<!\\)~")


def _without_et_al(text: str) -> str:
    match = _ET_AL.search(text, max(0, len(text) - 40))
    return text[: match.start()] if match and match.start() else text


def _odd(message: str, offset: int, hint: str = "") -> Finding:
    return Finding(ODD_NAME, message, offset, hint)


def _shortened(text: str) -> str:
    text = " ".join(text[:200].split())
    return text if len(text) <= 60 else text[:59] + "…"
