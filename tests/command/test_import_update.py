"""`pubmd import --update`: what somebody edited in a page of pubmd's goes into the sources, or is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site import Ran, TemporarySite

SETTINGS = """\
sections:
  vision:
    pages:
      denoising: {}
      segmentation: {}
"""
OWN = """\
% our own papers
@inproceedings{lovelace24,
  title     = {Seeing in the Dark},
  author    = {Lovelace, Ada and Gödel, Kurt},
  booktitle = {European Conference on Computer Vision},   % a remark
  year      = 2024,
  paper     = {https://example.org/dark.pdf},
  code      = {https://example.org/code},
  abstract  = {Photons are few.}
}

@article{noether23,
  title    = {Noise},
  author   = {Noether, Emmy},
  journal  = {IEEE Transactions on Image Processing},
  year     = {2023},
}
"""
EXPORT = """\
@article{euler22,
  title = {Cuts},
  author = {Euler, Leonhard},
  journal = {Optics Express},
  year = {2022},
  keywords = {denoising},
}
@article{gauss21,
  title = {Least Squares},
  author = {Gau{\\ss}, Carl Friedrich},
  journal = {Optics Express},
  year = {2021},
  keywords = {segmentation},
}
"""
PAGE = "_vision/denoising.md"


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    site = TemporarySite(
        tmp_path, {"bib/pubmd.yml": SETTINGS, "bib/denoising.bib": OWN, "bib/zotero.bib": EXPORT}
    )
    assert site.run("sync").status == 0
    return site


def edited(site: TemporarySite, before: str, after: str, *more: str) -> Ran:
    """The page with an edit, and the command run on it."""
    page = site.read(PAGE)
    assert page.count(before) == 1
    site.write(PAGE, page.replace(before, after))
    return site.run("import", PAGE, "--update", *more)


def assert_carried(site: TemporarySite, ran: Ran) -> None:
    """The edit is in the sources: a sync finds the page as it should be."""
    assert ran.status == 0, ran.err
    page = site.read(PAGE)
    synced = site.run("sync")
    assert (synced.status, synced.err) == (0, "")
    assert site.read(PAGE) == page


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "**Seeing in the Dark**",
            "**Seeing by Night & Day**",
            "{Seeing in the Dark}",
            r"{Seeing by Night \& Day}",
        ),
        (
            "_Ada Lovelace, Kurt Gödel_",
            "_Ada Lovelace_",
            "{Lovelace, Ada and Gödel, Kurt}",
            "{Lovelace, Ada}",
        ),
        ("(ECCV), 2024<", "(ECCV), 2025<", "= 2024,", "= {2025},"),
        (
            "<pub>European Conference on Computer Vision (ECCV),",
            "<pub>Asian Conference on Computer Vision (ACCV),",
            "{European Conference",
            "{Asian Conference",
        ),
        (
            "<pub>European Conference on Computer Vision (ECCV),",
            "<pub>ECCV (main track),",
            "{Photons are few.}\n",
            "{Photons are few.},\n  venue     = {ECCV (main track)}\n",
        ),
        ("Photons are few.", "Photons are many.", "{Photons are few.}", "{Photons are many.}"),
        ("https://example.org/code)", "https://example.org/new)", "/code}", "/new}"),
        (
            '[Code](https://example.org/code){:target="_blank"} |\n',
            "",
            "  code      = {https://example.org/code},\n",
            "",
        ),
        (
            "(ECCV), 2024<",
            "(ECCV), 2024 <highlighted>(Oral)</highlighted><",
            "{Photons are few.}\n",
            "{Photons are few.},\n  tag       = {Oral}\n",
        ),
    ],
    ids=[
        "title",
        "authors",
        "year",
        "venue",
        "a venue's own words",
        "abstract",
        "address",
        "link taken out",
        "tag",
    ],
)
def test_an_edit_of_an_entry_of_the_labs_own_goes_into_its_file_and_nowhere_else(
    site: TemporarySite, before: str, after: str, old: str, new: str
) -> None:
    others = {path: data for path, data in site.files().items() if path.endswith((".yml", "zotero.bib"))}
    ran = edited(site, before, after)
    assert OWN.count(old) == 1
    assert site.read("bib/denoising.bib") == OWN.replace(old, new)
    assert others.items() <= site.files().items()
    assert "bib/overrides.yml" not in site.files()
    assert_carried(site, ran)


def test_an_edit_of_an_exports_entry_goes_into_the_overrides(site: TemporarySite) -> None:
    ran = edited(site, "**Cuts**", "**Cuts in Graphs**")
    assert site.read("bib/zotero.bib") == EXPORT
    assert site.read("bib/overrides.yml") == "euler22:\n  title: Cuts in Graphs\n"
    assert_carried(site, ran)


def test_a_field_that_the_overrides_have_is_changed_there_and_its_comments_stay(site: TemporarySite) -> None:
    site.write("bib/overrides.yml", "# by hand\nlovelace24:\n  award: Best Paper  # at last\n")
    site.run("sync")
    ran = edited(site, ">Best Paper<", ">Best Paper Award<")
    assert site.read("bib/overrides.yml") == "# by hand\nlovelace24:\n  award: Best Paper Award  # at last\n"
    assert site.read("bib/denoising.bib") == OWN
    assert_carried(site, ran)


NEW = """\
**A New One** <br>
_Kurt Gödel_ <br>
<span><pub>European Conference on Computer Vision (ECCV), 2024</pub></span> <br>
[Paper](https://example.org/new.pdf){:target="_blank"} |
<a onclick='expandABS("godel24")'> Abstract </a>

<div style="display: none;" class=abs id="godel24"><br>
It is new.
</div>

"""


@pytest.mark.parametrize("before", ["**Seeing in the Dark**", "**Noise**"], ids=["first", "second"])
def test_a_new_publication_becomes_an_entry_where_it_stands(site: TemporarySite, before: str) -> None:
    ran = edited(site, before, NEW + before)
    text = site.read("bib/denoising.bib")
    assert "@inproceedings{godel24,\n" in text
    kept = text.split("@inproceedings{godel24,")
    assert (kept[0] + kept[1].partition("\n}\n\n")[2]) == OWN
    assert_carried(site, ran)


def test_a_publication_that_another_page_has_gets_a_topic(site: TemporarySite) -> None:
    other = site.read("_vision/segmentation.md")
    entry = other[other.index("**Least") : other.rindex("\n---\n\n**[")]
    page = site.read(PAGE)
    at = page.index("\n---\n\n**[▲")
    site.write(PAGE, f"{page[:at]}\n{entry}{page[at:]}")
    ran = site.run("import", PAGE, "--update")
    assert site.read("bib/overrides.yml") == "gauss21:\n  topics: [denoising]\n"
    assert_carried(site, ran)


def test_a_publication_that_is_gone_loses_its_topic_and_nothing_else(site: TemporarySite) -> None:
    page = site.read(PAGE)
    entry = page[page.index("**Noise**") : page.index("**Cuts**")]
    ran = edited(site, entry, "")
    assert ran.out == "`noether23` is on no page any more: `-denoising` in bib/overrides.yml\n"
    assert site.read("bib/overrides.yml") == "noether23:\n  topics: [-denoising]\n"
    assert site.read("bib/denoising.bib") == OWN
    assert_carried(site, ran)


def test_a_publication_in_a_comment_has_left_the_page(site: TemporarySite) -> None:
    page = site.read(PAGE)
    entry = page[page.index("**Noise**") : page.index("\n**Cuts**")]
    ran = edited(site, entry, f"<!--\n{entry}-->\n")
    assert ran.out == "`noether23` is on no page any more: `-denoising` in bib/overrides.yml\n"
    line = page[: page.index("**Noise**")].count("\n") + 2
    assert ran.err.startswith(
        f"{PAGE}:{line}:1: warning[import-mended]: `Noise` in a comment leaves the page, its entry stays: "
        "the comment is left out [comment]\n"
    )
    assert site.read("bib/denoising.bib") == OWN
    assert site.run("sync").status == 0
    assert site.read(PAGE) == page.replace(f"{entry}\n", "")


def test_words_that_were_edited_in_a_comment_are_not_lost(site: TemporarySite) -> None:
    page = site.read(PAGE)
    entry = page[page.index("**Noise**") : page.index("\n**Cuts**")]
    site.write(PAGE, page.replace(entry, f"<!--\n{entry.replace('Noether', 'Nöther')}-->\n"))
    ran = assert_refused(site)
    assert "`Noise` in a comment was edited as well, and the next sync would leave the comment out" in ran.err


def test_a_publication_that_stands_in_a_comment_too_stays_on_the_page(site: TemporarySite) -> None:
    page = site.read(PAGE)
    entry = page[page.index("**Noise**") : page.index("\n**Cuts**")]
    ran = edited(site, entry, f"{entry}\n<!--\n{entry}-->\n")
    assert (ran.status, ran.out) == (0, "nothing to carry over\n")
    assert "`Noise` in a comment stands on the page as well: the comment is left out [comment]\n" in ran.err


def test_a_new_publication_in_a_comment_is_not_lost(site: TemporarySite) -> None:
    site.write(PAGE, site.read(PAGE).replace("**Noise**", f"<!--\n{NEW}-->\n\n**Noise**"))
    ran = assert_refused(site)
    assert "in a comment is none of the page's, and the next sync would leave the comment out" in ran.err
    assert "\n    hint: take the comment out; an entry with `hidden = {true}` keeps" in ran.err


@pytest.mark.parametrize("is_above", [True, False], ids=["above", "below"])
def test_a_paper_typed_over_a_copy_leaves_the_id_to_the_one_copied(
    site: TemporarySite, is_above: bool
) -> None:
    page = site.read(PAGE)
    old = page[page.index("**Seeing in the Dark**") : page.index("\n**Noise**")]
    new = old.replace("Seeing in the Dark", "Hearing at Night").replace("Photons are few", "Phonons are many")
    pages = [new, old] if is_above else [old, new]
    ran = edited(site, old, "\n".join(pages))
    assert (ran.status, ran.out) == (0, "bib/denoising.bib: `lovelace2024hearing` is new\n")
    typed = site.read(PAGE)
    line = typed[: typed.index(new)].count("\n") + new[: new.index("<div")].count("\n") + 1
    assert ran.err == (
        f"{PAGE}:{line}:1: warning[import-mended]: `lovelace24` is the id of the abstract of "
        "`Seeing in the Dark`: this paper's gets another [id]\n1 warning\n"
    )
    assert "abs_id" not in site.read("bib/denoising.bib")
    assert site.run("sync").status == 0
    assert site.read(PAGE) == typed.replace(new, new.replace("lovelace24", "lovelace2024hearing"))


@pytest.mark.parametrize(
    ("before", "after", "key", "is_undone", "places"),
    [
        ("## Denoising\n", "## Image Denoising\n", "heading: Image Denoising", False, 1),
        ("/vision/denoising.html", "/vision/d.html", "permalink: /vision/d.html", True, 3),
        ("[▼ Denoising]", "[▼ Clean]", "label: Clean", True, 3),
    ],
    ids=["heading", "permalink", "label"],
)  # fmt: skip
def test_what_a_hint_says_of_an_edit_around_the_papers_is_enough(
    site: TemporarySite, before: str, after: str, key: str, is_undone: bool, places: int
) -> None:
    page = site.read(PAGE)
    ran = edited(site, before, after)
    start = "undo this edit, and set" if is_undone else "set"
    assert f"\n    hint: {start} `{key}` under `denoising` in bib/pubmd.yml" in ran.err
    typed = site.read(PAGE)
    if is_undone:
        site.write(PAGE, page)
    site.write("bib/pubmd.yml", SETTINGS.replace("denoising: {}", f"denoising: {{{key}}}"))
    synced = site.run("sync")
    assert (synced.status, synced.err) == (0, "")
    written = site.read(PAGE)
    if not is_undone:
        assert written == typed
    assert written.count(key.partition(": ")[2].removesuffix(".html")) == places


@pytest.mark.parametrize("is_commented", [False, True], ids=["over it", "above, and it in a comment"])
def test_another_paper_typed_over_one_does_not_become_it(site: TemporarySite, is_commented: bool) -> None:
    page = site.read(PAGE)
    old = page[page.index("**Seeing in the Dark**") : page.index("\n**Noise**")]
    new = old.replace("Seeing in the Dark", "Audio").replace(
        "_Ada Lovelace, Kurt Gödel_", "_Émilie du Châtelet_"
    )
    new = new.replace("European Conference on Computer Vision (ECCV), 2024", "Optics Express, 2025")
    assert new.count("lovelace24") == 2
    ran = edited(site, old, f"{new}\n<!--\n{old}-->\n" if is_commented else new)
    assert ran.status == 0
    assert "bib/denoising.bib: `chatelet2025audio` is new\n" in ran.out
    assert "`lovelace24` is on no page any more: `-denoising` in bib/overrides.yml\n" in ran.out
    assert (
        "`lovelace24` is the id of the abstract of `Seeing in the Dark`: this paper's gets another" in ran.err
    )
    assert OWN.split("\n\n")[0] in site.read("bib/denoising.bib")
    assert site.run("sync").status == 0
    assert new.replace("lovelace24", "chatelet2025audio") in site.read(PAGE)


def test_a_journals_version_typed_over_a_copy_is_a_second_paper(site: TemporarySite) -> None:
    page = site.read(PAGE)
    old = page[page.index("**Seeing in the Dark**") : page.index("\n**Noise**")]
    new = old.replace("European Conference on Computer Vision (ECCV), 2024", "Optics Express, 2025")
    ran = edited(site, old, f"{new}\n{old}")
    assert (ran.status, ran.out) == (0, "bib/denoising.bib: `lovelace2025seeing` is new\n")
    assert site.run("sync").status == 0
    written = site.read(PAGE)
    assert old in written
    assert new.replace("lovelace24", "lovelace2025seeing") in written


def test_slips_in_what_was_typed_are_mended_and_named(site: TemporarySite) -> None:
    ran = edited(
        site, "**Noise**", NEW.replace("(ECCV), 2024", "(ECCV) 2024").replace("</div>\n", "") + "**Noise**"
    )
    assert ran.status == 0
    assert "[comma]" in ran.err
    assert "[unclosed]" in ran.err
    assert site.run("sync").status == 0
    assert NEW in site.read(PAGE)


def assert_refused(site: TemporarySite, *pages: str) -> Ran:
    """Nothing at all is changed, and the message has a hint."""
    states = site.states()
    ran = site.run("import", *(pages or (PAGE,)), "--update")
    assert ran.status == 1
    assert "error[import-not-carried]: " in ran.err
    assert ran.out == ""
    after = site.states()
    assert {path: state for path, state in after.items() if ".pubmd" not in path} == {
        path: state for path, state in states.items() if ".pubmd" not in path
    }
    return ran


@pytest.mark.parametrize(
    ("before", "after", "said", "hint"),
    [
        (
            "## Denoising\n",
            "## Image Denoising\n",
            ":8:1: error[import-not-carried]: the heading is `Image Denoising`, and in bib/pubmd.yml it is "
            "`Denoising` [heading]",
            "set `heading: Image Denoising` under `denoising` in bib/pubmd.yml; "
            "then the page is as `pubmd sync` writes it",
        ),
        (
            "## Denoising\n",
            "## Denoising\n\nAn intro.\n",
            ":10:1: error[import-not-carried]: the text under the heading was changed [intro]",
            "set `intro: An intro.` under `denoising` in bib/pubmd.yml; "
            "then the page is as `pubmd sync` writes it",
        ),
        (
            "**[▶ Segmentation](/vision/segmentation)**\n\n## ",
            "**[▶ Cutting Out](/vision/segmentation)**\n\n## ",
            ":6:1: error[import-not-carried]: the nav link says `Cutting Out`, and in bib/pubmd.yml "
            "`Segmentation` [navigation]",
            "undo this edit, and set `label: Cutting Out` under `segmentation` in bib/pubmd.yml: "
            "`pubmd sync` writes it wherever it stands",
        ),
        (
            "**[▶ Segmentation](/vision/segmentation)**\n\n## ",
            "\n## ",
            "the nav link `Segmentation` was taken out [navigation]",
            "undo this edit, and take the page out of the `pages` of `vision` in bib/pubmd.yml: `pubmd sync` "
            "writes it wherever it stands",
        ),
        (
            "---\n",
            "---\ntitle: Vision\n",
            ":2:1: error[import-not-carried]: `title` was changed in the front matter [front-matter]",
            "write `title: Vision` under `front_matter` of `denoising` in bib/pubmd.yml",
        ),
        (
            "## Denoising\n",
            "## Denoising\n\nSome text.\n\n## Again\n",
            "this is not understood: `## Again` (a second heading has no place on a topic page)",
            "take it out, or put it into the `intro` of `denoising` in bib/pubmd.yml",
        ),
        (
            "**Noise** <br>",
            "More text.\n\n**Noise** <br>",
            "this is not understood: `More text.`",
            "take it out, or put it into the `intro` of `denoising` in bib/pubmd.yml",
        ),
        (
            "[Code](https",
            "[Code & Data](https",
            "no field makes a link `Code & Data`",
            "name one under `links` in bib/pubmd.yml, such as `code_data: Code & Data`",
        ),
        (
            "[Code](https://example.org/code)",
            "[Code](slides/a.pdf)",
            "this is not understood: `[Code](slides/a.pdf)",
            "write all of it, `https://…`, or where it lies on this site, such as `/files/paper.pdf`",
        ),
        (
            "[Code](https://example.org/code)",
            "[Code](www.example.org/code)",
            "the address of the link `Code` does not begin with https://: a link leads to http://…, "
            "https://…, mailto:… or, on this site, /…",
            "write the whole address, with `https://` or, for a file of the site, `/`",
        ),
        (
            "**Noise** <br>",
            "**<u>Noise</u>** <br>",
            "a sync would write `**Noise** <br>` here [style]",
            "make this change in the sources, by hand, or take it out of the page; `pubmd sync --force` "
            "replaces the page, and keeps a copy in .pubmd/",
        ),
        (
            "**Noise** <br>",
            '**Noise** <br>\n<img src="/noise.png"> <br>',
            'this is not understood: `<img src="/noise.png">`',
            "take it out, or put it into the `intro` of `denoising` in bib/pubmd.yml",
        ),
        (
            "[Code](https://example.org/code)",
            "[Code]()",
            "the address of the link `Code` is empty",
            "write the whole address",
        ),
    ],
    ids=["heading", "intro", "label of a page", "nav", "front matter", "second heading", "text", "label",
         "address from the page on", "address", "a look", "a picture", "no address"],
)  # fmt: skip
def test_what_cannot_be_carried_is_said_and_nothing_changes(
    site: TemporarySite, before: str, after: str, said: str, hint: str
) -> None:
    page = site.read(PAGE)
    site.write(PAGE, page.replace(before, after, 1))
    assert site.read(PAGE) != page
    ran = assert_refused(site)
    assert said in ran.err
    assert f"\n    hint: {hint}" in ran.err


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("## Denoising\n", "## Image Denoising\n", "denoising: {}", "denoising: {heading: Image Denoising}"),
        (
            "## Denoising\n",
            "## Denoising\n\nAn intro.\n",
            "denoising: {}",
            "denoising: {intro: An intro.}",
        ),
    ],
)
def test_what_the_hint_says_leads_to_the_end(
    site: TemporarySite, before: str, after: str, old: str, new: str
) -> None:
    page = site.read(PAGE).replace(before, after, 1)
    site.write(PAGE, page)
    site.write("bib/pubmd.yml", SETTINGS.replace(old, new))
    assert site.run("sync").status == 0
    assert site.read(PAGE) == page


def papers_of(page: str) -> list[str]:
    return re.findall(r"^\*\*([^\[].*)\*\* <br>$", page, re.MULTILINE)


def part_of(page: str, title: str) -> str:
    """A paper's text, with the blank line behind it."""
    start = page.index(f"**{title}**")
    ends = [at for at in (page.find("\n**", start + 1), page.find("\n---\n", start)) if at > 0]
    return page[start : min(ends) + 1]


def test_papers_that_were_put_into_another_order_are_named(site: TemporarySite) -> None:
    site.write("bib/denoising.bib", OWN.replace("{2023}", "2024"))
    site.run("sync")
    page = site.read(PAGE)
    noise = part_of(page, "Noise")
    site.write(PAGE, page.replace(noise, "").replace("**Seeing", f"{noise}**Seeing"))
    ran = assert_refused(site)
    assert "was moved; papers stand newest first, and within a year as in the sources [order]" in ran.err
    assert (
        "    hint: move its entry within bib/denoising.bib, if its year's papers are all there; " in ran.err
    )


def test_a_year_that_moves_a_paper_is_carried_over_and_its_place_is_told(site: TemporarySite) -> None:
    ran = edited(site, "(ECCV), 2024<", "(ECCV), 2021<")
    assert ran.status == 0
    assert ran.err == (
        f"{PAGE}:10:1: warning[import-mended]: `Seeing in the Dark` comes below `Cuts`: papers stand newest "
        "first, and within a year as in the sources [order]\n1 warning\n"
    )
    assert site.read("bib/denoising.bib") == OWN.replace("= 2024,", "= {2021},")
    assert site.run("sync").status == 0
    assert papers_of(site.read(PAGE)) == ["Noise", "Cuts", "Seeing in the Dark"]


def test_a_new_paper_goes_where_the_sources_put_it_and_its_place_is_told(site: TemporarySite) -> None:
    page = site.read(PAGE)
    new = NEW.replace("(ECCV), 2024", "(ECCV), 2022")
    at = page.rindex("\n---\n\n**[")
    site.write(PAGE, f"{page[:at]}\n{new.rstrip()}\n{page[at:]}")
    ran = site.run("import", PAGE, "--update")
    assert ran.status == 0
    assert "warning[import-mended]: `A New One` comes below `Noise`: papers stand newest first" in ran.err
    assert site.run("sync").status == 0
    assert papers_of(site.read(PAGE)) == ["Seeing in the Dark", "Noise", "A New One", "Cuts"]


OTHER = "_vision/segmentation.md"


def moved(site: TemporarySite, title: str) -> None:
    """Move a paper from the one page to the other, by hand."""
    page, other = site.read(PAGE), site.read(OTHER)
    part = part_of(page, title)
    site.write(PAGE, page.replace(part, ""))
    site.write(OTHER, other.replace("**Least", f"{part}**Least"))


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("Noise", "_Emmy Noether_", "_Emmy Noether, Leonhard Euler_"),
        ("Seeing in the Dark", "_Ada Lovelace, Kurt Gödel_", "_Ada Lovelace_"),
    ],
)
def test_a_paper_that_moves_and_is_edited_takes_its_edit_along(
    site: TemporarySite, title: str, before: str, after: str
) -> None:
    moved(site, title)
    site.write(OTHER, site.read(OTHER).replace(before, after))
    typed = site.read(OTHER)
    assert typed.count(after) == 1
    ran = site.run("import", OTHER, PAGE, "--update")
    assert ran.status == 0, ran.err
    assert "`author` of " in ran.out
    synced = site.run("sync")
    assert (synced.status, synced.err) == (0, "")
    assert sorted(site.read(OTHER).split("\n\n")) == sorted(typed.split("\n\n"))
    assert f"**{title}**" not in site.read(PAGE)


@pytest.mark.parametrize("pages", [(PAGE, OTHER), (OTHER, PAGE)], ids=["from first", "to first"])
def test_a_paper_that_moves_between_pages_changes_its_topics_in_any_order(
    site: TemporarySite, pages: tuple[str, str]
) -> None:
    moved(site, "Noise")
    texts = [site.read(each) for each in pages]
    ran = site.run("import", *pages, "--update")
    assert (ran.status, ran.err) == (0, "")
    assert site.read("bib/overrides.yml") == "noether23:\n  topics: [segmentation, -denoising]\n"
    assert site.read("bib/denoising.bib") == OWN
    assert site.run("sync").status == 0
    assert [site.read(each) for each in pages] == texts


@pytest.mark.parametrize("pages", [(PAGE, OTHER), (OTHER, PAGE)], ids=["from first", "to first"])
def test_where_one_page_is_refused_no_paper_ends_up_on_no_page(
    site: TemporarySite, pages: tuple[str, str]
) -> None:
    moved(site, "Noise")
    site.write(OTHER, site.read(OTHER).replace("**Least", "Some text.\n\n**Least"))
    ran = assert_refused(site, *pages)
    assert (
        f"{PAGE}: error[import-not-carried]: `Noise` moves between this page and {OTHER}, which is left as it"
        " is\n"
    ) in ran.err


def test_a_page_that_has_nothing_to_do_with_the_refused_one_is_carried_over(site: TemporarySite) -> None:
    site.write(OTHER, site.read(OTHER).replace("**Least", "Some text.\n\n**Least"))
    site.write(PAGE, site.read(PAGE).replace("Photons are few.", "Photons are many."))
    ran = site.run("import", OTHER, PAGE, "--update")
    assert ran.status == 1
    assert ran.out == "bib/denoising.bib: `abstract` of `lovelace24`\n"
    assert site.read("bib/denoising.bib") == OWN.replace("are few", "are many")


def test_a_paper_that_is_in_the_sources_already_gets_a_topic(site: TemporarySite) -> None:
    site.write("bib/zotero.bib", EXPORT.replace("keywords = {denoising}", "note = {}"))
    site.run("sync")
    page = site.read(PAGE)
    cuts = "**Cuts** <br>\n_Leonhard Euler_ <br>\n<span><pub>Optics Express (OE), 2022</pub></span>\n"
    at = page.rindex("\n---\n\n**[")
    site.write(PAGE, f"{page[:at]}\n{cuts}{page[at:]}")
    ran = site.run("import", PAGE, "--update")
    assert ran.err == ""
    assert site.read("bib/overrides.yml") == "euler22:\n  topics: [denoising]\n"
    assert site.read("bib/denoising.bib") == OWN
    assert_carried(site, ran)


@pytest.fixture
def shared(site: TemporarySite) -> TemporarySite:
    """A site on which both pages have the paper `lovelace24`."""
    site.write("bib/overrides.yml", "lovelace24:\n  topics: [segmentation]\n")
    assert site.run("sync").status == 0
    return site


def test_an_edit_of_a_paper_on_two_pages_is_not_undone_by_the_other_page(shared: TemporarySite) -> None:
    shared.write(PAGE, shared.read(PAGE).replace("**Seeing in the Dark**", "**Seeing at Night**"))
    ran = shared.run("import", PAGE, OTHER, "--update")
    assert (ran.status, ran.err) == (0, "")
    assert shared.read("bib/denoising.bib") == OWN.replace("Seeing in the Dark", "Seeing at Night")
    shared.run("sync")
    assert "**Seeing at Night** <br>\n" in shared.read(OTHER)


def test_edits_of_one_paper_on_two_pages_come_together(shared: TemporarySite) -> None:
    shared.write(PAGE, shared.read(PAGE).replace("**Seeing in the Dark**", "**Seeing at Night**"))
    shared.write(OTHER, shared.read(OTHER).replace("Photons are few.", "Photons are many."))
    ran = shared.run("import", PAGE, OTHER, "--update")
    assert (ran.err, ran.status) == ("", 0)
    assert shared.read("bib/denoising.bib") == OWN.replace("in the Dark", "at Night").replace("few", "many")


def test_a_new_paper_comes_onto_the_page_of_its_year_by_itself(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", SETTINGS + "      recent: {years: 2024}\n")
    site.run("sync")
    site.write(PAGE, site.read(PAGE).replace("**Noise**", NEW + "**Noise**"))
    ran = site.run("import", PAGE, "_vision/recent.md", "--update")
    assert ran.out == "bib/denoising.bib: `godel24` is new\n"
    assert_carried(site, ran)
    assert NEW in site.read("_vision/recent.md")


def test_two_words_for_one_field_are_refused(shared: TemporarySite) -> None:
    shared.write(PAGE, shared.read(PAGE).replace("Photons are few.", "Photons are many."))
    shared.write(OTHER, shared.read(OTHER).replace("Photons are few.", "Photons are red."))
    ran = assert_refused(shared, PAGE, OTHER)
    assert (
        f"{OTHER}:10:1: error[import-not-carried]: `abstract` of `lovelace24` was edited in other words on "
        f"{PAGE}\n" in ran.err
    )


def test_a_page_that_is_older_than_the_sources_undoes_nothing_of_theirs(site: TemporarySite) -> None:
    site.write(PAGE, site.read(PAGE).replace("Photons are few.", "Photons are many."))
    newer = EXPORT.replace("{Cuts}", "{Cuts in Graphs}") + EXPORT.replace("euler22", "x1").replace(
        "Cuts", "X"
    )
    site.write("bib/zotero.bib", newer)
    ran = assert_refused(site)
    assert (
        f"{PAGE}: error[import-not-carried]: the sources have changed since this page was written" in ran.err
    )


def test_a_second_edit_before_the_next_sync_is_carried_as_well(site: TemporarySite) -> None:
    edited(site, "Photons are few.", "Photons are many.")
    ran = edited(site, "**Noise**", "**Noises**")
    assert_carried(site, ran)
    assert site.read("bib/denoising.bib") == OWN.replace("few", "many").replace("{Noise}", "{Noises}")


def test_a_link_that_an_identifier_makes_is_not_taken_off_by_emptying_another_field(
    site: TemporarySite,
) -> None:
    own = OWN.replace("  paper     = {https://example.org/dark.pdf},\n", "  doi = {10.1000/dark},\n")
    site.write("bib/denoising.bib", own)
    site.run("sync")
    site.write(
        PAGE, site.read(PAGE).replace('[Paper](https://doi.org/10.1000/dark){:target="_blank"} |\n', "")
    )
    ran = assert_refused(site)
    assert "the link `Paper` was taken out, and `lovelace24` has it from its `doi`" in ran.err


@pytest.mark.parametrize(
    ("source", "line", "expected"),
    [
        ("booktitle = {European Conference on Computer Vision}", "Asian Conference on Computer Vision (ACCV)",
         "booktitle = {Asian Conference on Computer Vision}"),
        ("school = {University of Göttingen}", "University of Vienna", "school = {University of Vienna}"),
        ("journaltitle = {Optics Express}", "Applied Optics (AO)", "journaltitle = {Applied Optics}"),
        ("venue = {An Odd Place}", "Another Place", "venue = {Another Place}"),
        ("booktitle = {Workshop on Bridges},\n  abbr = {WoB}", "Workshop on Paths (WoP)",
         "booktitle = {Workshop on Paths},\n  abbr = {WoP}"),
    ],
)  # fmt: skip
def test_a_venue_is_changed_in_the_field_that_makes_it(
    site: TemporarySite, source: str, line: str, expected: str
) -> None:
    own = f"@inproceedings{{gauss20,\n  title = {{Sums}},\n  {source},\n  year = 2020,\n}}\n"
    site.write("bib/denoising.bib", own)
    assert site.run("sync").status == 0
    page = site.read(PAGE)
    old = re.search(r"<pub>(.*), 2020</pub>", page)
    assert old is not None
    ran = edited(site, f"<pub>{old[1]}, 2020<", f"<pub>{line}, 2020<")
    assert site.read("bib/denoising.bib") == own.replace(source, expected)
    assert_carried(site, ran)


def test_check_says_what_would_be_done_and_writes_nothing(site: TemporarySite) -> None:
    page = site.read(PAGE).replace("Photons are few.", "Photons are many.")
    site.write(PAGE, page)
    states = site.states()
    ran = site.run("import", PAGE, "--update", "--check")
    assert ran.out == "bib/denoising.bib: `abstract` of `lovelace24`\nnothing was written\n"
    assert site.states() == states


def test_a_page_that_nobody_edited_gives_nothing_to_do(site: TemporarySite) -> None:
    ran = site.run("import", PAGE, "--update")
    assert (ran.status, ran.out, ran.err) == (0, "nothing to carry over\n", "")


@pytest.mark.parametrize("ends", ["\r\n", "\n"], ids=["CRLF", "LF"])
def test_line_ends_and_a_byte_order_mark_stay(site: TemporarySite, ends: str) -> None:
    before = b"\xef\xbb\xbf" + OWN.replace("\n", ends).encode()
    site.write("bib/denoising.bib", before)
    ran = edited(site, "Photons are few.", "Photons are many.")
    assert ran.status == 0
    assert site.files()["bib/denoising.bib"] == before.replace(b"are few", b"are many")


def test_a_source_that_is_not_utf8_is_left_alone(site: TemporarySite) -> None:
    site.write("bib/denoising.bib", OWN.encode("cp1252"))
    ran = edited(site, "Photons are few.", "Photons are many.")
    assert ran.status == 1
    assert "error[import-not-carried]: bib/denoising.bib is not UTF-8" in ran.err
    assert site.files()["bib/denoising.bib"] == OWN.encode("cp1252")


def test_it_goes_without_output(site: TemporarySite) -> None:
    assert site.run("import", PAGE, "--update", "--output", "bib").status == 2
