"""The figures told over again from the audit trail, through every verb that changes one."""

import io
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from accounts.models import AuditEvent
from accounts.tests.trail import tell_the_rest
from accounts.trail.rebuilding import differences, rebuilt
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, MonthlyEntry
from investment.tests.monthly_files import line, receive_monthly, workbook
from measures.money import WAN
from measures.months import Month
from workbooks.intake.uploads import apply_upload, preview_upload, undo_upload

pytestmark = pytest.mark.django_db

JULY = "月度进度 镇区道路改造工程 2019年7月"


def only_entry():
    return MonthlyEntry.objects.get()


@pytest.fixture
def sent(period, draft, reporter, today):
    """One entry that its unit has sent."""
    services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    return only_entry()


def test_saved_changed_and_sent(period, draft, reporter, today):
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    changed = replace(draft, version=1, month_amount=1_234_567, correction=-WAN, explanation="冲减")
    services.save_entries(period=period, drafts=[changed], by=reporter, today=today)
    services.submit_entries(versions={only_entry().pk: 2}, by=reporter, today=today)
    assert differences(MonthlyEntry) == []
    [entry] = rebuilt(MonthlyEntry)[MonthlyEntry].values()
    assert (entry.get("month_amount"), entry.get("correction")) == (1_234_567, -WAN)
    assert entry.get("year_to_date") is None


def test_withdrawn_and_emptied(period, sent, reporter, project, today):
    services.withdraw_entries(versions={sent.pk: 1}, by=reporter, today=today)
    blank = EntryDraft(project.pk, version=2)
    services.save_entries(period=period, drafts=[blank], by=reporter, today=today)
    assert differences(MonthlyEntry) == []


def test_verified_approved_and_returned(sent, approver):
    entry = services.verify_entry(
        entry=sent, version=1, month_amount=80 * WAN, year_to_date=None, reason="现场", by=approver
    )
    services.approve_entries(versions={entry.pk: entry.version}, by=approver)
    assert differences(MonthlyEntry) == []
    [entry] = rebuilt(MonthlyEntry)[MonthlyEntry].values()
    assert (entry.get("state"), entry.get("verified_month_amount")) == ("approved", 80 * WAN)
    services.return_entry(entry=only_entry(), version=3, reason="重填", by=approver)
    assert differences(MonthlyEntry) == []
    [entry] = rebuilt(MonthlyEntry)[MonthlyEntry].values()
    assert (entry.get("state"), entry.get("verified_month_amount")) == ("returned", None)


def test_keyed_over_a_draft_and_confirmed(period, draft, reporter, reviewer, today, project):
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    keyed = EntryDraft(project.pk, version=1, month_amount=90 * WAN, progress="封顶")
    services.key_entries(period=period, drafts=[keyed], source="电话", by=reviewer, today=today)
    services.confirm_keyed(entry=only_entry(), version=2, by=reporter)
    assert differences(MonthlyEntry) == []


def test_history_of_an_earlier_month(county, project, today):
    drafts = [EntryDraft(project.pk, year_to_date=600 * WAN, progress="主体施工")]
    services.record_history(
        county=county, month=Month(2019, 6), drafts=drafts, source="6月", by=None, today=today
    )
    assert differences(MonthlyEntry) == []


def test_an_upload_over_a_draft_and_its_undoing(period, draft, reporter, today, county):
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    file = {"name": "7月.xlsx", "content": workbook(line("镇区道路改造工程", 30))}
    month = period.as_month
    upload = receive_monthly(county=county, month=month, by=reporter, today=today, **file)
    preview = preview_upload(upload, by=reporter, today=today)
    apply_upload(upload=upload, fingerprint=preview.fingerprint, by=reporter, today=today)
    assert only_entry().month_amount == 30 * WAN
    assert differences(MonthlyEntry) == []
    undo_upload(upload=upload, by=reporter, today=today)
    assert only_entry().month_amount == 100 * WAN
    assert differences(MonthlyEntry) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"month_amount": 101 * WAN}, "本月完成投资为101万元，记录为100万元"),
        ({"state": EntryState.APPROVED}, "状态为已审定，记录为待审核"),
        ({"year_to_date": 0}, "本年累计完成投资为0万元，记录为（空）"),
    ],
)
def test_a_figure_changed_past_the_services_is_found(sent, change, told):
    MonthlyEntry.objects.update(**change)
    assert differences(MonthlyEntry) == [
        f"与操作记录不符：月度进度 镇区道路改造工程 2019年7月，{told}"
    ]


def test_an_entry_put_in_past_the_services_is_found(make_entry, project):
    make_entry(project)
    assert differences(MonthlyEntry) == [
        "数据有而操作记录没有：月度进度 镇区道路改造工程 2019年7月"
    ]


def test_an_entry_taken_out_is_found(sent, unguarded_trail):
    AuditEvent.objects.about(sent).update(object_id=sent.pk + 1)
    assert differences(MonthlyEntry) == [
        f"数据有而操作记录没有：{JULY}",
        f"操作记录有而数据没有：{JULY}",
    ]


def test_verify_tells_it_and_fails(sent):
    tell_the_rest()
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert "数据与操作记录：相符" in out.getvalue()
    MonthlyEntry.objects.update(month_amount=WAN)
    out, errors = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("verify", stdout=out, stderr=errors)
    assert str(failed.value) == "数据与操作记录有问题。"
    assert "数据与操作记录：1 处不符" in out.getvalue()
    assert "本月完成投资为1万元，记录为100万元" in errors.getvalue()
