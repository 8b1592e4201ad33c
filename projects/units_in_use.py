"""What the register holds against putting a unit out of use (``accounts.services.UNIT_GUARDS``)."""

from accounts.errors import DomainError
from accounts.models import Unit
from projects.models import Project


class UnitReports(DomainError):
    """Projects name the unit as the one that reports them."""


def refuse_while_it_reports(unit: Unit) -> None:
    """Raises UnitReports while a project's reporting unit is ``unit``: its months would be nobody's
    to fill in."""
    count = Project.objects.reported_by(unit).count()
    if count:
        raise UnitReports(f"{count} 个项目仍由本单位填报，请先改派。")
