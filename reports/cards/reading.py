"""What the cards of projects tell, read for all of them at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from accounts.people.names import FormerNames
from figures.facts import Facts
from figures.plan_fact import PlanFact
from measures.months import Month
from projects.models import LeadOfficial, Part, Project, ProjectUnit
from reports.site_photos import SitePhoto, site_photos
from supervision.models import DispatchOrder, Problem


@dataclass(frozen=True)
class CardFacts:
    """``row`` is the project's line in the county's own list, or in the first that it is on, at the
    cut-off, None of one on no list; ``lines`` are all of them. Units by their part and the
    leader are those of the last day of the month, problems and orders those that are open,
    ``photos`` the latest first."""

    month: Month
    project: Project
    row: PlanFact | None
    lines: Sequence[PlanFact]
    units: dict[str, list[str]]
    leader: str
    problems: Sequence[Problem]
    orders: Sequence[DispatchOrder]
    photos: Sequence[SitePhoto]


def cards_of(facts: Facts, ids: Sequence[int]) -> list[CardFacts]:
    """In the order of ``ids``; a constant number of queries. Projects of other counties are left
    out."""
    projects = (
        Project.objects.filter(county=facts.county).select_related("category").in_bulk(list(ids))
    )
    lines: dict[int, list[PlanFact]] = defaultdict(list)
    for row in facts.rows:
        lines[row.project_id].append(row)
    units, leaders = _units(facts, projects), _leaders(facts, projects)
    problems: dict[int, list[Problem]] = defaultdict(list)
    for problem in Problem.objects.open().filter(project__in=projects).order_by("-severity", "pk"):
        problems[problem.project_id].append(problem)
    orders: dict[int, list[DispatchOrder]] = defaultdict(list)
    open_orders = DispatchOrder.objects.open().filter(problem__project__in=projects)
    for order in open_orders.select_related("addressee", "problem").order_by("due_on", "pk"):
        orders[order.problem.project_id].append(order)
    photos = site_photos(projects, facts.month)
    return [
        CardFacts(
            month=facts.month,
            project=projects[pk],
            row=facts.line_of(pk),
            lines=lines[pk],
            units=units[pk],
            leader=leaders.get(pk, ""),
            problems=problems[pk],
            orders=orders[pk],
            photos=photos.get(pk, []),
        )
        for pk in ids
        if pk in projects
    ]


def _units(facts: Facts, projects: dict[int, Project]) -> dict[int, dict[str, list[str]]]:
    """By their names of the day."""
    day, names = facts.month.last_day, FormerNames(facts.county)
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    parts = ProjectUnit.objects.on(day).filter(project__in=projects).select_related("unit")
    for held in parts.order_by("unit__position", "pk"):
        found[held.project_id][Part(held.part)].append(names.as_on(day, held.unit).name)
    return found


def _leaders(facts: Facts, projects: dict[int, Project]) -> dict[int, str]:
    day = facts.month.last_day
    held = LeadOfficial.objects.filter(
        Q(until=None) | Q(until__gt=day), project__in=projects, from_date__lte=day
    )
    return dict(held.order_by("from_date", "pk").values_list("project", "name"))
