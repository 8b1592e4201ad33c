"""The window of a month: opened, closed, opened again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.published import published_under
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, gone, made
from accounts.trail.holding import hold
from investment.calendar import window_of
from investment.installing import history_problem, published_months
from investment.models import ReportingPeriod, ReportingRule
from measures.months import Month


def open_period(*, county: Unit, month: Month, by: User | None) -> ReportingPeriod:
    """Open the month for reporting, or open a closed one again, which the calendar then closes no
    more, and which is no history any longer. Opening an open one does nothing.

    Raises NotAllowed, WrongState for a month that is reported together with the next.
    """
    if not may(by, "period.manage", county):
        raise NotAllowed("只有审定员可以开启填报期")
    with audited(by=by) as audit:
        period, created = period_of(county, month)
        before = facts_of(period)
        reopened = (
            ReportingPeriod.objects.filter(pk=period.pk)
            .exclude(closed_at=None)
            .update(closed_at=None, closes_on=None, is_history=False)
        )
        if created:
            audit.record(period, "period.open", county=county, changes=made(period))
        elif reopened:
            period.closed_at = period.closes_on = None
            period.is_history = False
            changes = changed_since(before, period)
            audit.record(period, "period.reopen", county=county, changes=changes)
    period.closed_at = None
    return period


def open_history(
    *, county: Unit, months: Sequence[Month], by: User, today: date
) -> list[ReportingPeriod]:
    """Make periods of months before those that units report here, closed, to take workbooks of
    history. One that is there does nothing. Raises NotAllowed, DomainError for no month, WrongState
    for one that is no history (``installing``)."""
    if not may(by, "period.manage", county):
        raise NotAllowed("只有审定员可以补录历史月份")
    if not months:
        raise DomainError("请勾选要补录的月份", field="months")
    with audited(by=by) as audit:
        opened = []
        for month in sorted(months):
            history = {"closed_at": clock.now(), "is_history": True}
            require_history(county, month, today)
            period, created = period_of(county, month, **history)
            if created:
                audit.record(period, "period.open_history", county=county, changes=made(period))
            opened.append(period)
    return opened


def require_history(county: Unit, month: Month, today: date) -> None:
    """Raises WrongState where the month takes no history (``installing``)."""
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    problem = history_problem(county, month, periods.first(), today)
    if problem:
        raise WrongState(problem)


def open_missing_period(*, county: Unit, month: Month) -> None:
    """Make the period for the importer's entries to wait in; one that was closed stays closed."""
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    if not periods.exists():
        open_period(county=county, month=month, by=None)


def close_period(*, period: ReportingPeriod, by: User | None) -> ReportingPeriod:
    """Close the month; what was not sent stays unsent. Closing a closed one does nothing.
    Raises NotAllowed."""
    if not may(by, "period.manage", period.county):
        raise NotAllowed("只有审定员可以关闭填报期")
    with audited(by=by) as audit:
        closed = ReportingPeriod.objects.filter(pk=period.pk).open().update(closed_at=clock.now())
        period.refresh_from_db()
        if closed:
            changes = changed_since({"closed_at": None}, period)
            audit.record(period, "period.close", county=period.county, changes=changes)
    return period


def remove_period(*, period: ReportingPeriod, by: User) -> None:
    """Take back the opening of a month in which nothing is: a month opened by mistake. Where its
    day has come the calendar opens it again. Raises NotAllowed, WrongState for one that something
    belongs to; of one that is gone already nothing is done."""
    if not may(by, "period.manage", period.county):
        raise NotAllowed("只有审定员可以删除填报期")
    with audited(by=by) as audit:
        found = ReportingPeriod.objects.select_for_update(no_key=True).filter(pk=period.pk).first()
        if found is None:
            return
        if not is_empty(found):
            raise WrongState(f"{found}已有填报内容或提醒、延期等记录，不能删除；不用的请关闭")
        told = gone(found)
        try:
            with transaction.atomic():
                ReportingPeriod.objects.filter(pk=found.pk).delete()
        except ProtectedError as error:
            # What another hand has put into it meanwhile.
            raise WrongState(f"{found}刚刚有人填报，不能删除") from error
        audit.record(found, "period.remove", county=found.county, changes=told)


def is_empty(period: ReportingPeriod) -> bool:
    """Whether nothing at all belongs to the period. A query a table."""
    return not any(
        relation.related_model._base_manager.filter(**{relation.field.name: period.pk}).exists()
        for relation in period._meta.related_objects
    )


def period_of(county: Unit, month: Month, **values: Any) -> tuple[ReportingPeriod, bool]:
    """The county's period of the month, and whether it was made just now, by the rule in force.
    Raises WrongState for a month that is reported together with the next."""
    key = {"county": county, "year": month.year, "month": month.month}
    period = ReportingPeriod.objects.filter(**key).first()
    if period is not None:
        return period, False
    window = window_of(county, month)
    if window.month != month:
        raise WrongState(
            f"{month.label}与{window.month.month}月合并填报，请按{window.month.label}填报"
        )
    made = {
        "months_covered": window.months_covered,
        "due_on": window.due_on,
        "closes_on": window.closes_on,
        **values,
    }
    return ReportingPeriod.objects.get_or_create(**key, defaults=made)


def set_reporting_rule(
    *, county: Unit, from_date: date, source: str, by: User, **values: Any
) -> ReportingRule:
    """Let a rule take force on a day; earlier ones stay, and what was opened under them keeps its
    dates. The same again does nothing. Raises NotAllowed, DomainError for a day that has one, or
    from which a published month would fall under it (``installing``)."""
    if not may(by, "period.manage", county):
        raise NotAllowed("只有审定员可以改填报规则")
    with audited(by=by, reason=source) as audit:
        # Who publishes a month holds the county too.
        hold(county)
        later = ReportingRule.objects.filter(county=county, from_date__gt=from_date)
        until = later.order_by("from_date").values_list("from_date", flat=True).first()
        moved = published_under(published_months(county), from_date, until)
        rule, created = ReportingRule.objects.get_or_create(
            county=county, from_date=from_date, defaults={"source": source, **values}
        )
        wanted = {"source": source, **values}
        if not created and any(getattr(rule, name) != value for name, value in wanted.items()):
            raise DomainError(
                f"{from_date:%Y年%-m月%-d日}起已有一条规则，请另选日期", field="from_date"
            )
        if created and moved:
            raise DomainError(
                f"填报规则不能追溯到已经发布的{moved[0].label}，请选{moved[-1].next().label}1日或以后",
                field="from_date",
            )
        if created:
            audit.record(rule, "period.rule", county=county, changes=made(rule))
    return rule
