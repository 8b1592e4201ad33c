"""Workbooks to be filled in: what is locked, what is asked, what Excel refuses, the hidden mark."""

import datetime
import io
import zipfile

import openpyxl
import pytest

from workbooks.marking import marked
from workbooks.templates import (
    Column,
    Group,
    Row,
    Template,
    day_between,
    number_from,
    one_of,
    text_up_to,
    write_template,
)
from workbooks.writing import DATE, INTEGER, WAN_YUAN

COLUMNS = [
    Column("序号", INTEGER, 6),
    Column("名称"),
    Column("金额", WAN_YUAN, is_asked=True, rule=number_from(0, "请填写数字")),
    Column("原因", is_asked=True, rule=one_of(["停工", "其他"], "请选择")),
    Column(
        "日期",
        DATE,
        is_asked=True,
        rule=day_between(datetime.date(1990, 1, 1), datetime.date(2019, 7, 31), "请填写日期"),
    ),
    Column("说明", is_asked=True, rule=text_up_to(20, "太长")),
]
ROWS = [
    Group("一、续建"),
    Row([1, "=1+1", 12_345_678, "停工", datetime.date(2019, 3, 4), "甲\x0b乙"]),
    Row([2, "+路", None, None, None, None], is_open=False),
]


def template(**changed):
    values = {
        "sheet": "7月",
        "title": "填报表",
        "line": "只填黄格",
        "columns": COLUMNS,
        "rows": ROWS,
        "name_column": 1,
        "mark": ("MARK", "1|7|2019-07"),
        "instructions": ["1. 填黄格。"],
        "signature": ("填表人：",),
    }
    return Template(**{**values, **changed})


@pytest.fixture(scope="module")
def content():
    return write_template(template())


@pytest.fixture(scope="module")
def sheet(content):
    return openpyxl.load_workbook(io.BytesIO(content))["7月"]


def test_what_is_asked_is_open_and_all_else_is_locked(sheet):
    opened = [c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked]
    assert opened == ["C5", "D5", "E5", "F5"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    allowed = ("sort", "autoFilter", "formatColumns", "formatRows")
    assert [getattr(sheet.protection, right) for right in allowed] == [False] * 4


def plain(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def test_the_cells_hold_exact_values_and_texts_stay_texts(sheet):
    assert [[plain(cell.value) for cell in row] for row in sheet["A3:F6"]] == [
        ["序号", "名称", "金额", "原因", "日期", "说明"],
        [None, "一、续建", None, None, None, None],
        [1, "=1+1", 1234.5678, "停工", datetime.date(2019, 3, 4), "甲乙"],
        [2, "+路", None, None, None, None],
    ]
    assert (sheet["B5"].data_type, sheet["B5"].quotePrefix) == ("s", True)
    assert (sheet["B6"].data_type, sheet["B6"].quotePrefix) == ("s", True)


def test_excel_refuses_other_values_in_chinese(sheet):
    rules = [
        (str(v.sqref), v.type, v.operator, v.formula1, v.formula2, v.errorStyle, v.error)
        for v in sheet.data_validations.dataValidation
    ]
    assert rules == [
        ("C4:C6", "decimal", "greaterThanOrEqual", "0", None, "stop", "请填写数字"),
        ("D4:D6", "list", None, '"停工,其他"', None, "stop", "请选择"),
        ("E4:E6", "date", "between", "DATE(1990,1,1)", "DATE(2019,7,31)", "stop", "请填写日期"),
        ("F4:F6", "textLength", "lessThanOrEqual", "20", None, "stop", "太长"),
    ]


def test_the_sheet_is_ready_to_filter_scroll_and_print(sheet):
    assert sheet.auto_filter.ref == "A3:F6"
    assert sheet.freeze_panes == "C4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert (sheet["A2"].value, sheet["F2"].value) == ("只填黄格", "单位：万元")
    assert sheet["A8"].value == "填表人："


def test_instructions_stand_on_a_sheet_of_their_own(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["7月", "填报说明"]
    assert [row[0].value for row in book["填报说明"].rows] == ["填报说明", None, "1. 填黄格。"]
    assert book["填报说明"].protection.sheet


def test_a_template_without_rows_is_a_workbook_still():
    book = openpyxl.load_workbook(io.BytesIO(write_template(template(rows=[]))))
    assert [cell.value for cell in book["7月"][3]][:2] == ["序号", "名称"]


def test_the_mark_is_read_back_also_after_the_workbook_was_saved_again(content):
    assert marked(content, "MARK") == "1|7|2019-07"
    assert marked(content, "OTHER") is None
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(stream)
    assert marked(stream.getvalue(), "MARK") == "1|7|2019-07"


def packed(part: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("xl/workbook.xml", part)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (b'<definedName name="MARK">&quot;1|7&quot;</definedName>', "1|7"),
        (b"<x:definedName hidden='1' name='MARK'>\"1|7\"</x:definedName>", "1|7"),
        (b'<definedName name="MARKER">"1|7"</definedName>', None),
        (b'<definedName comment="MARK" name="X">"1|7"</definedName>', None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_a_mark_is_a_defined_name_however_it_is_written(part, found):
    assert marked(packed(part), "MARK") == found


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", packed(b"")])
def test_what_is_no_workbook_has_no_mark(content):
    assert marked(content, "MARK") is None


@pytest.mark.parametrize("options", [["停工,冬休"], ['"'], ["长" * 256]])
def test_a_list_that_a_cell_cannot_hold_is_an_error(options):
    with pytest.raises(ValueError, match="no list for a cell"):
        one_of(options, "请选择")
