"""What the bureau has set beside a unit's figures and the unit has not said it has read."""

from django.db.models import Exists, OuterRef

from investment.models import EntryLook, LookKind, MonthlyEntry, MonthlyEntryQuerySet


def untold_verified(entries: MonthlyEntryQuerySet) -> list[MonthlyEntry]:
    """Those of the entries beside which a 核定数 stands that their unit has not noted since; one
    query."""
    noted = EntryLook.objects.filter(
        entry=OuterRef("pk"), kind=LookKind.VERIFIED, at__gte=OuterRef("verified_at")
    )
    untold = entries.sent().verified().filter(~Exists(noted))
    return list(untold.select_related("project", "period", "verified_by").order_by("pk"))
