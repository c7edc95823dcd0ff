"""Patterns of file names as Ruby reads them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import lru_cache

from pubmd.regex import regex

_TOKEN = regex(r"\\(.)|\[[!^]?\]?(?:\\.|[^\]\\])*\]|\\$|\[", re.DOTALL)
_BRACES = regex(r"\{([^{}]*)\}")
_MOST_ALTERNATIVES = 100


def fnmatch(pattern: str, path: str) -> bool:
    """Ruby's `File.fnmatch?` without flags: `*` and `?` also stand for `/`."""
    translated = _translated(pattern)
    return translated is not None and fnmatchcase(path, translated)


def glob_matches(pattern: str, path: str) -> bool:
    """Whether Ruby's `Dir.glob` finds a file or folder that there is; both are relative to one folder."""
    names = tuple(path.split("/"))
    return any(
        _names_match(tuple(part for part in each.split("/") if part not in ("", ".")), names)
        for each in _alternatives(pattern)
    )


@lru_cache(1000)
def _translated(pattern: str) -> str | None:
    """A pattern in Python's spelling; None where Ruby's fits nothing."""
    if not any(each in pattern for each in "[\\"):
        return pattern
    is_broken = False

    def spelling(match: re.Match[str]) -> str:
        nonlocal is_broken
        part = match[0]
        if part == "[":
            is_broken = True  # never closed
        elif match[1]:
            return f"[{match[1]}]" if match[1] in "*?[" else match[1]
        elif part == "\\":
            return ""  # the last sign of all, with nothing to escape
        return f"[!{part[2:]}" if part.startswith("[^") else part

    translated = _TOKEN.sub(spelling, pattern)
    return None if is_broken else translated


def _alternatives(pattern: str) -> list[str]:
    """A pattern without braces: `{a,b}` stands for either."""
    found = [pattern]
    while len(found) < _MOST_ALTERNATIVES and any(map(_BRACES.search, found)):
        spread = []
        for each in found:
            match = _BRACES.search(each)
            if match is None:
                spread.append(each)
                continue
            start, end = match.span()
            spread.extend(f"{each[:start]}{choice}{each[end:]}" for choice in match[1].split(","))
        found = spread
    return found[:_MOST_ALTERNATIVES]


def _names_match(patterns: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Whether names fit patterns one by one; `**` before another pattern stands for any folders, or none."""
    reached = {0}
    for at, pattern in enumerate(patterns):
        if pattern == "**" and at + 1 < len(patterns):
            further = set(reached)
            for start in reached:
                for end in range(start, len(names)):
                    if names[end].startswith("."):
                        break
                    further.add(end + 1)
            reached = further
        else:
            reached = {
                start + 1 for start in reached if start < len(names) and _name_matches(pattern, names[start])
            }
    return len(names) in reached


def _name_matches(pattern: str, name: str) -> bool:
    is_hidden_from = name.startswith(".") and not pattern.startswith((".", "\\."))
    return not is_hidden_from and fnmatch(pattern, name)
