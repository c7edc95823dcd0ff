"""What stands on disk of what pubmd writes, against what should."""

from __future__ import annotations

from collections.abc import Iterator

from pubmd.build import Build
from pubmd.change import Plan, is_as_made, plan
from pubmd.config.settings import Settings
from pubmd.lock import LOCK_FILE, lock_in
from pubmd.problem import Place, Problem, warning
from pubmd.site import Site


class Standing:
    """The pages, the lock and the journal.

    Pages that nothing has touched since the last sync are read where it turns out that they have to be.
    """

    def __init__(self, site: Site, settings: Settings) -> None:
        self._site = site
        self._named = {page.path for page in settings.pages}
        self._lock_data = site.lock()
        self._lock, self._journal = lock_in(self._lock_data), lock_in(site.journal())
        self._untouched, self._made = site.as_answered()
        known = {*self._lock.hashes, *self._journal.hashes}
        self._pages = site.pages(self._named, known, passing=self._untouched)

    def texts(self) -> Iterator[str]:
        """What stands on the pages. Raises SiteError where one has changed since it was looked at."""
        for path in sorted(self._named):
            data = self._site.read_again(path) if path in self._untouched else self._pages.files.get(path)
            yield (data or b"").decode(errors="replace")

    def plan(self, built: Build, *, force: bool) -> Plan:
        """What brings the pages up to date."""
        changed = {
            page.path for page in built.pages if not is_as_made(page, self._untouched, self._made)
        } & self._untouched.keys()
        return plan(
            built.pages,
            {**self._pages.files, **self._site.pages(changed).files},
            self._lock,
            self._lock_data,
            journal=self._journal,
            odd=self._pages.odd,
            spellings=self._pages.spellings,
            digests=self._untouched,
            made=self._made,
            force=force,
        )

    def damage(self) -> Iterator[Problem]:
        """A warning where lines of the lock cannot be read."""
        for line in self._lock.damaged[:1]:
            message = (
                f"{len(self._lock.damaged)} of its lines cannot be read; "
                "pages that only they knew count as edited"
            )
            hint = (
                "take the file back from git, or delete it: pages as pubmd would write them are known again"
            )
            yield warning("damaged-lock", Place(LOCK_FILE, line, 1), message, hint)
