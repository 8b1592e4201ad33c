"""Who changed a unit's list of contacts."""

from django.db.models import Q

from accounts.models import AuditEvent, Unit
from accounts.trail.selectors import HISTORY_LENGTH, with_words
from investment.models import UnitContact


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
