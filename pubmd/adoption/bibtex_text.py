r"""Prose and fields as BibTeX text, so that pubmd, and TeX, read back what went in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pubmd.text.chunk import Break, Chunk, Link, Math, Prose, Style, Styled, Text
from pubmd.text.prose import read_prose

_ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "`": r"\textasciigrave{}",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$~^&%#_`]")
_ENTITY = re.compile(r"&(?=#|[A-Za-z])")
_TAG = re.compile(r"<(?=[/A-Za-z])")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])’(?=[^\W\d_])")
_STYLES = {
    Style.EMPHASIS: "emph", Style.STRONG: "textbf", Style.SUPERSCRIPT: "textsuperscript",
    Style.SUBSCRIPT: "textsubscript", Style.CODE: "texttt",
}  # fmt: skip


def bibtex_value(prose: Prose, *, typed: bool = False) -> str:
    """LaTeX, without outer delimiters, that `read_prose` reads as this prose.

    The braces in it pair, for BibTeX counts them. `typed` is for text that was pasted, such as abstracts,
    as for `read_prose`. What no LaTeX says so that it is read the same, such as a control character, comes
    as near as it can; `says` tells the two apart.
    """
    plainly = "".join(_latex(chunk, typed, plainly=True) for chunk in prose)
    if says(plainly, prose, typed=typed):
        return plainly
    return "".join(_latex(chunk, typed, plainly=False) for chunk in prose)


def says(value: str, prose: Prose, *, typed: bool = False) -> bool:
    """Whether a field's value is read as this prose."""
    return read_prose(value, typed=typed)[0] == prose


def _latex(chunk: Chunk, typed: bool, *, plainly: bool) -> str:
    match chunk:
        case Text(text):
            return _text(text, typed, plainly=plainly)
        case Math(source):
            return f"${source}$"
        case Break():
            return "\n\n"
        case Styled(style, content):
            return f"\\{_STYLES[style]}{{{_inner(content, typed, plainly)}}}"
        case Link(url, content):
            return f"\\href{{{address_value(url)}}}{{{_inner(content, typed, plainly)}}}"


def _inner(prose: Prose, typed: bool, plainly: bool) -> str:
    return "".join(_latex(chunk, typed, plainly=plainly) for chunk in prose)


def _text(text: str, typed: bool, *, plainly: bool) -> str:
    """A text; `plainly` with no more escapes than a person would write."""
    if plainly:
        text = _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)
    else:
        text = _SPECIAL.sub(lambda match: f"{{{_ESCAPES[match[0]].removesuffix('{}')}}}", text)
        # Two escaped dollars may be taken for a formula that an exporter has escaped.
        text = text.replace(r"{\&}", r"{\&}{}").replace(r"{\$}", r"{\textdollar}")
        text = _TAG.sub(r"\\textless{}", text).replace("'", r"\textquotesingle{}")
    if not typed:
        text = _APOSTROPHE.sub("'", text) if plainly else text
        text = re.sub("-(?=-)", "-{}", text)
        text = re.sub("([!?])(?=`)", r"\1{}", text)
    return text.replace("''", "'{}'") if plainly else text


def address_value(url: str) -> str:
    """An address as a field's value: the braces in it encoded, for they would have to pair."""
    return url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")


def entry_text(type_: str, key: str, fields: Mapping[str, str]) -> str:
    """A whole entry, a field a line, its values in braces."""
    width = max(map(len, fields), default=0)
    lines = [f"  {name:<{width}} = {{{value}}},\n" for name, value in fields.items()]
    return f"@{type_}{{{key},\n{''.join(lines)}}}\n"


def file_text(entries: Iterable[str], remark: str = "") -> str:
    """A file of entries, with a remark above them."""
    head = [f"% {line}\n" for line in remark.splitlines()]
    return "\n".join([*(["".join(head)] if head else []), *entries])
