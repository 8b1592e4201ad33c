"""储备: what is asked of whom, and how a project comes of it into the register and a list."""

import datetime

import pytest

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from accounts.trail.words import words_of_line
from projects.models import (
    FormerReserveTarget,
    Part,
    PlanCategory,
    PlanChange,
    PlanItem,
    PlanState,
    Project,
    ReserveItem,
    ReserveTarget,
    RollDeed,
    Stage,
    TaskGiver,
)
from projects.reserve.conversion import link_project, take_into_list
from projects.reserve.roll import RESERVE
from projects.reserve.targets import Task, set_reserve_targets
from projects.rolls.services import declare_line, declare_of
from projects.tests.conftest import TODAY
from projects.tests.factories import AnnualPlanFactory, ProjectFactory

pytestmark = pytest.mark.django_db

YI = 10**8
MARCH_1, APRIL_1, JULY_1 = (datetime.date(2019, month, 1) for month in (3, 4, 7))


@pytest.fixture
def declare(unit_a, approver):
    def declared(name="竹加工园", total=2 * YI, unit=unit_a, day=MARCH_1, **values):
        values = {"name": name, "total_investment": total, **values}
        said = {"unit": unit, "values": values, "day": day, "by": approver, "today": TODAY}
        declare_line(RESERVE, **said)
        return ReserveItem.objects.get(name=name)

    return declared


# --- What is asked ------------------------------------------------------------------------


@pytest.fixture
def ask(county, approver):
    def asked(*tasks, period="first", source="市发改〔2019〕8号", from_day=None, by=approver):
        of = {"county": county, "year": 2019, "period": period, "source": source}
        tasks = [Task(*task) for task in tasks]
        return set_reserve_targets(**of, tasks=tasks, from_day=from_day, by=by, today=TODAY)

    return asked


def test_the_city_asks_the_county_and_the_county_its_units(ask, county, unit_a):
    ask((county, 30, 100 * YI), (unit_a, 3, None))
    asked = list(ReserveTarget.objects.order_by("pk").values_list("unit", "number", "given_by"))
    assert asked == [(county.pk, 30, TaskGiver.CITY), (unit_a.pk, 3, TaskGiver.COUNTY)]
    line = AuditEvent.objects.filter(action="reserve.target").earliest("sequence")
    assert ("任务投资", "", "1,000,000万元") in words_of_line(line)
    assert differences(ReserveTarget, FormerReserveTarget) == []


def test_what_was_asked_before_stays_until_the_day(ask, unit_a):
    ask((unit_a, 3, None))
    ask((unit_a, 5, None, 1), from_day=APRIL_1)
    target = ReserveTarget.objects.get()
    assert (target.number, target.version) == (5, 2)
    assert [(row.until, row.number) for row in target.former.all()] == [(APRIL_1, 3)]
    assert differences(ReserveTarget, FormerReserveTarget) == []


def test_a_task_that_stood_is_changed_from_a_day_of_its_year(ask, unit_a):
    ask((unit_a, 3, None))
    for from_day, fault in (
        (None, "改已下达的任务要填从哪一天起"),
        (datetime.date(2018, 12, 1), "要在任务的年度2019年内"),
        (datetime.date(2019, 9, 1), "不能填以后的日期，请到那一天再登记"),
    ):
        with pytest.raises(DomainError, match=fault):
            ask((unit_a, 5, None, 1), from_day=from_day)


def test_a_task_needs_its_source_and_something_new(ask, unit_a):
    with pytest.raises(DomainError, match="请写明任务的依据"):
        ask((unit_a, 3, None), source=" ")
    ask((unit_a, 3, None))
    with pytest.raises(DomainError, match="没有改动"):
        ask((unit_a, 3, None, 1))


def test_two_who_change_one_task_do_not_write_over_one_another(ask, unit_a):
    ask((unit_a, 3, None))
    ask((unit_a, 5, None, 1), from_day=APRIL_1)
    with pytest.raises(Stale):
        ask((unit_a, 4, None, 1), from_day=APRIL_1)
    with pytest.raises(Stale):
        ask((unit_a, 4, None, 0), from_day=APRIL_1)
    assert ReserveTarget.objects.get().number == 5


def test_only_an_approver_asks(ask, unit_a, reviewer):
    with pytest.raises(NotAllowed):
        ask((unit_a, 3, None), by=reviewer)


# --- Into the register and a list ------------------------------------------------------------


@pytest.fixture
def take(approver):
    def taken(item, plan, by=approver, reason="县政府常务会议", version=None, **values):
        usual = {"category": PlanCategory.NEW, "planned_investment": YI}
        return take_into_list(
            item=item,
            version=version or item.version,
            plan=plan,
            values=usual | values,
            reason=reason,
            by=by,
            today=TODAY,
        )

    return taken


def test_a_reserve_project_comes_into_the_register_and_a_list_in_one_step(
    declare, take, county, unit_a
):
    item, plan = declare(content="年加工毛竹3万吨"), AnnualPlanFactory(county=county)
    line = take(item, plan)
    project = Project.objects.get()
    assert (project.name, project.stage, project.total_investment, project.content) == (
        "竹加工园",
        Stage.RESERVE,
        2 * YI,
        "年加工毛竹3万吨",
    )
    assert project.unit_parts.get(part=Part.REPORTING).unit == unit_a
    assert (line.plan, line.project, line.category) == (plan, project, PlanCategory.NEW)
    item.refresh_from_db()
    assert (item.project, item.is_open) == (project, True)
    assert differences(ReserveItem, Project, PlanItem) == []


def test_a_preliminary_one_stands_as_such_in_the_register(declare, take, county):
    item = declare(is_preliminary=True)
    take(item, AnnualPlanFactory(county=county), category=PlanCategory.PRELIMINARY)
    assert Project.objects.get().stage == Stage.PRELIMINARY


def test_onto_an_issued_list_it_comes_by_an_adjustment(declare, take, county, reviewer):
    plan = AnnualPlanFactory(county=county, state=PlanState.ISSUED, issued_on=MARCH_1)
    change = take(declare(), plan, by=reviewer)
    assert isinstance(change, PlanChange)
    assert (change.kind, change.terms["planned_investment"]) == ("add", YI)
    assert (Project.objects.count(), PlanItem.objects.count()) == (1, 0)


def test_one_that_is_in_the_register_comes_onto_a_second_list_as_it_is(declare, take, county):
    item = declare()
    take(item, AnnualPlanFactory(county=county))
    item.refresh_from_db()
    take(item, AnnualPlanFactory(county=county, tier="municipal"))
    assert (Project.objects.count(), PlanItem.objects.count()) == (1, 2)
    with pytest.raises(WrongState):
        take(item, AnnualPlanFactory(county=county))


def test_what_is_refused_leaves_no_project(declare, take, county, reporter):
    item, plan = declare(), AnnualPlanFactory(county=county)
    with pytest.raises(NotAllowed):
        take(item, plan, by=reporter)
    with pytest.raises(DomainError, match="年度计划投资"):
        take(item, plan, planned_investment=None)
    with pytest.raises(Stale):
        take(item, plan, version=item.version + 1)
    assert Project.objects.count() == 0


def test_all_lines_of_the_number_are_of_the_project_that_is_named(declare, county, approver):
    item = declare()
    declare_of(
        RESERVE,
        line=item,
        deed=RollDeed.CHANGE,
        day=JULY_1,
        by=approver,
        today=TODAY,
        version=item.version,
        values={"total_investment": 3 * YI},
    )
    project = ProjectFactory(county=county, name="竹产业园")
    now = ReserveItem.objects.current().get()
    link_project(item=now, version=now.version, project=project, reason="同一项目", by=approver)
    assert set(ReserveItem.objects.values_list("project", flat=True)) == {project.pk}
    now.refresh_from_db()
    link_project(item=now, version=now.version, project=None, reason="认错了", by=approver)
    assert set(ReserveItem.objects.values_list("project", flat=True)) == {None}
    assert differences(ReserveItem) == []


def test_two_reserve_projects_are_not_one_project(declare, county, approver):
    project = ProjectFactory(county=county, name="竹产业园")
    first, second = declare(), declare("木加工园")
    link_project(item=first, version=first.version, project=project, reason="同一项目", by=approver)
    with pytest.raises(DomainError, match="已对应储备项目“竹加工园”"):
        link_project(
            item=second, version=second.version, project=project, reason="同一项目", by=approver
        )


def test_a_name_stands_once_in_the_reserve(declare):
    declare()
    with pytest.raises(DomainError, match="储备库里已有“竹加工园”"):
        declare(day=APRIL_1)
