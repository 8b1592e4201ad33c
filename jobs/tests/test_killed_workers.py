"""Whatever is killed at whatever moment: nothing is partial, and all is finished or clearly failed.

KILLS=20 kills as often as that by hand.
"""

import os
import random
import time
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Unit
from jobs import holding
from jobs.models import STANDING, Job, JobFile, JobState, SentFile
from jobs.sweeping import sweep
from jobs.tests.kinds import LONG, MADE, PIECES, POISON, content_of
from jobs.tests.workers import Worker, is_alive, wait_until

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

KILLS = int(os.environ.get("KILLS", 5))


@pytest.fixture(autouse=True)
def _short_leases(settings):
    settings.JOB_LEASE_SECONDS = 1


def is_whole(job):
    """A job that is done has its file whole and its effect once; any other has neither."""
    number = job.input["number"]
    effects = Unit.objects.filter(name=f"第{number}号").count()
    kept = JobFile.objects.filter(job=job).first()
    if job.state == JobState.DONE:
        return effects == 1 and kept is not None and kept.content() == content_of(number)
    return effects == 0 and kept is None


def is_over():
    return not Job.objects.filter(state__in=STANDING).exists()


def test_workers_are_killed_at_random_moments(ask):
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    for number in range(4 * KILLS):
        # A file at once, or what was sent with the job, in pieces.
        ask(PIECES if number % 2 else MADE, number)
    poison = ask(POISON, 10_000)
    children = []
    for _ in range(KILLS):
        worker = Worker()
        time.sleep(chance.uniform(0, 0.8))
        children += worker.children
        worker.kill(with_children=chance.random() < 0.5)
        assert all(map(is_whole, Job.objects.all())), f"seed {seed}"
    worker = Worker()
    over = wait_until(is_over, 30)
    assert worker.stop() < 3
    jobs = list(Job.objects.all())
    assert over, f"seed {seed}"
    assert all(map(is_whole, jobs)), f"seed {seed}"
    assert {job.state for job in jobs} <= {JobState.DONE, JobState.FAILED}
    # On a busy machine one may be cut off three times: it then says so, as the poison does.
    assert {job.error for job in jobs if job.state == JobState.FAILED} == {holding.CUT_OFF}
    assert poison in [job for job in jobs if job.state == JobState.FAILED]
    assert not any(map(is_alive, children)), f"seed {seed}"
    sweep()
    assert not SentFile.objects.exists()


def test_a_child_whose_parent_was_killed_ends_and_the_job_is_taken_over(ask):
    job = ask(LONG)
    worker = Worker()
    assert wait_until(lambda: worker.children, 5)
    children = worker.children
    worker.kill()
    assert wait_until(lambda: not any(map(is_alive, children)), 5)
    second = Worker()
    assert wait_until(lambda: Job.objects.get().attempt == 2, 5)
    assert second.stop() < 3
    job.refresh_from_db()
    assert (job.state, job.attempt, job.faults) == (JobState.WAITING, 2, 1)
    assert list(Path(settings.MEDIA_ROOT).rglob("*.part")) == []
