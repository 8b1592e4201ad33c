"""Where the pages begin: what a user may see of problems, orders and notices, and the version
that a form was made from."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import clock
from accounts.models import Unit
from accounts.rules import reads_projects
from accounts.selectors import county_of
from accounts.signed_in import SignedInRequest
from accounts.whole_numbers import whole_number
from projects.models import Project
from supervision import rules
from supervision.models import (
    AssessmentScheme,
    DispatchOrder,
    MeetingDecision,
    Problem,
    SupervisionNotice,
)

LARGEST_VERSION = 2**31 - 2


def project_seen(request: SignedInRequest, project_id: int) -> Project:
    visible = Project.objects.visible_to(request.user).select_related("county")
    return get_object_or_404(visible, pk=project_id)


def problem_seen(request: SignedInRequest, problem_id: int) -> Problem:
    visible = Problem.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("county", "project", "raised_by"), pk=problem_id
    )


def problem_settled(request: SignedInRequest, problem_id: int) -> Problem:
    """A problem that the user may grade, strike off and give to a unit. 404 for anyone else."""
    problem = problem_seen(request, problem_id)
    if not rules.may_settle_problem(request.user, problem.county):
        raise Http404("may not settle")
    return problem


def order_seen(request: SignedInRequest, order_id: int) -> DispatchOrder:
    visible = DispatchOrder.objects.visible_to(request.user)
    related = ("county", "addressee__county", "problem__project", "issued_by")
    return get_object_or_404(visible.select_related(*related), pk=order_id)


def decision_asked(request: SignedInRequest, problem: Problem) -> MeetingDecision | None:
    """The decision of a meeting on this problem that an order is to carry out, where one is
    named."""
    number = whole_number(request.GET.get("decision", ""))
    decided = MeetingDecision.objects.visible_to(request.user).filter(item__problem=problem)
    return decided.filter(pk=number).first() if number else None


def order_answered(request: SignedInRequest, order_id: int) -> DispatchOrder:
    """An order addressed to a unit whose reporter the user is. 404 for anyone else."""
    order = order_seen(request, order_id)
    if not rules.may_answer_order(request.user, order):
        raise Http404("not the addressee")
    return order


def order_checked(request: SignedInRequest, order_id: int) -> DispatchOrder:
    """An order that the user may send back, close or escalate. 404 for anyone else."""
    order = order_seen(request, order_id)
    if not rules.may_issue_order(request.user, order.county):
        raise Http404("may not check")
    return order


def order_asked(request: SignedInRequest) -> DispatchOrder | None:
    """The overdue order that a new notice is to tell of, where one is named."""
    number = whole_number(request.GET.get("order", ""))
    if number is None:
        return None
    overdue = DispatchOrder.objects.visible_to(request.user).overdue(clock.today())
    related = ("county", "addressee__county", "problem__project")
    return overdue.select_related(*related).filter(pk=number).first()


def notice_seen(request: SignedInRequest, notice_id: int) -> SupervisionNotice:
    visible = SupervisionNotice.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("county", "issued_by"), pk=notice_id)


def notice_drafted(request: SignedInRequest, notice_id: int) -> SupervisionNotice:
    """A notice that the user may work on while it is a draft. 404 for anyone else."""
    notice = notice_seen(request, notice_id)
    if not rules.may_draft_notice(request.user, notice.county):
        raise Http404("may not draft")
    return notice


def scheme_seen(request: SignedInRequest, scheme_id: int) -> AssessmentScheme:
    if not reads_projects(request.user):
        raise Http404
    visible = AssessmentScheme.objects.visible_to(request.user).select_related("county")
    return get_object_or_404(visible, pk=scheme_id)


def county_drafted(request: SignedInRequest) -> Unit:
    """The county of whose facts the user may draft notices. 404 for anyone else."""
    county = county_of(request.user)
    if not rules.may_draft_notice(request.user, county):
        raise Http404("may not draft")
    return county


def version_sent(request: SignedInRequest) -> int:
    """404 for a form without a version, or with one that no row can have."""
    version = whole_number(request.POST.get("version", ""), LARGEST_VERSION)
    if version is None:
        raise Http404("no version")
    return version
