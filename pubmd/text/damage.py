r"""Damage that exports do to LaTeX, undone before it is read.

Each repair knows one program's habit by its whole pattern, so that sound LaTeX passes through untouched:

- Google Scholar writes TeX's own characters as math: `{$\backslash$'e}` for `\'e`, `$\{$USENIX$\}$` for
  `{USENIX}`.
- Zotero and its kin escape what was LaTeX or HTML already: `\$\_\{2\}\$` for `$_{2}$`, `{$<$}sub{$>$}` for
  `<sub>` (or `\textexclamdown sub\textquestiondown`, from TeX's old encoding), `{\&}mu;` for `&mu;`.
- ACM and Crossref give one formula several times: as TeX, as MathML, as a picture's name. The TeX is kept.
- Text that was cp1252 once holds C1 control characters; other control characters are debris of PDFs, or an
  attack.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from pubmd.regex import regex
from pubmd.text.chunk import Finding
from pubmd.text.hypertext import known_tag

# Soft hyphens, zero-width spaces and byte order marks are taken out as well, without a word.
INVISIBLE = "\xad\u200b\u2060\ufeff"
_CONTROL = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
UNPRINTABLE = _CONTROL + INVISIBLE
_UNPRINTABLE = regex(f"[{UNPRINTABLE}]+")
_PRINTABLE = regex(f"[^{UNPRINTABLE}]*+")

# Google Scholar's backslash, or one that was escaped, where an accent or a common macro follows it.
_BACKSLASH = regex(
    r"""(?:\{\$\\backslash\$\}|\$\\backslash\$)
      (?:(?=['"`^~=.](?!s\b)(?:\{|\$\\\{\$|\\\{)?(?:\\|\$\\backslash\$)?[A-Za-z])
        |(?=[cvukHrbdt](?:\{|\$\\\{\$|\\\{) | [&%_\#])
        |(?=(?:ss|o|O|l|L|ae|AE|oe|OE|aa|AA|i|j|emph|text(?:it|bf|tt|sc|sl|superscript|subscript)|(?:La)?TeX)
            (?![A-Za-z])))
    | (?<=[A-Za-z}])\\textbackslash(?:\{\}|[ ])?(?=['"`^~=](?!s\b)(?:\{|\\\{)?\\?[A-Za-z])
    | \\textbackslash\\(?=[&%_\#])""",
    re.VERBOSE,
)
_BACKSLASH_IN_MATH = regex(r"\$\\backslash(?=['\"`^~=.](?!s\b)\{?\\?[A-Za-z])([^$]{1,12})\$")
_BRACES = regex(r"\$\\\{\$([^${}]{1,80}(?:\{[^${}]{0,20}\}[^${}]{0,80})?)\$\\\}\$")

# A formula whose every special character was escaped, with or without braces around it; an index; a style.
_NAMED = {
    "backslash": "\\", "asciicircum": "^", "asciitilde": "~", "less": "<", "greater": ">", "bar": "|",
    "braceleft": "{", "braceright": "}",
}  # fmt: skip
_DOLLAR = r"(?:\{\\\$\}|\\\$)"
_NAME = rf"\{{?\\text({'|'.join(_NAMED)})(?![A-Za-z])(?:\{{\}}|\}}|[ ])?+"
_GROUP = r"\{+[^{}\\$]{1,40}\}++"
_ESCAPED_FORMULA = regex(
    rf"""{_DOLLAR}
         ((?: [^\s$\\{{}}] | [ ] | \{{\\[_^]\}} | \\[_^&\#%{{}}] | {_NAME} | {_GROUP} ){{0,300}}?)
         {_DOLLAR}""",
    re.VERBOSE,
)
_BARE_FORMULA = regex(r"[A-Za-z(\[][^\s]{0,20}(?<![-/(])")
_ESCAPED_SCRIPT = regex(r"(?:(\\_)|\\\^|\\textasciicircum(?:\{\}|[ ])?)[ ]?\\\{[ ]?([\w.+-]{1,20})[ ]?\\\}")
_ESCAPED_STYLE = regex(
    r"\\textbackslash(?:\{\}|[ ])(emph|textit|textbf|texttt|textsc|textsf)\\\{([^{}\\$]{1,300})\\\}"
)
# Braces that protected a name, made visible, and then invisible.
_PHANTOM = regex(r"(?:\\\{){0,2}\\vphantom(?:\{(?:\\[{}])*\}|(?:\\[{}])+)")
# The ampersand of an entity.
_AMPERSAND = regex(r"\{{1,2}\\&\}{1,2}(?=(?:\\?#\d+|[A-Za-z]{2,31});)")
# The brackets of a tag.
_LESS = r"(?:\{\$<\$\}|\{\\textless\}|\\text(?:less|exclamdown)(?:\{\}|[ ]|(?![A-Za-z])))"
_GREATER = r"(?:\{\$>\$\}|\{\\textgreater\}|\\text(?:greater|questiondown)(?:\{\}|[ ]|(?![A-Za-z])))"
_TAG = regex(rf"{_LESS}(/?)([A-Za-z][\w:-]{{0,30}})([^<>{{}}$\\]{{0,200}})(?<!\s){_GREATER}")

# One formula in several notations.
_ACM_FORMULA = regex(
    r"<Formula\b[^<>]{0,200}><TexMath><\?TeX\s(?>(.{1,2000}?)\?></TexMath>).{0,500}?</Formula>", re.DOTALL
)
_JATS_FORMULA = regex(
    r"<((?:jats:)?alternatives)>\s*<(?:jats:)?tex-math[^<>]{0,200}>(?>(.{1,2000}?)</(?:jats:)?tex-math>).{0,4000}?</\1>",
    re.DOTALL,
)
_SPRINGER_FORMULA = regex(
    r"\\documentclass[^{}]{0,50}\{minimal\}(?>.{0,1000}?\\begin\{document\})(.{0,2000}?)\\end\{document\}",
    re.DOTALL,
)

_Replace = Callable[[re.Match[str]], str]


class Repaired(NamedTuple):
    """A repaired string, what was found on the way, and the way back to offsets in the string as it was."""

    text: str
    findings: tuple[Finding, ...] = ()
    edits: tuple[
        tuple[list[int], list[int]], ...
    ] = ()  # per repair: the ends of the edits, and the shift after each

    def offset(self, at: int) -> int:
        """Where the character at `at` stood in the string as it was."""
        for ends, shifts in reversed(self.edits):
            edit = bisect_right(ends, at)
            at += shifts[edit - 1] if edit else 0
        return at


def repaired(latex: str) -> Repaired:
    """A LaTeX string without the damage that exports do, and a finding for each kind of control character."""
    findings: dict[str, Finding] = {}
    edits = []
    if not _PRINTABLE.fullmatch(latex):  # first: its findings tell offsets
        latex, edit = _edited(latex, _UNPRINTABLE, lambda match: _printable(match, findings))
        edits.append(edit)
    if _DAMAGED.search(latex):
        for present, pattern, replace in _REPAIRS:
            if present in latex:
                latex, edit = _edited(latex, pattern, replace)
                if edit[0]:
                    edits.append(edit)
    return Repaired(latex, tuple(findings.values()), tuple(edits))


def _edited(
    text: str, pattern: re.Pattern[str], replace: _Replace
) -> tuple[str, tuple[list[int], list[int]]]:
    pieces: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    done = shift = 0
    for match in pattern.finditer(text):
        piece = replace(match)
        pieces += (text[done : match.start()], piece)
        done = match.end()
        shift += done - match.start() - len(piece)
        ends.append(done - shift)
        shifts.append(shift)
    pieces.append(text[done:])
    return "".join(pieces), (ends, shifts)


def printable(text: str) -> str:
    """A text without control characters; those that were cp1252 become what they were."""
    return _UNPRINTABLE.sub(lambda run: "".join(map(_meant, run[0])), text)


def _printable(run: re.Match[str], findings: dict[str, Finding]) -> str:
    for character in sorted(set(run[0]).difference(INVISIBLE, findings)):
        meant = _meant(character)
        what = f"read as `{meant}`" if meant else "left out"
        message = f"the control character U+{ord(character):04X} is {what}"
        at = run.start() + run[0].index(character)
        hint = "save the file as UTF-8, or retype the word"
        findings[character] = Finding("control-character", message, at, hint)
    return "".join(map(_meant, run[0]))


def _meant(character: str) -> str:
    if "\x80" <= character <= "\x9f":
        return ord(character).to_bytes().decode("cp1252", "ignore")
    return ""


def _protected(match: re.Match[str]) -> str:
    # `$\{$0,1$\}$-matrices` is sound; braces that protected a name hold capitals or an accent.
    content = match[1]
    return (
        f"{{{content}}}"
        if "\\" in content or (content != content.lower() and "," not in content)
        else match[0]
    )


def _formula(match: re.Match[str]) -> str:
    escaped = match[1]
    if "\\" not in escaped and not _BARE_FORMULA.fullmatch(escaped):
        return match[0]  # `\$5 or \$6`
    source = re.sub(r"\{\\([_^])\}", r"\1", re.sub(_NAME, lambda name: _NAMED[name[1]], escaped))
    source = re.sub(r"\\([_^{}])", r"\1", source)
    return f"${source}$" if source.count("{") == source.count("}") else match[0]


def _tag(match: re.Match[str]) -> str:
    slash, name, attributes = match.groups()
    return f"<{slash}{name}{attributes}>" if known_tag(name) else match[0]


# Each repair, in their order, where its sign is present.
_REPAIRS: tuple[tuple[str, re.Pattern[str], _Replace], ...] = (
    ("</Formula>", _ACM_FORMULA, lambda match: match[1]),
    ("</alternatives>", _JATS_FORMULA, lambda match: match[2]),
    ("</jats:alternatives>", _JATS_FORMULA, lambda match: match[2]),
    ("\\documentclass", _SPRINGER_FORMULA, lambda match: match[1]),
    ("backslash", _BACKSLASH, lambda match: "\\"),
    ("$\\backslash", _BACKSLASH_IN_MATH, lambda match: f"\\{match[1]}"),
    ("$\\{$", _BRACES, _protected),
    ("\\$", _ESCAPED_FORMULA, _formula),
    ("\\}", _ESCAPED_SCRIPT, lambda match: f"${'_' if match[1] else '^'}{{{match[2]}}}$"),
    ("\\textbackslash", _ESCAPED_STYLE, lambda match: f"\\{match[1]}{{{match[2]}}}"),
    ("\\vphantom", _PHANTOM, lambda match: ""),
    ("{\\&}", _AMPERSAND, lambda match: "&"),
    ("{$>$}", _TAG, _tag),
    ("\\textgreater", _TAG, _tag),
    ("\\textquestiondown", _TAG, _tag),
)
# Any of these signs: to look for all of them at once is quicker where there is none.
_DAMAGED = regex(
    r"</(?:Formula|(?:jats:)?alternatives)>|\{(?:\\&\}|\$>\$\})"
    r"|\\(?:documentclass|(?:text)?backslash|text(?:greater|questiondown)|vphantom|\{\$|[$}])"
)
