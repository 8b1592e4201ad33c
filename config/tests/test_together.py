"""``make run`` serves and works at once: what was started beside each other ends together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TOGETHER = Path(__file__).parents[2] / "scripts" / "together.py"
LASTING = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
ENDING = "import sys; sys.exit(3)"


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(holds):
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


@pytest.fixture
def together(tmp_path):
    """Start two that last, or one beside what is given; the process, and the numbers of theirs."""
    started = []

    def start(*other):
        files = [tmp_path / "one", tmp_path / "two"][: 1 if other else 2]
        commands = [[sys.executable, "-c", LASTING, str(file)] for file in files]
        command = [*commands[0], "--", *(other or commands[1])]
        process = subprocess.Popen([sys.executable, str(TOGETHER), *command])
        started.append(process)
        assert wait_until(lambda: all(file.exists() and file.read_text() for file in files))
        return process, [int(file.read_text()) for file in files]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_told_to_stop_all_of_them_end(together, sent):
    process, pids = together()
    process.send_signal(sent)
    assert process.wait(timeout=5) == 0
    assert not any(map(is_alive, pids))


def test_when_one_ends_the_other_ends_with_its_status(together):
    process, pids = together(sys.executable, "-c", ENDING)
    assert process.wait(timeout=5) == 3
    assert not any(map(is_alive, pids))


def test_killed_it_leaves_no_orphan(together):
    process, pids = together()
    os.kill(process.pid, signal.SIGKILL)
    assert wait_until(lambda: not any(map(is_alive, pids)))


@pytest.mark.slow
def test_who_does_not_listen_is_killed(together):
    deaf = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(60)"
    process, pids = together(sys.executable, "-c", deaf)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=8) == 0
    assert not any(map(is_alive, pids))
