"""The shapes in which sources come: how many files, what is in the abstracts, on which pages they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.dialect import CLASSIC, SHARES, WITH_LATEX_ABSTRACTS, Dialect
from bench.paper import TOPICS, Abstracts, paper

CONFIGURATION = """\
sections:
  research:
    front_matter:
      title: "Research"
      author_profile: True
    pages:
{}
""".format("\n".join(f"      {topic}: {{}}" for topic in TOPICS))
SMALL_FILE, SMALL_FILE_ENTRIES = "small.bib", 10
THOUSAND = 1000
_JABREF_META = "@Comment{jabref-meta: databaseType:bibtex;}\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """A way in which sources come: `files` is one of `dialects`, `one`, `thousand`, `beside`."""

    name: str
    says: str
    files: str = "dialects"
    abstracts: Abstracts = Abstracts.MIXED
    topics: tuple[str, ...] = ()
    dialects: tuple[Dialect, ...] = tuple(SHARES)


EXPORTS = Shape("exports", "a file for each exporter")
ONE_FILE = Shape("one-file", "all in one file", files="one")
THOUSAND_FILES = Shape("thousand-files", "a thousand small files", files="thousand")
ONE_PAGE = Shape("one-page", "everything on one page", topics=TOPICS[:1])
LONG_FIELDS = Shape(
    "long-fields", "in each hundredth 500 authors and 100,000 characters", abstracts=Abstracts.LONG
)
PLAIN = Shape("plain", "abstracts without LaTeX", abstracts=Abstracts.PLAIN, dialects=WITH_LATEX_ABSTRACTS)
LATEX = Shape(
    "latex",
    "an accent and a formula in every abstract",
    abstracts=Abstracts.LATEX,
    dialects=WITH_LATEX_ABSTRACTS,
)
WITHOUT_BIBLATEX = Shape("classic", "all in one file, without biblatex", files="one", dialects=CLASSIC)
BESIDE = Shape("beside", "one large file and one small one", files="beside")
SHAPES = {
    shape.name: shape
    for shape in (
        EXPORTS,
        ONE_FILE,
        THOUSAND_FILES,
        ONE_PAGE,
        LONG_FIELDS,
        PLAIN,
        LATEX,
        BESIDE,
        WITHOUT_BIBLATEX,
    )
}


def pieces(shape: Shape, size: int, seed: int) -> Iterator[tuple[str, str]]:
    """The sources of a shape with this many entries: names of files and what comes next in them.

    The same arguments give the same pieces. The small file beside a large one holds ten entries more.
    """
    dialects = _alternating(shape)
    total = size + SMALL_FILE_ENTRIES if shape.files == "beside" else size
    for number in range(total):
        dialect = dialects[number * 37 % len(dialects)]
        text = dialect(paper(seed, number, shape.abstracts, shape.topics))
        yield _file(shape, dialect, number, size), f"{text}\n"
    if shape.files == "dialects" and size:
        yield "jabref.bib", _JABREF_META


def _alternating(shape: Shape) -> Sequence[Dialect]:
    """A hundred dialects, each with its share; those that a shape does without give theirs to the others."""
    of_hundred = (dialect for dialect, share in SHARES.items() for _ in range(share))
    return [
        each if each in shape.dialects else shape.dialects[place % len(shape.dialects)]
        for place, each in enumerate(of_hundred)
    ]


def _file(shape: Shape, dialect: Dialect, number: int, size: int) -> str:
    match shape.files:
        case "one":
            return "library.bib"
        case "thousand":
            return f"{number * THOUSAND // max(size, THOUSAND):04}.bib"
        case "beside":
            return "library.bib" if number < size else SMALL_FILE
    return f"{dialect.__name__.replace('_', '-')}.bib"
