"""A paper of any kind as it is now, two presses from what it is about: on a page and as files,
without being drafted or issued."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from figures.months import ShownMonth, month_asked, shown_months
from jobs.addresses import LargeFile, in_background
from measures.months import Month
from reports.papers.choices import PaperChoices
from reports.papers.composing import Composed, previewed
from reports.papers.files import FORMS, LINES_AT_ONCE, form_named, unprintable
from reports.papers.kinds import KindOfPaper, about_words, kind_named
from reports.papers.models import PaperKind
from reports.papers.outfit import vessel_of
from reports.papers.rules import makes
from reports.papers.selectors import lines_told
from reports.papers.weight import SHOWN_AT_ONCE, weight_of
from reports.views.files import paper_file


def address_now(kind: PaperKind, *about: int | str, month: Month | None = None) -> str:
    """Of the page of a paper about these."""
    asked = [("about", str(each)) for each in about]
    if month is not None:
        asked.append(("month", str(month)))
    return f"{reverse('papers:now', args=[kind.value])}?{urlencode(asked)}"


class _Now(NamedTuple):
    """What is asked for; ``composed`` is None where there is nothing to tell, which ``fault``
    says."""

    county: Unit
    kind: KindOfPaper
    months: list[ShownMonth]
    month: Month
    choices: PaperChoices
    composed: Composed | None
    fault: str


def now(request: SignedInRequest, kind: str) -> HttpResponse:
    found = _now(request, kind)
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
        "forms": list(FORMS),
        "asked": urlencode([("about", each) for each in found.choices.about]),
        "unprintable": unprintable(composed.document) if composed else "",
        "is_heavy": composed is not None and weight_of(composed.document) > SHOWN_AT_ONCE,
        "may_draft": makes(request.user, found.kind.kind, found.county),
    }
    return render(request, "reports/papers/now.html", context)


def _now_file(request: SignedInRequest, kind: str, form: str) -> LargeFile:
    """Nothing is composed for it: ``_now`` refuses what there is not."""
    asked = or_404(form_named(form))
    county = own_county(request, "document.download")
    of, months = _kind(kind), shown_months(county)
    month = or_404(month_asked(months, request.GET.get("month")))
    about = tuple(request.GET.getlist("about"))
    return LargeFile(
        title=f"{of.label}（截至{month.label}底，{asked.label}）",
        county=county,
        rows=lines_told(county, of.kind, month, about),
        page=f"{reverse('papers:now', args=[kind])}?{request.GET.urlencode()}",
    )


@in_background(_now_file, above=LINES_AT_ONCE)
def now_file(request: SignedInRequest, kind: str, form: str) -> HttpResponse:
    asked = or_404(form_named(form))
    found = or_404(_now(request, kind))
    composed = or_404(found.composed)
    vessel = vessel_of(found.county, found.kind.kind, found.choices)
    return paper_file(request, composed.to_write(vessel), asked)


def _now(request: SignedInRequest, name: str) -> _Now | None:
    """None before any month has figures. Raises Http404 for a kind or a month that there is not,
    and for what is not offered to the user."""
    county = own_county(request, "document.download")
    kind = _kind(name)
    about = tuple(request.GET.getlist("about"))
    try:
        called = about_words(kind, county, request.user, about)
    except DomainError:
        raise Http404 from None
    months = shown_months(county)
    if not months:
        return None
    month = or_404(month_asked(months, request.GET.get("month")))
    choices = kind.begun(county, about, called)
    composed, fault = previewed(county, kind.kind, month, choices)
    return _Now(county, kind, months, month, choices, composed, fault)


def _kind(name: str) -> KindOfPaper:
    try:
        return kind_named(name)
    except DomainError:
        raise Http404 from None
