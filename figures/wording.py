"""How a figure was computed, in words and in its own numbers."""

from dataclasses import dataclass

from figures.facts import PlanFact
from figures.figure import Figure, FigureUnit
from figures.indicators import INDICATORS, is_planned
from measures.money import format_money

# Indicator → what stands left and right of the sign; both are indicators over the same rows.
FORMULAS: dict[str, tuple[str, str, str]] = {
    "完成率": ("完成投资", "÷", "年度计划投资"),
    "超序时": ("完成率", "−", "序时进度"),
    "开工率": ("开工数", "÷", "项目数"),
    "时序开工率": ("开工数", "÷", "应开工数"),
    "达序时比例": ("达序时数", "÷", "项目数"),
    "产业项目投资占比": ("产业项目年度计划投资", "÷", "年度计划投资"),
    "过亿元项目占比": ("过亿元项目数", "÷", "项目数"),
    "五千万元至一亿元项目占比": ("五千万元至一亿元项目数", "÷", "项目数"),
}
# These rest on the lines that have a plan: money outside the plan has no rate.
OVER_PLANNED = frozenset({"完成率", "超序时"})

SUMS: dict[str, str] = {
    "总投资": "所列项目总投资之和",
    "年度计划投资": "所列项目年度计划投资之和",
    "完成投资": "所列项目本年累计完成投资之和，未报的不计、不作零",
    "本月完成投资": "所列项目本月完成投资之和，未报的不计、不作零",
    "产业项目年度计划投资": "所列产业项目年度计划投资之和",
    "序时进度": "已过月数 ÷ 12",
}


@dataclass(frozen=True)
class Explanation:
    """``numbers`` repeats the formula with its values, "" where there is none. ``counted`` are
    the rows of the upper term, where they are fewer than the figure's own."""

    words: str
    numbers: str = ""
    counted_as: str = ""
    counted: tuple[PlanFact, ...] = ()


def explain(figure: Figure) -> Explanation:
    """The formula of ``figure`` over its own rows."""
    name = figure.key.rpartition(".")[2]
    if name not in FORMULAS:
        return Explanation(SUMS.get(name, "所列项目的个数"))
    upper_name, sign, lower_name = FORMULAS[name]
    rows = figure.rows
    if name in OVER_PLANNED:
        rows = tuple(row for row in rows if is_planned(row))
    upper = INDICATORS[upper_name].over(rows, upper_name)
    lower = INDICATORS[lower_name].over(rows, lower_name)
    is_share = INDICATORS[upper_name].of is not None
    return Explanation(
        words=f"{upper_name} {sign} {lower_name}",
        numbers=f"{with_unit(upper)} {sign} {with_unit(lower)}",
        counted_as=upper_name if is_share else "",
        counted=upper.rows if is_share else (),
    )


def value_text(figure: Figure) -> str:
    """The value as pages print it: as the tables do, with thousands separated."""
    if figure.value is not None and figure.unit is FigureUnit.MONEY:
        return format_money(int(figure))
    return figure.text()


def with_unit(figure: Figure) -> str:
    text = value_text(figure)
    return text if figure.value is None else f"{text}{_unit_gap(figure)}{figure.unit.value}"


def _unit_gap(figure: Figure) -> str:
    return "" if figure.unit is FigureUnit.RATE else " "
