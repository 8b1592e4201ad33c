"""Where the pages of units and users begin: the county, and the version a form was made from."""

from django.http import Http404

from accounts import selectors
from accounts.models import Role, Unit
from accounts.signed_in import SignedInRequest
from accounts.whole_numbers import whole_number


def county_viewed(request: SignedInRequest) -> Unit:
    """The county whose accounts the user keeps or audits. 404 for anyone else."""
    return selectors.county_in_role(request.user, Role.ADMINISTRATOR, Role.AUDITOR)


def county_managed(request: SignedInRequest) -> Unit:
    """The county whose accounts the user keeps. 404 for anyone else."""
    return selectors.county_in_role(request.user, Role.ADMINISTRATOR)


def version_read(request: SignedInRequest) -> int:
    """The version the form was made from; a form without one is not ours, and a 404."""
    version = whole_number(request.POST.get("version", ""))
    if version is None:
        raise Http404("no version")
    return version
