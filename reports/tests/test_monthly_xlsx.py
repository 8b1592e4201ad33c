"""The monthly summary table, in the layout that units and the city know."""

import io
import re
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from accounts.pages import parts
from conftest import page_text
from figures.lights import DEFAULT_SCHEME
from figures.tests.scene import JUNE, enter, make_line, sign_in
from measures.money import WAN
from projects.models import PlanCategory


@pytest.fixture
def lines(unit_a, unit_b):
    bridge = make_line(unit_a, "乙大桥", 2000, category=PlanCategory.CONTINUING)
    enter(bridge.project, 6, year_to_date=600 * WAN, progress="主体施工", problem="用地手续未办")
    return [
        make_line(unit_a, "甲公路", 1000, dict.fromkeys(range(1, 7), 100)),
        bridge,
        make_line(unit_b, "丙水库", 1000, dict.fromkeys(range(1, 6), 50)),
        make_line(unit_b, "丁水渠", None, category=PlanCategory.PRELIMINARY),
    ]


def download(client, user, key="县级", month=JUNE):
    return sign_in(client, user).get(reverse("reports:monthly_xlsx", args=[month, key]))


def sheets(client, user):
    book = openpyxl.load_workbook(io.BytesIO(download(client, user).content))
    return [
        [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets[:2]
    ]


def test_the_charts_of_the_table_stand_behind_it_each_with_its_numbers(client, lines, leader):
    content = download(client, leader).content
    book = openpyxl.load_workbook(io.BytesIO(content))
    units, year = (
        [[cell.value for cell in row[:3]] for row in book[name].iter_rows(min_row=3)]
        for name in ("各单位完成率图", "全年进度图")
    )
    assert units == [
        ["责任单位", "完成率", "序时进度"],
        ["交通运输局", 40, 50],
        ["水利局", 25, 50],
    ]
    # 乙大桥 sent June alone, as a total; 丙水库 sent nothing of June.
    assert year[0] == ["月份", "累计完成", "序时要求"]
    assert [year[1], year[6], year[7]] == [
        ["1月", 150, 333],
        ["6月", 1450, 2000],
        ["7月", None, 2333],
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        drawn = package.read("xl/charts/chart2.xml").decode()
    done, pace = re.findall(r"<c:val>.*?</c:val>", drawn)
    assert "全年进度图!$B$4:$B$15" in done
    assert (done.count("<c:pt "), pace.count("<c:pt ")) == (6, 12)


def test_title_due_date_unit_and_two_rows_of_headings(client, lines, leader):
    table, _ = sheets(client, leader)
    assert table[0][0] == "2019年6月县级重点建设项目进展情况汇总表"
    assert (table[1][0], table[1][-1]) == ("填报截止：2019年7月5日", "单位：万元")
    assert table[2] == [
        *("序号", "项目名称", "建设性质", "责任单位", "总投资", "年度计划投资", "完成投资"),
        *(None, None, None, "形象进度", "存在问题", "亮灯"),
    ]
    assert table[3][6:10] == ["本月完成", "累计完成", "占年度计划%", "超/欠序时（百分点）"]


def test_totals_come_first_then_units_with_their_subtotals(client, lines, leader):
    table, _ = sheets(client, leader)
    assert [row[1] for row in table[4:16]] == [
        *("合计（3个）", "其中：新建（2个）", "其中：续建（1个）"),
        *("交通运输局（2个）", "乙大桥", "甲公路", "小计（2个）"),
        *("水利局（1个）", "丙水库", "小计（1个）"),
        *("前期项目（1个，投资为计划外，不计入合计）", "丁水渠"),
    ]


def test_every_row_and_total_is_exact(client, lines, leader):
    table, _ = sheets(client, leader)
    amounts = {row[1]: row[5:10] for row in table[4:16]}
    assert amounts["合计（3个）"] == [4000, 100, 1450, 36.25, -13.75]
    assert amounts["其中：新建（2个）"] == [2000, 100, 850, 42.5, -7.5]
    assert amounts["甲公路"] == [1000, 100, 600, 60, 10]
    assert amounts["小计（2个）"] == [3000, 100, 1200, 40, -10]
    assert amounts["丁水渠"] == [None, "—", "—", "—", "—"]


def test_a_silent_month_is_printed_so_and_never_as_zero(client, lines, leader):
    table, _ = sheets(client, leader)
    reservoir = next(row for row in table if row[1] == "丙水库")
    assert reservoir[6:8] == ["未报", 250]
    assert reservoir[12] == "未报"


def test_a_month_known_only_from_a_total_is_not_made_up(client, lines, leader):
    table, _ = sheets(client, leader)
    bridge = next(row for row in table if row[1] == "乙大桥")
    assert bridge[6:8] == ["未分月", 600]
    assert bridge[10:13] == ["主体施工", "用地手续未办", "滞后"]


def test_notes_say_coverage_basis_and_pace_and_signatures_close(client, lines, leader):
    table, _ = sheets(client, leader)
    assert [row[0] for row in table[16:22]] == [
        "注1：报送情况：2个单位中报送1个，3个项目中报送2个，未报1个；未报单位：水利局。",
        "注2：数据口径：已审定的填报，核定数优先，没有核定数的用上报数；本表均为上报数。",
        "注3：年度计划为年初计划。",
        "注4：序时进度50.00%（6个月÷12）；未报的项目不作零计，累计数为此前最近一次填报；"
        "超/欠序时为完成率减序时进度。",
        f"注5：亮灯依据：{DEFAULT_SCHEME.source}",
        "填表人：",
    ]
    assert [value for value in table[21] if value] == ["填表人：", "审核人：", "联系电话："]


def test_the_second_sheet_has_every_unit_month_by_month(client, lines, leader):
    _, months = sheets(client, leader)
    assert months[2] == [
        *("责任单位", "1月", "2月", "3月", "4月", "5月", "6月", "未分月", "累计完成"),
    ]
    assert months[3] == ["交通运输局", 100, 100, 100, 100, 100, 100, 600, 1200]
    assert months[4] == ["水利局", 50, 50, 50, 50, 50, "未报", None, 250]
    assert months[5] == ["合计", 150, 150, 150, 150, 150, 100, 600, 1450]


def test_two_units_of_one_name_keep_their_own_months(client, unit_a, unit_b, leader):
    """Under different towns two offices may have one name."""
    office = Unit.objects.create(parent=unit_b, name="交通运输局", kind="department")
    for unit, name, amount in ((unit_a, "甲公路", 100), (office, "乙大桥", 70)):
        make_line(unit, name, 1000, {6: amount})
    _, months = sheets(client, leader)
    assert [row[:1] + row[-1:] for row in months[3:6]] == [
        ["交通运输局", 100],
        ["交通运输局", 70],
        ["合计", 170],
    ]


def test_without_money_outside_the_months_there_is_no_column_for_it(client, unit_a, leader):
    road = make_line(unit_a, "甲公路", 1000).project
    for month in (5, 6):
        enter(road, month, month_amount=100 * WAN)
    _, months = sheets(client, leader)
    assert months[2] == ["责任单位", "1月", "2月", "3月", "4月", "5月", "6月", "累计完成"]
    assert months[3] == ["交通运输局", *["未报"] * 4, 100, 100, 200]


def test_january_and_february_together_stand_in_february(client, unit_a, leader):
    road = make_line(unit_a, "甲公路", 1000).project
    enter(road, 2, month_amount=30 * WAN, months_covered=2)
    enter(road, 6, month_amount=0, zero_reason="suspended")
    table, months = sheets(client, leader)
    assert months[3] == ["交通运输局", "与后月合并", 30, "未报", "未报", "未报", 0, 30]
    assert months[5] == ["报送项目", "0/1", "1/1", "0/1", "0/1", "0/1", "1/1", "1/1"]
    assert next(row for row in table if row[1] == "甲公路")[10] == "零投资：停工"


@pytest.mark.parametrize(
    ("reason", "progress", "printed"),
    [
        ("winter", "", "零投资：冬休"),
        ("winter", "基础已完成", "零投资：冬休；基础已完成"),
        ("not_started", "未开工，正在办理手续", "零投资：未开工，正在办理手续"),
    ],
)
def test_the_reason_of_a_zero_stands_before_the_progress(
    client, unit_a, leader, reason, progress, printed
):
    road = make_line(unit_a, "甲公路", 1000).project
    enter(road, 6, month_amount=0, zero_reason=reason, progress=progress)
    table, _ = sheets(client, leader)
    assert next(row for row in table if row[1] == "甲公路")[10] == printed


def test_the_verified_figure_is_printed_and_said(client, lines, leader):
    enter(lines[2].project, 6, month_amount=90 * WAN, verified_month_amount=40 * WAN)
    table, _ = sheets(client, leader)
    assert next(row for row in table if row[1] == "丙水库")[6:8] == [40, 290]
    assert table[17][0].endswith("本表1个项目用核定数。")


def test_the_preview_shows_the_rows_of_the_workbook(client, lines, leader):
    sign_in(client, leader)
    response = client.get(reverse("reports:monthly", args=[JUNE, "县级"]))
    table = response.context["table"]
    assert [line.row.project_name for block in table.blocks for line in block.lines] == [
        "乙大桥",
        "甲公路",
        "丙水库",
    ]
    assert "未报单位：水利局" in response.content.decode()


def test_the_entry_of_the_menu_leads_to_the_latest_month(client, lines, leader):
    response = sign_in(client, leader).get(reverse("reports:monthly_latest"))
    assert response.url == reverse("reports:monthly", args=[JUNE, "县级"])


def test_without_figures_the_menu_leads_to_what_to_do(client, leader):
    response = sign_in(client, leader).get(reverse("reports:monthly_latest"))
    assert "还没有已审定的月度进度" in response.content.decode()


@pytest.mark.parametrize("role", ["reviewer", "approver", "inspector", "leader", "auditor"])
def test_who_downloads_documents_gets_the_table(client, lines, request, role):
    assert download(client, request.getfixturevalue(role)).status_code == 200


@pytest.mark.parametrize("role", ["reporter", "administrator"])
@pytest.mark.parametrize("name", ["monthly", "monthly_xlsx", "monthly_latest"])
def test_others_get_404(client, lines, request, role, name):
    arguments = [] if name == "monthly_latest" else [JUNE, "县级"]
    sign_in(client, request.getfixturevalue(role))
    assert client.get(reverse(f"reports:{name}", args=arguments)).status_code == 404


def test_a_list_that_is_none_is_404(client, lines, leader):
    assert download(client, leader, key="市级").status_code == 404


def test_thirty_projects_take_as_many_queries_as_one(client, unit_a, leader):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert download(client, leader).status_code == 200
        return len(seen)

    make_line(unit_a, "甲公路", 1000, {6: 100})
    queries()  # the first request of a session also writes it
    at_one = queries()
    for number in range(29):
        make_line(unit_a, f"第{number}条公路", 1000, {6: 100})
    assert queries() == at_one


def test_a_long_table_is_shown_a_page_at_a_time_and_adds_up_all(client, lines, leader, monkeypatch):
    monkeypatch.setattr(parts, "LINES_A_PAGE", 1)
    sign_in(client, leader)
    address = reverse("reports:monthly", args=[JUNE, "县级"])
    pages = [page_text(client.get(address, {"page": number})) for number in (1, 2, 3, 4)]
    for name, shown in zip(("乙大桥", "甲公路", "丙水库", "丁水渠"), pages, strict=True):
        assert [each for each in ("乙大桥", "甲公路", "丙水库", "丁水渠") if each in shown] == [
            name
        ]
        assert "合计（3个）" in shown
        assert "全部项目在下载的 Excel 中" in shown
    # Two of the first unit on two pages: its sum stands under the second.
    assert ["小计" in shown for shown in pages] == [False, True, True, False]
    assert ["续" in shown.partition("交通运输局")[2][:80] for shown in pages[:2]] == [False, True]
    assert len(sheets(client, leader)[0]) > 12
