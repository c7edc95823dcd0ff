"""YAML nodes as the front matter of a page, each scalar spelt as in the file that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from pubmd.config.yaml_document import Document, is_mapping
from pubmd.config.yaml_reader import Item, Reader
from pubmd.regex import regex

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

    from pubmd.config.yaml_document import Node

_STR, _MAP = "tag:yaml.org,2002:str", "tag:yaml.org,2002:map"
_LONGEST_KEY = 1000  # YAML wants a longer one in another form
_ODD_BREAK = regex("[\x85\u2028\u2029]")  # line ends to some YAML readers
_PLAIN_PATH = regex(r"/[\w./~%+-]*")
_ANCHOR = regex(r"&\S+\s*")
_TAG_BEFORE = regex(r"(?:^|\s)!\S*\s+$")
_BLOCK_HEADER = regex(r"((?:!\S*[ \t]+)?[|>][+-]?)(?:[ \t]+#.*|[ \t]*)\n")
_FLOW_INDICATOR = regex(r"[,\[\]{}]")
_LEAD = regex(r" *(?:[-?:] +)*")


def merged(section: Iterable[Item], page: Iterable[Item]) -> tuple[Item, ...]:
    """A section's items with those of a page: a changed one keeps its position, a new one follows."""
    items = {item.key.text: item for item in section}
    items.update((item.key.text, item) for item in page)
    return tuple(items.values())


def permalink_line(permalink: str) -> str:
    """The line that gives a page its address, quoted where YAML would read it as something else."""
    if _PLAIN_PATH.fullmatch(permalink):
        return f"permalink: {permalink}\n"
    from ruamel.yaml.nodes import MappingNode, ScalarNode

    pair = (ScalarNode(_STR, "permalink"), ScalarNode(_STR, permalink))
    return _serialized(MappingNode(_MAP, [pair], flow_style=False))


def item_text(document: Document, item: Item) -> str:
    """An item as lines of a block mapping, line end included.

    What stands on one line stays to the letter. A longer value keeps its style and the spelling of each
    scalar; comments go, and aliases are replaced by what they stand for.
    """
    key, value = document.spelling(item.key_node), document.spelling(item.value)
    if _stands_alone(item.key_node, key) and _stands_alone(item.value, value) and _is_fit_for_key(key):
        return f"{key}: {value}\n" if value else f"{key}:\n"
    return _Speller(document).text(item)


def _stands_alone(node: Node, spelling: str) -> bool:
    """Whether a spelling is one line that means the same elsewhere."""
    if "\n" in spelling or _ODD_BREAK.search(spelling) or node.anchor is not None:
        return False
    return node.id == "scalar" or not ("&" in spelling or "*" in spelling or "<<" in spelling)


def _is_fit_for_key(spelling: str) -> bool:
    """Whether a `:` may follow; a tag without a value would swallow it."""
    return len(spelling) <= _LONGEST_KEY and "\n" not in spelling and not spelling.startswith("!")


class _Speller:
    """Writes an item with ruamel, which knows the structure, and puts the spellings of the file in.

    What is written is a copy in which a word stands for each scalar, and for each list or mapping on one
    line; then the words are replaced.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.reader = Reader(document, "")  # its problems were told when the file was read
        self.spelt: list[tuple[Node, tuple[str, ...]]] = []
        self.others: list[str] = []

    def text(self, item: Item) -> str:
        """The item's lines."""
        from ruamel.yaml.nodes import MappingNode

        pair = (self._copy(item.key_node, is_key=True), self._copy(item.value))
        word = "Spelt"
        while any(word in other for other in self.others):
            word += "t"
        for number, (node, _) in enumerate(self.spelt):
            node.value = f"{word}{number}x"
        written = _serialized(MappingNode(_MAP, [pair], flow_style=False))

        def spelling(match: re.Match[str]) -> str:
            first, *rest = self.spelt[int(match[1])][1]
            margin = _margin(written, match.start()) if rest else ""
            return "\n".join([first, *(margin + line if line else "" for line in rest)])

        return re.sub(rf"{word}(\d+)x", spelling, written)

    def _copy(self, node: Node, *, is_key: bool = False, in_flow: bool = False) -> Node:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        lines = self._lines(node, is_key=is_key, in_flow=in_flow)
        if lines:
            copy = ScalarNode(_STR, "")
            self.spelt.append((copy, lines))
            return copy
        if isinstance(node, ScalarNode):
            self.others.append(node.value)
            return _plainly_tagged(node)
        in_flow = in_flow or bool(node.flow_style)
        if is_mapping(node):
            items = self.reader.items(node, "", "", repeated="") or ()
            pairs = [
                (
                    self._copy(item.key_node, is_key=True, in_flow=in_flow),
                    self._copy(item.value, is_key=is_key, in_flow=in_flow),
                )
                for item in items
            ]
            return MappingNode(node.ctag, pairs, flow_style=in_flow)
        each = [self._copy(one, is_key=is_key, in_flow=in_flow) for one in node.value]
        return SequenceNode(node.ctag, each, flow_style=in_flow)

    def _lines(self, node: Node, *, is_key: bool, in_flow: bool) -> tuple[str, ...]:
        """A node's own spelling without its margin; nothing where it would mean something else there."""
        from ruamel.yaml.nodes import ScalarNode

        spelling = self.document.spelling(node)
        if not isinstance(node, ScalarNode):
            return (spelling,) if _stands_alone(node, spelling) and len(spelling) <= _LONGEST_KEY else ()
        if node.anchor is not None:
            start = node.start_mark.index
            if _TAG_BEFORE.search(self.document.text, max(0, start - _LONGEST_KEY), start):
                return ()  # ruamel's mark is behind the tag then
            spelling = _ANCHOR.sub("", spelling, count=1)
        if _ODD_BREAK.search(spelling) or (is_key and not _is_fit_for_key(spelling)):
            return ()
        if node.style in ("|", ">"):
            return () if in_flow else _block_lines(spelling)
        if "\n" in spelling and spelling[0] in "!&":
            return ()
        if in_flow and node.style is None and _FLOW_INDICATOR.search(spelling):
            return ()
        first, *rest = spelling.split("\n")
        return (first, *(line.lstrip(" \t") for line in rest)) if spelling else ()


def _plainly_tagged(node: ScalarNode) -> ScalarNode:
    """A copy of a scalar that ruamel writes as it was meant."""
    from ruamel.yaml.nodes import ScalarNode

    # ruamel writes an empty text that is tagged `!!str` as null, and odd line ends in a block scalar wrongly.
    tag = _STR if str(node.tag) == _STR else node.ctag
    is_block = node.style in ("|", ">")
    quoted = is_block and (not node.value.strip() or _ODD_BREAK.search(node.value))
    return ScalarNode(tag, node.value, style='"' if quoted else node.style)


def _block_lines(spelling: str) -> tuple[str, ...]:
    """The lines of a block scalar without their margin; nothing where its header sets the margin."""
    header = _BLOCK_HEADER.match(spelling)
    if header is None:
        return ()
    lines = spelling[header.end() :].removesuffix("\n").split("\n")
    margin = next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip(" ")), None)
    if margin is None:
        return ()
    lines = [line[margin:] for line in lines]
    while not header[1].endswith("+") and not lines[-1]:
        lines.pop()
    return (header[1], *lines)


def _margin(written: str, at: int) -> str:
    """The margin for the further lines of what starts at an offset: deeper than its key or list item."""
    start = written.rfind("\n", 0, at) + 1
    lead = _LEAD.match(written, start)
    width = lead.end() - start if lead else 0
    return " " * (width if width and start + width == at else width + 2)


def _serialized(node: Node) -> str:
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.width = 2**31
    stream = StringIO()
    yaml.serialize(node, stream)
    return stream.getvalue()
