"""上级认定数 by workbook: upload → preview → confirm → (undo). Nothing is written before the
confirmation."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from investment.forms import RecognisedUploadForm
from investment.intake.recognised import RECOGNISED_TABLE, parameters_of
from investment.selectors.recognised import lists_with_lines
from investment.services.recognised import RecognisedBy, recognises, require_paper
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from workbooks.intake import marked_pages, pages
from workbooks.intake.large import MARKED_AT_ONCE
from workbooks.models import Upload


def recognised_import(request: SignedInRequest, month: Month) -> HttpResponse:
    """Of a month that has ended, by who registers by hand."""
    county, today = own_county(request), clock.today()
    or_404(recognises(request.user, county))
    or_404(month.last_day <= today)
    lists = list(lists_with_lines(county, month))
    form = RecognisedUploadForm(sent(request), request.FILES or None, lists=lists)

    def parameters() -> dict[str, object]:
        paper: RecognisedBy = form.paper()
        require_paper(paper, today)
        return parameters_of(month, form.cleaned_data["list_key"], paper)

    return pages.receive(
        request,
        RECOGNISED_TABLE,
        county,
        form,
        parameters=parameters,
        template="investment/recognised_import.html",
        context={"month": month},
    )


def recognised_upload(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.preview(request, _upload(request, pk))


@require_POST
def choose(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.choose(request, _upload(request, pk))


@require_POST
def say(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.say(request, _upload(request, pk))


@require_POST
def take_as(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.take_as(request, _upload(request, pk))


@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.discard(request, _upload(request, pk))


def _marked_file(request: SignedInRequest, pk: int) -> LargeFile:
    return marked_pages.marked_file(request, _upload(request, pk))


@in_background(_marked_file, above=MARKED_AT_ONCE)
def marked(request: SignedInRequest, pk: int) -> HttpResponse:
    return marked_pages.marked(request, _upload(request, pk))


@require_POST
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    return pages.undo(request, _upload(request, pk))


def _upload(request: SignedInRequest, pk: int) -> Upload:
    own = Upload.objects.filter(kind=RECOGNISED_TABLE.key)
    return seen(request, own, pk, "county", "unit", "uploaded_by", "undone_by")
