"""Sources change, pages are edited by hand, syncs run, in every order: no edit is ever gone."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from pubmd.site import Site
from tests.site import TemporarySite

EXAMPLES = max(int(os.environ.get("PUBMD_EXAMPLES", "1000")) // 40, 1)  # each is many syncs
NAMES = ("vision", "sound", "touch")
ENTRY = "@article{%s, title = {%s}, author = {Lovelace, Ada}, venue = {Notes}, year = 1843}\n"
PAGES = st.sampled_from(NAMES)
NUMBERS = st.integers(0, 3)


class Edits(RuleBasedStateMachine):
    """A site, and the words that people wrote into its pages: each must be in a page, or in a kept copy."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.site = TemporarySite(self.root)
        self.named: dict[str, str] = dict.fromkeys(NAMES[:2], "")
        self.edits: set[str] = set()
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    def path(self, name: str) -> Path:
        return self.root / f"_topics/{self.named.get(name, '') or name}.md"

    @initialize()
    def configure(self) -> None:
        pages = "".join(f"      {name}: {{file: {file or name}.md}}\n" for name, file in self.named.items())
        self.site.write("bib/pubmd.yml", f"sections:\n  topics:\n    pages:\n{pages}")

    @rule(name=PAGES, number=NUMBERS)
    def change_a_source(self, name: str, number: int) -> None:
        entries = (ENTRY % (f"{name}{each}", f"Paper {each}") for each in range(number))
        self.site.write(f"bib/{name}.bib", "".join(entries))

    @rule(name=PAGES)
    def name_or_drop_a_page(self, name: str) -> None:
        if name not in self.named:
            self.named[name] = ""
        elif len(self.named) > 1:
            del self.named[name]
        self.configure()

    @rule(name=PAGES, file=st.sampled_from(["", "other", "another"]))
    def name_a_page_anew(self, name: str, file: str) -> None:
        if name in self.named and file not in self.named.values():
            self.named[name] = file
            self.configure()

    @rule(name=PAGES, way=st.sampled_from(["end", "start", "instead", "CRLF", "conflict"]))
    def edit_a_page(self, name: str, way: str) -> None:
        page = self.path(name)
        page.parent.mkdir(exist_ok=True)
        before = page.read_bytes().decode() if page.exists() else ""
        lost = {edit for edit in self.edits if edit in before and way == "instead"}
        self.edits -= lost  # by whoever edits, not by pubmd
        self.count += 1
        edit = f"Edit {self.count} {name} {way}."
        after = {
            "end": f"{before}{edit}\n",
            "start": f"{edit}\n{before}",
            "instead": f"{edit}\n",
            "CRLF": f"{before}{edit}\n".replace("\r\n", "\n").replace("\n", "\r\n"),
            "conflict": f"<<<<<<< ours\n{before}=======\n{before}{edit}\n>>>>>>> theirs\n",
        }[way]
        page.write_bytes(after.encode())
        self.edits.add(edit)

    @rule(name=PAGES, way=st.sampled_from(["end", "instead"]), args=st.sampled_from([[], ["--force"]]))
    def edit_a_page_while_a_sync_is_at_work(self, name: str, way: str, args: list[str]) -> None:
        begin = Site._begin

        def edited(site: Site, *plan: object) -> object:
            self.edit_a_page(name, way)
            return begin(site, *plan)  # type: ignore[arg-type]

        Site._begin = edited  # type: ignore[assignment,method-assign]
        try:
            assert self.site.run("sync", *args).status in (0, 1)
        finally:
            Site._begin = begin  # type: ignore[method-assign]

    @rule(name=PAGES)
    def delete_a_page(self, name: str) -> None:
        page = self.path(name)
        if page.exists():
            text = page.read_text()
            self.edits = {edit for edit in self.edits if edit not in text or self.is_kept(edit)}
            page.unlink()

    @rule(damage=st.sampled_from(["gone", "empty", "half", "conflict"]))
    def damage_the_lock(self, damage: str) -> None:
        lock = self.root / "bib/pubmd.lock"
        if not lock.exists():
            return
        text = lock.read_text()
        if damage == "gone":
            lock.unlink()
        else:
            half = text[: len(text) // 2]
            lock.write_text({"empty": "", "half": half, "conflict": f"<<<<<<< a\n{text}"}[damage])

    @rule()
    def throw_the_private_folder_away_but_for_copies(self) -> None:
        for name in ("journal", "sync.lock"):
            (self.root / ".pubmd" / name).unlink(missing_ok=True)

    @rule()
    def sync(self) -> None:
        assert self.site.run("sync").status in (0, 1)

    @rule()
    def force(self) -> None:
        assert self.site.run("sync", "--force").status in (0, 1)

    def is_kept(self, edit: str) -> bool:
        copies = (self.root / ".pubmd/replaced").rglob("*.md")
        return any(edit.encode() in copy.read_bytes() for copy in copies)

    @invariant()
    def no_edit_is_gone(self) -> None:
        pages = [page.read_bytes() for page in self.root.glob("_topics/*.md")]
        for edit in self.edits:
            assert any(edit.encode() in page for page in pages) or self.is_kept(edit), edit

    @invariant()
    def no_temporary_file_is_left(self) -> None:
        assert list(self.root.rglob(".pubmd-*")) == []


Edits.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=25, deadline=None)
TestEdits = Edits.TestCase
