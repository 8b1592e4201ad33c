"""The quality of reporting as a table of units, and the months behind one number of it."""

from dataclasses import dataclass
from fractions import Fraction

from figures.quality import QUALITY, WHOLE, Quality, QualityFigure
from investment.selectors.report_facts import ReportFact
from measures.rounding import NO_VALUE
from workbooks.writing import Column, Row, Sheet, write_sheets

RATE = "按时报送率"
COLUMNS = tuple(QUALITY)

ROW_COLUMNS = (
    Column("填报单位", width=22),
    Column("项目名称", width=36),
    Column("填报期", width=14),
    Column("报送", width=16),
    Column("截止", "date"),
    Column("收到", "date"),
    Column("迟报", width=7),
    Column("退回次数", "integer", width=9),
    Column("更正次数", "integer", width=9),
    Column("未说明提示数", "integer", width=13),
)


@dataclass(frozen=True)
class QualityLine:
    """A unit's figures in the order of COLUMNS; ``unit_id`` None of the whole."""

    unit_id: int | None
    name: str
    figures: tuple[QualityFigure, ...]


@dataclass(frozen=True)
class QualityTable:
    """The units by their on-time rate, those of which nothing can be told last."""

    quality: Quality
    lines: tuple[QualityLine, ...]
    whole: QualityLine

    @property
    def columns(self) -> tuple[str, ...]:
        return COLUMNS

    @property
    def notes(self) -> list[str]:
        return [f"{name}：{QUALITY[name].basis}。" for name in COLUMNS if QUALITY[name].basis]


def quality_table(quality: Quality) -> QualityTable:
    lines = [_line(own, name, own.facts[0].unit_id) for name, own in quality.by_unit()]
    return QualityTable(quality, tuple(sorted(lines, key=_order)), _line(quality, WHOLE, None))


def _line(quality: Quality, name: str, unit_id: int | None) -> QualityLine:
    return QualityLine(unit_id, name, tuple(quality.figure(each, name) for each in COLUMNS))


def _order(line: QualityLine) -> tuple[bool, Fraction]:
    rate = line.figures[COLUMNS.index(RATE)].value
    return (rate is None, -Fraction(rate or 0))


def quality_workbook(table: QualityTable) -> bytes:
    """The table, and every month behind it."""
    title = f"{table.quality.period_words}各单位报送质量"
    rows = [_table_row(line) for line in table.lines]
    rows.append(Row(["合计", *_table_row(table.whole).values[1:]], "total"))
    columns = [Column("填报单位", width=24), *(_column(name) for name in COLUMNS)]
    months = [_month_row(fact) for fact in table.quality.facts]
    return write_sheets(
        [
            Sheet("报送质量", title, columns, rows, unit="项、次、%", notes=table.notes),
            Sheet("逐月明细", f"{title}明细", ROW_COLUMNS, months, unit="项、次"),
        ]
    )


def _column(name: str) -> Column:
    if name == RATE:
        return Column(f"{name}%", "percent", width=12, digits=2)
    return Column(name, "integer", width=12)


def _table_row(line: QualityLine) -> Row:
    return Row([line.name, *(NO_VALUE if f.value is None else f.value for f in line.figures)])


def _month_row(fact: ReportFact) -> Row:
    return Row(
        [
            fact.unit_name,
            fact.project_name,
            fact.period.label,
            fact.words,
            fact.due_on,
            fact.received_on,
            "迟报" if fact.is_late else "",
            fact.returned_times,
            fact.corrections,
            fact.unexplained,
        ]
    )
