"""The clerk's page: typing, saving, sending, and being told what is wrong where."""

import datetime
import re

import pytest
from django.urls import reverse

from accounts import clock
from conftest import page_text
from investment import services
from investment.drafts import EntryDraft
from investment.models import EntryState, KeyedConsent, MonthlyEntry, Reminder, ReportingPeriod
from measures.money import WAN
from measures.months import Month

pytestmark = pytest.mark.django_db
JULY = Month(2019, 7)


@pytest.fixture
def url(unit_a, period):
    return reverse("investment:entry", args=[unit_a.pk, JULY])


@pytest.fixture
def page(client, reporter):
    client.force_login(reporter)
    return client


def typed(project, version="", **boxes):
    values = {
        "version": version,
        "month_amount": "",
        "year_to_date": "",
        "correction": "",
        "progress": "",
        "problem": "",
        "zero_reason": "",
        "actual_start": "",
        "explanation": "",
        "suggestion": "",
        **boxes,
    }
    return {f"p{project.pk}-{name}": value for name, value in values.items()}


def text(response):
    return page_text(response)


def test_a_reporter_is_led_to_the_open_month_of_his_unit(page, url):
    response = page.get(reverse("investment:home"))
    assert response.url == url


def test_a_unit_that_was_given_longer_is_led_to_the_closed_month_it_owes(
    page, url, county, period, project, unit_a, approver, give_longer, make_entry
):
    ReportingPeriod.objects.create(
        county=county, year=2019, month=8, due_on=datetime.date(2019, 9, 5)
    )
    give_longer(unit_a, datetime.date(2019, 8, 9))
    services.close_period(period=period, by=approver)
    august = reverse("investment:entry", args=[unit_a.pk, Month(2019, 8)])
    assert page.get(reverse("investment:home")).url == url
    make_entry(project, EntryState.SUBMITTED)
    assert page.get(reverse("investment:home")).url == august


def test_a_reporter_of_two_units_chooses(page, reporter, unit_b, period):
    reporter.role_assignments.create(role="reporter", unit=unit_b)
    response = page.get(reverse("investment:home"))
    assert response.status_code == 200
    assert "交通运输局" in text(response)
    assert "水利局" in text(response)


def test_the_bureau_is_led_to_the_review(client, reviewer, leader):
    for person in (reviewer, leader):
        client.force_login(person)
        assert client.get(reverse("investment:home")).url == reverse("investment:review")


def test_the_page_says_what_to_do_next(page, url, project, second_project):
    assert "7月还差 2 个项目未填，8月5日截止。" in text(page.get(url))


@pytest.mark.parametrize(
    ("day", "is_closed", "sentence"),
    [
        ("2019-08-02", False, "7月还差 1 个项目未填，8月9日截止。"),
        ("2019-08-09", False, "7月还差 1 个项目未填，8月9日截止。"),
        ("2019-08-10", False, "7月还差 1 个项目未填，8月9日已截止，请尽快补报。"),
        ("2019-08-09", True, "7月还差 1 个项目未填，8月9日截止。"),
        ("2019-08-10", True, "7月还差 1 个项目未填，填报期已关闭。"),
    ],
)
def test_a_unit_that_was_given_longer_reads_its_own_last_day(
    page, url, period, project, unit_a, approver, give_longer, settings, day, is_closed, sentence
):
    give_longer(unit_a, datetime.date(2019, 8, 9))
    if is_closed:
        services.close_period(period=period, by=approver)
    settings.XUSHI_TODAY = day
    assert page.get(url).context["progress"].sentence == sentence


def test_a_unit_reads_the_common_day_where_another_was_given_longer(
    page, url, project, unit_b, give_longer
):
    give_longer(unit_b, datetime.date(2019, 8, 9))
    assert page.get(url).context["progress"].sentence == "7月还差 1 个项目未填，8月5日截止。"


def test_what_is_typed_is_saved_as_draft(page, url, project):
    response = page.post(
        url,
        typed(
            project,
            month_amount="１，２３４．５",
            progress="主体施工",
            actual_start="2019.3.4",
        ),
        follow=True,
    )
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.state) == (12_345_000, EntryState.DRAFT)
    assert str(entry.actual_start) == "2019-03-04"
    assert "已保存 1 个项目的草稿。" in text(response)
    assert 'value="1,234.5"' in text(response)
    assert 'value="2019-03-04"' in text(response)


def test_a_dash_is_no_figure(page, url, project):
    page.post(url, typed(project, month_amount="—", year_to_date="30"))
    entry = MonthlyEntry.objects.get()
    assert (entry.month_amount, entry.year_to_date) == (None, 30 * WAN)


def test_a_value_typed_wrongly_stays_and_is_pointed_at(page, url, project, second_project):
    response = page.post(
        url,
        typed(project, month_amount="12o0") | typed(second_project, month_amount="5"),
    )
    assert response.status_code == 400
    assert response.context["refusal"].sentence == (
        "有 1 处填写有误，还没有保存，请改正标红的格子。"
    )
    assert 'value="12o0"' in text(response)
    assert 'value="5"' in text(response)
    assert "金额“12o0”无法识别" in text(response)
    assert 'aria-invalid="true"' in text(response)
    assert "有 1 处填写有误，还没有保存" in text(response)
    assert not MonthlyEntry.objects.exists()


def test_saving_and_sending_in_one(page, url, project, second_project, reporter):
    form = typed(project, month_amount="100", progress="主体施工") | typed(second_project)
    response = page.post(url, form | {"submit": "1"}, follow=True)
    entry = MonthlyEntry.objects.get()
    assert (entry.state, entry.submitted_by) == (EntryState.SUBMITTED, reporter)
    assert "已报送 1 个项目。" in text(response)
    assert "7月还差 1 个项目未填" in text(response)


def test_the_button_pressed_twice_sends_once(page, url, project):
    form = typed(project, month_amount="100", progress="主体施工") | {"submit": "1"}
    page.post(url, form)
    response = page.post(url, form, follow=True)
    assert "1 个项目此前已报送，没有重复处理。" in text(response)
    assert MonthlyEntry.objects.get().version == 2


def test_figures_to_be_mended_are_saved_but_not_sent(page, url, project):
    form = typed(project, month_amount="0", progress="主体施工") | {"submit": "1"}
    response = page.post(url, form, follow=True)
    assert "草稿已保存，还没有报送：有 1 处请改正，或在“情况说明”写明原因" in text(response)
    assert "本月投资为0，请选择零投资原因" in text(response)
    assert MonthlyEntry.objects.get().state == EntryState.DRAFT


def test_a_stale_sheet_shows_the_other_values_beside(page, url, project, make_entry):
    make_entry(project, version=2, month_amount=120 * WAN)
    response = page.post(url, typed(project, version="1", month_amount="130"))
    assert response.status_code == 409
    assert 'value="130"' in text(response)
    assert "现为 120万元" in text(response)
    assert f'name="p{project.pk}-version" value="2"' in text(response)
    assert MonthlyEntry.objects.get().month_amount == 120 * WAN


def test_a_row_that_was_sent_meanwhile_says_so_and_shows_what_was_typed_beside(
    page, url, project, second_project, make_entry
):
    make_entry(project, EntryState.SUBMITTED, version=2, month_amount=120 * WAN)
    form = typed(project, version="1", month_amount="１３０", progress="主体施工", problem="缺料")
    form |= {f"p{project.pk}-is_estimate": "on"} | typed(second_project, month_amount="5")
    response = page.post(url, form)
    assert response.status_code == 409
    sent, other = response.context["rows"]
    assert (sent.refusal, sent.unsaved) == (
        "这一行已报送，没有保存您的修改；要改请先撤回（或等退回）后再填",
        "本月完成 130万元；存在问题 缺料；预计数 是",
    )
    assert [cell.value for cell in sent.cells if cell.value] == ["120", "主体施工"]
    assert [cell.value for cell in other.cells if cell.value] == ["5"]
    assert f'<span class="cell-error">{sent.refusal}</span>' in text(response)
    assert f'<span class="cell-warning">您填的：{sent.unsaved}</span>' in text(response)
    assert "再次保存将以您填的为准" not in text(response)


def test_after_seeing_the_other_values_saving_again_takes_ones_own(page, url, project, make_entry):
    make_entry(project, version=2, month_amount=120 * WAN)
    page.post(url, typed(project, version="2", month_amount="130"))
    assert MonthlyEntry.objects.get().month_amount == 130 * WAN


def test_a_returned_row_shows_why(page, url, project, make_entry):
    make_entry(project, EntryState.RETURNED, returned_reason="累计与上月对不上")
    assert "退回理由：累计与上月对不上" in text(page.get(url))


def test_the_plan_last_total_and_remainder_stand_beside(
    page, url, project, county, approver, today
):
    services.record_history(
        county=county,
        month=Month(2019, 6),
        drafts=[EntryDraft(project.pk, year_to_date=400 * WAN)],
        source="6月.xlsx",
        by=approver,
        today=today,
    )
    [row] = page.get(url).context["sheet"].rows
    assert (row.planned, row.last_total, row.remaining) == (1000 * WAN, 400 * WAN, 600 * WAN)


@pytest.fixture
def june(county):
    return ReportingPeriod.objects.create(
        county=county, year=2019, month=6, due_on=datetime.date(2019, 7, 5)
    )


def test_what_the_bureau_verified_stands_in_the_row_and_marks_the_last_total(
    page, url, project, second_project, make_entry, june, approver
):
    verified = {"verified_by": approver, "verified_at": clock.now()}
    make_entry(
        project,
        EntryState.APPROVED,
        period=june,
        month=6,
        year_to_date=700 * WAN,
        verified_year_to_date=600 * WAN,
        verified_reason="现场核实",
        **verified,
    )
    make_entry(
        project,
        EntryState.SUBMITTED,
        verified_month_amount=305_000,
        verified_year_to_date=1630 * WAN,
        verified_reason="票据核对",
        **verified,
    )
    make_entry(second_project, EntryState.APPROVED, period=june, month=6)
    response = page.get(url)
    first, second = (row.row for row in response.context["rows"])
    assert (first.last_total, first.last_is_verified) == (600 * WAN, True)
    assert (second.last_total, second.last_is_verified) == (100 * WAN, False)
    shown = text(response)
    assert re.findall(r'<span class="sub">([^<]*核定：[^<]*)</span>', shown) == [
        f"6月核定：累计 600（现场核实；{approver}）",
        f"核定：本月 30.5，累计 1,630（票据核对；{approver}）",
    ]
    assert shown.count('600<small class="sub">核定数</small></td>') == 1
    assert shown.count("核定数") == 1


@pytest.mark.parametrize(
    ("state", "june_total", "last_total", "carries"),
    [
        (EntryState.APPROVED, None, 160, True),
        (EntryState.APPROVED, 750, 160, True),
        (EntryState.APPROVED, 40, 40, False),
        (EntryState.RETURNED, 40, 40, False),
    ],
)
def test_a_verified_total_is_shown_as_long_as_the_last_total_rests_on_it(
    state, june_total, last_total, carries, page, url, project, make_entry, june, county, approver
):
    may = ReportingPeriod.objects.create(
        county=county, year=2019, month=5, due_on=datetime.date(2019, 6, 5)
    )
    base = make_entry(
        project,
        state,
        period=may,
        month=5,
        year_to_date=650 * WAN,
        verified_year_to_date=60 * WAN,
        verified_by=approver,
    )
    make_entry(
        project,
        EntryState.APPROVED,
        period=june,
        month=6,
        month_amount=None if june_total == 40 else 100 * WAN,
        year_to_date=june_total and june_total * WAN,
    )
    [row] = page.get(url).context["sheet"].rows
    assert (row.last_total, row.last_is_verified) == (last_total * WAN, carries)
    assert row.verified == ([base] if carries else [])


def test_what_was_sent_is_read_only_and_can_be_withdrawn(page, url, project, make_entry, unit_a):
    entry = make_entry(project, EntryState.SUBMITTED)
    shown = text(page.get(url))
    assert f"p{project.pk}-month_amount" not in shown
    withdraw = reverse("investment:withdraw", args=[unit_a.pk, JULY])
    page.post(withdraw, {"sent": f"{entry.pk}:1"})
    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT


def test_withdrawing_what_was_approved_meanwhile_is_stale(
    page, project, make_entry, unit_a, period
):
    entry = make_entry(project, EntryState.APPROVED, version=3)
    withdraw = reverse("investment:withdraw", args=[unit_a.pk, JULY])
    assert page.post(withdraw, {"sent": f"{entry.pk}:2"}).status_code == 409


def test_a_closed_month_is_read_only(page, url, project, period, approver):
    services.close_period(period=period, by=approver)
    shown = text(page.get(url))
    assert "填报期已关闭，只能查看。" in shown
    assert f"p{project.pk}-month_amount" not in shown
    response = page.post(url, typed(project, month_amount="1"))
    assert response.status_code == 409
    assert response.context["refusal"].sentence == ("2019年7月填报期已关闭，不能保存，请联系发改局")
    assert not MonthlyEntry.objects.exists()


def test_a_month_that_closes_while_someone_types_says_so_and_shows_what_was_typed(
    page, url, project, second_project, period, approver
):
    services.close_period(period=period, by=approver)
    form = typed(project, month_amount="12o0", progress="主体施工") | typed(second_project)
    response = page.post(url, form | {"submit": "1"})
    assert response.status_code == 400
    assert response.context["refusal"].sentence == (
        "2019年7月填报期已关闭，没有保存您的修改，请联系发改局"
    )
    assert [(row.refusal, row.unsaved) for row in response.context["rows"]] == [
        ("填报期已关闭，没有保存您的修改", "本月完成 12o0；形象进度 主体施工"),
        ("", ""),
    ]
    assert "您填的：本月完成 12o0；形象进度 主体施工" in text(response)


def test_a_reminder_stands_where_the_unit_may_still_report_and_not_on_a_closed_sheet(
    page, url, project, period, unit_a, approver
):
    reminder = Reminder.objects.create(
        period=period, unit=unit_a, kind="after", text="请尽快补报", made_at=clock.now()
    )
    assert page.get(url).context["reminder"] == reminder
    services.close_period(period=period, by=approver)
    response = page.get(url)
    assert response.context["reminder"] is None
    assert "请尽快补报" not in text(response)
    services.extend_period(
        period=period,
        unit=unit_a,
        until=datetime.date(2019, 8, 9),
        reason="系统升级",
        by=approver,
        today=clock.today(),
    )
    assert page.get(url).context["reminder"] == reminder


@pytest.fixture
def keyed(make_entry, project, reviewer):
    return make_entry(
        project,
        EntryState.SUBMITTED,
        keyed_by=reviewer,
        keyed_source="8月2日电话",
        keyed_consent=KeyedConsent.WAITING,
    )


def test_the_unit_confirms_what_was_keyed_for_it(page, url, keyed, unit_a):
    assert "发改局代填（8月2日电话）：待单位确认" in text(page.get(url))
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    page.post(answer, {"confirm": f"{keyed.pk}:1"})
    keyed.refresh_from_db()
    assert keyed.keyed_consent == KeyedConsent.CONFIRMED


def test_the_unit_objects_to_what_was_keyed_for_it(page, url, keyed, unit_a):
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    response = page.post(answer, {"object": f"{keyed.pk}:1"}, follow=True)
    assert "请写明异议" in text(response)
    page.post(answer, {"object": f"{keyed.pk}:1", f"objection-{keyed.pk}": "应为80万元"})
    keyed.refresh_from_db()
    assert (keyed.keyed_consent, keyed.keyed_objection) == ("objected", "应为80万元")


def test_a_unit_that_objected_may_still_say_that_it_is_right(page, url, keyed, unit_a, reporter):
    services.object_keyed(entry=keyed, version=1, reason="应为80万元", by=reporter)
    [row] = page.get(url).context["rows"]
    assert (row.may_answer, row.may_object) == (True, False)
    shown = text(page.get(url))
    assert (shown.count(">确认无误</button>"), shown.count(">提出异议</button>")) == (1, 0)
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    response = page.post(answer, {"confirm": f"{keyed.pk}:2"}, follow=True)
    assert [str(each) for each in response.context["messages"]] == ["已确认代填数字。"]
    keyed.refresh_from_db()
    assert (keyed.keyed_consent, keyed.keyed_objection) == (KeyedConsent.CONFIRMED, "")
    [row] = page.get(url).context["rows"]
    assert (row.may_answer, row.may_object) == (False, False)


def test_an_objection_without_words_leaves_what_was_typed_beside_it(
    page, url, keyed, unit_a, second_project
):
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    form = typed(second_project, month_amount="12o0", progress="基础施工")
    response = page.post(answer, form | {"object": f"{keyed.pk}:1"})
    assert response.status_code == 400
    assert response.context["refusal"].sentence == "请写明异议：哪个数字不对，应为多少"
    _, row = response.context["rows"]
    assert [cell.value for cell in row.cells if cell.value] == ["12o0", "基础施工"]
    assert f'<form method="post" action="{url}">' in text(response)


def test_the_words_of_an_objection_stay_when_it_is_refused(page, keyed, unit_a, approver):
    services.verify_entry(
        entry=keyed,
        version=1,
        month_amount=90 * WAN,
        year_to_date=None,
        reason="现场核实",
        by=approver,
    )
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    form = {"object": f"{keyed.pk}:1", f"objection-{keyed.pk}": "应为<80万元"}
    response = page.post(answer, form)
    assert response.status_code == 409
    [row] = response.context["rows"]
    assert row.objection == "应为<80万元"
    box = re.search(rf'<input[^>]*name="objection-{keyed.pk}"[^>]*>', text(response)).group()
    assert 'value="应为&lt;80万元" data-original=""' in box


def test_what_was_typed_stays_beside_what_another_hand_put_there_when_a_deed_is_refused(
    page, keyed, unit_a, second_project, make_entry
):
    make_entry(second_project, version=2, month_amount=120 * WAN, progress="基础施工")
    answer = reverse("investment:answer_keyed", args=[unit_a.pk, JULY])
    form = typed(second_project, version="1", month_amount="130", progress="基础施工")
    response = page.post(answer, form | {"object": f"{keyed.pk}:1"})
    _, row = response.context["rows"]
    assert row.refusal == "他人已改动这一行，现在的数字见下；再次保存将以您填的为准"
    assert [(cell.value, cell.now) for cell in row.noted] == [("130", "120万元")]


def test_a_preliminary_project_stands_apart_and_is_not_missed(page, url, make_project, unit_a):
    make_project("石墨烯产业园", unit_a, category="preliminary", planned=None)
    shown = text(page.get(url))
    assert "前期项目（有投资时填报）" in shown
    assert "7月没有需要填报的项目。" in shown
