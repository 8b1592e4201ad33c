"""A monthly workbook as rows of what units wrote, each with its cells; by header name."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from accounts.models import Unit
from investment.drafts import AMOUNTS
from investment.entry_template import TemplateMark, template_mark
from investment.extra.columns import asked_in, columns_of
from investment.extra.values import Columns
from investment.extra.workbooks import readers_of, vocabulary_of
from investment.intake.monthly_columns import MONTHLY
from investment.intake.own_tables import (
    has_only_dashes,
    is_undivided,
    reason_and_progress,
    says_unreported,
    without_own_sheets,
    without_own_uses,
)
from investment.models import ZeroReason
from measures.money import WAN
from measures.months import Month
from workbooks import values
from workbooks.cells import Cell, Row
from workbooks.declared import (
    compare_counts,
    of_the_month,
    period_written,
    without_other_months,
)
from workbooks.findings import Findings
from workbooks.meanings import Meanings
from workbooks.reading import Parsing
from workbooks.rowkinds import RowKind
from workbooks.selectors import aliases_for
from workbooks.sums import compare_sums
from workbooks.tables import Table, read_workbook
from workbooks.uses import Uses

_PERIOD_COLUMNS = ("month_amount", "year_to_date")
_REMARK = "remark"
_SUMMED = ("plan", "month_amount", "year_to_date")


def _zero_reason(cell: Cell | None) -> str:
    """The reason of a month without money, by its word. Raises Unreadable."""
    written = values.text(cell)
    if not written:
        return ""
    known = {label: value for value, label in ZeroReason.choices}
    if written not in known:
        raise values.Unreadable(f"“{written}” 不是零投资原因，请填写：{'、'.join(known)}")
    return known[written]


_READERS: dict[str, Callable[[Cell | None], Any]] = {
    "month_amount": values.money,
    "year_to_date": values.money,
    "correction": values.money,
    "actual_start": values.date,
    "progress": values.text,
    "problem": values.text,
    "zero_reason": _zero_reason,
    "suggestion": values.text,
    "explanation": values.text,
    "is_estimate": values.yes_no,
}
"""How the column of each of an entry's fields is read."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One project's row. ``fields`` has what was written of an entry's fields, in yuan, dates
    and texts, and nothing for blank cells; ``cells`` says where ({"year_to_date": "G12"});
    ``plan`` in yuan. ``is_unreported``: the row says itself that the month was not reported;
    ``has_dashes``: it has dashes for all amounts."""

    row: Row
    name: str
    code: str
    unit: str
    plan: int | None
    fields: dict[str, Any]
    is_readable: bool
    cells: dict[str, str]
    is_unreported: bool = False
    has_dashes: bool = False

    @property
    def place(self) -> Cell:
        return self.row.cells["name"]

    def has_column(self, field: str) -> bool:
        return _column_of(field, self.row) in self.row.cells

    def cell(self, field: str) -> Cell:
        """The cell of a field, or the name's where there is no such column."""
        return self.row.cells.get(_column_of(field, self.row), self.place)

    def with_more(self, more: "WrittenRow") -> "WrittenRow":
        """This row and the next one of the same project, which has another source of its funds:
        amounts together, of the rest what stands first."""
        fields = more.fields | self.fields
        for name in AMOUNTS:
            if name in more.fields and name in self.fields:
                fields[name] = self.fields[name] + more.fields[name]
        plans = [plan for plan in (self.plan, more.plan) if plan is not None]
        return replace(
            self,
            plan=sum(plans) if plans else None,
            fields=fields,
            is_readable=self.is_readable and more.is_readable,
            cells=_together(self.cells, more.cells),
        )


def _column_of(field: str, row: Row) -> str:
    return _REMARK if field == _said_in_remark(row) else field


def _said_in_remark(row: Row) -> str | None:
    """What units write under 备注 that have no column of its own for it."""
    return next((field for field in ("progress", "problem") if field not in row.cells), None)


def _together(cells: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """The cells of two rows of one project: G12+G13 where both gave an amount."""
    added = {
        name: f"{cells[name]}+{more[name]}" for name in AMOUNTS if name in cells and name in more
    }
    return more | cells | added


@dataclass
class Reading:
    """What a workbook says. ``is_refused``: as a whole, being of another month; its rows are
    not read then, since what is wrong with them follows from that; ``written`` is the month that
    it speaks of. ``mark``: what it was made for, where it is a template of ours. ``uses``: what
    was made of its columns and sheets. ``unnumbered``: the rows without a number that have an
    amount: heads of groups, or forgotten projects. ``columns`` are the 附加指标 of the month."""

    rows: list[WrittenRow] = field(default_factory=list)
    unnumbered: list[Row] = field(default_factory=list)
    lacks_amounts: bool = False
    findings: Findings = field(default_factory=Findings)
    is_refused: bool = False
    mark: TemplateMark | None = None
    written: Month | None = None
    uses: Uses = field(default_factory=Uses)
    columns: Columns = field(default_factory=dict)


def read_monthly(
    content: bytes,
    original_name: str,
    month: Month,
    county: Unit,
    parsing: Parsing | None = None,
    meanings: Meanings | None = None,
) -> Reading:
    """By the titles that are known, and what was said of others; where that was not asked for yet,
    by those that ``county`` added. ``parsing`` is the content's where it was begun before. Raises
    UnreadableWorkbook."""
    if meanings is None:
        meanings = Meanings(aliases=aliases_for(county))
    # Only those of the month: of another the title is one that nobody knows.
    extra = asked_in(columns_of(county, month), month)
    book = read_workbook(
        content,
        original_name,
        (*MONTHLY, *vocabulary_of(extra)),
        month,
        extra_aliases=meanings.aliases,
        parsing=parsing,
        meanings=meanings,
    )
    reading = Reading(findings=Findings(book.findings), mark=template_mark(content), columns=extra)
    found = [without_other_months(table, month, _PERIOD_COLUMNS) for table in book.tables]
    tables = of_the_month(found, month, reading.findings, _PERIOD_COLUMNS)
    if tables and not any(_has_amounts(table) for table in tables):
        reading.lacks_amounts = True
        _refuse_without_amounts(tables, reading)
    reading.findings = without_own_sheets(reading.findings)
    reading.uses = without_own_uses(book.uses(tables))
    reading.is_refused = bool(reading.findings.errors)
    if reading.is_refused:
        reading.written = period_written(tables, month, _PERIOD_COLUMNS)
        return reading
    for table in tables:
        _read_table(table, reading)
    reading.findings = without_own_sheets(reading.findings)
    return reading


def _has_amounts(table: Table) -> bool:
    return any(key in table.columns for key in _PERIOD_COLUMNS)


_WITHOUT_AMOUNTS = "没有本月完成或本年累计的列，这张工作表没有读取"


def _refuse_without_amounts(tables: Sequence[Table], reading: Reading) -> None:
    for table in tables:
        reading.findings.error(table.columns["name"], _WITHOUT_AMOUNTS)


def _read_table(table: Table, reading: Reading) -> None:
    if not _has_amounts(table):
        reading.findings.warning(table.columns["name"], _WITHOUT_AMOUNTS)
        return
    reading.unnumbered += [
        row
        for row in table.rows
        if row.kind is RowKind.GROUP and any(map(_is_written, map(row.get, _PERIOD_COLUMNS)))
    ]
    reading.findings += compare_counts(table)
    reading.findings += compare_sums(table, _SUMMED)
    without_unit: Counter[str] = Counter()
    every = {**_READERS, **readers_of(reading.columns)}
    readers = {key: read for key, read in every.items() if key in table.columns}
    for row in table.data:
        written = _written(row, readers, reading.findings, without_unit)
        if row.continues and reading.rows:
            written = reading.rows.pop().with_more(written)
        reading.rows.append(written)
    for key, count in without_unit.items():
        reading.findings.error(
            table.columns[key],
            f"这一列没有注明金额单位，{count}行没有读取；请在表头上方写明“单位：万元”，"
            "或在列名后注明（万元）",
        )


def _is_written(cell: Cell | None) -> bool:
    return bool(values.text(cell))


def _written(
    row: Row,
    readers: Mapping[str, Callable[[Cell | None], Any]],
    findings: Findings,
    without_unit: Counter[str],
) -> WrittenRow:
    """``readers`` are those of the columns that the table has. ``without_unit`` counts the
    amounts of each column that only want a unit: that is one thing to mend, not one in every
    row."""
    fields: dict[str, Any] = {}
    refs: dict[str, str] = {}
    is_readable = True
    is_unreported = says_unreported(row, _PERIOD_COLUMNS)
    for key, read in readers.items():
        cell = row.cells[key]
        if is_unreported or (key in _PERIOD_COLUMNS and is_undivided(cell)):
            continue
        try:
            value = read(cell)
        except values.Unreadable as error:
            is_readable = False
            if _wants_only_a_unit(cell, read):
                without_unit[key] += 1
            else:
                findings.error(cell, error)
            continue
        if value not in (None, ""):
            fields[key], refs[key] = value, cell.ref
    reason, progress = reason_and_progress(fields.get("progress", ""))
    if reason and "zero_reason" not in fields:
        fields["zero_reason"], refs["zero_reason"] = reason, refs["progress"]
    if progress:
        fields["progress"] = progress
    else:
        fields.pop("progress", None)
    said = None if is_unreported else _said_in_remark(row)
    if said and (remark := values.text(row.get(_REMARK))):
        fields[said], refs[said] = remark, row.cells[_REMARK].ref
    return WrittenRow(
        row=row,
        name=values.text(row.get("name")),
        code=values.text(row.get("code")),
        unit=values.text(row.get("unit")),
        plan=_plan(row, findings, without_unit),
        fields=fields,
        is_readable=is_readable,
        cells=refs,
        is_unreported=is_unreported,
        has_dashes=has_only_dashes(row, _PERIOD_COLUMNS),
    )


def _plan(row: Row, findings: Findings, without_unit: Counter[str]) -> int | None:
    """The plan is only compared, so an unreadable one is a remark; none where no column of the
    table has a unit, which is said of those that are needed."""
    cell = row.get("plan")
    try:
        return values.money(cell)
    except values.Unreadable as error:
        if cell is not None and not (without_unit and _wants_only_a_unit(cell, values.money)):
            findings.warning(cell, error)
        return None


def _wants_only_a_unit(cell: Cell, read: Callable[[Cell | None], Any]) -> bool:
    if read is not values.money or cell.unit is not None:
        return False
    try:
        values.money(cell, assume=WAN)
    except values.Unreadable:
        return False
    return True
