"""What stands beside a thing on pages of lower rooms."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.pages.beside import Beside
from investment.models import ContactRole, UnitContact
from investment.successions.selectors import became_of, origins_of, successions_of
from projects.models import Project


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


def successions_of_project(user: User, project: Project) -> Iterator[Beside]:
    """From whom it took over and what became of it, each with its own page; problems, orders and
    photos stay with the former project. Three queries."""
    for origin in origins_of([project.pk]).get(project.pk, []):
        yield Beside("承接", origin.words, _address_of_succession(origin.succession.pk))
        for other in origin.others:
            words = f"{other}（问题、调度单、照片和以前各月的进度）"
            yield Beside("承接自", words, reverse("projects:detail", args=[other.pk]))
    for origin in became_of(project):
        yield Beside("变更", origin.words, _address_of_succession(origin.succession.pk))
    for succession in successions_of(project, user):
        if succession.is_waiting:
            words = f"{succession}，{succession.state_words}"
            yield Beside("申请", words, _address_of_succession(succession.pk))


def _address_of_succession(pk: int) -> str:
    return reverse("investment:succession", args=[pk])
