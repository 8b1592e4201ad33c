"""The monthly summary table of a list, on screen and as the workbook that is sent on."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.pages.deeds import Refusal, deed
from accounts.pages.parts import page_of_parts
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.facts import load_facts
from figures.months import shown_months
from files.responses import XLSX, attachment
from jobs.addresses import LargeFile, in_background
from jobs.services import ask_job
from measures.months import Month
from reports.monthly_table import MonthlyTable, monthly_table
from reports.photo_album.kinds import LIST, Scope
from reports.selectors import plan_called, plans_with_rows
from reports.views.dashboard import chosen_month, chosen_plan, sets_offered
from reports.writers.monthly import monthly_workbook
from reports.year_of_months import YEAR_OF_MONTHS, YearAsked
from workbooks.writing import ROWS_AT_ONCE


def monthly_latest(request: SignedInRequest) -> HttpResponse:
    """Lead to the table of the month and list asked for, by default the county's published one."""
    county = own_county(request)
    or_404(may(request.user, "document.download", county))
    month = chosen_month(request, shown_months(county))
    facts = load_facts(county, month) if month else None
    plans = plans_with_rows(facts) if facts else []
    if month is None or not plans:
        return render(request, "reports/monthly_empty.html")
    return redirect("reports:monthly", month, chosen_plan(request, plans).key)


def monthly(request: SignedInRequest, month: Month, key: str) -> HttpResponse:
    return _page(request, month, key)


def _page(
    request: SignedInRequest, month: Month, key: str, refusal: Refusal | None = None
) -> HttpResponse:
    table = _table(request, month, key)
    page = page_of_parts(table.shown_blocks, lambda block: block.lines, request.GET.get("page"))
    context = {
        "table": table,
        "page_obj": page.page_obj,
        "parts": page.parts,
        "month": month,
        "cutoff_month": month,
        "cutoff_facts": table.facts,
        "plan": table.plan,
        "albums": str(Scope(LIST, key)),
        "refusal": refusal,
        "months": shown_months(table.facts.county),
        "plans": plans_with_rows(table.facts),
        "sets": sets_offered(plans_with_rows(table.facts), table.plan),
    }
    return render(request, "reports/monthly.html", context)


def _monthly_file(request: SignedInRequest, month: Month, key: str) -> LargeFile:
    table = _table(request, month, key)
    return LargeFile(
        title=table.title,
        county=table.facts.county,
        rows=len(table.facts.rows),
        page=reverse("reports:monthly", args=[month, key]),
    )


@in_background(_monthly_file, above=ROWS_AT_ONCE)
def monthly_xlsx(request: SignedInRequest, month: Month, key: str) -> HttpResponse:
    table = _table(request, month, key)
    return attachment(monthly_workbook(table), f"{table.title}.xlsx", XLSX)


@require_POST
def monthly_year(request: SignedInRequest, month: Month, key: str) -> HttpResponse:
    """All months of the year up to this one, in the background: each takes as long as a page."""
    county = _table(request, month, key).facts.county
    asked = YearAsked(year=month.year, until=month.month, list_key=key)
    return deed(
        request,
        lambda: ask_job(kind=YEAR_OF_MONTHS, asked=asked, county=county, by=request.user),
        done="已提交后台制作，制成后在本页下载。",
        to=lambda job: redirect("jobs:job", job.pk),
        again=lambda refusal: _page(request, month, key, refusal),
    )


def _table(request: SignedInRequest, month: Month, key: str) -> MonthlyTable:
    county = own_county(request)
    or_404(may(request.user, "document.download", county))
    facts = load_facts(county, month)
    plan = or_404(plan_called(key, plans_with_rows(facts)))
    return monthly_table(facts, plan)
