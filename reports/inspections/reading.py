"""What a report of visits tells, read at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.models import Unit
from accounts.people.names import FormerNames
from projects.models import ProjectUnit
from supervision.models import (
    DispatchOrder,
    FindingPhoto,
    Inspection,
    InspectionFinding,
    OrderState,
    Problem,
)


@dataclass(frozen=True)
class FindingTold:
    """``unit``: who reported the project on the day, "" where nobody did; ``orders`` of its
    problem, without those that were taken back."""

    finding: InspectionFinding
    unit: str
    orders: Sequence[DispatchOrder]
    photos: Sequence[FindingPhoto]

    @property
    def problem(self) -> Problem | None:
        return self.finding.problem

    @property
    def project(self) -> str:
        return self.finding.project.name

    @property
    def named(self) -> str:
        """城南学校（教育局）"""
        return f"{self.project}（{self.unit}）" if self.unit else self.project


@dataclass(frozen=True)
class VisitTold:
    """``earlier``: what the visit had found at which this one is a second look."""

    visit: Inspection
    findings: Sequence[FindingTold]
    earlier: Sequence[FindingTold] = ()


def visits_told(county: Unit, ids: Iterable[int]) -> list[VisitTold]:
    """The earliest first, with what stands of what was found; those that were voided are left
    out."""
    visits = Inspection.objects.standing().filter(county=county, pk__in=ids)
    names = FormerNames(county)
    return [
        VisitTold(
            visit,
            _findings(visit, names),
            _findings(visit.looks_back_at, names) if visit.looks_back_at else (),
        )
        for visit in visits.select_related("looks_back_at").order_by("visited_on", "pk")
    ]


def _findings(visit: Inspection, names: FormerNames) -> list[FindingTold]:
    findings = list(
        visit.findings.standing()
        .select_related("project", "problem", "inspection")
        .prefetch_related("photos")
    )
    projects = {finding.project_id for finding in findings}
    units = {
        held.project_id: names.as_on(visit.visited_on, held.unit).name
        for held in ProjectUnit.objects.reporting_on(visit.visited_on)
        .filter(project__in=projects)
        .select_related("unit")
    }
    orders: dict[int, list[DispatchOrder]] = defaultdict(list)
    problems = {finding.problem_id for finding in findings if finding.problem_id}
    issued = DispatchOrder.objects.filter(problem__in=problems).exclude(state=OrderState.VOIDED)
    for order in issued.select_related("addressee").order_by("year", "number"):
        orders[order.problem_id].append(order)
    return [
        FindingTold(
            finding,
            units.get(finding.project_id, ""),
            orders[finding.problem_id] if finding.problem_id else [],
            list(finding.photos.all()),
        )
        for finding in findings
    ]
