"""签章表: sent with a unit's month, downloaded by who may have originals, voided with a reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.errors import DomainError
from accounts.models import Unit
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from files.responses import kept_file
from investment.forms import SignedSheetForm
from investment.models import ReportingPeriod, SignedSheet
from investment.signed_sheets import (
    MOST_SHEETS,
    download_name,
    keep_signed_sheet,
    void_signed_sheet,
)
from investment.views.scope import period_of, unit_reported
from measures.months import Month
from workbooks.rules import downloads_upload


def signed_context(
    request: SignedInRequest, unit: Unit, period: ReportingPeriod, *, may_sign: bool
) -> dict[str, Any]:
    """What the pages of a unit's month show of its signed sheets."""
    sheets = SignedSheet.objects.of_month(unit, period).select_related("uploaded_by", "voided_by")
    shown = list(sheets)
    standing = sum(not sheet.is_void for sheet in shown)
    return {
        "signed": shown,
        "sign_form": SignedSheetForm(auto_id="signed-%s"),
        "may_sign": may_sign,
        "signed_full": standing >= MOST_SHEETS,
        "may_download": downloads_upload(request.user, unit, unit.own_county),
    }


@require_POST
def sign(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reported(request, unit_id)
    period = period_of(request, unit.own_county, month)
    form = SignedSheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, f"签章表没有上传：{form.errors['file'][0]}")
        return redirect("investment:entry", unit.pk, month)
    file = form.cleaned_data["file"]
    try:
        sheet, is_new = keep_signed_sheet(
            unit=unit, period=period, name=file.name, content=file.read(), by=request.user
        )
    except DomainError as error:
        messages.error(request, f"签章表没有上传：{error.message}")
    else:
        told = "已上传签章表" if is_new else "这份签章表已经在列表中，没有重复保存"
        messages.success(request, f"{told}：{sheet.original_name}。")
    return redirect("investment:entry", unit.pk, month)


def signed_sheet(request: SignedInRequest, sheet_id: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    sheet = _seen(request, sheet_id)
    or_404(downloads_upload(request.user, sheet.unit, sheet.period.county))
    return kept_file(sheet.content(), download_name(sheet), sheet.content_type)


@require_POST
def void_signed(request: SignedInRequest, sheet_id: int) -> HttpResponse:
    sheet = _seen(request, sheet_id)
    or_404(may(request.user, "entry.enter", sheet.unit))
    try:
        voided = void_signed_sheet(
            sheet=sheet, reason=request.POST.get("reason", ""), by=request.user
        )
    except DomainError as error:
        messages.error(request, error.message)
    else:
        told = "签章表已作废" if voided else "这份签章表此前已作废"
        messages.success(request, f"{told}：{sheet.original_name}。")
    return redirect("investment:entry", sheet.unit_id, sheet.period.as_month)


def _seen(request: SignedInRequest, sheet_id: int) -> SignedSheet:
    return seen(request, SignedSheet.objects, sheet_id, "unit", "period__county")
