"""docs/continuous-integration.md: its configurations, each command of its workflow, the shape of JSON."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from pubmd.build import Fate
from pubmd.change import Action
from tests.document import ROOT, Document
from tests.repository import SiteRepository
from tests.site import CONFIGURATION, TemporarySite

DOCS = Document("docs/continuous-integration.md")
ENTRY = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
PAGE = "_topics/vision.md"
CONFIG_YML = "include: [_topics]\nexclude: [bib]\ndefaults: [{scope: {path: ''}, values: {layout: page}}]\n"


def yaml(text: str) -> Any:
    return YAML(typ="safe").load(text)


HOOKS, LOCAL, WORKFLOW = map(yaml, DOCS.texts("yaml"))
OFFERED = {hook["id"]: hook for hook in yaml((ROOT / ".pre-commit-hooks.yaml").read_text())}


def test_the_hooks_that_are_shown_are_offered() -> None:
    assert {hook["id"] for repo in HOOKS["repos"] for hook in repo["hooks"]} <= set(OFFERED)
    assert re.findall(r"^\| `(pubmd-\w+)` \| `(.*?)`:", DOCS.text, re.MULTILINE) == [
        (name, hook["entry"]) for name, hook in OFFERED.items()
    ]


def test_hooks_get_no_file_names_and_run_at_each_commit_one_after_another() -> None:
    (local,) = LOCAL["repos"][0]["hooks"]
    for hook in (*OFFERED.values(), local):
        assert (hook["pass_filenames"], hook["always_run"]) == (False, True)
    assert all(hook["require_serial"] for hook in OFFERED.values())
    assert local["entry"] == OFFERED["pubmd-sync"]["entry"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, offline: dict[str, str]) -> dict[str, str]:
    """The environment of a machine on which the workflow's `pip install` was run, without the network."""
    folder = tmp_path_factory.mktemp("machine")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    environment = offline | {
        "PATH": f"{folder / 'bin'}:/usr/bin:/bin",
        "PUBMD": str(ROOT),
        "PIP_QUIET": "1",
        "GITHUB_ACTIONS": "true",
    }
    (command,) = {command for command in commands() if command.startswith("pip ")}
    ran = subprocess.run(["bash", "-e", "-c", command], env=environment, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return environment


def commands() -> list[str]:
    return [step["run"] for job in WORKFLOW["jobs"].values() for step in job["steps"] if "run" in step]


def run_job(job: str, site: SiteRepository, environment: dict[str, str], to: Path) -> tuple[int, str]:
    """The status of a job's commands in a fresh clone, and what they said; pubmd is installed already."""
    site.git("clone", "--quiet", ".", str(to))
    said = ""
    for step in WORKFLOW["jobs"][job]["steps"]:
        if not step.get("run", "pip ").startswith("pip "):
            ran = subprocess.run(
                ["bash", "-e", "-c", step["run"]],
                cwd=to,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            said += ran.stdout
            if ran.returncode:
                return ran.returncode, said
    return 0, said


@pytest.fixture
def site(tmp_path: Path) -> SiteRepository:
    site = SiteRepository(tmp_path / "site", {"bib/pubmd.yml": CONFIGURATION, "_config.yml": CONFIG_YML})
    site.write("bib/vision.bib", ENTRY % ("a", "Seeing"))
    site.write("_layouts/page.html", "{{ content }}\n")
    assert site.run("sync").status == 0
    site.commit()
    return site


def test_the_workflow_passes_where_all_is_committed(
    site: SiteRepository, installed: dict[str, str], tmp_path: Path
) -> None:
    for job in WORKFLOW["jobs"]:
        status, said = run_job(job, site, installed, tmp_path / job)
        assert (status, "::" in said) == (0, False), said
    assert "2 pages: nothing changed\n" in said
    assert WORKFLOW["jobs"]["build"]["needs"] == "check"


def test_the_workflow_shows_a_problem_beside_its_line_and_stops(
    site: SiteRepository, installed: dict[str, str], tmp_path: Path
) -> None:
    site.write("bib/vision.bib", ENTRY % ("a", "Seeing") + "@article{b, year = 1843}\n")
    site.commit()
    status, said = run_job("check", site, installed, tmp_path / "clone")
    assert status == 1
    assert "::error file=bib/vision.bib,line=2,col=1,title=missing-title::" in said


def test_the_workflow_stops_where_the_pages_were_not_committed(
    site: SiteRepository, installed: dict[str, str], tmp_path: Path
) -> None:
    site.write("bib/vision.bib", ENTRY % ("a", "Looking"))
    site.commit()
    status, said = run_job("check", site, installed, tmp_path / "clone")
    assert status == 1
    assert f"to update   {PAGE} (1 paper more, 1 fewer)\n" in said


def test_the_line_for_the_lock_is_the_one_of_this_repository() -> None:
    (line,) = DOCS.texts("text")
    assert line in (ROOT / ".gitattributes").read_text()


# --- the shape for programs


def shape_of(value: Any, path: str = "") -> set[str]:
    """The keys of an object and of those within it, in the spelling of the documentation."""
    if isinstance(value, list):
        return set().union(*(shape_of(each, f"{path}[].") for each in value))
    if isinstance(value, dict) and path != "entries":
        return {f"{path}{key}" for key in value}.union(
            *(shape_of(each, f"{path}{key}") for key, each in value.items())
        )
    return set()


def test_the_shape_that_is_documented_is_the_one_that_is_printed(tmp_path: Path) -> None:
    table = DOCS.text.partition("<!-- shape -->")[2].partition("<!-- end of shape -->")[0]
    rows = dict(re.findall(r"^\| `(.*?)` \| (.*) \|$", table, re.MULTILINE))
    site = TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION})
    site.write("bib/vision.bib", "@article{a, title = {Seeing}}\n")
    found = json.loads(site.run("check", "--format", "json").out)
    assert found["problems"]
    assert found["pages"]
    assert shape_of(found) == set(rows)
    assert (
        set(re.findall(r"`([^`]+)`", rows["entries"]))
        == {str(fate) for fate in Fate}
        == set(found["entries"])
    )
    actions = {str(action) for action in Action} - {"replaced"}
    assert set(re.findall(r"`([a-z ]+)`", rows["pages[].action"])) - {"pubmd sync"} == actions
