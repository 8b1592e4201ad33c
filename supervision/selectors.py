"""What the pages of supervision read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import Unit, User
from figures.facts import Facts, PlanFact
from projects.models import Project
from supervision.models import (
    AssessmentScheme,
    DispatchOrder,
    NoticeItem,
    OrderState,
    Problem,
    ProblemState,
    SchemePeriod,
    ScoreLine,
    Severity,
    SupervisionNotice,
)

# 全年印发项目督查通报不少于10期 (fifth source document).
NOTICES_A_YEAR = 10

PROBLEM_TABS: dict[str, tuple[str, dict[str, str]]] = {
    "open": ("未解决", {"state": ProblemState.OPEN}),
    "major": ("重大", {"severity": Severity.MAJOR, "state": ProblemState.OPEN}),
    "solved": ("已解决", {"state": ProblemState.SOLVED}),
}
ORDER_TABS = {"open": "在办", "overdue": "逾期", "check": "待核查", "closed": "已办结"}


def problems_listed(user: User, tab: str) -> QuerySet[Problem]:
    """With what a list shows of them, in three queries."""
    orders = Prefetch(
        "orders", DispatchOrder.objects.select_related("addressee").order_by("pk"), "dispatched"
    )
    return (
        Problem.objects.visible_to(user)
        .filter(**PROBLEM_TABS[tab][1])
        .select_related("project", "raised_by")
        .prefetch_related(orders)
        .order_by("-severity", "-raised_on", "-pk")
    )


def orders_listed(user: User, tab: str, on: date) -> QuerySet[DispatchOrder]:
    orders = DispatchOrder.objects.visible_to(user).select_related("addressee", "problem__project")
    if tab == "overdue":
        return orders.overdue(on).order_by("due_on", "pk")
    if tab == "check":
        return orders.filter(state=OrderState.REPLIED).order_by("replied_on", "pk")
    if tab == "closed":
        return orders.filter(state=OrderState.CLOSED)
    return orders.open().order_by("due_on", "pk")


def overdue_orders(user: User, on: date) -> int:
    """How many of the user's are overdue: said beside the menu on every page."""
    return DispatchOrder.objects.visible_to(user).overdue(on).count()


def laggards_without_problem(facts: Facts) -> list[PlanFact]:
    """The lines that a light says lag and of which no problem is open, red and furthest first; a
    project on several lists once. One query."""
    known = set(
        Problem.objects.open()
        .filter(project__in={row.project_id for row in facts.rows})
        .values_list("project", flat=True)
    )
    rows: dict[int, PlanFact] = {}
    for row in facts.rows:
        if row.light.lag is not None and row.project_id not in known:
            rows.setdefault(row.project_id, row)
    return sorted(rows.values(), key=lambda row: (row.light.colour.value != "red", row.lead or 0))


@dataclass(frozen=True)
class Chain:
    """What became of a project's difficulties: each problem with its orders, and what notices said
    of it with the points that it cost."""

    problems: Sequence[Problem]
    items: Sequence[NoticeItem]

    @property
    def is_empty(self) -> bool:
        return not self.problems and not self.items


def chain_of(user: User, project: Project) -> Chain:
    """A constant number of queries."""
    problems = (
        Problem.objects.visible_to(user)
        .filter(project=project)
        .select_related("raised_by")
        .prefetch_related(
            Prefetch(
                "orders",
                DispatchOrder.objects.visible_to(user).select_related("addressee").order_by("pk"),
                "dispatched",
            )
        )
    )
    return Chain(list(problems), items_seen(user, NoticeItem.objects.filter(project=project)))


def items_seen(user: User, items: "QuerySet[NoticeItem]") -> list[NoticeItem]:
    """Items of notices that the user may see, each with its points in ``scored``."""
    seen = items.filter(notice__in=SupervisionNotice.objects.visible_to(user))
    lines = Prefetch(
        "score_lines",
        ScoreLine.objects.visible_to(user).select_related("scheme", "reverses").order_by("pk"),
        "scored",
    )
    return list(
        seen.select_related(
            "notice", "unit", "project", "order", "withdrawal__notice"
        ).prefetch_related(lines)
    )


def annual_scheme(county: Unit, year: int) -> AssessmentScheme | None:
    """The one in force, whose ledger takes what notices cost."""
    schemes = AssessmentScheme.objects.in_force().filter(county=county, year=year)
    return schemes.filter(period=SchemePeriod.ANNUAL).first()
