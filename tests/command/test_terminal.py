"""What a terminal gets that a pipe does not: colours, lines that fit, a bar, completion; and `--quiet`."""

from __future__ import annotations

import io
import itertools
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from pubmd.cli import run
from pubmd.commands.progress import Progress, bar
from pubmd.table import width
from tests.site import CONFIGURATION, Ran, TemporarySite

PAPER = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def site(tmp_path: Path) -> TemporarySite:
    long = PAPER % ("long43", "图像" + " and all that follows" * 9)
    return TemporarySite(
        tmp_path, {"bib/pubmd.yml": CONFIGURATION, "bib/vision.bib": PAPER % ("a", "A"), "bib/x.bib": long}
    )


def on_terminal(site: TemporarySite, *args: str) -> Ran:
    out, err = Terminal(), Terminal()
    with redirect_stdout(out), redirect_stderr(err):
        status = run([*args, "--site", str(site.root)])
    return Ran(status, out.getvalue(), err.getvalue())


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "70")


@pytest.mark.parametrize("args", [(), ("--untagged", "--suggest"), ("--summary",)])
@pytest.mark.parametrize("columns", [40, 70])
def test_a_list_fits_the_terminal(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, columns: int, args: tuple[str, ...]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("NO_COLOR", "1")
    lines = on_terminal(site, "list", *args).out.splitlines()
    table = list(itertools.takewhile(lambda line: "publications" not in line and "only" not in line, lines))
    assert len(table) >= 2
    assert max(map(width, table)) <= columns


def test_what_is_needed_to_go_on_is_not_cut(site: TemporarySite) -> None:
    assert "\nlong43  1843  Notes  图像 and" in on_terminal(site, "list").out


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")], ids=["NO_COLOR", "a dumb terminal"]
)
def test_colours_are_for_terminals_that_have_them(
    site: TemporarySite, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    site.write("bib/sound.bib", "@article{b, author = {Lovelace, Ada}, year = 1843}\n")
    for args in (("list",), ("check",)):
        ran = on_terminal(site, *args)
        assert "\x1b[" in ran.out + ran.err
        piped = site.run(*args)
        assert "\x1b[" not in piped.out + piped.err
    assert ": \x1b[31merror\x1b[0m[missing-title]: " in on_terminal(site, "sync").err
    monkeypatch.setenv(name, value)
    for args in (("list",), ("check",), ("sync",)):
        ran = on_terminal(site, *args)
        assert "\x1b[" not in ran.out + ran.err


def test_quiet_leaves_out_all_but_errors_and_verbose_adds_what_is_as_it_should_be(
    site: TemporarySite,
) -> None:
    site.write("bib/sound.bib", "@article{b, title = {B}, author = {Lovelace, Ada}, year = 1843}\n")
    assert site.run("sync", "--check", "--quiet") == Ran(1, "", "")
    assert site.run("check", "--quiet") == Ran(1, "", "")
    assert site.run("sync", "--quiet") == Ran(0, "", "")
    assert site.run("check", "--quiet") == Ran(0, "", "")
    ran = site.run("sync", "--verbose")
    assert "unchanged   _topics/vision.md\n" in ran.out
    assert "3 entries: 2 shown, 1 untagged" in ran.out
    assert "warning[missing-venue]" in ran.err
    assert "unchanged   _topics/sound.md\n" in site.run("check", "--verbose").out
    site.write("bib/sound.bib", "@article{b, author = {Lovelace, Ada}, year = 1843}\n")
    for command in ("sync", "check"):
        ran = site.run(command, "--quiet")
        assert (ran.status, ran.out) == (1, "")
        assert "error[missing-title]" in ran.err
        assert "warning[" not in ran.err


def test_quiet_still_shows_a_page_that_was_edited_by_hand(site: TemporarySite) -> None:
    site.write("_topics/vision.md", "Mine.\n")
    ran = site.run("sync", "--quiet")
    assert ran.status == 1
    assert "-Mine." in ran.err


# --- the bar


class Clock:
    """A clock on which each look at it takes a while."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def watched(monkeypatch: pytest.MonkeyPatch, step: float, stream: io.StringIO) -> tuple[list[int], str]:
    monkeypatch.setattr("time.monotonic", Clock(step))
    with redirect_stderr(stream):
        items = list(Progress()([1, 2, 3, 4], "papers"))
    return items, stream.getvalue()


def test_a_bar_shows_after_a_second_and_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    items, shown = watched(monkeypatch, 0.6, Terminal())
    assert items == [1, 2, 3, 4]
    assert shown.startswith("\rpapers [#")
    assert "2 of 4" in shown
    assert "0 of 4" not in shown
    assert shown.endswith("\r\x1b[K")


def test_what_is_quick_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(monkeypatch, 0.01, Terminal()) == ([1, 2, 3, 4], "")


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(monkeypatch, 5, io.StringIO()) == ([1, 2, 3, 4], "")


def test_a_bar_is_gone_where_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.monotonic", Clock(2))
    stream = Terminal()
    with redirect_stderr(stream), pytest.raises(ZeroDivisionError):
        [1 // each for each in Progress()([1, 0], "papers")]
    del stream
    assert bar(1, 2, "papers") == f"papers [{'#' * 15}{'.' * 15}] 1 of 2"


@pytest.mark.parametrize(
    ("columns", "shown"),
    [
        (60, f"papers [{'#' * 15}{'.' * 15}] 2 of 4"),
        (40, f"papers [{'#' * 11}{'.' * 12}] 2 of 4"),
        (22, "papers [##...] 2 of 4"),
        (21, "papers 2 of 4"),
        (9, "papers 2"),
    ],
)
def test_a_bar_keeps_to_the_terminals_width_and_leaves_its_last_cell_free(
    monkeypatch: pytest.MonkeyPatch, columns: int, shown: str
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert f"\r{shown}\r" in watched(monkeypatch, 0.6, Terminal())[1]


def test_an_empty_step_has_a_bar_too() -> None:
    assert bar(0, 0, "files") == f"files [{'.' * 30}] 0 of 0"


# --- completion


def offered(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], *words: str, shell: str = "bash"
) -> list[str]:
    """What a shell is offered for the last word."""
    line = " ".join(("pubmd", *words))
    if shell == "bash":
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
    else:
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", line)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        monkeypatch.setenv("_TYPER_COMPLETE_WORD_TO_COMPLETE", words[-1])
    monkeypatch.setenv("_PUBMD_COMPLETE", f"complete_{shell}")
    assert run([]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    return [line for line in out.splitlines() if line]


SITE = {
    "bib/pubmd.yml": (
        "sections:\n  vision:\n    pages:\n      2024-New: {years: 2024, keywords: []}\n"
        "      denoising: {label: Clean, keywords: [noise reduction, denoising]}\n      sr:\n"
        "  sound: {pages: {sr: }}\n"
    ),
    "bib/a.bib": "@string{lix = {x}}\n@article{li23, title = {A}}\n@misc(lu24,\n t={B})\n@comment{lost,}\n",
    "bib/sub/b.bib": "@article{DBLP:conf/x/Li23, title = {C}}\n@article{DBLP:y, title = {C}}\n@article{bro",
}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ta",), ["tag"]),
        (("tag", "li"), ["li23"]),
        (("tag", "l"), ["li23", "lu24"]),
        (("tag", "li23", "l"), ["lu24"]),
        (("tag", "DBLP", ":", "conf/x"), ["conf/x/Li23"]),
        (("tag", "zz"), []),
        (("tag", "li23", "--topic", "d"), ["denoising"]),
        (("tag", "li23", "--remove", "s"), ["sound/sr"]),
        (("tag", "li23", "--set", "cod"), ["code=", "code_dataset="]),
        (("tag", "li23", "--unset", "cod"), ["code", "code_dataset"]),
        (("tag", "li23", "--unset", "topi"), []),
        (("list", "--topic", "v"), ["vision/sr"]),
        (("list", "--topic", "2"), ["2024-New"]),
        (("tag", "li23", "--topic", "2"), []),
        (("list", "--missing", "abst"), ["abstract"]),
        (("list", "--format", "j"), ["json"]),
        (("list", "--unt"), ["--untagged"]),
    ],
)
def test_a_shell_is_offered_what_fits(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    found: list[str],
) -> None:
    TemporarySite(tmp_path, dict(SITE))
    monkeypatch.chdir(tmp_path / "bib")
    assert offered(monkeypatch, capfd, *words) == found


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_are_offered_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], shell: str
) -> None:
    TemporarySite(tmp_path, dict(SITE))
    monkeypatch.chdir(tmp_path)
    text = "\n".join(offered(monkeypatch, capfd, "tag", "li23", "--topic", "d", shell=shell))
    assert "denoising" in text
    assert "Clean" in text


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("ta",), "tag"),
        (("tag", "lu"), "lu24"),
        (("tag", "li23", "--topic", "d"), "denoising"),
        (("--install-completion", "z"), "zsh"),
        (("--version", "ta"), "tag"),
    ],
    ids=["a command", "a key", "a topic", "a shell", "behind an option that leaves"],
)
def test_commands_keys_and_topics_are_offered_to_each_shell(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    shell: str,
    words: tuple[str, ...],
    found: str,
) -> None:
    TemporarySite(tmp_path, dict(SITE))
    monkeypatch.chdir(tmp_path)
    (line,) = offered(monkeypatch, capfd, *words, shell=shell)
    start = {"bash": found, "zsh": f'_arguments \'*: :(("{found}"', "fish": found}[shell]
    assert re.match(re.escape(start) + r"(\t|:|\)|$)", line), line


def test_a_key_that_a_shell_would_run_or_change_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    keys = ("a`touch", "a$HOME", "a'b", "a;b", "a|b", "a&b", "a*", "a\\b", "a<b", "aé.b+c/d:e@f_g-1")
    sources = "".join(f"@misc{{{key}, title = {{A}}}}\n" for key in keys)
    TemporarySite(tmp_path, {"bib/pubmd.yml": SITE["bib/pubmd.yml"], "bib/a.bib": sources})
    monkeypatch.chdir(tmp_path)
    assert offered(monkeypatch, capfd, "tag", "a") == ["aé.b+c/d:e@f_g-1"]


def test_a_topic_that_a_shell_would_run_or_change_is_not_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pages = 'a: {keywords: ["R&D"]}, b: {keywords: ["R`id`", "R$HOME", "R#b"]}, c: {keywords: ["#R", R-C]}'
    TemporarySite(tmp_path, {"bib/pubmd.yml": f"sections: {{vision: {{pages: {{{pages}}}}}}}\n"})
    monkeypatch.chdir(tmp_path)
    assert offered(monkeypatch, capfd, "tag", "x", "--topic", "R") == ["R-C"]


def test_a_site_that_the_line_names_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    TemporarySite(tmp_path / "site", dict(SITE))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert offered(monkeypatch, capfd, "tag", "--site", "site", "lu") == ["lu24"]
    assert offered(monkeypatch, capfd, "tag", "--site", "~/site", "x", "--topic", "d") == ["denoising"]


SCRIPTS = {
    "bash": "complete -o default -F _pubmd_completion pubmd\n",
    # The file is run in place of the function that it defines, so it has to call that the first time.
    "zsh": '\n[[ $funcstack[1] == _pubmd ]] && _pubmd_completion "$@"\n',
    "fish": "complete --command pubmd ",
}


@pytest.mark.parametrize(("shell", "holds"), SCRIPTS.items())
@pytest.mark.parametrize("joint", [" ", "="])
def test_the_completion_of_the_shell_that_is_named_is_shown(
    capfd: pytest.CaptureFixture[str], shell: str, holds: str, joint: str
) -> None:
    assert run(f"--show-completion{joint}{shell}".split()) == 0
    out, err = capfd.readouterr()
    assert holds in out
    assert f"_PUBMD_COMPLETE=complete_{shell}" in out
    assert err == ""


INSTALLED = {
    "bash": [".bash_completions/pubmd.sh", ".bashrc"],
    "zsh": [".zfunc/_pubmd", ".zshrc"],
    "fish": [".config/fish/completions/pubmd.fish"],
}


@pytest.mark.parametrize(("shell", "files"), INSTALLED.items())
def test_completion_is_installed_for_the_shell_that_is_named_and_no_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    shell: str,
    files: list[str],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run(["--install-completion", shell]) == 0
    out, _ = capfd.readouterr()
    there = TemporarySite(tmp_path).files()
    assert sorted(there) == files
    assert str(tmp_path / files[0]) in out
    assert run(["--show-completion", shell]) == 0
    assert there[files[0]].decode() == capfd.readouterr().out


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_there_is_no_completion_for_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], option: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert run([option, "banana"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "'banana' is not one of 'bash', 'zsh', 'fish'" in " ".join(err.split())
    assert TemporarySite(tmp_path).files() == {}


@pytest.mark.parametrize(
    ("found", "status", "said"),
    [
        ("fish", 0, "complete --command pubmd"),
        ("tcsh", 2, "this shell is tcsh: name one of bash, zsh, fish, such as `--show-completion zsh`"),
        ("", 2, "which shell this is cannot be told: name one of bash, zsh, fish"),
    ],
)
def test_without_a_name_it_is_the_shell_that_calls(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], found: str, status: int, said: str
) -> None:
    import shellingham

    def detected() -> tuple[str, str]:
        if not found:
            raise shellingham.ShellDetectionFailure
        return found, f"/bin/{found}"

    monkeypatch.setattr(shellingham, "detect_shell", detected)
    assert run(["--show-completion"]) == status
    out, err = capfd.readouterr()
    assert said in " ".join((out if status == 0 else err).split())


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"bib/pubmd.yml": "sections: [", "bib/a.bib": b"\xff\xfe\x00@"},
        {"bib/pubmd.yml": "", "bib/a.bib": "@"},
    ],
    ids=["no site", "nothing but damage", "nothing in it"],
)
@pytest.mark.parametrize("words", [("tag", "a"), ("tag", "a", "--topic", "d"), ("list", "--missing", "a")])
def test_completion_is_silent_about_all_that_is_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    files: dict[str, str | bytes],
    words: tuple[str, ...],
) -> None:
    TemporarySite(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert offered(monkeypatch, capfd, *words) == []
