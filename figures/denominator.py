"""By which plan a rate is reckoned: a report names its denominator (DESIGN §4.12)."""

from collections.abc import Callable

from figures import words
from figures.book import FigureBook
from figures.figure import Figure
from figures.plan_fact import PlanFact
from projects.reading import AdjustedPlan

OF_THE_YEAR = "年度计划为年初计划"

Printed = Callable[[Figure[PlanFact]], str]


def amount_text(figure: Figure[PlanFact]) -> str:
    return words.amount(figure.yuan)


def rate_text(figure: Figure[PlanFact]) -> str:
    return words.rate(figure.exact)


def plan_basis(
    book: FigureBook, key: str, *, amount: Printed = amount_text, rate: Printed = rate_text
) -> str:
    """年度计划为年初计划; of a list that was adjusted: 年度计划为调整后计划（自2019年7月15日起，
    示政发〔2019〕12号）；年初计划59.6亿元，按年初计划完成率53.8%. ``amount`` and ``rate`` print the
    figures."""
    adjusted = book.facts.adjusted_by(key)
    if not adjusted:
        return OF_THE_YEAR
    by = "；".join(_by(each) for each in adjusted)
    planned, done = (book.of(key, "全部", n) for n in ("年初计划投资", "年初计划完成率"))
    told = f"，按年初计划完成率为{rate(done)}" if done.value is not None else ""
    return f"年度计划为调整后计划（{by}）；年初计划为{amount(planned)}{told}"


def _by(adjusted: AdjustedPlan) -> str:
    day = adjusted.since
    return f"自{day.year}年{day.month}月{day.day}日起，{adjusted.document}"
