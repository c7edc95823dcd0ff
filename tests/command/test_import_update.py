"""`pubmd import --update`: what somebody edited in a page of pubmd's goes into the sources, or is said."""

from __future__ import annotations

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
    assert "`noether23` is no longer on the page" in ran.out
    assert site.read("bib/overrides.yml") == "noether23:\n  topics: [-denoising]\n"
    assert site.read("bib/denoising.bib") == OWN
    assert_carried(site, ran)


def test_slips_in_what_was_typed_are_mended_and_named(site: TemporarySite) -> None:
    ran = edited(
        site, "**Noise**", NEW.replace("(ECCV), 2024", "(ECCV) 2024").replace("</div>\n", "") + "**Noise**"
    )
    assert ran.status == 0
    assert "[comma]" in ran.err
    assert "[unclosed]" in ran.err
    assert site.run("sync").status == 0
    assert NEW in site.read(PAGE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("## Denoising\n", "## Denoising and More\n"),
        ("## Denoising\n", "## Denoising\n\nAn intro.\n"),
        ("## Denoising\n", "## Denoising\n\nSome text.\n\n## Again\n"),
        ("**Noise** <br>", "More text.\n\n**Noise** <br>"),
        ("[Code](https", "[Blog](https"),
        ("[Code](https://example.org/code)", "[Code]()"),
        ("**[▶ Segmentation](/vision/segmentation)**\n\n## ", "\n## "),
        ("(ECCV), 2024<", "(ECCV), 2020<"),
    ],
    ids=["heading", "intro", "second heading", "text", "label", "no address", "nav", "order"],
)
def test_what_cannot_be_carried_is_said_and_nothing_changes(
    site: TemporarySite, before: str, after: str
) -> None:
    page = site.read(PAGE)
    site.write(PAGE, page.replace(before, after, 1))
    assert site.read(PAGE) != page
    states = site.states()
    ran = site.run("import", PAGE, "--update")
    assert ran.status == 1
    assert "error[import-not-carried]: " in ran.err
    assert {path: state for path, state in site.states().items() if ".pubmd" not in path} == {
        path: state for path, state in states.items() if ".pubmd" not in path
    }


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
