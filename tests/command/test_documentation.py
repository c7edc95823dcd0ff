"""The documentation says what pubmd does: its examples run, its commands exist, its tables are current."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from pubmd.cli import run
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.settings_reader import read_settings
from pubmd.explanation import explanations
from tests.document import ROOT, Document, script
from tests.site import TemporarySite

README = Document("README.md")
CONFIGURATION = Document("docs/configuration.md")
PAGES = [
    Document(path.relative_to(ROOT).as_posix())
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
]
# A command in a line of a console, or among words.
COMMAND = re.compile(r"^\$ (pubmd\b.*)$|`(pubmd(?: [^`]+)?)`", re.MULTILINE)


# --- the README's examples


def test_the_readmes_entry_becomes_the_readmes_part_of_a_page(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path)
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    site.write("bib/low-for-high.bib", README.only("bibtex", "@inproceedings{li23iccv"))
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    part = README.only("markdown", "expandABS")
    assert f"\n\n{part}\n---\n" in site.read("_vision/low-for-high.md")


def test_the_readmes_first_sync_prints_what_the_readme_says(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"_config.yml": "theme: minima\n"})
    first = README.only("console", "pubmd init").partition("\n")[0].removeprefix("$ pubmd ").split()
    assert site.run(*first, "--yes").status == 0
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    site.write("bib/low-for-high.bib", README.only("bibtex", "@inproceedings{li23iccv"))
    command, _, printed = README.only("console", "created").partition("\n")
    assert command == "$ pubmd sync"
    ran = site.run("sync")
    assert (ran.status, ran.out, ran.err) == (0, printed, "")
    assert "\n## Low-Level For High-Level\n" in site.read("_vision/low-for-high.md")


def test_the_readmes_first_command_sets_up_the_pages_of_the_readmes_configuration(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, {"_config.yml": "theme: minima\n"})
    command = README.only("console", "pubmd init").removeprefix("$ pubmd ").split()
    assert site.run(*command, "--yes").status == 0
    found = [
        read_settings("bib/pubmd.yml", text)[0]
        for text in (site.read("bib/pubmd.yml"), README.only("yaml", "sections:"))
    ]
    paths, wanted = ([page.path for page in each.pages] if each else None for each in found)
    assert paths == wanted is not None
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    assert site.run("sync").status == 0
    assert site.run("check").err == ""


def test_a_setup_writes_the_files_that_its_page_lists(tmp_path: Path) -> None:
    page = Document("docs/init.md")
    before, after = page.texts("yaml")
    listed = re.findall(r"(?m)^\| `([^`]+)` \|", page.text)
    site = TemporarySite(tmp_path, {"_config.yml": before, "_layouts/page.html": "{{ content }}"})
    (tmp_path / ".git").mkdir()
    assert site.run("init", "--yes").status == 0
    assert site.read("_config.yml") == after
    assert sorted(site.files()) == sorted((*listed, "_layouts/page.html"))


def test_the_readmes_keywords_lead_to_pages_of_the_readmes_configuration(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path)
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    entry = README.only("bibtex", "@inproceedings{li23iccv")
    site.write("bib/export.bib", entry.replace("  year", README.only("bibtex", "keywords =") + "  year"))
    assert site.run("sync").err == ""
    for page in ("denoising", "low-for-high"):
        assert "**Learning Fine-Grained Features" in site.read(f"_vision/{page}.md")


def test_the_readmes_overrides_are_taken(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path)
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    site.write("bib/low-for-high.bib", README.only("bibtex", "@inproceedings{li23iccv"))
    site.write("bib/overrides.yml", README.only("yaml", "award:"))
    assert site.run("sync").err == ""
    assert "<highlighted>Best Paper Award</highlighted>" in site.read("_vision/denoising.md")
    assert "**Learning" not in site.read("_vision/low-for-high.md")


def test_the_readmes_error_message_is_what_a_missing_brace_gives(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path)
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    site.write("bib/denoising.bib", "@article{yao23,\n  title = {Seeing in the Dark,\n  year = {2023},\n}\n")
    ran = site.run("check")
    assert ran.status == 1
    assert ran.err.startswith(README.only("text", "error["))


def test_the_readmes_difference_command_writes_nothing_and_fails(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path)
    site.write("bib/pubmd.yml", README.only("yaml", "sections:"))
    before = site.states()
    for line in ("sync --diff", "sync --check"):
        assert site.run(*line.split()).status == 1
        assert site.states() == before


# --- what is generated, and what is read


def test_the_page_of_problems_is_current() -> None:
    assert (ROOT / "docs/problems.md").read_text("utf-8") == script("docs/generate.py").problems()


def test_the_tables_of_the_configuration_are_current() -> None:
    assert script("docs/generate.py").configuration(CONFIGURATION.text) == CONFIGURATION.text


# All keys of `bib/pubmd.yml`; a group of keys has its examples at these.
KEYS = {
    "At the top": {"sections", "theme", "links", "venues", "topics_from"},
    "`sections.<section>`": {"folder", "url", "front_matter", "pages"},
    "`sections.<section>.pages.<page>`": {
        *("label", "heading", "intro", "file", "permalink", "keywords", "years", "front_matter"),
    },
    "`theme`": {"nav_style", "link_attributes", "link_prefix"},
}
GROUPS = {"theme"}


def test_the_configuration_says_what_each_key_is_for_with_an_example() -> None:
    heading, *tables = re.split(r"(?m)^### (.*)\n", CONFIGURATION.prose.partition("## Which page")[0])
    assert "## Keys" in heading
    found = {}
    for name, table in zip(tables[::2], tables[1::2], strict=True):
        rows = [re.split(r" (?<!\\)\| ", row) for row in re.findall(r"(?m)^\| (`.*) \|$", table)]
        found[name] = {key.strip("`") for key, *_ in rows}
        for key, says, example in rows:
            assert says.endswith(".")
            assert (example == "") == (key.strip("`") in GROUPS), key
    assert found == KEYS


@pytest.mark.parametrize(
    "text",
    [
        README.only("yaml", "sections:"),
        CONFIGURATION.only("yaml", "sections:"),
        (ROOT / "bib/pubmd.yml").read_text("utf-8"),
    ],
    ids=["README", "configuration", "this repository"],
)
def test_each_configuration_that_is_shown_is_accepted(text: str) -> None:
    settings, problems = read_settings("bib/pubmd.yml", text)
    assert problems == ()
    assert settings is not None


@pytest.mark.parametrize(
    "text",
    [README.only("yaml", "award:"), CONFIGURATION.only("yaml", "award:")],
    ids=["README", "configuration"],
)
def test_all_overrides_that_are_shown_are_accepted(text: str) -> None:
    overrides, problems = read_overrides("bib/overrides.yml", text)
    assert problems == ()
    assert overrides is not None
    assert overrides.entries


def test_what_an_example_says_of_defaults_is_so() -> None:
    settings, _ = read_settings("bib/pubmd.yml", "sections: {manipulation: {pages: {low-for-high: }}}\n")
    assert settings is not None
    (section,) = settings.sections
    (page,) = section.pages
    assert (section.folder, section.url, page.label) == ("_manipulation", "/manipulation", "Low For High")
    assert (page.heading, page.permalink) == (page.label, "/manipulation/low-for-high.html")
    assert (page.path, page.keywords) == ("_manipulation/low-for-high.md", ("low-for-high",))


# --- commands


def commands() -> Iterator[tuple[str, str]]:
    for page in PAGES:
        for console, inline in COMMAND.findall(page.text):
            yield page.path, console or inline


@pytest.mark.parametrize("command", sorted({command for _, command in commands()}))
def test_each_command_that_is_shown_exists_with_its_options(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, *words = shlex.split(command.partition(">")[0])
    name = [word for word in words[:1] if not word.startswith("-")]
    assert run([*name, "--help"]) == 0
    helped = capsys.readouterr().out
    for word in words:
        if word.startswith("-"):
            assert re.search(rf"(?<![\w-]){re.escape(word.partition('=')[0])}(?![\w-])", helped)


def test_the_readme_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    shown = {command.split()[1] for page, command in commands() if len(command.split()) > 1}
    run(["--help"])
    listed = capsys.readouterr().out.partition("Commands:\n")[2]
    assert set(re.findall(r"^  (\w+)  ", listed, re.MULTILINE)) <= shown


def test_help_tells_each_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    for status in ("0 fine", "1 errors", "2 the work could not start", "3 a write failed", "130 interrupted"):
        assert status in told


def test_links_between_the_pages_lead_to_files() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://|#|/)([^)#\s]+)", page.prose):
            if "{" not in target:
                assert ((ROOT / page.path).parent / target).exists(), f"{page.path}: {target}"


# --- problem codes

# Codes that are about files or about a site's state; `tests/cases` has them all.
NO_FRAGMENT = {
    "unread-file",
    "ambiguous-file",
    "misnamed-file",
    "edited-page",
    "conflicted-page",
    "leftover-page",
    "damaged-lock",
    "untracked-source",
    "untracked-page",
    *(code for code in explanations() if code.startswith("import-")),  # tests/command/test_import.py has them
}
JEKYLL = (
    "include: [_manipulation]\nexclude: [bib]\ndefaults: [{scope: {path: ''}, values: {layout: single}}]\n"
)
SECTION = "sections:\n  manipulation:\n"
SITE = f"{SECTION}    pages:\n      denoising:\n      2024-New:\n"
PAPER = """\
@article{li23,
  title = {Learning to See},
  author = {Lovelace, Ada},
  venue = {Notes},
  year = 2023,
"""


def indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.split("\n"))


def site_of(code: str, example: str) -> dict[str, str]:
    """The files of a site in which the example of a code stands where it belongs."""
    files = {"bib/pubmd.yml": SITE, "bib/denoising.bib": f"{PAPER}}}\n"}
    if code == "ambiguous-topic":
        files["bib/pubmd.yml"] += "  other:\n    pages:\n      2024-New:\n"
    if code == "ambiguous-override":
        files["bib/denoising.bib"] += f"{PAPER}}}\n".replace("Learning to See", "Another")
    if code.startswith("config-"):
        whole = example if example.startswith("sections") else SECTION + indented(example)
        files["bib/pubmd.yml"] = whole + ("" if "pages" in whole else "    pages:\n      denoising:\n")
        if code in ("config-syntax", "config-type", "config-missing"):
            files["bib/pubmd.yml"] = example
    elif code == "conflicted-source":
        files["bib/denoising.bib"] = example
    elif code == "jekyll-permalink":
        files["bib/pubmd.yml"] = SECTION + indented(example)
        files["_config.yml"] = JEKYLL
    elif code == "jekyll-permalink-taken":
        files["denoising.md"] = example
        files["_config.yml"] = JEKYLL
    elif code.startswith("jekyll-"):
        files["_config.yml"] = example
    elif code == "link-attributes-backslash":
        files["bib/pubmd.yml"] += example
    elif re.match(r"[\w.-]+: [\w{]", example):
        files["bib/overrides.yml"] = example
    elif example.startswith("@"):
        files["bib/denoising.bib"] = example
    else:
        field = example.replace("\\x96", "\x96").replace("\\xf6", "\udcf6")
        name = field.partition(" ")[0]
        kept = "".join(line for line in PAPER.splitlines(True) if not line.startswith(f"  {name} "))
        if code == "unlisted-venue":
            kept = kept.replace("  venue = {Notes},\n", "")
        file = "bib/export.bib" if code in ("misspelt-field", "ambiguous-topic") else "bib/denoising.bib"
        files.pop("bib/denoising.bib")
        files[file] = f"{kept}  {field},\n}}\n"
        if code == "duplicate-abs-id":
            second = files[file].replace("li23,", "li24,").replace("Learning to See", "Another")
            files[file] = (files[file] + second).replace("  year", "  abstract = {It says.},\n  year")
    return files


@pytest.mark.parametrize("code", [code for code in explanations() if code not in NO_FRAGMENT])
def test_the_example_of_a_problem_brings_it_about(code: str, tmp_path: Path) -> None:
    files = site_of(code, explanations()[code].example)
    encoded = {path: text.encode("utf-8", "surrogateescape") for path, text in files.items()}
    ran = TemporarySite(tmp_path, encoded).run("check")  # type: ignore[arg-type]
    assert f"[{code}]: " in ran.err, files


def test_each_code_that_a_module_tells_of_is_explained() -> None:
    told = set()
    for module in (ROOT / "pubmd").rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                code = node.args[0]
                if name in ("error", "warning", "Finding", "_warn") and isinstance(code, ast.Constant):
                    told.add(code.value)
    assert len(told) > 20
    assert told <= set(explanations())


def test_an_explanation_is_whole() -> None:
    for code, each in explanations().items():
        assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", code)
        assert each.example.strip() == each.example != ""
        for text in (each.means, each.mend):
            assert text.endswith(".")
            assert "\n" not in text
        assert each.text().startswith(f"{code}\n\n")
        assert each.markdown().startswith(f"## {code}\n\n{each.means}\n")
