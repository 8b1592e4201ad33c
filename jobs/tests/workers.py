"""Workers in processes of their own, on the database and the files of the test that runs. They are
forked and not started anew: each start would take a second of a core."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from django.core.management import call_command
from django.db import connections


class Worker:
    """``manage.py work`` in a process group of its own."""

    def __init__(self):
        connections.close_all()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setpgid(0, 0)
                call_command("work")
            finally:
                os._exit(0)

    def kill(self, *, with_children=False):
        with suppress(ProcessLookupError):
            (os.killpg if with_children else os.kill)(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)

    def stop(self):
        """How long it took to leave, in seconds."""
        began = time.monotonic()
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)
        return time.monotonic() - began

    @property
    def children(self):
        told = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in told.split()]


def wait_until(holds, seconds):
    """Whether it came to hold within so many seconds."""
    until = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return held


def is_alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
