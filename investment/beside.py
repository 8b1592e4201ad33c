"""What stands beside a thing on pages of lower rooms."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.pages.beside import Beside
from investment.models import ContactRole, UnitContact


def contacts_of_county(user: User, county: Unit) -> Iterator[Beside]:
    """The people of each unit today, its head first, with their telephones. One query."""
    rows = UnitContact.objects.current().filter(unit__county=county).select_related("unit")
    by_unit: dict[Unit, list[UnitContact]] = defaultdict(list)
    for row in rows.order_by("unit__position", "unit", "position", "pk"):
        by_unit[row.unit].append(row)
    heads_first = list(ContactRole)[::-1]
    for unit, contacts in by_unit.items():
        in_order = sorted(contacts, key=lambda row: heads_first.index(ContactRole(row.role)))
        words = (f"{row.get_role_display()}{row.name} {row.phone}".strip() for row in in_order)
        yield Beside(unit.name, "；".join(words), reverse("investment:contacts", args=[unit.pk]))
