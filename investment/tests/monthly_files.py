"""Monthly workbooks of one's own making, and how a preview of them is taken."""

import io

import openpyxl

from investment.intake import MONTHLY_TABLE, sent_monthly
from measures.months import Month
from workbooks.intake.uploads import receive_workbook

JULY = Month(2019, 7)
HEADER = ("序号", "项目名称", "项目代码", "责任单位", "年度计划投资", "7月完成", "1-7月累计完成")
TITLE = "2019年7月重点建设项目进展情况月报表"
HEADER = (*HEADER, "形象进度", "存在问题", "情况说明")


def workbook(
    *rows,
    header=HEADER,
    title="2019年7月重点建设项目进展情况月报表",
    unit="单位：万元",
    sheet="7月",
):
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    page.append([title])
    page.append([unit])
    page.append(header)
    for row in rows:
        page.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def line(name, month=None, total=None, *, progress="主体施工", code="", unit="", plan=None, **more):
    problem, explanation = more.get("problem"), more.get("explanation")
    return (1, name, code, unit, plan, month, total, progress, problem, explanation)


def receive_monthly(**chosen):
    """A monthly workbook kept at the door, waiting for confirmation."""
    content, name = chosen.pop("content"), chosen.pop("name")
    sent = sent_monthly(content, original_name=name, **chosen)
    return receive_workbook(kind=MONTHLY_TABLE, sent=sent)
