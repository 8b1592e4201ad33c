"""Who may be linked on a unit's list of contacts, and who changed it."""

from django.db.models import Q

from accounts.models import AuditEvent, Unit, User
from accounts.trail.selectors import HISTORY_LENGTH, with_words
from investment.models import UnitContact


def users_of(unit: Unit) -> list[tuple[int, str]]:
    """Who signs in for the unit, and who is linked already: the key, with name and user name; one
    query."""
    there = Q(role_assignments__unit=unit, is_active=True) | Q(
        as_contact__unit=unit, as_contact__until=None
    )
    found = User.objects.filter(there).distinct().order_by("name", "pk")
    return [(user.pk, f"{user}（{user.username}）") for user in found]


def history_of_contacts(unit: Unit) -> list[AuditEvent]:
    """The lines of its unit's own pages, and of an administrator's about who stands in it now;
    newest first."""
    own = Q(object_type=Unit._meta.label_lower, object_id=unit.pk, action="contact.keep")
    others = Q(
        object_type=UnitContact._meta.label_lower,
        object_id__in=[each.pk for each in unit.contacts.all()],
    )
    lines = AuditEvent.objects.filter(own | others)
    return with_words(lines.order_by("-sequence")[:HISTORY_LENGTH])
