"""The pages of tasks: a unit's sheet, the bureau's desk, what is asked of the year, by workbook."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.people.waiting import waiting_for
from conftest import page_text
from figures.tests.scene import sign_in
from investment.models import Bearer, EntryState, UnitResult, UnitResultSource, UnitTarget
from investment.tests.county_of_tasks import asked_of, fixed, industry, told
from investment.unit_targets.setting import add_bearer
from measures.money import WAN
from measures.months import Month
from workbooks.models import Upload
from workbooks.sealing import seal_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("period", "_today")]
JULY, TODAY = Month(2019, 7), datetime.date(2019, 8, 2)
HEADER = ("序号", "任务单位", "指标", "本月完成", "本年累计", "情况说明")


@pytest.fixture
def _today(monkeypatch):
    monkeypatch.setattr("accounts.clock.today", lambda: TODAY)


@pytest.fixture
def whole(county):
    return fixed(county)


@pytest.fixture
def part(whole):
    return industry(whole)


@pytest.fixture
def bearer(whole, unit_a):
    row = add_bearer(county=whole.county, unit=unit_a, by=None)
    asked_of(whole, **{unit_a.name: 1200})
    return row


@pytest.fixture
def kept(whole):
    row = add_bearer(county=whole.county, name="省市重点工程", by=None)
    asked_of(whole, 省市重点工程=500)
    return row


def sheet_of(bearer):
    return reverse("investment:task_sheet", args=[bearer.pk, JULY])


def desk(name="tasks"):
    return reverse(f"investment:{name}", args=[JULY])


def typed(indicator, amount="", note="", version=""):
    values = {"month_amount": amount, "year_to_date": "", "note": note, "version": version}
    return {f"i{indicator.pk}-{name}": value for name, value in values.items()}


def test_a_unit_finds_its_month_in_waiting_fills_it_and_is_done(
    client, reporter, whole, part, bearer
):
    [asked] = [w for w in waiting_for(reporter, TODAY) if w.what == "任务填报"]
    assert (asked.url, asked.note) == (sheet_of(bearer), "还差 2 项任务没有报送")
    sign_in(client, reporter)
    page = client.get(reverse("investment:tasks_now"), follow=True)
    assert page.redirect_chain[-1][0] == sheet_of(bearer)
    assert [line.indicator for line in page.context["sheet"].lines] == [whole, part]
    sent = typed(whole, "100") | typed(part, "0") | {"submit": "1"}
    answer = client.post(sheet_of(bearer), sent, follow=True)
    assert [str(m) for m in answer.context["messages"]] == ["已报送 2 项。"]
    rows = UnitResult.objects.order_by("pk").values_list("month_amount", "state")
    assert list(rows) == [(100 * WAN, "submitted"), (0, "submitted")]
    assert [w for w in waiting_for(reporter, TODAY) if w.what == "任务填报"] == []


def test_what_is_wrong_stands_at_its_row_and_nothing_typed_is_lost(
    client, reporter, whole, part, bearer
):
    sign_in(client, reporter)
    sent = typed(whole, "10") | typed(part, "11", note="厂房") | {"submit": "1"}
    answer = client.post(sheet_of(bearer), sent)
    assert answer.status_code == 400
    text = page_text(answer)
    assert "本月11万元大于固定资产投资的10万元，请核对" in text
    assert 'value="11"' in text
    assert "厂房" in text
    assert not UnitResult.objects.exists()


def test_a_conflict_shows_what_stands_beside_what_was_typed(client, reporter, whole, bearer):
    told(whole, bearer, 7 * WAN, state=EntryState.DRAFT)
    sign_in(client, reporter)
    answer = client.post(sheet_of(bearer), typed(whole, "9", version="999"))
    assert answer.status_code == 409
    assert "现为本月7万元，累计—" in page_text(answer)
    assert 'value="9"' in page_text(answer)


def test_who_sees_which_page(client, reporter, other_reporter, leader, approver, bearer, kept):
    asked = [sheet_of(bearer), sheet_of(kept), desk(), reverse("investment:task_year", args=[2019])]
    wanted = {
        reporter: [200, 404, 404, 404],
        other_reporter: [404, 404, 404, 404],
        leader: [404, 404, 200, 200],
        approver: [200, 200, 200, 200],
    }
    found = {
        who: [sign_in(client, who).get(address).status_code for address in asked] for who in wanted
    }
    assert found == wanted


def test_a_leader_reads_the_desk_and_is_offered_no_deed(client, leader, whole, bearer):
    told(whole, bearer, 7 * WAN, state=EntryState.SUBMITTED)
    text = page_text(sign_in(client, leader).get(desk()))
    assert "待审定" in text
    assert "审定所选" not in text
    assert 'name="result"' not in text


def test_the_approver_approves_what_was_chosen_at_once(client, approver, whole, part, bearer, kept):
    rows = [
        told(each, own, 5 * WAN, state=EntryState.SUBMITTED)
        for each, own in ((whole, bearer), (part, bearer), (whole, kept))
    ]
    [asked] = [w for w in waiting_for(approver, TODAY) if w.text == "单位任务 2019年7月"]
    assert asked.note == "3 项任务完成情况待审定"
    chosen = [f"{rows[0].pk}:1 {rows[1].pk}:1", f"{rows[2].pk}:1"]
    answer = sign_in(client, approver).post(
        desk("tasks_approve"), {"result": chosen, "ground": "", "indicator": whole.pk}
    )
    assert answer.url == f"{desk()}?indicator={whole.pk}"
    assert set(UnitResult.objects.values_list("state", flat=True)) == {"approved"}


def test_a_return_without_a_reason_is_asked_for_it(client, reviewer, whole, bearer):
    row = told(whole, bearer, 5 * WAN, state=EntryState.SUBMITTED)
    sent = {"result": f"{row.pk}:1", "reason": ""}
    answer = sign_in(client, reviewer).post(desk("tasks_return"), sent)
    assert (answer.status_code, "请填写退回理由" in page_text(answer)) == (400, True)


def test_the_bureau_keeps_what_is_no_unit_on_the_same_sheet(client, reviewer, whole, kept):
    sign_in(client, reviewer)
    assert client.post(sheet_of(kept), typed(whole, "30")).status_code == 400
    client.post(sheet_of(kept), typed(whole, "30") | {"source": "市重点办月报"})
    row = UnitResult.objects.get()
    assert (row.state, row.keyed_by, row.month_amount) == ("submitted", reviewer, 30 * WAN)


def test_the_approver_sets_what_is_asked_by_page(client, approver, whole, unit_b):
    sign_in(client, approver)
    client.post(
        reverse("investment:task_bearer_add", args=[2019]), {"unit": unit_b.pk, "role": "bearer"}
    )
    bearer = Bearer.objects.get(unit=unit_b)
    sent = {"indicator": whole.pk, "bearer": bearer.pk, "amount": "1,234.5", "source": "1号文"}
    client.post(reverse("investment:task_year", args=[2019]), sent)
    assert UnitTarget.objects.get().amount == 12_345_000
    text = page_text(client.get(reverse("investment:task_year", args=[2019])))
    assert "1,234.5" in text


@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_asks_as_often_for_thirty_bearers(client, approver, whole, part, count):
    for number in range(count):
        bearer = add_bearer(county=whole.county, name=f"{number}镇", by=None)
        asked_of(whole, **{bearer.name: 100})
        told(whole, bearer, WAN, state=EntryState.SUBMITTED)
    sign_in(client, approver).get(desk())
    with CaptureQueriesContext(connection) as queries:
        client.get(desk())
    assert len(queries) <= 30
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("investment:task_year", args=[2019]))
    assert len(queries) <= 30


# --- By workbook ----------------------------------------------------------------------------


def workbook(*rows):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "7月任务"
    page.append(["示范县2019年7月任务完成情况表"])
    page.append(["单位：万元"])
    page.append(HEADER)
    for number, row in enumerate(rows, start=1):
        page.append([number, *row])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def send(client, content, **more):
    file = SimpleUploadedFile("任务.xlsx", content)
    return client.post(desk("tasks_import"), {"file": file, **more}, follow=True)


def confirm(client, preview):
    upload = Upload.objects.get()
    page = reverse("investment:tasks_upload", args=[upload.pk])
    return client.post(page, {"fingerprint": preview.fingerprint}, follow=True)


def test_a_sheet_of_the_bureau_is_previewed_entered_and_taken_back(
    client, approver, reviewer, whole, part, bearer, kept
):
    sign_in(client, reviewer)
    content = workbook(
        (bearer.name, "固定资产投资", 100, None, None),
        (bearer.name, "工业投资", 120, None, None),
        ("省市重点工程", "固定资产投资", 30, None, None),
        ("没有的单位", "固定资产投资", 1, None, None),
        (bearer.name, "没有的指标", 1, None, None),
    )
    preview = send(client, content, source="统计局月报").context["preview"]
    assert [(line.name, line.verdict.value) for line in preview.lines] == [
        (f"{bearer}固定资产投资", "新增"),
        (f"{bearer}工业投资", "拒绝"),
        ("省市重点工程固定资产投资", "新增"),
        ("没有的单位", "拒绝"),
        (bearer.name, "拒绝"),
    ]
    assert not UnitResult.objects.exists()
    confirm(client, preview)
    rows = UnitResult.objects.order_by("bearer__position")
    assert [(r.month_amount, r.state, r.keyed_source) for r in rows] == [
        (100 * WAN, "submitted", "统计局月报"),
        (30 * WAN, "submitted", "统计局月报"),
    ]
    upload = Upload.objects.get()
    assert UnitResultSource.objects.count() == 2
    assert seal_faults() == []
    client.post(reverse("investment:tasks_undo", args=[upload.pk]), {"version": 1})
    rows = UnitResult.objects.order_by("bearer__position")
    assert [(r.month_amount, r.state) for r in rows] == [(None, "draft"), (None, "draft")]


def test_a_unit_fills_its_own_template_and_finds_it_as_a_draft(client, reporter, whole, bearer):
    sign_in(client, reporter)
    template = client.get(desk("tasks_template")).content
    book = openpyxl.load_workbook(io.BytesIO(template))
    page = book.worksheets[0]
    heads = [cell.value for cell in page[3]]
    row = [cell.value for cell in page[4]]
    assert row[: len(heads)][:4] == [bearer.name, "固定资产投资", "万元", 1200]
    page.cell(4, heads.index("本月完成") + 1, 88)
    filled = io.BytesIO()
    book.save(filled)
    preview = send(client, filled.getvalue()).context["preview"]
    assert [line.verdict.value for line in preview.lines] == ["新增"]
    confirm(client, preview)
    row = UnitResult.objects.get()
    assert (row.month_amount, row.state, row.submitted_by) == (88 * WAN, "draft", None)


def test_a_counted_indicator_is_read_as_it_is_written(client, approver, county):
    from investment.models import IndicatorKind
    from investment.unit_targets.setting import add_indicator

    trips = add_indicator(county=county, kind=IndicatorKind.TRIPS, name="外出招商活动", by=None)
    group = add_bearer(county=county, name="港澳招商工作组", by=None)
    asked_of(trips, 港澳招商工作组=None)
    sign_in(client, approver)
    content = workbook((group.name, "外出招商活动", 12, None, None))
    preview = send(client, content, source="商务局").context["preview"]
    confirm(client, preview)
    assert UnitResult.objects.get().month_amount == 12
