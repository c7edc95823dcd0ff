"""What is kept comes back whole, or not at all."""

from __future__ import annotations

import marshal
from hashlib import sha256

import pytest

from pubmd import store
from pubmd.span import Packed
from pubmd.store import dumped, loaded

SPANS = {
    b"one": Packed(b"1" * 100, b"fields of one", sha256(b"fields of one").digest()),
    b"two": Packed(b"2", b"", b"a seal"),
}


FILES = {"bib/a.bib": ((1, 2, 3, 4, 5, 6), [(0, 100, b"one"), (100, 101, b"two")])}


def kept(made_by: bytes = b"maker") -> bytes:
    return b"".join(dumped(made_by, SPANS, FILES))


def test_what_was_kept_comes_back() -> None:
    assert loaded(kept(), b"maker") == (SPANS, FILES)


def test_what_another_program_or_configuration_has_kept_is_nothing() -> None:
    assert loaded(kept(b"another"), b"maker") == ({}, {})


def test_one_damaged_byte_makes_it_nothing() -> None:
    for at in range(len(kept()) - len(b"fields of one")):
        data = bytearray(kept())
        data[at] ^= 1
        assert loaded(bytes(data), b"maker") == ({}, {})


def test_damaged_fields_do_not_fit_their_seal() -> None:
    data = bytearray(kept())
    data[-1] ^= 1
    found, _ = loaded(bytes(data), b"maker")
    assert found[b"one"].span == SPANS[b"one"].span
    assert sha256(found[b"one"].fields).digest() != found[b"one"].seal
    assert found[b"two"] == SPANS[b"two"]


@pytest.mark.parametrize("length", range(0, 200, 7))
def test_what_was_cut_off_is_nothing(length: int) -> None:
    assert loaded(kept()[:length], b"maker") == ({}, {})


@pytest.mark.parametrize("data", [b"", b"pubmd read 3\n", b"something else"])
def test_what_is_no_such_file_is_nothing(data: bytes) -> None:
    assert loaded(data, b"maker") == ({}, {})


@pytest.mark.parametrize(
    "content", [b"", b"\xff", marshal.dumps(1), marshal.dumps((1, 2, 3)), marshal.dumps((b"maker", [1]))]
)
def test_foreign_content_with_a_right_digest_is_nothing(content: bytes) -> None:
    content = len(content).to_bytes(8, "big") + content
    sealed = sha256(content).digest() + len(content).to_bytes(8, "big")
    assert loaded(b"pubmd read 3\n" + sealed + content, b"maker") == ({}, {})


def test_what_is_too_much_to_be_worth_it_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST_BYTES", 50)
    assert not dumped(b"maker", SPANS, FILES)
