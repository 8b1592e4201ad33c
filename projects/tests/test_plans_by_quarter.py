"""A list plans a project by months or quarters (分期计划): by workbook and by page, dated and taken
back as the rest of its line."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import AuditEvent
from accounts.trail.rebuilding import differences
from accounts.trail.words import words_of_line
from figures.tests.scene import sign_in
from projects.adjustments import services
from projects.adjustments.forcing import put_in_force
from projects.adjustments.taking_back import take_back
from projects.adjustments.wanted import wanted_by
from projects.intake import PLAN_TABLE, apply_plan
from projects.lists.lines import change_line
from projects.models import FormerTerms, PlanItem
from projects.phase_field import PhasesField
from projects.reading import items_on
from projects.tests.conftest import JUNE_30, TODAY
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory
from projects.tests.test_several_lists import HEADS, preview, workbook
from workbooks.intake import uploads
from workbooks.intake.previews import Verdict
from workbooks.intake.sent import Sent

pytestmark = pytest.mark.django_db

WAN = 10_000
JULY_15 = datetime.date(2019, 7, 15)
BY_QUARTER = (*HEADS, "一季度计划投资", "二季度计划投资", "三季度计划投资", "四季度计划投资")
ALL_FOUR = "一季度100万元，二季度200万元，三季度300万元，四季度400万元"
ILLEGIBLE = (
    "金额“同上”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元，这一格没有读入"
)
ROAD = (1, "经开区道路", "新建", "交通局", 1000)


def road(*amounts, heads=BY_QUARTER, plan=1000):
    return workbook("2019年重点项目计划", ((*ROAD[:4], plan, *amounts),), heads)


def bring(content, county):
    found = preview(content, county, 2019)
    apply_plan(found, by=None)
    return found


def warnings(found):
    return [finding.message for finding in found.findings.warnings]


def phases():
    return PlanItem.objects.get(project__name="经开区道路").spread.words


@pytest.mark.parametrize(
    ("heads", "amounts", "words"),
    [
        (BY_QUARTER[5:], (100, 200, 300, 400), ALL_FOUR),
        (("1月计划", "2月计划", "3月计划"), (10, 20.5, 0), "1月10万元，2月20.5万元，3月0万元"),
        (("上半年计划投资", "其中：一季度计划"), (600, "200"), "上半年600万元，一季度200万元"),
        (("1-9月计划", "截至6月底计划完成（亿元）"), (700, 0.05), "前三季度700万元，上半年500万元"),
    ],
)  # fmt: skip
def test_a_workbook_plans_by_months_or_quarters(county, heads, amounts, words):
    found = bring(road(*amounts, heads=(*HEADS, *heads)), county)
    assert (phases(), warnings(found)) == (words, [])
    assert found.lines[0].line.lists[0].words == f"县级 新建 1,000（{words}）"
    assert differences(PlanItem, FormerTerms) == []


def test_quarters_stand_under_a_common_head(county):
    heads = (*HEADS, "分季度计划投资（万元）", "", "", "")
    below = ("", "", "", "", "", "一季度", "二季度", "三季度", "四季度")
    content = workbook("2019年重点项目计划", (below, (*ROAD, 100, 200, 300, 400)), heads)
    bring(content, county)
    assert phases() == ALL_FOUR


def test_works_planned_for_a_quarter_are_no_money(county):
    heads = (*HEADS, "一季度工作计划", "二季度形象进度计划")
    found = bring(road("开工", "完成路基", heads=heads), county)
    assert (phases(), [use.title for use in found.uses.unused]) == (
        "",
        ["一季度工作计划", "二季度形象进度计划"],
    )


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        ((600, 600, None, None), "县级分期合计1,200万元，超过年度计划投资1,000万元，请核对"),
        ((100, 200, 300, 300), "县级分期合计900万元，少于年度计划投资1,000万元，请核对"),
        ((100, "同上", 300, None), ILLEGIBLE),
        ((100, -5, 300, None), "金额不能是负数，这一格没有读入"),
    ],
)
def test_what_does_not_add_up_is_said_before_it_is_imported(county, amounts, said):
    found = preview(road(*amounts), county, 2019)
    assert warnings(found) == [said]
    assert [line.verdict for line in found.lines] == [Verdict.ADDED]


def test_another_plan_of_the_year_beside_the_old_quarters_is_said(county):
    bring(road(100, 200, 300, 400), county)
    found = preview(workbook("2019年重点项目计划", ((*ROAD[:4], 1200),)), county, 2019)
    assert warnings(found) == ["县级分期合计1,000万元，少于年度计划投资1,200万元，请核对"]


def test_a_file_changes_only_the_months_of_which_it_speaks_and_is_taken_back(county, approver):
    bring(road(100, 200, 300, 400), county)
    months = (*HEADS, "4月计划", "5月计划", "6月计划")
    sent = Sent("四至六月.xlsx", road(50, 60, 90, heads=months), county, approver, TODAY,
                {"year": 2019})  # fmt: skip
    upload = uploads.receive_workbook(kind=PLAN_TABLE, sent=sent)
    found = uploads.preview_upload(upload, by=approver, today=TODAY)
    [change] = found.lines
    assert [cell.label for cell in change.other_changes()] == ["县级分期计划投资"]
    uploads.apply_upload(upload=upload, fingerprint=found.fingerprint, by=approver, today=TODAY)
    assert phases() == (
        "一季度100万元，4月50万元，5月60万元，6月90万元，三季度300万元，四季度400万元"
    )
    uploads.undo_upload(upload=upload, by=approver, today=TODAY)
    assert phases() == ALL_FOUR
    assert differences(PlanItem, FormerTerms) == []


def test_our_own_table_read_back_changes_nothing(client, county, approver):
    bring(road(100, 200, 300, 400), county)
    sign_in(client, approver)
    table = client.get(reverse("projects:export"), {"year": 2019})
    found = preview(b"".join(table), county, 2019)
    assert [line.verdict for line in found.lines] == [Verdict.UNCHANGED]


def test_by_page_parts_that_are_not_the_years_plan_are_refused(county, unit_a, approver):
    project = ProjectFactory(county=county, reporting=unit_a)
    item = PlanItemFactory(project=project, plan=AnnualPlanFactory(county=county))
    values = {"category": "new", "planned_investment": 1000 * WAN, "planned_start": None}
    act = {"item": item, "by": approver, "version": 1}
    with pytest.raises(DomainError) as refused:
        change_line(changes=values | {"phases": "1-3:6000000 4-6:6000000"}, **act)
    assert refused.value.message == "分期合计1,200万元，超过年度计划投资1,000万元，请核对。"
    change_line(changes=values | {"phases": "1-3:4000000 4-6:6000000"}, **act)
    item.refresh_from_db()
    assert item.spread.words == "一季度400万元，二季度600万元"
    line = AuditEvent.objects.filter(action="project.update").latest("sequence")
    [told] = [words for words in words_of_line(line) if words[0].endswith("分期计划投资")]
    assert told == (f"{item.plan}分期计划投资", "", "一季度400万元，二季度600万元")


def test_it_is_typed_a_line_each_and_shown_beside_the_years_plan(client, county, unit_a, reviewer):
    project = ProjectFactory(county=county, name="经开区道路", reporting=unit_a)
    plan = AnnualPlanFactory(county=county)
    sign_in(client, reviewer)
    typed = {
        "project": project.pk,
        "category": "new",
        "planned_investment": "1000",
        "phases": "一季度 400\n4月：0.01亿元；5-6月 500",
    }
    client.post(reverse("projects:add_line", args=[plan.pk]), typed)
    item = PlanItem.objects.get()
    assert item.spread.words == "一季度400万元，4月100万元，5—6月500万元"
    edit = client.get(reverse("projects:edit_line", args=[plan.pk, item.pk]))
    assert edit.context["form"]["phases"].value() == "一季度 400\n4月 100\n5—6月 500"
    page = client.get(reverse("projects:plan", args=[plan.pk]))
    assert page.context["spans"] == ["一季度", "4月", "5—6月"]
    assert page.context["tally"].whole.phases == (400 * WAN, 100 * WAN, 500 * WAN)
    project_page = client.get(reverse("projects:data", args=[project.pk]))
    assert item.spread.words in project_page.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("一季度", "“一季度”没有金额，或金额是负数，请写成“一季度 3000”这样。"),
        ("一期 30", "“一期 30”看不出是哪几个月，请写成“一季度 3000”这样。"),
        ("一季度 3\n1-3月 3", "“1-3月 3”这一期写了两次，请只留一行。"),
        ("1-12月 3", "全年的计划写在年度计划投资里，这里只写分期的。"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_box(typed, said):
    with pytest.raises(ValidationError) as refused:
        PhasesField().clean(typed)
    assert refused.value.messages == [said]


def test_an_adjustment_changes_quarters_from_its_day_and_is_taken_back(
    county, unit_a, reviewer, approver
):
    project = ProjectFactory(county=county, reporting=unit_a)
    item = PlanItemFactory(
        project=project, plan=AnnualPlanFactory(county=county), phases="1-3:4000000 4-6:8000000"
    )
    asked = {"project": project, "item": item}
    with pytest.raises(DomainError) as refused:
        wanted_by("cut", **asked, amount=1000 * WAN)
    assert refused.value.message == (
        "分期合计1,200万元，超过年度计划投资1,000万元，请同时填写改后的分期计划"
    )
    spread = wanted_by("terms", **asked, phases="1-3:4000000 4-6:5000000 7-9:3000000")
    adjustment = services.draft_adjustment(plan=item.plan, name="中期调整", by=reviewer)
    services.ask(
        plan=item.plan,
        kind="terms",
        project=project,
        wanted=spread,
        reason="工期推后",
        by=reviewer,
        adjustment=adjustment,
    )
    put_in_force(
        adjustment=adjustment,
        effective_on=JULY_15,
        by=approver,
        version=adjustment.version,
        today=TODAY,
    )
    item.refresh_from_db()
    assert item.spread.words == "一季度400万元，二季度500万元，三季度300万元"
    june, july = (items_on([item], day, county)[0] for day in (JUNE_30, JULY_15))
    assert (june.phases, july.phases) == ("1-3:4000000 4-6:8000000", item.phases)
    take_back(adjustment=adjustment, reason="文件未发", by=approver, version=adjustment.version)
    item.refresh_from_db()
    assert item.phases == "1-3:4000000 4-6:8000000"
