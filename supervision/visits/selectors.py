"""What other pages read of inspections."""

from accounts.models import User
from supervision.models import InspectionFinding, Problem


def finding_of(problem: Problem, user: User) -> InspectionFinding | None:
    """The finding that became the problem, with its visit and its photos, where the user may see
    it: who reads the county, and who reports for a unit that has a part in the project."""
    seen = InspectionFinding.objects.visible_to(user).standing().filter(problem=problem)
    return seen.select_related("inspection").prefetch_related("photos").first()
