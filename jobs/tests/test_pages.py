"""The page of one's own jobs: how they stand, what they made; nobody else's are to be found."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import RoleAssignment
from conftest import page_text
from jobs.carrying import carry_out
from jobs.holding import claim, tell_progress
from jobs.living import say_alive, say_ended
from jobs.models import Job, JobState
from jobs.tests.kinds import LEADING, MADE, REFUSED, content_of

pytestmark = pytest.mark.django_db

PAGE = reverse("jobs:list")
ASKS_AGAIN = 'hx-trigger="every 2s"'


@pytest.fixture
def page(client, approver):
    client.force_login(approver)
    return lambda **headers: page_text(client.get(PAGE, **headers))


def done(job):
    carry_out(claim(job.pk, "a"))
    job.refresh_from_db()
    return job


def test_without_jobs_it_says_where_they_are_asked_for(page):
    assert "您还没有后台任务" in page()


def test_a_job_is_seen_to_wait_to_run_and_to_be_done(page, ask):
    job = ask()
    shown = page()
    assert ("第1号任务" in shown, ">等候<" in shown, ASKS_AGAIN in shown) == (True, True, True)
    tell_progress(claim(job.pk, "a"), 3, 12)
    shown = page()
    assert (">办理中<" in shown, "已办 3/12" in shown, ASKS_AGAIN in shown) == (True, True, True)
    Job.objects.update(state=JobState.WAITING, owner="")
    done(job)
    shown = page()
    assert (">完成<" in shown, "第1号已制成" in shown, ASKS_AGAIN in shown) == (True, True, False)
    assert f'href="{reverse("jobs:download", args=[job.pk])}"' in shown


def test_why_it_failed_stands_beside_it(page, ask):
    done(ask(REFUSED))
    shown = page()
    assert (">没有办成<" in shown, "清单里没有项目，请先导入计划" in shown) == (True, True)


def test_a_page_that_is_open_gets_the_table_alone(page, ask):
    ask()
    shown = page(headers={"hx-request": "true"})
    assert shown.startswith('<div id="jobs" hx-get="/jobs/?page=1"')
    assert "<html" not in shown


def test_a_page_left_open_asks_no_longer(page, ask):
    job = ask()
    before = job.asked_at - datetime.timedelta(minutes=21)
    Job.objects.update(asked_at=before)
    assert ASKS_AGAIN not in page()


def test_it_says_that_nobody_works_while_something_waits(client, page, ask):
    job = ask()
    sentence = "后台没有运行，请联系管理员"
    alone = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    assert (sentence in page(), sentence in alone) == (True, True)
    say_alive("worker")
    alone = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    assert (sentence in page(), sentence in alone) == (False, False)
    say_ended("worker")
    done(job)
    assert sentence not in page()


def test_one_job_is_followed_to_its_end_with_and_without_script(client, page, ask):
    job = ask(number=5)
    address = reverse("jobs:job", args=[job.pk])
    shown = page_text(client.get(address))
    assert f'hx-get="{address}" hx-trigger="every 1s"' in shown
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in shown
    done(job)
    for headers in ({}, {"hx-request": "true"}):
        shown = page_text(client.get(address, headers=headers))
        assert f'href="{reverse("jobs:download", args=[job.pk])}">下载：5.txt<' in shown
        assert ("http-equiv" in shown, "every 1s" in shown) == (False, False)


def test_a_job_that_leads_on_leads_there_once_it_is_done(client, page, ask):
    job = ask(LEADING, 7)
    address = reverse("jobs:job", args=[job.pk])
    done(job)
    assert client.get(address)["Location"] == "/jobs/?led=7"
    shown = page_text(client.get(address, headers={"hx-request": "true"}))
    # Through the page itself, which says what was done; and nothing is asked again meanwhile.
    assert f'<meta http-equiv="refresh" content="0;url={address}">' in shown
    assert f'href="{address}">继续<' in shown
    assert "hx-get" not in shown


def test_why_it_failed_and_the_way_back_stand_on_its_page(client, page, ask):
    job = done(ask(REFUSED))
    shown = page_text(client.get(reverse("jobs:job", args=[job.pk])))
    assert "清单里没有项目，请先导入计划" in shown
    assert 'href="/asked-from/1/"' in shown


def test_the_file_is_fetched_by_who_asked(client, page, ask):
    job = done(ask(number=5))
    answer = client.get(reverse("jobs:download", args=[job.pk]))
    assert answer.content == content_of(5)
    assert answer["Content-Disposition"] == 'attachment; filename="5.txt"'


@pytest.mark.parametrize("role", ["reviewer", "leader", "administrator"])
def test_for_others_the_job_and_its_file_do_not_exist(client, ask, request, role):
    job = done(ask(number=5))
    client.force_login(request.getfixturevalue(role))
    assert "第5号任务" not in client.get(PAGE).content.decode()
    assert client.get(reverse("jobs:job", args=[job.pk])).status_code == 404
    assert client.get(reverse("jobs:download", args=[job.pk])).status_code == 404
    assert client.post(reverse("jobs:cancel", args=[job.pk])).status_code == 404


def test_who_lost_the_right_since_gets_no_file(client, page, ask, approver):
    job = done(ask())
    RoleAssignment.objects.filter(user=approver).update(role="administrator")
    assert client.get(reverse("jobs:download", args=[job.pk])).status_code == 404


def test_a_job_is_cancelled_by_a_press_and_a_second_is_told(client, page, ask):
    job = ask()
    address = reverse("jobs:cancel", args=[job.pk])
    answer = client.post(address, follow=True)
    assert "已取消：第1号任务。" in answer.content.decode()
    assert Job.objects.get().state == JobState.CANCELLED
    again = client.post(address)
    assert again.status_code == 409
    assert "这项任务已经结束，不能取消；请看它现在的状态" in again.content.decode()


def test_thirty_jobs_take_as_many_queries_as_one(page, ask, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    done(ask(number=1))
    page()
    with CaptureQueriesContext(connection) as one:
        page()
    for number in range(2, 31):
        done(ask(MADE, number))
    with django_assert_num_queries(len(one)):
        page()
