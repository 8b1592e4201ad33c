"""The way in: where each role starts."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.models import Role
from accounts.pages.signed_in import SignedInRequest

# The page on which a role's day begins; who holds several starts at the first.
FIRST_PAGES = (
    (Role.REPORTER, "investment:home"),
    (Role.REVIEWER, "investment:review"),
    (Role.APPROVER, "investment:review"),
    (Role.LEADER, "reports:dashboard"),
    (Role.INSPECTOR, "reports:dashboard"),
    (Role.ADMINISTRATOR, "accounts:users"),
    (Role.AUDITOR, "accounts:trail"),
)


def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the first page of the user's role; 403 for a user without a role."""
    held = {assignment.role for assignment in request.user.held_roles}
    for role, url_name in FIRST_PAGES:
        if role in held:
            return redirect(url_name)
    raise PermissionDenied("您的账号还没有角色，请联系管理员。")
