"""Writes the parts of the documentation that come from the code: `make docs` runs it, a test compares.

`docs/problems.md` comes from the explanations of the problem codes, the tables of `docs/configuration.md`
from the configuration's JSON Schema, the list of mends in `docs/from-hand-written-pages.md` from the
importer's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pubmd.adoption.slip import MENDS
from pubmd.config.settings_keys import schema
from pubmd.explanation import explanations

HERE = Path(__file__).parent
TABLES = re.compile(r"(<!-- keys -->\n).*?(<!-- end of keys -->)", re.DOTALL)
MENDS_TABLE = re.compile(r"(<!-- mends -->\n).*?(<!-- end of mends -->)", re.DOTALL)
INTRODUCTION = """\
# Problems

Each problem that pubmd tells of has a code, in brackets behind `error` or `warning`. An error stops the sync
before any page is touched; a warning does not. `pubmd explain CODE` prints a section of this page.

"""


def problems() -> str:
    """The page of all problem codes."""
    return INTRODUCTION + "\n".join(each.markdown() for each in explanations().values())


def configuration(page: str) -> str:
    """The page of the configuration, with its tables made anew."""
    tables = "\n".join(_tables("", schema()))
    return TABLES.sub(lambda match: f"{match[1]}{tables}\n{match[2]}", page)


def mends(page: str) -> str:
    """The page about hand-written pages, with its list of mends made anew."""
    rows = "".join(f"| `{name}` | {text[0].upper()}{text[1:]}. |\n" for name, text in MENDS.items())
    table = f"| mend | what was found, and what becomes of it |\n| --- | --- |\n{rows}"
    return MENDS_TABLE.sub(lambda match: f"{match[1]}{table}{match[2]}", page)


def _tables(path: str, group: dict[str, Any]) -> Iterator[str]:
    """A table of a group's keys, and those of the groups in it."""
    keys = {name: key for name, key in group.get("properties", {}).items() if isinstance(key, dict)}
    if keys:
        yield f"### {f'`{path}`' if path else 'At the top'}\n"
        yield "| key | what it says | example |\n| --- | --- | --- |"
        for name, key in keys.items():
            example = json.dumps(key["examples"][0], ensure_ascii=False) if "examples" in key else ""
            cells = (f"`{name}`", key.get("description", ""), f"`{example}`" if example else "")
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
        yield ""
    for name, key in keys.items():
        yield from _tables(f"{path}.{name}".lstrip("."), key)
        inner = key.get("additionalProperties")
        if isinstance(inner, dict):
            yield from _tables(f"{path}.{name}.<{name.removesuffix('s')}>".lstrip("."), inner)


if __name__ == "__main__":
    page = HERE / "configuration.md"
    page.write_text(configuration(page.read_text("utf-8")), "utf-8")
    page = HERE / "from-hand-written-pages.md"
    page.write_text(mends(page.read_text("utf-8")), "utf-8")
    (HERE / "problems.md").write_text(problems(), "utf-8")
