"""What the tasks ask of whom in 待办: the unit's own month, and what the bureau decides."""

import datetime
from collections import Counter
from collections.abc import Iterator

from django.urls import reverse

from accounts.models import Unit, User
from accounts.people.waiting import Waiting
from accounts.rights import PROPOSE, counties_where, reporting_unit_ids
from investment.calendar import DEFAULT_RULE, rules_by_month
from investment.models import (
    Bearer,
    EntryState,
    PeriodExtension,
    ReportingPeriod,
    UnitIndicator,
    UnitResult,
    UnitTarget,
)
from investment.unit_targets.rules import CONFIRM
from investment.unit_targets.selectors import waiting_results

OPEN_AT_ONCE = 3
"""As many open months are asked for at once as of projects."""


def waiting_for_tasks(user: User, today: datetime.date) -> Iterator[Waiting]:
    units = reporting_unit_ids(user)
    if units:
        yield from _of_units(units, today)
    deciding = counties_where(user, CONFIRM)
    reviewing = counties_where(user, CONFIRM, answer=PROPOSE)
    counties = [pk for pk in deciding | reviewing if pk is not None]
    if counties:
        yield from _to_decide(user, counties, deciding, reviewing)


def _of_units(units: set[int], today: datetime.date) -> Iterator[Waiting]:
    """What is missing of the open months, and what came back. Seven queries at most."""
    bearers = list(Bearer.objects.filter(unit__in=units).select_related("unit"))
    if not bearers:
        return
    counties = {bearer.county_id for bearer in bearers}
    longer = PeriodExtension.objects.running(today).filter(unit__in=units)
    given = set(longer.values_list("period_id", "unit_id"))
    every = ReportingPeriod.objects.filter(county__in=counties)
    periods = [*every.filter(closed_at=None)[:OPEN_AT_ONCE]]
    periods += every.exclude(closed_at=None).filter(pk__in=[pk for pk, _ in given])[:OPEN_AT_ONCE]
    asked = list(UnitIndicator.objects.filter(county__in=counties))
    years = {period.year for period in periods}
    targets = set(
        UnitTarget.objects.filter(bearer__in=bearers, year__in=years).values_list(
            "year", "indicator_id", "bearer_id"
        )
    )
    results = list(
        UnitResult.objects.filter(bearer__in=bearers, year__in=years).select_related(
            "indicator", "bearer"
        )
    )
    sent = {(r.year, r.month, r.indicator_id, r.bearer_id) for r in results if not r.is_editable}
    for period in sorted(periods, key=lambda p: p.as_month):
        for bearer in bearers:
            if not period.is_open and (period.pk, bearer.unit_id) not in given:
                continue
            own = [
                each
                for each in asked
                if (period.year, each.part_of_id or each.pk, bearer.pk) in targets
                and each.is_asked_in(period.as_month)
            ]
            missing = sum(
                (period.year, period.month, each.pk, bearer.pk) not in sent for each in own
            )
            if missing:
                yield Waiting(
                    "任务填报",
                    f"{bearer} {period}",
                    reverse("investment:task_sheet", args=[bearer.pk, period.as_month]),
                    f"还差 {missing} 项任务没有报送",
                    period.due_on,
                )
    for result in results:
        if result.state == EntryState.RETURNED:
            yield Waiting(
                "退回修改",
                str(result),
                reverse("investment:task_sheet", args=[result.bearer_id, result.as_month]),
                f"退回理由：{result.returned_reason}",
            )


def _to_decide(
    user: User, counties: list[int], deciding: set[int | None], reviewing: set[int | None]
) -> Iterator[Waiting]:
    """One line a month for what this person does there. Two queries a county."""
    by_county: dict[int, list[UnitResult]] = {}
    for result in waiting_results(counties):
        by_county.setdefault(result.indicator.county_id, []).append(result)
    for county_id, results in by_county.items():
        county: Unit = results[0].indicator.county
        held = rules_by_month(county, {result.as_month for result in results})
        counts: Counter[tuple[str, ReportingPeriod | None]] = Counter()
        for result in results:
            rule = held.get(result.as_month, DEFAULT_RULE)
            is_mine = result.keyed_by_id == user.pk and not rule.has_one_hand
            needs_review = rule.has_review and result.state == EntryState.SUBMITTED
            if is_mine:
                continue
            if needs_review and county_id in reviewing:
                counts["审核", result.period] += 1
            elif not needs_review and county_id in deciding:
                counts["审定", result.period] += 1
        for (what, period), count in counts.items():
            if period is not None:
                yield Waiting(
                    what,
                    f"单位任务 {period}",
                    reverse("investment:tasks", args=[period.as_month]),
                    f"{count} 项任务完成情况待{what}",
                )
