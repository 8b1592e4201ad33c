"""One change of many projects that were ticked on the list, or that its filter left."""

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, deed, sent
from accounts.pages.seen import own_county
from accounts.pages.signed_in import SignedInRequest
from projects import selectors, services
from projects.forms import ManyForm
from projects.views.register import seen_projects

_TICKED = re.compile(r"\d{1,9}:\d{1,9}(,\d{1,9}:\d{1,9})*")
"""What the page sends back of the projects: the id and the version of each."""


def change_many(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "project.change")
    versions = _versions(request.POST.get("projects", "")) if request.method == "POST" else {}
    ids = list(versions) or asked_for(request, county)
    if not ids:
        messages.warning(request, "请先在列表里勾选要改的项目。")
        return redirect("projects:list")
    today, back = clock.today(), _list_asked_from(request)
    given: dict[str, Any] = {"county": county, "today": today, "initial": {"on": today}}
    form = ManyForm(sent(request), **given)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        projects = selectors.projects_to_change(county, ids)
        reads_anew = refusal is None or refusal.is_conflict
        told = {project.pk: project.version for project in projects} if reads_anew else versions
        context = {
            "form": form,
            "projects": projects,
            "versions": ",".join(f"{pk}:{version}" for pk, version in told.items()),
            "back": back,
            "refusal": refusal,
        }
        return render(request, "projects/many.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.change_many(
            county=county, versions=versions, by=request.user, **form.deed()
        ),
        form=form,
        done=lambda changed: f"已改 {changed} 个项目。",
        to=redirect(back),
        again=page,
    )


def _list_asked_from(request: SignedInRequest) -> str:
    """The address of the list with its filter, which the page's own address still has."""
    asked = request.GET.copy()
    for name in ("project", "all"):
        asked.pop(name, None)
    return f"{reverse('projects:list')}?{asked.urlencode()}" if asked else reverse("projects:list")


def _versions(text: str) -> dict[int, int]:
    """404 for what no page of ours sends."""
    if not _TICKED.fullmatch(text):
        raise Http404
    pairs = (pair.split(":") for pair in text.split(","))
    return {int(pk): int(version) for pk, version in pairs}


def asked_for(request: SignedInRequest, county: Unit) -> list[int]:
    """The ids of the ticked projects, or of all that the filter shows."""
    projects = seen_projects(request).filter(county=county)
    if "all" not in request.GET:
        ticked = [int(pk) for pk in request.GET.getlist("project") if re.fullmatch(r"\d{1,9}", pk)]
        projects = projects.filter(pk__in=ticked)
    return list(projects.values_list("pk", flat=True))
