"""签章表: sent with a unit's month, downloaded by who may have originals, voided with a reason."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.pages.deeds import deed
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from files.responses import kept_file
from investment.forms import SignedSheetForm, VoidSheetForm
from investment.models import SignedSheet
from investment.signed_sheets import download_name, keep_signed_sheet, void_signed_sheet
from investment.views.scope import period_of, unit_reported
from investment.views.sheet import sheet_page
from measures.months import Month
from workbooks.rules import downloads_upload


@require_POST
def sign(request: SignedInRequest, unit_id: int, month: Month) -> HttpResponse:
    unit = unit_reported(request, unit_id)
    period = period_of(request, unit.own_county, month)
    form = SignedSheetForm(request.POST, request.FILES, auto_id="signed-%s")

    def keep() -> tuple[SignedSheet, bool]:
        file = form.cleaned_data["file"]
        return keep_signed_sheet(
            unit=unit, period=period, name=file.name, content=file.read(), by=request.user
        )

    return deed(
        request,
        keep,
        form=form,
        done=lambda kept: _told(*kept),
        to=redirect("investment:entry", unit.pk, month),
        again=lambda refusal: sheet_page(request, unit, month, refusal),
    )


def _told(sheet: SignedSheet, is_new: bool) -> str:
    told = "已上传签章表" if is_new else "这份签章表已经在列表中，没有重复保存"
    return f"{told}：{sheet.original_name}。"


def signed_sheet(request: SignedInRequest, sheet_id: int) -> HttpResponse:
    """The file as it came; the browser saves it and never shows it."""
    sheet = _seen(request, sheet_id)
    or_404(downloads_upload(request.user, sheet.unit, sheet.period.county))
    return kept_file(request, sheet, download_name(sheet), sheet.content_type)


@require_POST
def void_signed(request: SignedInRequest, sheet_id: int) -> HttpResponse:
    sheet = _seen(request, sheet_id)
    or_404(may(request.user, "entry.enter", sheet.unit))
    month = sheet.period.as_month
    form = VoidSheetForm(request.POST)
    return deed(
        request,
        lambda: void_signed_sheet(sheet=sheet, by=request.user, **form.cleaned_data),
        form=form,
        done=lambda voided: (
            f"{'签章表已作废' if voided else '这份签章表此前已作废'}：{sheet.original_name}。"
        ),
        to=redirect("investment:entry", sheet.unit_id, month),
        again=lambda refusal: sheet_page(request, sheet.unit, month, refusal),
        at=sheet,
    )


def _seen(request: SignedInRequest, sheet_id: int) -> SignedSheet:
    return seen(request, SignedSheet.objects, sheet_id, "unit", "period__county")
