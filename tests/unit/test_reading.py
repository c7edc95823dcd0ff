"""Sources that are read in batches, here or in other processes, come to the same."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Sequence
from functools import partial

import pytest

from pubmd import processes, reading, stretch
from pubmd.bibtex.bibliography import part_bounds
from pubmd.bibtex.source import Source
from pubmd.config.overrides import Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.plain_settings import plain
from pubmd.config.settings_reader import read_settings
from pubmd.lone import Lone, LoneResult, read_lone
from pubmd.processes import side_by_side
from pubmd.reading import Kept, in_turn
from pubmd.span import Packed
from tests.site import CONFIGURATION
from tests.told import built

ENTRY = """@article{{key{0},
  title = {{Title Number {0} with $x_{0}$ and {{\\'e}}}},
  author = {{Lovelace, Ada and G{{\\"o}}del, Kurt}},
  journal = {{Journal of Things}},
  year = {{{1}}},
  doi = {{10.1000/{2}}},
  keywords = {{vision, sound}},
  abstract = {{What stands in the abstract of number {0}.}},
}}

"""
SOURCES = [
    Source("bib/a.bib", "".join(ENTRY.format(at, 1990 + at % 30, at) for at in range(60))),
    # The same papers once more, a damaged entry, macros, and an entry that inherits.
    Source("bib/b.bib", "".join(ENTRY.format(f"b{at}", 1990 + at % 30, at) for at in range(30, 90))),
    Source("bib/c.bib", '@string{j = "J"}\n@article{c, title = {C}, journal = j, keywords = {sound}}\n'),
    Source(
        "bib/d.bib", "@article{d, title = {D}, crossref = {key1}, keywords = {sound}}\n@misc{e, title = {\n"
    ),
]
OVERRIDES = "key3: {title: Another Title}\nkey4: {topics: [-sound]}\nkey5: {hidden: true}\n"


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_a_build_is_the_same_however_it_is_divided(cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    overrides, _ = read_overrides("bib/overrides.yml", OVERRIDES)
    assert settings
    whole = built(settings, SOURCES, overrides or Overrides(()))
    monkeypatch.setattr(reading, "_BATCH", 700)
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=4))
    assert built(settings, SOURCES, overrides or Overrides(()), mapper=in_turn) == whole
    assert built(settings, SOURCES, overrides or Overrides(()), mapper=side_by_side) == whole
    assert len(whole.fates) == 6
    assert "Another Title" in whole.pages[0].text
    assert whole.fates["merged into another"] == 30


def test_what_is_kept_gives_the_same_build_whatever_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=4))
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    earlier: dict[bytes, Packed] = {}
    longer = ENTRY.format("new", 2020, "new").replace("Number", "Quite Another Number")
    for number, text in enumerate(
        (
            SOURCES[0].text,
            SOURCES[0].text,
            SOURCES[0].text.replace("Number 30", "Number Thirty"),
            longer + SOURCES[0].text,
            SOURCES[0].text.replace("key7,", "key7"),
            SOURCES[0].text[: len(SOURCES[0].text) // 2],
        )
    ):
        sources = [Source("bib/a.bib", text), *SOURCES[1:]]
        kept = Kept(b"this version", earlier)
        assert built(settings, sources, Overrides(()), kept=kept) == built(settings, sources, Overrides(()))
        assert number == 0 or len(earlier.keys() & kept.now.keys()) > 10
        earlier = kept.now


def test_what_another_version_kept_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    kept = Kept(b"one version")
    built(settings, SOURCES, Overrides(()), kept=kept)
    another = Kept(b"another", dict.fromkeys(kept.now, Packed(b"of no use", b"", b"", 0)))
    assert built(settings, SOURCES, Overrides(()), kept=another) == built(settings, SOURCES, Overrides(()))
    assert not kept.now.keys() & another.now.keys()


def test_what_is_kept_and_makes_no_sense_is_read_anew() -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    kept = Kept(b"one version")
    built(settings, SOURCES, Overrides(()), kept=kept)
    for nonsense in (b"", b"of no use", marshal.dumps(1), marshal.dumps((1, 2, 3, 4, 5))):
        odd = Kept(b"one version", dict.fromkeys(kept.now, Packed(nonsense, b"", b"", 0)))
        assert built(settings, SOURCES, Overrides(()), kept=odd) == built(settings, SOURCES, Overrides(()))
        assert odd.now == kept.now


def test_what_is_damaged_of_the_texts_or_the_rest_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    sources = SOURCES[:3]  # all but the damaged one, of which nothing is kept
    kept = Kept(b"one version")
    whole = built(settings, sources, Overrides(()), kept=kept)
    monkeypatch.setattr(reading, "read_span", None)  # nothing else is read anew
    for parts in ({}, {"rest": b"damaged"}, {"texts": b"damaged" * 999}, {"texts": b""}):
        earlier = {digest: found._replace(**parts) for digest, found in kept.now.items()}
        assert built(settings, sources, Overrides(()), kept=Kept(b"one version", earlier)) == whole


def test_a_stretch_is_kept_by_the_name_of_its_file_and_its_text_apart() -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    entry = ENTRY.format(1, 2020, 1)
    sources = Source("bib/vision.bib", f"a.bib {entry}"), Source("bib/vision.biba.bib", f" {entry}")
    kept = Kept(b"one version")
    built(settings, sources[:1], Overrides(()), kept=kept)
    again = Kept(b"one version", kept.now)
    assert built(settings, sources[1:], Overrides(()), kept=again) == built(
        settings, sources[1:], Overrides(())
    )
    assert not kept.now.keys() & again.now.keys()


def test_what_is_new_may_be_read_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretch, "part_bounds", partial(part_bounds, most=4))
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    kept = Kept(b"one version")
    built(settings, SOURCES, Overrides(()), kept=kept)
    texts = [
        SOURCES[0].text.replace("Number 30", "Number Thirty"),
        SOURCES[0].text.replace("key7,", "key7"),  # damaged
        "% @misc{x,\n" + SOURCES[0].text,
        SOURCES[0].text + "words that are no entry",
    ]
    for text in texts:
        sources = [Source("bib/a.bib", text), *SOURCES[1:]]
        whole = built(settings, sources, Overrides(()))
        for helps in (True, False, None):
            asked: list[Lone] = []

            def ask(
                lone: Sequence[Lone], asked: list[Lone] = asked, helps: bool | None = helps
            ) -> Callable[[], Sequence[LoneResult]]:
                asked.extend(lone)
                if helps is None:
                    return tuple
                return lambda: read_lone((plain(settings), lone)) if helps else [None] * len(lone)

            known = Kept(b"one version", kept.now)
            assert built(settings, sources, Overrides(()), kept=known, ask=ask) == whole
            assert asked
            assert all(
                text in source.text for file, text in asked for source in sources if source.file == file
            )


def test_where_nothing_is_new_nobody_is_asked() -> None:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    kept = Kept(b"one version")
    whole = built(settings, SOURCES[:3], Overrides(()), kept=kept)

    def ask(lone: Sequence[Lone]) -> Callable[[], Sequence[LoneResult]]:
        pytest.fail(f"asked for {len(lone)}")

    assert built(settings, SOURCES[:3], Overrides(()), kept=Kept(b"one version", kept.now), ask=ask) == whole


def test_much_that_is_new_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_LITTLE", 1000)
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings

    def ask(lone: Sequence[Lone]) -> Callable[[], Sequence[LoneResult]]:
        pytest.fail(f"asked for {len(lone)}")

    built(settings, SOURCES, Overrides(()), ask=ask)
