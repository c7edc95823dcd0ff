"""Whole processes, measured from outside: how long they take, what they cost, how much memory they hold."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds on the wall, seconds of all processors, and its exit status."""

    wall: float
    cpu: float
    status: int


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Run a command to its end, its output thrown away.

    The processors' seconds are those that the operating system counts for the process and all of its
    children that it has waited for. Raises OSError where the command cannot be started.
    """
    start = time.perf_counter()
    process = _started(command, folder, environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(wall, usage.ru_utime + usage.ru_stime, process.returncode)


def said(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """A command's exit status and its output, both streams in one."""
    ran = subprocess.run(
        command,
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return ran.returncode, ran.stdout.decode("utf-8", "replace")


def peak_memory(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int:
    """The most bytes that a command and its children held together, looked at every 20 ms.

    Pages that processes share count once (Linux's PSS, proc(5)). 0 where the system does not tell. Looking
    costs the command time, so that such a run is not one whose time counts.
    """
    process = _started(command, folder, environment)
    most = 0
    while process.poll() is None:
        most = max(most, sum(_held(each) for each in _family(process.pid)))
        time.sleep(0.02)
    return most


def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        command, cwd=folder, env=dict(environment), stdin=nothing, stdout=nothing, stderr=nothing
    )


def _family(root: int) -> Iterator[int]:
    """A process and all that descend from it."""
    found = [root]
    while found:
        one = found.pop()
        yield one
        with suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found.extend(int(child) for child in (task / "children").read_text().split())


def _held(process: int) -> int:
    with suppress(OSError):  # it may have ended in between
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
