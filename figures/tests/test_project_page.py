"""The page of one project: why it lags, who answers for it, month by month."""

from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.models import EntryState
from measures.money import WAN
from measures.months import Month
from projects.models import LeadOfficial, Part, PlanCategory, Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory


@pytest.fixture
def bridge(unit_a, unit_b):
    """2000 万元 planned. January 200 with a problem, February silent, March silent, April
    a total of 500, May nothing spent, June 100; of two lists, 省级 with another plan."""
    project = make_line(unit_a, "乙大桥", 2000, {1: 200}).project
    project.entries.update(problem="用地手续未办", progress="桩基施工")
    enter(project, 4, year_to_date=500 * WAN)
    enter(project, 5, month_amount=0, zero_reason="suspended")
    enter(project, 6, month_amount=100 * WAN, progress="主体施工")
    project.unit_parts.create(unit=unit_b, part=Part.LINKED, from_date="2019-01-01")
    LeadOfficial.objects.create(project=project, name="常务副县长", from_date="2019-01-01")
    PlanItemFactory(
        plan=AnnualPlanFactory(county=project.county, tier=Tier.PROVINCIAL),
        project=project,
        planned_investment=1200 * WAN,
    )
    return project


def open_project(client, user, project, month=JUNE, **query):
    address = reverse("figures:project", args=[month, project.pk])
    return sign_in(client, user).get(address, query)


def test_the_light_stands_on_top_with_its_word_points_and_reason(client, bridge, leader):
    response = open_project(client, leader, bridge)
    row = response.context["page"].row
    assert (row.light.word, row.light.points, row.light.reason) == (
        "滞后",
        Fraction(-20),
        "欠序时20.0个百分点",
    )
    page = response.content.decode()
    assert '<span class="light-word">滞后</span><span class="light-points">−20.0</span>' in page
    assert "欠序时20.0个百分点" in page


def test_the_words_of_the_unit_come_with_their_month(client, bridge, leader):
    response = open_project(client, leader, bridge)
    progress, problem = response.context["page"].progress, response.context["page"].problem
    assert (progress.text, progress.month, progress.is_latest) == ("主体施工", JUNE, True)
    assert (problem.text, problem.month, problem.is_latest) == (
        "用地手续未办",
        Month(2019, 1),
        False,
    )
    assert "1月填报，此后未再填写" in response.content.decode()


def test_who_answers_for_it_is_named(client, bridge, leader):
    response = open_project(client, leader, bridge)
    units = response.context["page"].units
    assert [(held.get_part_display(), held.unit.name) for held in units] == [
        ("填报单位", "交通运输局"),
        ("责任单位", "交通运输局"),
        ("包抓单位", "水利局"),
    ]
    assert response.context["row"].lead_official == "常务副县长"
    assert response.context["page"].start_words == "2019年1月15日"


def test_each_month_says_its_state_in_words(client, bridge, leader):
    months = open_project(client, leader, bridge).context["page"].months
    wan = [(m.state, m.amount and m.amount // WAN, m.done and m.done // WAN) for m in months]
    assert wan == [
        ("有投资", 200, 200),
        ("含在后期累计", None, None),
        ("含在后期累计", None, None),
        ("有投资", None, 500),
        ("零投资：停工", 0, 500),
        ("有投资", 100, 600),
    ]
    assert months[5].rate == Fraction(600, 2000)
    assert [m.lead for m in months][4:] == [25 - Fraction(500, 12), Fraction(-20)]


def test_each_list_has_its_own_plan_and_rate(client, bridge, leader):
    page = open_project(client, leader, bridge).context["page"]
    assert [(line.plan.key, line.row.rate, line.row.light.word) for line in page.lines] == [
        ("省级", Fraction(1, 2), "达序时"),
        ("县级", Fraction(3, 10), "滞后"),
    ]
    assert page.line.plan.key == "县级"


def test_the_list_one_comes_from_gives_the_plan(client, bridge, leader):
    response = open_project(client, leader, bridge, list="省级")
    assert response.context["row"].rate == Fraction(1, 2)
    assert response.context["curve_title"] == "6月底累计完成600万元，与序时应完成的持平"


def test_the_curve_leaves_out_months_that_nothing_is_known_of(client, bridge, leader):
    response = open_project(client, leader, bridge)
    done, pace = (series["data"] for series in response.context["curve_chart"]["series"])
    assert done == ["200", None, None, "500", "500", "600", *[None] * 6]
    assert (pace[5], pace[11]) == ("1000", "2000")
    assert response.context["curve_title"] == "6月底累计完成600万元，比序时应完成的少400万元"


def test_a_month_that_waits_is_not_held_against_the_pace(client, bridge, leader, unit_a):
    make_line(unit_a, "甲公路", 1000, {7: 100})
    enter(bridge, 7, month_amount=900 * WAN, state=EntryState.SUBMITTED, problem="雨季")
    response = open_project(client, leader, bridge, month=JUNE.next())
    page = response.context["page"]
    assert (page.months[6].state, page.months[6].done) == ("待审定", None)
    assert page.problem.text == "用地手续未办"
    assert page.told_until.month == JUNE
    assert "雨季" not in response.content.decode()


def test_a_month_that_waits_says_nothing_of_silent_months_before(client, leader, unit_a):
    road = make_line(unit_a, "甲公路", 1000, {1: 100}).project
    make_line(unit_a, "丁公路", 1000, {3: 100})
    enter(road, 3, month_amount=50 * WAN, state=EntryState.SUBMITTED)
    months = open_project(client, leader, road, month=Month(2019, 3)).context["page"].months
    assert [line.state for line in months] == ["有投资", "未报", "待审定"]


def test_a_draft_is_nobodys_business(client, bridge, leader, unit_a):
    make_line(unit_a, "甲公路", 1000, {7: 100})
    enter(bridge, 7, month_amount=900 * WAN, state=EntryState.DRAFT)
    page = open_project(client, leader, bridge, month=JUNE.next()).context["page"]
    assert page.months[6].state == "未报"


def test_a_preliminary_project_shows_how_far_it_has_come(client, bridge, leader, unit_a):
    tunnel = make_line(unit_a, "己隧道", None, category=PlanCategory.PRELIMINARY).project
    response = open_project(client, leader, tunnel)
    assert not response.context["page"].is_measured
    assert "未报前期节点" in response.content.decode()
    assert "前期项目没有月报。" in response.content.decode()


def test_it_leads_on_to_the_register_and_to_the_entries(client, bridge, leader):
    page = open_project(client, leader, bridge).content.decode()
    assert reverse("projects:detail", args=[bridge.pk]) in page
    assert reverse("investment:project", args=[bridge.pk, 2019]) in page


@pytest.mark.parametrize(
    "address",
    [
        reverse("reports:dashboard"),
        reverse("figures:rows", args=[JUNE, "县级.全部.完成投资"]),
        reverse("reports:monthly", args=[JUNE, "县级"]),
    ],
)
def test_every_name_in_the_tables_of_a_list_leads_here(client, bridge, leader, address):
    page = sign_in(client, leader).get(address).content.decode()
    here = reverse("figures:project", args=[JUNE, bridge.pk])
    assert f'<a href="{here}?list=%E5%8E%BF%E7%BA%A7">乙大桥</a>' in page


def test_the_reporter_of_the_unit_sees_his_own(client, bridge, reporter):
    assert open_project(client, reporter, bridge).status_code == 200


def test_a_reporter_of_another_unit_gets_404(client, unit_a, other_reporter):
    road = make_line(unit_a, "甲公路", 1000, {6: 100}).project
    assert open_project(client, other_reporter, road).status_code == 404


def test_an_administrator_holds_no_right_over_figures(client, bridge, administrator):
    assert open_project(client, administrator, bridge).status_code == 404


@pytest.mark.parametrize(
    ("month", "query"), [(JUNE, {"list": "市级"}), (Month(2018, 6), {}), (Month(2019, 7), {})]
)
def test_what_there_is_not_is_404(client, bridge, leader, month, query):
    assert open_project(client, leader, bridge, month, **query).status_code == 404


def test_thirty_projects_take_as_many_queries_as_one(client, bridge, leader, unit_a):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert open_project(client, leader, bridge).status_code == 200
        return len(seen)

    queries()  # the first request of a session also writes it
    at_one = queries()
    for number in range(29):
        make_line(unit_a, f"第{number}条公路", 1000, {6: 100})
    assert queries() == at_one
