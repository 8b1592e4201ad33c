"""The tables behind a 通报: how each unit stands, and all that lag, where they are too many for a
sentence."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from documents.paragraphs import Annex, Table, Words, plain
from documents.runs import Run, runs, unmarked
from figures.figure import Figure
from figures.keys import Narrowing, with_cuts
from figures.lights import Lag
from figures.plan_fact import PlanFact
from investment.basis import Basis
from measures.money import format_wan
from measures.rates import format_points, percent
from reports.prose.choices import Naming
from reports.prose.sentences.problems import behind_and_named, is_too_long, why
from reports.prose.sentences.units import UNITS
from reports.prose.told import Told

LAGGARDS = "进度滞后项目名单"
# Of a unit that gave no reason, which an empty cell would hide.
UNTOLD = "未报原因"
FEWEST_UNITS = 2

_UNIT_HEADS = (
    "单位",
    "项目数\n（个）",
    "年度计划\n投资",
    "完成投资",
    "完成率\n（%）",
    "超/欠{pace}\n（百分点）",
)
_UNIT_WIDTHS = (40, 18, 28, 28, 20, 22)
_LAGGARD_HEADS = (
    "序号",
    "项目名称",
    "填报单位",
    "类型",
    "完成率\n（%）",
    "超/欠{pace}\n（百分点）",
    "情况及原因",
)
# Three digits of a number, and most units in one line.
_LAGGARD_WIDTHS = (12, 38, 28, 18, 15, 20, 25)

Printed = Callable[[Figure[PlanFact]], str]


def annexes(lists: Sequence[Told], own: Told | None) -> Iterator[Annex]:
    """Of the ``lists`` those of several units; of the ``own`` what lags."""
    if own is None or own.choices.naming is not Naming.ALL:
        return
    tables = tuple(table for told in lists if (table := _of_units(told)) is not None)
    if tables:
        yield Annex(UNITS, tables)
    in_order = [*Lag]
    rows = sorted(behind_and_named(own), key=lambda row: in_order.index(row.light.lag or Lag.START))
    if is_too_long(rows):
        yield Annex(LAGGARDS, (_of_laggards(own, rows),))


def _of_units(told: Told) -> Table | None:
    """A row a unit, the best rate first; those without a rate last. Where nothing is held against
    the pace, no column is."""
    names = dict.fromkeys(row.unit_name for row in told.figure("项目数").rows)
    if len(names) < FEWEST_UNITS:
        return None
    groups = [
        (unmarked(name), told.of_group(with_cuts(told.group, [Narrowing("填报单位", name)])))
        for name in names
    ]
    groups.sort(key=lambda each: -_rate(each[1]))
    lines = [*groups, ("合计", told)]
    is_held = any(group.lead is not None for _, group in lines)
    wide = len(_UNIT_HEADS) if is_held else len(_UNIT_HEADS) - 1
    return Table(
        heads=(_heads(told, _UNIT_HEADS[:wide]),),
        rows=tuple((plain(name), *_cells(group))[:wide] for name, group in lines),
        widths=_UNIT_WIDTHS[:wide],
        right=frozenset(range(1, wide)),
        title=told.called,
        unit=f"{told.cut_off}　　{_by_whom(told)}金额单位：万元",
    )


def _by_whom(told: Told) -> str:
    """本表为上报数, where it is not by the usual numbers."""
    return "" if told.basis is Basis.VERIFIED else f"本表为{told.basis.words}　　"


def _heads(told: Told, heads: Sequence[str]) -> tuple[str, ...]:
    """With the word of the paper for the pace: 超/欠序时, 超/欠均衡, 超/欠年度计划."""
    pace = told.paper.pace_word.removesuffix("进度")
    return tuple(head.format(pace=pace) for head in heads)


def _rate(group: Told) -> Fraction:
    exact = group.rate.exact
    return Fraction(-1) if exact is None else exact


def _cells(group: Told) -> tuple[Words, ...]:
    digits = group.choices.decimals
    pace = group.pace.exact if group.lead is not None else None
    kinds: tuple[tuple[Figure[PlanFact] | None, Printed], ...] = (
        (group.figure("项目数"), Figure.text),
        (group.planned, _wan),
        (group.done, _wan),
        (group.rate, lambda figure: percent(figure.exact, group.digits(figure.exact, pace))),
        (group.lead, lambda figure: format_points(figure.exact, digits)),
    )
    return tuple(_cell(figure, printed) for figure, printed in kinds)


def _cell(figure: Figure[PlanFact] | None, printed: Printed) -> Words:
    return plain("—") if figure is None else (Run(printed(figure), figure.key),)


def _wan(figure: Figure[PlanFact]) -> str:
    return format_wan(figure.yuan)


def _rate_of(told: Told, row: PlanFact) -> str:
    return percent(row.rate, told.digits(row.rate, row.pace))


def _of_laggards(told: Told, rows: Sequence[PlanFact]) -> Table:
    digits = told.choices.decimals
    return Table(
        heads=(_heads(told, _LAGGARD_HEADS),),
        unit=told.cut_off,
        rows=tuple(
            (
                plain(str(number)),
                plain(unmarked(row.project_name)),
                plain(unmarked(row.unit_name)),
                plain(row.light.lag.value if row.light.lag else ""),
                runs(told.of_project(row, "完成率", _rate_of(told, row))),
                runs(told.of_project(row, "超序时", format_points(row.lead, digits))),
                plain(why(row) or row.light.said or UNTOLD),
            )
            for number, row in enumerate(rows, 1)
        ),
        widths=_LAGGARD_WIDTHS,
        right=frozenset({0, 4, 5}),
    )
