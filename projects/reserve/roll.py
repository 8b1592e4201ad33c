"""The 台账 of the reserve."""

import datetime

from accounts.errors import DomainError
from projects.models import ReserveDeclaration, ReserveItem, RollDeed
from projects.rolls.roll import Roll


def _refuse_unsound(item: ReserveItem, today: datetime.date) -> None:
    """Another that stands under this name would be counted beside it."""
    if not item.name.strip():
        raise DomainError("请填写项目名称", field="name")
    others = ReserveItem.objects.of_county(item.county).current().filter(name=item.name)
    if others.exclude(serial=item.serial).exists():
        raise DomainError(f"储备库里已有“{item.name}”，请勿重复申报", field="name")


RESERVE = Roll(
    key="reserve",
    name="储备项目",
    line=ReserveItem,
    declaration=ReserveDeclaration,
    fields=(
        "name",
        "category",
        "industry",
        "total_investment",
        "is_preliminary",
        "planned_start",
        "content",
    ),
    identity=("name",),
    of_project=False,
    noun="个",
    deeds={deed: deed.label for deed in RollDeed} | {RollDeed.DONE: "出库"},
    refuse_unsound=_refuse_unsound,
)
