"""A unit goes on as another: proposed by who keeps units or projects, put in force by an approver.

The tree of units is the administrator's and the parts of projects are the approver's
(accounts/rights.csv): neither does it alone, unless one person holds both roles.
"""

import datetime

from accounts.errors import DomainError, NotAllowed
from accounts.models import Unit, User
from accounts.people.services.closing import close_unit
from accounts.published import refuse_published_since
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Trail
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from projects.mergers import succession
from projects.models import UnitMerger


def may_propose_merger(user: User, county: Unit) -> bool:
    return may(user, "unit.merge", county, answer=PROPOSE) or may(user, "unit.merge", county)


def propose_merger(
    *,
    unit: Unit,
    successor: Unit,
    from_day: datetime.date,
    document: str,
    by: User,
    today: datetime.date,
) -> UnitMerger:
    """Propose that ``unit`` goes on as ``successor`` from a day, as ``document`` says. Raises
    NotAllowed, DomainError, WrongState while another of the unit waits."""
    if not may_propose_merger(by, unit.own_county):
        raise NotAllowed("只有管理员、审核员和审定员可以提出机构调整")
    _refuse_unfit(unit, successor, from_day, today)
    return propose(
        UnitMerger(unit=unit, successor=successor, from_day=from_day, reason=document.strip()),
        by=by,
    )


def merge_as_proposed(audit: Trail, merger: UnitMerger, by: User, today: datetime.date) -> None:
    """Pass on all that is open, the roles of users and the units below, and take the unit out of
    use. Raises DomainError, and WrongState where a month that moves was published meanwhile."""
    hold(merger.unit.own_county)
    unit = hold(merger.unit)
    successor = Unit.objects.select_related("county").get(pk=merger.successor_id)
    _refuse_unfit(unit, successor, merger.from_day, today)
    refuse_published_since(unit.own_county, merger.from_day, merger.proposed_at)
    succession.pass_on(audit, unit, successor, merger.from_day)
    close_unit(audit, unit, successor, merger.from_day)


def _refuse_unfit(
    unit: Unit, successor: Unit, from_day: datetime.date, today: datetime.date
) -> None:
    if unit.pk == unit.own_county_id:
        raise DomainError("县本身不能并入其他单位。", field="unit")
    if not unit.is_active:
        raise DomainError(f"“{unit.name}”已经停用。", field="unit")
    if successor.own_county_id != unit.own_county_id or successor.pk == successor.own_county_id:
        raise DomainError("要并入的单位必须是本县的另一个单位。", field="successor")
    if not successor.is_active:
        raise DomainError(f"“{successor.name}”已经停用，请另选。", field="successor")
    if successor.pk == unit.pk:
        raise DomainError("不能并入自己，请选另一个单位。", field="successor")
    parents = dict(Unit.objects.within(unit.own_county).values_list("pk", "parent"))
    above = successor.parent_id
    while above is not None and above != unit.pk:
        above = parents.get(above)
    if above == unit.pk:
        raise DomainError(
            f"“{successor.name}”在“{unit.name}”之下，请先把它移出来。", field="successor"
        )
    if from_day > today:
        raise DomainError("不能填以后的日期，请到那一天再办。", field="from_day")
