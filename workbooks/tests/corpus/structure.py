"""Sheets whose structure is odd: far cells, missing references, hidden rows, errors, dates."""

import io
import zipfile
from collections.abc import Iterable
from string import ascii_uppercase

from openpyxl import Workbook

from workbooks.tests.builders import _MAIN, raw_workbook, workbook
from workbooks.tests.corpus.cases import (
    DAMAGED,
    GOOD,
    NO_SENSE,
    READ,
    TITLES,
    Case,
    irregular,
    number,
    project,
    text,
    with_members,
)

FAR = "离表格太远（超出20000行或256列），没有读取，请删去这个单元格的内容，或把表格分成几个文件上传"
NOT_MONEY = "无法识别，请只填一个数字，如1234.56，可带单位，如603万元、1.2亿元"
UNKNOWN = "有单元格的类型无法识别"
SHARED = '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>5</v></c></row>'
DIVISION = "公式出错（#DIV/0!），没有可用的数值，请改正公式或直接填写数值"
STRINGS = (
    f'<sst xmlns="{_MAIN}"><si><t>甲</t></si>'
    "<si><r><rPr><b/></rPr><t>甲</t></r><r><t>乙</t></r>"
    '<rPh sb="0" eb="1"><t>jia</t></rPh></si></sst>'
)
STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
    "</cellXfs></styleSheet>"
)


def uncomputed(formula: str) -> str:
    return f"公式 {formula} 没有计算结果，请用 Excel 或 WPS 打开并保存后再上传，或直接填写数值"


def rows(written: str, **parts):
    return lambda: raw_workbook(TITLES + written, **parts)


def b2(cell: str, **parts):
    return rows(project(amount=cell), **parts)


def stray(last: int, columns: str = "AB"):
    """Borders down to a row far below the table."""
    blank = "".join(f'<c r="{letter}%d" s="1"/>' for letter in columns)
    row = f'<row r="%d" spans="1:9" s="1" customFormat="1">{blank}</row>'
    return lambda: _with_rows(row % ((n,) * (len(columns) + 1)) for n in range(3, last + 1))


def stray_rows(last: int):
    return lambda: _with_rows(f'<row r="{n}" s="1"/>' for n in range(3, last + 1))


def _with_rows(rows: Iterable[str]) -> bytes:
    """The good workbook with more rows, written as they come: there may be a million."""
    sheet = "xl/worksheets/sheet1.xml"
    before, after = str(GOOD[sheet]).split("</sheetData>")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in GOOD.items():
            if name != sheet:
                archive.writestr(name, content)
        with archive.open(sheet, "w") as member:
            member.write(before.encode())
            for row in rows:
                member.write(row.encode())
            member.write(f"</sheetData>{after}".encode())
    return stream.getvalue()


def alone(ref: str) -> str:
    """A row with nothing but a 1 there."""
    return f'<row r="{ref.lstrip(ascii_uppercase)}">{number(ref, 1)}</row>'


def hidden_sheet(state: str):
    def build() -> bytes:
        book = str(GOOD["xl/workbook.xml"])
        listed = f'<sheet name="底稿" sheetId="2" state="{state}" r:id="rId1"/></sheets>'
        return with_members(**{"xl/workbook.xml": book.replace("</sheets>", listed)})

    return build


def long_texts(count: int):
    """A small file whose cells all show one text as long as Excel allows."""
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"x" * 32_767}</t></si></sst>'
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, count + 2)
    )
    return lambda: raw_workbook(TITLES + cells, strings=strings)


def chart_sheet() -> bytes:
    return with_members(
        **{
            "xl/_rels/workbook.xml.rels": str(GOOD["xl/_rels/workbook.xml.rels"]).replace(
                "/worksheet", "/chartsheet", 1
            )
        }
    )


def shifted() -> bytes:
    """Shared formulas, cached, down a column: what a spreadsheet program writes."""
    formulas = project(2, '<c r="B2"><f t="shared" ref="B2:B3" si="0">5*1</f><v>5</v></c>')
    return raw_workbook(
        TITLES + formulas + project(3, '<c r="B3"><f t="shared" si="0"/><v>6</v></c>')
    )


def many_faults() -> bytes:
    return raw_workbook(
        TITLES
        + "".join(
            f'<row r="{n}">{text(f"A{n}", f"甲{n}")}<c r="C{n}" t="e"><v>#DIV/0!</v></c></row>'
            for n in range(2, 32)
        )
    )


def empty_book() -> bytes:
    return workbook([[None]])


def openpyxl_formula() -> bytes:
    return workbook([["项目名称", "6月完成（万元）"], ["甲", "=2+3"]])


def wide() -> bytes:
    book = Workbook()
    book.active.append(["项目名称", "6月完成（万元）", *[f"列{n}" for n in range(250)]])
    book.active.append(["甲", 5, *range(250)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def merged(*ranges: str) -> dict[str, str]:
    cells = "".join(f'<mergeCell ref="{merge}"/>' for merge in ranges)
    return {"after": f"<mergeCells>{cells}</mergeCells>"}


STRUCTURE = [
    Case("stray-borders", stray(60_000), rows=READ),
    Case("stray-borders-to-the-end", stray(1_048_576), rows=READ, is_slow=True),
    Case("stray-rows-to-the-end", stray_rows(1_048_576), rows=READ, is_slow=True),
    Case("stray-last-cell", rows(project() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
         rows=READ),
    Case("value-in-last-cell", rows(project() + alone("XFD1048576")),
         rows=READ, findings=[f"「表1」XFD1048576：“1” {FAR}"]),
    Case("value-in-last-row", rows(project() + alone("A1048576")),
         rows=READ, findings=[f"「表1」A1048576：“1” {FAR}"]),
    Case("value-in-far-column", rows(project(amount=number("B2", 5) + number("IW2", 7))),
         rows=READ, findings=[f"「表1」IW2：“7” {FAR}"]),
    Case(
        "values-far-below",
        rows(project() + "".join(project(n) for n in range(20_001, 20_011))),
        rows=READ,
        findings=[
            *(f"「表1」{ref}：“{shown}” {FAR}" for ref, shown in [
                ("A20001", "甲"), ("B20001", "5"), ("A20002", "甲"), ("B20002", "5"),
                ("A20003", "甲"),
            ]),
            "「表1」A20003：超出20000行或256列的单元格共有20个，都没有读取",
        ],
    ),
    Case("value-in-last-cell-read", rows(project() + alone("IV20000")),
         rows=READ),
    Case("row-beyond-the-sheet", rows(project() + alone("A9999999")),
         rows=READ, findings=[f"「表1」A9999999：“1” {FAR}"]),
    Case("wrong-dimension", rows(project(), before='<dimension ref="A1"/>'), rows=READ),
    Case("huge-dimension", rows(project(), before='<dimension ref="A1:XFD1048576"/>'), rows=READ),
    Case("rows-out-of-order", lambda: raw_workbook(project() + TITLES), rows=READ),
    Case("row-twice", rows(project() + project()), irregular("工作表里有重复的行号")),
    Case("cell-twice", rows(project(amount=number("B2", 5) + "<c r='B2'><v>6</v></c>")),
         irregular("有重复的单元格")),
    Case("cell-in-another-row", rows(project(amount=number("B3", 5))),
         irregular("有单元格的位置与所在的行不一致")),
    Case("cell-nowhere", rows(project(amount='<c r="5B"><v>5</v></c>')),
         irregular("有单元格的位置与所在的行不一致")),
    Case("row-zero", rows('<row r="0"><c><v>1</v></c></row>'), irregular("工作表里的行号不规范")),
    Case("no-references", lambda: raw_workbook(
        '<row><c t="inlineStr"><is><t>项目名称</t></is></c><c t="inlineStr"><is>'
        '<t>6月完成（万元）</t></is></c></row><row><c t="str"><v>甲</v></c><c><v>5</v></c></row>'
    ), rows=READ),
    Case("unknown-type", b2('<c r="B2" t="zzz"><v>5</v></c>'), irregular(UNKNOWN)),
    Case("shared-string", rows(SHARED, strings=STRINGS), rows=READ),
    Case("shared-rich-string",
         rows('<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><v>5</v></c></row>',
              strings=STRINGS), rows=[("甲乙", 50_000)]),
    Case("shared-string-out-of-range",
         rows('<row r="2"><c r="A2" t="s"><v>9</v></c></row>', strings=STRINGS), NO_SENSE),
    Case("no-shared-strings", rows('<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), NO_SENSE),
    Case("shared-strings-cut", rows(project(), strings=STRINGS[:-9]), DAMAGED),
    Case("one-long-text-many-times", long_texts(1_600), "里的内容过多，请分成几个文件上传"),
    Case("one-long-text-in-every-row", long_texts(19_000),
         "内容过多或结构异常，无法在规定时间内读完，请删去无关内容或分成几个文件上传",
         is_slow=True),
    Case("rich-inline", rows(
        '<row r="2"><c r="A2" t="inlineStr"><is><r><rPr><color rgb="FF0000"/></rPr><t>甲</t></r>'
        '<r><t>乙</t></r><rPh sb="0" eb="1"><t>jia</t></rPh></is></c><c r="B2"><v>5</v></c></row>'
    ), rows=[("甲乙", 50_000)]),
    Case("error-cell", b2('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'), rows=[("甲", DIVISION)],
         findings=[f"「表1」B2：“#DIV/0!” {DIVISION}"]),
    Case("error-beside-the-table", rows(project(amount=number("B2", 5)
                                                + '<c r="D2" t="e"><v>#DIV/0!</v></c>')),
         rows=READ, findings=[f"「表1」D2：“#DIV/0!” {DIVISION}"]),
    Case("error-copied-down", many_faults, rows=[(f"甲{n}", None) for n in range(2, 32)], findings=[
        *(f"「表1」C{n}：“#DIV/0!” {DIVISION}" for n in range(2, 22)),
        "「表1」C22：“#DIV/0!” C列从这里起还有10个单元格是公式出错或没有计算结果，请一并改正",
    ]),
    Case("formula-never-computed", b2('<c r="B2"><f>SUM(C2:D2)</f></c>'),
         rows=[("甲", uncomputed("=SUM(C2:D2)"))],
         findings=[f"「表1」B2：“=SUM(C2:D2)” {uncomputed('=SUM(C2:D2)')}"]),
    Case("formula-of-openpyxl", openpyxl_formula, rows=[("甲", uncomputed("=2+3"))],
         findings=[f"「表1」B2：“=2+3” {uncomputed('=2+3')}"]),
    Case("formula-computed", b2('<c r="B2"><f>2+3</f><v>5</v></c>'), rows=READ),
    Case("formula-shared", shifted, rows=[("甲", 50_000), ("甲", 60_000)]),
    Case("formula-of-empty-text", b2('<c r="B2" t="str"><f>IF(1,"","")</f><v></v></c>'),
         rows=[("甲", None)]),
    Case("boolean", b2('<c r="B2" t="b"><v>1</v></c>'),
         rows=[("甲", "“TRUE” 不是金额，请填写数字，如 1200.5")]),
    Case("number-as-text", b2(text("B2", "5.00")), rows=READ),
    Case("number-with-noise", b2(number("B2", "5.0000000000000001")), rows=READ),
    Case("number-in-powers", b2(number("B2", "5E0")), rows=READ),
    Case("number-beyond", b2(number("B2", "1E+308")),
         rows=[("甲", f"金额“1{'0' * 39}…”超过100万亿元，请核对数字和单位")]),
    Case("not-a-number", b2(number("B2", "NaN")),
         rows=[("甲", "金额“NaN”" + NOT_MONEY)]),
    Case("word-as-number", b2(number("B2", "abc")),
         rows=[("甲", "金额“abc”" + NOT_MONEY)]),
    Case("date-as-amount", b2('<c r="B2" s="1"><v>43487</v></c>', styles=STYLES),
         rows=[("甲", "“2019-01-22” 不是金额，请填写数字，如 1200.5")]),
    Case("date-of-1904", b2('<c r="B2" s="1"><v>42025</v></c>', styles=STYLES,
                            book='<workbookPr date1904="1"/>'),
         rows=[("甲", "“2019-01-22” 不是金额，请填写数字，如 1200.5")]),
    Case("date-in-iso", b2('<c r="B2" t="d"><v>2019-01-22T00:00:00</v></c>'),
         rows=[("甲", "“2019-01-22 00:00:00” 不是金额，请填写数字，如 1200.5")]),
    Case("style-nobody-declared", b2('<c r="B2" s="99"><v>5</v></c>', styles=STYLES), rows=READ),
    Case("hidden-row", rows(project().replace('<row r="2"', '<row r="2" hidden="1"')),
         rows=READ, findings=["「表1」A2：第2行是隐藏或筛选掉的，已照常读取，请核对"]),
    Case("hidden-rows", rows("".join(
        project(n).replace(f'<row r="{n}"', f'<row r="{n}" ht="0" customHeight="1"')
        for n in (2, 3)
    )), rows=READ * 2, findings=["「表1」A2：第2至3行是隐藏或筛选掉的，已照常读取，请核对"]),
    Case("hidden-blank-row", rows(project() + '<row r="3" hidden="1"><c r="A3" s="1"/></row>'),
         rows=READ),
    Case("hidden-column", rows(project(), before='<cols><col min="2" max="2" hidden="1"/></cols>'),
         rows=READ, findings=["「表1」B1：B列是隐藏的，已照常读取，请核对"]),
    Case("narrow-column", rows(project(), before='<cols><col min="2" max="9" width="0"/></cols>'),
         rows=READ, findings=["「表1」B1：B列是隐藏的，已照常读取，请核对"]),
    Case("hidden-sheet", hidden_sheet("hidden"), rows=READ,
         findings=["「底稿」：隐藏的工作表，没有读取"]),
    Case("very-hidden-sheet", hidden_sheet("veryHidden"), rows=READ,
         findings=["「底稿」：隐藏的工作表，没有读取"]),
    Case("chart-sheet-only", chart_sheet, "里没有工作表，请检查是否传错"),
    Case("empty-workbook", empty_book,
         findings=["「表.xlsx」：工作簿里没有内容，请检查是否传错了文件"]),
    Case("wide", wide, rows=READ),
    Case("merged-over-everything", rows(project(), **merged("C1:XFD1048576")), rows=READ),
    Case("merged-thousands-of-times", rows(project(), **merged(*["D5:XFD1048576"] * 5_000)),
         rows=READ),
    Case("merged-wrongly", rows(project(), **merged("B2", "", "ZZZZ1:A0", "C9:B3")), rows=READ),
    Case("control-character", rows(
        f'<row r="2">{text("A2", "甲_x000B_")}{number("B2", 5)}</row>'), rows=READ),
]  # fmt: skip
