"""A build with all that it has to say, so that two can be compared."""

from __future__ import annotations

from typing import Any

from pubmd.build import Build, build


def built(*args: Any, **kwargs: Any) -> Build:
    """What `build` gives, with its advice asked for."""
    found = build(*args, **kwargs)
    advice: Any = tuple(found.advice())
    return found._replace(advice=advice)
