"""The period that a table is of, in whatever words, and which of its columns are of it."""

import pytest

from measures.months import Month
from workbooks.declared import (
    compare_period,
    of_the_month,
    period_written,
    without_other_months,
)
from workbooks.findings import Findings
from workbooks.periods import Period, periods_in
from workbooks.reading import Merge, Sheet
from workbooks.tables import read_table
from workbooks.tests.builders import MONTHLY, sentences

JULY = Month(2019, 7)
KEYS = ("month", "ytd")


def table(*rows, merges=(), name="表1"):
    sheet = Sheet(name, [list(row) for row in rows], tuple(Merge(*at) for at in merges))
    return read_table(sheet, MONTHLY, JULY)


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("2019年上半年进展", [Period(2019, 1, 6)]),
        ("2019年第二季度调度表", [Period(2019, 4, 6)]),
        ("前三季度", [Period(None, 1, 9)]),
        ("二〇一九年一至七月", [Period(2019, 1, 7)]),
        ("2019.7月报", [Period(2019, None, 7)]),
        ("2019-07 月报", [Period(2019, None, 7)]),
        ("截至2019年7月31日", [Period(2019, None, 7)]),
        ("截止7月底", [Period(None, None, 7)]),
        ("7月下旬", [Period(None, None, 7)]),
        ("2019年7月（填表日期：8月3日）", [Period(2019, None, 7)]),
        ("填报日期：2019年8月   日", []),
        ("报送时间：2019年8月", []),
        ("制表时间：2019.8.3", []),
        ("2019年8月5日前报送", []),
        ("2019年重点项目", [Period(2019, None, None)]),
    ],
)
def test_a_line_speaks_of_its_period_in_any_wording(text, periods):
    assert list(periods_in(text)) == periods


@pytest.mark.parametrize("period", ["上半年", "二季度", "1-6月", "1—6月份", "6月"])
def test_a_table_of_another_period_is_refused_by_its_line_and_says_which(period):
    found = table([f"2019年{period}进展"], ["项目名称", "累计完成投资（万元）"], ["甲", 6000])
    (finding,) = compare_period(found, JULY, KEYS)
    assert (finding.level, finding.cell) == ("error", "A1")
    assert period_written([found], JULY, KEYS) == Month(2019, 6)


def test_a_day_on_which_a_form_was_filled_in_is_not_its_period():
    found = table(
        ["2019年7月进展", None, "填报日期：2019年8月   日"],
        ["项目名称", "本月完成投资（万元）"],
        ["甲", 5],
    )
    assert list(compare_period(found, JULY, KEYS)) == []


def taken(found):
    columns = without_other_months(found, JULY, KEYS).columns
    return {key: columns[key].ref for key in ("month", "ytd", "progress") if key in columns}


def test_last_months_total_beside_this_month_is_left_alone():
    found = table(
        ["2019年进展"],
        ["项目名称", "1-6月累计完成投资（万元）", "7月完成投资（万元）", "形象进度"],
        ["甲", 5000, 1000, "施工"],
    )
    assert taken(found) == {"month": "C2", "progress": "D2"}
    assert without_other_months(found, JULY, KEYS).passed == {1: "写的不是2019年7月"}


def test_the_total_until_this_month_is_read_beside_the_month():
    found = table(
        ["项目名称", "1—7月累计完成投资（万元）", "7月完成投资（万元）"], ["甲", 6000, 1000]
    )
    assert taken(found) == {"month": "C1", "ytd": "B1"}


def test_of_a_pair_of_columns_a_month_those_of_the_month_are_read():
    found = table(
        ["项目名称", "1-6月完成投资（万元）", "7月", None, "8月", None],
        [None, None, "当月完成投资额（万元）", "形象进度", "当月完成投资额（万元）", "形象进度"],
        ["甲", 5000, 1000, "主体施工"],
        merges=[(0, 2, 0, 3), (0, 4, 0, 5), (0, 0, 1, 0), (0, 1, 1, 1)],
    )
    assert taken(found) == {"month": "C2", "progress": "D2"}


def test_where_the_only_amount_is_of_another_month_nothing_is_left_alone():
    found = table(["项目名称", "1-6月累计完成投资（万元）"], ["甲", 5000])
    assert taken(found) == {"ytd": "B1"}
    assert sentences(compare_period(found, JULY, KEYS)) == [
        "「表1」B1：“1-6月累计完成投资(万元)” 写的是1-6月，"
        "而这次导入的是2019年7月，请核对是否传错了文件"
    ]


def test_a_total_from_april_on_is_not_the_years():
    found = table(
        ["项目名称", "4-7月累计完成投资（万元）", "7月完成投资（万元）"], ["甲", 5000, 1000]
    )
    assert taken(found) == {"month": "C1"}
    assert found.passed[1] == "写的是4月起的，不是本年累计"


def test_of_a_sheet_a_month_the_other_sheets_are_passed_over():
    head = ["项目名称", "本月完成投资（万元）"]
    june = table(["2019年6月"], head, ["甲", 5], name="上月")
    july = table(["2019年7月"], head, ["甲", 6], name="本月")
    findings = Findings()
    assert of_the_month([june, july], JULY, findings, KEYS) == [july]
    assert sentences(findings) == ["「上月」：写的不是2019年7月，这张工作表没有读取"]


def test_sheets_that_are_named_by_months_are_told_apart_by_their_names():
    head = ["项目名称", "本月完成投资（万元）"]
    june, july = (table(head, ["甲", 5], name=name) for name in ("6月", "7月"))
    findings = Findings()
    assert of_the_month([june, july], JULY, findings, KEYS) == [july]
    assert sentences(findings) == ["「6月」：写的不是2019年7月，这张工作表没有读取"]
