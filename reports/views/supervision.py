"""The documents of supervision as files, for who may see what they tell of."""

from collections.abc import Callable

from django.http import HttpResponse

from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county
from documents.paragraphs import Document
from documents.pdf import pdf_document
from documents.picture import picture
from documents.vessels import Vessel
from documents.word import word_document
from reports.papers.models import FileForm
from reports.supervision_documents import (
    Issued,
    minutes_document,
    notice_document,
    order_document,
    special_report,
)
from reports.views.files import handed_out
from supervision.models import DispatchOrder, JointMeeting, Problem, SupervisionNotice


def order_file(request: SignedInRequest, order_id: int, form: FileForm) -> HttpResponse:
    related = ("addressee", "problem__project", "issued_by")
    found = seen(request, DispatchOrder.objects, order_id, *related)
    return _file(request, form, found.label, order_document(found))


def notice_file(request: SignedInRequest, notice_id: int, form: FileForm) -> HttpResponse:
    """The whole notice, for who reads the county: a unit reads on the page what is said of it."""
    found = seen(request, SupervisionNotice.objects, notice_id, "county")
    or_404(reads_county(request.user, found.county))
    return _file(request, form, str(found), notice_document(found))


def minutes_file(request: SignedInRequest, meeting_id: int, form: FileForm) -> HttpResponse:
    meeting = seen(request, JointMeeting.objects, meeting_id, "county")
    return _file(request, form, f"{meeting}纪要", minutes_document(meeting))


def special_report_file(request: SignedInRequest, problem_id: int, form: FileForm) -> HttpResponse:
    """Of a major problem, for who reads the county."""
    reported_up = Problem.objects.exclude(reported_up_at=None)
    problem = seen(request, reported_up, problem_id, "project", "county")
    or_404(reads_county(request.user, problem.county))
    return _file(request, form, f"{problem.project.name}专报", special_report(problem))


def _file(request: SignedInRequest, form: FileForm, name: str, issued: Issued) -> HttpResponse:
    return handed_out(request, name, form, lambda: WRITERS[form](*issued))


def _picture(document: Document, _: Vessel) -> bytes:
    return picture(document, [f"数据截至{document.month.label}底。"])


WRITERS: dict[FileForm, Callable[[Document, Vessel], bytes]] = {
    FileForm.DOCX: word_document,
    FileForm.PDF: pdf_document,
    FileForm.PICTURE: _picture,
}
