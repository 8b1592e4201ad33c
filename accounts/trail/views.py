"""The audit trail: the whole county's for approvers and auditors, one's own for who reports."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from accounts import clock
from accounts.models import AuditEvent
from accounts.pages.seen import or_404
from accounts.pages.signed_in import SignedInRequest
from accounts.people import selectors
from accounts.rights import may, may_in_part
from accounts.trail.audit import audited
from accounts.trail.forms import TrailFilterForm
from accounts.trail.selectors import trail_for
from accounts.trail.trail_file import trail_file
from accounts.trail.words import with_words

LINES_A_PAGE = 50
LINES_A_CHUNK = 2000


def trail(request: SignedInRequest) -> HttpResponse:
    form, lines = _asked(request)
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = with_words(page.object_list)
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
        "is_whole": may(request.user, "trail.view"),
        "query": request.GET.urlencode(),
    }
    return render(request, "accounts/trail.html", context)


def trail_download(request: SignedInRequest) -> StreamingHttpResponse:
    """The lines of the same filter as a file. That it was taken out is itself told."""
    form, lines = _asked(request)
    with audited(by=request.user) as audit:
        asked = {name: (None, value) for name, value in form.cleaned_data.items() if value}
        county = selectors.home_county(request.user)
        audit.record(request.user, "trail.export", changes=asked, county=county)
    answer = StreamingHttpResponse(
        trail_file(lines.iterator(chunk_size=LINES_A_CHUNK)), content_type="text/csv; charset=utf-8"
    )
    name = f"操作记录{clock.today():%Y%m%d}.csv"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _asked(request: SignedInRequest) -> tuple[TrailFilterForm, QuerySet[AuditEvent]]:
    """The filter, and the lines that the user may see and it lets through."""
    or_404(may_in_part(request.user, "trail.view"))
    form = TrailFilterForm(request.GET)
    form.is_valid()
    return form, trail_for(request.user, **form.cleaned_data)
