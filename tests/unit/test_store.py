"""What is kept comes back whole, or not at all."""

from __future__ import annotations

import marshal
from binascii import crc32
from collections.abc import Callable

import pytest

from pubmd import store
from pubmd.span import Packed
from pubmd.store import Files, Store, dumped

TEXTS, REST = b"texts of one", b"rest of one"
SPANS = {
    b"one": Packed(b"1" * 100, TEXTS, REST, crc32(REST)),
    b"two": Packed(b"2", b"", b"", 0),
}
FILES = {"bib/a.bib": ((1, 2, 3, 4, 5, 6), [(0, 100, b"one"), (100, 101, b"two")])}
SETTINGS = (["a"], {"b": "c"})
NOTHING: tuple[dict[bytes, Packed], Files, object] = ({}, {}, None)


def kept(made_by: bytes = b"maker") -> bytes:
    return b"".join(dumped(made_by, SPANS, FILES, SETTINGS))


def reader(data: bytes) -> Callable[[int, int], bytes]:
    return lambda at, length: data[at : at + length]


def fetched(found: Packed) -> Packed:
    return found._replace(texts=found.texts[:], rest=found.rest[:])


def back(data: bytes) -> tuple[dict[bytes, Packed], Files, object]:
    found = Store(reader(data), b"maker")
    return found.spans(), found.files, found.settings


def test_what_was_kept_comes_back() -> None:
    spans, files, settings = back(kept())
    assert {digest: fetched(found) for digest, found in spans.items()} == SPANS
    assert (files, settings) == (FILES, SETTINGS)
    assert Store(reader(kept()), b"maker").length == sum(len(each.columns) for each in SPANS.values())


def test_each_part_is_read_when_it_is_asked_for() -> None:
    data = kept()
    looked: list[int] = []

    def read(at: int, length: int) -> bytes:
        looked.append(min(at + length, len(data)))
        return data[at : at + length]

    found = Store(read, b"maker")
    assert max(looked) == len(data) - len(TEXTS + REST) - found.length
    spans = found.spans()
    assert max(looked) == len(data) - len(TEXTS + REST)
    assert spans[b"one"].texts[6:8] == b"of"
    assert max(looked) == len(data) - len(TEXTS + REST) + 8
    assert spans[b"one"].texts[:] == TEXTS
    assert spans[b"one"].rest[:] == REST
    assert max(looked) == len(data)


def test_what_was_loaded_is_kept_again_as_it_was() -> None:
    spans, files, settings = back(kept())
    assert b"".join(dumped(b"maker", spans, files, settings)) == kept()


def test_what_another_program_or_configuration_has_kept_is_nothing() -> None:
    assert back(kept(b"another")) == NOTHING
    assert Store(reader(kept(b"another")), b"maker").length == 0


def test_one_damaged_byte_makes_it_nothing_or_the_spans_alone() -> None:
    columns_end = len(kept()) - len(TEXTS + REST)
    spans_at = columns_end - Store(reader(kept()), b"maker").length
    for at in range(columns_end):
        data = bytearray(kept())
        data[at] ^= 1
        spans, *rest = back(bytes(data))
        assert spans == {}
        if at >= spans_at:
            assert rest == [FILES, SETTINGS]
        elif at < 29 or at >= 45:  # the mark, the head's own checksum and length; and the head
            assert rest == [{}, None]


def test_a_damaged_rest_does_not_fit_its_seal() -> None:
    data = bytearray(kept())
    data[-1] ^= 1
    found, *_ = back(bytes(data))
    assert found[b"one"].columns == SPANS[b"one"].columns
    assert crc32(found[b"one"].rest[:]) != found[b"one"].seal
    assert crc32(found[b"two"].rest[:]) == found[b"two"].seal


@pytest.mark.parametrize("length", range(0, 200, 7))
def test_what_was_cut_off_has_no_spans(length: int) -> None:
    assert back(kept()[:length])[0] == {}


@pytest.mark.parametrize("data", [b"", b"pubmd read 6\n", b"pubmd read 5\n" + kept()[13:], b"something else"])
def test_what_is_no_such_file_is_nothing(data: bytes) -> None:
    assert back(data) == NOTHING


@pytest.mark.parametrize(
    "head", [b"", b"\xff", marshal.dumps(1), marshal.dumps((1, 2)), marshal.dumps(([1], {}))]
)
def test_a_foreign_head_with_a_right_checksum_is_nothing(head: bytes) -> None:
    numbers = (crc32(head, crc32(b"maker")), len(head), 0, 0)
    assert back(b"pubmd read 6\n" + b"".join(each.to_bytes(8, "big") for each in numbers) + head) == NOTHING


def test_a_length_that_nothing_can_have_is_not_read() -> None:
    for at in (21, 37):  # of the head, and of the spans
        data = bytearray(kept())
        data[at : at + 8] = b"\x7f" + b"\xff" * 7

        def read(at: int, length: int, data: bytes = bytes(data)) -> bytes:
            assert length < 1000
            return data[at : at + length]

        assert Store(read, b"maker").spans() == {}


def test_what_is_too_much_to_be_worth_it_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_MOST_BYTES", 50)
    assert not dumped(b"maker", SPANS, FILES)
