"""Hand-written pages on disk, taken over: where their site is, what they hold, and the files made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubmd import writing
from pubmd.adoption.adoption import Adoption, Beside, adopted
from pubmd.bibtex.source import decode
from pubmd.change import Action, Change
from pubmd.config.overrides import OVERRIDES_FILE
from pubmd.config.overrides_reader import read_overrides
from pubmd.jekyll_site import put
from pubmd.lock import LOCK_FILE, digest, lock_in, lock_text
from pubmd.problem import Problem
from pubmd.regex import regex
from pubmd.site import SETTINGS_FILE, Site, SiteError
from pubmd.writing import WriteError

_ROOT_FILES = ("_config.yml", "_config.yaml", SETTINGS_FILE, ".git")
_PERMALINK = regex(r"^permalink:[ \t]*[\"']?(/[^\s\"']*)", re.MULTILINE)
_PAGES = (".md", ".markdown", ".html")
_MOST_BYTES = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Takeover:
    """Hand-written pages: the root of their site, their bytes by path, and what becomes of them."""

    root: Path
    pages: dict[str, bytes]
    adoption: Adoption
    problems: tuple[Problem, ...]


def takeover(pages: Sequence[Path], site: Path | None, output: Path | None) -> Takeover:
    """Read pages, and take them over in memory.

    `site` and `output` are what the command was told. Raises SiteError where a page cannot be read or lies
    outside of the site.
    """
    files = [_found(page, site) for page in pages]
    root = _root(files, site, output)
    data: dict[str, bytes] = {}
    for file in files:
        if not file.is_relative_to(root):
            raise SiteError(f"{file} lies outside of the site {root}; name the site with --site DIR")
        data[file.relative_to(root).as_posix()] = _bytes(file)
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    recoded = []
    for path, content in data.items():
        source, found = decode(path, content)
        texts[path] = source.text
        problems.extend(found)
        if source.text.encode(errors="replace") != content.replace(b"\r\n", b"\n"):
            recoded.append(path)
    adoption = adopted(texts, _others(root, {file.parent for file in files}), recoded, _beside(root, output))
    return Takeover(root, data, adoption, (*problems, *adoption.problems))


def written(found: Takeover, output: Path) -> tuple[list[str], bool]:
    """Write sources and configuration into a folder, all or none: their paths, and whether the lock is one.

    Where the folder is the site's `bib/`, the lock says that the pages as they are now may be written over,
    but for those that would lose anything. Raises SiteError where a file is there already, or what is there
    cannot be read, and WriteError.
    """
    output = output.absolute()
    files = {path.removeprefix("bib/"): text for path, text in found.adoption.files.items()}
    there = [path for path in files if (output / path).exists()]
    if there:
        raise SiteError(
            f"{output / there[0]} is there already, and nothing is written over; name another --output"
        )
    folder = base = output.resolve()
    while not base.exists():
        base = base.parent
    is_sites = folder == found.root / "bib"
    root = found.root if is_sites else base
    changes = [
        Change((folder / path).relative_to(root).as_posix(), Action.CREATED, None, text.encode())
        for path, text in files.items()
    ]
    is_locked = is_sites and bool(found.adoption.settled)
    if is_locked:
        changes.append(_lock_change(found))
    put(Site(root), changes)
    names = [f"{output.name}/{path}" for path in files]
    return [*names, *([LOCK_FILE] if is_locked else [])], is_locked


def _lock_change(found: Takeover) -> Change:
    data = Site(found.root).lock()
    settled = [(path, digest(found.pages[path])) for path in found.adoption.settled]
    lines = [*lock_in(data).lines, *settled]
    return Change(LOCK_FILE, Action.UPDATED, data, lock_text(lines).encode())


def _found(page: Path, site: Path | None) -> Path:
    """A page named from the current folder, or else from the site's root."""
    file = page if page.exists() or site is None else site / page
    if file.is_dir():
        raise SiteError(f"{page} is a folder; name its pages, such as {page}/*.md")
    if not file.exists():
        raise SiteError(f"there is no page {page}")
    return Path(file).resolve()


def _root(files: Sequence[Path], site: Path | None, output: Path | None) -> Path:
    """The root of the pages' site.

    What `--site` says; else the folder that holds the `bib` of `--output`; else the nearest folder above
    the first page that looks like a root; else the current folder if all pages are below, else the one
    above the pages'.
    """
    if site is not None:
        if not site.is_dir():
            raise SiteError(f"{site} is no folder")
        return site.resolve()
    if (
        output is not None
        and output.name == "bib"
        and all(file.is_relative_to(output.resolve().parent) for file in files)
    ):
        return output.resolve().parent
    for folder in files[0].parents:
        if any((folder / name).exists() for name in _ROOT_FILES):
            return folder
    here = Path.cwd().resolve()
    if all(file.is_relative_to(here) for file in files):
        return here
    common = files[0].parent
    while not all(file.parent.is_relative_to(common) for file in files):
        common = common.parent
    return common.parent


def _bytes(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise SiteError(f"{file} is no plain file")
        return file.read_bytes()
    except OSError as failure:
        raise SiteError(f"{file} cannot be read: {writing.reason(failure)}") from failure


def _others(root: Path, folders: Iterable[Path]) -> dict[str, list[str]]:
    """The paths of the site's pages, by the addresses that links to them have.

    Where the root was only guessed, of the pages in these folders.
    """
    is_root = any((root / name).exists() for name in _ROOT_FILES)
    paths = Site(root).files() if is_root else _beside_one_another(root, folders)
    found: dict[str, list[str]] = {}
    for path in sorted(paths):
        file = root / path
        if file.suffix in _PAGES and file.is_file():
            try:
                with file.open("rb") as opened:
                    head = opened.read(4000).decode(errors="replace")
            except OSError:
                continue
            permalink = _PERMALINK.search(head)
            address = permalink[1] if permalink else f"/{path.removesuffix(file.suffix).lstrip('_')}"
            found.setdefault(address.removesuffix(".html"), []).append(path)
    return found


def _beside_one_another(root: Path, folders: Iterable[Path]) -> Iterator[str]:
    for folder in folders:
        yield from (file.relative_to(root).as_posix() for file in folder.iterdir())


def _beside(root: Path, output: Path | None) -> Beside:
    """What `bib/` holds already, where the sources are to come there and a first sync is to read both.

    Raises SiteError where it cannot be read.
    """
    if (output is not None and output.resolve() != root / "bib") or (root / SETTINGS_FILE).exists():
        return Beside()
    site = Site(root)
    sources = [decode(file, data)[0] for file, data in site.sources()[0].items()]
    text = decode(OVERRIDES_FILE, site.read(OVERRIDES_FILE) or b"")[0].text
    overrides, problems = read_overrides(OVERRIDES_FILE, text)
    if overrides is None:
        raise SiteError(f"{OVERRIDES_FILE} has to be mended first: {problems[0].place} {problems[0].message}")
    return Beside(sources, overrides)


__all__ = ["Takeover", "WriteError", "takeover", "written"]
