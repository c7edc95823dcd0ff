"""YAML text as a tree of nodes that know their place and their spelling."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from pubmd.config.yaml_fault import DIRECTIVE, NESTING, Fault, fault_of
from pubmd.problem import Place, Problem, error
from pubmd.regex import regex

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

    Node: TypeAlias = ScalarNode | SequenceNode | MappingNode

DEEPEST = 30  # levels of nesting, aliases followed
_MOST_BRACKETS = 100  # open at once; those in texts and comments count too
_MOST_REPEATED = 100_000  # values that aliases may add
_DIRECTIVE = regex(r"(?:[ \t]*(?:#[^\n]*)?\n)*%")
_BRACKET = regex(r"[\[\]{}]")
_NULL = "tag:yaml.org,2002:null"


class Document(NamedTuple):
    """A YAML file that could be read: its text with LF line ends, and its root, None where it is empty."""

    file: str
    text: str
    root: Node | None
    line_starts: tuple[int, ...] = field(repr=False)

    def place(self, node: Node) -> Place:
        """Where a node starts; one that is not written, behind the colon or comma before it."""
        at: int = node.start_mark.index
        if at == node.end_mark.index:
            at = min(len(self.text[:at].rstrip()), len(self.text) - 1)
        return _place(self.file, self.line_starts, at)

    def spelling(self, node: Node) -> str:
        """A node as the file spells it."""
        return self.text[node.start_mark.index : node.end_mark.index]


def parse(
    file: str, text: str, kind: str, most_characters: int
) -> tuple[Document | None, tuple[Problem, ...]]:
    """A YAML text as a document, or one problem with the code `KIND-syntax`.

    A text that could keep the reader busy for long is refused unread: one over `most_characters`, one that
    is nested too deep. Never raises.
    """
    code = f"{kind}-syntax"
    if len(text) > most_characters:
        message = f"the file is longer than {most_characters // 1024} KiB"
        return None, (error(code, Place(file), message, "no such file needs to be; is it the right one?"),)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.endswith("\n"):
        text += "\n"  # so that a block text that comes last means the same wherever it is put
    line_starts = (0, *(match.end() for match in re.finditer("\n", text[:-1])))
    try:
        _check_start(text)
        root = _compose(text)
        _check_aliases(root)
        return Document(file, text, root, line_starts), ()
    except Fault as found:
        fault = found
    except Exception as found:  # ruamel raises more than its own errors on damaged text
        fault = fault_of(found)
    at = min(fault.at, len(text) - 1)
    return None, (error(code, _place(file, line_starts, at), fault.message, fault.hint),)


def is_mapping(node: Node) -> bool:
    """Whether a node has keys."""
    return node.id == "mapping"


def is_null(node: Node) -> bool:
    """Whether a node is nothing: no text after the colon, `~` or `null`."""
    return node.id == "scalar" and str(node.tag) == _NULL


def _place(file: str, line_starts: tuple[int, ...], index: int) -> Place:
    line = bisect_right(line_starts, index)
    return Place(file, line, index - line_starts[line - 1] + 1)


def _check_start(text: str) -> None:
    """Raise a fault for a directive, and for very many brackets, which ruamel would read slowly."""
    directive = _DIRECTIVE.match(text)
    if directive:
        raise Fault(directive.end() - 1, DIRECTIVE)
    depth = 0
    for match in _BRACKET.finditer(text):
        depth = depth + 1 if match[0] in "[{" else max(0, depth - 1)
        if depth > _MOST_BRACKETS:
            raise Fault(match.start(), NESTING)


def _compose(text: str) -> Node | None:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = DEEPEST
    yaml.composer.warn_double_anchors = False
    root: Node | None = yaml.compose(text)
    return None if root is None or is_null(root) else root


def _check_aliases(root: Node | None) -> None:
    """Raise a fault where aliases go in a circle, nest too deep or multiply beyond measure."""
    sizes: dict[int, tuple[int, int]] = {}
    open_nodes: set[int] = set()

    def measure(node: Node) -> tuple[int, int]:
        known = sizes.get(id(node))
        if known:
            return known
        if id(node) in open_nodes:
            raise Fault(
                node.start_mark.index, ("an alias stands within the value that it repeats", "write it out")
            )
        size, depth = 1, 0
        if node.id != "scalar":
            open_nodes.add(id(node))
            for each in node.value:
                for child in each if is_mapping(node) else (each,):
                    child_size, child_depth = measure(child)
                    size += child_size
                    depth = max(depth, child_depth)
            open_nodes.discard(id(node))
        if depth >= DEEPEST:
            raise Fault(node.start_mark.index, NESTING)
        if size > len(sizes) + _MOST_REPEATED:
            raise Fault(node.start_mark.index, ("aliases repeat too much here", "write fewer of them"))
        sizes[id(node)] = size, depth + 1
        return size, depth + 1

    if root is not None:
        measure(root)
