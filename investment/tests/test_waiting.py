"""待办: what waits for whom, and for nobody else."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Unit, UnitKind
from accounts.people.waiting import waiting_for
from investment import services
from investment.models import EntryState, KeyedConsent, PeriodDeed, ReportingPeriod
from measures.months import Month
from projects.services import propose_change
from supervision.models import ProblemCategory, ProblemSource, Severity
from supervision.orders.services import issue_order, reply_to_order
from supervision.problems.services import raise_problem

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)


def lines(user, today=TODAY):
    return [(each.what, each.text, each.note) for each in waiting_for(user, today)]


def test_a_unit_is_told_what_it_owes_and_until_when(
    period, project, second_project, make_entry, reporter, other_reporter, leader
):
    make_entry(project, EntryState.SUBMITTED)
    [line] = waiting_for(reporter, TODAY)
    assert (line.what, line.text, line.note, line.due_on) == (
        "填报",
        "交通运输局 2019年7月",
        "还差 1 个项目没有报送",
        datetime.date(2019, 8, 5),
    )
    assert not line.is_overdue(datetime.date(2019, 8, 5))
    assert line.is_overdue(datetime.date(2019, 8, 6))
    assert (lines(other_reporter), lines(leader)) == ([], [])


def test_a_unit_that_was_given_longer_is_told_what_it_owes_of_a_closed_month(
    period, project, other_project, unit_a, unit_b, reporter, other_reporter, approver, give_longer
):
    reporter.role_assignments.create(role="reporter", unit=unit_b)
    give_longer(unit_a, datetime.date(2019, 8, 9))
    services.close_period(period=period, by=approver)
    [line] = waiting_for(reporter, datetime.date(2019, 8, 9))
    assert (line.what, line.text, line.note, line.due_on) == (
        "填报",
        "交通运输局 2019年7月",
        "还差 1 个项目没有报送",
        datetime.date(2019, 8, 9),
    )
    assert lines(reporter, datetime.date(2019, 8, 10)) == []
    assert lines(other_reporter, datetime.date(2019, 8, 9)) == []


def test_a_closed_month_with_longer_is_told_beside_three_open_ones(
    county, period, project, unit_a, reporter, approver, give_longer
):
    give_longer(unit_a, datetime.date(2019, 8, 9))
    services.close_period(period=period, by=approver)
    for month in (8, 9, 10, 11):
        ReportingPeriod.objects.create(
            county=county, year=2019, month=month, due_on=datetime.date(2019, month + 1, 5)
        )
    assert [text for _, text, _ in lines(reporter)] == [
        "交通运输局 2019年7月",
        "交通运输局 2019年9月",
        "交通运输局 2019年10月",
        "交通运输局 2019年11月",
    ]


@pytest.mark.parametrize("units", [1, 20])
def test_it_asks_the_same_number_of_questions_of_many_units_with_longer(
    units, county, period, make_project, reporter, approver, give_longer, django_assert_num_queries
):
    for number in range(units):
        unit = Unit.objects.create(parent=county, name=f"单位{number}", kind=UnitKind.DEPARTMENT)
        reporter.role_assignments.create(role="reporter", unit=unit)
        make_project(f"项目{number}", unit)
        give_longer(unit, datetime.date(2019, 8, 9))
    services.close_period(period=period, by=approver)
    assert len(waiting_for(reporter, TODAY)) == units
    with django_assert_num_queries(32):
        waiting_for(reporter, TODAY)


def test_a_unit_is_told_what_came_back_what_was_keyed_and_what_is_estimated(
    period, make_project, unit_a, make_entry, reporter
):
    for name, state, values in (
        ("甲", EntryState.RETURNED, {}),
        ("乙", EntryState.SUBMITTED, {"keyed_consent": KeyedConsent.WAITING}),
        ("丙", EntryState.APPROVED, {"is_estimate": True}),
    ):
        make_entry(make_project(name, unit_a), state, **values)
    assert lines(reporter) == [
        ("填报", "交通运输局 2019年7月", "还差 1 个项目没有报送"),
        ("退回修改", "甲 2019年7月", "改好后重新报送"),
        ("确认代填", "乙 2019年7月", "发改局代填，请确认或写明异议"),
        ("确认预计数", "丙 2019年7月", "核实后确认为最终数，或更正"),
    ]


def test_the_office_reviews_and_the_approver_answers(
    county, period, project, unit_a, make_entry, reporter, reviewer, approver
):
    entry = make_entry(project, EntryState.SUBMITTED)
    services.propose_verified(
        entry=entry, month_amount=1, year_to_date=None, reason="现场", by=reviewer, version=1
    )
    services.propose_period(
        county=county, month=Month(2019, 6), deed=PeriodDeed.OPEN, reason="补报", by=reviewer
    )
    services.extend_period(
        period=period,
        unit=unit_a,
        until=datetime.date(2019, 8, 9),
        reason="系统升级",
        by=reviewer,
        today=TODAY,
    )
    propose_change(
        project=project,
        changes={"location": "城关镇"},
        reason="选址",
        by=reporter,
        version=1,
        today=TODAY,
    )
    review = ("审定", "交通运输局 2019年7月", "1 个项目待审定")
    assert lines(reviewer) == [("审核", "交通运输局 2019年7月", "1 个项目还没有看")]
    assert lines(approver) == [
        ("资料修改申请", "镇区道路改造工程", "陈交通提出改建设地点：选址"),
        review,
        ("核定申请", "镇区道路改造工程 2019年7月", "王审核：现场"),
        ("延期申请", "交通运输局 2019年7月延至8月9日", "王审核：系统升级"),
        ("填报期申请", "开启2019年6月填报期", "王审核：补报"),
    ]


def test_the_office_is_told_that_a_unit_objects_to_what_was_keyed(
    county, period, make_project, unit_a, unit_b, make_entry, reviewer
):
    for name, unit, consent in (
        ("甲", unit_a, KeyedConsent.OBJECTED),
        ("乙", unit_a, KeyedConsent.WAITING),
        ("丙", unit_b, KeyedConsent.CONFIRMED),
    ):
        make_entry(make_project(name, unit), EntryState.SUBMITTED, keyed_consent=consent)
    assert lines(reviewer) == [
        ("审核", "交通运输局 2019年7月", "2 个项目还没有看，其中1个单位有异议"),
        ("审核", "水利局 2019年7月", "1 个项目还没有看"),
    ]


def test_an_order_waits_for_its_unit_then_for_its_check_and_a_major_problem_for_the_leader(
    project, unit_a, reporter, reviewer, leader
):
    problem = raise_problem(
        project=project,
        category=ProblemCategory.LAND,
        severity=Severity.MAJOR,
        text="用地没有移交",
        source=ProblemSource.CONTACT,
        by=reviewer,
        today=TODAY,
    )
    order = issue_order(
        problem=problem,
        addressee=unit_a,
        request="移交用地",
        workdays=5,
        by=reviewer,
        today=TODAY,
    )
    name = "〔2019〕1号调度单 镇区道路改造工程"
    assert lines(reporter) == [("签收调度单", name, "移交用地")]
    assert lines(leader) == [("重大问题专报", "镇区道路改造工程", "用地没有移交")]
    late = datetime.date(2019, 8, 20)
    assert lines(reviewer, late) == [
        ("催办调度单", name, "交通运输局逾期未回复，可延期，或列入通报")
    ]
    reply_to_order(order=order, text="已移交", by=reporter, version=1, today=late)
    assert lines(reviewer, late) == [("核查调度单", name, "交通运输局已回复")]
    assert lines(reporter, late) == []


def test_the_page_and_the_count_beside_the_menu(client, period, project, reporter, leader):
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("accounts:waiting")).content.decode()
    assert "交通运输局 2019年7月" in page
    count = client.get(reverse("accounts:waiting_count"))
    assert count.content.decode() == '<span class="nav-count">1</span>\n'
    assert count["Cache-Control"] == "private, no-store"
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    assert "没有等您办理的事" in client.get(reverse("accounts:waiting")).content.decode()
    assert client.get(reverse("accounts:waiting_count")).content.decode() == "\n"


@pytest.mark.parametrize("rows", [1, 30])
def test_it_asks_the_same_number_of_questions_of_many(
    rows, period, make_project, unit_a, make_entry, reporter, approver, django_assert_num_queries
):
    for number in range(rows):
        make_entry(make_project(f"项目{number}", unit_a), EntryState.RETURNED)
    for user, questions in ((reporter, 32), (approver, 51)):
        waiting_for(user, TODAY)
        with django_assert_num_queries(questions):
            waiting_for(user, TODAY)


@pytest.mark.parametrize("rows", [1, 30])
def test_what_waits_for_review_asks_the_same_of_many_units(
    rows, county, make_project, make_entry, reviewer, approver, django_assert_num_queries
):
    for number in range(rows):
        unit = Unit.objects.create(parent=county, name=f"单位{number}", kind=UnitKind.TOWNSHIP)
        make_entry(make_project(f"项目{number}", unit), EntryState.SUBMITTED)
    for user, questions in ((reviewer, 20), (approver, 55)):
        waiting_for(user, TODAY)
        with django_assert_num_queries(questions):
            assert len(waiting_for(user, TODAY)) == rows


def test_the_work_of_a_reviewer_goes_down_by_their_own_deed_at_once(
    client, make_entry, project, reviewer
):
    entry = make_entry(project, EntryState.SUBMITTED)
    client.force_login(reviewer, backend="django.contrib.auth.backends.ModelBackend")
    count = reverse("accounts:waiting_count")
    assert client.get(count).content.decode() == '<span class="nav-count">1</span>\n'
    look = reverse("investment:queue_look", args=[entry.as_month, entry.pk])
    client.post(look, {"version": "1"})
    assert client.get(count).content.decode() == "\n"
