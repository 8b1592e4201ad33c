"""A small county in the database: lines of a list with what was approved, month by month."""

from accounts.trail.audit import audited
from accounts.trail.facts import made
from investment.models import EntryState, MonthlyEntry, PublishedAs, ReportingPeriod
from measures.money import WAN
from measures.months import Month
from projects.models import PlanItem, Tier
from projects.tests.factories import AnnualPlanFactory, PlanItemFactory, ProjectFactory

JUNE = Month(2019, 6)


def make_line(unit, name, planned, months=None, *, tier=Tier.COUNTY, **item) -> PlanItem:
    """A project that ``unit`` reports, in one list; ``planned`` and the amounts of ``months``
    (number → this month's) in 万元, all approved, each sent with the year to date: silence before
    the first is covered, silence between and after is not hidden."""
    county = unit.own_county
    project = ProjectFactory(county=county, name=name, reporting=unit, actual_start="2019-01-15")
    line = PlanItemFactory(
        plan=AnnualPlanFactory(county=county, tier=tier),
        project=project,
        planned_investment=planned and planned * WAN,
        **item,
    )
    total = 0
    for month, amount in sorted((months or {}).items()):
        total += amount
        enter(project, month, month_amount=amount * WAN, year_to_date=total * WAN)
    return line


def enter(
    project, month, *, state=EntryState.APPROVED, published_as=PublishedAs.FINAL, **values
) -> MonthlyEntry:
    """An entry of 2019; amounts in yuan. Its month is ``published_as`` where it is the first."""
    period, _ = ReportingPeriod.objects.get_or_create(
        county=project.county,
        year=2019,
        month=month,
        defaults={"due_on": f"2019-{month + 1:02}-05", "published_as": published_as},
    )
    return MonthlyEntry.objects.create(
        project=project,
        period=period,
        year=2019,
        month=month,
        unit=project.unit_parts.get(part="reporting").unit,
        state=state,
        **values,
    )


def tell_made(line, *, with_list=True) -> None:
    """Let the trail tell that the line was made, with its list (the first of its lines), its unit's
    part and what was reported."""
    told = [line, *line.project.unit_parts.all(), *line.project.entries.all()]
    told += [line.plan] if with_list else []
    with audited(by=None) as audit:
        audit.record(
            line.project,
            "project.create",
            county=line.project.county,
            changes=made(line.project),
            rows=[(row, made(row)) for row in told],
        )


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client
