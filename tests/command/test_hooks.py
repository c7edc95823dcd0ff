"""The hooks that pubmd offers, run by the real pre-commit at commits in a real repository.

pre-commit clones this checkout and installs it into an environment of its own, without the network.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.repository import SiteRepository
from tests.site import CONFIGURATION

ROOT = Path(__file__).parents[2]
ENTRY = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
PAGE = "_topics/vision.md"
PRE_COMMIT = [sys.executable, "-m", "pre_commit"]
LOCAL = """\
repos:
  - repo: local
    hooks:
      - id: pubmd
        name: pubmd
        entry: {entry}
        language: system
        pass_filenames: false
        always_run: true
"""


@pytest.fixture(scope="module")
def offered(tmp_path_factory: pytest.TempPathFactory, offline: dict[str, str]) -> SiteRepository:
    """A repository of this checkout's own files, for pre-commit to install from."""
    repository = SiteRepository(tmp_path_factory.mktemp("pubmd"))
    shutil.copytree(ROOT / "pubmd", repository.root / "pubmd", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, repository.root)
    repository.commit()
    repository.environment |= offline | {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}
    return repository


def site_with(configuration: str, environment: dict[str, str], root: Path) -> SiteRepository:
    """A site whose commits run these hooks, and in which all is committed and up to date."""
    site = SiteRepository(root, {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": ENTRY % ("a", "Seeing")})
    site.environment |= environment
    site.write(".pre-commit-config.yaml", configuration)
    assert site.run("sync").status == 0
    site.commit()
    assert "pre-commit installed" in site.process(*PRE_COMMIT, "install")
    return site


def hooked(offered: SiteRepository, hook: str, root: Path) -> SiteRepository:
    revision = offered.git("rev-parse", "HEAD").strip()
    text = f"repos:\n- repo: {offered.root}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n"
    return site_with(text, offered.environment, root)


@pytest.fixture
def synced(offered: SiteRepository, tmp_path: Path) -> SiteRepository:
    """A site whose commits run the hook that syncs."""
    return hooked(offered, "pubmd-sync", tmp_path / "site")


def test_where_all_is_fine_a_commit_passes(synced: SiteRepository) -> None:
    synced.write("README.md", "A site.\n")
    assert "Passed" in synced.commit()


def test_an_export_that_was_dropped_writes_its_page_and_the_next_commit_passes(
    synced: SiteRepository,
) -> None:
    synced.write("bib/vision.bib", ENTRY % ("a", "Seeing") + ENTRY % ("b", "Looking"))
    said = synced.commit(status=1)
    assert f"updated     {PAGE} (1 paper more)\n" in said
    assert "**Looking**" in synced.read(PAGE)
    assert "Passed" in synced.commit()
    assert "**Looking**" in synced.git("show", f"HEAD:{PAGE}")


def test_an_export_that_nobody_added_is_named(synced: SiteRepository) -> None:
    synced.write("bib/new.bib", (ENTRY % ("b", "Hearing")).replace("year", "topics = {sound}, year"))
    synced.git("commit", "--allow-empty", "--message", "Change", status=1)
    synced.git("add", "_topics", "bib/pubmd.lock")
    synced.write("README.md", "A site.\n")
    said = synced.process(*PRE_COMMIT, "run", "--verbose")
    assert "bib/new.bib: warning[untracked-source]: git does not track `bib/new.bib`: " in said


def test_a_page_that_was_edited_by_hand_stops_the_commit_and_stays(synced: SiteRepository) -> None:
    edited = synced.read(PAGE) + "By hand.\n"
    synced.write(PAGE, edited)
    said = synced.commit(status=1)
    assert f"{PAGE}:" in said
    assert "error[edited-page]" in said
    assert "\n-By hand.\n" in said
    assert synced.read(PAGE) == edited


def test_an_edit_that_is_not_staged_is_back_after_the_commit(synced: SiteRepository) -> None:
    edited = synced.read(PAGE) + "By hand.\n"
    synced.write(PAGE, edited)
    synced.write("bib/vision.bib", ENTRY % ("a", "Looking"))
    synced.git("add", "bib")
    said = synced.git("commit", "--message", "Change", status=1)
    assert "updated" in said
    assert synced.read(PAGE).endswith("By hand.\n")
    assert "error[edited-page]" in synced.run("sync").err


def test_a_page_that_was_deleted_comes_back(synced: SiteRepository) -> None:
    before = synced.read(PAGE)
    (synced.root / PAGE).unlink()
    assert f"created     {PAGE} (1 paper)\n" in synced.commit(status=1)
    assert synced.read(PAGE) == before


def test_the_hook_that_checks_writes_nothing(offered: SiteRepository, tmp_path: Path) -> None:
    site = hooked(offered, "pubmd-check", tmp_path / "site")
    site.write("README.md", "A site.\n")
    assert "Passed" in site.commit()
    before = site.read(PAGE)
    site.write("bib/vision.bib", ENTRY % ("a", "Looking"))
    said = site.commit(status=1)
    assert f"to update   {PAGE} (1 paper more, 1 fewer)\n" in said
    assert site.read(PAGE) == before
    site.run("sync")
    assert "Passed" in site.commit()


@pytest.mark.parametrize("entry", ["pubmd sync --fail-on-change", "pubmd check"])
def test_an_installed_pubmd_is_a_local_hook(entry: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    scripts = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {"PRE_COMMIT_HOME": str(home), "PATH": scripts, "PYTHONPATH": str(ROOT)}
    site = site_with(LOCAL.format(entry=entry), environment, tmp_path / "site")
    site.write("README.md", "A site.\n")
    assert "Passed" in site.commit()
    site.write(PAGE, "By hand.\n")
    assert "error[edited-page]" in site.commit(status=1)
