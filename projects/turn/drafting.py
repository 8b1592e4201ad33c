"""The list of the next year, drafted from what a list leaves unfinished (征求意见稿)."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from accounts.errors import DomainError, NotAllowed, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import Trail, audited
from accounts.trail.facts import made
from accounts.trail.holding import hold
from accounts.trail.proposals import propose
from projects import rules
from projects.listnames import of_year
from projects.lists.services import make_list, require_proposer
from projects.models import AnnualPlan, NextListSheet, PlanItem, PlanProposal
from projects.packages import refuse_counted_twice
from projects.turn.carried import Carried, carried_lines, next_list
from projects.turn.choosing import refuse_unseen

MOVED = "清单或项目刚有变动，没有拟订，请按现在的情况核对后重新提交。"
KEPT_NOT = "清单或项目刚有变动，本页没有保存，请按现在的情况核对后重新提交。"

Classes = Mapping[int, str]
"""What each line of the list becomes, by the id of its project: a class, or "" where it does not
go over."""


def draft_next_list(
    *,
    plan: AnnualPlan,
    name: str,
    classes: Classes,
    by: User | None,
    today: datetime.date,
    reason: str = "",
    version: int | None = None,
) -> AnnualPlan:
    """Make the list of the next year with those lines that go over; what it plans for them is not
    known yet. ``version`` is that of the choices kept so far, as a page showed them. A list that
    was drafted from this one already is returned as it is. Raises NotAllowed, WrongState for a
    closed list or where the next year has another of its key, Stale where a line is no longer what
    was chosen of it or other choices were kept, DomainError where none goes over, or what no list
    can hold."""
    if by is not None and not rules.manages_lists(by, plan.county):
        raise NotAllowed("只有审定员可以拟订清单")
    with audited(by=by, reason=reason) as audit:
        hold(plan.county)
        standing = next_list(plan)
        if standing is not None and standing.drafted_from_id == plan.pk:
            return standing
        refuse_unseen(plan, version)
        going = _going(plan, standing, classes)
        drafted = make_list(
            county=plan.county,
            year=plan.year + 1,
            values=_values(plan, name),
            by=by,
            today=today,
            reason=reason,
            drafted_from=plan,
        )
        _write_lines(audit, drafted, going, classes)
        refuse_counted_twice([drafted])
        NextListSheet.objects.filter(plan=plan).delete()
    return drafted


def propose_next_list(
    *,
    plan: AnnualPlan,
    name: str,
    classes: Classes,
    reason: str,
    by: User,
    today: datetime.date,
    version: int | None = None,
) -> PlanProposal:
    """Propose what ``draft_next_list`` does. Raises as that does, and WrongState while another of
    the same hand waits."""
    require_proposer(by, plan.county, reason)
    refuse_unseen(plan, version)
    _going(plan, next_list(plan), classes)
    after = {
        "year": plan.year + 1,
        **{name: value for name, value in _values(plan, name).items() if value},
        "drafted_from": plan.pk,
        "lines": {str(project): category for project, category in classes.items()},
    }
    proposal = PlanProposal(
        county=plan.county, before=dict.fromkeys(after), after=after, reason=reason.strip()
    )
    return propose(proposal, by=by)


def draft_as_proposed(audit: Trail, proposal: PlanProposal, by: User, today: datetime.date) -> None:
    """Raises as ``draft_next_list``."""
    after = proposal.after
    plan = AnnualPlan.objects.select_related("county").get(pk=after["drafted_from"])
    draft_next_list(
        plan=plan,
        name=after["name"],
        classes={int(project): category for project, category in after["lines"].items()},
        by=by,
        today=today,
        reason=proposal.reason,
    )


def _values(plan: AnnualPlan, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "key": of_year(plan.key, plan.year, plan.year + 1),
        "tier": plan.tier,
        "place": plan.place,
        "base": plan.base,
    }


def _going(plan: AnnualPlan, standing: AnnualPlan | None, classes: Classes) -> list[Carried]:
    if AnnualPlan.objects.get(pk=plan.pk).closed_on is not None:
        raise WrongState(f"{plan.name}已停用，不能据它拟订下一年的清单。")
    if standing is not None:
        raise WrongState(
            f"{standing.year}年已有清单“{standing.name}”（{standing.key}），没有另拟一个。"
        )
    lines = carried_lines(plan)
    if {line.project.pk for line in lines} != classes.keys():
        raise Stale(MOVED)
    going = [line for line in lines if classes[line.project.pk]]
    if any(classes[line.project.pk] not in line.choices for line in going):
        raise Stale(MOVED)
    if not going:
        raise DomainError("没有勾选要列入的项目，请至少勾选一个。")
    return going


def _write_lines(
    audit: Trail, drafted: AnnualPlan, going: Iterable[Carried], classes: Classes
) -> None:
    """In the order in which the list of the year before prints them."""
    new_year = datetime.date(drafted.year, 1, 1)
    lines = list(going)
    items = PlanItem.objects.bulk_create(
        PlanItem(
            plan=drafted,
            project=line.project,
            position=place,
            category=classes[line.project.pk],
            listed_name=line.item.listed_name,
            planned_completion=_still_to_come(line.item.planned_completion, new_year),
        )
        for place, line in enumerate(lines, start=1)
    )
    for line, item in zip(lines, items, strict=True):
        told = [(item, made(item))]
        audit.record(line.project, "project.update", county=drafted.county, rows=told)


def _still_to_come(day: datetime.date | None, new_year: datetime.date) -> datetime.date | None:
    return day if day and day >= new_year else None
