"""A monthly workbook as rows of what units wrote, each with its cells; by header name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from measures.months import Month
from projects.intake.totals import compare_sums
from workbooks import values
from workbooks.findings import Findings
from workbooks.headers import Column, ColumnKind
from workbooks.tables import Cell, Row, Table, compare_counts, compare_period, read_workbook

MONTHLY = (
    Column("serial", "序号", ("序号", "编号"), ColumnKind.SERIAL),
    Column("code", "项目代码", ("项目代码",)),
    Column(
        "name",
        "项目名称",
        ("项目名称", "工程名称", "名称", "项目名", "建设项目"),
        ColumnKind.NAME,
        required=True,
    ),
    Column("unit", "责任单位", ("责任单位", "填报单位", "牵头单位")),
    Column(
        "plan",
        "年度计划投资",
        ("年度计划投资", "{年}年计划投资", "年度投资计划", "年度计划"),
        ColumnKind.MONEY,
        excludes=("占",),
    ),
    Column(
        "month_amount",
        "本月完成投资",
        (
            "本月完成",
            "本月投资完成",
            "本月完成投资",
            "当月完成",
            "{月}月完成",
            "{月}月份完成",
            "{月}月完成投资",
            "{月}月投资完成",
        ),
        ColumnKind.MONEY,
        excludes=("累计", "上年", "去年"),
    ),
    Column(
        "year_to_date",
        "本年累计完成投资",
        (
            "本年累计",
            "累计完成投资",
            "累计投资完成",
            "累计完成",
            "{起月}-{月}月完成",
            "{起月}-{月}月完成投资",
            "{起月}-{月}月累计完成",
            "{月}月累计完成",
            "截至{月}月底累计完成",
        ),
        ColumnKind.MONEY,
        excludes=("上年", "去年", "开工", "{年}年底"),
    ),
    Column("correction", "补报或冲减", ("补报或冲减", "补报", "冲减", "调整数"), ColumnKind.MONEY),
    Column("rate", "占年度计划%", ("占年度计划%", "占年计划%", "完成率"), ColumnKind.PERCENT),
    Column(
        "actual_start",
        "开工日期",
        ("开工日期", "开工时间", "实际开工日期"),
        ColumnKind.DATE,
        excludes=("计划", "拟"),
    ),
    Column("progress", "形象进度", ("形象进度", "工程形象进度", "进度", "目前进展", "进展情况")),
    Column("problem", "存在问题", ("存在问题", "问题", "存在的问题")),
    Column("suggestion", "建议", ("建议", "工作建议", "意见建议")),
    Column("explanation", "情况说明", ("情况说明", "说明")),
    Column("remark", "备注", ("备注",)),
)

_PERIOD_COLUMNS = ("month_amount", "year_to_date")
_SUMMED = ("plan", "month_amount", "year_to_date")

_READERS: dict[str, Callable[[Cell | None], Any]] = {
    "month_amount": values.money,
    "year_to_date": values.money,
    "correction": values.money,
    "actual_start": values.date,
    "progress": values.text,
    "problem": values.text,
    "suggestion": values.text,
    "explanation": values.text,
}
"""How the column of each of an entry's fields is read."""


@dataclass(frozen=True)
class WrittenRow:
    """One project's row. ``fields`` has what was written of an entry's fields, in yuan, dates
    and texts, and nothing for blank cells; ``plan`` in yuan."""

    row: Row
    name: str
    code: str
    unit: str
    plan: int | None
    fields: dict[str, Any]
    is_readable: bool

    @property
    def place(self) -> Cell:
        return self.row.cells["name"]

    def cell(self, key: str) -> Cell:
        """The cell of a field, or the name's where there is no such column."""
        return self.row.cells.get(key, self.place)


@dataclass
class Reading:
    """What a workbook says. ``is_refused``: as a whole, being of another month."""

    rows: list[WrittenRow] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False


def read_monthly(content: bytes, original_name: str, month: Month) -> Reading:
    """Raises UnreadableWorkbook."""
    book = read_workbook(content, original_name, MONTHLY, month)
    reading = Reading(findings=Findings(book.findings))
    reading.is_refused = bool(book.findings.errors)
    for table in book.tables:
        period = compare_period(table, month, keys=_PERIOD_COLUMNS)
        reading.findings += period
        reading.is_refused = reading.is_refused or bool(period.errors)
        if not any(key in table.columns for key in _PERIOD_COLUMNS):
            reading.findings.warning(
                table.columns["name"], "没有本月完成或本年累计的列，这张工作表没有读取"
            )
            continue
        reading.findings += compare_counts(table)
        reading.findings += compare_sums(table, _SUMMED)
        reading.rows.extend(_rows(table, reading.findings))
    return reading


def _rows(table: Table, findings: Findings) -> list[WrittenRow]:
    return [_written(row, findings) for row in table.data]


def _written(row: Row, findings: Findings) -> WrittenRow:
    fields, is_readable = {}, True
    for key, read in _READERS.items():
        cell = row.get(key)
        try:
            value = read(cell)
        except values.Unreadable as error:
            findings.error(row.cells[key], error)
            is_readable = False
            continue
        if value not in (None, ""):
            fields[key] = value
    if "problem" not in row.cells and (remark := values.text(row.get("remark"))):
        # Units without a column for problems write them under 备注.
        fields["problem"] = remark
    return WrittenRow(
        row=row,
        name=values.text(row.get("name")),
        code=values.text(row.get("code")),
        unit=values.text(row.get("unit")),
        plan=_plan(row, findings),
        fields=fields,
        is_readable=is_readable,
    )


def _plan(row: Row, findings: Findings) -> int | None:
    """The plan is only compared, so an unreadable one is a remark."""
    try:
        return values.money(row.get("plan"))
    except values.Unreadable as error:
        findings.warning(row.cells["plan"], error)
        return None
