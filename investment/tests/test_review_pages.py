"""The bureau's pages: matrix, a unit's month, one entry, keying, periods, a project's year."""

import datetime

import pytest
from django.urls import reverse

from conftest import page_text
from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import Part, PlanCategory
from projects.services import assign_unit

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


def text(response):
    return page_text(response)


@pytest.fixture
def waiting(make_entry, project, second_project):
    return [make_entry(p, EntryState.SUBMITTED) for p in (project, second_project)]


def test_the_matrix_counts_states_by_unit_and_month(
    client, reviewer, make_entry, project, second_project, other_project
):
    make_entry(project, EntryState.SUBMITTED)
    client.force_login(reviewer)
    response = client.get(reverse("investment:review"))
    cells = {row.unit.name: row.cells[0] for row in response.context["matrix"].rows}
    assert (cells["交通运输局"].state, cells["交通运输局"].sent) == ("draft", 1)
    assert cells["交通运输局"].total == 2
    assert (cells["水利局"].state, cells["水利局"].silent) == ("missing", 1)
    told = "2个单位中报送1个、报齐0个，3个项目中报送1个、审定0个"
    assert response.context["month"].sentence == told


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (["approved", "approved"], "approved"),
        (["approved", "submitted"], "submitted"),
        (["approved", "draft"], "draft"),
        (["approved", "returned"], "returned"),
        (["approved"], "draft"),
        (["draft"], "draft"),
        ([], "missing"),
    ],
)
def test_a_cell_shows_what_waits_longest(
    client, reviewer, make_entry, project, second_project, states, shown
):
    for entry_project, state in zip([project, second_project], states, strict=False):
        make_entry(entry_project, state)
    ReportingPeriod.objects.get_or_create(
        county=project.county, year=2019, month=7, defaults={"due_on": "2019-08-05"}
    )
    client.force_login(reviewer)
    matrix = client.get(reverse("investment:review")).context["matrix"]
    assert matrix.rows[0].cells[0].state == shown


@pytest.mark.parametrize(
    ("state", "beside"),
    [
        (None, 0),
        (EntryState.DRAFT, 0),
        (EntryState.RETURNED, 0),
        (EntryState.SUBMITTED, 1),
        (EntryState.REVIEWED, 1),
        (EntryState.APPROVED, 1),
    ],
)
def test_a_preliminary_project_is_told_beside_when_something_was_sent(
    client, reviewer, make_entry, make_project, project, unit_a, state, beside
):
    make_entry(project, EntryState.SUBMITTED)
    preliminary = make_project("石墨烯产业园", unit_a, PlanCategory.PRELIMINARY, planned=None)
    if state:
        make_entry(preliminary, state)
    client.force_login(reviewer)
    response = client.get(reverse("investment:review"))
    matrix = response.context["matrix"]
    [cell], [whole] = matrix.rows[0].cells, matrix.totals()
    assert (cell.state, cell.sent, cell.total) == (EntryState.SUBMITTED, 1, 1)
    assert (whole.sent, whole.total, whole.preliminary) == (1, 1, beside)
    told = "1个单位中报送1个、报齐1个，1个项目中报送1个、审定0个"
    assert response.context["month"].sentence == told
    assert ("前期项目报送1" in text(response)) == bool(beside)


def test_a_unit_with_a_preliminary_draft_alone_is_not_in_the_matrix(
    client, reviewer, make_entry, make_project, project, unit_b
):
    make_entry(project, EntryState.SUBMITTED)
    preliminary = make_project("石墨烯产业园", unit_b, PlanCategory.PRELIMINARY, planned=None)
    make_entry(preliminary)
    client.force_login(reviewer)
    matrix = client.get(reverse("investment:review")).context["matrix"]
    assert [row.unit.name for row in matrix.rows] == ["交通运输局"]


def test_after_the_due_date_silence_is_overdue(client, reviewer, project, period, settings):
    settings.XUSHI_TODAY = "2019-08-06"
    client.force_login(reviewer)
    response = client.get(reverse("investment:review"))
    assert response.context["matrix"].rows[0].cells[0].state == "overdue"
    assert "逾期未报" in text(response)


def test_lateness_goes_by_the_day_of_receipt(client, reviewer, make_entry, project):
    make_entry(project, EntryState.APPROVED, received_on="2019-08-06")
    client.force_login(reviewer)
    matrix = client.get(reverse("investment:review")).context["matrix"]
    assert matrix.rows[0].cells[0].late == 1


def test_the_approver_approves_what_he_ticks(client, approver, waiting, unit_a):
    client.force_login(approver)
    approve = reverse("investment:approve", args=[unit_a.pk, JULY])
    response = client.post(approve, {"entry": [f"{e.pk}:1" for e in waiting]}, follow=True)
    assert "已审定 2 个项目。" in text(response)
    assert set(MonthlyEntry.objects.values_list("state", flat=True)) == {EntryState.APPROVED}


def test_a_stale_approval_is_told_and_changes_nothing(client, approver, waiting, unit_a):
    client.force_login(approver)
    MonthlyEntry.objects.filter(pk=waiting[0].pk).update(version=2)
    approve = reverse("investment:approve", args=[unit_a.pk, JULY])
    response = client.post(approve, {"entry": [f"{e.pk}:1" for e in waiting]})
    assert response.status_code == 409
    assert set(MonthlyEntry.objects.values_list("state", flat=True)) == {EntryState.SUBMITTED}


def test_the_reviewer_returns_with_a_reason(client, reviewer, waiting, unit_a):
    client.force_login(reviewer)
    back = reverse("investment:return", args=[unit_a.pk, JULY])
    response = client.post(back, {"entry": f"{waiting[0].pk}:1", "reason": ""})
    assert "请写明退回理由" in text(response)
    client.post(back, {"entry": f"{waiting[0].pk}:1", "reason": "请核对6月数"})
    waiting[0].refresh_from_db()
    assert (waiting[0].state, waiting[0].returned_reason) == ("returned", "请核对6月数")


def test_nothing_ticked_is_said(client, approver, waiting, unit_a):
    client.force_login(approver)
    for name, typed in (("approve", {}), ("return", {"reason": "请核对"})):
        url = reverse(f"investment:{name}", args=[unit_a.pk, JULY])
        assert "没有选中任何项目" in text(client.post(url, typed, follow=True))


def test_a_draft_is_not_shown_to_the_bureau(client, reviewer, make_entry, project, unit_a):
    entry = make_entry(project, month_amount=777 * WAN, progress="还没写完")
    client.force_login(reviewer)
    for url in (
        reverse("investment:review_unit", args=[unit_a.pk, JULY]),
        reverse("investment:project", args=[project.pk, 2019]),
    ):
        shown = text(client.get(url))
        assert "还没写完" not in shown
        assert "777" not in shown
    assert client.get(reverse("investment:review_entry", args=[entry.pk])).status_code == 404


def test_a_reporter_sees_his_own_draft_among_the_months(client, reporter, make_entry, project):
    make_entry(project, month_amount=777 * WAN)
    client.force_login(reporter)
    assert "777" in text(client.get(reverse("investment:project", args=[project.pk, 2019])))


def test_the_verified_figure_is_set_on_the_entry_page(client, approver, waiting):
    client.force_login(approver)
    url = reverse("investment:review_entry", args=[waiting[0].pk])
    form = {"version": "1", "month_amount": "90", "year_to_date": "", "reason": ""}
    assert "没有保存" in text(client.post(url, form))
    response = client.post(url, form | {"reason": "监理签证"}, follow=True)
    assert "核定数已保存" in text(response)
    waiting[0].refresh_from_db()
    assert waiting[0].verified_month_amount == 90 * WAN
    stale = client.post(url, form | {"reason": "又一个"})
    assert stale.status_code == 409


def test_the_bureau_keys_for_a_unit(client, reviewer, project, second_project, unit_a, period):
    client.force_login(reviewer)
    url = reverse("investment:key", args=[unit_a.pk, JULY])
    boxes = {f"p{p.pk}-version": "" for p in (project, second_project)}
    form = boxes | {f"p{project.pk}-month_amount": "30", f"p{project.pk}-progress": "基础施工"}
    assert "还没有代填" in text(client.post(url, form))
    response = client.post(url, form | {"source": "8月2日电话"}, follow=True)
    assert "已代填 1 个项目，等待交通运输局确认。" in text(response)
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.keyed_by, entry.state) == (30 * WAN, reviewer, "submitted")


def test_the_approver_opens_the_next_month_and_closes_it(client, approver, period):
    client.force_login(approver)
    shown = text(client.get(reverse("investment:periods")))
    assert "开启8月（9月5日截止）" in shown
    client.post(reverse("investment:open_period"), {"month": "2019-08"})
    august = ReportingPeriod.objects.get(month=8)
    assert august.is_open
    client.post(reverse("investment:close_period", args=[august.pk]))
    august.refresh_from_db()
    assert not august.is_open


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2019-13", "月份13不对"),
        ("2019-09", "2019年9月还没有开始，不能开启填报期"),
        ("2999-11", "2999年11月还没有开始，不能开启填报期"),
        ("1900-01", "1900年1月太早，请核对月份"),
    ],
)
def test_a_month_that_cannot_be_reported_is_not_opened(client, approver, county, month, message):
    client.force_login(approver)
    before = ReportingPeriod.objects.count()
    page = client.post(reverse("investment:open_period"), {"month": month}, follow=True)
    assert message in page.content.decode()
    assert ReportingPeriod.objects.count() == before


def test_returning_without_a_reason_keeps_what_was_ticked(client, reviewer, make_entry, project):
    entry = make_entry(project, EntryState.SUBMITTED)
    client.force_login(reviewer)
    address = reverse("investment:return", args=[entry.unit_id, entry.as_month])
    page = client.post(address, {"entry": f"{entry.pk}:{entry.version}"}).content.decode()
    assert f'value="{entry.pk}:{entry.version}" checked' in page


def test_the_units_unsent_work_stands_beside_the_boxes_in_which_the_bureau_keys(
    client, reviewer, make_entry, project
):
    make_entry(project, EntryState.DRAFT, problem="单位的草稿")
    client.force_login(reviewer)
    unit = project.unit_parts.get(part="reporting").unit
    page = client.get(reverse("investment:key", args=[unit.pk, "2019-07"]))
    assert [draft.said[-1] for draft in page.context["drafts"]] == [("存在问题", "单位的草稿")]
    assert page.content.decode().count("单位的草稿") == 1
    assert {cell.value for row in page.context["rows"] for cell in row.cells} == {""}


def test_a_returned_entry_is_the_units_own_until_it_is_sent_again(
    client, leader, make_entry, project
):
    entry = make_entry(project, EntryState.RETURNED)
    client.force_login(leader)
    assert client.get(reverse("investment:review_entry", args=[entry.pk])).status_code == 404


def test_after_a_handover_the_bureau_and_the_new_unit_act_on_what_the_old_one_sent(
    client, approver, make_entry, project, unit_b
):
    entry = make_entry(project, EntryState.SUBMITTED)
    on = datetime.date(2019, 7, 27)
    assign_unit(project=project, unit=unit_b, part=Part.REPORTING, by=approver, on=on)
    client.force_login(approver)
    address = reverse("investment:approve", args=[unit_b.pk, entry.as_month])
    client.post(address, {"entry": f"{entry.pk}:{entry.version}"})
    entry.refresh_from_db()
    assert entry.state == EntryState.APPROVED


def test_the_months_of_a_project(client, reporter, make_entry, project):
    make_entry(project, EntryState.APPROVED)
    client.force_login(reporter)
    response = client.get(reverse("investment:project", args=[project.pk, 2019]))
    [(july, sources)] = response.context["months"]
    assert sources == ()
    assert (july.standing.amount, july.standing.year_to_date) == (100 * WAN, 100 * WAN)


def test_a_month_of_which_nothing_was_sent_has_no_total(client, reviewer, make_entry, project):
    entry = make_entry(project, EntryState.DRAFT)
    client.force_login(reviewer)
    address = reverse("investment:review_unit", args=[entry.unit_id, entry.as_month])
    assert client.get(address).context["sheet"].total_month is None
    MonthlyEntry.objects.update(state=EntryState.SUBMITTED)
    assert client.get(address).context["sheet"].total_month == 100 * WAN


def test_the_total_of_a_unit_is_of_what_is_known_and_says_how_many_sent(
    client, approver, unit_a, project, second_project, make_entry, county
):
    make_entry(project, EntryState.SUBMITTED)
    client.force_login(approver)
    page = client.get(reverse("investment:review_unit", args=[unit_a.pk, JULY]))
    assert page.context["sheet"].total_before is None
    assert "报送 1/2" in page.content.decode()
