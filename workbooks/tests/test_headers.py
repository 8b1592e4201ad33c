"""The header is found by its titles, wherever it stands and however it is merged."""

import pytest

from measures.money import WAN, YI
from measures.months import Month
from workbooks import values
from workbooks.findings import Findings
from workbooks.headers import Column, ColumnKind, find_header
from workbooks.reading import Merge, Sheet
from workbooks.tables import read_table
from workbooks.tests.builders import MONTHLY, PLAN, monthly_table, sentences, sheet_of

ROW = [1, "甲项目", 10, 60]
TITLES = ["序号", "项目名称", "本月完成投资", "1-6月累计完成投资"]


def first_amounts(table):
    row = next(table.data)
    return values.money(row.get("month")), values.money(row.get("ytd"))


@pytest.mark.parametrize(
    "titles",
    [
        ["序号", "项目名称", "本月完成投资", "1-6月累计完成投资"],
        ["序 号", "项目\n名称", "本月完成投资额", "1—6月完成投资"],
        ["序号", "工程名称", "6月完成", "截至6月底累计完成投资"],
        ["序号", "名称", "６月完成投资", "１～６月累计完成"],
        ["序号", "项目名称（全称）", "2019年6月完成投资", "2019年1至6月累计完成投资"],
        ["序号", "*项目名称", "当月完成投资", "本年累计"],
    ],
)
def test_a_title_is_known_in_every_way_it_is_written(titles):
    table = monthly_table([["单位：万元"], titles, ROW])
    assert first_amounts(table) == (10 * WAN, 60 * WAN)


def test_a_header_at_row_fifteen_is_found():
    table = monthly_table([*[["说明文字"]] * 13, ["单位：万元"], TITLES, ROW])
    assert table.columns["name"].ref == "B15"
    assert first_amounts(table) == (10 * WAN, 60 * WAN)


def test_three_header_rows_merged_both_ways_are_read_as_one():
    table = monthly_table(
        [
            ["2019年6月月报表"],
            ["序号", "项目名称", "投资情况（万元）", None, None, "形象进度"],
            [None, None, "年度计划投资", "完成投资", None, None],
            [None, None, None, "6月", "1-6月", None],
            [1, "甲项目", 100, 10, 60, "主体施工"],
        ],
        ["A1:F1", "A2:A4", "B2:B4", "C2:E2", "C3:C4", "D3:E3", "F2:F4"],
    )
    row = next(table.data)
    assert {key: cell.ref for key, cell in table.columns.items()} == {
        "serial": "A2",
        "name": "B2",
        "plan": "C3",
        "month": "D4",
        "ytd": "E4",
        "progress": "F2",
    }
    assert values.money(row.get("plan")) == 100 * WAN
    assert first_amounts(table) == (10 * WAN, 60 * WAN)


def test_a_title_split_over_two_unmerged_rows_is_joined():
    table = monthly_table(
        [
            ["", "项目", "年度计划", "形象"],
            ["序号", "名称", "投资(亿元)", "进度"],
            [1, "甲", 2, "完"],
        ]
    )
    assert values.money(next(table.data).get("plan")) == 2 * YI


def test_a_parent_that_lost_its_merge_stands_over_its_neighbours_too():
    table = monthly_table(
        [
            ["序号", "项目名称", "完成投资（万元）", None],
            [None, None, "6月", "1-6月"],
            [1, "甲项目", 10, 60],
        ]
    )
    assert first_amounts(table) == (10 * WAN, 60 * WAN)


def test_what_a_parent_title_says_of_all_its_children_makes_none_of_them_the_total():
    table = monthly_table(
        [
            ["项目名称", "年度计划投资（万元）", None, None, "形象进度"],
            [None, "合计", "中央", "自筹", None],
            ["甲项目", 100, 60, 40, "主体施工"],
        ],
        ["A1:A2", "B1:D1", "E1:E2"],
    )
    assert list(table.findings) == []
    assert table.columns["plan"].ref == "B2"


def test_the_sum_of_three_ten_day_columns_is_the_months_amount():
    table = monthly_table(
        [
            ["序号", "项目名称", "完成投资（万元）", None, None, None, None],
            [None, None, "6月", None, None, None, "1-6月"],
            [None, None, "上旬", "中旬", "下旬", "合计", None],
            [1, "甲项目", 2, 3, 5, 10, 60],
        ],
        ["A1:A3", "B1:B3", "C1:G1", "C2:F2", "G2:G3"],
    )
    assert list(table.findings) == []
    assert table.columns["month"].ref == "F3"
    assert first_amounts(table) == (10 * WAN, 60 * WAN)


def test_the_amount_until_last_year_is_not_this_years():
    table = monthly_table(
        [
            ["项目名称", "截至上年底累计完成投资（万元）", "本年累计完成投资（万元）"],
            ["甲", 900, 60],
        ]
    )
    assert table.columns["ytd"].ref == "C1"


def test_a_planned_start_is_not_an_actual_one():
    table = monthly_table([["项目名称", "计划开工时间", "形象进度"], ["甲", "2019.3", "主体施工"]])
    assert "started" not in table.columns


def test_the_unit_of_a_title_beats_that_of_its_parent_and_that_of_the_line_above():
    table = read_table(
        sheet_of(
            [
                ["计量单位：亿元"],
                ["项目名称", "总投资", "投资（万元）", None],
                [None, None, "2019年计划投资", "列入省级计划（元）"],
                ["甲", 1, 1, 1],
            ],
            ["A2:A3", "B2:B3", "C2:D2"],
        ),
        PLAN,
    )
    row = next(table.data)
    assert [values.money(row.get(key)) for key in ("total", "planned", "provincial")] == [
        YI,
        WAN,
        1,
    ]


@pytest.mark.parametrize(
    "line",
    [
        "单位：万元",
        "计量单位: 万元",
        "金额单位：人民币万元",
        "2019年6月月报（单位：万元）",
        "（万元）",
    ],
)
def test_a_unit_line_above_the_header_counts_for_every_amount(line):
    assert first_amounts(monthly_table([[None, line], TITLES, ROW])) == (10 * WAN, 60 * WAN)


def test_the_name_of_a_unit_is_not_a_unit_of_money():
    table = monthly_table([["填报单位：万州区交通局"], TITLES, ROW])
    assert table.columns["month"].unit is None
    with pytest.raises(values.Unreadable) as caught:
        first_amounts(table)
    assert str(caught.value) == (
        "“10” 没有注明金额单位，请在表头上方写明“单位：万元”或在列名后注明（万元）"
    )


def test_the_month_asked_for_settles_which_of_two_equal_columns_is_meant():
    rows = [["项目名称", "5月完成投资（万元）", "6月完成投资（万元）"], ["甲", 50, 60]]
    of_june = read_table(sheet_of(rows), MONTHLY, Month(2019, 6))
    assert list(of_june.findings) == []
    assert values.money(next(of_june.data).get("month")) == 60 * WAN
    assert sentences(read_table(sheet_of(rows), MONTHLY).findings) == [
        "「表1」B1：“5月完成投资(万元)” “本月完成投资”有2列（B1、C1），"
        "无法确定以哪一列为准，请只保留一列"
    ]


def test_a_sheet_without_a_header_says_which_columns_it_wants():
    found = find_header(sheet_of([["今天天气很好"], ["明天也是", 3]]), MONTHLY)
    assert isinstance(found, Findings)
    assert sentences(found) == ["「表1」：前30行里没有找到表头，请检查是否有“项目名称”等列名"]


def test_a_header_without_a_required_column_says_how_it_may_be_written():
    found = find_header(sheet_of([["序号", "本月完成投资", "形象进度"], [1, 2, "主体"]]), MONTHLY)
    assert isinstance(found, Findings)
    assert sentences(found) == [
        "「表1」A1：表头里没有“项目名称”列，请补上；可以写作：项目名称、工程名称、名称"
    ]


def test_a_short_alias_is_not_found_within_a_longer_title():
    vocabulary = (
        Column("name", "项目名称", ("项目名称",), ColumnKind.NAME, required=True),
        Column("progress", "形象进度", ("进度",)),
    )
    found = find_header(sheet_of([["项目名称", "资金进度说明"], ["甲", "乙"]]), vocabulary)
    assert isinstance(found, Findings)


def test_real_titles_with_real_numbers_serve_as_aliases():
    vocabulary = (
        Column("name", "项目名称", ("项目名称",), ColumnKind.NAME, required=True),
        Column("ytd", "本年累计", ("1-3月实际完成投资",), ColumnKind.MONEY),
        Column("plan", "年度计划", ("2010年计划投资",), ColumnKind.MONEY),
    )
    table = read_table(
        sheet_of([["项目名称", "1～6月实际完成投资", "2019年  计划投资"], ["甲", 1, 2]]), vocabulary
    )
    ytd, plan = table.columns["ytd"], table.columns["plan"]
    assert (ytd.first_month, ytd.month, plan.year) == (1, 6, 2019)


# --- Units of money -----------------------------------------------------------------------


def titled(unit, line=None):
    """A table whose month is counted in ``unit``, below a line."""
    month = f"本月完成投资（{unit}）" if unit else "本月完成投资"
    head = ["序号", "项目名称", month, "本年累计（万元）"]
    rows = [[line], head, [1, "甲", 10, 60]] if line else [head, [1, "甲", 10, 60]]
    return read_table(Sheet("表1", rows), MONTHLY)


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [("百万元", 10_000_000), ("千元", 10_000), ("千万元", 100_000_000), ("亿元", 1_000_000_000)],
)
def test_an_amount_in_another_unit_is_converted_and_that_is_said(unit, yuan):
    table = titled(unit)
    assert values.money(next(table.data).get("month")) == yuan
    assert [use.note for use in table.uses if use.key == "month"] == [f"按{unit}换算"]


@pytest.mark.parametrize(
    ("unit", "line"), [("万美元", None), ("港币", None), ("亿欧元", None), ("", "单位：万美元")]
)
def test_a_column_in_another_currency_is_refused_and_never_read_as_yuan(unit, line):
    table = titled(unit, line)
    assert "month" not in table.columns
    named = unit or "万美元"
    row = 2 if line else 1
    assert [finding.sentence() for finding in table.findings.errors] == [
        f"「表1」C{row}：“{table.titles[2].title}” 金额单位是{named}，系统不按汇率换算，"
        "请改为人民币万元"
    ]


def test_beside_a_column_in_yuan_one_in_another_currency_is_passed_over():
    head = ["项目名称", "总投资（万美元）", "总投资（万元）", "2019年计划投资（万元）"]
    table = read_table(Sheet("表1", [head, ["甲", 10, 60, 5]]), PLAN)
    assert values.money(next(table.data).get("total")) == 60 * WAN
    assert list(table.findings) == []
    assert table.uses[1].note == "金额单位是万美元，系统不按汇率换算"


def test_what_a_title_of_several_columns_says_is_no_column():
    rows = [
        ["序号", "项目名称", "7月完成情况", None, None],
        [None, None, "月计划投资额（万元）", "完成投资额（万元）", "占月计划（%）"],
        [1, "甲", 3000, 1000, 0.333],
    ]
    merges = (Merge(0, 2, 0, 4), Merge(0, 0, 1, 0), Merge(0, 1, 1, 1))
    table = read_table(Sheet("表1", rows, merges), MONTHLY)
    assert table.columns["month"].ref == "D2"
    assert [use.ref for use in table.uses if not use.key] == ["C2", "E2"]
