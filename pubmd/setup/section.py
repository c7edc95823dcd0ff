"""The sections that a site has, found by the pages in them, and the ones that it gets."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from posixpath import basename, dirname, splitext

from pubmd.config.site_path import folded
from pubmd.jekyll.configuration import Configuration
from pubmd.jekyll.entry_filter import Shown, Why, fate
from pubmd.jekyll.front_matter import front_matter
from pubmd.jekyll.psych import load
from pubmd.setup.survey import PAGE_ENDINGS, Survey, has_abstracts

FIRST_PAGE = "first-topic"
DEFAULT_SECTION = "topics"
_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.|$))*")
# Names whose folder, `_<name>`, or whose address is another's.
_TAKEN = (
    "posts",
    "drafts",
    "layouts",
    "includes",
    "data",
    "sass",
    "site",
    "plugins",
    "pages",
    "assets",
    "bib",
)
# What themes have collections for that are no topics, empty as they may be.
_OTHER_THINGS = frozenset(
    [
        "authors",
        "blog",
        "books",
        "courses",
        "docs",
        "events",
        "members",
        "news",
        "notes",
        "people",
        "portfolio",
        "projects",
        "publications",
        "recipes",
        "talks",
        "teaching",
        "team",
        "tutorials",
    ]
)
_HEAD = re.compile(r"---[^\S\n]*\n(.*?)^(?:---|\.\.\.)[^\S\n]*$", re.DOTALL | re.MULTILINE)
_LINE = re.compile(r"(?m)^([A-Za-z_][\w-]*):[ \t]+(?![|>&*!\[{#])(\S.*?)[ \t]*$")
# What belongs to one page alone.
_OF_ONE_PAGE = ("permalink", "date", "last_modified_at", "redirect_from", "redirect_to", "slug", "nav_order")
_HIDDEN_PARTS = ("_posts", "_drafts", "_layouts", "_includes", "_sass", "_data", "_site", "_plugins")


@dataclass(frozen=True, slots=True)
class Section:
    """A section as the configuration will name it; `by_hand` are the topic pages that it has already."""

    id: str
    folder: str
    url: str
    front_matter: tuple[str, ...]
    pages: tuple[str, ...]
    by_hand: tuple[str, ...] = ()


def name_refusal(name: str) -> str:
    """Why a section or a page cannot be called so, as the end of a sentence; or nothing."""
    if not _NAME.fullmatch(name) or len(name) > 100:
        return "wants letters, digits, `-` and `_`, such as `low-for-high`"
    if name.lower() in _TAKEN:
        return "is a name that Jekyll or pubmd uses for something else"
    return ""


def found_sections(survey: Survey, configuration: Configuration, pages: Iterable[str]) -> tuple[Section, ...]:
    """The sections that a site has; each gets new pages.

    They are its folders that hold pages with abstracts, and else those that Jekyll is told to build and that
    hold nothing yet.
    """
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for path, text in survey.texts.items():
        names = path.split("/")[:-1]
        is_page = path.endswith(PAGE_ENDINGS) and names and not set(names) & set(_HIDDEN_PARTS)
        is_own = names != [configuration.source] and names != ["_pages"] and path.isprintable()
        if is_page and is_own and has_abstracts(text) and _can_be_built(configuration, path):
            texts[dirname(path)][path] = text
    found: dict[str, Section] = {}
    for folder in sorted(texts):
        name = basename(folder).lstrip("_")
        name = name if name not in found else folder.strip("_").replace("/", "-")
        if not name_refusal(name) and name not in found:
            lines = _common_lines(texts[folder].values())
            url = _common_url(texts[folder].values()) or f"/{name}"
            if not any(line.startswith("title:") for line in lines):
                lines = (_title_line(name), *lines)
            ids = free_ids(survey, folder, pages)
            found[name] = Section(name, folder, url, lines, ids, tuple(sorted(texts[folder])))
    for folder in () if found else _empty_folders(survey, configuration):
        name = basename(folder).lstrip("_")
        if not name_refusal(name) and name not in _OTHER_THINGS:
            ids = free_ids(survey, folder, pages)
            found[name] = Section(name, folder, f"/{name}", (_title_line(name),), ids)
    return tuple(found.values())


def _can_be_built(configuration: Configuration, path: str) -> bool:
    """Whether Jekyll builds a page, or does once its folder is named in the configuration."""
    found = fate(configuration, path)
    if isinstance(found, Shown):
        return True
    return found.why in (Why.SPECIAL, Why.NOT_WRITTEN) and found.path == dirname(path)


def _empty_folders(survey: Survey, configuration: Configuration) -> Iterator[str]:
    """Folders without a file that are a collection's, or that `include:` names."""
    collections = [each for each in configuration.collections if each.is_written and each.label != "posts"]
    source = f"{configuration.source}/" if configuration.source else ""
    folders = [f"{source}{configuration.collection_folder(each)}" for each in collections]
    folders += [f"{source}{each.strip('/')}" for each in configuration.include if each.startswith("_")]
    for folder in dict.fromkeys(folders):
        if not any(path.startswith(f"{folder}/") or path == folder for path in survey.paths):
            yield folder


def new_section(survey: Survey, configuration: Configuration, name: str, pages: Iterable[str]) -> Section:
    """A section of a name that the user gave: in the folder that the site has for it, or in a new one."""
    folder = _folder(survey, configuration, name)
    return Section(name, folder, f"/{name}", (_title_line(name),), free_ids(survey, folder, pages))


def suggestions(survey: Survey, configuration: Configuration) -> tuple[str, ...]:
    """Names of collections and of folders in `_pages/` that could be sections."""
    names = [each.label for each in configuration.collections if each.is_written]
    folders = (path.split("/") for path in survey.paths)
    names += [parts[1] for parts in folders if parts[0] == "_pages" and len(parts) > 2]
    return tuple(name for name in dict.fromkeys(names) if not name_refusal(name))


def free_ids(survey: Survey, folder: str, pages: Iterable[str]) -> tuple[str, ...]:
    """Ids of pages whose files would lie over no file that is there."""
    taken = {folded(splitext(path)[0]) for path in survey.paths}
    found = []
    for page in dict.fromkeys(pages):
        name, number = page, 2
        while folded(f"{folder}/{name}") in taken:
            name, number = f"{page}-{number}", number + 1
        found.append(name)
    return tuple(found)


def _folder(survey: Survey, configuration: Configuration, name: str) -> str:
    """The folder of a section: its own where there is one, else in `_pages/` where that is built."""
    source = f"{configuration.source}/" if configuration.source else ""
    within = f"{configuration.collections_folder}/" if configuration.collections_folder else ""
    own, plain, nested = f"{source}{within}_{name}", f"{source}{name}", f"{source}_pages/{name}"
    for folder in (own, nested):
        if any(path.startswith(f"{folder}/") for path in survey.paths):
            return folder
    if any(f"_{each.label}" == f"_{name}" for each in configuration.collections):
        return own
    has_pages = any(path.startswith(f"{source}_pages/") for path in survey.paths)
    if has_pages and isinstance(fate(configuration, f"{nested}/x.md"), Shown):
        return nested
    if any(f"{plain}/{FIRST_PAGE}.md" == path for path in survey.paths):
        return plain
    return own


def _title_line(name: str) -> str:
    words = re.split(r"[-_. ]+", name)
    return f'title: "{" ".join(word[:1].upper() + word[1:] for word in words if word)}"'


def _common_lines(texts: Iterable[str]) -> tuple[str, ...]:
    """The lines of front matter that all of these pages have."""
    heads = [match[1] if (match := _HEAD.match(text.replace("\r\n", "\n"))) else "" for text in texts]
    first = {match[1]: match[0].rstrip() for match in _LINE.finditer(heads[0])}
    lines = tuple(
        line
        for key, line in first.items()
        if key not in _OF_ONE_PAGE and all(line in each.splitlines() for each in heads)
    )
    loaded, _ = load("", "\n".join(lines))
    return lines if loaded and isinstance(loaded.value, dict) else ()


def _common_url(texts: Iterable[str]) -> str:
    """What the permalinks of these pages begin with, where most of them agree."""
    urls: Counter[str] = Counter()
    for text in texts:
        found = front_matter(text, ("permalink",))
        permalink = found.values.get("permalink") if found else None
        if isinstance(permalink, str) and re.fullmatch(r"(?:/[\w~-][\w.~-]*)+/[^/]+\.html", permalink):
            urls[dirname(permalink)] += 1
    return urls.most_common(1)[0][0] if urls else ""
