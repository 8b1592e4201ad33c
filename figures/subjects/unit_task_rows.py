"""What pages, workbooks and cuts tell of a unit's task: a bearer in one indicator."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from figures.cuts import Cut, by_the_row
from figures.subject import Column, Table
from figures.units import MONEY, POINTS, RATE
from investment.models import IndicatorKind, TaskMeasure
from investment.models.unit_targets import PARTED, PARTED_BY
from investment.unit_targets.reading import TaskFact
from measures.rates import points

Rows = Sequence[TaskFact]


def has_money(row: TaskFact) -> bool:
    return row.is_assigned and bool(row.done) and (row.done or 0) > 0


def is_zero(row: TaskFact) -> bool:
    return row.is_assigned and row.done is not None and row.done <= 0


def is_silent(row: TaskFact) -> bool:
    return row.is_assigned and row.is_silent


def is_at_pace(row: TaskFact) -> bool:
    return row.is_assigned and row.is_at_pace


def _name_of_part(kinds: Sequence[str]) -> Callable[[Table[TaskFact]], Callable[[TaskFact], Any]]:
    def places(table: Table[TaskFact]) -> Callable[[TaskFact], tuple[str, ...]]:
        """A whole stands at no place of its parts."""
        return lambda row: (row.part,) if row.is_part and row.kind in kinds else ()

    return places


def cuts_of(kinds: Sequence[str]) -> Mapping[str, Cut[TaskFact]]:
    by_name: dict[str, list[str]] = {}
    for kind in kinds:
        by_name.setdefault(PARTED_BY.get(IndicatorKind(kind), PARTED), []).append(kind)
    cuts: list[Cut[TaskFact]] = [by_the_row("填报单位", lambda row: row.unit_name)]
    cuts += [Cut(name, _name_of_part(own), is_parted=False) for name, own in by_name.items()]
    return {cut.name: cut for cut in cuts}


def _worded(amount: Callable[[TaskFact], int | None]) -> Callable[[TaskFact], Any]:
    """Money in 万元; what is counted with its measure, since both stand in one column."""

    def value(row: TaskFact) -> int | str | None:
        found = amount(row)
        if found is None or row.measure == TaskMeasure.YUAN:
            return found
        return f"{found}{TaskMeasure(row.measure).label}"

    return value


def _total(amount: Callable[[TaskFact], int | None]) -> Callable[[Rows], int | None]:
    """Of rows of one indicator that is money; others are no sum."""

    def total(rows: Rows) -> int | None:
        if len({row.indicator_id for row in rows}) != 1 or rows[0].measure != TaskMeasure.YUAN:
            return None
        return sum(amount(row) or 0 for row in rows)

    return total


def standing_words(row: TaskFact) -> str:
    """Whether it reported of the month."""
    if row.is_told_this_month:
        return "已报"
    return "未报" if row.is_silent else "本月未报"


def _amount(title: str, key: str, amount: Callable[[TaskFact], int | None]) -> Column[TaskFact]:
    order = lambda row: amount(row)  # noqa: E731
    return Column(
        title, _worded(amount), MONEY, key=key, order=order, total=_total(amount), width=14
    )


COLUMNS: tuple[Column[TaskFact], ...] = (
    Column("任务单位", lambda row: row.unit_name, css="col-name", width=24),
    Column("指标", lambda row: row.indicator, width=20),
    _amount("年度任务", "target", lambda row: row.target),
    _amount("累计完成", "done", lambda row: row.done),
    _amount("本月完成", "month", lambda row: row.done_this_month),
    Column("完成率", lambda row: row.rate, RATE, key="rate"),
    Column("超序时", lambda row: points(row.rate, row.pace), POINTS, key="lead"),
    Column("报送", standing_words, width=10),
)
