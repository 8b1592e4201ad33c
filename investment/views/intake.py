"""Monthly workbooks on pages: upload → preview → confirm → (undo). Nothing is written before the
confirmation."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import sent
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import ON_BEHALF, may
from investment.forms import OnBehalfUploadForm, UploadForm
from investment.intake.monthly import MONTHLY_TABLE, parameters_of
from investment.rules import brings_in_entries
from investment.selectors import open_period_of
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from workbooks.intake import marked_pages, pages
from workbooks.intake.large import MARKED_AT_ONCE
from workbooks.models import Upload

UPLOADS_A_PAGE = 30


def _county_imported(request: SignedInRequest) -> Unit:
    """The county into which the user may bring entries. 404 for anyone else."""
    or_404(brings_in_entries(request.user))
    return own_county(request)


def _own_upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file that the user himself uploaded. 404 for anyone else's."""
    _county_imported(request)
    upload = _seen_upload(request, upload_id)
    return or_404(upload if MONTHLY_TABLE.may_apply(request.user, upload) else None)


def _seen_upload(request: SignedInRequest, upload_id: int) -> Upload:
    """A monthly file of the user's unit, or county. 404 for anyone else's."""
    seen = MONTHLY_TABLE.seen_by(request.user).filter(pk=upload_id)
    return or_404(seen.select_related("county", "unit", "uploaded_by", "undone_by").first())


def import_now(request: SignedInRequest) -> HttpResponse:
    """To the import of the month that is open."""
    period = open_period_of(_county_imported(request))
    month = period.as_month if period else Month.of(clock.today()).previous()
    return redirect("investment:import_monthly", month)


def import_monthly(request: SignedInRequest, month: Month) -> HttpResponse:
    county = _county_imported(request)
    keys = may(request.user, "entry.enter", county, answer=ON_BEHALF)
    form = (OnBehalfUploadForm if keys else UploadForm)(sent(request), request.FILES or None)
    return pages.receive(
        request,
        MONTHLY_TABLE,
        county,
        form,
        parameters=lambda: parameters_of(month, source=form.cleaned_data.get("source", "")),
        template="investment/import_monthly.html",
        context={"month": month, "keys": keys},
    )


def import_history(request: SignedInRequest, month: Month) -> HttpResponse:
    """A month from before those that units report here, approved at once by the approver."""
    county = own_county(request)
    or_404(may(request.user, "entry.approve", county))
    return pages.receive(
        request,
        MONTHLY_TABLE,
        county,
        UploadForm(sent(request), request.FILES or None),
        parameters=lambda: parameters_of(month, is_history=True),
        template="investment/import_monthly.html",
        context={"month": month, "is_history": True},
    )


def import_preview(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.preview(request, _own_upload(request, upload_id))


@require_POST
def import_choose(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.choose(request, _own_upload(request, upload_id))


@require_POST
def import_say(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.say(request, _own_upload(request, upload_id))


@require_POST
def import_take_as(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.take_as(request, _own_upload(request, upload_id))


@require_POST
def import_discard(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.discard(request, _own_upload(request, upload_id))


def upload_list(request: SignedInRequest) -> HttpResponse:
    """The monthly workbooks of the unit, or of the county's every unit."""
    or_404(may(request.user, "upload.download"))
    seen = (
        MONTHLY_TABLE.seen_by(request.user)
        .select_related("uploaded_by", "county", "unit")
        .order_by("-uploaded_at", "-pk")
    )
    page = Paginator(seen, UPLOADS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_import": brings_in_entries(request.user)}
    return render(request, "investment/import_uploads.html", context)


def upload(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.outcome(request, _seen_upload(request, upload_id))


def _marked_file(request: SignedInRequest, upload_id: int) -> LargeFile:
    return marked_pages.marked_file(request, _seen_upload(request, upload_id))


@in_background(_marked_file, above=MARKED_AT_ONCE)
def upload_marked(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return marked_pages.marked(request, _seen_upload(request, upload_id))


@require_POST
def upload_undo(request: SignedInRequest, upload_id: int) -> HttpResponse:
    return pages.undo(request, _seen_upload(request, upload_id))
