"""What we hand out comes back through our own doors without a finding."""

import datetime
import io

import openpyxl
import pytest
from django.urls import reverse

from figures.tests.scene import JUNE, enter, make_line, sign_in
from investment.entry_template import write_entry_template
from investment.intake import preview_monthly
from investment.models import ReportingPeriod
from investment.selectors import entry_sheet
from measures.money import WAN
from measures.months import Month
from projects.intake import preview_plan
from projects.models import PlanCategory, Project, Stage, Tier

JULY, TODAY = Month(2019, 7), datetime.date(2019, 8, 2)


@pytest.fixture
def today():
    return TODAY


@pytest.fixture
def lines(unit_a, unit_b):
    new, old, early = PlanCategory.NEW, PlanCategory.CONTINUING, PlanCategory.PRELIMINARY
    lines = [
        make_line(unit_a, "甲公路", 1000, dict.fromkeys(range(1, 7), 100), category=new),
        make_line(unit_a, "乙大桥", 2000, category=old),
        make_line(unit_b, "丙水库", 1000, dict.fromkeys(range(1, 6), 50), category=new),
        make_line(unit_b, "丁水渠", None, category=early),
        make_line(unit_b, "戊管网", 3000, category=old),
        make_line(unit_b, "己泵站", 400, category=new),
        make_line(unit_b, "庚堤防", 500, category=new),
    ]
    enter(lines[1].project, 6, year_to_date=600 * WAN, progress="主体施工", problem="手续未办")
    enter(lines[4].project, 6, month_amount=0, zero_reason="winter", progress="基础已完成")
    enter(
        *(lines[5].project, 6),
        month_amount=0,
        zero_reason="not_started",
        progress="未开工，正在办理手续",
    )
    enter(
        lines[6].project, 6, month_amount=90 * WAN, year_to_date=90 * WAN, progress="施工",
        verified_month_amount=80 * WAN, verified_year_to_date=80 * WAN,
    )  # fmt: skip
    return lines


@pytest.fixture
def table(client, leader, lines):
    address = reverse("reports:monthly_xlsx", args=[JUNE, "县级"])
    return sign_in(client, leader).get(address).content


def verdicts(preview):
    return {line.name: line.verdict.value for line in preview.lines}


def test_the_monthly_table_comes_back_as_it_is_known(table, county, today, lines):
    back = preview_monthly(table, county=county, month=JUNE, by=None, today=today, approve=True)
    assert list(back.findings) == []
    names = ("甲公路", "乙大桥", "戊管网", "己泵站", "庚堤防")
    assert verdicts(back) == dict.fromkeys(names, "不变")
    # 丙水库 was not reported, and 丁水渠 owes nothing.
    assert back.asides == ["2 行没有填报数，按未报送处理"]


def test_a_changed_figure_of_the_table_is_seen(table, county, today, lines):
    book = openpyxl.load_workbook(io.BytesIO(table))
    row = next(row for row in book["6月"].iter_rows() if row[1].value == "己泵站")
    row[6].value = 30
    changed = io.BytesIO()
    book.save(changed)
    back = preview_monthly(
        changed.getvalue(), county=county, month=JUNE, by=None, today=today, approve=True
    )
    assert verdicts(back)["己泵站"] == "拒绝"


def test_the_register_comes_back_as_a_plan_without_a_change(
    client, reviewer, lines, unit_a, county, today
):
    make_line(unit_a, "辛渡口", None, category=PlanCategory.PRELIMINARY, tier=Tier.MUNICIPAL)
    Project.objects.update(stage=Stage.CONSTRUCTION)
    content = sign_in(client, reviewer).get(reverse("projects:export")).content
    back = preview_plan(content, county=county, year=2019, today=today)
    assert list(back.findings) == []
    assert [cell for line in back.lines for cell in line.other_changes()] == []
    assert set(verdicts(back).values()) == {"不变"}


def test_the_template_comes_back_with_every_column(unit_a, lines, county, reporter, today):
    due = datetime.date(2019, 8, 5)
    period = ReportingPeriod.objects.create(county=county, year=2019, month=7, due_on=due)
    content = write_entry_template(entry_sheet(unit_a, period, today))
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    row = next(row for row in sheet.iter_rows() if row[2].value == "甲公路")
    asked = dict(zip([cell.value for cell in sheet[3]], row, strict=True))
    told = {
        "本月完成投资": 110, "本年累计完成投资": 705, "形象进度": "路面", "存在问题": "缺土",
        "情况说明": "补报5月", "补报或冲减": -5, "建议": "协调", "预计数": "是",
    }  # fmt: skip
    for title, value in told.items():
        asked[title].value = value
    filled = io.BytesIO()
    book.save(filled)
    back = preview_monthly(filled.getvalue(), county=county, month=JULY, by=reporter, today=today)
    assert list(back.findings.errors) == []
    [line] = back.lines
    draft = line.draft
    assert (draft.month_amount, draft.year_to_date, draft.correction, draft.is_estimate) == (
        *(110 * WAN, 705 * WAN, -5 * WAN, True),
    )
    assert (draft.progress, draft.problem, draft.suggestion, draft.explanation) == (
        *("路面", "缺土", "协调", "补报5月"),
    )
