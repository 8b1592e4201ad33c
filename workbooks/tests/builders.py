"""Workbooks built in code, and the vocabularies the tests read them with."""

import io
import zipfile

import xlwt
from openpyxl import Workbook

from workbooks.columns import Column, ColumnKind
from workbooks.reading import Sheet, read_sheets
from workbooks.senses import Sense
from workbooks.tables import Table, read_table

PLAN = (
    Column("serial", "序号", ("序号",), ColumnKind.SERIAL),
    Column("code", "项目代码", ("项目代码",)),
    Column("name", "项目名称", ("项目名称", "名称"), ColumnKind.NAME, required=True),
    Column("category", "建设性质", ("建设性质", "计划类别")),
    Column("sector", "项目类别", ("项目类别",)),
    Column("productive", "是否产业项目", ("是否产业项目",), ColumnKind.YES_NO),
    Column("investor", "投资主体", ("投资主体",)),
    Column("unit", "责任单位", ("责任单位",)),
    Column("leader", "包抓领导", ("包抓领导",)),
    Column("years", "建设起止年限", ("建设起止年限", "建设年限"), ColumnKind.YEARS),
    Column("total", "总投资", ("总投资", "计划总投资"), ColumnKind.MONEY),
    Column("before", "截至上年底累计完成投资", ("截至上年底累计完成投资",), ColumnKind.MONEY),
    Column(
        "planned",
        "年度计划投资",
        ("{年}年计划投资", "年度计划投资"),
        ColumnKind.MONEY,
        required=True,
    ),
    Column("provincial", "其中：列入省级计划", ("列入省级计划",), ColumnKind.MONEY),
    Column("municipal", "其中：列入市级计划", ("列入市级计划",), ColumnKind.MONEY),
    Column("start_month", "计划开工月份", ("计划开工月份",), ColumnKind.MONTH),
    Column("content", "建设内容及规模", ("建设内容及规模", "建设内容")),
)

PRELIMINARY = (
    Column("serial", "序号", ("序号",), ColumnKind.SERIAL),
    Column("name", "项目名称", ("项目名称",), ColumnKind.NAME, required=True),
    Column("unit", "责任单位", ("责任单位",)),
    Column("total", "计划总投资", ("计划总投资", "总投资"), ColumnKind.MONEY),
    Column("municipal", "是否列入市级", ("是否列入市级",), ColumnKind.YES_NO),
    Column("progress", "前期工作进展", ("前期工作进展",), required=True),
    Column("remark", "备注", ("备注",)),
)

MONTHLY = (
    Column("serial", "序号", ("序号",), ColumnKind.SERIAL),
    Column("code", "项目代码", ("项目代码",)),
    Column("name", "项目名称", ("项目名称", "工程名称", "名称"), ColumnKind.NAME, required=True),
    Column("unit", "责任单位", ("责任单位",)),
    Column("plan", "年度计划投资", ("年度计划投资", "{年}年计划投资"), ColumnKind.MONEY),
    Column(
        "month",
        "本月完成投资",
        ("本月完成", "本月投资完成", "当月完成", "{月}月完成", "完成投资{月}月"),
        ColumnKind.MONEY,
        sense=Sense.DONE,
    ),
    Column(
        "ytd",
        "本年累计完成投资",
        (
            "本年累计",
            "累计完成投资",
            "累计投资完成",
            "{起月}-{月}月完成",
            "{起月}-{月}月累计完成",
            "{月}月累计完成",
            "截至{月}月底累计完成",
        ),
        ColumnKind.MONEY,
        excludes=("上年", "去年", "开工", "{年}年底", "%", "率"),
        sense=Sense.DONE,
        since_january=True,
    ),
    Column("rate", "占年度计划%", ("占年度计划%", "占年计划%", "完成率"), ColumnKind.PERCENT),
    Column(
        "started", "开工日期", ("开工日期", "开工时间"), ColumnKind.DATE, excludes=("计划", "拟")
    ),
    Column("progress", "形象进度", ("形象进度", "进度", "目前进展")),
    Column("problem", "存在问题", ("存在问题", "问题")),
    Column("remark", "备注", ("备注",)),
)


def workbook(*sheets: tuple[str, list[list], list[str]] | list[list]) -> bytes:
    """The bytes of a workbook of sheets given as rows, or as (name, rows, merged ranges)."""
    book = Workbook()
    book.remove(book.active)
    for number, sheet in enumerate(sheets, start=1):
        name, rows, merges = sheet if isinstance(sheet, tuple) else (f"表{number}", sheet, [])
        target = book.create_sheet(name)
        for row in rows:
            target.append(row)
        for merge in merges:
            target.merge_cells(merge)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_of(rows: list[list], merges: list[str] | None = None, name: str = "表1") -> Sheet:
    return read_sheets(workbook((name, rows, merges or [])))[0]


def monthly_table(rows: list[list], merges: list[str] | None = None, name: str = "表1") -> Table:
    return read_table(sheet_of(rows, merges, name), MONTHLY)


def sentences(findings) -> list[str]:
    return [finding.sentence() for finding in findings]


def xls(*sheets: tuple[str, list[list]]) -> bytes:
    """The bytes of an .xls; a value may be an xlwt.Formula."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets:
        target = book.add_sheet(name, cell_overwrite_ok=True)
        for row, values in enumerate(rows):
            for column, value in enumerate(values):
                if value is not None:
                    target.write(row, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def raw_members(
    rows: str = "",
    *,
    name: str = "表1",
    before: str = "",
    after: str = "",
    strings: str | bytes | None = None,
    styles: str | bytes | None = None,
    book: str = "",
    sheet: str | bytes | None = None,
) -> dict[str, str | bytes]:
    """The members of a workbook of one sheet, with its XML as given."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{book}<sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet
        if sheet is not None
        else f'<worksheet xmlns="{_MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    if strings is not None:
        members["xl/sharedStrings.xml"] = strings
    if styles is not None:
        members["xl/styles.xml"] = styles
    return members


def packed(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def raw_workbook(rows: str = "", **parts) -> bytes:
    return packed(raw_members(rows, **parts))
