"""Changes of master data that a unit or a reviewer proposes: nothing changes until the approver
says so."""

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.models import User
from accounts.published import refuse_published_since
from accounts.trail.audit import Trail
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from projects import rules
from projects.dates import DATES, moved_since
from projects.kept import as_kept, from_kept
from projects.models import Project, ProjectProposal
from projects.services.master_data import (
    CHANGED_MEANWHILE,
    NotBegun,
    differing,
    refuse_unfit,
    update_project,
)
from projects.wording import field_label


def propose_change(
    *,
    project: Project,
    changes: Mapping[str, Any],
    reason: str,
    by: User,
    version: int,
    today: datetime.date,
    from_day: datetime.date | None = None,
    is_correction: bool = False,
) -> ProjectProposal:
    """Propose ``changes`` by the names of MASTER_DATA, of a project read at ``version``, dated as
    ``update_project`` dates them. The same again is returned as it is. Raises NotAllowed,
    DomainError, Stale, NotBegun, DatesDoNotAgree, NameTaken, WrongState while another of the same
    hand waits."""
    if not rules.proposes_change(by, project):
        raise NotAllowed("只有审核员和项目有关单位可以提出修改资料")
    if not reason.strip():
        raise DomainError("请写明修改理由和依据，如批复文号、会议纪要。", field="reason")
    now = Project.objects.select_related("county", "category").get(pk=project.pk)
    if now.version != version:
        raise Stale(CHANGED_MEANWHILE)
    new = differing(now, changes)
    if not new:
        raise DomainError("没有改动，不须提出。")
    refuse_unfit(now, new, today)
    if from_day and from_day > today:
        raise NotBegun
    return propose(
        ProjectProposal(
            project=now,
            before={name: as_kept(getattr(now, name)) for name in new},
            after={name: as_kept(value) for name, value in new.items()},
            from_day=from_day,
            is_correction=is_correction,
            reason=reason.strip(),
        ),
        by=by,
    )


def change_as_proposed(
    audit: Trail, proposal: ProjectProposal, by: User, today: datetime.date
) -> None:
    """Raises Stale where what it changes was changed since, WrongState where a month that moves was
    published since, and as ``update_project``."""
    project = proposal.project
    moved = [
        field_label(Project, name)
        for name, kept in proposal.before.items()
        if as_kept(getattr(project, name)) != kept
    ]
    if moved:
        raise Stale(
            f"提出之后{'、'.join(moved)}又有改动，不能照原样采纳；"
            "请不采纳，由提出人按现在的资料重新提出"
        )
    if not proposal.is_correction:
        hold(project.county)
        if since := _moves_since(proposal):
            refuse_published_since(project.county, since, proposal.proposed_at)
    update_project(
        project=project,
        by=by,
        # What else changed meanwhile does not stand in its way.
        version=project.version,
        changes={name: from_kept(name, kept) for name, kept in proposal.after.items()},
        today=today,
        from_day=proposal.from_day,
        is_correction=proposal.is_correction,
        reason=proposal.reason,
    )


def _moves_since(proposal: ProjectProposal) -> datetime.date | None:
    """The earliest day from which it says something else."""
    before, after = (
        {name: from_kept(name, kept[name]) for name in DATES if name in kept}
        for kept in (proposal.before, proposal.after)
    )
    return min(filter(None, (proposal.from_day, moved_since(before, after))), default=None)
