"""A hand-written page against the page that a sync would write in its place: each line that differs, and why.

Both are read by the same reader and compared part by part: what a reader would see must be the same, or a
slip says what became of it. Words are counted besides, by a look of its own (`words_of`), so that nothing
that the reader of pages overlooks can get lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pubmd.adoption.collection import Paper
from pubmd.adoption.comparison import Comparison, Difference
from pubmd.adoption.entry_fields import Labels, link_address
from pubmd.adoption.hand_page import HandPage, HandPublication, NavLink, read_page, words_of
from pubmd.adoption.mend import mends_of
from pubmd.adoption.page_entry import PageEntry, PageLink
from pubmd.adoption.page_text import without_comments
from pubmd.adoption.pairing import Pairs, out_of_order, same_papers
from pubmd.adoption.seen_text import runs_on
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
# Mends that have a slip or an error of their own, whatever the lines look like.
_WHOLE_LINES = frozenset(
    ("two-pages", "leftover", "doubled", "link-order", "link-target", "abstract-link", "comment", "id")
)


def compared(
    page: HandPage,
    output: str,
    papers: Sequence[Paper],
    labels: Labels,
    *,
    is_recoded: bool = False,
    pairs: Pairs = same_papers,
) -> Comparison:
    """Compare a page with what a sync would write.

    `papers` are those of its publications, in its order; `pairs` tells which publication of the page is which
    of the other.
    """
    comparer = _Comparer(page, output, papers, labels, pairs)
    if is_recoded:
        before, after = "(not plain UTF-8, or with other line ends)", "(UTF-8)"
        comparer.differences.append(Difference(1, 1, (before,), (after,), ("encoding",)))
    return comparer.comparison()


@dataclass(frozen=True, slots=True)
class _Block:
    """A stretch of a page: the number of its first line, and its lines."""

    first: int
    lines: tuple[str, ...]


class _Comparer:
    def __init__(
        self, page: HandPage, output: str, papers: Sequence[Paper], labels: Labels, pairs: Pairs
    ) -> None:
        self.page = page
        self.output = read_page(page.file, output)
        self.pairs = pairs(page.publications, self.output.publications)
        self.papers = papers
        self.labels = labels
        self.differences: list[Difference] = []
        self.slips: list[Slip] = list(page.slips)
        self.lost: list[tuple[int, str]] = []
        self._comments = {number for each in page.cut.comments for number in range(each.first, each.last + 1)}
        self._left: dict[int, list[str]] = defaultdict(list)  # words that are accounted for, by line
        self._doubled: dict[int, list[str]] = defaultdict(list)
        for each in page.leftovers:
            self._left[each.line].append(each.text)
        for part in page.body.doubled:
            self._doubled[part.first].append(part.raw or part.text)
        self._twice = {self._line(number) for number in self._doubled}

    def comparison(self) -> Comparison:
        page = self.page
        old, new = _blocks(page), _blocks(self.output)
        self._head(old[0], new[0])
        pairs = self.pairs
        for at, other in enumerate(pairs):
            self._entry(at, other, old[at + 1], new[other + 1] if other is not None else _Block(0, ()))
        self._tail(old[-1], new[-1])
        extra = len(self.output.publications) - sum(other is not None for other in pairs)
        if extra:
            self.differences.append(
                Difference(old[-1].first, old[-1].first - 1, (), ("papers that the page has not",), ())
            )
        self._order(pairs, old)
        self._encoding()
        self.slips.sort(key=lambda slip: slip.lines)
        self.differences.sort(key=lambda each: each.first)
        return Comparison(
            page.file,
            tuple(self.differences),
            tuple(dict.fromkeys(self.slips)),
            tuple(self.lost),
            bool(page.leftovers),
            len(page.publications),
        )

    def _encoding(self) -> None:
        text = self.page.cut.text
        if text and not text.endswith("\n"):
            last = text.count("\n") + 1
            self.differences.append(
                Difference(last, last, ("(no line end at the end of the page)",), ("",), ("blank-lines",))
            )

    def _order(self, pairs: Sequence[int | None], old: Sequence[_Block]) -> None:
        """Name the papers that stand elsewhere."""
        for at in out_of_order(pairs):
            block = old[at + 1]
            title = _cut(block.lines[0])
            before, after = f"{at + 1}. {title}", f"{(pairs[at] or 0) + 1}. {title}"
            self.differences.append(Difference(block.first, block.first, (before,), (after,), ("order",)))

    # --- the page's head and foot

    def _head(self, old: _Block, new: _Block) -> None:
        page, output = self.page, self.output
        lost = self._nav_changes(page.above, output.above)
        gained = ""
        if not page.heading and output.heading:
            gained = output.heading
            self.slips.append(
                Slip(
                    "heading",
                    (old.first,),
                    f"the page has no heading: it gets `{output.heading}`",
                    gained=gained,
                )
            )
        texts = [{item.key: item.text for item in each.front_matter} for each in (page, output)]
        if texts[0] != texts[1]:
            keys = [key for key, text in texts[0].items() if texts[1].get(key) != text]
            self.lost.append((1, " ".join(keys) or "front matter"))
        regions = {
            "front-matter": range(1, page.cut.body_line),
            "navigation": {part.first for part in page.body.above},
            "heading": {page.body.heading.first} if page.body.heading else set(),
        }

        def mends(first: int, before: list[str], after: list[str]) -> list[str]:
            numbers = range(first, first + max(1, len(before)))
            named = []
            for name, lines in regions.items():
                if any(number in lines for number in numbers) and before:
                    named.append(name)
            if not before:
                named += ["front-matter"] if 1 < first < page.cut.body_line else _kinds_in_head(after)
            named += self._named_lines(numbers)
            shown = [line for line in before if line.strip()]
            if not shown and not [line for line in after if line.strip()]:
                return ["front-matter" if first < page.cut.body_line else "blank-lines"]
            if page.intro and (not named or any(line.strip() and line in page.intro for line in before)):
                named.append("moved")
            return named or (["blank-lines"] if not shown else [])

        self._diff(old, new, mends)
        before, after = list(old.lines), list(new.lines)
        self._account(old, before[page.cut.body_line - 1 :], _body_lines(after), lost=lost, gained=gained)

    def _tail(self, old: _Block, new: _Block) -> None:
        page, output = self.page, self.output
        lost = self._nav_changes(page.below, output.below)
        nav = {part.first for part in page.body.below}

        def mends(first: int, before: list[str], after: list[str]) -> list[str]:
            numbers = range(first, first + max(1, len(before)))
            named = []
            if any(number in nav for number in numbers) or any("▶" in line or "▲" in line for line in after):
                named.append("navigation")
            named += self._named_lines(numbers)
            lines = [line.strip() for line in before + after if line.strip()]
            if not named and any(re.fullmatch(r"[-*_ ]{3,}", line) for line in lines):
                named.append("rule")
            if not lines:
                return ["blank-lines"]
            return named or mends_of(before, after)

        self._diff(old, new, mends)
        self._account(old, list(old.lines), list(new.lines), lost=lost)

    def _nav_changes(self, old: Sequence[NavLink], new: Sequence[NavLink]) -> str:
        """Labels of the nav block that others replace; a link that goes is a leftover."""
        labels = {link.address.removesuffix(".html"): link for link in new}
        lost = []
        seen: set[str] = set()
        for link in old:
            if link.address in seen:
                lost.append(link.label)
                message = f"the nav block links to `{link.address}` twice: once"
                self.slips.append(Slip("navigation", (link.line,), message, lost=link.label))
                continue
            seen.add(link.address)
            other = labels.get(link.address.removesuffix(".html"))
            if other is not None and other.label != link.label:
                lost.append(link.label)
                message = f"the nav block says `{link.label}`, on most pages `{other.label}`: so on all"
                self.slips.append(Slip("navigation", (link.line,), message, lost=link.label))
        return " ".join(lost)

    # --- publications

    def _entry(self, at: int, other: int | None, old: _Block, new: _Block) -> None:
        publication = self.page.publications[at]
        if other is None:
            self.lost.append((old.first, _cut(plain(publication.title))))
            self.differences.append(Difference(old.first, old.first + len(old.lines) - 1, old.lines, (), ()))
            return
        result = self.output.publications[other]
        lost, gained, lines = self._changes(publication, result, self.papers[at])
        entry = publication.entry
        running_on = self._running_on(entry)

        def mends(first: int, before: list[str], after: list[str]) -> list[str]:
            numbers = range(first, first + max(1, len(before)))
            found = {mend for number in numbers for mend in lines.get(number, ())}
            found.update(self._named_lines(numbers))
            if not before:
                found.update(mend for mend in lines.get(0, ()))
            abstract = entry.abstract
            inside = abstract is not None and any(
                abstract.first <= number <= abstract.last + 1 for number in numbers
            )
            by_form = mends_of(self._shown(numbers, before), after, in_abstract=inside, known=found)
            if by_form:
                crossing = (running_on.get(number, ()) for number in numbers)
                return sorted(found.union(by_form, *crossing))
            return sorted(found & _WHOLE_LINES) or _moved(before, after, old, new)

        is_last = at == len(self.page.publications) - 1
        self._diff(old, new, mends)
        if not is_last:
            self._trailing(at)
        self._account(old, list(old.lines), list(new.lines), lost=lost, gained=gained)

    def _trailing(self, at: int) -> None:
        """The blank lines between two publications: one."""
        following = self.page.publications[at + 1].entry.first
        first = following - 1
        blank = 0
        while first >= self.page.cut.body_line and not self._line(first).strip():
            blank, first = blank + 1, first - 1
        if blank != 1:
            before = ("",) * blank
            self.differences.append(Difference(first + 1, first + blank, before, ("",), ("blank-lines",)))
        elif self._line(first + 1):
            self.differences.append(
                Difference(first + 1, first + 1, (self._line(first + 1),), ("",), ("spacing",))
            )

    def _changes(
        self, old: HandPublication, new: HandPublication, paper: Paper
    ) -> tuple[str, str, dict[int, set[str]]]:
        """What a reader sees otherwise: words lost and gained that a slip names, and mends by line.

        What is under line 0 is gained by new lines. What no slip explains stays unexplained.
        """
        lost: list[str] = re.findall(r"\band\b", old.entry.authors or "")  # between names, where commas come
        gained: list[str] = []
        lines: dict[int, set[str]] = defaultdict(set)
        self._link_changes(old, new, lost, gained, lines)
        if old.entry.opener and not new.entry.opener:
            part = old.entry.opener
            message = "this link opens no abstract, for there is none: it is left out"
            self.slips.append(Slip("abstract-link", (part.first,), message, lost=part.text))
            lost.append(part.text)
            lines[part.first].add("abstract-link")
        if new.entry.opener and not old.entry.opener:
            first = old.entry.abstract.first if old.entry.abstract else old.entry.first
            self.slips.append(
                Slip("abstract-link", (first,), "no link opens this abstract: it gets one", gained="Abstract")
            )
            gained.append("Abstract")
            lines[0].add("abstract-link")
            lines[first].add("abstract-link")
        opener, abstract = old.entry.opener, old.entry.abstract
        if opener and new.entry.opener and opener.text != new.entry.opener.text:
            message = f"the link that opens the abstract says `{opener.text}`: it says `Abstract`"
            self.slips.append(Slip("label", (opener.first,), message, lost=opener.text, gained="Abstract"))
            lost.append(opener.text)
            lines[opener.first].add("label")
        if opener and abstract and opener.target != abstract.target:
            message = (
                f"the link opens `{opener.target}`, and the abstract is `{abstract.target}`: "
                f"both become `{new.entry.id}`"
            )
            self.slips.append(Slip("id", (opener.first,), message))
        if old.entry.id != new.entry.id or (opener and abstract and opener.target != abstract.target):
            for each in (opener, abstract):
                if each:
                    lines[each.first].add("id")
            told = abstract and any(slip.mend == "id" and abstract.first in slip.lines for slip in self.slips)
            if old.entry.id and new.entry.id and abstract and old.entry.id != new.entry.id and not told:
                message = f"the abstract's id `{old.entry.id}` becomes `{new.entry.id}`"
                self.slips.append(Slip("id", (abstract.first,), message))
        if len(paper.pages) > 1:
            self._two_pages(old, new, paper, lost, gained, lines)
        return " ".join(lost), " ".join(gained), lines

    def _two_pages(
        self,
        old: HandPublication,
        new: HandPublication,
        paper: Paper,
        lost: list[str],
        gained: list[str],
        lines: dict[int, set[str]],
    ) -> None:
        """A paper that another page has as well: what differs is as it is there."""
        pairs = [(_said(old, part), _said(new, part), part) for part in _PARTS]
        if all(before == after for before, after, _ in pairs):
            return
        for before, after, part in pairs:
            if before and before != after:
                message = (
                    f"the paper's other page has {_THE[part]}, which counts: `{_cut(before)}` becomes "
                    f"`{_cut(after)}`"
                )
                self.slips.append(Slip("two-pages", (old.entry.first,), message, lost=before, gained=after))
        named = ", ".join(part for before, after, part in pairs if not before and after)
        if named:
            message = f"the paper's other page says more of it: its {named} as well"
            self.slips.append(Slip("two-pages", (old.entry.first,), message))
        entry = old.entry
        for number in (*range(entry.first, entry.last + 1), 0):
            lines[number].add("two-pages")
        for before, after, _ in pairs:
            lost.append(before)
            gained.append(after)

    def _link_changes(
        self,
        old: HandPublication,
        new: HandPublication,
        lost: list[str],
        gained: list[str],
        lines: dict[int, set[str]],
    ) -> None:
        results = list(new.entry.links)
        for link in old.entry.links:
            url = link_address(link)
            if not url:
                where = f"leads to `{_cut(link.target)}`" if link.target else "leads nowhere"
                message = f"the link `{link.label}` {where}: it is left out"
                self.slips.append(Slip("link-target", (link.line,), message, lost=link.label))
                lost.append(link.label)
                lines[link.line].add("link-target")
                continue
            found = next((each for each in results if same_address(each.target, url)), None)
            if found is None:
                other = self._other_address(link, new, lost, lines)
                results = [each for each in results if each is not other]
                continue
            results.remove(found)
            is_known = found.label.casefold() == self.labels.label(link.label).casefold()
            if found.label != link.label and is_known:
                message = f"the link `{link.label}` is called `{found.label}`"
                self.slips.append(Slip("label", (link.line,), message, lost=link.label, gained=found.label))
                lost.append(link.label)
                gained.append(found.label)
                lines[link.line].add("label")
            if found.target != link.target:
                lines[link.line].add("link-address")
        for each in results:
            message = f"the link `{each.label}` comes from the other page that has the paper"
            self.slips.append(Slip("two-pages", (old.entry.first,), message, gained=each.label))
            gained.append(each.label)
            lines[0].add("two-pages")
            lines[old.entry.first].add("two-pages")
        labels = [link.label for link in old.entry.links]
        after = [link.label for link in new.entry.links]
        if [each for each in labels if each in after] != [each for each in after if each in labels]:
            for link in old.entry.links:
                lines[link.line].add("link-order")
            lines[0].add("link-order")

    def _other_address(
        self, link: PageLink, new: HandPublication, lost: list[str], lines: dict[int, set[str]]
    ) -> PageLink | None:
        """What a link becomes whose address comes back nowhere: the other page's of its label."""
        label = self.labels.label(link.label).casefold()
        other = next((each for each in new.entry.links if each.label.casefold() == label), None)
        if other is None:
            self.lost.append((link.line, f"{link.label} {link.target}"))
            return None
        message = (
            f"the link `{link.label}` leads to `{link.target}` here, and to `{other.target}` on the paper's "
            "other page, which counts"
        )
        self.slips.append(Slip("two-pages", (link.line,), message, lost=link.label))
        lost.append(link.label)
        lines[link.line].add("two-pages")
        return other

    # --- lines and words

    def _named_lines(self, numbers: range) -> list[str]:
        """What is known of lines from elsewhere: comments, what is not understood, what stands twice."""
        found = []
        if any(number in self._comments for number in numbers):
            found.append("comment")
        if any(number in self._left or number in self.page.passed_over for number in numbers):
            found.append("leftover")
        if self._twice and any(self._line(number) in self._twice for number in numbers):
            found.append("doubled")
        return found

    def _running_on(self, entry: PageEntry) -> dict[int, set[str]]:
        """The mends of what goes from one line of an entry into the next, by line."""
        first, last = entry.first, entry.abstract.first - 1 if entry.abstract else entry.last
        while self._line(first - 1).strip():
            first -= 1
        while self._line(last + 1).strip() and "<div" not in self._line(last + 1):
            last += 1
        numbers = [each for each in range(first, last + 1) if self._line(each).strip()]
        return dict(zip(numbers, runs_on([self._line(each) for each in numbers]), strict=True))

    def _shown(self, numbers: range, before: list[str]) -> list[str]:
        """Lines without what is in comments."""
        first, lines = self.page.cut.body_line, self.page.cut.lines
        if not before or numbers.start < first:
            return before
        return [line.shown for line in lines[numbers.start - first : numbers.stop - first]]

    def _line(self, number: int) -> str:
        first = self.page.cut.body_line
        at = number - first
        return self.page.cut.lines[at].text if 0 <= at < len(self.page.cut.lines) else ""

    def _diff(
        self, old: _Block, new: _Block, mends: Callable[[int, list[str], list[str]], list[str]]
    ) -> None:
        """Add the differences of two blocks."""
        if old.lines == new.lines:
            return
        from difflib import SequenceMatcher

        matcher = SequenceMatcher(None, old.lines, new.lines, autojunk=len(old.lines) > 2000)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                continue
            before, after = list(old.lines[i1:i2]), list(new.lines[j1:j2])
            found = [
                Difference(
                    first,
                    first + len(lines) - 1,
                    tuple(lines),
                    tuple(others),
                    tuple(mends(first, lines, others)),
                )
                for first, lines, others in _paired(old.first + i1, before, after)
            ]
            if len(found) > 1 and not all(each.mends for each in found):
                first, last = old.first + i1, old.first + i2 - 1  # lines that were joined or parted, perhaps
                named = tuple(mends(first, before, after))
                if named:
                    found = [Difference(first, last, tuple(before), tuple(after), named)]
            self.differences.extend(found)

    def _account(
        self, old: _Block, before: Sequence[str], after: Sequence[str], *, lost: str = "", gained: str = ""
    ) -> None:
        """Look whether every word of a block is there again, or named by a slip or as a leftover."""
        numbers = range(old.first, old.first + max(1, len(old.lines)))
        named = [
            text
            for number in numbers
            for texts in (self._left, self._doubled)
            for text in texts.get(number, ())
        ]
        gone = words_of(without_comments("\n".join(before)).split("\n")) - words_of(after)
        gone -= words_of([lost, *named])
        if gone:
            words = " ".join(list(gone)[:12])
            self.lost.append((_line_of(old, next(iter(gone))), words))


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


def _blocks(page: HandPage) -> list[_Block]:
    """The page's head, its publications, and its foot."""
    lines = page.cut.text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    entries = [publication.entry for publication in page.publications]
    if not entries:
        return [_Block(1, tuple(lines)), _Block(len(lines) + 1, ())]
    starts = [entry.first for entry in entries]
    found = [_Block(1, tuple(lines[: starts[0] - 1]))]
    for entry, end in zip(entries, [*(start - 1 for start in starts[1:]), entries[-1].last], strict=True):
        inside = lines[entry.first - 1 : end]
        while inside and not inside[-1].strip():
            inside.pop()
        found.append(_Block(entry.first, tuple(inside)))
    last = entries[-1].last
    return [*found, _Block(last + 1, tuple(lines[last:]))]


def _paired(first: int, before: list[str], after: list[str]) -> list[tuple[int, list[str], list[str]]]:
    """The lines of a difference in pairs where they are as many, so that each has its own reason."""
    if len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [(at, [old], [new]) for at, (old, new) in enumerate(pairs, first) if old != new]
    return [(first, before, after)]


def _moved(before: Sequence[str], after: Sequence[str], old: _Block, new: _Block) -> list[str]:
    """Whether these lines stand elsewhere in the other block."""
    gone = all(line in new.lines for line in before if line.strip())
    come = all(line in old.lines for line in after if line.strip())
    return ["moved"] if gone and come else []


def _kinds_in_head(after: Sequence[str]) -> list[str]:
    """What new lines of the head are."""
    found = []
    for line in after:
        if line.startswith("permalink:"):
            found.append("permalink")
        elif line.startswith(("**[", "<")):
            found.append("navigation")
        elif line.startswith("## "):
            found.append("heading")
        elif line.strip() in ("", "---"):
            found.append("blank-lines" if not line.strip() else "front-matter")
        else:
            found.append("moved")
    return found


def _body_lines(lines: list[str]) -> list[str]:
    """The lines behind the front matter of a page that pubmd wrote."""
    if lines[:1] == ["---"] and "---" in lines[1:]:
        return lines[lines.index("---", 1) + 1 :]
    return lines


def _line_of(block: _Block, word: str) -> int:
    found = (
        at
        for at, line in enumerate(block.lines, block.first)
        if re.search(rf"(?<![^\W_]){re.escape(word)}", line)
    )
    return next(found, block.first)


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 60 else f"{text[:59]}…"
