"""Totals and subtotals are compared with the rows that were read."""

from workbooks.sums import compare_sums
from workbooks.tests.builders import monthly_table, sentences

TITLES = ["序号", "项目名称", "6月完成投资（万元）"]
A, B, C = [1, "甲", 10], [2, "乙", 20.5], [3, "丙", 30]


def found(*rows):
    return sentences(compare_sums(monthly_table([TITLES, *rows]), ("month",)))


def test_totals_that_add_up_raise_nothing():
    assert (
        found(
            [None, "合计（3个）", 60.5],
            ["一", "新建项目（2个）", 30.5],
            A,
            B,
            [None, "小计", 30.5],
            ["二", "续建项目（1个）", 30],
            C,
            [None, "小计", 30],
            [None, "总计", 60.5],
            [None, "其中：省级", 7],
        )
        == []
    )


def test_a_subtotal_above_its_rows_adds_up_too():
    assert found([None, "小计", 30.5], A, B, [None, "小计", 30], C) == []


def test_a_total_rounded_in_print_adds_up():
    assert found(A, B, [None, "合计", 31]) == []


def test_a_total_that_is_not_the_sum_is_told_with_both_numbers():
    assert found(["一", "新建项目（2个）", 99], A, B, [None, "小计", 40], [None, "合计", 61]) == [
        "「表1」C2：“99” 合计行与各行之和不符：“新建项目（2个）”的本月完成投资写的是99万元，"
        "各行相加是30.5万元，请核对",
        "「表1」C5：“40” 合计行与各行之和不符：“小计”的本月完成投资写的是40万元，"
        "各行相加是30.5万元，请核对",
        "「表1」C6：“61” 合计行与各行之和不符：“合计”的本月完成投资写的是61万元，"
        "各行相加是30.5万元，请核对",
    ]


def test_a_row_that_cannot_be_read_leaves_its_sum_open():
    assert found(A, [2, "乙", "12o0"], [None, "合计", 61]) == []
