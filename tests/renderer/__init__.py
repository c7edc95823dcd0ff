"""What a reader sees of a page: the real Liquid and kramdown, set up by Jekyll, and the HTML that they give.

`Renderer` keeps one Ruby process; `parsed` makes a tree of HTML; `shown` gives what a tree, or a part of one,
shows in a browser with MathJax: characters, elements and formulas.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

SCRIPT = Path(__file__).with_name("render.rb")
MISSING = "the pages cannot be rendered: {why}. It takes Ruby and Jekyll: apt-get install jekyll"


class RendererMissingError(RuntimeError):
    """Ruby, Jekyll, kramdown or Liquid is not installed."""


class RenderingError(AssertionError):
    """Liquid or kramdown gave up on a page, as Jekyll would."""


class Rendered(NamedTuple):
    """A page after Liquid, and after kramdown."""

    liquid: str
    html: str


class Renderer:
    """One Ruby process that renders page after page; a context manager, which ends the process."""

    def __init__(self) -> None:
        ruby = shutil.which("ruby")
        if ruby is None:
            raise RendererMissingError(MISSING.format(why="there is no `ruby`"))
        self._process = subprocess.Popen(
            [ruby, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.both("")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()

    def render(self, page: str) -> str:
        """The HTML of a page without its front matter. Raises `RenderingError` where Jekyll would stop."""
        return self.both(page).html

    def both(self, page: str) -> Rendered:
        """The page after Liquid, and its HTML. Raises `RenderingError` where Jekyll would stop."""
        process = self._process
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        try:
            process.stdin.write(json.dumps({"markdown": page}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            why = process.stderr.read().strip().partition("\n")[0]
            self.close()
            raise RendererMissingError(MISSING.format(why=why or "its Ruby process ended"))
        answer = json.loads(line)
        if "error" in answer:
            raise RenderingError(answer["error"])
        return Rendered(answer["liquid"], answer["html"])


# --- HTML as a tree ---


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str) -> Iterator[Element]:
        """Every element of that tag in it, in the page's order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                yield from child.all(tag)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # a browser does not heed the slash either

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag and tag:
            self.open.pop()
        else:
            self.open[-1].children.append(Element("/" + tag))  # an end tag that ends nothing

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        self.open[-1].children.append(Element("!--", {"": data}))

    def handle_decl(self, decl: str) -> None:
        self.open[-1].children.append(Element("!", {"": decl}))

    def handle_pi(self, data: str) -> None:
        self.open[-1].children.append(Element("?", {"": data}))

    def unknown_decl(self, data: str) -> None:
        self.open[-1].children.append(Element("![", {"": data}))


def parsed(html: str) -> Element:
    """The tree of a page. Comments, end tags that end nothing and the like are elements of odd names."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    for left_open in builder.open[1:]:
        left_open.attributes["left-open"] = ""
    return builder.root


# --- what is shown ---


class Start(NamedTuple):
    """An element begins here."""

    tag: str
    attributes: tuple[tuple[str, str | None], ...] = ()


class End(NamedTuple):
    """An element ends here."""

    tag: str


class Formula(NamedTuple):
    """MathJax shows a formula here; white space in its source counts as one space."""

    source: str
    delimiter: str = "$"


Shown = str | Start | End | Formula
BREAK = Start("br")

_MATHJAX = r"\$\$|\$|\\\(|\\\[|\\begin\s*\{[^}]*\}|\\(?:eq)?ref\s*\{[^}]*\}|\\\$"
# MathJax 3 reads `\\` as a backslash where it reads `\$` as a dollar; MathJax 2 does not.
_MATHJAX_STARTS = {2: re.compile(_MATHJAX), 3: re.compile(_MATHJAX + r"|\\\\")}
_MATHJAX_ENDS = {"$": r"\$", "$$": r"\$\$", "\\(": r"\\\)", "\\[": r"\\\]"}


def read_by_mathjax(text: str, version: int = 2) -> list[str | Formula]:
    """A text as MathJax shows it where `$…$` and `\\(…\\)` are inline math and `\\$` is a dollar sign."""
    found: list[str | Formula] = []
    start = _MATHJAX_STARTS[version]
    position = 0
    while match := start.search(text, position):
        found.append(text[position : match.start()])
        position = match.end()
        if match[0] in ("\\$", "\\\\"):
            found.append(match[0][1])
        elif "ref" in match[0][:6]:
            found.append(Formula(match[0], "ref"))
        else:
            name = match[0][match[0].find("{") + 1 : -1]
            end_text = _MATHJAX_ENDS.get(match[0], rf"\\end\{{{re.escape(name)}\}}")
            end = _end_of_math(text, position, end_text)
            if end is None:
                found.append(match[0])
            else:
                found.append(Formula(collapsed(text[position : end.start()]), match[0]))
                position = end.end()
    found.append(text[position:])
    return found


def _end_of_math(text: str, position: int, end: str) -> re.Match[str] | None:
    depth = 0
    for match in re.compile(rf"(?P<end>{end})|\\.|[{{}}]", re.DOTALL).finditer(text, position):
        if match["end"] is not None and not depth:
            return match
        if match[0] == "{":
            depth += 1
        elif match[0] == "}" and depth:
            depth -= 1
    return None


def collapsed(text: str) -> str:
    """The text with its white space as HTML shows it."""
    return " ".join(re.split("[ \t\n\r\f]+", text)).strip(" ")


_BREAK = "\ufdd0"  # a noncharacter, which stands for a <br> while MathJax reads over it


def shown(element: Element, version: int = 2) -> list[Shown]:
    """What the inside of an element shows, characters one by one, as MathJax of that version leaves it."""
    return tidied(_shown(element, version, in_code=element.tag == "code"))


def _shown(element: Element, version: int, in_code: bool) -> Iterator[Shown]:
    run: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            run.append(child)
        elif child.tag == "br" and not child.attributes:
            run.append(_BREAK)
        else:
            yield from _run_shown("".join(run), version, in_code)
            run = []
            if child.tag == "span" and not child.attributes and "".join(map(str, child.children)) == "\\":
                yield from _run_shown(
                    "\\", version, in_code
                )  # an element that only keeps MathJax from a backslash
                continue
            yield Start(child.tag, tuple(sorted(child.attributes.items())))
            yield from _shown(child, version, in_code or child.tag == "code")
            if child.tag not in VOID:
                yield End(child.tag)
    yield from _run_shown("".join(run), version, in_code)


def _run_shown(text: str, version: int, in_code: bool) -> Iterator[Shown]:
    for part in [text] if in_code else read_by_mathjax(text, version):
        if isinstance(part, Formula):
            yield part
        else:
            yield from (BREAK if each == _BREAK else each for each in part)


def tidied(items: Iterable[Shown]) -> list[Shown]:
    """The same without white space that no browser shows: after white space, at ends, beside line breaks."""
    tidy: list[Shown] = []
    pending: int | None = None  # where a space belongs, if something visible follows on its line
    at_start = True
    for item in items:
        if isinstance(item, str) and item in " \t\n\r\f":
            if not at_start and pending is None:
                pending = len(tidy)
        elif item == BREAK:
            pending, at_start = None, True
            tidy.append(item)
        elif isinstance(item, str | Formula):
            if pending is not None:
                tidy.insert(pending, " ")
            pending, at_start = None, False
            tidy.append(item)
        else:
            tidy.append(item)
    return tidy
