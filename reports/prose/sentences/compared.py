"""The figures held against those of other months, where these are known."""

from documents.runs import mark
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.words import amount
from measures.rates import percent
from reports.prose.sentences.naming import sentence
from reports.prose.sentences.progress import completed_this_month
from reports.prose.told import Told, closed


@sentence("较上月")
def than_last_month(told: Told) -> str:
    """完成率较5月底提高9.7个百分点: where the month's own share does not say so already."""
    change = _compared(told, "完成率较上月")
    if change is None or completed_this_month(told):
        return ""
    before = told.paper.month.previous()
    return closed(f"完成率较{before.month}月底{_moved(told, change)}")


@sentence("同比")
def than_last_year(told: Told) -> str:
    """完成投资同比增长12.3%，完成率同比提高2.1个百分点。"""
    growth, change = _compared(told, "完成投资同比增长"), _compared(told, "完成率同比")
    return closed(
        _grown(told, growth) if growth is not None else "",
        f"完成率同比{_moved(told, change)}" if change is not None else "",
    )


@sentence("同比增减额")
def more_than_last_year(told: Told) -> str:
    """比上年同期增加3.2亿元."""
    change = _compared(told, "完成投资同比增减")
    if change is None or change.yuan is None:
        return ""
    if change.yuan == 0:
        return "完成投资与上年同期持平。"
    word = "增加" if change.yuan > 0 else "减少"
    return f"完成投资比上年同期{word}{mark(change.key, amount(abs(change.yuan)))}。"


def _compared(told: Told, name: str) -> Figure[PlanFact] | None:
    if not told.paper.is_kept or told.is_by_first or not told.figure("项目数"):
        return None
    figure = told.figure(name)
    return None if figure.value is None else figure


def _moved(told: Told, change: Figure[PlanFact]) -> str:
    if not change.exact:
        return "持平"
    return f"{'提高' if change.exact > 0 else '下降'}{told.points(change)}"


def _grown(told: Told, growth: Figure[PlanFact]) -> str:
    if not growth.exact:
        return "完成投资与上年同期持平"
    word = "增长" if growth.exact > 0 else "下降"
    text = f"{percent(abs(growth.exact), told.choices.decimals)}%"
    return f"完成投资同比{word}{mark(growth.key, text)}"
