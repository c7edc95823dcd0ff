"""Regular expressions that are compiled when they are first used.

pubmd has hundreds, and most runs need a few dozen; to compile all of them takes longer than the rest of the
start.
"""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "pattern", "flags")


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, as far as its methods go, but compiled at the first use of any of them."""
    return cast("re.Pattern[str]", _Pattern(pattern, flags))


class _Pattern:
    def __init__(self, pattern: str, flags: int) -> None:
        self._arguments = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Asked for what is not there yet: from now on it is, so that a method costs nothing more."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._arguments)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(self, name)
