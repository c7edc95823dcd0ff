"""Wheels of what is installed here already, so that tests install pubmd for real and without the network."""

from __future__ import annotations

import base64
import hashlib
import re
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

# What pubmd is built with, and what environments are set up with.
_TOOLS = ("hatchling", "pip")
# What an installer adds to a wheel's own files.
_ADDED = re.compile(r"(?:INSTALLER|REQUESTED|RECORD|direct_url\.json)\Z")


def fill(folder: Path) -> None:
    """Put a wheel of each distribution that pubmd needs, to be built and to run, into a folder."""
    known: dict[str, Distribution] = {}
    waiting = [*_TOOLS, *_needed(distribution("pubmd"))]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name not in known:
            known[name] = distribution(name)
            waiting += _needed(known[name])
    for each in known.values():
        _wheel(each, folder)


def _needed(of: Distribution) -> Iterator[str]:
    for text in of.requires or ():
        requirement = Requirement(text)
        if not requirement.marker or requirement.marker.evaluate({"extra": ""}):
            yield requirement.name


def _wheel(of: Distribution, folder: Path) -> None:
    """The wheel of a distribution, from the files that it was installed with (PyPA's binary format)."""
    tags = [line.split("-") for line in re.findall(r"(?m)^Tag: (\S+)", of.read_text("WHEEL") or "")]
    python, abi, platform = (".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
    name = re.sub(r"[-_.]+", "_", of.name)
    records, info = [], ""
    with zipfile.ZipFile(folder / f"{name}-{of.version}-{python}-{abi}-{platform}.whl", "w") as wheel:
        for file in of.files or ():
            if file.parts[0] == ".." or "__pycache__" in file.parts:
                continue  # a script in bin/, which installers make anew
            if file.parts[0].endswith(".dist-info"):
                info = file.parts[0]
                if _ADDED.match(file.name):
                    continue
            data = file.locate().read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            records.append(f"{file.as_posix()},sha256={digest},{len(data)}\n")
            wheel.writestr(file.as_posix(), data)
        wheel.writestr(f"{info}/RECORD", f"{''.join(records)}{info}/RECORD,,\n")
