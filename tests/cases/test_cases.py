"""Each folder beside this file is a case: sources in, pages and a report out.

`bib/` are the sources, `before/` what else the site holds, `expected/` the pages afterwards; `report.txt` is
what the command says (standard error, a line of dashes, standard output), `exit` its status where that is
not 0, `args` its arguments where they are not `sync`, `tracked` what git tracks where there is a repository.
Each case goes through the command and through the functions behind it.
"""

from __future__ import annotations

import random
import re
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from pubmd import report
from pubmd.bibtex.source import decode
from pubmd.config.overrides import OVERRIDES_FILE, Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.settings_reader import read_settings
from pubmd.explanation import explanations
from pubmd.site import SETTINGS_FILE, Site
from pubmd.sync import outcome
from tests.site import TemporarySite
from tests.told import built

HERE = Path(__file__).parent
CASES = sorted(folder for folder in HERE.iterdir() if (folder / "bib").is_dir())
DASHES = "-" * 20 + "\n"
LOCK = "bib/pubmd.lock"
# The moment at which a copy was made; a report has the word instead.
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")
# What one sync tells and settles, so that the next one has no reason to tell it.
SETTLED = ("damaged-lock", "leftover-page")


def _site(case: Path, root: Path) -> TemporarySite:
    site = TemporarySite(root)
    if (case / "before").is_dir():
        site.copy(case / "before")
    site.copy(case / "bib", "bib")
    if (case / "tracked").exists():
        for args in (["init", "--quiet"], ["add", *(case / "tracked").read_text().split()]):
            subprocess.run(["git", *args], cwd=root, check=True)
    return site


def _args(case: Path) -> list[str]:
    return (case / "args").read_text().split() if (case / "args").exists() else ["sync"]


def _status(case: Path) -> int:
    return int((case / "exit").read_text()) if (case / "exit").exists() else 0


def _report(case: Path) -> str:
    return (case / "report.txt").read_bytes().decode()


def _expected(case: Path) -> dict[str, bytes]:
    """All files afterwards but those under `bib/`, by path."""
    folder = case / "expected"
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def _is_synced(case: Path) -> bool:
    return _args(case)[0] == "sync" and _status(case) == 0


def _is_stopped(case: Path) -> bool:
    # What Jekyll makes of the pages is told by `check` alone.
    return re.search(r"error\[(?!edited-page|conflicted-page|jekyll-)", _report(case)) is not None


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_command_gives_the_expected_pages_report_and_status(case: Path, tmp_path: Path) -> None:
    site = _site(case, tmp_path)
    sources = {path: data for path, data in site.files().items() if path.startswith("bib/")}
    ran = site.run(*_args(case))
    assert TIME.sub("TIME", f"{ran.err}{DASHES}{ran.out}") == _report(case)
    assert ran.status == _status(case)
    after = site.files()
    assert {path: data for path, data in after.items() if not path.startswith("bib/")} == _expected(case)
    kept = {path: data for path, data in after.items() if path.startswith("bib/") and path != LOCK}
    assert kept == {path: data for path, data in sources.items() if path != LOCK}


@pytest.mark.parametrize("case", [case for case in CASES if _is_synced(case)], ids=lambda case: case.name)
def test_a_sync_leaves_a_lock_with_a_line_for_each_page(case: Path, tmp_path: Path) -> None:
    site = _site(case, tmp_path)
    site.run(*_args(case))
    settings, _ = read_settings(SETTINGS_FILE, site.read(SETTINGS_FILE))
    assert settings is not None
    pages = {page.path: _expected(case)[page.path].replace(b"\r\n", b"\n") for page in settings.pages}
    lines = [f"{sha256(data).hexdigest()}  {path}\n" for path, data in sorted(pages.items())]
    assert site.read(LOCK) == "".join(lines)


@pytest.mark.parametrize("case", [case for case in CASES if _is_stopped(case)], ids=lambda case: case.name)
def test_an_error_stops_a_sync_before_it_touches_any_file(case: Path, tmp_path: Path) -> None:
    site = _site(case, tmp_path)
    before = site.states()
    ran = site.run("sync")
    assert ran.status != 0
    assert ran.out == ""
    assert ran.err.endswith("nothing was written\n")
    assert site.states() == before


def test_the_functions_give_what_the_command_gives(case: Path, tmp_path: Path) -> None:
    args = _args(case)
    found = outcome(Site(_site(case, tmp_path).root), force="--force" in args)
    assert _report(case).startswith(report.problems_text(found.problems))
    if args[0] == "check":  # it tells of more, such as what Jekyll makes of the pages
        return
    if found.plan is None:
        assert _status(case) == (2 if found.settings is None else 1)
        return
    refused = {change.path for change in found.plan.refused}
    assert _status(case) == (1 if refused else 0)
    assert found.build is not None
    for page in found.build.pages:
        if page.path not in refused:
            assert page.data == _expected(case)[page.path].replace(b"\r\n", b"\n")


def test_what_writes_nothing_fails_exactly_where_sync_would_write_or_refuse(
    case: Path, tmp_path: Path
) -> None:
    site = _site(case, tmp_path)
    before = site.states()
    planned = outcome(Site(site.root)).plan
    fine = planned is not None and not planned.writes and not planned.refused
    for args in (["sync", "--check"], ["sync", "--diff"], ["check"], ["check", "--format", "json"]):
        ran = site.run(*args)
        assert site.states() == before
        assert (ran.status == 0) is fine


def test_a_second_sync_changes_nothing_and_touches_no_file(case: Path, tmp_path: Path) -> None:
    site = _site(case, tmp_path)
    told = outcome(Site(site.root)).problems
    first = site.run("sync")
    before = site.states()
    again = outcome(Site(site.root)).problems
    second = site.run("sync")
    assert site.states() == before
    assert second.status == first.status
    assert again == tuple(problem for problem in told if problem.code not in SETTLED)
    if first.status == 0:
        assert "nothing changed" in second.out
        assert site.run("sync", "--check").status == 0


def test_sources_in_another_order_give_the_same_pages(case: Path, tmp_path: Path) -> None:
    site = Site(_site(case, tmp_path).root)
    settings, _ = read_settings(SETTINGS_FILE, decode(SETTINGS_FILE, site.read(SETTINGS_FILE) or b"")[0].text)
    if settings is None:
        assert _status(case) == 2
        return
    data = site.read(OVERRIDES_FILE)
    overrides = read_overrides(OVERRIDES_FILE, decode(OVERRIDES_FILE, data)[0].text)[0] if data else None
    sources = [decode(file, data)[0] for file, data in site.sources()[0].items()]
    shuffled = random.Random(7).sample(sources, len(sources))
    straight = built(settings, sources, overrides or Overrides(()))
    assert built(settings, shuffled, overrides or Overrides(())) == straight
    assert built(settings, sources[::-1], overrides or Overrides(())) == straight


# What is wrong with pages that nobody has imported yet is no case of sources: tests/command/test_import.py.
@pytest.mark.parametrize("code", [code for code in explanations() if not code.startswith("import-")])
def test_every_problem_code_has_a_case(code: str) -> None:
    cases = [HERE / f"{severity}-{code}" for severity in ("error", "warning")]
    reports = {case.name: _report(case) for case in cases if case.is_dir()}
    assert reports, f"no case named error-{code} or warning-{code}"
    for name, text in reports.items():
        assert f" {name.partition('-')[0]}[{code}]: " in text


def test_cases_name_only_codes_that_are_explained() -> None:
    told = "".join(_report(case) for case in CASES)
    named = set(re.findall(r"(?:error|warning)\[([a-z-]+)\]: ", told))
    assert named <= set(explanations())
