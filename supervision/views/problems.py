"""Problems: the list, those that lights propose, raising one, grading it, striking it off."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.errors import DomainError
from accounts.rules import raises_problem, reads_county, reads_projects, supervises
from accounts.selectors import county_of, history_of
from accounts.signed_in import SignedInRequest
from figures.facts import PlanFact, latest_approved_month
from figures.selectors import facts_for
from measures.months import Month
from projects.models import Project
from supervision import rules
from supervision.forms import ProblemForm, SourceForm
from supervision.models import ProblemSource, Severity
from supervision.selectors import (
    PROBLEM_TABS,
    chain_of,
    items_seen,
    laggards_without_problem,
    problems_listed,
)
from supervision.services import problems as services
from supervision.views.scope import (
    problem_seen,
    problem_settled,
    project_seen,
    version_sent,
)

ROWS_A_PAGE = 50


def problems(request: SignedInRequest) -> HttpResponse:
    if not reads_projects(request.user):
        raise Http404
    tab = request.GET.get("tab", "open")
    if tab not in PROBLEM_TABS:
        raise Http404("no such tab")
    listed = problems_listed(request.user, tab)
    context = {
        "page": Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "tab": tab,
        "tabs": [(name, words) for name, (words, _) in PROBLEM_TABS.items()],
        "may_raise": raises_problem(request.user),
        "today": clock.today(),
    }
    return render(request, "supervision/problems.html", context)


def proposals(request: SignedInRequest) -> HttpResponse:
    """The projects whose light says that they lag, and of which no problem is open."""
    if not raises_problem(request.user):
        raise Http404
    month = latest_approved_month(county_of(request.user))
    facts = facts_for(request.user, month) if month else None
    context = {
        "rows": laggards_without_problem(facts) if facts else [],
        "month": month,
        "cutoff_month": month,
    }
    return render(request, "supervision/proposals.html", context)


def raise_problem(request: SignedInRequest, project_id: int) -> HttpResponse:
    """With ``month`` and ``list`` from the light that the project shows there."""
    project = project_seen(request, project_id)
    if not rules.may_raise_problem(request.user, project):
        raise Http404("may not raise")
    light = _light_asked(request, project)
    form_class = SourceForm if light is None and supervises(request.user) else ProblemForm
    initial = {"text": light.problem} if light else {}
    form = form_class(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        source = form.cleaned_data.pop("source", _own_source(request))
        try:
            problem = services.raise_problem(
                project=project,
                **form.cleaned_data,
                source=source,
                by=request.user,
                today=clock.today(),
                light=light,
            )
        except DomainError as error:
            messages.error(request, error.message)
        else:
            told = "已提出，并专报县领导。" if problem.is_major else "已提出。"
            messages.success(request, f"问题{told}")
            return redirect("supervision:problem", problem.pk)
    context = {"project": project, "form": form, "light": light}
    return render(request, "supervision/problem_form.html", context)


def problem(request: SignedInRequest, problem_id: int) -> HttpResponse:
    """One problem, the orders on it, and what notices said."""
    found = problem_seen(request, problem_id)
    reads = reads_county(request.user, found.county)
    orders = found.orders.visible_to(request.user).select_related("addressee")
    context = {
        "problem": found,
        "orders": orders.order_by("pk"),
        "items": items_seen(request.user, found.notice_items.all()),
        "meetings": found.agenda_items.select_related("meeting"),
        "may_settle": rules.may_settle_problem(request.user, found.county),
        "severities": Severity.choices,
        "reads": reads,
        "history": history_of(found) if reads else [],
        "today": clock.today(),
    }
    return render(request, "supervision/problem.html", context)


@require_POST
def grade(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    severity = request.POST.get("severity", "")
    if severity not in Severity.values:
        raise Http404("no such severity")
    try:
        services.grade_problem(
            problem=found, severity=severity, by=request.user, version=version_sent(request)
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已定为{Severity(severity).label}问题。")
    return redirect("supervision:problem", found.pk)


@require_POST
def solve(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    try:
        services.solve_problem(
            problem=found,
            solution=request.POST.get("solution", ""),
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "问题已销号。")
    return redirect("supervision:problem", found.pk)


def project(request: SignedInRequest, project_id: int) -> HttpResponse:
    """A project's chain: light, problems, orders, notices, points."""
    found = project_seen(request, project_id)
    month = latest_approved_month(found.county)
    facts = facts_for(request.user, month) if month else None
    rows = [row for row in facts.rows if row.project_id == found.pk] if facts else []
    context = {
        "project": found,
        "row": rows[0] if rows else None,
        "month": month,
        "chain": chain_of(request.user, found),
        "may_raise": rules.may_raise_problem(request.user, found),
        "today": clock.today(),
    }
    return render(request, "supervision/project.html", context)


def _light_asked(request: SignedInRequest, project: Project) -> PlanFact | None:
    """The line of the list asked for, at the month asked for; 404 where it does not lag."""
    asked = request.GET.get("month")
    if not asked:
        return None
    try:
        facts = facts_for(request.user, Month.parse(asked))
    except ValueError as error:
        raise Http404(str(error)) from error
    wanted = request.GET.get("list", "")
    rows = [row for row in facts.rows if row.project_id == project.pk] if facts else []
    for row in rows:
        if row.light.lag is not None and wanted in ("", row.plan_key):
            return row
    raise Http404("no lagging light")


def _own_source(request: SignedInRequest) -> str:
    return ProblemSource.CONTACT if supervises(request.user) else ProblemSource.UNIT
