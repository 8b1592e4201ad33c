"""What the bureau makes of what the edit checks found, and which checks hold."""

from collections.abc import Mapping
from datetime import date

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from investment import rules
from investment.checks import BY_CODE
from investment.models import CheckClass, CheckFinding, CheckRule, Verdict


def judge_finding(
    *, finding: CheckFinding, seen: str, verdict: Verdict, note: str, by: User
) -> CheckFinding:
    """Record a verdict (属实, 待核查, 经核不符) with a note; ``seen`` is the verdict that the form
    was made from, "" where there was none. The same again does nothing. Raises NotAllowed,
    DomainError for doubt without a word, and Stale where another verdict came between."""
    entry = finding.entry
    if not rules.may_judge(by, entry):
        raise NotAllowed("只有审核员和审定员可以核查，自己代填的须单位确认")
    note = within(note, 200, "核查说明")
    if verdict is not Verdict.ACCEPTED and not note:
        raise DomainError("待核查或经核不符请写明依据", field="note")
    with audited(by=by, reason=note) as audit:
        # Who approves the entry at this moment waits for the verdict, or comes before it.
        hold(entry)
        before = facts_of(CheckFinding.objects.get(pk=finding.pk))
        judged = (
            CheckFinding.objects.standing()
            .filter(pk=finding.pk, verdict=seen)
            .update(verdict=verdict, verdict_note=note, verdict_by=by, verdict_at=clock.now())
        )
        now = CheckFinding.objects.select_related("entry", "verdict_by").get(pk=finding.pk)
        if not judged:
            if (now.verdict, now.verdict_note) == (verdict, note):
                return now
            raise Stale(_as_it_is(now))
        audit.record(
            entry,
            "entry.judge",
            county=entry.project.county,
            rows=[(now, changed_row(before, now))],
        )
    return now


def _as_it_is(finding: CheckFinding) -> str:
    if finding.superseded_at is not None:
        return "这一条已退回或更正，原来的提示不再需要核查"
    verdict = Verdict(finding.verdict).label if finding.verdict else "未核查"
    who = f"{finding.verdict_by}：" if finding.verdict_by else ""
    return f"打开页面之后已有他人核查，现为“{who}{verdict}”，请核对后再操作"


def set_check_rule(
    *,
    county: Unit,
    code: str,
    check_class: CheckClass,
    parameters: Mapping[str, int],
    from_date: date,
    source: str,
    by: User,
) -> CheckRule:
    """Let a check be of another class, or have other parameters, from a day on; what was sent
    before is not checked again. Raises NotAllowed, DomainError for a day that has a rule."""
    if not may(by, "entry.approve", county):
        raise NotAllowed("只有审定员可以改校核规则")
    check = BY_CODE[code]
    kept = {name: parameters[name] for name in check.parameters}
    wanted = {"check_class": check_class, "parameters": kept, "source": source}
    with audited(by=by, reason=source) as audit:
        rule, created = CheckRule.objects.get_or_create(
            county=county, code=code, from_date=from_date, defaults=wanted
        )
        if not created and any(getattr(rule, name) != value for name, value in wanted.items()):
            raise DomainError(
                f"“{check.label}”自{from_date}起已有规则，请另选日期", field="from_date"
            )
        if created:
            audit.record(rule, "check.rule", county=county, changes=made(rule), label=check.label)
    return rule
