"""Keeping the tree of units of a county."""

import datetime
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any

from django.db import IntegrityError, transaction

from accounts.errors import DomainError, Stale
from accounts.models import FormerPlace, FormerUnit, Role, RoleAssignment, Unit, UnitKind, User
from accounts.trail.audit import audited
from accounts.trail.claims import claim
from accounts.trail.dated import Dating, Span
from accounts.trail.facts import changed_since, facts_of, made
from accounts.trail.holding import hold

# Kinds that stand above or at the head of a county, never below it.
ABOVE = (UnitKind.CITY, UnitKind.COUNTY)
# Asked before a unit goes out of use; each raises DomainError to keep it. Rooms to the right, which
# accounts may not know, add theirs when they are ready.
UNIT_GUARDS: list[Callable[[Unit], None]] = []
LABELS = {
    "parent": "上级单位",
    "name": "单位名称",
    "short_name": "简称",
    "kind": "单位类别",
    "position": "排序",
    "is_active": "启用",
}


def create_county(*, name: str, by: User | None, reason: str = "") -> Unit:
    """A county begins a tree of its own."""
    with audited(by=by, reason=reason) as audit:
        county = Unit.objects.create(name=name, kind=UnitKind.COUNTY)
        audit.record(county, "unit.create", county=county, changes=made(county))
    return county


def create_unit(
    *,
    parent: Unit,
    name: str,
    kind: str,
    by: User | None,
    short_name: str = "",
    position: int = 0,
    is_active: bool = True,
    reason: str = "",
) -> Unit:
    """Add a unit under ``parent``, which lies in a county. Raises DomainError for a name that
    its parent already has below it."""
    unit = Unit(
        parent=parent,
        name=name,
        short_name=short_name,
        kind=kind,
        position=position,
        is_active=is_active,
    )
    _check_kind(unit)
    with audited(by=by, reason=reason) as audit:
        try:
            with transaction.atomic():
                unit.save()
        except IntegrityError:
            raise _name_taken(parent, name) from None
        audit.record(unit, "unit.create", county=unit.own_county, changes=made(unit))
    return unit


def update_unit(
    *,
    unit: Unit,
    version: int,
    parent: Unit | None,
    name: str,
    short_name: str,
    kind: str,
    position: int,
    is_active: bool,
    by: User,
    renamed_on: datetime.date | None = None,
    reason: str = "",
) -> Unit:
    """Change a unit within its county. A new name, kind or parent holds from ``renamed_on``;
    without a day it was always so (更正). Raises Stale when ``version`` is no longer the unit's,
    DomainError for a tree or a name that cannot be, and for a unit that cannot go out of use."""
    new: dict[str, Any] = {
        "parent": parent,
        "name": name,
        "short_name": short_name,
        "kind": kind,
        "position": position,
        "is_active": is_active,
    }
    with audited(by=by, reason=reason) as audit:
        _hold_tree(unit)
        before = Unit.objects.select_related("parent").get(pk=unit.pk)
        after = Unit(pk=unit.pk, county=before.county, **new)
        _check_place(before, after)
        _check_kind(after)
        if is_active and before.successor_id:
            raise DomainError(f"“{before.name}”已并入{before.successor}，不能再启用。")
        if before.is_active and not is_active:
            _check_nobody_left(before)
            for guard in UNIT_GUARDS:
                guard(before)
        changed = {field: value for field, value in new.items() if value != getattr(before, field)}
        if not changed:
            return before
        names = _dated_names(before, changed, renamed_on)
        places = _dated_places(before, changed, renamed_on)
        try:
            with transaction.atomic():
                is_changed = claim(unit, version=version, **changed)
        except IntegrityError:
            raise _name_taken(parent, name) from None
        if not is_changed:
            raise Stale("这个单位刚被别人修改过，您的修改没有保存。")
        names.save()
        places.save()
        audit.record(
            before,
            "unit.update",
            county=before.own_county,
            changes=changed_since(facts_of(before), unit),
            rows=[*names.told(before), *places.told(before)],
        )
    return unit


def _dated_names(
    before: Unit, changed: dict[str, Any], renamed_on: datetime.date | None
) -> Dating[Unit]:
    """What the unit was called before. A short name where there was none is no other name."""
    dating = Dating(FormerUnit, [before])
    as_is = copy(before)
    for name in FormerUnit.columns():
        if name not in changed:
            continue
        if renamed_on is None or not getattr(before, name):
            dating.correct(as_is, {name: changed[name]})
        else:
            _refuse_before_a_later_day(dating.spans(as_is), renamed_on, "名称")
            dating.change(as_is, renamed_on, {name: changed[name]})
    return dating


def _dated_places(
    before: Unit, changed: dict[str, Any], moved_on: datetime.date | None
) -> Dating[Unit]:
    """Where the unit stood before, and of what kind it was."""
    dating = Dating(FormerPlace, [before])
    new = {"kind": changed["kind"]} if "kind" in changed else {}
    if "parent" in changed:
        new["parent_id"] = changed["parent"].pk
    if moved_on is None:
        dating.correct(copy(before), new)
    elif new:
        _refuse_before_a_later_day(dating.spans(before), moved_on, "上级单位或类别")
        dating.change(copy(before), moved_on, new)
    return dating


def _refuse_before_a_later_day(spans: Sequence[Span], day: datetime.date, what: str) -> None:
    later = [span.until for span in spans if span.until is not None and span.until > day]
    if later:
        last = max(later)
        raise DomainError(
            f"{last:%Y年%-m月%-d日}已经改过{what}，请填那一天或以后的日期。", field="renamed_on"
        )


def _hold_tree(unit: Unit) -> None:
    """Hold the county's row while its tree is changed: two units that move below one another at the
    same moment would each find the other where it was."""
    if unit.own_county_id is not None:
        hold(unit.own_county)


def _check_place(before: Unit, after: Unit) -> None:
    if before.kind == UnitKind.COUNTY:
        if (after.kind, after.parent) != (before.kind, before.parent):
            raise DomainError("县本身的类别和上级不能在这里修改。")
        return
    # As they stand now: ``parent`` may have been read before the county was held.
    parents = dict(Unit.objects.values_list("pk", "parent"))
    node = after.parent_id
    while node is not None:
        if node == before.pk:
            raise DomainError(f"不能把“{before.name}”放到它自己的下级单位之下。")
        node = parents.get(node)
    if after.parent is None or after.parent.own_county_id != before.own_county_id:
        raise DomainError("上级单位必须在本县之内。")


def _check_kind(unit: Unit) -> None:
    if unit.parent is not None and unit.parent.own_county_id is None:
        raise DomainError("上级单位必须在一个县之内。")
    if unit.parent is not None and unit.parent.kind != UnitKind.CITY and unit.kind in ABOVE:
        raise DomainError(f"“{unit.parent.name}”之下不能再设市或县。")


def _check_nobody_left(unit: Unit) -> None:
    if unit.kind == UnitKind.COUNTY:
        raise DomainError("县本身不能停用。")
    below = unit.children.active().count()
    if below:
        raise DomainError(f"“{unit.name}”下面还有 {below} 个启用的单位，请先停用或移走。")
    reporters = RoleAssignment.objects.filter(unit=unit, role=Role.REPORTER, user__is_active=True)
    if reporters.exists():
        raise DomainError(f"“{unit.name}”还有 {reporters.count()} 个启用的填报员，请先停用或改派。")


def unit_words(unit: Unit, field: str) -> object:
    """The value of a unit's field as its page tells it."""
    if field == "kind":
        return unit.get_kind_display()
    return getattr(unit, field)


def _name_taken(parent: Unit | None, name: str) -> DomainError:
    where = f"“{parent.name}”下" if parent else "这里"
    return DomainError(f"{where}已经有叫“{name}”的单位，请换一个名称。")
