"""Where the pages of units and users begin: the county."""

from accounts.models import Unit
from accounts.pages.seen import own_county
from accounts.pages.signed_in import SignedInRequest


def county_viewed(request: SignedInRequest) -> Unit:
    """The county whose accounts the user keeps or audits. 404 for anyone else."""
    return own_county(request, "account.manage", in_part=True)


def county_managed(request: SignedInRequest) -> Unit:
    """The county whose accounts the user keeps. 404 for anyone else."""
    return own_county(request, "account.manage")
