"""Carrying out one attempt of a job, in the process that may be killed for it."""

import time
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from accounts import clock
from accounts.errors import DomainError, NoSpace, NotAllowed
from accounts.pages.full_disk import is_full
from accounts.people.acting import authorised
from jobs.holding import Lost, finish, refuse, tell_progress
from jobs.kinds import JobKind, JobOutcome, Work, kind_called
from jobs.models import Job, SentFile

NOT_ANY_MORE = "您已没有办理这项任务的权限，没有办理"


@dataclass
class Telling:
    """Writes the progress of an attempt to its row, at most once a second, and at its end."""

    job: Job
    told_at: float = 0

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if done < of and now - self.told_at < 1:
            return
        self.told_at = now
        tell_progress(self.job, done, of)


def carry_out(job: Job) -> None:
    """Do the work and take what comes of it. A DomainError fails the job with its sentence; where
    the row was lost meanwhile, nothing is taken. Anything else is raised: the attempt stumbled."""
    try:
        finish(job, _outcome(job))
    except Lost:
        return
    except DomainError as error:
        refuse(job, error.message)
    except (OSError, DatabaseError) as error:
        if not is_full(error):
            raise
        refuse(job, NoSpace().message)


def _outcome(job: Job) -> JobOutcome:
    kind = kind_called(job.kind)
    asked = kind.read(job.input, job.input_shape)
    _require_right(job, kind, asked)
    sent = SentFile.objects.filter(job=job).first()
    return kind.work(
        Work(
            asked=asked,
            county=job.county,
            by=job.asked_by,
            today=clock.today(),
            progress=Telling(job),
            content=sent.content() if sent else b"",
        )
    )


def _require_right(job: Job, kind: JobKind[Any], asked: Any) -> None:
    """Raises NotAllowed where who asked may no longer what they asked for: their roles changed
    since, or they act for that leader no more."""
    user = job.asked_by
    if job.acted_for is not None:
        found = authorised(user, job.acted_for, clock.today())
        if found is None:
            raise NotAllowed("代领导办理的授权已经结束，没有办理")
        user.act_for(found)
    if not user.is_active or not kind.is_open_to(user, job.county, asked):
        raise NotAllowed(NOT_ANY_MORE)
