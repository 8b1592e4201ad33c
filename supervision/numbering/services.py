"""Numbers without gaps: one is given in the transaction that uses it."""

from django.db.models import Count, F, Max

from accounts.models import Unit
from supervision.models import DispatchOrder, NumberedKind, NumberSeries, SupervisionNotice


def next_number(county: Unit, year: int, kind: NumberedKind) -> int:
    """The next of the county's year. To be called within the transaction that issues: the row of
    the series stays locked until it ends, and a transaction that fails gives the number back."""
    series = {"county": county, "year": year, "kind": kind}
    if not NumberSeries.objects.filter(**series).update(last=F("last") + 1):
        NumberSeries.objects.bulk_create([NumberSeries(**series)], ignore_conflicts=True)
        NumberSeries.objects.filter(**series).update(last=F("last") + 1)
    return NumberSeries.objects.get(**series).last


def numbering_faults() -> list[str]:
    """For verify: series whose numbers are not 1, 2, 3 … to the last one given."""
    orders = DispatchOrder.objects.values_list("county__name", "year")
    notices = SupervisionNotice.objects.issued().values_list("county__name", "issue_year")
    faults = []
    for word, used in (("调度单", orders), ("督查通报", notices)):
        counted = used.order_by().annotate(n=Count("pk"), last=Max("number"))
        faults += [
            f"{county}{year}年{word}编号不连续：共{n}份，编至{last}号"
            for county, year, n, last in counted
            if n != last
        ]
    return faults
