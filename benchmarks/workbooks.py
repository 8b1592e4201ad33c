"""Ten thousand rows as a workbook, beside their XML written by hand."""

import datetime
import io
import time
import zipfile
from collections.abc import Iterator
from fractions import Fraction
from xml.sax.saxutils import escape

from benchmarks.goals import Goal, best_of
from measures.money import WAN
from workbooks.writing import Column, Row, write_table

ROWS = 10_000
DAYS_BEFORE_1900 = datetime.date(1899, 12, 30).toordinal()
COLUMNS = (
    Column("序号", "integer"),
    Column("项目名称", width=32),
    Column("填报单位"),
    Column("项目类别"),
    Column("总投资", "wan"),
    Column("年度计划投资", "wan"),
    Column("本月完成", "wan", parent="完成投资"),
    Column("累计完成", "wan", parent="完成投资"),
    Column("占年度计划%", "percent", parent="完成投资", digits=2),
    Column("超序时", "points"),
    Column("开工日期", "date"),
    Column("存在问题", width=30),
)


def goals() -> Iterator[Goal]:
    rows = [_row(number) for number in range(1, ROWS + 1)]
    ours, by_hand = best_of(
        lambda: write_table("月报", COLUMNS, rows),
        lambda: written_by_hand(rows),
        after=lambda: None,
        clock=time.process_time,
    )
    detail = f"{ours:.2f} s, by hand {by_hand:.2f} s"
    yield Goal("a workbook of 10,000 rows × 12 columns", ours / by_hand, 12, detail)


def written_by_hand(rows: list[Row]) -> bytes:
    """The floor: the cells of one sheet as text, without styles, in an archive."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        sheet.write(b"<worksheet><sheetData>")
        for row in rows:
            sheet.write(f"<row>{''.join(map(_cell, row.values))}</row>".encode())
        sheet.write(b"</sheetData></worksheet>")
    return stream.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    if isinstance(value, datetime.date):
        return f"<c><v>{value.toordinal() - DAYS_BEFORE_1900}</v></c>"
    return f"<c><v>{float(value) if isinstance(value, Fraction) else value}</v></c>"


def _row(number: int) -> Row:
    return Row(
        [
            number,
            f"示范县第{number}号道路改造工程",
            f"第{number % 23}单位",
            ("工业", "交通", "水利")[number % 3],
            number * 1_234 * WAN,
            number * 234 * WAN,
            number * WAN,
            number * 12 * WAN,
            Fraction(number % 1000, 1000),
            Fraction(number % 200 - 100, 10),
            datetime.date(2019, 1, 1) + datetime.timedelta(number % 180),
            "无" if number % 2 else f"第{number}块用地手续未办结",
        ]
    )
