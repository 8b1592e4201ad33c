"""前期节点: planned and reached, declared by units; one truth with the lists of preliminary
projects."""

import datetime

import pytest
from django.urls import reverse

from accounts.errors import DomainError
from accounts.people.waiting import waiting_for
from accounts.trail.proposals import accept
from accounts.trail.rebuilding import differences
from conftest import page_text
from figures.book import FigureBook
from figures.facts import load_facts
from figures.tests.scene import JUNE, make_line, sign_in
from measures.months import Month
from projects.milestones.roll import MILESTONES
from projects.milestones.steps import names_of_steps, steps_of
from projects.models import (
    Milestone,
    MilestoneDeclaration,
    MilestoneStep,
    PlanCategory,
    Project,
    RollDeed,
)
from projects.rolls.due import remind_of_lines
from projects.rolls.services import declare_line, declare_of
from projects.services import record_milestone

pytestmark = pytest.mark.django_db

MARCH_1, APRIL_30, MAY_15, JUNE_30, JULY_10, AUGUST_2 = (
    datetime.date(2019, m, d) for m, d in ((3, 1), (4, 30), (5, 15), (6, 30), (7, 10), (8, 2))
)


@pytest.fixture
def line(unit_a):
    return make_line(unit_a, "石墨烯产业园", None, category=PlanCategory.PRELIMINARY)


@pytest.fixture
def declare(unit_a, line, approver):
    def declared(kind="feasibility", day=MARCH_1, by=approver, project=None, **values):
        return declare_line(
            MILESTONES,
            unit=unit_a,
            project=project or line.project,
            values={"kind": kind, **values},
            day=day,
            by=by,
            today=AUGUST_2,
        )

    return declared


@pytest.fixture
def change(approver):
    def changed(deed, day, reason="", **values):
        line = Milestone.objects.current().get()
        return declare_of(
            MILESTONES,
            line=line,
            deed=RollDeed(deed),
            values=values,
            day=day,
            reason=reason,
            by=approver,
            today=AUGUST_2,
            version=line.version,
        )

    return changed


def figures(county, month=JUNE):
    book = FigureBook(load_facts(county, month))
    names = ("可研完成数", "未报节点数", "节点逾期数")
    return [book[f"县级.前期.{name}"].value for name in names]


def test_what_a_unit_declares_reached_is_counted_once_it_is_confirmed(
    county, declare, reporter, approver
):
    declaration = declare(by=reporter, reached_on=MAY_15, document_number="发改审〔2019〕3号")
    assert figures(county) == [None, None, 0] or figures(county)[0] is None
    accept(proposal=declaration, by=approver, today=AUGUST_2)
    assert figures(county) == [1, 0, 0]
    assert figures(county, Month(2019, 4)) == [None, 1, 0]
    assert differences(Milestone) == [] == differences(MilestoneDeclaration)


def test_a_step_is_overdue_from_the_day_after_its_plan_until_it_is_reached(county, declare, change):
    declare(planned_on=APRIL_30)
    assert figures(county, Month(2019, 4))[2] == 0
    assert figures(county, Month(2019, 5))[2] == 1
    change("change", JULY_10, reached_on=JULY_10)
    assert figures(county)[2] == 1
    assert figures(county, Month(2019, 7)) == [1, 0, 0]


def test_a_new_plan_leaves_the_months_before_it_as_they_were(county, declare, change):
    declare(planned_on=APRIL_30)
    change("change", JULY_10, planned_on=datetime.date(2019, 12, 31))
    assert figures(county)[2] == 1
    assert figures(county, Month(2019, 7))[2] == 0


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "planned_on"),
        ({"reached_on": datetime.date(2019, 8, 3)}, "reached_on"),
        ({"planned_on": datetime.date(2019, 2, 28)}, "planned_on"),
        ({"kind": "own-7", "reached_on": MAY_15}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(declare, values, field):
    with pytest.raises(DomainError) as error:
        declare(**values)
    assert list(error.value.faults) == [field]


def test_a_step_has_one_line_and_stays_the_step_that_it_was(declare, change):
    declare(planned_on=APRIL_30)
    with pytest.raises(DomainError, match="请在那一行上变更"):
        declare(planned_on=MAY_15)
    with pytest.raises(DomainError, match="不能改成另一个"):
        change("correct", MARCH_1, kind="tender", reason="登错")


def test_a_plan_may_be_put_right_and_taken_away_by_mistake(county, declare, change):
    declare(planned_on=APRIL_30)
    change("correct", MARCH_1, planned_on=MAY_15, reason="表上是5月")
    assert figures(county, Month(2019, 5))[2] == 1
    change("void", AUGUST_2, reason="不是本项目")
    assert figures(county) == [None, 1, 0]
    assert differences(Milestone) == []


def test_a_declared_start_moves_the_stage_of_the_project(declare, line):
    declare("start", reached_on=MAY_15)
    assert Project.objects.get(pk=line.project_id).stage == "construction"


def test_a_list_of_preliminary_projects_and_a_declaration_are_one_line(
    county, declare, line, approver
):
    record_milestone(project=line.project, kind="feasibility", reached_on=JUNE_30, by=approver)
    with pytest.raises(DomainError, match="请在那一行上变更"):
        declare(reached_on=MAY_15)
    declare("tender", planned_on=AUGUST_2)
    serials = Milestone.objects.order_by("pk").values_list("serial", flat=True)
    assert list(serials) == [1, 2]
    assert figures(county) == [1, 0, 0]


def test_a_county_has_the_steps_of_the_house_until_it_keeps_its_own(county, declare, line):
    assert [step.name for step in steps_of(county)][:3] == ["前期工作启动", "规划", "专家评审"]
    MilestoneStep.objects.create(county=county, name="可行性研究", kind="feasibility", position=1)
    own = MilestoneStep.objects.create(county=county, name="压覆矿产查询", position=2)
    assert [step.name for step in steps_of(county)] == ["可行性研究", "压覆矿产查询"]
    assert names_of_steps(county)["tender"] == "招标"
    declare(own.key, planned_on=APRIL_30, reached_on=MAY_15)
    # Followed and listed; how far the project has come figures tell by the steps of the house.
    assert figures(county) == [None, 1, 0]
    assert figures(county, Month(2019, 4))[2] == 0


def test_the_unit_is_told_once_of_a_step_that_is_overdue(county, declare, reporter):
    own = MilestoneStep.objects.create(county=county, name="压覆矿产查询")
    declare(own.key, planned_on=APRIL_30)

    def told(month, day):
        return remind_of_lines(datetime.datetime(2019, month, day, 1, tzinfo=datetime.UTC))

    assert told(4, 30) == []
    assert told(5, 1) == [
        "前期节点：交通运输局：石墨烯产业园前期节点“压覆矿产查询”到了计划完成的日子，没有登记完成，"
        "已于4月30日到期。"
    ]
    assert told(8, 1) == []
    waits = [each for each in waiting_for(reporter, AUGUST_2) if each.what == "前期节点"]
    assert [(each.text, each.due_on) for each in waits] == [("石墨烯产业园", APRIL_30)]


def test_the_pages_show_what_is_planned_reached_and_overdue(
    client, leader, other_reporter, declare, line
):
    declare("tender", planned_on=APRIL_30)
    declare(reached_on=MAY_15, document_number="发改审〔2019〕3号")
    own = reverse("projects:project_milestones", args=[line.project_id])
    page = page_text(sign_in(client, leader).get(own))
    assert "可研完成" in page
    assert "发改审〔2019〕3号" in page
    assert "已逾期" in page
    every = page_text(client.get(reverse("projects:milestones"), {"overdue": 1}))
    assert "逾期 19-04-30" in every
    assert "✓ 19-05-15" in every
    client = sign_in(client, other_reporter)
    assert client.get(own).status_code == 404
    assert "没有这样的项目" in page_text(client.get(reverse("projects:milestones")))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_the_same_however_many_projects(
    client, leader, unit_a, declare, rows, django_assert_max_num_queries
):
    for n in range(rows):
        item = make_line(unit_a, f"第{n}园", None, category=PlanCategory.PRELIMINARY)
        declare("tender", project=item.project, planned_on=APRIL_30)
    client = sign_in(client, leader)
    with django_assert_max_num_queries(30):
        client.get(reverse("projects:milestones"))
