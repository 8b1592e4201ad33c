"""Projects as a table of a paper: a line a project, each number opening its row."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from documents.paragraphs import Table, Words, plain
from documents.runs import mark, runs, unmarked
from figures.facts import Facts
from figures.order import worst_first
from figures.plan_fact import PlanFact
from figures.units import Number
from measures.money import format_wan
from measures.rates import format_points, percent
from measures.rounding import NO_VALUE
from projects.models import MilestoneKind, PlanCategory
from reports.prose.annexes import UNTOLD as UNEXPLAINED
from reports.prose.sentences.problems import why
from reports.prose.told import Told

WIDTH = 156
NO_PROBLEM = "无"
SUM = "合计"
WITHOUT_PRELIMINARY = "合计\n（不含前期）"


@dataclass(frozen=True)
class LineColumn:
    """``words`` are what a line tells, "" where there is nothing to tell. A column of which no line
    tells is left out, and its width, in mm, goes to the name."""

    head: str
    width: int
    words: Callable[[PlanFact], str]


@dataclass(frozen=True)
class NumberColumn:
    """``value`` is a line's, in the unit of the figure ``indicator``; ``prints`` says it."""

    head: str
    width: int
    indicator: str
    value: Callable[[PlanFact], Number | None]
    prints: Callable[[Told, PlanFact | None, Number], str]


LineOrNumber = LineColumn | NumberColumn


def every_list(facts: Facts) -> str:
    """All lists of the year as one, each project once, by its line in the county's own list where
    it is on that (``Facts.line_of``)."""
    return "+".join(plan.key for plan in sorted(facts.plans, key=lambda plan: plan.own_rank))


def tables_of(
    told: Told,
    rows: Iterable[PlanFact],
    columns: Sequence[LineOrNumber],
    *,
    is_summed: bool = False,
) -> Iterator[Table | None]:
    """The projects that count in the rate, the worst first, and the others, which have no plan."""
    lines = list(rows)
    counted = worst_first(row for row in lines if row.is_counted)
    yield table_of(told, counted, columns, is_summed=is_summed)
    yield preliminary_table(told, lines, columns, title="前期项目" if counted else "")


def preliminary_table(
    told: Told, rows: Iterable[PlanFact], columns: Sequence[LineOrNumber], *, title: str
) -> Table | None:
    """Of those that do not count in the rate: how far they have come."""
    early = [row for row in rows if not row.is_counted]
    own = (NAME, replace(UNIT, width=WIDER)) if UNIT in columns else (NAME,)
    return table_of(told, early, (*own, TOTAL, MILESTONE, PROBLEM), title=title)


def table_of(
    told: Told,
    rows: Sequence[PlanFact],
    columns: Sequence[LineOrNumber],
    *,
    title: str = "",
    is_summed: bool = False,
) -> Table | None:
    """None of no rows. ``told`` is the group whose figures the cells open. ``is_summed``: the last
    line says what the group comes to, as far as it counts in its rate."""
    if not rows:
        return None
    every = told.of_group("合计")
    cells = [[_cell(every, column, row) for column in columns] for row in rows]
    shown = [at for at in range(len(columns)) if any(line[at] not in UNTOLD for line in cells)]
    kept = [columns[at] for at in shown]
    lines = [tuple(runs(line[at] or NO_VALUE) for at in shown) for line in cells]
    if is_summed:
        lines.append(_sums(told, kept, has_more=not all(row.is_counted for row in rows)))
    widths = [column.width for column in kept]
    widths[kept.index(NAME)] += WIDTH - sum(widths) - NUMBERED
    pace = told.paper.pace_word.removesuffix("进度")
    return Table(
        heads=(("序号", *(column.head.format(pace=pace) for column in kept)),),
        rows=tuple(
            (plain(str(number) if number <= len(rows) else ""), *line)
            for number, line in enumerate(lines, 1)
        ),
        widths=(NUMBERED, *widths),
        right=frozenset(
            [0, *(at for at, each in enumerate(kept, 1) if isinstance(each, NumberColumn))]
        ),
        title=title,
        unit=f"截至{told.paper.book.facts.cut_off.words}　金额单位：万元",
    )


UNTOLD = ("", NO_PROBLEM)
WIDE = 22
"""In mm, of what a whole list comes to, so that no number breaks."""
WIDER = 40
"""In mm, of a unit where there is room."""
NUMBERED = 12
"""The width of the first column, in mm."""


def _cell(told: Told, column: LineOrNumber, row: PlanFact) -> str:
    if isinstance(column, LineColumn):
        return column.words(row)
    value = column.value(row)
    if value is None:
        return ""
    return told.of_project(row, column.indicator, column.prints(told, row, value))


def _sums(told: Told, columns: Sequence[LineOrNumber], *, has_more: bool) -> tuple[Words, ...]:
    cells = []
    for column in columns:
        text = (WITHOUT_PRELIMINARY if has_more else SUM) if column is NAME else ""
        if isinstance(column, NumberColumn):
            figure = told.figure(column.indicator)
            if figure.value is not None:
                text = mark(figure.key, column.prints(told, None, figure.value))
        cells.append(runs(text))
    return tuple(cells)


def _wan(told: Told, row: PlanFact | None, value: Number) -> str:
    return format_wan(int(value))


def _percent(told: Told, row: PlanFact | None, value: Number) -> str:
    """Finer where it is near to the pace that it is held against."""
    is_held = row.lead is not None if row else told.lead is not None
    pace = (row.pace if row else told.pace.exact) if is_held else None
    return percent(Fraction(value), told.digits(Fraction(value), pace))


def _points(told: Told, row: PlanFact | None, value: Number) -> str:
    return format_points(Fraction(value), told.choices.decimals)


def _stands(row: PlanFact) -> str:
    """Its light; of a preliminary project how far it has come."""
    if row.category == PlanCategory.PRELIMINARY:
        return MilestoneKind(row.milestone).label if row.milestone else "前期"
    return row.light.word


def _problem(row: PlanFact) -> str:
    """Who reported and told of none has none, or lags without a reason; who is silent is not said
    to."""
    if not row.is_reported or not row.owes:
        return why(row)
    return why(row) or (UNEXPLAINED if row.light.lag else NO_PROBLEM)


def _class(row: PlanFact) -> str:
    return str(PlanCategory(row.category).label)


NAME = LineColumn("项目名称", 26, lambda row: unmarked(row.project_name))
UNIT = LineColumn("填报单位", 20, lambda row: unmarked(row.unit_name))
CLASS = LineColumn("类别", 11, _class)
TOTAL = NumberColumn("总投资", 22, "总投资", lambda row: row.total_investment, _wan)
PLANNED = NumberColumn("年度计划", 18, "年度计划投资", lambda row: row.planned, _wan)
DONE = NumberColumn("完成投资", 18, "完成投资", lambda row: row.done, _wan)
RATE = NumberColumn("完成率\n（%）", 15, "完成率", lambda row: row.rate, _percent)
LEAD = NumberColumn("超/欠{pace}\n（百分点）", 20, "超序时", lambda row: row.lead, _points)
LIGHT = LineColumn("亮灯", 17, _stands)
MILESTONE = LineColumn("前期进展", 30, _stands)
PROBLEM = LineColumn("存在问题", 25, _problem)

OF_A_UNIT = (NAME, PLANNED, DONE, RATE, LEAD, LIGHT, PROBLEM)
OF_A_LEADER = (NAME, UNIT, PLANNED, DONE, LEAD, LIGHT, PROBLEM)
OF_A_LIST = (
    NAME,
    UNIT,
    TOTAL,
    replace(PLANNED, width=WIDE),
    replace(DONE, width=WIDE),
    RATE,
    LIGHT,
)
