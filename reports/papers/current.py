"""A paper of any kind as it is now, two presses from what it is about, without being drafted or
issued: where it is shown, and what is asked for there."""

import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from accounts.errors import DomainError
from accounts.models import Unit
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from figures.months import ShownMonth, month_asked, shown_months
from measures.months import Month
from reports.papers.choices import PaperChoices
from reports.papers.composing import Composed, previewed
from reports.papers.kinds import KindOfPaper, about_words, kind_named
from reports.papers.models import PaperKind


def address_now(kind: PaperKind, *about: int | str, month: Month | None = None) -> str:
    """Of the page of a paper about these."""
    asked = [("about", str(each)) for each in about]
    if month is not None:
        asked.append(("month", str(month)))
    return f"{reverse('papers:now', args=[kind.value])}?{urlencode(asked)}"


class PaperNow(NamedTuple):
    """What is asked for; ``composed`` is None where there is nothing to tell, which ``fault``
    says."""

    county: Unit
    kind: KindOfPaper
    months: list[ShownMonth]
    month: Month
    choices: PaperChoices
    composed: Composed | None
    fault: str


def read_now(request: SignedInRequest, name: str, today: datetime.date) -> PaperNow | None:
    """None before any month has figures. Raises Http404 for a kind or a month that there is not,
    and for what is not offered to the user."""
    county = own_county(request, "document.download")
    kind = paper_kind(name)
    about, called = about_asked(request, kind, county)
    months = shown_months(county)
    if not months:
        return None
    month = or_404(month_asked(months, request.GET.get("month")))
    choices = kind.begun(county, about, called)
    composed, fault = previewed(county, kind.kind, month, choices, today)
    return PaperNow(county, kind, months, month, choices, composed, fault)


def about_asked(
    request: SignedInRequest, kind: KindOfPaper, county: Unit
) -> tuple[tuple[str, ...], str]:
    """What the address says that the paper is about, and how that is called. Raises Http404 for
    what is not offered to the user."""
    about = tuple(request.GET.getlist("about"))
    try:
        return about, about_words(kind, county, request.user, about)
    except DomainError:
        raise Http404 from None


def paper_kind(name: str) -> KindOfPaper:
    try:
        return kind_named(name)
    except DomainError:
        raise Http404 from None
