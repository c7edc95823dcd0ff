"""BibTeX files as reference managers and publishers write them, made up from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

_WORDS = [
    *("learning", "robust", "sparse", "{RAW}", "denoising", "of", "images,", "video", "and", "depth", "from"),
    *("{LiDAR}:", "a", "{B}ayesian", "view", "50\\%", "faster", "{\\'e}tude", '{\\"o}ver', "$x", "=", "{y}$"),
    *("transformers", "{{NeurIPS}}", "\\&", "low-light", "\\{sets\\}", "@home", "{GANs}", "über", "数"),
]
_NAMES = (
    *("Lovelace, Ada", 'Kurt G{\\"o}del', "Knuth, Donald E.", "Euler, L.", 'No{\\"e}ther, Emmy'),
    *("{The Analytical Society}", "Paul Erd{\\H{o}}s"),
)
_TYPES = ("article", "inproceedings", "misc", "book", "phdthesis", "online")


@dataclass(frozen=True)
class Dialect:
    """How a program writes an entry: what stands before each field, around `=`, behind the last one."""

    before: str
    equals: str
    last: str  # behind the last field
    close: str
    between: str = "\n\n"  # behind an entry
    quotes: bool = False
    opening: str = "{"
    upper: bool = False
    comma: str = ","  # between two fields
    bare_year: bool = False


DIALECTS = {
    "zotero": Dialect("\n\t", " = ", ",", "\n}"),
    "better-bibtex": Dialect("\n  ", " = ", "", "\n}", bare_year=True),
    "google-scholar": Dialect("\n  ", "=", "", "\n}", "\n"),
    "dblp": Dialect("\n  ", "         = ", "", "\n}", "\n\n"),
    "ieee": Dialect("\n  ", "=", "", "}", "\n\n", upper=True),
    "acm": Dialect("\n", " = ", "", "\n}", "\n\n"),
    "jabref": Dialect("\n  ", "    = ", ",", "\n}"),
    "mendeley": Dialect("\n", " = ", "", "\n}", "\n"),
    "arxiv": Dialect("\n      ", "=", ", ", "\n}", "\n"),
    "biblatex": Dialect("\n  ", " = ", ",", "\n}", "\n\n"),
    "quoted": Dialect("\n  ", " = ", "", "\n}", quotes=True, bare_year=True),
    "parentheses": Dialect("\n  ", " = ", "", "\n)", opening="("),
    "comma-first": Dialect("\n  ", " = ", "", "\n  }", comma="\n  ,"),
    "an-entry-a-line": Dialect("", "=", "", "}", "\n", bare_year=True),
    "all-on-one-line": Dialect(" ", " = ", "", "}", " "),
}


@dataclass(frozen=True)
class Part:
    """An entry of a made-up file, and where it stands.

    `names` are its fields'; `key_span` and `name_spans` bound what a reader cannot check.
    """

    start: int
    end: int
    key: str
    names: tuple[str, ...]
    key_span: tuple[int, int]
    name_spans: tuple[tuple[int, int], ...]


def export(seed: int, dialect: str, size: int = 4) -> tuple[str, list[Part]]:
    """A file of a few entries, and those entries."""
    rng, form = Random(seed), DIALECTS[dialect]
    text, parts = "", []
    if form.between != " ":
        text += rng.choice(("", "", "% made by a program\n\n", "---\n---\n", "@comment{written by hand}\n"))
        if rng.random() < 0.3:
            text += '@string{cvpr = "Computer Vision"}\n@STRING{ eccv = {European } # cvpr }\n'
    for number in range(rng.randint(1, size)):
        start = len(text)
        key = rng.choice((f"key{number}", f"DBLP:conf/x/Y{number}", f"10.1145/{number}.2", f"a_b-{number}"))
        kind = rng.choice(_TYPES)
        text += f"@{kind.upper() if form.upper else kind}{form.opening}"
        key_span = (len(text), len(text) + len(key))
        text += key + ","
        names, spans = [], []
        fields = _fields(rng, form)
        for at, (name, value) in enumerate(fields):
            text += form.before if at == 0 or form.comma == "," else ""
            spans.append((len(text), len(text) + len(name)))
            names.append(name)
            text += name + form.equals + value
            text += form.last if at == len(fields) - 1 else form.comma
        text += form.close
        parts.append(Part(start, len(text), key, tuple(names), key_span, tuple(spans)))
        text += form.between
        if form.between == "\n\n" and rng.random() < 0.1:
            text += "% -----\n\n"
    if dialect == "jabref":
        text += "@Comment{jabref-meta: databaseType:bibtex;}\n"
    return text, parts


def _fields(rng: Random, form: Dialect) -> list[tuple[str, str]]:
    fields = [("title", _string(rng, form, _words(rng, 3, 8)))]
    fields.append(("author", _string(rng, form, " and ".join(rng.sample(_NAMES, rng.randint(1, 3))))))
    venue = rng.choice(("booktitle", "journal"))
    if rng.random() < 0.15:
        fields.append((venue, "cvpr" + (' # " Workshops"' if rng.random() < 0.5 else "")))
    else:
        fields.append((venue, _string(rng, form, _words(rng, 2, 5))))
    year = str(rng.randint(1990, 2026))
    fields.append(("year", year if form.bare_year else _string(rng, form, year)))
    for name, value in (
        ("month", rng.choice(("jan", "sep"))),
        ("pages", _string(rng, form, "1--10")),
        ("doi", _string(rng, form, "10.1000/abc_def(1)")),
        ("url", _string(rng, form, "https://example.org/?a=1&b={2}#c")),
        ("file", _string(rng, form, "C\\:\\\\papers\\\\a.pdf:application/pdf")),
        ("abstract", _string(rng, form, _words(rng, 10, 40, "\n   "))),
        ("keywords", _string(rng, form, "denoising, low-light")),
        ("note", _string(rng, form, "")),
        ("bdsk-url-1", _string(rng, form, "https://example.org/x")),
    ):
        if rng.random() < 0.4:
            fields.append((name, value))
    if form.equals == "=" or rng.random() < 0.5:
        rng.shuffle(fields)
    return fields


def _words(rng: Random, least: int, most: int, wrap: str = "") -> str:
    words = rng.choices(_WORDS, k=rng.randint(least, most))
    return "".join(word + (wrap if wrap and rng.random() < 0.1 else " ") for word in words).strip()


def _string(rng: Random, form: Dialect, text: str) -> str:
    return f'"{text}"' if form.quotes else f"{{{text}}}"
