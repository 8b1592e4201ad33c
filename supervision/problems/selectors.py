"""What the pages of problems read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Unit, User
from figures import words
from figures.facts import Facts
from figures.issuing import unissued_among
from figures.order import laggards
from figures.plan_fact import PlanFact
from projects.models import Project
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    InspectionFinding,
    NoticeItem,
    Problem,
    ProblemSource,
    ProblemState,
    Severity,
)
from supervision.notices.selectors import items_seen

PROBLEM_TABS: dict[str, tuple[str, dict[str, str]]] = {
    "open": ("未解决", {"state": ProblemState.OPEN}),
    "major": ("重大", {"severity": Severity.MAJOR, "state": ProblemState.OPEN}),
    "solved": ("已解决", {"state": ProblemState.SOLVED}),
}


def problems_listed(user: User, tab: str) -> QuerySet[Problem]:
    """With what a list shows of them, in three queries."""
    return (
        Problem.objects.visible_to(user)
        .filter(**PROBLEM_TABS[tab][1])
        .select_related("project", "raised_by", "county")
        .prefetch_related(_orders_seen(user))
        .order_by("-severity", "-raised_on", "-pk")
    )


def _orders_seen(user: User) -> Prefetch:
    """Of problems: the orders that the user may open, in ``dispatched``."""
    seen = DispatchOrder.objects.visible_to(user).select_related("addressee")
    return Prefetch("orders", seen.order_by("pk"), "dispatched")


def unissued_words(problems: Iterable[Problem], today: date) -> str:
    """计划未印发 of the lists on which the problems' projects stand."""
    of_county: dict[Unit, list[int]] = {}
    for problem in problems:
        of_county.setdefault(problem.county, []).append(problem.project_id)
    told = (words.unissued_of(*unissued_among(*each, today)) for each in of_county.items())
    return "，".join(filter(None, told))


def one_line_each(rows: Iterable[PlanFact]) -> list[PlanFact]:
    """The first line of every project: lists overlap, and a project on several is one."""
    first: dict[int, PlanFact] = {}
    for row in rows:
        first.setdefault(row.project_id, row)
    return list(first.values())


def laggards_without_problem(facts: Facts) -> list[PlanFact]:
    """The lines that a light says lag and of which no problem is open, worst first; a project on
    several lists once. One query."""
    known = set(
        Problem.objects.open()
        .filter(project__in={row.project_id for row in facts.rows})
        .values_list("project", flat=True)
    )
    return [row for row in laggards(facts.rows) if row.project_id not in known]


@dataclass(frozen=True)
class Chain:
    """What became of a project's difficulties: each problem with its orders, what meetings decided
    and visits found, and what notices said of it with the points that it cost."""

    problems: Sequence[Problem]
    agenda: Sequence[AgendaItem]
    findings: Sequence[InspectionFinding]
    items: Sequence[NoticeItem]

    @property
    def is_empty(self) -> bool:
        return not (self.problems or self.agenda or self.findings or self.items)

    @property
    def has_open_light(self) -> bool:
        """Whether one that a light proposed is open: it proposes no second beside it."""
        return any(p.is_open and p.source == ProblemSource.LIGHT for p in self.problems)


def chain_of(user: User, project: Project) -> Chain:
    """A constant number of queries."""
    problems = (
        Problem.objects.visible_to(user)
        .filter(project=project)
        .select_related("raised_by")
        .prefetch_related(_orders_seen(user))
    )
    agenda = (
        AgendaItem.objects.filter(Q(project=project) | Q(problem__project=project))
        .select_related("meeting")
        .prefetch_related("decisions__owner")
    )
    findings = InspectionFinding.objects.visible_to(user).standing().filter(project=project)
    return Chain(
        list(problems),
        list(agenda),
        list(findings.select_related("inspection")),
        items_seen(user, NoticeItem.objects.filter(project=project)),
    )
