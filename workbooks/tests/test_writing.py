"""What is written can be read back, cell for cell, and holds nothing that acts."""

import datetime
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from measures.money import WAN
from workbooks import values
from workbooks.reading import read_sheets
from workbooks.rowkinds import RowKind
from workbooks.tables import read_table
from workbooks.tests.builders import MONTHLY
from workbooks.writing import Column, Row, Sheet, write_sheets, write_table

COLUMNS = [
    Column("序号", "integer"),
    Column("项目名称", width=40),
    Column("6月完成", "wan", parent="完成投资"),
    Column("1-6月累计完成", "wan", parent="完成投资"),
    Column("占年度计划%", "percent", parent="完成投资", digits=2),
    Column("超序时", "points"),
    Column("开工日期", "date"),
]
ROWS = [
    Row([None, "合计（2个）", 15_500_000, 60_000_000, Fraction(5648, 10_000), None, None], "total"),
    Row([None, "水利局（2个）", 15_500_000, 60_000_000, None, None, None], "group"),
    Row([1, "=1+1", 10_000_000, 50_000_001, Fraction(1, 3), Fraction(-88, 10), None]),
    Row([2, "甲\x0b项目", 5_500_000, "未报", None, Fraction(3), datetime.date(2019, 1, 22)]),
]


@pytest.fixture(scope="module")
def content():
    return write_table(
        "2019年6月重点建设项目进展情况月报表",
        COLUMNS,
        ROWS,
        subtitle="填报截止：2019年7月5日",
        notes=["注：合计不含前期项目。"],
        signature=["填表人：", "审核人：", "联系电话："],
    )


@pytest.fixture(scope="module")
def target(content):
    return load_workbook(io.BytesIO(content)).active


def test_what_is_written_is_read_back_by_the_reader(content):
    table = read_table(read_sheets(content)[0], MONTHLY)
    assert [row.kind for row in table.rows] == [
        RowKind.TOTAL,
        RowKind.GROUP,
        RowKind.DATA,
        RowKind.DATA,
        RowKind.NOTE,
        RowKind.SIGNATURE,
    ]
    first, second = table.data
    assert values.text(first.get("name")) == "=1+1"
    assert values.money(first.get("month")) == 1000 * WAN
    assert values.money(first.get("ytd")) == 50_000_001
    assert values.text(second.get("name")) == "甲项目"
    assert values.text(second.get("ytd")) == "未报"
    assert values.date(second.get("started")) == datetime.date(2019, 1, 22)


def test_text_that_looks_like_a_formula_stays_text(target):
    assert (target["B7"].value, target["B7"].data_type) == ("=1+1", "s")


def test_text_that_looks_like_what_the_writer_makes_up_stays_text():
    for name in ("<r><t>甲</t></r>", "_x0041_", "𠮷村<&>"):
        (sheet,) = read_sheets(write_table("清单", [Column("项目名称")], [Row([name])]))
        assert list(sheet.rows[3]) == [name]


def test_the_same_rows_are_the_same_bytes_and_name_no_program(content, target):
    again = [target.parent.properties.title, target.parent.properties.creator]
    assert again == ["2019年6月重点建设项目进展情况月报表", None]
    assert content == write_table(
        "2019年6月重点建设项目进展情况月报表",
        COLUMNS,
        ROWS,
        subtitle="填报截止：2019年7月5日",
        notes=["注：合计不含前期项目。"],
        signature=["填表人：", "审核人：", "联系电话："],
    )


def test_a_head_is_as_high_as_its_longest_title(target):
    columns = [Column("超/欠序时（百分点）", "points", width=10), Column("项目名称", width=32)]
    sheet = load_workbook(io.BytesIO(write_table("表", columns, []))).active
    assert [sheet.row_dimensions[3].height, target.row_dimensions[4].height] == [45, 30]


def test_a_row_is_as_high_as_its_longest_words():
    columns = [Column("项目名称", width=11), Column("单位", width=30)]
    rows = [Row(["镇区道路", "交通运输局"]), Row(["镇区道路改造工程", "交通运输局"])]
    sheet = load_workbook(io.BytesIO(write_table("表", columns, rows))).active
    assert [sheet.row_dimensions[number].height for number in (4, 5)] == [None, 30]


def test_amounts_show_as_many_decimals_as_they_need_and_rates_as_many_as_asked(target):
    assert (target["C7"].value, target["C7"].number_format) == (1000, "#,##0")
    assert (Decimal(str(target["D7"].value)), target["D7"].number_format) == (
        Decimal("5000.0001"),
        "#,##0.0000",
    )
    assert (Decimal(str(target["E7"].value)), target["E7"].number_format) == (
        Decimal("33.33"),
        "0.00",
    )
    assert (Decimal(str(target["F7"].value)), target["F7"].number_format) == (
        Decimal("-8.8"),
        '+0.0;"−"0.0;0.0',
    )


def test_what_has_no_base_is_a_dash_and_what_is_not_there_is_blank(target):
    assert [target["E8"].value, target["F5"].value] == ["—", "—"]
    assert [target["A5"].value, target["G7"].value] == [None, None]


def test_titles_are_merged_over_what_they_head(target):
    assert {str(merge) for merge in target.merged_cells.ranges} == {
        "A1:G1",
        "A3:A4",
        "B3:B4",
        "C3:E3",
        "F3:F4",
        "G3:G4",
    }
    assert [target["A2"].value, target["G2"].value] == ["填报截止：2019年7月5日", "单位：万元"]


def test_group_and_total_rows_are_bold(target):
    assert [target.cell(row, 2).font.bold for row in range(5, 9)] == [True, True, False, False]


def test_a_sheet_too_wide_for_8_points_on_a4_is_set_on_a3():
    columns = [Column("项目", width=100), Column("说明", width=91)]
    sheet = load_workbook(io.BytesIO(write_table("表", columns, []))).active
    assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A3)


def test_the_page_prints_on_a4_across_with_its_header_on_every_sheet(target):
    assert target.page_setup.orientation == "landscape"
    assert target.page_setup.paperSize == int(target.PAPERSIZE_A4)
    assert target.print_title_rows == "$3:$4"
    assert target.freeze_panes == "A5"
    # One page wide is what a sheet has that says nothing.
    assert (target.page_setup.fitToWidth, target.page_setup.fitToHeight) == (None, 0)
    assert target.sheet_properties.pageSetUpPr.fitToPage


def test_one_row_of_titles_needs_no_second():
    target = load_workbook(
        io.BytesIO(write_table("清单", [Column("项目名称")], [Row(["甲"])], unit=""))
    ).active
    assert [target["A3"].value, target["A4"].value] == ["项目名称", "甲"]
    assert target["A2"].value is None


def test_several_sheets_keep_their_order_and_their_names_are_made_fit_for_excel():
    columns, rows = [Column("项目名称")], [Row(["甲"])]
    book = load_workbook(
        io.BytesIO(
            write_sheets(
                [Sheet("县级/新建", "甲", columns, rows), Sheet("长" * 40, "乙", columns, rows)]
            )
        )
    )
    assert book.sheetnames == ["县级 新建", "长" * 31]


def test_a_table_without_rows_is_still_a_table():
    (sheet,) = read_sheets(write_table("月报", COLUMNS, []))
    assert sheet.rows[2][1] == "项目名称"
    assert len(sheet.rows) == 4
