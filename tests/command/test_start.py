"""How pubmd starts: each command imports what it needs, so that hooks and completion need not wait."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from pubmd import __version__
from pubmd.cli import COMMANDS, run
from tests.site import CONFIGURATION, TemporarySite

PROGRAM = """\
import atexit, os, sys
leave = os._exit
def told(status):
    sys.stderr.write("\\nIMPORTED " + " ".join(sorted(sys.modules)))
    sys.stderr.flush()
    leave(status)
os._exit = told
from pubmd.start import main
main()
"""
FILES = {
    "bib/pubmd.yml": CONFIGURATION,
    "bib/a.bib": "@misc{li23, title = {T}, author = {Li}, venue = {V}, year = 2023, keywords = {vision}}\n",
}
LIBRARIES = {"typer", "ruamel", "bibtexparser", "pylatexenc", "rich", "pydantic", "yaml"}
# What else takes a while to load, or belongs to other commands.
OTHERS = {
    "bibtexparser.middlewares",
    "pubmd.site",
    "pubmd.build",
    "pubmd.adoption.adoption",
    "pubmd.jekyll.check",
    "pubmd.setup.plan",
    "asyncio",
}


def imported(folder: Path, *args: str, **variables: str) -> tuple[str, set[str]]:
    """What a command prints, and all modules that it has imported by its end."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *args],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **variables},
        capture_output=True,
        text=True,
    )
    words = ran.stderr.rpartition("IMPORTED ")[2].split()
    assert words, ran.stderr
    return ran.stdout, {*words, *(word.split(".")[0] for word in words)}


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path / "site", dict(FILES))


@pytest.mark.parametrize(
    ("args", "may"),
    [
        (("--version",), set()),
        (("--help",), {"typer"}),
        (("sync", "--help"), {"typer"}),
        (("tag", "--help"), {"typer"}),
        (("explain", "missing-title"), {"typer"}),
        (("schema",), {"typer"}),
        (("sync",), {"ruamel", "bibtexparser", "pubmd.site", "pubmd.build"}),
        (("sync", "--check"), {"ruamel", "bibtexparser", "pubmd.site", "pubmd.build"}),
        (("sync", "--fail-on-change"), {"ruamel", "bibtexparser", "pubmd.site", "pubmd.build"}),
        (("list",), {"typer", "ruamel", "bibtexparser", "pubmd.site", "pubmd.build"}),
        (("check",), {"typer", "ruamel", "bibtexparser", "pubmd.site", "pubmd.build", "pubmd.jekyll.check"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_command_imports_what_it_needs(site: TemporarySite, args: tuple[str, ...], may: set[str]) -> None:
    _, modules = imported(site.root, *args)
    assert (LIBRARIES | OTHERS) & modules <= may


@pytest.mark.parametrize("args", [("sync",), ("sync", "--check")])
def test_where_nothing_has_changed_the_standard_library_will_do(
    site: TemporarySite, args: tuple[str, ...]
) -> None:
    imported(site.root, "sync")
    out, modules = imported(site.root, *args)
    assert out.startswith("2 pages: ")
    assert {each for each in modules if each.startswith("pubmd")} == {"pubmd", "pubmd.answer", "pubmd.start"}
    assert not (LIBRARIES | {"pathlib", "typing", "dataclasses", "argparse", "subprocess"}) & modules


def test_a_sync_spares_what_takes_longer_to_load_than_its_own_work(site: TemporarySite) -> None:
    imported(site.root, "sync")
    site.write("bib/a.bib", FILES["bib/a.bib"].replace("{T}", "{\\'Etude}"))
    _, modules = imported(site.root, "sync")
    assert "bibtexparser.splitter" in modules
    assert not {"dataclasses", "inspect", "typer"} & modules


def test_a_key_is_completed_without_the_parsers(site: TemporarySite) -> None:
    out, modules = imported(
        site.root, COMP_WORDS="pubmd tag l", COMP_CWORD="2", _PUBMD_COMPLETE="complete_bash"
    )
    assert out.split() == ["li23"]
    assert not {"bibtexparser", "ruamel", "pylatexenc", "rich", "pubmd.build"} & modules


@pytest.mark.parametrize("name", COMMANDS)
def test_the_overview_says_of_each_command_what_its_own_help_says(name: str) -> None:
    summary, module, function = COMMANDS[name]
    said = inspect.getdoc(getattr(import_module(f"pubmd.commands.{module}"), function)) or ""
    assert summary == " ".join(said.partition("\n\n")[0].split())


@pytest.mark.parametrize(
    "args", [["sync", "extra"], ["--quiet", "sync"], ["synk"], ["--", "schema", "extra"]]
)
def test_no_command_is_taken_for_done_that_was_not_loaded(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == 2
    assert "Usage: pubmd" in capsys.readouterr().err


def test_the_version_is_said_alike_with_and_without_the_framework(site: TemporarySite) -> None:
    assert imported(site.root, "--version")[0] == site_free_version() == f"pubmd {__version__}\n"


def site_free_version() -> str:
    program = "import sys; from pubmd.cli import run; sys.exit(run(['--version']))"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
