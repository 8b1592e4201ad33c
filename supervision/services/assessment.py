"""Schemes: drafted, previewed, put in force; events confirmed; results published."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.audit import audited
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.models import Unit, User
from accounts.rules import supervises
from figures.selectors import months_with_figures
from measures.months import Month
from measures.scores import to_hundredths
from supervision import rules
from supervision.assessment.kinds import KINDS, describe
from supervision.assessment.reckoning import frozen, reckon
from supervision.ledger import add_line, enter_item
from supervision.models import (
    AssessmentResult,
    AssessmentScheme,
    EventState,
    Excuse,
    NoticeItem,
    RuleKind,
    SchemeRule,
    SchemeState,
    ScoreEvent,
    ScoreLine,
)


def draft_scheme(*, county: Unit, by: User, values: Mapping[str, Any]) -> AssessmentScheme:
    """``values``: year, period, name, part, plan_key, source. Raises NotAllowed."""
    if not rules.may_draft_scheme(by, county):
        raise NotAllowed("只有审核员和审定员可以起草考核办法")
    with audited(by=by) as audit:
        scheme = AssessmentScheme.objects.create(county=county, drafted_by=by, **values)
        audit.record(scheme, "scheme.draft", county=county)
    return scheme


def set_rule(
    *,
    scheme: AssessmentScheme,
    rule: SchemeRule | None,
    name: str,
    kind: str,
    parameters: Mapping[str, Any],
    by: User,
) -> SchemeRule:
    """Add a rule, or change one of a draft. Raises NotAllowed, WrongState once in force."""
    _require_draft(scheme, by)
    with audited(by=by) as audit:
        _hold(scheme)
        if rule is None:
            last = scheme.rules.order_by("position").last()
            rule = SchemeRule(scheme=scheme, position=last.position + 1 if last else 1)
            old = "—"
        else:
            old = describe(rule.kind, rule.parameters)
        rule.name, rule.kind, rule.parameters = name.strip(), kind, dict(parameters)
        rule.save()
        audit.record(
            scheme,
            "scheme.update",
            county=scheme.county,
            changes={rule.name: (old, describe(kind, parameters))},
        )
    return rule


def remove_rule(*, scheme: AssessmentScheme, rule: SchemeRule, by: User) -> None:
    """Raises NotAllowed, WrongState once in force."""
    _require_draft(scheme, by)
    with audited(by=by) as audit:
        _hold(scheme)
        told = {rule.name: (describe(rule.kind, rule.parameters), "—")}
        if SchemeRule.objects.filter(pk=rule.pk, scheme=scheme).delete()[0]:
            audit.record(scheme, "scheme.update", county=scheme.county, changes=told)


def force_scheme(*, scheme: AssessmentScheme, by: User, today: date) -> AssessmentScheme:
    """Put it in force; what notices of the year have said so far is entered. A second press does
    nothing. Raises NotAllowed, DomainError without rules, WrongState where another is in force."""
    if not rules.may_force_scheme(by, scheme.county):
        raise NotAllowed("只有审定员可以执行考核办法")
    scheme.refresh_from_db()
    if scheme.is_in_force:
        return scheme
    if not scheme.rules.exists():
        raise DomainError("考核办法还没有指标")
    try:
        with audited(by=by) as audit, transaction.atomic():
            _hold(scheme)
            AssessmentScheme.objects.filter(pk=scheme.pk).update(
                state=SchemeState.IN_FORCE, in_force_on=today
            )
            scheme.refresh_from_db()
            items = NoticeItem.objects.issued().filter(
                notice__county=scheme.county, notice__issue_year=scheme.year
            )
            standing = items.filter(withdrawal=None) | items.exclude(
                withdrawal__notice__state="issued"
            )
            related = standing.distinct().select_related("notice", "unit")
            for rule in scheme.rules.filter(kind=RuleKind.NOTICE).select_related("scheme__county"):
                for item in related.order_by("pk"):
                    enter_item(audit, rule, item, item.notice)
            audit.record(
                scheme,
                "scheme.force",
                county=scheme.county,
                changes={"状态": (SchemeState.DRAFT.label, SchemeState.IN_FORCE.label)},
            )
    except IntegrityError as error:
        raise WrongState(
            f"{scheme.year}年已有执行中的{scheme.get_period_display()}考核办法，同一周期只能有一个"
        ) from error
    return scheme


def excuse_unit(
    *, scheme: AssessmentScheme, term: int, unit: Unit, reason: str, by: User
) -> Excuse:
    """A term does not rank the unit. Raises NotAllowed, DomainError without a reason, WrongState
    once the term was published."""
    if not rules.may_publish_result(by, scheme.county):
        raise NotAllowed("只有审定员可以批准不参加考核")
    if unit.own_county_id != scheme.county_id:
        raise NotAllowed("没有这个单位")
    if not reason.strip():
        raise DomainError("请写明不参加考核的理由")
    with audited(by=by, reason=reason.strip()) as audit:
        _hold(scheme)
        _require_unpublished(scheme, term)
        excuse, created = Excuse.objects.get_or_create(
            scheme=scheme, term=term, unit=unit, defaults={"reason": reason.strip()[:200], "by": by}
        )
        if created:
            audit.record(
                scheme,
                "scheme.excuse",
                county=scheme.county,
                changes={scheme.term_label(term): ("—", f"{unit}不参加考核")},
            )
    return excuse


def propose_event(
    *, rule: SchemeRule, unit: Unit, happened_on: date, text: str, by: User
) -> ScoreEvent:
    """Raises NotAllowed, DomainError, WrongState for a scheme that is not in force."""
    county = rule.scheme.county
    if not supervises(by, county):
        raise NotAllowed("只有发改局和督查员可以提出考核事项")
    if unit.own_county_id != county.pk:
        raise NotAllowed("没有这个单位")
    if not text.strip():
        raise DomainError("请写明事由和依据")
    if happened_on.year != rule.scheme.year:
        raise DomainError(f"发生日期不在{rule.scheme.year}年")
    if rule.kind != RuleKind.EVENT or not rule.scheme.is_in_force:
        raise WrongState("考核办法还没有执行，或这个指标不按事项计分")
    same: dict[str, Any] = {
        "rule": rule,
        "unit": unit,
        "happened_on": happened_on,
        "text": text.strip()[:200],
        "proposed_by": by,
    }
    with audited(by=by) as audit:
        event, created = ScoreEvent.objects.get_or_create(**same)
        if created:
            audit.record(
                event, "score.propose", county=county, changes={rule.name: ("—", event.text)}
            )
    return event


def decide_event(*, event: ScoreEvent, is_confirmed: bool, decision: str, by: User) -> ScoreEvent:
    """Confirm it, which enters its line, or refuse it with a word; not by who proposed it. The same
    again does nothing. Raises NotAllowed, DomainError, WrongState."""
    rule = event.rule
    scheme = rule.scheme
    if not rules.may_publish_result(by, scheme.county):
        raise NotAllowed("只有审定员可以确认考核事项")
    if event.proposed_by_id == by.pk:
        raise NotAllowed("自己提出的考核事项要由另一人确认")
    if not is_confirmed and not decision.strip():
        raise DomainError("请写明不确认的理由")
    state = EventState.CONFIRMED if is_confirmed else EventState.REFUSED
    with audited(by=by, reason=decision.strip()) as audit:
        claimed = ScoreEvent.objects.filter(pk=event.pk, state=EventState.PROPOSED).update(
            state=state, decided_by=by, decision=decision.strip()[:200]
        )
        event.refresh_from_db()
        if not claimed:
            if event.state != state:
                raise WrongState(f"这一事项已由他人处理：{event.get_state_display()}")
            return event
        audit.record(
            event,
            "score.decide",
            county=scheme.county,
            changes={"状态": (EventState.PROPOSED.label, state.label)},
        )
        if is_confirmed:
            add_line(
                audit,
                ScoreLine(
                    scheme=scheme,
                    term=scheme.term_of(event.happened_on.month),
                    unit=event.unit,
                    rule=rule,
                    hundredths=to_hundredths(Fraction(rule.parameters["points"])),
                    reckoning=f"{event.happened_on:%-m月%-d日}{event.text}，"
                    f"每次{rule.parameters['points']}分",
                    event=event,
                    on=event.happened_on,
                ),
            )
    return event


def publish_result(
    *, scheme: AssessmentScheme, term: int, by: User, today: date
) -> AssessmentResult:
    """Reckon the term at its last month, enter a line for each rule and unit, and keep the table as
    it then is. A term that was published is returned as it is. Raises NotAllowed, WrongState while
    the scheme is not in force or the term's last month has no approved figures."""
    if not rules.may_publish_result(by, scheme.county):
        raise NotAllowed("只有审定员可以发布考核结果")
    if not scheme.is_in_force or term not in scheme.terms:
        raise WrongState("考核办法还没有执行，不能发布结果")
    month = Month(scheme.year, scheme.last_month_of(term))
    if month not in months_with_figures(scheme.county):
        raise WrongState(f"{month.label}还没有审定的数字，不能发布{scheme.term_label(term)}的结果")
    with audited(by=by) as audit:
        # The lock lets one publish at a time, and keeps excuses out meanwhile.
        _hold(scheme)
        if existing := scheme.results.filter(term=term).first():
            return existing
        table = reckon(scheme, term, month)
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
        audit.record(result, "score.publish", county=scheme.county)
    return result


def _require_draft(scheme: AssessmentScheme, by: User) -> None:
    if not rules.may_draft_scheme(by, scheme.county):
        raise NotAllowed("只有审核员和审定员可以起草考核办法")
    if scheme.is_in_force:
        raise WrongState("考核办法已经执行，不能再改动；要改请另立办法，从下一年度执行")


def _require_unpublished(scheme: AssessmentScheme, term: int) -> None:
    if scheme.results.filter(term=term).exists():
        raise WrongState(f"{scheme.term_label(term)}的结果已经发布")


def _hold(scheme: AssessmentScheme) -> None:
    """Lock the scheme for the rest of the transaction."""
    AssessmentScheme.objects.select_for_update().get(pk=scheme.pk)
