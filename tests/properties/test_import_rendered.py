"""The real pages, taken over and written again: to the real kramdown they say what they said, mends apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubmd.adoption.adoption import adopted
from pubmd.bibtex.source import Source
from pubmd.build import build
from pubmd.config.overrides import Overrides
from pubmd.config.settings_reader import read_settings
from tests.renderer import Element, Renderer, parsed

pytest_plugins = ("tests.renderer.fixtures",)

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def pages(reference: Path) -> dict[str, str]:
    root = reference / "pages"
    found = {
        file.relative_to(root).as_posix(): file.read_text("utf-8") for file in sorted(root.rglob("*.md"))
    }
    assert len(found) >= 10
    return found


@pytest.fixture(scope="module")
def written(pages: dict[str, str]) -> dict[str, str]:
    found = adopted(pages)
    assert set(found.settled) == set(pages)
    settings, _ = read_settings("bib/pubmd.yml", found.files["bib/pubmd.yml"])
    assert settings is not None
    sources = [Source(file, text) for file, text in found.files.items() if file.endswith(".bib")]
    return {page.path: page.text for page in build(settings, sources, Overrides(())).pages}


def body(page: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", page, flags=re.DOTALL)


def text_of(element: Element) -> str:
    """All text of an element, in order; comments show none."""
    parts = []
    for child in element.children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag != "!--":
            parts.append(text_of(child))
    return " ".join(parts)


def words(renderer: Renderer, page: str) -> list[str]:
    return text_of(parsed(renderer.render(body(page)))).split()


def links(renderer: Renderer, page: str) -> list[tuple[str | None, str]]:
    found = parsed(renderer.render(body(page))).all("a")
    return [(each.attributes.get("href"), " ".join(text_of(each).split())) for each in found]


def mended(page: str) -> str:
    """The page with those mends made by hand that readers can see."""
    page = re.sub(r"(<div [^\n]*<br>\n[^\n]+\n)\n(?=\*\*)", r"\1</div>\n\n", page)  # unclosed
    page = page.replace("## </div>", "</div>")  # unclosed
    page = re.sub(r"\) (\d{4})</pub>", r"), \1</pub>", page)  # comma
    return re.sub(r", and ([^,\n]+_ <br>)", r", \1", page)  # names


def test_the_visible_words_are_the_same(
    renderer: Renderer, pages: dict[str, str], written: dict[str, str]
) -> None:
    for file, page in pages.items():
        assert words(renderer, mended(page)) == words(renderer, written[file]), file


def test_the_links_are_the_same(renderer: Renderer, pages: dict[str, str], written: dict[str, str]) -> None:
    for file, page in pages.items():
        assert links(renderer, mended(page)) == links(renderer, written[file]), file


def test_each_abstract_opens_its_own(renderer: Renderer, written: dict[str, str]) -> None:
    for file, page in written.items():
        tree = parsed(renderer.render(body(page)))
        ids = [each.attributes["id"] for each in tree.all("div") if each.attributes.get("class") == "abs"]
        wanted = re.findall(r'expandABS\("([^"]+)"\)', page)
        assert ids == wanted, file
        assert len(set(ids)) == len(ids), file
