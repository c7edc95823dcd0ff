"""A card's text is the same but for the id that the page gives its abstract."""

from __future__ import annotations

import pytest

from pubmd.bibtex.bibliography import read_bibliography
from pubmd.bibtex.source import Source
from pubmd.card import Card
from pubmd.config.settings_reader import read_settings
from pubmd.exhibit import Exhibition
from pubmd.paper.library import library
from tests.site import CONFIGURATION

ENTRY = """@article{{{0},
  title = {{Träume von {0}}},
  author = {{Gödel, Kurt}},
  year = {{1931}},
  keywords = {{vision}},
  {1}
}}
"""
ABSTRACT = "abstract = {Über {0} und expandABS.},"


def card(key: str, more: str) -> Card:
    settings, _ = read_settings("bib/pubmd.yml", CONFIGURATION)
    assert settings
    (entry,) = library([read_bibliography(Source("bib/a.bib", ENTRY.format(key, more)))])
    found = Exhibition(settings).exhibit(entry).card
    assert found
    return found


@pytest.mark.parametrize("key", ["li23", "käte:23", "23"])
@pytest.mark.parametrize("id_", ["li23", "li23-2", "ä", "a-very-long-id-that-somebody-asked-for"])
def test_another_id_stands_where_the_own_one_stood(key: str, id_: str) -> None:
    found = card(key, ABSTRACT)
    text = found.with_id(id_).decode()
    assert text.split('id="')[1].split('"')[0] == id_
    assert text.count(f'expandABS("{id_}")') == 1
    own, other = (f'expandABS("{each}")' for each in (found.id, id_))
    back = text.replace(other, own).replace(f'id="{id_}"', f'id="{found.id}"')
    assert back.encode() == found.text == found.with_id(found.id)


def test_a_paper_without_an_abstract_has_no_place_for_an_id() -> None:
    found = card("li23", "")
    assert not found.has_abstract
    assert found.with_id("other") == found.text
    assert b"expandABS" not in found.text
