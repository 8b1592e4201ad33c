"""What people do about changes of a list: a unit asks, the bureau gathers what is asked into a plan
of adjustment. Nothing of the list changes until that is put in force (``forcing``)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files import File
from django.db.models import Q

from accounts import clock
from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import User
from accounts.rights import reporting_unit_ids
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.claims import claim, write
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from projects.adjustments import rules
from projects.adjustments.past import as_of_the_year
from projects.adjustments.soundness import refuse_closed, refuse_contradicting, refuse_undecided
from projects.adjustments.wanted import Wanted, stood
from projects.models import (
    DRAFTED,
    AdjustmentState,
    AnnualPlan,
    ChangeKind,
    ChangeState,
    PlanAdjustment,
    PlanChange,
    PlanItem,
    PlanPaper,
    Project,
)
from projects.models.adjustments import LONGEST_REASON
from projects.papers import papers_sent
from workbooks.models import Upload

CHANGED_MEANWHILE = "这个调整方案已被他人改动，没有保存，请核对后再试。"
ENDED = "这个调整方案{state}，不能再改。"


# --- Asking ------------------------------------------------------------------------------


def ask(
    *,
    plan: AnnualPlan,
    kind: str,
    project: Project,
    wanted: Wanted,
    reason: str,
    by: User,
    files: "Sequence[File[Any]]" = (),
    adjustment: PlanAdjustment | None = None,
) -> PlanChange:
    """What a unit asks for, or the bureau for its own ``adjustment``. The same again, while it
    waits, is returned as it is. Raises NotAllowed, DomainError without a reason and for files that
    do not fit, WrongState where the plan of adjustment has ended, or the list is closed."""
    unit = None if adjustment else rules.asking_unit(by, project)
    if unit is None and not rules.drafts(by, plan.county):
        raise NotAllowed("只有项目有关单位和审核员、审定员可以申请调整")
    if project.county_id != plan.county_id:
        raise NotAllowed("没有这个项目")
    reason = within(reason, LONGEST_REASON, "理由", field="reason")
    if not reason:
        raise DomainError("请写明调整理由和依据", field="reason")
    papers = papers_sent(files)
    item = PlanItem.objects.filter(plan=plan, project=project).first()
    with audited(by=by, reason=reason) as audit:
        # Two presses of a button come one after the other.
        hold(plan.county)
        refuse_closed(plan)
        if adjustment is not None:
            _require_draft(hold(adjustment))
        asked = {
            "plan": plan,
            "adjustment": adjustment,
            "kind": kind,
            "project": project,
            "terms": wanted.terms,
            "details": wanted.details,
            "unit": unit,
            "reason": reason,
        }
        state = ChangeState.GATHERED if adjustment else ChangeState.WAITING
        standing = PlanChange.objects.filter(state=state, **asked).first()
        if standing is not None:
            return standing
        change = PlanChange.objects.create(
            **asked,
            item=item,
            name=project.name,
            stood=stood(as_of_the_year(project, plan.year), item, wanted),
            state=state,
            asked_by=by,
            asked_at=clock.now(),
        )
        told: list[Told] = []
        for given in papers:
            paper = PlanPaper(
                change=change, original_name=given.name, content_type=given.content_type
            )
            paper.keep(given.content, given.name, unit=unit)
            paper.save()
            told.append((paper, made(paper)))
        if adjustment is not None:
            # Whoever has read it, read it without this change.
            claim(adjustment)
        audit.record(change, "adjustment.ask", county=plan.county, changes=made(change), rows=told)
    return change


def withdraw_change(*, change: PlanChange, by: User) -> PlanChange:
    """By the unit that asked, until the bureau has taken it up. The same again does nothing."""
    if change.unit_id not in reporting_unit_ids(by):
        raise NotAllowed("只有申请单位可以撤回申请")
    with audited(by=by) as audit:
        _end_waiting(audit, change, "adjustment.withdraw", ChangeState.WITHDRAWN)
    return change


def refuse_change(*, change: PlanChange, answer: str, by: User) -> PlanChange:
    """Raises NotAllowed, DomainError without a word, WrongState where it does not wait."""
    _require_drafter(by, change.plan)
    answer = within(answer, LONGEST_REASON, "答复", field="answer")
    if not answer:
        raise DomainError("请写明不采纳的理由", field="answer")
    with audited(by=by, reason=answer) as audit:
        _end_waiting(audit, change, "adjustment.refuse", ChangeState.REFUSED, answer=answer)
    return change


def _end_waiting(audit: Trail, change: PlanChange, action: str, state: str, **values: Any) -> None:
    before = facts_of(change)
    if not claim(change, where=Q(state=ChangeState.WAITING), state=state, **values):
        if change.state == state:
            return
        raise WrongState(f"这条申请{change.state_words}，不能再办")
    changes = changed_row(before, change)
    audit.record(change, action, county=change.plan.county, changes=changes)


# --- Gathering ---------------------------------------------------------------------------


def draft_adjustment(
    *,
    plan: AnnualPlan,
    name: str,
    by: User | None,
    note: str = "",
    gathered: Iterable[PlanChange] = (),
    upload: Upload | None = None,
    left_out: Sequence[int] = (),
) -> PlanAdjustment:
    """A plan of adjustment that gathers what was asked for. Raises NotAllowed, DomainError,
    WrongState of a list that is closed, and Stale where one of them waits no more."""
    _require_drafter(by, plan)
    name = within(name, 100, "方案名称", field="name")
    if not name:
        raise DomainError("请填写方案名称", field="name")
    with audited(by=by) as audit:
        hold(plan.county)
        refuse_closed(plan)
        adjustment = PlanAdjustment.objects.create(
            plan=plan,
            name=name,
            note=note.strip(),
            drafted_by=by,
            drafted_at=clock.now(),
            upload=upload,
            left_out=list(left_out),
        )
        told = [_gathered(change, adjustment) for change in gathered]
        audit.record(
            adjustment,
            "adjustment.draft",
            county=plan.county,
            changes=made(adjustment),
            rows=told,
        )
    return adjustment


def gather(*, adjustment: PlanAdjustment, changes: Sequence[PlanChange], by: User) -> None:
    """Take up further requests of the list. Raises NotAllowed, WrongState, Stale."""
    _require_drafter(by, adjustment.plan)
    if not changes:
        raise DomainError("请先勾选要列入的申请")
    with audited(by=by) as audit:
        _require_draft(hold(adjustment))
        told = [_gathered(change, adjustment) for change in changes]
        claim(adjustment)
        audit.record(adjustment, "adjustment.gather", county=adjustment.plan.county, rows=told)


def _gathered(change: PlanChange, adjustment: PlanAdjustment) -> Told:
    before = facts_of(change)
    waits = Q(state=ChangeState.WAITING, plan=adjustment.plan)
    if not claim(change, where=waits, state=ChangeState.GATHERED, adjustment=adjustment):
        raise Stale(f"“{change}”已不在待处理的申请中，请重新打开本页核对。")
    return change, changed_row(before, change)


def decide_left_out(
    *, adjustment: PlanAdjustment, dropped: Sequence[PlanItem], by: User | None, version: int
) -> PlanAdjustment:
    """Say of the lines that the workbook does not have which of them leave the list; the others
    stay. The same again does nothing. Raises NotAllowed, WrongState, Stale."""
    _require_drafter(by, adjustment.plan)
    with audited(by=by) as audit:
        _require_draft(hold(adjustment))
        adjustment.refresh_from_db()
        if not adjustment.left_out:
            return adjustment
        wanted = Wanted({"is_dropped": True})
        changes = [
            PlanChange.objects.create(
                plan=adjustment.plan,
                adjustment=adjustment,
                kind=ChangeKind.DROP,
                project=item.project,
                item=item,
                name=item.project.name,
                terms=wanted.terms,
                stood=stood(item.project, item, wanted),
                reason="工作簿没有列出",
                asked_by=by,
                asked_at=clock.now(),
                state=ChangeState.GATHERED,
            )
            for item in dropped
            if item.pk in adjustment.left_out
        ]
        before = facts_of(adjustment)
        if not claim(adjustment, version=version, left_out=[]):
            raise Stale(CHANGED_MEANWHILE)
        audit.record(
            adjustment,
            "adjustment.gather",
            county=adjustment.plan.county,
            changes=changed_row(before, adjustment),
            rows=[(change, made(change)) for change in changes],
        )
    return adjustment


def leave_out(*, change: PlanChange, by: User) -> PlanChange:
    """Take it out of a draft: a unit's request waits again, the bureau's own is withdrawn. The
    same again does nothing, also where another draft has taken it up since."""
    adjustment = change.adjustment
    if adjustment is None:
        return change
    _require_drafter(by, change.plan)
    with audited(by=by) as audit:
        _require_draft(hold(adjustment))
        told = _released(change, adjustment)
        if not told:
            return change
        claim(adjustment)
        county = adjustment.plan.county
        audit.record(adjustment, "adjustment.leave_out", county=county, rows=told)
    return change


def _released(change: PlanChange, adjustment: PlanAdjustment) -> list[Told]:
    """Nothing where it is in this plan no more."""
    before = facts_of(change)
    state = ChangeState.WITHDRAWN if change.unit_id is None else ChangeState.WAITING
    gathered = Q(adjustment=adjustment, state=ChangeState.GATHERED)
    if not claim(change, where=gathered, state=state, adjustment=None):
        return []
    return [(change, changed_row(before, change))]


def submit_adjustment(*, adjustment: PlanAdjustment, by: User, version: int) -> PlanAdjustment:
    """Put it before the approver. Raises NotAllowed, DomainError of one without changes, with
    changes against each other or with lines of which nothing was said, WrongState also of a list
    that is closed, Stale."""
    _require_drafter(by, adjustment.plan)
    if not adjustment.changes.exists():
        raise DomainError("方案里还没有调整事项")
    refuse_closed(adjustment.plan)
    refuse_undecided(adjustment)
    refuse_contradicting(adjustment.changes.all())
    _step(adjustment, "adjustment.submit", by, version, state=AdjustmentState.SUBMITTED)
    return adjustment


def discard_adjustment(*, adjustment: PlanAdjustment, by: User, version: int) -> PlanAdjustment:
    """What units asked for waits again. Raises NotAllowed, WrongState, Stale."""
    _require_drafter(by, adjustment.plan)
    with audited(by=by) as audit:
        _step(adjustment, "adjustment.discard", by, version, state=AdjustmentState.DISCARDED)
        # The bureau's own stay, to be read with what was given up.
        asked = list(adjustment.changes.exclude(unit=None).select_related("plan"))
        told = [row for change in asked for row in _released(change, adjustment)]
        if told:
            county = adjustment.plan.county
            audit.record(adjustment, "adjustment.leave_out", county=county, rows=told)
    return adjustment


def fill_document_number(
    *, adjustment: PlanAdjustment, document_number: str, by: User, version: int
) -> PlanAdjustment:
    """The number that was 待补. Raises NotAllowed, DomainError, WrongState where there is one."""
    _require_drafter(by, adjustment.plan)
    if not adjustment.is_in_force:
        raise WrongState("方案还没有生效，文号在生效时一并填写")
    number = within(document_number, 60, "文号", field="document_number")
    if not number:
        raise DomainError("请填写文号", field="document_number")
    with audited(by=by) as audit:
        is_written = write(
            audit,
            adjustment,
            "adjustment.number",
            county=adjustment.plan.county,
            version=version,
            where=Q(state=AdjustmentState.IN_FORCE, document_number=""),
            document_number=number,
        )
        if not is_written and adjustment.document_number != number:
            raise WrongState(f"文号已是“{adjustment.document_number}”，没有改动")
    return adjustment


def _step(
    adjustment: PlanAdjustment, action: str, by: User | None, version: int, **values: Any
) -> None:
    """Lead a draft on. The same again does nothing. Raises WrongState, Stale."""
    with audited(by=by) as audit:
        is_taken = write(
            audit,
            adjustment,
            action,
            county=adjustment.plan.county,
            version=version,
            where=Q(state__in=DRAFTED) & ~Q(state=values["state"]),
            **values,
        )
        if is_taken or adjustment.state == values["state"]:
            return
        _require_draft(adjustment)
        raise Stale(CHANGED_MEANWHILE)


def _require_drafter(by: User | None, plan: AnnualPlan) -> None:
    if not rules.drafts(by, plan.county):
        raise NotAllowed("只有审核员和审定员可以拟订调整方案")


def _require_draft(adjustment: PlanAdjustment) -> None:
    if not adjustment.is_draft:
        raise WrongState(ENDED.format(state=adjustment.get_state_display()))
