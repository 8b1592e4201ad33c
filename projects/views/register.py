"""The project list, its export, and the pages of one project."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import clock
from accounts.models import AuditEvent, User
from accounts.pages.beside import beside
from accounts.pages.deeds import Refusal, compare, deed, sent, version_sent
from accounts.pages.proposals import proposal_views
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.ways import ways_from
from accounts.rights import may, may_in_part
from accounts.trail.selectors import HISTORY_LENGTH
from accounts.trail.words import with_words
from files.responses import XLSX, attachment
from jobs.addresses import LargeFile, in_background
from projects import one_page, rules, selectors, services
from projects.bands import band_of, bands
from projects.exports import projects_workbook
from projects.filters import ProjectFilter, sorted_by
from projects.forms import AliasForm, NewProjectForm, OfficialForm, PartForm, ProjectForm
from projects.intake.provenance import sources_of_project
from projects.models import PlanCategory, Project, ProjectCategory, ProjectProposal
from projects.national_repository import national_workbook
from projects.origins import note_origins
from projects.selectors import proposals_seen
from projects.services import MASTER_DATA
from projects.wording import proposed_words
from workbooks.writing import ROWS_AT_ONCE

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Seen:
    """What a request asks to see of the register: the filter, and the projects it leaves."""

    year: int
    filter: ProjectFilter
    sort: str
    projects: QuerySet[Project]


def project_list(request: SignedInRequest) -> HttpResponse:
    seen = _seen(request)
    page = Paginator(seen.projects, ROWS_A_PAGE).get_page(request.GET.get("page"))
    note_origins(page.object_list)
    context = {
        "filter": seen.filter,
        "is_filtered": any(seen.filter.form[name].value() for name in seen.filter.form.fields),
        "page": page,
        "headings": _headings(seen),
        "sort": seen.sort,
        "year": seen.year,
        "category_words": dict(PlanCategory.choices),
        "may_change_many": page.paginator.count and may(request.user, "project.change"),
        "asked": [pair for pair in request.GET.items() if pair[0] not in ("page", "project")],
        "may_create": may(request.user, "project.change"),
        "ways": ways_from("projects.list", request.user, _filter_of(request)),
    }
    return render(request, "projects/list.html", context)


def _export_file(request: SignedInRequest) -> LargeFile:
    seen = _seen(request)
    return LargeFile(
        title=f"{seen.year}年重点项目一览表",
        county=own_county(request),
        rows=seen.projects.count(),
        page=f"{reverse('projects:list')}?{_filter_of(request)}",
    )


@in_background(_export_file, above=ROWS_AT_ONCE)
def export(request: SignedInRequest) -> HttpResponse:
    """The rows of the list with the same filter and order, all pages."""
    seen = _seen(request)
    lists = selectors.lists_shown(request.user, seen.year)
    content = projects_workbook(seen.projects, seen.year, lists, clock.today())
    return attachment(content, f"重点项目_{clock.today():%Y%m%d}.xlsx", XLSX)


@in_background(_export_file, above=ROWS_AT_ONCE)
def export_national(request: SignedInRequest) -> HttpResponse:
    """The same rows in the order of fields of the national repository of major projects."""
    content = national_workbook(_seen(request).projects, clock.today())
    return attachment(content, f"国家库字段_{clock.today():%Y%m%d}.xlsx", XLSX)


def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """The one page of the project."""
    return one_page.show(request, pk, "overview")


def data(request: SignedInRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    """What the register holds of it, as a tab of its page."""
    return one_page.show(request, pk, "data", refusal=refusal)


def timeline(request: SignedInRequest, pk: int) -> HttpResponse:
    """What happened to it, all rooms together."""
    return one_page.show(request, pk, "timeline")


def album(request: SignedInRequest, pk: int) -> HttpResponse:
    return one_page.show(request, pk, "photos")


def papers(request: SignedInRequest, pk: int) -> HttpResponse:
    return one_page.show(request, pk, "papers")


def _filter_of(request: SignedInRequest) -> str:
    """What the list is asked for, as an address has it."""
    asked = request.GET.copy()
    for name in ("page", "project"):
        asked.pop(name, None)
    return asked.urlencode()


def details_of(user: User, project: Project) -> dict[str, Any]:
    """What the tab of the register shows of a project that the user sees."""
    return {
        "band": band_of(project.total_investment, bands(project.county, clock.today())),
        "items": project.plan_items.standing()
        .select_related("plan")
        .order_by("-plan__year", "plan"),
        "beside": beside("projects.project", user, project),
        "parts": project.unit_parts.select_related("unit").order_by("until", "part", "pk"),
        "officials": project.lead_officials.order_by("-from_date"),
        "milestones": project.milestones.current(),
        "aliases": project.aliases.order_by("pk"),
        "former_names": selectors.former_names(project),
        "former_totals": selectors.former_totals(project),
        "sources": sources_of_project(project, user),
        "may_change": rules.changes_project(user, project),
        "may_propose": rules.proposes_change(user, project),
        "proposals": [
            (proposal, proposed_words(proposal)) for proposal in proposals_seen(user, project)
        ],
        "may_view_history": may_in_part(user, "trail.view"),
    }


def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """The audit lines about the project that the user may see."""
    project = _project(request, pk)
    or_404(may_in_part(request.user, "trail.view"))
    lines = AuditEvent.objects.about(project).visible_to(request.user).order_by("-sequence")
    context = {"project": project, "history": with_words(lines[:HISTORY_LENGTH])}
    return render(request, "projects/history.html", context)


def create(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, "project.change")
    form = NewProjectForm(sent(request), county=county, today=clock.today())

    def page(refusal: Refusal | None = None) -> HttpResponse:
        return render(request, "projects/form.html", {"form": form, "refusal": refusal})

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.create_project(
            county=county,
            by=request.user,
            facts=form.facts(),
            reporting=form.cleaned_data["reporting"],
            lead_official=form.cleaned_data["lead_official"],
            # As by import: a project listed in mid-year is its unit's for the whole year.
            on=clock.today().replace(month=1, day=1),
            reason=form.cleaned_data["reason"],
        ),
        form=form,
        done=lambda project: f"已登记项目“{project.name}”。",
        to=lambda project: _saved(request, project.pk, form),
        again=page,
    )


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The approver changes master data; a reviewer and the project's units propose it."""
    project = _project(request, pk)
    changes = rules.changes_project(request.user, project)
    or_404(changes or rules.proposes_change(request.user, project))
    today = clock.today()
    instance = _project(request, pk)  # that the form writes what was typed into
    form = ProjectForm(sent(request), instance=instance, county=project.county, today=today)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {"form": form, "project": project, "proposes": not changes, "refusal": refusal}
        return render(request, "projects/form.html", context)

    if request.method != "POST":
        return page()
    act = services.update_project if changes else services.propose_change
    return deed(
        request,
        lambda: act(
            project=project,
            by=request.user,
            version=version_sent(request),
            changes=form.facts(),
            today=today,
            reason=form.cleaned_data["reason"],
            **form.dating(),
        ),
        form=form,
        done=lambda _: (
            f"“{form.cleaned_data['name']}”已保存。"
            if changes
            else "修改申请已提出，等待审定员采纳。"
        ),
        to=lambda _: _saved(request, pk, form),
        again=page,
        differences=lambda: compare(form, {name: getattr(project, name) for name in MASTER_DATA}),
    )


def _saved(request: SignedInRequest, pk: int, form: ProjectForm) -> HttpResponse:
    for warning in form.warnings:
        messages.warning(request, warning)
    return redirect("projects:data", pk)


answer_change, withdraw_change = proposal_views(
    ProjectProposal,
    seen_by=lambda user: Q(project__in=Project.objects.visible_to(user)),
    to=lambda proposal: redirect("projects:data", proposal.project_id),
    again=lambda request, proposal, refusal: data(request, proposal.project_id, refusal),
    accepted="已采纳，项目资料已改。",
    refused="已答复不采纳，项目资料不变。",
)


def parts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Units, lead official and aliases: three small forms, each sent by itself."""
    project = _changeable(request, pk)
    today = clock.today()
    what = request.POST.get("what", "")
    given: dict[str, Any] = {
        "initial": {"on": today},
        "county": project.county,
        "today": today,
    }
    forms = {
        "unit": PartForm(_typed(request, "unit"), **given),
        "official": OfficialForm(_typed(request, "official"), **given),
        "alias": AliasForm(_typed(request, "alias")),
    }

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "project": project,
            "forms": forms,
            "parts": project.unit_parts.select_related("unit").order_by("until", "part", "pk"),
            "officials": project.lead_officials.order_by("-from_date"),
            "aliases": project.aliases.order_by("pk"),
            "refusal": refusal,
        }
        return render(request, "projects/parts.html", context)

    if what not in forms:
        return page()
    form = forms[what]
    return deed(
        request,
        lambda: _CHANGES[what](project=project, by=request.user, **form.cleaned_data),
        form=form,
        done="已保存。",
        to=redirect("projects:parts", pk),
        again=page,
    )


def _typed(request: SignedInRequest, what: str) -> QueryDict | None:
    """What the form was sent with that ``what`` names."""
    return request.POST if request.POST.get("what") == what else None


_CHANGES: dict[str, Callable[..., object]] = {
    "unit": services.assign_unit,
    "official": services.set_lead_official,
    "alias": services.add_alias,
}


# --- Scope -----------------------------------------------------------------------------


def _project(request: SignedInRequest, pk: int) -> Project:
    return seen(request, Project.objects, pk, "county", "category")


def _changeable(request: SignedInRequest, pk: int) -> Project:
    project = _project(request, pk)
    or_404(rules.changes_project(request.user, project))
    return project


def _seen(request: SignedInRequest) -> Seen:
    """404 for who sees no projects at all."""
    user = request.user
    or_404(may(user, "project.view"))
    year = selectors.shown_year(user, clock.today())
    chosen = ProjectFilter(
        request.GET,
        selectors.project_rows(user, year, request.GET.get("list", "")),
        year=year,
        lists=selectors.lists_shown(user, year),
        units=selectors.reporting_units(user),
        categories=_categories(user),
    )
    sort = request.GET.get("sort", "")
    return Seen(year, chosen, sort, sorted_by(chosen.qs, sort))


def seen_projects(request: SignedInRequest) -> QuerySet[Project]:
    """The projects that the list shows with the filter of this request, in its order."""
    return _seen(request).projects


def _categories(user: User) -> QuerySet[ProjectCategory]:
    seen = Project.objects.visible_to(user).values("category")
    return ProjectCategory.objects.filter(pk__in=seen)


# --- What is shown ---------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A column of the list: ``sort`` is what its link asks for, ``aria`` how it is sorted now."""

    label: str
    is_number: bool = False
    unit: str = ""
    sort: str = ""
    aria: str = ""


def _headings(seen: Seen) -> list[Heading]:
    return [
        _sortable("项目名称", "name", seen.sort),
        Heading("填报单位"),
        Heading("项目类别"),
        Heading("计划类别"),
        Heading("清单"),
        _sortable("总投资", "total", seen.sort, unit="万元"),
        _sortable(f"{seen.year}年计划", "annual", seen.sort, unit="万元"),
        Heading("包抓领导"),
        Heading("阶段"),
    ]


def _sortable(label: str, key: str, sort: str, unit: str = "") -> Heading:
    """The first click sorts names upwards and amounts downwards; the next turns it round."""
    first = f"-{key}" if unit else key
    other = key if unit else f"-{key}"
    aria = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    return Heading(label, bool(unit), unit, other if sort == first else first, aria)
