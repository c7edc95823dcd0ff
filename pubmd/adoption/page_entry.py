"""The publications of a hand-written page, each part with its line, out of the parts of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pubmd.adoption.line_part import Kind, Part
from pubmd.adoption.link_target import leads_elsewhere
from pubmd.adoption.seen_text import shows_something
from pubmd.adoption.slip import Leftover
from pubmd.adoption.span_tree import Node, markdown_tree


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a publication: what it says, where it leads, its attributes, its line."""

    label: str
    target: str
    attributes: str
    line: int


@dataclass(slots=True)
class PageEntry:
    """A publication as its page has it, still in the page's own markup.

    `first` and `last` bound its lines. `wanted_id` is what the link opens, `own_id` the id of the abstract's
    element. What is None stands nowhere.
    """

    first: int
    last: int
    title: str
    authors: str | None = None
    venue: str | None = None
    awards: list[str] = field(default_factory=list)
    links: list[PageLink] = field(default_factory=list)
    opener: Part | None = None
    abstract: Part | None = None

    @property
    def id(self) -> str:
        """The id of its abstract: that of the element, else what the link would open."""
        own = self.abstract.target if self.abstract else ""
        return own or (self.opener.target if self.opener else "")


@dataclass(slots=True)
class Body:
    """What stands below the front matter: the nav blocks, the heading, the intro, the publications, the rest.

    `doubled` are parts that say once more what the part before them says.
    """

    above: list[Part] = field(default_factory=list)
    below: list[Part] = field(default_factory=list)
    heading: Part | None = None
    intro: tuple[int, int] | None = None
    entries: list[PageEntry] = field(default_factory=list)
    leftovers: list[Leftover] = field(default_factory=list)
    doubled: list[Part] = field(default_factory=list)


def body_of(parts: Sequence[Part]) -> Body:
    """Put a page's parts together. Each part is in the body, or one of its leftovers."""
    return _Assembly(parts).body


def _is_title(parts: Sequence[Part], at: int) -> bool:
    """Whether a bold text begins a publication: authors, a venue or an abstract's link follow it at once."""
    for part in parts[at + 1 : at + 6]:
        if part.kind in (Kind.VENUE, Kind.OPENER):
            return True
        if part.kind is Kind.EMPHASIS:
            return True
        if part.kind in (Kind.HEADING, Kind.RULE, Kind.NAV, Kind.BOLD, Kind.ABSTRACT):
            return False
    return False


def _is_plain_title(parts: Sequence[Part], at: int) -> bool:
    """Whether a text that is not bold is a title: the authors and the venue are the very next lines."""
    following = [part.kind for part in parts[at + 1 : at + 3]]
    starts = at == 0 or parts[at - 1].kind in (
        Kind.BLANK,
        Kind.RULE,
        Kind.HEADING,
        Kind.ABSTRACT,
        Kind.CLOSER,
    )
    return starts and following == [Kind.EMPHASIS, Kind.VENUE]


def _article(kind: Kind) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


class _Assembly:
    """Goes through the parts; a title begins a publication, and what follows belongs to it while it fits."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        self.body = Body()
        self.entry: PageEntry | None = None
        self._passed: set[int] = set()  # lines that were taken together with one above
        for at, part in enumerate(parts):
            if part.kind is not Kind.BLANK and part.first not in self._passed:
                self._take(part, at)

    def _take(self, part: Part, at: int) -> None:
        match part.kind:
            case Kind.NAV if part.is_whole or self._is_nav_row(at):
                self._nav(part)
            case Kind.RULE:
                self.entry = None
            case Kind.HEADING:
                self._heading(part)
            case Kind.BOLD if self._is_said_again(at):
                self.body.doubled.append(part)
            case Kind.BOLD if _is_title(self.parts, at):
                self._begin(part)
            case Kind.TEXT if _is_plain_title(self.parts, at):
                self._begin(part)
            case Kind.CLOSER:
                if self.entry:
                    self.entry.last = part.last
            case Kind.BOLD | Kind.TEXT | Kind.EMPHASIS | Kind.LINK | Kind.NAV if not self.body.entries:
                self._intro(part, at)
            case _:
                self._belongs(part, at)

    def _is_nav_row(self, at: int) -> bool:
        """Whether links of the site without a sign are a nav block of the older form.

        They are above the heading, or apart from what is above them and like those that were there.
        """
        above = self.body.above
        if self.body.heading is None and not self.body.entries:
            return True
        folders = {part.target.rpartition("/")[0] for part in above}
        apart = at == 0 or self.parts[at - 1].kind in (Kind.BLANK, Kind.RULE, Kind.NAV)
        return bool(self.body.entries) and apart and self.parts[at].target.rpartition("/")[0] in folders

    def _nav(self, part: Part) -> None:
        body = self.body
        self.entry = None
        (body.below if body.entries else body.above).append(part)

    def _is_said_again(self, at: int) -> bool:
        """Whether the next line is the same title once more."""
        following = next((part for part in self.parts[at + 1 : at + 3] if part.kind is not Kind.BLANK), None)
        part = self.parts[at]
        return following is not None and (following.kind, following.text) == (part.kind, part.text)

    def _heading(self, part: Part) -> None:
        body = self.body
        if body.heading is None and not body.entries and part.text.strip():
            body.heading = part
        else:
            self.entry = None
            self._leave(part, "a second heading has no place on a topic page")

    def _begin(self, part: Part) -> None:
        self.entry = PageEntry(part.first, part.last, part.text)
        self._said: set[tuple[Kind, str, str]] = set()
        self._is_ended = False
        self.body.entries.append(self.entry)

    def _intro(self, part: Part, at: int) -> None:
        following = self.parts[at + 1] if at + 1 < len(self.parts) else part
        if following.kind is Kind.BOLD and following.first == part.first and _is_title(self.parts, at + 1):
            self._leave(part, "a mark before a title has no place")
            return
        first = self.body.intro[0] if self.body.intro else part.first
        self.body.intro = first, part.last

    def _belongs(self, part: Part, at: int) -> None:
        """Give a part to the publication at hand, where it has none of the kind yet."""
        entry = self.entry
        if entry is None or (self._is_ended and (part.kind, part.text, part.target) not in self._said):
            self._leave(part, f"{_article(part.kind)} that belongs to no publication")
            self.entry = None
            return
        if (part.kind is Kind.EMPHASIS and entry.authors is None and not entry.links) or (
            part.kind is Kind.TEXT and self._is_byline(part, at)
        ):
            entry.authors = part.text
        elif part.kind is Kind.VENUE and entry.venue is None:
            entry.venue = part.text
        elif part.kind is Kind.AWARD and not entry.awards:
            entry.awards.append(part.text)
        elif part.kind in (Kind.LINK, Kind.NAV) and (part.kind, part.text, part.target) not in self._said:
            self._link(entry, part)
        elif part.kind is Kind.OPENER and entry.opener is None:
            entry.opener = part
        elif part.kind is Kind.ABSTRACT and (entry.abstract is None or not entry.abstract.text.strip()):
            entry.abstract = part
        elif part.kind is Kind.TEXT and (bare := self._bare_abstract(at)):
            entry.abstract = part = bare
            self._passed = set(range(bare.first, bare.last + 1))
        elif any((part.kind, part.text, part.target) == each for each in self._said):
            self.body.doubled.append(part)
        else:
            before = self.parts[at - 1]
            if part.kind is Kind.TEXT and (before.kind, before.first) == (Kind.EMPHASIS, part.first):
                self._leave(part, "text beside the names has no place")
            else:
                self._leave(part, f"{_article(part.kind)} that does not belong to the publication above")
            if part.kind in (Kind.EMPHASIS, Kind.VENUE, Kind.ABSTRACT):  # one without a title, perhaps
                self.entry = None
        entry.last = part.last
        self._said.add((part.kind, part.text, part.target))
        if part.kind is Kind.ABSTRACT:
            self._is_ended = True

    def _bare_abstract(self, at: int) -> Part | None:
        """An abstract whose element is never opened: the text between its link and the closing tag."""
        entry = self.entry
        if entry is None or entry.opener is None or entry.abstract is not None:
            return None
        texts = []
        for part in self.parts[at : at + 200]:
            if part.kind is Kind.TEXT and "<div" not in part.text:
                texts.append(part.text)
            elif part.kind is Kind.CLOSER and "</div" in part.text:
                return Part(Kind.ABSTRACT, self.parts[at].first, part.last, "\n".join(texts), is_whole=False)
            elif part.kind is not Kind.BLANK:
                break
        return None

    def _is_byline(self, part: Part, at: int) -> bool:
        """Whether a text is the authors without their italics: it stands between a title and a venue."""
        entry = self.entry
        if entry is None or entry.authors is not None or entry.venue is not None or at == 0:
            return False
        if any(isinstance(node, Node) and node.name == "em" for node in markdown_tree(part.text)):
            return False  # names, and something else beside them
        following = self.parts[at + 1].kind if at + 1 < len(self.parts) else Kind.BLANK
        return self.parts[at - 1].kind in (Kind.BOLD, Kind.TEXT) and following is Kind.VENUE

    def _link(self, entry: PageEntry, part: Part) -> None:
        if leads_elsewhere(part.target):
            reason = f"`{part.target}` is an address from this page on, which no page of pubmd can hold"
            hint = "write all of it, `https://…`, or where it lies on this site, such as `/files/paper.pdf`"
            self.body.leftovers.append(Leftover(part.first, part.raw or part.text, reason, hint))
        else:
            entry.links.append(PageLink(part.text, part.target, part.attributes, part.first))

    def _leave(self, part: Part, reason: str) -> None:
        text = part.raw or part.text
        if shows_something(text):
            self.body.leftovers.append(Leftover(part.first, text, reason))
