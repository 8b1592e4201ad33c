"""What the page of jobs reads."""

import datetime
from collections.abc import Iterable

from django.core.paginator import Page, Paginator

from accounts import clock
from accounts.models import User
from jobs.kinds import UnknownKind, kind_called
from jobs.living import somebody_works
from jobs.models import Job, JobState

JOBS_A_PAGE = 30

WATCHED_FOR = datetime.timedelta(minutes=20)
"""For so long the page of jobs asks by itself how they stand. It is less than the idle time after
which a person is signed out: a page left open must not keep them signed in."""


def jobs_page(user: User, asked: str | None) -> Page:
    """The user's jobs, the latest first, a page of them. Three queries."""
    jobs = Job.objects.visible_to(user).select_related("made")
    return Paginator(jobs, JOBS_A_PAGE).get_page(asked)


def is_watched(jobs: Iterable[Job]) -> bool:
    """Whether something of what is shown will change soon."""
    since = clock.now() - WATCHED_FOR
    return any(job.is_standing and job.asked_at > since for job in jobs)


def nobody_works(jobs: Iterable[Job]) -> bool:
    """Whether one of them waits, and no worker is there to take it."""
    return any(job.state == JobState.WAITING for job in jobs) and not somebody_works()


def way_back(job: Job) -> str:
    """The address of the page on which it was asked for; "" where that is not known."""
    try:
        kind = kind_called(job.kind)
        return kind.back(kind.read(job.input, job.input_shape))
    except UnknownKind:
        return ""


def doing(job: Job) -> str:
    """What is told of it while it is at work."""
    try:
        return kind_called(job.kind).doing
    except UnknownKind:
        return ""
