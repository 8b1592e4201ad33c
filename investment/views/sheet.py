"""The page of a unit's month, which every deed on it shows again."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from accounts import clock
from accounts.models import Unit
from accounts.pages.deeds import Refusal, typed
from accounts.pages.signed_in import SignedInRequest
from investment.drafts import verified_words
from investment.evidence.selectors import evidence_by_project
from investment.extra.workbooks import asked_by_sheet
from investment.forms import SignedSheetForm
from investment.grid import grid_rows, posted, receipt_of, sums_of
from investment.kept import kept_rows
from investment.models import Hand, MonthlyEntry, ReportingPeriod, SignedSheet
from investment.rebasing import rebased
from investment.selectors import EntrySheet, entry_sheet, period_progress
from investment.selectors.owing import standing_reminder
from investment.selectors.typing import typed_by
from investment.selectors.verified import untold_verified
from investment.signed_sheets import MOST_SHEETS
from investment.views.scope import period_of
from measures.months import Month
from workbooks.rules import downloads_upload


def sheet_page(
    request: SignedInRequest,
    unit: Unit,
    month: Month,
    refusal: Refusal | None = None,
    *,
    unsaved: QueryDict | None = None,
) -> HttpResponse:
    """The sheet as it is now; ``unsaved`` is what was typed into it and not kept."""
    period = period_of(request, unit.own_county, month)
    sheet = entry_sheet(unit, period, clock.today())
    is_open = sheet.is_open
    shown = clock.now()
    typed_cells = typed_by(request.user, unit, period, Hand.UNIT)
    sent = QueryDict() if unsaved is None else rebased(sheet, unsaved).data
    kept = kept_rows(sheet, typed_cells, Hand.UNIT, clock.today())
    rows = grid_rows(sheet, Hand.UNIT, posted(sheet, sent, kept))
    reminds = is_open and sheet.owes_some
    context = {
        "sheet": sheet,
        "rows": rows,
        "evidence": evidence_by_project(sheet, request.user),
        "sums": sums_of(rows, unit.own_county, period.as_month),
        "receipt": receipt_of(sheet),
        "shown": shown,
        "kept_at": max((cell.kept_at for cell in typed_cells.values()), default=None),
        "progress": period_progress(unit, period, clock.today()),
        "is_open": is_open,
        "asked": asked_by_sheet(sheet.columns, sheet.rows),
        "reminder": standing_reminder(period, unit) if reminds else None,
        "periods": _periods(sheet),
        "untold_verified": [
            (entry, verified_words(entry))
            for entry in untold_verified(
                MonthlyEntry.objects.answered_by([unit.pk]).filter(period=period)
            )
        ],
        "refusal": refusal,
        **signed_context(request, unit, period, refusal, may_sign=is_open),
    }
    return render(request, "investment/entry.html", context)


def _periods(sheet: EntrySheet) -> list[ReportingPeriod]:
    periods = ReportingPeriod.objects.filter(county=sheet.period.county_id)
    return list(periods.filter(year=sheet.period.year).order_by("month"))


def signed_context(
    request: SignedInRequest,
    unit: Unit,
    period: ReportingPeriod,
    refusal: Refusal | None = None,
    *,
    may_sign: bool,
) -> dict[str, Any]:
    """What the pages of a unit's month show of its signed sheets."""
    sheets = SignedSheet.objects.of_month(unit, period).select_related("uploaded_by", "voided_by")
    shown = list(sheets)
    standing = sum(not sheet.is_void for sheet in shown)
    return {
        "signed": shown,
        "sign_form": typed(refusal, SignedSheetForm) or SignedSheetForm(auto_id="signed-%s"),
        "may_sign": may_sign,
        "signed_full": standing >= MOST_SHEETS,
        "may_download": downloads_upload(request.user, unit, unit.own_county),
    }
