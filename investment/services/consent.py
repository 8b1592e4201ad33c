"""How a unit consents to what was keyed for it without a press: by its signed sheet, and by
silence where the county's rule says so."""

import datetime

from django.utils import timezone

from accounts.models import Unit, User
from accounts.trail.audit import audited
from investment.calendar import rule_in_force
from investment.models import KeyedConsent, MonthlyEntry, MonthlyEntryQuerySet, ReportingPeriod
from investment.transitions import TRANSITIONS, move
from projects.workdays import Workdays, workdays_of

BY_SIGNED_SHEET = "单位已上传签章表"


def consent_by_sheet(*, unit: Unit, period: ReportingPeriod, by: User) -> list[MonthlyEntry]:
    """What waits for the unit's word in a month of which it has just signed the sheet."""
    with audited(by=by, reason=BY_SIGNED_SHEET) as audit:
        entries = list(_waiting().answered_by([unit.pk]).filter(period=period))
        if entries:
            move(
                TRANSITIONS["confirm"],
                entries,
                audit,
                keyed_consent=KeyedConsent.CONFIRMED,
                keyed_objection="",
            )
    return entries


def consent_by_silence(now: datetime.datetime) -> list[str]:
    """Take silence for consent in every county whose rule says after how many workdays; once."""
    today = timezone.localtime(now).date()
    done = []
    for county in Unit.objects.counties().filter(reporting_rules__isnull=False).distinct():
        days = rule_in_force(county, today).consent_after
        if days is not None:
            done += _by_silence(county, days, today)
    return done


def _by_silence(county: Unit, days: int, today: datetime.date) -> list[str]:
    workdays = workdays_of(county)
    waiting = _waiting().filter(project__county=county, submitted_at__isnull=False)
    over = [entry for entry in waiting if today > _last_day(entry, days, workdays)]
    if not over:
        return []
    with audited(by=None, reason=f"代填后{days}个工作日未提出异议，视同无异议") as audit:
        move(TRANSITIONS["silence"], over, audit, keyed_consent=KeyedConsent.SILENT)
    return [f"{county}代填视同无异议 {len(over)} 项"]


def _last_day(entry: MonthlyEntry, days: int, workdays: Workdays) -> datetime.date:
    """The last of so many workdays after the day on which it was keyed."""
    day = timezone.localtime(entry.submitted_at).date()
    for _ in range(days):
        day = workdays.from_day(day + datetime.timedelta(days=1))
    return day


def _waiting() -> MonthlyEntryQuerySet:
    return (
        MonthlyEntry.objects.sent()
        .filter(keyed_consent=KeyedConsent.WAITING)
        .select_related("project__county", "unit__county", "period__county")
    )
