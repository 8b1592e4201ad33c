"""Longer for one unit (延期): proposed by a reviewer, given by an approver, over on its day."""

from datetime import date

from accounts.errors import DomainError, NotAllowed
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.proposals import accept, propose
from investment import rules
from investment.models import PeriodExtension, ReportingPeriod


def extend_period(
    *, period: ReportingPeriod, unit: Unit, until: date, reason: str, by: User, today: date
) -> PeriodExtension:
    """Propose to give the unit until a day; an approver's is given at once. What is the same
    already is returned as it is. Raises DomainError, NotAllowed, WrongState while another waits."""
    county = period.county
    if not rules.may_see_periods(by, county):
        raise NotAllowed("只有审核员可以提出延期、审定员可以批准延期")
    if unit.own_county != county:
        raise NotAllowed("没有这个单位")
    if not reason.strip():
        raise DomainError("请写明延期理由", field="reason")
    if until <= period.due_on or until < today:
        raise DomainError(
            f"延期要晚于截止日{period.due_on:%-m月%-d日}，且不早于今天", field="until"
        )
    reason = within(reason, 200, "延期理由", field="reason")
    with audited(by=by):
        extension = propose(
            PeriodExtension(period=period, unit=unit, until=until, reason=reason), by=by
        )
        if may(by, "period.manage", county):
            extension = accept(proposal=extension, by=by, today=today)
    return extension
