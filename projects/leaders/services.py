"""Registering leaders: by an approver, or as a reviewer proposes (rights: official.appoint)."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import Unit, User
from accounts.rights import PROPOSE, may
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.claims import claim
from accounts.trail.facts import changed_row, changed_since, facts_of, gone, made
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from projects.leaders.naming import Leaders
from projects.leaders.particulars import LABELS, OWN, Particulars, particulars_of
from projects.models import Leader, LeaderProposal, LeadOfficial, Portfolio, Secretary
from projects.services.parts import OFFICIAL, pass_on

MOVED = "这位领导的资料刚被他人修改，您的修改没有保存，请核对后重新提交。"
TAKEN = "已登记同一职务的这位领导，或这个用户已对应另一位领导，请核对。"


def register_leader(
    *, county: Unit, said: Particulars, on: datetime.date, by: User, reason: str = ""
) -> Leader:
    """A leader who is in office from ``on``; projects that name them and nobody else are theirs.
    Raises NotAllowed, DomainError."""
    _require_right(by, county)
    with audited(by=by, reason=reason) as audit:
        hold(county)
        leader = Leader(county=county, from_date=on, **_own(said))
        _save_once(leader)
        rows = [*_set_held(leader, said, on), *_link(county, on)]
        audit.record(leader, "leader.create", county=county, changes=made(leader), rows=rows)
    return leader


def change_leader(
    *,
    leader: Leader,
    version: int,
    said: Particulars,
    on: datetime.date,
    by: User,
    reason: str = "",
) -> Leader:
    """What a leader looks after, and who may act for them, changes on ``on``; what was before
    stays. Raises NotAllowed, Stale, DomainError."""
    county = leader.county
    _require_right(by, county)
    with audited(by=by, reason=reason) as audit:
        hold(county)
        before = facts_of(Leader.objects.get(pk=leader.pk))
        try:
            with transaction.atomic():
                is_changed = claim(leader, version=version, **_own(said))
        except IntegrityError:
            raise DomainError(TAKEN, field="user") from None
        if not is_changed:
            raise Stale(MOVED)
        rows = [*_set_held(leader, said, on), *_link(county, on)]
        changes = changed_since(before, leader)
        if not rows and not changes:
            raise DomainError("没有改动。")
        audit.record(leader, "leader.update", county=county, changes=changes, rows=rows)
    return leader


def leave_office(
    *,
    leader: Leader,
    version: int,
    on: datetime.date,
    by: User,
    successor: Leader | None = None,
    reason: str = "",
) -> Leader:
    """The leader is out of office from ``on``; with a ``successor`` their projects and what they
    looked after pass on that day, one line of the trail a project. Raises NotAllowed, Stale,
    DomainError."""
    county = leader.county
    _require_right(by, county)
    with audited(by=by, reason=reason) as audit:
        hold(county)
        if on <= leader.from_date:
            raise DomainError("离任日期要在任职日期之后。", field="on")
        before = facts_of(Leader.objects.get(pk=leader.pk))
        if not claim(leader, version=version, where=Q(until=None), until=on):
            raise Stale(MOVED)
        nothing = Particulars(name=leader.name, office=leader.office)
        had = particulars_of(leader)
        rows = _set_held(leader, nothing, on)
        changes = changed_since(before, leader)
        audit.record(leader, "leader.leave", county=county, changes=changes, rows=rows)
        if successor is not None:
            now = particulars_of(successor)
            both = Particulars(
                **_own(now),
                units=tuple(sorted({*now.units, *had.units})),
                categories=tuple(sorted({*now.categories, *had.categories})),
                secretaries=now.secretaries,
            )
            if told := _set_held(successor, both, on):
                audit.record(successor, "leader.update", county=county, rows=told)
            _pass_projects(audit, leader, successor, on)
    return leader


def propose_leader(
    *,
    county: Unit,
    leader: Leader | None,
    version: int | None,
    said: Particulars,
    on: datetime.date,
    reason: str,
    by: User,
) -> LeaderProposal:
    """Raises NotAllowed, Stale, DomainError where nothing is another, WrongState while another of
    the same hand waits."""
    if not may(by, "official.appoint", county, answer=PROPOSE):
        raise NotAllowed("只有审核员可以提出领导登记申请")
    if not reason.strip():
        raise DomainError("请写明依据，如任免文件、分工文件。", field="reason")
    if leader is not None and leader.version != version:
        raise Stale(MOVED)
    before = particulars_of(leader).as_kept() if leader else dict.fromkeys(LABELS)
    if said.as_kept() == before:
        raise DomainError("没有改动，不须提出。")
    return propose(
        LeaderProposal(
            county=county,
            leader=leader,
            before=before,
            after=said.as_kept(),
            from_day=on,
            reason=reason.strip(),
        ),
        by=by,
    )


def register_as_proposed(
    audit: Trail, proposal: LeaderProposal, by: User, today: datetime.date
) -> None:
    """Raises Stale where the leader was changed since, and as the services do."""
    said, leader = Particulars.from_kept(proposal.after), proposal.leader
    given: dict[str, Any] = {"said": said, "on": proposal.from_day, "by": by}
    if leader is None:
        register_leader(county=proposal.county, reason=proposal.reason, **given)
        return
    if particulars_of(leader).as_kept() != proposal.before:
        raise Stale("提出之后资料又有改动，不能照原样采纳；请不采纳，由提出人按现在的资料重新提出")
    change_leader(leader=leader, version=leader.version, reason=proposal.reason, **given)


def _require_right(by: User, county: Unit) -> None:
    if not may(by, "official.appoint", county):
        raise NotAllowed("只有审定员可以登记领导")


def _own(said: Particulars) -> dict[str, Any]:
    return {name: getattr(said, name) for name in OWN}


def _save_once(leader: Leader) -> None:
    try:
        with transaction.atomic():
            leader.save(force_insert=True)
    except IntegrityError:
        raise DomainError(TAKEN, field="name") from None


def _set_held(leader: Leader, said: Particulars, on: datetime.date) -> list[Told]:
    """End on ``on`` what the leader has no longer, and begin what is new; what the trail is to
    tell."""
    return [
        *_hold_from(leader.portfolio.exclude(unit=None), "unit_id", said.units, leader, on),
        *_hold_from(
            leader.portfolio.exclude(category=None), "category_id", said.categories, leader, on
        ),
        *_hold_from(leader.secretaries.all(), "user_id", said.secretaries, leader, on),
    ]


def _hold_from(
    rows: QuerySet[Any], column: str, wanted: Collection[int], leader: Leader, on: datetime.date
) -> list[Told]:
    held = list(rows.filter(until=None))
    model: type[Portfolio | Secretary] = rows.model
    told: list[Told] = []
    for row in held:
        if getattr(row, column) in wanted:
            continue
        if row.from_date >= on:
            # What has no length cannot be kept: it never took effect, the trail tells of it.
            told.append((row, gone(row)))
            model._default_manager.filter(pk=row.pk).delete()
            continue
        before = facts_of(row)
        row.until = on
        row.save(update_fields=["until"])
        told.append((row, changed_row(before, row)))
    has = {getattr(row, column) for row in held}
    for key in wanted:
        if key not in has:
            row = model(leader=leader, from_date=on, **{column: key})
            row.save()
            told.append((row, made(row)))
    return told


def _link(county: Unit, on: datetime.date) -> list[Told]:
    """Projects whose 包抓领导 was only a text until now, and surely means one leader."""
    leaders = Leaders(county, on)
    told: list[Told] = []
    unlinked = LeadOfficial.objects.filter(project__county=county, until=None, leader=None)
    for official in unlinked.order_by("pk"):
        meant = leaders.meant_by(official.name)
        if meant is not None:
            before = facts_of(official)
            official.leader_id = meant
            official.save(update_fields=["leader"])
            told.append((official, changed_row(before, official)))
    return told


def _pass_projects(audit: Trail, leader: Leader, successor: Leader, on: datetime.date) -> None:
    """What was printed as the office goes on as the successor's office, else as their name."""
    held = LeadOfficial.objects.filter(leader=leader, until=None)
    for official in held.select_related("project__county").order_by("project"):
        project = official.project
        name = successor.office if official.name == leader.office else successor.name
        following = LeadOfficial(project=project, name=name, leader=successor)
        told = pass_on([official], following, OFFICIAL, on)[1]
        audit.record(project, "project.update", county=project.county, rows=told)
