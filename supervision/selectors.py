"""What the pages of supervision read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import User
from accounts.rules import county_ids_read, reads_county, reporting_unit_ids
from figures.facts import Facts, PlanFact, load_facts
from figures.order import laggards
from measures.months import Month
from projects.models import Project
from supervision.models import (
    AgendaItem,
    DispatchOrder,
    InspectionFinding,
    NoticeItem,
    NoticeWithdrawal,
    OrderAttachment,
    OrderState,
    Problem,
    ProblemSource,
    ProblemState,
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
ORDER_TABS = {"open": "在办", "overdue": "逾期", "check": "待核查", "closed": "已办结、撤销"}


def problems_listed(user: User, tab: str) -> QuerySet[Problem]:
    """With what a list shows of them, in three queries."""
    return (
        Problem.objects.visible_to(user)
        .filter(**PROBLEM_TABS[tab][1])
        .select_related("project", "raised_by")
        .prefetch_related(_orders_seen(user))
        .order_by("-severity", "-raised_on", "-pk")
    )


def _orders_seen(user: User) -> Prefetch:
    """Of problems: the orders that the user may open, in ``dispatched``."""
    seen = DispatchOrder.objects.visible_to(user).select_related("addressee")
    return Prefetch("orders", seen.order_by("pk"), "dispatched")


def orders_listed(user: User, tab: str, on: date) -> QuerySet[DispatchOrder]:
    orders = DispatchOrder.objects.visible_to(user).select_related("addressee", "problem__project")
    if tab == "overdue":
        return orders.overdue(on).order_by("due_on", "pk")
    if tab == "check":
        return orders.filter(state=OrderState.REPLIED).order_by("replied_on", "pk")
    if tab == "closed":
        return orders.ended()
    return orders.open().order_by("due_on", "pk")


@dataclass(frozen=True)
class LogLine:
    """What happened with an order: a step of a person's, or a reminder of the system's."""

    at: datetime
    who: str
    what: str
    text: str
    attachments: Sequence[OrderAttachment] = ()


def order_log(order: DispatchOrder) -> list[LogLine]:
    """In the order of time. Three queries."""
    steps = [
        LogLine(
            step.at,
            str(step.by),
            step.get_to_state_display(),
            step.text,
            list(step.attachments.all()),
        )
        for step in order.steps.select_related("by").prefetch_related("attachments")
    ]
    reminders = [
        LogLine(made.made_at, "系统", made.get_kind_display(), made.text)
        for made in order.reminders.all()
    ]
    return sorted([*steps, *reminders], key=lambda line: line.at)


def overdue_orders(user: User, on: date) -> int:
    """How many of the user's are overdue: said beside the menu on every page."""
    return DispatchOrder.objects.visible_to(user).overdue(on).count()


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


def items_seen(user: User, items: "QuerySet[NoticeItem]") -> list[NoticeItem]:
    """Items of notices that the user may see, each with its points in ``scored``; of a unit its
    own alone (data/rights.csv)."""
    seen = items.filter(notice__in=SupervisionNotice.objects.visible_to(user)).filter(
        Q(notice__county__in=county_ids_read(user)) | Q(unit__in=reporting_unit_ids(user))
    )
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


def withdrawals_seen(user: User, notice: SupervisionNotice) -> list[NoticeWithdrawal]:
    """What a notice takes back; of a unit's what was said of it."""
    taken_back = notice.withdrawals.select_related("item__unit", "item__notice", "item__project")
    if reads_county(user, notice.county):
        return list(taken_back)
    return list(taken_back.filter(item__unit__in=reporting_unit_ids(user)))


def laggards_to_name(notice: SupervisionNotice) -> list[PlanFact]:
    """The lines of a draft's list that lag and of which it names no unit yet, worst first."""
    facts = load_facts(notice.county, Month(notice.year, notice.month))
    named = set(notice.items.exclude(project=None).values_list("project", flat=True))
    return [row for row in laggards(facts.of_list(notice.plan_key)) if row.project_id not in named]
