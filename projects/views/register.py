"""The project list, its export, and the pages of one project."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError, Stale
from accounts.models import AuditEvent, Role, User
from accounts.pages.deeds import version_sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.rules import changes_project as changes_projects
from accounts.rules import reads_projects, views_trail
from accounts.selectors import HISTORY_LENGTH
from accounts.signed_in import SignedInRequest
from projects import rules, selectors, services
from projects.exports import projects_workbook
from projects.filters import ProjectFilter, sorted_by
from projects.forms import AliasForm, NewProjectForm, OfficialForm, PartForm, ProjectForm
from projects.models import PlanCategory, Project, ProjectCategory, ProjectProposal
from projects.selectors import proposals_seen
from projects.wording import field_label, proposed_words, shown

ROWS_A_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    context = {
        "filter": seen.filter,
        "is_filtered": any(seen.filter.form[name].value() for name in seen.filter.form.fields),
        "page": page,
        "headings": _headings(seen),
        "sort": seen.sort,
        "year": seen.year,
        "category_words": dict(PlanCategory.choices),
        "may_create": changes_projects(request.user),
    }
    return render(request, "projects/list.html", context)


def export(request: SignedInRequest) -> HttpResponse:
    """The rows of the list with the same filter and order, all pages."""
    seen = _seen(request)
    content = projects_workbook(seen.projects, seen.year, clock.today())
    return attachment(content, f"重点项目_{clock.today():%Y%m%d}.xlsx", XLSX)


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    project = _project(request, pk)
    context = {
        "project": project,
        "year": selectors.shown_year(request.user, clock.today()),
        "items": project.plan_items.select_related("plan").order_by("-plan__year", "plan"),
        "parts": project.unit_parts.select_related("unit").order_by("until", "part", "pk"),
        "officials": project.lead_officials.order_by("-from_date"),
        "milestones": project.milestones.all(),
        "aliases": project.aliases.order_by("pk"),
        "former_totals": selectors.former_totals(project),
        "may_change": rules.changes_project(request.user, project),
        "may_propose": rules.proposes_change(request.user, project),
        "proposals": [
            (proposal, proposed_words(proposal))
            for proposal in proposals_seen(request.user, project)
        ],
        "may_view_history": views_trail(request.user),
    }
    return render(request, "projects/detail.html", context)


def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """The audit lines about the project that the user may see."""
    project = _project(request, pk)
    or_404(views_trail(request.user))
    lines = AuditEvent.objects.about(project).visible_to(request.user).order_by("-sequence")
    context = {"project": project, "history": lines[:HISTORY_LENGTH]}
    return render(request, "projects/history.html", context)


def create(request: SignedInRequest) -> HttpResponse:
    county = own_county(request, Role.APPROVER)
    form = NewProjectForm(request.POST or None, county=county, today=clock.today())
    if request.method == "POST" and form.is_valid():
        try:
            project = services.create_project(
                county=county,
                by=request.user,
                facts=form.facts(),
                reporting=form.cleaned_data["reporting"],
                lead_official=form.cleaned_data["lead_official"],
                # As by import: a project listed in mid-year is its unit's for the whole year.
                on=clock.today().replace(month=1, day=1),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            _warn(request, form)
            messages.success(request, f"已登记项目“{project.name}”。")
            return redirect("projects:detail", project.pk)
    return render(request, "projects/form.html", {"form": form})


def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The approver changes master data; a reviewer and the project's units propose it."""
    project = _project(request, pk)
    changes = rules.changes_project(request.user, project)
    or_404(changes or rules.proposes_change(request.user, project))
    today = clock.today()
    form = ProjectForm(
        request.POST or None,
        instance=_project(request, pk),
        county=project.county,
        today=today,
    )
    context: dict[str, Any] = {
        "form": form,
        "project": project,
        "version": project.version,
        "proposes": not changes,
    }
    status = 200
    if request.method == "POST" and form.is_valid():
        deed = services.update_project if changes else services.propose_change
        try:
            deed(
                project=project,
                by=request.user,
                version=version_sent(request),
                changes=form.facts(),
                today=today,
                reason=form.cleaned_data["reason"],
            )
        except Stale as error:
            status = 409
            context |= {"stale": error.message, "differences": _differences(project, form)}
        except services.ReasonNeeded as error:
            form.add_error("reason", error.message)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            _warn(request, form)
            name = form.cleaned_data["name"]
            told = f"“{name}”已保存。" if changes else "修改申请已提出，等待审定员采纳。"
            messages.success(request, told)
            return redirect("projects:detail", pk)
    return render(request, "projects/form.html", context, status=status)


@require_POST
def answer_change(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(rules.changes_project(request.user, proposal.project))
    try:
        if "accept" in request.POST:
            services.accept_change(proposal=proposal, by=request.user, today=clock.today())
            messages.success(request, "已采纳，项目资料已改。")
        else:
            decision = request.POST.get("decision", "")
            services.refuse_change(proposal=proposal, decision=decision, by=request.user)
            messages.success(request, "已答复不采纳，项目资料不变。")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("projects:detail", proposal.project_id)


@require_POST
def withdraw_change(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    proposal = _proposal(request, proposal_id)
    or_404(proposal.proposed_by_id == request.user.pk)
    try:
        services.withdraw_change(proposal=proposal, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "修改申请已撤回。")
    return redirect("projects:detail", proposal.project_id)


def parts(request: SignedInRequest, pk: int) -> HttpResponse:
    """Units, lead official and aliases: three small forms, each sent by itself."""
    project = _changeable(request, pk)
    sent = request.POST.get("what") if request.method == "POST" else None
    today = clock.today()
    given: dict[str, Any] = {"initial": {"on": today}, "today": today}
    forms = {
        "unit": PartForm(request.POST if sent == "unit" else None, county=project.county, **given),
        "official": OfficialForm(request.POST if sent == "official" else None, **given),
        "alias": AliasForm(request.POST if sent == "alias" else None),
    }
    if sent in forms and forms[sent].is_valid():
        try:
            _CHANGES[sent](project=project, by=request.user, **forms[sent].cleaned_data)
        except DomainError as error:
            forms[sent].add_error(None, error.message)
        else:
            messages.success(request, "已保存。")
            return redirect("projects:parts", pk)
    context = {
        "project": project,
        "forms": forms,
        "parts": project.unit_parts.select_related("unit").order_by("until", "part", "pk"),
        "officials": project.lead_officials.order_by("-from_date"),
        "aliases": project.aliases.order_by("pk"),
    }
    return render(request, "projects/parts.html", context)


_CHANGES: dict[str, Callable[..., object]] = {
    "unit": services.assign_unit,
    "official": services.set_lead_official,
    "alias": services.add_alias,
}


# --- Scope -----------------------------------------------------------------------------


def _project(request: SignedInRequest, pk: int) -> Project:
    return seen(request, Project.objects, pk, "county", "category")


def _proposal(request: SignedInRequest, proposal_id: int) -> ProjectProposal:
    visible = Project.objects.visible_to(request.user)
    proposals = ProjectProposal.objects.filter(project__in=visible, pk=proposal_id)
    return or_404(proposals.select_related("project__county").first())


def _changeable(request: SignedInRequest, pk: int) -> Project:
    project = _project(request, pk)
    or_404(rules.changes_project(request.user, project))
    return project


def _seen(request: SignedInRequest) -> Seen:
    """404 for who sees no projects at all."""
    user = request.user
    or_404(reads_projects(user))
    year = selectors.shown_year(user, clock.today())
    chosen = ProjectFilter(
        request.GET,
        selectors.project_rows(user, year, request.GET.get("list", "")),
        year=year,
        units=selectors.reporting_units(user),
        categories=_categories(user),
    )
    sort = request.GET.get("sort", "")
    return Seen(year, chosen, sort, sorted_by(chosen.qs, sort))


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


def _differences(project: Project, form: ProjectForm) -> list[tuple[str, str, str]]:
    """Where the form differs from what is stored now: label, stored, typed."""
    rows = []
    for name, typed in form.facts().items():
        stored = getattr(project, name)
        if stored != typed:
            words = (shown(Project, name, stored), shown(Project, name, typed))
            rows.append((field_label(Project, name), *words))
    return rows


def _warn(request: SignedInRequest, form: ProjectForm) -> None:
    for warning in form.warnings:
        messages.warning(request, warning)
