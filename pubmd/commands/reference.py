"""`pubmd schema` and `pubmd explain`: what pubmd knows without a site."""

from __future__ import annotations

from typing import Annotated

import typer

from pubmd.ending import CANNOT_START, FINE
from pubmd.terminal import say


def schema() -> int:
    """Print the JSON Schema of bib/pubmd.yml, for editors."""
    import json

    from pubmd.config.settings_keys import schema as settings_schema

    print(json.dumps(settings_schema(), indent=2, ensure_ascii=False))
    return FINE


def explain(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help="A problem's code; without one, all codes.")
    ] = "",
) -> int:
    """Say what a problem code means, with an example and the mend."""
    from pubmd.explanation import explanations
    from pubmd.problem import nearest

    known = explanations()
    if not code:
        print("\n".join(known))
        return FINE
    code = code.strip("[]")
    if code not in known:
        hint = nearest(code, known) or "`pubmd explain` lists all codes"
        say(f"pubmd: no problem has the code `{code}`; {hint}")
        return CANNOT_START
    print(known[code].text(), end="")
    return FINE
