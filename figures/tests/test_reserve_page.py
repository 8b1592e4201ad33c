"""储备情况: what each unit was asked, declared and had started; and the deeds beside it."""

import datetime

import pytest
from django.urls import reverse

from conftest import page_text
from figures.tests.scene import JUNE, make_line, sign_in
from projects.models import PlanItem, Project, ReserveItem, ReserveTarget
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line
from projects.tests.factories import AnnualPlanFactory, ProjectFactory

pytestmark = pytest.mark.django_db

YI = 10**8
TODAY = datetime.date(2019, 8, 2)


@pytest.fixture
def reserve(county, unit_a, unit_b, approver):
    """A unit with a project of 2亿元, and one that was asked and has none."""
    make_line(unit_a, "甲公路", 1000, {6: 400})
    set_reserve_targets(
        county=county,
        year=2019,
        period="first",
        tasks=[Task(unit_a, 2, None), Task(unit_b, 1, None)],
        source="县政发〔2019〕2号",
        from_day=None,
        by=approver,
        today=TODAY,
    )
    return declare(unit_a, approver, "竹加工园")


def declare(unit, by, name):
    declare_line(
        RESERVE,
        unit=unit,
        values={"name": name, "total_investment": 2 * YI},
        day=datetime.date(2019, 3, 1),
        by=by,
        today=TODAY,
    )
    return ReserveItem.objects.get(name=name)


def test_the_table_has_a_line_for_each_unit_and_says_who_has_none(
    client, reserve, leader, unit_a, unit_b
):
    answer = sign_in(client, leader).get(reverse("figures:reserve", args=[JUNE]))
    table = answer.context["table"]
    said = {line.name: ([f.value for f in line.figures[:3]], line.lacks) for line in table.lines}
    assert said == {
        unit_a.name: ([2, None, 1], ("零转化",)),
        unit_b.name: ([1, None, 0], ("零申报", "零转化")),
    }
    assert table.whole.figures[0].value == 3
    text = page_text(answer)
    assert "登记储备任务" not in text
    assert f"?unit={unit_a.pk}" in text


def test_every_number_opens_its_rows(client, reserve, leader, unit_a):
    address = reverse("figures:rows", args=[JUNE, "储备.全部.个数"])
    page = sign_in(client, leader).get(address, {"unit": unit_a.pk})
    assert "竹加工园" in page_text(page)


def test_a_reporter_sees_his_unit_alone(client, reserve, reporter, unit_a):
    answer = sign_in(client, reporter).get(reverse("figures:reserve", args=[JUNE]))
    assert [line.name for line in answer.context["table"].lines] == [unit_a.name]


def test_the_latest_is_that_of_the_published_month(client, reserve, leader, county):
    answer = sign_in(client, leader).get(reverse("figures:reserve_latest"))
    assert answer.url == reverse("figures:reserve", args=[JUNE])


@pytest.mark.parametrize("projects", [1, pytest.param(30, marks=pytest.mark.slow)])
def test_queries_of_the_page(
    client, reserve, approver, unit_a, django_assert_max_num_queries, projects
):
    for number in range(projects):
        declare(unit_a, approver, f"第{number}个")
    sign_in(client, approver)
    with django_assert_max_num_queries(30):
        client.get(reverse("figures:reserve", args=[JUNE]))


# --- The deeds beside it ----------------------------------------------------------------------


def test_an_approver_sets_the_tasks_of_all_units_on_one_page(client, county, unit_a, approver):
    address = reverse("projects:reserve_tasks", args=[2019, "first"])
    sign_in(client, approver)
    shown = page_text(client.get(address))
    assert "2019年上半年储备任务" in shown
    assert f"{unit_a}任务数" in shown
    sent = {
        f"number-{county.pk}": "30",
        f"amount-{county.pk}": "1000000",
        f"version-{county.pk}": "0",
        f"number-{unit_a.pk}": "3",
        f"version-{unit_a.pk}": "0",
        "source": "市发改〔2019〕8号",
    }
    assert client.post(address, sent).status_code == 302
    asked = ReserveTarget.objects.order_by("pk").values_list("unit", "number", "amount")
    assert list(asked) == [(county.pk, 30, 100 * YI), (unit_a.pk, 3, None)]
    again = client.post(address, sent | {f"number-{unit_a.pk}": "4"})
    assert again.status_code == 409
    assert 'value="4"' in page_text(again)


def test_a_reserve_project_comes_into_a_list_by_page(client, reserve, county, approver):
    plan = AnnualPlanFactory(county=county)
    sign_in(client, approver)
    address = reverse("projects:reserve_take", args=[reserve.pk])
    assert "列入清单：竹加工园" in page_text(client.get(address))
    sent = {
        "version": reserve.version,
        "plan": plan.pk,
        "category": "new",
        "planned_investment": "6000",
    }
    answer = client.post(address, sent)
    assert answer.url == reverse("projects:plan", args=[plan.pk])
    assert PlanItem.objects.get(project__name="竹加工园").planned_investment == 6000 * 10_000


def test_a_project_of_the_register_is_named_by_page(client, reserve, county, approver):
    project = ProjectFactory(county=county, name="竹产业园")
    sign_in(client, approver)
    address = reverse("projects:reserve_link", args=[reserve.pk])
    sent = {"version": reserve.version, "project": project.pk, "reason": "同一项目"}
    assert client.post(address, sent).status_code == 302
    reserve.refresh_from_db()
    assert reserve.project == Project.objects.get(name="竹产业园")
