"""What the calendar does by itself: manage.py tick."""

import datetime
import io
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from accounts.models import AuditEvent
from accounts.trail import due
from investment import services
from investment.models import EntryState, Reminder, ReportingPeriod, ReportingRule
from investment.selectors.owing import group_text, owing_of
from investment.services.reminders import remind_units

pytestmark = pytest.mark.django_db


def tick(now):
    out = io.StringIO()
    call_command("tick", "--now", now, stdout=out)
    return out.getvalue().splitlines()


def months():
    return set(ReportingPeriod.objects.values_list("year", "month"))


# --- Periods ---------------------------------------------------------------------------


def test_a_month_opens_on_its_day(period):
    assert tick("2019-08-24T23:59") == []
    assert tick("2019-08-25T00:01") == ["填报期：2019年8月已开启"]
    assert ReportingPeriod.objects.get(month=8).due_on == datetime.date(2019, 9, 5)
    assert tick("2019-08-25T00:01") == []


def test_a_month_nobody_opened_in_time_is_opened_after_it(period):
    assert tick("2019-09-02T08:00") == ["填报期：2019年8月已开启"]


def test_a_county_that_never_reported_is_left_alone(county):
    tick("2019-08-25T00:01")
    assert months() == set()


def test_january_waits_for_february_where_they_are_one(county, period):
    ReportingRule.objects.create(
        county=county, from_date="2020-01-01", has_joint_start=True, source="统计口径"
    )
    tick("2020-01-31T08:00")
    assert (2020, 1) not in months()
    assert tick("2020-02-25T08:00") == ["填报期：2020年1—2月已开启"]


def test_a_month_closes_after_its_last_day_and_stays_open_once_opened_again(period, approver):
    ReportingPeriod.objects.update(closes_on="2019-08-12")
    assert tick("2019-08-12T23:59") == []
    assert tick("2019-08-13T00:00") == ["填报期：2019年7月已关闭"]
    services.open_period(county=period.county, month=period.as_month, by=approver)
    assert tick("2019-08-14T00:00") == []
    assert ReportingPeriod.objects.get(month=7).is_open


# --- Reminders -------------------------------------------------------------------------


def test_who_owes_is_reminded_once_before_and_once_after(period, project, other_project):
    assert tick("2019-08-02T09:00") == []
    assert tick("2019-08-03T09:00") == [
        "报送提醒：截止前提醒：交通运输局：2019年7月进度8月5日截止，还有1个项目未报送。",
        "报送提醒：截止前提醒：水利局：2019年7月进度8月5日截止，还有1个项目未报送。",
    ]
    assert tick("2019-08-05T09:00") == []
    assert len(tick("2019-08-06T09:00")) == 2
    assert tick("2019-08-20T09:00") == []
    assert Reminder.objects.count() == 4
    assert AuditEvent.objects.filter(action="period.remind").count() == 4


def test_who_has_sent_is_left_in_peace(period, project, other_project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    assert len(tick("2019-08-06T09:00")) == 1
    assert Reminder.objects.get().unit.name == "水利局"


def test_who_was_given_longer_is_reminded_by_his_own_day(period, project, approver, today):
    services.extend_period(
        period=period,
        unit=project.unit_parts.get().unit,
        until=datetime.date(2019, 8, 12),
        reason="系统升级",
        by=approver,
        today=today,
    )
    assert tick("2019-08-06T09:00") == []
    assert len(tick("2019-08-13T09:00")) == 1


def test_the_reminder_stands_on_the_units_page_until_it_has_sent(
    client, reporter, period, project, make_entry
):
    tick("2019-08-06T09:00")
    client.force_login(reporter)
    page = reverse("investment:entry", args=[project.unit_parts.get().unit_id, period.as_month])
    assert "还有1个项目未报送" in client.get(page).content.decode()
    make_entry(project, EntryState.SUBMITTED)
    assert "还有1个项目未报送" not in client.get(page).content.decode()


def test_a_unit_with_an_address_is_mailed_where_there_is_a_server(
    settings, mailoutbox, period, project, other_project, reporter
):
    settings.HAS_MAIL = True
    reporter.email = "jiaotong@example.com"
    reporter.save()
    tick("2019-08-06T09:00")
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["jiaotong@example.com"], "2019年7月进度填报")
    told = dict(Reminder.objects.values_list("unit__name", "emailed_to"))
    assert told == {"交通运输局": ["jiaotong@example.com"], "水利局": []}


def test_without_a_server_nothing_is_mailed(mailoutbox, period, project, reporter):
    reporter.email = "jiaotong@example.com"
    reporter.save()
    tick("2019-08-06T09:00")
    assert (mailoutbox, Reminder.objects.count()) == ([], 1)


def test_the_text_for_the_group_names_who_owes(period, project, other_project, make_entry):
    make_entry(project, EntryState.SUBMITTED)
    rest = "2个单位中已报齐1个，尚未报齐的有：水利局（1个项目）。"
    always = "；当月没有投资的也要填0并选择原因，不能不报。"
    begins = "各单位：2019年7月重点项目进度报送"
    owing = owing_of(period)
    before, after = datetime.date(2019, 8, 2), datetime.date(2019, 8, 7)
    assert group_text(owing, before) == f"{begins}8月5日截止，{rest}请按时报送{always}"
    told = f"{begins}已于8月5日截止，逾期2天，{rest}请今天补报{always}"
    assert group_text(owing, after) == told
    make_entry(other_project, EntryState.SUBMITTED)
    assert group_text(owing_of(period), after).startswith(
        "各单位：2019年7月重点项目进度已全部报送（2个"
    )


@pytest.mark.django_db(transaction=True)
def test_two_that_tick_at_once_remind_once(period, project, other_project):
    """The unique reminder is the guard: without it the two made four."""
    now = datetime.datetime.fromisoformat("2019-08-06T09:00:00+08:00")
    start, made = threading.Barrier(2), []

    def run():
        start.wait()
        try:
            made.append(len(remind_units(now)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(made), Reminder.objects.count()) == (2, 2)


def test_one_rooms_fault_keeps_nobody_else_back(period, project, monkeypatch):
    def fail(now):
        raise ValueError("broken")

    monkeypatch.setattr(due, "_registered", {"坏的": fail, **due._registered})
    with pytest.raises(CommandError, match="坏的没有办成，详见日志"):
        tick("2019-08-06T09:00")
    assert Reminder.objects.count() == 1


def test_a_moment_that_is_none_is_refused():
    with pytest.raises(CommandError, match="看不懂时刻“明天”"):
        tick("明天")
