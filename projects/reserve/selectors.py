"""What the pages of the reserve read."""

from accounts.models import Unit
from projects.models import ReserveTarget


def bearers_of(county: Unit) -> list[Unit]:
    """Who may be asked: the county, then its units in their order."""
    units = county.county_units.active().exclude(pk=county.pk)
    return [county, *units]


def targets_of(county: Unit, year: int, period: str) -> dict[int, ReserveTarget]:
    """What stands of the period, by the bearer's id."""
    standing = ReserveTarget.objects.filter(county=county, year=year, period=period)
    return {target.unit_id: target for target in standing}
