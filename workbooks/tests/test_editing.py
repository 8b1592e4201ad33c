"""A workbook of another office, changed in its own XML."""

import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from workbooks.editing.areas import Insertion, moved_areas, moved_formula, over_block
from workbooks.editing.inserting import insert_rows
from workbooks.editing.package import EditedWorkbook
from workbooks.errors import UnreadableWorkbook


@pytest.mark.parametrize(
    ("formula", "moved"),
    [
        ("SUM(B3:B5)", "SUM(B3:B8)"),
        ("B2+$B$9", "B2+$B$12"),
        ("SUM(另表!B3:B5)+B6", "SUM(另表!B3:B5)+B9"),
        ("'表 1'!B6*2", "'表 1'!B9*2"),
        ('IF(B6=0,"B6",LOG10(B6))', 'IF(B9=0,"B6",LOG10(B9))'),
        ("'表 1'!$4:$6", "'表 1'!$4:$9"),
        ("合计B6", "合计B6"),
    ],
)
def test_references_move_with_rows_that_are_put_in(formula, moved):
    assert moved_formula(formula, "表 1", "表 1", Insertion(5, 3)) == moved


def test_areas_grow_and_move():
    assert moved_areas("A1:C5 D6", Insertion(5, 3)) == "A1:C8 D9"


def test_a_formula_of_the_pattern_is_over_the_rows_of_its_own_block():
    assert over_block("SUBTOTAL(9,G9:G24)", 8, 24, 30, 35) == "SUBTOTAL(9,G31:G35)"
    assert over_block('IF(I8=0,"",K8/$I$7*100)', 8, 24, 30, 35) == 'IF(I30=0,"",K30/$I$7*100)'


def form(*, below):
    """A sheet with three rows to be filled, with all that may name a row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表 1"
    sheet.append(["名称", "金额"])
    for row in (2, 3, 4):
        sheet.cell(row, 2).number_format = "0.00"
        sheet.cell(row, 1).value = None
        sheet.row_dimensions[row].height = 20 + row
    sheet["D1"] = "=SUM(B2:B4)"
    sheet["C1"].comment = Comment("上面", "人")
    if below:
        sheet["A6"] = "说明"
        sheet["B6"] = "=B4"
        sheet.merge_cells("A6:A7")
        sheet["A6"].comment = Comment("下面", "人")
    check = DataValidation("list", formula1='"甲,乙"')
    check.add("A2:A100")
    sheet.add_data_validation(check)
    fill = PatternFill("solid", bgColor="FF0000")
    sheet.conditional_formatting.add("B2:B4", CellIsRule("lessThan", ["B4"], fill=fill))
    sheet.print_area = "A1:D4"
    other = book.create_sheet("另表")
    other["A1"] = "='表 1'!B4"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(book):
    return openpyxl.load_workbook(io.BytesIO(book.saved()))


def test_rows_are_put_in_before_the_last_and_all_that_names_rows_moves():
    edited = EditedWorkbook(form(below=True))
    insert_rows(edited, "表 1", 3, 5, 1)
    book = opened(edited)
    sheet = book["表 1"]
    assert (sheet["D1"].value, sheet["B11"].value) == ("=SUM(B2:B9)", "=B9")
    assert book["另表"]["A1"].value == "='表 1'!B9"
    assert sheet["A11"].value == "说明"
    assert [str(each) for each in sheet.merged_cells.ranges] == ["A11:A12"]
    assert (sheet["C1"].comment.text, sheet["A11"].comment.text) == ("上面", "下面")
    assert sheet.print_area == "'表 1'!$A$1:$D$9"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["A2:A105"]
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["B2:B9"]
    assert [sheet.row_dimensions[row].height for row in range(2, 10)] == [
        22, 23, 22, 22, 22, 22, 22, 24,
    ]  # fmt: skip
    assert {sheet.cell(row, 2).number_format for row in range(2, 10)} == {"0.00"}


def test_where_nothing_stands_below_a_rule_down_to_a_far_row_stays():
    edited = EditedWorkbook(form(below=False))
    insert_rows(edited, "表 1", 3, 5, 1)
    sheet = opened(edited)["表 1"]
    assert sheet["D1"].value == "=SUM(B2:B9)"
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["A2:A100"]


def test_what_is_not_touched_stays_byte_for_byte():
    content = form(below=True)
    edited = EditedWorkbook(content)
    edited.sheet("表 1").write(1, 0, "甲")
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, edited.saved()))
    changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert after.namelist() == before.namelist()
    assert changed == ["xl/worksheets/sheet1.xml"]


def test_a_text_that_begins_like_a_formula_stays_a_text():
    edited = EditedWorkbook(form(below=False))
    sheet = edited.sheet("表 1")
    sheet.write(1, 0, "=1+1\x0b")
    sheet.write(1, 1, Decimal("0.0531"))
    book = opened(edited)
    assert (book["表 1"]["A2"].data_type, book["表 1"]["A2"].value) == ("s", "=1+1")
    assert book["表 1"]["B2"].value == 0.0531


def test_a_fill_leaves_the_rest_of_a_style():
    edited = EditedWorkbook(form(below=False))
    sheet = edited.sheet("表 1")
    sheet.set_style(1, 1, edited.styles.with_fill(sheet.style(1, 1), "FFFF00"))
    cell = opened(edited)["表 1"]["B2"]
    assert (cell.fill.fgColor.rgb, cell.number_format) == ("FFFFFF00", "0.00")


def test_a_check_says_what_a_cell_may_hold():
    checks = EditedWorkbook(form(below=False)).checks("表 1")
    assert checks.choices(1, 0) == ["甲", "乙"]
    assert [checks.allow(1, 0, text) for text in ("甲", "丙")] == [True, False]
    assert checks.allow(100, 0, "丙")


def test_a_workbook_of_the_strict_kind_is_refused_with_what_to_do():
    source, out = zipfile.ZipFile(io.BytesIO(form(below=False))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as strict:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/workbook.xml":
                content = content.replace(b"schemas.openxmlformats.org", b"purl.oclc.org")
            strict.writestr(name, content)
    said = "^文件不是普通的 .xlsx 格式，不能原样填写，请用 Excel 或 WPS 另存为 .xlsx 后上传$"
    with pytest.raises(UnreadableWorkbook, match=said):
        EditedWorkbook(out.getvalue())
