"""What a sheet shows is what is read: nothing beneath merged cells, no amount of two projects, no
column of a head that has moved, no result that its own numbers contradict."""

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.styles import Font

from workbooks import values
from workbooks.columns import ColumnKind
from workbooks.errors import UnreadableWorkbook
from workbooks.parsing.formats import shown
from workbooks.reading import read_sheets
from workbooks.tables import read_table
from workbooks.tests.builders import MONTHLY, raw_workbook, sentences, sheet_of, workbook
from workbooks.tests.corpus.cases import number, text

HEAD = ["序号", "项目名称", "项目代码", "本月完成投资（万元）", "本年累计（万元）", "形象进度"]
HEAD_REF = "".join(text(f"{letter}1", title) for letter, title in zip("ABCDEF", HEAD, strict=True))
WAN = 10_000
MONTHLY_WITH_CODES = [
    replace(column, kind=ColumnKind.CODE) if column.key == "code" else column for column in MONTHLY
]


def table(rows, merges=()):
    return read_table(sheet_of([HEAD, *rows], list(merges)), MONTHLY)


def raw(*rows, merges=""):
    """A table of XML rows, as no spreadsheet program of ours writes them."""
    cells = f'<row r="1">{HEAD_REF}</row>' + "".join(rows)
    content = raw_workbook(cells, after=f"<mergeCells>{merges}</mergeCells>" if merges else "")
    return read_table(read_sheets(content)[0], MONTHLY)


def read(found):
    return [
        (values.text(row.get("name")), values.money(row.get("month")), values.money(row.get("ytd")))
        for row in found.data
    ]


def row(r, *cells):
    """A row of XML: texts as texts, all else as it is."""
    written = "".join(
        cell if cell.startswith("<") else text(f"{letter}{r}", cell)
        for letter, cell in zip("ABCDEF", cells, strict=False)
        if cell
    )
    return f'<row r="{r}">{written}</row>'


# --- Beneath merged cells -------------------------------------------------------------------


def test_an_amount_beneath_a_merged_one_is_told_and_not_added():
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 6000)),
        row(3, "", "", "", number("D3", 700)),
        merges='<mergeCell ref="B2:B3"/><mergeCell ref="D2:D3"/>',
    )
    assert read(found)[0][1] == 6000 * WAN
    assert {amount for _, amount, _ in read(found)[1:]} <= {None}
    assert sentences(found.findings) == [
        "「表1」D3：“700” 合并单元格盖住了这个内容，看不见的内容没有读取，请核对"
    ]


def test_a_name_beneath_a_merged_one_is_no_project():
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 60)),
        row(3, "", "乙路", "", number("D3", 70), "", "施工"),
        merges='<mergeCell ref="B2:B3"/>',
    )
    assert [(name, amount) for name, amount, _ in read(found)] == [
        ("甲路", 60 * WAN),
        ("甲路", 70 * WAN),
    ]
    assert "「表1」B3：“乙路” 合并单元格盖住了这个内容" in sentences(found.findings)[0]


def test_what_repeats_the_merged_cell_beneath_it_is_not_worth_a_word():
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 6000)),
        row(3, "", "甲路", "", number("D3", 6000)),
        merges='<mergeCell ref="B2:B3"/><mergeCell ref="D2:D3"/>',
    )
    assert read(found)[0] == ("甲路", 6000 * WAN, None)
    assert sentences(found.findings) == []


# --- Of several projects ----------------------------------------------------------------------


def test_an_amount_merged_over_two_projects_is_neithers():
    found = table([[1, "甲路", "", 6000, 9], [2, "乙路", "", None, 8]], ["D2:D3"])
    for line in found.data:
        with pytest.raises(values.Unreadable, match="这一格合并在2个项目上，看不出各是多少"):
            values.money(line.get("month"))
    assert [values.money(line.get("ytd")) for line in found.data] == [9 * WAN, 8 * WAN]


def test_an_amount_merged_over_the_rows_of_one_project_is_its_own():
    found = table(
        [[1, "甲路", "", 6000, 9], [None, None, "", None, 8]], ["A2:A3", "B2:B3", "D2:D3"]
    )
    assert read(found) == [("甲路", 6000 * WAN, 9 * WAN), ("甲路", None, 8 * WAN)]


@pytest.mark.parametrize(
    ("first", "second", "merges", "what"),
    [
        ([1, "甲路", "A-1", 5], [None, None, "A-2", 7], ["A2:A3", "B2:B3"], "项目代码"),
        ([1, "甲路", "A-1", 5], [2, None, None, 7], ["B2:B3", "C2:C3"], "序号"),
    ],
    ids=["two codes", "two numbers"],
)
def test_a_name_merged_over_two_codes_or_numbers_is_refused(first, second, merges, what):
    found = read_table(sheet_of([HEAD, first, second], merges), MONTHLY_WITH_CODES)
    assert [finding.sentence() for finding in found.findings.errors] == [
        f"「表1」B2：“甲路”合并在不同的{what}上，看不出是一个项目还是几个，请逐行写明项目名称"
    ]


# --- A head further down ----------------------------------------------------------------------

FIRST = [1, "甲路", "", 10, 60, "施工"]


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (
            [
                "序号",
                "项目名称",
                "项目代码",
                "本年累计（万元）",
                "本月完成投资（万元）",
                "形象进度",
            ],
            [2, "乙路", "", 70, 20, "收尾"],
        ),
        (
            ["序号", "形象进度", "项目名称", "本月完成投资（万元）", "本年累计（万元）"],
            [2, "收尾", "乙路", 20, 70],
        ),
        (
            ["序号", "工程名称", "本月完成投资（元）", "本年累计（元）", "目前进展"],
            [2, "乙路", 200_000, 700_000, "收尾"],
        ),
        (
            ["序号", "项目名称", "项目代码", "本月完成投资（元）", "本年累计（元）", "形象进度"],
            [2, "乙路", "", 200_000, 700_000, "收尾"],
        ),
    ],
    ids=["amounts swapped", "name moved", "other words", "other unit"],
)
def test_a_head_further_down_is_read_anew(head, line):
    found = table([FIRST, ["二、市级项目"], head, line])
    assert read(found) == [("甲路", 10 * WAN, 60 * WAN), ("乙路", 20 * WAN, 70 * WAN)]
    assert [values.text(each.get("progress")) for each in found.data] == ["施工", "收尾"]
    assert sentences(found.findings) == []


def test_a_head_that_lacks_a_column_leaves_it_blank_below():
    found = table([FIRST, ["序号", "项目名称", "本年累计（万元）"], [2, "乙路", 70]])
    assert read(found) == [("甲路", 10 * WAN, 60 * WAN), ("乙路", None, 70 * WAN)]


def test_a_head_further_down_that_cannot_be_read_is_refused_by_its_cell():
    head = ["序号", "本年累计（万元）", "项目代码", "形象进度", "建设地点"]
    found = table([FIRST, head, [2, 70, "", "收尾", "城关"]])
    assert [finding.sentence() for finding in found.findings.errors] == [
        "「表1」A3：“序号” 这里又有一个表头，与上面的不同而看不明白，请统一列名，或分成两张工作表"
    ]


# --- The same cell twice ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "cells",
    [
        number("D2", 100) + number("E2", 5) + number("D2", 900),
        number("D2", 100) + '<c r="D2" cm="1"><v>900</v></c>',
        '<c r="D2" cm="1"><v>1</v></c>' + number("E2", 5) + number("D2", 900),
    ],
    ids=["plain", "beside", "odd"],
)
def test_a_cell_that_stands_twice_is_refused(cells):
    with pytest.raises(UnreadableWorkbook, match=r"写了两次|有重复的单元格"):
        raw(f'<row r="2">{number("A2", 1)}{text("B2", "甲路")}{cells}</row>')


def test_an_empty_text_is_no_second_value():
    found = raw(row(2, number("A2", 1), "甲路", "", number("D2", 5)) + row(3, "", " "))
    assert read(found) == [("甲路", 5 * WAN, None)]


# --- Results that do not fit ------------------------------------------------------------------


def formula(ref, written, result, attributes=""):
    return f'<c r="{ref}"><f{attributes}>{written}</f><v>{result}</v></c>'


@pytest.mark.parametrize(
    ("written", "result", "due"),
    [
        ("D2+D3", 100, 300),
        ("SUM(D2:D3,50)", 100, 350),
        ("(D3-D2)*2/1", 7, 200),
        ("$D$2+SUM(D3)", 0, 300),
    ],
)
def test_a_result_that_its_own_numbers_contradict_is_no_amount(written, result, due):
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 100), formula("E2", written, result)),
        row(3, number("A3", 2), "乙路", "", number("D3", 200)),
    )
    with pytest.raises(values.Unreadable) as caught:
        values.money(next(found.data).get("ytd"))
    assert str(caught.value) == (
        f"公式 ={written} 保存的结果是{result}，按表中的数应为{due}，"
        "请用 Excel 或 WPS 打开、重新计算并保存后再上传"
    )


@pytest.mark.parametrize(
    ("written", "result"),
    [
        ("D2+D3", 300),
        ("D2*1.1", 110.00000000000001),
        ("VLOOKUP(D2,A:B,2)", 5),
        ("其他!D2+D3", 5),
        ("D2+B3", 5),
        ("ROUND(D2/3,2)", 33.33),
        ("SUM(D2:D9)+IF(D2,1,0)", 9),
    ],
)
def test_a_result_that_fits_or_cannot_be_told_is_read(written, result):
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 100), formula("E2", written, result)),
        row(3, number("A3", 2), "乙路", "", number("D3", 200)),
    )
    assert values.money(next(found.data).get("ytd")) == round(result * WAN)


def test_a_formula_that_was_filled_down_is_computed_where_it_stands():
    shared = ' t="shared" ref="E2:E3" si="0"'
    found = raw(
        row(2, number("A2", 1), "甲路", "", number("D2", 100),
            formula("E2", "D2+$D$2", 200, shared)),
        row(3, number("A3", 2), "乙路", "", number("D3", 7),
            '<c r="E3"><f t="shared" si="0"/><v>99</v></c>'),
    )  # fmt: skip
    assert values.money(next(found.data).get("ytd")) == 200 * WAN
    assert [finding.message.partition("，请")[0] for finding in found.findings] == [
        "公式 =D3+$D$2 保存的结果是99，按表中的数应为107"
    ]


# --- What a cell shows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("0%", 0.6, "60%"),
        ("0.0%", 0.4635, "46.4%"),
        ("0.##%", 0.463, "46.3%"),
        ('"完成"0%', 0.6, "完成60%"),
        ('0"公里"', 12, "12公里"),
        ('#,##0.0"平方米"', 1234.56, "1,234.6平方米"),
        ("0%;[红色]-0%", -0.25, "-25%"),
        ("0.0,", 12345, ""),
        ('0!.0,"万"', 12345678, ""),
    ],
)
def test_a_format_is_shown_as_a_spreadsheet_shows_it(code, value, text):
    assert shown(code, value) == text


def styled(value, code):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["项目名称", "本月完成投资（万元）", "形象进度"])
    page.append(["甲路", value, value])
    for ref in ("B2", "C2"):
        page[ref].number_format = code
        page[ref].font = Font(bold=True)
    return read_table(read_sheets(saved(book))[0], MONTHLY)


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_share_is_read_as_it_is_shown_and_is_no_amount():
    (line,) = styled(0.6, "0%").data
    assert values.text(line.get("progress")) == "60%"
    with pytest.raises(values.Unreadable, match="“60%” 是比例，不是金额"):
        values.money(line.get("month"))


def test_a_unit_behind_the_number_is_that_of_the_amount():
    (line,) = styled(1.25, '0.0"亿元"').data
    assert values.text(line.get("progress")) == "1.3亿元"
    assert values.money(line.get("month")) == 125_000_000


def test_an_amount_that_is_shown_without_its_last_digits_is_not_guessed():
    (line,) = styled(12345678, '0!.0,"万"').data
    with pytest.raises(values.Unreadable, match="这一格存的是12345678，显示的是缩小后的数"):
        values.money(line.get("month"))


def test_a_plain_number_is_the_number():
    (line,) = read_table(
        read_sheets(workbook([["项目名称", "本月完成投资（万元）", "形象进度"], ["甲", 0.6, 0.6]]))[
            0
        ],
        MONTHLY,
    ).data
    assert values.text(line.get("progress")) == "0.6"
