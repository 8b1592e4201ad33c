"""What pages read of inspections."""

from django.db.models import Count, Q, QuerySet

from accounts.models import Unit, User
from supervision.models import Inspection, InspectionFinding, Problem


def visits_of(county: Unit) -> QuerySet[Inspection]:
    """The latest first, with how many findings were ``found``, of which ``raised`` became problems
    and ``left`` are open."""
    stands = Q(voided_at=None, findings__voided_at=None)
    is_open = stands & Q(findings__settled="", findings__problem=None)
    return (
        Inspection.objects.filter(county=county)
        .select_related("looks_back_at")
        .annotate(
            found=Count("findings", filter=stands),
            raised=Count("findings__problem", filter=stands),
            left=Count("findings", filter=is_open),
        )
        .order_by("-visited_on", "-pk")
    )


def findings_of(visit: Inspection) -> QuerySet[InspectionFinding]:
    """With what became of them, and their photos."""
    findings = visit.findings.select_related("project", "problem", "voided_by")
    return findings.prefetch_related("photos")


def finding_of(problem: Problem, user: User) -> InspectionFinding | None:
    """The finding that became the problem, with its visit and its photos, where the user may see
    it: who reads the county, and who reports for a unit that has a part in the project."""
    seen = InspectionFinding.objects.visible_to(user).standing().filter(problem=problem)
    return seen.select_related("inspection").prefetch_related("photos").first()
