"""A site in a real git repository, which knows nothing of the configuration of the machine that it is on."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.site import TemporarySite

_ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{who}_NAME": "Ada Lovelace" for who in ("AUTHOR", "COMMITTER")},
    **{f"GIT_{who}_EMAIL": "ada@example.org" for who in ("AUTHOR", "COMMITTER")},
}


class SiteRepository(TemporarySite):
    """A site's root folder that is a git repository's, too."""

    def __init__(self, root: Path, files: dict[str, str | bytes] | None = None) -> None:
        super().__init__(root, files)
        root.mkdir(exist_ok=True)
        self.environment = dict(_ENVIRONMENT)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *args: str, status: int = 0) -> str:
        """What git prints on both streams; its status must be the one that is given."""
        return self.process("git", *args, status=status)

    def process(self, *command: str, status: int = 0) -> str:
        """What a command prints on both streams; its status must be the one that is given."""
        ran = subprocess.run(
            command,
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        assert ran.returncode == status, ran.stdout
        return ran.stdout

    def commit(self, *, status: int = 0) -> str:
        """Commit all that there is, as it is; what git and its hooks print."""
        self.git("add", "--all")
        return self.git("commit", "--message", "Change", status=status)
