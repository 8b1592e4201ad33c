"""What a text says of its cut-off, and numbers printed in the way of typed ones."""

from fractions import Fraction

import pytest

from measures.months import Month
from reports.adopted.printing import printed_anew
from reports.adopted.stated import Stated, statements_in, told_of

JUNE = Month(2019, 6)


def stated_in(text):
    return [(text[each.start : each.end], each.stated) for each in statements_in(text, JUNE)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2019年上半年的总结", [("上半年", Stated.PERIOD), ("2019", Stated.YEAR)]),
        ("2019年6月简报", [("2019", Stated.YEAR), ("6月", Stated.MONTH)]),
        ("截至2019年6月30日", [("2019", Stated.YEAR), ("6月30日", Stated.MONTH)]),
        ("2019年7月5日", [("2019年7月5日", None)]),
        ("二〇一九年七月五日", [("二〇一九年七月五日", None)]),
        ("较2018年一季度", [("一季度", None), ("2018年", None)]),
        ("发改〔2019〕21号", []),
        ("2019年1—6月总结", [("2019", Stated.YEAR), ("1—6月", Stated.MONTH)]),
        ("关于1-6月份进展情况的报告", [("1-6月", Stated.MONTH)]),
        ("2019年1月至6月进展", [("2019", Stated.YEAR), ("1月至6月", Stated.MONTH)]),
        ("建设期2018年1月—6月", [("2018年1月—6月", None)]),
        ("1—5月情况", [("1—5月", None)]),
    ],
)
def test_what_says_the_cut_off_is_told_from_other_dates(text, found):
    assert stated_in(text) == found


@pytest.mark.parametrize(
    ("printed", "stated", "month", "told"),
    [
        ("2019", Stated.YEAR, Month(2020, 6), "2020"),
        ("上半年", Stated.PERIOD, Month(2019, 9), "前三季度"),
        ("上半年", Stated.PERIOD, Month(2019, 7), "1—7月"),
        ("六月底", Stated.MONTH, Month(2019, 11), "十一月底"),
        ("元月份", Stated.MONTH, Month(2019, 2), "二月份"),
        ("1—6月", Stated.MONTH, Month(2019, 9), "1—9月"),
        ("1—6月", Stated.MONTH, Month(2019, 1), None),
        ("1月－6月", Stated.MONTH, Month(2019, 1), None),
        ("6月30日", Stated.MONTH, Month(2020, 2), "2月29日"),
    ],
)
def test_the_same_of_another_month(printed, stated, month, told):
    assert told_of(printed, stated, month) == told


@pytest.mark.parametrize(
    ("printed", "exact", "decimals", "told"),
    [
        ("約8.7億元", Fraction(935, 100), 1, "約9.4億元"),
        ("63.0%", Fraction(70), 1, "70.0%"),
        ("6,063万元", Fraction(12345), 0, "12,345万元"),
        ("二十三个", Fraction(8), 0, "八个"),
        ("兩個", Fraction(2), 0, "兩個"),
        ("两个", Fraction(2), 0, "两个"),
        ("二十三个", Fraction(100), 0, None),
        ("10个", Fraction(-1), 0, None),
    ],
)
def test_a_number_keeps_the_way_in_which_it_was_typed(printed, exact, decimals, told):
    assert printed_anew(printed, exact, decimals) == told
