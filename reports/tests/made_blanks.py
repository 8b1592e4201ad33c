"""Three blanks of other shapes than those that were sent: made here, of no real office."""

import io

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

_LINE = Side(style="thin")
_BORDER = Border(_LINE, _LINE, _LINE, _LINE)
_CENTRE = Alignment("center", "center", wrap_text=True)


def _written(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cells(sheet, area, formats=None):
    for row in sheet[area]:
        for cell in row:
            cell.border, cell.alignment = _BORDER, _CENTRE
            letters = cell.coordinate.rstrip("0123456789")
            if formats and letters in formats:
                cell.number_format = formats[letters]


def _title(sheet, text, last, row=1):
    sheet.cell(row, 1, text).font = Font("黑体", 16)
    sheet.merge_cells(f"A{row}:{last}{row}")


CATEGORIES = ("工业", "交通", "水利", "教育", "国防", "其中：文化旅游")


def cross_table():
    """Categories by class of the plan, without a project: shares, sums that are formulas, and a
    category that the county does not have."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "分类情况"
    _title(sheet, "2019年县级重点项目分类完成情况表", "J")
    sheet["A2"], sheet["H2"] = "填报单位：", "单位：亿元"
    sheet["A3"] = "项目类别"
    sheet.merge_cells("A3:A4")
    for first, last, head in (("B", "D", "新建项目"), ("E", "G", "续建项目"), ("H", "J", "合计")):
        sheet[f"{first}3"] = head
        sheet.merge_cells(f"{first}3:{last}3")
    for column, head in zip(
        "BCDEFGHIJ",
        ("个数", "年度计划", "完成投资") * 2 + ("个数", "完成投资", "完成率(%)"),
        strict=True,
    ):
        sheet[f"{column}4"] = head
    sheet["A5"] = "合  计"
    for column in "BCDEFGHI":
        sheet[f"{column}5"] = f"=SUM({column}6:{column}10)"
    for row, name in enumerate(CATEGORIES, start=6):
        sheet.cell(row, 1, name)
    amounts = dict.fromkeys("CDFGI", "0.00")
    _cells(sheet, "A3:J11", {**amounts, "J": "0.0"})
    sheet["A12"] = "注：完成率保留一位小数。"
    sheet.merge_cells("A12:J12")
    return _written(book)


UNITS = (
    "县水利局", "县交通运输局", "工业和信息化局", "东河镇", "教育体育局", "市场监督管理局",
)  # fmt: skip


def ranking():
    """Units in an order of the form's own, with a share as a percentage, and their ranks."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "排名"
    _title(sheet, "2019年  月县级重点项目推进情况排名表", "H")
    sheet["F2"] = "计量单位：万元"
    heads = (
        "序号",
        "责任单位",
        "项目个数",
        "年度计划投资",
        "累计完成投资",
        "完成率",
        "超(欠)序时",
        "名次",
    )
    for column, head in enumerate(heads, start=1):
        sheet.cell(3, column, head)
    for row, name in enumerate(UNITS, start=4):
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 2, name)
    sheet["A10"] = "全县合计"
    sheet.merge_cells("A10:B10")
    _cells(sheet, "A3:H10", {"D": "#,##0", "E": "#,##0", "F": "0.00%", "G": "+0.0;-0.0;0.0"})
    sheet["A11"] = "审核人：　　　　填表人："
    sheet.merge_cells("A11:H11")
    return _written(book)


def two_tables():
    """Totals of one list above, the lines of another below, on one sheet; a note under each."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月报"
    _title(sheet, "一、县级重点项目总体情况（单位：亿元）", "F")
    for column, head in enumerate(
        ("类别", "项目数", "总投资", "年度计划", "累计完成", "完成率%"), 1
    ):
        sheet.cell(2, column, head)
    for row, name in enumerate(("新建项目", "续建项目", "全部项目"), start=3):
        sheet.cell(row, 1, name)
    _cells(sheet, "A2:F5", {**dict.fromkeys("CDE", "0.00"), "F": "0.0"})
    _title(sheet, "二、省级重点项目进展（单位：万元）", "F", row=7)
    heads = ("序号", "项目名称", "责任单位", "年度计划", "累计完成", "形象进度")
    for column, head in enumerate(heads, start=1):
        sheet.cell(8, column, head)
    _cells(sheet, "A8:F11", {"D": "#,##0", "E": "#,##0"})
    sheet["A11"] = "小计（  个）"
    sheet.merge_cells("A11:C11")
    sheet["D11"], sheet["E11"] = "=SUM(D9:D10)", "=SUM(E9:E10)"
    sheet["A12"] = "备注：按省级计划次序填写。"
    sheet.merge_cells("A12:F12")
    sheet.print_area = "A1:F12"
    return _written(book)
