"""Kills and crowds, many of them; `make soak` runs this, and `tests/command/test_trust.py` a few."""

from __future__ import annotations

import os
from pathlib import Path

from tests.killing import assert_kills_do_no_harm, assert_syncs_at_once_agree

EXAMPLES = int(os.environ.get("PUBMD_EXAMPLES", "1000"))


def test_a_sync_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    assert_kills_do_no_harm(tmp_path, EXAMPLES, number_of_pages=40, entries=400)


def test_two_dozen_syncs_at_once_agree(tmp_path: Path) -> None:
    for number in range(max(1, EXAMPLES // 100)):
        assert_syncs_at_once_agree(tmp_path / str(number), 24, number_of_pages=40, entries=400)
