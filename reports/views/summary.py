"""The half-year summary: a page whose figures open their rows, and its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.people.selectors import bureau_name
from accounts.rights import may
from figures.facts import Facts, load_facts
from figures.months import default_of, months_with_figures, shown_months
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from measures.parts import PartsDoNotAddUp
from projects.selectors import most_lines
from reports.outside.book import PaperBook
from reports.papers.files import LINES_AT_ONCE, ToWrite, unprintable
from reports.papers.models import FileForm
from reports.prose.choices import Choices
from reports.prose.summary import compose_summary
from reports.views.files import paper_file

# The months at whose end a half-year's and a year's summary go up.
HALF_YEARS = (6, 12)


def summary_latest(request: SignedInRequest) -> HttpResponse:
    """The summary of the month asked for; without asking, of the latest half year that is
    published, else of the published month."""
    county = own_county(request)
    or_404(may(request.user, "document.download", county))
    try:
        month = Month.parse(request.GET["month"]) if "month" in request.GET else None
    except ValueError as error:
        raise Http404(str(error)) from error
    if month is None:
        months = shown_months(county)
        published = [shown for shown in months if shown.is_published] or months
        halves = [shown for shown in published if shown.month.month in HALF_YEARS]
        month = default_of(halves or published)
    if month is None:
        return render(request, "reports/summary_empty.html")
    return redirect("reports:summary", month)


def summary(request: SignedInRequest, month: Month) -> HttpResponse:
    """The summary on screen; where parts do not add up it says which, instead of printing."""
    facts = _facts_for_documents(request, month)
    try:
        paper = _paper(facts)
    except PartsDoNotAddUp as error:
        return _refused(request, facts, error)
    context = {
        "month": month,
        "cutoff_month": month,
        "months": shown_months(facts.county),
        "document": paper.document,
        "told": paper.without_notes.text,
        "unprintable": unprintable(paper.document),
    }
    return render(request, "reports/summary.html", context)


def _summary_file(request: SignedInRequest, month: Month, form: FileForm) -> LargeFile:
    county = _county_of_documents(request, month)
    return LargeFile(
        title=f"截至{month.label}底的工作总结（{form.label}）",
        county=county,
        rows=most_lines(county, month.year),
        page=reverse("reports:summary", args=[month]),
    )


@in_background(_summary_file, above=LINES_AT_ONCE)
def summary_file(request: SignedInRequest, month: Month, form: FileForm) -> HttpResponse:
    """The same summary as a file."""
    facts = _facts_for_documents(request, month)
    try:
        paper = _paper(facts)
    except PartsDoNotAddUp as error:
        return _refused(request, facts, error)
    return paper_file(request, paper, form)


def _paper(facts: Facts) -> ToWrite:
    """Raises PartsDoNotAddUp."""
    document = compose_summary(facts, issuer=bureau_name(facts.county))
    return ToWrite(document, PaperBook(facts), Choices())


def _refused(request: SignedInRequest, facts: Facts, error: PartsDoNotAddUp) -> HttpResponse:
    context = {"month": facts.month, "cutoff_month": facts.month, "error": error}
    return render(request, "reports/summary_refused.html", context, status=409)


def _facts_for_documents(request: SignedInRequest, month: Month) -> Facts:
    return load_facts(_county_of_documents(request, month), month)


def _county_of_documents(request: SignedInRequest, month: Month) -> Unit:
    county = own_county(request)
    or_404(may(request.user, "document.download", county))
    or_404(month in months_with_figures(county))
    return county
