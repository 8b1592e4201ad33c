"""What the calendar does by itself: months open and close, and units that owe one are reminded."""

import datetime
import logging

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import clock
from accounts.models import Role, RoleAssignment, Unit
from accounts.trail.audit import audited
from accounts.trail.facts import made
from investment.calendar import rule_in_force, window
from investment.models import Reminder, ReminderKind, ReportingPeriod
from investment.selectors.owing import Debt, owing_of
from investment.services.periods import close_period, open_period
from measures.months import Month
from projects.workdays import workdays_of

logger = logging.getLogger("xushi.reminders")


def move_periods(now: datetime.datetime) -> list[str]:
    """Open the months whose day has come and close those whose day is over, in every county that
    has reported before."""
    today = timezone.localtime(now).date()
    done = []
    for county in Unit.objects.counties().filter(reporting_periods__isnull=False).distinct():
        done += [f"{period}已开启" for period in _open_due(county, today)]
    overdue = ReportingPeriod.objects.open().filter(closes_on__lt=today).select_related("county")
    for period in overdue:
        close_period(period=period, by=None)
        done.append(f"{period}已关闭")
    return done


def _open_due(county: Unit, today: datetime.date) -> list[ReportingPeriod]:
    """This month's period and, where nobody asked in time, the last month's."""
    this_month = Month.of(today)
    workdays = workdays_of(county)
    opened = []
    for month in (this_month.previous(), this_month):
        found = window(month, rule_in_force(county, month.last_day), workdays)
        is_over = found.closes_on is not None and found.closes_on < today
        if found.month != month or not found.opens_on <= today or is_over:
            continue
        if not ReportingPeriod.objects.filter(
            county=county, year=month.year, month=month.month
        ).exists():
            opened.append(open_period(county=county, month=month, by=None))
    return opened


def remind_units(now: datetime.datetime) -> list[str]:
    """Remind who has not sent an open period, once before its due date and once after."""
    today = timezone.localtime(now).date()
    made = []
    for period in ReportingPeriod.objects.open().select_related("county"):
        rule = rule_in_force(period.county, period.as_month.last_day)
        for debt in owing_of(period).debts:
            kind = _kind_due(debt.due_on, today, rule.remind_before, rule.remind_after)
            reminder = _remind(period, debt, kind) if kind else None
            if reminder is not None:
                made.append(reminder)
    _send_mail(made)
    return [f"{reminder.get_kind_display()}：{reminder.text}" for reminder in made]


def _kind_due(
    due_on: datetime.date, today: datetime.date, before: int, after: int
) -> ReminderKind | None:
    days = (today - due_on).days
    if days >= after and days > 0:
        return ReminderKind.AFTER
    return ReminderKind.BEFORE if -before <= days <= 0 else None


def _remind(period: ReportingPeriod, debt: Debt, kind: ReminderKind) -> Reminder | None:
    """None where the unit was reminded so already, by whichever hand came first."""
    try:
        with audited(by=None) as audit, transaction.atomic():
            if Reminder.objects.filter(period=period, unit=debt.unit, kind=kind).exists():
                return None
            reminder = Reminder.objects.create(
                period=period,
                unit=debt.unit,
                kind=kind,
                text=_words(period, debt, kind),
                made_at=clock.now(),
            )
            audit.record(reminder, "period.remind", county=period.county, changes=made(reminder))
    except IntegrityError:
        return None
    return reminder


def _words(period: ReportingPeriod, debt: Debt, kind: ReminderKind) -> str:
    due = f"{debt.due_on:%-m月%-d日}"
    if kind is ReminderKind.BEFORE:
        return f"{debt.unit.name}：{period.label}进度{due}截止，还有{debt.missing}个项目未报送。"
    return (
        f"{debt.unit.name}：{period.label}进度{due}已截止，还有{debt.missing}个项目未报送，"
        "请尽快补报；没有投资的也要填0并选择原因。"
    )


def _send_mail(reminders: list[Reminder]) -> None:
    """To the reporters who have an address, where a mail server is set; that it fails is told in
    the log alone: the notice in the app stands."""
    if not settings.HAS_MAIL or not reminders:
        return
    held = RoleAssignment.objects.filter(
        role=Role.REPORTER, unit__in=[r.unit_id for r in reminders], user__is_active=True
    ).exclude(user__email="")
    addresses: dict[int, list[str]] = {}
    for unit_id, email in held.values_list("unit", "user__email"):
        addresses.setdefault(unit_id, []).append(email)
    for reminder in reminders:
        to = sorted(set(addresses.get(reminder.unit_id, ())))
        if not to:
            continue
        try:
            send_mail(f"{reminder.period}进度填报", reminder.text, None, to)
        except OSError:
            logger.exception("reminder %s was not mailed", reminder.pk)
        else:
            Reminder.objects.filter(pk=reminder.pk).update(emailed_to=to)
