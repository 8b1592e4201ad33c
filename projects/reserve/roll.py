"""The 台账 of the reserve."""

from projects.models import ReserveDeclaration, ReserveItem
from projects.rolls.roll import Roll

RESERVE = Roll(
    key="reserve",
    name="储备项目",
    line=ReserveItem,
    declaration=ReserveDeclaration,
    fields=("name", "category", "total_investment", "content"),
    identity=("name",),
    of_project=False,
    noun="个",
)
