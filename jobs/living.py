"""Whether anybody works: each worker says that it lives by a row of its own."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from accounts import clock
from jobs.models import Job, JobState, WorkerSeen

LONG_WAIT = datetime.timedelta(minutes=2)
"""A job that waits so long while nobody works waits for nobody."""


def say_alive(owner: str) -> None:
    WorkerSeen.objects.update_or_create(owner=owner, defaults={"seen_at": timezone.now()})


def say_ended(owner: str) -> None:
    WorkerSeen.objects.filter(owner=owner).delete()


def somebody_works() -> bool:
    """Whether a worker was seen within two leases: it says so four times in one."""
    since = timezone.now() - datetime.timedelta(seconds=2 * settings.JOB_LEASE_SECONDS)
    return WorkerSeen.objects.filter(seen_at__gt=since).exists()


@dataclass(frozen=True)
class Background:
    """How the background stands: whether somebody works there, and how many jobs wait, of them
    longer than ``LONG_WAIT``."""

    is_alive: bool
    waiting: int
    waiting_long: int

    @property
    def is_well(self) -> bool:
        """Nobody need look at it: somebody works, or nothing has waited long."""
        return self.is_alive or not self.waiting_long


def background() -> Background:
    waiting = Job.objects.filter(state=JobState.WAITING)
    return Background(
        is_alive=somebody_works(),
        waiting=waiting.count(),
        waiting_long=waiting.filter(asked_at__lt=clock.now() - LONG_WAIT).count(),
    )
