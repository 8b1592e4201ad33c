"""Tables as units send them (KNOWLEDGE §2), and the same in .xls."""

import datetime
import io

import xlwt

from workbooks.tests.builders import workbook, xls
from workbooks.tests.corpus.cases import Case

TITLES = ["序号", "项目名称", "6月完成（万元）"]
NOT_MONEY = "无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元"
WITHOUT_UNIT = "没有注明金额单位，请在表头上方写明“单位：万元”或在列名后注明（万元）"


def amount(written: object, unit: str = "（万元）"):
    return lambda: workbook([["序号", "项目名称", f"6月完成{unit}"], [1, "甲", written]])


def sheet(*rows, merges: tuple[str, ...] = ()):
    return lambda: workbook(("表1", [list(row) for row in rows], list(merges)))


def old(*rows):
    return lambda: xls(("表1", [list(row) for row in rows]))


def old_hidden() -> bytes:
    book = xlwt.Workbook()
    for name in ("表1", "底稿"):
        target = book.add_sheet(name)
        for row, values in enumerate([TITLES, [1, "甲", 5]]):
            for column, value in enumerate(values):
                target.write(row, column, value)
    book.get_sheet(0).row(1).hidden = True
    book.get_sheet(0).col(2).hidden = True
    book.get_sheet(1).visibility = 1
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


AMOUNTS = [
    Case("amount-as-text", amount("20000"), rows=[("甲", 200_000_000)]),
    Case("amount-with-commas", amount("54,583.00"), rows=[("甲", 545_830_000)]),
    Case("amount-full-width", amount("７４９８"), rows=[("甲", 74_980_000)]),
    Case("amount-about", amount("约603万元"), rows=[("甲", 6_030_000)]),
    Case("amount-in-yi", amount("1.2亿元"), rows=[("甲", 120_000_000)]),
    Case("amount-dash", amount("—"), rows=[("甲", None)]),
    Case("amount-none", amount("无"), rows=[("甲", None)]),
    Case("amount-slash", amount("/"), rows=[("甲", None)]),
    Case("amount-space", amount(" "), rows=[("甲", None)]),
    Case("amount-zero", amount(0), rows=[("甲", 0)]),
    Case("amount-slip", amount("12o0"), rows=[("甲", f"金额“12o0”{NOT_MONEY}")]),
    Case("amount-in-mu", amount("5万亩"), rows=[("甲", f"金额“5万亩”{NOT_MONEY}")]),
    Case("amount-wrong-commas", amount("1,00"), rows=[
        ("甲", "金额“1,00”的千分位逗号位置不对，请写成1234567.89或1,234,567.89")
    ]),
    Case("amount-without-unit", amount(5, ""), rows=[("甲", f"“5” {WITHOUT_UNIT}")]),
    Case("amount-binary-noise", amount(0.1 + 0.2), rows=[("甲", 3_000)]),
]  # fmt: skip

TABLES = [
    Case("title-above", sheet(["2019年6月（单位：亿元）"], ["项目名称", "6月完成"], ["甲", 1.5]),
         rows=[("甲", 150_000_000)]),
    Case("unit-of-the-title-beats-the-line",
         sheet(["单位：亿元"], ["项目名称", "6月完成（万元）"], ["甲", 5]), rows=[("甲", 50_000)]),
    Case("unit-of-the-cell-beats-both",
         sheet(["单位：亿元"], ["项目名称", "6月完成（万元）"], ["甲", "5元"]), rows=[("甲", 5)]),
    Case("header-at-20", sheet(*[["说明"]] * 19, TITLES, [1, "甲", 5]), rows=[("甲", 50_000)]),
    Case("month-in-chinese", sheet(["项目名称", "六月份完成投资\n（万元）"], ["甲", 5]),
         rows=[("甲", 50_000)]),
    Case("month-left-blank", sheet(["项目名称", "  月完成投资（万元）"], ["甲", 5]),
         rows=[("甲", 50_000)]),
    Case("header-repeated", sheet(TITLES, [1, "甲", 5], TITLES, [2, "乙", 6]),
         rows=[("甲", 50_000), ("乙", 60_000)]),
    Case("header-of-three-rows", sheet(
        ["序号", "项目名称", "投资", None], [None, None, "完成投资（万元）", None],
        [None, None, "5月", "6月"], [1, "甲", 4, 5], merges=("A1:A3", "B1:B3", "C1:D1", "C2:D2"),
    ), rows=[("甲", 40_000)], findings=[
        "「表1」C3：“投资完成投资(万元)5月” “本月完成投资”有2列（C3、D3），无法确定以哪一列为准，"
        "请只保留一列"
    ]),
    Case("columns-shuffled", sheet(["6月完成（万元）", "备注", "项目名称"], [5, "无", "甲"]),
         rows=[("甲", 50_000)]),
    Case("groups-and-totals", sheet(
        TITLES, [None, "合计（2个）", 11], ["一", "新建项目（1个）", 5], [1, "甲", 5],
        ["二", "续建项目（1个）", 6], [2, "乙", 6], ["备注：略"], ["填表人：", None, "审核人："],
    ), rows=[("甲", 50_000), ("乙", 60_000)]),
    Case("two-fund-sources", sheet(
        ["序号", "项目名称", "资金来源", "6月完成（万元）"],
        [1, "甲", "中央", 5], [None, None, "自筹", 6], [2, "乙", "自筹", 7],
    ), rows=[("甲", 50_000), ("甲", 60_000), ("乙", 70_000)], findings=[
        "「表1」B3：这一行没有序号和名称，按上一行项目“甲”的续行处理（如另一资金来源），请核对"
    ]),
    Case("total-without-a-label", sheet(TITLES, [1, "甲", 5], [None, None, 5]),
         rows=[("甲", 50_000), ("", 50_000)]),
    Case("planned-start-is-no-start", sheet(
        ["项目名称", "计划开工时间", "6月完成（万元）"], ["甲", "2019.6", 5]
    ), rows=[("甲", 50_000)]),
    Case("no-header", sheet(["今天"], ["明天"]), findings=[
        "「表1」：前30行里没有找到表头，请检查是否有“项目名称”等列名"
    ]),
]  # fmt: skip

OLD = [
    Case("xls", old(TITLES, [1, "甲", 5]), rows=[("甲", 50_000)], name="表.xls"),
    Case("xls-as-xlsx", old(TITLES, [1, "甲", 5]), rows=[("甲", 50_000)]),
    Case("xls-boolean", old(TITLES, [1, "甲", True]), rows=[
        ("甲", "“TRUE” 不是金额，请填写数字，如 1200.5")
    ], name="表.xls"),
    Case("xls-date", lambda: _dated(), rows=[
        ("甲", "“2019-01-22” 不是金额，请填写数字，如 1200.5")
    ], name="表.xls"),
    Case("xls-formula-never-computed", old(TITLES, [1, "甲", xlwt.Formula("2+3")]), rows=[
        ("甲", "公式 =… 没有计算结果，请用 Excel 或 WPS 打开并保存后再上传，或直接填写数值")
    ], findings=[
        "「表1」C2：“=…” 公式 =… 没有计算结果，请用 Excel 或 WPS 打开并保存后再上传，或直接填写数值"
    ], name="表.xls"),
    Case("xls-hidden", old_hidden, rows=[("甲", 50_000)], findings=[
        "「表1」A2：第2行是隐藏或筛选掉的，已照常读取，请核对",
        "「表1」C1：C列是隐藏的，已照常读取，请核对",
        "「底稿」：隐藏的工作表，没有读取",
    ], name="表.xls"),
    Case("xls-far", lambda: _far(), rows=[("甲", 50_000)], findings=[
        "「表1」A30001：“远” 离表格太远（超出20000行或256列），没有读取，"
        "请删去这个单元格的内容，或把表格分成几个文件上传"
    ], name="表.xls"),
]  # fmt: skip


def _dated() -> bytes:
    book = xlwt.Workbook()
    target = book.add_sheet("表1")
    for column, (title, value) in enumerate(zip(TITLES, [1, "甲", None], strict=True)):
        target.write(0, column, title)
        target.write(1, column, value)
    style = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    book.get_sheet(0)._cell_overwrite_ok = True
    target.write(1, 2, datetime.date(2019, 1, 22), style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _far() -> bytes:
    return xls(("表1", [TITLES, [1, "甲", 5], *[[]] * 29_998, ["远"]]))
