"""docs/tasks/: each page walked through in a site of its own, and what such a walk would not let pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubmd.paper.person import read_names
from tests.document import ROOT, Document
from tests.site import TemporarySite
from tests.walk import Walk

TASKS = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs/tasks").glob("*.md"))
# A command of pubmd's with arguments, among words.
INLINE = re.compile(r"`(pubmd \w+ [^`]+)`")


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    return Walk(TemporarySite(tmp_path / "site"), monkeypatch)


@pytest.mark.parametrize("path", TASKS)
def test_each_page_does_what_it_shows(path: str, walk: Walk) -> None:
    document = Document(path)
    walk.through(document)
    shown = [line for line in document.text.splitlines() if line.startswith("$ ")]
    assert walk.ran == [line.removeprefix("$ ") for line in shown] != []
    assert set(INLINE.findall(document.prose)) <= set(walk.ran)


def test_the_readme_leads_to_each_page() -> None:
    readme = Document("README.md").prose
    assert sorted(re.findall(r"\]\((docs/tasks/[^)]+)\)", readme)) == TASKS


# --- what a page cannot show unseen

CONFIGURATION = "`bib/pubmd.yml`:\n\n```yaml\nsections: {vision: {pages: {denoising: }}}\n```\n\n"
SYNC = "```console\n$ pubmd sync\ncreated     _vision/denoising.md (no papers)\n1 page: 1 created\n```\n\n"
RAN = re.escape("untrue.md:7: pubmd sync")
UNTRUE = {
    "another output": (SYNC.replace("no papers", "1 paper"), RAN),
    "an output that is left out": ("```console\n$ pubmd sync\n```\n", RAN),
    "an output too many": (
        "```console\n$ pubmd schema > schema.json\nwritten\n```\n",
        "untrue.md:7: pubmd schema",
    ),
    "a warning that is left out": (
        "`bib/denoising.bib`:\n\n```bibtex\n@article{a, title = {A}, venue = {Notes}}\n```\n\n"
        "```console\n$ pubmd sync\ncreated     _vision/denoising.md (1 paper)\n1 page: 1 created\n```\n",
        "untrue.md:13: pubmd sync(?s:.*)missing-year",
    ),
    "a command that fails": ("```console\n$ false\n```\n", "untrue.md:7: false"),
    "an output of nothing": ("```console\nnothing\n$ true\n```\n", "line 7: what prints this"),
    "a command in a block of another kind": ("```text\n$ pubmd check\n```\n", "no such list was opened"),
    "a command without a block": ("    $ pubmd check\n", "outside of a console"),
    "a block that is never looked at": ("```sh\npubmd check\n```\n", "nothing runs a block of `sh`"),
    "a block without a kind": ("```\n$ pubmd check\n```\n", "nothing runs a block of ``"),
    "a block that is set in": ("- ```sh\n  pubmd check\n  ```\n", "never ends"),
    "a block that never ends": ("```console\n$ pubmd sync\n", "never ends"),
    "a file without a name": ("Like this:\n\n```yaml\na: 1\n```\n", "names no file"),
    "a page that is not so": (
        f"{SYNC}`_vision/denoising.md`:\n\n```markdown\n## Deblurring\n```\n",
        "untrue.md:15(?s:.*)## Denoising",
    ),
}


def test_a_page_that_is_true_passes(walk: Walk) -> None:
    walk.through(Document("true.md", CONFIGURATION + SYNC))
    assert walk.ran == ["pubmd sync"]


@pytest.mark.parametrize(("text", "told"), UNTRUE.values(), ids=UNTRUE)
def test_a_page_that_is_not_true_fails(text: str, told: str, walk: Walk) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception), match=told):
        walk.through(Document("untrue.md", CONFIGURATION + text))


# --- an export of forty


def export(papers: range, more: str = "") -> str:
    words = ("Photons", "Noise", "Denoising", "Sensors", "Raw Bursts")
    return "".join(
        f"@article{{noether{number}, title = {{{words[number % 5]} and the Law of Number {number}}}, "
        f"author = {{Noether, Emmy}}, venue = {{Notes}}, year = {{{2000 + number % 20}}},{more}}}\n"
        for number in papers
    )


def titles(site: TemporarySite) -> list[str]:
    return re.findall(r"(?m)^\*\*.*Number (\d+)\*\*", site.read("_vision/denoising.md"))


def test_forty_papers_are_on_their_page_and_stay_when_they_are_dropped_again(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = walk.site
    site.write("bib/pubmd.yml", "sections: {vision: {pages: {denoising: }}}\n")
    site.write("bib/zotero.bib", export(range(40)))
    monkeypatch.setenv("VISUAL", r"sed -i '/^noether/ s/^\(\S*\)[^#]*/\1 denoising /'")
    assert site.run("tag", "--edit").out.count(": + denoising\n") == 40
    assert site.run("sync").err == ""
    assert sorted(titles(site), key=int) == [str(number) for number in range(40)]
    overrides = site.read("bib/overrides.yml")
    site.write("bib/zotero.bib", export(range(41), " abstract = {New.}"))
    assert re.findall(r"(?m)^noether\d+", site.run("list", "--untagged").out) == ["noether40"]
    assert site.run("sync").out == "updated     _vision/denoising.md\n1 page: 1 updated\n"
    assert len(titles(site)) == 40
    assert site.read("_vision/denoising.md").count("\nNew.\n") == 40
    assert site.read("bib/overrides.yml") == overrides


# --- docs/tasks/stars.md


def test_each_mark_that_the_page_lists_is_read_so() -> None:
    rows = re.findall(r"(?m)^\| (`.*`) \| (\S+?)[ |]", Document("docs/tasks/stars.md").text)
    signs = {sign: mark for cell, mark in rows for sign in re.findall("`([^`]+)`", cell)}
    assert set(signs.values()) == {"*", "†", "‡", "✉", "*†", "the"}
    for sign, mark in signs.items():
        for name in (f"Lovelace, Ada{sign}", f"Ada Lovelace{sign}", f"Lovelace{sign}, Ada"):
            (person,) = (names := read_names(name)).people
            assert person.mark == ("*" if mark == "the" else mark), name
            assert [finding.code for finding in names.findings] == (["odd-name"] if mark == "the" else []), (
                name
            )
