"""A project's months of a year."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from accounts.models import User
from accounts.pages.signed_in import SignedInRequest
from accounts.rights import reads_county, reporting_unit_ids
from investment import rules
from investment.evidence.selectors import evidence_by_period
from investment.intake.provenance import figure_sources
from investment.models import EntryState, MonthlyEntry
from investment.selectors import project_year
from projects import one_page
from projects.models import Part, Project


def project(request: SignedInRequest, project_id: int, year: int) -> HttpResponse:
    """As a tab of the project's page."""
    return one_page.show(request, project_id, "months", year=year)


def year_page(user: User, project: Project, year: int) -> dict[str, Any]:
    """What was reported of the project in each month of the year, as far as the user may see."""
    months = project_year(project, year)
    entries = [month.entry for month in months if month.entry]
    sources = figure_sources(entries, user)
    return {
        "year": year,
        "months": [(month, sources[month.entry.pk] if month.entry else ()) for month in months],
        "hidden": _hidden(project, entries, user),
        "correctable": {
            entry.pk
            for entry in entries
            if entry.state == EntryState.APPROVED and rules.may_propose_correction(user, entry)
        },
        "evidence": evidence_by_period(project, year, user),
        "may_review": reads_county(user, project.county),
    }


def _hidden(project: Project, entries: Iterable[MonthlyEntry], user: User) -> set[int]:
    """What a unit is still at work on is its own; what went back is also who reports since to
    see."""
    units = reporting_unit_ids(user)
    reports = project.unit_parts.current().filter(part=Part.REPORTING, unit__in=units).exists()

    def passed_on(entry: MonthlyEntry) -> bool:
        return reports and (entry.state == EntryState.RETURNED or not entry.unit.is_active)

    return {
        entry.pk
        for entry in entries
        if entry.is_editable and entry.unit_id not in units and not passed_on(entry)
    }
