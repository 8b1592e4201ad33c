"""Plan and preliminary workbooks by page: upload → preview → confirm → (undo)."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.pages.deeds import sent
from accounts.pages.seen import or_404, own_county, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import kept_file
from jobs.addresses import LargeFile, in_background
from projects import rules
from projects.forms import PlanUploadForm, PreliminaryUploadForm
from projects.intake import PLAN_TABLE, PRELIMINARY_TABLE, PlanPreview
from projects.intake.confirming import ListForm, confirm_lists, list_forms
from projects.intake.plans import RegisterTable
from workbooks.intake import marked_pages, pages
from workbooks.intake.large import MARKED_AT_ONCE
from workbooks.intake.previews import WorkbookPreview
from workbooks.models import Upload

RECENT = 10
KINDS = (PLAN_TABLE.key, PRELIMINARY_TABLE.key)


def import_plan(request: SignedInRequest) -> HttpResponse:
    return _receive(request, PLAN_TABLE, PlanUploadForm, {"year": clock.today().year})


def import_preliminary(request: SignedInRequest) -> HttpResponse:
    first_of_month = clock.today().replace(day=1)
    last_month = first_of_month - datetime.timedelta(days=1)
    initial = {"year": last_month.year, "as_of": last_month}
    return _receive(request, PRELIMINARY_TABLE, PreliminaryUploadForm, initial)


def upload(request: SignedInRequest, pk: int) -> HttpResponse:
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
def say_lists(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which lists the file is of."""
    found = _upload(request, pk)

    def ask(preview: WorkbookPreview[Any]) -> Sequence[ListForm]:
        assert isinstance(preview, PlanPreview)
        return list_forms(preview.choices, request.POST)

    return pages.answer_beside(
        request,
        found,
        ask,
        lambda forms: confirm_lists(
            upload=found,
            said={form.choice.named.slot: form.answer for form in forms},
            by=request.user,
            today=clock.today(),
        ),
        done="清单已确认，请核对下面的预览。",
    )


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


def upload_original(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it came, whatever it was for; the user's browser saves it, never shows it."""
    found = seen(request, Upload.objects, pk)
    or_404(rules.downloads_original(request.user, found))
    return kept_file(request, found, found.original_name, "application/octet-stream")


def _receive(
    request: SignedInRequest, kind: RegisterTable, form_class: Any, initial: dict[str, Any]
) -> HttpResponse:
    county = own_county(request, "plan.import")
    form = form_class(sent(request), request.FILES or None, initial=initial)
    recent = Upload.objects.filter(county=county, kind=kind.key).select_related("uploaded_by")
    return pages.receive(
        request,
        kind,
        county,
        form,
        parameters=lambda: form.parameters,
        template="projects/import.html",
        context={"kind": kind.key, "recent": recent[:RECENT]},
    )


def _upload(request: SignedInRequest, pk: int) -> Upload:
    own = Upload.objects.filter(kind__in=KINDS)
    return seen(request, own, pk, "county", "unit", "uploaded_by", "undone_by")
