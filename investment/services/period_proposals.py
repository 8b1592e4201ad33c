"""Opening or closing a month, as a reviewer proposes it: the approver does it by saying so."""

from datetime import date

from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail
from accounts.trail.proposals import propose
from investment.models import PeriodDeed, PeriodProposal, ReportingPeriod
from investment.services.periods import close_period, open_period
from measures.months import Month


def propose_period(
    *, county: Unit, month: Month, deed: PeriodDeed, reason: str, by: User
) -> PeriodProposal:
    """Propose to open or to close the month. The same again is returned as it is. Raises
    NotAllowed, DomainError without a reason, WrongState where it is so already or another waits."""
    if not may(by, "period.manage", county, answer=PROPOSE):
        raise NotAllowed("只有审核员可以提出开启或关闭填报期")
    if not reason.strip():
        raise DomainError(f"请写明为什么要{deed.label}{month.label}填报期", field="reason")
    _refuse_done(county, month, deed)
    proposal = PeriodProposal(
        county=county, year=month.year, month=month.month, deed=deed, reason=reason.strip()
    )
    return propose(proposal, by=by)


def move_period_as_proposed(audit: Trail, proposal: PeriodProposal, by: User, today: date) -> None:
    """Raises WrongState where it cannot be done any more."""
    county, month = proposal.county, proposal.as_month
    if proposal.deed == PeriodDeed.OPEN:
        open_period(county=county, month=month, by=by)
    else:
        periods = ReportingPeriod.objects.filter(county=county)
        close_period(period=periods.get(year=month.year, month=month.month), by=by)


def _refuse_done(county: Unit, month: Month, deed: PeriodDeed) -> None:
    periods = ReportingPeriod.objects.filter(county=county, year=month.year, month=month.month)
    period = periods.first()
    if deed == PeriodDeed.OPEN and period is not None and period.is_open:
        raise WrongState(f"{month.label}填报期已经开启")
    if deed == PeriodDeed.CLOSE and (period is None or not period.is_open):
        raise WrongState(f"{month.label}填报期没有开启")
