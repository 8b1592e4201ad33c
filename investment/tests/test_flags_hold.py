"""A flag has consequences (DESIGN §4.20): what the bureau doubts, and what came back unchanged, is
approved by no way of bulk, and one by one only with a reason."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts import clock
from accounts.errors import DomainError, WrongState
from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from conftest import page_text
from investment import services
from investment.drafts import EntryDraft
from investment.evidence.services import Place, add_evidence
from investment.models import (
    CheckClass,
    CheckFinding,
    EntryReturn,
    EntryState,
    MonthlyEntry,
    ReportingRule,
    Verdict,
)
from investment.tests.monthly_files import line, workbook
from investment.tests.test_signed_sheets import PDF
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def clear(make_entry, second_project):
    return make_entry(second_project, EntryState.SUBMITTED)


@pytest.fixture
def flag(make_entry, project):
    """An entry in which a check found something, with a verdict on it or none."""

    def make(verdict=Verdict.FALSE, check_class=CheckClass.NOTICE):
        entry = make_entry(project, EntryState.SUBMITTED)
        CheckFinding.objects.create(
            entry=entry,
            code="same_money",
            check_class=check_class,
            message="与上月相同",
            found_at=clock.now(),
            verdict=verdict,
        )
        return entry

    return make


@pytest.fixture
def unmended(make_entry, project, unit_a, period, reviewer, reporter, today):
    """Sent again as it was after a return, with nothing but a document laid beside it."""
    entry = make_entry(project, EntryState.SUBMITTED)
    services.return_entry(entry=entry, version=1, reason="请核对6月数", by=reviewer)
    add_evidence(
        place=Place(unit_a, period, project),
        files=[SimpleUploadedFile("签证.pdf", PDF)],
        caption="",
        by=reporter,
        today=today,
    )
    services.submit_entries(versions={entry.pk: 2}, by=reporter, today=today)
    entry.refresh_from_db()
    return entry


def states():
    return dict(MonthlyEntry.objects.order_by("pk").values_list("pk", "state"))


def test_a_bulk_approval_leaves_out_what_is_flagged_and_says_why(
    client, approver, flag, clear, unit_a
):
    entry = flag()
    client.force_login(approver)
    response = client.post(
        reverse("investment:approve", args=[unit_a.pk, JULY]),
        {"entry": [f"{entry.pk}:1", f"{clear.pk}:1"]},
        follow=True,
    )
    assert "已审定 1 个项目。" in page_text(response)
    told = "1 个项目有疑点，没有审定，须逐条办理：“镇区道路改造工程”（经核不符）。"
    assert told in page_text(response)
    assert states() == {entry.pk: "submitted", clear.pk: "approved"}


@pytest.mark.parametrize(
    ("verdict", "check_class", "why"),
    [
        (Verdict.FALSE, CheckClass.NOTICE, "经核不符"),
        (Verdict.DOUBTFUL, CheckClass.EXPLAIN, "待核查"),
        ("", CheckClass.EXPLAIN, "说明未核查"),
        (Verdict.ACCEPTED, CheckClass.EXPLAIN, None),
        ("", CheckClass.NOTICE, None),
    ],
)
def test_what_is_left_out_of_several(approver, flag, clear, verdict, check_class, why):
    entry = flag(verdict, check_class)
    outcome = services.approve_entries(versions={entry.pk: 1, clear.pk: 1}, by=approver)
    assert outcome.left_out == ([("镇区道路改造工程", why)] if why else [])
    assert MonthlyEntry.objects.get(pk=entry.pk).state == ("submitted" if why else "approved")


def test_what_came_back_unchanged_is_left_out(approver, unmended, clear):
    outcome = services.approve_entries(versions={unmended.pk: 3, clear.pk: 1}, by=approver)
    assert outcome.left_out == [("镇区道路改造工程", "退回后未改")]


def test_what_came_back_mended_or_explained_is_not(unmended, clear, approver):
    MonthlyEntry.objects.filter(pk=unmended.pk).update(explanation="监理签证在后")
    outcome = services.approve_entries(versions={unmended.pk: 3, clear.pk: 1}, by=approver)
    assert outcome.left_out == []


def test_where_all_that_was_chosen_is_flagged_nothing_is_done(
    approver, flag, make_entry, other_project
):
    entry = flag()
    other = make_entry(other_project, EntryState.SUBMITTED)
    CheckFinding.objects.create(
        entry=other,
        code="same_money",
        check_class="notice",
        message="",
        found_at=clock.now(),
        verdict=Verdict.DOUBTFUL,
    )
    with pytest.raises(DomainError) as error:
        services.approve_entries(versions={entry.pk: 1, other.pk: 1}, by=approver)
    assert str(error.value) == (
        "所选的都有疑点，须逐条审定，没有办理。“镇区道路改造工程”经核不符；“河道综合治理工程”待核查"
    )
    assert set(states().values()) == {"submitted"}


def test_one_by_one_it_wants_a_reason_which_is_kept_told_and_shown(client, approver, flag, unit_a):
    entry = flag()
    client.force_login(approver)
    address = reverse("investment:approve", args=[unit_a.pk, JULY])
    sent = {"entry": f"{entry.pk}:1", "page": entry.pk}
    refused = client.post(address, sent)
    assert refused.status_code == 400
    assert "“镇区道路改造工程”经核不符，审定须写明理由" in page_text(refused)
    client.post(address, sent | {"ground": "已到现场核实，附照片"})
    entry.refresh_from_db()
    assert (entry.state, entry.approved_reason) == ("approved", "已到现场核实，附照片")
    assert AuditEvent.objects.get(action="entry.approve").reason == "已到现场核实，附照片"
    page = page_text(client.get(reverse("investment:review_entry", args=[entry.pk])))
    assert "已到现场核实，附照片" in page


def test_a_reason_is_of_one_entry_alone(approver, flag, clear):
    entry = flag()
    with pytest.raises(DomainError, match="写了理由的一次只能审定一项，没有办理"):
        services.approve_entries(
            versions={entry.pk: 1, clear.pk: 1}, by=approver, reason="都看过了"
        )
    assert set(states().values()) == {"submitted"}


def test_an_explanation_that_nobody_judged_is_approved_alone_without_a_reason(approver, flag):
    entry = flag("", CheckClass.EXPLAIN)
    services.approve_entries(versions={entry.pk: 1}, by=approver)
    assert states() == {entry.pk: "approved"}


def test_the_reason_goes_when_the_entry_goes_back(approver, flag):
    entry = flag()
    services.approve_entries(versions={entry.pk: 1}, by=approver, reason="已核实")
    services.return_entry(entry=entry, version=2, reason="仍不符", by=approver)
    entry.refresh_from_db()
    assert entry.approved_reason == ""


def test_it_is_not_passed_on_in_bulk_either(reviewer, flag, clear, county):
    ReportingRule.objects.create(
        county=county, from_date="2019-01-01", has_review=True, source="内控制度"
    )
    entry = flag()
    outcome = services.review_entries(versions={entry.pk: 1, clear.pk: 1}, by=reviewer)
    assert outcome.left_out == [("镇区道路改造工程", "经核不符")]
    with pytest.raises(DomainError, match="审核通过须写明理由"):
        services.review_entries(versions={entry.pk: 1}, by=reviewer)


# --- Other ways round ------------------------------------------------------------------


def test_a_file_that_is_imported_as_approved_leaves_it_out(county, flag, clear, tmp_path):
    entry = flag()
    file = tmp_path / "july.xlsx"
    file.write_bytes(workbook(line("镇区道路改造工程", 100), line("客运站迁建工程", 100)))
    with pytest.raises(CommandError):
        call_command("import_monthly", str(file), month="2019-07", approve=True, verbosity=0)
    assert states() == {entry.pk: "submitted", clear.pk: "approved"}


def test_figures_of_the_past_do_not_approve_what_went_back(
    county, make_entry, project, reviewer, today
):
    entry = make_entry(project, EntryState.SUBMITTED)
    services.return_entry(entry=entry, version=1, reason="请核对", by=reviewer)
    entry.period.closed_at = "2019-08-10T00:00Z"
    entry.period.save()
    same = EntryDraft(project.pk, version=2, month_amount=100 * WAN, progress="主体施工")
    with pytest.raises(WrongState, match="退回后未改，不能随历史数据审定"):
        services.record_history(
            county=county, month=JULY, drafts=[same], source="7月", by=None, today=today
        )


def test_the_unit_does_not_wash_a_verdict_off_by_taking_the_entry_back(flag, reporter, today):
    entry = flag()
    with pytest.raises(WrongState, match="发改局已核查为有疑点，不能撤回"):
        services.withdraw_entries(versions={entry.pk: 1}, by=reporter, today=today)


# --- A return --------------------------------------------------------------------------


def test_a_return_keeps_what_the_entry_said_and_the_trail_tells_it(unmended, reviewer):
    kept = EntryReturn.objects.get()
    assert (kept.reason, kept.returned_by, kept.content["month_amount"], kept.shape) == (
        "请核对6月数",
        reviewer,
        100 * WAN,
        1,
    )
    assert differences(EntryReturn) == []


@pytest.mark.parametrize("name", ["approve", "pass_on"])
@pytest.mark.parametrize("on_the_entry", [False, True])
def test_a_return_reason_beside_another_button_is_a_question(
    client, approver, make_entry, project, unit_a, name, on_the_entry
):
    entry = make_entry(project, EntryState.SUBMITTED)
    client.force_login(approver)
    page = {"page": entry.pk} if on_the_entry else {}
    response = client.post(
        reverse(f"investment:{name}", args=[unit_a.pk, JULY]),
        {"entry": f"{entry.pk}:1", "reason": "6月数不对"} | page,
    )
    assert response.status_code == 400
    shown = page_text(response)
    assert "您写了退回理由“6月数不对”，却没有按退回，所以没有办理。" in shown
    assert re.search(r'<input[^>]*name="reason"[^>]*value="6月数不对"', shown)
    assert states() == {entry.pk: "submitted"}
