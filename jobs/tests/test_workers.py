"""A worker lets a child of its own do each job, and says what became of it."""

import pytest
from django.core.management import call_command

from accounts.models import Unit
from jobs import working
from jobs.holding import claim
from jobs.models import Job, JobState
from jobs.services import cancel_job
from jobs.tests.kinds import ENDLESS, LONG, MADE, POISON, STUMBLING, content_of
from jobs.working import work_on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _quick_glances(monkeypatch):
    monkeypatch.setattr(working, "GLANCE", 0.05)
    monkeypatch.setattr(working, "LOOKS", 0.05)


def worked(job, is_stopping=lambda: False):
    work_on(claim(job.pk, "a"), is_stopping)
    job.refresh_from_db()
    return job


def test_a_child_does_the_job_and_its_file_is_kept(ask):
    job = worked(ask(number=4))
    assert (job.state, job.faults, job.made.content()) == (JobState.DONE, 0, content_of(4))
    assert Unit.objects.filter(name="第4号").count() == 1


@pytest.mark.slow
def test_a_poison_job_kills_its_child_three_times_and_nobody_else(ask, monkeypatch):
    poison, others = ask(POISON, 1), [ask(MADE, 2), ask(MADE, 3)]
    call_command("work", "--once")
    poison.refresh_from_db()
    assert (poison.state, poison.attempt, poison.faults) == (JobState.FAILED, 3, 3)
    assert poison.error == "办理了3次都中断了，请联系系统管理员查看日志"
    states = {Job.objects.get(pk=each.pk).state for each in others}
    assert states == {JobState.DONE}


def test_what_nobody_foresaw_is_tried_again(ask):
    job = worked(ask(STUMBLING))
    assert (job.state, job.faults, job.owner) == (JobState.WAITING, 1, "")


def test_a_job_that_takes_too_long_is_ended(ask):
    job = worked(ask(ENDLESS))
    assert (job.state, job.faults) == (JobState.WAITING, 1)


def test_a_cancelled_job_is_ended_in_the_midst_of_it(ask, approver):
    job = ask(LONG)

    def cancel_meanwhile():
        if Job.objects.get().state == JobState.RUNNING:
            cancel_job(job=job, by=approver)
        return False

    assert worked(job, cancel_meanwhile).state == JobState.CANCELLED


def test_a_worker_that_stops_gives_its_job_back_without_fault(ask):
    job = worked(ask(LONG), lambda: True)
    assert (job.state, job.attempt, job.faults, job.owner) == (JobState.WAITING, 1, 0, "")


def test_a_job_is_held_while_the_child_works(ask, settings):
    settings.JOB_LEASE_SECONDS = 0.2
    job, held = ask(LONG), []

    def look():
        held.append(Job.objects.get().lease_until)
        return len(set(held)) > 2

    assert worked(job, look).state == JobState.WAITING
