"""A project's line in a list, by page: put on, changed, taken off, while the list is not issued.

Until then the bureau rewrites a list freely (DESIGN §4.18), and what it says holds for the whole
year. Afterwards the plan is adjusted (计划调整).
"""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, Stale, WrongState
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from measures.phases import Phases
from projects.adjustments.in_force import standing_words
from projects.models import AnnualPlan, FormerTerms, PlanCategory, PlanItem, Project
from projects.packages import refuse_counted_twice

OF_A_LINE = (
    "category",
    "planned_investment",
    "phases",
    "planned_start",
    "planned_completion",
    "annual_task",
    "listed_name",
)
"""What is said of a line on its page; amounts in yuan."""

CHANGED_MEANWHILE = "这一行已被他人修改，您的修改没有保存，请核对后重新提交。"


def put_on_list(
    *, plan: AnnualPlan, project: Project, values: Mapping[str, Any], by: User | None
) -> PlanItem:
    """Put the project on the list, at its end; ``values`` by the names of OF_A_LINE. One that was
    taken off stands again where it stood. Raises WrongState for a list that is issued or closed, or
    that has the project already, DomainError for a line without its plan."""
    values = _of_a_line(project, values)
    if project.county_id != plan.county_id:
        raise DomainError("这个项目不是本县的项目。", field="project")
    with audited(by=by) as audit:
        _open(plan)
        standing = PlanItem.objects.filter(plan=plan, project=project).first()
        if standing is not None and not standing.is_dropped:
            raise WrongState(f"“{project.name}”已在这个清单上。")
        if standing is not None:
            again = {**values, "is_dropped": False}
            item = _correct(standing, again, standing.version, by)
            refuse_counted_twice([plan])
            return item
        last = PlanItem.objects.filter(plan=plan).order_by("-position").first()
        position = last.position + 1 if last else 1
        item = PlanItem(plan=plan, project=project, position=position, **values)
        try:
            with transaction.atomic():
                item.save()
        except IntegrityError as error:
            raise WrongState(f"“{project.name}”已在这个清单上。") from error
        refuse_counted_twice([plan])
        audit.record(project, "project.update", county=plan.county, rows=[(item, made(item))])
    return item


def change_line(
    *, item: PlanItem, changes: Mapping[str, Any], by: User | None, version: int
) -> PlanItem:
    """Change a line read at ``version``. The plan of one that was only drafted may stay open.
    Raises as ``put_on_list``, Stale."""
    with audited(by=by):
        _open(item.plan)
        values = _of_a_line(item.project, changes, may_stay_open=item.is_only_drafted)
        return _correct(item, values, version, by)


def take_off_list(*, item: PlanItem, by: User | None, version: int) -> PlanItem:
    """As if it had never been on the list. Raises WrongState for a list that is issued or closed,
    Stale."""
    with audited(by=by):
        _open(item.plan)
        return _correct(item, {"is_dropped": True}, version, by)


def _correct(item: PlanItem, changes: Mapping[str, Any], version: int, by: User | None) -> PlanItem:
    """What a list says that is not in force is said of the whole year."""
    with audited(by=by) as audit:
        as_is = copy(item)
        dating = Dating(FormerTerms, [as_is])
        dating.correct(as_is, changes)
        present = {name: getattr(as_is, name) for name in changes}
        before = facts_of(item)
        if not claim(item, version=version, **present):
            raise Stale(CHANGED_MEANWHILE)
        dating.save()
        if told := changed_row(before, item):
            rows = [(item, told), *dating.told(as_is)]
            project = item.project
            audit.record(project, "project.update", county=project.county, rows=rows)
    return item


def _open(plan: AnnualPlan) -> None:
    """Hold the list, so that nobody issues it meanwhile."""
    now = hold(plan)
    if now.closed_on is not None or now.is_issued:
        raise WrongState(f"{now.name}：{standing_words(now)}")


def _of_a_line(
    project: Project, values: Mapping[str, Any], *, may_stay_open: bool = False
) -> dict[str, Any]:
    unknown = set(values) - set(OF_A_LINE)
    if unknown:
        raise ValueError(f"not said of a line: {sorted(unknown)}")
    told = dict(values)
    needs_plan = told["category"] != PlanCategory.PRELIMINARY and not may_stay_open
    if needs_plan and told["planned_investment"] is None:
        raise DomainError("新建和续建项目要填年度计划投资。", field="planned_investment")
    if fault := Phases.read(told.get("phases")).mismatch(told["planned_investment"]):
        raise DomainError(f"{fault}，请核对。", field="planned_investment")
    if told.get("listed_name") == project.name:
        told["listed_name"] = ""
    return told
