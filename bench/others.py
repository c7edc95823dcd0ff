"""What a user would pick instead, measured beside pubmd on the same sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench.comparison import Comparison, NotMeasuredError, Side
from bench.process import said
from bench.shape import WITHOUT_BIBLATEX
from bench.site import WorkSite, work_site
from bench.source import CACHE
from bench.suite import PUBMD

TOOLS = CACHE / "tools"
SOURCE = "bib/library.bib"
OUT = "others"
_ENVIRONMENT = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
_PYBTEX_PARSING = f"from pybtex.database import parse_file; parse_file({SOURCE!r})"
# kramdown's own Markdown, since Debian has the other one in a package of its own.
_JEKYLL = "include: [_research]\nexclude: [bib, others]\nkramdown: {input: kramdown}\n"


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: where it comes from, what its command is, and the files that it needs beside the sources.

    Its command writes into `OUT`, if it `makes` anything.
    """

    name: str
    origin: str  # pypi, debian, or the reason why it is not to be had
    package: str
    command: tuple[str, ...]
    shown: str = ""
    files: tuple[tuple[str, str], ...] = ()
    needs_pages: bool = False
    makes: bool = True


OTHERS = (
    Tool(
        "academic, import as a folder for each paper",
        "pypi",
        "academic",
        ("academic", "import", "--overwrite", SOURCE, OUT),
    ),
    Tool(
        "pybtex, parsing alone",
        "pypi",
        "pybtex",
        ("python", "-c", _PYBTEX_PARSING),
        "python -c 'pybtex.database.parse_file'",
        makes=False,
    ),
    Tool(
        "pybtex, a list in Markdown",
        "pypi",
        "pybtex",
        ("pybtex-format", "--output-backend=markdown", SOURCE, f"{OUT}/out.md"),
    ),
    Tool(
        "pandoc --citeproc, a list in Markdown",
        "debian",
        "pandoc",
        (
            "pandoc",
            "--citeproc",
            f"--bibliography={SOURCE}",
            "--to=markdown-citations",
            f"--output={OUT}/out.md",
            "all.md",
        ),
        files=(("all.md", "---\nnocite: '@*'\n---\n"),),
    ),
    Tool(
        "bibtex2html, a list in HTML",
        "debian",
        "bibtex2html",
        ("bibtex2html", "--quiet", "--output", f"{OUT}/out", SOURCE),
    ),
    Tool(
        "jekyll build, of the five pages that pubmd has made",
        "debian",
        "jekyll",
        ("jekyll", "build", "--quiet", "--disable-disk-cache", "--destination", OUT),
        files=(("_config.yml", _JEKYLL),),
        needs_pages=True,
    ),
    Tool(
        "jekyll-scholar, in jekyll build",
        "neither PyPI nor Debian has it, and the bench installs from these two",
        "jekyll-scholar",
        ("jekyll", "build"),
    ),
)


def others(sizes: Sequence[int]) -> dict[str, list[Comparison]]:
    """Each tool against pubmd from nothing, all entries in one file; missing tools are installed first."""
    lacking = dict(_installed())
    return {
        f"Other tools, {size:,} entries": [
            _comparison(tool, size, lacking.get(tool.package, "")) for tool in OTHERS
        ]
        for size in sorted(sizes)
    }


def _comparison(tool: Tool, size: int, lack: str) -> Comparison:
    site = work_site(WITHOUT_BIBLATEX, size, f"tool-{OTHERS.index(tool)}")
    for path, text in tool.files:
        (site.root / path).write_text(text, "utf-8")
    program = tool.command[0]
    if tool.origin == "pypi":
        program = str((TOOLS / "bin" / program).absolute())
    own = work_site(WITHOUT_BIBLATEX, size, "others-own")
    return Comparison(
        what=tool.name + (f" ({_version(tool)})" if not lack else ""),
        size=size,
        side=Side(
            (program, *tool.command[1:]),
            site.root,
            tool.shown or " ".join(tool.command),
            partial(_emptied, site),
            lacks=partial(_lacks, site, size) if tool.makes else str,
        ),
        against=Side((PUBMD, "sync"), own.root, "pubmd sync", own.make_cold, holds="5 created"),
        ready=partial(_ready, tool, site, lack),
    )


def _ready(tool: Tool, site: WorkSite, lack: str) -> None:
    if lack:
        raise NotMeasuredError(lack)
    if tool.needs_pages:
        said((PUBMD, "sync"), site.root, os.environ)


def _lacks(site: WorkSite, size: int) -> str:
    """What is wrong where a tool ended well and made next to nothing; even a title alone is longer."""
    made = sum(file.stat().st_size for file in (site.root / OUT).rglob("*") if file.is_file())
    return f"made {made:,} bytes of {size:,} entries" if made < 30 * size else ""


def _emptied(site: WorkSite) -> None:
    shutil.rmtree(site.root / OUT, ignore_errors=True)
    (site.root / OUT).mkdir()


def _installed() -> Iterator[tuple[str, str]]:
    """Install what can be installed; gives the packages that are not there, each with the reason."""
    for origin in dict.fromkeys(tool.origin for tool in OTHERS):
        packages = list(dict.fromkeys(tool.package for tool in OTHERS if tool.origin == origin))
        if origin == "pypi":
            yield from _from_pypi(packages)
        elif origin == "debian":
            yield from _from_debian(packages)
        else:
            yield from ((package, origin) for package in packages)


def _from_pypi(packages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Into a virtual environment of the bench's own: these packages want other versions than pubmd does."""
    if not (TOOLS / "bin/python").exists():
        _call(sys.executable, "-m", "venv", str(TOOLS))
    for package in packages:
        if not _call(str(TOOLS / "bin/python"), "-m", "pip", "install", "--quiet", package):
            yield package, f"`pip install {package}` failed here"


def _from_debian(packages: Sequence[str]) -> Iterator[tuple[str, str]]:
    missing = [package for package in packages if not shutil.which(package)]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _call("apt-get", "update", "-qq")
        for package in missing:
            _call("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)
    for package in missing:
        if not shutil.which(package):
            yield package, f"not there, and not to be installed here: `sudo apt-get install {package}`"


def _version(tool: Tool) -> str:
    if tool.origin == "debian":
        found = said(("dpkg-query", "--show", "--showformat=${Version}", tool.package), Path(), os.environ)
    else:
        program = f"from importlib.metadata import version; print(version({tool.package!r}))"
        found = said((str(TOOLS / "bin/python"), "-c", program), Path(), os.environ)
    return found[1].strip() if found[0] == 0 else "version unknown"


def _call(*command: str) -> bool:
    return subprocess.run(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, check=False).returncode == 0
