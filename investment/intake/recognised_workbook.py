"""上级认定表: what those above recognised of each project of a list, by header name."""

from dataclasses import dataclass, field

from measures.months import Month
from projects.intake.columns import COLUMNS, OF_FORMER_TIMES
from workbooks import values
from workbooks.cells import Cell, Row
from workbooks.columns import Column, ColumnKind
from workbooks.declared import (
    compare_counts,
    of_the_month,
    period_written,
    without_other_months,
)
from workbooks.findings import Findings
from workbooks.sums import compare_sums
from workbooks.tables import Book
from workbooks.uses import Uses

RECOGNISED = Column(
    "recognised",
    "上级认定累计",
    (
        "上级认定累计",
        "上级认定数",
        "认定累计",
        "认定累计投资",
        "认定累计完成",
        "认定累计完成投资",
        "累计认定",
        "累计认定数",
        "累计认定投资",
        "累计认定完成投资",
        "认定数",
        "认定投资",
        "认定完成投资",
        "认定投资完成额",
        "市级认定数",
        "市认定累计",
        "省级认定数",
        "省认定累计",
        "市发改委认定数",
        "省发改委认定数",
        "{起月}-{月}月认定",
        "{起月}-{月}月认定数",
        "{起月}-{月}月认定投资",
        "{起月}-{月}月认定完成投资",
        "截至{月}月底认定累计",
        "截至{月}月底累计认定",
    ),
    ColumnKind.MONEY,
    excludes=(*OF_FORMER_TIMES, "本月", "当月", "差额", "未认定", "不予认定", "退回"),
    since_january=True,
)

# 6月认定完成投资 is of June alone: it is told from the amounts since January, and not read.
_OF_THE_MONTH = Column(
    "recognised_of_month",
    "当月认定",
    (
        "本月认定",
        "当月认定",
        "本月认定投资",
        "当月认定投资",
        "{月}月认定",
        "{月}月认定数",
        "{月}月认定投资",
        "{月}月认定完成投资",
        "{月}月份认定完成投资",
    ),
    ColumnKind.MONEY,
    excludes=("累计", "上年", "去年"),
)

VOCABULARY = (
    COLUMNS["serial"],
    COLUMNS["code"].also("项目编码"),
    COLUMNS["name"].also("建设项目"),
    RECOGNISED.also(required=True),
    _OF_THE_MONTH,
)

_KEYS = (RECOGNISED.key,)


@dataclass(frozen=True, slots=True)
class RecognisedRow:
    """``amount`` in yuan, None where nothing is written."""

    row: Row
    name: str
    code: str
    amount: int | None
    is_readable: bool

    @property
    def cell(self) -> Cell:
        return self.row.cells.get(RECOGNISED.key) or self.row.cells["name"]


@dataclass
class RecognisedReading:
    """What a workbook says. ``is_refused``: as a whole, being of another month or of no form that
    can be read; it then has no rows. ``written`` is the month of which it speaks then."""

    rows: list[RecognisedRow] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    written: Month | None = None
    uses: Uses = field(default_factory=Uses)


def read_recognised(book: Book, month: Month) -> RecognisedReading:
    """Every row with a name, from January through ``month``."""
    findings = Findings(book.findings)
    found = [without_other_months(table, month, _KEYS) for table in book.tables]
    tables = of_the_month(found, month, findings, _KEYS)
    uses = book.uses(tables)
    if findings.errors:
        written = period_written(tables, month, _KEYS)
        return RecognisedReading(findings=findings, is_refused=True, written=written, uses=uses)
    rows = []
    for table in tables:
        findings += compare_counts(table)
        findings += compare_sums(table, _KEYS)
        rows += [_read(row, findings) for row in table.data]
    return RecognisedReading(rows=rows, findings=findings, uses=uses)


def _read(row: Row, findings: Findings) -> RecognisedRow:
    amount, is_readable = None, True
    try:
        amount = values.money(row.get(RECOGNISED.key))
        if amount is not None and amount < 0:
            raise values.Unreadable("认定数不能是负数，请核对")
        if row.continues:
            raise values.Unreadable("同一项目占了两行，请合并为一行")
    except values.Unreadable as error:
        findings.error(row.cells[RECOGNISED.key], str(error))
        is_readable = False
    return RecognisedRow(
        row=row,
        name=values.text(row.get("name")),
        code=values.text(row.get("code")),
        amount=amount,
        is_readable=is_readable,
    )
