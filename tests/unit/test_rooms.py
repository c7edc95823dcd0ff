"""Data flows one way: a module imports only rows above its own, and the core touches nothing outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "pubmd"

# From the first row to the last. What stands in one row does not know of its neighbours.
ROWS = [
    {"regex", "deferred", "record"},
    {
        "answer",
        "conflict",
        "problem",
        "explanation",
        "progress",
        "text.chunk",
        "text.address",
        "text.formula",
    },
    {"processes"},
    {"helper"},
    {"text.macros", "text.hypertext", "text.quotation"},
    {"text.damage", "text.draft", "text.doi"},
    {"text.inline_math", "text.nesting"},
    {"text.latex"},
    {"text.prose"},
    {"text.markup", "text.likeness"},
    {"bibtex.source", "bibtex.value", "bibtex.block"},
    {"bibtex.grammar"},
    {"bibtex.diagnosis", "bibtex.raw_entry"},
    {"bibtex.fragment"},
    {"bibtex.second_look"},
    {"bibtex.bibliography"},
    {"config.yaml_fault", "config.site_path"},
    {"config.yaml_document"},
    {"config.yaml_reader"},
    {"config.settings", "config.overrides"},
    {"config.plain_settings"},
    {"config.yaml_shape", "config.front_matter", "config.link_field", "config.yaml_edit"},
    {"config.settings_keys"},
    {"config.settings_reader", "config.overrides_reader"},
    {"config.override_change"},
    {"config.overrides_edit"},
    {"config.overrides_text"},
    {"paper.library", "paper.name_text", "paper.venue_words", "paper.venue_table"},
    {"paper.name_everyday", "paper.name_list", "paper.name_mark"},
    {"paper.identifier", "paper.title", "paper.name_parts", "paper.venue_index", "paper.venue_segment"},
    {"paper.venue_unlisted", "paper.occasion", "paper.link", "paper.papers"},
    {"paper.union"},
    {"paper.identity"},
    {"paper.amendment", "paper.person", "paper.venue"},
    {"paper.publication"},
    {"topic", "present", "suggestion", "table"},
    {"card"},
    {"exhibit"},
    {"showing", "splice", "stretch"},
    {"span"},
    {"lone"},
    {"jekyll.pattern", "jekyll.psych"},
    {"jekyll.configuration", "jekyll.front_matter"},
    {"jekyll.entry_filter", "jekyll.rendering"},
    {"jekyll.front_matter_defaults", "jekyll.destination", "jekyll.layouts"},
    {"jekyll.permalinks"},
    {"jekyll.check"},
    {"reading", "relevance", "field_name", "duplicates"},
    {"advice"},
    {"lock"},
    {"page"},
    {"build", "difference", "writing", "sources", "repository"},
    {"change", "listing"},
    {"tagging"},
    {"setup.insertion", "setup.survey"},
    {"setup.section", "setup.jekyll_config"},
    {"setup.settings_text"},
    {"setup.plan"},
    {"site"},
    {"jekyll_site"},
    {"store", "standing"},
    {"sync"},
    {"adoption.slip", "adoption.page_text", "adoption.span_tree", "adoption.bibtex_text"},
    {"adoption.shown_text"},
    {"adoption.seen_text"},
    {"adoption.entry_key", "adoption.bib_edit"},
    {"adoption.line_part", "adoption.link_target", "adoption.name_list", "adoption.venue_line"},
    {"adoption.page_entry"},
    {"adoption.visible_mend"},
    {"adoption.hand_page", "adoption.mend", "adoption.comparison"},
    {"adoption.collection", "adoption.entry_fields", "adoption.section_plan"},
    {
        "adoption.page_order",
        "adoption.settings_text",
        "adoption.pairing",
        "adoption.page_block",
        "adoption.paper_change",
    },
    {"adoption.page_frame", "adoption.source_edit", "adoption.round_trip"},
    {"adoption.page_edit", "adoption.field_change"},
    {"adoption.edit_plan"},
    {"adoption.adoption", "adoption.edit_back"},
    {"takeover", "takeback"},
    {"report"},
    {"watch", "list_text"},
    {"edit_list"},
    {"terminal"},
    {"ending", "commands.options"},
    {"commands.completion", "commands.editor", "commands.progress"},
    {"commands.syncing"},
    {
        "commands.sync",
        "commands.check",
        "commands.list",
        "commands.tag",
        "commands.init",
        "commands.import_",
        "commands.reference",
    },
    {"cli"},
    {"start"},
    {"__main__"},
]
COMMANDS = {
    "cli",
    *(f"commands.{name}" for name in ("options", "completion", "reference")),
    *(f"commands.{name}" for name in ("sync", "check", "list", "tag", "init", "import_")),
}
# The modules that may touch the disk, the clock or the terminal.
EDGE = {
    *(
        "answer",
        "start",
        "processes",
        "helper",
        "writing",
        "sources",
        "repository",
        "site",
        "jekyll_site",
        "standing",
        "sync",
        "report",
        "watch",
    ),
    *("takeover", "takeback", "ending", "commands.editor", "commands.progress", "commands.syncing"),
    *("terminal", *COMMANDS),
}
# What pure modules have no business with; `importlib.resources` reads what is part of the package itself.
OUTSIDE = {
    "os",
    "sys",
    "pathlib",
    "shutil",
    "tempfile",
    "time",
    "datetime",
    "subprocess",
    "socket",
    "random",
}
ONLY_IMPORTER = {
    "bibtexparser": {"bibtex.block"},
    "ruamel": {"config.yaml_document", "config.front_matter", "jekyll.psych"},
    "pylatexenc": {"text.macros"},
    "typer": COMMANDS,
    "shellingham": {"commands.completion"},
}


# What touches nothing outside all the same: paths taken apart, and a package of which a part is loaded.
ALLOWED = {"topic": {"pathlib"}, "bibtex.block": {"sys"}}


def _modules() -> dict[str, ast.Module]:
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        if not name.endswith("__init__"):
            found[name] = ast.parse(file.read_text("utf-8"))
    return found


MODULES = _modules()


def _imports(tree: ast.Module) -> Iterator[str]:
    """The full names of all that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_module_has_its_row() -> None:
    rows = [name for row in ROWS for name in row]
    assert sorted(rows) == sorted(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_rows_above_its_own(name: str) -> None:
    own = next(number for number, row in enumerate(ROWS) if name in row)
    above = {each for row in ROWS[:own] for each in row}
    imported = {full.removeprefix("pubmd.") for full in _imports(MODULES[name]) if full.startswith("pubmd.")}
    assert imported & set(MODULES) <= above


@pytest.mark.parametrize("name", sorted(set(MODULES) - EDGE))
def test_the_core_touches_nothing_outside(name: str) -> None:
    roots = {full.split(".")[0] for full in _imports(MODULES[name])}
    assert not roots & (OUTSIDE - ALLOWED.get(name, set()))
    called = {
        node.func.id
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"open", "print", "input"}


@pytest.mark.parametrize("package", ONLY_IMPORTER)
def test_a_library_has_its_importers_and_no_other(package: str) -> None:
    importers = {
        name
        for name, tree in MODULES.items()
        if any(full.split(".")[0] == package for full in _imports(tree))
    }
    assert importers == ONLY_IMPORTER[package]


def test_only_the_site_writes_files() -> None:
    writers = {"write_bytes", "write_text", "unlink", "replace", "rename", "mkdir", "chmod", "rmdir", "touch"}
    for name, tree in MODULES.items():
        paths = {
            node.func.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        # `str.replace` and `datetime.replace` are no writing.
        assert name in ("answer", "site", "writing") or not paths & (writers - {"replace"}), name
