"""What an import notices, refuses and changes: at which cell, and with which words."""

import datetime

import pytest
from django.db.models import Count

from accounts.errors import Stale
from accounts.models import AuditEvent, FormerUnit
from projects.intake import apply_plan, apply_preliminary, preview_plan, preview_preliminary
from projects.intake.preliminary_workbook import milestone_reached
from projects.models import (
    LeadOfficial,
    Milestone,
    MilestoneKind,
    PlanItem,
    Project,
    ProjectAlias,
    ProjectUnit,
)
from projects.services import add_alias
from projects.tests.conftest import JUNE_30, TODAY
from workbooks.intake.previews import Verdict

WAN = 10_000


def sentences(preview):
    return [finding.sentence() for finding in preview.findings]


def lines(preview, verdict):
    return [line for line in preview.lines if line.verdict is verdict]


def edits(change):
    return [(edit.label, edit.shown_old, edit.shown_new) for edit in change.edits]


def test_nothing_is_written_before_it_is_applied(county, plan_file):
    preview = preview_plan(plan_file, county=county, year=2019, today=TODAY)
    assert preview.added == 85
    assert Project.objects.count() == 0
    assert AuditEvent.objects.count() == 0


def test_each_error_is_told_with_its_cell_and_its_row_is_refused(county, plan_file, edited):
    content = edited(
        plan_file,
        {"M7": "五百", "P8": "13", "J9": "2020-2019", "H10": None, "F11": "也许", "M12": -5},
    )
    preview = preview_plan(content, county=county, year=2019, today=TODAY)
    errors = {finding.cell: finding.value for finding in preview.findings.errors}
    assert errors == {
        "M7": "五百",
        "P8": "13",
        "J9": "2020-2019",
        "H10": "",
        "F11": "也许",
        "M12": "-5",
    }
    assert "「Sheet」H10：没有责任单位，请补上；填报单位由责任单位确定" in sentences(preview)
    assert (preview.added, preview.refused) == (79, 6)


def test_findings_come_in_the_order_of_the_rows(county, plan_file, edited):
    content = edited(
        plan_file, {"M12": -5, "C5": "合计（86个）", "M7": "五百", "H10": None, "F10": "也许"}
    )
    preview = preview_plan(content, county=county, year=2019, today=TODAY)
    cells = [finding.cell for finding in preview.findings]
    assert cells == ["C5", "M7", "F10", "H10", "M12"]


def test_a_word_in_a_column_of_amounts_is_no_amount(county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"M7": "约一百"}), county=county, year=2019, today=TODAY
    )
    [error] = preview.findings.errors
    assert (error.cell, error.message) == (
        "M7",
        "金额“约一百”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    )


def test_rows_without_errors_are_applied_when_others_are_refused(county, plan_file, edited):
    preview = preview_plan(edited(plan_file, {"M7": "五百"}), county=county, year=2019, today=TODAY)
    apply_plan(preview, by=None)
    assert Project.objects.count() == 84
    assert not Project.objects.filter(name="镇区道路改造工程").exists()


def test_a_total_that_is_not_the_sum_of_its_rows_is_a_warning(county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"M6": 431_001}), county=county, year=2019, today=TODAY
    )
    assert sentences(preview) == [
        "「Sheet」M6：“431001” 合计行与各行之和不符："
        "“新建项目（51个）”的年度计划投资写的是431,001万元，各行相加是431,000万元，请核对"
    ]
    assert preview.refused == 0


def test_a_declared_count_that_is_not_the_rows_read_is_a_warning(county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"C5": "合计（86个）"}), county=county, year=2019, today=TODAY
    )
    assert sentences(preview) == ["「Sheet」C5：“合计（86个）” 写明86个项目，实际读到85个，请核对"]


def test_a_name_that_stands_twice_is_refused_in_both_rows(county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"C8": "镇区道路改造工程"}), county=county, year=2019, today=TODAY
    )
    message = "项目“镇区道路改造工程”在第7、8行重复出现，请只保留一行"
    assert [(f.cell, f.message) for f in preview.findings.errors] == [
        ("C7", message),
        ("C8", message),
    ]
    assert preview.refused == 2


def test_a_plan_of_another_year_is_not_read_at_all(county, plan_file):
    preview = preview_plan(plan_file, county=county, year=2020, today=TODAY)
    assert [finding.cell for finding in preview.findings.errors] == ["A1", "M4"]
    assert (preview.lines, preview.is_refused) == ([], True)


def test_a_workbook_without_plan_categories_gets_one_error(county, plan_file, edited):
    content = edited(plan_file, {"D3": "备用", "C6": "甲类项目（51个）", "C58": "乙类项目（34个）"})
    preview = preview_plan(content, county=county, year=2019, today=TODAY)
    assert [(f.cell, f.message) for f in preview.findings.errors] == [
        ("C3", "表中没有“建设性质”或“计划类别”列，也没有按新建、续建分组，请补上")
    ]
    assert (preview.lines, preview.is_refused) == ([], True)


def test_a_column_of_building_natures_leaves_the_plan_category_to_the_groups(
    county, plan_file, edited
):
    """建设性质 is read by its values (DESIGN §2)."""
    preview = preview_plan(edited(plan_file, {"D8": "迁建"}), county=county, year=2019, today=TODAY)
    by_name = {change.line.name: change.line for change in lines(preview, Verdict.ADDED)}
    assert by_name["客运站迁建工程"].facts["construction_nature"] == "relocation"
    assert by_name["客运站迁建工程"].lists[0].category == "new"
    assert by_name["镇区道路改造工程"].facts["construction_nature"] == "new"
    # 续建 is no nature of works: the cell is passed over, the group still tells the category.
    assert "construction_nature" not in by_name["抽水蓄能电站项目"].facts
    assert by_name["抽水蓄能电站项目"].lists[0].category == "continuing"


def test_a_changed_file_shows_old_and_new_and_writes_only_that(sample_county, plan_file, edited):
    content = edited(plan_file, {"M7": 600, "K7": 700, "I7": "县长", "N7": 100})
    preview = preview_plan(content, county=sample_county, year=2019, today=TODAY)
    assert [change.line.name for change in lines(preview, Verdict.CHANGED)] == ["镇区道路改造工程"]
    assert edits(lines(preview, Verdict.CHANGED)[0]) == [
        ("总投资", "531万元", "700万元"),
        ("包抓领导", "常务副县长", "县长"),
        ("县级年度计划投资", "531万元", "600万元"),
        ("省级计划类别", "（空）", "新建"),
        ("省级年度计划投资", "（空）", "100万元"),
        ("省级计划开工", "（空）", "2019年1月1日"),
    ]
    apply_plan(preview, by=None)
    project = Project.objects.get(name="镇区道路改造工程")
    assert (project.total_investment, project.version) == (700 * WAN, 2)
    assert dict(project.plan_items.values_list("plan__key", "planned_investment")) == {
        "县级": 600 * WAN,
        "市级": 530 * WAN,
        "省级": 100 * WAN,
    }


@pytest.mark.slow
def test_a_blank_cell_never_erases_what_is_known(sample_county, plan_file, edited):
    content = edited(plan_file, {"B7": None, "I7": None, "K7": None, "O7": None, "Q7": None})
    preview = preview_plan(content, county=sample_county, year=2019, today=TODAY)
    assert not preview.applicable
    left_out = "市级清单原有 1 个项目不在本文件中或没有列入，保留不变：镇区道路改造工程"
    assert left_out in [finding.message for finding in preview.findings.warnings]


def test_a_project_left_out_of_the_file_stays_on_its_list(sample_county, plan_file, edited):
    content = edited(plan_file, {}, deleted_rows=[7])
    preview = preview_plan(content, county=sample_county, year=2019, today=TODAY)
    assert not preview.applicable
    assert PlanItem.objects.filter(project__name="镇区道路改造工程").count() == 2


@pytest.mark.slow
def test_another_responsible_unit_takes_over_on_the_day_and_reports_too(
    sample_county, plan_file, edited
):
    preview = preview_plan(
        edited(plan_file, {"H7": "县水利局"}), county=sample_county, year=2019, today=TODAY
    )
    assert edits(lines(preview, Verdict.CHANGED)[0]) == [
        ("责任单位", "交通运输局", "水利局"),
        ("填报单位", "交通运输局", "水利局"),
    ]
    apply_plan(preview, by=None, on=datetime.date(2019, 8, 2))
    parts = ProjectUnit.objects.filter(project__name="镇区道路改造工程", part="reporting")
    assert [
        (part.unit.name, str(part.from_date), part.until and str(part.until)) for part in parts
    ] == [("交通运输局", "2019-01-01", "2019-08-02"), ("水利局", "2019-08-02", None)]


def test_without_a_day_another_official_counts_from_the_beginning_of_the_year(
    sample_county, plan_file, edited
):
    preview = preview_plan(
        edited(plan_file, {"I7": "县长"}), county=sample_county, year=2019, today=TODAY
    )
    apply_plan(preview, by=None)
    held = LeadOfficial.objects.filter(project__name="镇区道路改造工程")
    assert list(held.values_list("name", "from_date", "until")) == [
        ("县长", datetime.date(2019, 1, 1), None)
    ]


@pytest.mark.slow
def test_a_project_is_found_by_its_alias(sample_county, plan_file, edited):
    project = Project.objects.get(name="镇区道路改造工程")
    add_alias(project=project, name="镇区路网改造", by=None)
    preview = preview_plan(
        edited(plan_file, {"C7": "镇区 路网改造"}), county=sample_county, year=2019, today=TODAY
    )
    assert not preview.applicable
    assert ProjectAlias.objects.count() == 1


@pytest.mark.slow
def test_a_new_name_with_a_known_code_is_added_with_a_warning(sample_county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"C7": "镇区道路提升工程"}), county=sample_county, year=2019, today=TODAY
    )
    assert [change.line.name for change in lines(preview, Verdict.ADDED)] == ["镇区道路提升工程"]
    assert (
        "「Sheet」C7：“镇区道路提升工程” 项目代码与已有项目“镇区道路改造工程”相同而名称不同，"
        "按新项目登记；如是同一项目，请先在项目库给它登记这个别名"
    ) in sentences(preview)


def test_a_preliminary_project_does_not_become_new_by_a_plan_file(sample_county, plan_file, edited):
    preview = preview_plan(
        edited(plan_file, {"C7": "通用机场项目"}), county=sample_county, year=2019, today=TODAY
    )
    assert [(f.cell, f.message) for f in preview.findings.errors] == [
        ("C7", "该项目已作为“前期”列入县级清单，不能再作为“新建”导入")
    ]


def test_a_preview_that_the_register_has_overtaken_is_stale(county, plan_file):
    preview = preview_plan(plan_file, county=county, year=2019, today=TODAY)
    apply_plan(preview, by=None)
    with pytest.raises(Stale) as refused:
        apply_plan(preview, by=None)
    assert refused.value.message == "项目库在预览之后有变动，没有导入，请重新核对后再确认。"
    assert Project.objects.count() == 85


def test_a_preliminary_list_of_another_month_is_not_read(county, preliminary_file):
    preview = preview_preliminary(
        preliminary_file, county=county, year=2019, as_of=datetime.date(2019, 7, 31), today=TODAY
    )
    assert [finding.cell for finding in preview.findings.errors] == ["A2"]
    assert (preview.lines, preview.is_refused) == ([], True)


@pytest.mark.slow
def test_a_later_list_adds_the_next_milestone_and_warns_of_a_step_back(
    sample_county, preliminary_file, edited
):
    content = edited(
        preliminary_file,
        {"A2": "截至2019年7月底", "F6": "施工图设计完成", "F8": "可研报告完成", "F9": "进展顺利"},
    )
    as_of = datetime.date(2019, 7, 31)
    preview = preview_preliminary(
        content, county=sample_county, year=2019, as_of=as_of, today=TODAY
    )
    assert [edits(change) for change in lines(preview, Verdict.CHANGED)] == [
        [("前期节点 施工图", "（空）", "2019年7月31日")],
        [("前期节点 可研", "（空）", "2019年7月31日")],
    ]
    assert [(finding.cell, finding.is_error) for finding in preview.findings] == [
        ("B8", False),
        ("F9", False),
    ]
    apply_preliminary(preview, by=None)
    reached = Milestone.objects.filter(project__name="生活垃圾转运及焚烧发电项目")
    assert dict(reached.values_list("kind", "reached_on")) == {
        "feasibility": JUNE_30,
        "working_drawings": as_of,
    }


def test_an_unknown_progress_leaves_the_project_without_a_milestone(
    county, preliminary_file, edited
):
    preview = preview_preliminary(
        edited(preliminary_file, {"F6": "进展顺利"}),
        county=county,
        year=2019,
        as_of=JUNE_30,
        today=TODAY,
    )
    apply_preliminary(preview, by=None)
    assert [finding.cell for finding in preview.findings.warnings] == ["F6"]
    without = Project.objects.annotate(reached=Count("milestones")).get(reached=0)
    assert without.name == "生活垃圾转运及焚烧发电项目"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("前期工作启动", MilestoneKind.INITIATED),
        ("产业发展规划通过专家评审", MilestoneKind.EXPERT_REVIEW),
        ("总体规划编制完成", MilestoneKind.PLANNING),
        ("可研报告完成", MilestoneKind.FEASIBILITY),
        ("可研报告已批复，正在编制初步设计", MilestoneKind.FEASIBILITY),
        ("环评已批复；初步设计未完成", MilestoneKind.ENVIRONMENT),
        ("初设批复", MilestoneKind.PRELIMINARY_DESIGN),
        ("已完成施工图设计", MilestoneKind.WORKING_DRAWINGS),
        ("施工招标已完成，计划9月开工建设", MilestoneKind.TENDER),
        ("已开工建设", MilestoneKind.START),
        ("尚未开工", None),
        ("力争年内完成可研", None),
        ("进展顺利", None),
    ],
)
def test_the_milestone_is_the_furthest_step_that_is_done(text, kind):
    assert milestone_reached(text) == kind


def test_a_unit_is_known_by_the_name_it_had_before(county, unit_a, plan_file, edited):
    FormerUnit.objects.create(unit=unit_a, until=datetime.date(2019, 8, 1), name="公路局")
    content = edited(plan_file, {"H7": "公路局"})
    preview = preview_plan(content, county=county, year=2019, today=TODAY)
    assert "公路局" not in preview.new_units
