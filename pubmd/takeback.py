"""Pages that were edited since pubmd wrote them, and their edits carried into the sources on disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubmd import writing
from pubmd.adoption.edit_back import OVERRIDES_FILE, carried
from pubmd.bibtex.source import Source, decode
from pubmd.config.overrides import Overrides, read_overrides
from pubmd.config.settings import Settings, read_settings
from pubmd.lock import LOCK_FILE, digest, lock_text, read_lock
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
    done: list[str] = []
    changed: dict[str, str] = {}
    hashes = []
    for page in pages:
        path = _path(site, page)
        content = site.pages({path}).files.get(path)
        if content is None:
            raise SiteError(f"there is no page {page}")
        found = carried(
            path, decode(path, content)[0].text, settings, list(sources.values()), overrides, overrides_text
        )
        refused = [each for each in found.problems if each.is_error]
        refused += [] if refused else _unwritable(path, found.files, data)
        problems.extend(refused or found.problems)
        if refused:
            continue
        done.extend(found.done)
        changed.update(found.files)
        sources.update(
            {file: Source(file, text) for file, text in found.files.items() if file.endswith(".bib")}
        )
        if OVERRIDES_FILE in found.files:
            overrides_text = found.files[OVERRIDES_FILE]
            overrides = read_overrides(OVERRIDES_FILE, overrides_text)[0] or overrides
        hashes.append((path, digest(content)))
    if only_look or not hashes:
        return Takeback(tuple(done), tuple(problems), ())
    for file, text in changed.items():
        writing.replace(site.root, file, _encoded(text, data.get(file) or site.read(file) or b""))
    _write_lock(site, hashes)
    writing.persist(site.root, [*changed, LOCK_FILE])
    return Takeback(tuple(done), tuple(problems), tuple(changed))


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


def _unwritable(path: str, files: dict[str, str], data: dict[str, bytes]) -> list[Problem]:
    """An error for each source that cannot be changed in one place alone: its bytes are no UTF-8."""
    found = []
    for file in files:
        before = data.get(file, b"")
        if file.endswith(".bib") and _encoded(decode(file, before)[0].text, before) != before:
            message = (
                f"{file} is not UTF-8 with one kind of line end, and cannot be changed in one place alone"
            )
            found.append(error("import-not-carried", Place(path), message, "re-save it as UTF-8"))
    return found


def _encoded(text: str, before: bytes) -> bytes:
    """A text with the byte order mark and the line ends that a file had before."""
    if text.startswith(_BOM) or not before:
        return text.encode()
    mark = _BOM if before.startswith(_BOM.encode()) else ""
    if b"\r\n" in before and "\r" not in text:
        text = text.replace("\n", "\r\n")
    return (mark + text).encode()


def _write_lock(site: Site, hashes: Sequence[tuple[str, str]]) -> None:
    """Let the next sync write over the pages as they were edited."""
    before = read_lock((site.lock() or b"").decode(errors="replace")).hashes
    lines = [(path, known) for path, each in before.items() for known in each]
    writing.replace(site.root, LOCK_FILE, lock_text([*lines, *hashes]).encode())
