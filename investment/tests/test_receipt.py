"""When a month was received, what came late, and who was given longer."""

import datetime
import os
import time

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import AuditEvent
from accounts.trail.proposals import accept, refuse
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry, PeriodExtension, ReportingPeriod
from investment.selectors.deadlines import deadlines
from investment.tests.monthly_files import workbook
from measures.money import WAN

pytestmark = pytest.mark.django_db
D = datetime.date.fromisoformat


@pytest.fixture
def send(period, draft, reporter):
    def send(day):
        services.send_entries(period=period, drafts=[draft], by=reporter, today=D(day))
        return MonthlyEntry.objects.get()

    return send


# --- The day of receipt ----------------------------------------------------------------


@pytest.fixture
def _processes_in_utc(monkeypatch):
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    os.environ.pop("TZ", None)
    time.tzset()


@pytest.mark.usefixtures("_processes_in_utc")
@pytest.mark.parametrize("path", ["page", "import"])
@pytest.mark.parametrize(
    ("due", "moment", "is_late"),
    [
        ("2019-06-30", "2019-06-30T15:59:59+00:00", False),
        ("2019-06-30", "2019-06-30T16:00:01+00:00", True),
        ("2019-12-31", "2019-12-31T15:59:59+00:00", False),
        ("2019-12-31", "2019-12-31T16:00:01+00:00", True),
    ],
)
def test_the_day_ends_at_midnight_in_shanghai(
    client, settings, project, reporter, county, path, due, moment, is_late
):
    """23:59:59 is in time and 00:00:01 is late, wherever the processes think they are."""
    settings.XUSHI_TODAY = ""
    due_on = D(due)
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=due_on.month, due_on=due_on
    )
    with time_machine.travel(datetime.datetime.fromisoformat(moment), tick=False):
        client.force_login(reporter)
        _SENDERS[path](client, period, project)
    entry = MonthlyEntry.objects.get()
    assert entry.state == EntryState.SUBMITTED
    assert deadlines([period]).is_late(period, entry.unit_id, entry.received_on) is is_late


def _by_page(client, period, project):
    unit = project.unit_parts.get().unit
    page = reverse("investment:entry", args=[unit.pk, period.as_month])
    typed = {"version": "", "month_amount": "100", "progress": "主体"}
    form = {f"p{project.pk}-{name}": value for name, value in typed.items()}
    client.post(page, {**form, "submit": "1"})


def _by_import(client, period, project):
    month = f"{period.month}月"
    header = ("序号", "项目名称", "责任单位", f"{month}完成", "形象进度")
    row = (1, project.name, "交通运输局", 100, "主体")
    content = workbook(row, header=header, title=f"2019年{month}月报表", sheet=month)
    page = reverse("investment:import_monthly", args=[period.as_month])
    preview = client.get(client.post(page, {"file": SimpleUploadedFile("月报.xlsx", content)}).url)
    form = {
        "fingerprint": preview.context["preview"].fingerprint,
        "shown": [f"{month}!4"],
        "row": [f"{month}!4"],
    }
    client.post(reverse("investment:import_preview", args=[preview.context["upload"].pk]), form)


_SENDERS = {"page": _by_page, "import": _by_import}


def test_what_was_returned_and_mended_keeps_its_first_day(send, reporter, reviewer, today):
    entry = send("2019-08-05")
    entry = services.return_entry(entry=entry, by=reviewer, version=1, reason="核对")
    MonthlyEntry.objects.update(explanation="已核对")
    services.submit_entries(versions={entry.pk: 2}, by=reporter, today=D("2019-08-09"))
    assert MonthlyEntry.objects.get().received_on == D("2019-08-05")


def test_returned_and_sent_by_a_sheet_keeps_its_first_day_too(
    send, period, project, reviewer, reporter
):
    entry = send("2019-08-05")
    services.return_entry(entry=entry, by=reviewer, version=1, reason="核对")
    mended = EntryDraft(project.pk, version=2, month_amount=80 * WAN, progress="主体")
    services.send_entries(period=period, drafts=[mended], by=reporter, today=D("2019-08-09"))
    assert MonthlyEntry.objects.get().received_on == D("2019-08-05")


def test_a_unit_that_takes_its_figures_back_has_not_reported(send, reporter, today):
    entry = send("2019-08-05")
    services.withdraw_entries(versions={entry.pk: 1}, by=reporter, today=today)
    assert MonthlyEntry.objects.get().received_on is None
    services.submit_entries(versions={entry.pk: 2}, by=reporter, today=D("2019-08-09"))
    assert MonthlyEntry.objects.get().received_on == D("2019-08-09")


def test_what_the_bureau_keys_was_received_when_the_paper_came(period, draft, reviewer, today):
    key = {"period": period, "drafts": [draft], "source": "纸质", "by": reviewer, "today": today}
    with pytest.raises(DomainError, match="收到日期不能晚于今天"):
        services.key_entries(**key, received_on=D("2019-08-03"))
    services.key_entries(**key, received_on=D("2019-08-01"))
    assert MonthlyEntry.objects.get().received_on == D("2019-08-01")


# --- Extensions ------------------------------------------------------------------------


@pytest.fixture
def extend(period, unit_a, approver, today):
    def extend(until="2019-08-12", by=None, unit=unit_a, reason="系统升级"):
        return services.extend_period(
            period=period,
            unit=unit,
            until=D(until),
            reason=reason,
            by=by or approver,
            today=today,
        )

    return extend


def close(period):
    ReportingPeriod.objects.filter(pk=period.pk).update(closed_at="2019-08-06T00:00:00+08:00")


def test_a_unit_with_longer_reports_a_closed_month_until_its_day(extend, send, period, settings):
    extend("2019-08-12")
    close(period)
    settings.XUSHI_TODAY = "2019-08-13"
    with pytest.raises(WrongState, match="填报期已关闭"):
        send("2019-08-13")
    settings.XUSHI_TODAY = "2019-08-12"
    assert send("2019-08-12").state == EntryState.SUBMITTED


def test_another_unit_stays_shut_out(extend, period, other_project, other_reporter, today):
    extend()
    close(period)
    draft = EntryDraft(other_project.pk, month_amount=WAN, progress="主体")
    with pytest.raises(WrongState, match="填报期已关闭"):
        services.save_entries(period=period, drafts=[draft], by=other_reporter, today=today)


def test_a_draft_from_before_the_closing_is_sent_within_the_extension(
    extend, period, draft, reporter, today
):
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    entry = MonthlyEntry.objects.get()
    close(period)
    with pytest.raises(WrongState, match="填报期已关闭"):
        services.submit_entries(versions={entry.pk: 1}, by=reporter, today=today)
    extend()
    services.submit_entries(versions={entry.pk: 1}, by=reporter, today=today)
    assert MonthlyEntry.objects.get().state == EntryState.SUBMITTED


def test_what_came_within_the_extension_is_not_late(extend, period, unit_a, unit_b):
    extend("2019-08-12")
    due = deadlines([period])
    assert not due.is_late(period, unit_a.pk, D("2019-08-12"))
    assert due.is_late(period, unit_a.pk, D("2019-08-13"))
    assert due.is_late(period, unit_b.pk, D("2019-08-06"))


def test_a_reviewer_proposes_and_the_approver_decides(
    extend, send, period, reviewer, approver, today
):
    extension = extend(by=reviewer)
    close(period)
    assert extension.state == "waiting"
    with pytest.raises(WrongState):
        send("2019-08-06")
    accept(proposal=extension, by=approver, today=today)
    assert send("2019-08-06").state == EntryState.SUBMITTED


def test_a_refusal_wants_a_word_and_stands(extend, reviewer, approver, today):
    extension = extend(by=reviewer)
    with pytest.raises(DomainError, match="请写明不批准的理由"):
        refuse(proposal=extension, decision=" ", by=approver)
    for _ in range(2):
        refused = refuse(proposal=extension, decision="不符合", by=approver)
        assert refused.state == "refused"
    with pytest.raises(WrongState, match="这条延期已经处理过了（未批准）"):
        accept(proposal=extension, by=approver, today=today)


def test_only_the_approver_decides(extend, reviewer, reporter, today):
    extension = extend(by=reviewer)
    with pytest.raises(NotAllowed):
        accept(proposal=extension, by=reviewer, today=today)
    with pytest.raises(NotAllowed):
        extend(by=reporter)


def test_an_extension_wants_a_reason_and_a_later_day(extend):
    with pytest.raises(DomainError, match="请写明延期理由"):
        extend(reason=" ")
    with pytest.raises(DomainError, match="延期要晚于截止日8月5日"):
        extend("2019-08-05")


def test_the_same_extension_twice_is_one(extend, reviewer):
    assert extend(by=reviewer) == extend(by=reviewer)
    assert PeriodExtension.objects.count() == 1


def test_an_approver_gives_longer_at_once_and_once(extend, approver):
    for _ in range(2):
        assert extend().state == "accepted"
    assert PeriodExtension.objects.get().decided_by == approver
    lines = AuditEvent.objects.filter(object_type="investment.periodextension")
    assert list(lines.order_by("sequence").values_list("action", flat=True)) == [
        "period.propose_extension",
        "period.decide_extension",
    ]


def test_an_approver_who_gives_what_waits_accepts_it(extend, reviewer):
    waiting = extend(by=reviewer)
    with pytest.raises(WrongState) as error:
        extend(reason="停电")
    assert str(error.value) == "交通运输局已有一条待审批的延期，请先审批"
    assert extend() == waiting
    assert PeriodExtension.objects.get().state == "accepted"
