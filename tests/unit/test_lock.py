"""`bib/pubmd.lock`: what it says, and what it may not make pubmd do."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubmd.lock import NO_LOCK, Lock, digest, lock_text, read_lock

ONE, TWO = "1" * 64, "2" * 64
PAGE = "_topics/vision.md"


def test_a_digest_is_the_sha256_of_the_bytes() -> None:
    assert digest(b"page\n") == sha256(b"page\n").hexdigest()


@pytest.mark.parametrize("data", [b"one\r\ntwo\r\n", b"one\ntwo\r\n", b"one\r\ntwo\n"])
def test_a_digest_does_not_depend_on_line_ends(data: bytes) -> None:
    assert digest(data) == digest(b"one\ntwo\n")


@pytest.mark.parametrize("data", [b"one\rtwo\n", b"one\n\ntwo\n", b"one\ntwo", b""])
def test_a_digest_depends_on_all_else(data: bytes) -> None:
    assert digest(data) != digest(b"one\ntwo\n")


@pytest.mark.parametrize(
    ("text", "lock"),
    [
        ("", NO_LOCK),
        ("\n  \n", NO_LOCK),
        (f"{ONE}  {PAGE}\n", Lock({PAGE: frozenset([ONE])})),
        (f"{ONE}  {PAGE}", Lock({PAGE: frozenset([ONE])})),
        (f"{ONE}  {PAGE}\r\n", Lock({PAGE: frozenset([ONE])})),
        (f"{ONE} *{PAGE}\n", Lock({PAGE: frozenset([ONE])})),
        (f"{ONE}  {PAGE}\n{TWO}  {PAGE}\n", Lock({PAGE: frozenset([ONE, TWO])})),
        (f"{ONE}  a.md\n{TWO}  b.md\n", Lock({"a.md": frozenset([ONE]), "b.md": frozenset([TWO])})),
        (f"{ONE}  my pages/a b.markdown\n", Lock({"my pages/a b.markdown": frozenset([ONE])})),
        (
            f"<<<<<<< HEAD\n{ONE}  {PAGE}\n||||||| base\n=======\n{TWO}  {PAGE}\n>>>>>>> branch\n",
            Lock({PAGE: frozenset([ONE, TWO])}),
        ),
        (f"deadbeef  {PAGE}\n", Lock({}, (1,))),
        (f"\n{ONE}\n{ONE}  {PAGE}\nnote\n", Lock({PAGE: frozenset([ONE])}, (2, 4))),
        (f"{ONE} {PAGE}\n", Lock({}, (1,))),
        (f"{'A' * 64}  {PAGE}\n", Lock({}, (1,))),
        (f"{ONE}1  {PAGE}\n", Lock({}, (1,))),
        ("<<<<<< HEAD\n", Lock({}, (1,))),
    ],
)
def test_a_lock_is_read_line_by_line(text: str, lock: Lock) -> None:
    assert read_lock(text) == lock


@pytest.mark.parametrize(
    "path",
    [
        "../outside.md",
        "/etc/passwd.md",
        "_topics/../../outside.md",
        "_topics/./vision.md",
        "./vision.md",
        "_topics//vision.md",
        "_topics/vision.md/",
        "C:/vision.md",
        "_topics\\vision.md",
        "..",
        "bib/note.md",
        ".git/HEAD",
        ".git/note.md",
        "_topics/.git/note.md",
        ".pubmd/note.md",
        "_site/vision.md",
        "_config.yml",
        "README",
        "_topics/vi\x00sion.md",
        "_topics/vi\x1b[31msion.md",
        "_topics/vi\u202esion.md",
        f"_topics/{'v' * 300}.md",
        "_topics/vision.md ",
    ],
)
def test_a_line_that_names_no_place_of_a_page_is_damage(path: str) -> None:
    assert read_lock(f"{ONE}  {path}\n") == Lock({}, (1,))


def test_a_lock_knows_a_page_by_any_of_its_hashes() -> None:
    old, new = b"old\n", b"new\n"
    lock = Lock({PAGE: frozenset([digest(old), digest(new)])})
    assert lock.hashes[PAGE] >= {digest(old), digest(b"new\r\n")}
    assert digest(b"edited\n") not in lock.hashes[PAGE]
    assert "_topics/sound.md" not in lock.hashes


def test_what_a_lock_says_of_one_path_can_be_said_of_another() -> None:
    lock = Lock({"a.md": frozenset([ONE]), "b.md": frozenset([TWO]), "c.md": frozenset([TWO])}, (1,))
    assert lock.renamed({"a.md": "b.md", "d.md": "c.md"}) == Lock(
        {"b.md": frozenset([ONE, TWO]), "c.md": frozenset([TWO])}, (1,)
    )


def test_a_lock_is_written_sorted_by_path_and_each_line_once() -> None:
    pairs = [("b.md", ONE), ("a.md", TWO), ("a.md", ONE), ("b.md", ONE)]
    assert lock_text(pairs) == f"{ONE}  a.md\n{TWO}  a.md\n{ONE}  b.md\n"


def test_no_pages_are_an_empty_lock() -> None:
    assert lock_text([]) == ""


def test_sha256sum_reads_a_lock_from_the_sites_root(tmp_path: Path) -> None:
    page = "---\ntitle: Über\n---\n".encode()
    (tmp_path / "my pages").mkdir()
    (tmp_path / "my pages/über.md").write_bytes(page)
    (tmp_path / "lock").write_text(lock_text([("my pages/über.md", digest(page))]), "utf-8")
    checked = subprocess.run(["sha256sum", "--strict", "-c", "lock"], cwd=tmp_path, capture_output=True)
    assert checked.returncode == 0, checked.stderr


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join).map("_{}.md".format)
HASHES = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)


@given(st.lists(st.tuples(PATHS, HASHES)))
def test_what_is_written_is_read_back(pairs: list[tuple[str, str]]) -> None:
    lock = read_lock(lock_text(pairs))
    assert lock.damaged == ()
    assert {(path, known) for path, hashes in lock.hashes.items() for known in hashes} == set(pairs)


@given(st.text() | st.lists(st.tuples(HASHES, st.text())).map(lambda p: "\n".join(map("  ".join, p))))
def test_any_text_is_a_lock_whose_paths_lie_in_the_site(text: str) -> None:
    for path in read_lock(text).hashes:
        assert path.endswith((".md", ".markdown"))
        assert ".." not in path.split("/")
        assert not path.startswith("/")
        assert not any(character < " " for character in path)
