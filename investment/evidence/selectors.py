"""What lies beside the figures of a month: one query however many projects."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from accounts.models import User
from investment.models import Evidence, MonthlyEntry
from investment.selectors import EntrySheet
from projects.models import Project

EvidenceByKey = Mapping[int, Sequence[Evidence]]


def evidence_by_project(sheet: EntrySheet, user: User) -> EvidenceByKey:
    """What stands beside the rows of a sheet and the person may see, by project id: also what a
    former unit has sent."""
    shown = [row.project.pk for row in sheet.rows]
    beside = Evidence.objects.visible_to(user).filter(period=sheet.period, project__in=shown)
    return _grouped(beside.standing(), "project_id")


def evidence_of(entry: MonthlyEntry) -> list[Evidence]:
    """What stands beside one entry."""
    return list(Evidence.objects.beside(entry).standing())


def evidence_by_period(project: Project, year: int, user: User) -> EvidenceByKey:
    """What stands beside a project's months and the person may see, by period id."""
    beside = Evidence.objects.visible_to(user).filter(project=project, period__year=year)
    return _grouped(beside.standing(), "period_id")


def _grouped(rows: Iterable[Evidence], key: str) -> EvidenceByKey:
    found: dict[int, list[Evidence]] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found
