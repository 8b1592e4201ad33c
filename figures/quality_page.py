"""The quality of reporting as a table of units, and as a workbook with the months behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from figures.figure import Figure, Indicator, by_unit
from figures.subject import Table
from figures.subjects.reporting import INDICATORS, NAME, ON_TIME_RATE, REPORTING, WHOLE, unit_groups
from figures.units import RATE
from figures.writers import file_columns, row_values, unit_words
from investment.selectors.report_facts import ReportFact
from measures.months import Month
from measures.rounding import NO_VALUE
from workbooks.writing import Column, Row, Sheet, write_sheets


@dataclass(frozen=True)
class QualityLine:
    """A unit's figures in the order of the indicators; ``unit_id`` None of the whole."""

    unit_id: int | None
    name: str
    figures: tuple[Figure[ReportFact], ...]


@dataclass(frozen=True)
class QualityTable:
    """The units by their on-time rate, those of which nothing can be told last."""

    facts: Table[ReportFact]
    lines: tuple[QualityLine, ...]
    whole: QualityLine

    @property
    def notes(self) -> list[str]:
        told = ((name, _basis(indicator)) for name, indicator in INDICATORS.items())
        return [f"{name}：{basis}。" for name, basis in told if basis]


def quality_table(facts: Table[ReportFact]) -> QualityTable:
    """The rows are parted by unit once: a book would walk through all of them for each unit."""
    own = by_unit(facts.rows)
    lines = [_line(own[pk], name, pk) for name, pk in unit_groups(facts.rows).items()]
    return QualityTable(facts, tuple(sorted(lines, key=_order)), _line(facts.rows, WHOLE, None))


def period_words(month: Month) -> str:
    """2019年1—6月."""
    first = "" if month.month == 1 else "1—"
    return f"{month.year}年{first}{month.month}月"


def quality_workbook(table: QualityTable) -> bytes:
    """The table, and every month behind it."""
    title = f"{period_words(table.facts.month)}各单位{NAME}"
    rows = [_table_row(line) for line in table.lines]
    rows.append(Row(["合计", *_table_row(table.whole).values[1:]], "total"))
    columns = [Column("填报单位", width=24), *map(_column, INDICATORS.values())]
    months = [Row(row_values(REPORTING, fact)) for fact in table.facts.rows]
    detail = file_columns(REPORTING)
    return write_sheets(
        [
            Sheet(NAME, title, columns, rows, unit="项、次、%", notes=table.notes),
            Sheet("逐月明细", f"{title}明细", detail, months, unit=unit_words(REPORTING)),
        ]
    )


def _line(rows: Sequence[ReportFact], group: str, unit_id: int | None) -> QualityLine:
    """The figures as the book of the subject has them, by their keys."""
    figures = (each.over(rows, f"{NAME}.{group}.{name}") for name, each in INDICATORS.items())
    return QualityLine(unit_id, group, tuple(figures))


def _order(line: QualityLine) -> tuple[bool, Fraction]:
    rate = next(f.exact for f in line.figures if f.indicator is ON_TIME_RATE)
    return (rate is None, -(rate or Fraction(0)))


def _basis(indicator: Indicator[ReportFact]) -> str:
    return indicator.formula.words if indicator.formula else indicator.basis


def _column(indicator: Indicator[ReportFact]) -> Column:
    if indicator.unit == RATE:
        return Column(f"{indicator.name}%", "percent", width=12, digits=RATE.digits)
    return Column(indicator.name, "integer", width=12)


def _table_row(line: QualityLine) -> Row:
    return Row([line.name, *(NO_VALUE if f.value is None else f.value for f in line.figures)])
