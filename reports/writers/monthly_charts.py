"""The charts of the 月度汇总表: how far each unit is, and the list through the year, each a sheet
with its numbers, which whoever opens it may change."""

from collections.abc import Iterator
from fractions import Fraction

from figures.curve import curve, due_by
from figures.indicators import INDICATORS
from investment.intake.own_tables import UNITS_CHART, YEAR_CHART
from measures.months import Month
from reports.monthly_table import MonthlyTable, UnitBlock
from reports.scale import scale_for
from workbooks.charts import ChartKind, ChartPart, SheetChart
from workbooks.writing import DECIMAL, Column, Row, Sheet, Value

_MONTHS = 12
_PARTS = (ChartPart.DONE, ChartPart.PACE)


def chart_sheets(table: MonthlyTable) -> Iterator[Sheet]:
    """None of a list without units."""
    if table.blocks:
        yield _units(table)
        yield _year(table)


def _units(table: MonthlyTable) -> Sheet:
    """The rate of each unit beside its pace, in the order of the table."""
    title = f"{table.month.label}{table.plan.key}重点建设项目各单位完成率"
    rows = [
        Row([block.unit_name, _percent(block.totals.rate), _percent(_pace(block))])
        for block in table.blocks
    ]
    columns = [
        Column("责任单位", width=30),
        Column("完成率", DECIMAL, width=16, digits=2),
        Column("序时进度", DECIMAL, width=16, digits=2),
    ]
    return _sheet(table, UNITS_CHART, title, columns, rows, ChartKind.COLUMNS, "%")


def _year(table: MonthlyTable) -> Sheet:
    """Done by the end of each month up to the table's, the pace through the whole year."""
    points = curve(table.facts, table.plan.key, "全部")
    year = Month(table.month.year, _MONTHS).since_january()
    due = due_by(table.rows, year)
    scale = scale_for(sum(row.planned or 0 for row in table.rows))
    done = [point.done.yuan for point in points]
    done += [None] * (_MONTHS - len(done))
    lines = [
        Row([f"{month.month}月", _share(yuan, scale.yuan), _share(pace, scale.yuan)])
        for month, yuan, pace in zip(year, done, due, strict=True)
    ]
    columns = [
        Column("月份", width=20),
        Column("累计完成", DECIMAL, width=20, digits=scale.digits),
        Column("序时要求", DECIMAL, width=20, digits=scale.digits),
    ]
    title = f"{table.month.year}年{table.plan.key}重点建设项目累计完成投资"
    return _sheet(table, YEAR_CHART, title, columns, lines, ChartKind.LINES, scale.name)


def _sheet(
    table: MonthlyTable,
    name: str,
    title: str,
    columns: list[Column],
    rows: list[Row],
    kind: ChartKind,
    unit: str,
) -> Sheet:
    drawn = [value for row in rows for value in row.values[1:] if isinstance(value, Fraction)]
    chart = SheetChart(kind, _PARTS, unit, title, has_negative=min(drawn, default=0) < 0)
    return Sheet(name, title, columns, rows, unit, table.subtitle, chart=chart)


def _percent(rate: Fraction | None) -> Value:
    return None if rate is None else rate * 100


def _pace(block: UnitBlock) -> Fraction | None:
    return INDICATORS["序时进度"].over([line.row for line in block.lines], "序时进度").exact


def _share(yuan: int | None, unit: int) -> Value:
    return None if yuan is None else Fraction(yuan, unit)
