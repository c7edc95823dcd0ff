"""What git does not track of a site: those who clone it, and CI, will not have it."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pubmd.problem import Place, Problem, warning

_PATIENCE = 20  # seconds, for a repository on a slow network
_MOST_NAMED = 10
_OF_HOOKS = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def untracked(root: Path, sources: Iterable[str], pages: Iterable[str]) -> list[Problem]:
    """A warning for the sources that git does not track, and one for the pages and the lock.

    The paths are those of files, from the site's root. A page that a `.gitignore` names is not missed: it is
    made anew where it is needed. Nothing is told where there is no git, or no repository.
    """
    repository = Repository.around(root)
    if repository is None:
        return []
    missing = [path for path in sources if repository.lacks(root / path)]
    left = [path for path in pages if repository.lacks(root / path)]
    ignored = repository.ignored([root / path for path in left])
    left = [path for path in left if root / path not in ignored]
    found = []
    if missing:
        message = f"git does not track {_listed(missing)}: a clone, such as CI's, will not have that"
        hint = "say `git add` to it, with `-f` where a .gitignore names it"
        found.append(warning("untracked-source", Place(missing[0]), message, hint))
    if left:
        message = f"git does not track {_listed(left)}: the next commit will not have that"
        hint = "say `git add` to it, or name it in .gitignore where the pages are made anew for each build"
        found.append(warning("untracked-page", Place(left[0]), message, hint))
    return found


def _listed(paths: Sequence[str]) -> str:
    named = ", ".join(f"`{path}`" for path in paths[:_MOST_NAMED])
    more = len(paths) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: its top folder, and the paths from there of all files that it tracks."""

    top: Path
    tracked: frozenset[str]

    @classmethod
    def around(cls, folder: Path) -> Repository | None:
        """The repository that a folder lies in, None where there is none or git does not answer."""
        top = _git(folder, "rev-parse", "--show-toplevel")
        if not top:
            return None
        top_folder = Path(os.path.realpath(os.fsdecode(top.rstrip(b"\r\n"))))
        listed = _git(top_folder, "ls-files", "-z", "--recurse-submodules")
        if listed is None:
            return None
        return cls(top_folder, frozenset(map(_normal, os.fsdecode(listed).split("\0"))))

    def lacks(self, file: Path) -> bool:
        """Whether a clone would lack this file, or the links that lead to it."""
        real = Path(os.path.realpath(file))
        if not real.is_relative_to(self.top) or _normal(self._path(real)) not in self.tracked:
            return True
        # A link is tracked by its own path, and what is behind it by none with the link in it.
        own = file.relative_to(self.top) if file.is_relative_to(self.top) else Path(self._path(real))
        return not any(_normal(each.as_posix()) in self.tracked for each in (own, *own.parents))

    def ignored(self, files: Sequence[Path]) -> frozenset[Path]:
        """Those of these files that a `.gitignore` keeps out."""
        if not files:
            return frozenset()
        names = "".join(f"{file}\0" for file in files)
        answer = _git(self.top, "check-ignore", "-z", "--stdin", given=os.fsencode(names))
        return frozenset(map(Path, os.fsdecode(answer or b"").split("\0"))) - {Path()}

    def _path(self, real: Path) -> str:
        return real.relative_to(self.top).as_posix()


def _normal(path: str) -> str:
    """A path in one Unicode form: macOS gives names back in another than git keeps."""
    return unicodedata.normalize("NFC", path)


def _git(folder: Path, *args: str, given: bytes = b"") -> bytes | None:
    """What git prints, None where it fails or there is none."""
    import subprocess

    # A hook's own variables name paths from another folder, and hide the repository around this one.
    environment = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    try:
        ran = subprocess.run(  # noqa: S603 - no shell, and no argument of anybody else's
            ["git", "-C", os.fspath(folder), *args],  # noqa: S607 - the git that the user has
            input=given,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout
