"""储备任务: what the county and its units are to declare, set by page from a day on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from projects.models import (
    LONGEST_TASK_SOURCE,
    FormerReserveTarget,
    ReserveTarget,
    TaskGiver,
)
from projects.rolls.rules import confirms

CHANGED_MEANWHILE = "储备任务已被他人修改，您的修改没有保存，请核对后重新提交。"


@dataclass(frozen=True)
class Task:
    """What is asked of one bearer, the county or a unit of it; ``amount`` in yuan, neither where
    nothing is asked any more. ``version`` is the one read, 0 where there was none."""

    unit: Unit
    number: int | None
    amount: int | None
    version: int = 0

    BOXES: ClassVar = ("number", "amount", "version")


def set_reserve_targets(
    *,
    county: Unit,
    year: int,
    period: str,
    tasks: Sequence[Task],
    source: str,
    from_day: datetime.date | None,
    by: User | None,
    today: datetime.date,
) -> list[ReserveTarget]:
    """Those of the tasks that are others than now; each holds from ``from_day`` on, None: all the
    year. What is asked of the county the city gives, what of a unit the county. Raises NotAllowed,
    DomainError at the box that is wrong, Stale."""
    if by is not None and not confirms(by, county):
        raise NotAllowed("只有审定员可以登记储备任务")
    source = within(source, LONGEST_TASK_SOURCE, "依据", field="source")
    with audited(by=by) as audit:
        hold(county)
        read = (_changed(county, year, period, task, source) for task in tasks)
        changed = [each for each in read if each is not None]
        if not changed:
            raise DomainError("与现在的任务相同，没有改动", field="source")
        if any(said["number"] is not None or said["amount"] is not None for _, said in changed):
            _refuse_without(source)
        _refuse_day(changed, year, from_day, today)
        for target, said in changed:
            is_new = target.pk is None
            before = facts_of(target)
            if is_new:
                _made(target)
            dating = Dating(FormerReserveTarget, [target])
            if from_day is None:
                dating.correct(target, said)
            else:
                dating.change(target, from_day, said)
            target.save()
            dating.save()
            own = made(target) if is_new else changed_row(before, target)
            audit.record(
                target, "reserve.target", county=county, changes=own, rows=dating.told(target)
            )
    return [target for target, _ in changed]


Said = dict[str, int | str | None]


def _changed(
    county: Unit, year: int, period: str, task: Task, source: str
) -> tuple[ReserveTarget, Said] | None:
    """The target with what is to be said of it; None where that is what it says already."""
    if not (task.unit == county or task.unit.own_county == county):
        raise NotAllowed(f"{task.unit}不是本县的单位")
    of = {"county": county, "unit": task.unit, "year": year, "period": period}
    found = ReserveTarget.objects.filter(**of).first()
    said: Said = {"number": task.number, "amount": task.amount}
    now = {name: getattr(found, name, None) for name in said}
    if now == said:
        return None
    if (found.version if found else 0) != task.version:
        raise Stale(CHANGED_MEANWHILE)
    if found is not None and not claim(found, version=task.version):
        raise Stale(CHANGED_MEANWHILE)
    giver = TaskGiver.CITY if task.unit == county else TaskGiver.COUNTY
    return found or ReserveTarget(**of), said | {"given_by": giver.value, "source": source}


def _made(target: ReserveTarget) -> None:
    try:
        with transaction.atomic():
            target.save()
    except IntegrityError as error:
        raise Stale(CHANGED_MEANWHILE) from error


def _refuse_without(source: str) -> None:
    if not source:
        raise DomainError("请写明任务的依据，如文件、会议和文号", field="source")


def _refuse_day(
    changed: Sequence[tuple[ReserveTarget, Said]],
    year: int,
    from_day: datetime.date | None,
    today: datetime.date,
) -> None:
    """A task that stood keeps its days."""
    if from_day is None:
        if any(target.is_set for target, _ in changed):
            raise DomainError("改已下达的任务要填从哪一天起", field="from_day")
        return
    if from_day > today:
        raise DomainError("不能填以后的日期，请到那一天再登记", field="from_day")
    if from_day.year != year:
        raise DomainError(f"要在任务的年度{year}年内", field="from_day")
