"""The sections that hand-written pages make up: their folders, addresses, and pages in nav order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pubmd.adoption.hand_page import HandPage, NavLink
from pubmd.adoption.slip import Leftover, Slip
from pubmd.config.settings_keys import ADDRESS
from pubmd.problem import Place, Problem, error, warning

_ADDRESS = re.compile(ADDRESS.pattern)
_MARKDOWN = (".md", ".markdown")


@dataclass(slots=True)
class PagePlan:
    """A page as the configuration will have it; `number` is its text's, None where it is only linked."""

    id: str
    permalink: str
    file: str
    label: str
    number: int | None = None


@dataclass(slots=True)
class SectionPlan:
    """Pages of one folder whose addresses begin alike."""

    id: str
    folder: str
    url: str
    pages: list[PagePlan] = field(default_factory=list)


def address(permalink: str) -> str:
    """What nav links lead to."""
    return permalink.removesuffix(".html")


def sections_of(
    pages: Sequence[HandPage], others: Mapping[str, str], unread: Collection[str] = ()
) -> tuple[list[SectionPlan], list[Problem]]:
    """The sections of these pages, and what stands in the way.

    `others` are the site's other pages, by what nav links to them say; those that were named and not
    understood are `unread`. Pages without a usable address get one.
    """
    problems: list[Problem] = []
    taken: dict[str, str] = {}
    permalinks: dict[int, str] = {}
    strays = _strays(pages, others)
    order = sorted(range(len(pages)), key=lambda at: (at in strays, not _is_namesake(pages[at])))
    for number in order:
        permalinks[number] = _permalink(pages[number], taken, strays.get(number, ""), others)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, page in enumerate(pages):
        url = strays.get(number) or permalinks[number].rpartition("/")[0] or "/"
        groups[page.file.rpartition("/")[0], url].append(number)
    sections: list[SectionPlan] = []
    names: set[str] = set()
    for (folder, url), numbers in groups.items():
        section = SectionPlan(_section_id(folder, url, names), folder or ".", url)
        names.add(section.id.casefold())
        section.pages = _pages(
            section, {number: pages[number] for number in numbers}, permalinks, others, unread, problems
        )
        sections.append(section)
    return sections, problems


def _is_namesake(page: HandPage) -> bool:
    """Whether file and address have one name: of two pages with one address that is the one that keeps it."""
    stem = page.file.rpartition("/")[2].rsplit(".", 1)[0]
    return stem == address(page.permalink).rstrip("/").rpartition("/")[2]


def _strays(pages: Sequence[HandPage], others: Mapping[str, str]) -> dict[int, str]:
    """Pages that were copied out of another section, and what the addresses of their folder begin with.

    Such a page is the only one in its folder with an address of its kind, and links to no neighbour.
    """
    folders: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        if page.permalink:
            folders[page.file.rpartition("/")[0]][page.permalink.rpartition("/")[0]] += 1
    found = {}
    for number, page in enumerate(pages):
        folder, url = page.file.rpartition("/")[0], page.permalink.rpartition("/")[0]
        common, count = folders[folder].most_common(1)[0] if folders[folder] else ("", 0)
        if not page.permalink or url == common or folders[folder][url] > 1 or count < 2:
            continue
        near = {
            path.rpartition("/")[0] for link in page.above if (path := others.get(address(link.address), ""))
        }
        if folder not in near:
            found[number] = common
    return found


def _permalink(page: HandPage, taken: dict[str, str], home: str, others: Mapping[str, str]) -> str:
    """The address of a page: its own, that of its own nav link, or one made of its path.

    `home` is what the addresses of its folder begin with, where it was copied out of another section; its
    address is then that of the page that it is a copy of, if that is there.
    """
    own = next((link.address for link in (*page.above, *page.below) if link.is_own), "")
    folder, _, name = page.file.rpartition("/")
    stem = name.rsplit(".", 1)[0]
    made = f"/{folder.removeprefix('_pages/').lstrip('_')}/{stem}.html".replace("//", "/")
    wanted = [page.permalink, f"{own}.html" if own and not own.endswith((".html", "/")) else own, made]
    if home:
        is_there = address(page.permalink) in others
        wanted = [*([] if is_there else [page.permalink]), f"{home}/{stem}.html", made]
    for each in wanted:
        if each and _ADDRESS.fullmatch(each) and address(each).casefold() not in taken:
            break
    else:
        each, number = made, 2
        while address(each).casefold() in taken:
            each, number = f"{made.removesuffix('.html')}-{number}.html", number + 1
    if each != page.permalink:
        line = 1
        if not page.permalink:
            message = f"the page has no `permalink`: it gets `{each}`"
        else:
            other = taken.get(address(page.permalink).casefold()) or others.get(address(page.permalink), "")
            why = f"is that of {other} too" if other else "cannot be a page's address"
            message = f"the permalink `{page.permalink}` {why}: this page gets `{each}`"
        page.slips.append(Slip("permalink", (line,), message))
    taken[address(each).casefold()] = page.file
    return each


def _section_id(folder: str, url: str, names: set[str]) -> str:
    name = url.strip("/").replace("/", "-") or folder.rpartition("/")[2].lstrip("_") or "pages"
    name = re.sub(r"[,;\s]+", "-", name)
    base, number = name, 1
    while name.casefold() in names:
        number += 1
        name = f"{base}-{number}"
    return name


def _pages(
    section: SectionPlan,
    pages: Mapping[int, HandPage],
    permalinks: Mapping[int, str],
    others: Mapping[str, str],
    unread: Collection[str],
    problems: list[Problem],
) -> list[PagePlan]:
    by_address = {address(permalinks[number]): number for number in pages}
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    orders: Counter[tuple[str, ...]] = Counter()
    first: dict[str, tuple[HandPage, NavLink]] = {}
    for number, page in pages.items():
        for block in (page.above, page.below):
            inside = [
                link
                for link in block
                if _is_of(section, _bare(link, page, permalinks[number]), by_address, others)
            ]
            order = tuple(dict.fromkeys(_bare(link, page, permalinks[number]) for link in inside))
            if order:
                orders[order] += 1
            for link in inside:
                bare = _bare(link, page, permalinks[number])
                labels[bare][link.label] += 1
                first.setdefault(bare, (page, link))
            outside = [link for link in block if link not in inside]
            if len(outside) > 1 and len(inside) < 2:
                text = " ".join(link.label for link in outside)
                page.leftovers.append(Leftover(outside[0].line, text, "the nav block of another section"))
                page.passed_over.update(link.line for link in outside)
            elif outside:
                for link in outside:
                    there = others.get(_bare(link, page, permalinks[number]))
                    reason = f"a nav link to {there or 'no page of the section'}"
                    reason += f", which is no Markdown in {section.folder}/" if there else ""
                    page.leftovers.append(Leftover(link.line, link.label, reason))
    wanted = list(max(orders.items(), key=lambda item: (item[1], len(item[0])))[0]) if orders else []
    wanted += [each for order in orders for each in order if each not in wanted]
    wanted = list(dict.fromkeys(wanted)) + [each for each in by_address if each not in wanted]
    plans: list[PagePlan] = []
    ids: set[str] = set()
    for each in wanted:
        own = by_address.get(each)
        permalink = permalinks[own] if own is not None else _linked_permalink(each, pages, permalinks)
        id_ = each.rstrip("/").rpartition("/")[2] or "index"
        while id_.casefold() in ids:
            id_ += "-2"
        ids.add(id_.casefold())
        label = labels[each].most_common(1)[0][0] if labels[each] else ""
        file = f"{id_}.md"
        if own is not None:
            file = pages[own].file.rpartition("/")[2]
            label = label or pages[own].heading or id_
            if not file.endswith(_MARKDOWN):
                message = f"a topic page ends in .md or .markdown, and `{file}` does not"
                problems.append(error("import-unread", Place(pages[own].file), message, "rename it"))
        else:
            page, link = first[each]
            there = others.get(each, "")
            file = there.rpartition("/")[2] or file
            message = f"the nav block links to `{each}`, a page that is not taken over"
            hint = "sync will make a page of this address, with no papers"
            if there in unread:
                message = f"the nav block links to `{each}`, which is {there} and was not understood"
                hint = "mend that page and import again; until then, sync leaves it alone"
            elif there:
                hint = f"name {there} in the same call; until then, sync leaves it alone"
            problems.append(warning("import-nav", Place(page.file, link.line, 1), message, hint))
        plans.append(PagePlan(id_, permalink, file, label, own))
    return plans


def _bare(link: NavLink, page: HandPage, permalink: str) -> str:
    """Where a nav link leads, as the section has it; the page's own link leads to the page."""
    if link.is_own and page.permalink != permalink and page.permalink:
        return address(permalink)
    return address(link.address)


def _is_of(section: SectionPlan, bare: str, by_address: Mapping[str, int], others: Mapping[str, str]) -> bool:
    """Whether a nav link leads to a page of a section: one that is there, or that sync can make.

    For a page that lies elsewhere it would make another one of the same address.
    """
    if bare in by_address:
        return True
    there = others.get(bare, "")
    if there and not (there.endswith(_MARKDOWN) and (there.rpartition("/")[0] or ".") == section.folder):
        return False
    inside = bare.rstrip("/").rpartition("/")[0] or "/"
    return inside == section.url and _ADDRESS.fullmatch(bare) is not None


def _linked_permalink(bare: str, pages: Mapping[int, HandPage], permalinks: Mapping[int, str]) -> str:
    ending = Counter(permalinks[number].endswith(".html") for number in pages).most_common(1)[0][0]
    return f"{bare}.html" if ending and not bare.endswith("/") else bare
