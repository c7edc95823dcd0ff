"""Pages that were edited since pubmd wrote them, and their edits carried into the sources on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubmd import writing
from pubmd.adoption.edit_back import carried
from pubmd.bibtex.source import decode
from pubmd.build import Build, build
from pubmd.config.overrides import OVERRIDES_FILE, Overrides
from pubmd.config.overrides_reader import read_overrides
from pubmd.config.settings import Settings
from pubmd.config.settings_reader import read_settings
from pubmd.lock import LOCK_FILE, Lock, digest, lock_in, lock_text
from pubmd.problem import Place, Problem, error
from pubmd.site import SETTINGS_FILE, Site, SiteError

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Takeback:
    """What became of the edits: what was done, problems, and the paths of the files that were written."""

    done: tuple[str, ...]
    problems: tuple[Problem, ...]
    written: tuple[str, ...]


def taken_back(
    site: Site, pages: Sequence[Path], waits: Callable[[str], None], *, only_look: bool = False
) -> Takeback:
    """Carry the edits of pages into the sources. A page whose edit cannot be carried changes nothing.

    With `only_look` nothing is written. Raises SiteError where a file cannot be read, and WriteError.
    """
    if only_look:
        return _taken_back(site, pages, only_look=True)
    with site.exclusively(waits):
        return _taken_back(site, pages, only_look=False)


def _taken_back(site: Site, pages: Sequence[Path], *, only_look: bool) -> Takeback:
    problems: list[Problem] = []
    settings = _settings(site, problems)
    overrides, overrides_text = _overrides(site, problems)
    data, _ = site.sources()
    sources = {file: decode(file, content)[0] for file, content in data.items()}
    if settings is None or overrides is None:
        return Takeback((), tuple(problems), ())
    known = _Known.of(site)
    edited: dict[str, bytes] = {}
    for page in pages:
        path = _path(site, page)
        content = site.pages({path}).files.get(path)
        if content is None:
            raise SiteError(f"there is no page {page}")
        if not known.has(path, content):  # what pubmd wrote, nobody edited, though sources may be newer
            edited[path] = content
    built = build(settings, list(sources.values()), overrides)
    texts = {path: decode(path, content)[0].text for path, content in edited.items()}
    stale = _stale(edited, known, built)
    found = carried(texts, settings, list(sources.values()), overrides, overrides_text, built, stale)
    refused = _unwritable(found.files, data)
    problems.extend(refused or found.problems)
    if refused:
        return Takeback((), tuple(problems), ())
    if only_look or not found.pages:
        return Takeback(found.done, tuple(problems), ())
    for file, text in found.files.items():
        writing.replace(site.root, file, _encoded(text, data.get(file) or site.read(file) or b""))
    _write_lock(site, {path: edited[path] for path in found.pages}, found.pages)
    writing.persist(site.root, [*found.files, LOCK_FILE])
    return Takeback(found.done, tuple(problems), tuple(found.files))


@dataclass(frozen=True, slots=True)
class _Known:
    """What lock and journal know of pages."""

    locks: tuple[Lock, Lock]

    @classmethod
    def of(cls, site: Site) -> _Known:
        return cls((lock_in(site.lock()), lock_in(site.journal())))

    def has(self, path: str, data: bytes) -> bool:
        """Whether this is a page that pubmd wrote, or may write over."""
        return any(lock.knows(path, data) for lock in self.locks)

    def has_any(self, path: str) -> bool:
        """Whether anything is known of a page."""
        return any(path in lock.hashes for lock in self.locks)


def _stale(edited: dict[str, bytes], known: _Known, built: Build) -> dict[str, Problem]:
    """Errors for edited pages that are older than the sources, by path.

    What a page lacks that the sources have, somebody may have taken out, or nobody has synced yet.
    """
    found = {}
    for page in built.pages:
        if page.path in edited and known.has_any(page.path) and not known.has(page.path, page.data):
            message = (
                "the sources have changed since this page was written; what of it is an edit cannot be told"
            )
            hint = (
                "undo the changes of the sources, carry the edit over, and make them again; or let "
                "`pubmd sync --force` write the page, which keeps a copy in .pubmd/, and edit it anew"
            )
            found[page.path] = error("import-not-carried", Place(page.path), message, hint)
    return found


def _settings(site: Site, problems: list[Problem]) -> Settings | None:
    source, _ = decode(SETTINGS_FILE, site.read(SETTINGS_FILE) or b"")
    settings, found = read_settings(SETTINGS_FILE, source.text)
    problems.extend(found)
    return settings


def _overrides(site: Site, problems: list[Problem]) -> tuple[Overrides | None, str]:
    data = site.read(OVERRIDES_FILE)
    if data is None:
        return Overrides(()), ""
    text = data.decode(errors="replace")
    overrides, found = read_overrides(OVERRIDES_FILE, decode(OVERRIDES_FILE, data)[0].text)
    problems.extend(found)
    return overrides, text


def _path(site: Site, page: Path) -> str:
    """A page's path from the site's root, for one named from the current folder or from there."""
    file = page if page.exists() else site.root / page
    resolved = file.resolve()
    if not resolved.is_relative_to(site.root):
        raise SiteError(f"{page} lies outside of the site {site.root}")
    return resolved.relative_to(site.root).as_posix()


def _unwritable(files: dict[str, str], data: dict[str, bytes]) -> list[Problem]:
    """An error for each source that cannot be changed in one place alone: its bytes are no UTF-8."""
    found = []
    for file in files:
        before = data.get(file, b"")
        if file.endswith(".bib") and _encoded(decode(file, before)[0].text, before) != before:
            message = (
                f"{file} is not UTF-8 with one kind of line end, and cannot be changed in one place alone"
            )
            found.append(error("import-not-carried", Place(file), message, "re-save it as UTF-8"))
    return found


def _encoded(text: str, before: bytes) -> bytes:
    """A text with the byte order mark and the line ends that a file had before."""
    if text.startswith(_BOM) or not before:
        return text.encode()
    mark = _BOM if before.startswith(_BOM.encode()) else ""
    if b"\r\n" in before and "\r" not in text:
        text = text.replace("\n", "\r\n")
    return (mark + text).encode()


def _write_lock(site: Site, edited: dict[str, bytes], pages: dict[str, str]) -> None:
    """Let the next sync write over the pages as they were edited, and know what it will write."""
    lines = lock_in(site.lock()).lines
    lines += [(path, digest(content)) for path, content in edited.items()]
    lines += [(path, digest(text.encode())) for path, text in pages.items()]
    writing.replace(site.root, LOCK_FILE, lock_text(lines).encode())
