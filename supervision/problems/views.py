"""Problems: the list, those that lights propose, raising one, grading it, striking it off."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Role, User
from accounts.pages.deeds import (
    Difference,
    Refusal,
    compare,
    deed,
    sent,
    typed,
    unless_shown,
    version_sent,
)
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county
from accounts.trail.selectors import history_of
from figures.coverage import coverage_of
from figures.months import default_month, month_asked, shown_months
from figures.order import laggards
from figures.plan_fact import PlanFact
from figures.selectors import facts_for
from measures.months import Month
from projects import one_page
from projects.models import Project
from supervision import rules
from supervision.models import Problem, ProblemSource, Severity
from supervision.notices.selectors import items_seen
from supervision.problems import services
from supervision.problems.forms import (
    AnyProjectForm,
    CorrectionForm,
    LaggardsForm,
    ProblemForm,
    ReopenForm,
    SolveForm,
    SourceForm,
)
from supervision.problems.selectors import (
    PROBLEM_TABS,
    chain_of,
    laggards_without_problem,
    one_line_each,
    problems_listed,
    unissued_words,
)
from supervision.scope import problem_seen, problem_settled, project_seen
from supervision.visits.selectors import finding_of

ROWS_A_PAGE = 50


def problems(request: SignedInRequest) -> HttpResponse:
    or_404(may(request.user, "project.view"))
    tab = request.GET.get("tab", "open")
    or_404(tab in PROBLEM_TABS)
    listed = problems_listed(request.user, tab)
    page = Paginator(listed, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "tab": tab,
        "tabs": [(name, words) for name, (words, _) in PROBLEM_TABS.items()],
        "may_raise": may(request.user, "problem.raise"),
        "today": clock.today(),
        "unissued": unissued_words(page, clock.today()),
    }
    return render(request, "supervision/problems.html", context)


def proposals(request: SignedInRequest) -> HttpResponse:
    """The projects whose light says that they lag, and of which no problem is open; of those that
    are ticked problems are raised in one go."""
    or_404(may(request.user, "problem.raise"))
    months = shown_months(own_county(request))
    asked = request.GET.get("month")
    month = month_asked(months, asked)
    or_404(month or not asked)
    facts = facts_for(request.user, month) if month else None
    rows = laggards_without_problem(facts) if facts else []
    form = LaggardsForm(sent(request), rows=rows)

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = {
            "rows": rows,
            "form": form,
            "months": months,
            "coverage": coverage_of(one_line_each(facts.rows)).words if facts else "",
            "month": month,
            "cutoff_month": month,
            "refusal": refusal,
        }
        return render(request, "supervision/proposals.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.raise_by_lights(
            raised=form.raised,
            severity=form.cleaned_data["severity"],
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda raised: f"已提出{len(raised)}个问题。",
        wrong=lambda: "" if rows else "没有落后而未提出问题的项目，没有可以提出的。",
        to=lambda raised: _after_raising(request, raised),
        again=page,
    )


def _after_raising(request: SignedInRequest, raised: Sequence[Problem]) -> HttpResponse:
    """Who issues orders goes on to those on what was raised."""
    if not may(request.user, "order.issue"):
        return redirect("supervision:problems")
    asked = urlencode({"problem": [problem.pk for problem in raised]}, doseq=True)
    return redirect(f"{reverse('supervision:orders_issue')}?{asked}")


def raise_problem(request: SignedInRequest, project_id: int) -> HttpResponse:
    """With ``month`` and ``list`` from the light that the project shows there, or with ``text``
    from what is to be solved."""
    project = project_seen(request, project_id)
    or_404(rules.may_raise_problem(request.user, project))
    light = _light_asked(request, project)
    form_class = SourceForm if light is None and may(request.user, "order.issue") else ProblemForm
    told = {"source": _likely_source(request), "text": request.GET.get("text", "")}
    initial = {"text": light.problem} if light else told
    form = form_class(sent(request), initial=initial)
    return _raise(request, form, project=project, light=light)


def raise_any(request: SignedInRequest) -> HttpResponse:
    """Of whichever project the user may raise one."""
    or_404(may(request.user, "problem.raise"))
    form = AnyProjectForm(
        sent(request),
        projects=rules.projects_to_raise(request.user),
        has_source=may(request.user, "order.issue"),
        initial={"source": _likely_source(request)},
    )
    return _raise(request, form)


def _raise(request: SignedInRequest, form: ProblemForm, **given: Any) -> HttpResponse:
    """The page of the form, or what was typed into it raised; ``given`` is what is known of the
    problem before."""

    def page(refusal: Refusal | None = None) -> HttpResponse:
        context = given | {"form": form, "refusal": refusal}
        return render(request, "supervision/problem_form.html", context)

    if request.method != "POST":
        return page()
    return deed(
        request,
        lambda: services.raise_problem(
            **{"source": _own_source(request), **given, **form.cleaned_data},
            by=request.user,
            today=clock.today(),
        ),
        form=form,
        done=lambda problem: "问题已提出，并专报县领导。" if problem.is_major else "问题已提出。",
        to=lambda problem: redirect("supervision:problem", problem.pk),
        again=page,
    )


def problem(request: SignedInRequest, problem_id: int) -> HttpResponse:
    """One problem, the orders on it, and what notices said."""
    return _page(request, problem_id)


def _page(
    request: SignedInRequest, problem_id: int, refusal: Refusal | None = None
) -> HttpResponse:
    found = problem_seen(request, problem_id)
    reads = reads_county(request.user, found.county)
    orders = found.orders.visible_to(request.user).select_related("addressee").order_by("pk")
    today = clock.today()
    form_class = SolveForm if found.is_open else ReopenForm
    form = typed(refusal, form_class) or form_class()
    context = {
        "problem": found,
        "orders": [(order, order.is_overdue(today)) for order in orders],
        "elsewhere": found.orders.count() - len(orders),
        "items": items_seen(request.user, found.notice_items.all()),
        "meetings": found.agenda_items.select_related("meeting").prefetch_related(
            "decisions__owner"
        ),
        "finding": finding_of(found, request.user),
        "may_settle": may(request.user, "order.issue", found.county),
        "severities": Severity.choices,
        "correction": typed(refusal, CorrectionForm)
        or CorrectionForm(initial={"category": found.category, "text": found.text}),
        "reads": reads,
        "form": form,
        "history": history_of(found) if reads else [],
        "refusal": unless_shown(refusal, form),
    }
    return render(request, "supervision/problem.html", context)


@require_POST
def grade(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    severity = request.POST.get("severity", "")
    or_404(severity in Severity.values)
    return deed(
        request,
        lambda: services.grade_problem(
            problem=found, severity=severity, by=request.user, version=version_sent(request)
        ),
        done=f"已定为{Severity(severity).label}问题。",
        to=redirect("supervision:problem", found.pk),
        again=lambda refusal: _page(request, problem_id, refusal),
        differences=lambda: [
            Difference("程度", found.get_severity_display(), Severity(severity).label)
        ],
    )


@require_POST
def correct(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    form = CorrectionForm(request.POST)
    return deed(
        request,
        lambda: services.correct_problem(
            problem=found,
            **form.cleaned_data,
            by=request.user,
            version=version_sent(request),
        ),
        form=form,
        done="已更正，原来的内容留在办理记录里。",
        to=redirect("supervision:problem", found.pk),
        again=lambda refusal: _page(request, problem_id, refusal),
        differences=lambda: compare(form, {"category": found.category, "text": found.text}),
    )


@require_POST
def solve(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    form = SolveForm(request.POST)
    return deed(
        request,
        lambda: services.solve_problem(
            problem=found,
            **form.cleaned_data,
            by=request.user,
            version=version_sent(request),
            today=clock.today(),
        ),
        form=form,
        done="问题已销号。",
        to=redirect("supervision:problem", found.pk),
        again=lambda refusal: _page(request, problem_id, refusal),
        differences=lambda: compare(form, {"solution": found.solution}),
    )


@require_POST
def reopen(request: SignedInRequest, problem_id: int) -> HttpResponse:
    found = problem_settled(request, problem_id)
    form = ReopenForm(request.POST)
    return deed(
        request,
        lambda: services.reopen_problem(
            problem=found, **form.cleaned_data, by=request.user, version=version_sent(request)
        ),
        form=form,
        done="问题已恢复。",
        to=redirect("supervision:problem", found.pk),
        again=lambda refusal: _page(request, problem_id, refusal),
    )


def project(request: SignedInRequest, project_id: int) -> HttpResponse:
    """A project's chain as a tab of its page."""
    return one_page.show(request, project_id, "supervision")


def chain_page(user: User, project: Project) -> dict[str, Any]:
    """A project's chain: light, problems, orders, notices, points."""
    month = default_month(project.county)
    facts = facts_for(user, month) if month else None
    return {
        "row": facts.line_of(project.pk) if facts else None,
        "month": month,
        "chain": chain_of(user, project),
        "may_raise": rules.may_raise_problem(user, project),
        "reads": reads_county(user, project.county),
    }


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
    lagging = laggards(row for row in rows if wanted in ("", row.plan_key))
    return or_404(next(iter(lagging), None))


def _likely_source(request: SignedInRequest) -> str:
    """What an inspector writes down he has mostly seen, the office mostly been told."""
    sees = any(held.role == Role.INSPECTOR for held in request.user.held_roles)
    return ProblemSource.INSPECTION if sees else ProblemSource.UNIT


def _own_source(request: SignedInRequest) -> str:
    return ProblemSource.CONTACT if may(request.user, "order.issue") else ProblemSource.UNIT
