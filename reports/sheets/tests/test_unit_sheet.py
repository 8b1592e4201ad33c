"""单位情况表: sentences, projects worst first, what is owed; and who may see it."""

import datetime
import io
from dataclasses import replace

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.errors import DomainError
from accounts.models import Unit
from documents.paragraphs import Table
from figures.tests.scene import JUNE, make_line, sign_in
from projects.models import PlanCategory
from reports.papers.composing import compose
from reports.papers.current import address_now
from reports.papers.kinds import kind_named
from reports.papers.models import PaperKind
from reports.papers.tests.test_files import sheets_of
from supervision.models import DispatchOrder, Problem

TABLE = """\
截至2019年6月底　金额单位：万元
序号\t项目名称\t年度计划\t完成投资\t完成率 （%）\t超/欠序时 （百分点）\t亮灯\t存在问题
1\t东河大桥\t2,000\t400\t20.0\t−30.0\t滞后\t征迁未完成
2\t镇区道路改造工程\t1,000\t600\t60.0\t+10.0\t达序时\t无
前期项目
截至2019年6月底　金额单位：万元
序号\t项目名称\t前期进展
1\t通用机场\t可研
"""
SHEET = f"""\
交通运输局重点项目情况表
交通运输局承担重点建设项目3个（含前期项目1个），总投资5000万元，年度计划投资3000万元。其中新建项目1个，\
总投资5000万元，年度计划投资2000万元；续建项目1个，年度计划投资1000万元。1个新建项目已开工建设。
截至6月底，完成投资1000万元，占年度计划的33.3%，明显低于序时进度16.7个百分点。6月份完成投资600万元，\
占年度计划的20.0%。
2个项目中，1个投资滞后。
{TABLE}"""


def test_it_says_how_the_unit_stands_and_names_its_projects_the_worst_first(written, lines, unit_a):
    assert written("unit", unit_a.pk) == SHEET


def test_of_one_that_lags_without_a_reason_it_says_so_and_where_printed_parts_do_not_add_up(
    written, unit_a
):
    make_line(unit_a, "甲路", 10_040, {6: 1000}, category=PlanCategory.NEW)
    make_line(unit_a, "乙路", 10_040, {6: 9000}, category=PlanCategory.CONTINUING)
    text = written("unit", unit_a.pk)
    assert "年度计划投资1亿元。（因四舍五入，部分分项之和与合计略有出入。）" in text
    assert "\t滞后\t未报原因\n" in text


def test_its_figures_open_the_rows_of_the_unit_and_of_each_project(written, lines, unit_a):
    keys = {run.text: run.key for run in written.document("unit", unit_a.pk).figures}
    assert keys["33.3%"] == "县级.全部.填报单位=交通运输局.完成率"
    assert keys["−30.0"] == "县级.合计.填报单位=交通运输局.项目=东河大桥.超序时"


def test_a_unit_all_of_whose_projects_are_on_pace_has_no_column_of_problems(
    written, school, unit_b
):
    assert written("unit", unit_b.pk) == (
        "水利局重点项目情况表\n"
        "水利局承担重点建设项目1个，年度计划投资3000万元。1个新建项目已开工建设。\n"
        "截至6月底，完成投资1500万元，占年度计划的50.0%，达到序时进度。\n"
        "截至2019年6月底　金额单位：万元\n"
        "序号\t项目名称\t年度计划\t完成投资\t完成率 （%）\t超/欠序时 （百分点）\t亮灯\n"
        "1\t实验学校\t3,000\t1,500\t50.0\t0.0\t达序时\n"
    )


def test_a_unit_that_sent_nothing_is_not_said_to_have_done_nothing(written, school, unit_a):
    make_line(unit_a, "东河大桥", 2000)
    text = written("unit", unit_a.pk)
    assert "\n截至6月底，完成投资尚未报送。\n" in text
    assert "\n1\t东河大桥\t2,000\t—\t未报\n" not in text
    assert "\n1\t东河大桥\t2,000\t未报\n" in text


def test_a_unit_of_preliminary_projects_alone_has_no_rate(written, airport, unit_a):
    assert written("unit", unit_a.pk) == (
        "交通运输局重点项目情况表\n"
        "交通运输局承担重点建设项目1个，为前期项目。\n"
        "截至2019年6月底　金额单位：万元\n"
        "序号\t项目名称\t前期进展\n"
        "1\t通用机场\t可研\n"
    )


def test_a_unit_without_projects_has_no_sheet(written, school, unit_a):
    with pytest.raises(DomainError, match="截至2019年6月底，交通运输局没有列入计划的项目"):
        written("unit", unit_a.pk)


def test_what_the_unit_owes_stands_below_with_what_is_late(
    written, lines, county, unit_a, reviewer
):
    problem = Problem.objects.create(
        county=county,
        project=lines[1].project,
        category="land",
        text="征迁未完成",
        source="bureau",
        raised_by=reviewer,
        raised_on="2019-07-01",
    )
    for number, (due, state) in enumerate(
        [("2019-07-31", "issued"), ("2019-08-09", "issued"), ("2019-07-05", "closed")], 1
    ):
        DispatchOrder.objects.create(
            county=county,
            year=2019,
            number=number,
            problem=problem,
            addressee=unit_a,
            request="完成剩余3户征迁。",
            issued_on="2019-07-02",
            workdays=5,
            due_on=due,
            first_due_on=due,
            issued_by=reviewer,
            state=state,
        )
    document = written.document("unit", unit_a.pk)
    assert "2个项目中，1个投资滞后。尚有2项交办事项未办结，其中1项已逾期。\n" in document.text
    *_, owed = (block for block in document.blocks if isinstance(block, Table))
    assert owed.text == (
        "尚未办结的交办事项\n"
        "项目\t交办事项\t承办单位\t期限\t依据\n"
        "东河大桥\t完成剩余3户征迁\t交通运输局\t2019-07-31 已逾期\t〔2019〕1号调度单\n"
        "东河大桥\t完成剩余3户征迁\t交通运输局\t2019-08-09\t〔2019〕2号调度单"
    )


def test_a_unit_reads_no_sheet_not_even_its_own(client, lines, unit_a, unit_b, reporter, inspector):
    sign_in(client, reporter)
    for unit in (unit_a, unit_b):
        assert client.get(address_now(PaperKind.UNIT, unit.pk)).status_code == 404
    sign_in(client, inspector)
    assert client.get(address_now(PaperKind.UNIT, unit_a.pk)).status_code == 200
    elsewhere = Unit.objects.create(name="邻县", kind="county")
    other = Unit.objects.create(parent=elsewhere, name="邻县水利局", kind="department")
    assert client.get(address_now(PaperKind.UNIT, other.pk)).status_code == 404


def test_a_units_part_of_the_front_page_leads_to_its_sheet(client, lines, unit_a, leader):
    sign_in(client, leader)
    page = client.get(reverse("reports:dashboard"), {"unit": unit_a.pk})
    assert address_now(PaperKind.UNIT, unit_a.pk, month=JUNE) in page.content.decode().replace(
        "&amp;", "&"
    )


def test_of_several_units_it_says_in_which_place_this_one_is(written, lines, county, unit_a):
    for name in ("林业局", "教育局"):
        unit = Unit.objects.create(parent=county, name=name, kind="department")
        make_line(unit, f"{name}的项目", 1000, {6: 100})
    assert "完成率居各单位第2位。" in written("unit", unit_a.pk)


def test_its_workbook_has_its_table_with_numbers_that_can_be_reckoned_with(
    client, lines, unit_a, leader
):
    sign_in(client, leader)
    address = reverse("papers:now_file", args=["unit", "xlsx"])
    answer = client.get(address, {"about": unit_a.pk, "month": str(JUNE)})
    table, early, *_ = sheets_of(answer.content).values()
    assert table[1][0] == "截至2019年6月底　金额单位：万元"
    assert table[2:4] == [
        (
            "序号",
            "项目名称",
            "年度计划",
            "完成投资",
            "完成率（%）",
            "超/欠序时（百分点）",
            "亮灯",
            "存在问题",
        ),
        (1, "东河大桥", 2000, 400, 20, -30, "滞后", "征迁未完成"),
    ]
    assert early[2:] == [("序号", "项目名称", "前期进展"), (1, "通用机场", "可研")]


def test_its_workbook_prints_its_numbers_as_the_paper_does(client, lines, unit_a, leader):
    sign_in(client, leader)
    address = reverse("papers:now_file", args=["unit", "xlsx"])
    answer = client.get(address, {"about": unit_a.pk, "month": str(JUNE)})
    table = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    formats = [table.cell(4, column).number_format for column in (3, 5, 6)]
    assert formats == ["#,##0", "#,##0.0", '+0.0;"−"0.0;0.0']


def test_at_a_day_after_the_end_of_a_month_it_says_that_day(county, lines, unit_a):
    about = (str(unit_a.pk),)
    begun = replace(kind_named("unit").begun(county, about), day="2019-07-15")
    text = compose(county, "unit", JUNE, begun, datetime.date(2019, 8, 2)).document.text
    assert "\n截至7月15日，完成投资1000万元，占年度计划的33.3%，" in text
    assert "\n截至2019年7月15日　金额单位：万元\n" in text
