"""What goes over from a list into that of the next year: each line, in which class, and why one
does not."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from accounts.trail.reader import Reader
from projects.listnames import of_year
from projects.models import (
    AnnualPlan,
    PlanCategory,
    PlanItem,
    Project,
    Stage,
    YearEndAnswer,
    YearEndFate,
)
from projects.reading import items_on, reporting_units
from projects.services import STAGE_ORDER
from projects.turn.invested import InvestedBy, invested_by
from projects.turn.selectors import FINISHED

ALL = (PlanCategory.CONTINUING, PlanCategory.NEW, PlanCategory.PRELIMINARY)


@dataclass(frozen=True)
class Carried:
    """A line as it stood at the end of its year. ``category`` is what it becomes, "" where it does
    not go over by itself, and ``choices`` what it may become, none where it cannot; ``why`` says
    what speaks against it."""

    item: PlanItem
    project: Project
    unit: str
    category: str
    choices: tuple[PlanCategory, ...]
    why: str
    invested: InvestedBy | None
    is_begun: bool

    @property
    def may_go(self) -> bool:
        return bool(self.choices)


def carried_lines(plan: AnnualPlan) -> list[Carried]:
    """The lines of the list on the last day of its year, or as they stand while that is to come: by
    class, and in their order. Six queries, and those of who tells what was invested."""
    last_day = datetime.date(plan.year, 12, 31)
    lines = plan.items.select_related("project__category")
    items = items_on(lines, last_day, plan.county)
    items.sort(key=lambda item: (PlanCategory.values.index(item.category), item.position, item.pk))
    ids = [item.project_id for item in items]
    units = reporting_units(Reader(plan.county), last_day)
    invested = invested_by(plan.county, ids, plan.year)
    answers = YearEndAnswer.objects.filter(year=plan.year + 1, project__in=ids)
    fates = dict(answers.values_list("project", "fate"))
    return [
        _carried(
            item,
            units.get(item.project_id, (0, ""))[1],
            invested.get(item.project_id),
            fates.get(item.project_id, ""),
        )
        for item in items
    ]


def _carried(item: PlanItem, unit: str, invested: InvestedBy | None, fate: str) -> Carried:
    project, was = item.project, PlanCategory(item.category)
    is_begun = was == PlanCategory.CONTINUING or _is_begun(project, invested)
    category: str = PlanCategory.CONTINUING if is_begun else PlanCategory.NEW
    choices: tuple[PlanCategory, ...] = ALL
    if was == PlanCategory.CONTINUING:
        choices = (PlanCategory.CONTINUING,)
    why = ""
    if project.stage in FINISHED:
        category, choices, why = "", (), f"已{project.get_stage_display()}"
    elif fate in (YearEndFate.COMPLETED, YearEndFate.ENDED):
        category, choices, why = "", (), f"年末去向：{YearEndFate(fate).label}"
    elif fate == YearEndFate.CARRIED:
        category, why = "", "年末去向：结转，不列入清单"
    return Carried(item, project, unit, category, choices, why, invested, is_begun)


def _is_begun(project: Project, invested: InvestedBy | None) -> bool:
    return (
        project.actual_start is not None
        or STAGE_ORDER[Stage(project.stage)] >= STAGE_ORDER[Stage.CONSTRUCTION]
        or bool(invested and invested.done)
    )


def next_list(plan: AnnualPlan) -> AnnualPlan | None:
    """The list of the next year: the one that was drafted from this, or else the one that figures
    call as they do this. One query."""
    of_next = AnnualPlan.objects.filter(county=plan.county_id, year=plan.year + 1)
    key = of_year(plan.key, plan.year, plan.year + 1)
    found = [each for each in of_next if each.drafted_from_id == plan.pk or each.key == key]
    return min(found, key=lambda each: each.drafted_from_id != plan.pk, default=None)


def note_invested(plan: AnnualPlan, items: Iterable[PlanItem]) -> None:
    """Give each of a drafted list's lines what was ``invested`` by the end of the year before."""
    lines = list(items)
    told = invested_by(plan.county, [item.project_id for item in lines], plan.year - 1)
    for item in lines:
        item.invested = told.get(item.project_id)  # type: ignore[attr-defined]
