r"""Reading LaTeX: the value of a BibTeX field as what a reader would see.

TeX's rules hold where they help: braces group and vanish, a macro's name swallows the space behind it, an
accent belongs to the next letter. They do not hold where a bibliography is no TeX file: `%` is a percent
sign, `&`, `#`, `^` and `_` stand for themselves, a lone `$` is a dollar, tags and entities of HTML are read,
and a macro that nobody knows takes no text with it.

The reader goes through the string once and keeps a stack of its own, so that it takes linear time and any
depth of braces. pylatexenc's walker, which recurses and takes milliseconds for an abstract, is not used; its
table of symbols is (see `macros`).
"""

from __future__ import annotations

import re
from unicodedata import normalize

from pubmd.regex import regex
from pubmd.text.address import is_safe_address, url_from_tex
from pubmd.text.chunk import Finding, Prose, Style
from pubmd.text.damage import Repaired, printable, repaired
from pubmd.text.draft import Draft
from pubmd.text.hypertext import decoded, entity_at, tag_at
from pubmd.text.inline_math import LIMIT, formula_at, lone_symbol, script
from pubmd.text.macros import MACROS, Kind, Meaning, symbol
from pubmd.text.nesting import Nesting
from pubmd.text.quotation import Quotation

_MACRO = r"\\(?:([A-Za-z]+)[ \t]*+(?:(?:\r\n?|\n)[ \t]*+(?![\r\n]))?|(.?))"
_SPECIAL = regex(rf"{_MACRO}|[{{}}$~&<`']|--+|[!?](?=`[\w\\{{])", re.DOTALL)
_TYPED_SPECIAL = regex(rf"{_MACRO}|[{{}}$~&<`']|(?>\r\n?|\n)[ \t]*+[\r\n]\s*+", re.DOTALL)

# What any of those begins with: to look for that first is much quicker.
_BEGINS = regex(r"[\\{}$~&<`'!?-]")
_TYPED_BEGINS = regex(r"[\\{}$~&<`'\r\n]")

_INNER = r"[^{}\\]++|\\."
for _ in range(5):
    _INNER = rf"[^{{}}\\]++|\\.|\{{(?:{_INNER})*+\}}"
_ARGUMENT = regex(rf"\s*+\{{((?:{_INNER})*+)\}}", re.DOTALL)
_OPTION = regex(r"\*?(?:\[[^\[\]{}]{0,200}+\])*+(?=\s*+\{)")
_BEGIN = regex(r"\s*+\{")
_NOTHING = regex(r"\{\s*+\}")
_EMPTY_BEFORE_DOTLESS = regex(r"\{\}(?=\\[ij](?![A-Za-z]))")  # `{\'{}\i}` for `{\'{\i}}`
_LINE_SKIP = regex(r"\*?(?:\[[^\[\]{}]{0,20}+\])?")
_LENGTH = regex(r"\s*+=?\s*+-?[\d.,]+\s?+(?:pt|em|ex|cm|mm|in|pc|sp|bp|dd|mu)\b\s?+|")
_VERBATIM = regex(r"\*?([^\sA-Za-z{])(.{0,500}?)\1", re.DOTALL)
_NUMBER = regex(r"\{?(?:`\\?(.)|\"([0-9A-F]{1,4})|'([0-7]{1,5})|(\d{1,6}))\s?\}?")

_MOST_FINDINGS = 50  # of one string; more say nothing new

# MathJax numbers what stands in an environment of its own; in a line only the inner form is of use.
_ENVIRONMENTS = {
    "math": "", "equation": "", "displaymath": "", "align": "aligned", "eqnarray": "aligned",
    "gather": "gathered", "multline": "gathered",
}  # fmt: skip


def read_latex(latex: str, *, typed: bool) -> tuple[Prose, tuple[Finding, ...]]:
    """A LaTeX string as prose, and what was found in it; see `pubmd.text.prose.read_prose`."""
    return _Reader(repaired(latex), typed).read()


class _Reader:
    """One pass over one string."""

    def __init__(self, source: Repaired, typed: bool) -> None:
        self.source = source
        self.latex = source.text
        self.typed = typed
        self.at = 0
        self.draft = Draft()
        self.nesting = Nesting(self.draft, self.latex)
        self.quotation = Quotation(self.latex, typed)
        self.closers: dict[str, int] = {}
        self.findings: dict[tuple[str, str], Finding] = {}

    def read(self) -> tuple[Prose, tuple[Finding, ...]]:
        begins = (_TYPED_BEGINS if self.typed else _BEGINS).search
        special = (_TYPED_SPECIAL if self.typed else _SPECIAL).match
        looked_at = 0
        while begin := begins(self.latex, max(looked_at, self.at)):
            start = looked_at = begin.start()
            match = special(self.latex, start)
            if match is None:
                looked_at += 1
                continue
            if start > self.at:
                self.draft.text(self.latex[self.at : start])
            self.at = match.end()
            self.special(self.latex[start], start, match)
        self.draft.text(self.latex[self.at :])
        opened = self.nesting.end()
        if opened is not None:
            self.note(
                "unbalanced-brace", "{", "this `{` is never closed", opened, "take it out, or add its `}`"
            )
        findings = (*self.source.findings, *self.findings.values())
        return self.draft.prose(), tuple(sorted(findings, key=lambda finding: finding.offset))

    def special(self, sign: str, start: int, match: re.Match[str]) -> None:
        """Read on where a character may mean more than itself; the position is behind the match."""
        draft = self.draft
        if sign == "\\":
            self.macro(match[1] or match[2], start)
        elif sign == "{":
            self.nesting.group(start)
        elif sign == "}":
            draft.settle()
            if not self.nesting.end_group():
                self.note(
                    "unbalanced-brace", "}", "this `}` closes nothing", start, "take it out, or add its `{`"
                )
        elif sign == "$":
            if formula := formula_at(self.latex, start):
                self.formula(*formula)
            else:
                draft.text("$")
        elif sign in "'`":
            text, self.at = self.quotation.mark(start, draft.last)
            draft.text(text)
        elif sign == "-":
            dashes, rest = divmod(len(match[0]), 3)
            draft.text("—" * dashes + ("", "-", "–")[rest])
        elif sign == "~":
            draft.text("~" if self.is_tilde(start) else " ")
        elif sign == "&":
            self.entity(start)
        elif sign == "<":
            self.tag(start)
        elif sign in "!?":
            draft.text("¡" if sign == "!" else "¿")
            self.at += 1
        else:
            self.paragraph()

    def is_tilde(self, at: int) -> bool:
        """Whether a `~` is no tie: before a number as in `~5 ms`, between two numbers, in an address."""
        before = self.latex[at - 1] if at else " "
        after = self.latex[at + 1 : at + 9].lstrip("\xa0 ")
        if before.isspace() or before in "([<>=≈±":
            return after[:1].isdigit() or after[:1] == "$"
        # `10~000` is a tie of French typesetters
        return before == "/" or (before.isdigit() and after[:1].isdigit() and not after[:3].isdigit())

    def entity(self, start: int) -> None:
        text, self.at = entity_at(self.latex, start)
        self.draft.text(printable(text))

    def tag(self, start: int) -> None:
        tag = tag_at(self.latex, start)
        if tag is None or (tag.style and not self.nesting.element(tag, start)):
            self.draft.text("<")
            return
        self.at = tag.end
        if tag.parts:
            self.paragraph()

    def paragraph(self) -> None:
        self.draft.settle()
        if self.typed:
            self.draft.paragraph()
        else:
            self.draft.text(" ")

    def formula(self, source: str, end: int) -> None:
        """Add a formula, or the text that it comes to, and go on after it."""
        self.at = end
        source = " ".join(printable(decoded(source)).split())
        if source.endswith("\\") and not source.endswith("\\\\"):
            source += " "  # a space of TeX's, `\ `
        if index := script(source):
            self.draft.styled(*index)
        elif (text := lone_symbol(source)) is not None:
            self.draft.text(text)
        elif source == "\\sim" and self.draft.last == "/":
            self.draft.text("~")  # somebody's home page, outside of `\url`
        elif source:
            self.draft.math(source)

    def note(self, code: str, about: str, message: str, at: int, hint: str = "") -> None:
        """Keep a finding, the first about each thing."""
        if (code, about) not in self.findings and len(self.findings) < _MOST_FINDINGS:
            self.findings[code, about] = Finding(code, message, self.source.offset(at), hint)

    def skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what the pattern matches here, if it does."""
        match = pattern.match(self.latex, self.at)
        if match:
            self.at = match.end()
        return match

    # Macros

    def macro(self, name: str, start: int) -> None:
        meaning = MACROS.get(name)
        if meaning is None:
            self.unlisted(name, start)
        elif name == "&":
            self.entity(start)
        elif meaning.kind is Kind.SYMBOL:
            self.draft.text(meaning.text)
        elif meaning.kind is Kind.ACCENT:
            self.accent(name, meaning.text)
        elif meaning.kind is not Kind.SILENT:
            self.acting(name, meaning, start)

    def accent(self, name: str, mark: str) -> None:
        r"""Read an accent, or an escaped `"`, `^` or `~`, as in `\"so\"`, `10\^6`, `org/\~ada`, `A.\~B.`."""
        following = self.latex[self.at : self.at + 3]
        letter = following[:1]
        if name not in '"^~':
            takes = True
        elif name == "~" and self.draft.last in ("/", "."):
            takes = False
        elif name == '"' and letter.isalpha():
            takes = len(normalize("NFC", letter + mark)) == 1
        elif letter == "\\":
            takes = following[1:2] not in ("{", "}")
        else:
            takes = letter.isalpha() or letter == "{" or (letter == " " and following[2:] == "}")
        if takes:
            self.draft.accent(mark)
            self.skip(_EMPTY_BEFORE_DOTLESS)
        else:
            self.draft.text(" " if name == "~" and self.draft.last == "." else name)

    def acting(self, name: str, meaning: Meaning, start: int) -> None:
        """Read a macro that has an argument of its own, or changes what follows."""
        match meaning.kind:
            case Kind.STYLE | Kind.QUOTED:
                self.argument(meaning, start)
            case Kind.DECLARATION:
                self.nesting.declare(start, meaning.style)
            case Kind.BREAK:
                self.skip(_LINE_SKIP)
                self.paragraph()
            case Kind.LENGTH:
                self.skip(_LENGTH)
            case Kind.DROPPED | Kind.LEFT_OUT:
                self.skip(_OPTION)
                for _ in range(meaning.arguments):
                    self.skip(_ARGUMENT)
                self.draft.text(meaning.text)
                if meaning.kind is Kind.LEFT_OUT:
                    self.note("unknown-macro", name, f"`\\{name}` is left out, with its text", start)
            case Kind.UNRESOLVED:
                self.skip(_OPTION)
                if argument := self.skip(_ARGUMENT):
                    self.draft.text(f"[{argument[1].strip()}]")
                message = f"what `\\{name}` refers to is not known here; its key is shown"
                self.note("unknown-macro", name, message, start, "write what it refers to")
            case Kind.VERBATIM:
                if argument := self.skip(_ARGUMENT):
                    self.draft.styled(Style.CODE, argument[1])
                elif argument := self.skip(_VERBATIM):
                    self.draft.styled(Style.CODE, argument[2])
            case Kind.CHARACTER:
                if number := self.skip(_NUMBER):
                    self.draft.text(_character(*number.groups()))
            case Kind.CONDITION:
                otherwise = self.latex.find("\\else", self.at, self.at + 500)
                ended = self.latex.find("\\fi", self.at, self.at + 500)
                if ended >= 0:
                    self.at = otherwise + len("\\else") if 0 <= otherwise < ended else ended
            case Kind.ADDRESS | Kind.LINK:
                self.link(meaning.kind, start)
            case _:
                self.mathematical(name, meaning.kind, start)

    def argument(self, meaning: Meaning, start: int) -> None:
        """Read on in a macro's argument; without braces one letter is its argument, at most."""
        self.draft.text(meaning.text[:1])
        self.skip(_OPTION)
        letter = self.latex[self.at : self.at + 1]
        if self.skip(_BEGIN):
            self.nesting.argument(start, meaning.style, suffix=meaning.text[1:])
        elif meaning.style and letter.isalnum():
            self.at += 1
            self.draft.styled(meaning.style, letter)
        else:
            self.draft.text(meaning.text[1:])

    def link(self, kind: Kind, start: int) -> None:
        r"""`\url`, which shows its address, and `\href`, which shows the argument that follows."""
        argument = self.skip(_ARGUMENT) or (self.skip(_VERBATIM) if kind is Kind.ADDRESS else None)
        if not argument:
            return
        url = "".join(url_from_tex(argument[argument.lastindex or 1]).split())
        leads = is_safe_address(url)
        if kind is Kind.LINK and not self.skip(_NOTHING) and self.skip(_BEGIN):
            self.nesting.argument(start, url=url if leads else "")
        elif leads:
            self.draft.linked(url, url)
        else:
            self.draft.text(url)

    def mathematical(self, name: str, kind: Kind, start: int) -> None:
        """Read a formula that a macro begins."""
        latex = self.latex
        if kind is Kind.FORMULA:
            self.skip(_OPTION)
            while self.skip(_ARGUMENT):
                pass
            self.formula(latex[start : self.at], self.at)
        elif kind is Kind.ENVIRONMENT:
            argument = self.skip(_ARGUMENT)
            environment = argument[1] if argument else ""
            closer = f"\\end{{{environment}}}"
            inner = _ENVIRONMENTS.get(environment.removesuffix("*"))
            end = -1 if inner is None else self.closer(closer)
            if end < 0:
                self.paragraph()
                return
            source = latex[self.at : end]
            wrapped = f"\\begin{{{inner}}}{source}\\end{{{inner}}}" if inner else source
            self.formula(wrapped, end + len(closer))
        elif name == "ensuremath":
            if argument := self.skip(_ARGUMENT):
                self.formula(argument[1], self.at)
        else:
            end = self.closer("\\)" if name == "(" else "\\]")
            if end < 0:
                self.unlisted(name, start)
            else:
                self.formula(latex[self.at : end], end + 2)

    def closer(self, closer: str) -> int:
        """Where the formula ends that begins here; -1 where that is nowhere, or too far away."""
        end = self.closers.get(closer, 0)
        if 0 <= end <= self.at:
            end = self.closers[closer] = self.latex.find(closer, self.at)
        return end if end - self.at <= LIMIT else -1

    def unlisted(self, name: str, start: int) -> None:
        """A symbol of LaTeX's tables; or an unknown macro, whose argument or else whose name is text."""
        if name and (text := symbol(name)) is not None:
            self.draft.text(text)
            return
        hint = "write what it stands for"
        self.note("unknown-macro", name, f"the macro `\\{name[:40]}` is not known", start, hint)
        spaced = self.at > start + 1 + len(name)
        if not name.isalpha() or self.skip(_NOTHING):
            self.draft.text(name)
            return
        self.skip(_OPTION)
        # `{\smc Text}` sets a typeface that is as unknown as its name.
        typeface = spaced and name.islower() and self.latex[start - 1 : start] == "{"
        if not typeface and not self.latex.startswith("{", self.at):
            self.draft.text(name + " " if spaced else name)


def _character(itself: str | None, base16: str | None, base8: str | None, base10: str | None) -> str:
    r"""The character that `\char` names; beyond ASCII its number is a place in some font."""
    code = (
        ord(itself) if itself else int(base16 or base8 or base10 or "0", 16 if base16 else 8 if base8 else 10)
    )
    return chr(code) if 32 < code < 127 else ""
