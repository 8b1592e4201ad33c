"""任务完成情况表: a row a bearer and indicator, by header name; read, and made to be filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.models import Unit
from investment.models import ReportingPeriod, UnitIndicator
from investment.unit_targets.selectors import SheetLine, TaskSheet
from measures.money import WAN
from measures.months import Month
from projects.intake.columns import COLUMNS
from workbooks import values
from workbooks.cells import Cell, Row
from workbooks.columns import Column, ColumnKind
from workbooks.declared import compare_counts, of_the_month, period_written, without_other_months
from workbooks.findings import Findings
from workbooks.tables import Book
from workbooks.templates import Column as TemplateColumn
from workbooks.templates import Row as TemplateRow
from workbooks.templates import Template, text_up_to, write_template
from workbooks.uses import Uses
from workbooks.writing import WAN_YUAN

TASK_MARK = "XUSHI_TASKS"
_OF_OTHERS = ("上年", "去年", "同期", "年度任务", "目标", "占", "增长", "上次", "上月")

BEARER = Column(
    "name",
    "任务单位",
    ("任务单位", "填报单位", "责任单位", "单位", "单位名称", "乡镇（单位）", "招商组"),
    ColumnKind.NAME,
    required=True,
)
INDICATOR = Column("indicator", "指标", ("指标", "任务指标", "指标名称"), is_whole=True)
THIS_MONTH = Column(
    "month_amount",
    "本月完成",
    (
        "本月完成",
        "当月完成",
        "本月完成额",
        "本月完成数",
        "{月}月完成",
        "{月}月份完成",
        "{月}月完成额",
        "本月实际完成",
    ),
    ColumnKind.MONEY,
    excludes=(*_OF_OTHERS, "累计"),
)
TO_DATE = Column(
    "year_to_date",
    "本年累计",
    (
        "本年累计",
        "累计完成",
        "本年累计完成",
        "年初累计",
        "累计完成额",
        "累计完成数",
        "{起月}-{月}月完成",
        "{起月}-{月}月累计",
        "{起月}-{月}月累计完成",
    ),
    ColumnKind.MONEY,
    excludes=_OF_OTHERS,
    since_january=True,
)
NOTE = Column("note", "情况说明", ("情况说明", "说明", "备注"))

VOCABULARY = (COLUMNS["serial"], BEARER, INDICATOR, THIS_MONTH, TO_DATE, NOTE)
_KEYS = (THIS_MONTH.key, TO_DATE.key)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row as it was written; its amounts wait for their indicator, which says in what they
    count."""

    row: Row
    name: str
    indicator: str
    note: str

    def amount(self, key: str, indicator: UnitIndicator) -> int | None:
        """Raises Unreadable."""
        cell = self.row.get(key)
        if indicator.is_money:
            return values.money(cell, WAN)
        return values.integer(cell)

    @property
    def is_filled(self) -> bool:
        return any(values.text(self.row.get(key)) for key in _KEYS)

    @property
    def cell(self) -> Cell:
        found = (self.row.cells.get(key) for key in _KEYS)
        return next((cell for cell in found if cell), self.row.cells["name"])


@dataclass
class TaskReading:
    """``is_refused``: as a whole; ``written`` is the month of which it speaks then."""

    rows: list[TaskRow] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    written: Month | None = None
    uses: Uses = field(default_factory=Uses)


def read_tasks(book: Book, month: Month) -> TaskReading:
    findings = Findings(book.findings)
    found = [without_other_months(table, month, _KEYS) for table in book.tables]
    tables = of_the_month(found, month, findings, _KEYS)
    uses = book.uses(tables)
    if findings.errors:
        written = period_written(tables, month, _KEYS)
        return TaskReading(findings=findings, is_refused=True, written=written, uses=uses)
    rows = []
    for table in tables:
        findings += compare_counts(table)
        rows += [
            TaskRow(
                row,
                values.text(row.get("name")),
                values.text(row.get(INDICATOR.key)),
                values.text(row.get(NOTE.key)),
            )
            for row in table.data
        ]
    return TaskReading(rows=rows, findings=findings, uses=uses)


# --- To be filled in ------------------------------------------------------------------------


def task_template(county: Unit, period: ReportingPeriod, sheets: Sequence[TaskSheet]) -> bytes:
    """The bearers' lines of the month with what stands of them; what was sent is locked."""
    month = period.as_month
    words = text_up_to(500, "最多填写500个字。")
    return write_template(
        Template(
            sheet=f"{month.month}月任务",
            title=f"{county.name}{month.label}单位任务完成情况表",
            line=f"填报截止：{period.due_on.month}月{period.due_on.day}日。只填浅黄色的格子。",
            columns=[
                TemplateColumn("任务单位", width=24),
                TemplateColumn("指标", width=22),
                TemplateColumn("计量单位", width=9),
                TemplateColumn("年度任务", WAN_YUAN, 13),
                TemplateColumn("上次累计", WAN_YUAN, 13),
                TemplateColumn("本月完成", WAN_YUAN, 13, is_asked=True),
                TemplateColumn("本年累计", WAN_YUAN, 13, is_asked=True),
                TemplateColumn("情况说明", width=30, is_asked=True, rule=words),
            ],
            rows=[
                TemplateRow(_values(sheet, line), is_open=sheet.is_open and line.is_editable)
                for sheet in sheets
                for line in sheet.lines
            ],
            name_column=0,
            mark=(TASK_MARK, str(month)),
            instructions=[
                "1. 金额单位是万元，其他按“计量单位”一列填整数。",
                "2. 没有完成的填0；没有填的按未报算，不当作零。",
                "3. 本月完成和本年累计可以只填一个；累计不填的，按上次累计加本月完成计。",
                "4. 其中项不能大于它所属的指标；累计减少或与上次对不上的，写明情况说明。",
                "5. 列的名称不要改；灰色的格子已经报送，要改请先撤回或申请更正。",
            ],
            unit="",
        )
    )


def _values(sheet: TaskSheet, line: SheetLine) -> list[str | int | None]:
    """What is counted is multiplied by the 10,000 by which the writer divides what is money: both
    stand in the same columns."""
    one = 1 if line.indicator.is_money else WAN
    result = line.result
    amounts = [
        line.target,
        line.prior,
        result.month_amount if result else None,
        result.year_to_date if result else None,
    ]
    return [
        sheet.bearer.name,
        line.indicator.name,
        line.indicator.get_measure_display(),
        *(None if amount is None else amount * one for amount in amounts),
        values.clean(result.note) if result else None,
    ]
