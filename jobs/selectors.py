"""What the page of jobs reads."""

import datetime

from django.core.paginator import Page, Paginator

from accounts import clock
from accounts.models import User
from jobs.models import Job, JobState

JOBS_A_PAGE = 30

WATCHED_FOR = datetime.timedelta(minutes=20)
"""For so long the page of jobs asks by itself how they stand. It is less than the idle time after
which a person is signed out: a page left open must not keep them signed in."""

LONG_WAIT = datetime.timedelta(minutes=2)
"""After which the page says whom to ask whether there is a worker at all."""


def jobs_page(user: User, asked: str | None) -> Page:
    """The user's jobs, the latest first, a page of them. Three queries."""
    jobs = Job.objects.visible_to(user).select_related("made")
    return Paginator(jobs, JOBS_A_PAGE).get_page(asked)


def is_watched(jobs: Page) -> bool:
    """Whether something of what is shown will change soon."""
    since = clock.now() - WATCHED_FOR
    return any(job.is_standing and job.asked_at > since for job in jobs)


def waits_long(jobs: Page) -> bool:
    """Whether one of them waits as if nobody worked, while none is worked on."""
    since = clock.now() - LONG_WAIT
    states = {job.state for job in jobs}
    return JobState.RUNNING not in states and any(
        job.state == JobState.WAITING and job.asked_at < since for job in jobs
    )
