"""How a figure was computed, in words and in its own numbers."""

from dataclasses import dataclass
from fractions import Fraction

from figures.facts import PlanFact
from figures.figure import Figure, FigureUnit, Measured
from figures.indicators import INDICATORS, is_planned
from measures.money import format_money
from measures.rates import format_points


@dataclass(frozen=True)
class Formula:
    """``upper`` and ``lower`` are indicators, both taken over the figure's own rows."""

    upper: str
    sign: str
    lower: str
    words: str


FORMULAS: dict[str, Formula] = {
    "完成率": Formula("完成投资", "÷", "年度计划投资", "完成投资 ÷ 年度计划投资"),
    "超序时": Formula("完成率", "−", "序时进度", "完成率 − 序时进度"),
    "开工率": Formula("开工数", "÷", "项目数", "已开工的新建项目 ÷ 全部新建项目"),
    "时序开工率": Formula("开工数", "÷", "应开工数", "其中已开工的 ÷ 计划开工月份已到的新建项目"),
    "达序时比例": Formula("达序时数", "÷", "项目数", "达到序时的项目 ÷ 全部项目"),
    "产业项目投资占比": Formula(
        "产业项目年度计划投资", "÷", "年度计划投资", "产业项目的年度计划投资 ÷ 年度计划投资"
    ),
    "过亿元项目占比": Formula("过亿元项目数", "÷", "项目数", "年度计划投资过亿元的项目 ÷ 全部项目"),
    "五千万元至一亿元项目占比": Formula(
        "五千万元至一亿元项目数",
        "÷",
        "项目数",
        "年度计划投资5000万元至1亿元的项目 ÷ 全部项目",
    ),
}
REST = "-"
"""What parts a remainder's whole from what it leaves out (see ``FigureBook``)."""

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
    if REST in name:
        return Explanation(name.replace(REST, " − "))
    if name not in FORMULAS:
        counted = "所列项目的填报单位个数" if figure.unit is FigureUnit.UNITS else "所列项目的个数"
        return Explanation(SUMS.get(name, counted))
    formula = FORMULAS[name]
    rows = figure.rows
    if name in OVER_PLANNED:
        rows = tuple(row for row in rows if is_planned(row))
    upper = INDICATORS[formula.upper].over(rows, formula.upper)
    lower = INDICATORS[formula.lower].over(rows, formula.lower)
    is_share = INDICATORS[formula.upper].of is not None
    return Explanation(
        words=formula.words,
        numbers=f"{with_unit(upper)} {formula.sign} {with_unit(lower)}",
        counted_as=formula.upper if is_share else "",
        counted=upper.rows if is_share else (),
    )


def key_in_words(key: str) -> list[str]:
    """The parts of a key as a heading has them; a remainder says what it leaves out."""
    *scope, name = key.split(".")
    whole, *left_out = name.split(REST)
    return [*scope, f"{whole}（除{'、'.join(left_out)}）" if left_out else name]


def value_text(figure: Measured) -> str:
    """The value as pages print it: thousands separated, points no finer than they need."""
    if figure.value is not None and figure.unit is FigureUnit.MONEY:
        return format_money(int(figure))
    if figure.value is not None and figure.unit is FigureUnit.POINTS:
        return format_points(Fraction(figure.value))
    return figure.text()


def with_unit(figure: Measured) -> str:
    text = value_text(figure)
    return text if figure.value is None else f"{text}{_unit_gap(figure)}{figure.unit.value}"


def _unit_gap(figure: Measured) -> str:
    return "" if figure.unit is FigureUnit.RATE else " "
