"""What is kept comes back whole, or not at all."""

from __future__ import annotations

import marshal
from binascii import crc32
from collections.abc import Callable

import pytest

from pubmd import store
from pubmd.span import Packed
from pubmd.store import Files, dumped, loaded

REST = b"rest of one"
SPANS = {
    b"one": Packed(b"1" * 100, b"texts of one", REST, crc32(REST)),
    b"two": Packed(b"2", b"", b"", 0),
}
FILES = {"bib/a.bib": ((1, 2, 3, 4, 5, 6), [(0, 100, b"one"), (100, 101, b"two")])}
NOTHING: tuple[dict[bytes, Packed], Files] = ({}, {})


def kept(made_by: bytes = b"maker") -> bytes:
    return b"".join(dumped(made_by, SPANS, FILES))


def reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda at, length: data[at : at + length]


def back(data: bytes) -> tuple[dict[bytes, Packed], Files]:
    return loaded(reader(data), b"maker")


def test_what_was_kept_comes_back() -> None:
    spans, files = back(kept())
    assert {digest: found._replace(rest=found.all_rest()) for digest, found in spans.items()} == SPANS
    assert files == FILES


def test_the_rest_is_read_when_it_is_asked_for() -> None:
    data = kept()
    looked: list[tuple[int, int]] = []

    def read(at: int, length: int) -> bytes:
        looked.append((at, length))
        return data[at : at + length]

    spans, _ = loaded(read, b"maker")
    assert max(at + length for at, length in looked) == len(data) - len(REST)
    assert spans[b"one"].all_rest() == REST
    assert looked[-1] == (len(data) - len(REST), len(REST))


def test_what_was_loaded_is_kept_again_as_it_was() -> None:
    spans, files = back(kept())
    assert b"".join(dumped(b"maker", spans, files)) == kept()


def test_what_another_program_or_configuration_has_kept_is_nothing() -> None:
    assert back(kept(b"another")) == NOTHING


def test_one_damaged_byte_makes_it_nothing() -> None:
    for at in range(len(kept()) - len(REST)):
        data = bytearray(kept())
        data[at] ^= 1
        assert back(bytes(data)) == NOTHING


def test_a_damaged_rest_does_not_fit_its_seal() -> None:
    data = bytearray(kept())
    data[-1] ^= 1
    found, _ = back(bytes(data))
    assert found[b"one"].columns == SPANS[b"one"].columns
    assert crc32(found[b"one"].all_rest()) != found[b"one"].seal
    assert crc32(found[b"two"].all_rest()) == found[b"two"].seal


@pytest.mark.parametrize("length", range(0, 200, 7))
def test_what_was_cut_off_is_nothing(length: int) -> None:
    assert back(kept()[:length]) == NOTHING


@pytest.mark.parametrize("data", [b"", b"pubmd read 4\n", b"pubmd read 3\n" + kept()[13:], b"something else"])
def test_what_is_no_such_file_is_nothing(data: bytes) -> None:
    assert back(data) == NOTHING


@pytest.mark.parametrize(
    "content", [b"", b"\xff", marshal.dumps(1), marshal.dumps((1, 2, 3)), marshal.dumps((b"maker", [1]))]
)
def test_foreign_content_with_a_right_checksum_is_nothing(content: bytes) -> None:
    content = len(content).to_bytes(8, "big") + content
    sealed = crc32(content).to_bytes(8, "big") + len(content).to_bytes(8, "big")
    assert back(b"pubmd read 4\n" + sealed + content) == NOTHING


def test_a_length_that_nothing_can_have_is_not_read() -> None:
    data = b"pubmd read 4\n" + b"\0" * 8 + b"\x7f" + b"\xff" * 7

    def read(at: int, length: int) -> bytes:
        assert length < 1000
        return data[at : at + length]

    assert loaded(read, b"maker") == NOTHING


def test_what_is_too_much_to_be_worth_it_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST_BYTES", 50)
    assert not dumped(b"maker", SPANS, FILES)
