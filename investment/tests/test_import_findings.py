"""One finding for one cause: what follows from an error is not said again in every row."""

import io

import openpyxl
import pytest

from investment.intake import preview_monthly
from investment.intake.missing import missing_from
from investment.models import EntryState, ReportingPeriod
from investment.tests.monthly_files import HEADER, JULY, line, workbook
from measures.money import WAN
from projects.models import ProjectUnit
from workbooks.intake.showing import PreviewPage, grouped

pytestmark = pytest.mark.django_db


@pytest.fixture
def preview(county, period, reporter, today):
    def preview(*rows, by=reporter, **options):
        return preview_monthly(
            workbook(*rows, **options), county=county, month=JULY, by=by, today=today
        )

    return preview


@pytest.fixture
def thirty(make_project, unit_a):
    return [make_project(f"第{number}号道路", unit_a) for number in range(30)]


def said(shown):
    return [(f.level, f.cell, f.message) for f in shown.findings]


def test_amounts_without_a_unit_are_one_finding_a_column(preview, thirty):
    rows = [line(project.name, 30, 30, plan=1000) for project in thirty]
    shown = preview(*rows, unit="")
    mend = "请在表头上方写明“单位：万元”，或在列名后注明（万元）"
    assert said(shown) == [
        ("error", "F3", f"这一列没有注明金额单位，30行没有读取；{mend}"),
        ("error", "G3", f"这一列没有注明金额单位，30行没有读取；{mend}"),
    ]
    assert (shown.refused, shown.applicable) == (30, [])


def test_a_file_of_another_month_is_refused_for_that_alone(preview, thirty):
    rows = [line(project.name, "12o0") for project in thirty]
    shown = preview(*rows, title="2019年5月重点建设项目进展情况月报表")
    assert [(cell, message) for _, cell, message in said(shown)] == [
        ("A1", "写的是2019年5月，而这次导入的是2019年7月，请核对是否传错了文件")
    ]
    assert (shown.lines, shown.is_refused) == ([], True)


def test_a_closed_period_is_said_alone(preview, thirty):
    ReportingPeriod.objects.update(closed_at="2019-08-02T08:00:00+08:00")
    shown = preview(*[line(project.name, "12o0") for project in thirty])
    assert [message for _, _, message in said(shown)] == [
        "2019年7月填报期已关闭，请联系发改局审定员"
    ]


def test_an_unreadable_amount_is_not_also_a_wrong_sum_or_a_missing_amount(preview, project):
    total = ("", "合计（1个）", "", "", "", 500, None)
    shown = preview(line("镇区道路改造工程", "12o0"), total)
    assert [cell for _, cell, _ in said(shown)] == ["F4"]


def test_the_same_words_of_many_rows_are_told_once_with_their_cells(preview, thirty):
    first, *others = thirty
    blank = [line(project.name, progress="") for project in others]
    shown = preview(line(first.name, 30, 30), *blank)
    [group] = grouped(shown.findings)
    assert group.first.message == "这一行没有填任何进度，按未报送处理"
    assert [f.cell for f in group.places] == [f"B{row}" for row in range(5, 17)]
    assert group.unnamed == 17


def test_two_rows_of_one_project_merged_downwards_are_one(
    preview, project, county, today, reporter
):
    content = workbook(line("镇区道路改造工程", 30, 30), (None, None, None, None, None, 12, 12))
    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.merge_cells("A4:A5")
    book.active.merge_cells("B4:B5")
    merged = io.BytesIO()
    book.save(merged)
    shown = preview_monthly(merged.getvalue(), county=county, month=JULY, by=reporter, today=today)
    [row] = shown.lines
    assert (row.draft.month_amount, row.draft.year_to_date) == (42 * WAN, 42 * WAN)
    assert row.written.cells["month_amount"] == "F4+F5"
    assert shown.findings.errors == []


# --- What the file lacks ---------------------------------------------------------------


def missing(shown):
    return [(m.project.name, m.unit.name, m.is_sent) for m in missing_from(shown)]


def test_what_the_unit_owes_and_the_file_lacks_is_named(
    preview, project, second_project, other_project, make_entry, make_project, unit_a
):
    make_entry(second_project, EntryState.SUBMITTED)
    make_project("前期项目", unit_a, category="preliminary")
    third = make_project("桥梁加固工程", unit_a)
    assert missing(preview(line("镇区道路改造工程", 30))) == [
        ("客运站迁建工程", "交通运输局", True),
        (third.name, "交通运输局", False),
    ]


def test_the_bureau_is_told_the_county_s_or_the_one_unit_s_of_the_file(
    preview, project, second_project, other_project, make_project, unit_b, reviewer
):
    fourth = make_project("水库除险加固", unit_b)
    one_unit = preview(line("镇区道路改造工程", 30), by=reviewer)
    assert missing(one_unit) == [("客运站迁建工程", "交通运输局", False)]
    two_units = preview(line("镇区道路改造工程", 30), line("河道综合治理工程", 30), by=reviewer)
    assert missing(two_units) == [
        ("客运站迁建工程", "交通运输局", False),
        (fourth.name, "水利局", False),
    ]


def test_a_foreign_project_is_not_missed(preview, project, other_project):
    assert missing(preview(line("镇区道路改造工程", 30))) == []


def test_a_part_that_ended_is_not_missed(preview, project, second_project):
    ProjectUnit.objects.filter(project=second_project).update(until="2019-07-01")
    assert missing(preview(line("镇区道路改造工程", 30))) == []


# --- A page at a time ------------------------------------------------------------------


def test_a_large_file_is_shown_two_hundred_rows_at_a_time_the_refused_first(
    preview, make_project, unit_a, make_entry
):
    projects = [make_project(f"第{number}号道路", unit_a) for number in range(250)]
    make_entry(projects[249])
    rows = [line(project.name, 30) for project in projects]
    rows[240] = line(projects[240].name, "12o0")
    shown = preview(*rows)
    first = PreviewPage(shown, "", 1)
    assert len(first.rows) == 200
    assert [row.line.verdict.value for row in first.rows][:3] == ["拒绝", "变更", "新增"]
    assert first.filters == [
        ("", "全部", 250),
        ("added", "新增", 248),
        ("changed", "变更", 1),
        ("refused", "拒绝", 1),
    ]
    assert len(PreviewPage(shown, "", 2).rows) == 50
    [refused] = PreviewPage(shown, "refused", 1).rows
    assert [finding.cell for finding in refused.findings] == ["F244"]
    [changed] = PreviewPage(shown, "changed", 1).rows
    assert [(c.label, c.old, c.new) for c in changed.cells if c.is_changed] == [
        ("本月完成投资", "100", "30")
    ]


def test_columns_are_those_of_the_header(preview, project):
    shown = preview(line("镇区道路改造工程", 30), header=HEADER)
    assert shown.lines[0].written.cells == {"month_amount": "F4", "progress": "H4"}
