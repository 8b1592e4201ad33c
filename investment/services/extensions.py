"""Longer for one unit (延期): proposed by a reviewer, given by an approver, over on its day."""

from datetime import date

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of, made
from investment import rules
from investment.models import ExtensionState, PeriodExtension, ReportingPeriod


def extend_period(
    *, period: ReportingPeriod, unit: Unit, until: date, reason: str, by: User, today: date
) -> PeriodExtension:
    """Give the unit until a day, or, for a reviewer, propose it. What is the same already is
    returned as it is. Raises DomainError, NotAllowed, WrongState while another waits."""
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
    gives = may(by, "period.manage", county)
    wanted = {"until": until, "reason": within(reason, 200, "延期理由", field="reason")}
    with audited(by=by, reason=reason.strip()) as audit:
        waiting = PeriodExtension.objects.filter(
            period=period, unit=unit, state=ExtensionState.PROPOSED
        ).first()
        if waiting is not None:
            if (waiting.until, waiting.reason) == (until, wanted["reason"]) and not gives:
                return waiting
            raise WrongState(f"{unit.name}已有一条待审批的延期，请先审批")
        given = PeriodExtension.objects.approved().filter(period=period, unit=unit, **wanted)
        if existing := given.first():
            return existing
        now = clock.now()
        extension = PeriodExtension.objects.create(
            period=period,
            unit=unit,
            state=ExtensionState.APPROVED if gives else ExtensionState.PROPOSED,
            proposed_by=by,
            proposed_at=now,
            decided_by=by if gives else None,
            decided_at=now if gives else None,
            **wanted,
        )
        audit.record(
            extension,
            "period.extend" if gives else "period.propose_extension",
            county=county,
            changes=made(extension),
        )
    return extension


def decide_extension(
    *, extension: PeriodExtension, is_approved: bool, decision: str, by: User
) -> PeriodExtension:
    """Approve or refuse what was proposed; the same again does nothing. Raises DomainError for a
    refusal without a word, NotAllowed, WrongState when it was decided otherwise."""
    county = extension.period.county
    if not may(by, "period.manage", county):
        raise NotAllowed("只有审定员可以审批延期")
    if not is_approved and not decision.strip():
        raise DomainError("请写明不批准的理由", field="decision")
    state = ExtensionState.APPROVED if is_approved else ExtensionState.REFUSED
    with audited(by=by, reason=decision.strip()) as audit:
        before = facts_of(PeriodExtension.objects.get(pk=extension.pk))
        decided = PeriodExtension.objects.filter(
            pk=extension.pk, state=ExtensionState.PROPOSED
        ).update(
            state=state,
            decided_by=by,
            decided_at=clock.now(),
            decision=within(decision, 200, "审批意见"),
        )
        extension.refresh_from_db()
        if decided:
            audit.record(
                extension,
                "period.decide_extension",
                county=county,
                changes=changed_since(before, extension),
            )
        elif extension.state != state:
            raise WrongState(f"这条延期已由他人处理：{ExtensionState(extension.state).label}")
    return extension
