"""Run commands beside each other: ``together.py COMMAND … -- COMMAND …``. When one ends, or this is
told to stop, all of them end; none outlives this process, however it is ended. Only the standard
library is used."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from types import FrameType

PATIENCE = 3.5
"""Seconds in which each has to leave by itself."""

PR_SET_PDEATHSIG = 1
"""Of prctl(2): the signal that a process gets when its parent is gone."""


def main(commands: list[list[str]]) -> int:
    """The status of the first that ends; 0 where all were told to stop."""
    told: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    ours = os.getpid()
    running = [subprocess.Popen(each, preexec_fn=lambda: _end_with(ours)) for each in commands]
    while not told and all(each.poll() is None for each in running):
        time.sleep(0.1)
    status = 0 if told else next(each.returncode for each in running if each.poll() is not None)
    _end(running)
    return status


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for each in running:
        if each.poll() is None:
            # As Ctrl-C does: a server that is terminated waits for its pages.
            each.send_signal(signal.SIGINT)
    until = time.monotonic() + PATIENCE
    for each in running:
        try:
            each.wait(max(0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            each.kill()
            each.wait()


def _end_with(parent: int) -> None:
    """In a child before its command begins. Other systems than Linux know no such wish."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _split(arguments: list[str]) -> list[list[str]]:
    commands: list[list[str]] = [[]]
    for each in arguments:
        if each == "--":
            commands.append([])
        else:
            commands[-1].append(each)
    return commands


if __name__ == "__main__":
    sys.exit(main(_split(sys.argv[1:])))
