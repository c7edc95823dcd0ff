"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SiteOption = Annotated[
    Path | None,
    typer.Option("--site", metavar="DIR", help="The site's root; else looked for from here upwards."),
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors, and no more than was asked for.")
]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Print more than is needed.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Let warnings count as errors do.")]
