"""Another process gets ready by reading what most entries have."""

from __future__ import annotations

from pubmd import lone
from pubmd.config.plain_settings import restored
from pubmd.exhibit import Exhibition


def test_what_it_gets_ready_with_is_shown_with_all_its_parts_and_without_a_problem() -> None:
    packed = lone.read_alone("bib/a.bib", lone._SAMPLE, Exhibition(restored(lone._SETTINGS)))
    assert packed
    text = packed.texts[:].decode()
    for part in (
        "Case: $x^2$ and é",
        "Ada Lovelace, Kurt Gödel",
        "(ICCV), 2023",
        "50% faster than <em>before</em>",
    ):
        assert part in text
    assert b"unlisted" not in packed.columns
