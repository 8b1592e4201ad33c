"""What reporting and review ask of whom: the unit's own months, and what the bureau reviews."""

import datetime
import itertools
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.rights import counties_where, reporting_unit_ids
from investment.models import (
    EntryState,
    KeyedConsent,
    MonthlyEntry,
    PeriodExtension,
    ReportingPeriod,
)
from investment.selectors.owing import owing_of

OPEN_AT_ONCE = 3
"""The latest open months of which the unit's missing projects are counted, and as many closed ones
that some unit was given longer for."""


def waiting_in_investment(user: User, today: datetime.date) -> Iterator[Waiting]:
    units = reporting_unit_ids(user)
    if units:
        yield from _of_units(user, units, today)
    office = counties_where(user, "entry.review")
    if office:
        yield from _to_review(office)


def _of_units(user: User, units: set[int], today: datetime.date) -> Iterator[Waiting]:
    """What is missing of the months that may be reported, what came back, what the bureau keyed,
    what is estimated."""
    counties = {held.county_id for held in user.held_roles if held.unit_id in units}
    for period, reporting in _may_report(counties, units, today):
        for debt in owing_of(period).debts:
            if debt.unit.pk in reporting:
                yield Waiting(
                    "填报",
                    f"{debt.unit} {period}",
                    reverse("investment:entry", args=[debt.unit.pk, period.as_month]),
                    f"还差 {debt.missing} 个项目没有上报",
                    debt.due_on,
                )
    entries = MonthlyEntry.objects.filter(unit__in=units).select_related(
        "unit", "project", "period"
    )
    asked = (
        ("退回修改", entries.filter(state=EntryState.RETURNED), "改好后重新上报"),
        (
            "确认代录",
            entries.filter(keyed_consent=KeyedConsent.WAITING).exclude(state=EntryState.RETURNED),
            "发改局代录，请确认或写明异议",
        ),
        (
            "确认预计数",
            entries.sent().filter(is_estimate=True).exclude(keyed_consent=KeyedConsent.OBJECTED),
            "核实后确认为最终数，或更正",
        ),
    )
    for what, found, note in asked:
        for entry in found:
            month = entry.period.as_month
            yield Waiting(
                what,
                f"{entry.project} {entry.period}",
                f"{reverse('investment:entry', args=[entry.unit_id, month])}"
                f"#project-{entry.project_id}",
                note,
            )


def _may_report(
    counties: set[int | None], units: set[int], today: datetime.date
) -> Iterator[tuple[ReportingPeriod, set[int]]]:
    """The months and which of the units may report them: all of them an open one, a closed one
    those that were given longer. Two queries."""
    given: dict[ReportingPeriod, set[int]] = {}
    longer = PeriodExtension.objects.running(today).filter(
        unit__in=units, period__closed_at__isnull=False
    )
    for extension in longer.select_related("period__county").order_by(
        "-period__year", "-period__month", "period"
    ):
        given.setdefault(extension.period, set()).add(extension.unit_id)
    yield from itertools.islice(given.items(), OPEN_AT_ONCE)
    periods = ReportingPeriod.objects.filter(county__in=counties).open().select_related("county")
    for period in periods[:OPEN_AT_ONCE]:
        yield period, units


def _to_review(counties: set[int | None]) -> Iterator[Waiting]:
    """One line a unit and month. One query."""
    sent = MonthlyEntry.objects.filter(
        project__county__in=counties, state__in=(EntryState.SUBMITTED, EntryState.REVIEWED)
    ).select_related("unit", "period")
    lines: Counter[tuple[Unit, ReportingPeriod]] = Counter()
    objected: Counter[tuple[Unit, ReportingPeriod]] = Counter()
    for entry in sent:
        lines[entry.unit, entry.period] += 1
        objected[entry.unit, entry.period] += entry.keyed_consent == KeyedConsent.OBJECTED
    for (unit, period), count in lines.items():
        against = objected[unit, period]
        yield Waiting(
            "审核",
            f"{unit} {period}",
            reverse("investment:review_unit", args=[unit.pk, period.as_month]),
            f"{count} 个项目待审" + (f"，其中{against}个单位有异议" if against else ""),
        )
