"""A hand-written page against the page that a sync would write in its place: each line that differs, and why.

Both are read by the same reader and compared part by part: what a reader would see must be the same, or a
slip says what became of it. Words are counted besides, by a look of its own (`words_of`), so that nothing
that the reader of pages overlooks can get lost.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from pubmd.adoption.collection import Paper
from pubmd.adoption.comparison import Comparison, Difference
from pubmd.adoption.entry_fields import Labels
from pubmd.adoption.hand_page import HandPage, NavLink, read_page, words_of
from pubmd.adoption.mend import mends_of
from pubmd.adoption.page_block import Block, blocks, line_of, moved, paired
from pubmd.adoption.page_entry import PageEntry
from pubmd.adoption.page_text import without_comments
from pubmd.adoption.pairing import Pairs, out_of_order, same_papers
from pubmd.adoption.paper_change import paper_changes
from pubmd.adoption.seen_text import runs_on
from pubmd.adoption.slip import Slip
from pubmd.adoption.span_tree import DIV
from pubmd.text.prose import plain

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
        old, new = blocks(page), blocks(self.output)
        self._head(old[0], new[0])
        pairs = self.pairs
        for at, other in enumerate(pairs):
            self._entry(at, other, old[at + 1], new[other + 1] if other is not None else Block(0, ()))
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

    def _order(self, pairs: Sequence[int | None], old: Sequence[Block]) -> None:
        """Name the papers that stand elsewhere."""
        for at in out_of_order(pairs):
            block = old[at + 1]
            title = _cut(block.lines[0])
            before, after = f"{at + 1}. {title}", f"{(pairs[at] or 0) + 1}. {title}"
            self.differences.append(Difference(block.first, block.first, (before,), (after,), ("order",)))

    # --- the page's head and foot

    def _head(self, old: Block, new: Block) -> None:
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

    def _tail(self, old: Block, new: Block) -> None:
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

    def _entry(self, at: int, other: int | None, old: Block, new: Block) -> None:
        publication = self.page.publications[at]
        if other is None:
            self.lost.append((old.first, _cut(plain(publication.title))))
            self.differences.append(Difference(old.first, old.first + len(old.lines) - 1, old.lines, (), ()))
            return
        result = self.output.publications[other]
        changes = paper_changes(publication, result, self.papers[at], self.labels)
        self.lost += changes.unnamed
        told = {(slip.mend, line) for slip in self.slips for line in slip.lines}
        self.slips += [
            each for each in changes.slips if each.mend != "id" or (each.mend, each.lines[0]) not in told
        ]
        lines = changes.lines
        entry = publication.entry
        running_on = self._running_on(entry)

        def mends(first: int, before: list[str], after: list[str]) -> list[str]:
            numbers = range(first, first + max(1, len(before)))
            found = {mend for number in numbers for mend in lines.get(number, ())}
            found.update(self._named_lines(numbers))
            if not before:
                found.update(mend for mend in lines.get(0, ()))
            abstract = entry.abstract if self._begins_element(entry) else None
            inside = abstract is not None and any(
                abstract.first <= number <= abstract.last + 1 for number in numbers
            )
            by_form = mends_of(self._shown(numbers, before), after, in_abstract=inside, known=found)
            if by_form:
                crossing = (running_on.get(number, ()) for number in numbers)
                return sorted(found.union(by_form, *crossing))
            return sorted(found & _WHOLE_LINES) or moved(before, after, old, new)

        is_last = at == len(self.page.publications) - 1
        self._diff(old, new, mends)
        if not is_last:
            self._trailing(at)
        self._account(old, list(old.lines), list(new.lines), lost=changes.lost, gained=changes.gained)

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
        first, last = entry.first, entry.last
        if entry.abstract and self._begins_element(entry):
            last = entry.abstract.first - 1
        while self._line(first - 1).strip():
            first -= 1
        while self._line(last + 1).strip() and "<div" not in self._line(last + 1):
            last += 1
        numbers = [each for each in range(first, last + 1) if self._line(each).strip()]
        return dict(zip(numbers, runs_on([self._line(each) for each in numbers]), strict=True))

    def _begins_element(self, entry: PageEntry) -> bool:
        """Whether kramdown takes the tag of an entry's abstract for one: it is whole, and begins its line."""
        return (
            entry.abstract is not None and DIV.match(self._line(entry.abstract.first).lstrip(" ")) is not None
        )

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

    def _diff(self, old: Block, new: Block, mends: Callable[[int, list[str], list[str]], list[str]]) -> None:
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
                for first, lines, others in paired(old.first + i1, before, after)
            ]
            if len(found) > 1 and not all(each.mends for each in found):
                first, last = old.first + i1, old.first + i2 - 1  # lines that were joined or parted, perhaps
                named = tuple(mends(first, before, after))
                if named:
                    found = [Difference(first, last, tuple(before), tuple(after), named)]
            self.differences.extend(found)

    def _account(
        self, old: Block, before: Sequence[str], after: Sequence[str], *, lost: str = "", gained: str = ""
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
            self.lost.append((line_of(old, next(iter(gone))), words))


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


def _cut(text: str) -> str:
    text = " ".join(text[:400].split())
    return text if len(text) <= 60 else f"{text[:59]}…"
