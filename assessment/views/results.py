"""What an assessment came to: a published ranking as it was, and a unit's account."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import Unit
from accounts.pages.seen import or_404, seen
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import may, reads_county, reporting_unit_ids
from assessment import rules
from assessment.freezing import ends_of
from assessment.models import AssessmentResult
from assessment.ranking_workbook import ranking_workbook
from assessment.scope import scheme_seen
from assessment.selectors import later_points, ledger_lines
from figures.subjects import PLAN_LINES, subject_of
from files.responses import XLSX, attachment
from measures.months import Month


def result(request: SignedInRequest, result_id: int) -> HttpResponse:
    """The published ranking, as it was, and what the ledger was told since; how points were
    reckoned a unit reads of itself alone."""
    found = _result(request, result_id)
    first, last = ends_of(found.facts)
    context = {
        "result": found,
        "scheme": found.scheme,
        "table": found.facts,
        "first": "、".join(first),
        "last": "、".join(last),
        "later": later_points(found),
        "month": Month(found.year, found.month),
        "cutoff_month": Month(found.year, found.month),
        "opens": _reckoned(request, found),
    }
    return render(request, "assessment/result.html", context)


def result_unit(request: SignedInRequest, result_id: int, unit_id: int) -> HttpResponse:
    """A unit's points of a published term, with the projects as they then were."""
    found = _result(request, result_id)
    or_404(unit_id in _reckoned(request, found))
    own = or_404([unit for unit in found.facts["units"] if unit["unit_id"] == unit_id])
    context = {
        "result": found,
        "scheme": found.scheme,
        "unit": own[0],
        "cells": [(cell, _rows_url(cell)) for cell in own[0]["cells"]],
        "month": Month(found.year, found.month),
    }
    return render(request, "assessment/result_unit.html", context)


def _rows_url(cell: Mapping[str, Any]) -> str:
    """Where a point rests on a topic: the rows behind it, as they now are. Those of plan lines are
    kept with the result."""
    if not cell["evidence"] or subject_of(cell["evidence"][0]) is PLAN_LINES:
        return ""
    key, month, unit_id = cell["evidence"]
    return f"{reverse('figures:rows', args=[month, key])}?{urlencode({'unit': unit_id})}"


def _reckoned(request: SignedInRequest, found: AssessmentResult) -> set[int]:
    """The units of which the user reads how they were scored."""
    every = {unit["unit_id"] for unit in found.facts["units"]}
    if reads_county(request.user, found.scheme.county):
        return every
    return every & reporting_unit_ids(request.user)


def result_xlsx(request: SignedInRequest, result_id: int) -> HttpResponse:
    found = _result(request, result_id)
    content = ranking_workbook(found, _reckoned(request, found))
    return attachment(content, f"{found}.xlsx", XLSX)


def ledger(request: SignedInRequest, unit_id: int, scheme_id: int, term: int) -> HttpResponse:
    """Every line of a unit's account, and what opens its evidence."""
    unit = seen(request, Unit.objects.exclude(county=None), unit_id, "county")
    found = scheme_seen(request, scheme_id)
    or_404(unit.own_county_id == found.county_id and term in found.terms)
    or_404(rules.may_view_score_of(request.user, unit))
    lines = ledger_lines(request.user, found, term, unit)
    result = found.results.filter(term=term).first()
    context = {
        "unit": unit,
        "scheme": found,
        "term_label": found.term_label(term),
        "lines": lines,
        "total": sum(line.hundredths for line in lines),
        "result": result,
    }
    return render(request, "assessment/ledger.html", context)


def _result(request: SignedInRequest, result_id: int) -> AssessmentResult:
    or_404(may(request.user, "project.view"))
    return seen(request, AssessmentResult.objects, result_id, "scheme__county")
