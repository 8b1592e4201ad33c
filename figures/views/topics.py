"""The tables of a topic: what projects are short of, and where their money comes from."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts import clock
from accounts.pages.seen import or_404, own_county
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may
from figures.months import default_month
from figures.selectors import table_for
from figures.subject import Table
from figures.topic_page import PAGES, TopicPage, topic_tables, topic_workbook
from files.responses import XLSX, attachment
from measures.months import CutOff


def gaps_latest(request: SignedInRequest) -> HttpResponse:
    return _latest(request, "gaps")


def funds_latest(request: SignedInRequest) -> HttpResponse:
    return _latest(request, "funds")


def _latest(request: SignedInRequest, name: str) -> HttpResponse:
    """As of today, where the month before it has figures; else that of the published month."""
    or_404(may(request.user, "project.view"))
    county = own_county(request)
    at = CutOff.at(clock.today())
    if at.month not in PAGES[name].subject.months(county):
        month = default_month(county)
        if month is None:
            return render(request, "figures/topic_empty.html", {"topic": PAGES[name]})
        at = CutOff(month)
    return redirect("figures:topic", at, name)


def topic(request: SignedInRequest, at: CutOff, name: str) -> HttpResponse:
    page, table = _seen(request, at, name)
    context = {
        "topic": page,
        "name": name,
        "cut_off": at,
        "cutoff_month": at.month,
        "tables": topic_tables(page, table) if table.rows else [],
    }
    return render(request, "figures/topic.html", context)


def topic_export(request: SignedInRequest, at: CutOff, name: str) -> HttpResponse:
    """The same as .xlsx."""
    page, table = _seen(request, at, name)
    content = topic_workbook(page, topic_tables(page, table), at.words)
    return attachment(content, f"{at} {page.title}.xlsx", XLSX)


def _seen(request: SignedInRequest, at: CutOff, name: str) -> tuple[TopicPage, Table[Any]]:
    """Of the county for who reads it, of their own units for a reporter; 404 for others."""
    or_404(may(request.user, "project.view"))
    page = or_404(PAGES.get(name))
    table = table_for(request.user, page.subject, at, today=clock.today())
    return page, or_404(table)
