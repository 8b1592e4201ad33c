"""Cards of what is ticked on the list of projects."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.pages.seen import own_county
from accounts.pages.signed_in import SignedInRequest
from projects.views.many import asked_for
from reports.papers.current import address_now
from reports.papers.models import PaperKind

MOST = 200
"""Of one file: more do not fit into an address."""


def cards_from_list(request: SignedInRequest) -> HttpResponse:
    """Of the projects that were ticked on the project list, or of all that its filter shows."""
    projects = asked_for(request, own_county(request, "document.download"))
    if not projects or len(projects) > MOST:
        many = f"一次最多{MOST}个项目的简介卡，请先筛选或勾选。"
        messages.warning(request, many if projects else "请先在列表里勾选项目。")
        return redirect("projects:list")
    return redirect(address_now(PaperKind.CARD, *projects))
