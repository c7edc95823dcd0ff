"""What was found amiss on a line of a hand-written page, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pubmd.problem import Place, Problem, error, warning

# Every way in which a page may come back different, and what is done: the documentation's list of mends.
MENDS = {
    "encoding": "a byte order mark or bytes that are not UTF-8: the page is written as UTF-8",
    "front-matter": "front matter in another order or spelling: as before, but `permalink` last and unquoted",
    "permalink": "a page without an address, or with that of another page: it gets one of its own",
    "navigation": "a nav block in another form, or with other labels: as on the section's other pages",
    "heading": "a heading that is missing, or of another level or look: `## HEADING`",
    "moved": "text in another place: under the heading, or where its part of an entry belongs",
    "blank-lines": "blank lines that are missing or too many: one between parts",
    "spacing": "spaces and line breaks that nobody sees, no-break spaces among them: a single space",
    "spelling": "Markdown or HTML in other signs that looks the same, such as straight quotes for curly ones",
    "emphasis": "a title not in bold, authors not in italics, another sign for either, or one that runs on",
    "names": "an `and` before the last author, a semicolon, or another `et al.`: commas alone",
    "comma": "a comma that is missing before the year, or brackets or a full stop in its place",
    "tag": "a tag that is not highlighted, or has no brackets: `YEAR (TAG)`, highlighted",
    "style": "a look that pubmd does not write, such as underlined, coloured or small: the text alone",
    "formula": "dollars and formulas that Markdown or MathJax would show otherwise: as meant, in the line",
    "separator": "a line break or a bar between the parts of an entry that is missing or too many",
    "unclosed": "an element that is never closed, or opened again where it should end: closed",
    "stray-tag": "a tag that closes nothing, or an element that shows nothing: left out",
    "label": "a link of another name for the same thing, such as PDF: the label that pubmd has for it",
    "link-attributes": "a link whose attributes differ from those of most others: the same for all",
    "link-order": "links in another order: that of pubmd, then that of the configuration",
    "link-target": "a link that leads nowhere, or to an address that no page may have: left out",
    "link-address": "an address that a page can only hold in another spelling",
    "id": "an abstract's id that is taken, or cannot be one: one of its own",
    "abstract-lines": "an abstract over several lines, or on the line of its tags: on one line of its own",
    "abstract-look": "an abstract that is open from the start, or looks otherwise: hidden until asked for",
    "abstract-link": "an abstract that no link opens, or a link that opens none: both or neither",
    "two-pages": "a paper that two pages have in other words: the fuller ones, gaps filled from the others",
    "doubled": "a line that stands twice: once",
    "leftover": "text that is not understood: left out, and the page is left alone",
    "order": "papers that do not stand in the order of their years: newest first",
    "comment": "a comment: hidden from readers, and not written again",
    "rule": "a line of dashes that is missing or too many: one above the lower nav block",
}


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that is amiss: which mend it met, where, and what is said of it.

    `lines` are all lines of the page that it touches, the first of them its place. `lost` is text that a
    reader could see and will not see any more, `gained` text that comes new.
    """

    mend: str
    lines: tuple[int, ...]
    message: str
    lost: str = ""
    gained: str = ""
    column: int = 1

    def problem(self, file: str) -> Problem:
        """The slip in pubmd's usual form: a warning."""
        place = Place(file, self.lines[0] if self.lines else 0, self.column if self.lines else 0)
        return warning("import-mended", place, f"{self.message} [{self.mend}]")


@dataclass(frozen=True, slots=True)
class Leftover:
    """Text that a reader can see and that is not understood: it is taken over nowhere."""

    line: int
    text: str
    reason: str = "this is no part of a publication that pubmd knows"
    hint: str = ""  # where there is more to say than `_PLACES`


_PLACES = "put it into the page's `intro`, into a field of an entry, or on another page"


def leftover_problems(file: str, leftovers: Iterable[Leftover]) -> list[Problem]:
    """An error for each text that is not understood."""
    return [
        error(
            "import-leftover",
            Place(file, each.line, 1),
            f"{each.reason}: `{_cut(each.text)}`",
            each.hint or _PLACES,
        )
        for each in leftovers
    ]


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 80 else f"{text[:79]}…"
