"""The command: exit statuses, streams, and what it never does to a site."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

import pubmd
from pubmd.cli import run
from pubmd.explanation import explanations
from tests.document import Document
from tests.site import CONFIGURATION, TemporarySite

ENTRY = (
    "@article{a,\n  title = {Seeing},\n  author = {Lovelace, Ada},\n  venue = {Notes},\n  year = {1843},\n}\n"
)
PROBLEMS = Document("docs/problems.md")
WARNED = ENTRY.replace("  year = {1843},\n", "")
WRONG = ENTRY.replace("  title = {Seeing},\n", "")
PAGE, OTHER = "_topics/vision.md", "_topics/sound.md"
PUBMD = [sys.executable, "-c", "from pubmd.cli import main; main()"]


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    return TemporarySite(tmp_path / "site", {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": ENTRY})


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder beside the site, with a page in it that must stay as it is."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "vision.md").write_text("not pubmd's\n")
    yield folder
    assert {file.name: file.read_text() for file in folder.iterdir()} == {"vision.md": "not pubmd's\n"}


def process(*args: str, cwd: Path | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [*PUBMD, *args], cwd=cwd, capture_output=True, text=True, timeout=60, **options
    )


# --- exit statuses


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (["sync"], 0),
        (["sync", "--check"], 1),
        (["sync", "--diff"], 1),
        (["sync", "--fail-on-change"], 1),
        (["sync", "--force"], 0),
        (["sync", "--strict"], 0),
        (["check"], 1),
        (["check", "--format", "json"], 1),
        (["check", "--format", "github"], 1),
    ],
)
def test_the_first_sync_and_what_would_fail_before_it(
    site: TemporarySite, args: list[str], status: int
) -> None:
    assert site.run(*args).status == status


@pytest.mark.parametrize(
    "args",
    [
        ["sync"],
        ["sync", "--check"],
        ["sync", "--diff"],
        ["sync", "--fail-on-change"],
        ["sync", "--force"],
        ["sync", "--strict"],
        ["check"],
        ["check", "--strict"],
    ],
)
def test_where_all_is_up_to_date_every_command_is_fine_and_writes_nothing(
    site: TemporarySite, args: list[str]
) -> None:
    site.run("sync")
    before = site.states()
    ran = site.run(*args)
    assert (ran.status, ran.err) == (0, "")
    assert site.states() == before


@pytest.mark.parametrize(
    ("args", "status", "pages"),
    [
        (["sync"], 0, True),
        (["sync", "--strict"], 1, False),
        (["sync", "--strict", "--force"], 1, False),
        (["sync", "--strict", "--check"], 1, False),
    ],
)
def test_warnings_count_where_it_is_strict(
    site: TemporarySite, args: list[str], status: int, pages: bool
) -> None:
    site.write("bib/vision.bib", WARNED)
    ran = site.run(*args)
    assert ran.status == status
    assert "warning[missing-year]" in ran.err
    assert (site.root / PAGE).exists() is pages


def test_a_warning_alone_fails_a_strict_check_and_no_other(site: TemporarySite) -> None:
    site.write("bib/vision.bib", WARNED)
    site.run("sync")
    assert site.run("check").status == 0
    assert site.run("check", "--strict").status == 1


@pytest.mark.parametrize("args", [["sync"], ["sync", "--force"], ["sync", "--check"], ["check"]])
def test_an_error_in_the_sources_is_1_and_stops_before_any_page(site: TemporarySite, args: list[str]) -> None:
    site.run("sync")
    site.write("bib/vision.bib", WRONG)
    before = site.states()
    ran = site.run(*args)
    assert ran.status == 1
    assert "error[missing-title]" in ran.err
    assert site.states() == before


def test_a_strict_sync_brings_up_to_date_what_is_beside_a_page_edited_by_hand(site: TemporarySite) -> None:
    site.write(OTHER, "edited\n")
    for args in (["--strict", "--check"], ["--strict", "--diff"], ["--strict"]):
        ran = site.run("sync", *args)
        assert ran.status == 1
        assert f"{PAGE} (1 paper)\n" in ran.out
        assert "nothing" not in ran.err
    assert (site.root / PAGE).exists()
    assert site.read(OTHER) == "edited\n"


@pytest.mark.parametrize("flag", ["--check", "--diff"])
def test_what_a_strict_sync_would_write_is_shown_and_that_a_warning_stops_it(
    site: TemporarySite, flag: str
) -> None:
    site.write("bib/vision.bib", WARNED)
    ran = site.run("sync", "--strict", flag)
    assert ran.status == 1
    assert f"to create   {PAGE} (1 paper)\n" in ran.out
    assert ran.err.endswith("1 warning\nsync would write nothing: --strict counts warnings\n")


def test_an_error_in_the_overrides_is_1(site: TemporarySite) -> None:
    site.write("bib/overrides.yml", "a: [\n")
    ran = site.run("sync")
    assert ran.status == 1
    assert "error[overrides-syntax]" in ran.err
    assert not (site.root / "_topics").exists()


def test_a_page_edited_by_hand_is_1_until_it_is_replaced(site: TemporarySite) -> None:
    site.run("sync")
    site.write(PAGE, "edited\n")
    for args in (["sync"], ["sync", "--check"], ["sync", "--diff"], ["check"]):
        assert site.run(*args).status == 1
        assert site.read(PAGE) == "edited\n"
    assert site.run("sync", "--force").status == 0
    assert site.run("sync").status == 0


@pytest.mark.parametrize("args", [["sync"], ["sync", "--check"], ["check"], ["check", "--format", "json"]])
@pytest.mark.parametrize("text", ["", "sections: [", "sections: {}", "sektions: {}", "\x00", "%"])
def test_an_unusable_configuration_is_2(site: TemporarySite, args: list[str], text: str) -> None:
    site.write("bib/pubmd.yml", text)
    ran = site.run(*args)
    assert ran.status == 2
    assert "config-" in ran.err + ran.out
    assert not (site.root / "_topics").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["nope"],
        ["sync", "--nope"],
        ["sync", "surplus"],
        ["check", "--format", "xml"],
        ["explain", "nope"],
        ["explain", "one", "two"],
        [],
    ],
    ids=" ".join,
)
def test_a_wrong_usage_is_2_and_told_on_standard_error(
    args: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(args) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err


@pytest.mark.parametrize("args", [["sync"], ["check"]])
def test_where_there_is_no_site_it_is_2_and_says_what_to_do(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(args) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(
        r"pubmd: no bib/pubmd\.yml in .* or a folder above it; `pubmd init` sets a site up, "
        r"`pubmd import` takes hand-written pages over; or name the site with --site DIR\n",
        told.err,
    )


def test_where_the_current_folder_is_gone_it_is_2(tmp_path: Path) -> None:
    script = 'mkdir gone; cd gone; rmdir ../gone; exec "$@"'
    ran = subprocess.run(
        ["sh", "-c", script, "sh", *PUBMD, "sync"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 2
    assert (
        ran.stderr == "pubmd: the current folder is gone; go to another, or name the site with --site DIR\n"
    )


@pytest.mark.parametrize("folder", ["a" * 300, "a/" * 3000, "circle"], ids=["name", "path", "circle"])
def test_a_site_option_that_the_system_refuses_is_2_and_one_line(
    tmp_path: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "circle").symlink_to("circle")
    assert run(["sync", "--site", str(tmp_path / folder)]) == 2
    assert re.fullmatch(r"pubmd: .* cannot be read: .*\n", capsys.readouterr().err)


@pytest.mark.parametrize("folder", ["nowhere", "outside", "site/bib", "site/bib/pubmd.yml"])
def test_a_site_option_that_names_no_site_is_2(
    site: TemporarySite, outside: Path, folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    named = site.root.parent / folder
    assert run(["sync", "--site", str(named)]) == 2
    assert capsys.readouterr().err == (
        f"pubmd: {named} is no pubmd site: it has no bib/pubmd.yml; `pubmd init` sets one up\n"
    )


@pytest.mark.parametrize(
    ("path", "is_folder"),
    [
        ("_topics", False),
        (PAGE, True),
        ("bib/pubmd.lock", True),
        ("bib/overrides.yml", True),
        (".pubmd/journal", True),
    ],
)
def test_a_file_that_is_a_folder_or_a_folder_that_is_a_file_is_told_in_one_line(
    site: TemporarySite, path: str, is_folder: bool
) -> None:
    if is_folder:
        (site.root / path).mkdir(parents=True)
    else:
        site.write(path, "")
    ran = site.run("sync")
    assert ran.status in (2, 3)
    assert re.fullmatch(r"pubmd: .*\b(cannot be (read|written)).*\n", ran.err)
    assert not (site.root / OTHER).exists()


def test_a_private_folder_that_is_a_file_is_3_and_no_page_is_written(site: TemporarySite) -> None:
    site.write(".pubmd", "")
    ran = site.run("sync")
    assert ran.status in (2, 3)
    assert re.fullmatch(r"pubmd: .*cannot be (read|written).*\n", ran.err)
    assert not (site.root / PAGE).exists()


def test_an_interrupt_is_130_and_changes_nothing(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubmd.sync.outcome", _raises(KeyboardInterrupt))
    assert site.run("sync").status == 130
    assert not (site.root / PAGE).exists()


def test_an_interrupt_is_told_in_one_line(site: TemporarySite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pubmd.sync.outcome", _raises(KeyboardInterrupt))
    assert site.run("sync").err == "pubmd: interrupted\n"


@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
@pytest.mark.parametrize(
    "moment", ["pubmd.cli._run", "pubmd.cli.app", "pubmd.sync.synced", "pubmd.report.plan_text"]
)
def test_an_interrupt_at_any_moment_is_130_and_no_traceback(
    site: TemporarySite, moment: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moment, _raises(KeyboardInterrupt))
    if times == 2:
        monkeypatch.setattr("pubmd.ending.say", _raises(KeyboardInterrupt))
    ran = site.run("sync")
    assert ran.status == 130
    assert ran.err == ("pubmd: interrupted\n" if times == 1 else "")


def test_who_interrupts_when_all_is_done_gets_the_status_of_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "argv", ["pubmd", "--version"])
    before = signal.getsignal(signal.SIGINT)
    try:
        with pytest.raises(SystemExit) as left:
            pubmd.cli.main()
        assert (left.value.code, signal.getsignal(signal.SIGINT)) == (0, signal.SIG_IGN)
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_interrupted_process_leaves_no_traceback(site: TemporarySite) -> None:
    waiting = (
        "import pubmd.sync, time\n"
        "pubmd.sync.outcome = lambda *a, **k: (print('started', flush=True), time.sleep(60))\n"
    )
    started = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{waiting}from pubmd.cli import main\nmain()",
            "sync",
            "--site",
            str(site.root),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "started\n"
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "failure", [RuntimeError("odd"), ValueError(), MemoryError(), RecursionError("deep")]
)
def test_anything_unexpected_is_3_and_one_line_without_a_traceback(
    site: TemporarySite, failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubmd.sync.outcome", _raises(failure))
    ran = site.run("sync")
    assert ran.status == 3
    told = re.fullmatch(
        rf"pubmd: this is a bug in pubmd .*: {type(failure).__name__}: .*; no page was half-written. "
        r"Please report this line with its details, which are in (\S+), and the file that it happened on\n",
        ran.err,
    )
    assert told
    details = Path(told[1]).read_text()
    assert details.startswith(f"pubmd {pubmd.__version__}, Python 3.")
    assert f"\n{type(failure).__name__}" in details
    assert "in raiser" in details
    Path(told[1]).unlink()


def test_a_failure_whose_details_cannot_be_kept_is_told_with_its_place(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubmd.sync.outcome", _raises(RuntimeError("odd")))
    monkeypatch.setattr("tempfile.NamedTemporaryFile", _raises(OSError()))
    ran = site.run("sync")
    assert ran.status == 3
    assert re.search(r"Please report this line \(test_command\.py:\d+\), and ", ran.err)
    assert "Traceback" not in ran.err


def test_what_an_exception_says_is_printed_on_one_line(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pubmd.sync.outcome", _raises(RuntimeError("one\ntwo\x1b[31m")))
    monkeypatch.setattr("tempfile.NamedTemporaryFile", _raises(OSError()))
    ran = site.run("sync")
    assert ran.err.count("\n") == 1
    assert ran.err[:-1].isprintable()


@pytest.mark.parametrize("args", [["explain"], ["schema"], ["check"], ["sync", "--diff"]])
def test_a_reader_that_goes_away_leaves_no_traceback(site: TemporarySite, args: list[str]) -> None:
    site.write("bib/vision.bib", "".join(ENTRY.replace("{a,", f"{{a{n},") for n in range(2000)))
    where = ["--site", str(site.root)] if args[0] in ("check", "sync") else []
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run([*PUBMD, *args, *where], stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert "Traceback" not in ran.stderr
    assert "BrokenPipe" not in ran.stderr


def test_where_nobody_reads_standard_error_there_is_a_status_all_the_same(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run([*PUBMD, "sync"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=write, timeout=60)
    os.close(write)
    assert (ran.returncode, ran.stdout) == (3, b"")


def test_a_reader_that_goes_away_is_3(site: TemporarySite) -> None:
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run([*PUBMD, "schema"], stdout=write, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(write)
    assert ran.returncode == 3


def test_a_full_disk_behind_standard_output_is_3() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*PUBMD, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert ran.returncode == 3
    assert ran.stderr.count("\n") == 1
    assert "No space left on device" in ran.stderr


def test_a_full_disk_behind_standard_output_is_no_bug_of_pubmds() -> None:
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*PUBMD, "schema"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert "bug" not in ran.stderr


def test_a_closed_standard_output_is_fine(site: TemporarySite) -> None:
    script = 'exec "$@" >&- 2>&-'
    ran = subprocess.run(["sh", "-c", script, "sh", *PUBMD, "sync", "--site", str(site.root)], timeout=60)
    assert ran.returncode == 0
    assert (site.root / PAGE).exists()


def _raises(failure: BaseException | type[BaseException]) -> Callable[..., object]:
    def raiser(*_args: object, **_options: object) -> object:
        raise failure

    return raiser


# --- what is printed, and where


def test_results_go_to_standard_output_and_problems_to_standard_error(site: TemporarySite) -> None:
    site.write("bib/vision.bib", WARNED)
    ran = site.run("sync")
    assert ran.out == f"created     {PAGE} (1 paper)\ncreated     {OTHER} (no papers)\n2 pages: 2 created\n"
    assert ran.err == (
        "bib/vision.bib:1:1: warning[missing-year]: `a` has no year\n    hint: add a `year` field\n"
    )


def test_a_difference_that_was_asked_for_goes_to_standard_output(site: TemporarySite) -> None:
    site.run("sync")
    site.write("bib/vision.bib", ENTRY.replace("Seeing", "Looking"))
    ran = site.run("sync", "--diff")
    assert ran.err == ""
    assert "\n-**Seeing** <br>\n+**Looking** <br>\n" in ran.out


def test_the_difference_of_a_refused_page_goes_to_standard_error(site: TemporarySite) -> None:
    site.write(PAGE, "edited\n")
    ran = site.run("sync")
    assert f"\n--- {PAGE}\n+++ {PAGE}\n" in ran.err
    assert "\n-edited\n" in ran.err
    assert ran.out == f"created     {OTHER} (no papers)\n2 pages: 1 created, 1 edited by hand\n"


def test_a_difference_applies_as_a_patch(site: TemporarySite) -> None:
    site.run("sync")
    site.write("bib/vision.bib", ENTRY.replace("Seeing", "Looking"))
    site.write("bib/sound.bib", ENTRY.replace("{a,", "{b,").replace("Seeing", "Hearing"))
    patch = site.run("sync", "--diff").out
    subprocess.run(["git", "apply", "--no-index", "-p0"], input=patch, cwd=site.root, text=True, check=True)
    patched = site.files()
    site.run("sync", "--force")
    assert "Hearing" in site.read(OTHER)
    assert [site.files()[path] for path in (PAGE, OTHER)] == [patched[path] for path in (PAGE, OTHER)]


@pytest.mark.parametrize(
    ("sources", "papers"),
    [
        (ENTRY, ""),
        (ENTRY.replace("1843", "1844"), ""),
        (ENTRY + ENTRY.replace("{a,", "{b,").replace("Seeing", "Hearing"), " (1 paper more)"),
        ("", " (1 paper fewer)"),
        (ENTRY.replace("Seeing", "Hearing"), " (1 paper more, 1 fewer)"),
    ],
    ids=["same", "a paper's text", "one more", "emptied", "replaced"],
)
def test_papers_that_a_page_gains_and_loses_are_counted(
    site: TemporarySite, sources: str, papers: str
) -> None:
    site.run("sync")
    site.write("bib/vision.bib", sources)
    line = f"to update   {PAGE}{papers}\n" if sources != ENTRY else ""
    for args in (["sync", "--check"], ["sync", "--diff"], ["check"]):
        assert line in site.run(*args).out
    page = json.loads(site.run("check", "--format", "json").out)["pages"][0]
    assert page["papers_more"] == (1 if "more" in papers else 0)
    assert page["papers_fewer"] == (1 if "fewer" in papers else 0)
    assert line.replace("to update ", "updated   ") in site.run("sync").out


def test_a_library_that_was_cut_within_a_paper_of_a_page_is_an_error(site: TemporarySite) -> None:
    (site.root / "bib/vision.bib").unlink()
    library = ENTRY.replace("  year", "  topics = {vision},\n  year") + ENTRY.replace("{a,", "{b,").replace(
        "Seeing", "Hearing a {Whisper} in the \\textit{Noise}"
    ).replace("  year", "  abstract = {How.},\n  topics = {vision},\n  year")
    site.write("bib/library.bib", library)
    assert site.run("sync").status == 0
    page = site.read(PAGE)
    for end in range(library.rindex("@") + len("@article{b,"), len(library) - 2):
        site.write("bib/library.bib", library[:end])
        assert "error[unreadable]" in site.run("sync").err, library[:end]
        assert site.read(PAGE) == page


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"pubmd {pubmd.__version__}\n"


def test_the_schema_is_json_that_describes_the_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert set(schema["properties"]) == {"sections", "theme", "links", "venues", "topics_from"}
    assert schema["required"] == ["sections"]


def test_explain_lists_all_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain"]) == 0
    assert capsys.readouterr().out.split() == list(explanations())


@pytest.mark.parametrize("code", ["unreadable", "[unreadable]", *explanations()])
def test_explain_says_what_a_code_means_in_lines_that_fit(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["explain", code]) == 0
    lines = capsys.readouterr().out.split("\n")
    assert lines[0] == code.strip("[]")
    assert max(map(len, lines)) <= 100
    assert len(lines) > 6


@pytest.mark.parametrize("code", explanations())
def test_explain_prints_the_example_and_the_mend_that_the_documentation_has(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    section = PROBLEMS.text.partition(f"\n## {code}\n\n")[2].partition("\n## ")[0]
    means, fenced, mend = re.split(r"(?s)\n\n(```text\n.*?\n```)\n\n", section.rstrip("\n"))
    assert run(["explain", code]) == 0
    printed = capsys.readouterr().out
    assert "".join(f"    {line}\n" if line else "\n" for line in fenced.splitlines()[1:-1]) in printed
    words = printed.split()
    assert words[: 1 + len(means.split())] == [code, *means.split()]
    assert words[-len(mend.split()) :] == mend.split() != []


def test_explain_suggests_the_nearest_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "missing-titel"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "pubmd: no problem has the code `missing-titel`; did you mean `missing-title`?\n"


def test_a_check_in_json_is_one_object_on_standard_output(site: TemporarySite) -> None:
    site.run("sync")
    site.write("bib/vision.bib", WARNED)
    ran = site.run("check", "--format", "json")
    assert ran.err == ""
    found = json.loads(ran.out)
    assert [(each["code"], each["severity"], each["file"], each["line"]) for each in found["problems"]] == [
        ("missing-year", "warning", "bib/vision.bib", 1)
    ]
    assert found["pages"] == [
        {"path": PAGE, "action": "updated", "renamed_from": "", "papers_more": 0, "papers_fewer": 0},
        {"path": OTHER, "action": "unchanged", "renamed_from": "", "papers_more": 0, "papers_fewer": 0},
    ]
    assert found["entries"]["shown"] == 1
    assert sum(found["entries"].values()) == 1


def test_a_check_in_json_tells_also_of_an_unusable_configuration(site: TemporarySite) -> None:
    site.write("bib/pubmd.yml", "sections: {}\n")
    ran = site.run("check", "--format", "json")
    found = json.loads(ran.out)
    assert [each["code"] for each in found["problems"]] == ["config-missing"]
    assert (found["pages"], ran.status) == ([], 2)


def test_a_check_for_github_is_a_command_for_each_problem(site: TemporarySite) -> None:
    site.write("bib/vision.bib", WARNED + WRONG.replace("{a,", "{b,"))
    ran = site.run("check", "--format", "github")
    commands = [line for line in (ran.out + ran.err).splitlines() if line.startswith("::")]
    assert commands == [
        f"::{told} file=bib/vision.bib,line={line},col=1,title={code}::{message}"
        for told, line, code, message in (
            ("warning", 1, "missing-year", "`a` has no year (add a `year` field)"),
            ("error", 6, "missing-title", "`b` has no title (add a `title` field)"),
        )
    ]


HOSTILE = (
    "@article{a\x1b[31m\x9b\u202e,\n  title = {See\x1b[2Jing\x07\x00 \\oops\x1b},\n"
    "  author = {\x1b]0;x\x07, Ada},\n"
    "  code = {java\x1bscript:\x9b},\n  topics = {vi\x1b[31m\u202esion},\n  venue = mac\x07ro,\n}\n"
    "@article{broken\x1b[0m,\n  title = {\x1b[31m,\n}\n"
)
TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.mark.parametrize(
    "args",
    [
        ["sync"],
        ["sync", "--diff"],
        ["check"],
        ["check", "--format", "github"],
        ["check", "--format", "json"],
    ],
)
@pytest.mark.parametrize("path", ["bib/vision.bib", "bib/li\x1b[31m\n\x9bbrary.bib"])
def test_nothing_printed_holds_control_characters_of_a_source(
    site: TemporarySite, args: list[str], path: str
) -> None:
    site.write(path, HOSTILE)
    site.write("bib/overrides.yml", '"\\e[31m\\u202e": {award: "\\e[0m"}\n')
    site.write("bib/pubmd.lock", "\x1b[31mdamage\n")
    site.write(OTHER, "edited \x1b[31m by \x9b hand \u202e\n")
    ran = site.run(*args)
    assert ran.status == 1
    assert ran.err or ran.out
    assert not TERMINAL.search(ran.err)
    assert not TERMINAL.search(ran.out)


def test_a_file_name_that_is_no_utf_8_is_read_and_printed(site: TemporarySite) -> None:
    name = os.fsdecode(b"bib/\xff.bib")
    site.write(name, WRONG.replace("  year", "  topics = {vision},\n  year"))
    ran = process("sync", "--site", str(site.root))
    assert ran.returncode == 1
    assert "error[missing-title]" in ran.stderr


def test_output_is_utf_8_whatever_the_locale_says(site: TemporarySite) -> None:
    site.write("bib/vision.bib", WARNED.replace("{a,", "{gödel31,"))
    ran = subprocess.run(
        [*PUBMD, "check", "--site", str(site.root)],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        timeout=60,
    )
    assert "`gödel31`".encode() in ran.stderr


# --- where a site is, and what of it is touched


@pytest.mark.parametrize("folder", [".", "bib", "_topics", "deep/down/here"])
def test_the_site_is_found_from_a_folder_within(site: TemporarySite, folder: str) -> None:
    (site.root / folder).mkdir(parents=True, exist_ok=True)
    ran = process("sync", cwd=site.root / folder)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert (site.root / PAGE).exists()


def test_the_nearest_site_upwards_is_taken(site: TemporarySite) -> None:
    inner = TemporarySite(site.root / "inner", {"bib/pubmd.yml": CONFIGURATION})
    process("sync", cwd=inner.root)
    assert (inner.root / PAGE).exists()
    assert not (site.root / PAGE).exists()


def test_a_site_is_the_same_whether_it_is_named_or_found(site: TemporarySite) -> None:
    named = site.run("sync", "--diff")
    found = process("sync", "--diff", cwd=site.root)
    assert (found.returncode, found.stdout, found.stderr) == (named.status, named.out, named.err)


def test_a_relative_site_option_counts_from_the_current_folder(site: TemporarySite) -> None:
    ran = process("sync", "--site", "../site", cwd=site.root)
    assert ran.returncode == 0
    assert (site.root / PAGE).exists()


def test_a_site_behind_a_symbolic_link_is_a_site(site: TemporarySite, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(site.root)
    assert run(["sync", "--site", str(tmp_path / "link")]) == 0
    assert (site.root / PAGE).exists()


def test_a_second_sync_touches_no_file(site: TemporarySite) -> None:
    site.run("sync")
    before = site.states()
    ran = site.run("sync")
    assert ran.out == "2 pages: nothing changed\n"
    assert site.states() == before


def test_a_sync_touches_only_the_pages_that_change(site: TemporarySite) -> None:
    site.run("sync")
    before = site.states()
    site.write("bib/vision.bib", ENTRY.replace("Seeing", "Looking"))
    ran = site.run("sync")
    assert ran.out == f"updated     {PAGE} (1 paper more, 1 fewer)\n2 pages: 1 updated, 1 unchanged\n"
    changed = {path for path, state in site.states().items() if before.get(path) != state}
    assert changed == {"bib/vision.bib", PAGE, "bib/pubmd.lock"}


def test_all_that_is_written_is_pages_lock_and_private_files(site: TemporarySite) -> None:
    site.run("sync")
    written = set(site.states()) - {"bib/pubmd.yml", "bib/vision.bib"}
    assert written == {PAGE, OTHER, "bib/pubmd.lock", ".pubmd/.gitignore", ".pubmd/sync.lock"}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_a_page_keeps_its_mode(site: TemporarySite, mode: int) -> None:
    site.run("sync")
    (site.root / PAGE).chmod(mode)
    site.write("bib/vision.bib", ENTRY.replace("Seeing", "Looking"))
    assert site.run("sync").status == 0
    assert (site.root / PAGE).stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("mask", [0o022, 0o027, 0o002])
def test_a_new_page_has_the_mode_that_the_process_gives_new_files(site: TemporarySite, mask: int) -> None:
    before = os.umask(mask)
    try:
        site.run("sync")
    finally:
        os.umask(before)
    for path in (PAGE, "bib/pubmd.lock"):
        assert (site.root / path).stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_folder_that_leads_out_of_the_site_is_refused(site: TemporarySite, outside: Path) -> None:
    (site.root / "_topics").symlink_to(outside)
    for args in (["sync"], ["sync", "--force"]):
        ran = site.run(*args)
        assert ran.status == 2
        assert ran.err == (
            f"pubmd: {OTHER} leads out of the site through a symbolic link; pubmd writes nothing there\n"
        )
    assert not (site.root / "bib/pubmd.lock").exists()


def test_a_page_that_is_a_link_out_of_the_site_is_refused(site: TemporarySite, outside: Path) -> None:
    (site.root / "_topics").mkdir()
    (site.root / PAGE).symlink_to(outside / "vision.md")
    assert site.run("sync", "--force").status == 2


def test_a_private_folder_that_leads_out_of_the_site_is_refused(site: TemporarySite, outside: Path) -> None:
    (site.root / ".pubmd").symlink_to(outside)
    ran = site.run("sync")
    assert ran.status == 3
    assert "leads out of the site" in ran.err
    assert not (site.root / PAGE).exists()


def test_a_stale_page_in_a_folder_that_leads_out_of_the_site_is_not_removed(
    site: TemporarySite, outside: Path
) -> None:
    site.run("sync")
    (site.root / "_old").symlink_to(outside)
    known = sha256((outside / "vision.md").read_bytes()).hexdigest()
    site.write("bib/pubmd.lock", f"{site.read('bib/pubmd.lock')}{known}  _old/vision.md\n")
    ran = site.run("sync", "--force")
    assert ran.status == 0
    assert ran.err.startswith("_old/vision.md: warning[leftover-page]: ")
    assert "leads out of the site" in ran.err
    assert "_old" not in site.read("bib/pubmd.lock")
    assert site.run("sync").err == ""


def test_a_folder_within_the_site_may_be_a_link(site: TemporarySite) -> None:
    (site.root / "elsewhere").mkdir()
    (site.root / "_topics").symlink_to("elsewhere")
    assert site.run("sync").status == 0
    assert (site.root / "elsewhere/vision.md").exists()
    assert (site.root / "_topics").is_symlink()


# --- force


def test_force_keeps_a_copy_of_each_page_and_names_it(site: TemporarySite) -> None:
    site.write(PAGE, "edited\r\nby hand")
    site.write(OTHER, "edited, too\n")
    ran = site.run("sync", "--force")
    copies = re.findall(r"^a copy of what was replaced is (\S+)$", ran.out, re.MULTILINE)
    assert [site.read(copy) for copy in copies] == ["edited\r\nby hand", "edited, too\n"]
    assert all(copy.startswith(".pubmd/") for copy in copies)


def test_copies_of_the_same_moment_do_not_replace_each_other(site: TemporarySite) -> None:
    copies = []
    for number in range(3):
        site.write(PAGE, f"edit {number}\n")
        ran = site.run("sync", "--force")
        copies += re.findall(r"^a copy of what was replaced is (\S+)$", ran.out, re.MULTILINE)
    assert [site.read(copy) for copy in copies] == ["edit 0\n", "edit 1\n", "edit 2\n"]


def test_force_writes_nothing_while_there_is_an_error(site: TemporarySite) -> None:
    site.write(PAGE, "edited\n")
    site.write("bib/vision.bib", WRONG)
    before = site.states()
    assert site.run("sync", "--force").status == 1
    assert site.states() == before


def test_force_with_check_or_diff_writes_nothing(site: TemporarySite) -> None:
    site.write(PAGE, "edited\n")
    before = site.states()
    for flag in ("--check", "--diff"):
        assert site.run("sync", "--force", flag).status == 1
        assert site.states() == before


# --- sources


def test_names_that_begin_with_a_dot_are_passed_over(site: TemporarySite) -> None:
    site.write("bib/.hidden.bib", WRONG)
    site.write("bib/.cache/vision.bib", WRONG)
    assert site.run("sync").status == 0


@pytest.mark.parametrize("name", ["vision.bib.bak", "vision.txt", "notes.md", "bib"])
def test_files_of_other_kinds_are_left_alone(site: TemporarySite, name: str) -> None:
    site.write(f"bib/{name}", WRONG)
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf" + ENTRY.encode(),
        ENTRY.encode("utf-16"),
        ENTRY.replace("\n", "\r\n").encode(),
        ENTRY.replace("\n", "\r").encode(),
    ],
    ids=["empty", "bom", "utf-16", "crlf", "cr"],
)
def test_a_source_may_have_any_form_that_exporters_write(site: TemporarySite, data: bytes) -> None:
    site.run("sync")
    expected = site.read(PAGE)
    site.write("bib/vision.bib", data)
    ran = site.run("sync")
    assert (ran.status, ran.err) == (0, "")
    assert (site.read(PAGE) == expected) is bool(data)


def test_a_page_has_no_characters_that_no_page_may_hold(site: TemporarySite) -> None:
    site.write("bib/vision.bib", ENTRY.replace("Seeing", "See\x1bing\x00 \x9b \u202e"))
    site.run("sync")
    assert not [char for char in site.read(PAGE) if unicodedata.category(char) == "Cc" and char != "\n"]
