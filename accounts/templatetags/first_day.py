"""What a county that begins has still to do (accounts/pages/first_day.py)."""

from typing import Any

from django import template
from django.template import Context

from accounts.models import Role
from accounts.pages import first_day

register = template.Library()

TOLD = frozenset({Role.ADMINISTRATOR, Role.REVIEWER, Role.APPROVER})


@register.inclusion_tag("components/first_day.html", takes_context=True)
def first_day_steps(context: Context) -> dict[str, Any]:
    """The steps, for administrator and bureau; the first that is open is marked as the next."""
    user, county = context["request"].user, context.get("county")
    roles = {held.role for held in user.held_roles}
    if county is None or not roles & TOLD:
        return {}
    steps = first_day.first_day(county)
    following = next((step for step in steps if not step.is_done), None)
    return {"steps": [(step, step.may_do(user), step is following) for step in steps]}
