"""Changes of `bib/overrides.yml` by a program, in a text that people have written.

`changed_overrides(text, changes)` takes the file's text, `""` where there is none, and a sequence of
`OverrideChange`; it gives the new text. `changed_overrides_file(data, changes)` does the same for bytes.
A change names an entry by its citation key or DOI and holds

- `fields`: a field's name to its new text; to `""` where the override shall take the entry's own field away
  (`code: ~`); to None where the override shall say nothing of it any more;
- `add_topics`, `remove_topics`: topics that it shall add, and take away (`-topic`);
- `drop_topics`: topics of which it shall say nothing any more.

What is so already is left alone, so that the same changes made again change nothing. Comments, order, quotes,
line ends, a byte order mark: every byte of what is not changed stays. The result is read back and compared
with what was asked for; where they differ, and where the old text cannot be read, OverridesTextError is
raised.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pubmd.config.override_change import OverrideChange, differs, joined, said, state_of
from pubmd.config.overrides import OVERRIDES_FILE, Overrides, identity
from pubmd.config.overrides_edit import edits_of
from pubmd.config.overrides_reader import MOST_CHARACTERS, overrides_of, read_overrides
from pubmd.config.yaml_document import Document, parse
from pubmd.config.yaml_edit import Edit, EditError, applied

__all__ = ["OverrideChange", "OverridesTextError", "changed", "changed_overrides", "changed_overrides_file"]


class OverridesTextError(Exception):
    """The overrides cannot be changed by a program. Its text says why, and what to do."""


def changed_overrides_file(data: bytes | None, changes: Sequence[OverrideChange]) -> bytes:
    """The bytes of the file with the changes made, from its bytes, None where there is no file.

    Raises OverridesTextError.
    """
    return changed(text_of(data), changes).text.encode()


def text_of(data: bytes | None) -> str:
    """The text of the file, from its bytes, None where there is no file. Raises OverridesTextError."""
    try:
        return (data or b"").decode()
    except UnicodeDecodeError:
        raise OverridesTextError(f"{OVERRIDES_FILE} is not UTF-8; re-save it as UTF-8") from None


def changed_overrides(text: str, changes: Sequence[OverrideChange]) -> str:
    """The file's text with the changes made. Raises OverridesTextError."""
    return changed(text, changes).text


@dataclass(frozen=True, slots=True)
class Changed:
    """The file's new text, and the overrides as they were and as they are in it."""

    text: str
    before: Overrides
    after: Overrides


def changed(text: str, changes: Sequence[OverrideChange]) -> Changed:
    """The file's text with the changes made, and what it says then. Raises OverridesTextError."""
    asked = joined(changes)
    document, problems = parse(OVERRIDES_FILE, text, "overrides", MOST_CHARACTERS)
    before, problems = overrides_of(document) if document else (None, problems)
    if document is None or before is None:
        raise OverridesTextError(f"{problems[0].place}: {problems[0].message}; mend this first")
    known = {identity(each.key): each for each in before.entries}
    asked = {name: change for name, change in asked.items() if differs(known.get(name), change)}
    if not asked:
        return Changed(text, before, before)
    try:
        new = _in_spelling_of(text, document, edits_of(document, asked, known))
    except EditError as failure:
        raise OverridesTextError(f"{OVERRIDES_FILE}: {failure}; make the change by hand") from failure
    wanted = {name: state_of(known.get(name), asked.get(name)) for name in {**known, **asked}}
    after, _ = read_overrides(OVERRIDES_FILE, new)
    found = {identity(each.key): state_of(each, None) for each in after.entries} if after else None
    if after is None or found is None or said(found) != said(wanted):
        keys = ", ".join(f"`{change.key}`" for change in list(asked.values())[:5])
        raise OverridesTextError(
            f"{OVERRIDES_FILE} cannot be changed by a program as it is written ({keys}); "
            "make the change by hand"
        )
    return Changed(new, before, after)


def _in_spelling_of(text: str, document: Document, edits: list[Edit]) -> str:
    """The original text with edits that were made for the document's: with its mark and its line ends."""
    body = text.removeprefix("\ufeff")
    pairs = [match.start() - at for at, match in enumerate(re.finditer("\r\n", body))]
    first = re.search("\r\n|\r|\n", body)
    line_break = first[0] if first else "\n"

    def place(at: int) -> int:
        # A CRLF that begins at this very place lies behind it.
        return min(at + bisect_left(pairs, at), len(body))

    moved = []
    for edit in edits:
        new = edit.text.replace("\n", line_break)
        # The document's text has a line end at its end, whether the original has one or not.
        misses_end = edit.start == len(document.text) and body != "" and not body.endswith(("\n", "\r"))
        moved.append(
            Edit(place(edit.start), place(edit.end), f"{line_break}{new}" if misses_end and new else new)
        )
    return text[: len(text) - len(body)] + applied(body, moved)
