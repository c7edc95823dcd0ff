"""The forms in which exporters write an entry.

Which fields they write, in which order and with which indent, and what they make of accents, braces, names
and venues is what their exports show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bench.paper import Paper

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
Dialect = Callable[[Paper], str]
_MATH = re.compile(r"(\$[^$]*\$)")
_ACCENTS = {
    "'": ("áéíóúńćÁÉÍÓÚ", "aeiouncAEIOU"),
    '"': ("äëïöüÄÖÜ", "aeiouAOU"),
    "^": ("âêô", "aeo"),
    "`": ("àè", "ae"),
    "~": ("ñã", "na"),
    "v": ("čšřČŠ", "csrCS"),
    "H": ("őű", "ou"),
    "c": ("ç", "c"),
}
_LETTERS = {
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "ß": r"{\ss}",
    "Å": r"{\AA}",
    "å": r"{\aa}",
}
_LATEX = str.maketrans(
    {
        **{
            char: f"{{\\{accent}{{{letter}}}}}" if accent.isalpha() else f"{{\\{accent}{letter}}}"
            for accent, (chars, letters) in _ACCENTS.items()
            for char, letter in zip(chars, letters, strict=True)
        },
        **_LETTERS,
        "%": r"\%",
        "&": r"\&",
    }
)


def latex(text: str) -> str:
    """A text with accents, `%` and `&` in LaTeX, its formulas as they are."""
    return "".join(part if part.startswith("$") else part.translate(_LATEX) for part in _MATH.split(text))


def zotero(paper: Paper) -> str:
    """Zotero's own BibTeX: tabs, capitals in braces, Unicode."""
    return _entry(
        _kind(paper),
        f"{paper.first}_{_slug(paper)}_{paper.year}_{paper.number}",
        [
            ("title", _braced(paper.title)),
            ("volume", str(paper.number % 40 + 1)),
            ("copyright", "All rights reserved"),
            ("issn", f"{paper.number % 9000 + 1000}-1234"),
            ("url", f"https://doi.org/{paper.doi}"),
            ("doi", paper.doi),
            ("abstract", latex(paper.abstract)),
            ("language", "en"),
            ("urldate", "2024-01-15"),
            _venue(paper, _braced(paper.venue.name)),
            ("author", _family_first(paper)),
            ("month", MONTHS[paper.month - 1]),
            ("year", str(paper.year)),
            ("keywords", _keywords(paper, ", ")),
            ("pages", "1--12"),
            ("file", f"PDF:files/{paper.number}/{paper.first}.pdf:application/pdf"),
            *paper.links,
        ],
        indent="\t",
        bare=("month",),
    )


def better_bibtex(paper: Paper) -> str:
    """Better BibTeX: double braces, LaTeX."""
    return _entry(
        _kind(paper),
        f"{paper.first}{_slug(paper).title()}{paper.year}n{paper.number}",
        [
            ("title", f"{{{latex(paper.title)}}}"),
            _venue(paper, f"Proceedings of the {{{{{paper.venue.name}}}}}"),
            ("author", latex(_family_first(paper))),
            ("year", str(paper.year)),
            ("month", MONTHS[paper.month - 1]),
            ("pages", "939--947"),
            ("doi", paper.doi),
            ("abstract", latex(paper.abstract)),
            ("keywords", _keywords(paper, ",")),
            *paper.links,
        ],
        bare=("month",),
    )


def biblatex(paper: Paper) -> str:
    """Fields as biblatex has them, in Unicode."""
    name = "journaltitle" if paper.venue.is_journal else "booktitle"
    return _entry(
        _kind(paper),
        f"{paper.first}:{paper.year}:{paper.number}",
        [
            ("title", paper.title),
            (name, paper.venue.name),
            ("author", _family_first(paper)),
            ("date", f"{paper.year}-{paper.month:02}-17"),
            ("langid", "english"),
            ("doi", paper.doi),
            ("abstract", latex(paper.abstract)),
            ("topics", ", ".join(paper.topics)),
            *paper.links,
        ],
    )


def google_scholar(paper: Paper) -> str:
    """Google Scholar: no spaces around `=`, lower-case conferences, no abstract."""
    return _entry(
        _kind(paper),
        f"{paper.first}{paper.year}{_slug(paper)}{paper.number}",
        [
            ("title", latex(paper.title)),
            ("author", latex(_family_first(paper))),
            _venue(paper, f"Proceedings of the {paper.venue.name.lower()}", paper.venue.name),
            ("pages", "939--947"),
            ("year", str(paper.year)),
            ("organization", paper.venue.publisher),
            ("keywords", ", ".join(paper.topics)),
            *paper.links,
        ],
        equals="=",
    )


def dblp(paper: Paper) -> str:
    """DBLP: one author a line, with place and days in the conference, no abstract."""
    names = " and\n                  ".join(latex(f"{given} {family}") for given, family in paper.authors)
    where = f"{paper.city}, {MONTH_NAMES[paper.month - 1]} 17-24, {paper.year}"
    conference = (
        f"{{{paper.venue.name}}},\n                  {{{paper.venue.abbreviation}}} {paper.year}, {where}"
    )
    return _entry(
        _kind(paper),
        f"DBLP:conf/{paper.venue.abbreviation.lower()}/{paper.first.title()}{paper.number}",
        [
            ("author", names),
            ("title", _braced(latex(paper.title), once=True)),
            _venue(paper, conference, f"{{{paper.venue.name}}}"),
            ("pages", "939--947"),
            ("publisher", f"{{{paper.venue.publisher}}}"),
            ("year", str(paper.year)),
            ("url", f"https://doi.org/{paper.doi}"),
            ("doi", paper.doi),
            ("timestamp", "Tue, 29 Aug 2023 15:44:40 +0200"),
            ("biburl", f"https://dblp.org/rec/conf/{paper.number}.bib"),
            ("bibsource", "dblp computer science bibliography, https://dblp.org"),
            ("topics", ", ".join(paper.topics)),
            *paper.links,
        ],
        width=12,
    )


def ieee_xplore(paper: Paper) -> str:
    """IEEE Xplore: capitals, empty fields, keywords with semicolons, no LaTeX but in formulas."""
    return _entry(
        _kind(paper).upper(),
        str(9_000_000 + paper.number),
        [
            ("author", _family_first(paper)),
            _venue(paper, f"{paper.year} {paper.venue.name} ({paper.venue.abbreviation})", paper.venue.name),
            ("title", paper.title),
            ("year", str(paper.year)),
            ("volume", ""),
            ("number", ""),
            ("pages", "939-947"),
            ("abstract", paper.abstract),
            ("keywords", _keywords(paper, ";")),
            ("doi", paper.doi),
            *paper.links,
        ],
        equals="=",
    )


def acm(paper: Paper) -> str:
    """The ACM Digital Library: proceedings with a series, abstract without LaTeX but in formulas."""
    return _entry(
        _kind(paper),
        paper.doi,
        [
            ("author", _family_first(paper)),
            ("title", latex(paper.title)),
            ("year", str(paper.year)),
            ("isbn", f"97814503{paper.number % 100_000:05}"),
            ("publisher", "Association for Computing Machinery"),
            ("address", "New York, NY, USA"),
            ("url", f"https://doi.org/{paper.doi}"),
            ("doi", paper.doi),
            ("abstract", paper.abstract),
            _venue(paper, f"Proceedings of the {paper.venue.name}", paper.venue.name),
            ("pages", "939–947"),
            ("numpages", "9"),
            ("keywords", _keywords(paper, ", ")),
            ("location", paper.city),
            ("series", f"{paper.venue.abbreviation} '{paper.year % 100:02}"),
            *paper.links,
        ],
    )


def jabref(paper: Paper) -> str:
    """JabRef: aligned, with its own fields."""
    return _entry(
        "Article" if paper.venue.is_journal else "InProceedings",
        f"{paper.first.title()}{paper.year}-{paper.number}",
        [
            ("author", latex(_given_first(paper))),
            _venue(paper, f"{paper.year} {{{paper.venue.name}}} ({{{paper.venue.abbreviation}}})"),
            ("title", _braced(latex(paper.title), once=True)),
            ("year", str(paper.year)),
            ("month", MONTHS[paper.month - 1]),
            ("publisher", f"{{{paper.venue.publisher}}}"),
            ("abstract", latex(paper.abstract)),
            ("doi", paper.doi),
            ("groups", "Lab"),
            ("keywords", _keywords(paper, ", ")),
            ("owner", "lab"),
            ("timestamp", "2024-01-15"),
            *paper.links,
        ],
        width=9,
        bare=("month",),
    )


def mendeley(paper: Paper) -> str:
    """Mendeley: braces around the whole title, its tags beside the keywords."""
    return _entry(
        _kind(paper),
        f"{paper.first.title()}{paper.year}.{paper.number}",
        [
            ("abstract", latex(paper.abstract)),
            ("author", latex(_family_first(paper))),
            ("doi", paper.doi),
            ("file", f":home/lab/{paper.number}.pdf:pdf"),
            _venue(paper, paper.venue.name),
            ("keywords", ",".join(sorted(("method", paper.acronym or "study"), key=str.lower))),
            ("mendeley-tags", ",".join(paper.topics)),
            ("pages", "939--947"),
            ("title", f"{{{latex(paper.title)}}}"),
            ("topics", ", ".join(paper.topics)),
            ("url", f"https://doi.org/{paper.doi}"),
            ("year", str(paper.year)),
            *paper.links,
        ],
    )


def arxiv(paper: Paper) -> str:
    """arXiv: a preprint without a venue."""
    identity = f"{paper.year % 100:02}{paper.month:02}.{paper.number % 100_000:05}"
    return _entry(
        "misc",
        f"{paper.first}{paper.year}{_slug(paper)}{paper.number}",
        [
            ("title", paper.title),
            ("author", _given_first(paper)),
            ("year", str(paper.year)),
            ("eprint", identity),
            ("archivePrefix", "arXiv"),
            ("primaryClass", "cs.CV"),
            ("url", f"https://arxiv.org/abs/{identity}"),
            ("abstract", latex(paper.abstract)),
            ("keywords", ", ".join(paper.topics)),
            *paper.links,
        ],
        indent="      ",
        equals="=",
    )


# The dialects, and each one's share in hundredths.
SHARES: dict[Dialect, int] = {
    zotero: 15,
    better_bibtex: 15,
    biblatex: 10,
    google_scholar: 15,
    dblp: 10,
    ieee_xplore: 10,
    acm: 10,
    jabref: 5,
    mendeley: 5,
    arxiv: 5,
}
# Those that keep to what BibTeX itself knows.
CLASSIC = tuple(dialect for dialect in SHARES if dialect is not biblatex)
# Those that write abstracts, and write them in LaTeX.
WITH_LATEX_ABSTRACTS = (zotero, better_bibtex, biblatex, jabref, mendeley, arxiv)


def _entry(
    kind: str,
    key: str,
    fields: Iterable[tuple[str, str]],
    *,
    indent: str = "  ",
    equals: str = " = ",
    width: int = 0,
    bare: tuple[str, ...] = (),
) -> str:
    lines = []
    for name, value in fields:
        written = value if name in bare else f"{{{value}}}"
        lines.append(f"{indent}{name.ljust(width)}{equals}{written},\n")
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _kind(paper: Paper) -> str:
    return "article" if paper.venue.is_journal else "inproceedings"


def _venue(paper: Paper, conference: str, journal: str = "") -> tuple[str, str]:
    if paper.venue.is_journal:
        return "journal", journal or paper.venue.name
    return "booktitle", conference


def _family_first(paper: Paper) -> str:
    return " and ".join(f"{family}, {given}" for given, family in paper.authors)


def _given_first(paper: Paper) -> str:
    return " and ".join(f"{given} {family}" for given, family in paper.authors)


def _keywords(paper: Paper, separator: str) -> str:
    """The topics among keywords as authors give them."""
    return separator.join(
        (*paper.topics, "image enhancement", "neural networks", paper.acronym or "learning")
    )


def _slug(paper: Paper) -> str:
    """The first word of the title in the letters that keys are made of."""
    word = paper.title.removeprefix(f"{paper.acronym}: ").split()[0].lower()
    return "".join(char for char in word if "a" <= char <= "z")


def _braced(text: str, *, once: bool = False) -> str:
    """Words that begin with a capital in braces; with `once` only those of capitals alone."""
    pattern = r"(?<![\\{$])\b[A-Z]{2,}\b" if once else r"(?<![\\{$])\b[A-Z]\w+"
    return "".join(
        part if part.startswith("$") else re.sub(pattern, r"{\g<0>}", part) for part in _MATH.split(text)
    )
