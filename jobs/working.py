"""A worker: takes one job after another and lets a child process of its own do each.

The child may be killed by anything, the job's own work among it; the parent holds the row for it
and says what became of it. A child whose parent was killed ends at once: another worker will take
the job over, and two must not do it side by side for long.
"""

import logging
import os
import resource
import select
import signal
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import NoReturn, Self

from django.conf import settings
from django.db import connections

from jobs.carrying import carry_out
from jobs.holding import beat, give_back, is_held, stumble
from jobs.kinds import SECONDS, UnknownKind, kind_called
from jobs.living import say_alive
from jobs.models import Job

logger = logging.getLogger("xushi.jobs")

GLANCE = 0.5
"""Seconds after which a parent looks whether it is to stop: it must leave within three."""

LOOKS = 1.0
"""Seconds after which it looks whether the job was cancelled."""

MEMORY = 4 * 1024**3
"""Of address space: a job that asks for more fails, and takes it from nobody else."""


def work_on(job: Job, is_stopping: Callable[[], bool]) -> None:
    """Let a child do the job that was claimed, and hold its row meanwhile. A job that is stopped in
    the midst of it waits again."""
    until = time.monotonic() + _seconds_for(job)
    beats_at = time.monotonic() + settings.JOB_LEASE_SECONDS / 4
    looks_at = time.monotonic() + LOOKS
    with Child(job) as child:
        while not child.ends_within(GLANCE):
            now = time.monotonic()
            if is_stopping():
                child.kill()
                give_back(job)
                return
            if now >= until:
                logger.warning("job %s (%s) takes too long and is ended", job.pk, job.kind)
                break
            if now >= beats_at:
                beats_at = now + settings.JOB_LEASE_SECONDS / 4
                say_alive(job.owner)
                held = beat(job)
            elif now >= looks_at:
                looks_at = now + LOOKS
                held = is_held(job)
            else:
                continue
            if not held:
                return
    # Where the child did its work, the row is no longer held and nothing happens.
    stumble(job)


def _seconds_for(job: Job) -> int:
    try:
        return kind_called(job.kind).seconds
    except UnknownKind:
        return SECONDS


class Child:
    """A forked process that carries out a job, and is gone when the block ends.

    Two pipes tell each of the other's end: the parent reads the end of a file when the child is
    gone, however it went, and the child when the parent is.
    """

    def __init__(self, job: Job) -> None:
        self.job = job

    def __enter__(self) -> Self:
        # What the child inherits of a connection would be used by two.
        connections.close_all()
        self._ended, child_lives = os.pipe()
        parent_ended, self._lives = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._ended)
            os.close(self._lives)
            _be_child(self.job, parent_ended)
        os.close(child_lives)
        os.close(parent_ended)
        return self

    def ends_within(self, seconds: float) -> bool:
        return bool(select.select([self._ended], [], [], seconds)[0])

    def kill(self) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
            self._pid = 0

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._ended)
        os.close(self._lives)


def _be_child(job: Job, parent_ended: int) -> NoReturn:
    """Ends the process whatever happens: nothing of the parent's runs on in the child."""
    status = 1
    try:
        # Who stops a service tells every process of it. The parent decides, and says so.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with, args=[parent_ended], daemon=True).start()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        carry_out(job)
        status = 0
    except Exception:
        logger.exception("job %s (%s), attempt %s", job.pk, job.kind, job.attempt)
    finally:
        connections.close_all()
        os._exit(status)


def _end_with(parent_ended: int) -> None:
    os.read(parent_ended, 1)
    os._exit(1)
