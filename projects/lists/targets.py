"""时段目标 of a list, set by page: from a day on, or of the whole year."""

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.errors import DomainError, Stale, WrongState
from accounts.limits import within
from accounts.models import User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from projects.adjustments.in_force import is_in_force
from projects.lists.services import CHANGED_MEANWHILE
from projects.models import LONGEST_SOURCE, AnnualPlan, FormerTarget, ListTarget


def set_target(
    *,
    plan: AnnualPlan,
    month: int,
    amount: int | None,
    share: int | None,
    source: str,
    from_day: datetime.date | None,
    by: User | None,
    version: int,
    today: datetime.date,
    reason: str = "",
) -> ListTarget:
    """What the list, read at ``version``, is to have completed by the end of ``month``: ``amount``
    in yuan or ``share`` in parts of ten thousand, neither of a target that is withdrawn. It holds
    from ``from_day`` on; None: all the year. Raises DomainError at the box that is wrong,
    WrongState for a list that is closed, Stale."""
    source = within(source, LONGEST_SOURCE, "依据", field="source")
    with audited(by=by, reason=reason.strip()) as audit:
        now = hold(plan)
        if now.closed_on is not None:
            raise WrongState(f"{now.name}已停用，不能再改目标。")
        if not claim(plan, version=version):
            raise Stale(CHANGED_MEANWHILE)
        found = ListTarget.objects.filter(plan=plan, month=month).first()
        target = found or ListTarget(plan=plan, month=month)
        said = {"amount": amount, "share": share, "source": source}
        _refuse_unfit(target, said)
        _refuse_day(plan, target, from_day, today)
        before = facts_of(target)
        if found is None:
            target.save()
        dating = Dating(FormerTarget, [target])
        if from_day is None:
            dating.correct(target, said)
        else:
            dating.change(target, from_day, said)
        target.save()
        dating.save()
        told = changed_row(before, target) if found else made(target)
        audit.record(
            plan,
            "plan.target",
            county=plan.county,
            changes={},
            rows=[(target, told), *dating.told(target)],
        )
    return target


def _refuse_unfit(target: ListTarget, said: Mapping[str, Any]) -> None:
    amount, share = said["amount"], said["share"]
    if amount is not None and share is not None:
        raise DomainError("投资额和完成率只填一个", field="share")
    if amount is None and share is None and not target.is_set:
        raise DomainError("请填写目标投资额，或目标完成率", field="amount")
    if (amount is not None or share is not None) and not said["source"]:
        raise DomainError("请写明目标的依据，如文件、会议", field="source")
    if all(getattr(target, name) == value for name, value in said.items()):
        raise DomainError("与现在的目标相同，没有改动", field="amount")


def _refuse_day(
    plan: AnnualPlan, target: ListTarget, from_day: datetime.date | None, today: datetime.date
) -> None:
    """A target that stood keeps its days."""
    if from_day is not None and from_day > today:
        raise DomainError("不能填以后的日期，请到那一天再登记", field="from_day")
    if from_day is not None and from_day.year != plan.year:
        raise DomainError(f"要在清单的年度{plan.year}年内", field="from_day")
    if from_day is None and target.is_set and is_in_force(plan):
        raise DomainError("清单已印发或月度进度已审定，改目标要填从哪一天起", field="from_day")
