"""Which LaTeX MathJax shows as a formula, and does nothing more."""

from __future__ import annotations

import re

from pubmd.regex import regex

# What MathJax would carry out beyond the formula: links and attributes (`\href{javascript:…}`), styles,
# files, definitions that hold for the rest of the page.
_HARMFUL_MACRO = regex(
    r"""\\(?: [a-z]*def | (?:future)?let | global | provide[a-z]+ | (?:re)?new(?!line(?![A-Za-z]))[a-z]+
      | Declare[A-Za-z]+ | definecolor | [Rr]equire | setOptions | mathtoolsset | csname | label | href | url
      | class | style | cssId | data | attr | html[A-Za-z]* | mmlToken | bbox | includegraphics
      )(?![A-Za-z])""",
    re.VERBOSE,
)
_TOKEN = regex(r"\\.|[\\{}$]", re.DOTALL)


def is_formula(source: str) -> bool:
    """Whether `$source$` is a formula to MathJax, from its first character to its last, and harmless."""
    return bool(source.strip()) and _ends_itself(source) and not _HARMFUL_MACRO.search(source)


def _ends_itself(source: str) -> bool:
    """Whether a `$` after the source is its end: braces pair, and no `$` or lone backslash comes before."""
    depth = 0
    for found in _TOKEN.findall(source):
        if found == "{":
            depth += 1
        elif found == "}":
            depth -= 1
        if depth < 0 or found == "\\" or (found == "$" and not depth):
            return False
    return depth == 0
