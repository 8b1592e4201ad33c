"""What counts as what (口径), where it is asked: a disclosure beside the title of a column."""

import datetime
from typing import Any

from django import template
from django.template.context import Context

from accounts.models import Unit
from investment.models import Definition

register = template.Library()

_KEPT = "definitions in force"


@register.inclusion_tag("components/definition.html", takes_context=True)
def definition(context: Context, county: Unit, on: datetime.date, *subjects: str) -> dict[str, Any]:
    """The sentences of the subjects in force on the day; nothing where there are none. One query a
    page."""
    kept = context.render_context
    if _KEPT not in kept:
        kept[_KEPT] = Definition.objects.in_force(county, on)
    return {"definitions": [each for each in kept[_KEPT] if each.subject in subjects]}
