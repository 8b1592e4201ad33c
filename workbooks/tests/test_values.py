"""What a cell says, in every form that real workbooks have; the rest is refused with a way out."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest

from measures.money import WAN, YI
from measures.months import Month
from workbooks import values
from workbooks.cells import Cell
from workbooks.findings import Finding, Findings
from workbooks.reading import Fault, cell_name
from workbooks.tests.builders import sheet_of


@dataclass(frozen=True)
class Given:
    raw: object
    unit: int | None = WAN


BLANK = [None, "", " ", "-", "—", "——", "/", "无", "　"]


@pytest.mark.parametrize(
    ("raw", "unit", "yuan"),
    [
        (1200, WAN, 12_000_000),
        (0, WAN, 0),
        (-378, WAN, -3_780_000),
        (Decimal("0.5695"), YI, 56_950_000),
        ("1,002", WAN, 10_020_000),
        ("54,583.00", WAN, 545_830_000),
        ("７４９８", WAN, 74_980_000),
        ("378万元", None, 3_780_000),
        ("1.2亿元", WAN, 120_000_000),
        ("约603万元", WAN, 6_030_000),
        (0, None, 0),
        ("０", None, 0),
    ],
)
def test_amounts_are_read_exactly(raw, unit, yuan):
    assert values.money(Given(raw, unit)) == yuan


@pytest.mark.parametrize(
    "raw", ["12o0", "前期", "1.2.3", True, datetime.date(2019, 1, 1), "1,00", "3个"]
)
def test_what_is_no_amount_is_refused(raw):
    with pytest.raises(values.Unreadable):
        values.money(Given(raw))


def test_a_unit_may_be_assumed_only_by_who_asks_for_it():
    assert values.money(Given(5, None), assume=WAN) == 50_000
    with pytest.raises(values.Unreadable):
        values.money(Given(5, None))


@pytest.mark.parametrize("raw", BLANK)
def test_blank_marks_say_nothing_and_never_zero(raw):
    cell = Given(raw)
    readers = (
        values.money,
        values.integer,
        values.date,
        values.month,
        values.yes_no,
        values.year_range,
    )
    assert [reader(cell) for reader in readers] == [None] * 6
    assert values.text(cell) == ""


def test_a_column_that_is_not_there_says_nothing():
    assert values.money(None) is None
    assert values.text(None) == ""


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  甲项目 ", "甲项目"),
        ("县城至高铁\n站快速通道", "县城至高铁站快速通道"),
        ("1.已完成\r\n2.正在施工", "1.已完成 2.正在施工"),
        ("甲\x0b项\u200b目", "甲项目"),
        ("渠   县", "渠 县"),
        (7, "7"),
        (Decimal("2019.6"), "2019.6"),
        (datetime.date(2019, 1, 22), "2019-01-22"),
    ],
)
def test_texts_are_one_clean_line(raw, text):
    assert values.text(Given(raw)) == text


@pytest.mark.parametrize(
    "raw",
    [
        "2019.01.22",
        "2019-01-22",
        "2019/1/22",
        "2019年1月22日",
        "２０１９．１．２２",
        "20190122",
        43487,
        datetime.date(2019, 1, 22),
        datetime.datetime(2019, 1, 22, 8, 30),  # noqa: DTZ001
        "2019-01-22 00:00:00",
    ],
)
def test_dates_are_read_in_every_common_form(raw):
    assert values.date(Given(raw)) == datetime.date(2019, 1, 22)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("2019.6", "“2019.6” 只写到月，请写明年月日，如 2019-06-15"),
        ("6月底", "“6月底” 不是日期，请写明年月日，如 2019-01-22"),
        ("2019-02-30", "“2019-02-30” 不是真实的日期，请核对年月日"),
        (12, "“12” 不是日期，请写明年月日，如 2019-01-22"),
    ],
)
def test_what_is_no_date_is_refused(raw, message):
    with pytest.raises(values.Unreadable) as caught:
        values.date(Given(raw))
    assert str(caught.value) == message


@pytest.mark.parametrize(("raw", "month"), [(6, 6), ("6月", 6), ("12", 12), ("０９月份", 9)])
def test_months_are_numbers_from_1_to_12(raw, month):
    assert values.month(Given(raw), 2019) == Month(2019, month)


@pytest.mark.parametrize(
    ("raw", "month"),
    [
        ("一季度", 3),
        ("第二季度", 6),
        ("三季度末", 9),
        ("上半年", 6),
        ("下半年开工", 12),
        ("年底", 12),
        ("3月底", 3),
        ("2019年3月", 3),
        ("2019.3", 3),
        (datetime.date(2019, 3, 1), 3),
        ("2019年一季度", 3),
    ],
)
def test_a_month_is_understood_as_plans_write_it(raw, month):
    assert values.month(Given(raw), 2019) == Month(2019, month)


def test_of_a_quarter_without_a_year_no_month_is_known():
    with pytest.raises(values.Unreadable):
        values.month(Given("一季度"))


@pytest.mark.parametrize("raw", [0, 13, "六", "2019", True, Decimal("6.5")])
def test_what_is_no_month_is_refused(raw):
    with pytest.raises(values.Unreadable):
        values.month(Given(raw), 2019)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [("是", True), ("√", True), (True, True), (1, True), ("否", False), ("×", False), (0, False)],
)
def test_yes_and_no_are_told_apart(raw, answer):
    assert values.yes_no(Given(raw)) is answer


def test_what_is_neither_yes_nor_no_is_refused():
    with pytest.raises(values.Unreadable) as caught:
        values.yes_no(Given("待定"))
    assert str(caught.value) == "“待定” 看不出是与否，请填写“是”或“否”"


@pytest.mark.parametrize(
    ("raw", "month"),
    [
        ("2019.6", "2019-06"),
        (Decimal("2019.6"), "2019-06"),
        (Decimal("2019.11"), "2019-11"),
        ("2019.10", "2019-10"),
        ("2019年6月", "2019-06"),
        ("二〇一九年六月", "2019-06"),
        ("2019-6", "2019-06"),
        ("201906", "2019-06"),
        (201906, "2019-06"),
        ("2019年6月底前", "2019-06"),
        ("6月底", "2018-06"),
        ("6月中旬", "2018-06"),
        ("年底前投产", "2018-12"),
        ("2020年底", "2020-12"),
        ("年底", "2018-12"),
        (43487, "2019-01"),
        (datetime.date(2019, 1, 22), "2019-01"),
        ("2019.1.22", "2019-01"),
    ],
)
def test_months_are_read_in_every_common_form(raw, month):
    assert str(values.month(Given(raw), year=2018)) == month


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("6月底", "“6月底” 看不出是哪年哪月，请写成 2019年6月 这样的形式"),
        ("年底前投产", "“年底前投产” 看不出是哪年哪月，请写成 2019年6月 这样的形式"),
        ("尽快", "“尽快” 看不出是哪年哪月，请写成 2019年6月 这样的形式"),
        (
            Decimal("2019.1"),
            "“2019.1” 可能是1月，也可能是10月，请写成 2019年10月 的形式",
        ),
    ],
)
def test_a_month_that_may_be_another_is_refused(raw, message):
    with pytest.raises(values.Unreadable) as caught:
        values.month(Given(raw))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("raw", "scale", "rate"),
    [
        ("46.3%", None, Fraction(463, 1000)),
        ("４６．３％", None, Fraction(463, 1000)),
        (Decimal("46.3"), None, Fraction(463, 1000)),
        (Decimal("0.463"), 1, Fraction(463, 1000)),
        (Decimal("0.5"), 100, Fraction(5, 1000)),
        (0, None, Fraction(0)),
        (403, None, Fraction(403, 100)),
        ("—", None, None),
    ],
)
def test_rates_are_read_in_three_forms(raw, scale, rate):
    assert values.rate(Given(raw), scale) == rate


@pytest.mark.parametrize(
    "raw", [Decimal("0.463"), 1, Decimal("1.2"), "一半", True, f"46.{'3' * 5000}%"]
)
def test_a_rate_that_may_be_another_is_refused(raw):
    with pytest.raises(values.Unreadable):
        values.rate(Given(raw))


@pytest.mark.parametrize(
    ("column", "scale"),
    [
        ([Decimal("0.463"), 1, Decimal("1.218")], 1),
        ([Decimal("46.3"), 1, Decimal("0.5")], 100),
        ([1, 2], None),
        (["46.3%"], None),
    ],
)
def test_a_column_tells_how_its_rates_are_meant(column, scale):
    assert values.rate_scale(Given(raw) for raw in column) == scale


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("成  斌", "成斌"),
        ("渠 县", "渠县"),
        ("王 小 明", "王小明"),
        ("张三 李四", "张三 李四"),
        ("Smith J", "Smith J"),
    ],
)
def test_the_gap_that_aligns_a_name_goes(raw, name):
    assert values.name(Given(raw)) == name


FAULT = Fault("#DIV/0!", "公式出错（#DIV/0!），没有可用的数值，请改正公式或直接填写数值")


@pytest.mark.parametrize(
    "reader",
    [
        values.money,
        values.text,
        values.name,
        values.integer,
        values.date,
        values.month,
        values.yes_no,
        values.year_range,
        values.rate,
    ],
)
def test_an_error_cell_is_never_read_as_blank_or_zero(reader):
    with pytest.raises(values.Unreadable) as caught:
        reader(Given(FAULT))
    assert str(caught.value) == FAULT.message


@pytest.mark.parametrize(
    ("raw", "yuan"),
    [(Decimal("12.5"), 125_000), (Decimal("0.00005"), 1), (True, None), (10**12, None)],
)
def test_the_quick_way_for_amounts_gives_what_the_slow_one_gives(raw, yuan):
    if yuan is None:
        with pytest.raises(values.Unreadable):
            values.money(Given(raw))
    else:
        assert values.money(Given(raw)) == yuan


@pytest.mark.parametrize(
    ("raw", "years"),
    [
        ("2017-2022", (2017, 2022)),
        ("2017—2022年", (2017, 2022)),
        ("2017年至2022年", (2017, 2022)),
        ("2017.3-2020.12", (2017, 2020)),
        ("2019", (2019, 2019)),
        (2019, (2019, 2019)),
        ("09.10-11.3", (2009, 2011)),
        ("2009年10月—2011年3月", (2009, 2011)),
    ],
)
def test_spans_of_years_are_read(raw, years):
    assert values.year_range(Given(raw)) == years


@pytest.mark.parametrize("raw", ["2022-2017", "11.3-09.10", "长期", 17])
def test_what_is_no_span_of_years_is_refused(raw):
    with pytest.raises(values.Unreadable):
        values.year_range(Given(raw))


@pytest.mark.parametrize(
    ("raw", "number"), [(12, 12), ("12", 12), ("１，２００", 1200), ("3.0", 3)]
)
def test_whole_numbers_are_read(raw, number):
    assert values.integer(Given(raw)) == number


@pytest.mark.parametrize("raw", [Decimal("1.5"), "1.5", "一", True])
def test_what_is_no_whole_number_is_refused(raw):
    with pytest.raises(values.Unreadable):
        values.integer(Given(raw))


def test_a_finding_says_sheet_cell_value_and_what_to_do():
    cell = Cell("6月", "F12", "12o0", WAN, "本月完成投资")
    findings = Findings()
    findings.error(cell, "不是金额，请填写数字，如 1200.5")
    findings.warning(cell, "“12o0” 已按文字读取")
    assert [finding.sentence() for finding in findings] == [
        "「6月」F12：“12o0” 不是金额，请填写数字，如 1200.5",
        "「6月」F12：“12o0” 已按文字读取",
    ]
    assert [len(findings.errors), len(findings.warnings)] == [1, 1]
    assert [Finding(**line) for line in findings.as_json()] == list(findings)


@pytest.mark.parametrize(
    ("row", "column", "name"),
    [
        (0, 0, "A1"),
        (11, 5, "F12"),
        (0, 25, "Z1"),
        (2, 26, "AA3"),
        (0, 701, "ZZ1"),
        (0, 702, "AAA1"),
    ],
)
def test_cells_are_named_as_excel_names_them(row, column, name):
    assert cell_name(row, column) == name


def test_numbers_come_out_of_a_workbook_without_binary_noise():
    sheet = sheet_of([["数", 0.1 + 0.2, 0.5695, 7, True, datetime.date(2019, 1, 22), None]])
    assert sheet.rows == [
        ["数", Decimal("0.3"), Decimal("0.5695"), 7, True, datetime.date(2019, 1, 22)]
    ]


def test_blank_rows_below_the_table_are_clipped():
    sheet = sheet_of([["甲"], [None], [" "], [None]])
    assert sheet.rows == [["甲"]]


def test_a_merged_range_shows_its_value_all_over():
    sheet = sheet_of([["甲", None, "乙"], [None, None, "丙"]], ["A1:B2"])
    assert [sheet.merged_value(1, column) for column in range(3)] == ["甲", "甲", "丙"]


def test_digits_past_every_number_are_no_whole_number():
    with pytest.raises(values.Unreadable):
        values.integer(Given(f"1{',234' * 2000}"))
