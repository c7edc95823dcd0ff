"""`pubmd list`: which publications, how they are printed, and what a broken site does to it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.site import TemporarySite

CONFIGURATION = """\
sections:
  vision:
    pages:
      2024-New: {years: 2024, keywords: []}
      denoising: {keywords: [denoising, noise reduction]}
      sr: {}
  sound:
    pages:
      speech: {}
      sr: {keywords: [sr, recognition]}
"""
SOURCES = """\
@article{old20,
  title = {Learning to {Denoise} $x^2$ \\& More},
  author = {Lovelace, Ada and G{\\"o}del, Kurt},
  journal = {IEEE Transactions on Image Processing},
  year = 2020,
  keywords = {Denoising},
  abstract = {It says.},
  doi = {10.1000/old},
}
@inproceedings{new24,
  title = {Hearing Voices},
  author = {Turing, Alan},
  booktitle = {Notes},
  year = 2024,
  topics = {speech; noise reduction},
  code = {https://example.org/code},
}
@misc{untagged24, title = {视频去噪}, author = {Noether, Emmy}, year = 2024, venue = {Notes}}
@misc{hidden21, title = {Hidden}, author = {Noether, Emmy}, year = 2021, hidden = {true}}
"""


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/a.bib": SOURCES})


def keys(site: TemporarySite, *args: str) -> list[str]:
    ran = site.run("list", "--format", "csv", *args)
    assert (ran.status, ran.err) == (0, "")
    return [row["key"] for row in csv.DictReader(io.StringIO(ran.out))]


def test_the_table_into_a_pipe_is_whole_and_plain(site: TemporarySite) -> None:
    ran = site.run("list")
    assert (ran.status, ran.err) == (0, "4 publications\n")
    assert ran.out == (
        f"KEY         YEAR  VENUE  {'TITLE':<32}  TOPICS\n"
        f"new24       2024  Notes  {'Hearing Voices':<32}  denoising, speech\n"
        f"untagged24  2024  Notes  {'视频去噪':<28}  -\n"
        f"hidden21    2021  -      {'Hidden':<32}  (hidden)\n"
        f"old20       2020  T-IP   Learning to Denoise $x^2$ & More  denoising\n"
    )


@pytest.mark.parametrize("joined", ["👩\u200d🔬", "می\u200cخواهم"], ids=["an emoji", "a Persian word"])
def test_what_is_joined_by_a_mark_that_nobody_sees_stays_so(site: TemporarySite, joined: str) -> None:
    site.write("bib/new.bib", f"@misc{{x, title = {{About {joined} and\u202e\x1b more}}, year = 2025}}\n")
    for args in ((), ("--format", "csv")):
        assert f"About {joined} and" in site.run("list", *args).out
        assert "\u202e" not in site.run("list", *args).out


@pytest.mark.parametrize(
    ("args", "found"),
    [
        ((), ["new24", "untagged24", "hidden21", "old20"]),
        (("--untagged",), ["untagged24"]),
        (("--year", "2024"), ["new24", "untagged24"]),
        (("--year", "2024", "--year", "2020"), ["new24", "untagged24", "old20"]),
        (("--topic", "denoising"), ["new24", "old20"]),
        (("-t", "Noise  Reduction"), ["new24", "old20"]),
        (("--topic", "vision/denoising", "--topic", "speech", "-y", "2020"), ["old20"]),
        (("--missing", "abstract"), ["new24", "untagged24", "hidden21"]),
        (("--missing", "Code", "--missing", "paper"), ["untagged24", "hidden21"]),
        (("--topic", "2024-new"), ["new24"]),
        (("--topic", "vision/2024-New"), ["new24"]),
        (("--missing", "topics"), ["untagged24", "hidden21"]),
        (("--missing", "venue"), ["hidden21"]),
        (("--missing", "year"), []),
        (("--topic", "speech", "--untagged"), []),
    ],
)
def test_options_choose(site: TemporarySite, args: tuple[str, ...], found: list[str]) -> None:
    assert keys(site, *args) == found


def test_the_summary_counts_papers_by_page_and_year(site: TemporarySite) -> None:
    ran = site.run("list", "--summary")
    assert ran.out == (
        "PAGE              ALL  2024  2020\n"
        "vision/2024-New     1     1\n"
        "vision/denoising    2     1     1\n"
        "vision/sr           0\n"
        "sound/speech        1     1\n"
        "sound/sr            0\n"
        "(untagged)          1     1\n"
    )
    pages = json.loads(site.run("list", "--summary", "--format", "json").out)["pages"]
    assert pages[1] == {"page": "vision/denoising", "count": 2, "years": {"2024": 1, "2020": 1}}
    assert site.run("list", "--summary", "--format", "csv").out.splitlines()[:3] == [
        "page,count,2024,2020",
        "vision/2024-New,1,1,0",
        "vision/denoising,2,1,1",
    ]


def test_what_is_new_is_on_no_page_file_whoever_wrote_it(site: TemporarySite) -> None:
    assert keys(site, "--new") == ["new24", "untagged24", "hidden21", "old20"]
    site.write("_vision/denoising.md", "**Learning to denoise $x^2$ &amp; More.** <br>\n_Somebody_\n")
    assert keys(site, "--new") == ["new24", "untagged24", "hidden21"]
    site.run("sync", "--force")
    assert keys(site, "--new") == ["untagged24", "hidden21"]


def test_the_json_has_the_keys_that_are_documented(site: TemporarySite) -> None:
    found = json.loads(site.run("list", "--format", "json", "--topic", "speech").out)
    assert found == {
        "publications": [
            {
                "key": "new24",
                "type": "inproceedings",
                "title": "Hearing Voices",
                "authors": "Alan Turing",
                "venue": "Notes",
                "year": "2024",
                "topics": ["denoising", "speech"],
                "pages": ["vision/2024-New", "vision/denoising", "sound/speech"],
                "status": "shown",
                "new": True,
                "file": "bib/a.bib",
                "line": 10,
            }
        ]
    }


def test_json_with_suggestions_says_how_good_they_are(site: TemporarySite) -> None:
    found = json.loads(site.run("list", "--untagged", "--suggest", "--format", "json").out)
    assert found["hit_rate"]["papers"] == 2
    (paper,) = found["publications"]
    assert {each["topic"] for each in paper["suggestions"]} <= {
        "denoising",
        "vision/sr",
        "speech",
        "sound/sr",
    }


def test_a_control_character_reaches_no_terminal(site: TemporarySite) -> None:
    site.write(
        "bib/b.bib", "@misc{b, title = {A\x1b[31mB\tC}, author = {Noether, Emmy}, year = 2019, venue = {x}}"
    )
    for args in ((), ("--format", "json"), ("--format", "csv")):
        out = site.run("list", *args).out
        assert "\x1b" not in out
        assert "\t" not in out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--topic", "denoisign"), "did you mean `denoising`?"),
        (("--topic", "sr"), "write `vision/sr` or `sound/sr`"),
        (("--missing", "abstrct"), "did you mean `abstract`?"),
        (("--missing", "quux"), "abstract` or `code`"),
        (("--format", "xml"), "'xml'"),
    ],
)
def test_what_a_site_has_not_got_is_a_usage_error_with_the_nearest(
    site: TemporarySite, args: tuple[str, ...], told: str
) -> None:
    ran = site.run("list", *args)
    assert ran.status == 2
    assert told in ran.err
    assert ran.out == ""


def test_errors_are_told_and_the_table_shows_what_can_be_read(site: TemporarySite) -> None:
    site.write(
        "bib/denoising.bib", "@article{broken, title = {No end,\n}\n@misc{bad24, title = {B}, year = 2024}"
    )
    ran = site.run("list")
    assert ran.status == 1
    assert "error[unreadable]" in ran.err
    assert "warning" not in ran.err
    assert "old20" in ran.out
    assert "warning[" in site.run("list", "--verbose").err


def test_an_unusable_configuration_stops_it(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", "sections: 1\n")
    ran = site.run("list")
    assert (ran.status, ran.out) == (2, "")
    assert "config-type" in ran.err


def test_quiet_leaves_the_count_out(site: TemporarySite) -> None:
    assert site.run("list", "--quiet").err == ""


def test_it_writes_nothing(site: TemporarySite) -> None:
    before = site.states()
    for args in ((), ("--untagged", "--suggest"), ("--new",), ("--summary",)):
        site.run("list", *args)
    assert site.states() == before


def test_an_entry_without_a_key_or_title_is_listed(site: TemporarySite) -> None:
    site.write("bib/b.bib", "@misc{, author = {Noether, Emmy}, year = 2019}")
    assert "(no key)    2019  -      (no title)" in site.run("list").out
