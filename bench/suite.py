"""What is measured, against what, and how much it may cost at most."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from bench.comparison import Comparison, Side
from bench.process import said
from bench.shape import (
    BESIDE,
    EXPORTS,
    LATEX,
    LONG_FIELDS,
    ONE_FILE,
    ONE_PAGE,
    PLAIN,
    SMALL_FILE,
    THOUSAND_FILES,
)
from bench.site import WorkSite, work_site

PYTHON = sys.executable
PUBMD = str(Path(PYTHON).with_name("pubmd"))
PARSING = """\
import glob, bibtexparser
for file in glob.glob("bib/*.bib"):
    bibtexparser.parse_file(file)
"""
# pubmd's own options of typer; a command that does nothing.
EMPTY_COMMAND = """\
import typer
app = typer.Typer(no_args_is_help=False, rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def nothing() -> None:
    pass
app()
"""
LARGE_SHAPES = (ONE_FILE, THOUSAND_FILES, ONE_PAGE, LONG_FIELDS)
GIBIBYTE = 1 << 30
# The greatest ratios that are wanted, by the number of entries.
UNCHANGED = {100: 4.0, 10_000: 6.0}
COLD = {1_000: 1.8, 10_000: 1.2}


def suite(sizes: Sequence[int]) -> dict[str, list[Comparison]]:
    """All comparisons at these numbers of entries, by the heading that they stand under.

    What is measured at one size only takes the greatest of at most ten thousand.
    """
    sizes = sorted(sizes)
    usual = max([size for size in sizes if size <= 10_000], default=sizes[0])
    return {
        "Nothing changed": list(_unchanged(sizes)),
        "From nothing to five pages": [*_cold(sizes), *_shapes(usual), *_growth(sizes)],
        "One change": list(_changed(usual)),
        "LaTeX": [_latex(usual)],
        "Start": [*_start(), _completion(usual)],
    }


def _unchanged(sizes: Sequence[int]) -> Iterator[Comparison]:
    for size in sizes:
        site = work_site(EXPORTS, size, "unchanged")
        for arguments in (("sync",), ("sync", "--check")):
            yield Comparison(
                what=f"nothing changed, `pubmd {' '.join(arguments)}`",
                size=size,
                side=_pubmd(site, *arguments),
                against=_python(site, "pass"),
                limit=UNCHANGED.get(size),
                ready=partial(_sync, site),
            )


def _cold(sizes: Sequence[int]) -> Iterator[Comparison]:
    for size in sizes:
        site = work_site(EXPORTS, size)
        yield Comparison(
            what=f"from nothing, {EXPORTS.says}",
            size=size,
            side=_cold_pubmd(site),
            against=_parsing(site),
            limit=COLD.get(size),
            weighs=True,
        )


def _shapes(size: int) -> Iterator[Comparison]:
    for shape in LARGE_SHAPES:
        site = work_site(shape, size)
        yield Comparison(
            what=f"from nothing, {shape.says}",
            size=size,
            side=_cold_pubmd(site),
            against=_parsing(site),
            limit=COLD.get(size),
            weighs=True,
        )


def _growth(sizes: Sequence[int]) -> Iterator[Comparison]:
    if 100_000 in sizes and 10_000 in sizes:
        large, small = work_site(EXPORTS, 100_000), work_site(EXPORTS, 10_000, "small")
        yield Comparison(
            what="from nothing, against a tenth of the entries",
            size=100_000,
            side=_cold_pubmd(large),
            against=_cold_pubmd(small),
            limit=11.0,
            weighs=True,
            memory_limit=2 * GIBIBYTE,
        )


def _changed(size: int) -> Iterator[Comparison]:
    for what, shape, file, limit in (
        ("one entry changed in a large file", ONE_FILE, "library.bib", 0.2),
        ("one small file changed beside a large one", BESIDE, SMALL_FILE, 0.1),
    ):
        site, other = work_site(shape, size, "changed"), work_site(shape, size, "cold")
        yield Comparison(
            what=what,
            size=size,
            side=_pubmd(site, "sync", before=partial(site.change_entry, file)),
            against=_cold_pubmd(other),
            limit=limit,
            ready=partial(_sync, site),
        )


def _latex(size: int) -> Comparison:
    return Comparison(
        what=f"{LATEX.says}, against {PLAIN.says}",
        size=size,
        side=_cold_pubmd(work_site(LATEX, size)),
        against=_cold_pubmd(work_site(PLAIN, size)),
        limit=3.0,
    )


def _start() -> Iterator[Comparison]:
    site = work_site(EXPORTS, 100, "start")
    for option in ("--help", "--version"):
        yield Comparison(
            what=f"`pubmd {option}`",
            size=0,
            side=_pubmd(site, option),
            against=_empty_command(site),
            limit=1.1,
        )


def _completion(size: int) -> Comparison:
    site = work_site(EXPORTS, size, "completion")
    key = site.some_key()
    words = f"pubmd tag {key[:3]}"
    side = Side(
        command=(PUBMD,),
        folder=site.root,
        shown=f"_PUBMD_COMPLETE=complete_bash COMP_WORDS={shlex.quote(words)} COMP_CWORD=2 pubmd",
        holds=key,
        keeps={"_PUBMD_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "2"},
    )
    return Comparison(
        what="completion of a citation key",
        size=size,
        side=side,
        against=_empty_command(site),
        limit=2.0,
        ready=partial(_sync, site),
    )


def _pubmd(site: WorkSite, *arguments: str, before: partial[None] | None = None) -> Side:
    side = Side((PUBMD, *arguments), site.root, shlex.join(("pubmd", *arguments)))
    return side if before is None else Side(side.command, side.folder, side.shown, before)


def _cold_pubmd(site: WorkSite) -> Side:
    return Side((PUBMD, "sync"), site.root, "pubmd sync", site.make_cold, holds="5 created")


def _parsing(site: WorkSite) -> Side:
    return Side((PYTHON, "-c", PARSING), site.root, "python -c 'bibtexparser.parse_file, for each file'")


def _python(site: WorkSite, program: str) -> Side:
    return Side((PYTHON, "-c", program), site.root, f"python -c {shlex.quote(program)}")


def _empty_command(site: WorkSite) -> Side:
    return Side((PYTHON, "-c", EMPTY_COMMAND), site.root, "python -c 'an empty command of typer'")


def _sync(site: WorkSite) -> None:
    """Bring a site up to date; what is wrong with it shows in the measured command."""
    said((PUBMD, "sync"), site.root, _pubmd(site).environment)
