"""The projects of which nobody has said what becomes of them in a new year."""

import datetime
from collections import defaultdict
from dataclasses import dataclass

from accounts.models import Unit
from accounts.trail.reader import Reader
from projects.models import AnnualPlan, PlanItem, Project, Stage, YearEndAnswer
from projects.reading import reporting_units, terms_on

FINISHED = (Stage.COMPLETED, Stage.OPERATION, Stage.ENDED)


@dataclass(frozen=True)
class LeftOut:
    """A project that was on ``lists`` at the end of last year, and whose ``unit`` reported it."""

    project: Project
    lists: tuple[str, ...]
    unit: str


LAST_MONTHS = (11, 12)


def year_to_turn_to(today: datetime.date) -> int | None:
    """The year whose lists are made at this time, from November to January; None in between."""
    if today.month in LAST_MONTHS:
        return today.year + 1
    return today.year if today.month == 1 else None


def has_lists(county: Unit, year: int) -> bool:
    """Whether there is a line for the year, so that one can be left out."""
    return PlanItem.objects.standing().filter(plan__county=county, plan__year=year).exists()


def left_out(county: Unit, year: int) -> list[LeftOut]:
    """Those on a list of the year before on its last day, not finished, on no list of ``year`` and
    without an answer; none while there is no line for ``year``. Eight queries, one
    or two where nothing can be asked."""
    plans = dict(AnnualPlan.objects.filter(county=county, year=year - 1).values_list("pk", "name"))
    listed = PlanItem.objects.filter(plan__county=county, plan__year=year, is_dropped=False)
    now = set(listed.values_list("project", flat=True)) if plans else set()
    if not now:
        return []
    last_day = datetime.date(year - 1, 12, 31)
    reader = Reader(county)
    lists: dict[int, list[str]] = defaultdict(list)
    terms = terms_on(reader, plans, last_day).values()
    for line in sorted(terms, key=lambda line: line["plan_id"]):
        lists[line["project_id"]].append(plans[line["plan_id"]])
    answered = YearEndAnswer.objects.filter(year=year, project__county=county)
    units = reporting_units(reader, last_day)
    projects = (
        Project.objects.filter(pk__in=lists.keys() - now)
        .exclude(stage__in=FINISHED)
        .exclude(pk__in=answered.values("project"))
        .order_by("pk")
    )
    return [
        LeftOut(each, tuple(lists[each.pk]), units.get(each.pk, (0, ""))[1]) for each in projects
    ]
