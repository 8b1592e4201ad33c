"""What rooms tell of a project, and what the register tells of it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects import happenings
from projects.happenings import Happening, told_of
from projects.models import MilestoneKind, Part, Project
from projects.services import assign_unit, update_project
from projects.tests.factories import (
    LeadOfficialFactory,
    MilestoneFactory,
    PlanItemFactory,
    ProjectFactory,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2019, 8, 2)
JUNE_3 = datetime.date(2019, 6, 3)


@pytest.fixture
def rooms(monkeypatch):
    """Only the rooms that a test registers."""
    registered = happenings.defaultdict(list)
    monkeypatch.setattr(happenings, "_registered", registered)
    return registered


def of_day(day, words):
    return Happening(datetime.date(2019, 6, day), "事", words)


def test_the_latest_comes_first_and_one_day_in_the_order_of_the_rooms(rooms, project, approver):
    happenings.register("甲", lambda user, project: [of_day(1, "甲一"), of_day(3, "甲三")])
    happenings.register("乙", lambda user, project: [of_day(3, "乙三"), of_day(2, "乙二")])
    told = told_of(approver, project)
    assert [each.words for each in told] == ["甲三", "乙三", "乙二", "甲一"]
    assert happenings.topics() == ["甲", "乙"]


def test_of_one_topic_only_its_rooms_are_asked(rooms, project, approver):
    happenings.register("甲", lambda user, project: pytest.fail("甲 was asked"))
    happenings.register("乙", lambda user, project: [of_day(3, "乙三")])
    assert told_of(approver, project, "乙") == [of_day(3, "乙三")]


def told(user, project, topic):
    """Day, kind, words and note of what is told of a topic."""
    found = told_of(user, Project.objects.get(pk=project.pk), topic)
    return [(each.day.isoformat(), each.kind, each.words, each.note) for each in found]


def test_a_change_of_the_register_is_told_from_the_day_it_holds(project, approver):
    update_project(
        project=project,
        by=approver,
        version=project.version,
        changes={"name": "抽水蓄能电站一期", "total_investment": 120_000_000},
        today=TODAY,
        from_day=JUNE_3,
        reason="批复",
    )
    assert told(approver, project, "项目资料") == [
        ("2019-06-03", "资料变更", "项目名称由“抽水蓄能电站项目”改为“抽水蓄能电站一期”", ""),
        ("2019-06-03", "资料变更", "总投资由10,000万元改为12,000万元", ""),
    ]


def test_the_days_of_the_project_itself_are_told(project, approver):
    project.actual_start = datetime.date(2019, 3, 5)
    project.completed_on = datetime.date(2019, 7, 1)
    project.start_recognised_on, project.start_evidence = JUNE_3, "现场认定"
    project.save()
    assert told(approver, project, "项目资料") == [
        ("2019-07-01", "竣工", "项目竣工", ""),
        ("2019-06-03", "认定开工", "项目认定开工", "现场认定"),
        ("2019-03-05", "开工", "项目开工", ""),
    ]


def test_who_takes_over_is_told_and_who_was_first_is_not(project, approver, unit_b):
    assign_unit(project=project, unit=unit_b, part=Part.REPORTING, on=JUNE_3, by=approver)
    LeadOfficialFactory(project=project, name="县长", until=JUNE_3)
    LeadOfficialFactory(project=project, name="副县长", from_date=JUNE_3)
    assert told(approver, project, "项目资料") == [
        ("2019-06-03", "移交", f"填报单位改为{unit_b.name}", ""),
        ("2019-06-03", "包抓领导", "包抓领导由县长改为副县长", ""),
    ]


def test_a_list_and_the_days_it_plans_are_told(county, unit_a, approver):
    project = ProjectFactory(county=county, reporting=unit_a)
    item = PlanItemFactory(
        project=project,
        planned_start=datetime.date(2019, 9, 1),
        plan__state="issued",
        plan__issued_on=datetime.date(2019, 2, 11),
        annual_task="完成路基",
    )
    begun, listed = told_of(approver, project, "计划")
    assert listed == Happening(
        datetime.date(2019, 2, 11),
        "列入计划",
        "列入2019年县级重点建设项目，新建，年度计划投资1,200万元",
        f"/projects/plans/{item.plan_id}/",
        "完成路基",
    )
    assert begun == Happening(
        datetime.date(2019, 9, 1),
        "计划开工",
        "县级计划2019年9月开工",
        f"/projects/plans/{item.plan_id}/",
        is_planned=True,
    )


def test_a_milestone_is_told_when_reached_or_for_the_day_planned(project, approver):
    MilestoneFactory(
        project=project, kind=MilestoneKind.FEASIBILITY, reached_on=JUNE_3, note="发改审〔2019〕3号"
    )
    MilestoneFactory(
        project=project, kind=MilestoneKind.TENDER, planned_on=datetime.date(2019, 9, 9)
    )
    assert told(approver, project, "前期节点") == [
        ("2019-09-09", "前期节点", "招标计划完成", ""),
        ("2019-06-03", "前期节点", "可研完成", "发改审〔2019〕3号"),
    ]


def test_a_source_asks_one_question_however_many_rows(project, approver):
    # As the page has them: its roles and its county are read before anything is told.
    project = Project.objects.select_related("county").get(pk=project.pk)
    assert approver.held_roles
    asked = {}
    for topic, sources in happenings._registered.items():
        for source in sources:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                list(source(approver, project))
            asked[topic, source.__name__] = len(queries)
    assert {name: count for name, count in asked.items() if count > 1} == {}
