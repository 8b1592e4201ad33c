"""单位任务 on one page: each subject's figures, and its bearers in each indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from accounts.models import Unit, User
from figures.book import Book
from figures.figure import Figure
from figures.subject import Subject, Table
from figures.subjects.unit_task_rows import standing_words
from figures.subjects.unit_tasks import (
    ATTRACTED_INVESTMENT,
    FIXED_INVESTMENT,
    OTHER_TASKS,
    WHOLE,
)
from figures.subjects.won import WON_SUBJECT
from figures.units import MONEY, POINTS, RATE
from figures.words import amount, value_text
from investment.models import EntryState, UnitResult
from investment.models.unit_targets import TaskMeasure
from investment.unit_targets.reading import TaskFact
from measures.money import WAN
from measures.months import Month
from measures.rates import points
from measures.rounding import NO_VALUE
from workbooks.writing import Column, Row, Sheet, Value, write_sheets

HEADLINES = {
    "固投": (
        ("任务额", "完成额", "完成率", "超序时", "完成额同比增长"),
        ("任务单位数", "有投资单位数", "零报告单位数", "未报送单位数", "达序时单位数"),
    ),
    "招商": (
        ("到位资金任务额", "到位资金额", "到位资金完成率", "到位资金超序时", "央企项目数"),
        ("招商组数", "外出次数", "接待批次", "接待人次", "未报送单位数"),
    ),
    "争资": (
        ("争取任务额", "报送争取额", "争取完成率", "报送项目数", "争取额占全市比重"),
        ("任务单位数", "有争取资金单位数", "零报告单位数", "未报送单位数"),
    ),
}
"""What stands large at the head of a subject, and below it."""


@dataclass(frozen=True)
class TaskCell:
    """A bearer in one indicator, in words."""

    target: str
    done: str
    rate: Fraction | None
    lead: Fraction | None
    standing: str


@dataclass(frozen=True)
class TaskBlock:
    """One indicator over its bearers, in the order of the county."""

    indicator: str
    measure: str
    rows: tuple[TaskFact, ...]

    @property
    def has_targets(self) -> bool:
        return any(row.target is not None for row in self.rows)

    @property
    def lines(self) -> list[tuple[TaskFact, TaskCell]]:
        return [(row, _cell(row)) for row in self.rows]


@dataclass(frozen=True)
class TaskSection:
    """A subject of which the county asks something."""

    name: str
    title: str
    book: Book[TaskFact]
    figures: tuple[Figure[TaskFact], ...]
    counts: tuple[Figure[TaskFact], ...]
    blocks: tuple[TaskBlock, ...]

    @property
    def asked(self) -> list[TaskBlock]:
        """Those of which a number is set."""
        return [block for block in self.blocks if block.has_targets]

    @property
    def only_told(self) -> list[TaskBlock]:
        """Those that are only reported, which stand in one table beside one another."""
        return [block for block in self.blocks if not block.has_targets]

    @property
    def told_lines(self) -> list[tuple[str, list[str]]]:
        """A line a bearer, what it did in each of ``only_told``."""
        by_bearer: dict[str, dict[int, str]] = {}
        for place, block in enumerate(self.only_told):
            for row, cell in block.lines:
                by_bearer.setdefault(row.unit_name, {})[place] = cell.done
        places = range(len(self.only_told))
        return [(name, [of.get(at, NO_VALUE) for at in places]) for name, of in by_bearer.items()]

    @property
    def silent(self) -> list[str]:
        """Who has not reported anything of the year, by name."""
        rows = (row for block in self.blocks for row in block.rows)
        return list(dict.fromkeys(r.unit_name for r in rows if r.is_assigned and r.is_silent))


def _cell(row: TaskFact) -> TaskCell:
    return TaskCell(
        _words(row.target, row),
        _words(row.done, row),
        row.rate,
        points(row.rate, row.pace),
        standing_words(row),
    )


def _words(number: int | None, row: TaskFact) -> str:
    if number is None:
        return NO_VALUE
    return MONEY.in_cell(number) if row.measure == TaskMeasure.YUAN else f"{number:,}"


def figure_words(figure: Figure[TaskFact]) -> str:
    """An amount as sentences have it (10.3亿元), other numbers with their unit."""
    if figure.unit == MONEY:
        return amount(figure.yuan)
    shown = value_text(figure)
    return shown if figure.value is None else f"{shown}{figure.unit.label}"


def figure_label(figure: Figure[TaskFact]) -> str:
    """到位资金超/欠序时 of what may be either."""
    return figure.name.replace("超序时", "超/欠序时")


def task_sections(user: User, county: Unit, month: Month) -> list[TaskSection]:
    """Those that have rows, as far as the user sees them."""
    found = []
    for subject in TASK_SUBJECTS:
        table = subject.seen(user, subject.load(county, month, month.last_day))
        if any(isinstance(row, TaskFact) for row in table.rows):
            found.append(_section(subject, table))
    return found


def _section(subject: Subject[Any], table: Table[Any]) -> TaskSection:
    """争资 has the funds of projects beside the tasks of units."""
    book = Book(subject, table)
    large, small = HEADLINES.get(subject.name, ((), ()))

    def of(names: Sequence[str]) -> tuple[Figure[TaskFact], ...]:
        figures = (book.get(f"{subject.name}.{WHOLE}.{name}") for name in names)
        return tuple(figure for figure in figures if figure is not None and figure.rows)

    blocks: dict[int, list[TaskFact]] = {}
    for row in table.rows:
        if isinstance(row, TaskFact) and not row.is_city:
            blocks.setdefault(row.indicator_id, []).append(row)
    return TaskSection(
        subject.name,
        TITLES[subject.name],
        book,
        of(large),
        of(small),
        tuple(
            TaskBlock(rows[0].indicator, TaskMeasure(rows[0].measure).label, tuple(rows))
            for rows in blocks.values()
        ),
    )


TASK_SUBJECTS: tuple[Subject[Any], ...] = (
    FIXED_INVESTMENT,
    ATTRACTED_INVESTMENT,
    WON_SUBJECT,
    OTHER_TASKS,
)
TITLES = {"固投": "固定资产投资", "招商": "招商引资", "争资": "争取资金", "任务": "其他任务"}


def months_of_tasks(county: Unit) -> list[Month]:
    """The months of the latest year of which something is approved, the earliest first. One
    query."""
    rows = UnitResult.objects.filter(indicator__county=county, state=EntryState.APPROVED)
    found = {Month(*each) for each in rows.order_by().values_list("year", "month").distinct()}
    latest = max((month.year for month in found), default=0)
    return sorted(month for month in found if month.year == latest)


# --- As a workbook --------------------------------------------------------------------------


def tasks_workbook(sections: Sequence[TaskSection], month: Month) -> bytes:
    """A sheet a subject: its bearers in each indicator."""
    return write_sheets([_sheet(section, month) for section in sections])


def _sheet(section: TaskSection, month: Month) -> Sheet:
    columns = [
        Column("任务单位", width=24),
        Column("指标", width=22),
        Column("计量单位", width=9),
        Column("年度任务", "wan", 14),
        Column("累计完成", "wan", 14),
        Column("本月完成", "wan", 14),
        Column("完成率%", "percent", 10, digits=RATE.digits),
        Column("超/欠序时（百分点）", "points", 12, digits=POINTS.digits),
        Column("报送", width=10),
    ]
    rows = [Row(_values(row, block)) for block in section.blocks for row in block.rows]
    told = [figure for figure in (*section.figures, *section.counts) if figure.value is not None]
    notes = ["；".join(f"{figure.name}{figure_words(figure)}" for figure in told)]
    title = f"{month.year}年1—{month.month}月{section.title}任务完成情况"
    if month.month == 1:
        title = f"{month.label}{section.title}任务完成情况"
    return Sheet(section.title, title, columns, rows, unit="", notes=notes)


def _values(row: TaskFact, block: TaskBlock) -> list[Value]:
    """What is counted is multiplied by the 10,000 by which the writer divides what is money."""
    one = 1 if row.measure == TaskMeasure.YUAN else WAN
    amounts = (row.target, row.done, row.done_this_month)
    return [
        row.unit_name,
        block.indicator,
        block.measure,
        *(None if each is None else each * one for each in amounts),
        row.rate,
        points(row.rate, row.pace),
        standing_words(row),
    ]
