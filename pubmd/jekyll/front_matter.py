"""The front matter of a page's text, as far as the check needs it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pubmd.jekyll.psych import Value, load
from pubmd.regex import regex

# Document::YAML_FRONT_MATTER_REGEXP
_START = regex(r"---[^\S\n]*\n")
_END = regex(r"^(?:---|\.\.\.)[^\S\n]*$", re.MULTILINE)
_PLAIN = regex(r"""[ \t]*(["']?)(/[\w./~+-]*)\1[ \t]*""")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values at some keys, and the line on which each key stands, counted from 1."""

    values: Mapping[str, Value]
    lines: Mapping[str, int]


def front_matter(text: str, keys: tuple[str, ...]) -> FrontMatter | None:
    """What a page's text says at some keys; None where it has no front matter, or none that can be read."""
    text = text.replace("\r\n", "\n")
    start = _START.match(text)
    end = _END.search(text, start.end()) if start else None
    if start is None or end is None:
        return None
    yaml = text[start.end() : end.start()]
    key_line = rf"""^["']?({"|".join(keys)})["']?[ \t]*:(.*)$"""
    found = {match[1]: match for match in re.finditer(key_line, yaml, re.MULTILINE)}
    lines = {key: 2 + yaml.count("\n", 0, match.start()) for key, match in found.items()}
    plain = {key: _PLAIN.fullmatch(match[2]) for key, match in found.items()}
    if all(plain.values()):  # the usual case, and reading YAML is slow
        return FrontMatter({key: match[2] for key, match in plain.items() if match}, lines)
    values = values_at(yaml, keys)
    return None if values is None else FrontMatter(values, lines)


def values_at(yaml: str, keys: tuple[str, ...]) -> dict[str, Value] | None:
    """What front matter without the lines `---` says at some keys; None where it cannot be read."""
    if not any(key in yaml for key in keys):
        return {}
    loaded, _ = load("", yaml)
    if loaded is None:
        return None
    value = loaded.value
    return {key: each for key, each in value.items() if key in keys} if isinstance(value, dict) else {}
