"""One sync, from a site to what is to be done and said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from hashlib import sha256
from typing import NamedTuple

from pubmd.answer import made_by
from pubmd.bibtex.source import Source, decode, decoded_when_asked
from pubmd.build import Build, build
from pubmd.change import Action, Plan
from pubmd.config.overrides import OVERRIDES_FILE, Overrides
from pubmd.config.plain_settings import plain, restored
from pubmd.config.settings import Settings, settings_advice
from pubmd.conflict import marked_line
from pubmd.exhibit import Fate
from pubmd.helper import Helper
from pubmd.lock import LOCK_FILE, lock_in
from pubmd.lone import Lone, LoneResult
from pubmd.present import Present
from pubmd.problem import Place, Problem, error
from pubmd.processes import side_by_side
from pubmd.progress import Watch, unwatched
from pubmd.reading import Kept
from pubmd.site import SETTINGS_FILE, Site, SiteError
from pubmd.standing import Standing
from pubmd.store import Store, dumped
from pubmd.stretch import Piece, aligned

# Somebody who reads stretches under settings, which come in their plain form; see `pubmd.lone`.
Reader = Helper[tuple[object, Sequence[Lone]], list[LoneResult]]


class Outcome(NamedTuple):
    """What a sync found and what it would do.

    `settings` is None where the configuration is unusable, `plan` where an error in the sources stops the
    sync. `sources` are the paths of all files that were read; `kept` is what the next sync need not read.
    """

    settings: Settings | None
    build: Build | None
    plan: Plan | None
    problems: tuple[Problem, ...]
    sources: tuple[str, ...] = ()
    kept: Kept | None = None

    @property
    def advice(self) -> tuple[Problem, ...]:
        """Warnings that `pubmd check` tells besides: what works, but perhaps not as it was meant."""
        of_settings = settings_advice(self.settings) if self.settings else ()
        return (*of_settings, *(self.build.advice() if self.build else ()))

    @property
    def marks(self) -> Mapping[str, tuple[str, str]]:
        """The mark of each page and the hash that the lock has of it, by their paths."""
        hashes = lock_in(self.plan.lock_after).hashes if self.plan else {}
        pages = self.build.pages if self.build else ()
        return {page.path: (page.mark, digest) for page in pages for digest in hashes.get(page.path, ())}

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The warnings, which stop a sync under `--strict`."""
        return tuple(problem for problem in self.problems if not problem.is_error)

    @property
    def fates(self) -> Counter[Fate]:
        """How many entries met which fate."""
        return self.build.fates if self.build else Counter()


def outcome(
    site: Site, *, force: bool = False, watch: Watch = unwatched, reader: Reader | None = None
) -> Outcome:
    """Read a site and plan what brings its pages up to date; a `reader` may read what is new.

    Raises SiteError where a file cannot be read.
    """
    problems: list[Problem] = []
    written = site.read(SETTINGS_FILE)
    store = Store(site.stored(), sha256(repr((made_by(), written)).encode()).digest())
    settings = restored(store.settings) if store.settings else _settings(site, written, problems)
    overrides = _overrides(site, problems)
    if settings is None:
        return Outcome(None, None, None, tuple(problems))

    @cache
    def standing() -> Standing:
        return Standing(site, settings)

    def texts() -> Iterator[str]:
        yield from standing().texts()

    files, of_files = site.source_paths()
    problems.extend(of_files)
    sources, pieces, of_sources = _sources(site, files, store)
    kept = Kept(store.made_by, store.spans(), pieces)
    built = build(
        settings,
        sources,
        overrides or Overrides(()),
        present=Present(texts()),
        mapper=side_by_side,
        kept=kept,
        ask=partial(_asked, reader, settings, standing) if reader else None,
        watch=watch,
    )
    stands = standing()
    for file, told in of_sources.items():
        problems.extend(each for each in told if each.is_error or file in built.files)
        kept.stretches.pop(file, None)  # so that it is looked through the next time, and told again
    problems.extend(built.problems)
    read = (SETTINGS_FILE, *((OVERRIDES_FILE,) if overrides else ()), *(each.file for each in sources))
    if any(problem.is_error for problem in problems):
        return Outcome(settings, built, None, tuple(problems), read, kept)
    planned = stands.plan(built, force=force)
    problems.extend((*stands.damage(), *planned.problems()))
    return Outcome(settings, built, planned, tuple(problems), read, kept)


def synced(
    site: Site,
    waits: Callable[[str], None],
    *,
    force: bool = False,
    strict: bool = False,
    watch: Watch = unwatched,
    reader: Reader | None = None,
) -> tuple[Outcome, list[str]]:
    """Sync a site: what was found and done, and the paths of the copies that were kept.

    Nothing is written where there is no plan, or a warning under `strict`. Where there is something to write,
    no other sync is at work from the reading to the end; `waits` is told where one has to be waited for. The
    outcome's plan is the one that was carried out: pages that somebody edits meanwhile are left alone.
    Raises SiteError where a file cannot be read, and WriteError where one cannot be written.
    """
    found = outcome(site, force=force, watch=watch, reader=reader)
    copies: list[str] = []
    if _has_work(site, found, strict):
        found, copies = _carried_out(site, found, waits, force=force, strict=strict, watch=watch)
    if found.kept and found.kept.is_news:
        _keep(site, found.kept, found.settings, found.problems)
    return found._replace(kept=None), copies  # it is as large as the sources, and of no more use


def _carried_out(
    site: Site,
    found: Outcome,
    waits: Callable[[str], None],
    *,
    force: bool,
    strict: bool,
    watch: Watch,
) -> tuple[Outcome, list[str]]:
    """Write what was found to be done; all is looked at again where something has changed meanwhile."""
    copies: list[str] = []
    with site.exclusively(waits):
        if not site.is_as_read():
            found = outcome(site, force=force, watch=watch)
        if found.plan and _has_work(site, found, strict):
            done, copies = site.write(found.plan)
            of_others = [problem for problem in done.problems() if problem not in found.problems]
            found = found._replace(plan=done, problems=(*found.problems, *of_others))
    return found, copies


def settled(site: Site, found: Outcome) -> Outcome | None:
    """What the next sync would find, if nothing changes; None where a look at the pages does not tell."""
    plan = found.plan
    if plan is None:
        return None
    if plan.writes:
        # Damage that touches a page is an error, and there are other pages now.
        is_damaged = any(problem.code == "unreadable" for problem in found.problems)
        if is_damaged or plan.problems() or _tells_of_lock(found):
            return None
        if any(change.was or not site.is_carried_out(change) for change in plan.changes if change.writes):
            return None
        if site.lock() != plan.lock_after or site.journal() is not None:
            return None
        plan = plan.carried_out()
    is_quiet = all(change.action is Action.UNCHANGED for change in plan.changes)
    return found._replace(plan=plan) if is_quiet and not site.is_interrupted() else None


def _tells_of_lock(found: Outcome) -> bool:
    return any(problem.place.file == LOCK_FILE for problem in found.problems)


def _asked(
    reader: Reader, settings: Settings, meanwhile: Callable[[], object], stretches: Sequence[Lone]
) -> Callable[[], Sequence[LoneResult]]:
    """What waits for the results of these stretches; `meanwhile` is what there is to do until then."""
    answer = reader.ask((plain(settings), stretches))
    meanwhile()
    return lambda: answer() or ()


def _sources(
    site: Site, files: Iterable[str], store: Store
) -> tuple[list[Source], Mapping[str, Sequence[Piece]], Mapping[str, tuple[Problem, ...]]]:
    """The sources, as far as they have to be read; and by their paths, where something is known or wrong.

    That is, where what earlier syncs have read is in a file; and a guessed encoding, or a merge.
    """
    sources = []
    pieces: dict[str, Sequence[Piece]] = {}
    problems = {}
    for file in files:
        state, known = store.files.get(file, (None, ()))
        if state and site.is_still(file, state):
            pieces[file] = [Piece(*each) for each in known]
            sources.append(decoded_when_asked(file, partial(site.read_again, file)))
            continue
        data = site.read(file)
        if data is None:  # gone since its name was read
            continue
        found = aligned(file, data, known, store.made_by) if known else None
        if found is not None:
            pieces[file] = found
            sources.append(decoded_when_asked(file, partial(bytes, data)))
            continue
        source, told = decode(file, data)
        sources.append(source)
        told = (*_conflict(file, data), *told)
        if told:
            problems[file] = told
    return sources, pieces, problems


def _keep(site: Site, kept: Kept, settings: Settings | None, problems: Sequence[Problem]) -> None:
    """Keep for later syncs what was read, and which files they need not look into until these are touched."""
    stamps = {file: site.settled_stamp(file) for file in kept.stretches}
    files = {file: (known, kept.stretches[file]) for file, known in stamps.items() if known}
    is_told = any(each.place.file == SETTINGS_FILE for each in problems)  # and has to be each time
    site.store(dumped(kept.made_by, kept.now, files, plain(settings) if settings and not is_told else None))


def _has_work(site: Site, found: Outcome, strict: bool) -> bool:
    if found.plan is None or (strict and found.warnings):
        return False
    return found.plan.writes or site.is_interrupted()


def _conflict(file: str, data: bytes) -> Iterator[Problem]:
    """An error for a source that still holds both sides of a merge."""
    line = marked_line(data)
    if line:
        message = "a merge conflict is not settled here: the entries of both branches stand in this file"
        hint = "keep one side or both, and delete the lines that git has put there"
        yield error("conflicted-source", Place(file, line, 1), message, hint)


def _settings(site: Site, written: bytes | None, problems: list[Problem]) -> Settings | None:
    if written is None:
        raise SiteError(f"there is no {SETTINGS_FILE} in {site.root}")
    from pubmd.config.settings_reader import read_settings  # which most syncs find kept

    source, found = decode(SETTINGS_FILE, written)
    settings, more = read_settings(SETTINGS_FILE, source.text)
    problems.extend((*found, *more))
    return settings


def _overrides(site: Site, problems: list[Problem]) -> Overrides | None:
    data = site.read(OVERRIDES_FILE)
    if data is None:
        return None
    from pubmd.config.overrides_reader import read_overrides  # which not every site needs

    source, found = decode(OVERRIDES_FILE, data)
    overrides, more = read_overrides(OVERRIDES_FILE, source.text)
    problems.extend((*found, *more))
    return overrides
