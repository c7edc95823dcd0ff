"""What all tests share: the reference material, and the rule that in CI nothing may skip."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# So that a page that is not as it says fails with the difference.
pytest.register_assert_rewrite("tests.document", "tests.walk")

# The same examples at every run, so that a change is judged by itself; `make soak` tries others.
settings.register_profile("same", derandomize=True, deadline=None)
if "PUBMD_EXAMPLES" not in os.environ:
    settings.load_profile("same")

# The order in which the folders' tests run: what fails fast comes first.
_ORDER = ("unit", "cases", "command", "properties", "browser")


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder with the real pages (`pages/`) and bibliographies (`bibs/`)."""
    folder = os.environ.get("PUBMD_REFERENCE")
    if not folder:
        pytest.skip("PUBMD_REFERENCE does not name the folder of the reference pages")
    path = Path(folder)
    assert (path / "pages").is_dir(), f"PUBMD_REFERENCE={folder} has no pages/"
    return path


@pytest.fixture(scope="session")
def offline(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which pip and uv install from wheels of what is here already, and ask nobody else.

    It knows nothing of the machine's own configuration of them.
    """
    from tests import wheelhouse

    wheels = tmp_path_factory.mktemp("wheels")
    wheelhouse.fill(wheels)
    return {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": str(wheels),
        "PIP_NO_COMPILE": "1",
        "PIP_NO_INDEX": "1",
        "UV_FIND_LINKS": str(wheels),
        "UV_NO_CONFIG": "1",
        "UV_NO_INDEX": "1",
        "UV_OFFLINE": "1",
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(tests).parts[0]
        return _ORDER.index(folder) if folder in _ORDER else len(_ORDER)

    items.sort(key=rank)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.skipped and os.environ.get("PUBMD_REQUIRE_ALL") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = (
            f"{item.nodeid} may not skip under PUBMD_REQUIRE_ALL: {call.excinfo and call.excinfo.value}"
        )
    return report
