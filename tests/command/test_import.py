"""`pubmd import`: what becomes of pages that were written by hand, and what is said of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pubmd import writing
from pubmd.explanation import explanations
from tests.site import Ran, TemporarySite

SLIPS = Path(__file__).parents[1] / "adoption/slips"
HEAD = """\
---
title: Vision
permalink: /vision/denoising.html
---

**[▼ Denoising](/vision/denoising)**

## Denoising

"""
ENTRY = """\
**Seeing in the Dark** <br>
_Ada Lovelace, Kurt Gödel_ <br>
<span><pub>European Conference on Computer Vision (ECCV), 2024</pub></span> <br>
[Paper](https://example.org/dark.pdf){:target="_blank"} |
<a onclick='expandABS("lovelace24")'> Abstract </a>

<div style="display: none;" class=abs id="lovelace24"><br>
Photons are few at night.
</div>
"""
FOOT = "\n---\n\n**[▲ Denoising](/vision/denoising)**\n"
PAGE = HEAD + ENTRY + FOOT


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path, {"_config.yml": "", "_vision/denoising.md": PAGE})


def imported(site: TemporarySite, *args: str) -> Ran:
    return site.run("import", "_vision/denoising.md", *args)


def taken_over(site: TemporarySite, *pages: str) -> Ran:
    return site.run("import", *(pages or ("_vision/denoising.md",)), "--output", str(site.root / "bib"))


# --- what is written, and where


def test_a_page_as_pubmd_writes_it_comes_back_identical_without_force(site: TemporarySite) -> None:
    ran = taken_over(site)
    assert (ran.status, ran.err) == (0, "")
    synced = site.run("sync")
    assert (synced.status, synced.out) == (0, "1 page: nothing changed\n")
    assert site.read("_vision/denoising.md") == PAGE


def test_its_entry_has_the_fields_that_a_person_would_write(site: TemporarySite) -> None:
    taken_over(site)
    assert site.read("bib/denoising.bib") == (
        "@inproceedings{lovelace24,\n"
        "  title     = {Seeing in the Dark},\n"
        "  author    = {Lovelace, Ada and Gödel, Kurt},\n"
        "  booktitle = {European Conference on Computer Vision},\n"
        "  year      = {2024},\n"
        "  paper     = {https://example.org/dark.pdf},\n"
        "  abstract  = {Photons are few at night.},\n"
        "}\n"
    )


def test_without_output_all_goes_to_standard_output_and_nothing_is_written(site: TemporarySite) -> None:
    before = site.states()
    ran = imported(site)
    assert ran.status == 0
    assert "% bib/denoising.bib\n@inproceedings{lovelace24," in ran.out
    assert "# bib/pubmd.yml\n" in ran.out
    assert site.states() == before


def test_check_writes_nothing_and_says_identical(site: TemporarySite) -> None:
    before = site.states()
    ran = imported(site, "--check")
    assert ran.out == "_vision/denoising.md: identical\n1 page: 1 publication; 1 identical, 0 to be mended\n"
    assert site.states() == before


def test_no_file_is_ever_written_over(site: TemporarySite) -> None:
    site.write("bib/denoising.bib", "% mine\n")
    before = site.states()
    ran = taken_over(site)
    assert ran.status == 2
    assert "bib/denoising.bib is there already" in ran.err
    assert site.states() == before


def test_another_folder_gets_no_lock(site: TemporarySite) -> None:
    ran = site.run("import", "_vision/denoising.md", "--output", str(site.root / "elsewhere"))
    assert ran.status == 0
    assert sorted(path for path in site.files() if path.startswith("elsewhere")) == [
        "elsewhere/denoising.bib",
        "elsewhere/pubmd.yml",
    ]
    assert "bib/pubmd.lock" not in site.files()


def test_lines_of_a_lock_that_is_there_stay(site: TemporarySite) -> None:
    line = f"{'0' * 64}  _sound/noise.md\n"
    site.write("bib/pubmd.lock", line)
    taken_over(site)
    assert line in site.read("bib/pubmd.lock")
    assert "  _vision/denoising.md\n" in site.read("bib/pubmd.lock")


def two_sections() -> dict[str, str | bytes]:
    """Two pages of one name in two sections, with a paper each."""
    other = PAGE.replace("lovelace24", "hearing24").replace("Seeing", "Hearing")
    return {
        "_a/denoising.md": PAGE.replace("/vision/", "/a/"),
        "_b/denoising.md": other.replace("/vision/", "/b/"),
    }


FILES = ("bib/a/denoising.bib", "bib/b/denoising.bib", "bib/pubmd.yml", "bib/pubmd.lock")


@pytest.mark.parametrize("failing", FILES)
def test_where_one_file_cannot_be_written_none_is_and_the_repeat_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    pages = two_sections()
    site = TemporarySite(tmp_path, {"_config.yml": "", **pages})
    before, replace = site.files(), writing.replace

    def broken(root: Path, path: str, data: bytes) -> None:
        if path == failing:
            raise writing.WriteError(f"{path} cannot be written: No space left on device")
        replace(root, path, data)

    monkeypatch.setattr(writing, "replace", broken)
    ran = taken_over(site, *pages)
    assert (ran.status, ran.out) == (3, "")
    assert f"pubmd: {failing} cannot be written: No space left on device\n" in ran.err
    assert site.files() == before
    assert not (tmp_path / "bib").exists()
    monkeypatch.undo()
    assert taken_over(site, *pages).status == 0
    assert set(site.files()) == {*before, *FILES}


def test_a_file_where_a_folder_would_be_is_said_before_anything_is_written(tmp_path: Path) -> None:
    pages = two_sections()
    site = TemporarySite(tmp_path, {"_config.yml": "", "bib/b": "x", **pages})
    before = site.files()
    ran = taken_over(site, *pages)
    assert (ran.status, ran.out) == (2, "")
    assert "pubmd: bib/b/denoising.bib cannot be read: Not a directory\n" in ran.err
    assert site.files() == before


# --- sources that are there already


def test_sources_that_touch_no_page_change_nothing(site: TemporarySite) -> None:
    site.write("bib/export.bib", "@article{old, title = {Old}, year = {2020}, keywords = {metals}}\n")
    ran = taken_over(site)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("1 page: 1 publication; 1 identical, 0 to be mended\n")
    assert site.run("sync").out == "1 page: nothing changed\n"


def test_a_paper_that_another_source_puts_on_the_page_is_named_and_the_page_left_alone(
    site: TemporarySite,
) -> None:
    site.write("bib/export.bib", "@article{old, title = {Old}, year = {2020}, keywords = {denoising}}\n")
    checked = imported(site, "--check")
    assert "identical\n" not in checked.out
    ran = taken_over(site)
    assert (ran.status, checked.status) == (1, 1)
    for each in (ran, checked):
        assert (
            "_vision/denoising.md: error[import-difference]: `old` is on this page by bib/export.bib:1:1, "
            "and was not written on it\n"
        ) in each.err
    assert "bib/pubmd.lock" not in site.files()
    assert site.run("sync").status == 1
    assert site.read("_vision/denoising.md") == PAGE


def test_what_another_source_says_of_a_paper_is_in_the_report(site: TemporarySite) -> None:
    entry = (
        "@article{lovelace24, title = {Seeing in the Dark}, year = {2024}, author = {Lovelace, Ada},\n"
        "  journal = {Notes}, code = {https://example.org/code}}\n"
    )
    site.write("bib/a.bib", entry)
    ran = imported(site, "--check")
    assert ran.status == 1
    assert "    - _Ada Lovelace, Kurt Gödel_ <br>\n    + _Ada Lovelace_ <br>\n" in ran.out
    assert '+ [Code](https://example.org/code){:target="_blank"} |\n' in ran.out
    assert "bib/denoising.bib:1:1: warning[merged-entry]: `lovelace24` is the same paper as" in ran.err
    site.write("bib/overrides.yml", "lovelace24: {award: Best Paper}\n")
    assert "+ <span><highlighted>Best Paper</highlighted></span> <br>\n" in imported(site, "--check").out


def test_overrides_that_cannot_be_read_are_mended_first(site: TemporarySite) -> None:
    site.write("bib/overrides.yml", "lovelace24: [\n")
    before = site.files()
    ran = taken_over(site)
    assert ran.status == 2
    assert "pubmd: bib/overrides.yml has to be mended first: bib/overrides.yml:" in ran.err
    assert site.files() == before


def test_sources_beside_another_folder_are_none_of_its_business(site: TemporarySite) -> None:
    site.write("bib/export.bib", "@article{old, title = {Old}, year = {2020}, keywords = {denoising}}\n")
    ran = site.run("import", "_vision/denoising.md", "--output", str(site.root / "elsewhere"))
    assert ran.status == 0
    assert "1 identical" in ran.out


# --- the page with slips of its own


@pytest.fixture
def slips(tmp_path: Path) -> TemporarySite:
    site = TemporarySite(tmp_path, {"_config.yml": ""})
    shutil.copytree(SLIPS, tmp_path / "_vision")
    return site


PAGES = ("_vision/denoising.md", "_vision/segmentation.md")


@pytest.mark.parametrize(
    ("place", "mend"),
    [
        ("denoising.md:16", "two-pages"),
        ("denoising.md:17", "emphasis"),
        ("denoising.md:17", "names"),
        ("denoising.md:18", "comma"),
        ("denoising.md:18", "spacing"),
        ("denoising.md:19", "unclosed"),
        ("denoising.md:20", "label"),
        ("denoising.md:21", "link-attributes"),
        ("denoising.md:22", "link-target"),
        ("denoising.md:26", "abstract-lines"),
        ("denoising.md:30", "blank-lines"),
        ("denoising.md:39", "id"),
        ("denoising.md:43", "comment"),
        ("segmentation.md:8", "navigation"),
        ("segmentation.md:22", "order"),
        ("segmentation.md:22", "abstract-link"),
    ],
)
def test_a_slip_is_named_with_its_line(slips: TemporarySite, place: str, mend: str) -> None:
    ran = slips.run("import", *PAGES, "--check")
    assert ran.status == 0
    lines = [line for line in ran.err.splitlines() if f"[{mend}]" in line]
    assert any(line.startswith(f"_vision/{place}:1: warning[import-mended]: ") for line in lines), ran.err


def test_what_was_mended_is_synced_without_force_and_stays_so(slips: TemporarySite) -> None:
    taken_over(slips, *PAGES)
    assert slips.run("sync").status == 0
    assert slips.run("sync").out == "3 pages: nothing changed\n"
    page = slips.read("_vision/denoising.md")
    assert "Code of all papers is on [GitHub](https://example.org/code).\n" in page
    assert page.count("</div>") == 3
    assert "<span><highlighted>Best Paper Award</highlighted> of the main track</span> <br>\n" in page
    assert "Noise of $\\sigma &lt; 5$ is no noise.\n" in page


def test_a_paper_on_two_pages_is_one_entry_with_two_topics(slips: TemporarySite) -> None:
    taken_over(slips, *PAGES)
    sources = slips.read("bib/denoising.bib") + slips.read("bib/segmentation.bib")
    assert sources.count("title      = {Seeing in the") == 1
    assert "topics     = {segmentation}," in sources
    slips.run("sync")
    assert "Fewer Photons** <br>" in slips.read("_vision/segmentation.md")


def test_a_publication_in_a_comment_is_kept_hidden(slips: TemporarySite) -> None:
    taken_over(slips, *PAGES)
    (entry,) = [each for each in slips.read("bib/denoising.bib").split("@") if "A Draft on Noise" in each]
    assert "  hidden       = {true},\n" in entry
    slips.run("sync")
    assert "Draft on Noise" not in slips.read("_vision/denoising.md")


def test_the_first_sync_counts_no_paper_that_nobody_could_see(slips: TemporarySite) -> None:
    page = slips.read("_vision/denoising.md")
    slips.write("_vision/denoising.md", page.replace("<!-- **A Draft", "<!--\n**A Draft"))
    taken_over(slips, *PAGES)
    assert "updated     _vision/denoising.md\n" in slips.run("sync").out


def test_after_an_import_init_adds_what_the_configuration_lacks(site: TemporarySite) -> None:
    site.write("_config.yml", "title: Lab\ninclude: [_pages]\n")
    site.write("_layouts/default.html", "{{ content }}\n")
    site.write("index.md", "---\nlayout: default\n---\n")
    taken_over(site)
    checked = site.run("check")
    assert checked.status == 1
    assert "error[jekyll-publishes-sources]: " in checked.err
    before = {path: data for path, data in site.files().items() if path.startswith(("bib/", "_vision/"))}
    assert site.run("init", "--yes").status == 0
    assert "\nexclude: [bib, " in site.read("_config.yml")
    assert before.items() <= site.files().items()
    assert (site.run("check").status, site.run("sync").out) == (0, "1 page: nothing changed\n")


# --- what is not understood


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty", b"", "the page is empty"),
        ("picture", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "this is no text"),
        ("huge", b"x" * (10 * 1024 * 1024), "too long"),
        ("broken front matter", PAGE.replace("Vision", "[Vision", 1).encode(), "not readable as YAML"),
        ("a key twice", PAGE.replace("title: Vision", "title: Vision\ntitle: Sound").encode(), "twice"),
        (
            "a list of links",
            b"---\ntitle: Papers\n---\n\n- Ada Lovelace. [Notes](https://example.org). 1843.\n- More.\n",
            "no publication was found",
        ),
        (
            "an include for each paper",
            b"---\nlayout: archive\n---\n{% for post in site.papers %}{% include one.html %}{% endfor %}\n",
            "no publication was found",
        ),
        (
            "a table",
            b"<table><tr><td>Lovelace</td><td>Notes</td><td>1843</td></tr></table>\n",
            "no publication was found",
        ),
        (
            "mostly other text",
            f"{HEAD}{ENTRY}\n## Also\n\n{'And still more. ' * 300}\n".encode(),
            "most of this page is not understood",
        ),
    ],
)  # fmt: skip
def test_a_page_that_is_not_understood_is_said_and_nothing_is_made_of_it(
    site: TemporarySite, name: str, data: bytes, said: str
) -> None:
    site.write("_vision/denoising.md", data)
    ran = taken_over(site)
    assert ran.status == 1
    assert "_vision/denoising.md" in ran.err
    assert "error[import-unread]: " in ran.err
    assert said in ran.err
    assert set(site.files()) == {"_config.yml", "_vision/denoising.md"}


def test_the_other_pages_are_taken_over_all_the_same(site: TemporarySite) -> None:
    site.write("_vision/people.md", "# People\n\nAda Lovelace\n")
    ran = taken_over(site, "_vision/denoising.md", "_vision/people.md")
    assert ran.status == 1
    assert "_vision/people.md: error[import-unread]: " in ran.err
    assert site.run("sync").out == "1 page: nothing changed\n"


LEFTOVERS = {
    "a heading among the papers": ENTRY
    + "\n## 2023\n\n"
    + ENTRY.replace("24", "23").replace("Seeing", "Being"),
    "a paper without a title": ENTRY
    + "\n"
    + "\n".join(ENTRY.split("\n")[1:]).replace("Photons", "Electrons"),
    "a text among the papers": ENTRY + "\nMore papers are on our wall.\n",
    "a mark before a title": "<span><highlighted>(New!)</highlighted></span> " + ENTRY,
    "Liquid": ENTRY.replace("Photons", "{{ site.time }} photons"),
    "a broken link": ENTRY.replace("[Paper](", "[Paper(").replace("<br>\n_Ada", "<br>\n_Ada"),
}


@pytest.mark.parametrize("body", LEFTOVERS.values(), ids=LEFTOVERS)
def test_what_is_left_over_is_an_error_and_sync_leaves_the_page_alone(site: TemporarySite, body: str) -> None:
    page = HEAD + body + FOOT
    site.write("_vision/denoising.md", page)
    ran = taken_over(site)
    assert ran.status == 1
    assert "error[import-leftover]: " in ran.err
    assert "bib/pubmd.lock" not in site.files()
    assert site.run("sync").status == 1
    assert site.read("_vision/denoising.md") == page


def test_what_nothing_explains_is_an_error_and_sync_leaves_the_page_alone(site: TemporarySite) -> None:
    nav = "**[▲ Denoising](/vision/denoising)**\n**[▶ Sound](/vision/sound)**\n"
    second = ENTRY.replace("Seeing", "Hearing").replace("lovelace24", "hearing24")
    site.write("_vision/denoising.md", f"{HEAD}{ENTRY}\n{nav}\n{second}{FOOT}")
    ran = taken_over(site)
    assert ran.status == 1
    assert (
        "_vision/denoising.md:20:1: error[import-difference]: these words would be lost: `Denoising"
        in ran.err
    )
    assert "bib/pubmd.lock" not in site.files()


@pytest.mark.parametrize("code", [code for code in explanations() if code.startswith("import-")])
def test_each_code_of_an_import_is_brought_about_by_a_test(code: str) -> None:
    folder = Path(__file__).parent
    tests = (folder / "test_import.py").read_text("utf-8") + (folder / "test_import_update.py").read_text(
        "utf-8"
    )
    assert f"[{code}]: " in tests


def test_a_link_to_a_page_that_is_not_imported_is_said(site: TemporarySite) -> None:
    other = "**[▶ Sound](/vision/sound)**\n"
    page = PAGE.replace("denoising)**\n\n##", f"denoising)**\n{other}\n##")
    site.write("_vision/denoising.md", page.removesuffix("\n") + f"\n{other}")
    ran = taken_over(site)
    assert "warning[import-nav]: the nav block links to `/vision/sound`" in ran.err
    assert "      sound:     {label: Sound}\n" in site.read("bib/pubmd.yml")


def linked(other: str) -> str:
    """The page with a nav link to another one."""
    page = PAGE.replace("denoising)**\n\n##", f"denoising)**\n{other}\n##")
    return page.removesuffix("\n") + f"\n{other}"


SOUND = PAGE.replace("/vision/denoising", "/vision/sound").replace("lovelace24", "sound24")


@pytest.mark.parametrize(
    "unread",
    [
        SOUND.replace("title: Vision", 'title: "Vision'),
        "---\npermalink: /vision/sound.html\n---\nNo papers yet.\n",
    ],
    ids=["broken front matter", "no publication"],
)
def test_no_page_is_made_beside_one_that_was_not_understood(site: TemporarySite, unread: str) -> None:
    site.write("_vision/denoising.md", linked("**[▶ Sound](/vision/sound)**\n"))
    site.write("_vision/Sounds.md", unread)
    ran = taken_over(site, "_vision/denoising.md", "_vision/Sounds.md")
    assert ran.status == 1
    assert "_vision/Sounds.md" in ran.err.split("error[import-unread]")[0]
    assert (
        "warning[import-nav]: the nav block links to `/vision/sound`, which is _vision/Sounds.md and was not "
        "understood\n    hint: mend that page and import again; until then, sync leaves it alone\n"
    ) in ran.err
    synced = site.run("sync")
    assert (synced.status, synced.out) == (1, "2 pages: 1 edited by hand, 1 unchanged\n")
    assert site.read("_vision/Sounds.md") == unread
    assert sorted(path for path in site.files() if path.endswith(".md")) == [
        "_vision/Sounds.md",
        "_vision/denoising.md",
    ]


def test_no_page_is_made_beside_one_that_was_not_named(site: TemporarySite) -> None:
    site.write("_vision/denoising.md", linked("**[▶ Sound](/vision/sound)**\n"))
    site.write("_vision/Sounds.md", SOUND)
    ran = taken_over(site)
    assert "hint: name _vision/Sounds.md in the same call; until then, sync leaves it alone\n" in ran.err
    assert site.run("sync").out == "2 pages: 1 edited by hand, 1 unchanged\n"
    assert site.read("_vision/Sounds.md") == SOUND


@pytest.mark.parametrize("path", ["_pages/sound.md", "_vision/sound.html", "_old/vision/s.markdown"])
def test_no_page_is_made_for_an_address_that_a_page_elsewhere_has(site: TemporarySite, path: str) -> None:
    page = linked("**[▶ Sound](/vision/sound)**\n")
    site.write("_vision/denoising.md", page)
    site.write(path, SOUND)
    ran = taken_over(site)
    assert ran.status == 1
    assert (
        f"error[import-leftover]: a nav link to {path}, which is no Markdown in _vision/: `Sound`\n"
        in ran.err
    )
    assert "sound" not in site.read("bib/pubmd.yml")
    synced = site.run("sync")
    assert (synced.status, synced.out) == (1, "1 page: 1 edited by hand\n")
    assert site.read("_vision/denoising.md") == page


def test_a_page_that_was_copied_into_another_section_gets_an_address_of_its_own(site: TemporarySite) -> None:
    for name in ("noise", "echo"):
        text = PAGE.replace("/vision/denoising", f"/sound/{name}")
        site.write(f"_sound/{name}.md", text.replace("lovelace24", f"{name}24").replace("Dark", name))
    site.write("_sound/copy.md", PAGE.replace("Seeing", "Hearing").replace("lovelace24", "hearing24"))
    pages = ("_sound/copy.md", "_sound/noise.md", "_sound/echo.md", "_vision/denoising.md")
    ran = taken_over(site, *pages)
    assert (
        "_sound/copy.md:1:1: warning[import-mended]: the permalink `/vision/denoising.html` is that of "
        "_vision/denoising.md too: this page gets `/sound/copy.html` [permalink]\n"
    ) in ran.err
    assert "      copy:  {label: Denoising}\n" in site.read("bib/pubmd.yml")
    site.run("sync")
    assert site.read("_vision/denoising.md") == PAGE


# --- bytes


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PAGE.encode(),
        PAGE.replace("\n", "\r\n").encode(),
        PAGE.replace("Gödel", "Goedel").encode("utf-16"),
        PAGE.encode().replace("ö".encode(), b"\xf6"),
        PAGE.removesuffix("\n").encode(),
        PAGE.replace("\n", "\r").encode(),
    ],
    ids=["byte order mark", "CRLF", "UTF-16", "Windows-1252", "no final line end", "CR"],
)
def test_other_encodings_and_line_ends_are_read_and_synced(site: TemporarySite, data: bytes) -> None:
    site.write("_vision/denoising.md", data)
    ran = taken_over(site)
    assert ran.status == 0
    assert site.run("sync").status == 0
    written = site.files()["_vision/denoising.md"].decode().replace("\r\n", "\n")
    assert written == PAGE.replace("Gödel", "Goedel") if b"Goedel" in data or data[:1] == b"\xff" else PAGE
    if written.encode() != data.replace(b"\r\n", b"\n"):
        assert "import-mended" in ran.err


# --- usage


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["_vision/nothing.md"], "there is no page _vision/nothing.md"),
        (["_vision"], "_vision is a folder; name its pages"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_work_does_not_start(
    site: TemporarySite, args: list[str], said: str
) -> None:
    ran = site.run("import", *args)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_page_outside_of_the_site_is_refused(
    site: TemporarySite, tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = tmp_path_factory.mktemp("other") / "page.md"
    page.write_text(PAGE)
    ran = site.run("import", str(page))
    assert ran.status == 2
    assert "lies outside of the site" in ran.err


def test_strict_lets_mends_count(slips: TemporarySite) -> None:
    assert slips.run("import", *PAGES, "--check", "--strict").status == 1
