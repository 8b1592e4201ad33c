"""How many have come to their end: of those that are to be completed this year, and of all."""

from collections.abc import Sequence

from figures.figure import Figure
from figures.plan_fact import PlanFact
from reports.prose.sentences.naming import sentence
from reports.prose.told import Told, counted, parts_of

# The count, its rate over those due by the end of the year, and what is said of them.
OF_THE_DUE = (("竣工数", "竣工率", "竣工"), ("投产数", "投产率", "投产"))
REACHED = (("竣工数", "已竣工验收"), ("投产数", "已投产"), ("投用数", "已投入使用"))


@sentence("年内竣工")
def of_the_due(told: Told, others: Sequence[Told] = ()) -> str:
    """年内计划竣工的111个项目，已竣工85个，竣工率76.6%；已投产16个，投产率29.1%。 More may have
    been completed than were due. "" where one of the ``others``, lists that are told after it,
    holds just those that are due, and tells it."""
    due = told.figure("计划竣工数")
    parts = [_part(told, *each) for each in OF_THE_DUE]
    if not due or not any(parts) or _projects(due) in [_due_of(other) for other in others]:
        return ""
    return f"年内计划竣工项目{counted(due)}个，{'；'.join(filter(None, parts))}。"


def _due_of(told: Told) -> set[int]:
    return _projects(told.figure("计划竣工数"))


def _projects(figure: Figure[PlanFact]) -> set[int]:
    return {row.project_id for row in figure.rows}


def _part(told: Told, name: str, of: str, what: str) -> str:
    count, rate = told.figure(name), told.figure(of)
    if not count or rate.exact is None:
        return ""
    if rate.exact == 1:
        return f"{'均' if int(count) > 1 else ''}已{what}"
    return f"已{what}{counted(count)}个，{of}{told.percentage(rate)}"


@sentence("竣工投产")
def completed_and_producing(told: Told) -> str:
    """12个项目中，3个已竣工验收，2个已投产: but for what is told of those that are due."""
    every = told.figure("项目数")
    told_already = {name for name, of, what in OF_THE_DUE if _is_told(told, name, of, what)}
    parts = [
        part
        for name, what in REACHED
        if name not in told_already and (part := parts_of(every, told.figure(name), what))
    ]
    return f"{counted(every)}个项目中，{'，'.join(parts)}。" if parts else ""


def _is_told(told: Told, name: str, of: str, what: str) -> bool:
    return bool(told.figure("计划竣工数")) and bool(_part(told, name, of, what))
