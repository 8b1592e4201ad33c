"""The month that pages show: published by the bureau when it decides, or as a reviewer proposes it,
and taken back."""

import datetime
import itertools

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import changed_since, facts_of
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from investment.models import (
    EntryState,
    MonthlyEntry,
    PublishedAs,
    PublishProposal,
    ReportingPeriod,
)
from investment.selectors.publishing import reviewed_of

_FROM = {
    PublishedAs.FLASH: ("", PublishedAs.NOT),
    PublishedAs.FINAL: ("", PublishedAs.NOT, PublishedAs.FLASH),
}
"""A 快报 becomes 定数; the other way leads over taking it back."""


def publish_month(
    *, period: ReportingPeriod, kind: PublishedAs, by: User | None
) -> ReportingPeriod:
    """Let pages and documents show the month. The same again does nothing. Raises NotAllowed,
    WrongState for a month without approved figures, or for 定数 while something sent waits."""
    _require_publisher(by, period.county)
    before = facts_of(period)
    with audited(by=by) as audit:
        # Who dates a deed by the months that are published holds the county too.
        hold(period.county)
        rows = ReportingPeriod.objects.filter(pk=period.pk)
        claimed = rows.filter(published_as__in=_FROM[kind]).update(
            published_as=kind, published_by=by, published_at=clock.now()
        )
        period.refresh_from_db()
        if not claimed:
            if period.published_as == kind:
                return period
            raise WrongState(
                f"{period}已经发布为{period.get_published_as_display()}，要改请先撤回发布"
            )
        _require_figures(period, kind)
        changes = changed_since(before, period)
        audit.record(period, f"period.publish_{kind}", county=period.county, changes=changes)
    return period


def publish_history(*, county: Unit, by: User) -> list[ReportingPeriod]:
    """Publish the months of history that have figures, all together, as 定数. Raises NotAllowed,
    WrongState where there is none, or where one of them cannot be published."""
    _require_publisher(by, county)
    history = ReportingPeriod.objects.filter(
        county=county, is_history=True, entries__state=EntryState.APPROVED
    ).exclude(published_as=PublishedAs.FINAL)
    with audited(by=by):
        periods = list(history.distinct().select_related("county").order_by("year", "month"))
        if not periods:
            raise WrongState("没有待发布的历史月份，请先导入历史月报")
        return [publish_month(period=each, kind=PublishedAs.FINAL, by=by) for each in periods]


def propose_publishing(
    *, period: ReportingPeriod, kind: PublishedAs, reason: str, by: User
) -> PublishProposal:
    """Propose to publish the month; the same again is returned as it is. Raises NotAllowed,
    DomainError without a reason, WrongState where it cannot be published so or another waits."""
    if not may(by, "period.declare", period.county, answer=PROPOSE):
        raise NotAllowed("只有审核员可以提出发布月度数据")
    if not reason.strip():
        raise DomainError(f"请写明为什么现在发布{period}", field="reason")
    reason = within(reason, 200, "理由", field="reason")
    if period.published_as not in _FROM[kind]:
        raise WrongState(f"{period}已经发布为{period.get_published_as_display()}")
    _require_figures(period, kind)
    return propose(PublishProposal(period=period, kind=kind, reason=reason.strip()), by=by)


def publish_as_proposed(
    audit: Trail, proposal: PublishProposal, by: User, today: datetime.date
) -> None:
    """Raises WrongState where it cannot be published so any more."""
    publish_month(period=proposal.period, kind=PublishedAs(proposal.kind), by=by)


def unpublish_month(*, period: ReportingPeriod, reason: str, by: User) -> ReportingPeriod:
    """Take the publishing back: pages show the month before again. The same again does nothing.
    Raises NotAllowed, DomainError without a reason."""
    _require_publisher(by, period.county)
    if not reason.strip():
        raise DomainError(f"请写明为什么撤回{period}的发布", field="reason")
    reason = within(reason, 200, "撤回理由", field="reason")
    before = facts_of(period)
    with audited(by=by, reason=reason) as audit:
        published = ReportingPeriod.objects.filter(pk=period.pk).published()
        taken_back = published.update(
            published_as=PublishedAs.NOT, published_by=None, published_at=None
        )
        period.refresh_from_db()
        if taken_back:
            changes = changed_since(before, period)
            audit.record(period, "period.unpublish", county=period.county, changes=changes)
    return period


def settle_months_before_publishing(now: datetime.datetime) -> list[str]:
    """Say of the months that are older than publishing what they were: 定数 where the month was
    closed, a later one has figures, or all that was owed is approved; else not published."""
    old = ReportingPeriod.objects.filter(published_as="").select_related("county")
    done = []
    for county, periods in itertools.groupby(
        old.order_by("county", "year", "month"), key=lambda period: period.county
    ):
        done += _settle(county, list(periods), now)
    return done


def _settle(county: Unit, periods: list[ReportingPeriod], now: datetime.datetime) -> list[str]:
    approved = MonthlyEntry.objects.approved().filter(project__county=county)
    months = set(approved.order_by().values_list("year", "month").distinct())
    latest = max(months, default=(0, 0))
    settled = []
    with audited(by=None, reason="升级前各页面已经采用") as audit:
        for period in periods:
            key = (period.year, period.month)
            was_used = key in months and (
                not period.is_open or key < latest or reviewed_of(period).is_whole
            )
            kind = PublishedAs.FINAL if was_used else PublishedAs.NOT
            before = facts_of(period)
            rows = ReportingPeriod.objects.filter(pk=period.pk, published_as="")
            if not rows.update(published_as=kind, published_at=now if was_used else None):
                continue
            period.refresh_from_db()
            changes = changed_since(before, period)
            audit.record(period, "period.published_before", county=county, changes=changes)
            settled.append(f"{period}：{kind.label}")
    return settled


def _require_publisher(by: User | None, county: Unit) -> None:
    if not may(by, "period.declare", county):
        raise NotAllowed("只有审定员可以发布月度数据和撤回发布")


def _require_figures(period: ReportingPeriod, kind: PublishedAs) -> None:
    reviewed = reviewed_of(period)
    if not reviewed.approved:
        raise WrongState(f"{period}还没有审定的数字，不能发布")
    if kind == PublishedAs.FINAL and reviewed.waiting:
        raise WrongState(
            f"{period}还有{reviewed.waiting}个项目等待审定，请先审定或退回，或者先发布快报"
        )
