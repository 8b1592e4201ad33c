"""The documents of supervision as Word files, for who may see what they tell of."""

from django.http import HttpResponse

from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county
from documents.word import word_document
from files.responses import DOCX, attachment
from reports.supervision_documents import (
    Issued,
    minutes_document,
    notice_document,
    order_document,
    special_report,
)
from supervision.models import DispatchOrder, JointMeeting, Problem, SupervisionNotice


def order_docx(request: SignedInRequest, order_id: int) -> HttpResponse:
    related = ("addressee", "problem__project", "issued_by")
    order = seen(request, DispatchOrder.objects, order_id, *related)
    return _word(order.label, order_document(order))


def notice_docx(request: SignedInRequest, notice_id: int) -> HttpResponse:
    """The whole notice, for who reads the county: a unit reads on the page what is said of it."""
    notice = seen(request, SupervisionNotice.objects, notice_id, "county")
    or_404(reads_county(request.user, notice.county))
    return _word(str(notice), notice_document(notice))


def minutes_docx(request: SignedInRequest, meeting_id: int) -> HttpResponse:
    meeting = seen(request, JointMeeting.objects, meeting_id, "county")
    return _word(f"{meeting}纪要", minutes_document(meeting))


def special_report_docx(request: SignedInRequest, problem_id: int) -> HttpResponse:
    """Of a major problem, for who reads the county."""
    reported_up = Problem.objects.exclude(reported_up_at=None)
    problem = seen(request, reported_up, problem_id, "project", "county")
    or_404(reads_county(request.user, problem.county))
    return _word(f"{problem.project.name}专报", special_report(problem))


def _word(name: str, issued: Issued) -> HttpResponse:
    return attachment(word_document(*issued), f"{name}.docx", DOCX)
