"""Items put into a YAML file so that every other byte of it stays.

An insertion is proposed where the parser says that a list or mapping ends, and taken only if the file then
means what it meant, and the new items besides; so comments, order, quotes, anchors and line ends are safe.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pubmd.config.yaml_document import Document, is_mapping, is_null
from pubmd.jekyll.psych import Unquoted, Value, load, load_document, loaded, plain
from pubmd.problem import Problem

if TYPE_CHECKING:
    from pubmd.config.yaml_document import Node

_BLANK_END = re.compile(r"\n[ \t]*\n\Z")
_BREAK = re.compile("\r\n|\r|\n")


class NoPlaceError(Exception):
    """Items cannot be put in without a change to something else."""


class UnreadableError(Exception):
    """The file is no YAML; its problems are `problems`."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("unreadable")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Addition:
    """What comes under a key at the top of a file: items at the end of its list, or keys of its mapping.

    Where the file has no such key it comes at the end, with a comment above, and with those of `usual` that
    its list would otherwise have held without being written.
    """

    key: str
    value: list[Value] | dict[str, Value]
    comment: str = ""
    usual: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Edit:
    """A text in place of a stretch, by offsets in the text with LF line ends; mostly the stretch is empty."""

    start: int
    end: int
    text: str


_Mapping: TypeAlias = dict[str, Value]


def with_addition(file: str, text: str, addition: Addition) -> str:
    """A YAML text with an addition.

    Raises UnreadableError, and NoPlaceError where there is no place for it that leaves all else as it is.
    """
    document, problems = load_document(file, text)
    if document is None:
        raise UnreadableError(problems)
    before = loaded(document).value
    if before is not None and not isinstance(before, dict):
        raise NoPlaceError
    wanted = list(_wanted(before or {}, addition))
    length = len(_with_lf(text))
    for edit in _edits(document, before or {}, addition):
        after = _edited(text, _Edit(min(edit.start, length), min(edit.end, length), edit.text))
        found, _ = load(file, after)
        if found is not None and any(_same(found.value, each) for each in wanted):
            return after
    raise NoPlaceError


def flow(value: Value) -> str:
    """A value in YAML's flow style."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{plain(key)}: {flow(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, Unquoted):
        return value.spelling
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else plain(str(value))


def block(value: Value) -> list[str]:
    """A value as lines in YAML's block style; lists of texts stand on one line."""
    if isinstance(value, dict) and value:
        lines = []
        for key, each in value.items():
            inner = block(each)
            if _is_block(each):
                lines.append(f"{plain(key)}:")
                lines.extend(f"  {line}" for line in inner)
            else:
                lines.append(f"{plain(key)}: {inner[0]}")
        return lines
    if isinstance(value, list) and _is_block(value):
        return _items(value)
    return [flow(value)]


def _is_block(value: Value) -> bool:
    if isinstance(value, list):
        return any(isinstance(each, dict | list) for each in value)
    return isinstance(value, dict) and bool(value)


def _wanted(before: _Mapping, addition: Addition) -> Iterator[_Mapping]:
    """What the file may mean afterwards: the new items last or, where that cannot be, first."""
    old, new = before.get(addition.key), addition.value
    if isinstance(new, dict):
        if old is None or isinstance(old, dict):
            yield {**before, addition.key: {**(old or {}), **new}}
    elif old is None:
        yield {**before, addition.key: [*new, *addition.usual]}
    elif isinstance(old, list):
        yield {**before, addition.key: [*old, *new]}
        yield {**before, addition.key: [*new, *old]}


def _same(found: Value, wanted: Value) -> bool:
    """Whether two values are the same; the order of keys is not compared, as in Ruby."""
    if type(found) is not type(wanted):
        return False
    if isinstance(found, Unquoted) and isinstance(wanted, Unquoted):
        return found.spelling == wanted.spelling
    if isinstance(found, list) and isinstance(wanted, list):
        return len(found) == len(wanted) and all(map(_same, found, wanted))
    if isinstance(found, dict) and isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(_same(found[key], wanted[key]) for key in found)
    return found == wanted


def _edits(document: Document, before: _Mapping, addition: Addition) -> Iterator[_Edit]:
    """Places for an addition, the best one first; some of them may break the file."""
    root = document.root
    if root is None or not is_mapping(root):
        yield from _at_end(document, None, addition.key, _whole(addition), addition.comment)
        return
    pairs = [(key, value) for key, value in root.value if key.id == "scalar" and key.value == addition.key]
    if not pairs:
        merged = before.get(addition.key)  # out of a merge key: the whole list has to be written
        value = _together(merged, addition) if merged is not None else _whole(addition)
        yield from _at_end(document, root, addition.key, value, addition.comment)
        return
    key, value_node = pairs[-1]
    spelling = document.spelling(value_node)
    written = key.end_mark.index <= value_node.start_mark.index and spelling
    colon = document.text.find(":", key.end_mark.index) + 1
    if is_null(value_node):
        start, end = (value_node.start_mark.index, value_node.end_mark.index) if written else (colon, colon)
        yield _Edit(start, end, f"{'' if written else ' '}{flow(_whole(addition))}")
    elif not written:  # an alias: the list that it stands for is another key's
        alias = re.compile(r"\s*\*[^\s,\[\]{}]+").match(document.text, colon)
        if alias:
            yield _Edit(colon, alias.end(), f" {flow(_together(before.get(addition.key), addition))}")
    elif value_node.id != "scalar":
        yield from _into(document, value_node, addition.value)


def _whole(addition: Addition) -> list[Value] | _Mapping:
    """The value of a key that has none yet."""
    return [*addition.value, *addition.usual] if isinstance(addition.value, list) else addition.value


def _together(old: Value, addition: Addition) -> Value:
    new = addition.value
    if isinstance(old, list) and isinstance(new, list):
        return [*old, *new]
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def _at_end(document: Document, root: Node | None, key: str, value: Value, comment: str) -> Iterator[_Edit]:
    """A key of its own: at the end of the file, or behind the last of the keys."""
    text = document.text
    if root is not None and _is_flow(root):
        yield from _into(document, root, {key: value})
        return
    indent = " " * (root.start_mark.column if root is not None else 0)
    lines = [*(f"# {line}" for line in comment.splitlines()), *block({key: value})]
    new = "".join(f"{indent}{line}\n" for line in lines)
    gap = "" if not text.strip() or _BLANK_END.search(text) else "\n"
    yield _Edit(len(text), len(text), gap + new)
    yield _Edit(len(text), len(text), new)
    if root is not None:
        end = _line_end(text, _last_end(document, root))
        yield _Edit(end, end, f"\n\n{new}".rstrip("\n"))


def _into(document: Document, node: Node, value: list[Value] | _Mapping) -> Iterator[_Edit]:
    """Places in a list or mapping that is written out."""
    if _is_flow(node):
        yield from _into_flow(document, node, flow(value)[1:-1])
        return
    text, lines = document.text, block(value) if isinstance(value, dict) else _items(value)
    columns = dict.fromkeys((_first_column(document, node), node.start_mark.column))
    for column in columns:
        end = _line_end(text, _last_end(document, node))
        yield _Edit(end, end, "".join(f"\n{' ' * column}{line}" for line in lines))
    start = node.start_mark.index
    indented = f"\n{' ' * node.start_mark.column}".join(lines)
    yield _Edit(start, start, f"{indented}\n{' ' * node.start_mark.column}")


def _items(value: list[Value]) -> list[str]:
    """List items as lines."""
    lines = []
    for each in value:
        first, *rest = block(each)
        lines.append(f"- {first}")
        lines.extend(f"  {line}" for line in rest)
    return lines


def _into_flow(document: Document, node: Node, new: str) -> Iterator[_Edit]:
    close = node.end_mark.index - 1
    if not node.value:
        yield _Edit(close, close, new)
        return
    last = _last_end(document, node.value[-1][1] if is_mapping(node) else node.value[-1])
    yield _Edit(last, last, f", {new}")
    yield _Edit(close, close, f", {new}")
    yield _Edit(close, close, f" {new}" if document.text[close - 1] == "," else new)  # behind a last comma


def _first_column(document: Document, node: Node) -> int:
    """The column of the first dash or key, which an anchor before it may hide."""
    first: Node = node.value[0][0] if is_mapping(node) else node.value[0]
    at: int = first.start_mark.index
    if not is_mapping(node):
        at = max(document.text.rfind("-", 0, at), 0)
    return at - (document.text.rfind("\n", 0, at) + 1)


def _last_end(document: Document, node: Node) -> int:
    """Where the last thing that is written of a node ends; the parser's own end of a block is further on."""
    end: int = node.start_mark.index
    while node.id != "scalar" and not _is_flow(node) and node.value:
        last = node.value[-1] if is_mapping(node) else node.value[-2:]
        # An alias stands elsewhere, and what is empty stands nowhere.
        written = [each for each in last if end <= each.start_mark.index < each.end_mark.index]
        if not written:
            return end
        node = written[-1]
        end = node.start_mark.index
    return max(end, len(document.text[: node.end_mark.index].rstrip()))


def _is_flow(node: Node) -> bool:
    """Whether a list or mapping is written in brackets."""
    return bool(getattr(node, "flow_style", False))


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _with_lf(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _edited(text: str, edit: _Edit) -> str:
    """The text with an edit, whose line ends are those of the lines around it."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix("\ufeff")
    # Where each CRLF stands once those before it count as one character.
    pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", text))]
    start, end = (at + bisect_left(pairs, at) for at in (edit.start, edit.end))
    new = edit.text
    if start == len(text) and text and not text.endswith(("\n", "\r")) and new.endswith("\n"):
        new = f"\n{new}"  # the last line has no line end yet
    return f"{mark}{text[:start]}{new.replace(chr(10), _line_break(text, start))}{text[end:]}"


def _line_break(text: str, at: int) -> str:
    """The line end that is used behind an offset, or else in the file."""
    found = _BREAK.search(text, at) or _BREAK.search(text)
    return found[0] if found else "\n"
