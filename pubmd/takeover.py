"""Hand-written pages on disk, taken over: where their site is, what they hold, and the files made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubmd import writing
from pubmd.adoption.adoption import Adoption, adopted
from pubmd.bibtex.source import decode
from pubmd.lock import LOCK_FILE, digest, lock_text, read_lock
from pubmd.problem import Problem
from pubmd.site import SETTINGS_FILE, SiteError
from pubmd.writing import WriteError

_ROOT_FILES = ("_config.yml", "_config.yaml", SETTINGS_FILE, ".git")
_PERMALINK = re.compile(r"^permalink:[ \t]*[\"']?(/[^\s\"']*)", re.MULTILINE)
_MARKDOWN = (".md", ".markdown")
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
    others = _others(root, {file.parent for file in files}, set(data))
    adoption = adopted(texts, others, recoded)
    return Takeover(root, data, adoption, (*problems, *adoption.problems))


def written(found: Takeover, output: Path) -> tuple[list[str], bool]:
    """Write sources and configuration into a folder: the files' paths, and whether the lock is one.

    Where the folder is the site's `bib/`, the lock says that the pages as they are now may be written over,
    but for those that would lose anything. Raises SiteError where a file is there already, and WriteError.
    """
    output = output.absolute()
    files = {path.removeprefix("bib/"): text for path, text in found.adoption.files.items()}
    there = [path for path in files if (output / path).exists()]
    if there:
        raise SiteError(
            f"{output / there[0]} is there already, and nothing is written over; name another --output"
        )
    for path, text in files.items():
        writing.replace(output.resolve(), path, text.encode())
    writing.persist(output.resolve(), files)
    names = [f"{output.name}/{path}" for path in files]
    if output.resolve() != found.root / "bib" or not found.adoption.settled:
        return names, False
    data = _lock_bytes(found)
    writing.replace(found.root, LOCK_FILE, data)
    writing.persist(found.root, [LOCK_FILE])
    return [*names, LOCK_FILE], True


def _lock_bytes(found: Takeover) -> bytes:
    file = found.root / LOCK_FILE
    before = read_lock(file.read_bytes().decode(errors="replace")).hashes if file.is_file() else {}
    lines = [(path, known) for path, each in before.items() for known in each]
    lines += [(path, digest(found.pages[path])) for path in found.adoption.settled]
    return lock_text(lines).encode()


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


def _others(root: Path, folders: Iterable[Path], known: set[str]) -> dict[str, str]:
    """The paths of pages beside those that were named, by the addresses that links to them have."""
    found: dict[str, str] = {}
    for folder in sorted(folders):
        for file in sorted(folder.iterdir()):
            path = file.relative_to(root).as_posix()
            if file.suffix in _MARKDOWN and file.is_file() and path not in known:
                try:
                    head = file.read_bytes()[:4000].decode(errors="replace")
                except OSError:
                    continue
                permalink = _PERMALINK.search(head)
                address = permalink[1] if permalink else f"/{path.removesuffix(file.suffix).lstrip('_')}"
                found.setdefault(address.removesuffix(".html"), path)
    return found


__all__ = ["Takeover", "WriteError", "takeover", "written"]
