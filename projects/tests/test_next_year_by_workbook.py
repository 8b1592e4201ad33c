"""A workbook of the new year meets the list that was drafted from the year before."""

import pytest

from accounts.errors import WrongState
from measures.money import WAN
from projects.intake import PLAN_TABLE, apply_plan, preview_plan
from projects.lists.services import remove_list
from projects.models import AnnualPlan, PlanItem, Project
from projects.tests.test_several_lists import HEADS, workbook
from projects.tests.turn_scene import DECEMBER_20, JANUARY_10, draft, enter
from workbooks.intake import uploads
from workbooks.intake.previews import Verdict
from workbooks.intake.sent import Sent

pytestmark = pytest.mark.django_db

WITH_BEFORE = (*HEADS, "截至2019年底累计完成投资", "总投资")


def preview(county, rows, heads=HEADS, year=2020, today=JANUARY_10):
    content = workbook(f"{year}年全县重点建设项目计划表", rows, heads)
    return preview_plan(content, county=county, year=year, today=today)


def on(plan):
    found = PlanItem.objects.filter(plan=plan).order_by("position", "pk")
    return [(item.project.name, item.category, item.planned_investment) for item in found]


@pytest.fixture
def drafted(this_year, lines, approver):
    return draft(this_year, approver)


def test_the_file_says_what_the_draft_plans_in_its_own_order_and_classes(drafted, county):
    """前期桥 was drafted as 新建 and stays 前期; what the file leaves out stays open."""
    found = preview(
        county,
        (
            (1, "新路", "新建", "交通运输局", 300),
            (2, "前期桥", "前期", "交通运输局", None),
            (3, "未开工站", "新建", "交通运输局", 500),
            (4, "续建路", "续建", "交通运输局", 800),
        ),
    )
    assert (found.open_lists, found.in_force, found.findings.errors) == ([], {}, [])
    assert [str(f.message) for f in found.findings.warnings if "不在本文件" in f.message] == [
        "县级清单原有 1 个项目不在本文件中或没有列入，保留不变：已开工厂"
    ]
    apply_plan(found, by=None)
    assert on(drafted) == [
        ("已开工厂", "continuing", None),
        ("新路", "new", 300 * WAN),
        ("前期桥", "preliminary", None),
        ("未开工站", "new", 500 * WAN),
        ("续建路", "continuing", 800 * WAN),
    ]


def differing(found):
    return [
        (finding.cell, finding.message)
        for finding in found.findings.warnings
        if "按月报推算" in finding.message
    ]


@pytest.fixture
def road(lines):
    road = lines["续建路"]
    road.invested_before, road.invested_before_year = 600 * WAN, 2018
    road.save()
    return road


def test_another_figure_of_what_was_invested_before_is_held_against_the_computed_one(
    drafted, road, county
):
    enter(road, 12, year_to_date=300 * WAN)
    said = ((1, "续建路", "续建", "交通运输局", 800, 950, 2000),)
    found = preview(county, said, WITH_BEFORE)
    assert differing(found) == [
        (
            "F4",
            "截至2019年底累计完成投资写的是950万元，按月报推算为900万元"
            "（截至2018年底600＋2019年完成300），多50万元，请核对；导入后按文件登记",
        )
    ]
    apply_plan(found, by=None)
    road.refresh_from_db()
    assert (road.invested_before, road.invested_before_year) == (950 * WAN, 2019)
    # It is still said of the file, whoever sends it again.
    again = preview(county, said, WITH_BEFORE)
    assert ([line.verdict for line in again.lines], len(differing(again))) == (
        [Verdict.UNCHANGED], 1,
    )  # fmt: skip
    assert differing(preview(county, ((1, "续建路", "续建", "交通运输局", 800, 900, 2000),),
                             WITH_BEFORE)) == []  # fmt: skip


def test_before_december_is_in_a_figure_may_be_more_and_not_less(drafted, road, county):
    enter(road, 11, year_to_date=280 * WAN)

    def said(before):
        rows = ((1, "续建路", "续建", "交通运输局", 800, before, 2000),)
        return [message for _, message in differing(preview(county, rows, WITH_BEFORE))]

    assert said(900) == []
    assert said(870) == [
        "截至2019年底累计完成投资写的是870万元，按月报推算为880万元"
        "（截至2018年底600＋2019年完成280（报到11月）），少10万元，请核对；导入后按文件登记"
    ]


def test_a_list_that_is_only_drafted_says_nothing_of_what_a_project_is(drafted, lines, county):
    """A file of 2019 that comes in December changes the project for good, as it did before."""
    rows = ((1, "续建路", "续建", "交通运输局", 800, 3000),)
    heads = (*HEADS, "总投资")
    apply_plan(preview(county, rows, heads, year=2019, today=DECEMBER_20), by=None)
    assert Project.objects.get(name="续建路").total_investment == 3000 * WAN
    told = PlanItem.objects.get(plan=drafted, project=lines["续建路"])
    told.planned_investment = 5
    told.save()
    rows = ((1, "续建路", "续建", "交通运输局", 800, 4000),)
    apply_plan(preview(county, rows, heads, year=2019, today=DECEMBER_20), by=None)
    assert Project.objects.get(name="续建路").total_investment == 3000 * WAN


def test_an_import_into_the_draft_is_taken_back_before_the_draft_is_removed(
    drafted, county, approver
):
    before = PlanItem.objects.order_by("pk").values_list("pk", "position", "planned_investment")
    as_drafted = list(before)
    content = workbook("2020年全县重点建设项目计划表",
                       ((1, "续建路", "续建", "交通运输局", 800),), HEADS)  # fmt: skip
    sent = Sent("计划.xlsx", content, county, approver, JANUARY_10, {"year": 2020})
    upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
    shown = uploads.preview_upload(upload, by=approver, today=JANUARY_10)
    uploads.apply_upload(
        upload=upload, fingerprint=shown.fingerprint, by=approver, today=JANUARY_10
    )
    assert list(before.all()) != as_drafted
    drafted.refresh_from_db()
    with pytest.raises(WrongState, match="请先撤销导入，再删除清单"):
        remove_list(plan=drafted, by=approver, version=drafted.version)
    upload.refresh_from_db()
    uploads.undo_upload(upload=upload, by=approver, today=JANUARY_10)
    assert list(before.all()) == as_drafted
    drafted.refresh_from_db()
    remove_list(plan=drafted, by=approver, version=drafted.version)
    assert not AnnualPlan.objects.filter(year=2020).exists()
