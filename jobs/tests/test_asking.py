"""Work is asked for once, belongs to who asked, and can be cancelled until it is over."""

import pytest
from django.urls import reverse

from accounts.errors import NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.people.models import Acting
from conftest import page_text
from jobs.holding import claim, finish
from jobs.kinds import JobOutcome
from jobs.models import Job, JobState
from jobs.services import ask_job, cancel_job
from jobs.tests.kinds import MADE, Numbered

pytestmark = pytest.mark.django_db


def told(action):
    return list(AuditEvent.objects.filter(action=action).values_list("actor_name", "object_label"))


def test_a_job_keeps_what_was_asked_by_whom_and_waits(ask, county, approver):
    job = ask(number=7)
    kept = Job.objects.get()
    assert kept == job
    assert (kept.kind, kept.input, kept.input_shape) == ("tests.made", {"number": 7}, 1)
    assert (kept.title, kept.county, kept.asked_by) == ("第7号任务", county, approver)
    assert (kept.state, kept.attempt, kept.faults) == (JobState.WAITING, 0, 0)
    assert told("job.ask") == [(str(approver), "第7号任务")]


def test_asked_for_again_while_it_stands_it_is_the_same_job(ask, reviewer):
    first = ask(number=1)
    assert ask(number=1) == first
    claim(first.pk, "a")
    assert ask(number=1) == first
    assert ask(number=2) != first
    assert ask(number=1, by=reviewer) != first
    assert len(told("job.ask")) == 3


def test_asked_for_again_after_its_end_it_is_another(ask):
    first = ask(number=1)
    finish(claim(first.pk, "a"), JobOutcome("完成"))
    assert ask(number=1) != first


def test_asked_for_twice_at_once_the_row_of_the_first_stands(ask, monkeypatch, approver, county):
    """The second looked before the first had written: the constraint tells it."""
    from jobs import services

    first, looked = ask(number=1), []
    look = services._standing

    def saw_nothing_at_first(*about):
        looked.append(about)
        return look(*about) if len(looked) > 1 else None

    monkeypatch.setattr(services, "_standing", saw_nothing_at_first)
    assert ask(number=1) == first
    assert len(looked) == 2
    assert Job.objects.count() == 1
    assert len(told("job.ask")) == 1


def test_who_has_no_right_to_it_asks_for_nothing(administrator, county):
    with pytest.raises(NotAllowed) as refused:
        ask_job(kind=MADE, asked=Numbered(1), county=county, by=administrator)
    assert str(refused.value) == "您没有办理这项任务的权限"
    assert not Job.objects.exists()


@pytest.mark.parametrize("is_running", [False, True])
def test_a_job_that_is_not_over_is_cancelled(ask, approver, is_running):
    job = ask()
    if is_running:
        claim(job.pk, "a")
    cancel_job(job=job, by=approver)
    job.refresh_from_db()
    assert (job.state, job.owner, job.lease_until) == (JobState.CANCELLED, "", None)
    assert job.ended_at is not None
    assert told("job.cancel") == [(str(approver), "第1号任务")]


def test_a_job_that_is_over_is_not_cancelled(ask, approver):
    job = ask()
    finish(claim(job.pk, "a"), JobOutcome("完成"))
    with pytest.raises(WrongState) as refused:
        cancel_job(job=job, by=approver)
    assert str(refused.value) == "这项任务已经结束，不能取消；请看它现在的状态"
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert told("job.cancel") == []


def test_a_job_is_seen_by_who_asked_alone_and_as_whom_they_asked(ask, approver, reviewer, county):
    job = ask()
    assert list(Job.objects.visible_to(approver)) == [job]
    assert list(Job.objects.visible_to(reviewer)) == []
    approver.act_for(Acting(5, "李建国", county))
    assert list(Job.objects.visible_to(approver)) == []
    for_the_leader = ask()
    assert for_the_leader != job
    assert list(Job.objects.visible_to(approver)) == [for_the_leader]


def test_the_trail_tells_of_it_in_words(client, ask, approver, auditor):
    cancel_job(job=ask(), by=approver)
    client.force_login(auditor)
    shown = page_text(client.get(reverse("accounts:trail")))
    assert all(words in shown for words in ("提交任务", "取消任务", "第1号任务"))
