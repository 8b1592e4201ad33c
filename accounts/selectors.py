"""Reads of units and users."""

from django.http import Http404

from accounts.models import Unit, User


def county_of(user: User) -> Unit:
    """The county the user works in: that of the first role held. 404 for a user without one."""
    for held in user.held_roles:
        if held.county_id is not None:
            return held.unit.own_county
    raise Http404("no county")
