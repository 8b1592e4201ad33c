"""What is typed or pasted into the sheet is read as the cells of a workbook are."""

import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest

from investment.forms import EntryForm
from investment.intake.rounded import rounded
from measures.money import WAN
from workbooks import values
from workbooks.cells import Cell

MONEY = {
    "": None,
    "-": None,
    "—": None,
    "——": None,
    "/": None,
    "无": None,
    "0": 0,
    "1,234.5": 12_345_000,
    "１，２３４．５": 12_345_000,
    " 20000 ": 200_000_000,
    "54,583.00": 545_830_000,
    "约603万元": 6_030_000,
    "1.2亿元": 120_000_000,
    "1.2 亿": 120_000_000,
    "5000元": 5_000,
    "-35.6": -356_000,
    "−35.6": -356_000,
    "603\u200b": 6_030_000,
}
WRONG_MONEY = {
    "1234.56789012": "金额“1234.56789012”有不足1元的尾数，以万元计请最多填4位小数",
    "12o0": "金额“12o0”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "1_000": "金额“1_000”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "1e3": "金额“1e3”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "٣٤": "金额“٣٤”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "603万吨": "金额“603万吨”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "#DIV/0!": "金额“#DIV/0!”无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元",
    "12,34.5": "金额“12,34.5”的千分位逗号位置不对，请写成1234567.89或1,234,567.89",
    "9" * 41: "最多填40个字，现有41个，请缩短",
}
DAYS = {
    "": None,
    "—": None,
    "2019.6.5": datetime.date(2019, 6, 5),
    "2019年6月5日": datetime.date(2019, 6, 5),
    "2019/6/5": datetime.date(2019, 6, 5),
    "2019-06-05": datetime.date(2019, 6, 5),
    "２０１９．６．５": datetime.date(2019, 6, 5),
    "20190605": datetime.date(2019, 6, 5),
}
WRONG_DAYS = {
    "2019.6": "“2019.6” 只写到月，请写明年月日，如 2019-06-15",
    "6月底": "“6月底” 不是日期，请写明年月日，如 2019-01-22",
    "2019-02-30": "“2019-02-30” 不是真实的日期，请核对年月日",
}
WORDS = {
    "": "",
    "无": "",
    "主体\r\n施工": "主体施工",
    "一层\n 2 层": "一层 2 层",
    "封顶\x0b，装修": "封顶，装修",
    "装修\x00": "装修",
    "  \u3000外墙  保温 ": "外墙 保温",
    "=1+1": "=1+1",
}


def form_of(**boxes):
    data = {f"p7-{name}": value for name, value in boxes.items()}
    return EntryForm(data, project_id=7, project_name="镇区道路改造工程")


@pytest.mark.parametrize("typed", MONEY)
@pytest.mark.parametrize("field", ["month_amount", "year_to_date", "correction"])
def test_an_amount_is_understood_to_the_yuan(field, typed):
    form = form_of(**{field: typed})
    assert form.is_valid()
    assert form.cleaned_data[field] == MONEY[typed]


@pytest.mark.parametrize("typed", WRONG_MONEY)
def test_what_is_no_amount_stays_as_typed_and_is_told_how_to_mend(typed):
    form = form_of(month_amount=typed)
    assert form.errors == {"month_amount": [WRONG_MONEY[typed]]}
    assert form["month_amount"].value() == typed


@pytest.mark.parametrize("typed", DAYS)
def test_a_day_is_understood(typed):
    form = form_of(actual_start=typed)
    assert form.is_valid()
    assert form.cleaned_data["actual_start"] == DAYS[typed]


@pytest.mark.parametrize("typed", WRONG_DAYS)
def test_what_is_no_day_stays_as_typed_and_is_told_how_to_mend(typed):
    form = form_of(actual_start=typed)
    assert form.errors == {"actual_start": [WRONG_DAYS[typed]]}
    assert form["actual_start"].value() == typed


@pytest.mark.parametrize("typed", WORDS)
@pytest.mark.parametrize("field", ["progress", "problem", "explanation", "suggestion"])
def test_a_text_is_one_line_without_control_characters(field, typed):
    form = form_of(**{field: typed})
    assert form.is_valid()
    assert form.cleaned_data[field] == WORDS[typed]


def test_a_text_that_is_too_long_is_told_so():
    form = form_of(progress="长" * 2001)
    assert form.errors == {"progress": ["最多填2000个字，现有2001个，请缩短"]}


def test_the_sheet_and_the_workbook_say_the_same():
    """One parser: value or message, whichever door it comes through. Parts of a yuan alone are
    refused in the one and rounded in the other."""
    for typed in [*MONEY, *WRONG_MONEY]:
        if len(typed) > 40:
            continue
        cell = Cell(sheet="7月", ref="F4", raw=typed, unit=10_000, label="本月完成投资")
        form = form_of(month_amount=typed)
        try:
            read = values.typed_money(cell)
        except values.Unreadable as error:
            assert form.errors == {"month_amount": [str(error)]}
        else:
            assert (form.errors, form.cleaned_data["month_amount"]) == ({}, read)


def test_a_workbook_says_which_amounts_it_rounded():
    def cell(ref, raw):
        return Cell("表", ref, raw, WAN, "本月完成")

    def row(*cells):
        given = dict(zip(("month_amount", "year_to_date"), cells, strict=False))
        return SimpleNamespace(fields=given, cell=given.get)

    rows = [
        row(cell("D3", 12), cell("E3", Decimal("1234.56789012"))),
        row(cell("D4", Decimal("0.5"))),
        row(cell("D5", "0.00004")),
    ]
    assert rounded(rows) == ["2 格金额有不足1元的尾数，已四舍五入到元，如 E3 的 1234.56789012"]
    assert rounded(rows[1:2]) == []
