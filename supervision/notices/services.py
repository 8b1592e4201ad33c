"""Supervision notices: drafted from the facts, issued once under the next number, and withdrawn,
item by item, only by a later one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.limits import within
from accounts.models import Unit, User
from accounts.rights import may
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_since, facts_of, gone, made
from accounts.trail.holding import hold
from figures.facts import load_facts
from measures.months import Month
from projects.models import Project, ProjectUnit
from supervision.models import (
    WITH_ADDRESSEE,
    DispatchOrder,
    NoticeItem,
    NoticeItemKind,
    NoticeState,
    NoticeTarget,
    NoticeWithdrawal,
    NumberedKind,
    Problem,
    SupervisionNotice,
)
from supervision.notices.announced import announce
from supervision.notices.body import compose_body
from supervision.numbering.services import next_number

DISCARDED = "这份草稿已被删除，操作记录中留有原文"
ISSUED_STANDS = "通报已印发，不能改动；要撤销其中的事项，请在下一期通报中撤销"


class AlreadyIssued(WrongState):
    """The notice is out: nothing of it changes any more."""


# What of a draft is typed by hand.
TYPED = {
    "title": "标题",
    "document_number": "文号",
    "signer": "签发人",
    "joint_issuers": "联合印发单位",
    "demands": "工作要求",
}


def draft_notice(
    *, county: Unit, month: Month, plan_key: str, by: User, today: date
) -> SupervisionNotice:
    """A draft on the facts of one list at ``month``; one of the same hand that nobody has touched
    yet is returned as it is. Raises NotAllowed, DomainError for a list that the year has not."""
    if not may(by, "notice.draft", county):
        raise NotAllowed("只有发改局和督查员可以起草督查通报")
    if plan_key not in load_facts(county, month).keys:
        raise DomainError("这个月没有这份清单，请重新选择", field="plan_key")
    wanted = {
        "county": county,
        "year": month.year,
        "month": month.month,
        "plan_key": plan_key,
        "drafted_by": by,
        "drafted_on": today,
    }
    with audited(by=by) as audit:
        hold(county)
        untouched = SupervisionNotice.objects.drafts().filter(**wanted, version=1).first()
        if untouched is not None:
            return untouched
        notice = SupervisionNotice.objects.create(
            **wanted,
            title=f"关于{month.label}重点项目建设情况的督查通报",
        )
        audit.record(notice, "notice.draft", county=county, changes=made(notice))
    return notice


def draft_notice_of(*, order: DispatchOrder, by: User, today: date, **of: Any) -> SupervisionNotice:
    """A draft that tells of an overdue order, or none. Takes and raises what ``draft_notice`` and
    ``escalate_order`` do."""
    with audited(by=by):
        notice = draft_notice(by=by, today=today, **of)
        escalate_order(order=order, notice=notice, by=by, today=today)
    return notice


def change_draft(
    *, notice: SupervisionNotice, values: Mapping[str, str], by: User, version: int
) -> SupervisionNotice:
    """``values``: what is typed by hand. Raises NotAllowed, WrongState once issued, Stale."""
    _require_drafter(notice, by)
    typed = {name: values[name] for name in TYPED if name in values}
    if all(getattr(notice, name) == value for name, value in typed.items()):
        return notice
    with audited(by=by) as audit:
        before = facts_of(notice)
        _claim(notice, version, **typed)
        changes = changed_since(before, notice)
        audit.record(notice, "notice.update", county=notice.county, changes=changes)
    return notice


def add_item(
    *,
    notice: SupervisionNotice,
    kind: str,
    unit: Unit,
    part: str,
    text: str,
    project: Project | None = None,
    order: DispatchOrder | None = None,
    problem: Problem | None = None,
    by: User,
) -> NoticeItem:
    """Name a unit in its part: in the project, or towards the order that it was given; without
    either, as one that reports. The same again is returned as it is. Raises NotAllowed,
    DomainError, WrongState once issued or where the unit is named for this already."""
    _require_drafter(notice, by)
    if unit.own_county_id != notice.county_id:
        raise NotAllowed("没有这个单位")
    if not text.strip():
        raise DomainError("请写明事由", field="text")
    _require_part(unit, part, project, order)
    values = {
        "kind": kind,
        "unit": unit,
        "part": part,
        "project": project,
        "order": order,
        "problem": problem,
        "text": text.strip(),
    }
    with audited(by=by) as audit:
        # Looked for before the draft is counted as changed, and again behind its lock.
        if existing := notice.items.filter(**values).first():
            return existing
        _hold(notice)
        if existing := notice.items.filter(**values).first():
            return existing
        _refuse_twice(notice, values)
        item = NoticeItem.objects.create(notice=notice, **values)
        audit.record(
            notice,
            "notice.add_item",
            county=notice.county,
            rows=[(item, made(item))],
        )
    return item


def remove_item(*, notice: SupervisionNotice, item: NoticeItem, by: User) -> None:
    """Of a draft. Removing what is gone does nothing. Raises NotAllowed, WrongState once issued."""
    _require_drafter(notice, by)
    with audited(by=by) as audit:
        _hold(notice)
        told = [(item, gone(item))]
        if NoticeItem.objects.filter(pk=item.pk, notice=notice).delete()[0]:
            audit.record(notice, "notice.remove_item", county=notice.county, rows=told)


def withdraw_item(
    *, notice: SupervisionNotice, item: NoticeItem, reason: str, by: User
) -> NoticeWithdrawal:
    """Let the draft ``notice`` take back an item of an earlier issued one; it takes effect when the
    draft is issued. The same again is returned as it is. Raises NotAllowed, DomainError without a
    reason, WrongState where the item is not issued or is taken back already."""
    if not may(by, "notice.issue", notice.county):
        raise NotAllowed("只有审定员可以撤销通报事项")
    if not reason.strip():
        raise DomainError("请写明撤销的理由", field="reason")
    if item.notice.county_id != notice.county_id or not item.notice.is_issued:
        raise WrongState("只能撤销已印发通报中的事项")
    with audited(by=by, reason=reason.strip()) as audit:
        hold(item)
        standing = NoticeWithdrawal.objects.select_related("notice").filter(item=item).first()
        if standing is not None:
            if standing.notice_id == notice.pk:
                return standing
            where = standing.notice.issue_words
            raise WrongState(f"这一事项已列入撤销（{where}），不能重复撤销")
        _hold(notice)
        withdrawal = NoticeWithdrawal.objects.create(
            notice=notice, item=item, reason=within(reason, 200, "撤销理由")
        )
        audit.record(
            notice,
            "notice.withdraw_item",
            county=notice.county,
            rows=[(withdrawal, made(withdrawal))],
        )
    return withdrawal


def withdraw_in_next(*, item: NoticeItem, reason: str, by: User, today: date) -> NoticeWithdrawal:
    """``withdraw_item`` in the draft that is at hand, or in a new one on the facts of the item's
    own notice; where it is refused no draft is left behind. Raises as ``withdraw_item``."""
    earlier = item.notice
    with audited(by=by):
        at_hand = SupervisionNotice.objects.drafts().filter(county=earlier.county)
        notice = at_hand.select_related("county").first() or draft_notice(
            county=earlier.county,
            month=Month(earlier.year, earlier.month),
            plan_key=earlier.plan_key,
            by=by,
            today=today,
        )
        return withdraw_item(notice=notice, item=item, reason=reason, by=by)


def keep_item(*, notice: SupervisionNotice, withdrawal: NoticeWithdrawal, by: User) -> None:
    """Strike a withdrawal from a draft. Raises NotAllowed, WrongState once issued."""
    _require_drafter(notice, by)
    with audited(by=by) as audit:
        _hold(notice)
        told = [(withdrawal, gone(withdrawal))]
        if NoticeWithdrawal.objects.filter(pk=withdrawal.pk, notice=notice).delete()[0]:
            audit.record(notice, "notice.remove_item", county=notice.county, rows=told)


def discard_draft(*, notice: SupervisionNotice, by: User, version: int) -> None:
    """Raises NotAllowed, WrongState once issued, Stale where another has worked on it since."""
    _require_drafter(notice, by)
    with audited(by=by) as audit:
        _claim(notice, version)
        hanging = [*notice.items.all(), *notice.withdrawals.all()]
        audit.record(
            notice,
            "notice.discard",
            county=notice.county,
            changes=gone(notice),
            rows=[(row, gone(row)) for row in hanging],
        )
        notice.items.all().delete()
        notice.withdrawals.all().delete()
        notice.delete()


def issue_notice(
    *, notice: SupervisionNotice, by: User, version: int, read: str, today: date
) -> SupervisionNotice:
    """Give it the next number of the county's year, keep its text and table, of which ``read`` is
    the digest that the approver saw, and let what it says count on the units' ledgers. A second
    press does nothing. Raises NotAllowed, DomainError where it says nothing of any unit, nobody
    signs, or an order that it criticises was answered, Stale."""
    if not may(by, "notice.issue", notice.county):
        raise NotAllowed("只有审定员可以印发督查通报")
    found = SupervisionNotice.objects.filter(pk=notice.pk).first()
    if found is None:
        raise WrongState(DISCARDED)
    notice.refresh_from_db()
    if notice.is_issued:
        return notice
    if not notice.signer:
        raise DomainError("请先在“文头和要求”中填写签发人并保存")
    with audited(by=by) as audit:
        try:
            _claim(notice, version)
        except AlreadyIssued:
            # Pressed twice at once: the other press has issued it.
            notice.refresh_from_db()
            return notice
        if not notice.items.exists() and not notice.withdrawals.exists():
            raise DomainError("通报里还没有事项：请列出表扬、提醒、批评或约谈的单位")
        _refuse_answered(notice)
        before = facts_of(notice)
        body = compose_body(notice)
        if body.digest != read:
            raise Stale("打开页面之后数字有变动，正文已按现在的数字写成，请看过后再印发")
        notice.body = body.as_kept()
        notice.issue_year = today.year
        notice.issued_on = today
        notice.issued_by = by
        # Taken late: whoever issues another waits from here on.
        notice.number = next_number(notice.county, today.year, NumberedKind.NOTICE)
        notice.state = NoticeState.ISSUED
        notice.save()
        announce(audit, notice)
        audit.record(
            notice,
            "notice.issue",
            county=notice.county,
            changes=changed_since(before, notice),
        )
    return notice


def escalate_order(
    *, order: DispatchOrder, notice: SupervisionNotice, by: User, today: date
) -> NoticeItem:
    """Put an overdue order before the county: its addressee is criticised in the draft. One that
    is there already stays as it is. Raises NotAllowed, WrongState where it is not overdue."""
    if existing := notice.items.filter(order=order).first():
        return existing
    if not order.is_overdue(today):
        raise WrongState("调度单没有逾期，不能转入通报")
    days = (today - order.due_on).days
    return add_item(
        notice=notice,
        kind=NoticeItemKind.CRITICISE,
        unit=order.addressee,
        part=NoticeTarget.ADDRESSEE,
        project=order.problem.project,
        order=order,
        problem=order.problem,
        text=(
            f"{order.problem.project.name}{order.problem.get_category_display()}问题，"
            f"{order.label}要求{order.due_on:%-m月%-d日}前办结，逾期{days}天未回复"
        ),
        by=by,
    )


def _require_part(
    unit: Unit, part: str, project: Project | None, order: DispatchOrder | None
) -> None:
    """A unit is named in a part that it has: what it costs is its own doing."""
    word = NoticeTarget(part).label
    if project is not None and project.county_id != unit.own_county_id:
        raise NotAllowed("没有这个项目")
    if part == NoticeTarget.ADDRESSEE:
        if order is None or order.addressee_id != unit.pk:
            raise DomainError(
                f"{unit.name}按{word}通报，须从逾期的调度单列入；其他情况请按它在项目中的身份列入"
            )
        return
    parts = ProjectUnit.objects.current().filter(unit=unit, part=part)
    if project is None:
        if not parts.exists():
            raise DomainError(
                f"{unit.name}不是任何项目的{word}，请核对身份，或选定项目", field="part"
            )
    elif not parts.filter(project=project).exists():
        raise DomainError(
            f"{unit.name}不是{project.name}的{word}，请核对身份，或先在项目库登记", field="part"
        )


def _refuse_twice(notice: SupervisionNotice, values: Mapping[str, Any]) -> None:
    """One matter costs a unit once, whatever the part it is named in."""
    same = {name: values[name] for name in ("kind", "unit", "project", "order", "text")}
    if (named := notice.items.filter(**same).first()) is not None:
        raise WrongState(f"{named.unit}已因此按{named.get_part_display()}列入，不能重复列入")
    order = values["order"]
    if order is not None and notice.items.filter(order=order).exists():
        raise WrongState(f"{order.label}已列入这份通报")


def _refuse_answered(notice: SupervisionNotice) -> None:
    """An order that was answered since must not be told as unanswered."""
    items = notice.items.filter(kind=NoticeItemKind.CRITICISE).exclude(order=None)
    answered = items.exclude(order__state__in=WITH_ADDRESSEE).select_related("order")
    if labels := [item.order.label for item in answered if item.order]:
        raise DomainError(
            f"{'、'.join(labels)}已有回复，不能再按“未回复”通报；请移出这些事项，或另行写明事由列入"
        )


def _require_drafter(notice: SupervisionNotice, by: User) -> None:
    if not may(by, "notice.draft", notice.county):
        raise NotAllowed("只有发改局和督查员可以起草督查通报")
    if notice.is_issued:
        raise AlreadyIssued(ISSUED_STANDS)


def _hold(notice: SupervisionNotice) -> None:
    """Lock the draft, and count the change: what the approver read is not what he would issue."""
    _claim(notice, None)


def _claim(notice: SupervisionNotice, version: int | None, **values: Any) -> None:
    """Raises WrongState once it was discarded or issued, Stale."""
    try:
        claimed = claim(notice, version=version, where=Q(state=NoticeState.DRAFT), **values)
    except SupervisionNotice.DoesNotExist:
        raise WrongState(DISCARDED) from None
    if claimed:
        return
    if notice.is_issued:
        raise AlreadyIssued(ISSUED_STANDS)
    raise Stale("打开页面之后草稿又有改动，请看过后再办")
