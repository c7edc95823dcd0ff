"""What git does not track is named where that was asked for; where git has no answer, nothing is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pubmd.repository import untracked
from tests.repository import SiteRepository
from tests.site import CONFIGURATION, TemporarySite

ENTRY = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
FILES: dict[str, str | bytes] = {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": ENTRY % ("a", "Seeing")}
PAGE, OTHER, LOCK = "_topics/vision.md", "_topics/sound.md", "bib/pubmd.lock"


@pytest.fixture
def site(tmp_path: Path) -> SiteRepository:
    """A site of which git tracks everything."""
    site = SiteRepository(tmp_path / "site", FILES)
    site.run("sync")
    site.commit()
    return site


def named(site: TemporarySite, sources: list[str], pages: list[str] | None = None) -> list[tuple[str, str]]:
    """The codes of what is told, each with the files that it names."""
    told = untracked(site.root, sources, pages or [])
    return [(each.code, ", ".join(each.message.split("`")[1::2])) for each in told]


def test_nothing_is_told_where_all_is_tracked(site: SiteRepository) -> None:
    assert named(site, [*FILES], [PAGE, OTHER, LOCK]) == []


@pytest.mark.parametrize("args", [["check"], ["sync", "--fail-on-change"]], ids=" ".join)
def test_it_is_told_where_it_was_asked_for(site: SiteRepository, args: list[str]) -> None:
    site.write("bib/new.bib", ENTRY % ("b", "Other"))
    site.write("bib/overrides.yml", "a: {year: 1843}\n")
    ran = site.run(*args)
    assert ran.status == 0
    assert "warning[untracked-source]: git does not track `bib/overrides.yml`, `bib/new.bib`: " in ran.err
    assert site.run(*args, "--strict").status == 1


@pytest.mark.parametrize("args", [["sync"], ["sync", "--check"], ["sync", "--diff"]], ids=" ".join)
def test_git_is_not_asked_elsewhere(
    site: SiteRepository, args: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("git was started"))
    site.write("bib/new.bib", ENTRY % ("b", "Other"))
    assert site.run(*args).status == 0


def test_what_a_gitignore_names_is_a_source_that_ci_lacks_and_a_page_that_is_made_anew(
    site: SiteRepository,
) -> None:
    site.write(".gitignore", "*.bib\n_topics/\nbib/pubmd.lock\n")
    site.git("rm", "--cached", "-r", "--quiet", "bib", "_topics")
    site.git("add", "bib/pubmd.yml")
    assert named(site, [*FILES], [PAGE, OTHER, LOCK]) == [("untracked-source", "bib/vision.bib")]


def test_what_is_staged_is_tracked(site: SiteRepository) -> None:
    site.write("bib/new.bib", "")
    assert named(site, ["bib/new.bib"]) == [("untracked-source", "bib/new.bib")]
    site.git("add", "bib/new.bib")
    assert named(site, ["bib/new.bib"]) == []


@pytest.mark.parametrize(
    "name", ["a b.bib", "ü.bib", "u\u0308.bib", '"a".bib', "a\nb.bib", "*.bib", ":x.bib"]
)
def test_a_file_may_have_any_name(site: SiteRepository, name: str) -> None:
    site.write(f"bib/{name}", "")
    assert [code for code, _ in named(site, [f"bib/{name}"])] == ["untracked-source"]
    site.commit()
    assert named(site, [f"bib/{name}"]) == []


def test_many_files_are_named_in_part(site: SiteRepository) -> None:
    for number in range(12):
        site.write(f"bib/{number:02}.bib", "")
    (told,) = untracked(site.root, [f"bib/{number:02}.bib" for number in range(12)], [])
    assert "`bib/09.bib` and 2 more:" in told.message


def test_a_site_may_lie_within_its_repository(tmp_path: Path) -> None:
    outer = SiteRepository(tmp_path / "outer")
    inner = TemporarySite(outer.root / "docs/site", FILES)
    assert named(inner, [*FILES]) == [("untracked-source", "bib/pubmd.yml, bib/vision.bib")]
    outer.commit()
    assert named(inner, [*FILES]) == []


def test_what_git_tells_a_hook_does_not_lead_astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outer = SiteRepository(tmp_path / "outer")
    inner = TemporarySite(outer.root / "site", FILES)
    outer.commit()
    inner.write("bib/new.bib", "")
    monkeypatch.chdir(outer.root)
    for name, value in (("GIT_DIR", ".git"), ("GIT_INDEX_FILE", ".git/index"), ("GIT_PREFIX", "")):
        monkeypatch.setenv(name, value)
    assert named(inner, [*FILES, "bib/new.bib"]) == [("untracked-source", "bib/new.bib")]


def to_a_file(site: SiteRepository) -> str:
    site.write("exports/a.bib", "")
    (site.root / "bib/a.bib").symlink_to("../exports/a.bib")
    return "bib/a.bib"


def to_a_folder(site: SiteRepository) -> str:
    site.write("exports/a.bib", "")
    (site.root / "bib/linked").symlink_to("../exports")
    return "bib/linked/a.bib"


@pytest.mark.parametrize("link", [to_a_file, to_a_folder])
def test_a_link_and_what_it_leads_to_are_both_needed(
    site: SiteRepository, link: Callable[[SiteRepository], str]
) -> None:
    path = link(site)
    for added in ("bib", "exports"):
        assert named(site, [path]) == [("untracked-source", path)]
        site.git("add", added)
    assert named(site, [path]) == []
    site.git("rm", "--cached", "-r", "--quiet", "bib")
    assert named(site, [path]) == [("untracked-source", path)]


def test_a_link_out_of_the_repository_leads_to_what_ci_lacks(site: SiteRepository, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text("")
    (site.root / "bib/a.bib").symlink_to(tmp_path / "a.bib")
    site.commit()
    assert named(site, ["bib/a.bib"]) == [("untracked-source", "bib/a.bib")]


def test_without_a_repository_nothing_is_told(tmp_path: Path) -> None:
    site = TemporarySite(tmp_path, FILES)
    site.run("sync")
    assert named(site, [*FILES]) == []
    assert site.run("check").err == ""


def test_without_git_nothing_is_told(site: SiteRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    site.write("bib/new.bib", "")
    monkeypatch.setenv("PATH", str(site.root))
    assert named(site, ["bib/new.bib"]) == []


def test_a_repository_that_is_damaged_is_passed_over(site: SiteRepository) -> None:
    site.write("bib/new.bib", "")
    site.write(".git/index", "damage")
    assert named(site, ["bib/new.bib"]) == []


# --- two branches


@pytest.mark.parametrize("is_told", [True, False], ids=["merge=union", "without"])
def test_two_branches_that_change_pages_merge_in_the_lock(site: SiteRepository, is_told: bool) -> None:
    """Pages and sources in different files merge by themselves; the lock's lines stand next to each other."""
    if is_told:
        site.write(".gitattributes", "bib/pubmd.lock merge=union\n")
        site.commit()
    for branch, file, title in (("ours", "vision", "Looking"), ("theirs", "sound", "Hearing")):
        site.git("checkout", "--quiet", "-b", branch, "main")
        site.write(f"bib/{file}.bib", ENTRY % (branch, title))
        assert site.run("sync").status == 0
        site.commit()
    said = site.git("merge", "--no-edit", "ours", status=0 if is_told else 1)
    assert ("CONFLICT (content): Merge conflict in bib/pubmd.lock" in said) is not is_told
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    assert len(site.read(LOCK).splitlines()) == 2
    assert "**Looking**" in site.read(PAGE)
    assert "**Hearing**" in site.read(OTHER)
    assert site.run("sync", "--check").status == 0


def test_two_branches_that_change_one_page_are_settled_by_the_next_sync(site: SiteRepository) -> None:
    site.write(".gitattributes", "bib/pubmd.lock merge=union\n")
    site.commit()
    for branch, file, title in (("ours", "one", "Looking"), ("theirs", "two", "Staring")):
        site.git("checkout", "--quiet", "-b", branch, "main")
        text = (ENTRY % (branch, title)).replace("year", "topics = {vision}, year")
        site.write(f"bib/{file}.bib", text)
        assert site.run("sync").status == 0
        site.commit()
    said = site.git("merge", "--no-edit", "ours", status=1)
    assert f"Merge conflict in {PAGE}" in said
    assert "pubmd.lock" not in said.replace("Auto-merging bib/pubmd.lock", "")
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    for title in ("Looking", "Staring", "Seeing"):
        assert f"**{title}**" in site.read(PAGE)
    assert len(site.read(LOCK).splitlines()) == 2
