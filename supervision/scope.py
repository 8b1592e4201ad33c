"""Where the pages begin: what a user may see of problems, orders and notices, and the version
that a form was made from."""

from accounts import clock
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.pages.whole_numbers import whole_number
from accounts.rights import may
from projects.models import Project
from supervision import rules
from supervision.models import DispatchOrder, MeetingDecision, Problem, SupervisionNotice


def project_seen(request: SignedInRequest, project_id: int) -> Project:
    return seen(request, Project.objects, project_id, "county")


def problem_seen(request: SignedInRequest, problem_id: int) -> Problem:
    return seen(request, Problem.objects, problem_id, "county", "project", "raised_by")


def problem_settled(request: SignedInRequest, problem_id: int) -> Problem:
    """A problem that the user may grade, strike off and give to a unit. 404 for anyone else."""
    problem = problem_seen(request, problem_id)
    or_404(may(request.user, "order.issue", problem.county))
    return problem


def order_seen(request: SignedInRequest, order_id: int) -> DispatchOrder:
    related = ("county", "addressee__county", "problem__project", "issued_by")
    return seen(request, DispatchOrder.objects, order_id, *related)


def decision_asked(request: SignedInRequest, problem: Problem) -> MeetingDecision | None:
    """The decision of a meeting on this problem that an order is to carry out, where one is
    named."""
    number = whole_number(request.GET.get("decision", ""))
    decided = MeetingDecision.objects.visible_to(request.user).filter(item__problem=problem)
    return decided.filter(pk=number).first() if number else None


def order_answered(request: SignedInRequest, order_id: int) -> DispatchOrder:
    """An order addressed to a unit whose reporter the user is. 404 for anyone else."""
    order = order_seen(request, order_id)
    or_404(rules.may_answer_order(request.user, order))
    return order


def order_checked(request: SignedInRequest, order_id: int) -> DispatchOrder:
    """An order that the user may send back, close or escalate. 404 for anyone else."""
    order = order_seen(request, order_id)
    or_404(may(request.user, "order.issue", order.county))
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
    return seen(request, SupervisionNotice.objects, notice_id, "county", "issued_by")


def notice_drafted(request: SignedInRequest, notice_id: int) -> SupervisionNotice:
    """A notice that the user may work on while it is a draft. 404 for anyone else."""
    notice = notice_seen(request, notice_id)
    or_404(may(request.user, "notice.draft", notice.county))
    return notice


def county_drafted(request: SignedInRequest) -> Unit:
    """The county of whose facts the user may draft notices. 404 for anyone else."""
    county = own_county(request)
    or_404(may(request.user, "notice.draft", county))
    return county
