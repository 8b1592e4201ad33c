"""The way in: where each role starts; the manual; and backups, which hold what all rooms have."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Role
from accounts.pages.deeds import Refusal, deed
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may_in_part
from config.backup.asking import BACKUP, BackupAsked, found_backups
from config.backup.making import KEEP
from config.manual import section_named, section_of, sections
from jobs.services import ask_job

# The page on which a role's day begins; who holds several starts at the first.
FIRST_PAGES = (
    (Role.REPORTER, "investment:home"),
    (Role.REVIEWER, "investment:review"),
    (Role.APPROVER, "investment:review"),
    (Role.LEADER, "reports:own"),
    (Role.INSPECTOR, "reports:dashboard"),
    (Role.ADMINISTRATOR, "accounts:users"),
    (Role.AUDITOR, "accounts:trail"),
)


def backups(request: SignedInRequest) -> HttpResponse:
    """The backups that are there, and asking for another."""
    return _backups_page(request)


@require_POST
def back_up(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "backup.make")
    return deed(
        request,
        lambda: ask_job(kind=BACKUP, asked=BackupAsked(), county=county, by=request.user),
        done="已提交备份，正在后台进行。",
        to=lambda job: redirect("jobs:job", job.pk),
        again=lambda refusal: _backups_page(request, refusal),
    )


def _backups_page(request: SignedInRequest, refusal: Refusal | None = None) -> HttpResponse:
    own_county(request, "backup.make")
    context = {
        "backups": found_backups(),
        "folder": settings.BACKUP_DIR,
        "keep": KEEP,
        "refusal": refusal,
    }
    return render(request, "config/backups.html", context)


def manual(request: SignedInRequest, title: str = "") -> HttpResponse:
    """A section of the manual; without one asked for that of the user's role."""
    or_404(may_in_part(request.user, "help.read"))
    roles = [held.role for held in request.user.held_roles]
    section = or_404(section_named(title)) if title else section_of(roles)
    context = {"section": section, "sections": sections()}
    return render(request, "config/manual.html", context)


def home(request: SignedInRequest) -> HttpResponse:
    """Lead to the first page of the user's role; 403 for a user without a role."""
    held = {assignment.role for assignment in request.user.held_roles}
    for role, url_name in FIRST_PAGES:
        if role in held:
            return redirect(url_name)
    raise PermissionDenied("您的账号还没有角色，请联系管理员。")
