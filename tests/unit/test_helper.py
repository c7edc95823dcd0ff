"""A helper does what it is asked, or nothing, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from pubmd import helper, processes
from pubmd.helper import Helper

HERE = os.getpid()


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(processes, "_cores", lambda: 2)
    yield
    with pytest.raises(ChildProcessError):  # no process is left behind
        os.waitpid(-1, os.WNOHANG)


def ready() -> None:
    assert os.getpid() != HERE


def test_it_calls_the_function_elsewhere() -> None:
    with closing(Helper(ready, lambda items: ([each * 2 for each in items], os.getpid()))) as found:
        answer = found.ask([1, "a", b"b"])()
    assert answer
    assert answer[0] == [2, "aa", b"bb"]
    assert answer[1] != HERE


def test_what_is_asked_and_answered_may_be_more_than_a_pipe_holds() -> None:
    with closing(Helper(lambda: time.sleep(0.2), lambda text: text + text)) as found:
        began = time.monotonic()
        answer = found.ask("x" * 3_000_000)
        assert time.monotonic() - began < 0.15  # nobody waits until it is ready
        assert answer() == "x" * 6_000_000


def test_more_than_it_can_be_asked_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(helper, "_MOST_ASKED", 100)
    with closing(Helper(ready, len)) as found:
        assert found.ask("x" * 200)() is None


def fails(*_: object) -> Any:
    raise ValueError("told")


def dies(*_: object) -> Any:
    os._exit(9)


@pytest.mark.parametrize("what", [fails, dies])
def test_one_that_fails_gives_no_answer(what: Any, capfd: pytest.CaptureFixture[str]) -> None:
    for found in (Helper(what, len), Helper(ready, what), Helper(ready, lambda _: object())):
        with closing(found):
            assert found.ask("ab")() is None
    assert capfd.readouterr() == ("", "")


def test_one_that_is_no_more_gives_no_answer() -> None:
    with closing(Helper(dies, len)) as found:
        time.sleep(0.3)
        assert found.ask("a")() is None


def test_one_that_nobody_asks_ends() -> None:
    Helper(ready, len).close()
    found = Helper(lambda: time.sleep(60), len)
    began = time.monotonic()
    found.close()
    found.close()
    assert time.monotonic() - began < 10


def test_where_there_is_one_core_there_is_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: 1)
    with closing(Helper(ready, len)) as found:
        assert found.ask("a")() is None


def test_where_no_process_can_be_made_there_is_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_fork() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", no_fork)
    with closing(Helper(ready, len)) as found:
        assert found.ask("a")() is None


def test_where_the_system_sees_to_processes_that_end_it_is_closed() -> None:
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        with closing(Helper(ready, len)) as found:
            assert found.ask("ab")() == 2
    finally:
        signal.signal(signal.SIGCHLD, before)
