"""What the checks found is kept with each sending, explained, and judged; no path goes by them."""

import datetime
import io
from dataclasses import replace

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.admin import reference
from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import AuditEvent
from accounts.tests.trail import told
from investment import services
from investment.drafts import EntryDraft
from investment.models import (
    CheckClass,
    CheckFinding,
    CheckRule,
    EntryState,
    MonthlyEntry,
    ReportingPeriod,
    Verdict,
)
from investment.tests.monthly_files import HEADER, JULY, line, workbook
from measures.money import WAN
from projects.models import Stage

pytestmark = pytest.mark.django_db
SUSPENDED = "项目现为停工，本月却有投资100万元，请改正或说明"


@pytest.fixture
def suspended(project):
    project.stage = Stage.SUSPENDED
    project.save()
    return project


@pytest.fixture
def send(period, suspended, reporter, today):
    def send(explanation="复工后补报", version=None):
        draft = EntryDraft(
            suspended.pk,
            version=version,
            month_amount=100 * WAN,
            progress="主体",
            explanation=explanation,
        )
        services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
        return MonthlyEntry.objects.get()

    return send


def kept():
    found = CheckFinding.objects.standing()
    return list(found.values_list("code", "check_class", "message", "explanation"))


# --- Kept ------------------------------------------------------------------------------


def test_what_was_found_is_kept_with_the_units_word(send):
    send()
    assert kept() == [("while_suspended", "explain", SUSPENDED, "复工后补报")]


def test_nothing_found_keeps_nothing(period, draft, reporter, today):
    services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    assert kept() == []


def test_what_was_sent_again_has_what_it_shows_now(send, reviewer, suspended):
    entry = send()
    services.return_entry(entry=entry, by=reviewer, version=1, reason="核对")
    assert kept() == []
    send("业主垫资", version=2)
    assert kept() == [("while_suspended", "explain", SUSPENDED, "业主垫资")]
    assert CheckFinding.objects.count() == 2


def test_what_was_taken_back_stands_no_longer(send, reporter, today):
    entry = send()
    services.withdraw_entries(versions={entry.pk: 1}, by=reporter, today=today)
    assert kept() == []


# --- No way around ---------------------------------------------------------------------


def test_the_service_refuses_what_is_not_explained(send):
    with pytest.raises(services.ChecksFailed) as failed:
        send(explanation="")
    assert str(failed.value) == f"镇区道路改造工程：{SUSPENDED}"
    assert not MonthlyEntry.objects.exists()


def test_a_bare_post_does_not_send(client, reporter, period, suspended, unit_a):
    client.force_login(reporter)
    page = reverse("investment:entry", args=[unit_a.pk, period.as_month])
    typed = {"version": "", "month_amount": "100", "progress": "主体", "state": "approved"}
    form = {f"p{suspended.pk}-{name}": value for name, value in typed.items()}
    client.post(page, {**form, "submit": "1"})
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_a_workbook_does_not_send(client, reporter, period, suspended):
    client.force_login(reporter)
    file = SimpleUploadedFile("7月.xlsx", workbook(line("镇区道路改造工程", 100)))
    page = reverse("investment:import_monthly", args=[JULY])
    preview = client.get(client.post(page, {"file": file}).url).context["preview"]
    assert (preview.refused, preview.applicable) == (1, [])
    assert f"{SUSPENDED}（原因写在“情况说明”列，或填在该行）" in [
        f.message for f in preview.findings
    ]


def test_the_bureau_keying_does_not_send(period, suspended, reviewer, today):
    drafts = [EntryDraft(suspended.pk, month_amount=100 * WAN, progress="主体")]
    with pytest.raises(services.ChecksFailed):
        services.key_entries(period=period, drafts=drafts, source="电话", by=reviewer, today=today)


def test_the_command_does_not_send(tmp_path, county, period, suspended):
    file = tmp_path / "7月.xlsx"
    file.write_bytes(workbook(line("镇区道路改造工程", 100)))
    with pytest.raises(CommandError):
        call_command("import_monthly", str(file), "--month", "2019-07", stderr=io.StringIO())
    assert not MonthlyEntry.objects.exists()


def test_history_by_command_is_mended_first_and_loses_nothing_else(
    tmp_path, capsys, county, suspended, make_project, unit_a
):
    make_project("客运站迁建工程", unit_a)
    file = tmp_path / "6月.xlsx"
    rows = line("镇区道路改造工程", 100), line("客运站迁建工程", 0)
    header = [title.replace("7月", "6月") for title in HEADER]
    june = "2019年6月重点建设项目进展情况月报表"
    file.write_bytes(workbook(*rows, header=header, title=june, sheet="6月"))
    with pytest.raises(CommandError):
        call_command("import_monthly", str(file), "--month", "2019-06", "--approve")
    assert "本月投资为0，请选择零投资原因" in capsys.readouterr().err
    assert MonthlyEntry.objects.get().month_amount == 100 * WAN
    assert [(code, word) for code, _, _, word in kept()] == [("while_suspended", "历史数据导入")]


def test_two_months_sent_together_are_held_against_the_year_before_both(
    county, project, reporter, today
):
    period = ReportingPeriod.objects.create(
        county=county, year=2019, month=2, due_on="2019-03-05", months_covered=2
    )
    draft = EntryDraft(project.pk, month_amount=50 * WAN, year_to_date=60 * WAN, progress="主体")
    message = "本年累计60万元，而上月累计0＋本月50＝50万元，请改正或说明"
    with pytest.raises(services.ChecksFailed) as failed:
        services.send_entries(period=period, drafts=[draft], by=reporter, today=today)
    assert str(failed.value) == f"镇区道路改造工程：{message}"
    saved = services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    versions = {entry.pk: entry.version for entry in saved.written}
    with pytest.raises(services.ChecksFailed) as failed:
        services.submit_entries(versions=versions, by=reporter, today=today)
    assert str(failed.value) == f"镇区道路改造工程：{message}"


def test_a_correction_keeps_what_is_found_in_it_explained_by_its_reason(send, approver, today):
    entry = send()
    services.approve_entries(versions={entry.pk: entry.version}, by=approver)
    entry.refresh_from_db()
    draft = replace(EntryDraft.of(entry), month_amount=80 * WAN)
    services.propose_correction(
        entry=entry,
        draft=draft,
        reason="多报20万元",
        told=["while_suspended"],
        by=approver,
        today=today,
    )
    message = "项目现为停工，本月却有投资80万元，请改正或说明"
    assert kept() == [("while_suspended", "explain", message, "多报20万元")]
    assert CheckFinding.objects.count() == 2


def test_entries_and_findings_are_in_no_admin():
    for site in (admin.site, reference):
        assert not {MonthlyEntry, CheckFinding, CheckRule} & set(site._registry)


def test_history_is_explained_as_what_it_is(county, suspended, today):
    june = JULY.previous()
    drafts = [EntryDraft(suspended.pk, month_amount=100 * WAN, progress="主体")]
    services.record_history(
        county=county, month=june, drafts=drafts, source="6月", by=None, today=today
    )
    assert [(code, word) for code, _, _, word in kept()] == [("while_suspended", "历史数据导入")]


# --- Verdicts --------------------------------------------------------------------------


@pytest.fixture
def finding(send):
    send()
    return CheckFinding.objects.select_related("entry__project__county").get()


def judge(finding, by, verdict=Verdict.DOUBTFUL, note="与现场不符", seen=""):
    return services.judge_finding(finding=finding, seen=seen, verdict=verdict, note=note, by=by)


def test_a_verdict_is_kept_and_told(finding, reviewer):
    judged = judge(finding, reviewer)
    assert (judged.verdict, judged.verdict_note, judged.verdict_by) == (
        "doubtful",
        "与现场不符",
        reviewer,
    )
    line = AuditEvent.objects.get(action="entry.judge")
    assert told(line) == {"停工期间有投资": ["", "待核查"]}


def test_doubt_wants_a_word(finding, reviewer):
    with pytest.raises(DomainError, match="待核查或经核不符请写明依据"):
        judge(finding, reviewer, note=" ")
    judge(finding, reviewer, Verdict.ACCEPTED, note="")


def test_the_same_verdict_twice_is_one(finding, reviewer):
    judge(finding, reviewer)
    judge(finding, reviewer)
    assert AuditEvent.objects.filter(action="entry.judge").count() == 1


def test_another_verdict_that_came_between_is_shown(finding, reviewer, approver, client):
    judge(finding, approver, Verdict.ACCEPTED, note="")
    with pytest.raises(Stale, match="现为“赵审定：属实”"):
        judge(finding, reviewer)
    client.force_login(reviewer)
    form = {"seen": "", "verdict": "false", "note": "x"}
    answer = client.post(reverse("investment:judge", args=[finding.pk]), form)
    assert answer.status_code == 409
    assert "现为“赵审定：属实”" in answer.content.decode()
    judge(finding, reviewer, seen="accepted")


def test_nobody_judges_what_he_keyed_unless_the_unit_confirmed(
    period, suspended, reviewer, approver, today
):
    drafts = [
        EntryDraft(suspended.pk, month_amount=100 * WAN, progress="主体", explanation="电话核实")
    ]
    services.key_entries(period=period, drafts=drafts, source="电话", by=reviewer, today=today)
    found = CheckFinding.objects.select_related("entry__project__county").get()
    with pytest.raises(NotAllowed):
        judge(found, reviewer)
    judge(found, approver)


def test_the_reviewer_sees_check_word_and_verdict_side_by_side(finding, reviewer, client):
    client.force_login(reviewer)
    page = reverse("investment:review_entry", args=[finding.entry_id])
    shown = client.get(page).content.decode()
    assert SUSPENDED in shown
    assert "情况说明：复工后补报" in shown
    form = {"seen": "", "verdict": "doubtful", "note": "与现场不符"}
    client.post(reverse("investment:judge", args=[finding.pk]), form)
    assert "核查意见：待核查，与现场不符（王审核" in client.get(page).content.decode()


def test_the_sheet_counts_what_waits_for_a_verdict_and_what_is_doubted(
    finding, reviewer, client, unit_a, period
):
    client.force_login(reviewer)
    page = reverse("investment:review_unit", args=[unit_a.pk, period.as_month])
    shown = client.get(page)
    sheet = shown.context["sheet"]
    assert (sheet.unjudged, sheet.doubted) == (1, 0)
    assert "1 处说明未核查。" in shown.content.decode()
    judge(finding, reviewer)
    sheet = client.get(page).context["sheet"]
    assert (sheet.unjudged, sheet.doubted) == (0, 1)


# --- Rules -----------------------------------------------------------------------------


def set_rule(county, by, check_class=CheckClass.NOTICE, day="2019-07-01", **parameters):
    return services.set_check_rule(
        county=county,
        code="slip" if parameters else "while_suspended",
        check_class=check_class,
        parameters=parameters,
        from_date=datetime.date.fromisoformat(day),
        source="县统计会商纪要",
        by=by,
    )


def test_a_check_may_begin_as_a_notice(send, county, approver):
    set_rule(county, approver)
    send(explanation="")
    assert kept() == [("while_suspended", "notice", SUSPENDED, "")]


def test_a_rule_of_a_later_month_does_not_hold_yet(send, county, approver):
    set_rule(county, approver, CheckClass.OFF, day="2019-08-01")
    with pytest.raises(services.ChecksFailed):
        send(explanation="")


def test_only_the_approver_sets_a_rule_and_once_a_day(county, approver, reviewer):
    with pytest.raises(NotAllowed):
        set_rule(county, reviewer)
    set_rule(county, approver, times=500)
    set_rule(county, approver, times=500)
    with pytest.raises(DomainError, match="请另选日期"):
        set_rule(county, approver, times=600)
    assert CheckRule.objects.get().parameters == {"times": 500}


def test_the_page_sets_a_rule(client, approver, county):
    client.force_login(approver)
    page = reverse("investment:edit_check", args=["slip"])
    assert client.get(page).context["form"].initial["times"] == 1000
    form = {"check_class": "notice", "times": "500", "from_date": "2019-08-01", "source": "纪要"}
    assert client.post(page, form).status_code == 302
    rule = CheckRule.objects.get()
    assert (rule.check_class, rule.parameters) == ("notice", {"times": 500})
    shown = client.get(reverse("investment:edit_checks")).content.decode()
    assert "相差倍数 500" in shown
    assert "相差倍数 1000" not in shown
    assert '<td class="nowrap">2019-08-01</td>' in shown


def test_the_history_of_a_sent_entry_keeps_the_units_drafts_to_itself(
    client, period, draft, reporter, reviewer, today
):
    services.save_entries(period=period, drafts=[draft], by=reporter, today=today)
    entry = MonthlyEntry.objects.get()
    services.submit_entries(versions={entry.pk: 1}, by=reporter, today=today)
    client.force_login(reviewer)
    page = client.get(reverse("investment:review_entry", args=[entry.pk]))
    assert [line.action for line in page.context["history"]] == ["entry.submit"]
