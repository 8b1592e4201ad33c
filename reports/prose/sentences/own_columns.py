"""附加指标 of the month, where units told something of them."""

from documents.runs import unmarked
from figures.figure import Figure
from figures.plan_fact import PlanFact
from figures.units import MONEY
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told, amount, counted


@sentence("附加指标")
def own_columns(told: Told) -> str:
    """另据8月填报，民间投资完成额2.1亿元（85个项目中填报60个）、用工人数350人（均已填报）。"""
    if not told.paper.is_kept:
        return ""
    # A column stands under each name that it ever had; it is told by that of the month.
    names = [name for name, own in told.paper.book.own.items() if name == own.column.title]
    figures = [figure for figure in map(told.figure, names) if figure.value is not None]
    if not figures:
        return ""
    parts = "、".join(f"{unmarked(figure.name)}{_said(figure, told)}" for figure in figures)
    return f"另据{told.paper.month.month}月填报，{parts}。"


def _said(figure: Figure[PlanFact], told: Told) -> str:
    column = told.paper.book.own[figure.name].column
    known = sum(column.value(row) is not None for row in figure.rows)
    every = len(figure.rows)
    of_all = "均已填报" if known == every else f"{every}个项目中填报{known}个"
    number = amount(figure) if figure.unit == MONEY else f"{counted(figure)}{figure.unit.label}"
    return f"{number}（{of_all}）"
