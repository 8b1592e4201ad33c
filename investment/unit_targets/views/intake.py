"""任务完成情况 by workbook: template, upload → preview → confirm → (undo)."""

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import sent
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from files.responses import XLSX, attachment
from investment.models import Bearer, ReportingPeriod, UnitIndicator
from investment.unit_targets.comparing import task_parameters
from investment.unit_targets.forms import TaskUploadForm
from investment.unit_targets.intake import TASK_TABLE
from investment.unit_targets.rules import keys_tasks, reports_task
from investment.unit_targets.selectors import bearers_seen, in_order, task_sheet
from investment.unit_targets.views.scope import county_of_tasks, period_at
from investment.unit_targets.workbook import task_template
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from workbooks.intake import marked_pages, pages
from workbooks.intake.large import MARKED_AT_ONCE
from workbooks.models import Upload


def _entering(request: SignedInRequest, month: Month) -> tuple[Unit, ReportingPeriod, list[Bearer]]:
    """The bearers for which the user enters: all for the bureau, its own for a reporter. 404 for
    who enters for none."""
    county = county_of_tasks(request)
    user = request.user
    own = [
        bearer
        for bearer in bearers_seen(user, county)
        if keys_tasks(user, county) or reports_task(user, bearer)
    ]
    or_404(keys_tasks(user, county) or own)
    return county, period_at(county, month), own


def template(request: SignedInRequest, month: Month) -> HttpResponse:
    """The lines of the month, to be filled in."""
    county, period, own = _entering(request, month)
    today = clock.today()
    sheets = [task_sheet(bearer, period, today) for bearer in own]
    return attachment(
        task_template(county, period, sheets), f"{month.label}任务完成情况表.xlsx", XLSX
    )


def tasks_import(request: SignedInRequest, month: Month) -> HttpResponse:
    county, _, _ = _entering(request, month)
    keys = keys_tasks(request.user, county)
    indicators = in_order(UnitIndicator.objects.filter(county=county))
    form = TaskUploadForm(sent(request), request.FILES or None, indicators=indicators, keys=keys)

    def parameters() -> dict[str, object]:
        said = form.cleaned_data
        return task_parameters(month, said["indicator"], said.get("source", ""))

    return pages.receive(
        request,
        TASK_TABLE,
        county,
        form,
        parameters=parameters,
        template="investment/tasks_import.html",
        context={"month": month, "keys": keys},
    )


def tasks_upload(request: SignedInRequest, pk: int) -> HttpResponse:
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
    own = Upload.objects.filter(kind=TASK_TABLE.key)
    return seen(request, own, pk, "county", "unit", "uploaded_by", "undone_by")
