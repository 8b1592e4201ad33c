"""The projects that owe a report and are not in a file."""

from dataclasses import dataclass

from accounts.models import Unit
from investment.intake.preview import MonthlyPreview
from investment.models import MonthlyEntry, ReportingPeriod
from investment.selectors.facts import owed_in
from projects.models import Project


@dataclass(frozen=True)
class Missing:
    """A project that owes the month and is not in the file; ``is_sent`` when it was reported
    otherwise."""

    project: Project
    unit: Unit
    is_sent: bool


def missing_from(preview: MonthlyPreview) -> list[Missing]:
    """The projects that owe a report for the month and are not in the file: the sender's; for
    the bureau the county's, or a single unit's when the whole file is its. Three queries."""
    if preview.is_refused:
        return []
    month = preview.month
    # The file may be the first that is heard of the month.
    period = ReportingPeriod(county=preview.county, year=month.year, month=month.month)
    in_file = {line.project.pk for line in preview.lines if line.project}
    units = {line.unit.pk for line in preview.lines if line.unit}
    asked = preview.own_units if preview.own_units is not None else units
    is_whole_county = preview.own_units is None and len(units) != 1
    owing = {
        project: unit
        for project, unit in owed_in(period).items()
        if project not in in_file and (is_whole_county or unit in asked)
    }
    sent = set(
        MonthlyEntry.objects.sent()
        .filter(project__in=owing, year=month.year, month=month.month)
        .values_list("project_id", flat=True)
    )
    named = Unit.objects.in_bulk(set(owing.values()))
    projects = Project.objects.filter(pk__in=owing).only("pk", "name")
    return [Missing(project, named[owing[project.pk]], project.pk in sent) for project in projects]
