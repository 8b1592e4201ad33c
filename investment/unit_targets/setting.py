"""What is asked of whom: indicators, bearers, and the targets of a year."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, NotAllowed, Stale
from accounts.limits import within
from accounts.models import Unit, User
from accounts.trail.audit import Told, Trail, audited
from accounts.trail.claims import write
from accounts.trail.dated import Dating
from accounts.trail.facts import changed_row, facts_of, made
from accounts.trail.holding import hold
from investment.models import (
    Bearer,
    BearerRole,
    FormerUnitTarget,
    IndicatorKind,
    TaskMeasure,
    UnitIndicator,
    UnitTarget,
)
from investment.models.unit_targets import LONGEST_TASK_SOURCE, MEASURE_OF
from investment.unit_targets.rules import sets_tasks

NOT_YOURS = "只有审定员可以下达和调整任务"


def add_indicator(
    *,
    county: Unit,
    kind: str,
    name: str,
    measure: str = "",
    part_of: UnitIndicator | None = None,
    part_name: str = "",
    asked_from: datetime.date | None = None,
    source: str = "",
    by: User | None,
) -> UnitIndicator:
    """Ask something of units from the month of ``asked_from`` on; None: the bureau keeps it alone.
    A part has the kind and the measure of its whole. Raises NotAllowed, DomainError."""
    _require_setter(by, county)
    name, part_name = name.strip(), part_name.strip()
    if part_of is not None:
        kind, measure = part_of.kind, part_of.measure
        if not part_name:
            raise DomainError("请写明其中项的名称，如 工业", field="part_name")
        if part_of.part_of_id is not None:
            raise DomainError("其中项不能再有其中项", field="part_of")
    elif kind != IndicatorKind.OTHER:
        measure = MEASURE_OF[IndicatorKind(kind)]
    if measure not in TaskMeasure.values:
        raise DomainError("请选择计量单位", field="measure")
    with audited(by=by, reason=source) as audit:
        hold(county)
        own = UnitIndicator.objects.filter(county=county)
        if own.filter(name=name).exists():
            raise DomainError(f"已有指标“{name}”", field="name")
        taken = own.filter(kind=kind, part_of=None).first()
        if part_of is None and kind != IndicatorKind.OTHER and taken is not None:
            raise DomainError(f"这一种已有指标“{taken}”，一种只设一个", field="kind")
        row = UnitIndicator.objects.create(
            county=county,
            kind=kind,
            name=within(name, 40, "指标名称", field="name"),
            measure=measure,
            part_of=part_of,
            part_name=within(part_name, 20, "其中项名称", field="part_name") if part_of else "",
            asked_from=_month_begins(asked_from),
            source=within(source, LONGEST_TASK_SOURCE, "依据", field="source"),
            position=own.count() + 1,
        )
        audit.record(row, "task.indicator", county=county, changes=made(row))
    return row


def change_indicator(
    *,
    indicator: UnitIndicator,
    version: int,
    name: str,
    asked_from: datetime.date | None,
    asked_until: datetime.date | None,
    source: str,
    by: User | None,
) -> UnitIndicator:
    """Rename it, or say from and through which month it is asked of the units. What was reported
    stays. Raises NotAllowed, DomainError, Stale."""
    county = indicator.county
    _require_setter(by, county)
    if asked_from and asked_until and asked_until < asked_from:
        raise DomainError("停止布置的月份不能早于开始布置的月份", field="asked_until")
    others = UnitIndicator.objects.filter(county=county, name=name.strip())
    if others.exclude(pk=indicator.pk).exists():
        raise DomainError(f"已有指标“{name.strip()}”", field="name")
    with audited(by=by, reason=source) as audit:
        if not write(
            audit,
            indicator,
            "task.indicator",
            county=county,
            version=version,
            name=within(name, 40, "指标名称", field="name"),
            asked_from=_month_begins(asked_from),
            asked_until=_month_begins(asked_until),
            source=within(source, LONGEST_TASK_SOURCE, "依据", field="source"),
        ):
            raise Stale("打开页面之后已有他人改了这个指标，请核对后再改")
    return indicator


def _month_begins(day: datetime.date | None) -> datetime.date | None:
    return None if day is None else day.replace(day=1)


def add_bearer(
    *,
    county: Unit,
    unit: Unit | None = None,
    name: str = "",
    role: str = BearerRole.BEARER,
    by: User | None,
) -> Bearer:
    """Let a unit bear tasks, or by ``name`` what is no unit. The same unit again is returned as it
    is. Raises NotAllowed, DomainError."""
    _require_setter(by, county)
    if unit is not None and unit.own_county != county:
        raise NotAllowed("没有这个单位")
    name = within(name, 100, "名称", field="name") or (unit.name if unit else "")
    if not name:
        raise DomainError("请选择单位，不是单位的请写名称", field="name")
    if unit is not None and role == BearerRole.CITY:
        raise DomainError("全市的数只作对比，不能选单位", field="role")
    with audited(by=by) as audit:
        hold(county)
        own = Bearer.objects.filter(county=county)
        if unit is not None and (known := own.filter(unit=unit).first()):
            return known
        if own.filter(name=name).exists():
            raise DomainError(f"已有任务单位“{name}”", field="name")
        row = Bearer.objects.create(
            county=county, name=name, unit=unit, role=role, position=own.count() + 1
        )
        audit.record(row, "task.bearer", county=county, changes=made(row))
    return row


@dataclass(frozen=True)
class Asked:
    """What is to be asked of a bearer, in the measure of the indicator; None asks it to report
    without a number. ``version`` is that of the target that was read, None where there was none."""

    indicator: UnitIndicator
    bearer: Bearer
    amount: int | None
    version: int | None = None


def set_targets(
    *,
    county: Unit,
    year: int,
    asked: Sequence[Asked],
    source: str,
    from_day: datetime.date | None,
    by: User | None,
    today: datetime.date,
) -> list[UnitTarget]:
    """Set the targets of the year, or change those that stand from ``from_day`` on; None: it was
    never otherwise (更正), which wants its ``source`` as well. What is said already is left alone.
    Raises NotAllowed, DomainError, Stale."""
    _require_setter(by, county)
    source = within(source, LONGEST_TASK_SOURCE, "依据", field="source")
    if not source:
        raise DomainError("请写明任务的依据，如文件、会议", field="source")
    if from_day is not None and from_day > today:
        raise DomainError("不能填以后的日期，请到那一天再登记", field="from_day")
    if from_day is not None and from_day.year != year:
        raise DomainError(f"要在{year}年内", field="from_day")
    with audited(by=by, reason=source) as audit:
        hold(county)
        return set_within(audit, county, year, asked, source, from_day)


def set_within(
    audit: Trail,
    county: Unit,
    year: int,
    asked: Sequence[Asked],
    source: str,
    from_day: datetime.date | None,
) -> list[UnitTarget]:
    """``set_targets`` within a deed that has begun and holds the county."""
    standing = {
        (target.indicator_id, target.bearer_id): target
        for target in UnitTarget.objects.filter(indicator__county=county, year=year)
    }
    dating = Dating(FormerUnitTarget, standing.values())
    written: list[tuple[UnitTarget, dict[str, Any] | None]] = []
    for each in asked:
        target = standing.get((each.indicator.pk, each.bearer.pk))
        if each.amount is not None and each.amount < 0:
            raise DomainError(f"{each.bearer}的{each.indicator}不能是负数", field="amount")
        if target is not None and each.version is not None and target.version != each.version:
            raise Stale(f"打开页面之后{each.bearer}的{each.indicator}任务已有他人改动，请核对")
        if target is None:
            target = UnitTarget(
                indicator=each.indicator,
                bearer=each.bearer,
                year=year,
                amount=each.amount,
                source=source,
            )
            written.append((target, None))
        elif target.amount != each.amount:
            written.append((target, facts_of(target)))
            said = {"amount": each.amount, "source": source}
            if from_day is None:
                dating.correct(target, said)
            else:
                dating.change(target, from_day, said)
            target.version += 1
    if not written:
        raise DomainError("与现在的任务相同，没有改动", field="amount")
    return _save(audit, county, written, dating)


def _save(
    audit: Trail,
    county: Unit,
    written: Sequence[tuple[UnitTarget, dict[str, Any] | None]],
    dating: Dating[UnitTarget],
) -> list[UnitTarget]:
    """One line of the trail for all that were set together."""
    try:
        with transaction.atomic():
            for target, _ in written:
                target.save()
    except IntegrityError as error:
        raise Stale("刚刚有人下达了同一项任务，请核对后再操作") from error
    dating.save()
    rows: list[Told] = []
    for target, before in written:
        rows.append((target, made(target) if before is None else changed_row(before, target)))
        rows += dating.told(target) if before is not None else []
    first = written[0][0]
    audit.record(
        first,
        "task.set",
        county=county,
        rows=rows,
        label=f"{first.year}年任务（{len(written)}项）",
    )
    return [target for target, _ in written]


def _require_setter(by: User | None, county: Unit) -> None:
    if not sets_tasks(by, county):
        raise NotAllowed(NOT_YOURS)
