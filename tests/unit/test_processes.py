"""Work that is divided among processes comes back whole, whatever becomes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from pubmd import processes
from pubmd.processes import side_by_side

HERE = os.getpid()
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 4)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 1000, 10_000])
def test_results_come_in_the_order_of_the_things(number: int) -> None:
    assert side_by_side(lambda item: item * item, range(number)) == [item * item for item in range(number)]


def _slowly(_: int) -> int:
    time.sleep(0.05)
    return os.getpid()


def test_the_work_is_divided() -> None:
    assert len(set(side_by_side(_slowly, range(12)))) == 4


def test_who_is_done_takes_the_next_thing() -> None:
    def work(item: int) -> int:
        time.sleep(0.5 if item == 0 else 0.01)
        return os.getpid()

    found = side_by_side(work, range(40))
    assert found.count(found[0]) < 4


def test_who_looks_on_sees_every_thing_once() -> None:
    seen = []

    def watch(items: Sequence[int], name: str) -> Iterator[int]:
        for item in items:
            seen.append(item)
            yield item

    side_by_side(_slowly, range(12), watch)
    assert seen == list(range(12))


def test_results_may_be_larger_than_a_pipe_holds() -> None:
    results = side_by_side(lambda item: str(item) * 3_000_000, range(4))
    assert results == [str(at) * 3_000_000 for at in range(4)]


def _dies_elsewhere(item: int) -> int:
    if item > 3 and os.getpid() != HERE:
        os._exit(9)
    time.sleep(0.02)
    return -item


def test_what_a_process_took_that_dies_is_done_here() -> None:
    assert side_by_side(_dies_elsewhere, range(8)) == [-item for item in range(8)]


def _fails(item: int) -> int:
    if item == FAILING:
        raise ValueError(item)
    return item


FAILING = 0


@pytest.mark.parametrize("failing", [0, 5])
def test_a_failure_is_raised_as_it_would_be_without_processes(
    failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "FAILING", failing)
    with pytest.raises(ValueError, match=str(failing)):
        side_by_side(_fails, range(8))
    with pytest.raises(ChildProcessError):  # and no process is left behind
        os.waitpid(-1, os.WNOHANG)


def test_where_no_process_can_be_made_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_fork)
    assert set(side_by_side(lambda _: os.getpid(), range(8))) == {HERE}


def test_a_process_goes_on_while_the_first_is_still_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    last = tmp_path / "last"

    def work(item: int) -> str:
        if os.getpid() == HERE:  # waits for the other one, which sends more than a pipe holds
            until = time.monotonic() + 20
            while not last.exists() and time.monotonic() < until:
                time.sleep(0.01)
            return str(last.exists())
        time.sleep(0.1)  # so that the first one gets something, too
        if item == 3:
            last.touch()
        return str(item) * 1_000_000

    found = side_by_side(work, range(4))
    assert found.count("True") == 1
    assert [each for each in found if each != "True"] == [
        str(at) * 1_000_000 for at, each in enumerate(found) if each != "True"
    ]


def test_where_the_system_sees_to_processes_that_end_the_work_is_done() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert side_by_side(_slowly, range(4))
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_a_new_process_is_ended_by_a_signal_at_once(capfd: pytest.CaptureFixture[str]) -> None:
    process = processes.forked()
    if not process:
        time.sleep(60)
        os._exit(0)
    os.kill(process, signal.SIGINT)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == -signal.SIGINT
    assert capfd.readouterr() == ("", "")
    assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_who_helps_a_process_that_is_no_more_ends_soon(tmp_path: Path) -> None:
    program = (
        "import os, time\n"
        "from pubmd import processes\n"
        "processes._cores = lambda: 2\n"
        "def work(item):\n"
        f"    with open({str(tmp_path / 'log')!r}, 'a') as log: log.write(f'{{os.getpid()}}\\n')\n"
        "    time.sleep(0.1)\n"
        "    if os.getppid() == first: os.kill(os.getpid(), 9)\n"
        "first = os.getppid()\n"
        "processes.side_by_side(work, range(100))\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert ran.returncode == -9
    time.sleep(0.5)
    done = (tmp_path / "log").read_text().count("\n")
    time.sleep(0.5)
    assert (tmp_path / "log").read_text().count("\n") == done < 10
