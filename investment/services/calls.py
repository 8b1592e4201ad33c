"""A call about a missing month, recorded."""

import datetime

from accounts import clock
from accounts.errors import DomainError, NotAllowed
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import made
from investment.models import CallAnswer, ReportingCall, ReportingPeriod


def record_call(
    *,
    period: ReportingPeriod,
    unit: Unit,
    whom: str,
    answer: CallAnswer,
    by: User,
    today: datetime.date,
    promised_on: datetime.date | None = None,
    note: str = "",
) -> ReportingCall:
    """Keep whom the bureau called about the unit's month, and what they said. Raises NotAllowed,
    DomainError for a promise of a day gone by."""
    if not may(by, "entry.review", period.county) or unit.own_county != period.county:
        raise NotAllowed("只有审核员和审定员可以登记催报")
    if promised_on is not None and promised_on < today:
        raise DomainError("承诺日期不能早于今天", field="promised_on")
    with audited(by=by) as audit:
        call = ReportingCall.objects.create(
            period=period,
            unit=unit,
            whom=within(whom, 60, "接电话的人", field="whom"),
            answer=answer,
            promised_on=promised_on,
            note=within(note, 200, "说明", field="note"),
            called_by=by,
            called_at=clock.now(),
        )
        audit.record(call, "period.call", county=period.county, changes=made(call))
    return call
