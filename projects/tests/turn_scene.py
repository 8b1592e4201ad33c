"""A list of 2019 at the turn of the year, and the list of 2020 that is drafted from it."""

import datetime

from investment.models import EntryState, MonthlyEntry, ReportingPeriod
from projects.turn.carried import carried_lines
from projects.turn.drafting import draft_next_list

DECEMBER_20 = datetime.date(2019, 12, 20)
JANUARY_10 = datetime.date(2020, 1, 10)
MARCH = datetime.date(2019, 3, 1)


def enter(project, month, *, year=2019, **values):
    """An approved entry; amounts in yuan."""
    period, _ = ReportingPeriod.objects.get_or_create(
        county=project.county, year=year, month=month, defaults={"due_on": JANUARY_10}
    )
    return MonthlyEntry.objects.create(
        project=project,
        period=period,
        year=year,
        month=month,
        unit=project.unit_parts.get(part="reporting").unit,
        state=EntryState.APPROVED,
        **values,
    )


def usual(plan):
    """As the page proposes it."""
    return {line.project.pk: str(line.category) for line in carried_lines(plan)}


def draft(plan, by, classes=None, today=JANUARY_10):
    return draft_next_list(
        plan=plan,
        name="2020年县级重点建设项目",
        classes=usual(plan) if classes is None else classes,
        by=by,
        today=today,
    )
