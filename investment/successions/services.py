"""What people do about projects that go on as others: propose it, decide at once, take it back."""

import datetime
from collections.abc import Sequence

from django.db.models import Q

from accounts import clock
from accounts.errors import DomainError, NotAllowed, WrongState
from accounts.limits import within
from accounts.models import AuditEvent, Unit, User
from accounts.published import months_published
from accounts.trail.audit import audited
from accounts.trail.facts import changed_since, facts_of
from accounts.trail.holding import hold
from accounts.trail.proposals import accept, propose
from investment.models import ProjectSuccession, SuccessionKind, SuccessionShare
from investment.models.successions import LONGEST_DOCUMENT
from investment.successions import rules
from investment.successions.asked import Asked, Made
from investment.successions.effect import EffectOfSuccession, effect_of
from investment.successions.soundness import refuse_reported_since, refuse_unfit
from investment.successions.standing import known_of
from projects.adjustments.taking_back import WRITTEN, Written
from projects.models import PlanAdjustment, PlanChange, Project

LONGEST_REASON = 200


def propose_succession(
    *,
    project: Project,
    kind: str,
    from_day: datetime.date,
    asked: Asked,
    reason: str,
    by: User,
    today: datetime.date,
    document_number: str = "",
) -> ProjectSuccession:
    """Propose that the project goes on as others from a day. Raises NotAllowed, DomainError for
    what cannot be, WrongState where months or another proposal stand in its way."""
    county = project.county
    if not rules.proposes(by, county):
        raise NotAllowed("只有审核员和审定员可以提出项目变更")
    reason = within(reason, LONGEST_REASON, "理由", field="reason")
    if not reason:
        raise DomainError("请写明变更理由和依据", field="reason")
    if kind == SuccessionKind.RENAME and not asked.name.strip():
        raise DomainError("请填写新的项目名称", field="name")
    _refuse_unnamed(asked)
    known = known_of(county, [*asked.predecessors, *asked.existing], from_day.year)
    refuse_unfit(county, kind, from_day, asked, known, today)
    return propose(
        ProjectSuccession(
            county=county,
            project=project,
            kind=kind,
            from_day=from_day,
            document_number=within(
                document_number, LONGEST_DOCUMENT, "文号", field="document_number"
            ),
            asked=asked.as_kept(),
            reason=reason,
        ),
        by=by,
    )


def preview_succession(
    *,
    project: Project,
    kind: str,
    from_day: datetime.date,
    asked: Asked,
    by: User,
    today: datetime.date,
    reason: str = "",
    document_number: str = "",
) -> EffectOfSuccession:
    """What it would come to. Nothing is written. Raises as ``propose_succession``."""
    county = project.county
    if not rules.proposes(by, county):
        raise NotAllowed("只有审核员和审定员可以提出项目变更")
    _refuse_unnamed(asked)
    known = known_of(county, [*asked.predecessors, *asked.existing], from_day.year)
    refuse_unfit(county, kind, from_day, asked, known, today)
    return effect_of(county, kind, from_day, asked)


def succeed(
    *,
    project: Project,
    kind: str,
    from_day: datetime.date,
    asked: Asked,
    reason: str,
    by: User,
    today: datetime.date,
    document_number: str = "",
) -> ProjectSuccession:
    """``propose_succession`` and its acceptance by one who decides."""
    if not rules.decides(by, project.county):
        raise NotAllowed("只有审定员可以办理项目变更")
    with audited(by=by, reason=reason):
        proposed = propose_succession(
            project=project,
            kind=kind,
            from_day=from_day,
            asked=asked,
            reason=reason,
            by=by,
            today=today,
            document_number=document_number,
        )
        return accept(proposal=proposed, by=by, today=today)


def _refuse_unnamed(asked: Asked) -> None:
    if any(each.project is None and not each.name.strip() for each in asked.successors):
        raise DomainError("请选择承接项目，或填写新项目的名称")


def take_back_succession(
    *, succession: ProjectSuccession, reason: str, by: User
) -> ProjectSuccession:
    """Let projects, lists and money be as they were before it took force. The same again does
    nothing. Raises NotAllowed, DomainError without a reason, WrongState where something was
    reported, published or changed since."""
    county = succession.county
    if not rules.decides(by, county):
        raise NotAllowed("只有审定员可以撤销项目变更")
    reason = within(reason, LONGEST_REASON, "撤销理由", field="reason")
    if not reason:
        raise DomainError("请写明撤销理由", field="reason")
    with audited(by=by, reason=reason) as audit:
        hold(county)
        now = ProjectSuccession.objects.select_related("county", "project").get(pk=succession.pk)
        if now.taken_back_at is not None:
            return now
        if not now.is_in_force:
            raise WrongState(f"这项变更{now.state_words}，不能撤销")
        shares = list(now.shares.all())
        projects = {pk for each in shares for pk in (each.predecessor_id, each.successor_id)}
        refuse_reported_since(projects, now.from_day)
        _refuse_published_since(county, now)
        _refuse_built_on(shares, projects)
        before = facts_of(now)
        written = _written(now)
        rows, made = written.take_back(audit, county, "project.restore")
        written.store(rows, made)
        now.taken_back_at = clock.now()
        now.made = {}
        now.save(update_fields=["taken_back_at", "made"])
        audit.record(
            now,
            "succession.take_back",
            county=county,
            changes=changed_since(before, now),
            rows=written.told,
        )
    return now


def _written(succession: ProjectSuccession) -> Written:
    answered = AuditEvent.objects.about(succession).filter(action="succession.answer")
    last = answered.order_by("-sequence").first()
    if last is None:
        raise WrongState("操作记录里没有这项变更生效的记录，不能撤销")
    lines = Made.read(succession.made).lines
    beside = (SuccessionShare, PlanChange, PlanAdjustment)
    return Written(last.sequence - lines, last.sequence, (*beside, *WRITTEN), beside)


def _refuse_published_since(county: Unit, succession: ProjectSuccession) -> None:
    if months := months_published(county, succession.from_day, succession.decided_at):
        raise WrongState(f"{months[0].month}月的数已按变更后的项目发布，不能撤销；请另办一次变更")


def _refuse_built_on(shares: Sequence[SuccessionShare], projects: set[int]) -> None:
    """Shares are made in the order in which they take force."""
    last = max((share.pk for share in shares), default=0)
    later = SuccessionShare.objects.filter(
        Q(predecessor__in=projects) | Q(successor__in=projects), pk__gt=last
    )
    following = later.select_related("predecessor").first()
    if following is not None:
        raise WrongState(f"“{following.predecessor}”此后又有变更，请先撤销那一次")


def refuse_of_succession(adjustment: PlanAdjustment) -> None:
    """Raises WrongState for a plan of adjustment that a change of projects made: it is taken back
    with that."""
    in_force = ProjectSuccession.objects.in_force().filter(county=adjustment.plan.county_id)
    for succession in in_force:
        if adjustment.pk in Made.read(succession.made).adjustments:
            raise WrongState(f"这个方案由{succession}产生，请到项目页撤销那次变更")
