"""What lies beside the figures of a month: one query however many projects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from accounts.models import Unit, User
from investment.models import Evidence, MonthlyEntry, ReportingPeriod
from projects.models import Project

EvidenceByKey = Mapping[int, Sequence[Evidence]]


def evidence_by_project(unit: Unit, period: ReportingPeriod) -> EvidenceByKey:
    """What stands beside the month of a unit, by project id."""
    return _grouped(Evidence.objects.of_month(unit, period).standing(), "project_id")


def evidence_of(entry: MonthlyEntry) -> list[Evidence]:
    """What stands beside one entry."""
    beside = Evidence.objects.of_month(entry.unit_id, entry.period_id).standing()
    return list(beside.filter(project=entry.project_id))


def evidence_by_period(project: Project, year: int, user: User) -> EvidenceByKey:
    """What stands beside a project's months and the person may see, by period id."""
    beside = Evidence.objects.visible_to(user).filter(project=project, period__year=year)
    return _grouped(beside.standing(), "period_id")


def _grouped(rows: Iterable[Evidence], key: str) -> EvidenceByKey:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
