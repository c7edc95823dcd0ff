"""The renderer as a fixture: one Ruby process per test session."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.renderer import Renderer


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as process:
        yield process
