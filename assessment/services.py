"""Schemes: drafted, previewed, put in force; events proposed; results published."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import Trail, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, changed_since, facts_of, gone, made
from accounts.trail.holding import hold
from accounts.trail.proposals import ProposalState, propose
from assessment.freezing import frozen
from assessment.kinds import KINDS
from assessment.ledger import add_line, enter_standing, hold_ledger
from assessment.models import (
    AssessmentResult,
    AssessmentScheme,
    Excuse,
    RuleKind,
    SchemeRule,
    SchemeState,
    ScoreEvent,
    ScoreLine,
)
from assessment.reckoning import reckon
from figures.months import months_with_figures
from investment.models import ReportingPeriod
from measures.months import Month
from measures.scores import format_score, to_hundredths


def draft_scheme(*, county: Unit, by: User, values: Mapping[str, Any]) -> AssessmentScheme:
    """``values``: year, period, name, part, plan_key, source. The same draft of the same hand that
    nobody has touched yet is returned as it is. Raises NotAllowed."""
    if not may(by, "scheme.draft", county):
        raise NotAllowed("只有审核员和审定员可以起草考核办法")
    with audited(by=by) as audit:
        hold(county)
        drafts = AssessmentScheme.objects.filter(county=county, drafted_by=by, version=1)
        if untouched := drafts.filter(state=SchemeState.DRAFT, **values).first():
            return untouched
        scheme = AssessmentScheme.objects.create(county=county, drafted_by=by, **values)
        audit.record(scheme, "scheme.draft", county=county, changes=made(scheme))
    return scheme


def set_rule(
    *,
    scheme: AssessmentScheme,
    rule: SchemeRule | None,
    name: str,
    kind: str,
    parameters: Mapping[str, Any],
    by: User,
    version: int,
) -> SchemeRule:
    """Add a rule, or change one, of a draft read at ``version``. Raises NotAllowed, WrongState once
    in force, Stale."""
    _require_drafter(scheme, by)
    if rule is not None and rule.scheme_id != scheme.pk:
        raise NotAllowed("没有这个指标")
    values = {"name": name.strip(), "kind": kind, "parameters": dict(parameters)}
    with audited(by=by) as audit:
        _claim(scheme, version)
        if rule is None:
            last = scheme.rules.order_by("position").last()
            position = last.position + 1 if last else 1
            rule, before = SchemeRule(scheme=scheme, position=position), None
        else:
            before = facts_of(rule)
        for field, value in values.items():
            setattr(rule, field, value)
        rule.save()
        told = made(rule) if before is None else changed_row(before, rule)
        audit.record(scheme, "scheme.update", county=scheme.county, rows=[(rule, told)])
    return rule


def remove_rule(*, scheme: AssessmentScheme, rule: SchemeRule, by: User, version: int) -> None:
    """Raises NotAllowed, WrongState once in force, Stale."""
    _require_drafter(scheme, by)
    with audited(by=by) as audit:
        _claim(scheme, version)
        told = [(rule, gone(rule))]
        if SchemeRule.objects.filter(pk=rule.pk, scheme=scheme).delete()[0]:
            audit.record(scheme, "scheme.update", county=scheme.county, rows=told)


def force_scheme(
    *, scheme: AssessmentScheme, by: User, version: int, today: date
) -> AssessmentScheme:
    """Put it in force as it was read at ``version``; what notices of the year have said so far is
    entered. A second press does nothing. Raises NotAllowed, DomainError without rules, WrongState
    where another is in force, Stale."""
    if not may(by, "scheme.force", scheme.county):
        raise NotAllowed("只有审定员可以执行考核办法")
    with audited(by=by) as audit:
        hold_ledger(scheme.county, scheme.year)
        scheme.refresh_from_db()
        if scheme.is_in_force:
            return scheme
        before = facts_of(scheme)
        _claim(scheme, version, state=SchemeState.IN_FORCE, in_force_on=today)
        if not scheme.rules.exists():
            raise DomainError("考核办法还没有指标")
        for rule in scheme.rules.filter(kind=RuleKind.NOTICE).select_related("scheme__county"):
            enter_standing(audit, rule)
        audit.record(
            scheme,
            "scheme.force",
            county=scheme.county,
            changes=changed_since(before, scheme),
        )
    return scheme


def excuse_unit(
    *, scheme: AssessmentScheme, term: int, unit: Unit, reason: str, by: User
) -> Excuse:
    """A term does not rank the unit. The same again is returned as it is. Raises NotAllowed,
    DomainError without a reason, WrongState once the term was published or where another reason
    stands."""
    _require_publisher(scheme, by, "批准不参加考核")
    if unit.own_county_id != scheme.county_id:
        raise NotAllowed("没有这个单位")
    if not reason.strip():
        raise DomainError("请写明不参加考核的理由", field="reason")
    reason = within(reason, 200, "理由", field="reason")
    if term not in scheme.terms:
        raise DomainError("没有这一期，请重新选择", field="term")
    with audited(by=by, reason=reason.strip()) as audit:
        hold(scheme)
        _require_unpublished(scheme, term)
        excuse, created = Excuse.objects.get_or_create(
            scheme=scheme, term=term, unit=unit, defaults={"reason": reason, "by": by}
        )
        if created:
            rows = [(excuse, made(excuse))]
            audit.record(scheme, "scheme.excuse", county=scheme.county, rows=rows)
        elif excuse.reason != reason:
            raise WrongState(f"{unit}已批准不参加考核（{excuse.reason}），要改理由请先恢复考核")
    return excuse


def readmit_unit(*, excuse: Excuse, by: User) -> None:
    """The term ranks the unit again. Raises NotAllowed, WrongState once the term was published."""
    scheme = excuse.scheme
    _require_publisher(scheme, by, "恢复考核")
    with audited(by=by) as audit:
        hold(scheme)
        _require_unpublished(scheme, excuse.term)
        rows = [(excuse, gone(excuse))]
        if Excuse.objects.filter(pk=excuse.pk).delete()[0]:
            audit.record(scheme, "scheme.readmit", county=scheme.county, rows=rows)


def propose_event(
    *, rule: SchemeRule, unit: Unit, happened_on: date, text: str, by: User, today: date
) -> ScoreEvent:
    """The same that waits or counts is returned as it is; one that was refused may be proposed
    again. Raises NotAllowed, DomainError, WrongState for a scheme that is not in force or a term
    that was published."""
    scheme = rule.scheme
    county = scheme.county
    if not may(by, "order.issue", county):
        raise NotAllowed("只有发改局和督查员可以提出考核事项")
    if unit.own_county_id != county.pk:
        raise NotAllowed("没有这个单位")
    if not text.strip():
        raise DomainError("请写明事由和依据", field="text")
    if happened_on.year != scheme.year:
        raise DomainError(f"发生日期不在{scheme.year}年", field="happened_on")
    if happened_on > today:
        raise DomainError("发生日期还没有到，请核对", field="happened_on")
    if rule.kind != RuleKind.EVENT or not scheme.is_in_force:
        raise WrongState("考核办法还没有执行，或这个指标不按事项计分")
    event = ScoreEvent(
        rule=rule,
        unit=unit,
        happened_on=happened_on,
        reason=within(text, 200, "事由", field="text"),
    )
    with audited(by=by):
        hold(scheme)
        _require_unpublished(scheme, scheme.term_of(happened_on.month))
        return propose(event, by=by)


def count_event(audit: Trail, event: ScoreEvent, by: User, today: date) -> None:
    """Enter the line of a confirmed event. Raises WrongState once its term was published."""
    rule = event.rule
    scheme = hold(rule.scheme)
    term = scheme.term_of(event.happened_on.month)
    _require_unpublished(scheme, term)
    hundredths = to_hundredths(Fraction(rule.parameters["points"]))
    add_line(
        audit,
        ScoreLine(
            scheme=scheme,
            term=term,
            unit=event.unit,
            rule=rule,
            hundredths=hundredths,
            reckoning=f"{event.reason}，每次{format_score(hundredths, signed=True)}分",
            event=event,
            on=event.happened_on,
        ),
    )


def publish_result(
    *, scheme: AssessmentScheme, term: int, by: User, today: date
) -> AssessmentResult:
    """Reckon the term at its last month, enter a line for each rule and unit, and keep the table as
    it then is. A term that was published is returned as it is. Raises NotAllowed, WrongState while
    the scheme is not in force, the term has not ended, its last month has no approved figures, or
    an event of it waits."""
    _require_publisher(scheme, by, "发布考核结果")
    if not scheme.is_in_force or term not in scheme.terms:
        raise WrongState("考核办法还没有执行，不能发布结果")
    month = Month(scheme.year, scheme.last_month_of(term))
    with audited(by=by) as audit:
        hold_ledger(scheme.county, scheme.year)
        hold(scheme)
        if existing := scheme.results.filter(term=term).first():
            return existing
        _require_settled(scheme, term, month, today)
        table = reckon(scheme, term, month, until=today)
        result = AssessmentResult.objects.create(
            scheme=scheme,
            term=term,
            year=month.year,
            month=month.month,
            facts=frozen(table),
            published_by=by,
            published_at=clock.now(),
        )
        units = Unit.objects.in_bulk([unit.unit_id for unit in table.ranked])
        for unit in table.ranked:
            for cell in unit.cells:
                if KINDS[cell.rule.kind].work is None:
                    continue
                add_line(
                    audit,
                    ScoreLine(
                        scheme=scheme,
                        term=term,
                        unit=units[unit.unit_id],
                        rule=cell.rule,
                        hundredths=cell.hundredths,
                        reckoning=cell.words,
                        evidence=list(cell.evidence),
                        result=result,
                        on=month.last_day,
                    ),
                )
        audit.record(result, "score.publish", county=scheme.county, changes=made(result))
    return result


def _require_settled(scheme: AssessmentScheme, term: int, month: Month, today: date) -> None:
    """What is published must rest on figures that are there, and leave nothing to be decided."""
    label = scheme.term_label(term)
    if today <= month.last_day:
        raise WrongState(f"{label}还没有结束，{month.last_day:%-m月%-d日}之后才能发布结果")
    if month not in months_with_figures(scheme.county):
        raise WrongState(f"{month.label}还没有审定的数字，不能发布{label}的结果")
    periods = ReportingPeriod.objects.filter(county=scheme.county, year=month.year)
    due = periods.filter(month=month.month, due_on__gte=today).first()
    if due is not None:
        raise WrongState(f"{month.label}填报{due.due_on:%-m月%-d日}截止，过后才能发布{label}的结果")
    proposed = ScoreEvent.objects.filter(rule__scheme=scheme, state=ProposalState.WAITING)
    waiting = [event for event in proposed if scheme.term_of(event.happened_on.month) == term]
    if waiting:
        raise WrongState(f"{label}还有{len(waiting)}条考核事项待确认，请先确认或不确认，再发布结果")


def _require_drafter(scheme: AssessmentScheme, by: User) -> None:
    if not may(by, "scheme.draft", scheme.county):
        raise NotAllowed("只有审核员和审定员可以起草考核办法")


def _require_publisher(scheme: AssessmentScheme, by: User, deed: str) -> None:
    if not may(by, "result.publish", scheme.county):
        raise NotAllowed(f"只有审定员可以{deed}")


def _require_unpublished(scheme: AssessmentScheme, term: int) -> None:
    if scheme.results.filter(term=term).exists():
        raise WrongState(f"{scheme.term_label(term)}的结果已经发布，不能再改动这一期的考核")


def _claim(scheme: AssessmentScheme, version: int, **values: Any) -> None:
    """Change a draft that stands as it was read, and lock it."""
    try:
        with transaction.atomic():
            claimed = claim(scheme, version=version, where=Q(state=SchemeState.DRAFT), **values)
    except IntegrityError as error:
        raise WrongState(
            f"{scheme.year}年已有执行中的{scheme.get_period_display()}考核办法，同一周期只能有一个"
        ) from error
    if claimed:
        return
    if scheme.is_in_force:
        raise WrongState("考核办法已经执行，不能再改动；要改请另立办法，从下一年度执行")
    raise Stale("打开页面之后这个办法又有改动，请看过现在的指标后再办")
