"""The page of a paper as it is now, without being drafted or issued, and its files."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from figures.months import month_asked, shown_months
from jobs.addresses import LargeFile, in_background
from reports.papers.current import about_asked, paper_kind, read_now
from reports.papers.files import LINES_AT_ONCE, form_named, forms_of, unprintable
from reports.papers.outfit import vessel_of
from reports.papers.rules import makes
from reports.papers.selectors import lines_told
from reports.papers.weight import SHOWN_AT_ONCE, weight_of
from reports.views.files import paper_file


def now(request: SignedInRequest, kind: str) -> HttpResponse:
    found = read_now(request, kind, clock.today())
    if found is None:
        return render(request, "reports/papers/now.html", {"composed": None})
    composed = found.composed
    context = {
        "kind": found.kind,
        "about": found.choices.about,
        "called": found.choices.called,
        "months": found.months,
        "month": found.month,
        "cutoff_month": found.month,
        "composed": composed,
        "fault": found.fault,
        "forms": forms_of(composed.document) if composed else [],
        "asked": urlencode([("about", each) for each in found.choices.about]),
        "unprintable": unprintable(composed.document) if composed else "",
        "is_heavy": composed is not None and weight_of(composed.document) > SHOWN_AT_ONCE,
        "may_draft": makes(request.user, found.kind.kind, found.county),
    }
    return render(request, "reports/papers/now.html", context)


def _now_file(request: SignedInRequest, kind: str, form: str) -> LargeFile:
    """Nothing is composed for it: ``now_file`` refuses a paper that has nothing to tell."""
    asked = or_404(form_named(form))
    county = own_county(request, "document.download")
    of, months = paper_kind(kind), shown_months(county)
    month = or_404(month_asked(months, request.GET.get("month")))
    about, _ = about_asked(request, of, county)
    return LargeFile(
        title=f"{of.label}（截至{month.label}底，{asked.label}）",
        county=county,
        rows=lines_told(county, of.kind, month, about),
        page=f"{reverse('papers:now', args=[kind])}?{request.GET.urlencode()}",
    )


@in_background(_now_file, above=LINES_AT_ONCE)
def now_file(request: SignedInRequest, kind: str, form: str) -> HttpResponse:
    asked = or_404(form_named(form))
    found = or_404(read_now(request, kind, clock.today()))
    composed = or_404(found.composed)
    vessel = vessel_of(found.county, found.kind.kind, found.choices)
    return paper_file(request, composed.to_write(vessel), asked)
