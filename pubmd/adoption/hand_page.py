"""A hand-written page, understood: its front matter, navigation and publications, and what is left."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pubmd.adoption.line_part import Part, parts_of
from pubmd.adoption.name_list import split_byline
from pubmd.adoption.page_entry import Body, PageEntry, body_of
from pubmd.adoption.page_text import (
    Comment,
    FrontMatterItem,
    Line,
    PageText,
    is_text,
    page_text,
    without_comments,
)
from pubmd.adoption.shown_text import from_html, from_markdown, unknown_tags
from pubmd.adoption.slip import Leftover, Slip
from pubmd.adoption.venue_line import AwardLine, VenueLine, award_line, venue_line
from pubmd.problem import Place, Problem, error
from pubmd.text.chunk import Link, Prose
from pubmd.text.prose import plain

_LONGEST = 1024 * 1024  # characters; a page of a hundred papers has 200,000
_LONGEST_LINE = 100_000
_DIV = re.compile(r"<div(?=[\s>])", re.IGNORECASE)
_DIV_END = re.compile(r"</div\s*>", re.IGNORECASE)
_LIQUID = re.compile(r"\{[%{]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of a nav block: its label, where it leads, what stands before the address, its style, its line.

    `is_own` where its sign says that it leads to the page itself.
    """

    label: str
    address: str
    prefix: str
    style: str
    line: int
    is_own: bool


@dataclass(slots=True)
class HandPublication:
    """A publication as it is understood. `entry` holds it in the page's own markup."""

    entry: PageEntry
    title: Prose
    authors: list[Prose]
    others: bool
    venue: VenueLine
    award: AwardLine
    abstract: Prose
    is_hidden: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """What tells a paper from others: its title's letters and digits, and its year."""
        return "".join(_WORD.findall(plain(self.title).casefold())), self.venue.year


@dataclass(slots=True)
class HandPage:
    """A page: its text, front matter, nav blocks, heading, intro, publications, and what is amiss.

    `hidden` are publications in comments. `problems` are those that keep the whole page from being taken
    over; `passed_over` are lines that a leftover further up speaks for.
    """

    cut: PageText
    front_matter: tuple[FrontMatterItem, ...] = ()
    permalink: str = ""
    above: tuple[NavLink, ...] = ()
    below: tuple[NavLink, ...] = ()
    heading: str = ""
    intro: str = ""
    publications: list[HandPublication] = field(default_factory=list)
    hidden: list[HandPublication] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    body: Body = field(default_factory=Body)
    passed_over: set[int] = field(default_factory=set)

    @property
    def file(self) -> str:
        """The page's path from the site's root."""
        return self.cut.file


def read_page(file: str, text: str) -> HandPage:
    """Understand a page. Never raises: what is not understood is in `leftovers` or `problems`."""
    refused = _refusal(file, text)
    if refused:
        return HandPage(PageText(file, text, None, (), 1, (), ()), problems=[refused])
    cut = page_text(file, text)
    page = HandPage(cut, front_matter=cut.front_matter or ())
    _read_front_matter(page)
    body = page.body = body_of(parts_of(cut.lines))
    page.leftovers.extend(body.leftovers)
    page.above, page.below = (tuple(_nav_link(part) for part in block) for block in (body.above, body.below))
    page.heading = plain(from_markdown(body.heading.text)) if body.heading else ""
    page.intro = _intro(page, body)
    page.publications = [_publication(entry) for entry in body.entries]
    _look_for_liquid(page)
    _look_for_tags(page)
    _look_for_hidden(page)
    _read_comments(page)
    if not page.publications:
        hint = "pubmd knows pages as docs/theme.md shows them; write the BibTeX of such a page yourself"
        page.problems.append(
            error("import-unread", Place(file), "no publication was found on this page", hint)
        )
    elif _is_mostly_left(page):
        first = page.leftovers[0]
        message = "most of this page is not understood; the first such line is named"
        hint = "pubmd knows pages as docs/theme.md shows them; write the BibTeX of such a page yourself"
        page.problems.append(error("import-unread", Place(file, first.line, 1), message, hint))
    return page


def _refusal(file: str, text: str) -> Problem | None:
    """Why a page is not even looked at."""
    if not text.strip():
        return error(
            "import-unread", Place(file), "the page is empty", "name the pages that hold publications"
        )
    if not is_text(text):
        return error("import-unread", Place(file), "this is no text", "name pages in Markdown")
    if text.startswith("+++"):
        hint = "Jekyll reads front matter in YAML, between two lines `---`"
        return error("import-unread", Place(file, 1, 1), "the page begins with a line `+++`", hint)
    if len(text) > _LONGEST or any(len(line) > _LONGEST_LINE for line in text.split("\n")):
        message = "the page, or a line of it, is too long to be a topic page"
        return error("import-unread", Place(file), message, "cut it into pages by topics")
    return None


def _read_front_matter(page: HandPage) -> None:
    from pubmd.config.yaml_document import parse

    cut = page.cut
    if cut.front_matter is None:
        return
    source = "\n".join(cut.text.split("\n")[: cut.body_line - 1]).strip("-.\n") + "\n"
    document, _ = parse(cut.file, source, "config", _LONGEST)
    if document is None:
        message = "the front matter of this page is not readable as YAML"
        page.problems.append(
            error("import-unread", Place(cut.file, 1, 1), message, "mend it: Jekyll cannot read it either")
        )
        return
    lines = cut.text.split("\n")
    odd = next(
        (number for number in cut.loose if lines[number - 1].strip() and lines[number - 1][0] != "#"), 0
    )
    if odd:
        message = f"this line of the front matter belongs to no key: `{_cut(lines[odd - 1])}`"
        hint = "write it on the line of its key, or indent it"
        page.problems.append(error("import-unread", Place(cut.file, odd, 1), message, hint))
    names = Counter(item.key for item in cut.front_matter)
    repeated = next((name for name, count in names.items() if count > 1), "")
    if repeated:
        line = [item.line for item in cut.front_matter if item.key == repeated][-1]
        message = f"`{repeated}` stands in the front matter twice"
        page.problems.append(
            error("import-unread", Place(cut.file, line, 1), message, "leave one of the two")
        )
    item = next((item for item in cut.front_matter if item.key == "permalink"), None)
    if item:
        value = item.text.partition(":")[2].strip()
        value = (
            value[1 : value.find(value[0], 1)] if value[:1] in ("'", '"') else re.sub(r"\s+#.*", "", value)
        )
        page.permalink = value
    page.front_matter = tuple(item for item in cut.front_matter if item.key != "permalink")


def _nav_link(part: Part) -> NavLink:
    prefix, address = "", part.target
    liquid = re.match(r"(\{\{[^{}]*\}\})(.*)", address)
    if liquid:
        prefix, address = liquid[1], liquid[2]
    style = re.search(r"style=\"([^\"]*)\"|style='([^']*)'", part.attributes)
    is_own = re.match(r"\W*[▼▲▾▴]", part.raw) is not None
    look = (style[1] or style[2]) if style else ""
    return NavLink(plain(from_markdown(part.text)), address, prefix, look, part.first, is_own)


def _intro(page: HandPage, body: Body) -> str:
    """The lines between the page's head and its first publication that are neither nav nor heading."""
    if body.intro is None:
        return ""
    first, last = body.intro
    apart = {part.first for part in (*body.above, *([body.heading] if body.heading else []))}
    lines = [
        line.shown for line in page.cut.lines if first <= line.number <= last and line.number not in apart
    ]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _publication(entry: PageEntry, *, is_hidden: bool = False) -> HandPublication:
    authors, others = split_byline(from_markdown(entry.authors or "", "em"))
    return HandPublication(
        entry,
        title=from_markdown(entry.title, "strong"),
        authors=authors,
        others=others,
        venue=venue_line(entry.venue or ""),
        award=award_line(entry.awards[0]) if entry.awards else AwardLine(),
        abstract=from_html(entry.abstract.text) if entry.abstract else (),
        is_hidden=is_hidden,
    )


def _look_for_liquid(page: HandPage) -> None:
    """Liquid runs when the site is built: what it would show is not on the page."""
    nav = {part.first for part in (*page.body.above, *page.body.below)}
    for line in page.cut.lines:
        if line.number not in nav and _LIQUID.search(line.shown):
            page.leftovers.append(
                Leftover(line.number, line.shown, "Liquid is run when the site is built, not read")
            )


def _look_for_tags(page: HandPage) -> None:
    """What has no place in a publication's fields: a second tag, and elements that nobody knows."""
    heading = page.body.heading
    if heading and (
        any(isinstance(chunk, Link) for chunk in from_markdown(heading.text)) or unknown_tags(heading.text)
    ):
        page.leftovers.append(Leftover(heading.first, heading.text, "a heading is text alone"))
    for each in page.publications:
        entry = each.entry
        if each.venue.more:
            page.leftovers.append(Leftover(entry.first, each.venue.more, "a second tag has no place"))
        markdown = (entry.title, entry.authors or "")
        html = (entry.venue or "", *entry.awards, entry.abstract.text if entry.abstract else "")
        tags = [tag for text in markdown for tag in unknown_tags(text)]
        tags += [tag for text in html for tag in unknown_tags(text, is_html=True)]
        for tag in tags:
            hint = f"take it out, or write `{tag.replace('<', '&lt;')}` where readers are to see it"
            reason = "this tag stands for nothing that pubmd knows"
            page.leftovers.append(Leftover(_line_of(page, entry, tag), tag, reason, hint))


def _look_for_hidden(page: HandPage) -> None:
    """Papers in the element of an abstract above them that is never closed: nobody sees them."""
    depth, culprit = 0, 0
    hidden: Counter[int] = Counter()
    starts = {each.entry.first for each in page.publications}
    whole = {
        each.entry.abstract.first: each.entry.abstract.last
        for each in page.publications
        if each.entry.abstract and not each.entry.abstract.is_whole
    }
    for line in page.cut.lines:
        if line.number in starts and depth and culprit:
            hidden[culprit] += 1
        if line.number in whole and not depth:
            culprit = line.number
        depth = max(0, depth + len(_DIV.findall(line.shown)) - len(_DIV_END.findall(line.shown)))
    for first, count in hidden.items():
        papers = "the paper below it" if count == 1 else f"the {count} papers below it"
        seen = "it" if count == 1 else "them"
        message = f"this abstract is never closed and hides {papers}: closed, and readers see {seen} again"
        page.slips.append(Slip("unclosed", (whole[first] + 1, first), message))


def _line_of(page: HandPage, entry: PageEntry, text: str) -> int:
    """The first line of a publication that holds a text."""
    inside = (line for line in page.cut.lines if entry.first <= line.number <= entry.last)
    return next((line.number for line in inside if text in line.shown), entry.first)


def _is_mostly_left(page: HandPage) -> bool:
    left = sum(len(_WORD.findall(each.text)) for each in page.leftovers)
    return left * 4 > sum(len(_WORD.findall(line.shown)) for line in page.cut.lines)


def _read_comments(page: HandPage) -> None:
    """Publications in comments, which come as hidden entries, and what else stands there."""
    for group in _neighbours(page.cut):
        text = "\n".join(comment.text for comment in group)
        lines = tuple(
            Line(number, line, line)
            for comment in group
            for number, line in enumerate(comment.text.split("\n"), comment.first)
        )
        body = body_of(parts_of(lines))
        found = [_publication(entry, is_hidden=True) for entry in body.entries]
        page.hidden.extend(found)
        all_lines = tuple(range(group[0].first, group[-1].last + 1))
        rest = " ".join(each.text for each in body.leftovers)
        rest += " ".join(part.raw or part.text for part in (*body.above, *body.below))
        if not found:
            message = f"a comment is left out: `{_cut(text)}`"
        elif rest.strip():
            message = f"`{_cut(rest)}` in a comment is left out"
        else:
            continue
        page.slips.append(Slip("comment", all_lines, message))


def _neighbours(cut: PageText) -> list[list[Comment]]:
    """The comments in groups with nothing between them: an entry may be spread over several."""
    shown = {line.number for line in cut.lines if line.shown.strip()}
    groups: list[list[Comment]] = []
    for comment in cut.comments:
        between = range(groups[-1][-1].last, comment.first + 1) if groups else ()
        if groups and not any(number in shown for number in between):
            groups[-1].append(comment)
        else:
            groups.append([comment])
    return groups


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 60 else f"{text[:59]}…"


def words_of(lines: Sequence[str]) -> Counter[str]:
    """The words that a reader could see of some lines, by a look of its own: tags and addresses taken out."""
    text = without_comments("\n".join(lines))
    text = re.sub(r"</?[A-Za-z][^<>]{0,2000}>|</d?i?$", " ", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([ \t]*(?:[^()\s]|\([^()\s]{0,500}\)){0,3000}[ \t]*\)", "] ", text)
    text = re.sub(r"\{:[^{}\n]{0,300}\}", " ", text)
    from html import unescape

    text = unescape(text).replace("\\", "")
    return Counter(re.findall(r"[^\W_]+", text))
