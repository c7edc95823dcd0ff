"""A pattern that is compiled at its first use does what a compiled one does."""

from __future__ import annotations

import re

import pytest

from pubmd.regex import regex


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    pattern = regex(r"(b+)(?=C)", re.IGNORECASE)
    assert [match[1] for match in pattern.finditer("abbc aB bc")] == ["bb", "b"]
    assert pattern.sub("x", "abbc") == "axc"
    assert pattern.search("abb") is None
    assert pattern.flags & re.IGNORECASE


def test_a_wrong_pattern_fails_when_it_is_used() -> None:
    pattern = regex("(")
    with pytest.raises(re.error):
        pattern.match("")


def test_it_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        regex("a").no_method_of_a_pattern  # type: ignore[attr-defined]  # noqa: B018
