"""What a reader sees otherwise of one publication: the slips that say so, and the mends of its lines."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from pubmd.adoption.collection import Paper
from pubmd.adoption.entry_fields import Labels, link_address
from pubmd.adoption.hand_page import HandPublication
from pubmd.adoption.page_entry import PageLink
from pubmd.adoption.shown_text import same_address
from pubmd.adoption.slip import Slip
from pubmd.text.prose import plain

_PARTS = ("title", "authors", "venue", "award", "abstract")
_THE = {
    "title": "another title",
    "authors": "other authors",
    "venue": "another venue, year or tag",
    "award": "another award",
    "abstract": "a fuller abstract",
}


@dataclass(slots=True)
class PaperChanges:
    """Slips, the mends of lines, and words that are lost and gained; `unnamed` is what no slip explains.

    Mends under line 0 are of lines that are new; `unnamed` are pairs of a line and words.
    """

    slips: list[Slip] = field(default_factory=list)
    lines: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    lost_words: list[str] = field(default_factory=list)
    gained_words: list[str] = field(default_factory=list)
    unnamed: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lost(self) -> str:
        """All words that are lost and named."""
        return " ".join(self.lost_words)

    @property
    def gained(self) -> str:
        """All words that are new and named."""
        return " ".join(self.gained_words)

    def tell(self, slip: Slip, *lines: int) -> None:
        """Note a slip, and its mend for its own lines and further ones."""
        self.slips.append(slip)
        if slip.lost:
            self.lost_words.append(slip.lost)
        if slip.gained:
            self.gained_words.append(slip.gained)
        for line in (*slip.lines, *lines):
            self.lines[line].add(slip.mend)


def paper_changes(old: HandPublication, new: HandPublication, paper: Paper, labels: Labels) -> PaperChanges:
    """Compare a publication with what comes in its place, part by part."""
    found = PaperChanges()
    found.lost_words += re.findall(r"\band\b", old.entry.authors or "")  # between names, where commas come
    has_other = len(paper.pages) > 1
    _links(old, new, labels, found, has_other=has_other)
    _opener(old, new, found)
    _id(old, new, found)
    if has_other:
        _other_page(old, new, found)
    return found


def _opener(old: HandPublication, new: HandPublication, found: PaperChanges) -> None:
    opener, abstract = old.entry.opener, old.entry.abstract
    if opener and not new.entry.opener:
        message = "this link opens no abstract, for there is none: it is left out"
        found.tell(Slip("abstract-link", (opener.first,), message, lost=opener.text))
    if new.entry.opener and not opener:
        first = abstract.first if abstract else old.entry.first
        message = "no link opens this abstract: it gets one"
        found.tell(Slip("abstract-link", (first,), message, gained="Abstract"), 0)
    if opener and new.entry.opener and opener.text != new.entry.opener.text:
        message = f"the link that opens the abstract says `{opener.text}`: it says `Abstract`"
        found.tell(Slip("label", (opener.first,), message, lost=opener.text, gained="Abstract"))


def _id(old: HandPublication, new: HandPublication, found: PaperChanges) -> None:
    opener, abstract = old.entry.opener, old.entry.abstract
    differ = opener is not None and abstract is not None and opener.target != abstract.target
    if opener and abstract and differ:
        message = (
            f"the link opens `{opener.target}`, and the abstract is `{abstract.target}`: "
            f"both become `{new.entry.id}`"
        )
        found.tell(Slip("id", (opener.first,), message))
    if old.entry.id == new.entry.id and not differ:
        return
    for each in (opener, abstract):
        if each:
            found.lines[each.first].add("id")
    if old.entry.id and new.entry.id and abstract and old.entry.id != new.entry.id:
        message = f"the abstract's id `{old.entry.id}` becomes `{new.entry.id}`"
        found.tell(Slip("id", (abstract.first,), message))


def _other_page(old: HandPublication, new: HandPublication, found: PaperChanges) -> None:
    """A paper that another page has as well: what differs is as it is there."""
    entry = old.entry
    pairs = [(_said(old, part), _said(new, part), part) for part in _PARTS]
    if all(before == after for before, after, _ in pairs):
        return
    for before, after, part in pairs:
        if before and before != after:
            becomes = f"`{_cut(before)}` becomes `{_cut(after)}`"
            message = f"the paper's other page has {_THE[part]}, which counts: {becomes}"
            found.tell(Slip("two-pages", (entry.first,), message, lost=before, gained=after))
    more = [(after, part) for before, after, part in pairs if not before and after]
    if more:
        named = ", ".join(part for _, part in more)
        message = f"the paper's other page says more of it: its {named} as well"
        gained = " ".join(after for after, _ in more)
        found.tell(Slip("two-pages", (entry.first,), message, gained=gained))
    for number in (*range(entry.first, entry.last + 1), 0):
        found.lines[number].add("two-pages")


def _links(
    old: HandPublication, new: HandPublication, labels: Labels, found: PaperChanges, *, has_other: bool
) -> None:
    left = list(new.entry.links)
    for link in old.entry.links:
        url = link_address(link)
        if not url:
            where = f"leads to `{_cut(link.target)}`" if link.target else "leads nowhere"
            message = f"the link `{link.label}` {where}: it is left out"
            found.tell(Slip("link-target", (link.line,), message, lost=link.label))
            continue
        same = next((each for each in left if same_address(each.target, url)), None)
        if same is None:
            same = _other_address(link, new, labels, found) if has_other else None
            if same is None:
                found.unnamed.append((link.line, f"{link.label} {link.target}"))
            left = [each for each in left if each is not same]
            continue
        left.remove(same)
        is_known = same.label.casefold() == labels.label(link.label).casefold()
        if same.label != link.label and is_known:
            message = f"the link `{link.label}` is called `{same.label}`"
            found.tell(Slip("label", (link.line,), message, lost=link.label, gained=same.label))
        if same.target != link.target:
            found.lines[link.line].add("link-address")
    for each in left if has_other else ():
        message = f"the link `{each.label}` comes from the other page that has the paper"
        found.tell(Slip("two-pages", (old.entry.first,), message, gained=each.label), 0)
    before, after = ([link.label for link in each.entry.links] for each in (old, new))
    if [each for each in before if each in after] != [each for each in after if each in before]:
        for number in (*(link.line for link in old.entry.links), 0):
            found.lines[number].add("link-order")


def _other_address(
    link: PageLink, new: HandPublication, labels: Labels, found: PaperChanges
) -> PageLink | None:
    """What a link becomes whose address comes back nowhere: the other page's of its label."""
    label = labels.label(link.label).casefold()
    other = next((each for each in new.entry.links if each.label.casefold() == label), None)
    if other is not None:
        message = (
            f"the link `{link.label}` leads to `{link.target}` here, and to `{other.target}` on the paper's "
            "other page, which counts"
        )
        found.tell(Slip("two-pages", (link.line,), message, lost=link.label))
    return other


def _said(publication: HandPublication, part: str) -> str:
    """A part of a publication in words."""
    match part:
        case "title":
            return plain(publication.title)
        case "authors":
            return ", ".join(map(plain, publication.authors)) + (" et al" if publication.others else "")
        case "venue":
            line = publication.venue
            return " ".join(each for each in (line.text, line.year, line.state, plain(line.tag)) if each)
        case "award":
            return f"{plain(publication.award.award)} {plain(publication.award.note)}".strip()
        case _:
            return plain(publication.abstract)


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 60 else f"{text[:59]}…"
